import pytest

from sparsest import DataError
from sparsest.exact.numerals import _MISSING, is_date, is_missing, misprint
from sparsest.exact.rationals import parse_rational

SEEN = {
    "inf": "infinite",
    "-Infinity": "infinite",
    "True": "truth",
    "\u20135": "dash",
    "\uff0d5": "dash",
    "\u20ac5": "currency",
    "$1,000": "currency",
    "5 USD": "currency",
    "5%": "percent",
    "1,000": "thousands",
    "1.234.567,8": "thousands",
    "1 000 000": "thousands",
    "1'000.5": "thousands",
    "1_000": "thousands",
    "0,5": "decimal comma",
    "1,5e-3": "decimal comma",
    "(5)": "parentheses",
    "<0.1": "bound",
    '="5"': "formula",
    "\u22645": "bound",
    "1.5\u00b10.1": "uncertainty",
    "1.234(5)": "uncertainty",
    "0x1F": "hexadecimal",
    "1+2j": "complex",
    "1.0D+03": "Fortran",
    "5 mA": "unit",
    "5mA": "unit",
    "20\u00b0C": "unit",
    "12k": "unit",
    "2theta": "letters",
    "\uff11\uff12": "digits",
    "1.2.3.4": "not a finite number",
    "2024-01-31": "date",
    "12:30": "date",
    "NA": "missing",
    "#DIV/0!": "missing",
    "\\N": "missing",
    "\u2013": "missing",
    "1.5ab": "letters",
    "1.5a": "unit",
    "1e": "unit",
    "O.5": "letter where a digit",
    "\u00bd": "digits",
}


@pytest.mark.parametrize("text", SEEN)
def test_misprint__says_what_it_seems_to_be(text):
    found = misprint(text)
    assert SEEN[text] in found.kind
    assert found.cure
    assert found.joined == (text == "2theta")
    with pytest.raises(DataError, match="; "):
        parse_rational(text)


@pytest.mark.parametrize("text", ["x", "theta", "-log10(p)", "1/T", "Sensor 1", "I2C", "mm", "%"])
def test_misprint__words_are_none(text):
    assert misprint(text) is None or misprint(text).joined


def test_misprint__long_texts_cost_nothing():
    """No pattern backtracks over what a hostile file may hold."""
    for piece in ("1,", "1'000", "9 9 9", "+-", "(" * 9, "1e5", "\u20ac", "1:"):
        text = piece * (10_000 // len(piece))
        misprint(text)
        misprint(text[:79] + "x")


@pytest.mark.parametrize("text", ["1/2", "2024", "12.5", "1-2", "3/14", "", "2024-1"])
def test_is_date__not_what_may_be_a_number(text):
    assert is_date(text) == (text == "2024-1")


def test_missing__no_mark_is_a_number_or_a_name():
    for mark in [*(_MISSING - {""}), "#DIV/0!", "#NAME?", "#BEZUG!"]:
        assert is_missing(mark)
        assert is_missing(f" {mark}\t")
        with pytest.raises(DataError):
            parse_rational(mark)
    assert not any(map(is_missing, ["0", "x", "inf", "#", "#1", "*", "#TIME", "na b"]))
