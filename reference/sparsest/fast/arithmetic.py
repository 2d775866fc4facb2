"""Floating-point building blocks with proved bounds: powers, error-free sums and products, exact 2 x 2 determinants.

Everything here is plain IEEE 754 double arithmetic, round to nearest, in the order written (numba does not reassociate
or contract unless told to), so that every bound of `docs/fast_path.md` holds on every platform; no function of the C
library is called. The scalar functions are inlined into the kernels of `sweep.py`, whose loops LLVM vectorises.
"""

from __future__ import annotations

import numpy as np

from sparsest.fast.compiled import bits, contracted, double, inlined, kernel

__all__ = [
    "POWER_ERROR", "RANGE_HIGH", "RANGE_LOW", "crossing", "determinant", "exp2", "gap", "log2", "modest", "pair_add",
    "pair_divide", "pair_multiply", "power", "quick_sum", "short_determinant", "tame", "two_product", "two_sum",
]  # fmt: skip

# 1/ln 2 times 2/(2k+1): log2((1+s)/(1-s)) = sum_k L_k s^(2k+1).
_L = tuple(2.0 / (2 * k + 1) / 0.6931471805599453 for k in range(8))
# (ln 2)^k / k!: the Taylor coefficients of 2^f.
_E = (
    1.0, 0.6931471805599453, 0.24022650695910072, 0.05550410866482158, 0.009618129107628477, 0.0013333558146428443,
    0.0001540353039338161, 1.5252733804059841e-05, 1.3215486790144310e-06, 1.0178086009239699e-07,
    7.0549116208011233e-09, 4.4455382718708115e-10,
)  # fmt: skip
_SQRT_HALF_BITS = 0x3FE6A09E667F3BCD
_MAGIC_BITS = 0x4330000000000000  # 2^52: an integer below 2^52 in the low bits is that integer plus 2^52
_MAGIC = 6755399441055744.0  # 1.5 * 2^52: adding it rounds to an integer
_SPLIT = 134217729.0  # 2^27 + 1: Veltkamp's constant
# Factors in this range have products and remainders that neither overflow nor underflow.
_TAME_LOW, _TAME_HIGH = 2.0**-480, 2.0**480
# ... and in this one so do quotients of 2 x 2 determinants.
_MODEST_LOW, _MODEST_HIGH = 2.0**-200, 2.0**200
#: The relative error of `power` is at most this.
POWER_ERROR = 2.0**-41
#: Gaps in this range have powers, logarithms and sums that neither overflow nor underflow.
RANGE_LOW, RANGE_HIGH = 2.0**-900, 2.0**900


@contracted
def log2(a):
    """Return log2 of a normal positive double, |error| <= u |result| + 2^-45.6. Exact twin: `flint.arb.log`."""
    shifted = bits(a) - _SQRT_HALF_BITS + (1024 << 52)
    k = shifted >> 52
    m = double(bits(a) - ((k - 1024) << 52))
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    q = _L[7]
    q = q * z + _L[6]
    q = q * z + _L[5]
    q = q * z + _L[4]
    q = q * z + _L[3]
    q = q * z + _L[2]
    q = q * z + _L[1]
    q = q * z + _L[0]
    return (double(k | _MAGIC_BITS) - 4503599627371520.0) + s * q


@contracted
def exp2(z):
    """Return 2^z for |z| <= 1000, relative error at most 2^-46. Exact twin: `flint.arb.exp`."""
    rounded = z + _MAGIC
    f = z - (rounded - _MAGIC)
    q = _E[11]
    q = q * f + _E[10]
    q = q * f + _E[9]
    q = q * f + _E[8]
    q = q * f + _E[7]
    q = q * f + _E[6]
    q = q * f + _E[5]
    q = q * f + _E[4]
    q = q * f + _E[3]
    q = q * f + _E[2]
    q = q * f + _E[1]
    q = q * f + _E[0]
    return double(bits(q) + (bits(rounded) << 52))


@inlined
def power(a, p):
    """Return a^p for 2^-900 <= a <= 2^901 and 0 < p < 1, relative error at most POWER_ERROR. Twin: arb's power."""
    return exp2(p * log2(a))


@inlined
def two_sum(a, b):
    """Return (s, e) with s = fl(a + b) and s + e = a + b exactly (Knuth)."""
    s = a + b
    back = s - a
    return s, (a - (s - back)) + (b - back)


@inlined
def two_product(a, b):
    """Return (q, e) with q = fl(ab) and q + e = ab exactly, without overflow and underflow (Veltkamp, Dekker)."""
    c = _SPLIT * a
    ah = c - (c - a)
    al = a - ah
    c = _SPLIT * b
    bh = c - (c - b)
    bl = b - bh
    q = a * b
    return q, ((ah * bh - q) + ah * bl + al * bh) + al * bl


@inlined
def quick_sum(a, b):
    """Return (s, e) as `two_sum`, for |a| >= |b| or a = 0 (Dekker)."""
    s = a + b
    return s, b - (s - a)


@inlined
def pair_add(ah, al, bh, bl):
    """Return the sum of two double-doubles, error at most 3 u^2 (|a| + |b|)."""
    s, e = two_sum(ah, bh)
    t, f = two_sum(al, bl)
    s, e = quick_sum(s, e + t)
    return quick_sum(s, e + f)


@inlined
def pair_multiply(ah, al, bh, bl):
    """Return the product of two double-doubles, relative error at most 8 u^2."""
    q, e = two_product(ah, bh)
    return quick_sum(q, e + (ah * bl + al * bh))


@inlined
def pair_divide(ah, al, bh, bl):
    """Return the quotient of two double-doubles, relative error at most 16 u^2."""
    q = ah / bh
    mh, ml = pair_multiply(bh, bl, q, 0.0)
    rh, rl = pair_add(ah, al, -mh, -ml)
    r = rh / bh
    mh, ml = pair_multiply(bh, bl, r, 0.0)
    rh, rl = pair_add(rh, rl, -mh, -ml)
    q, r = quick_sum(q, r)
    return quick_sum(q, r + rh / bh)


@inlined
def tame(a):
    """Return whether a is 0 or of ordinary size, so that products of two such neither overflow nor lose low bits."""
    return (a == 0.0) | ((abs(a) >= _TAME_LOW) & (abs(a) <= _TAME_HIGH))


@inlined
def modest(a):
    """Return whether a is 0 or so near 1 that quotients of determinants of such neither overflow nor lose low bits."""
    return (a == 0.0) | ((abs(a) >= _MODEST_LOW) & (abs(a) <= _MODEST_HIGH))


@kernel
def _grow(expansion, length, b):
    """Add b to an expansion, exactly (Shewchuk's GROW-EXPANSION); return its new length."""
    for k in range(length):
        b, expansion[k] = two_sum(b, expansion[k])
    expansion[length] = b
    return length + 1


@kernel
def _exact_determinant(a, b, c, d, expansion):
    """Return a d - b c, correctly rounded but for 2 u, for exact differences a..d given as (high, low) pairs.

    `expansion` is memory for 16 doubles.
    """
    length = np.int64(0)
    for sign, p, q in ((1.0, a, d), (-1.0, b, c)):
        for s in p:
            for t in q:
                high, low = two_product(sign * s, t)
                length = _grow(expansion, _grow(expansion, length, low), high)
    total = 0.0
    for k in range(length):
        total += expansion[k]
    return total


@inlined
def determinant(a, b, c, d):
    """Return a d - b c as a double-double and |a d| + |b c|; the error is at most 2^-100 of the latter."""
    ph, pl = pair_multiply(a[0], a[1], d[0], d[1])
    qh, ql = pair_multiply(b[0], b[1], c[0], c[1])
    high, low = pair_add(ph, pl, -qh, -ql)
    return high, low, abs(ph) + abs(qh)


@inlined
def short_determinant(a, b, c, d):
    """Return a d - b c, and whether it is right but for 2^-50 of itself: quick, if all differences are doubles."""
    p, p_low = two_product(a[0], d[0])
    q, q_low = two_product(b[0], c[0])
    short = (a[1] == 0.0) & (b[1] == 0.0) & (c[1] == 0.0) & (d[1] == 0.0)
    s, e = two_sum(p, -q)
    value = s + (e + (p_low - q_low))
    # Where the leading parts agree, the rest is exact up to one rounding: points on a line give exactly 0.
    return value, short & ((p == q) | (abs(value) >= (abs(p) + abs(q)) * 2.0**-50))


@kernel
def gap(x, y, i, expansion):
    """Return the slope gap at point i and whether it can be vouched for.

    Vouched for: the sign is right, 0 is exact, the relative error is at most 2^-49, |d| is in the range of `power`.
    `expansion` is memory for 16 doubles. Exact twin: `sparsest.univariate.gaps.slope_gaps`.
    """
    dx, next_dx = two_sum(x[i], -x[i - 1]), two_sum(x[i + 1], -x[i])
    dy, next_dy = two_sum(y[i], -y[i - 1]), two_sum(y[i + 1], -y[i])
    if dy[0] == 0.0 and next_dy[0] == 0.0:
        return 0.0, True
    if not (tame(dx[0]) & tame(next_dx[0]) & tame(dy[0]) & tame(next_dy[0])):
        return 0.0, False
    high, sure = short_determinant(next_dy, dy, next_dx, dx)
    if not sure:
        high, _, size = determinant(next_dy, dy, next_dx, dx)
        sure = abs(high) >= size * 2.0**-50
    if not sure:
        if not (tame(dx[1]) & tame(next_dx[1]) & tame(dy[1]) & tame(next_dy[1])):
            return 0.0, False
        high = _exact_determinant(next_dy, dy, next_dx, dx, expansion)
    if high == 0.0:
        return 0.0, True
    rise = high / dx[0]
    d = rise / next_dx[0]
    # A quotient below the normal doubles has lost digits that the next division does not bring back.
    return d, (abs(rise) >= RANGE_LOW) & (abs(d) >= RANGE_LOW) & (abs(d) <= RANGE_HIGH)


@kernel
def crossing(x, y, i):
    """Return where the chords left of point i and right of point i+1 meet, and whether it is correctly rounded.

    With a, b, c the chords before, between and after: x_i + dx_a (dy_c dx_b - dy_b dx_c) / (dy_c dx_a - dy_a dx_c).
    Exact twin: `sparsest.univariate.gaps.Gaps.spline`.
    """
    ax, bx, cx = two_sum(x[i], -x[i - 1]), two_sum(x[i + 1], -x[i]), two_sum(x[i + 2], -x[i + 1])
    ay, by, cy = two_sum(y[i], -y[i - 1]), two_sum(y[i + 1], -y[i]), two_sum(y[i + 2], -y[i + 1])
    if not (modest(ax[0]) & modest(bx[0]) & modest(cx[0]) & modest(ay[0]) & modest(by[0]) & modest(cy[0])):
        return x[i], False
    nh, nl, n_size = determinant(cy, by, cx, bx)
    dh, dl, d_size = determinant(cy, ay, cx, ax)
    if not (abs(nh) >= n_size * 2.0**-40) & (abs(dh) >= d_size * 2.0**-40):
        return x[i], False
    qh, ql = pair_divide(nh, nl, dh, dl)
    vh, vl = pair_multiply(ax[0], ax[1], qh, ql)
    if not (abs(qh) >= RANGE_LOW) & (abs(vh) >= RANGE_LOW):
        # Low parts may have been lost below the smallest double.
        return x[i], False
    place, rest = two_sum(x[i], vh)
    # vl may be half a unit of vh, so the sum is rounded anew.
    place, rest = quick_sum(place, rest + vl)
    error = abs(vh) * ((n_size / abs(nh) + d_size / abs(dh)) * 2.0**-99 + 2.0**-98) + abs(place) * 2.0**-104
    return place, (place + (rest + error) == place) & (place + (rest - error) == place)
