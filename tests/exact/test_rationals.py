from array import array
from collections import ChainMap, deque
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq, fmpz
from hypothesis import given
from hypothesis import strategies as st

from proofs_check.cases.strategies import rationals
from sparsest import DataError
from sparsest.exact.rationals import (
    MAX_DIGITS,
    as_fraction,
    collected,
    each_exactly,
    format_rational,
    has_order,
    is_sequence,
    parse_rational,
    to_rational,
)


@given(rationals())
def test_format_rational__is_read_back(value):
    assert as_fraction(parse_rational(format_rational(value))) == value
    assert as_fraction(to_rational(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_to_rational__decimal_and_its_text_are_exact(value):
    assert as_fraction(to_rational(value)) == Fraction(value)
    assert as_fraction(parse_rational(str(value))) == Fraction(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_to_rational__a_float_is_the_dyadic_that_it_is(value):
    assert as_fraction(to_rational(value)) == Fraction(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.1", Fraction(1, 10)), ("1/3", Fraction(1, 3)), ("-.5", Fraction(-1, 2)), ("+2.", Fraction(2)), (" 3 ",
     Fraction(3)),
     ("1e-3", Fraction(1, 1000)), ("1E+2", Fraction(100)), ("-6/4", Fraction(-3, 2)), ("0e999999999", Fraction(0)),
     ("+1 / 2", Fraction(1, 2)), ("00012", Fraction(12)), ("1e999", Fraction(10**999))],
)  # fmt: skip
def test_parse_rational__every_notation(text, value):
    assert as_fraction(parse_rational(text)) == value


@pytest.mark.parametrize(
    "text",
    ["", " ", "x", "1/0", "0/0", "nan", "inf", "-Infinity", "1e999999999", "1e-1001", "1_000", "0x10", "1/2/3",
     "1/-2", ".", "e5",
     "--1", "1 2", "\u0661", "1,5", "9" * 1001, "1/" + "9" * 1001, "1" * 100_000, "1e" + "9" * 2000, "1.5/2"],
)  # fmt: skip
def test_parse_rational__refuses_and_names_the_value(text):
    with pytest.raises(DataError) as caught:
        parse_rational(text)
    assert text.strip()[:20] in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(
    "value",
    [np.datetime64("2024-01-01"), np.datetime64("2024-01-01T00:00:00.000000001"), np.datetime64("NaT"),
     np.timedelta64("NaT"), np.timedelta64(3), *(np.timedelta64(3, unit) for unit in ("Y", "D", "s", "ns"))],
)  # fmt: skip
def test_to_rational__times_are_no_numbers(value):
    """To NumPy a span of time is an integer: in nanoseconds it was read as their number, whatever was meant."""
    kind = "a time" if isinstance(value, np.datetime64) else "a span of time"
    with pytest.raises(DataError) as caught:
        to_rational(value)
    assert str(caught.value).startswith(f"{value!r} is {kind}, not a number; divide by a unit")


def test_to_rational__the_cure_for_times_works():
    t = np.array(["2024-01-01T00:00:00", "2024-01-01T00:01:30"], "datetime64[ms]")
    assert [to_rational(value) for value in (t - t[0]) / np.timedelta64(1, "s")] == [0, 90]


@pytest.mark.parametrize(
    "value",
    [True, np.bool_(False), float("nan"), float("inf"), np.float32("inf"), Decimal("NaN"), Decimal("1e999999999"),
     Decimal("-1e-2000"),
     10**1001, Fraction(1, 10**1001), None, 1j, [1], b"1", object()],
)  # fmt: skip
def test_to_rational__refuses_what_is_no_finite_number(value):
    with pytest.raises(DataError):
        to_rational(value)


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "None of type NoneType"), ([1], "[1] of type list"), ([10**5000], "a value of type list")],
)
def test_to_rational__shows_what_is_no_number_as_it_is(value, said):
    """None was shown as text is, in quotation marks; an integer of 5,000 digits in a list let ValueError through."""
    with pytest.raises(DataError) as caught:
        to_rational(value)
    assert str(caught.value).startswith(f"{said} is not a real number;")


@pytest.mark.parametrize("kind", [np.int8, np.uint64, np.int32, np.float32, np.float64, np.longdouble, np.float16])
def test_to_rational__numpy_scalars(kind):
    assert as_fraction(to_rational(kind(3))) == 3
    if issubclass(kind, np.floating):
        assert as_fraction(to_rational(kind(0.1))) == Fraction(*kind(0.1).as_integer_ratio())


def test_max_digits__is_the_limit_on_both_sides():
    assert to_rational(10**MAX_DIGITS - 1) == fmpq(10**MAX_DIGITS - 1)
    with pytest.raises(DataError):
        to_rational(10**MAX_DIGITS)


@given(st.lists(st.tuples(rationals(), st.integers(-3, 3)), max_size=8))
def test_collected__is_what_a_dictionary_collects(pairs):
    expected = {}
    for a, n in pairs:
        expected[a] = expected.get(a, 0) + n
    found = [(as_fraction(a), n) for a, n in collected((fmpq(a.numerator, a.denominator), n) for a, n in pairs)]
    assert found == sorted((a, n) for a, n in expected.items() if n)


class Unprintable:
    """What has no `repr`."""

    def __repr__(self):
        raise RuntimeError("no text")


@pytest.mark.parametrize(
    "value", [Fraction(10**5000, 3), Fraction(1, 10**5000), 10**5000, fmpz(10) ** 5000], ids=["p", "q", "int", "fmpz"]
)
def test_to_rational__shows_numbers_that_python_does_not_print(value):
    with pytest.raises(DataError, match="needs more than 1000 digits"):
        to_rational(value)


def test_to_rational__shows_what_cannot_be_shown():
    with pytest.raises(DataError, match="of type Unprintable is not a real number"):
        to_rational(Unprintable())


def test_has_order__bytes_and_views_of_them_have_codes():
    assert [has_order(values) for values in (memoryview(b"12"), ChainMap(), frozenset())] == [False] * 3
    assert has_order(memoryview(np.zeros(2)))


class Column:
    """As those of pandas: entries by labels, an array on demand; iteration goes on for ever."""

    def __init__(self, entries):
        self.entries = entries

    def __array__(self, dtype=None, copy=None):
        return np.array(self.entries, dtype=dtype)

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, label):
        raise KeyError(label)


@pytest.mark.parametrize(
    ("x", "values"),
    [
        (deque(["1/3", 0.1]), [Fraction(1, 3), Fraction(0.1)]),
        (deque(), []),
        (array("d", [0.1, 2]), [Fraction(0.1), 2]),
        (array("q", [2**62 + 1]), [2**62 + 1]),
        (memoryview(array("f", [0.1])), [Fraction(float(np.float32(0.1)))]),
        (Column([0.1, 0.5]), [Fraction(0.1), Fraction(1, 2)]),
        (Column([Decimal("0.1"), Fraction(1, 3)]), [Fraction(1, 10), Fraction(1, 3)]),
        (range(2), [0, 1]),
        (([1, 2], [3, 4]), [[1, 2], [3, 4]]),
        (np.float32(0.5), Fraction(1, 2)),
        (np.array("1/3", dtype=object), Fraction(1, 3)),
        ("12", 12),
    ],
)
def test_each_exactly__what_has_entries(x, values):
    found = each_exactly(lambda a: a, x)
    assert found == values if isinstance(found, Fraction) else found.tolist() == values


@pytest.mark.parametrize(
    "x", [{1}, {1: 2}, {1: 2}.values(), (x for x in [1]), iter([1]), map(int, "1"), ChainMap({1: 2}), frozenset()]
)
def test_each_exactly__refuses_entries_without_order_or_read_once(x):
    with pytest.raises(DataError, match=f"a {type(x).__name__} is no number.*give a number, a list or an array"):
        each_exactly(lambda a: a, x)


@pytest.mark.parametrize("x", [b"12", bytearray(b"12"), memoryview(b"12"), None, object(), deque([{1}])])
def test_each_exactly__refuses_what_is_no_number(x):
    with pytest.raises(DataError, match="not a real number"):
        each_exactly(lambda a: a, x)


def test_each_exactly__says_which_entry_is_none():
    for x in (deque([0, "a"]), Column([0.0, float("nan")]), [0, None]):
        with pytest.raises(DataError, match=r"^entry 1: "):
            each_exactly(lambda a: a, x)


def test_is_sequence__by_its_kind():
    assert [is_sequence(values) for values in (deque([1]), array("d"), list[int], {1}, {1: 2}.values(), "12")] == [
        *(True, True),
        *(False, False, False, False),
    ]
