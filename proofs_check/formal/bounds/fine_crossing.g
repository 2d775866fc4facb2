# Section 10: the same in double-doubles: the numerator errs by 7 u^2 |t| width + 5 u^2 height and t's own error times
# the width, the divisor by 3 u^2 (|s| + |t|) and the slopes' errors, the quotient by 16 u^2: taken is 2^-100 of each.
# Hypotheses: sums, products, quotients and heights of double-doubles as pair_add.g, pair_multiply.g, pair_divide.g
# and slope_pairs.g say. X is half the sum of two steps, of which width is the sum; so is Y of two heights.
# Proved: what multiplies |t| width and height; the factor of numerator and divisor, with the roundings of the bound.
across = 0.5 * (1 + a);
fall = across * (1 + p);
width = (fall - 0.5) + fall * s;
height = 0.5 * (l + b) + 0.5 * s * (1 + b);
factor = (1 + g) / (1 - c);
{ |a| <= 3.7e-32 /\ |b| <= 3.7e-32 /\ |l| <= 3.7e-32 /\ |p| <= 8.65e-32 /\ |s| <= 3.7e-32 /\ |g| <= 20b-53 /\
  |c| <= 1b-20 ->
  |width| <= 8.6e-32 /\ |height| <= 6.1e-32 /\ |factor| <= 1.001 }
fall - 0.5 -> 0.5 * (a + p + a * p);
