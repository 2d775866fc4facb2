# Section 10: a turn in double-doubles errs by at most 14 u^2 < 2^-102 of its size; _PAIR_FILTER is 2^-98.
# Hypotheses: heights err by 3 u^2 z (pair_add.g), l and m; products as pair_multiply.g says, their difference as
# pair_add.g. Steps are exact pairs. In units of the size: the first product is a share, the second the rest.
# Proved: what they come to.
first = share * h * (1 + p);
second = (1 - share) * k * (1 + q);
computed = first - second + sum;
exact = share * (h + l) - (1 - share) * (k + m);
{ share in [0, 1] /\ |h| <= 1.0001 /\ |k| <= 1.0001 /\ |l| <= 3.7e-32 /\ |m| <= 3.7e-32 /\ |p| <= 8.65e-32 /\
  |q| <= 8.65e-32 /\ |sum| <= 3.7e-32 ->
  |computed - exact| <= 1.72e-31 }
computed - exact -> share * (h * p - l) - (1 - share) * (k * q - m) + sum;
$ share in 16;
