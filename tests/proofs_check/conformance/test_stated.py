"""Numbers that are stated: each rule has an answer that it rejects."""

import pytest
from flint import fmpq

from proofs_check.conformance.fitting import asked, fit_of, fit_of_truth
from proofs_check.conformance.reading import NoAnswerError, Reader
from proofs_check.conformance.stated import contradiction, judged_exponent, judged_numbers, near_bracket
from tests.proofs_check.conformance.given import BEST, DOTS, network_test, solve_test, tolerance_test

PRICE = ["1.41421356237309504880", "1.41421356237309504881"]


def said(answer, test):
    given = asked(test)
    return contradiction(answer, fit_of(answer, given, Reader()), given, test.truth, Reader())


def outcomes(answer, test):
    given = asked(test)
    return [one.outcome for one in judged_numbers(answer, fit_of_truth(test, given), given, test.truth, Reader())]


@pytest.mark.parametrize(
    ("stated", "word"),
    [
        ({"knots": 2}, "knots: 2 are stated, and its function has 1"),
        ({"fewest_knots": 2}, "fewest_knots: 2 stated"),
        ({"minimizers": "2"}, "minimizers: 2 stated"),
        ({"objective": 1.42}, "too high .*its own"),
        ({"objective": {"enclosure": [1.42, 1.42]}}, "too high"),
        ({"objective": 1.41}, "too low"),
        ({"objective": [1.0, 2.0]}, "objective"),
        ({"objective": 0}, "too low"),
        ({"objective": [PRICE[0], "1.42"]}, "objective"),
    ],
)
def test_beside_a_function__what_is_not_its_own_is_said(stated, word):
    import re

    assert re.search(word, said({"spline": BEST, **stated}, solve_test()))


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"knots": 1, "fewest_knots": 1, "minimizers": 1},
        {"objective": 2**0.5},
        {"objective": PRICE},
        {"objective": PRICE[0]},
        {"knots": None},
        {"objective": {"exact": "2^(1/2)", "enclosure": PRICE}},
    ],
)
def test_beside_a_function__what_is_its_own_is_well(stated):
    assert said({"spline": BEST, **stated}, solve_test()) is None


def test_beside_a_function__its_own_price_is_meant_and_not_the_least():
    assert said({"spline": DOTS, "objective": 2, "knots": 2}, solve_test()) is None
    assert "too low" in said({"spline": DOTS, "objective": PRICE}, solve_test())
    assert said({"spline": BEST, "objective": 99}, solve_test("0+")) is None  # a limit has no price
    assert "too high" in said({"spline": BEST, "objective": 2}, solve_test("0"))


def test_beside_a_function__the_largest_residual():
    assert said({"spline": BEST, "largest_residual": "0"}, tolerance_test()) is None
    assert "largest_residual" in said({"spline": BEST, "largest_residual": "1/4"}, tolerance_test())


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"knots": 1}, ["exact"]),
        ({"knots": 2}, ["wrong"]),
        ({"knots": 0}, ["wrong"]),
        ({"fewest_knots": 2}, ["wrong"]),
        ({"objective": PRICE}, ["exact"]),
        ({"objective": 2**0.5}, ["optimal"]),
        ({"objective": 1.5}, ["not optimal"]),
        ({"objective": 1.4}, ["wrong"]),
        ({"objective": [1.4, 1.5]}, ["wrong"]),
        ({"objective": [1.4142135623, 1.4142135625]}, ["exact"]),
        ({"minimizers": "infinite"}, ["wrong"]),
        ({"minimizers": 1}, ["exact"]),
        ({"parameters": 4}, []),
        ({}, []),
    ],
)
def test_numbers_only(answer, outcome):
    assert outcomes(answer, solve_test(objective=PRICE)) == outcome


@pytest.mark.parametrize(("p", "task"), [("0", None), ("0+", None), ("0", "tolerance")])
def test_numbers_only__too_many_knots_where_the_price_is_their_count(p, task):
    test = solve_test(p, task=task)
    assert [outcomes({"knots": k}, test) for k in (0, 1, 2)] == [["wrong"], ["exact"], ["not optimal"]]


def test_numbers_only__of_networks():
    test = network_test()
    assert [outcomes({"parameters": k}, test) for k in (1, 2, 3)] == [["wrong"], ["exact"], ["not optimal"]]
    assert outcomes({"objective": 2}, test) == ["exact"]
    assert outcomes({"parameters": 3}, network_test("1/2")) == ["wrong"]


def test_numbers_only__must_be_numbers():
    for wrong in (
        {"knots": "1"},
        {"minimizers": 1.0},
        {"minimizers": True},
        {"objective": [1]},
        {"objective": float("nan")},
    ):
        with pytest.raises(NoAnswerError):
            outcomes(wrong, solve_test())


def test_near_bracket__a_wide_one_says_too_little():
    third = fmpq(1, 3)
    assert near_bracket(fmpq(0), fmpq(1), third, third) == "wrong"
    assert near_bracket(third - fmpq(1, 10**10), third + fmpq(1, 10**10), third, third) == "exact"


@pytest.mark.parametrize(
    ("stated", "outcome"),
    [
        ("1/3", "exact"),
        (1 / 3, "optimal"),
        (0.34, "wrong"),
        (["1/3", "1/3"], "exact"),
        (0, "wrong"),
        (-1, "wrong"),
        ([0, 1], "wrong"),
    ],
)
def test_exponents(stated, outcome):
    assert judged_exponent(stated, ["1/3", "1/3"], "b", Reader()).outcome == outcome


def test_exponents__none_is_0_or_beyond_1():
    assert judged_exponent(0, ["1/100000000000", "1/100000000000"], "b", Reader()).outcome == "wrong"
    assert judged_exponent("1.0000000001", ["1", "1"], "b", Reader()).outcome == "wrong"
