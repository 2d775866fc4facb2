# Section 6: an offset v = dx N/M in double-doubles is, relatively, within 2^-100 (n + m + 2); taken is twice that.
# Hypotheses: N and M have errors of 2^-102 (determinant.g) of n |N| and m |M|, n and m at most 2^40; quotient and
# product err as pair_divide.g and pair_multiply.g say. n is a share of n + m, m the rest.
# Proved: what the four come to.
size = sizes + 2;
part = 1 - 2 / size;
n = share * sizes;
m = (1 - share) * sizes;
above = 1 + n * a;
below = 1 + m * b;
error = (above / below * (1 + quotient) * (1 + product) - 1) / size;
first = part * (share * a - (1 - share) * b) / below;
{ share in [0, 1] /\ sizes in [2, 1b41] /\ n in [0, 1b40] /\ m in [0, 1b40] /\ |a| <= 1b-102 /\ |b| <= 1b-102 /\
  |quotient| <= 1.95e-31 /\ |product| <= 8.65e-32 ->
  |error| <= 1b-100 }
error -> first + above / below * (quotient + product + quotient * product) / size { size <> 0, below <> 0 };
$ share in 4;
