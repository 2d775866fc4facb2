"""Arrays that are objects: exactly what they hold, or one line that says why not."""

from collections import deque
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest import DataError, read_network
from sparsest.exact.rationals import to_rational
from sparsest.interchange.arrays import array_of
from sparsest.interchange.read import read_layers
from sparsest.interchange.shapes import exact_rows
from tests.stand_ins.pytorch import Tensor

_NUMBERS = st.one_of(
    st.integers(-(10**30), 10**30),
    st.fractions(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(-(10**6), 10**6, allow_nan=False, places=20),
    st.fractions().map(str),
)


@given(st.lists(st.lists(_NUMBERS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_array_of__lists_are_exact_whatever_stands_in_them(rows):
    expected = tuple(tuple(map(to_rational, row)) for row in rows)
    shaped = np.empty((len(rows), 2), object)
    for k, row in enumerate(rows):
        shaped[k] = row
    for value in (rows, tuple(map(tuple, rows)), deque(rows), shaped):
        found = array_of("net", "w", value)
        assert found.shape == (len(rows), 2)
        assert exact_rows(found) == expected


def test_read_layers__no_list_is_rounded():
    """Beside a half, NumPy makes 2^53 + 1 a double."""
    found = read_layers({"0.weight": [[2**53 + 1], [0.5]], "2.weight": [[1, Fraction(1, 3)]], "2.bias": Decimal("0.1")})
    assert found.w == ((2**53 + 1,), (fmpq(1, 2),))
    assert (found.v, found.offset) == ((1, fmpq(1, 3)), fmpq(1, 10))
    assert read_layers({"0.weight": [np.array([1.5]), np.array([2])], "2.weight": [["1/3", 2]]}).w == (
        (fmpq(3, 2),),
        (2,),
    )


def test_array_of__machine_numbers_stay_machine_numbers():
    for kind in (np.float16, np.float32, np.float64, np.int8, np.uint64):
        held = np.array([[1, 2]], kind)
        assert array_of("net", "w", held) is not None
        assert array_of("net", "w", held).dtype == kind
    assert array_of("net", "w", 0.1).dtype == np.float64
    assert array_of("net", "w", [np.float32(0.1)]).tolist() == [to_rational(float(np.float32(0.1)))]
    assert array_of("net", "w", [[], []]).shape == (2, 0)


class Foreign(Tensor):
    """A tensor that gives no array, as PyTorch's do that are sparse, quantised, of float8, negative, or nowhere."""

    error = None

    def numpy(self):
        raise self.error


class Nowhere(Tensor):
    def cpu(self):
        raise NotImplementedError("Cannot copy out of meta tensor; no data!")


class Float8(Foreign):
    error = TypeError("Got unsupported ScalarType Float8_e4m3fn")


class Negative(Foreign):
    error = RuntimeError("Can't call numpy() on Tensor that has negative bit set.\nUse tensor.resolve_neg()")


ODD = [Float8, Negative, Nowhere]
_CYCLE = []
_CYCLE.append(_CYCLE)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        *((np.ones((1, 1)).view(odd), f"is a {odd.__name__} that gives no array .*; give a dense") for odd in ODD),
        ([[1, 2], [3]], "has rows of different lengths"),
        ([[1, 2], 3], "has rows of different lengths"),
        ([1, [2, 3]], "has rows of different lengths"),
        (_CYCLE, "has 9 axes"),
        ([0] * (2**18 + 1), "1 axes and 262145 entries"),
        ([[1], [float("nan")]], r"'0.weight', entry 1, 0 is no finite number: nan"),
        (["text"], "entry 0 is no finite number: 'text'"),
        ([True], "truth value"),
        ([1j], "complex128 is not a real number"),
        ([np.complex64(1j)], "is not a real number"),
        ([None], "entry 0 is a NoneType and no array"),
        (None, "'0.weight' is a NoneType and no array"),
        ({1, 2}, "is a set and no array"),
        (np.array([1, None], object), "entry 1 is a NoneType"),
        (np.array([True]), "entries of type bool"),
        (np.array([np.inf]), "entry 0 is inf"),
    ],
    ids=str,
)  # fmt: skip
def test_read_network__what_is_no_array_is_refused_in_one_line(value, said):
    with pytest.raises(DataError, match=said) as caught:
        read_network({"0.weight": value, "2.weight": np.ones((1, 1))})
    assert "\n" not in str(caught.value)
    assert "'0.weight'" in str(caught.value)
