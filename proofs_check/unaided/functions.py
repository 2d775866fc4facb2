"""Continuous piecewise linear functions through points, and what function a network is, recomputed.

Numbers are `fmpq`, for speed; a sweep takes linear time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.claim import refute
from sparsest.network import Network
from sparsest.spline import Spline

__all__ = [
    "Atom", "Function", "connecting_the_dots", "function_of", "knots_between", "misses", "outputs",
    "require_interpolation", "slopes_beside", "steepest", "through", "values",
]  # fmt: skip

_ZERO = fmpq(0)

#: A knot: its position and slope change.
Atom: TypeAlias = tuple[fmpq, fmpq]


class Function(NamedTuple):
    """The function `slope * x + intercept` left of all knots; its slope grows by `changes[k] != 0` at `knots[k]`."""

    slope: fmpq
    intercept: fmpq
    knots: tuple[fmpq, ...]
    changes: tuple[fmpq, ...]

    @classmethod
    def of(cls, spline: Spline) -> Function:
        """Return what a spline is: the same numbers."""
        is_ = spline.flint
        return cls(is_.slope, is_.intercept, is_.knots, is_.changes)

    @property
    def sizes(self) -> list[fmpq]:
        """The |slope changes|."""
        return [abs(c) for c in self.changes]

    @property
    def variation(self) -> fmpq:
        """V_1, the sum of the |slope changes|."""
        return sum(self.sizes, _ZERO)

    @property
    def shown(self) -> list[str]:
        """The knots, as a witness shows them."""
        return list(map(str, self.knots))


def through(case: SplineCase, atoms: Iterable[Atom]) -> Function:
    """Return the function with these knots (in any order, repeated ones added up) through the first two points.

    It goes through the others if and only if the knots pay the gaps; `misses` tells.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2], [0, 0, 1]))
    >>> through(case, [(fmpq(1, 2), fmpq(1)), (fmpq(1, 2), fmpq(1))])
    Function(slope=-1, intercept=0, knots=(1/2,), changes=(2,))
    """
    x, y = case.data.flint
    merged = _merged(atoms)
    bends = [_ZERO, _ZERO]
    for t, c in merged:
        if t >= x[1]:
            break
        bends[1] += c * (x[1] - t)
        if t < x[0]:
            bends[0] += c * (x[0] - t)
    slope = (y[1] - y[0] - bends[1] + bends[0]) / (x[1] - x[0])
    return Function(slope, y[0] - bends[0] - slope * x[0], tuple(t for t, _ in merged), tuple(c for _, c in merged))


def _merged(atoms: Iterable[Atom]) -> list[Atom]:
    """Add up knots at one place and drop those of slope change 0; by sorting, since hashes of rationals are slow."""
    merged: list[Atom] = []
    for t, c in sorted(atoms, key=itemgetter(0)):
        before = merged.pop()[1] if merged and merged[-1][0] == t else _ZERO
        merged.append((t, before + c))
    return [atom for atom in merged if atom[1] != 0]


def connecting_the_dots(case: SplineCase) -> Function:
    """Return the function that is linear between neighbouring points and beyond the second and the last but one.

    Computed and followed through the data once for the case.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> connecting_the_dots(SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 2]))).knots
    (1,)
    """
    return case.once(_dots)


def _dots(case: SplineCase) -> Function:
    function = through(case, zip(case.data.flint.x[1:-1], case.flint_gaps, strict=True))
    return require_interpolation(case, function, "connecting the dots")


def misses(case: SplineCase, function: Function) -> int | None:
    """Return the index of the first data point that the function does not go through, by one sweep; None if it does.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2], [0, 0, 1]))
    >>> misses(case, through(case, [])), misses(case, connecting_the_dots(case))
    (2, None)
    """
    x, y = case.data.flint
    for k, value in enumerate(values(function, x)):
        if value != y[k]:
            return k
    return None


def require_interpolation(case: SplineCase, function: Function, what: str) -> Function:
    """Return the function if it goes through the data points.

    Raises
    ------
    FindingError
        If it does not: the claim is refuted, since what it speaks of is no interpolant. `what` says in a few words
        which function it is.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2], [0, 0, 1]))
    >>> examine(lambda case: require_interpolation(case, through(case, []), "the line"), case).reason
    'the line does not go through point 3'
    """
    if (k := misses(case, function)) is not None:
        refute(f"{what} does not go through point {k + 1}", knots=function.shown)
    return function


def values(function: Function, at: Iterable[fmpq]) -> Iterator[fmpq]:
    """Yield the function's values at increasing places, by one sweep.

    Examples
    --------
    >>> list(values(Function(fmpq(0), fmpq(1), (fmpq(1),), (fmpq(2),)), [fmpq(0), fmpq(3)]))
    [1, 5]
    """
    slope, intercept, knots, changes = function
    k = 0
    for point in at:
        while k < len(knots) and knots[k] < point:
            slope, intercept, k = slope + changes[k], intercept - changes[k] * knots[k], k + 1
        yield slope * point + intercept


def slopes_beside(function: Function, at: Sequence[fmpq]) -> list[tuple[fmpq, fmpq]]:
    """Return the slopes just left and just right of each of the increasing positions.

    Examples
    --------
    >>> slopes_beside(Function(fmpq(0), fmpq(0), (fmpq(1),), (fmpq(2),)), [fmpq(0), fmpq(1)])
    [(0, 0), (0, 2)]
    """
    slope, k, found = function.slope, 0, []
    for point in at:
        while k < len(function.knots) and function.knots[k] < point:
            slope, k = slope + function.changes[k], k + 1
        here = k < len(function.knots) and function.knots[k] == point
        found.append((slope, slope + function.changes[k] if here else slope))
    return found


def steepest(function: Function) -> fmpq:
    """Return the Lipschitz constant: the largest |slope| of a piece.

    Examples
    --------
    >>> steepest(Function(fmpq(-3), fmpq(0), (fmpq(1),), (fmpq(2),)))
    3
    """
    return max(map(abs, accumulate(function.changes, initial=function.slope)))


def knots_between(function: Function, low: fmpq, high: fmpq) -> list[Atom]:
    """Return the knots in [low, high] with their slope changes.

    Examples
    --------
    >>> f = Function(fmpq(0), fmpq(0), (fmpq(1), fmpq(2)), (fmpq(3), fmpq(4)))
    >>> knots_between(f, fmpq(2), fmpq(5))
    [(2, 4)]
    """
    first, last = bisect_left(function.knots, low), bisect_right(function.knots, high)
    return list(zip(function.knots[first:last], function.changes[first:last], strict=True))


def function_of(network: Network) -> Function:
    """Return the function of a network: from kinks -b/w, jumps v|w| of the slope, and its piece left of all kinks.

    Examples
    --------
    >>> from sparsest.network import Neuron
    >>> function_of(Network([Neuron.of(1, -2, 2), Neuron.of(1, 0, 5)]))
    Function(slope=-2, intercept=7, knots=(1,), changes=(2,))
    """
    jumps: list[Atom] = []
    slope, intercept = network.skip, network.offset
    for neuron in network.neurons:
        v, w, b = neuron.output_weight, neuron.input_weight, neuron.bias
        way, jump = w.p, v * w
        if way < 0 or (way == 0 and b > 0):  # active far to the left
            slope, intercept = slope + jump, intercept + v * b
        if jump != 0:
            jumps.append((-b / w, jump if way > 0 else -jump))
    kept = _merged(jumps)
    return Function(slope, intercept, tuple(t for t, _ in kept), tuple(c for _, c in kept))


def outputs(network: Network, at: Iterable[fmpq]) -> Iterator[fmpq]:
    """Yield the network's values as equation 1 of the paper has them, neuron by neuron.

    Examples
    --------
    >>> from sparsest.network import Neuron
    >>> list(outputs(Network([Neuron.of(2, 1, 0)], 1, 3), [fmpq(-1), fmpq(4)]))
    [2, 15]
    """
    neurons = [(n.output_weight, n.input_weight, n.bias) for n in network.neurons]
    for x in at:
        total = network.skip * x + network.offset
        for v, w, b in neurons:
            z = w * x + b
            if z.p > 0:  # its numerator; a comparison of rationals takes as long as all the rest
                total += v * z
        yield total
