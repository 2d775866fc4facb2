# Section 2: ad - bc of doubles from two exact products, before the last sum, errs by at most 4 u^2 (|ad| + |bc|).
# Hypotheses: TwoProduct and TwoSum are exact: P, Q, e are what they are. Scaled so that 1 <= ad <= 2 and |bc| <= ad
# (or the other way round, which is the same).
# Proved: the sum of the rests and what is added to it.
@rnd = float<53, -9999, ne>;
p = rnd(ad); P = ad - p;
q = rnd(bc); Q = bc - q;
s = rnd(p - q); e = (p - q) - s;
rests = rnd(P - Q);
t = rnd(e + rests);
{ ad in [1, 2] /\ |bc| in [0, 2] -> |((s + t) - (ad - bc)) / (ad + |bc|)| <= 4b-106 }
(s + t) - (ad - bc) -> (t - (e + rests)) + (rests - (P - Q));
$ ad in 4, bc in 8;
