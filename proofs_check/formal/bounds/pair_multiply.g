# Section 2: the product of two double-doubles errs by at most 8 u^2 of itself: 7 u^2 of that of its leading parts.
# Hypotheses: TwoProduct and the quick TwoSum are exact: e is what it is. Scaled to leading parts in [1, 2], so that
# low parts are at most u.
# Proved: the roundings of both cross products and of two sums, and the product of the low parts, which is left out.
@rnd = float<53, -9999, ne>;
ah = rnd(ah_); al = rnd(al_); bh = rnd(bh_); bl = rnd(bl_);
q = rnd(ah * bh); e = ah * bh - q;
left = rnd(ah * bl);
right = rnd(al * bh);
t = rnd(left + right);
d = rnd(e + t);
product = (ah + al) * (bh + bl);
{ ah in [1, 2] /\ bh in [1, 2] /\ |al| <= 1b-53 /\ |bl| <= 1b-53 ->
  |((q + d) - product) / (ah * bh)| <= 8.629e-32 }
(q + d) - product -> (d - (e + t)) + (t - (left + right)) + (left - ah * bl) + (right - al * bh) - al * bl;
$ ah in 4, bh in 4;
