"""Small changes of a spline through points: every way to pass a little of what a knot pays to another, or to a new one.

A knot of slope change c at the relative position tau of [x_j, x_(j+1)] pays c(1 - tau) to the gap at x_j and c tau to
that at x_(j+1); the first and the last point have no gap, and what a knot pays there is for nothing. A spline whose
knots pay all gaps goes through the points. A knot at a point may be seen in either interval beside it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import NamedTuple, TypeAlias

from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.unaided.functions import Atom

__all__ = ["Payer", "knots_paid", "pairs_beside", "payers", "random_change", "small_changes"]

_ZERO = fmpq(0)


class Payer(NamedTuple):
    """A knot by what it pays: to the left and the right end of its interval, in amounts of one sign."""

    interval: int
    left: fmpq
    right: fmpq


# Who pays more or less: a payer by its number, None for a new one, in the interval in which it is seen.
_Hand: TypeAlias = tuple[int | None, Payer]


def payers(case: SplineCase, knots: Sequence[Atom]) -> list[Payer]:
    """Return what knots between the first and the last point pay; one at a point is seen in the interval to its right.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 4], [0, 0, 1, 5]))
    >>> payers(case, [(fmpq(1), fmpq(3)), (fmpq(5, 2), fmpq(4))])
    [Payer(interval=1, left=3, right=0), Payer(interval=2, left=3, right=1)]
    """
    x = case.data.flint.x
    found = []
    for t, c in knots:
        j = max(k for k in range(len(x) - 1) if x[k] <= t)
        right = c * (t - x[j]) / (x[j + 1] - x[j])
        found.append(Payer(j, c - right, right))
    return found


def knots_paid(case: SplineCase, some: Sequence[Payer]) -> list[Atom]:
    """Return the knots that pay so, those that pay nothing left out; equal places may repeat.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> knots_paid(SplineCase(Dataset([0, 1, 2, 4], [0, 0, 1, 5])), [Payer(2, fmpq(3), fmpq(1))])
    [(5/2, 4)]
    """
    x = case.data.flint.x
    found = []
    for j, left, right in some:
        if (c := left + right) != 0:
            found.append((x[j] + (x[j + 1] - x[j]) * right / c, c))
    return found


def small_changes(case: SplineCase, knots: Sequence[Atom], e: fmpq) -> Iterator[list[Atom]]:
    """Yield the knots of all splines through the points that differ by one payment e passed from hand to hand.

    For each gap one knot pays e more and another one e less; either may be new. Or one pays more or less for nothing,
    at the first or the last point, or a new one stands outside. Slides, splits and births are all of this kind.

    Parameters
    ----------
    case : SplineCase
        The data.
    knots : sequence of (fmpq, fmpq)
        Those of a spline through the points, none outside.
    e : fmpq
        The payment, > 0: at most as large as what a knot pays to a gap that it pays.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
    >>> [(fmpq(7, 6), fmpq(3, 2)), (fmpq(2), fmpq(1, 2))] in small_changes(case, [(fmpq(1), fmpq(1)),
    ...     (fmpq(2), fmpq(1))], fmpq(1, 2))
    False
    """
    state = payers(case, knots)
    for gap in range(len(case.flint_gaps)):
        for more, less in permutations(_hands(case, state, gap), 2):
            if (after := _passed(state, gap, more, less, e)) is not None:
                yield knots_paid(case, after)
    yield from _for_nothing(case, state, e)


def random_change(case: SplineCase, knots: Sequence[Atom], most: fmpq, rng: random.Random) -> list[Atom]:
    """Return the knots of a spline through the points after several random payments of `most` altogether.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2], [0, 0, 1]))
    >>> sum(c for t, c in random_change(case, [(fmpq(1), fmpq(1))], fmpq(1, 8), case.rng()) if 0 < t < 2) >= 1
    True
    """
    state, x = payers(case, knots), case.data.flint.x
    outside: list[Atom] = []
    times = rng.randint(1, 6)
    for _ in range(times):
        e = most / times / rng.choice((1, 1, 2, 1000))
        if not case.flint_gaps or rng.random() < 0.1:
            outside.append((rng.choice((x[0] - 1, x[0], x[-1], x[-1] + 2)), rng.choice((e, -e))))
            continue
        gap = rng.randrange(len(case.flint_gaps))
        hands = _hands(case, state, gap)
        ways = [_passed(state, gap, more, less, e) for more, less in permutations(hands, 2)]
        state = rng.choice([way for way in ways if way is not None])
    return [*knots_paid(case, state), *outside]


def pairs_beside(d: Sequence[fmpq], matching: Sequence[int]) -> Iterator[tuple[fmpq, fmpq]]:
    """Yield the size of an unmatched gap with that of each pair beside it in its run, 0 for an unmatched neighbour.

    Parameters
    ----------
    d : sequence of fmpq
        The gaps.
    matching : sequence of int
        The left gaps of the pairs.

    Examples
    --------
    >>> list(pairs_beside([fmpq(1), fmpq(2), fmpq(5), fmpq(-1)], [0])), list(pairs_beside([fmpq(1), fmpq(2)], []))
    ([(5, 3)], [(1, 0), (2, 0)])
    """
    pair_of = {gap: k for k in matching for gap in (k, k + 1)}
    for gap, size in enumerate(d):
        for other in (gap - 1, gap + 1):
            if gap in pair_of or not 0 <= other < len(d) or size * d[other] <= 0:
                continue
            k = pair_of.get(other)
            yield abs(size), _ZERO if k is None else abs(d[k] + d[k + 1])


def _views(case: SplineCase, payer: Payer) -> Iterator[Payer]:
    """Yield a payer as it is seen in the interval, or the two intervals, to which its knot belongs."""
    j, left, right = payer
    yield payer
    if right == 0 and j > 0:
        yield Payer(j - 1, right, left)
    if left == 0 and j < case.size - 2:
        yield Payer(j + 1, right, left)


def _hands(case: SplineCase, state: Sequence[Payer], gap: int) -> list[_Hand]:
    """Return who can pay a gap: gap k is at the right end of interval k, and at the left end of the next one."""
    seen: list[_Hand] = [(index, view) for index, payer in enumerate(state) for view in _views(case, payer)]
    here = [hand for hand in seen if hand[1].interval in (gap, gap + 1)]
    return [*here, (None, Payer(gap, _ZERO, _ZERO)), (None, Payer(gap + 1, _ZERO, _ZERO))]


def _passed(state: Sequence[Payer], gap: int, more: _Hand, less: _Hand, e: fmpq) -> list[Payer] | None:
    """Return the payers after one pays the gap e more and the other e less; None if a knot would pay in both signs."""
    if more[0] is not None and more[0] == less[0]:
        return None
    after = list(state)
    for (index, view), amount in ((more, e), (less, -e)):
        paid = _paying(view, gap, amount)
        if paid is None:
            return None
        if index is None:
            after.append(paid)
        else:
            after[index] = paid
    return after


def _paying(view: Payer, gap: int, amount: fmpq) -> Payer | None:
    j, left, right = view
    was = left + right
    if j == gap:
        right += amount
    else:
        left += amount
    turned = left * right < 0 or was * left < 0 or was * right < 0
    return None if turned else Payer(j, left, right)


def _for_nothing(case: SplineCase, state: Sequence[Payer], e: fmpq) -> Iterator[list[Atom]]:
    """Yield the knots where one pays e more or less at an end of the data, or a new one stands there or outside."""
    x, last = case.data.flint.x, case.size - 2
    for index, payer in enumerate(state):
        for j, left, right in _views(case, payer):
            sign = 1 if left + right > 0 else -1
            for more in (sign * e, -sign * e) if j in (0, last) else ():
                paid = Payer(j, left + more, right) if j == 0 else Payer(j, left, right + more)
                if min(paid.left * sign, paid.right * sign) >= 0:
                    yield knots_paid(case, [*state[:index], paid, *state[index + 1 :]])
    for t in (x[0] - 1, x[0], x[-1], x[-1] + 1):
        yield from ([*knots_paid(case, state), (t, c)] for c in (e, -e))
