# Section 10: the slope of an edge in double-doubles errs by at most 20 u^2 z/dx; taken is 2^-100.
# Hypotheses: the height errs by 3 u^2 z (pair_add.g), the quotient by 16 u^2 (pair_divide.g); the step is an exact
# pair. In units of z/dx, with three roundings of z/dx itself.
# Proved: what the two come to.
computed = h * (1 + q);
{ |h| <= 1.0001 /\ |l| <= 3.7e-32 /\ |q| <= 1.95e-31 /\ |g| <= 3b-53 ->
  |(computed - (h + l)) / (1 + g)| <= 2.4e-31 }
computed - (h + l) -> h * q - l;
