"""Stage 2 of a block: weights of the edges as intervals, and the recurrence on the ends of the intervals.

A decision is certain if both ends give it. The half-widths are derived in `docs/fast_path.md`, sections 3 and 4.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparsest.fast.arithmetic import RANGE_HIGH, RANGE_LOW, log2, power
from sparsest.fast.block import U, same_sign
from sparsest.fast.compiled import kernel, larger, prefetch, smaller
from sparsest.fast.stage import RECUR, WEIGH, Stage, stage

__all__ = ["FEWEST", "ONE", "POWERS", "ROOTS", "ZERO", "WeightKind"]

# Half-widths: relative to |A| + |B|; absolute, of base-2 logarithms; relative to the size in `weigh_one`.
_POWER_WIDTH = 6.0e-9
_LOG_WIDTH = 1.3e-8
_ENTROPY_WIDTH = 3.0e-9


@stage(WEIGH)
def weigh_roots(_p, count, block):
    """Enclose |d|^(1/2) + |e|^(1/2) - |d + e|^(1/2); -inf where no edge is. Exact twin: `exact.sign.leading_ball`."""
    gaps, powers, lower, upper = block.gaps, block.powers, block.lower, block.upper
    for j in range(count):
        powers[j] = np.sqrt(abs(gaps[j]))
    for j in range(count - 1):
        both = powers[j] + powers[j + 1]
        weight = both - np.sqrt(abs(gaps[j] + gaps[j + 1]))
        same = same_sign(gaps[j], gaps[j + 1])
        lower[j] = weight - _POWER_WIDTH * both if same else -np.inf
        upper[j] = weight + _POWER_WIDTH * both if same else -np.inf


@stage(WEIGH)
def weigh_powers(p, count, block):
    """Enclose |d|^p + |e|^p - |d + e|^p; -inf where no edge is. Exact twin: `exact.sign.leading_ball`."""
    gaps, powers, joint, lower, upper = block.gaps, block.powers, block.joint, block.lower, block.upper
    for j in range(count):
        powers[j] = power(abs(gaps[j]), p)
    for j in range(count - 1):
        joint[j] = power(abs(gaps[j] + gaps[j + 1]), p)
    for j in range(count - 1):
        both = powers[j] + powers[j + 1]
        weight = both - joint[j]
        same = same_sign(gaps[j], gaps[j + 1])
        lower[j] = weight - _POWER_WIDTH * both if same else -np.inf
        upper[j] = weight + _POWER_WIDTH * both if same else -np.inf


@stage(WEIGH)
def weigh_zero(_p, count, block):
    """Enclose log2 |d| + log2 |e| - log2 |d + e|, the weight less 1 over p. Exact twin: `exact.sign.leading_ball`."""
    gaps, powers, joint, lower, upper = block.gaps, block.powers, block.joint, block.lower, block.upper
    for j in range(count):
        powers[j] = log2(abs(gaps[j]))
    for j in range(count - 1):
        joint[j] = log2(abs(gaps[j] + gaps[j + 1]))
    for j in range(count - 1):
        weight = powers[j] + powers[j + 1] - joint[j]
        same = same_sign(gaps[j], gaps[j + 1])
        lower[j] = weight - _LOG_WIDTH if same else -np.inf
        upper[j] = weight + _LOG_WIDTH if same else -np.inf


@stage(WEIGH)
def weigh_one(_p, count, block):
    """Enclose |d+e| log2 |d+e| - |d| log2 |d| - |e| log2 |e|, the weight over 1 - p. Exact twin: `leading_ball`."""
    gaps, powers, joint, lower, upper = block.gaps, block.powers, block.joint, block.lower, block.upper
    for j in range(count):
        powers[j] = log2(abs(gaps[j]))
    for j in range(count - 1):
        joint[j] = log2(abs(gaps[j] + gaps[j + 1]))
    for j in range(count - 1):
        a = abs(gaps[j])
        b = abs(gaps[j + 1])
        weight = (a + b) * joint[j] - a * powers[j] - b * powers[j + 1]
        size = (a + b) * (abs(joint[j]) + 2.0) + a * (abs(powers[j]) + 2.0) + b * (abs(powers[j + 1]) + 2.0)
        same = same_sign(gaps[j], gaps[j + 1])
        lower[j] = weight - _ENTROPY_WIDTH * size if same else -np.inf
        upper[j] = weight + _ENTROPY_WIDTH * size if same else -np.inf


@stage(WEIGH)
def weigh_nothing(_p, _count, _block):
    """Lay out nothing: at p = 0 all weights are 1."""


@kernel
def _loosen(count, block, least):
    """Know nothing of the weights beside gaps outside the range of the powers, but that they are not below `least`."""
    gaps = block.gaps
    for j in range(count):
        a = abs(gaps[j])
        if block.suspect[j] and a != 0.0 and not ((a >= RANGE_LOW) & (a <= RANGE_HIGH)):
            for edge in range(larger(j - 1, 0), smaller(j + 1, count - 1)):
                if same_sign(gaps[edge], gaps[edge + 1]):
                    block.lower[edge] = least
                    block.upper[edge] = 1e300


@stage(WEIGH)
def loosen(_p, count, block):
    """Know nothing of the weights beside gaps outside the range of the powers, but that they are not negative."""
    _loosen(count, block, 0.0)


@stage(WEIGH)
def loosen_zero(_p, count, block):
    """... and as p -> 0 not even that: what remains of a weight, less 1, may be negative."""
    _loosen(count, block, -1e300)


@stage(RECUR)
def recur(count, block, middle, next_x, next_y):
    """Run D <- max(0, g - D) on intervals: positive[j] is 1 (g_j > D_j), 0 (g_j < D_j) or 2 (unknown).

    Return whether some decision is unsure. Two chains at once, from edge 0 and from `middle` (before which a run ends),
    hide each other's latency; so do the requests for the next block's points.
    Exact twin: `sparsest.univariate.matching.recurrence_signs`.
    """
    lower, upper, positive = block.lower, block.upper, block.positive
    low = high = low2 = high2 = 0.0
    for j in range(middle):
        least = larger(lower[j] - high, 0.0)
        high = larger(upper[j] - low, 0.0)
        low = least
        least = larger(lower[middle + j] - high2, 0.0)
        high2 = larger(upper[middle + j] - low2, 0.0)
        low2 = least
        lower[j] = low
        upper[j] = high
        lower[middle + j] = low2
        upper[middle + j] = high2
        if j & 3 == 0:
            prefetch(next_x, 2 * j)
            prefetch(next_y, 2 * j)
    for j in range(2 * middle, count - 1):
        least = larger(lower[j] - high2, 0.0)
        high2 = larger(upper[j] - low2, 0.0)
        low2 = least
        lower[j] = low2
        upper[j] = high2
    unsure = False
    for j in range(count - 1):
        doubt = (lower[j] > 0.0) != (upper[j] > 0.0)
        positive[j] = (lower[j] > 0.0) + 2 * doubt
        unsure |= doubt
    return unsure


@stage(RECUR)
def recur_zero(count, block, _middle, _next_x, _next_y):
    """Run the recurrence for p -> 0+, where D = whole + p * rest. Exact twin: `matching.recurrence_signs`."""
    lower, upper, positive = block.lower, block.upper, block.positive
    whole = 0
    low = high = 0.0
    unsure = False
    for j in range(count - 1):
        whole = 1 - whole
        least = lower[j] - high
        most = upper[j] - low
        # The sum of many logarithms may outgrow the margin in _LOG_WIDTH, so its rounding is counted here.
        low = least - abs(least) * 4.0 * U
        high = most + abs(most) * 4.0 * U
        if lower[j] == -np.inf:
            whole = positive[j] = 0
            low = high = 0.0
        elif whole == 1:
            positive[j] = 1
        else:
            low = larger(low, 0.0)
            high = larger(high, 0.0)
            doubt = (low > 0.0) != (high > 0.0)
            positive[j] = (low > 0.0) + 2 * doubt
            unsure |= doubt
    return unsure


@stage(RECUR)
def recur_fewest(count, block, _middle, _next_x, _next_y):
    """Run the recurrence at p = 0, where all weights are 1: nothing is unsure. Exact twin: `recurrence_signs`."""
    before = False
    for j in range(count - 1):
        before = same_sign(block.gaps[j], block.gaps[j + 1]) & (not before)
        block.positive[j] = before
    return False


class WeightKind(NamedTuple):
    """The three stages that decide the edges for one kind of p."""

    weigh: Stage
    recur: Stage
    loosen: Stage


FEWEST = WeightKind(weigh_nothing, recur_fewest, weigh_nothing)
ZERO = WeightKind(weigh_zero, recur_zero, loosen_zero)
ROOTS = WeightKind(weigh_roots, recur, loosen)
POWERS = WeightKind(weigh_powers, recur, loosen)
ONE = WeightKind(weigh_one, recur, loosen)
