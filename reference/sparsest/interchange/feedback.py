"""Better roundings of a network of one input than weight by weight: errors are made good at the next knot.

The function is written anew, one neuron for each knot, from a *pivot* piece outwards: the affine part is that of the
pivot, neurons right of it look to the right and those left of it to the left, so that nothing large cancels. Each
output weight is then chosen after those before it, against the function as rounded so far: such that the value at the
next knot is right, or the slope after this one. So the error at a knot is that of one rounding, however many there are.
A kink -b/w may take both numbers, which come far closer to it than -b alone with w = 1; of several such quotients, that
count is taken whose output weight is then rounded least. The affine part is likewise chosen among a few.

Nothing here says how good a candidate is: each is measured exactly by whoever takes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from operator import itemgetter
from typing import NamedTuple

from flint import fmpq

from sparsest.exact.rationals import as_fraction
from sparsest.interchange.floats import FloatKind, nearest_in, two_to, unit_of
from sparsest.interchange.layers import Layers
from sparsest.interchange.rounding import RoundedLayers
from sparsest.spline import Spline

__all__ = ["rerounded"]

# From so many knots on only some of the pivots are tried.
_MANY_KNOTS = 500
# By what a quotient is multiplied, above and below: powers of two would change nothing.
_SCALES = (1, 3, 5, 7, 9, 11, 13, 15)
# Slopes of the pivot besides the nearest float, in units of its last place.
_STEPS = (-3, -2, -1, 1, 2, 3)

_Weights = tuple[fmpq, fmpq, fmpq]


class _OverflowError(Exception):
    """A weight of a candidate would be infinite."""


class _Plan(NamedTuple):
    pivot: int
    quotients: bool
    values: bool
    split: bool = False


def rerounded(spline: Spline, kind: FloatKind, low: fmpq, high: fmpq) -> Iterator[RoundedLayers]:
    """Yield roundings of a function of one input, with one neuron for each of its knots.

    Parameters
    ----------
    spline : Spline
        The exact function.
    kind : FloatKind
        What the weights shall be.
    low, high : fmpq
        Where it matters: from the first data point to the last.

    Examples
    --------
    >>> from sparsest.interchange.floats import FLOATS
    >>> found = list(rerounded(Spline(0, 0, ["1/3"], [1]), FLOATS[16], fmpq(0), fmpq(1)))
    >>> found[0].layers.b, found[0].way
    ((-1365/4096,), 'each kink is the nearest float16, each slope made good by the next, from piece 1 of 2 outwards')
    """
    pieces = len(spline.flint.knots) + 1
    for plan in _plans(spline):
        try:
            layers = _Writer(spline, kind, low, high, plan).layers()
        except _OverflowError:
            continue
        yield RoundedLayers(layers, kind, _words(plan, pieces, kind))


def _plans(spline: Spline) -> Iterator[_Plan]:
    """Yield what is tried; first those that need no more neurons than there are knots."""
    pivots = _pivots(spline)
    for quotients in (False, True):
        for pivot in pivots:
            yield from (_Plan(pivot, quotients, values) for values in (False, True))
    yield from (_Plan(pivot, quotients=True, values=True, split=True) for pivot in pivots)


def _words(plan: _Plan, pieces: int, kind: FloatKind) -> str:
    kinks = f"a quotient of two {kind.name}" if plan.quotients else f"the nearest {kind.name}"
    what = "value" if plan.values else "slope"
    piece = f"from piece {plan.pivot + 1} of {pieces} outwards"
    split = ", whose line is offset and two neurons more (together they have no kink)" if plan.split else ""
    return f"each kink is {kinks}, each {what} made good by the next, {piece}{split}"


def _pivots(spline: Spline) -> list[int]:
    """Return pieces to start from: the first, the last, the middle one, the flattest and that of least intercept."""
    slope, intercept, knots, changes = spline.flint
    pieces = [(abs(slope), abs(intercept))]
    for t, c in zip(knots, changes, strict=True):
        slope, intercept = slope + c, intercept - c * t
        pieces.append((abs(slope), abs(intercept)))
    every = range(len(pieces))
    flattest, lowest = min(every, key=lambda k: pieces[k][0]), min(every, key=lambda k: pieces[k][1])
    found = dict.fromkeys([0, len(knots), len(knots) // 2, flattest, lowest])
    return list(found)[: 2 if len(knots) > _MANY_KNOTS else None]


class _Writer:
    """One candidate: knots are taken from the pivot outwards, and the line that is reached so far is kept exactly."""

    def __init__(self, spline: Spline, kind: FloatKind, low: fmpq, high: fmpq, plan: _Plan) -> None:
        self.spline, self.kind, self.low, self.high, self.plan = spline, kind, low, high, plan
        self.knots, self.changes = spline.flint.knots, spline.flint.changes

    def layers(self) -> Layers:
        """Return the network; its neurons by increasing kinks."""
        pivot, knots = self.plan.pivot, self.knots
        left = knots[pivot - 1] if pivot else min([self.low, *knots[:1]])
        right = knots[pivot] if pivot < len(knots) else max([self.high, *knots[-1:]])
        pair: list[_Weights] = []
        if self.plan.split:
            slope, intercept, offset, pair = self._split_line(left, right)
            skip = fmpq(0)
        else:
            slope, intercept = skip, offset = self._line(left, right)
        rising = [*self._outwards(range(pivot, len(knots)), 1, slope, intercept)]
        falling = [*self._outwards(range(pivot - 1, -1, -1), -1, slope, intercept)]
        neurons = [*reversed(falling), *rising, *pair]
        w, b, v = zip(*neurons, strict=True) if neurons else ((), (), ())
        return Layers(tuple((one,) for one in w), tuple(b), tuple(v), (skip,), offset)

    def _line(self, left: fmpq, right: fmpq) -> tuple[fmpq, fmpq]:
        """Return the slope and intercept of the pivot: of slopes close to it, the one whose line is nearest to it."""
        nearest = self._float(self._pivot_slope())
        step = unit_of(self.kind, nearest)
        middle = (left + right) / 2
        ends = [(x, self.spline.value(x)) for x in (left, right)]

        def line(slope: fmpq) -> tuple[fmpq, fmpq, fmpq]:
            intercept = self._float(self.spline.value(middle) - slope * middle)
            return max(abs(slope * x + intercept - y) for x, y in ends), slope, intercept

        lines = [line(nearest), *(line(nearest + k * step) for k in _STEPS)]
        return min(lines, key=itemgetter(0))[1:]

    def _split_line(self, left: fmpq, right: fmpq) -> tuple[fmpq, fmpq, fmpq, list[_Weights]]:
        """Return slope and intercept of the pivot as v (w x + b)_+ - v (-w x - b)_+ + offset, with offset and neurons.

        Far from 0 an intercept is a large number that takes the bits; here it is a product.
        """
        middle = (left + right) / 2
        w, b = next(self._kinks(middle))
        v = self._float(self._pivot_slope() / w)
        offset = self._float(self.spline.value(middle))
        return v * w, v * b + offset, offset, [(w, b, v), (-w, -b, -v)]

    def _outwards(self, order: range, side: int, slope: fmpq, intercept: fmpq) -> Iterator[_Weights]:
        """Yield (w, b, v) of the knots on one side, going away from the pivot."""
        exact = self._pivot_slope()
        for k in order:
            exact += side * self.changes[k]
            target = self._target(k, side) if self.plan.values else None
            w, b, v = self._neuron(self.knots[k], side, (slope, intercept, exact), target)
            slope, intercept = slope + v * w, intercept + v * b
            yield w, b, v

    def _target(self, k: int, side: int) -> fmpq | None:
        """Return where the value shall be right: at the next knot or the end; None where that is not farther out."""
        following = k + side
        end = self.high if side > 0 else self.low
        target = self.knots[following] if 0 <= following < len(self.knots) else end
        return target if side * (target - self.knots[k]) > 0 else None

    def _neuron(self, t: fmpq, side: int, line: tuple[fmpq, fmpq, fmpq], target: fmpq | None) -> _Weights:
        """Return the weights of the neuron that makes good what went wrong so far."""
        slope, intercept, exact = line
        found: list[tuple[fmpq, _Weights]] = []
        for size, bias in self._kinks(t):
            w, b = side * size, side * bias
            if target is None or w * target + b <= 0:
                return w, b, self._float((exact - slope) / w)
            missing = self.spline.value(target) - slope * target - intercept
            v = self._float(missing / (w * target + b))
            error = max(abs(v * (w * target + b) - missing), abs(v * (w * t + b)))
            found.append((error, (w, b, v)))
        return min(found, key=itemgetter(0))[1]

    def _kinks(self, t: fmpq) -> Iterator[tuple[fmpq, fmpq]]:
        """Yield (w, b), w > 0, with -b/w close to t."""
        nearest = self._float(t)
        if not self.plan.quotients:
            yield fmpq(1), -nearest
            return
        w, b = (fmpq(1), -t) if nearest == t else _quotient(t, self.kind)
        scaled = [(w * k, b * k) for k in _SCALES]
        kept = [pair for pair in scaled if all(nearest_in(self.kind, a) == a for a in pair)]
        yield from kept or [(fmpq(1), -nearest)]

    def _pivot_slope(self) -> fmpq:
        return self.spline.flint.slope + sum(self.changes[: self.plan.pivot], fmpq(0))

    def _float(self, value: fmpq) -> fmpq:
        found = nearest_in(self.kind, value)
        if found is None:
            raise _OverflowError
        return found


def _quotient(t: fmpq, kind: FloatKind) -> tuple[fmpq, fmpq]:
    """Return (w, b), 1/2 <= w < 1, with -b/w nearest to t of those whose significands fit."""
    size = abs(t)
    exponent = int(size.p.bit_length()) - int(size.q.bit_length())
    part = as_fraction(size / two_to(exponent))  # in (1/2, 2)
    found: Fraction = part.limit_denominator((1 << (kind.precision - 1)) - 1)
    unit = two_to(-found.denominator.bit_length())
    b = fmpq(found.numerator) * unit * two_to(exponent)
    return fmpq(found.denominator) * unit, -b if t > 0 else b
