# Section 2: the sum of the 16 components of an expansion, from the smallest up, errs by less than 4 u.
# Hypotheses: the expansion is nonadjacent (Shewchuk's theorem on GROW-EXPANSION, for rounding to even): what is
# before a component is at most half of it, each component at most half of the next. So, in units of the last
# component, what is before it is s15 <= 1/2, and so on; each d is the relative error of one sum.
# Proved: what the roundings e of all the sums come to.
e2 = s2 * d2;
e3 = (s3 + e2) * d3 + e2;
e4 = (s4 + e3) * d4 + e3;
e5 = (s5 + e4) * d5 + e4;
e6 = (s6 + e5) * d6 + e5;
e7 = (s7 + e6) * d7 + e6;
e8 = (s8 + e7) * d8 + e7;
e9 = (s9 + e8) * d9 + e8;
e10 = (s10 + e9) * d10 + e9;
e11 = (s11 + e10) * d11 + e10;
e12 = (s12 + e11) * d12 + e11;
e13 = (s13 + e12) * d13 + e12;
e14 = (s14 + e13) * d14 + e13;
e15 = (s15 + e14) * d15 + e14;
s16 = 1 + s15;
error = (1 + e15 / s16) * d16 + e15 / s16;
{ |s2| <= 1b-14 /\ |s3| <= 1b-13 /\ |s4| <= 1b-12 /\ |s5| <= 1b-11 /\ |s6| <= 1b-10 /\ |s7| <= 1b-9 /\ |s8| <= 1b-8 /\
  |s9| <= 1b-7 /\ |s10| <= 1b-6 /\ |s11| <= 1b-5 /\ |s12| <= 1b-4 /\ |s13| <= 1b-3 /\ |s14| <= 1b-2 /\
  |s15| <= 1b-1 /\ |d2| <= 1b-53 /\ |d3| <= 1b-53 /\ |d4| <= 1b-53 /\ |d5| <= 1b-53 /\ |d6| <= 1b-53 /\
  |d7| <= 1b-53 /\ |d8| <= 1b-53 /\ |d9| <= 1b-53 /\ |d10| <= 1b-53 /\ |d11| <= 1b-53 /\ |d12| <= 1b-53 /\
  |d13| <= 1b-53 /\ |d14| <= 1b-53 /\ |d15| <= 1b-53 /\ |d16| <= 1b-53 ->
  |error| <= 3.4e-16 }
