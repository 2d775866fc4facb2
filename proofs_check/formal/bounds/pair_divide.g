# Sections 6, 10: the quotient of two double-doubles errs by at most 16 u^2 of that of its leading parts.
# Hypotheses: products m, n and sums s, t of double-doubles err as pair_multiply.g and pair_add.g say (2.0001 times 3
# u^2, as both summands are a); each d is the relative error of one operation. All in units of a_high, b_high,
# a_high/b_high.
# Proved: the first two quotients' remainders, the third quotient, and the roundings of the end.
remainder = (1 + a) - (1 + b) * (1 + d1) * (1 + m) + s;
r = remainder * (1 + d2);
second = r * (1 + d3);
left = remainder - (1 + b) * second * (1 + n) + r * t;
third = left * (1 + d4) * (1 + d5);
low = l * (1 + d1);
computed = (1 + d1) + second + third + (low + third) * d6;
quotient = (1 + a) / (1 + b);
{ |a| <= 1b-53 /\ |b| <= 1b-53 /\ |m| <= 8.63e-32 /\ |n| <= 8.63e-32 /\ |s| <= 7.41e-32 /\ |t| <= 7.41e-32 /\
  |d1| <= 1b-53 /\ |d2| <= 1b-53 /\ |d3| <= 1b-53 /\ |d4| <= 1b-53 /\ |d5| <= 1b-53 /\ |d6| <= 1b-53 /\
  |l| <= 1.2e-16 ->
  |computed - quotient| <= 1.95e-31 }
remainder -> a - b - d1 - b * d1 - (1 + b) * (1 + d1) * m + s;
left -> remainder * (t * (1 + d2) - ((1 + b) * (1 + d2) * (1 + d3) - 1) - (1 + b) * (1 + d2) * (1 + d3) * n);
computed - quotient -> s / (1 + b) - (1 + d1) * m + r * t / (1 + b) - second * n
  + left * ((1 + d4) * (1 + d5) - 1 / (1 + b)) + (low + third) * d6 { 1 + b <> 0 };
