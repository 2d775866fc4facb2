# Section 2: a gap D = fl(T - S) that passes the filter has a relative error of at most eta = 2.82e-9.
# Hypotheses: S, T are within 3.34e-16 of their slopes (slope.g); the filter: |S| + |T| <= size |D|, where 8388609 is
# 2^23 and the roundings of the test. In units of D: |S| = share * size, |T| = (1 - share) * size.
# Proved: what is lost, in units of D, in units of the exact gap, D less what is lost.
loss = r / (1 + r) + size * ((1 - share) * s + share * t);
{ |s| <= 3.34e-16 /\ |t| <= 3.34e-16 /\ |r| <= 1b-53 /\ size in [0, 8388609] /\ share in [0, 1] ->
  |loss / (1 - loss)| <= 2.82e-9 }
$ share in 300;
