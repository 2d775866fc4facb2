"""Local minimisers of V_p, against brute force over all matchings that shares no code with them."""

import math
from fractions import Fraction
from functools import cmp_to_key
from itertools import islice, pairwise, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from proofs_check.cases.strategies import data_sets
from sparsest import Dataset, Spline, UsageError, solve
from sparsest.univariate import stable as stable_module
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.local import (
    MOST_RANKED,
    count_stable,
    descend,
    first_descent,
    is_stable,
    local_minimizers,
    stable_matchings,
)
from sparsest.univariate.stable import Descent
from tests import oracles
from tests.ratios import ratios

PS = ("1/1000", "1/2", "999/1000")
# Ties, zeros that end runs, both signs.
few = st.lists(st.integers(-3, 3), max_size=9)
gap_lists = few | st.lists(ratios(-9, 9, 9), max_size=8)


def all_matchings(d):
    """All sets of disjoint neighbours of one nonzero sign, by trying all subsets."""
    found = [frozenset()]
    for k, (a, b) in enumerate(pairwise(d)):
        if a * b > 0:
            found += [m | {k} for m in found if k - 1 not in m]
    return found


def is_stable_by_definition(d, m):
    """Each unmatched gap against each neighbour of its sign, which must be matched, in a larger pair."""
    owner = {place: k for k in m for place in (k, k + 1)}
    for i, here in enumerate(d):
        for j in (i - 1, i + 1):
            if i in owner or not 0 <= j < len(d) or here * d[j] <= 0:
                continue
            if j not in owner or not abs(here) < abs(d[owner[j]] + d[owner[j] + 1]):
                return False
    return True


@given(gap_lists)
@example([1, 2, 3])
@example([0, 2, 1, 2, 0, 0, -1, -1, -1])
def test_stable_matchings__are_those_of_the_definition_among_all_matchings(d):
    gaps = Gaps.of(Dataset.from_gaps(d))
    expected = {m for m in all_matchings(d) if is_stable_by_definition(d, m)}
    found = list(stable_matchings(gaps))
    assert len(found) == len(expected) == count_stable(gaps)
    assert set(map(frozenset, found)) == expected
    # Pairs as far left as can be first, also over several runs.
    assert found == sorted(found, key=lambda m: [k not in m for k in range(len(d))])
    for m in all_matchings(d):
        assert is_stable(gaps, sorted(m)) == (m in expected)


@pytest.mark.slow
@given(gap_lists)
def test_descents__lower_v_p_at_every_p_until_stable(d):
    gaps = Gaps.of(Dataset.from_gaps(d))
    for m in all_matchings(d):
        at = tuple(sorted(m))
        while (step := first_descent(gaps, at)) is not None:
            after = step.applied(at)
            assert frozenset(after) in all_matchings(d)
            assert len(after) >= len(at)
            for p in PS:
                costs = [oracles.slope_changes(list(map(Fraction, d)), frozenset(one)) for one in (after, at)]
                assert oracles.compare_costs(*costs, p) < 0
            at = after
        assert descend(gaps, sorted(m)) == at
        assert is_stable_by_definition(d, frozenset(at))


@settings(max_examples=60)
@given(data_sets(2, 9), st.sampled_from([*PS, "0+", "1-"]))
def test_global_minimisers_are_local_ones(points, p):
    data = Dataset(*points)
    local = local_minimizers(data)
    solution = solve(data, p)
    assert all(map(local.contains, islice(solution.splines(), 20)))
    best = [entry.matching for entry in local.ranking(p) if entry.rank == 1]
    assert len(best) == solution.minimizers
    assert solution.matches in best


@settings(max_examples=60)
@given(data_sets(2, 9))
def test_splines__interpolate_and_are_known_again(points):
    data = Dataset(*points)
    d = list(map(Fraction, map(str, Gaps.of(data).gaps)))
    local = local_minimizers(data)
    assert all((spline(data.x) == data.y).all() for _, spline in islice(local, 20))
    for m in all_matchings(d):
        made = oracles.spline_of(data.x, data.y, m)
        spline = Spline(made.left_slope, made.left_intercept, [t for t, _ in made.knots], made.changes)
        assert local.matching_of(spline) == tuple(sorted(m))
        assert local.contains(spline) == is_stable_by_definition(d, m)
        assert local.matching_of(Spline(made.left_slope, made.left_intercept + 1, spline.knots, made.changes)) is None


@settings(max_examples=40, deadline=None)
@given(gap_lists, st.sampled_from([*PS, "0+", "1-"]))
def test_ranks__are_those_of_brute_force(d, p):
    local = local_minimizers(Dataset.from_gaps(d))
    exact = list(map(Fraction, d))
    cost = {m: oracles.slope_changes(exact, m) for m in all_matchings(d) if is_stable_by_definition(d, m)}
    order = cmp_to_key(lambda a, b: oracles.compare_costs(cost[a], cost[b], p))
    for m in cost:
        assert local.rank(sorted(m), p) == 1 + sum(order(other) < order(m) for other in cost)
    ranks = [entry.rank for entry in local.ranking(p)]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("gaps", "matching", "step"),
    [
        ([1], [], None),
        ([1, 2], [], Descent(0, 0, None)),
        ([1, 2], [0], None),
        ([1, -2], [], None),
        ([1, 0, 2], [], None),
        ([1, 2, 3], [0], Descent(2, 1, 0)),  # equality
        ([1, 2, "299/100"], [0], None),
        ([3, 2, 1], [1], Descent(0, 0, 1)),
        ([-1, -2, -3], [0], Descent(2, 1, 0)),
        ([1, 1, -5], [0], None),  # the large gap has another sign
        ([1, 1, 0, 5], [0], None),  # a zero gap is between
        ([1, 1, 1, 1, 1], [0], Descent(2, 2, None)),
        ([1, 1, 1, 1, 1, 1], [0, 4], Descent(2, 2, None)),
        ([9, 1, 1, 9], [1], Descent(0, 0, 1)),
        ([1, 5, 4, 1, 5], [0, 3], None),
        ([1, 1, 4, 1, 1], [0, 3], Descent(2, 1, 0)),
    ],
)
def test_first_descent__names_the_gap_and_the_pair(gaps, matching, step):
    assert first_descent(Gaps.of(Dataset.from_gaps(gaps)), matching) == step


def test_no_p_comes_in__but_the_order_depends_on_it():
    local = local_minimizers(Dataset.from_gaps(["1/100", 1, 1, "1/100"]))
    assert [m for m, _ in local] == [(0, 2), (1,)]
    assert [local.rank([1], p) for p in ("0+", "1/10", "1/5", "1-")] == [2, 2, 1, 1]


def test_equal_costs_have_equal_ranks():
    ranking = local_minimizers(Dataset.from_gaps([1, 1, 1, 0, 2, 2, 2])).ranking("1/2")
    assert [entry.rank for entry in ranking] == [1, 1, 1, 1]
    ranking = local_minimizers(Dataset.from_gaps([2, 2, 3, -1, -1, -1])).ranking("1/2")
    assert [entry.rank for entry in ranking] == [1, 1, 3, 3]


def test_too_many_to_be_ranked():
    local = local_minimizers(Dataset.from_gaps([1] * 31))
    assert MOST_RANKED < local.count == 4410
    assert local.ranking("1/2") is None
    assert local.rank(next(iter(local))[0], "1/2") is None
    assert repr(local) == "<LocalMinimizers: 4410 through 33 points>"


def test_one_point_and_two():
    lone = local_minimizers(Dataset([2], [3]))
    assert lone.count == math.inf
    assert lone.contains(Spline(5, -7))
    assert not lone.contains(Spline(5, -8))
    assert not lone.contains(Spline(5, -7, [9], [1]))
    assert local_minimizers(Dataset([2, 3], [3, 5])).count == 1
    assert [spline for _, spline in local_minimizers(Dataset([2, 3], [3, 5]))] == [Spline(2, -1)]


@pytest.mark.parametrize(
    ("knots", "changes"),
    [
        (["3/2", 3], [2, 1]),  # not the place where the chords meet
        ([1, "3/2", 2], [1, 1, -1]),
        (["5/4", "7/4"], [1, 1]),  # two knots between two points
        ([-3, 1, 2], [1, 1, 1]),  # left of all points
        (["1/2", 2], [1, 1]),  # between the first two
        ([1, "5/2"], [1, 2]),  # between the last two
        ([1, 2, 9], [1, 1, 1]),
        ([0, 1, 2], [1, 1, 1]),
    ],
)
def test_matching_of__is_none_where_there_is_none(knots, changes):
    assert local_minimizers(Dataset([0, 1, 2, 3], [0, 0, 1, 3])).matching_of(Spline(0, 0, knots, changes)) is None


@pytest.mark.parametrize("matching", [[0, 1], [2], [3], [-1], [0, 0], [5], [0, 4]])
def test_what_is_no_matching_is_refused(matching):
    gaps = Gaps.of(Dataset.from_gaps([1, 1, 1, -1, -1]))
    for ask in (is_stable, first_descent, descend):
        with pytest.raises(UsageError, match="is no matching of these 5 gaps"):
            ask(gaps, matching if matching != [3] else [3, 4])


def test_rank__refuses_what_has_none():
    local = local_minimizers(Dataset.from_gaps([1, 2, 3]))
    with pytest.raises(UsageError, match=r"\[0\] is not stable and has no rank"):
        local.rank([0], "1/2")
    with pytest.raises(UsageError, match="p = 0: every spline through the points is a local minimiser"):
        local.rank([1], 0)
    with pytest.raises(UsageError, match="is no data set"):
        local_minimizers([1, 2, 3])


@pytest.mark.slow
def test_descend__long_runs():
    """One hundred thousand gaps, and a run along which one gap travels all the way."""
    assert len(descend(Gaps.of(Dataset.from_gaps([1] * 100_000)), [])) == 50_000
    falling = Gaps.of(Dataset.from_gaps([Fraction(2) ** -k for k in range(301)]))
    assert descend(falling, range(1, 301, 2)) == tuple(range(0, 300, 2))


# --- planted faults ---

SMALL = [d for n in range(6) for d in product((-1, 0, 1, 2, 3), repeat=n) if n < 4 or 3 in d[::4]][::2]


def wrong():
    """The first of many small data sets on which list, count or test of stable matchings is not that of brute force."""
    for d in SMALL:
        gaps = Gaps.of(Dataset.from_gaps(d))
        expected = {tuple(sorted(m)) for m in all_matchings(d) if is_stable_by_definition(d, m)}
        tested = {tuple(sorted(m)) for m in all_matchings(d) if is_stable(gaps, sorted(m))}
        if count_stable(gaps) != len(expected) or not set(stable_matchings(gaps)) == expected == tested:
            return d
    return None


def test_planted_faults__none_is_none():
    assert wrong() is None


@pytest.mark.parametrize(
    ("module", "name", "fault"),
    [
        (stable_module, "_fits_after_a_pair", lambda a, k: k == 0 or (k >= 2 and a[k] <= a[k - 2] + a[k - 1])),
        (stable_module, "_fits_after_a_pair", lambda _, k: k == 0 or k >= 2),
        (stable_module, "_fits_before_a_pair", lambda a, k: 0 <= k < len(a) - 2 and a[k] <= a[k + 1] + a[k + 2]),
        (stable_module, "_fits_before_a_pair", lambda a, k: 0 <= k < len(a) - 2 and a[k] < a[k + 1]),
        (stable_module, "_fits_before_a_pair", lambda a, k: 0 <= k < len(a) - 3 and a[k] < a[k + 1] + a[k + 2]),
        (stable_module, "_one_sign", lambda a, b: a * b >= 0),
        (stable_module, "_one_sign", lambda a, b: a != 0 and b != 0),
        (stable_module, "_descent_at", lambda *_: None),
    ],
)
def test_planted_faults__are_seen(monkeypatch, module, name, fault):
    monkeypatch.setattr(module, name, fault)
    assert wrong() is not None
