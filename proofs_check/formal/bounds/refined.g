# Section 2: a gap that was computed again has a relative error of at most 2^-49.
# Hypotheses: its determinant has 2^-50 (short_determinant.g, determinant.g, expansion.g); steps are in the tested
# range, and what comes out of the divisions is tested, so nothing under- or overflows.
# Proved: two divisions by the leading parts of the steps.
@rnd = float<53, -9999, ne>;
A = rnd(a);
B = rnd(b);
D = rnd(rnd(det / A) / B);
gap = exact / a / b;
{ |det -/ exact| <= 1b-50 /\ exact in [1b-1400, 1b1000] /\ a in [1b-480, 1b480] /\ b in [1b-480, 1b480] ->
  |D -/ gap| <= 1b-49 }
