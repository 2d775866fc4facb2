"""Lanes against NumPy, and their powers against 40 digits."""

import subprocess
import sys
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from numba import njit

from sparsest.fast.compiled import pointer
from sparsest.training.lanes import exponent_of_two, fused, lane_sum, load, nearest, raised, root, scaled, store, where


@njit
def run_power(a, e, out):
    size = a.size
    a, out = pointer(a), pointer(out)
    for k in range(0, size, 8):
        store(out, k, raised(load(a, k), e))


@njit
def run_operators(a, b, out):
    a, b, out = pointer(a), pointer(b), pointer(out)
    x, y = load(a, 0), load(b, 0)
    store(out, 0, x + y)
    store(out, 8, x - 2.0 * y)
    store(out, 16, x / y)
    store(out, 24, where(x > y, x, 0.0))
    store(out, 32, where(x >= 0.0, 1.0, y))
    store(out, 40, where(x < y, x, y))
    store(out, 48, where(x == x, root(x * x), y))
    store(out, 56, nearest(x))
    store(out, 64, fused(x, 3.0, y))
    return lane_sum(x)


@njit
def run_parts(a, k, m):
    x = load(pointer(a), 0)
    store(pointer(k), 0, exponent_of_two(x))
    store(pointer(m), 0, scaled(x, 0.0 - exponent_of_two(x)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_operators__are_numpys(dtype):
    rng = np.random.default_rng(0)
    a, b = (rng.standard_normal(8).astype(dtype) for _ in range(2))
    out = np.zeros(72, dtype)
    found = run_operators(a, b, out)
    expected = [
        a + b, a - dtype(2) * b, a / b, np.where(a > b, a, 0), np.where(a >= 0, dtype(1), b), np.minimum(a, b),
        np.abs(a), np.rint(a),
    ]  # fmt: skip
    assert np.array_equal(out[:64], np.concatenate(expected))
    assert out[64:] == pytest.approx(3 * a + b, rel=1e-6)
    assert found == ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]))


def test_fused__rounds_once():
    a, b, out = np.full(8, 1 / 3), np.full(8, -1.0), np.zeros(72)
    run_operators(a, b, out)
    assert out[64] == float(3 * Fraction(1 / 3) - 1)
    assert 3.0 * (1 / 3) - 1.0 == 0.0
    assert out[64] != 0.0


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_exponents__split_exactly(dtype):
    a = np.array([1, 0.70710677, 0.7072, 1.4142, 1.5, 2.0**-126, 2.0**125, 1e-10], dtype)
    k, m = np.zeros(8, dtype), np.zeros(8, dtype)
    run_parts(a, k, m)
    assert np.array_equal(np.ldexp(m, k.astype(int)), a)
    assert (m >= 0.707).all()
    assert (m < 1.4143).all()


@pytest.mark.parametrize(("dtype", "error"), [(np.float64, 2.0**-44), (np.float32, 1e-5)])
@pytest.mark.parametrize("e", [-1.0, -0.6, -0.001, 0.0, 0.37, 1.0])
def test_powers__have_the_error_that_they_say(dtype, error, e):
    a = np.exp(np.random.default_rng(1).uniform(-80, 80, 800)).astype(dtype)
    out = np.zeros_like(a)
    run_power(a, e, out)
    exact = [float(mpmath.mpf(float(value)) ** mpmath.mpf(e)) for value in a]
    assert np.abs(out / exact - 1).max() < error


def test_powers__of_less_than_the_least_number():
    a, out = np.array([0.0, 5e-324, 1e-300, 2.0**-126] * 2), np.zeros(8)
    run_power(a, -0.5, out)
    assert set(out) == {2.0**63}


PLAIN = """
import numpy as np
from sparsest.training.lanes import raised
a = np.exp(np.linspace(-50, 50, 8))
print(np.abs(raised(a, -0.6) / a**-0.6 - 1).max() < 1e-13)
"""


@pytest.mark.slow
def test_powers__without_numba():
    found = subprocess.run(
        [sys.executable, "-c", PLAIN], capture_output=True, text=True, check=True, env={"NUMBA_DISABLE_JIT": "1"}
    )
    assert found.stdout == "True\n"
