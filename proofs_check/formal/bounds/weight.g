# Section 4: a weight |d|^p + |e|^p - |d + e|^p as computed errs by less than 5.65e-9 (A + B), of the powers computed.
# Hypotheses: eta (filter.g) and u move a gap's power, relatively, by at most eta' = |r|/(1 - |r|) < 2.8201e-9, its
# computation by 2^-41 (power.g); C <= A + B. In units of the exact A + B, whose relative error is a mean of two such.
# Proved: what one power errs by, and what the three and the two roundings come to.
both = 1 + mean;
C = c * (1 + other);
weight = (both * (1 + d1) - C) * (1 + d2);
{ |r| <= 2.8201e-9 /\ |x| <= 1b-41 /\ c in [0, 1] /\ |mean| <= 2.8206e-9 /\ |other| <= 2.8206e-9 /\ |d1| <= 1b-53 /\
  |d2| <= 1b-53 ->
  |(1 + r) * (1 + x) - 1| <= 2.8206e-9 /\ |(weight - (1 - c)) / both| <= 5.65e-9 }
(1 + r) * (1 + x) - 1 -> r + x + r * x;
weight - (1 - c) -> mean - c * other + both * d1 + (both * (1 + d1) - C) * d2;
