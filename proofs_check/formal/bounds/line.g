# Section 10: the slope of a line through two ends, as computed, errs by less than 4.1 u z/dx; _SLOPE_FILTER is 10 u.
# The difference of two such slopes adds u of itself, which is less than 1.1 u (z/dx + z'/dx').
# Hypotheses: labels and widths are computed with a mean error of u, their sum, the step and the quotient each with u.
# In units of z/dx, both as computed; h is the height over z.
# Proved: what the four come to, with the two roundings of z/dx; and the difference of slopes.
computed = h * (1 + q);
exact = (h + l + h * r) * (1 + x);
{ |h| <= 1.0001 /\ |l| <= 1.12e-16 /\ |r| <= 1.12e-16 /\ |x| <= 1.12e-16 /\ |q| <= 1b-53 /\ |g| <= 3b-53 /\
  |d| <= 1b-53 ->
  |(computed - exact) / (1 + g)| <= 4.55e-16 /\ |h * d| <= 1.22e-16 }
computed - exact -> h * q - (l + h * r) * (1 + x) - h * x;
