"""Lower bounds of prices without floats: how many whole parts of the best price a weight costs at least.

For p in (0, 1) the best known price V is cut into 32 parts. A weight t costs more than k of them if t exceeds a number
a little above (k V / 32)^(1/p), computed once in ball arithmetic; so the parts of all weights of a network, added up,
say that it costs more than V as soon as they are 32. As p -> 0 a weight is one part, and the best network has K of
them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile
from operator import mul

from flint import arb, ctx, fmpq

from sparsest.errors import SparsestError
from sparsest.exact.clock import Clock
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.linear.program import LinearProgram, Optimum
from sparsest.multivariate.kinds import integral_labels, integral_rows, rays_between
from sparsest.points import Points

__all__ = ["Prices", "label_price", "least_price"]

_PARTS, _BITS = 32, 160
# More parts than there are of anything: nothing is ruled out.
_NEVER = 1 << 62
# Weights that large are not told apart, nor those that small.
_LARGE, _SMALL = 4096, 1024


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
    clock : Clock, optional
        When to give up, with `OutOfTimeError`; never unless told.

    Examples
    --------
    >>> prices = Prices(PowerSum.of([(2, 1)]), Exponent.read("1/2"), [(1, 0), (1, -4)])
    >>> prices.limit, prices.of_weight(1, 1), prices.of_ray(0, 4, 1), prices.of_ray(1, 1, 1)
    (32, 15, 31, 32)
    """

    __slots__ = ("_rays", "_weight", "limit", "shift", "tops")

    def __init__(
        self, best: PowerSum | None, p: Exponent, rays: Sequence[tuple[int, ...] | None], clock: Clock | None = None
    ) -> None:
        self._weight: list[int]
        self._rays: list[list[int]]
        #: Weights and multiples are measured in units of 2^-shift.
        self.shift = 0
        if best is None or p.value is None:
            self.limit = _NEVER if best is None else sum(n for n, _ in best.terms) + 1
            self._weight = [] if best is None else [0]
            self._rays = [self._weight * sum(a != 0 for a in ray or ()) for ray in rays]
            #: For each ray a multiple, in units, from which on it costs too much alone; 0 if none is known.
            self.tops = [0] * len(rays)
            return
        self.limit = _PARTS
        clock = clock or Clock()
        with ctx.workprec(_precision(p)):
            value, power = best.at(p).ball(), arb(p.value)
            bounds = [_bounds(value, power, ray, clock) if ray else [] for ray in [(1,), *rays]]
            least = min([0, *(_exponent(row[-1]) for row in bounds if row)])
            self.shift = 64 - least
            self._weight, *self._rays = [[_above(a, self.shift) for a in row] for row in bounds]
        self.tops = [row[-1] if len(row) == _PARTS else 0 for row in self._rays]

    def of_weight(self, top: int, bottom: int) -> int:
        """Return the parts that the weight |top / bottom| costs at least; it is not 0."""
        return bisect_right(self._weight, (abs(top) << self.shift) // abs(bottom))

    def of_ray(self, ray: int, top: int, bottom: int) -> int:
        """Return the parts that |top / bottom| times the ray costs at least; it is not 0."""
        return bisect_right(self._rays[ray], (abs(top) << self.shift) // abs(bottom))

    def of_vector(self, vector: Sequence[int], bottom: int) -> int:
        """Return the parts that a neuron with these weights, over `bottom`, costs at least."""
        return sum(self.of_weight(a, bottom) for a in vector if a)


def _precision(p: Exponent) -> int:
    """Return the bits to compute with: powers 1/p cost as many as 1/p has."""
    return _BITS + int(p.fraction.denominator).bit_length()


def _bounds(value: arb, power: arb, ray: Sequence[int], clock: Clock) -> list[arb]:
    """Return the multiples of the ray that cost 1, 2, ... parts of the value, as far as they are not too large."""
    clock.check()
    norm = _powers(ray, power)
    found = ((value * k / _PARTS / norm) ** (1 / power) for k in range(1, _PARTS + 1))
    return list(takewhile(lambda bound: bound < arb(2) ** _LARGE, found))


def _powers(ray: Sequence[int], power: arb) -> arb:
    return sum((arb(abs(a)) ** power for a in ray if a), arb(0))


def _exponent(value: arb) -> int:
    """Return a whole number, roughly log2 of the value, if that is not too small."""
    return int(float(value.log() / arb(2).log())) if value > arb(2) ** -_SMALL else -_SMALL


def _above(value: arb, shift: int) -> int:
    """Return a whole number of units that is greater than the value."""
    units = (value * arb(2) ** shift).upper().ceil().unique_fmpz()
    if units is None:
        raise SparsestError(f"the price {value} is too large to compare; please report this")
    return int(units) + 1


def label_price(points: Points, p: Exponent) -> str:
    """Return a decimal below which no interpolating network's sum ||v_k w_k||_p^p lies: proved, and at once.

    |y_i| = |sum_k v_k (w_k . xbar_i)_+| <= m_i sum_k ||v_k w_k||_1 with m_i the largest |entry| of xbar_i. Since p < 1,
    ||u||_1 <= ||u||_p, and a sum of p-th powers is at least the p-th power of the sum: the price is >= (|y_i| / m_i)^p.

    Examples
    --------
    >>> label_price(Points([[1, 1], [2, 0]], [2, 1]), Exponent.read("1/2"))[:6]
    '1.4142'
    """
    pairs = zip(points.lifted, points.flint.y, strict=True)
    largest = max(abs(y) / max(map(abs, row)) for row, y in pairs)
    return "0" if largest == 0 else PowerSum.of([(1, largest)]).at(p).decimals(20)[0]


def least_price(points: Points, p: Exponent, clock: Clock | None = None) -> str:
    """Return a decimal as `label_price` does, from one linear program; it is at least that.

    On an orthant ||w||_p is superadditive, so a neuron that is the sum of rays mu r costs at least (sum mu ||r||_p)^p,
    and all neurons together at least (sum mu ||r||_p)^p. The least such sum is a linear program over the rays of the
    refined fan; any multipliers of its rows with a product below ||r||_p at every ray bound it.

    Parameters
    ----------
    points : Points
        The data.
    p : Exponent
        A rational in (0, 1).
    clock : Clock, optional
        When to give up, with `OutOfTimeError`; never unless told.

    Examples
    --------
    >>> least_price(Points([[1, 1]], [2]), Exponent.read("1/2"))[:6]
    '1.4142'
    """
    clock = clock or Clock()
    equations, width = integral_rows(points), points.dimension + 1
    axes = [tuple(int(k == j) for k in range(width)) for j in range(width)]
    rays = [
        ray
        for ray, signs in rays_between([*equations, *axes], width, clock).items()
        if any(s > 0 for s in signs[: len(equations)])
    ]
    sizes = _sizes(rays, p, clock)
    rows = []
    for row, y in zip(equations, integral_labels(points), strict=True):
        clock.check()
        outputs = [max(0, sum(map(mul, row, ray))) for ray in rays]
        # As `fmpq`: what is given may have so many digits, what is computed any number of them.
        row_entries = {2 * j + k: fmpq((1 - 2 * k) * a) for j, a in enumerate(outputs) if a for k in (0, 1)}
        rows.append((row_entries, fmpq(y)))
    program = LinearProgram(2 * len(rays), rows, lower=0, clock=clock)
    found = program.minimize({k: sizes[k // 2] for k in range(2 * len(rays))})
    if not isinstance(found, Optimum):
        raise SparsestError(f"no network interpolates {points!r}; please report this")
    if found.value == 0:
        return "0"
    return PowerSum.of([(1, found.value)]).at(p).decimals(20)[0]


def _sizes(rays: Sequence[tuple[int, ...]], p: Exponent, clock: Clock) -> list[fmpq]:
    """Return for each ray a rational at most ||r||_p, near it if it is not too large."""
    sizes = []
    with ctx.workprec(_precision(p)):
        power = arb(p.fraction.numerator) / p.fraction.denominator
        for ray in rays:
            clock.check()
            norm = (_powers(ray, power) ** (1 / power)).lower()
            sizes.append(norm.min(arb(2) ** 256).mid().fmpq() if norm > 0 else fmpq(0))
    return sizes
