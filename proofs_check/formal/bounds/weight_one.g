# Section 4, p -> 1: a term a log2 a of the entropy, as computed, errs by less than 2.83e-9 a (|log2 a| + 2).
# Hypotheses: eta (filter.g) moves it by at most a eta' (l + 1.45), where l = |log2 a| as computed, |eta'| <=
# 2.8201e-9; the logarithm computed is within 7.5e-14 (log2.g); the product rounds, a + b rounds before it, two sums
# after it, each at most u (size) for what is computed. In units of a.
# Proved: what all of that comes to, and the size's own six roundings.
moved = eta * (1 - 0.55 / (l + 2));
rest = (logarithm + l * d1 + l * d2) / (l + 2) + d3 + d4;
{ l in [0, 902] /\ |eta| <= 2.8201e-9 /\ |logarithm| <= 7.5e-14 /\ |d1| <= 1b-53 /\ |d2| <= 1b-53 /\ |d3| <= 2b-53 /\
  |d4| <= 2b-53 /\ |d5| <= 7b-53 ->
  |(moved + rest) / (1 + d5)| <= 2.83e-9 }
