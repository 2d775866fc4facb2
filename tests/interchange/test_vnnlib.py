"""Queries in VNN-LIB 2.0: read by a reader of its grammar, and asked at inputs and outputs of all kinds."""

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest import Spline
from sparsest.errors import UsageError
from sparsest.exact.rationals import to_rational
from sparsest.interchange.vnnlib import difference_query
from tests.interchange.functions import at, boxes, splines
from tests.interchange.vnnlib_reader import Query

_HAT = Spline(0, "1/3", [1, "22/7", 5], [1, "-9/4", "5/4"])
_NUDGES = [Fraction(0), Fraction(1, 10**30), -Fraction(1, 10**30), Fraction(3)]


def differs(spline, box, most, x, y):
    """Say, from the statement itself, whether (x, y) is a counterexample."""
    return box[0] <= x <= box[1] and abs(y - at(spline, x)) > most


@given(splines(), boxes(), st.fractions(0, 5), st.lists(st.fractions(-1, 2), min_size=1, max_size=6))
def test_difference_query__holds_of_counterexamples_and_of_nothing_else(f, box, most, parts):
    query = Query(difference_query(f, *map(to_rational, (*box, most)), ["A remark; with (brackets"]))
    assert (query.version, query.networks) == ("<2.0>", {"network": {"X": [1, 1], "Y": [1, 1]}})
    low, high = box
    for x in (low, high, *f.knots, *(low + part * (high - low) for part in parts)):
        for sign in (1, -1):
            for nudge in _NUDGES:
                y = at(f, x) + sign * (most + nudge)
                assert query.holds(X=x, Y=y) == differs(f, box, most, x, y)


@pytest.mark.parametrize(
    ("old", "new"), [("> (+", "< (+"), ("(or", "(and"), (">= X", "> X"), ("Y[0,0]) (* -", "Y[0,0]) (* 9")]
)
def test_difference_query__a_wrong_text_is_seen(old, new):
    text = difference_query(_HAT, fmpq(0), fmpq(6), fmpq(1, 2))
    assert old in text
    query = Query(text.replace(old, new))
    cases = [
        (x, at(_HAT, x) + shift)
        for x in (Fraction(0), Fraction(1, 2), Fraction(2), Fraction(4), Fraction(6), Fraction(7))
        for shift in map(Fraction, (-1, 0, 1))
    ]
    assert any(query.holds(X=x, Y=y) != differs(_HAT, (0, 6), Fraction(1, 2), x, y) for x, y in cases)


_DECLARED = "(vnnlib-version <2.0>)(declare-network f(declare-input X Real [1,1])(declare-output Y Real [1,1]))"


@pytest.mark.parametrize(
    "text",
    [
        "(vnnlib-version 2.0)",
        "(vnnlib-version <2.0>)",
        _DECLARED,
        f"{_DECLARED}(assert (> X[0,1] 0))",
        f"{_DECLARED}(assert (> X[0,0] 1/2))",
        f"{_DECLARED}(assert (> Z[0,0] 1))",
        f"{_DECLARED}(assert (> X[0,0] 1e5))",
        f"{_DECLARED}(assert (or))",
        f"{_DECLARED}(assert (> X[0,0] 1)",
    ],
)
def test_reader__refuses_what_the_grammar_has_not(text):
    with pytest.raises((ValueError, IndexError)):
        Query(text)


def test_difference_query__one_point():
    query = Query(difference_query(_HAT, fmpq(1), fmpq(1), fmpq(0)))
    assert query.holds(X=Fraction(1), Y=Fraction(1))
    assert not query.holds(X=Fraction(1), Y=Fraction(1, 3))


def test_difference_query__bad_calls():
    with pytest.raises(UsageError, match="give 0 or more"):
        difference_query(_HAT, fmpq(0), fmpq(1), fmpq(-1))
    with pytest.raises(UsageError, match="smaller number first"):
        difference_query(_HAT, fmpq(2), fmpq(1), fmpq(1))
