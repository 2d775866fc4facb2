"""Better roundings of a network of one input than weight by weight: errors are made good at the next knot.

The function is written anew, one neuron for each knot, from a *pivot* piece outwards: the affine part is that of the
pivot, neurons right of it look to the right and those left of it to the left, so that nothing large cancels. Each
output weight is then chosen after those before it, against the function as rounded so far: such that the value at the
next knot is right ("values"), or the slope after this one ("slopes"). So the error at a knot is that of one rounding,
however many there are. A kink -b/w may take both numbers ("quotients"), which come far closer to it than -b alone.

Nothing here says how good a candidate is: each is measured exactly by whoever takes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from flint import fmpq

from sparsest.exact.rationals import as_fraction
from sparsest.interchange.floats import FloatKind, nearest_in, two_to
from sparsest.interchange.layers import Layers
from sparsest.interchange.rounding import RoundedLayers
from sparsest.spline import Spline

__all__ = ["rerounded"]

# From so many knots on only some of the pivots are tried.
_MANY_KNOTS = 2000


class _OverflowError(Exception):
    """A weight of a candidate would be infinite."""


class _Plan(NamedTuple):
    pivot: int
    quotients: bool
    values: bool


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
    for quotients in (False, True):
        for pivot in _pivots(spline):
            for values in (False, True):
                plan = _Plan(pivot, quotients, values)
                try:
                    layers = _Writer(spline, kind, low, high, plan).layers()
                except _OverflowError:
                    continue
                yield RoundedLayers(layers, kind, _words(plan, pieces, kind))


def _words(plan: _Plan, pieces: int, kind: FloatKind) -> str:
    kinks = f"a quotient of two {kind.name}" if plan.quotients else f"the nearest {kind.name}"
    what = "value" if plan.values else "slope"
    return f"each kink is {kinks}, each {what} made good by the next, from piece {plan.pivot + 1} of {pieces} outwards"


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
        middle = (left + right) / 2
        skip = self._float(self._pivot_slope())
        offset = self._float(self.spline.value(middle) - skip * middle)
        rising = [*self._outwards(range(pivot, len(knots)), 1, skip, offset)]
        falling = [*self._outwards(range(pivot - 1, -1, -1), -1, skip, offset)]
        neurons = [*reversed(falling), *rising]
        w, b, v = zip(*neurons, strict=True) if neurons else ((), (), ())
        return Layers(tuple((one,) for one in w), tuple(b), tuple(v), (skip,), offset)

    def _outwards(self, order: range, side: int, slope: fmpq, intercept: fmpq) -> Iterator[tuple[fmpq, fmpq, fmpq]]:
        """Yield (w, b, v) of the knots on one side, going away from the pivot."""
        exact = self._pivot_slope()
        for k in order:
            w, b = self._kink(self.knots[k])
            w, b = side * w, side * b
            exact += side * self.changes[k]
            v = self._float(self._wanted(k, side, w, b, (slope, intercept, exact)))
            slope, intercept = slope + v * w, intercept + v * b
            yield w, b, v

    def _wanted(self, k: int, side: int, w: fmpq, b: fmpq, line: tuple[fmpq, fmpq, fmpq]) -> fmpq:
        """Return the output weight that makes good what went wrong so far."""
        slope, intercept, exact = line
        if self.plan.values:
            following = k + side
            end = self.high if side > 0 else self.low
            target = self.knots[following] if 0 <= following < len(self.knots) else end
            activation = w * target + b
            if activation > 0 and side * (target - self.knots[k]) > 0:
                return (self.spline.value(target) - slope * target - intercept) / activation
        return (exact - slope) / w

    def _kink(self, t: fmpq) -> tuple[fmpq, fmpq]:
        """Return (w, b), w > 0, with -b/w close to t."""
        nearest = self._float(t)
        if self.plan.quotients and nearest != t:
            w, b = _quotient(t, self.kind)
            if nearest_in(self.kind, w) == w and nearest_in(self.kind, b) == b:
                return w, b
        return fmpq(1), -nearest

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
