"""Splines and networks through given points, built at random; and what function a network is, recomputed.

Nothing here looks for minimisers. A spline through the points is one whose knots *pay* the slope gaps: a knot of slope
change c at the relative position tau of [x_i, x_{i+1}] pays c(1 - tau) to gap i and c tau to gap i+1, in an end
interval to one gap only, outside to none. Numbers are `fmpq`, for speed; a sweep takes linear time.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from flint import fmpq

from proofs_check.candidates import sign_by_balls, without_common
from proofs_check.cases import MOST_MINIMIZERS, SplineCase
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.sign import sign
from sparsest.network import Network, Neuron
from sparsest.spline import Spline

__all__ = [
    "LOOKED_AT", "Atom", "Function", "Rival", "compare_costs", "connecting_the_dots", "dots",
    "function_of", "minimizers", "misses", "most_looked_at", "networks", "outputs", "random_function", "random_network",
    "rival", "slopes_beside", "some_minimizers", "through", "values",
]  # fmt: skip

#: What a check that goes through `some_minimizers` has to say of "each minimiser".
LOOKED_AT = (
    "Of more than 50 minimisers only the first 50 are looked at; where N > 1000 the first 20,000/N, at least one."
)

#: A knot: its position and slope change.
Atom: TypeAlias = tuple[fmpq, fmpq]

_MANY_POINTS = 1000
_ZERO, _ONE, _HALF = fmpq(0), fmpq(1), fmpq(1, 2)
_SHARES = (_ZERO, _ZERO, _ONE, _ONE, _HALF, fmpq(1, 3), fmpq(3, 2), fmpq(-1, 2))
_PLACES = (fmpq(1, 4), fmpq(1, 3), _HALF, fmpq(2, 3), fmpq(7, 8))
_SIZES = (_ONE, -_ONE, fmpq(2), fmpq(-1, 3))
_SCALES = (_HALF, fmpq(2), fmpq(3), fmpq(1, 5))


class Function(NamedTuple):
    """The function `slope * x + intercept` left of all knots; its slope grows by `changes[k] != 0` at `knots[k]`."""

    slope: fmpq
    intercept: fmpq
    knots: tuple[fmpq, ...]
    changes: tuple[fmpq, ...]

    @property
    def sizes(self) -> list[fmpq]:
        """The |slope changes|."""
        return [abs(c) for c in self.changes]


def some_minimizers(case: SplineCase) -> Iterator[Spline]:
    """Yield minimisers of the case: all that the case keeps of small data, fewer of large ones.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> len(list(some_minimizers(SplineCase(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 3, 6])))))
    2
    """
    many = len(case.data) > _MANY_POINTS
    return islice(case.solution.splines() if many else case.minimizers, most_looked_at(case))


def most_looked_at(case: SplineCase) -> int:
    """Return how many minimisers `some_minimizers` yields at most.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> [most_looked_at(SplineCase(Dataset.from_gaps([1] * n))) for n in (2, 1998, 50_000)]
    [50, 10, 1]
    """
    return MOST_MINIMIZERS if len(case.data) <= _MANY_POINTS else max(1, 20_000 // len(case.data))


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

    Examples
    --------
    >>> from sparsest import Dataset
    >>> connecting_the_dots(SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 2]))).knots
    (1,)
    """
    return through(case, zip(case.data.flint[0][1:-1], case.flint_gaps, strict=True))


class Rival(NamedTuple):
    """A function and the index of the first data point that it misses: of an interpolant None."""

    function: Function
    missed: int | None


def minimizers(case: SplineCase) -> list[Rival]:
    """Return the functions of `some_minimizers`, each followed through the data; computed once for the case.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> minimizers(SplineCase(Dataset([0, 1, 2], [0, 0, 1])))[0].function.knots
    (1,)
    """
    return case.once(_minimizers)


def _minimizers(case: SplineCase) -> list[Rival]:
    functions = [Function(*spline.flint) for spline in some_minimizers(case)]
    return [Rival(function, misses(case, function)) for function in functions]


def networks(case: SplineCase) -> list[tuple[Network, Function]]:
    """Return the networks of `some_minimizers`, each with the function that it is; computed once for the case.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> networks(SplineCase(Dataset([0, 1, 2], [0, 0, 1])))[0][1].knots
    (1,)
    """
    return case.once(_networks)


def _networks(case: SplineCase) -> list[tuple[Network, Function]]:
    found = map(Network.from_spline, some_minimizers(case))
    return [(network, function_of(network)) for network in found]


def dots(case: SplineCase) -> Rival:
    """Return the function that connects the dots, followed through the data; computed once for the case.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> dots(SplineCase(Dataset([0, 1, 2], [0, 0, 1]))).missed is None
    True
    """
    return case.once(_dots)


def _dots(case: SplineCase) -> Rival:
    function = connecting_the_dots(case)
    return Rival(function, misses(case, function))


def rival(case: SplineCase) -> Rival:
    """Return a spline through the points (two or more) that the seed chooses, the same one for all who ask.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2], [0, 0, 1]))
    >>> rival(case).missed is None, rival(case) is rival(case)
    (True, True)
    """
    return case.once(_rival)


def _rival(case: SplineCase) -> Rival:
    function = random_function(case, case.rng(1))
    return Rival(function, misses(case, function))


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


def compare_costs(one: Iterable[fmpq], other: Iterable[fmpq], p: Exponent) -> int:
    """Return the sign of the sum of a^p over one collection of positive numbers less that over the other.

    Examples
    --------
    >>> compare_costs([fmpq(1), fmpq(1)], [fmpq(2)], Exponent.read("1/2"))
    1
    """
    left, right = without_common(one, other)
    if not left or not right:  # powers on one side only are positive
        return (len(left) > 0) - (len(right) > 0)
    if (found := sign_by_balls(left, right, p)) is not None:
        return found
    return sign(PowerSum.of([*((1, a) for a in left), *((-1, b) for b in right)]), p)


def random_function(case: SplineCase, rng: random.Random) -> Function:
    """Return a spline through the points (two or more) with knots anywhere, more of them than needed mostly.

    Each gap is shared out at random between its two intervals, overshoot included; an interval may carry a further
    knot, whose payments the others make up for; and there may be knots outside the data.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2], [0, 0, 1]))
    >>> misses(case, random_function(case, case.rng())) is None
    True
    """
    x, _ = case.data.flint
    gaps = [*case.flint_gaps, _ZERO]
    atoms: list[Atom] = []
    owed = _ZERO  # what this interval has still to pay to its left gap
    for j in range(len(x) - 1):
        start, step, left = x[j], x[j + 1] - x[j], owed
        right = paid = _SHARES[int(rng.random() * 8)] * gaps[j]
        if rng.random() < 0.25:
            c, tau = rng.choice(_SIZES), rng.choice(_PLACES)
            atoms.append((start + step * tau, c))
            left, right = left - c * (1 - tau), right - c * tau
        if j == 0 or j == len(x) - 2:  # the outer end has no gap, so a knot may stand anywhere in the interval
            left, right = left if j else _ZERO, _ZERO if j else right
            tau = _ZERO if rng.random() < 0.5 else rng.choice(_PLACES)
            atoms.append((start + step * tau, left / (1 - tau)) if j else (x[1] - step * tau, right / (1 - tau)))
        elif (left * right).p > 0 and rng.random() < 0.8:
            atoms.append((start + step * right / (left + right), left + right))
        else:
            atoms += [(start, left), (x[j + 1], right)]
        owed = gaps[j] - paid
    if rng.random() < 0.2:
        atoms += [(x[0] - rng.choice(_PLACES), rng.choice(_SIZES)), (x[-1] + rng.choice(_PLACES), rng.choice(_SIZES))]
    return through(case, atoms)


def random_network(function: Function, rng: random.Random) -> Network:
    """Return a network of this function with random redundancy.

    A knot becomes a neuron as it is, a rescaled one, one with w < 0 (the skip connection makes up for it), two of one
    sign or two of which one undoes part of the other; and there may be dead neurons and pairs that cancel.

    Examples
    --------
    >>> f = Function(fmpq(1), fmpq(0), (fmpq(2),), (fmpq(3),))
    >>> function_of(random_network(f, random.Random(1))) == f
    True
    """
    skip, offset, _, _ = function
    parts: list[Atom] = []
    for t, c in zip(function.knots, function.changes, strict=True):
        way = rng.random()
        if way < 0.5:
            parts.append((t, c))
        else:  # a share outside [0, 1] makes one neuron undo part of the other
            share = rng.choice(_PLACES) if way < 0.8 else rng.choice(_SCALES[1:3])
            parts += [(t, c * share), (t, c - c * share)]
    if rng.random() < 0.3:
        place, size = rng.choice(_PLACES), rng.choice(_SIZES)
        parts += [(place, size), (place, -size)]
    neurons = []
    for t, c in parts:
        a = _ONE if rng.random() < 0.5 else rng.choice(_SCALES)
        if rng.random() < 0.3:  # c (x - t)_+ = c (x - t) + c (t - x)_+
            neurons.append(Neuron(c / a, -a, a * t))
            skip, offset = skip + c, offset - c * t
        else:
            neurons.append(Neuron(c / a, a, -a * t))
    if rng.random() < 0.3:
        neurons += [Neuron(_ZERO, _ONE, rng.choice(_SIZES)), Neuron(fmpq(2), _ZERO, _ONE)]
        offset -= 2  # the second is the constant 2
    return Network(neurons, skip, offset)


def function_of(network: Network) -> Function:
    """Return the function of a network: from kinks -b/w, jumps v|w| of the slope, and its piece left of all kinks.

    Examples
    --------
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
