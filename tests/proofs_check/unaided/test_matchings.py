"""Brute force over matchings, against the oracles of the tests, which share no code with it."""

import pytest
from hypothesis import given, settings

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Verdict, examine
from proofs_check.unaided.compare import difference
from proofs_check.unaided.matchings import (
    all_matchings_in_reach,
    best_matchings,
    fewest_knots,
    knot_lists,
    knots_of,
    matchings,
    multiset,
    path_in_reach,
    runs_up_to,
    sizes_of_runs,
)
from sparsest import Dataset
from tests import oracles


@pytest.mark.parametrize("n", range(8))
def test_matchings__are_those_of_the_oracle(n):
    assert {frozenset(m) for m in matchings(n)} == set(oracles.matchings(n))
    assert len(matchings(n)) == len(set(matchings(n)))


@settings(max_examples=100, deadline=None)
@given(spline_cases())
def test_best_matchings__are_those_of_the_oracle(case):
    answer = oracles.brute_force(case.x, case.y, case.p.name)
    for sizes, run in zip(sizes_of_runs(case), answer.runs, strict=True):
        found = {frozenset(run.gaps[0] + k for k in m) for m in best_matchings(sizes, case.p)}
        assert found == set(run.minimizers)
    assert fewest_knots(case) == answer.fewest_knots
    assert case.longest_run == max((len(run.gaps) for run in answer.runs), default=0)


@settings(max_examples=50, deadline=None)
@given(spline_cases())
def test_knot_lists__are_the_minimisers(case):
    best = [best_matchings(sizes, case.p) for sizes in sizes_of_runs(case)]
    if case.solution.minimizers <= 50:
        assert set(knot_lists(case, best)) == {knots_of(spline) for spline in case.splines}


def test_multisets_and_differences():
    case = SplineCase(Dataset.from_gaps([1, 2, 1]))
    one, two = case.splines
    assert multiset(one.flint.changes) == multiset(two.flint.changes)
    assert difference(one.flint.changes, two.flint.changes) == {}


@pytest.mark.parametrize(
    ("require", "most", "verdict"),
    [
        (all_matchings_in_reach, 10, Verdict.UNDECIDED),
        (path_in_reach, 100, Verdict.UNDECIDED),
        (runs_up_to(3), 3, Verdict.NOT_MET),
    ],
    ids=["all matchings", "path", "up to 3"],
)
def test_hypotheses_on_runs__are_met_up_to_their_bound(require, most, verdict):
    for gaps, expected in (([1] * most, Verdict.HOLDS), ([1] * (most + 1), verdict), ([1, 0] * most, Verdict.HOLDS)):
        assert examine(require, SplineCase(Dataset.from_gaps(gaps))).verdict is expected


def test_path_in_reach__needs_few_points():
    for gaps, verdict in ((1_998, Verdict.HOLDS), (1_999, Verdict.UNDECIDED)):
        assert examine(path_in_reach, SplineCase(Dataset.from_gaps([0] * gaps))).verdict is verdict
