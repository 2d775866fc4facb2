# Section 10: how far a line is beyond a gate, side (slope run - label) + start, as computed errs by at most 8.2 u
# (z/dx) run + 3.1 u |label| + u start, of which the last is one rounding; taken are 10 u and 4 u, the latter also of
# the width compared with.
# Hypotheses: the slope is within 4.1 u z/dx (line.g); each d is the error of one operation. h is the slope over z/dx.
# Proved: what multiplies the other two.
slope = h * ((1 + p) * (1 + d) * (1 + f) - (1 + x)) - e * (1 + x);
label = (1 + d) * (1 + f) - (1 + l);
{ |h| <= 1.0001 /\ |e| <= 4.552e-16 /\ |p| <= 1b-53 /\ |d| <= 1b-53 /\ |f| <= 1b-53 /\ |x| <= 1.12e-16 /\
  |l| <= 1.12e-16 ->
  |slope| <= 9.1e-16 /\ |label| <= 3.44e-16 }
(1 + p) * (1 + d) * (1 + f) - (1 + x) -> p + d + f + p * d + p * f + d * f + p * d * f - x;
label -> d + f + d * f - l;
