"""Algorithm 1 of the paper (A.3.1), one step in fractions and several in balls.

A neuron is a pair (v, w) of an output weight and input weights, *balanced*: |v| = ||w||_2. The loss is 1/2 sum_i
(f(x_i) - y_i)^2. A step of size gamma moves v and w along the gradient, puts each product v_k w_{k,i} through the soft
threshold at lambda gamma p |previous product|^(p-1), and splits the result into a balanced pair. At p = 1 the threshold
is lambda gamma; at p < 1 that of a previous product 0 is infinite.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from math import isqrt
from typing import NamedTuple, TypeAlias

from flint import arb, ctx

from proofs_check.claim import refute
from proofs_check.unaided.compare import sign_of_powers
from proofs_check.unaided.nets import Vector, dot, lifted
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import to_rational
from sparsest.points import Points

__all__ = [
    "BalancedNeuron", "Setting", "SignedProducts", "balanced", "ball_step", "beyond", "gradient", "moved",
    "rational_split", "sign_at",
]  # fmt: skip

#: An output weight v and input weights w.
BalancedNeuron: TypeAlias = tuple[Fraction, Vector]

#: The sign of v, and the products v w in balls.
SignedProducts: TypeAlias = tuple[int, list[arb]]

_BITS = 256
_ZERO = Fraction(0)


class Setting(NamedTuple):
    """What a run of the algorithm is told.

    Parameters
    ----------
    p : Exponent or None
        The exponent; None for p = 1.
    gamma, weight : Fraction
        The step size and lambda, both > 0.
    """

    p: Exponent | None
    gamma: Fraction
    weight: Fraction


def balanced(rng: random.Random, width: int) -> BalancedNeuron:
    """Return a random balanced pair, often with input weights that are 0: w on a sphere of rational radius |v|.

    Examples
    --------
    >>> v, w = balanced(random.Random(0), 3)
    >>> v * v == dot(w, w)
    True
    """
    t = [Fraction(rng.choice((0, 0, 1, -1, 2, -3)), rng.randint(1, 2)) for _ in range(width - 1)]
    size = dot(t, t)
    w = [2 * a / (1 + size) for a in t] + [(1 - size) / (1 + size)]  # the stereographic projection of t
    rng.shuffle(w)
    radius = Fraction(rng.randint(1, 6), rng.randint(1, 3))
    return rng.choice((1, -1)) * radius, tuple(radius * a for a in w)


def gradient(points: Points, net: Sequence[BalancedNeuron]) -> list[BalancedNeuron]:
    """Return the derivatives of the loss by v and by w, neuron by neuron; 0 where a neuron is just not active.

    Examples
    --------
    >>> gradient(Points([[1]], [0]), [(Fraction(2), (Fraction(2), Fraction(0)))])
    [(Fraction(8, 1), (Fraction(8, 1), Fraction(8, 1)))]
    """
    rows = lifted(points)
    left = [sum((v * max(dot(w, row), _ZERO) for v, w in net), -y) for row, y in zip(rows, points.y, strict=True)]
    found = []
    for v, w in net:
        pulls = [(r, row) for r, row in zip(left, rows, strict=True) if dot(w, row) > 0]
        by_w = tuple(v * sum((r * row[k] for r, row in pulls), _ZERO) for k in range(len(w)))
        found.append((sum((r * dot(w, row) for r, row in pulls), _ZERO), by_w))
    return found


def moved(points: Points, net: Sequence[BalancedNeuron], gamma: Fraction) -> list[BalancedNeuron]:
    """Return the pairs after the gradient step, not balanced any more.

    Examples
    --------
    >>> moved(Points([[1]], [0]), [(Fraction(2), (Fraction(2), Fraction(0)))], Fraction(1, 8))
    [(Fraction(1, 1), (Fraction(1, 1), Fraction(-1, 1)))]
    """
    return [
        (v - gamma * a, tuple(b - gamma * c for b, c in zip(w, by_w, strict=True)))
        for (v, w), (a, by_w) in zip(net, gradient(points, net), strict=True)
    ]


def sign_at(terms: Sequence[tuple[Fraction, Fraction]], p: Exponent | None) -> int:
    """Return the sign of sum c a^p over pairs (c, a), a > 0, at p or, for None, at 1.

    Examples
    --------
    >>> sign_at([(Fraction(2), Fraction(1)), (Fraction(-1), Fraction(3))], None)
    -1
    """
    if p is not None:
        return sign_of_powers(terms, p)
    total = sum((c * a for c, a in terms), _ZERO)
    return (total > 0) - (total < 0)


def beyond(x: Fraction, before: Fraction, setting: Setting) -> int:
    """Return the sign of |x| - lambda gamma p |before|^(p-1): positive if x survives the soft threshold.

    Examples
    --------
    >>> half = Setting(Exponent.read("1/2"), Fraction(1), Fraction(1))
    >>> [beyond(Fraction(x), Fraction(4), half) for x in ("1", "1/4", "1/8")], beyond(Fraction(9), Fraction(0), half)
    ([1, 0, -1], -1)
    """
    scale = setting.weight * setting.gamma
    if setting.p is None:
        return sign_at([(abs(x), Fraction(1)), (-scale, Fraction(1))], None)
    if before == 0:
        return -1
    size = abs(before)
    return sign_at([(abs(x), Fraction(1)), (-scale * setting.p.fraction / size, size)], setting.p)


def rational_split(u: Sequence[Fraction], sign: int) -> BalancedNeuron:
    """Return v of this sign and w with v w = u and ||w||_2 = |v|, where both are rational.

    Examples
    --------
    >>> rational_split([Fraction(0), Fraction(-4)], 1)
    (Fraction(2, 1), (Fraction(0, 1), Fraction(-2, 1)))
    """
    v = sign * _root(_root(dot(u, u)))
    return v, tuple(a / v for a in u)


def _root(q: Fraction) -> Fraction:
    found = Fraction(isqrt(q.numerator), isqrt(q.denominator))
    if found * found != q:
        refute(f"{q} is no square of a rational")
    return found


def ball_step(points: Points, net: Sequence[SignedProducts], setting: Setting) -> list[SignedProducts] | None:
    """Return the next products: a step from neurons (sign of v, products v w); None where balls do not tell.

    It needs products and signs only, since |v|^2 = ||v w||_2: with n = ||v w||_2 and g = sum_i r_i xbar_i over the
    active points, the product after the gradient step is (s - gamma z.g / n) (z - gamma s n g), z = s v w.

    Examples
    --------
    >>> one = Setting(None, Fraction(1, 8), Fraction(1))
    >>> ((sign, products),) = ball_step(Points([[1]], [0]), [(1, [arb(4), arb(0)])], one)
    >>> sign, [round(float(a), 3) for a in products]
    (1, [0.875, -0.875])
    """
    before, ctx.prec = ctx.prec, _BITS
    try:
        rows = [[_ball(a) for a in row] for row in lifted(points)]
        return _ball_step(rows, [_ball(y) for y in points.y], net, setting)
    except _UnsureError:
        return None
    finally:
        ctx.prec = before


class _UnsureError(Exception):
    """A ball around 0 whose sign is needed."""


def _ball_step(
    rows: list[list[arb]], labels: list[arb], net: Sequence[SignedProducts], setting: Setting
) -> list[SignedProducts]:
    heights = [[s * _product(u, row) for row in rows] for s, u in net]
    on = [[_sign(h) > 0 for h in some] for some in heights]
    left = [
        sum((s * some[i] for (s, _), some, active in zip(net, heights, on, strict=True) if active[i]), -y)
        for i, y in enumerate(labels)
    ]
    found = []
    for (s, u), active in zip(net, on, strict=True):
        pulls = [(r, row) for r, row, a in zip(left, rows, active, strict=True) if a]
        g = [sum((r * row[k] for r, row in pulls), arb(0)) for k in range(len(u))]
        found.append(_ball_neuron(s, u, g, setting))
    return found


def _ball_neuron(s: int, u: list[arb], g: list[arb], setting: Setting) -> SignedProducts:
    if all(a == 0 for a in u):
        return s, u
    gamma, n = _ball(setting.gamma), sum((a * a for a in u), arb(0)).sqrt()
    factor = s - gamma * s * _product(u, g) / n
    products = [factor * (s * a - gamma * s * n * b) for a, b in zip(u, g, strict=True)]
    return _sign(factor) or s, [_soft(x, _threshold(a, setting)) for x, a in zip(products, u, strict=True)]


def _threshold(before: arb, setting: Setting) -> arb:
    scale = _ball(setting.weight * setting.gamma)
    if setting.p is None:
        return scale
    p = _ball(setting.p.fraction)
    return arb("inf") if before == 0 else scale * p * abs(before) ** (p - 1)


def _soft(x: arb, threshold: arb) -> arb:
    if abs(x) <= threshold:
        return arb(0)
    if abs(x) > threshold:
        return x - _sign(x) * threshold
    raise _UnsureError


def _sign(x: arb) -> int:
    if x == 0 or x > 0 or x < 0:
        return int(x > 0) - int(x < 0)
    raise _UnsureError


def _product(a: Sequence[arb], b: Sequence[arb]) -> arb:
    return sum((s * t for s, t in zip(a, b, strict=True)), arb(0))


def _ball(q: Fraction) -> arb:
    return arb(to_rational(q))
