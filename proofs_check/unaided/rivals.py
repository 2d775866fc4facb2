"""Splines and networks through given points, built at random. Nothing here looks for minimisers.

A spline through the points is one whose knots *pay* the slope gaps: a knot of slope change c at the relative
position tau of [x_i, x_{i+1}] pays c(1 - tau) to gap i and c tau to gap i+1, in an end interval to one gap only,
outside to none.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.unaided.functions import Atom, Function, require_interpolation, through
from sparsest.network import Network, Neuron

__all__ = [
    "atoms_of_slopes", "of_the_form", "overshooting",
    "random_function", "redundant_network", "rival", "with_knots_added",
]  # fmt: skip

_ZERO, _ONE, _HALF = fmpq(0), fmpq(1), fmpq(1, 2)

_SHARES = (_ZERO, _ZERO, _ONE, _ONE, _HALF, fmpq(1, 3), fmpq(3, 2), fmpq(-1, 2))

_PLACES = (fmpq(1, 4), fmpq(1, 3), _HALF, fmpq(2, 3), fmpq(7, 8))

_SIZES = (_ONE, -_ONE, fmpq(2), fmpq(-1, 3))

_SCALES = (_HALF, fmpq(2), fmpq(3), fmpq(1, 5))


def rival(case: SplineCase) -> Function:
    """Return a spline through the points (two or more) that the seed chooses, the same one for all who ask.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2], [0, 0, 1]))
    >>> require_interpolation(case, rival(case), "it") is rival(case)
    True
    """
    return case.once(_rival)


def _rival(case: SplineCase) -> Function:
    return require_interpolation(case, random_function(case, case.rng(1)), "the rival")


def random_function(case: SplineCase, rng: random.Random) -> Function:
    """Return a spline through the points (two or more) with knots anywhere, more of them than needed mostly.

    Each gap is shared out at random between its two intervals, overshoot included; an interval may carry a further
    knot, whose payments the others make up for; and there may be knots outside the data.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2], [0, 0, 1]))
    >>> require_interpolation(case, random_function(case, case.rng()), "it").knots
    (1,)
    """
    x = case.data.flint.x
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


def atoms_of_slopes(case: SplineCase, start: int, u: Sequence[fmpq]) -> list[Atom]:
    """Return the knots of the function that has the slopes u at the points x[start + 1], x[start + 2], ...

    Before the first and after the last of these points it has the slope of the chord there; between two of them it
    turns where the lines of their slopes meet. Knots may stand at one place, and a slope change may be 0.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
    >>> atoms_of_slopes(case, 0, [fmpq(0), fmpq(2)])
    [(1, 0), (3/2, 2), (2, 0)]
    """
    (x, y), s = case.data.flint, case.flint_slopes
    atoms = [(x[start + 1], u[0] - s[start])]
    for low, (before, after) in enumerate(pairwise(u), start + 1):
        turn = before - after
        if turn != 0:
            at = (y[low + 1] - y[low] + before * x[low] - after * x[low + 1]) / turn
            atoms.append((at, -turn))
    return [*atoms, (x[start + len(u)], s[start + len(u)] - u[-1])]


def of_the_form(case: SplineCase, rng: random.Random) -> Function:
    """Return a random function of the form of Theorem 3.1: free are the slopes inside runs of three gaps or more.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 3, 6]))
    >>> require_interpolation(case, of_the_form(case, case.rng()), "it").variation
    3
    """
    atoms: list[Atom] = []
    for start, stop in case.runs:
        s = case.flint_slopes[start : stop + 1]
        inner = [a + (b - a) * rng.choice((_ZERO, _ONE, *_PLACES)) for a, b in pairwise(s[1:-1])]
        atoms += atoms_of_slopes(case, start, [s[0], *inner, s[-1]] if len(s) > 2 else s[:1])
    return through(case, atoms)


def overshooting(case: SplineCase, function: Function, share: fmpq = _HALF) -> Function | None:
    """Return a function with as many knots, of which one pays more than it should and the next one undoes that.

    A knot at a data point whose right neighbour has a knot too, of the other sign, moves to the relative position
    `share` towards it and pays its own gap as before, so that its slope change grows by 1/(1 - share); the neighbour
    takes off what it pays to the other. Without such a pair the knot at x_2 (if there is one) moves as far towards x_1:
    there it pays no other gap. None if there is neither.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 0]))
    >>> dots = through(case, [(fmpq(1), fmpq(1)), (fmpq(2), fmpq(-2))])
    >>> found = overshooting(case, dots, fmpq(3, 4))
    >>> found.knots, found.changes, require_interpolation(case, found, "it") is found
    ((7/4, 2), (4, -5), True)
    """
    x = case.data.flint.x
    atoms = list(zip(function.knots, function.changes, strict=True))
    places = {str(t): k for k, t in enumerate(x)}  # by text: hashes of rationals are slow
    for k in range(len(atoms) - 1):
        (t, c), (u, e) = atoms[k], atoms[k + 1]
        if c * e < 0 and str(t) in places and str(u) in places and places[str(u)] == places[str(t)] + 1:
            grown = c / (1 - share)
            moved = [(t + share * (u - t), grown), (u, e - share * grown)]
            return through(case, [*atoms[:k], *moved, *atoms[k + 2 :]])
    if atoms and len(x) > 2 and atoms[0][0] == x[1]:
        return through(case, [(x[1] - share * (x[1] - x[0]), atoms[0][1] / (1 - share)), *atoms[1:]])
    return None


def with_knots_added(case: SplineCase, pair: int, number: int) -> Function:
    """Return the connected dots with so many knots in the place of those at points `pair`, `pair + 1` (counted from 0).

    The two gaps must have one sign. The knots share d_i + d_{i+1} equally and stand evenly around the place where one
    alone would, so that they pay the same: the same V_1.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
    >>> with_knots_added(case, 1, 3)
    Function(slope=0, intercept=0, knots=(5/4, 3/2, 7/4), changes=(2/3, 2/3, 2/3))
    """
    x, gaps = case.data.flint.x, case.flint_gaps
    first, second = gaps[pair - 1], gaps[pair]
    middle = second / (first + second)
    reach = min(middle, 1 - middle)
    kept = [(x[k + 1], d) for k, d in enumerate(gaps) if k not in (pair - 1, pair)]
    change, step = (first + second) / number, x[pair + 1] - x[pair]
    places = (middle + reach * fmpq(2 * k - number + 1, number + 1) for k in range(number))
    return through(case, [*kept, *((x[pair] + step * tau, change) for tau in places)])


def redundant_network(function: Function, rng: random.Random, *, split: bool = True) -> Network:
    """Return a network of this function with random redundancy; without `split` only what costs nothing.

    A knot becomes a neuron as it is, a rescaled one, one with w < 0 (the skip connection makes up for it), two of one
    sign or two of which one undoes part of the other; and there may be dead neurons and pairs that cancel. Without
    `split` each knot is one neuron, and there are no such pairs.

    Examples
    --------
    >>> from proofs_check.unaided.functions import function_of
    >>> f = Function(fmpq(1), fmpq(0), (fmpq(2),), (fmpq(3),))
    >>> function_of(redundant_network(f, random.Random(1))) == f
    True
    """
    skip, offset, _, _ = function
    parts: list[Atom] = []
    for t, c in zip(function.knots, function.changes, strict=True):
        way = rng.random()
        if way < 0.5 or not split:
            parts.append((t, c))
        else:  # a share outside [0, 1] makes one neuron undo part of the other
            share = rng.choice(_PLACES) if way < 0.8 else rng.choice(_SCALES[1:3])
            parts += [(t, c * share), (t, c - c * share)]
    if split and rng.random() < 0.3:
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
