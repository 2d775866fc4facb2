# Section 3: the exponent of a computed power errs by less than 2^-41.3, the power, relatively, by less than 2^-41.7.
# Hypotheses: p is in [0, 1], subnormal or not, and |log2 a| <= 901; L is its logarithm as computed (log2.g); 2^e, for
# e the error of the exponent, is 1 + x with |x| <= 0.6932 |e| for so small an e; r is the error of exp2 (exp2.g).
# Proved: the roundings of p and of the product, and what all of it comes to.
@rnd = float<ieee_64, ne>;
P = rnd(p);
L = rnd(L_);
z = rnd(P * L);
e = z - p * l;
x = y * e;
{ p in [0, 1] /\ |l| <= 901 /\ |L - l| <= 7.5e-14 /\ |y| <= 0.6932 /\ |r| <= 1b-46 ->
  |e| <= 2e-13 /\ |(1 + x) * (1 + r) - 1| <= 1.6e-13 }
e -> (z - P * L) + (P - p) * L + p * (L - l);
(1 + x) * (1 + r) - 1 -> x + r + x * r;
