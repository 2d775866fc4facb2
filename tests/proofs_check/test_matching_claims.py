"""The checks of uniqueness, thresholds and Theorems A to C see a solver that is wrong."""

import math
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

import pytest
from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.claim import Verdict, examine
from proofs_check.claims import claim, theorem_3_2_threshold, theorem_3_2_unique, theorem_a
from proofs_check.claims.theorem_3_2_unique import most_exceptions
from proofs_check.claims.theorem_c import count_arrangements
from sparsest import Dataset, path
from sparsest.exact.exponent import Exponent
from sparsest.spline import Spline
from sparsest.univariate import path as path_module
from sparsest.univariate.path import Breakpoint
from sparsest.univariate.pieces import RunPath
from tests import oracles


def case_of(gaps, p="1/2", **parts):
    """A case some of whose computed parts are given."""
    case = SplineCase(Dataset.from_gaps(gaps), Exponent.read(p))
    case.__dict__.update(parts)
    return case


def verdict(name, case):
    return claim(name).examine(case).verdict


def test_theorem_a__sees_a_matching_that_is_not_the_best():
    honest = case_of([1, 2, 5])
    assert verdict("theorem-a", honest) is Verdict.HOLDS
    wrong = replace(honest.solution, signs=((1, -1),))
    assert wrong.matches != honest.solution.matches
    assert verdict("theorem-a", case_of([1, 2, 5], solution=wrong)) is Verdict.REFUTED


def test_theorem_a__sees_a_minimiser_that_is_missing():
    honest = case_of([1, 2, 1])
    assert honest.solution.minimizers == 2
    wrong = replace(honest.solution, signs=((1, 1),))
    assert verdict("theorem-a", case_of([1, 2, 1], solution=wrong)) is Verdict.REFUTED


def test_theorem_a__sees_a_spline_that_does_not_interpolate():
    other = SplineCase(Dataset.from_gaps([1, 2, 6])).splines
    assert verdict("theorem-a", case_of([1, 2, 5], splines=other)) is Verdict.REFUTED


def test_theorem_a__sees_an_intercept_that_is_wrong():
    (best,) = case_of([1, 2, 5]).splines
    high = Spline(best.slope, best.intercept + 1, best.knots, best.slope_changes)
    finding = claim("theorem-a").examine(case_of([1, 2, 5], splines=(high,)))
    assert finding.reason == "a minimiser does not pass through the points"


def findings_of_competitors(gaps, signs):
    """What random splines say of a solver that returns this dual."""
    for seed in range(60):
        data = Dataset.from_gaps(gaps)
        case = SplineCase(data, Exponent.read("1/2"), seed)
        case.__dict__["solution"] = replace(case.solution, signs=signs)
        yield examine(theorem_a._see_a_competitor, case)


def test_random_splines__are_cheaper_than_what_is_no_minimiser():
    reasons = {finding.reason for finding in findings_of_competitors([2, 3], ((-1,),))}
    assert reasons == {"", "a random spline is cheaper"}
    assert {finding.verdict for finding in findings_of_competitors([2, 3], ((1,),))} == {Verdict.HOLDS}


def test_random_splines__find_a_minimiser_that_is_missing():
    reasons = {finding.reason for finding in findings_of_competitors([1, 2, 1], ((1, -1),))}
    assert reasons == {"", "a random spline ties and is not among the minimisers"}


def test_random_splines__must_interpolate(monkeypatch):
    monkeypatch.setattr(theorem_a, "_random_knots", lambda case, _: ((case.data.flint.x[1], fmpq(7)),))
    assert examine(theorem_a._see_a_competitor, case_of([2, 3])).reason.endswith("does not interpolate")


def test_theorem_a__asks_the_checker_where_brute_force_is_too_long():
    gaps = [1, 2, 3, 5, 4, 1, 7, 9, 2, 4, 6]
    honest = case_of(gaps)
    assert verdict("theorem-a", honest) is Verdict.HOLDS
    signs = tuple(-s for s in honest.solution.signs[0])
    wrong = replace(honest.solution, signs=((*honest.solution.signs[0][:-1], signs[-1]),))
    assert verdict("theorem-a", case_of(gaps, solution=wrong)) is Verdict.REFUTED


@pytest.mark.parametrize(("name", "gaps"), [("theorem-b", [1, 2, 5]), ("theorem-3.2-easy", [1, 2])])
def test_theorem_b_and_the_easy_condition__see_too_many_knots(name, gaps):
    honest = case_of(gaps)
    assert verdict(name, honest) is Verdict.HOLDS
    wrong = replace(honest.solution, signs=((-1,) * (len(gaps) - 1),))
    assert verdict(name, case_of(gaps, solution=wrong)) is Verdict.REFUTED


FOUR = [1, 100, 100, 1]  # p* = 0.1807...


def test_threshold_and_uniqueness__see_a_path_without_its_breakpoint():
    honest = path(Dataset.from_gaps(FOUR))
    run = honest.runs[0]
    for name in ("theorem-3.2-threshold", "theorem-3.2-unique", "limits"):
        assert verdict(name, case_of(FOUR)) is Verdict.HOLDS
    # As if the minimisers near 1 were those for all p.
    last = replace(honest.pieces[-1], low=None)
    wrong = replace(honest, breakpoints=(), pieces=(last,))
    assert verdict("theorem-3.2-threshold", case_of(FOUR, path=wrong)) is Verdict.REFUTED
    assert verdict("limits", case_of(FOUR, path=wrong)) is Verdict.REFUTED
    # As if those near 0 were.
    first = replace(honest.pieces[0], high=None)
    wrong = replace(honest, breakpoints=(), pieces=(first,), runs=(replace(run, zeros=(), signs=run.signs[:1]),))
    assert verdict("theorem-3.2-unique", case_of(FOUR, path=wrong)) is Verdict.REFUTED
    assert verdict("limits", case_of(FOUR, path=wrong)) is Verdict.REFUTED


def test_threshold__sees_a_threshold_that_is_too_large():
    honest = path(Dataset.from_gaps(FOUR))
    other = path(Dataset.from_gaps([1, 3, 4, 1]))
    assert other.critical_exponent.enclosure()[0] > honest.critical_exponent.enclosure()[1]
    wrong = replace(honest, runs=other.runs)
    assert verdict("theorem-3.2-threshold", case_of(FOUR, path=wrong)) is Verdict.REFUTED


def test_uniqueness__sees_more_breakpoints_than_descartes_allows():
    honest = path(Dataset.from_gaps(FOUR))
    assert most_exceptions([abs(d) for d in honest.gaps.gaps]) == 1
    wrong = replace(honest, breakpoints=honest.breakpoints * 2)
    assert verdict("theorem-3.2-unique", case_of(FOUR, path=wrong)) is Verdict.REFUTED


SAME_SIZE = [-4, -8, -58, -22, -14]  # the minimisers change at 0.536... and have 3 knots before and after
TWO_CHANGES = [*FOUR, 0, *SAME_SIZE]
SURD = [Fraction(25, 16), 9, 16, Fraction(49, 36)]  # p* = 1/2


@pytest.mark.parametrize("factor", [Fraction(1, 2), Fraction(9, 10), 1 - Fraction(1, 10**15), Fraction(11, 10)])
def test_threshold__sees_an_enclosure_in_another_place(monkeypatch, factor):
    honest = Breakpoint.enclosure
    monkeypatch.setattr(Breakpoint, "enclosure", lambda p, digits=17: tuple(factor * e for e in honest(p, digits)))
    assert verdict("theorem-3.2-threshold", case_of(FOUR)) is Verdict.REFUTED


@pytest.mark.parametrize("ends", [(0, 0), (1, 1), (1, 0), (0, 2)])
def test_threshold__sees_an_enclosure_that_is_collapsed_or_wide(monkeypatch, ends):
    honest = Breakpoint.enclosure

    def wrong(point, digits=17):
        low_high_one = (*honest(point, digits), Fraction(1))
        return tuple(low_high_one[k] for k in ends)

    monkeypatch.setattr(Breakpoint, "enclosure", wrong)
    assert verdict("theorem-3.2-threshold", case_of(FOUR)) is Verdict.REFUTED


@pytest.mark.parametrize(("seed", "lot", "number"), [(0, 0, 5), (7, 0, 5), (7, 10, 5), (0, 1, 2), (7, 1, 2)])
def test_threshold__looks_at_all_five_exponents_of_given_data(seed, lot, number):
    low = Fraction(1, 2)
    case = SplineCase(Dataset.from_gaps([1, 2]), seed=seed, lot=lot)
    seen = set(theorem_3_2_threshold._below(case, low))
    assert len(seen & set(theorem_3_2_threshold._five(low))) == number


def test_threshold__sees_an_excess_at_one_of_five_exponents(monkeypatch):
    """Two of them are not always enough."""
    honest = theorem_3_2_threshold._knots
    low = path(Dataset.from_gaps(FOUR)).critical_exponent.enclosure()[0]
    bad = theorem_3_2_threshold._five(low)[4]
    monkeypatch.setattr(theorem_3_2_threshold, "_knots", lambda case, p: (2, 3) if p == bad else honest(case, p))
    assert verdict("theorem-3.2-threshold", case_of(FOUR)) is Verdict.REFUTED
    some = {verdict("theorem-3.2-threshold", replace(case_of(FOUR), seed=seed, lot=1)) for seed in range(20)}
    assert some == {Verdict.REFUTED, Verdict.HOLDS}


def test_threshold__sees_a_change_of_equal_size_taken_for_an_excess(monkeypatch):
    assert verdict("theorem-3.2-threshold", case_of(SAME_SIZE)) is Verdict.HOLDS
    monkeypatch.setattr(RunPath, "first_excess", lambda run: 0 if run.zeros else None)
    assert verdict("theorem-3.2-threshold", case_of(SAME_SIZE)) is Verdict.REFUTED


def test_threshold__sees_an_excess_that_is_missing(monkeypatch):
    monkeypatch.setattr(RunPath, "first_excess", lambda _: None)
    for gaps in (FOUR, [6, 28, 20, 8]):  # p* = 0.18... and 0.9997...
        assert verdict("theorem-3.2-threshold", case_of(gaps)) is Verdict.REFUTED


@pytest.mark.parametrize("gaps", [[*FOUR, 0, 1, 10, 10, 1], [1, 10, 10, 1, *(-d for d in FOUR)]])
def test_threshold__sees_that_another_run_has_too_many_knots_first(monkeypatch, gaps):
    assert verdict("theorem-3.2-threshold", case_of(gaps)) is Verdict.HOLDS
    honest = path_module._first_excess
    last = lambda runs: max((honest([run]) for run in runs), key=Breakpoint.enclosure)  # noqa: E731
    monkeypatch.setattr(path_module, "_first_excess", last)
    assert verdict("theorem-3.2-threshold", case_of(gaps)) is Verdict.REFUTED


def test_threshold__compares_the_critical_exponent_that_is_computed_without_the_path(monkeypatch):
    honest = path_module._run_paths
    monkeypatch.setattr(
        path_module, "_run_paths", lambda gaps, progress, shortest=1: honest(gaps, progress, 5 if shortest > 1 else 1)
    )
    assert verdict("theorem-3.2-threshold", case_of(FOUR)) is Verdict.REFUTED
    assert verdict("theorem-3.2-threshold", case_of(SAME_SIZE)) is Verdict.HOLDS
    monkeypatch.setattr(path_module, "_run_paths", honest)
    other = path_module.critical_exponent(Dataset.from_gaps([1, 3, 4, 1]))
    monkeypatch.setattr(theorem_3_2_threshold, "critical_exponent", lambda _: other)
    assert verdict("theorem-3.2-threshold", case_of(FOUR)) is Verdict.REFUTED
    assert verdict("theorem-3.2-threshold", case_of([1, 2, 5])) is Verdict.REFUTED


@pytest.mark.parametrize("gaps", [SAME_SIZE, TWO_CHANGES])
def test_uniqueness__sees_that_a_breakpoint_of_equal_sizes_is_missing(monkeypatch, gaps):
    for name in ("theorem-3.2-threshold", "theorem-3.2-unique", "limits"):
        assert verdict(name, case_of(gaps)) is Verdict.HOLDS
    monkeypatch.setattr(
        RunPath,
        "changes",
        lambda run: (k for k, (a, b) in enumerate(pairwise(run.matchings)) if len(a) != len(b)),
    )
    assert verdict("theorem-3.2-unique", case_of(gaps)) is Verdict.REFUTED
    assert verdict("limits", case_of(gaps)) is Verdict.REFUTED


def test_uniqueness__compares_all_matchings_at_both_ends_without_the_solver():
    """If solver and path err alike, the matchings of short runs tell."""
    honest = path(Dataset.from_gaps(FOUR))
    first, last = honest.pieces
    assert examine(theorem_3_2_unique._see_throughout, case_of(FOUR)).verdict is Verdict.HOLDS
    point = honest.breakpoints[0]
    swapped = (replace(last, low=None, high=point), replace(first, low=point, high=None))
    for pieces in ((replace(first, high=None),), (replace(last, low=None),), swapped):
        wrong = replace(honest, pieces=pieces)
        finding = examine(theorem_3_2_unique._see_throughout, case_of(FOUR, path=wrong))
        assert finding.verdict is Verdict.REFUTED


def test_uniqueness__sees_a_tie_at_a_p_that_is_near_a_breakpoint():
    honest = case_of(FOUR, "0.18")
    low, high = honest.path.breakpoints[0].bracket
    assert low < fmpq(18, 100) < high
    assert verdict("theorem-3.2-unique", honest) is Verdict.HOLDS
    tied = replace(case_of(FOUR, "0.18").solution, signs=honest.path.runs[0].at_zeros[:1])
    assert tied.minimizers == 2
    assert verdict("theorem-3.2-unique", case_of(FOUR, "0.18", solution=tied)) is Verdict.REFUTED


def test_uniqueness__sees_that_an_exact_tie_is_no_exception_of_the_path(monkeypatch):
    for name in ("theorem-3.2-unique", "theorem-3.2-threshold"):
        assert verdict(name, case_of(SURD)) is Verdict.HOLDS
    honest, less = Breakpoint.enclosure, 1 - Fraction(1, 10**20)
    monkeypatch.setattr(Breakpoint, "enclosure", lambda p, digits=17: tuple(less * e for e in honest(p, digits)))
    assert examine(theorem_3_2_unique._see_tie_at_p, case_of(SURD)).verdict is Verdict.REFUTED
    assert verdict("theorem-3.2-threshold", case_of(SURD)) is Verdict.REFUTED


@pytest.mark.parametrize("n", range(4))
def test_count_arrangements__is_that_of_the_oracle(n):
    for signs in product((-1, 0, 1), repeat=n):
        data = Dataset.from_gaps(signs)
        assert count_arrangements(signs) == oracles.count_fewest_knots(data.x, data.y)


@pytest.mark.parametrize(("gaps", "low", "high"), [([1, 2], 1, 1), ([1, 100, 100, 1], 0.1807, 0.1808)], ids=["1", "p*"])
def test_threshold__says_how_far_above_0_it_is(gaps, low, high):
    assert low <= claim("theorem-3.2-threshold").examine(case_of(gaps)).slack <= high


def test_theorem_c__sees_a_wrong_number():
    honest = case_of([0, 1, 1, 0])
    assert honest.fewest.minimizers == 1
    assert verdict("theorem-c", honest) is Verdict.HOLDS
    for count in (2, math.inf):
        wrong = replace(honest.fewest)
        wrong.__dict__["minimizers"] = count
        assert verdict("theorem-c", case_of([0, 1, 1, 0], fewest=wrong)) is Verdict.REFUTED


@pytest.mark.parametrize("name", ["theorem-a", "theorem-c", "theorem-3.2-unique", "theorem-3.2-easy", "limits"])
def test_claims_of_two_points__say_nothing_of_one(name):
    assert claim(name).examine(SplineCase(Dataset([0], [1]))).reason == "fewer than 2 points"


@pytest.mark.parametrize(("name", "gaps"), [("theorem-b", [1, 2, 3, 4]), ("theorem-3.2-easy", [1, 2, 3])])
def test_claims_of_short_runs__say_nothing_of_longer_ones(name, gaps):
    assert verdict(name, case_of(gaps)) is Verdict.NOT_MET
    assert verdict(name, case_of(gaps[1:])) is Verdict.HOLDS


def test_all_checks__say_that_large_data_are_too_large():
    long = case_of([1] * 101)
    for name in ("theorem-3.2-unique", "theorem-3.2-threshold", "limits"):
        assert verdict(name, long) is Verdict.UNDECIDED


def test_theorem_3_2_threshold__sees_a_change_that_was_passed_over(monkeypatch):
    case = SplineCase(Dataset.from_gaps([4, 8, 58, 22, 14]))
    assert claim("theorem-3.2-threshold").examine(case).verdict is Verdict.HOLDS
    monkeypatch.setattr(type(case.path), "first_change", None)
    assert "differ in their slope changes" in claim("theorem-3.2-threshold").examine(case).reason
