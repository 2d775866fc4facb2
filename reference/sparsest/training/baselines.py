"""What one gets without training: matchings drawn at random or greedily, so that nobody credits training with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sparsest.errors import UsageError, short
from sparsest.exact.powersum import PowerSum
from sparsest.exact.sign import sign
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.local import descend
from sparsest.univariate.matching import Matching
from sparsest.univariate.solve import Solution

__all__ = ["Untrained", "greedy_matching", "random_sides", "untrained"]

_MOST_DRAWS = 10**6


def random_sides(gaps: Gaps, rng: np.random.Generator) -> Matching:
    """Return a matching as a coin for each gap makes it: two neighbours of one run that choose each other share a knot.

    Examples
    --------
    >>> from sparsest.data import Dataset
    >>> random_sides(Gaps.of(Dataset.from_gaps([1, 2, 1])), np.random.default_rng(0))
    ()
    """
    right = rng.random(len(gaps.gaps)) < 0.5
    return tuple(k for start, stop in gaps.runs for k in range(start, stop - 1) if right[k] and not right[k + 1])


def greedy_matching(gaps: Gaps) -> Matching:
    """Return the matching that takes the largest sum of two free neighbours of one run, over and over.

    Examples
    --------
    >>> from sparsest.data import Dataset
    >>> greedy_matching(Gaps.of(Dataset.from_gaps([1, 2, 3, 1])))
    (1,)
    """
    d, free, taken = gaps.gaps, [True] * len(gaps.gaps), []
    edges = [k for start, stop in gaps.runs for k in range(start, stop - 1)]
    for k in sorted(edges, key=lambda k: -abs(d[k] + d[k + 1])):
        if free[k] and free[k + 1]:
            free[k] = free[k + 1] = False
            taken.append(k)
    return tuple(sorted(taken))


@dataclass(frozen=True)
class Untrained:
    """How often no training at all ends at the certified minimum.

    Parameters
    ----------
    draws : int
        How many times sides were drawn.
    random_sides, random_sides_descended : float
        The shares of minimisers among what random sides give, as they are and after descent.
    greedy : bool
        Whether the greedy matching is one.
    """

    draws: int
    random_sides: float
    random_sides_descended: float
    greedy: bool

    def to_json(self) -> dict[str, object]:
        """Return the shares, JSON-ready.

        Examples
        --------
        >>> Untrained(10, 0.5, 1.0, True).to_json()["greedy"]
        True
        """
        return dict(vars(self))


def untrained(optimum: Solution, draws: int = 1000, seed: int = 0) -> Untrained:
    """Return what becomes of no training on the data of a solution; comparisons are exact, the draws are random.

    Parameters
    ----------
    optimum : Solution
        The certified minimum.
    draws : int
        From 1 to 10^6.
    seed : int
        Of the draws.

    Raises
    ------
    UsageError
        If the number of draws is out of range.

    Examples
    --------
    >>> import sparsest
    >>> untrained(sparsest.solve(sparsest.Dataset.from_gaps([1, 1]), "1/2"), draws=10).random_sides_descended
    1.0
    """
    if type(draws) is not int or not 1 <= draws <= _MOST_DRAWS:
        raise UsageError(f"draws = {short(draws)}: give a whole number from 1 to {_MOST_DRAWS}")
    gaps, rng, known = Gaps.of(optimum.data), np.random.default_rng(seed), _Known(optimum)
    drawn = [random_sides(gaps, rng) for _ in range(draws)]
    after = {matching: descend(gaps, matching) for matching in set(drawn)}
    return Untrained(
        draws,
        sum(known.attains(matching) for matching in drawn) / draws,
        sum(known.attains(after[matching]) for matching in drawn) / draws,
        known.attains(greedy_matching(gaps)),
    )


class _Known:
    """Which matchings attain the minimum, each decided once."""

    def __init__(self, optimum: Solution) -> None:
        self._optimum, self._gaps = optimum, Gaps.of(optimum.data)
        self._found: dict[Matching, bool] = {}

    def attains(self, matching: Matching) -> bool:
        """Return whether the spline of a matching costs as little as the optimum, exactly."""
        if matching not in self._found:
            more: PowerSum = self._gaps.spline(matching).power_sum - self._optimum.spline.power_sum
            self._found[matching] = sign(more, self._optimum.p) == 0
        return self._found[matching]
