from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from flint import arb, ctx
from numba import njit

from sparsest.fast import arithmetic
from sparsest.fast.arithmetic import POWER_ERROR, RANGE_HIGH, RANGE_LOW, power
from sparsest.fast.compiled import HOW
from tests.fast import checks
from tests.fast.checks import PRECISION, exact
from tests.fast.mutants import compiled, plain, quiet

CALLABLE = SimpleNamespace(**{name: compiled(getattr(arithmetic, name)) for name in ("crossing", "gap")})
exp2, log2, one_power, two_product, two_sum = (
    compiled(getattr(arithmetic, name)) for name in ("exp2", "log2", "power", "two_product", "two_sum")
)
EXPANSION = np.empty(16)
U = 2.0**-53


def arguments(low=-900, high=901, seed=0):
    """Return doubles over the whole range: random ones, and the neighbours of those where something changes."""
    rng = np.random.default_rng(seed)
    special = [1.0, 0.5**0.5, 2**0.5, 2.0**low, 2.0**high, 0.75, 1.5, *(2.0 ** rng.integers(low, high, 40))]
    near = [v for s in special for v in (np.nextafter(s, 0), s, np.nextafter(s, np.inf), s * (1 + 2.0**-20))]
    both = np.concatenate([2.0 ** rng.uniform(low, high, 800), rng.uniform(0.5, 2.0, 800), near])
    return both[(both >= 2.0**low) & (both <= 2.0**high)].tolist()


def log2_errors(kernel):
    """Return the arguments where log2 is further from the truth than it says."""
    with ctx.workprec(PRECISION), quiet():
        two = arb(2).log()
        return [
            a
            for a in arguments()
            for value in [float(kernel(a))]
            if not abs(arb(exact(value)) - arb(exact(a)).log() / two) < abs(value) * U + 2.0**-45.6
        ]


def test_log2__is_as_near_as_it_says():
    """The bound was said to be 2^-46; beside sqrt(1/2) and sqrt(2) the error is 2^-45.75."""
    assert log2_errors(log2) == []


def exp2_errors(kernel):
    """Return the arguments where exp2 is further from the truth than it says."""
    rng = np.random.default_rng(1)
    points = [*rng.uniform(-1000, 1000, 1000), *rng.uniform(-1, 1, 500), *range(-1000, 1001, 50)]
    points += [np.nextafter(k + 0.5, s) for k in range(-20, 20) for s in (-2000, 2000)]
    with ctx.workprec(PRECISION), quiet():
        pairs = [(z, arb(2) ** arb(exact(z))) for z in points]
        return [z for z, true in pairs if not abs(arb(exact(kernel(float(z)))) - true) < true * 2.0**-46]


def test_exp2__is_as_near_as_it_says():
    assert exp2_errors(exp2) == []


@pytest.mark.parametrize(
    "p", [0.5, 0.37, 1 / 3, 1e-12, 1 - 1e-12, 5e-324, np.nextafter(1, 0), 0.9, Fraction(1, 3), Fraction(998, 999)]
)
def test_power__is_as_near_as_it_says(p):
    """Also for a rational p that is rounded to a double."""
    with ctx.workprec(PRECISION):
        true_p = arb(p.numerator) / p.denominator if isinstance(p, Fraction) else arb(exact(p))
        for a in arguments():
            true = arb(exact(a)) ** true_p
            assert abs(arb(exact(one_power(a, float(p)))) - true) < true * POWER_ERROR


@njit(**HOW)
def _powers(values, p, out):
    for k in range(values.size):
        out[k] = power(values[k], p)


def test_power__is_the_same_in_a_loop():
    values = np.array(arguments())
    out = np.empty(values.size)
    _powers(values, 0.37, out)
    one_by_one = np.array([one_power(a, 0.37) for a in values.tolist()])
    assert np.all(np.abs(out - one_by_one) <= 2 * POWER_ERROR * out)
    assert np.all(np.abs(out / values**0.37 - 1) <= 2 * POWER_ERROR)


@pytest.mark.parametrize(
    ("old", "new", "errors"),
    [
        ("q = _L[7]", "q = 0.0", log2_errors),
        ("q = q * z + _L[5]", "q = q * z", log2_errors),
        ("_SQRT_HALF_BITS = 0x3FE6A09E667F3BCD", "_SQRT_HALF_BITS = 0x3FE0000000000000", log2_errors),
        ("q = _E[11]", "q = 0.0", exp2_errors),
        ("1.0178086009239699e-07", "1.017e-07", exp2_errors),
    ],
)
def test_errors__see_a_worse_polynomial(old, new, errors):
    name = "log2" if errors is log2_errors else "exp2"
    assert errors(getattr(plain("arithmetic", old, new).arithmetic, name))


def test_two_sum_and_two_product__are_exact():
    rng = np.random.default_rng(2)
    a, b = (rng.choice([-1, 1], 2000) * rng.uniform(1, 2, 2000) * 2.0 ** rng.integers(-470, 470, 2000) for _ in "ab")
    b[::3] = a[::3] * rng.uniform(-2, 2, a[::3].size)
    for u, v in [*zip(a.tolist(), b.tolist(), strict=True), (0.0, 0.0), (0.0, 1.5), (1.0, -1.0)]:
        s, e = two_sum(u, v)
        assert (s, Fraction(s) + Fraction(e)) == (u + v, Fraction(u) + Fraction(v))
        q, f = two_product(u, v)
        assert (q, Fraction(q) + Fraction(f)) == (u * v, Fraction(u) * Fraction(v))


def triples(kind, size=400, seed=3):
    """Return samples (x, y, i) of three and four points; how well they can be vouched for depends on the kind."""
    rng = np.random.default_rng(seed)
    for _ in range(size):
        x = np.cumsum(rng.uniform(0.1, 1.0, 4))
        y = rng.standard_normal(4)
        if kind == "collinear":
            m = np.sort(rng.integers(1, 2**50, 4)) * 2.0 ** np.sort(rng.integers(-30, 30, 4))
            x, y = 5.0 * m, 3.0 * m
            y[rng.integers(4)] *= 1 + rng.integers(-1, 2) * 2.0**-52
        elif kind == "nearly":
            y = rng.uniform(-2, 2) * x + rng.uniform(-1, 1) + x * x * 2.0 ** -rng.uniform(10, 52)
        elif kind == "integers":
            x, y = np.arange(4.0) * 3, rng.integers(-3, 4, 4).astype(np.float64)
        elif kind == "decimals":
            x, y = np.round(x, 2), np.round(y, 1)
        elif kind == "wide":
            y *= 10.0 ** rng.uniform(-300, 300, 4)
        elif kind == "wide steps":
            x = np.cumsum(10.0 ** np.sort(rng.uniform(-300, 300, 4))) * rng.choice([-1, 1])
            x.sort()
        elif kind == "subnormal":
            y = rng.integers(-9, 10, 4) * 5e-324
        if np.all(np.diff(x) > 0):
            yield x, y, 1


SHARE = {"walk": 1, "collinear": 1, "nearly": 1, "integers": 1, "decimals": 1, "wide": 0.1, "wide steps": 0.1}


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*SHARE, "subnormal"])
def test_gap__is_what_it_vouches_for(kind):
    samples = list(triples(kind))
    wrong, vouched = checks.wrong_gaps(CALLABLE, samples)
    assert not wrong
    assert vouched >= SHARE.get(kind, 0) * len(samples)
    for x, y, i in samples:
        value, sure = CALLABLE.gap(x, y, i, EXPANSION)
        assert not sure or value == 0 or RANGE_LOW <= abs(value) <= RANGE_HIGH


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*SHARE, "subnormal"])
def test_crossing__is_correctly_rounded_where_it_says(kind):
    samples = list(triples(kind, 1000))
    wrong, sure = checks.wrong_crossings(CALLABLE, samples)
    assert not wrong
    convex = sum(checks.true_gap(*s[:2], 1) * checks.true_gap(*s[:2], 2) > 0 for s in samples)
    # Halves and thirds beside integers are rarely in doubt; points that are nearly collinear often are.
    assert sure >= {"walk": 0.95, "integers": 0.5, "decimals": 0.95}.get(kind, 0) * convex
    assert kind in ("subnormal", "collinear") or convex > 20


@pytest.mark.slow
def test_gap_and_crossing__are_unsure_where_quotients_underflow():
    """A knot at 2.71e-178 came out as 2.78e-178: the quotient of two determinants was subnormal."""
    samples = list(checks.underflow_samples(100))
    assert checks.wrong_gaps(CALLABLE, samples)[0] == []
    assert checks.wrong_crossings(CALLABLE, [s for s in samples if len(s[0]) == 4])[0] == []
    x, y = np.array([-(2.0**480), 0, 2.0**-50, 2.0**60]), np.array([2.0**480, 0, 0, 1.1 * 2.0**-480])
    assert not CALLABLE.crossing(x, y, 1)[1]


def test_crossing__is_sure_where_the_sum_cancels():
    samples = list(checks.vertex_samples(200))
    assert checks.wrong_crossings(CALLABLE, samples) == ([], len(samples))
