"""What a multiple of a ray, or a weight, costs at least: in whole parts of the price of a network.

Only lower bounds, and rounded so that nothing at the network's own price is ever said to cost more. For `"0+"` a weight
that is not 0 is one part, whatever its size.
"""

from fractions import Fraction
from math import ceil

from proofs_check.signs import Exponent, enclose_exp, enclose_ln, enclose_term
from proofs_check.spaces import Vector
from proofs_check.work import Work

PARTS, BITS = 256, 128  # the network's price in parts; bits of the multiples at which a ray passes a part


class PriceParts:
    """The prices of a network's weights, in parts of the price of them all; `limit` parts are too many."""

    def __init__(self, work: Work, p: Exponent, weights: list[Fraction]) -> None:
        self.work, self.p, self.limit = work, p, PARTS
        self.ratios: dict[int, list[int]] = {}  # how the multiples of 1, 2, ... parts of so many are to that of all
        if p == "0+":
            self.limit = len(weights) + 1
        else:
            # Above the price, in units of 2^-precision; there are as many bits more as 1/p has.
            self.precision = w = BITS + ceil(1 / Fraction(p)).bit_length()
            work.charge(w * len(weights), w)
            self.price = sum(enclose_term(a, p, 0, w)[1] for a in weights)
        self.single = self.thresholds((1,))

    def thresholds(self, ray: Vector) -> list[int]:
        """Return, for each part, a multiple of the ray in units of 2^-BITS that costs more than that many.

        The list is shorter where they are too large to tell; it is empty for a network without weights.
        """
        p, weights = self.p, [Fraction(abs(a)) for a in ray if a]
        if not isinstance(p, Fraction):
            return [0] * len(weights)
        w, most = self.precision, PARTS if self.price else 0
        self.work.charge(2 * PARTS + (12 + len(weights)) * w // 4, w)
        least = sum(enclose_term(a, p, 0, w)[0] for a in weights)
        while most and (log := self._log(Fraction(self.price * most, PARTS * least))) > 1024 << BITS:
            most //= 2
        if not most:
            return []
        if most not in self.ratios:
            self.work.charge(most * (200 + w // 4), w)
            self.ratios[most] = [self._exp(self._log(Fraction(k, most))) for k in range(1, most + 1)]
        top = self._exp(log)
        return [(top * ratio >> BITS) + 1 for ratio in self.ratios[most]]

    def _log(self, x: Fraction) -> int:
        """Return ln(x) / p, or a little more, in units of 2^-BITS."""
        return ceil(enclose_ln(x, self.precision)[1] / (Fraction(self.p) * (1 << self.precision - BITS)))

    def _exp(self, log: int) -> int:
        """Return exp(log), or a little more; where that would be very small, something larger does."""
        return enclose_exp(max(log, -160 << BITS), BITS)[1] + 1
