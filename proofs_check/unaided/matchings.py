"""All matchings of short runs, what they cost and which are best: brute force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, product

from flint import arb, ctx, fmpq

from proofs_check.cases import SplineCase
from proofs_check.claim import not_met, undecided
from proofs_check.unaided.compare import BITS, ball_powers, difference, exact_sign
from sparsest.exact.exponent import Exponent
from sparsest.spline import Spline

__all__ = [
    "LONGEST", "MANY_POINTS", "Matching", "all_matchings_in_reach", "best_at_p", "best_matchings", "changes_of",
    "fewest_knots", "knot_lists", "knots_by_run", "knots_of", "matchings", "multiset", "path_in_reach", "runs_up_to",
    "sizes_of_runs",
]  # fmt: skip

#: The longest run, in gaps, whose matchings are all looked at: 89 of them.
LONGEST = 10

#: The minimisers over all p are asked for up to so many points, and gaps of a run: seconds.
MANY_POINTS = 2_000
_LONGEST_ON_PATH = 100

_BALL_0 = arb(0)

#: The left gaps of the matched pairs of a run, counted from 0, increasing.
Matching = tuple[int, ...]


@lru_cache(maxsize=64)
def matchings(n: int) -> tuple[Matching, ...]:
    """Return all matchings of the path of n gaps, Fibonacci(n+1) of them.

    Examples
    --------
    >>> matchings(3)
    ((), (0,), (1,))
    """
    if n <= 1:
        return ((),)
    return (*matchings(n - 1), *((*m, n - 2) for m in matchings(n - 2)))


@lru_cache(maxsize=64)
def _places(n: int) -> tuple[tuple[int, ...], ...]:
    """Return for each matching the slope changes it has: k for gap k alone, n + k for the pair k, k+1."""
    return tuple(tuple(n + k if k in m else k for k in range(n) if k - 1 not in m) for m in matchings(n))


def changes_of(sizes: Sequence[fmpq], matching: Matching) -> list[fmpq]:
    """Return the slope changes that a matching leaves: sums of matched pairs, the other gaps as they are.

    Examples
    --------
    >>> changes_of([fmpq(1), fmpq(2), fmpq(4)], (1,))
    [1, 6]
    """
    return [d + sizes[k + 1] if k in matching else d for k, d in enumerate(sizes) if k - 1 not in matching]


def sizes_of_runs(case: SplineCase) -> list[list[fmpq]]:
    """Return the sizes |d_i| of the gaps of each run, from the case's own gaps and runs.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> sizes_of_runs(SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 1])))
    [[1], [1]]
    """
    return case.once(_sizes_of_runs)


def _sizes_of_runs(case: SplineCase) -> list[list[fmpq]]:
    return [[abs(d) for d in case.flint_gaps[a:b]] for a, b in case.runs]


def all_matchings_in_reach(case: SplineCase) -> None:
    """Leave a case undecided whose runs have too many matchings to look at all of them, for `Claim.requires`.

    Raises
    ------
    UndecidedError
        If a run has more than `LONGEST` gaps.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> from sparsest import Dataset
    >>> examine(all_matchings_in_reach, SplineCase(Dataset.from_gaps([1] * 11))).reason
    'a run of 11 gaps is too long for all its matchings'
    """
    if case.longest_run > LONGEST:
        undecided(f"a run of {case.longest_run} gaps is too long for all its matchings")


def path_in_reach(case: SplineCase) -> None:
    """Leave a case undecided whose minimisers over all p take too long, for `Claim.requires`.

    Raises
    ------
    UndecidedError
        If there are more than 2000 points, or more than 100 gaps in a run.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> from sparsest import Dataset
    >>> examine(path_in_reach, SplineCase(Dataset.from_gaps([1] * 101))).reason
    'a run of 101 gaps is too long for the whole path'
    """
    if case.size > MANY_POINTS:
        undecided(f"{case.size} points are too many for the whole path")
    if case.longest_run > _LONGEST_ON_PATH:
        undecided(f"a run of {case.longest_run} gaps is too long for the whole path")


def runs_up_to(longest: int) -> Callable[[SplineCase], None]:
    """Return the hypothesis that no run has more gaps than so many, for `Claim.requires`.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> from sparsest import Dataset
    >>> examine(runs_up_to(2), SplineCase(Dataset.from_gaps([1, 2, 1]))).reason
    'a run of more than 2 gaps'
    """

    def require(case: SplineCase) -> None:
        if case.longest_run > longest:
            not_met(f"a run of more than {longest} gaps")

    return require


def fewest_knots(case: SplineCase) -> int:
    """Return the sum of ceil(n/2) over the runs of n gaps, from the case's own runs."""
    return sum((b - a + 1) // 2 for a, b in case.runs)


def multiset(changes: Iterable[fmpq]) -> tuple[str, ...]:
    """Return the sizes of slope changes without their order, comparable.

    Examples
    --------
    >>> multiset([fmpq(3), fmpq(-1)]) == multiset([fmpq(1), fmpq(3)])
    True
    """
    return tuple(sorted(str(abs(c)) for c in changes))


def best_matchings(sizes: Sequence[fmpq], p: Exponent) -> list[Matching]:
    """Return all matchings of least cost, of all there are, in no particular order.

    Parameters
    ----------
    sizes : sequence of fmpq
        The gaps |d_i| of one run.
    p : Exponent
        Rational, or "1-".

    Examples
    --------
    >>> best_matchings([fmpq(1), fmpq(2), fmpq(1)], Exponent.read("1/2"))
    [(0,), (1,)]
    """
    every = matchings(len(sizes))
    if len(every) == 1:
        return [every[0]]
    with ctx.workprec(BITS):
        powers = ball_powers([*sizes, *(a + b for a, b in pairwise(sizes))], p)
        costs = [sum(map(powers.__getitem__, places), _BALL_0) for places in _places(len(sizes))]
    best, least = [every[0]], costs[0]
    for matching, cost in zip(every[1:], costs[1:], strict=True):
        if cost > least:
            continue
        sign = (
            -1 if cost < least else exact_sign(difference(changes_of(sizes, matching), changes_of(sizes, best[0])), p)
        )
        if sign < 0:
            best, least = [matching], cost
        elif sign == 0:
            best.append(matching)
    return best


def best_at_p(case: SplineCase) -> list[list[Matching]]:
    """Return the best matchings of each run at the exponent of the case, looked for once.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> best_at_p(SplineCase(Dataset.from_gaps([1, 0, 1, 2, 1])))
    [[()], [(0,), (1,)]]
    """
    return case.once(_best_at_p)


def _best_at_p(case: SplineCase) -> list[list[Matching]]:
    return [best_matchings(sizes, case.p) for sizes in sizes_of_runs(case)]


def knot_lists(case: SplineCase, chosen: Sequence[Sequence[Matching]]) -> Iterator[tuple[tuple[fmpq, fmpq], ...]]:
    """Yield the knots (position, slope change) of the splines of all combinations of the runs' matchings.

    A matched knot stands where the chord lines before and after the pair meet.

    Parameters
    ----------
    case : SplineCase
        The data.
    chosen : sequence of sequences of matchings
        Those of each run.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> list(knot_lists(SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3])), [[(0,)]]))
    [((3/2, 2),)]
    """
    for combination in product(*knots_by_run(case, chosen)):
        yield tuple(knot for knots in combination for knot in knots)


def knots_by_run(case: SplineCase, chosen: Sequence[Sequence[Matching]]) -> list[list[tuple[tuple[fmpq, fmpq], ...]]]:
    """Return for each run the knots that each of its matchings leaves, as in `knot_lists`.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> knots_by_run(SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3])), [[(0,), ()]])
    [[((3/2, 2),), ((1, 1), (2, 1))]]
    """
    x, y = case.data.flint
    s = case.flint_slopes
    parts = []
    for (start, stop), some in zip(case.runs, chosen, strict=True):
        wheel = []
        for matching in some:
            knots = []
            for k in range(start, stop):
                if k - start in matching:  # lines y[k] + s[k](t - x[k]) and y[k+2] + s[k+2](t - x[k+2])
                    turn = s[k + 2] - s[k]
                    knots.append(((y[k] - s[k] * x[k] - y[k + 2] + s[k + 2] * x[k + 2]) / turn, turn))
                elif k - start - 1 not in matching:
                    knots.append((x[k + 1], s[k + 1] - s[k]))
            wheel.append(tuple(knots))
        parts.append(wheel)
    return parts


def knots_of(spline: Spline) -> tuple[tuple[fmpq, fmpq], ...]:
    """Return the knots of a spline as pairs (position, slope change)."""
    positions, changes = spline.flint.knots, spline.flint.changes
    return tuple(zip(positions, changes, strict=True))
