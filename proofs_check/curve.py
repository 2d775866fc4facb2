"""A power sum on whole intervals of p: its signs, and whether it vanishes at a p. A part of `path_checker.py`.

The invariants (I1) to (I4) of `checker.py` hold here: integers and fractions only, no sign but from an enclosure
without 0 or an exact zero test, and work is charged as it is done.
"""

from fractions import Fraction
from itertools import pairwise
from math import gcd

from proofs_check import signs
from proofs_check.signs import Enclosure, PowerSum, Terms
from proofs_check.work import StopError, Work

CURVE_BITS, FINEST_BITS = 2**13, 600  # precision and fineness at which a sign on an interval is given up


class Curve:
    """A power sum P as a function of p in [0, 1], for its signs on whole intervals."""

    def __init__(self, terms: Terms, work: Work) -> None:
        ends = [PowerSum(p, terms) for p in ("0+", "1-")]
        merged = sorted(ends[0].merged(work))
        self.work, self.cache = work, dict[str, list[Enclosure]]()
        self.form: tuple[tuple[Fraction, int], ...] = ()  # of P / (c unit^p), a_1 = 1: the same for proportional sums
        if merged:
            (unit, first), common = merged[0], gcd(*(int(n) for _, n in merged))
            self.side = 1 if first > 0 else -1  # the sign of c
            self.form = tuple((a / unit, int(n) // (common * self.side)) for a, n in merged)
            self.order_0, self.at_0 = ends[0].leading(work)
            # What is not 0 at p = 1 has its sign there; the prices of splines through the same points always are.
            whole = sum((a * n for a, n in merged), start=Fraction(0))
            work.charge(4 * len(merged), 0, whole)
            self.order_1, self.at_1 = (0, 1 if whole > 0 else -1) if whole else ends[1].leading(work)
            # Descartes: with multiplicity, P has no more zeros than its factors have changes of sign.
            turns = sum((n > 0) != (m > 0) for (_, n), (_, m) in pairwise(self.form))
            self.steady = turns == self.order_0 + self.order_1  # no zeros but those at 0 and 1
            self.bits, self.logs = 0, list[Enclosure]()
            self.sharpen()

    def sharpen(self) -> None:
        """Double the precision, and forget what was known at the old one."""
        self.bits = 2 * self.bits or signs.LEAST_BITS
        self.work.charge(self.bits * len(self.form), self.bits)
        self.logs = [signs.enclose_ln(a, self.bits) for a, _ in self.form]
        self.cache.clear()

    def split(self, p: Fraction, order: int) -> list[Enclosure]:
        """Enclose f and g, where the derivative of this order, divided by c unit^p, is f - g and both grow with p.

        Summed by parts, P = T_1 a_1^p + sum T_j (a_j^p - a_(j-1)^p), a_1 = 1, T_j = n_j + n_(j+1) + ...; and
        a^p ln(a)^m - b^p ln(b)^m with a >= b >= 1 grows with p, as its derivative is of this form and not < 0.
        """
        key = f"{p.numerator:x}/{p.denominator:x} {order}"  # texts, since a file can forge numbers of equal hash
        if key not in self.cache:
            (u, v), w = p.as_integer_ratio(), self.bits
            self.work.charge(w * len(self.form), w)
            tail, below, parts = sum(n for _, n in self.form), (0, 0), [(0, 0), (0, 0)]
            for (one, two), (_, n) in zip(self.logs, self.form, strict=True):
                low, high = signs.enclose_exp(one * u // v, w)[0], signs.enclose_exp(-(-two * u // v), w)[1]
                for _ in range(order):
                    low, high = max(one, 0) * low >> w, (two * high >> w) + 1
                old, t = parts[tail < 0], abs(tail)
                parts[tail < 0] = old[0] + t * (low - below[1]), old[1] + t * (high - below[0])
                below, tail = (low, high), tail - n
            self.cache[key] = parts
        return self.cache[key]

    def bound(self, u: Fraction, v: Fraction, order: int) -> int:
        """Return the sign of the derivative of P / unit^p on all of [u, v]; 0 if this bound does not tell."""
        while True:
            (f, g), (f_end, g_end) = self.split(u, order), self.split(v, order)
            found = (f[0] > g_end[1]) - (f_end[1] < g[0])
            blur = sum(high - low for low, high in (f, g, f_end, g_end))
            if found or 4 * blur < f_end[0] - f[1] + g_end[0] - g[1] or self.bits >= CURVE_BITS:
                return found * self.side
            self.sharpen()  # rounding hides more than the width of the interval does

    def slope_on(self, u: Fraction, v: Fraction) -> int:
        """Return the sign of the derivative of P / unit^p on all of [u, v]; 0 if it changes."""
        signs, cells = set[int](), [(u, v)]
        while cells and len(signs) < 2:
            u, v = cells.pop()
            found = self.bound(u, v, 1)
            if not found and self.bound(u, u, 1) * self.bound(v, v, 1) < 0:
                return 0
            if not found and (v - u) * 2**FINEST_BITS < 1:
                raise StopError("undecided", "the sign of a slope is not settled")
            signs |= {found} - {0}
            middle = (u + v) / 2
            cells += [] if found else [(u, middle), (middle, v)]
        return signs.pop() if len(signs) == 1 else 0

    def turns(self, u: Fraction, v: Fraction, side: int) -> bool:
        """Decide whether P has just one zero in [u, v], a simple one, with this sign after it and the other before."""
        # At a zero no bound ever tells a sign, however fine: there it takes the exact test.
        crosses = self.vanishes(u) if u == v else [self.bound(p, p, 0) for p in (u, v)] == [-side, side]
        return crosses and self.slope_on(u, v) == side

    def vanishes(self, p: Fraction) -> bool:
        """Decide exactly whether P(p) = 0, 0 < p < 1."""
        return PowerSum(p, list(self.form)).sign(self.work) == 0

    def sign_on(self, u: Fraction, v: Fraction, exact: tuple[bool, bool] = (False, False)) -> int:
        """Return the sign of P on all of [u, v] but for 0, 1 and zeros at `exact` ends; 0 if it changes."""
        if self.steady:
            return self.at_0
        zeros = {Fraction(0): self.order_0, Fraction(1): self.order_1}
        zeros |= {p: 1 for p, end in zip((u, v), exact, strict=True) if end and self.vanishes(p)}
        signs, cells = set[int](), [(u, v)]
        while cells and len(signs) < 2:
            u, v = cells.pop()
            left, right = zeros.get(u, 0), zeros.get(v, 0)
            # Taylor: beside a zero of order m, P has the sign of its m-th derivative, on its left times (-1)^m.
            found = 0 if left and right else self.bound(u, v, left + right) * (-1) ** right
            if not found and left == right == 0 and self.bound(u, v, 1):  # monotone
                one, two = self.bound(u, u, 0), self.bound(v, v, 0)
                if one * two < 0:
                    return 0
                found = one if one == two else 0
            if not found and (v - u) * 2**FINEST_BITS < 1:
                raise StopError("undecided", "a sign on an interval is not settled")
            signs |= {found} - {0}
            middle = (u + v) / 2
            cells += [] if found else [(u, middle), (middle, v)]
        return signs.pop() if len(signs) == 1 else 0
