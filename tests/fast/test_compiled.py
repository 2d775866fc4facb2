from ctypes import CFUNCTYPE, c_int64, c_void_p, cast

import numpy as np
import pytest
from numba import njit

from sparsest.fast import compiled
from sparsest.fast.compiled import HOW
from tests.fast.mutants import unchanged


@njit(**HOW)
def _entries(values, flags, k, out):
    memory = compiled.at(compiled.pointer(values), k)
    compiled.prefetch(memory, 1000)
    out[0] = memory[0]
    out[1] = compiled.at(memory, 1)[1]
    compiled.at(memory, 2)[0] = -7.0
    marks = compiled.pointer(flags)
    marks[k] = marks[k] + 300
    out[2] = compiled.double(compiled.bits(memory[0]) + 1)


@pytest.mark.parametrize("k", [0, 1, 3])
def test_addresses__read_and_write_the_array(k):
    values, flags, out = np.arange(8.0) + 0.5, np.arange(8, dtype=np.uint8), np.zeros(3)
    _entries(values, flags, k, out)
    assert out.tolist() == [k + 0.5, k + 2.5, np.nextafter(k + 0.5, np.inf)]
    assert values.tolist() == [-7.0 if j == k + 2 else j + 0.5 for j in range(8)]
    assert flags.tolist() == [(j + 300) % 256 if j == k else j for j in range(8)]


@njit(**HOW)
def _extremes(a, b, out):
    out[0], out[1] = compiled.larger(a, b), compiled.smaller(a, b)


@pytest.mark.parametrize("kind", [float, int])
def test_larger_smaller__as_in_python(kind):
    plain = unchanged().compiled
    for a in (-3, 0, 7, 2**53 - 1):
        for b in (-4, 0, 7, 12):
            out = np.zeros(2, kind)
            _extremes(kind(a), kind(b), out)
            assert out.tolist() == [max(a, b), min(a, b)] == [plain.larger(a, b), plain.smaller(a, b)]


def test_larger_smaller__of_unknown_numbers_keep_the_first():
    for a, b in ((np.nan, 1.0), (1.0, np.nan)):
        out = np.zeros(2)
        _extremes(a, b, out)
        assert out.tolist() == pytest.approx([max(a, b), min(a, b)], abs=0, nan_ok=True)


def test_plain_twins__say_the_same():
    plain = unchanged().compiled
    values = np.arange(4.0)
    assert plain.pointer(values) is values
    assert plain.at(values, 1).tolist() == [1.0, 2.0, 3.0]
    assert plain.prefetch(values, 99) is None
    for value in (0.0, -0.0, 1.5, -3.0, 5e-324, 1e308, np.inf):
        assert plain.bits(value) == int(np.float64(value).view(np.int64))
        assert plain.double(plain.bits(value)).hex() == value.hex()


@pytest.mark.slow
def test_ask__calls_a_function_of_c_by_its_address():
    asked = []

    @CFUNCTYPE(c_int64, *[c_int64] * 4)
    def answer(*numbers):
        asked.append(numbers)
        return -sum(numbers)

    @njit
    def call(address, k):
        return compiled.ask(address, k, 2, 3, -(2**62))

    assert call(cast(answer, c_void_p).value, 1) == 2**62 - 6
    assert asked == [(1, 2, 3, -(2**62))]
    assert unchanged().compiled.ask(max, 1, 5, 2, 3) == 5
