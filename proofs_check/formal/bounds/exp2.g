# Section 3: exp2 has a relative error of at most 2^-46; its roundings alone, 4 u.
# Hypotheses: z = n + f, exactly, |f| <= 1/2, and the factor 2^n is exact; 2^f is the series E_k f^k, its first twelve
# terms and, from f^12 on, a tail between 0 and 2.7e-11 f^12 ((ln 2)^12/12! < 2.57e-11); @E0@, ... are within u of
# (ln 2)^k/k!. Each product t may be fused into the sum after it, or not: it is known but for u.
# Proved: the tail, and the sums by Horner.
@rnd = float<ieee_64, ne>;
f = rnd(f_);
q11 = @E11@;
q10 = rnd(t10 + @E10@); Q10 = c11 * f + c10;
q9 = rnd(t9 + @E9@); Q9 = Q10 * f + c9;
q8 = rnd(t8 + @E8@); Q8 = Q9 * f + c8;
q7 = rnd(t7 + @E7@); Q7 = Q8 * f + c7;
q6 = rnd(t6 + @E6@); Q6 = Q7 * f + c6;
q5 = rnd(t5 + @E5@); Q5 = Q6 * f + c5;
q4 = rnd(t4 + @E4@); Q4 = Q5 * f + c4;
q3 = rnd(t3 + @E3@); Q3 = Q4 * f + c3;
q2 = rnd(t2 + @E2@); Q2 = Q3 * f + c2;
q1 = rnd(t1 + @E1@); Q1 = Q2 * f + c1;
q0 = rnd(t0 + @E0@); Q0 = Q1 * f + 1;
f6 = (f * f * f) * (f * f * f);
e = (q0 - Q0) / Q0;
share = tail * f6 * f6 / Q0;
power = Q0 * (1 + share);
{ |f| <= 0.5 /\ tail in [0, 2.7e-11] /\ |c1 -/ @E1@| <= 1b-53 /\ |c2 -/ @E2@| <= 1b-53 /\ |c3 -/ @E3@| <= 1b-53 /\
  |c4 -/ @E4@| <= 1b-53 /\ |c5 -/ @E5@| <= 1b-53 /\ |c6 -/ @E6@| <= 1b-53 /\ |c7 -/ @E7@| <= 1b-53 /\
  |c8 -/ @E8@| <= 1b-53 /\ |c9 -/ @E9@| <= 1b-53 /\ |c10 -/ @E10@| <= 1b-53 /\ |c11 -/ @E11@| <= 1b-53 /\
  |t0 -/ (q1 * f)| <= 1b-53 /\ |t1 -/ (q2 * f)| <= 1b-53 /\ |t2 -/ (q3 * f)| <= 1b-53 /\ |t3 -/ (q4 * f)| <= 1b-53 /\
  |t4 -/ (q5 * f)| <= 1b-53 /\ |t5 -/ (q6 * f)| <= 1b-53 /\ |t6 -/ (q7 * f)| <= 1b-53 /\ |t7 -/ (q8 * f)| <= 1b-53 /\
  |t8 -/ (q9 * f)| <= 1b-53 /\ |t9 -/ (q10 * f)| <= 1b-53 /\ |t10 -/ (q11 * f)| <= 1b-53 ->
  |e| <= 4b-53 /\ |(q0 - power) / power| <= 1.4e-14 }
(q0 - power) / power -> (e - share) / (1 + share) { Q0 <> 0, 1 + share <> 0 };
$ f in 3;
