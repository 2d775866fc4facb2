"""Windows of what the dearest neuron costs, and the largest shares of all neurons in each of them.

The neurons of a network of price at most V cost the shares `s_1 >= s_2 >= ... >= 0` of V, which add up to at most 1.
Where s_1 is between two numbers, what is convex in the shares and falls with none of them is largest at one of few
corners (section 3 of docs/price_certificate_v1.md has the proof). The closer the two numbers, the less that is.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from proofs_check.parts import BITS
from proofs_check.signs import enclose_exp, enclose_ln
from proofs_check.work import Work

MOST_WINDOWS = 16  # windows; more do not pay
CUT_BITS = 16


class Corner(NamedTuple):
    """The first few shares are equal, and so are the others up to the last that is not 0.

    Loads with the sums P_1, P_2, ... add up to `more P_first + less P_last`, in units of 2^-BITS, or to less.
    """

    first: int
    last: int
    more: int
    less: int


class Window:
    """The corners for neurons of which the dearest has a share from `low` to `high`."""

    def __init__(self, powers: "Powers", low: Fraction, high: Fraction) -> None:
        self.powers, self.low, self.high = powers, low, high
        self._corners: dict[int, list[Corner]] = {}
        self._weights: dict[tuple[int, int], tuple[list[int], int]] = {}

    def corners(self, k: int) -> list[Corner]:
        """Return the corners for k neurons at most."""
        if k not in self._corners:
            self.powers.work.charge(5 * k * k)
            self._corners[k] = list(self._made(k))
        return self._corners[k]

    def _made(self, k: int) -> Iterator[Corner]:
        """Yield the corners for k neurons."""
        power, low, high = self.powers.of, self.low, self.high
        for j in range(1, k + 1):
            if low <= Fraction(1, j) <= high:
                yield Corner(j, j, 0, power(Fraction(1, j)))
            for c in (low, high):
                for last in range(j + 1, k + 1):
                    if c * j < 1 < c * last:
                        rest = power((1 - c * j) / (last - j))
                        yield Corner(j, last, power(c) - rest, rest)
        if high * k < 1:
            yield Corner(k, k, 0, power(high))

    def weights(self, k: int, m: int) -> tuple[list[int], int]:
        """Return the largest powers of shares that each of the k dearest can have, and all m others together."""
        if (k, m) not in self._weights:
            corners = self.corners(k + m)
            own = [max(c.more * (i < c.first) + c.less * (i < c.last) for c in corners) for i in range(k)]
            others = max(max(c.first - k, 0) * c.more + max(c.last - k, 0) * c.less for c in corners)
            self._weights[k, m] = own, others
        return self._weights[k, m]


class Powers:
    """Shares to the power 1/p, from above, in units of 2^-BITS."""

    def __init__(self, work: Work, p: Fraction) -> None:
        self.work, self.p = work, p
        self._known = {Fraction(1): 1 << BITS}

    def of(self, share: Fraction) -> int:
        """Return the power of a positive share."""
        if share not in self._known:
            self.work.charge(500, 4 * BITS)
            log = -enclose_ln(share, BITS)[1] // self.p
            self._known[share] = enclose_exp(max(-log, -160 << BITS), BITS)[1] + 1
        return self._known[share]

    def windows(self, n: int) -> Iterator[Window]:
        """Yield windows that cover all shares of the dearest of at most n neurons, the largest first."""
        # More where p is small, and where there is more to be ruled out.
        many = max(min(ceil((n - 3) / self.p), MOST_WINDOWS), 1)
        cuts = [Fraction(1)]
        for k in range(1, many + 1):
            # From 1 to about 1 / n in equal ratios; what the cuts are exactly does not matter.
            root = enclose_exp(-(enclose_ln(Fraction(n), BITS)[1] * k // many), BITS)[1]
            cuts.append(Fraction(root >> (BITS - CUT_BITS), 1 << CUT_BITS))
        for high, low in zip(cuts, [*cuts[1:], Fraction(0)], strict=True):
            yield Window(self, low, high)
