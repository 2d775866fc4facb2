"""The form of minimisers: minimisers have it, and functions that miss one item are refused for that."""

from fractions import Fraction

import pytest
from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.claim import Verdict, examine
from proofs_check.unaided.form import (
    bends,
    equal_pairs,
    must_be_linear,
    require_linear,
    require_one_knot,
    require_slopes_between,
)
from proofs_check.unaided.functions import Function, through
from sparsest import Dataset


def linear(case, function):
    require_linear(case, function, must_be_linear(case))


def one_knot(case, function):
    require_one_knot(case, function, equal_pairs(case))


@pytest.mark.parametrize("gaps", [[], [1], [1, 1], [1, -1, 0, 0], [2, 1, 3, 1], [1, 2, -1, -1, -3, 1]], ids=str)
def test_minimisers_have_the_form(gaps):
    case = SplineCase(Dataset.from_gaps(gaps))
    for spline in case.splines:
        for require in (linear, one_knot, require_slopes_between):
            finding = examine(lambda case: require(case, Function.of(spline)), case)  # noqa: B023 - called here
            assert finding.verdict is Verdict.HOLDS, finding


@pytest.mark.parametrize(
    ("require", "gaps", "atoms", "reason"),
    [
        (linear, [1], [("1/2", 2)], "a minimiser has a knot at 1/2, between 0 and 1"),
        (linear, [1], [(-2, 1), (1, 1)], "between -infinity and 0"),
        (linear, [1], [(1, 1), (3, 1)], "between 2 and infinity"),
        (linear, [1], [(0, 1), (1, 1)], "at the first or the last point"),
        (linear, [1], [(1, 1), (2, 1)], "at the first or the last point"),
        (linear, [1, -1], [("3/2", 2), (2, -2)], "between 1 and 2"),
        (one_knot, [1, 1], [(1, 1), (2, 1)], "2 knots between points 2 and 3"),
        (one_knot, [1, 1], [], "0 knots between"),
        (one_knot, [1, 2], [("3/2", 3)], "not where the chord lines"),
        (require_slopes_between, [1, 1, 1], [(1, 1), (2, 1), (3, 1)], "3 knots on 3 points"),
        (require_slopes_between, [2, 1, 1], [("3/2", 4), (2, -1), (3, 1)], "outside those of the chords"),
        (
            require_slopes_between,
            [1, 1, 1],
            [("1/2", 1), ("3/2", 1), ("8/3", "3/2")],
            "not the slopes of the chords beside",
        ),
        (require_slopes_between, [1, 1, 1, 1], [("5/4", 1), ("7/4", 1), ("7/2", 2)], "no inner one"),
        (
            require_slopes_between,
            [1, 1, 1],
            [(1, 1), ("5/4", 1), ("3/2", -2), ("7/4", 1), (2, 1), (3, 1)],
            "other sign",
        ),
    ],
)
def test_other_functions_are_refused(require, gaps, atoms, reason):
    case = SplineCase(Dataset.from_gaps(gaps))
    function = through(
        case, [(fmpq(*Fraction(t).as_integer_ratio()), fmpq(*Fraction(c).as_integer_ratio())) for t, c in atoms]
    )
    finding = examine(lambda case: require(case, function), case)
    assert finding.verdict is Verdict.REFUTED
    assert reason in finding.reason


def test_bends__a_knot_at_a_point_belongs_to_both_intervals():
    case = SplineCase(Dataset.from_gaps([1, -1]))
    function = through(case, [(fmpq(3, 2), fmpq(2)), (fmpq(2), fmpq(-2))])
    found = [(i, int(a), int(b), len(knots)) for i, a, b, knots in bends(case, function)]
    assert found == [(0, 0, 0, 0), (1, 1, -1, 2), (2, -2, 0, 1)]
