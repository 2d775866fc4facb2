# Section 5: the roundings of a weight's interval and of the step D <- max(0, g - D) on it, at most 7e-16 (A + B),
# stay far below the margin of section 4: 6.0e-9 (A + B) less the 5.65e-9 (A + B) of weight.g.
# Hypotheses: scaled to 1 <= A + B <= 2, as computed; C <= A + B but for 1e-8; the step ends above 0 (if not, it is
# 0), so that D, which is not negative, is no more than the upper end.
# Proved: the two roundings of each end of the interval, and that of the step.
@rnd = float<53, -9999, ne>;
both = rnd(both_);
D = rnd(D_);
weight = rnd(weight_);
width = rnd(6.0e-9);
half = rnd(width * both);
lower = rnd(weight - half);
low = rnd(lower - D);
upper = rnd(weight + half);
high = rnd(upper - D);
{ both in [1, 2] /\ weight in [-1e-7, 2] /\ D in [0, 2.1] ->
  |(low - (weight - width * both - D)) / both| <= 7e-16 /\ |(high - (weight + width * both - D)) / both| <= 7e-16 }
low - (weight - width * both - D) ->
  (low - (lower - D)) + (lower - (weight - half)) - (half - width * both);
high - (weight + width * both - D) ->
  (high - (upper - D)) + (upper - (weight + half)) + (half - width * both);
