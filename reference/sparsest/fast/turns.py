"""Which way three ends of gates turn: the only decision of the greedy, certified or handed to exact arithmetic.

An end of gate i is V = y_i + side * w_i, its ceiling with side 1 and its floor with -1. It need not be a double and is
never rounded to one: what is computed are differences of labels and of widths, whose errors are known. The bounds are
derived in `docs/fast_path.md`, section 10.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparsest.fast.arithmetic import determinant, pair_add, short_determinant, tame, two_sum
from sparsest.fast.compiled import ask, inlined, kernel

__all__ = ["UNDERFLOW", "GateArrays", "line_slope", "rise", "turn"]

#: What underflow may change anything by.
UNDERFLOW = 2.0**-1060
# What a value in doubles may be off by, relative to its size; a slope, with all that is computed from it;
_FILTER = 6.0 * 2.0**-53
_SLOPE_FILTER = 10.0 * 2.0**-53
# ... and a value in double-doubles, of ends of ordinary size.
_PAIR_FILTER = 2.0**-98


class GateArrays(NamedTuple):
    """Where the gates stand: addresses of x, y and widths, how far the next width is, whom to ask, what is counted.

    One tolerance for all points is one width with the step 0. An infinite width means no gate.
    """

    x: np.ndarray
    y: np.ndarray
    widths: np.ndarray
    step: int
    umpire: int
    counts: np.ndarray


@inlined
def rise(gates, i, s, j, t):
    """Return the end t of gate j less the end s of gate i as a double-double, its size, and whether it is exact.

    The error is at most 3 u^2 times the size.
    """
    labels = two_sum(gates.y[j], -gates.y[i])
    widths = two_sum(t * gates.widths[j * gates.step], -s * gates.widths[i * gates.step])
    high, low = pair_add(labels[0], labels[1], widths[0], widths[1])
    exact = (labels[1] == 0.0) & (widths[1] == 0.0)
    return (high, low), abs(labels[0]) + abs(widths[0]), exact


@kernel
def _settle(gates, i, s, j, t, k, r):
    """Return the turn in double-doubles, or what the umpire says."""
    gates.counts[0] += 1
    run, next_run = two_sum(gates.x[j], -gates.x[i]), two_sum(gates.x[k], -gates.x[i])
    up, size, exact = rise(gates, i, s, j, t)
    next_up, next_size, next_exact = rise(gates, i, s, k, r)
    if exact & next_exact & (up[0] == 0.0) & (next_up[0] == 0.0):
        return 0.0
    if tame(run[0]) & tame(next_run[0]) & tame(up[0]) & tame(next_up[0]):
        if exact & next_exact:
            value, sure = short_determinant(up, next_up, run, next_run)
            if sure:
                return value
        value, _, _ = determinant(up, next_up, run, next_run)
        if abs(value) > _PAIR_FILTER * (size * next_run[0] + next_size * run[0]):
            return value
    sides = 4 * (s > 0.0) + 2 * (t > 0.0) + (r > 0.0)
    return np.float64(ask(gates.umpire, i, j, k, sides))


@inlined
def turn(gates, i, s, j, t, k, r):
    """Return (V_j - V_i)(x_k - x_i) - (V_k - V_i)(x_j - x_i) for the ends s, t, r: the sign is right, 0 is exact.

    It is positive if the third end lies below the line through the others, x_i < x_j < x_k. Exact twin: the tests of
    `sparsest.univariate.windows`.
    """
    run, next_run = gates.x[j] - gates.x[i], gates.x[k] - gates.x[i]
    label, next_label = gates.y[j] - gates.y[i], gates.y[k] - gates.y[i]
    width = s * gates.widths[i * gates.step]
    shift, next_shift = t * gates.widths[j * gates.step] - width, r * gates.widths[k * gates.step] - width
    value = (label + shift) * next_run - (next_label + next_shift) * run
    size = (abs(label) + abs(shift)) * next_run + (abs(next_label) + abs(next_shift)) * run
    if abs(value) > _FILTER * size + UNDERFLOW:
        return value
    return _settle(gates, i, s, j, t, k, r)


@inlined
def line_slope(gates, a, s, b):
    """Return the slope of the line through the end s of gate a and the other end of gate b, and how far it may be off.

    The bound has room for the rounding of a product with it, a difference, and a sum of two.
    """
    run, label = gates.x[b] - gates.x[a], gates.y[b] - gates.y[a]
    widths = gates.widths[a * gates.step] + gates.widths[b * gates.step]
    return (label - s * widths) / run, _SLOPE_FILTER * ((abs(label) + widths) / run) + UNDERFLOW
