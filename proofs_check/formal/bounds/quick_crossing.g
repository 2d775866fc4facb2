# Section 10: a crossing (t X - Y)/(t - s) as computed in doubles: its numerator errs by 3.1 u |t X| + 3.1 u z and
# what t's own error times X comes to (taken is 4 u of each), its divisor by less than 5.2 u (z/dx + z'/dx') (taken is
# 10 u), the quotient by 1.01 times what both come to and u of itself (taken is 4 u).
# Hypotheses: slopes are within 4.1 u z/dx (line.g), Y within 2.01 u z, e; the divisor is known to 2^-20, c. Each of
# the other letters is the error of one operation.
# Proved: what multiplies t X, z, t's error; the divisor in units of z/dx + z'/dx'; the factor of both, with the
# roundings.
product = (1 + f) * (1 + n) - (1 + x);
height = y * n + e;
own = 1 + x;
divisor = difference * d + mean;
factor = (1 + g) / (1 - c);
{ |f| <= 1b-53 /\ |n| <= 1b-53 /\ |x| <= 1.12e-16 /\ |y| <= 1.0001 /\ |e| <= 2.24e-16 /\ |difference| <= 1.0001 /\
  |d| <= 1.12e-16 /\ |mean| <= 4.552e-16 /\ |g| <= 20b-53 /\ |c| <= 1b-20 ->
  |product| <= 3.44e-16 /\ |height| <= 3.44e-16 /\ |own| <= 1.01 /\ |divisor| <= 5.7e-16 /\ |factor| <= 1.01 }
product -> f + n + f * n - x;
