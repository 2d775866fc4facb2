"""What a checker reads and spends, one value at a time; whole files are in the tests of the checkers."""

from fractions import Fraction

import pytest

from proofs_check.work import MAX_DEPTH, StopError, Work, show


def refusal(read):
    with pytest.raises(StopError) as stop:
        read(Work(10**6))
    return stop.value.args


@pytest.mark.parametrize(
    "text", ["2/4", "4/1", "-0", "0/5", "01", "+1", "1/0", "1.5", "", " 1", "1/-2", "\u0661", 1, None]
)
def test_rationals_are_texts_in_lowest_terms(text):
    assert refusal(lambda work: work.rational("C04", text, 10, "here"))[0] == "reject"


@pytest.mark.parametrize("digits", [1, 299, 300, 301, 600, 1000])
def test_long_numbers_are_read_by_halves_and_right(digits):
    text = ("1203" * digits)[:digits]
    value = sum(int(digit) * 10**k for k, digit in enumerate(reversed(text)))
    work = Work(10**6)
    assert work.rational("C04", f"-{text}", digits, "here") == -value
    assert work.decimal("C13", f"{text}.25", "here") == value + Fraction(1, 4)
    assert refusal(lambda work: work.rational("C04", text + "7", digits, "here"))[0] == "reject"


@pytest.mark.parametrize("value", [True, -1, 1.0, "1", None])
def test_counts_are_integers_that_are_not_negative(value):
    assert Work(100).count("C13", 3, "knots") == 3
    assert refusal(lambda work: work.count("C13", value, "knots")) == ("reject", f"knots: {show(value)} is not a count")


def test_lists_pairs_and_keys():
    assert Work(100).bounds("C13", ["0", "1.5"], "objective") == (0, Fraction(3, 2))
    for wrong in ({"a": 1}, {"a": 1, "b": 2, "c": 3}, [1, 2]):
        assert refusal(lambda work, wrong=wrong: work.fields("C02", wrong, "a b", "here"))[0] == "reject"
    for wrong in ([], ["0"], ["0", "1", "2"], "01"):
        assert refusal(lambda work, wrong=wrong: work.bounds("C13", wrong, "objective"))[0] == "reject"
    assert refusal(lambda work: list(work.points("C04", [])))[1] == "points: [] is not a list of points"


def test_clauses_are_noted_in_their_order_and_once():
    work = Work(100)
    for clause in ("C01", "C02", "C02", "C03", "C02"):
        work.enter(clause)
    assert work.entered == ["C01", "C02", "C03", "C02"]


def test_work_is_spent_and_long_numbers_cost_more():
    work = Work(1000)
    work.charge(10, 100)
    assert work.left == 990
    work.charge(1, 0, Fraction(1, 2**2048))
    assert work.left == 990 - (1 + (2049**2 >> 18))
    assert refusal(lambda work: work.charge(10**6 + 1))[0] == "undecided"


@pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', "1.5", "NaN", "-0", "[", "\ufeff1", '{"a": 1e3}'])
def test_json_without_doubts(text):
    assert Work(1000).json('{"a": [1, "2"]}') == {"a": [1, "2"]}
    assert refusal(lambda work: work.json(text))[0] == "reject"


def test_nesting_ends():
    nested = 1
    for _ in range(MAX_DEPTH):
        nested = [nested]
    Work(10**4).plain(nested, 25)
    assert refusal(lambda work: work.plain([nested], 25))[0] == "reject"
    assert refusal(lambda work: work.plain({"a": {1: 2}}, 25))[1] == "type of a key: ['int'] is not that of a text"
