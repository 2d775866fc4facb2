from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from sparsest.errors import DataError
from sparsest.fast.arrays import as_doubles, as_offsets


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
        (np.float32([0.1]), r"x has type float32.*x\.astype\(numpy\.float64\)"),
        (np.float16([0.1]), "type float16"),
        (np.longdouble([0.1]), "has type"),
        ([True, False], "type bool"),
        ([1j], "type complex128"),
        (["1", "2"], "type <U1"),
        ([Fraction(1, 3)], "type object"),
        ([Decimal("0.1")], "type object"),
        ([None], "type object"),
        ([2**70], "type object"),
        (np.array(["2020-01-01"], "M8[D]"), "type datetime64"),
        ([[1], [1, 2]], "no array of numbers"),
    ],
)
def test_as_doubles__refuses_what_is_not_float64(values, message):
    with pytest.raises(DataError, match=message):
        as_doubles(values, "x")


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
