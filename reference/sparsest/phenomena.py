"""Search for data that show something: sparsity that is not monotone in p, many pieces, a small critical exponent.

Random runs of integer gaps, improved by small changes, then shrunk to a smallest example with small integers. What is
found is as exact as `path` is; what is not found proves nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from flint import fmpq

from sparsest.campaign import shrink as shrink_greedily
from sparsest.data import Dataset
from sparsest.errors import UndecidedError, UsageError
from sparsest.exact.rationals import as_fraction
from sparsest.univariate.pieces import Curves, RunPath, run_path

__all__ = ["PHENOMENA", "Find", "profile", "search", "shrink_gaps"]

# A climb is given up after so many changes without improvement.
_PATIENCE = 60
_MOST_SHRINKS = 1_000_000
_BITS = fmpq(1, 1 << 40)

_Gaps = tuple[int, ...]
_Score = Callable[[RunPath], Fraction]


@dataclass(frozen=True)
class Find:
    """What a search found.

    Parameters
    ----------
    gaps : tuple of int
        A run of positive slope gaps.
    score : Fraction
        How far it shows the phenomenon; more is better, 0 is not at all.
    knots : tuple of int
        The numbers of knots of the minimisers from p = 0 to p = 1.
    """

    gaps: _Gaps
    score: Fraction
    knots: tuple[int, ...]

    @property
    def data(self) -> Dataset:
        """Points at 0, 1, 2, ... with these slope gaps."""
        return Dataset.from_gaps(self.gaps)


def profile(path: RunPath) -> tuple[int, ...]:
    """Return the numbers of knots of a run's minimisers, piece by piece.

    Examples
    --------
    >>> profile(run_path([fmpq(d) for d in (1, 100, 100, 1)], Curves()))
    (2, 3)
    """
    gaps = len(path.signs[0]) + 1
    cells = [0, *(k + 1 for k in path.changes())]
    return tuple(gaps - len(path.matchings[cell]) for cell in cells)


def _non_monotone(path: RunPath) -> Fraction:
    knots = profile(path)
    return Fraction(sum(max(0, a - b) for a, b in pairwise(knots)))


def _pieces(path: RunPath) -> Fraction:
    # Other sign changes are where further pieces may come from.
    return Fraction(len(profile(path))) + Fraction(len(path.zeros), 1000)


def _small_exponent(path: RunPath) -> Fraction:
    k = path.first_excess()
    if k is None or not path.zeros[k].refine(_BITS):
        return Fraction(0)
    return 1 - as_fraction(path.zeros[k].high)


#: What can be looked for: name -> score of a run, to be made large.
PHENOMENA: dict[str, _Score] = {
    "non-monotone": _non_monotone,
    "pieces": _pieces,
    "small-exponent": _small_exponent,
}


def search(
    name: str,
    gaps: int,
    tries: int = 10_000,
    *,
    seed: int = 0,
    largest: int = 1000,
    progress: Callable[[int], object] | None = None,
) -> Find | None:
    """Return the best run of that many gaps that a random search finds, shrunk; None if none shows the phenomenon.

    Parameters
    ----------
    name : str
        One of `PHENOMENA`: "non-monotone" (knots that become fewer again as p grows), "pieces" (most pieces),
        "small-exponent" (smallest critical exponent).
    gaps : int
        Length of the run, 2 or more.
    tries : int
        How many runs to look at.
    seed : int
        The same seed gives the same find.
    largest : int
        Gaps are integers from 1 to this before shrinking.
    progress : callable, optional
        Called with the number of runs looked at since the last call.

    Raises
    ------
    UsageError
        If there is no phenomenon of that name, or a number is out of range.

    Examples
    --------
    >>> search("small-exponent", 4, 200, largest=100).knots
    (2, 3)
    """
    if name not in PHENOMENA:
        raise UsageError(f"no phenomenon {name!r}; there are {', '.join(PHENOMENA)}")
    if gaps < 2 or tries < 1 or largest < 1:
        raise UsageError(f"gaps = {gaps}, tries = {tries}, largest = {largest}: at least 2, 1 and 1 are needed")
    score, rng = PHENOMENA[name], random.Random(seed)  # noqa: S311 - not for secrets
    best: tuple[Fraction, _Gaps] = (Fraction(0), ())
    left = tries
    while left > 0:
        climbed, used = _climb(score, gaps, largest, min(left, 20 * _PATIENCE), rng)
        best = max(best, climbed)
        left -= used
        if progress is not None:
            progress(used)
    if best[0] <= (1 if name == "pieces" else 0):
        return None
    return _find(score, shrink_gaps(best[1], score))


def shrink_gaps(gaps: _Gaps, score: _Score) -> _Gaps:
    """Return smaller integers, no more of them, with a score that is no less (rounded down to whole numbers above 1).

    Examples
    --------
    >>> shrink_gaps((7, 900, 850, 12), lambda path: Fraction(len(profile(path))))
    (1, 3, 4, 1)
    """
    curves = Curves()
    goal = _goal(_score(gaps, score, curves))
    return shrink_greedily(gaps, _smaller, lambda smaller: _score(smaller, score, curves) >= goal, _MOST_SHRINKS)


def _goal(score: Fraction) -> Fraction:
    return Fraction(int(score)) if score >= 1 else score


def _smaller(gaps: _Gaps) -> list[_Gaps]:
    """Return runs to try instead, the boldest first."""
    tries = [gaps[:k] + gaps[k + 1 :] for k in range(len(gaps))]
    for factor in (10, 2):
        tries.append(tuple(max(1, d // factor) for d in gaps))
        tries += [(*gaps[:k], max(1, d // factor), *gaps[k + 1 :]) for k, d in enumerate(gaps)]
    tries += [(*gaps[:k], d - 1, *gaps[k + 1 :]) for k, d in enumerate(gaps) if d > 1]
    return [smaller for smaller in tries if smaller != gaps and len(smaller) >= 2]


def _climb(
    score: _Score, gaps: int, largest: int, tries: int, rng: random.Random
) -> tuple[tuple[Fraction, _Gaps], int]:
    """Return the best run of one climb from a random start, with its score, and how many runs it looked at."""
    here = tuple(int(largest ** rng.random()) for _ in range(gaps))
    curves = Curves()  # neighbours have most of their segments in common
    best = _score(here, score, curves)
    used, stuck = 1, 0
    while used < tries and stuck < _PATIENCE:
        there = _neighbour(here, largest, rng)
        found = _score(there, score, curves)
        stuck = 0 if found > best else stuck + 1
        if found >= best:
            here, best = there, found
        used += 1
    return (best, here), used


def _neighbour(gaps: _Gaps, largest: int, rng: random.Random) -> _Gaps:
    changed = list(gaps)
    for _ in range(rng.choice((1, 1, 2))):
        k = rng.randrange(len(gaps))
        changed[k] = min(largest, max(1, int(changed[k] * 5 ** rng.uniform(-1, 1)) + rng.choice((-1, 0, 1))))
    return tuple(changed)


def _score(gaps: _Gaps, score: _Score, curves: Curves) -> Fraction:
    try:
        return score(run_path([fmpq(d) for d in gaps], curves))
    except UndecidedError:
        return Fraction(-1)


def _find(score: _Score, gaps: _Gaps) -> Find:
    path = run_path([fmpq(d) for d in gaps], Curves())
    return Find(gaps, score(path), profile(path))
