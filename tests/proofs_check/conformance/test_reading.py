"""Answers are taken as they are, or refused with a word."""

import math

import pytest
from flint import fmpq

from proofs_check.conformance.reading import LONGEST_NUMBER, MOST_CHARACTERS, MOST_PARTS, NoAnswerError, Reader
from tests.proofs_check.conformance.given import spline


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("3", fmpq(3)),
        ("-6/4", fmpq(-3, 2)),
        ("+.5", fmpq(1, 2)),
        ("1.", fmpq(1)),
        ("2.5e-1", fmpq(1, 4)),
        (7, fmpq(7)),
        ("1e3", fmpq(1000)),
        (0.1, fmpq(3602879701896397, 2**55)),
        (-0.0, fmpq(0)),
        (" 1 ", fmpq(1)),
        (5e-324, fmpq(1, 2**1074)),
    ],
)
def test_numbers__are_exact(value, number):
    assert Reader().number(value, "a") == number


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (math.nan, "no finite"),
        (math.inf, "no finite"),
        (True, "no number"),
        (None, "no number"),
        ([1], "no number"),
        ("", "no number"),
        (".", "no number"),
        ("1/0", "divides by zero"),
        ("1e99999", "no number that is read"),
        ("0x1", "no number"),
        ("1/-2", "no number"),
        ("nan", "no number"),
        ("9" * (LONGEST_NUMBER + 1), "digits"),
        (10 ** (2 * LONGEST_NUMBER), "digits"),
        ("1" * 5000 + "e999999", "no number"),
    ],
    ids=range(15),
)
def test_what_is_no_number__is_refused(value, word):
    with pytest.raises(NoAnswerError, match=f"^a .*{word}"):
        Reader().number(value, "a")


def test_all_numbers_together__are_bounded():
    reader = Reader()
    for _ in range(MOST_CHARACTERS // LONGEST_NUMBER):
        reader.number("9" * LONGEST_NUMBER, "a")
    with pytest.raises(NoAnswerError, match="more than 500000 characters"):
        reader.number("9", "a")


def test_counts_and_intervals():
    reader = Reader()
    assert reader.whole(0, "k") == 0
    assert reader.interval(["1/3", 1], "b") == (fmpq(1, 3), fmpq(1))
    assert reader.interval("2", "b") == (fmpq(2), fmpq(2))
    for wrong in (-1, 1.0, "1", True, None):
        with pytest.raises(NoAnswerError, match=r"k is .*no count"):
            reader.whole(wrong, "k")
    with pytest.raises(NoAnswerError, match="wrong order"):
        reader.interval([2, 1], "b")
    with pytest.raises(NoAnswerError, match="3 ends"):
        reader.interval([1, 2, 3], "b")


def without(value, *path):
    *outer, last = path
    for key in outer:
        value = value[key]
    del value[last]


@pytest.mark.parametrize(
    "path",
    [("left",), ("knots",), ("left", "slope"), ("left", "intercept"), ("knots", 0, "x"), ("knots", 0, "slope_change")],
)
def test_functions__nothing_may_be_missing(path):
    whole = spline((1, 2))
    assert Reader().function(whole).changes == (2,)
    without(whole, *path)
    with pytest.raises(NoAnswerError, match=f"has no {path[-1]}"):
        Reader().function(whole)


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (spline((1, 2), (1, 2)), "knots 1 and 2 do not increase"),
        (spline((2, 2), (1, 2)), "do not increase"),
        (spline((1, 0)), "slope change 0"),
        (spline((1, "0/7")), "slope change 0"),
        ([], "no object"),
        ({"left": [], "knots": []}, "left is .*no object"),
        ({"left": {"slope": 0, "intercept": 0}, "knots": {}}, "knots is .*no list"),
        ({"left": {"slope": 0, "intercept": 0}, "knots": [[1, 2]]}, "knot 1 is .*no object"),
        ({"left": {"slope": 0, "intercept": 0}, "knots": [0] * (MOST_PARTS + 1)}, "20001 entries"),
    ],
)
def test_functions__are_strict(wrong, word):
    with pytest.raises(NoAnswerError, match=word):
        Reader().function(wrong)


def neuron(v=1, w=(1, 2), b=0):
    return {"output_weight": v, "input_weights": list(w), "bias": b}


def test_networks__have_as_many_inputs_as_the_data():
    found = Reader().network({"neurons": [neuron()], "offset": "1/2"}, 2)
    assert (found.neurons[0].input_weights, found.skip, found.offset) == ((1, 2), (0, 0), fmpq(1, 2))
    for wrong, word in [
        ({"neurons": [neuron(w=(1,))]}, "has 1 entries, not 2"),
        ({"neurons": [neuron()], "skip": [1]}, "skip has 1 entries"),
        ({"neurons": [neuron()], "skip": 1}, "skip is .*no list"),
        ({"neurons": 3}, "no list"),
        ({}, "has no neurons"),
        ({"neurons": [{"output_weight": 1, "bias": 0}]}, "has no input_weights"),
    ]:
        with pytest.raises(NoAnswerError, match=word):
            Reader().network(wrong, 2)
