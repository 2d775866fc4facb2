"""Stage 2 of a block: weights of the edges as intervals, and the recurrence on the ends of the intervals.

A decision is certain if both ends give it. The half-widths are derived in `docs/fast_path.md`, sections 3 and 4.
"""

from __future__ import annotations

import numpy as np

from sparsest.fast.arithmetic import RANGE_HIGH, RANGE_LOW, log2, power
from sparsest.fast.block import U, same_sign
from sparsest.fast.compiled import kernel, prefetch
from sparsest.fast.stage import DECIDE, stage

__all__ = ["decide_fewest", "decide_one", "decide_powers", "decide_roots", "decide_zero"]

# Half-widths: relative to |A| + |B|; absolute, of base-2 logarithms; relative to the size in `_weights_one`.
_POWER_WIDTH = 6.0e-9
_LOG_WIDTH = 1.3e-8
_ENTROPY_WIDTH = 3.0e-9


@kernel
def _weights_root(gaps, powers, lower, upper, count):
    """Enclose |d|^(1/2) + |e|^(1/2) - |d + e|^(1/2); -inf where no edge is. Exact twin: `exact.sign.leading_ball`."""
    for j in range(count):
        powers[j] = np.sqrt(abs(gaps[j]))
    for j in range(count - 1):
        both = powers[j] + powers[j + 1]
        weight = both - np.sqrt(abs(gaps[j] + gaps[j + 1]))
        same = same_sign(gaps[j], gaps[j + 1])
        lower[j] = weight - _POWER_WIDTH * both if same else -np.inf
        upper[j] = weight + _POWER_WIDTH * both if same else -np.inf


@kernel
def _weights_power(gaps, p, powers, joint, lower, upper, count):
    """Enclose |d|^p + |e|^p - |d + e|^p; -inf where no edge is. Exact twin: `exact.sign.leading_ball`."""
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


@kernel
def _weights_zero(gaps, powers, joint, lower, upper, count):
    """Enclose log2 |d| + log2 |e| - log2 |d + e|, the weight less 1 over p. Exact twin: `exact.sign.leading_ball`."""
    for j in range(count):
        powers[j] = log2(abs(gaps[j]))
    for j in range(count - 1):
        joint[j] = log2(abs(gaps[j] + gaps[j + 1]))
    for j in range(count - 1):
        weight = powers[j] + powers[j + 1] - joint[j]
        same = same_sign(gaps[j], gaps[j + 1])
        lower[j] = weight - _LOG_WIDTH if same else -np.inf
        upper[j] = weight + _LOG_WIDTH if same else -np.inf


@kernel
def _weights_one(gaps, powers, joint, lower, upper, count):
    """Enclose |d+e| log2 |d+e| - |d| log2 |d| - |e| log2 |e|, the weight over 1 - p. Exact twin: `leading_ball`."""
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


@kernel
def _loosen(gaps, suspect, least, lower, upper, count):
    """Know nothing of the weights beside gaps outside the range of the powers, but that they are not below `least`."""
    for j in range(count):
        a = abs(gaps[j])
        if suspect[j] and a != 0.0 and not ((a >= RANGE_LOW) & (a <= RANGE_HIGH)):
            for edge in range(max(j - 1, 0), min(j + 1, count - 1)):
                if same_sign(gaps[edge], gaps[edge + 1]):
                    lower[edge] = least
                    upper[edge] = 1e300


@kernel
def _recur(lower, upper, positive, count, middle, next_x, next_y):
    """Run D <- max(0, g - D) on intervals: positive[j] is 1 (g_j > D_j), 0 (g_j < D_j) or 2 (unknown).

    Two chains at once, from edge 0 and from `middle` (before which a run ends), hide each other's latency; so do the
    requests for the next block's points. Exact twin: `sparsest.univariate.matching.recurrence_signs`.
    """
    low = high = low2 = high2 = 0.0
    for j in range(middle):
        least = max(lower[j] - high, 0.0)
        high = max(upper[j] - low, 0.0)
        low = least
        least = max(lower[middle + j] - high2, 0.0)
        high2 = max(upper[middle + j] - low2, 0.0)
        low2 = least
        lower[j] = low
        upper[j] = high
        lower[middle + j] = low2
        upper[middle + j] = high2
        if j & 3 == 0:
            prefetch(next_x, 2 * j)
            prefetch(next_y, 2 * j)
    for j in range(2 * middle, count - 1):
        least = max(lower[j] - high2, 0.0)
        high2 = max(upper[j] - low2, 0.0)
        low2 = least
        lower[j] = low2
        upper[j] = high2
    unsure = False
    for j in range(count - 1):
        doubt = (lower[j] > 0.0) != (upper[j] > 0.0)
        positive[j] = (lower[j] > 0.0) + 2 * doubt
        unsure |= doubt
    return unsure


@kernel
def _recur_zero(lower, upper, positive, count):
    """Run the recurrence for p -> 0+, where D = whole + p * rest. Exact twin: `matching.recurrence_signs`."""
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
            low = max(low, 0.0)
            high = max(high, 0.0)
            doubt = (low > 0.0) != (high > 0.0)
            positive[j] = (low > 0.0) + 2 * doubt
            unsure |= doubt
    return unsure


@kernel
def _recur_fewest(gaps, positive, count):
    """Run the recurrence at p = 0, where all weights are 1. Exact twin: `matching.recurrence_signs`."""
    before = False
    for j in range(count - 1):
        before = same_sign(gaps[j], gaps[j + 1]) & (not before)
        positive[j] = before


@kernel
def _decide(count, block, suspicious, least, middle, next_x, next_y):
    """Decide by the weights laid out; those that are not known are at least `least`."""
    if suspicious:
        _loosen(block.gaps, block.suspect, least, block.lower, block.upper, count)
    return _recur(block.lower, block.upper, block.positive, count, middle, next_x, next_y)


@stage(DECIDE)
def decide_roots(_p, count, block, suspicious, middle, next_x, next_y):
    """Fill in `positive` at p = 1/2; return whether some decision is unsure."""
    _weights_root(block.gaps, block.powers, block.lower, block.upper, count)
    return _decide(count, block, suspicious, 0.0, middle, next_x, next_y)


@stage(DECIDE)
def decide_powers(p, count, block, suspicious, middle, next_x, next_y):
    """Fill in `positive` for 0 < p < 1; return whether some decision is unsure."""
    _weights_power(block.gaps, p, block.powers, block.joint, block.lower, block.upper, count)
    return _decide(count, block, suspicious, 0.0, middle, next_x, next_y)


@stage(DECIDE)
def decide_one(_p, count, block, suspicious, middle, next_x, next_y):
    """Fill in `positive` for p -> 1; return whether some decision is unsure."""
    _weights_one(block.gaps, block.powers, block.joint, block.lower, block.upper, count)
    return _decide(count, block, suspicious, 0.0, middle, next_x, next_y)


@stage(DECIDE)
def decide_zero(_p, count, block, suspicious, _middle, _next_x, _next_y):
    """Fill in `positive` for p -> 0; return whether some decision is unsure."""
    _weights_zero(block.gaps, block.powers, block.joint, block.lower, block.upper, count)
    if suspicious:
        # Weights are positive; what remains of them as p -> 0 need not be.
        _loosen(block.gaps, block.suspect, -1e300, block.lower, block.upper, count)
    return _recur_zero(block.lower, block.upper, block.positive, count)


@stage(DECIDE)
def decide_fewest(_p, count, block, _suspicious, _middle, _next_x, _next_y):
    """Fill in `positive` at p = 0; return that no decision is unsure."""
    _recur_fewest(block.gaps, block.positive, count)
    return False
