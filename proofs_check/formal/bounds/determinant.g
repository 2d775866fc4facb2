# Section 2: a determinant in double-doubles errs by at most 11 u^2 < 2^-102 of |ad| + |bc|; taken is 2^-100.
# Hypotheses: the products err as pair_multiply.g says (low parts that underflow add less than 2^-113), their
# difference as pair_add.g. In units of |ad| + |bc|: ad is a share, and bc the rest, with either sign, which is that
# of the determinant's other half.
# Proved: the sum of the three.
bc = 1 - ad;
p = ad * (1 + m);
q = bc * (1 + n);
computed = p - q + s * (p + q);
{ |m| <= 8.65e-32 /\ |n| <= 8.65e-32 /\ |s| <= 3.7e-32 /\ ad in [0, 1] -> |computed - (ad - bc)| <= 1b-102 }
computed - (ad - bc) -> ad * m - bc * n + s * (p + q);
$ ad in 8;
