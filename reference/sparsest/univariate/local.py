"""The local minimisers of V_p over the interpolants: the splines of the stable matchings, whatever p (Theorem F)."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, cmp_to_key
from itertools import groupby, islice
from typing import NamedTuple

from flint import arb, ctx

from sparsest.certificate import format_count
from sparsest.data import Dataset
from sparsest.errors import UsageError, short
from sparsest.exact.decimals import cut_text
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.rationals import RationalLike
from sparsest.exact.sign import ball_sign, leading_ball, sign
from sparsest.spline import Spline
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.matching import Matching
from sparsest.univariate.stable import (
    Descent,
    count_stable,
    descend,
    first_descent,
    is_matching,
    is_stable,
    stable_matchings,
)

__all__ = [
    "MOST_RANKED", "Descent", "LocalMinimizers", "Ranked", "count_stable", "descend", "first_descent", "is_stable",
    "local_minimizers", "stable_matchings",
]  # fmt: skip

#: More local minimisers than these are not put into order by V_p.
MOST_RANKED = 1_000

_FILTER_BITS = 128


class Ranked(NamedTuple):
    """A stable matching with its rank by V_p: 1 + the number of those that cost less; None where it is not ranked."""

    rank: int | None
    matching: Matching


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
        if not is_matching(self.gaps, matching):
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

    def listing(self, p: RationalLike | Exponent, limit: int) -> list[Ranked]:
        """Return the first ones: those of least V_p, or where they are too many to be ranked, as they are iterated.

        Raises
        ------
        UsageError, UndecidedError
            As `ranking` does.

        Examples
        --------
        >>> local_minimizers(Dataset.from_gaps([2, 2, 3])).listing("1/2", 1)
        [Ranked(rank=1, matching=(1,))]
        >>> local_minimizers(Dataset.from_gaps([1] * 40)).listing("1/2", 1)[0].rank is None
        True
        """
        ranked = self.ranking(p)
        if ranked is None:
            return [Ranked(None, matching) for matching in islice(stable_matchings(self.gaps), limit)]
        return list(ranked[:limit])

    def to_json(self, p: RationalLike | Exponent, limit: int) -> dict[str, object]:
        """Return how many there are and the first ones, JSON-ready: see `docs/schemas/solution-1.json`.

        Examples
        --------
        >>> shown = local_minimizers(Dataset.from_gaps([2, 2, 3])).to_json("1/2", 1)
        >>> shown["count"], shown["listed"][0]["knots"], shown["listed"][0]["rank"]
        ('2', 2, 1)
        """
        exponent = Exponent.read(p)
        listed = [(rank, self.gaps.spline(matching)) for rank, matching in self.listing(exponent, limit)]
        return {
            "count": format_count(self.count),
            "listed": [
                {
                    "knots": len(spline.flint.knots),
                    "objective": spline.variation(exponent).to_json() if exponent.is_rational else None,
                    "spline": spline.to_json(),
                    "rank": rank,
                }
                for rank, spline in listed
            ],
        }

    def _ranked(self, p: Exponent) -> Iterator[Ranked]:
        cost = {matching: spline.power_sum for matching, spline in self}
        with ctx.workprec(_FILTER_BITS):
            leading = {matching: _leading(power_sum, p) for matching, power_sum in cost.items()}

        def order(a: Matching, b: Matching) -> int:
            (one, ball), (other, beside) = leading[a], leading[b]
            # Balls tell most; where the leading terms are equal, or nearly so, the exact signs do.
            return (one - other) or ball_sign(ball - beside) or sign(cost[a] - cost[b], p)

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


def _leading(power_sum: PowerSum, p: Exponent) -> tuple[int, arb]:
    """Return what decides first at p: the number of knots where p tends to 0, and the leading coefficient."""
    ball = sum((n * leading_ball(a, p) for n, a in power_sum.terms), arb(0))
    return power_sum.count if p.name == "0+" else 0, ball
