# Section 2: a computed slope S is within 3.01 u |S| of the slope of its chord.
# Hypotheses: exponents are unbounded, since differences lose nothing to underflow (a quotient that does is another
# 2^-1075 off); positive rises stand for negative ones too.
# Proved: the two differences and the quotient.
@rnd = float<53, -9999, ne>;
STEP = rnd(dx);
RISE = rnd(dy);
S = rnd(RISE / STEP);
slope = dy / dx;
e = (S - slope) / slope;
{ dx in [1b-1074, 1b1025] /\ dy in [1b-1074, 1b1025] -> |(slope - S) / S| <= 3.34e-16 }
(slope - S) / S -> - e / (1 + e) { S <> 0, slope <> 0 };
