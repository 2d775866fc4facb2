# Section 2: the sum of two double-doubles errs by at most 3 u^2 (|a| + |b|), of their leading parts.
# Hypotheses: TwoSum is exact, and so is its quick form, whose first summand is 0 or has the larger exponent: e, f, g
# are what they are. Scaled so that 1 <= a_high <= 2 and |b_high| <= a_high (or the other way round, which is the
# same).
# Proved: the two roundings that are left.
@rnd = float<53, -9999, ne>;
ah = rnd(ah_); al = rnd(al_); bh = rnd(bh_); bl = rnd(bl_);
s = rnd(ah + bh); e = (ah + bh) - s;
t = rnd(al + bl); f = (al + bl) - t;
c = rnd(e + t);
h = rnd(s + c); g = (s + c) - h;
d = rnd(g + f);
sum = (ah + al) + (bh + bl);
{ ah in [1, 2] /\ |bh| in [0, 2] /\ |al| <= 1b-53 /\ |bl| <= 1b-53 -> |((h + d) - sum) / (ah + |bh|)| <= 3b-106 }
(h + d) - sum -> (c - (e + t)) + (d - (g + f));
$ ah in 2, bh in 4;
