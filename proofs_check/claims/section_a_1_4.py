"""Section A.1.4: on a run, the minimisers are among finitely many candidates, the same ones for all p."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise, product
from math import prod
from random import Random
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.cases import LOTS, SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Sample, not_met, refute
from proofs_check.derivations.extreme_points import CUBE, EXTREME_POINTS, FIBONACCI, RANK
from proofs_check.derivations.powers import CONCAVE
from proofs_check.unaided.compare import Compare, compare, compare_at_1
from proofs_check.unaided.functions import knots_between, through
from proofs_check.unaided.rivals import atoms_of_slopes
from proofs_check.unaided.stretches import fractions_below_one

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM", "Word", "distinct_words", "printed_words"]

#: The longest run, in gaps, whose 2^n extreme points are gone through.
_LONGEST = 8
# Of most drawn data so many runs.
_FEW_RUNS = 2
_ALL_RUNS = Sample(f"two points of the box of every run are looked at, and not only of {_FEW_RUNS} runs", LOTS)

#: An extreme point of the box: for each gap whether its point has the slope of the chord before it (0) or after it (1).
Word = tuple[int, ...]


@lru_cache(maxsize=16)
def distinct_words(n: int) -> tuple[Word, ...]:
    """Return one extreme point for each different function, by going through all 2^n.

    Two extreme points are the same function if they turn at the same places: with the slopes 0, 1, ..., n of a run of n
    unit gaps, if their lists of nonzero slope changes are those of the same sets of gaps.

    Examples
    --------
    >>> distinct_words(2), [len(distinct_words(n)) for n in range(1, 8)]
    (((0, 0), (0, 1)), [1, 2, 3, 5, 8, 13, 21])
    """
    found: dict[tuple[tuple[int, int], ...], Word] = {}
    for word in product((0, 1), repeat=n):
        slopes = [0, *(k + high for k, high in enumerate(word)), n]
        # A knot that takes the gaps from slope a to slope b.
        turns = tuple((a, b) for a, b in pairwise(slopes) if a != b)
        found.setdefault(turns, word)
    return tuple(found.values())


@lru_cache(maxsize=16)
def printed_words(m: int) -> tuple[Word, ...]:
    """Return one corner of the paper's cube for each different function, on m + 1 points of one curvature, m >= 2.

    Of 2^(m-1) corners so many are left: all candidates but the connected dots.

    Examples
    --------
    >>> printed_words(2), [(2 ** (m - 1), len(printed_words(m))) for m in range(2, 8)]
    (((0, 0, 1), (0, 1, 1)), [(2, 2), (4, 4), (8, 7), (16, 12), (32, 20), (64, 33)])
    """
    corners = [(0, *alpha, 1) for alpha in product((0, 1), repeat=m - 1)]
    found = {tuple(k for k in range(m) if word[k : k + 2] == (0, 1)): word for word in reversed(corners)}
    return tuple(sorted(found.values()))


def _some_run(case: SplineCase) -> None:
    if not case.runs:
        not_met("no gap is nonzero")


def _candidates(n: int) -> int:
    """Return Fibonacci(n + 1)."""
    a, b = 1, 1
    for _ in range(n - 1):
        a, b = b, a + b
    return b


def _check(case: SplineCase, count: Callable[[int], int] = _candidates, compare: Compare = compare) -> None:
    rng, runs = case.rng(), case.runs
    if len(runs) > _FEW_RUNS and not _ALL_RUNS.takes(case):
        runs = tuple(rng.sample(runs, _FEW_RUNS))
    for start, stop in runs:
        s = case.flint_slopes[start : stop + 1]
        _see_inside_the_box(case, start, s, rng, compare)
        if stop - start > 2:
            _see_cube(case, start, s, rng, compare)
            _see_sparsest(case, start, s, rng)
    if case.longest_run <= _LONGEST:
        _see_corners(case, count)


def _see_inside_the_box(case: SplineCase, start: int, s: Sequence[fmpq], rng: Random, compare: Compare) -> None:
    """See of two random points of the box that they are interpolants, and strict concavity between them."""
    one, two = _point(s, rng), _point(s, rng)
    if one == two:
        two = [s[k] + s[k + 1] - u for k, u in enumerate(one)]  # the opposite point
    if one == two:
        one = list(s[:-1])
    middle = [(u + v) / 2 for u, v in zip(one, two, strict=True)]
    _follow(case, start, one)
    _follow(case, start, middle)
    ends, halfway = [*_changes(s, one), *_changes(s, two)], _changes(s, middle)
    if compare([*halfway, *halfway], ends, case.p) <= 0:
        refute("not strictly concave", u=str(one), v=str(two))


def _point(s: Sequence[fmpq], rng: Random) -> list[fmpq]:
    share = [fmpq(0), fmpq(1), fractions_below_one(rng), fractions_below_one(rng)]
    return [a + (b - a) * rng.choice(share) for a, b in pairwise(s)]


def _changes(s: Sequence[fmpq], u: Sequence[fmpq]) -> list[fmpq]:
    """Return the nonzero slope changes: the matrix of differences times u, and the slopes of the ends."""
    return [b - a for a, b in pairwise([s[0], *u, s[-1]]) if a != b]


def _follow(case: SplineCase, start: int, u: Sequence[fmpq]) -> None:
    """Follow the function of slopes u through the points of its run, and see that it misses none.

    Its knot between two points stands where the lines of slopes u_j and u_{j+1} through them meet.
    """
    x, y = case.data.flint
    for j, (before, after) in enumerate(pairwise(u)):
        low, high = start + 1 + j, start + 2 + j
        turn = before - after
        at = x[low] if turn == 0 else (y[high] - y[low] + before * x[low] - after * x[high]) / turn
        arrived = y[low] + before * (at - x[low]) + after * (x[high] - at)
        if not x[low] <= at <= x[high] or arrived != y[high]:
            refute("the slopes belong to no function through the points", slopes=str(u), x=str(x[high]))


def _see_cube(
    case: SplineCase, start: int, s: Sequence[fmpq], rng: Random, compare: Compare, exact: bool = False
) -> None:
    """See of the paper's coordinates alpha that the cost in them is strictly concave, bounds V_p, and is it at corners.

    The cost is ||A alpha + c||_p^p with the m slope changes from s_{i-1} to u_1 to ... to s_{i+m}; `exact` for a false
    variant that takes it to be V_p everywhere.
    """
    one, two = ([rng.choice((fmpq(0), fmpq(1), fractions_below_one(rng))) for _ in s[3:]] for _ in range(2))
    if one == two:
        two = [1 - a for a in one]
    halfway = [(a + b) / 2 for a, b in zip(one, two, strict=True)]
    costs = [_changes(s, _at(s, alpha)) for alpha in (one, two, halfway)]
    if compare([*costs[2], *costs[2]], [*costs[0], *costs[1]], case.p) <= 0 and one != two:
        refute("not strictly concave in alpha", alpha=str(one), beta=str(two))
    corner = [fmpq(rng.randrange(2)) for _ in one]
    for alpha, cost in zip((one, two, halfway, corner), [*costs, _changes(s, _at(s, corner))], strict=True):
        function = through(case, atoms_of_slopes(case, start, _at(s, alpha)))
        own = knots_between(function, case.data.flint.x[start + 1], case.data.flint.x[start + len(s) - 1])
        over = compare(cost, [c for _, c in own], case.p)
        if over < 0 or (over > 0 and (exact or set(map(str, alpha)) <= {"0", "1"})):
            refute("||A alpha + c||_p^p is not V_p", alpha=str(alpha), knots=[str(t) for t, _ in own])


def _is_odd(m: int) -> bool:
    return m % 2 == 1


def _see_sparsest(
    case: SplineCase, start: int, s: Sequence[fmpq], rng: Random, is_one: Callable[[int], bool] = _is_odd
) -> None:
    """See that ceil((m + 1)/2) knots are fewest in the cube: of one function for odd m, of a segment for even m."""
    m = len(s) - 2
    drawn = [[rng.choice((fmpq(0), fmpq(1), fractions_below_one(rng))) for _ in s[3:]] for _ in range(2)]
    shapes = [_shape(case, start, s, alpha) for alpha in (*_sparsest_alphas(m, rng), *drawn)]
    sparsest = {shape for shape in shapes if len(shape) <= (m + 2) // 2}
    if any(len(shape) < (m + 2) // 2 for shape in shapes) or len(shapes[0]) != (m + 2) // 2:
        refute("the fewest knots are not ceil((m + 1)/2)", m=m, knots=list(map(len, shapes)))
    if (len(sparsest) == 1) != is_one(m):
        refute(f"{len(sparsest)} functions of fewest knots", m=m)


def _sparsest_alphas(m: int, rng: Random) -> list[list[fmpq]]:
    """Return alpha = (1, 0, ..., 1, 0), for even m with some t put in at an odd place: three t that differ."""
    pairs = [fmpq(1), fmpq(0)] * ((m - 1) // 2)
    if _is_odd(m):
        return [pairs]
    place = 2 * rng.randrange(m // 2)
    return [[*pairs[:place], t, *pairs[place:]] for t in (fmpq(0), fractions_below_one(rng), fmpq(1))]


def _shape(case: SplineCase, start: int, s: Sequence[fmpq], alpha: Sequence[fmpq]) -> tuple[tuple[str, str], ...]:
    """Return the knots of the function of alpha on the run, as text, which is fast to compare."""
    function = through(case, atoms_of_slopes(case, start, _at(s, alpha)))
    own = knots_between(function, case.data.flint.x[start + 1], case.data.flint.x[start + len(s) - 1])
    return tuple((str(t), str(c)) for t, c in own)


def _always_one(case: SplineCase) -> None:
    rng = case.rng()
    for start, stop in case.runs:
        if stop - start > 2:
            _see_sparsest(case, start, case.flint_slopes[start : stop + 1], rng, lambda _: True)


def _at(s: Sequence[fmpq], alpha: Sequence[fmpq]) -> list[fmpq]:
    """Return the slopes at all points: those of the chords beside at the ends, u_j = (1 - alpha_j) s + alpha_j s'."""
    return [s[0], *((1 - a) * b + a * c for a, (b, c) in zip(alpha, pairwise(s[1:-1]), strict=True)), s[-1]]


def _see_corners(case: SplineCase, count: Callable[[int], int]) -> None:
    """See the number of candidates, and that the cheapest are as many and as cheap as the minimisers."""
    least: list[fmpq] = []
    ways = []
    for start, stop in case.runs:
        n, s = stop - start, case.flint_slopes[start : stop + 1]
        words = distinct_words(n)
        if len(words) != count(n):
            refute(f"a run of {n} gaps has {len(words)} candidates", expected=count(n))
        best = _cheapest(s, words, case)
        if n > 2:  # the paper's cube has all candidates but the connected dots, so the cheapest of all
            _see_printed_corners(s, n - 1, best, case)
        least += best[0]
        ways.append(len(best))
    if prod(ways) != case.solution.minimizers:
        refute(f"{prod(ways)} extreme points are cheapest", minimizers=case.solution.minimizers)
    if compare(least, case.splines[0].flint.changes, case.p) != 0:
        refute("the minimiser is not as cheap as the best extreme point", changes=str(least))


def _cheapest(s: Sequence[fmpq], words: Sequence[Word], case: SplineCase) -> list[list[fmpq]]:
    """Return the slope changes of each of the cheapest corners."""
    best: list[list[fmpq]] = []
    for word in words:
        changes = _changes(s, [s[k + high] for k, high in enumerate(word)])
        sign = compare(changes, best[0], case.p) if best else -1
        best = [changes] if sign < 0 else [*best, changes] if sign == 0 else best
    return best


def _see_printed_corners(s: Sequence[fmpq], m: int, best: list[list[fmpq]], case: SplineCase) -> None:
    """See of the corners of the paper's cube that they are so many functions, the cheapest and sparsest with them."""
    words = printed_words(m)
    if len(words) != _candidates(m + 1) - 1:
        refute(f"the cube of {2 ** (m - 1)} corners has {len(words)} functions", m=m)
    own = _cheapest(s, words, case)
    if len(own) != len(best) or compare(own[0], best[0], case.p) != 0:
        refute("the cheapest corners of the paper's cube are not the cheapest of all", m=m)
    fewest = [(0, *(k % 2 for k in range(first, first + m - 1)), 1) for first in ((1,) if m % 2 else (0, 1))]
    for word in fewest:  # alpha = (1, 0, ..., 1, 0); for even m (1, 0, ..., 0, 1) and (0, 1, ..., 1, 0)
        knots = len(_changes(s, [s[k + high] for k, high in enumerate(word)]))
        if knots != (m + 2) // 2:
            refute(f"{knots} knots at a printed corner of fewest", word=str(word))


def _all_different(case: SplineCase) -> None:
    for start, stop in case.runs:
        if (m := stop - start - 1) >= 2 and len(printed_words(min(m, _LONGEST))) < 2 ** (min(m, _LONGEST) - 1):
            refute("corners of the paper's cube that are one function", m=m)


def _price_is_exact(case: SplineCase) -> None:
    rng = case.rng()
    for start, stop in case.runs:
        if stop - start > 2:
            _see_cube(case, start, case.flint_slopes[start : stop + 1], rng, compare, exact=True)


def _touching() -> SearchStrategy[SplineCase]:
    """Draw runs of five gaps or more."""
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import runs

    return spline_cases(gaps=st.integers(5, 7).flatmap(runs))


def _threes() -> SearchStrategy[SplineCase]:
    """Draw runs of three or five gaps."""
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import runs

    return spline_cases(gaps=st.sampled_from((3, 5)).flatmap(runs))


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets, data_sets_with_runs

    lengths = st.lists(st.integers(1, 6), min_size=1, max_size=2)
    return spline_cases(st.one_of(lengths.flatmap(data_sets_with_runs), data_sets(3, 8)))


CLAIM = Claim(
    id="section-a.1.4",
    number="Section A.1.4",
    title="finitely many candidates on a run",
    statement="An interpolant that turns one way only on a run of n gaps is given by its slopes u_j in [s_{j-1}, s_j] "
    "at the run's points; its slope changes are the differences of (s_first, u_1, ..., u_n, s_last). The cost is "
    "strictly concave in u, so every minimiser is one of the 2^n extreme points, which are Fibonacci(n+1) different "
    "functions, the same for all p. In print m = n - 1 >= 2, u is s_{i-1} at x_i and s_{i+m} at x_{i+m}, and the m - 1 "
    "others are (1 - alpha_j) s_{i+j-1} + alpha_j s_{i+j}: the cost ||A alpha + c||_p^p is strictly concave on [0, "
    "1]^(m-1), is V_p at the 2^(m-1) corners and bounds it elsewhere; the corners are Fibonacci(m+2) - 1 functions, "
    "all candidates but the connected dots. The fewest knots in the cube are ceil((m+1)/2): of one function for odd m, "
    "of whole segments, so uncountably many, for even m.",
    hypotheses="0 < p < 1; a run of n >= 1 gaps.",
    establishes="Points of the box are functions through the data, the cost is strictly concave between two of them, "
    "the extreme points of every run of at most 8 gaps are Fibonacci(n+1) functions, and the cheapest of them are as "
    "many and as cheap as the minimisers of `solve`. In printed coordinates the same: concavity, V_p at corners and "
    "its bound inside for random alpha, the number of functions, the cheapest and the sparsest corners; of random "
    "alpha none has fewer knots, or as few but on the printed corner (odd m) and a segment (even m). The derivations "
    "prove rank, extreme points and both numbers for all n.",
    leaves_open="The displays of A and c could not be read: they are rebuilt from their sizes, which entries of A are "
    "not 0, and what is said of V_p: A is the matrix of differences for n = m - 1, its columns scaled by the nonzero "
    "gaps s_{i+j} - s_{i+j-1}, so of the same rank. That a minimiser turns one way only on a run is Lemma A.2 and the "
    "exchange step of theorem-a. Of longer runs only concavity and the fewest knots are checked.",
    scope="one input",
    check=_check,
    cases=_cases,
    requires=(_some_run,),
    samples=(_ALL_RUNS,),
    faults=(
        Fault(
            "2^n functions",
            "The 2^n extreme points are different functions.",
            lambda case: _check(case, lambda n: 2**n),
        ),
        Fault(
            "Fibonacci(n)",
            "There are Fibonacci(n) candidates.",
            lambda case: _check(case, lambda n: _candidates(n - 1)),
        ),
        Fault(
            "2^(m-1) functions",
            "The corners of the paper's cube are different functions (as printed).",
            _all_different,
            _touching,
        ),
        Fault(
            "the cost is V_p",
            "||A alpha + c||_p^p is V_p on the whole cube (as printed).",
            _price_is_exact,
            _touching,
        ),
        Fault("at p = 1", "The cost is strictly concave at p = 1.", lambda case: _check(case, compare=compare_at_1)),
        Fault("one for even m", "One function has the fewest knots for even m too.", _always_one, _threes),
    ),
    derivations=(CONCAVE, RANK, EXTREME_POINTS, FIBONACCI, CUBE),
)
