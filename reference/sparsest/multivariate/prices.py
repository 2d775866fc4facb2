"""Lower bounds of prices without floats: how many whole parts of the best price a weight costs at least.

For p in (0, 1) the best known price V is cut into 16 parts. A weight t costs more than k of them if t exceeds a number
a little above (k V / 16)^(1/p), computed once in ball arithmetic; so the parts of all weights of a network, added up,
say that it costs more than V as soon as they are 16. As p -> 0 a weight is one part, and the best network has K of
them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from flint import arb, ctx, fmpq

from sparsest.errors import SparsestError
from sparsest.exact.exponent import Exponent
from sparsest.exact.linear import LinearProgram, Optimum
from sparsest.exact.powersum import PowerSum
from sparsest.multivariate.faces import faces
from sparsest.multivariate.kinds import integral_labels
from sparsest.points import Points

__all__ = ["SHIFT", "Prices", "least_price"]

#: Weights are measured in units of 2^-SHIFT.
SHIFT = 64
_PARTS, _BITS = 16, 160
# Greater than any multiple or number of parts that occurs: nothing is ruled out.
_NEVER = 1 << 100_000


class Prices:
    """What weights and multiples of rays cost at least, in parts of the best price.

    Parameters
    ----------
    best : PowerSum or None
        The price of the best network known; None to rule nothing out.
    p : Exponent
        A rational in (0, 1), or "0+".
    rays : sequence of (tuple of int or None)
        The rays, by number; None where that number is no ray.

    Examples
    --------
    >>> prices = Prices(PowerSum.of([(2, 1)]), Exponent.read("1/2"), [(1, 0), (1, -4)])
    >>> prices.limit, prices.of_weight(1, 1), prices.of_ray(0, 4, 1), prices.of_ray(1, 1, 1)
    (16, 7, 15, 16)
    """

    __slots__ = ("_rays", "_weight", "limit", "tops")

    def __init__(self, best: PowerSum | None, p: Exponent, rays: Sequence[tuple[int, ...] | None]) -> None:
        self._weight: list[int]
        self._rays: list[list[int]]
        if best is None or p.value is None:
            self.limit = _NEVER if best is None else sum(n for n, _ in best.terms) + 1
            self._weight = [] if best is None else [0]
            self._rays = [self._weight * sum(a != 0 for a in ray or ()) for ray in rays]
            #: For each ray a multiple, in units, from which on it costs too much alone.
            self.tops = [_NEVER] * len(rays)
            return
        self.limit = _PARTS
        with ctx.workprec(_BITS):
            value, power = best.at(p).ball(), arb(p.value)
            self._weight = [_above((value * k / _PARTS) ** (1 / power)) for k in range(1, _PARTS + 1)]
            self._rays = [self._thresholds(ray, value, power) if ray else [] for ray in rays]
        self.tops = [row[-1] if row else 0 for row in self._rays]

    def _thresholds(self, ray: Sequence[int], value: arb, power: arb) -> list[int]:
        norm = sum((arb(abs(a)) ** power for a in ray if a), arb(0))
        return [_above((value * k / _PARTS / norm) ** (1 / power)) for k in range(1, _PARTS + 1)]

    def of_weight(self, top: int, bottom: int) -> int:
        """Return the parts that the weight |top / bottom| costs at least; it is not 0."""
        return bisect_right(self._weight, (abs(top) << SHIFT) // abs(bottom))

    def of_ray(self, ray: int, top: int, bottom: int) -> int:
        """Return the parts that |top / bottom| times the ray costs at least; it is not 0."""
        return bisect_right(self._rays[ray], (abs(top) << SHIFT) // abs(bottom))

    def of_vector(self, vector: Sequence[fmpq]) -> int:
        """Return the parts that a neuron with these weights costs at least."""
        return sum(self.of_weight(int(a.p), int(a.q)) for a in vector if a != 0)


def _above(value: arb) -> int:
    """Return a whole number of units that is greater than the value."""
    units = (value * arb(2) ** SHIFT).upper().ceil().unique_fmpz()
    if units is None:
        raise SparsestError(f"the price {value} is too large to compare; please report this")
    return int(units) + 1


def least_price(points: Points, p: Exponent) -> str:
    """Return a decimal below which no interpolating network's sum ||v_k w_k||_p^p lies: proved, and quick.

    On an orthant ||w||_p is superadditive, so a neuron that is the sum of rays mu r costs at least (sum mu ||r||_p)^p,
    and all neurons together at least (sum mu ||r||_p)^p. The least such sum is a linear program over the rays of the
    refined fan; any multipliers of its rows with a product below ||r||_p at every ray bound it.

    Examples
    --------
    >>> least_price(Points([[1, 1]], [2]), Exponent.read("1/2"))[:6]
    '1.4142'
    """
    rays = [face for face in faces(points) if face.dimension == 1]
    with ctx.workprec(_BITS):
        power = arb(p.fraction.numerator) / p.fraction.denominator
        norms = [sum((arb(abs(a)) ** power for a in face.basis[0] if a), arb(0)) ** (1 / power) for face in rays]
        sizes = [fmpq(norm.lower().mid().fmpq()) for norm in norms]
    rows = [
        ({k: s * face.outputs[0][i] for j, face in enumerate(rays) for k, s in ((2 * j, 1), (2 * j + 1, -1))}, y)
        for i, y in enumerate(integral_labels(points))
    ]
    found = LinearProgram(2 * len(rays), rows, lower=0).minimize({k: sizes[k // 2] for k in range(2 * len(rays))})
    if not isinstance(found, Optimum):
        raise SparsestError(f"no network interpolates {points!r}; please report this")
    if found.value == 0:
        return "0"
    return PowerSum.of([(1, found.value)]).at(p).decimals(20)[0]
