# Section 4, p -> 0: a weight log2|d| + log2|e| - log2|d + e| as computed errs by less than 1.23e-8.
# Hypotheses: eta (filter.g) and u move a gap's logarithm by at most (eta + u)/ln 2 (1 + eta) < 4.0685e-9; those
# computed are within 7.5e-14 (log2.g).
# Proved: what the three logarithms, the two roundings and that of the interval's end come to.
@rnd = float<ieee_64, ne>;
K = rnd(K_);
L = rnd(L_);
M = rnd(M_);
weight = rnd(rnd(K + L) - M);
lower = rnd(weight - rnd(1.3e-8));
exact = k + l - m;
{ |K| <= 901 /\ |L| <= 901 /\ |M| <= 901 /\ |K - k - x| <= 7.5e-14 /\ |L - l - y| <= 7.5e-14 /\
  |M - m - z| <= 7.5e-14 /\ |x| <= 4.0685e-9 /\ |y| <= 4.0685e-9 /\ |z| <= 4.0685e-9 ->
  |weight - exact| <= 1.23e-8 /\ |lower + 1.3e-8 - exact| <= 1.23e-8 }
weight - exact -> (weight - (K + L - M)) + (K - k - x) + (L - l - y) - (M - m - z) + x + y - z;
lower + 1.3e-8 - exact -> (lower - (weight - rnd(1.3e-8))) + (1.3e-8 - rnd(1.3e-8)) + (weight - exact);
