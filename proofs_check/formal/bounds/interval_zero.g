# Section 5, p -> 0: where a difference is rounded, 4 u of it, taken off the lower end and added to the upper, are enough.
# Hypotheses: a rounds the difference, b what is taken off or added; 4 u times a double is one, for nothing so small
# arises here that it underflows. In units of the exact difference, by size; the other two cases are the same.
# Proved: a lower end above 0 has come down to the exact one or below, one below 0 has gone away from 0 at least to it.
above = (1 + a) * (1 - 4b-53) * (1 + b);
below = 1 / ((1 + a) * (1 + 4b-53) * (1 + b));
{ |a| <= 1b-53 /\ |b| <= 1b-53 -> |above| <= 1 /\ |below| <= 1 }
