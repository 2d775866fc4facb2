"""The local minimisers of V_p over the interpolants: the stable matchings, the same for every 0 < p < 1 (Theorem F).

A matching of neighbouring gaps of one run is *stable* if no two neighbours in a run are left unmatched and every
unmatched gap is smaller than each matched pair of its run beside it: |d_i| < |d_j + d_{j+1}|. At equality it is not
stable. A zero gap ends a run, so nothing beside it counts.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, cmp_to_key, partial
from itertools import groupby
from typing import NamedTuple

from flint import fmpq

from sparsest.certificate import format_count
from sparsest.data import Dataset
from sparsest.errors import UsageError, short
from sparsest.exact.decimals import cut_text
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import RationalLike
from sparsest.exact.sign import sign
from sparsest.spline import Spline
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.matching import Matching, odometer
from sparsest.univariate.stable import count_stable_in_run, stable_in_run

__all__ = [
    "MOST_RANKED", "Descent", "LocalMinimizers", "Ranked", "count_stable", "descend", "first_descent", "is_stable",
    "local_minimizers", "stable_matchings",
]  # fmt: skip

#: More local minimisers than these are not put into order by V_p.
MOST_RANKED = 1_000


class Descent(NamedTuple):
    """A step that lowers V_p for every 0 < p < 1, all along the slide of one knot into the place of another.

    The unmatched gap `gap` is matched with its neighbour: `match` is the left one of the two. Where the neighbour was
    matched, `broken` is the left gap of its pair, which is no larger than the gap, and which is given up.
    """

    gap: int
    match: int
    broken: int | None

    def applied(self, matching: Sequence[int]) -> Matching:
        """Return the matching after the step.

        Examples
        --------
        >>> Descent(2, 1, 0).applied([0, 5])
        (1, 5)
        """
        return tuple(sorted({*matching, self.match} - {self.broken}))


class Ranked(NamedTuple):
    """A stable matching with its rank by V_p: 1 + the number of those that cost less."""

    rank: int
    matching: Matching


def count_stable(gaps: Gaps) -> int:
    """Return the number of stable matchings, exactly: a recurrence along each run, in linear time.

    Examples
    --------
    >>> count_stable(Gaps.of(Dataset.from_gaps([1, 1, 1, 0, 2, 3, 2])))
    4
    >>> count_stable(Gaps.of(Dataset.from_gaps([1, 2, 3])))  # 3 is as large as 1 + 2
    1
    """
    return math.prod(count_stable_in_run(gaps.sizes(run)) for run in gaps.runs)


def stable_matchings(gaps: Gaps) -> Iterator[Matching]:
    """Yield every stable matching once, lazily: pairs as far left as can be first, the last run changing fastest.

    Parameters
    ----------
    gaps : Gaps
        Those of the data.

    Yields
    ------
    tuple of int
        The left gaps of the matched pairs, counted from 0 over all runs, as `Solution.matches` has them.

    Examples
    --------
    >>> list(stable_matchings(Gaps.of(Dataset.from_gaps([1, 1, 1, -1, -1, -1]))))
    [(0, 3), (0, 4), (1, 3), (1, 4)]
    """
    return odometer(gaps.runs, [partial(stable_in_run, gaps.sizes(run)) for run in gaps.runs])


def is_stable(gaps: Gaps, matching: Sequence[int]) -> bool:
    """Return whether a matching is stable, so that its spline is a local minimiser for every 0 < p < 1.

    Raises
    ------
    UsageError
        If it is no matching of these gaps.

    Examples
    --------
    >>> gaps = Gaps.of(Dataset.from_gaps([1, 2, 3]))
    >>> [is_stable(gaps, matching) for matching in ((), (0,), (1,))]
    [False, False, True]
    """
    return first_descent(gaps, matching) is None


def first_descent(gaps: Gaps, matching: Sequence[int]) -> Descent | None:
    """Return the leftmost unmatched gap that makes a matching unstable, with the step that lowers V_p; None if stable.

    Raises
    ------
    UsageError
        If it is no matching of these gaps.

    Examples
    --------
    >>> first_descent(Gaps.of(Dataset.from_gaps([1, 2, 3])), [0])
    Descent(gap=2, match=1, broken=0)
    """
    left = _checked(gaps, matching)
    found = (_descent_at(gaps.gaps, left, k) for k in range(len(gaps.gaps)))
    return next((step for step in found if step is not None), None)


def descend(gaps: Gaps, matching: Sequence[int]) -> Matching:
    """Return the stable matching at which the leftmost descents end, one after another; V_p falls with each.

    The steps depend on the gaps alone and not on p.

    Raises
    ------
    UsageError
        If it is no matching of these gaps.

    Examples
    --------
    >>> descend(Gaps.of(Dataset.from_gaps([1, 2, 3, 9, 1])), [])
    (0, 2)
    >>> descend(Gaps.of(Dataset.from_gaps([1, 2, 3])), [0])
    (1,)
    """
    left, k = _checked(gaps, matching), 0
    while k < len(gaps.gaps):
        step = _descent_at(gaps.gaps, left, k)
        if step is None:
            k += 1
            continue
        first = step.match
        if step.broken is not None:
            left.remove(step.broken)
            first = min(first, step.broken)
        left.add(step.match)
        # Of the gaps before those of this step only the last one can have another neighbour now.
        k = max(first - 1, 0)
    return tuple(sorted(left))


@dataclass(frozen=True, repr=False)
class LocalMinimizers:
    """The local minimisers of V_p over all splines through the data, 0 < p < 1. Made by `local_minimizers`.

    Iterating yields each once as a pair (matching, spline), lazily and in the order of `stable_matchings`.

    Parameters
    ----------
    data : Dataset
        The points.
    gaps : Gaps
        The slope gaps of the data and their runs.
    """

    data: Dataset
    gaps: Gaps
    _rankings: dict[str, tuple[Ranked, ...] | None] = field(default_factory=dict, init=False, compare=False)

    def __repr__(self) -> str:
        return f"<LocalMinimizers: {cut_text(format_count(self.count))} through {len(self.data)} points>"

    def __iter__(self) -> Iterator[tuple[Matching, Spline]]:
        return ((matching, self.gaps.spline(matching)) for matching in stable_matchings(self.gaps))

    @cached_property
    def count(self) -> int | float:
        """How many there are: an int of any size; `math.inf` for a single point, where every line is one.

        Examples
        --------
        >>> local_minimizers(Dataset.from_gaps([1, 1, 1])).count
        2
        """
        return math.inf if len(self.data) == 1 else count_stable(self.gaps)

    def contains(self, spline: Spline) -> bool:
        """Return whether a spline is one of them, which says too that it goes through the points.

        Examples
        --------
        >>> local = local_minimizers(Dataset([0, 1, 2], [0, 0, 1]))
        >>> local.contains(Spline(0, 0, [1], [1])), local.contains(Spline(0, 0, ["3/2"], [2]))
        (True, False)
        """
        if len(self.data) == 1:
            (x,), (y,) = self.data.flint
            return not spline.flint.knots and spline.value(x) == y
        matching = self.matching_of(spline)
        return matching is not None and is_stable(self.gaps, matching)

    def matching_of(self, spline: Spline) -> Matching | None:
        """Return the matching, stable or not, whose spline this is; None if it is that of none.

        Examples
        --------
        >>> local = local_minimizers(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
        >>> [local.matching_of(Spline(0, 0, *knots)) for knots in (([1, 2], [1, 1]), (["3/2"], [2]), ([1], [1]))]
        [(), (0,), None]
        """
        x = self.gaps.x
        # A knot strictly between x[k+1] and x[k+2] can only be the match k.
        places = [(bisect_right(x, t) - 2, t) for t in spline.flint.knots]
        matching = tuple(k for k, t in places if k < -1 or x[k + 1] != t)
        if not _is_matching(self.gaps, matching):
            return None
        return matching if self.gaps.spline(matching) == spline else None

    def ranking(self, p: RationalLike | Exponent) -> tuple[Ranked, ...] | None:
        """Return all with their ranks, in the order of V_p; None if there are more than `MOST_RANKED`.

        Parameters
        ----------
        p : str, int, Fraction, Decimal, float or Exponent
            A rational in (0, 1), or a limit "0+" or "1-": the order at every p close enough to it.

        Raises
        ------
        UsageError
            If p is 0, where every spline through the points is a local minimiser.
        UndecidedError
            If a comparison is not settled within the precision cap.

        Examples
        --------
        >>> local_minimizers(Dataset.from_gaps([1, 1, 2])).ranking("1/2")
        (Ranked(rank=1, matching=(1,)),)
        >>> local_minimizers(Dataset.from_gaps([2, 2, 3])).ranking("1/2")
        (Ranked(rank=1, matching=(1,)), Ranked(rank=2, matching=(0,)))
        """
        exponent = Exponent.read(p)
        if exponent.name == "0":
            raise UsageError(
                "p = 0: every spline through the points is a local minimiser of the number of knots; use p = 0+, 1- or "
                "a number between 0 and 1"
            )
        if exponent.name not in self._rankings:
            many = count_stable(self.gaps) > MOST_RANKED
            self._rankings[exponent.name] = None if many else tuple(self._ranked(exponent))
        return self._rankings[exponent.name]

    def rank(self, matching: Sequence[int], p: RationalLike | Exponent) -> int | None:
        """Return 1 + the number of local minimisers that cost less at p; None if there are too many to be ranked.

        Raises
        ------
        UsageError
            If the matching is none of these gaps or not stable, or as `ranking` does.
        UndecidedError
            As `ranking` does.

        Examples
        --------
        >>> local = local_minimizers(Dataset.from_gaps([2, 2, 3]))
        >>> local.rank([1], "1/2"), local.rank([0], "1/2")
        (1, 2)
        """
        if not is_stable(self.gaps, matching):
            raise UsageError(f"the matching {short(list(matching))} is not stable and has no rank; `descend` from it")
        ranked = self.ranking(p)
        return None if ranked is None else next(rank for rank, other in ranked if other == tuple(matching))

    def _ranked(self, p: Exponent) -> Iterator[Ranked]:
        cost = {matching: spline.power_sum for matching, spline in self}

        def order(a: Matching, b: Matching) -> int:
            return sign(cost[a] - cost[b], p)

        rank = 1
        for _, equal in groupby(sorted(cost, key=cmp_to_key(order)), key=cmp_to_key(order)):
            some = [Ranked(rank, matching) for matching in equal]
            yield from some
            rank += len(some)


def local_minimizers(data: Dataset) -> LocalMinimizers:
    """Return the local minimisers of V_p over the interpolants, which are the same for every 0 < p < 1 (Theorem F).

    Parameters
    ----------
    data : Dataset
        N >= 1 points.

    Raises
    ------
    UsageError
        If it is no data set.
    DataError
        If an input has several labels.

    Examples
    --------
    >>> local = local_minimizers(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]))
    >>> local.count, [spline.knots[1] for _, spline in local]
    (1, [Fraction(1, 2)])
    """
    return LocalMinimizers(data, Gaps.of(data))


def _checked(gaps: Gaps, matching: Sequence[int]) -> set[int]:
    """Return the left gaps of the pairs of a matching."""
    if not _is_matching(gaps, matching):
        raise UsageError(
            f"{short(list(matching))} is no matching of these {len(gaps.gaps)} gaps: give the left gaps k of disjoint "
            "pairs k, k+1 of one run, counted from 0"
        )
    return set(matching)


def _is_matching(gaps: Gaps, matching: Sequence[int]) -> bool:
    left, n = set(matching), len(gaps.gaps)
    return len(left) == len(matching) and all(
        0 <= k < n - 1 and k + 1 not in left and _one_sign(gaps.gaps[k], gaps.gaps[k + 1]) for k in left
    )


def _one_sign(a: fmpq, b: fmpq) -> bool:
    """Return whether two gaps are of one sign, and neither is 0: by numerators, which compare faster."""
    return (a.p > 0 and b.p > 0) or (a.p < 0 and b.p < 0)


def _descent_at(d: Sequence[fmpq], left: set[int], k: int) -> Descent | None:
    """Return the step that gap k allows: none if it is matched or 0, or smaller than the pairs beside it."""
    if k in left or k - 1 in left:
        return None
    for beside, match, pair in ((k - 1, k - 1, k - 2), (k + 1, k, k + 1)):
        if not (0 <= beside < len(d) and _one_sign(d[k], d[beside])):
            continue
        if pair not in left:
            return Descent(k, match, None)
        if abs(d[k]) >= abs(d[pair] + d[pair + 1]):
            return Descent(k, match, pair)
    return None
