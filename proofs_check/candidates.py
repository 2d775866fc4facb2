"""All matchings of short runs, their costs and which are best: brute force, shared by several checks.

Nothing here uses the solver. Costs are compared by ball arithmetic (flint) and, where the balls overlap, by the exact
signs of the standard-library checker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product
from math import prod

from flint import arb, ctx, fmpq

from proofs_check.cases import SplineCase
from proofs_check.checker import DEFAULT_WORK, PowerSum, StopError, Work
from sparsest.errors import UndecidedError
from sparsest.exact.exponent import Exponent
from sparsest.spline import Spline

__all__ = [
    "LONGEST", "Matching", "best_at_p", "best_matchings", "changes_of", "compare", "difference",
    "exact_sign", "fewest_knots", "knot_lists", "knots_by_run", "knots_of", "matchings", "multiset",
    "sign_by_balls", "sizes_of_runs", "too_large_for_path", "without_common",
]  # fmt: skip

#: The longest run, in gaps, whose matchings are all looked at: 89 of them.
LONGEST = 10
# The minimisers over all p are asked for up to so many points, and gaps of a run: seconds.
_MOST_POINTS, _LONGEST_ON_PATH = 2_000, 100
_BITS = 128
# In lists up to this length equal numbers are looked for one by one: hashes of rationals are slow.
_SHORT_LISTS = 20

_ZERO, _ONE = fmpq(0), fmpq(1)
_BALL_0, _BALL_1 = arb(0), arb(1)

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


def too_large_for_path(case: SplineCase) -> str:
    """Return why the minimisers over all p are not asked for, "" if they are.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> too_large_for_path(SplineCase(Dataset.from_gaps([1] * 101)))
    'a run of 101 gaps is too long for the whole path'
    """
    if len(case.data) > _MOST_POINTS:
        return f"{len(case.data)} points are too many for the whole path"
    if (longest := case.longest_run) > _LONGEST_ON_PATH:
        return f"a run of {longest} gaps is too long for the whole path"
    return ""


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


def difference(a: Iterable[fmpq], b: Iterable[fmpq]) -> dict[fmpq, int]:
    """Return the power sum V_p(a) - V_p(b) as {|slope change|: coefficient}, equal terms cancelled.

    Examples
    --------
    >>> difference([fmpq(-3), fmpq(1)], [fmpq(1), fmpq(2)])
    {3: 1, 2: -1}
    """
    terms: dict[fmpq, int] = {}
    for n, side in zip((1, -1), without_common(a, b), strict=True):
        for c in side:
            terms[c] = terms.get(c, 0) + n
    return {c: n for c, n in terms.items() if n}


def without_common(a: Iterable[fmpq], b: Iterable[fmpq]) -> tuple[list[fmpq], list[fmpq]]:
    """Return the nonzero sizes of both lists without those that they share; of long lists all of them.

    Examples
    --------
    >>> without_common([fmpq(-3), fmpq(1), fmpq(1)], [fmpq(1), fmpq(2)])
    ([3, 1], [2])
    """
    one, two = list(map(abs, filter(None, a))), list(map(abs, filter(None, b)))
    if max(len(one), len(two)) > _SHORT_LISTS:
        return one, two
    rest = []
    for c in one:
        if c in two:
            two.remove(c)
        else:
            rest.append(c)
    return rest, two


def exact_sign(terms: Mapping[fmpq, int], p: Exponent) -> int:
    """Return the sign of sum n a^p, by the independent checker's arithmetic; at "0+" and "1-" that beside the limit.

    Raises
    ------
    UndecidedError
        If the checker gives up.

    Examples
    --------
    >>> exact_sign({fmpq(8): 1, fmpq(2): -2}, Exponent.read("1/2"))
    0
    """
    if not terms:
        return 0
    # At a rational p a common factor changes no sign; bases near 1 or above lose no digits.
    unit = Fraction(1)
    if p.is_rational:
        least = min(terms)
        unit = Fraction(2) ** (int(least.q).bit_length() - int(least.p).bit_length())
    pairs: list[tuple[Fraction, Fraction | int]] = [(unit * Fraction(int(a.p), int(a.q)), n) for a, n in terms.items()]
    at = p.fraction if p.is_rational else Fraction(0) if p.name == "0" else p.name
    # The checker takes it for granted that at p = 1 the sum is 0, as for two splines through the same points.
    first = sum((a * n for a, n in pairs), Fraction(0))
    if p.name == "1-" and first:
        return 1 if first > 0 else -1
    try:
        return PowerSum(at, pairs).sign(Work(DEFAULT_WORK))
    except StopError as stop:
        raise UndecidedError(f"a sum of {len(terms)} powers at p = {p}: {stop.args[1]}") from None


def compare(a: Sequence[fmpq], b: Sequence[fmpq], p: Exponent) -> int:
    """Return the sign of V_p(a) - V_p(b) for two lists of slope changes, zeros allowed, at a rational p.

    At "0+" and "1-" that beside the limit. Near 0 the number of knots decides, then the product of the slope changes;
    near 1 the sum of their sizes, then that of -|c| ln|c|.

    Examples
    --------
    >>> compare([fmpq(4), fmpq(9)], [fmpq(-25)], Exponent.read("1/2"))
    0
    >>> [compare([fmpq(2), fmpq(6)], [fmpq(5), fmpq(3)], Exponent.read(p)) for p in ("0+", "1-")]
    [-1, -1]
    """
    a, b = without_common(a, b)
    if not a or not b:  # nothing, or powers of one side only, which are positive
        return (len(a) > 0) - (len(b) > 0)
    found: int | None = None
    if p.is_rational:
        found = sign_by_balls(a, b, p)
    elif p.name == "0+":
        found = _order(len(a), len(b)) or _order(prod(a, start=_ONE), prod(b, start=_ONE)) or None
    elif p.name == "1-":
        found = _order(sum(a, _ZERO), sum(b, _ZERO)) or sign_by_balls(a, b, p)
    return exact_sign(difference(a, b), p) if found is None else found


def _order(a: int | fmpq, b: int | fmpq) -> int:
    return (a > b) - (a < b)


def sign_by_balls(a: Iterable[fmpq], b: Iterable[fmpq], p: Exponent) -> int | None:
    """Return the sign of V_p(a) - V_p(b) for sizes of slope changes, at a rational p; None where balls do not tell.

    At "1-" the sign beside 1 of two lists of equal sums.

    Examples
    --------
    >>> p = Exponent.read("1/3")
    >>> sign_by_balls([fmpq(8)], [fmpq(7)], p), sign_by_balls([fmpq(8)], [fmpq(1), fmpq(1)], p)
    (1, None)
    """
    before, ctx.prec = ctx.prec, _BITS  # `ctx.workprec` takes as long as a power
    try:
        one, two = sum(_powers(a, p), _BALL_0), sum(_powers(b, p), _BALL_0)
    finally:
        ctx.prec = before
    return -1 if one < two else 1 if one > two else None


def _powers(sizes: Iterable[fmpq], p: Exponent) -> list[arb]:
    if p.value is None:
        return [-arb(a) * arb(a).log() for a in sizes]
    if p.name == "1/2":  # faster than a power
        return [arb(a).sqrt() for a in sizes]
    exponent = arb(p.value)
    return [_BALL_1 if a == _ONE else arb(a) ** exponent for a in sizes]


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
    with ctx.workprec(_BITS):
        powers = _powers([*sizes, *(a + b for a, b in pairwise(sizes))], p)
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
    _, _, positions, changes = spline.flint
    return tuple(zip(positions, changes, strict=True))
