"""Each oracle is seen to be right where the answer is known another way, and to reject what is wrong."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import chain, combinations, pairwise, product

import mpmath
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.cases import strategies
from tests import oracles
from tests.oracles import Changes, Matching

F = Fraction
Count = int | float
PEAK_PLATEAU = strategies.data_from_gaps([1, -1, -1, 1], start=-2)


def fractions(*numbers: int | str) -> Changes:
    return tuple(F(a) for a in numbers)


def exactly(n: int, low: int, high: int) -> list[tuple[int, ...]]:
    return list(product(range(low, high + 1), repeat=n))


# --- splines and matchings -------------------------------------------------------------------------------------------

PEAK_KNOTS = ((F(-1), F(1)), (F(1, 2), F(-2)), (F(2), F(1)))


def test_interpolates__accepts_the_running_example_of_the_specification() -> None:
    assert oracles.interpolates(F(0), F(0), PEAK_KNOTS, *PEAK_PLATEAU)
    assert oracles.spline_of(*PEAK_PLATEAU, frozenset({1})) == oracles.Spline(F(0), F(0), PEAK_KNOTS)


@pytest.mark.parametrize(
    "spline",
    [
        (F(1), F(0), PEAK_KNOTS),
        (F(0), F(1), PEAK_KNOTS),
        (F(0), F(0), PEAK_KNOTS[1:]),
        (F(0), F(0), PEAK_KNOTS[:-1]),
        (F(0), F(0), ((F(-1), F(1)), (F(2, 3), F(-2)), (F(2), F(1)))),
        (F(0), F(0), (*PEAK_KNOTS, (F(5, 2), F(1, 10**40)))),
    ],
)
def test_interpolates__rejects(spline: oracles.Spline) -> None:
    assert not oracles.interpolates(*spline, *PEAK_PLATEAU)


@pytest.mark.parametrize("n", range(9))
def test_matchings__are_the_sets_without_neighbours(n: int) -> None:
    edges = range(max(n - 1, 0))
    subsets = chain.from_iterable(combinations(edges, k) for k in range(len(edges) + 1))
    wanted = [frozenset(m) for m in subsets if all(b - a > 1 for a, b in pairwise(m))]
    assert sorted(map(sorted, oracles.matchings(n))) == sorted(map(sorted, wanted))
    assert len(wanted) == [1, 1, 2, 3, 5, 8, 13, 21, 34][n]


def test_slope_changes__of_singles_and_matches() -> None:
    gaps = fractions(1, 2, 0, -3, -5, -7)
    assert oracles.slope_changes(gaps, frozenset()) == fractions(1, 2, -3, -5, -7)
    assert oracles.slope_changes(gaps, frozenset({0, 4})) == fractions(3, -3, -12)


@pytest.mark.parametrize("matching", [{0, 1}, {1}, {2}, {3}, {5}, {-1}])
def test_slope_changes__rejects(matching: set[int]) -> None:
    with pytest.raises(ValueError, match="is no matching of the gaps"):
        oracles.slope_changes(fractions(1, 2, 0, 3, -5, -7), frozenset(matching))


def test_runs_of__split_at_zeros_and_turns() -> None:
    assert oracles.runs_of(fractions(0, 1, 2, -1, -1, 0, -1, 0, 0, 3)) == [[1, 2], [3, 4], [6], [9]]


@settings(deadline=None)
@given(strategies.data_sets(2, 7))
def test_spline_of__every_matching_interpolates(data: strategies.Points) -> None:
    gaps = oracles.slope_gaps(*data)
    allowed = [m for m in oracles.matchings(len(gaps)) if all(gaps[k] * gaps[k + 1] > 0 for k in m)]
    for matching in allowed:
        spline = oracles.spline_of(*data, matching)
        assert oracles.interpolates(*spline, *data)
        assert spline.changes == oracles.slope_changes(gaps, matching)


# --- exact comparison ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "p", "sign"),
    [
        ((1, 8), (2, 2, 2), "1/2", -1),
        ((2, 8), (18,), "1/2", 0),  # 2^(1/2) + 2 2^(1/2) = 3 2^(1/2)
        ((2, 8), ("18/1",), "1/3", 1),
        ((16, 54), (250,), "1/3", 0),  # (2 + 3) 2^(1/3) = 5 2^(1/3)
        (("1/4", "1/4"), (1,), "1/2", 0),
        ((1, 1), (2,), "9007199254740991/9007199254740992", 1),
        ((3, 1), (1, 3), "2/3", 0),
        ((1, 6), (2, 3), "0+", 1),  # equal products; the first has the greater ln^2
        ((2, 32, 64), (4, 8, 128), "0+", -1),  # equal sums of ln and of ln^2; ln^3 decides
        ((5,), (1, 1), "0+", -1),
        ((1, 3), (2, 2), "1-", -1),  # the same total, the greater sum of c ln c
        ((1, 2, 2), (1, 3), "1-", 1),
        ((7,), (7,), "1-", 0),
        ((100, 100), (1, 1, 1), "0", -1),
        ((100, 1), (2, 3), "0", 0),
    ],
)
def test_compare_costs__known(a: tuple[int | str, ...], b: tuple[int | str, ...], p: str, sign: int) -> None:
    assert oracles.compare_costs(fractions(*a), fractions(*b), p) == sign
    assert oracles.compare_costs(fractions(*b), fractions(*a), p) == -sign


@pytest.mark.parametrize("p", ["1/2", "1/3", "2/3", "1-", "0+"])
@pytest.mark.parametrize("digits", [5, 90, 150, 700])
def test_compare_costs__sees_the_smallest_difference(p: str, digits: int) -> None:
    tiny = F(1, 10**digits)
    assert oracles.compare_costs([F(2), F(8)], [F(2), F(8) + tiny], p) == -1
    assert oracles.compare_costs([F(2) + tiny, F(8)], [F(2), F(8)], p) == 1
    if p == "1/2":
        assert oracles.compare_costs([F(2), F(8)], [F(18) + tiny], p) == -1
        assert oracles.compare_costs([F(2), F(8)], [F(18) - tiny], p) == 1


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(st.builds(F, st.integers(1, 30), st.integers(1, 6)), st.integers(-3, 3)), max_size=5),
    st.sampled_from(["1/2", "1/3", "2/3", "3/4", "1/6"]),
)
def test_sign_of_power_sum__agrees_with_sympy(pairs: list[tuple[Fraction, int]], p: str) -> None:
    terms = Counter[Fraction]()
    for a, n in pairs:
        terms[a] += n
        terms[a * 4] -= n  # so that equal radicals are not rare
    radicals = sum(n * sympy.Rational(a.numerator, a.denominator) ** sympy.Rational(p) for a, n in terms.items())
    assert oracles.sign_of_power_sum(terms, p) == (sympy.sign(radicals) if radicals else 0)


def test_sign_of_power_sum__a_logarithmic_identity_is_zero_to_first_order() -> None:
    weights = {F(6): F(1), F(2): F(-1), F(3): F(-1)}
    assert oracles._sign_of_log_sum(weights, 1) == 0
    assert oracles._sign_of_log_sum(weights, 2) == 1
    assert oracles._sign_of_log_sum({F(1): F(5)}, 1) == 0


def test_sign_of_power_sum__gives_up_rather_than_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracles, "MOST_DIGITS", 200)
    with pytest.raises(ArithmeticError, match="undecided with 200 digits"):
        oracles.sign_of_power_sum({F(1) + F(1, 10**300): 1, F(1): -1}, "0+")


def test_rational_root__and_coprime_base() -> None:
    assert oracles.rational_root(F(8, 27), 3) == F(2, 3)
    assert oracles.rational_root(F(8, 28), 3) is None
    assert oracles.rational_root(F(2), 2**54) is None
    assert oracles.rational_root(F(10) ** 300, 100) == 1000
    assert oracles.coprime_base([12, 18, 1, 35]) == [2, 3, 35]


# --- all minimisers --------------------------------------------------------------------------------------------------


def test_brute_force__the_running_example() -> None:
    answer = oracles.brute_force(*PEAK_PLATEAU, "1/2")
    assert answer.minimizers == [frozenset({1})]
    assert answer.slope_changes == [fractions(-2, 1, 1)]
    assert [run.gaps for run in answer.runs] == [[0], [1, 2], [3]]
    assert (answer.fewest_knots, answer.count) == (3, 1)


def test_brute_force__the_critical_exponent_of_four_gaps() -> None:
    data = strategies.data_from_gaps(fractions("1/100", 1, 1, "1/100"))
    sizes = {p: len(oracles.brute_force(*data, p).slope_changes[0]) for p in ("0+", "1807/10000", "1808/10000", "1-")}
    assert sizes == {"0+": 2, "1807/10000": 2, "1808/10000": 3, "1-": 3}


@pytest.mark.parametrize("p", ["0", "0+", "1/2", "9/10", "1-"])
def test_brute_force__counts_ties(p: str) -> None:
    def count(*gaps: int) -> Count:
        return oracles.brute_force(*strategies.data_from_gaps(gaps), p).count

    assert count(1, 2, 1) == 2
    assert count(1, 1, 1, 1, 1) == 3
    assert count(1, 2, 1, -1, -1, -1, 0, 2, 1, 2) == 8
    assert count() == 1
    assert oracles.brute_force([F(0)], [F(1)], p).count == math.inf


def whole(data: strategies.Points, p: str) -> set[Matching]:
    """The minimisers without runs: all matchings of all gaps, but for those across a turn or a zero, compared."""
    gaps = oracles.slope_gaps(*data)
    best: list[tuple[Matching, Changes]] = []
    for m in oracles.matchings(len(gaps)):
        if all(gaps[k] * gaps[k + 1] > 0 for k in m):
            changes = oracles.slope_changes(gaps, m)
            order = oracles.compare_costs(changes, best[0][1], p) if best else -1
            best = [(m, changes)] if order < 0 else best + [(m, changes)] * (order == 0)
    return {m for m, _ in best}


some_gaps = st.one_of(strategies.gap_sequences(0, 7), strategies.exact_ties("1/2"), strategies.near_ties("1/2"))


@settings(deadline=None, max_examples=80)
@given(strategies.data_sets_with_gaps(some_gaps), strategies.exponents())
def test_brute_force__runs_are_independent(data: strategies.Points, p: str) -> None:
    assert set(oracles.brute_force(*data, p).minimizers) == whole(data, p)


@settings(deadline=None, max_examples=60)
@given(strategies.gap_sequences(1, 7, values=st.builds(F, st.integers(1, 30))))
def test_brute_force__limits_are_limits(gaps: strategies.Gaps) -> None:
    data = strategies.data_from_gaps(gaps)
    for limit, close in (("0+", F(1, 10**40)), ("1-", 1 - F(1, 10**40))):
        assert oracles.brute_force(*data, limit).minimizers == oracles.brute_force(*data, str(close)).minimizers
    first = oracles.brute_force(*data, "0+")
    assert {len(c) for c in first.slope_changes} == {first.fewest_knots}


@settings(deadline=None, max_examples=80)
@given(st.lists(st.integers(0, 3), max_size=3).flatmap(strategies.data_sets_with_runs), strategies.exponents())
def test_brute_force__theorem_b(data: strategies.Points, p: str) -> None:
    answer = oracles.brute_force(*data, p)
    assert {len(c) for c in answer.slope_changes} == {answer.fewest_knots}
    assert answer.fewest_knots == sum((len(run.gaps) + 1) // 2 for run in answer.runs)


# --- the certificate's dual and its count, read off the specification ------------------------------------------------


def signs_of_the_dual(sizes: Sequence[Fraction], p: str) -> str:
    """Clauses C10 and C11: character k is the sign of g_k - D_k; D_{k+1} is that where it is +, and else 0."""
    text, dual = "", Counter[Fraction]()
    for a, b in pairwise(sizes):
        left = Counter({c: -n for c, n in dual.items()})
        left.update([a, b])
        left.subtract([a + b])
        sign = oracles.sign_of_power_sum(left, p)
        text += "-0+"[sign + 1]
        dual = left if sign > 0 else Counter()
    return text


def slack(matching: Matching, text: str) -> bool:
    """Clause C12: matches only at + or 0, and gap k+1 matched wherever character k is +."""
    return all(text[k] != "-" for k in matching) and all(
        k in matching or k + 1 in matching for k, sign in enumerate(text) if sign == "+"
    )


@settings(deadline=None, max_examples=150)
@given(st.one_of(some_gaps, strategies.near_ties("0+"), strategies.near_ties("1-")), strategies.exponents())
def test_specification__complementary_slackness_marks_the_minimisers(gaps: strategies.Gaps, p: str) -> None:
    data = strategies.data_from_gaps(gaps)
    for run in oracles.brute_force(*data, p).runs:
        text = signs_of_the_dual([abs(gaps[k]) for k in run.gaps], p)
        marked = [frozenset(run.gaps[0] + k for k in m) for m in oracles.matchings(len(run.gaps)) if slack(m, text)]
        assert set(marked) == set(run.minimizers)


# --- fewest knots over all splines -----------------------------------------------------------------------------------


def table_of_the_specification(gaps: Sequence[Fraction], planted: str = "") -> tuple[int, Count]:
    """Section 4 of the certificate specification at p = 0: (knots, number of minimisers), for two or more points.

    States: class of r (0, 1, -1) -> (knots, ways for each value). `planted` names a fault to be put in.
    """
    signs = [(d > 0) - (d < 0) for d in gaps]
    if not signs:
        return 0, 1
    first = 1 if planted == "the first knot is fixed" else math.inf
    last = 1 if planted == "the last knot is fixed" else math.inf
    states: dict[int, tuple[int, Count]] = {0: (0, 1), 1: (1, first), -1: (1, first)}
    for d in signs[:-1]:
        rests = best_ways((left, k, w * n) for r, (k, w) in states.items() for left, n in rests_of(d, r, planted))
        states = best_ways((r, k + m, w * n) for t, (k, w) in rests.items() for r, m, n in payments_of(t, planted))
    rests = best_ways((left, k, w * n) for r, (k, w) in states.items() for left, n in rests_of(signs[-1], r, planted))
    return best_ways((0, k + abs(t), w * last if t else w) for t, (k, w) in rests.items())[0]


def rests_of(d: int, r: int, planted: str) -> list[tuple[int, Count]]:
    """The signs of l = d - r that a class of r yields, each with 1 for one point of the class, inf for a stretch."""
    if r == 0:
        return [(d, 1)]
    if d == r:
        exact: list[tuple[int, Count]] = [] if planted == "no exact payment" else [(0, 1)]
        return [*exact, (r, math.inf), (-r, math.inf)]
    return [(-r, 1 if planted == "a stretch is a point" else math.inf)]


def payments_of(t: int, planted: str) -> list[tuple[int, int, Count]]:
    """(class of r, knots, ways) for a rest of sign t."""
    if t == 0:
        return [(0, 0, 1)]
    return [(0, 1, 1), (t, 1, 1), (-t, 1 if planted == "turns are cheap" else 2, math.inf)]


def best_ways(paths: Iterable[tuple[int, int, Count]]) -> dict[int, tuple[int, Count]]:
    """The least number of knots to each state, and the number of ways in all."""
    found: dict[int, tuple[int, Count]] = {}
    for state, knots, ways in paths:
        least, so_far = found.get(state, (knots, 0))
        if knots <= least:
            found[state] = (knots, ways + so_far if knots == least else ways)
    return found


@pytest.mark.parametrize(
    ("gaps", "wanted"),
    [
        ([], (0, 1)),
        ([0, 0], (0, 1)),
        ([1], (1, math.inf)),
        ([1, 1], (1, 1)),
        ([1, -1], (2, math.inf)),
        ([1, 0, 1], (2, math.inf)),
        ([1, 2, 1], (2, math.inf)),
        ([1, 1, 1, 1], (2, 1)),
        ([1, 1, -1, -1], (2, 1)),
        ([1, 1, -1, -1, 0, 1, 1], (3, 1)),
    ],
)
def test_count_fewest_knots__known(gaps: list[int], wanted: tuple[int, Count]) -> None:
    assert oracles.count_fewest_knots(*strategies.data_from_gaps(gaps)) == wanted


def test_count_fewest_knots__one_point() -> None:
    assert oracles.count_fewest_knots([F(3)], [F(4)]) == (0, math.inf)


@pytest.mark.parametrize("n", range(6))
def test_specification__counts_the_splines_with_fewest_knots(n: int) -> None:
    for gaps in exactly(n, -1, 1):
        data = strategies.data_from_gaps(gaps)
        counted = oracles.count_fewest_knots(*data)
        assert table_of_the_specification(fractions(*gaps)) == counted, gaps
        assert oracles.brute_force(*data, "0").fewest_knots == counted[0], gaps


FAULTS = [
    "the first knot is fixed",
    "the last knot is fixed",
    "no exact payment",
    "a stretch is a point",
    "turns are cheap",
]


@pytest.mark.parametrize("planted", FAULTS)
def test_specification__a_fault_in_the_table_is_seen(planted: str) -> None:
    cases = [fractions(*gaps) for n in range(5) for gaps in exactly(n, -1, 1)]
    counted = [oracles.count_fewest_knots(*strategies.data_from_gaps(gaps)) for gaps in cases]
    assert counted == [table_of_the_specification(gaps) for gaps in cases]
    assert counted != [table_of_the_specification(gaps, planted) for gaps in cases]


@pytest.mark.parametrize("n", range(4))
def test_fewest_knots_by_lp__agrees(n: int) -> None:
    for gaps in exactly(n, -2, 2):
        data = strategies.data_from_gaps(gaps, [1 + k % 2 for k in range(n + 1)])
        assert oracles.fewest_knots_by_lp(*data) == oracles.count_fewest_knots(*data)[0]


@pytest.mark.parametrize(
    ("rows", "right", "wanted"),
    [
        ([[1, -1]], [0], True),
        ([[1, 1]], [0], False),
        ([[1, 1]], [1], True),
        ([[1, 0], [0, 1]], [1, 0], False),
        ([[1, 1], [1, -1]], [2, 2], False),  # v = (2, 0)
        ([[1, 1], [1, -1]], [3, 2], True),
        ([[1, 1], [2, 2]], [1, 3], False),
        ([[]], [0], True),
        ([[]], [1], False),
        ([[1, -1, 0], [0, 1, -1], [-1, 0, 1]], [1, 1, -2], True),
        ([[1, -1, 0], [0, 1, -1], [-1, 0, 1]], [1, 1, -1], False),
    ],
)
def test_has_positive_solution__known(rows: list[list[int]], right: list[int], wanted: bool) -> None:
    assert oracles.has_positive_solution([list(fractions(*row)) for row in rows], fractions(*right)) is wanted


def rank(rows: Sequence[Sequence[Fraction]]) -> int:
    left, found = [list(row) for row in rows], 0
    for k in range(len(left[0]) if left else 0):
        pivot = next((row for row in left if row[k]), None)
        if pivot is not None:
            left = [oracles._without(row, pivot, k) for row in left if row is not pivot]
            found += 1
    return found


def least_on_grid(data: strategies.Points, most: int) -> int | None:
    """The least number of knots among many fixed places, with no theory: is there a sum of hinges and a line?"""
    x, y = data
    places = sorted({a + (b - a) * F(k, 6) for a, b in pairwise(x) for k in range(7)})
    for knots in range(most + 1):
        for chosen in combinations(places, knots):
            rows = [[F(1), a, *(max(a - t, F(0)) for t in chosen)] for a in x]
            if rank(rows) == rank([[*row, b] for row, b in zip(rows, y, strict=True)]):
                return knots
    return None


@pytest.mark.parametrize(
    "gaps", [(1, 1, 1), (1, 0, 1), (2, 1, -1), (1, 2), (0, 1, 1), (1, -1, 2), (1, 2, 0), (2, 1, 1, 2)]
)
def test_count_fewest_knots__no_fewer_on_a_grid(gaps: tuple[int, ...]) -> None:
    data = strategies.data_from_gaps(gaps)
    wanted, _ = oracles.count_fewest_knots(*data)
    assert least_on_grid(data, wanted) == wanted


# --- refuting Theorem A ----------------------------------------------------------------------------------------------


def random_data(rng: random.Random, most: int) -> strategies.Points:
    n = rng.randint(1, most)
    gaps = [F(rng.choice([-1, 1, 1, 1]) * rng.choice([0, 1, 1, 2, 3, 5, 20, 100]), rng.randint(1, 3)) for _ in range(n)]
    steps = [F(rng.randint(1, 4), rng.randint(1, 2)) for _ in range(n + 1)]
    return strategies.data_from_gaps(gaps, steps, rng.randint(-2, 2), rng.randint(-2, 2), rng.randint(-2, 2))


@pytest.mark.slow
def test_theorem_a__no_spline_beats_the_matchings() -> None:
    rng = random.Random(2025)
    reached = 0
    for case in range(300):
        data = random_data(rng, 6)
        p = str(F(rng.randint(0, 19), 20))
        least = oracles.objective(oracles.brute_force(*data, p).slope_changes[0], p)
        found = oracles.random_search(*data, p, tries=4, seed=case)
        with mpmath.workdps(60):
            rounding = least * mpmath.mpf(10) ** -55  # of two sums of a few powers, each correct to 60 digits
            assert found >= least - rounding, (data, p)
            reached += abs(found - least) <= rounding
    assert reached > 240  # a search that never comes near refutes nothing


@pytest.mark.slow
def test_theorem_a__a_family_without_one_matching_is_beaten() -> None:
    rng = random.Random(7)
    beaten = 0
    for case in range(60):
        sizes = [F(rng.randint(1, 9)) for _ in range(rng.randint(2, 5))]
        data, p = strategies.data_from_gaps(sizes), str(F(rng.randint(1, 9), 10))
        best = oracles.brute_force(*data, p)
        if best.count == 1:
            family = [m for m in oracles.matchings(len(sizes)) if m not in best.minimizers]
            least = min(oracles.objective(oracles.slope_changes(sizes, m), p) for m in family)
            assert oracles.random_search(*data, p, tries=10, seed=case) < least, (sizes, p)
            beaten += 1
    assert beaten > 30


@settings(deadline=None, max_examples=60)
@given(
    strategies.data_sets(2, 6).flatmap(lambda data: st.tuples(st.just(data), strategies.interpolants(*data))),
    strategies.exponents(limits=False),
)
def test_theorem_a__no_drawn_interpolant_beats_the_matchings(
    drawn: tuple[strategies.Points, strategies.Interpolant], p: str
) -> None:
    data, spline = drawn
    changes = tuple(c for _, c in spline.knots)
    for best in oracles.brute_force(*data, p).slope_changes:
        assert oracles.compare_costs(best, changes, p) <= 0


def test_random_search__its_splines_interpolate() -> None:
    rng = random.Random(3)
    for _ in range(50):
        data = random_data(rng, 5)
        spline = oracles.checked(oracles.random_spline(*data, rng), *data)
        merged = oracles.checked(oracles._spline_from(*data, oracles._payments(data[0], spline, rng)), *data)
        assert oracles.objective(merged.changes, "1/2") <= oracles.objective(spline.changes, "1/2")


def test_checked__rejects_what_does_not_interpolate_or_has_idle_knots() -> None:
    spline = oracles.spline_of(*PEAK_PLATEAU, frozenset())
    assert oracles.checked(spline, *PEAK_PLATEAU) == spline
    for wrong in (spline._replace(left_slope=F(1)), spline._replace(knots=(*spline.knots, (F(9), F(0))))):
        with pytest.raises(AssertionError, match="a spline that does not count"):
            oracles.checked(wrong, *PEAK_PLATEAU)


def test_objective__digits() -> None:
    with mpmath.workdps(80):
        error = abs(oracles.objective(fractions(-2, 1, 1), "1/2", 70) - 2 - mpmath.sqrt(2))
    assert error < mpmath.mpf(10) ** -69
    assert oracles.objective(fractions(-2, 1, 1), "0") == 3
    assert oracles.objective((), "1/2") == 0
