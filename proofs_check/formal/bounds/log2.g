# Section 3: log2 errs by at most 2^-45.6 before its last sum is rounded; after it, while |log2 a| <= 1000, by at most
# 7.5e-14.
# Hypotheses: a = 2^k m, exactly, m in the range; log2 m is the series L_k S^(2k+1), its first eight terms and, from
# S^17 on, a tail between 0 and 0.175 S^17 (2/(17 ln 2 (1 - S^2)) < 0.175); @L0@, ... are within
# 3 u of 2/((2k + 1) ln 2).
# Each product t may be fused into the sum after it, or not: it is known but for u.
# Proved: the tail, S, and the sums by Horner.
@rnd = float<ieee_64, ne>;
m = rnd(m_);
above = rnd(m + 1);
below = rnd(m - 1);
s = rnd(below / above);
S = (m - 1) / (m + 1);
z = rnd(s * s);
Z = S * S;
q7 = @L7@;
q6 = rnd(t6 + @L6@); Q6 = l7 * Z + l6;
q5 = rnd(t5 + @L5@); Q5 = Q6 * Z + l5;
q4 = rnd(t4 + @L4@); Q4 = Q5 * Z + l4;
q3 = rnd(t3 + @L3@); Q3 = Q4 * Z + l3;
q2 = rnd(t2 + @L2@); Q2 = Q3 * Z + l2;
q1 = rnd(t1 + @L1@); Q1 = Q2 * Z + l1;
q0 = rnd(t0 + @L0@); Q0 = Q1 * Z + l0;
k = int<ne>(k_);
sum = k + t;
computed = rnd(sum);
Z4 = (Z * Z) * (Z * Z);
logarithm = k + S * Q0 + S * tail * Z4 * Z4;
{ m in [0.7071067811865475, 1.4142135623730952] /\ |k| <= 1000 /\ tail in [0, 0.175] /\ |l0 -/ @L0@| <= 3b-53 /\
  |l1 -/ @L1@| <= 3b-53 /\ |l2 -/ @L2@| <= 3b-53 /\ |l3 -/ @L3@| <= 3b-53 /\ |l4 -/ @L4@| <= 3b-53 /\
  |l5 -/ @L5@| <= 3b-53 /\ |l6 -/ @L6@| <= 3b-53 /\ |l7 -/ @L7@| <= 3b-53 /\ |t0 -/ (q1 * z)| <= 1b-53 /\
  |t1 -/ (q2 * z)| <= 1b-53 /\ |t2 -/ (q3 * z)| <= 1b-53 /\ |t3 -/ (q4 * z)| <= 1b-53 /\ |t4 -/ (q5 * z)| <= 1b-53 /\
  |t5 -/ (q6 * z)| <= 1b-53 /\ |t6 -/ (q7 * z)| <= 1b-53 /\ |t -/ (s * q0)| <= 1b-53 ->
  |sum - logarithm| <= 1.8e-14 /\ |computed - logarithm| <= 7.5e-14 }
sum - logarithm -> (t - S * Q0) - S * tail * Z4 * Z4 { m + 1 <> 0 };
$ m in 12;
