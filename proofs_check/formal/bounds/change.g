# Section 6: a computed gap errs by at most 16.1 u (|S| + |T|), of the slopes beside it; if it passed the filter, by
# 4.1 u; the rounded sum of two by at most 17.3 u: taken is 18 u.
# Hypotheses: slopes are within 3.34e-16 of themselves (slope.g), their mean error is no larger; a gap computed again
# is within 2^-49 (refined.g). In units of |S| + |T|; for the sum, of both pairs of slopes, of which each gap's error
# is 16.1 u.
# Proved: the gap's rounding, or what 2^-49 of it is; the sum's rounding, with three in the computed bound.
gap = difference + mean;
passed = difference * (1 + r);
again = gap * (1 + refined);
change = (joint + error) * (1 + d);
{ difference in [0, 1] /\ |mean| <= 3.34e-16 /\ |r| <= 1b-53 /\ |refined| <= 1b-49 /\ joint in [0, 1.0001] /\
  |error| <= 1.788e-15 /\ |d| <= 1b-53 /\ |g| <= 4b-53 ->
  |passed - gap| <= 4.55e-16 /\ |again - gap| <= 1.787e-15 /\ |(change - joint) / (1 + g)| <= 1.91e-15 }
passed - gap -> difference * r - mean;
again - gap -> gap * refined;
change - joint -> error + (joint + error) * d;
