import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs_check.cases.strategies import csv_texts
from sparsest import DataError
from sparsest.exact.rationals import as_fraction, parse_rational
from sparsest.table.entries import Token, entry_error, kind_of, number_text

NUMBERS = ["0", "-1.5", "1e-3", "1/3", "+.5", "5.", "\u22122", " 7 "]
WORDS = ["x", "2theta", "1/T", "-log10(p)", "I2C", "Sensor 1", "mm", "CH1", "%", "1st", "3D"]
MISPRINTS = [
    "<2",
    "=2",
    '="2"',
    "(5)",
    "$5",
    "5 USD",
    "USD 5",
    "5%",
    "1,000",
    "1'000",
    "1 000",
    "1_000",
    "\u20135",
    "0 deg",
]
MISPRINTS += [
    "5mA",
    "5 mA",
    "inf",
    "True",
    "0x1F",
    "1+2j",
    "1.5.2",
    "--5",
    "1.0D+03",
    "5\u00b11",
    "5\u00b0",
    "\uff11",
    "12k",
]


@pytest.mark.parametrize(
    ("entry", "kind"),
    [(entry, Token.NUMBER) for entry in NUMBERS]
    + [(entry, Token.WORD) for entry in WORDS if entry != "3D"]
    + [(entry, Token.MISPRINT) for entry in MISPRINTS]
    + [(entry, Token.MISSING) for entry in ("NA", "NaN", "null", ".", "-", "?", "#N/A", "None")]
    + [(entry, Token.DATE) for entry in ("2024-01-31", "31.1.2024", "1/31/2024", "12:30", "2024-01-31T12:30:05.5Z")]
    + [("", Token.BLANK), ("\t ", Token.BLANK)],
)
def test_kind_of(entry, kind):
    assert kind_of(entry) is kind


@given(st.text(alphabet=st.sampled_from("0123456789+-.,eE/ \u2212x"), max_size=12), st.sampled_from(".,"))
def test_number_text__is_what_is_read_and_nothing_else(entry, decimal):
    text = number_text(entry, decimal)
    value = read_or_none(entry.replace(",", ".") if decimal == "," else entry)
    if value is None:
        assert text is None or read_or_none(text) is None
    elif decimal == "." or text is not None:
        assert read_or_none(text) == value


def read_or_none(text):
    try:
        return parse_rational(text)
    except DataError:
        return None


@given(csv_texts())
def test_number_text__of_every_number_that_is_printed(pair):
    text, (x, y) = pair
    rows = [line for line in text.splitlines() if line.strip()][-len(x) :]
    read = [[as_fraction(parse_rational(number_text(entry, "."))) for entry in row.split(",")] for row in rows]
    assert read == [list(point) for point in zip(x, y, strict=True)]
    assert all(kind_of(entry) is Token.NUMBER for row in rows for entry in row.split(","))


@pytest.mark.parametrize("entry", [*WORDS, *MISPRINTS, "NA", "2024-01-31"])
def test_entry_error__says_which_entry_and_a_cure(entry):
    message = str(entry_error(entry))
    assert repr(entry) in message
    assert "; " in message


def test_entry_error__points_among_commas():
    assert "decimal point" in str(entry_error("1.5", ","))
