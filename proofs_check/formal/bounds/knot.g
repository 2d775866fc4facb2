# Section 6: the offset step * d/c of a shared knot, c = b + d, as computed is off by less than 24 u step/|c| S.
# Hypotheses: both gaps err by at most 16.1 u S, e and f (change.g); they have one sign: q = d/c is in [0, 1]. In
# units of step/|C| S, where C is c as computed and S the sum of slopes, the exact offset is y = q C/S, at most 1.01,
# as is d.
# Proved: step, sum, reciprocal, two products, and, beside the bound, its own seven roundings and that of rest +
# error.
D = y + e * (1 - q) - q * f - y * c;
computed = D * (1 + step) * (1 + inverse) * (1 + d1) * (1 + d2);
total = computed - y + last * 1.02;
{ |y| <= 1.01 /\ q in [0, 1] /\ |e| <= 1.788e-15 /\ |f| <= 1.788e-15 /\ |c| <= 1.2e-16 /\ |step| <= 1b-53 /\
  |inverse| <= 1b-53 /\ |d1| <= 1b-53 /\ |d2| <= 1b-53 /\ |last| <= 1b-53 /\ |g| <= 7b-53 ->
  |total / (1 + g)| <= 2.66e-15 }
e * (1 - q) - q * f -> e - q * (e + f);
computed - y -> D * ((1 + step) * (1 + inverse) * (1 + d1) * (1 + d2) - 1) + (D - y);
D - y -> (e * (1 - q) - q * f) - y * c;
$ q in 16;
