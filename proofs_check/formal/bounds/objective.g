# Section 6: the bound of the objective, 1.001 times the terms' bounds and 2^-50 + 2 (n u)^2 of the sum for its
# roundings.
# Hypotheses: for an error e of a slope change, e <= 1/2 of it, (1 + e)^p - 1 <= p e and 1 - (1 - e)^p <= 2 p e: in
# units of the exact power of what was computed the term's bound is right; power.g has it 1 + r. The bounds' sum has
# g: n u for n <= 2^40 terms, x = n u. The compensated sum errs by u and (x/(1 - x))^2 (Ogita, Rump, Oishi).
# Proved: what 1.001, 2 x^2 and 2^-50 are there for; the last with the sums of both parts and of the bounds.
factor = 1 / ((1 + r) * (1 + g));
again = 1 / ((1 - x) * (1 - x));
{ |r| <= 1b-41 /\ |g| <= 9b-16 /\ x in [0, 1b-13] /\ |d1| <= 1b-53 /\ |d2| <= 1b-53 /\ |d3| <= 3b-53 ->
  |factor| <= 1.0002 /\ |again| <= 1.0003 /\ |(1 + d1) * (1 + d2) + d3 - 1| <= 6b-53 }
