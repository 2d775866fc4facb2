import re
from collections import UserDict
from decimal import Decimal
from fractions import Fraction
from math import inf, nan

import numpy as np
import pytest

from sparsest.errors import DataError, UsageError
from sparsest.exact.exponent import Exponent
from sparsest.fast.arrays import as_doubles, as_exponents, as_offsets, as_threads, as_tolerance


@pytest.mark.parametrize(
    "values",
    [
        [1, 2, 3],
        (1.0, 2.0, 3.0),
        range(1, 4),
        np.array([1, 2, 3], np.int8),
        np.array([1, 2, 3], np.uint64),
        np.array([1, 0, 2, 0, 3.0])[::2],
        np.array([3, 2, 1.0])[::-1],
        np.array([1, 2, 3.0]).astype(">f8"),
        np.array([[1, 9], [2, 9], [3, 9.0]])[:, 0],
    ],
)
def test_as_doubles__same_numbers_in_a_contiguous_array(values):
    found = as_doubles(values, "x")
    assert found.tolist() == [1, 2, 3]
    assert found.dtype == np.float64
    assert found.dtype.isnative
    assert found.flags.c_contiguous


def test_as_doubles__does_not_copy_and_keeps_the_shape():
    values = np.arange(6.0).reshape(2, 3)
    values.flags.writeable = False
    assert as_doubles(values, "x") is values
    assert [as_doubles(v, "x").shape for v in (0.5, 1, [], [[1.0]], [[1, 2]])] == [(), (), (0,), (1, 1), (1, 2)]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.float32([0.1]), r"x has type float32.*numpy\.asarray\(x, numpy\.float64\)"),
        (np.float16([0.1]), "type float16"),
        (np.longdouble([0.1]), "has type"),
        ([True, False], "x has type bool; truth values are no numbers"),
        ([0, True], "x: entry 1 is True of type bool; truth values are no numbers"),
        ([0.5, np.True_], "x: entry 1 is np.True_ of type bool"),
        ([[0.5, 1], [2, True]], "x: entry 3 is True of type bool"),
        ([0.5, np.float32(0.1)], r"x: entry 1 is np.float32\(0.1\) of type float32; the fast path takes float64"),
        ([1j], r"x has type complex128; complex numbers .* numpy\.real\(x\)"),
        (["1", "2"], "x has type <U1; entry 0 is '1'; text is no number: sparsest.solve"),
        ([1, "2"], "x has type <U.*text is no number"),
        ([b"1"], "entry 0 is b'1'; text is no number"),
        ([Fraction(1, 3)], r"entry 0 is Fraction\(1, 3\) of type Fraction; convert with .* exact for fractions"),
        ([1, Decimal("0.1")], r"entry 1 is Decimal\('0.1'\) of type Decimal; convert with"),
        ([0.5, None], "entry 1 is None of type NoneType; give a number, or leave the point out"),
        ([1, 2**70], "entry 1 is 1180591620717411303424 of type int; convert"),
        pytest.param([1, 10**5000], "entry 1 is a number of type int too long to be shown of type int", id="long"),
        ([np.datetime64("NaT"), 1.0], "entry 0 is np.datetime64.* give a number, or leave the point out"),
        (np.array([1.0, 2], object), r"its entries are numbers: convert with numpy\.asarray\(x, numpy\.float64\)"),
        (np.array(["2020-01-01"], "M8[D]"), "type datetime64.* times are no numbers: give the time since a start"),
        (np.array(["2020-01-01", "NaT"], "M8[D]"), "entry 1 is NaT, no time: leave the point out"),
        (np.array([1, 2], "m8[s]"), "type timedelta64.* spans of time are no numbers: say in which unit"),
        ([np.timedelta64(1, "s"), 2], "spans of time are no numbers"),
        (np.array(["NaT"], "m8"), "entry 0 is NaT, no time"),
        ({1: 2}, "dict is no array: give a list or an array"),
        ({1, 2}, "set is no array"),
        (None, "NoneType is no array"),
        ((k for k in range(3)), "generator is no array"),
        (np.zeros(2, [("a", float)]), "give one column of float64"),
        ([[1], [1, 2]], "no array of numbers"),
    ],
)
def test_as_doubles__refuses_what_is_not_float64(values, message):
    with pytest.raises(DataError, match=message):
        as_doubles(values, "x")


# Parentheses nest twice at most: numpy.divide(x, numpy.timedelta64(1, 's')).
CURE = r"numpy\.(?:asarray|real|subtract|divide)\((?:[^()]|\([^()]*\))*\)(?: / numpy\.timedelta64\(1, 's'\))?"


@pytest.mark.parametrize(
    "x",
    [
        np.float32([0.25, 3]),
        [0.25, np.float32(3)],
        [True, False],
        [1 + 0j, 2 + 0j],
        ["0.25", "3"],
        [Fraction(1, 4), 3],
        np.array([0.25, 3], object),
        [1, 2**70],
        np.array(["2020-01-01", "2020-01-03"], "M8[D]"),
        [np.timedelta64(1, "s"), np.timedelta64(2, "s")],
    ],
)
def test_as_doubles__the_cure_it_names_is_one(x):
    with pytest.raises(DataError) as refused:
        as_doubles(x, "x")
    (cure,) = re.findall(CURE, str(refused.value))
    assert as_doubles(eval(cure, {"numpy": np, "x": x}), "x").size == 2  # noqa: S307


@pytest.mark.parametrize("sign", [1, -1])
def test_as_doubles__integers_beyond_2_53_only_if_they_are_doubles(sign):
    """2^53 + 1 was let through: it rounds to 2^53, which is not greater than 2^53."""
    fine = [sign * k for k in (2**53, 2**53 - 1, 2**53 + 2, 2**62)]
    assert [int(v) for v in as_doubles(fine, "x")] == fine
    for large in (2**53 + 1, 2**53 + 3, 2**60 + 1, 2**63 - 1):
        with pytest.raises(DataError, match=f"x, entry 2: {sign * large} is no double; use sparsest.solve"):
            as_doubles([0, 1, sign * large], "x")
    assert as_doubles(np.array([2**64 - 2048], np.uint64), "x") == 2.0**64 - 2048
    assert as_doubles(np.array([-(2**63)]), "x") == -(2.0**63)
    with pytest.raises(DataError, match="18446744073709551615"):
        as_doubles(np.array([2**64 - 1], np.uint64), "x")


@pytest.mark.parametrize("values", [[0.5, 2**53 + 1, np.inf], (-1, 2**63 + 1), [[0.5, -(2**53) - 1]]])
def test_as_doubles__integers_among_floats_are_not_rounded_either(values):
    """NumPy makes doubles of such lists; 2^53 + 1 came out as 2^53."""
    with pytest.raises(DataError, match=r"x, entry 1: -?\d+ is no double"):
        as_doubles(values, "x")
    assert as_doubles([0.5, 2**53 + 2, 2**62, np.int64(2**60), 1e300, np.inf], "x").tolist()[1:3] == [2**53 + 2, 2**62]


def test_as_doubles__masked_entries_are_not_data():
    """The mask was dropped, and what lay under it was solved."""
    values = np.ma.masked_array([1.0, 2.0, 3.0], [False, True, False])
    with pytest.raises(DataError, match=r"x has masked entries; leave these points out: x\[~mask\]"):
        as_doubles(values, "x")
    assert as_doubles(np.ma.masked_array([1.0, 2.0], False), "x").tolist() == [1, 2]


@pytest.mark.parametrize("offsets", [[0, 3], [0, 3, 5], (0, 3), np.array([0, 3], np.uint8), np.array([0, 3, 5])])
def test_as_offsets__with_and_without_the_total(offsets):
    assert as_offsets(offsets, 5).tolist() == [0, 3, 5]
    assert as_offsets(offsets, 5).dtype == np.int64


@pytest.mark.parametrize(
    ("offsets", "message"),
    [
        ([], "no list of integers"),
        ([0.0, 3.0], "no list of integers"),
        ([[0, 3]], "no list of integers"),
        ([False, True], "no list of integers"),
        ([0, True], "no list of integers"),
        (None, "no list of integers"),
        ([[0], [0, 1]], "offsets is no array of numbers"),
        ([10**30], "no list of integers"),
        (np.array([0], "m8[s]"), "no list of integers"),
        ([np.timedelta64(0, "s"), 1], "no list of integers"),
        (np.ma.masked_array([0, 3], [False, True]), "no list of integers"),
        ("03", "no list of integers"),
        (0, "no list of integers"),
        ([1, 3], "begin with 1"),
        ([-1, 3], "begin with -1"),
        ([0, 3, 3], "entry 1: data set 1 would go from 3 to 3"),
        ([0, 3, 2, 5], "entry 1: data set 1 would go from 3 to 2"),
        ([0, 0, 5], "entry 0: data set 0 would go from 0 to 0"),
        ([0, 6], "entry 1: data set 1 would go from 6 to 5"),
        ([0, 3, 7], "entry 2: data set 2 would go from 7 to 5"),
        (np.array([0, 2**64 - 1], np.uint64), "data set"),
    ],
)
def test_as_offsets__refuses_what_does_not_fit(offsets, message):
    with pytest.raises(DataError, match=message):
        as_offsets(offsets, 5)


@pytest.mark.parametrize(
    "exponents", [["0", "1/2"], ("0", Fraction(1, 2)), np.array(["0", "1/2"]), np.array([0, 0.5]), iter(["0", 0.5])]
)
def test_as_exponents__of_any_list(exponents):
    assert [p.name for p in as_exponents(exponents)] == ["0", "1/2"]


@pytest.mark.parametrize(
    ("exponents", "message"),
    [
        ("1/2", r"exponents = '1/2' is no list; give one, such as \[\"1/2\", \"0\+\"\]"),
        (b"1/2", "is no list"),
        (0.5, "exponents = 0.5 is no list"),
        (None, "exponents = None is no list"),
        ({"0": 1}, "is no list"),
        ({"0"}, "is no list"),
        (Exponent.read("0"), "is no list"),
        (np.array(0.5), r"shape \(\)"),
        (np.array([[0.5]]), r"shape \(1, 1\)"),
        ([["0"]], "^p: "),
        (["0", None], "^p: None"),
        ([True], "^p: True is a truth value"),
        ([np.timedelta64(0, "s")], "^p: .* is a span of time, not a number"),
    ],
)
def test_as_exponents__refuses_what_is_no_list_of_exponents(exponents, message):
    with pytest.raises(UsageError, match=message):
        as_exponents(exponents)


def test_as_threads__integers_from_1_on():
    assert [as_threads(k) for k in (1, np.int64(2), np.uint8(3), 10**30)] == [1, 2, 3, 10**30]
    assert type(as_threads(np.int64(2))) is int


@pytest.mark.parametrize("threads", [None, 1.5, 2.0, np.float64(2), "2", True, np.True_, [1], np.timedelta64(1, "s")])
def test_as_threads__nothing_else(threads):
    with pytest.raises(UsageError, match=r"^threads = .* is no integer; give 1, 2, 3"):
        as_threads(threads)


@pytest.mark.parametrize("threads", [0, -1, pytest.param(-(10**5000), id="long"), np.int64(-3)])
def test_as_threads__at_least_one(threads):
    with pytest.raises(UsageError, match=r"^threads = .*; at least one"):
        as_threads(threads)


@pytest.mark.parametrize("values", [bytearray(b"123"), memoryview(b"123"), UserDict({0: 1.0}), {1.0: 2.0}, {1.0}])
def test_as_doubles__refuses_codes_and_keys(values):
    with pytest.raises(DataError, match=r"y.*is no array"):
        as_doubles(values, "y")


def test_as_tolerance__one_or_one_for_each():
    for one in (1, 1.0, np.float64(1), np.int8(1), np.array(1.0)):
        assert as_tolerance(one, (3,)).tolist() == [1.0]
    assert as_tolerance([1, 2, inf], (3,)).tolist() == [1.0, 2.0, inf]
    assert as_tolerance([1, 2], (2, 2)).tolist() == [1.0, 2.0, 1.0, 2.0]
    assert as_tolerance([[1, 2], [3, 4]], (2, 2)).tolist() == [1.0, 2.0, 3.0, 4.0]
    given = np.arange(3.0)
    found = as_tolerance(given, (3,))
    assert found.flags.c_contiguous
    # -0 is 0.
    assert as_tolerance(-0.0, (3,))[0] == 0


@pytest.mark.parametrize(("tolerance", "message"), [
    (-5e-324, "tolerance = -5e-324 is negative; "),
    (-inf, "tolerance = -inf is negative; "),
    ([1, 2, nan], "tolerance, entry 2: nan is no number; "),
    ([1, 2, 3, 4], "tolerance has shape (4,) and y has shape (3,); "),
    ([], "tolerance has shape (0,) and y has shape (3,); "),
    ("1", "tolerance has type <U1; "),
    ({1, 2, 3}, "tolerance"),
    (np.array(["1"]), "tolerance has type <U1; "),
    (np.timedelta64(1, "s"), "tolerance has type timedelta64[s]; "),
    (2**53 + 1, "tolerance, entry 0: 9007199254740993 is no double"),
])  # fmt: skip
def test_as_tolerance__what_is_none_is_named(tolerance, message):
    with pytest.raises(DataError) as error:
        as_tolerance(tolerance, (3,))
    assert str(error.value).startswith(message)
