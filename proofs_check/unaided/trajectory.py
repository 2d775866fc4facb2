"""Runs of Algorithm 1 in fractions: every decision is exact, and values are rounded to 96 significant bits between.

A state is a list of neurons (s, z): the sign of v and the products z = v w. What is not 0 is never rounded to 0, nor
does it change its sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import isqrt
from typing import TypeAlias

from flint import arb, ctx

from proofs_check.unaided.nets import Vector, dot
from proofs_check.unaided.reweighting import BalancedNeuron, Setting, beyond, moved
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import as_fraction, to_rational
from sparsest.points import Points

__all__ = ["Iterate", "Move", "gradient_move", "rounded_step", "states_of_run", "support", "to_96_bits"]

Iterate: TypeAlias = list[tuple[int, Vector]]

#: What is done in the place of the gradient step: from pairs (v, w) to others.
Move: TypeAlias = Callable[[list[BalancedNeuron]], list[BalancedNeuron]]

_BITS = 96
_MOST = Fraction(2) ** 200
_ZERO = Fraction(0)


def gradient_move(points: Points, setting: Setting) -> Move:
    """Return the gradient step of Algorithm 1.

    Examples
    --------
    >>> move = gradient_move(Points([[1]], [0]), Setting(None, Fraction(1, 8), Fraction(1)))
    >>> move([(Fraction(2), (Fraction(2), Fraction(0)))])
    [(Fraction(1, 1), (Fraction(1, 1), Fraction(-1, 1)))]
    """
    return lambda net: moved(points, net, setting.gamma)


def states_of_run(state: Iterate, move: Move, setting: Setting, steps: int) -> Iterator[Iterate]:
    """Yield the states after each step, so many or until a number leaves the range from 2^-200 to 2^200.

    Examples
    --------
    >>> setting = Setting(Exponent.read("1/2"), Fraction(1, 8), Fraction(1))
    >>> move = gradient_move(Points([[1]], [0]), setting)
    >>> [len(support(state)) for state in states_of_run([(1, (Fraction(4), _ZERO))], move, setting, 4)]
    [1, 1, 1, 1]
    """
    for _ in range(steps):
        state = rounded_step(state, move, setting)
        yield state
        if not all(1 / _MOST < abs(a) < _MOST for _, z in state for a in z if a != 0):
            return  # the steps are too large for these data


def rounded_step(state: Iterate, move: Move, setting: Setting) -> Iterate:
    """Return the state after one step from pairs that are balanced, and have these products, up to rounding.

    Examples
    --------
    >>> at_1 = Setting(None, Fraction(1, 8), Fraction(1))
    >>> rounded_step([(1, (Fraction(4), Fraction(0)))], gradient_move(Points([[1]], [0]), at_1), at_1)
    [(1, (Fraction(7, 8), Fraction(-7, 8)))]
    """
    after = move([_pair(s, z) for s, z in state])
    found: Iterate = []
    for (s, z), (v, w) in zip(state, after, strict=True):
        sign = (v > 0) - (v < 0) or s
        found.append((sign, tuple(_thresholded(to_96_bits(v * a), b, setting) for a, b in zip(w, z, strict=True))))
    return found


def support(state: Iterate) -> set[tuple[int, int]]:
    """Return which products are not 0, by neuron and place.

    Examples
    --------
    >>> sorted(support([(1, (Fraction(4), Fraction(0))), (1, (Fraction(0), Fraction(1)))]))
    [(0, 0), (1, 1)]
    """
    return {(k, i) for k, (_, z) in enumerate(state) for i, a in enumerate(z) if a != 0}


def to_96_bits(a: Fraction) -> Fraction:
    """Return a fraction of 96 significant bits near a, of the sign of a.

    Examples
    --------
    >>> to_96_bits(Fraction(3, 8)), abs(to_96_bits(Fraction(1, 3)) - Fraction(1, 3)) < Fraction(1, 2**96)
    (Fraction(3, 8), True)
    """
    if a == 0:
        return a
    shift = _BITS - abs(a.numerator).bit_length() + a.denominator.bit_length()
    return Fraction(round(a * Fraction(2) ** shift)) / Fraction(2) ** shift


def _pair(s: int, z: Vector) -> BalancedNeuron:
    """Return (v, w) with v w = z and |v| near ||w||, that is near the fourth root of z . z."""
    if not any(z):
        return _ZERO, z
    v = s * _root(_root(dot(z, z)))
    return v, tuple(to_96_bits(a / v) for a in z)


def _root(q: Fraction) -> Fraction:
    """Return a fraction near the square root, and other than 0."""
    shift = 2 * _BITS + q.denominator.bit_length()
    return to_96_bits(Fraction(isqrt((q.numerator << 2 * shift) // q.denominator), 1 << shift))


def _thresholded(x: Fraction, before: Fraction, setting: Setting) -> Fraction:
    if beyond(x, before, setting) <= 0:
        return _ZERO
    scale, sign = setting.weight * setting.gamma, 1 if x > 0 else -1
    threshold = scale if setting.p is None else _at_most(scale, abs(before), setting.p)
    return to_96_bits(x - sign * threshold)


def _at_most(scale: Fraction, size: Fraction, p: Exponent) -> Fraction:
    """Return a fraction near scale * p * size^(p-1) and not above it: what is beyond that power is beyond it too."""
    with ctx.workprec(4 * _BITS):
        power = arb(to_rational(p.fraction))
        ball = arb(to_rational(scale)) * power * arb(to_rational(size)) ** (power - 1)
        return as_fraction(ball.lower().fmpq())
