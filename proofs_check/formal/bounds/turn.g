# Section 10: a turn D as computed in doubles errs by less than 5.1 u times its size; _FILTER is 6 u.
# Hypotheses: a difference L + W of ends is computed as two doubles, whose mean error is at most u, and their sum. In
# units of the size: the first product is a share, the second the rest, h and k are the heights over L + W without
# signs.
# Proved: the sums, steps, products, the last difference, and the size's own six roundings.
first = share * h * (1 + p);
second = (1 - share) * k * (1 + q);
computed = (first - second) * (1 + d);
exact = share * (h + l + h * r) * (1 + x) - (1 - share) * (k + m + k * s) * (1 + y);
one = h * p - (l + h * r) * (1 + x) - h * x;
other = k * q - (m + k * s) * (1 + y) - k * y;
{ share in [0, 1] /\ |h| <= 1.0001 /\ |k| <= 1.0001 /\ |l| <= 1.12e-16 /\ |m| <= 1.12e-16 /\ |r| <= 1.12e-16 /\
  |s| <= 1.12e-16 /\ |x| <= 1.12e-16 /\ |y| <= 1.12e-16 /\ |p| <= 1b-53 /\ |q| <= 1b-53 /\ |d| <= 1b-53 /\
  |g| <= 6b-53 ->
  |(computed - exact) / (1 + g)| <= 5.66e-16 }
computed - exact -> share * one - (1 - share) * other + (first - second) * d;
$ share in 100;
