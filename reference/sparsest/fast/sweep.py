"""The sweep: from labels to knots in one pass, block by block in cache, every decision certified or handed back.

A block ends where a run ends, so that nothing but the place in the output passes from block to block. Inside a block:
slopes; gaps (those that the filter cannot vouch for are computed again, exactly); the weights of the edges as intervals;
the recurrence on the ends of these intervals; the matching; the knots. What the kernel cannot decide, it returns as a list of
requests; the caller answers them in exact arithmetic and calls again, and the sweep goes on with the same block.

Indices: i counts the points of the whole input, j those of a block, i = low + j. `steps[j]` and `slopes[j]` belong to the
interval on the left of point j, `gaps[j]` to point j, edge j joins the points j and j + 1. Every bound is derived in
`docs/fast_path.md`. Kernel and helpers share this file, because numba's cache does not see edits of imported files.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from sparsest.fast.arithmetic import RANGE_HIGH, RANGE_LOW, crossing, gap, log2, power, prefetch

__all__ = [
    "DONE",
    "FAULT",
    "FEWEST",
    "GAPS",
    "KNOTS",
    "LIMIT_ONE",
    "LIMIT_ZERO",
    "NONE",
    "OWN",
    "POWER",
    "ROOT",
    "RUNS",
    "SHARED",
    "STATE",
    "move",
    "sweep",
]

#: What an edge weighs: 1 (p = 0); 1 and then logarithms (0+); powers; square roots (p = 1/2); d log d (1-).
FEWEST, LIMIT_ZERO, POWER, ROOT, LIMIT_ONE = range(5)
#: What stands at a point: no knot of its own, a knot, a knot that it shares with the next point (left of it).
NONE, OWN, SHARED = range(3)
#: Why a sweep returned: finished; a point is at fault; it needs gaps, runs or knots decided exactly.
DONE, FAULT, GAPS, RUNS, KNOTS = range(5)
#: What a sweep remembers between calls and counts; the names of its entries.
STATE = ("low", "stop", "out", "dataset", "runs", "edges", "refined", "unsure", "rounded", "fault")
_LOW, _STOP, _OUT, _DATASET, _RUNS, _EDGES, _REFINED, _UNSURE, _ROUNDED, _FAULT = range(len(STATE))

_KERNEL = {"cache": True, "nogil": True, "error_model": "numpy"}
_BLOCK = 1024
_U = 2.0**-53
# A gap passes the filter if it is at least this share of the slopes beside it: its relative error is then below 2.82e-9.
_SHARE = 2.0**-23
# Half-widths of the weights' intervals, relative to |A| + |B|; for logarithms, absolute; for d log d, see `_weights_one`.
_POWER_WIDTH = 6.0e-9
_LOG_WIDTH = 1.3e-8
_ENTROPY_WIDTH = 3.0e-9


class _Block(NamedTuple):
    """Scratch of one block, kept in cache; flags are bytes."""

    steps: np.ndarray
    slopes: np.ndarray
    gaps: np.ndarray
    suspect: np.ndarray
    powers: np.ndarray
    joint: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    positive: np.ndarray
    match: np.ndarray
    doubt: np.ndarray
    keep: np.ndarray


class _Known(NamedTuple):
    """What the caller decided exactly, for the current block."""

    gap_points: np.ndarray
    gap_values: np.ndarray
    run_starts: np.ndarray
    knot_points: np.ndarray
    knot_places: np.ndarray


class _Result(NamedTuple):
    """Where the results go."""

    marks: np.ndarray
    knots: np.ndarray
    slope_changes: np.ndarray
    ends: np.ndarray


@njit(**_KERNEL)
def _scratch(size):
    n = size + 3
    return _Block(
        np.empty(n), np.empty(n), np.empty(n), np.empty(n, np.uint8), np.empty(n), np.empty(n), np.empty(n), np.empty(n),
        np.empty(n, np.uint8), np.empty(n, np.uint8), np.empty(n, np.uint8), np.empty(n, np.uint8),
    )  # fmt: skip


@njit(**_KERNEL)
def _same(a, b):
    return ((a > 0.0) & (b > 0.0)) | ((a < 0.0) & (b < 0.0))


@njit(**_KERNEL)
def _differences(xs, ys, steps, slopes, count):
    """Fill in steps and slopes; return whether some step is not positive and finite, or some slope not finite."""
    found = False
    for j in range(count):
        step = xs[j + 1] - xs[j]
        slope = (ys[j + 1] - ys[j]) / step
        steps[j] = step
        slopes[j] = slope
        found |= not ((step > 0.0) & (step < np.inf) & (abs(slope) < np.inf))
    return found


@njit(**_KERNEL)
def _irregular(steps, slopes, count):
    found = False
    for j in range(count):
        found |= not ((steps[j] > 0.0) & (steps[j] < np.inf) & (abs(slopes[j]) < np.inf))
    return found


@njit(**_KERNEL)
def _fault(x, y, offsets, dataset, low, count):
    """Return the first point from `low` on that is not finite or does not lie right of its predecessor, or -1."""
    for i in range(low, low + count):
        while offsets[dataset] < i:
            dataset += 1
        if not (np.isfinite(x[i]) & np.isfinite(y[i])) or (i != offsets[dataset] and not x[i - 1] < x[i]):
            return i
    return -1


@njit(**_KERNEL)
def _slopes(x, y, offsets, dataset, low, count, block):
    """Fill in steps and slopes, entries 0..count; return whether to look for faults. Exact twin: `gaps.chord_slopes`."""
    first = 1 if low == 0 else 0
    inner = min(count + 1, x.size - low) - first
    irregular = _differences(
        x[low - 1 + first :], y[low - 1 + first :], block.steps[first:], block.slopes[first:], inner
    )
    lonely = False
    while dataset < offsets.size and offsets[dataset] <= low + count:
        # The interval on the left of a data set's first point does not exist.
        block.steps[offsets[dataset] - low] = 1.0
        block.slopes[offsets[dataset] - low] = 0.0
        dataset += 1
        lonely |= dataset < offsets.size and offsets[dataset] - offsets[dataset - 1] == 1
    # Between data sets everything looks irregular; once that is mended, look again.
    return lonely or (irregular and _irregular(block.steps, block.slopes, count + 1))


@njit(**_KERNEL)
def _filtered_gaps(slopes, gaps, suspect, count):
    """Fill in the gaps; return whether some gap is suspect: cancelled too far, or outside the range of the powers."""
    found = False
    for j in range(count):
        d = slopes[j + 1] - slopes[j]
        a = abs(d)
        gaps[j] = d
        found |= not ((a >= _SHARE * (abs(slopes[j]) + abs(slopes[j + 1]))) & (a >= RANGE_LOW) & (a <= RANGE_HIGH))
    if found:
        for j in range(count):
            a = abs(gaps[j])
            suspect[j] = not (
                (a >= _SHARE * (abs(slopes[j]) + abs(slopes[j + 1]))) & (a >= RANGE_LOW) & (a <= RANGE_HIGH)
            )
    return found


@njit(**_KERNEL)
def _any(flags, count):
    found = np.uint8(0)
    for j in range(count):
        found |= flags[j]
    return found != 0


@njit(**_KERNEL)
def _find(points, point):
    """Return where a point stands in an increasing array, or -1."""
    k = np.searchsorted(points, point)
    return k if k < points.size and points[k] == point else -1


@njit(**_KERNEL)
def _gaps(x, y, offsets, dataset, low, count, block, known, requests):
    """Fill in the gaps; return how many were refined and how many are requested. Exact twin: `gaps.slope_gaps`."""
    suspicious = _filtered_gaps(block.slopes, block.gaps, block.suspect, count)
    while dataset < offsets.size and offsets[dataset] <= low + count:
        # The first and the last point of a data set have no gap.
        for j in range(max(offsets[dataset] - low - 1, 0), min(offsets[dataset] - low + 1, count)):
            block.gaps[j] = 0.0
            block.suspect[j] = 0
        dataset += 1
    refined = requested = 0
    if suspicious:
        for j in range(count):
            if block.suspect[j]:
                refined += 1
                block.gaps[j], vouched = gap(x, y, low + j)
                if not vouched:
                    k = _find(known.gap_points, low + j)
                    if k >= 0:
                        block.gaps[j] = known.gap_values[k]
                        block.suspect[j] = 2
                    else:
                        requests[requested] = low + j
                        requested += 1
    return refined, requested


@njit(**_KERNEL)
def _weights_root(gaps, powers, lower, upper, count):
    """Enclose |d|^(1/2) + |e|^(1/2) - |d + e|^(1/2); -inf where no edge is. Exact twin: `exact.sign.leading_ball`."""
    for j in range(count):
        powers[j] = np.sqrt(abs(gaps[j]))
    for j in range(count - 1):
        both = powers[j] + powers[j + 1]
        weight = both - np.sqrt(abs(gaps[j] + gaps[j + 1]))
        same = _same(gaps[j], gaps[j + 1])
        lower[j] = weight - _POWER_WIDTH * both if same else -np.inf
        upper[j] = weight + _POWER_WIDTH * both if same else -np.inf


@njit(**_KERNEL)
def _weights_power(gaps, p, powers, joint, lower, upper, count):
    """Enclose |d|^p + |e|^p - |d + e|^p; -inf where no edge is. Exact twin: `exact.sign.leading_ball`."""
    for j in range(count):
        powers[j] = power(abs(gaps[j]), p)
    for j in range(count - 1):
        joint[j] = power(abs(gaps[j] + gaps[j + 1]), p)
    for j in range(count - 1):
        both = powers[j] + powers[j + 1]
        weight = both - joint[j]
        same = _same(gaps[j], gaps[j + 1])
        lower[j] = weight - _POWER_WIDTH * both if same else -np.inf
        upper[j] = weight + _POWER_WIDTH * both if same else -np.inf


@njit(**_KERNEL)
def _weights_zero(gaps, powers, joint, lower, upper, count):
    """Enclose log2 |d| + log2 |e| - log2 |d + e|, the weight less 1 over p. Exact twin: `exact.sign.leading_ball`."""
    for j in range(count):
        powers[j] = log2(abs(gaps[j]))
    for j in range(count - 1):
        joint[j] = log2(abs(gaps[j] + gaps[j + 1]))
    for j in range(count - 1):
        weight = powers[j] + powers[j + 1] - joint[j]
        same = _same(gaps[j], gaps[j + 1])
        lower[j] = weight - _LOG_WIDTH if same else -np.inf
        upper[j] = weight + _LOG_WIDTH if same else -np.inf


@njit(**_KERNEL)
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
        same = _same(gaps[j], gaps[j + 1])
        lower[j] = weight - _ENTROPY_WIDTH * size if same else -np.inf
        upper[j] = weight + _ENTROPY_WIDTH * size if same else -np.inf


@njit(**_KERNEL)
def _loosen(gaps, suspect, least, lower, upper, count):
    """Know nothing of the weights beside gaps outside the range of the powers, but that they are not below `least`."""
    for j in range(count):
        a = abs(gaps[j])
        if suspect[j] and a != 0.0 and not ((a >= RANGE_LOW) & (a <= RANGE_HIGH)):
            for edge in range(max(j - 1, 0), min(j + 1, count - 1)):
                if _same(gaps[edge], gaps[edge + 1]):
                    lower[edge] = least
                    upper[edge] = 1e300


@njit(**_KERNEL)
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


@njit(**_KERNEL)
def _recur_zero(lower, upper, positive, count):
    """The recurrence for p -> 0+, where D = whole + p * rest. Exact twin: `matching.recurrence_signs`."""
    whole = 0
    low = high = 0.0
    unsure = False
    for j in range(count - 1):
        whole = 1 - whole
        least = lower[j] - high
        most = upper[j] - low
        # The sum of many logarithms may outgrow the margin in _LOG_WIDTH, so its rounding is counted here.
        low = least - abs(least) * 4.0 * _U
        high = most + abs(most) * 4.0 * _U
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


@njit(**_KERNEL)
def _recur_fewest(gaps, positive, count):
    """The recurrence at p = 0, where all weights are 1. Exact twin: `matching.recurrence_signs`."""
    before = False
    for j in range(count - 1):
        before = _same(gaps[j], gaps[j + 1]) & (not before)
        positive[j] = before


@njit(**_KERNEL)
def _decide(mode, p, count, block, suspicious, next_x, next_y):
    """Fill in `positive`; return whether some decision is unsure, and the place where a run ends near the middle."""
    gaps, lower, upper = block.gaps, block.lower, block.upper
    middle = (count - 1) // 2
    while middle > 0 and _same(gaps[middle - 1], gaps[middle]):
        middle -= 1
    if mode == FEWEST:
        _recur_fewest(gaps, block.positive, count)
        return False, middle
    if mode == ROOT:
        _weights_root(gaps, block.powers, lower, upper, count)
    elif mode == POWER:
        _weights_power(gaps, p, block.powers, block.joint, lower, upper, count)
    elif mode == LIMIT_ZERO:
        _weights_zero(gaps, block.powers, block.joint, lower, upper, count)
    else:
        _weights_one(gaps, block.powers, block.joint, lower, upper, count)
    if suspicious:
        # Weights are positive; what remains of them as p -> 0 need not be.
        _loosen(gaps, block.suspect, -1e300 if mode == LIMIT_ZERO else 0.0, lower, upper, count)
    if mode == LIMIT_ZERO:
        return _recur_zero(lower, upper, block.positive, count), middle
    return _recur(lower, upper, block.positive, count, middle, next_x, next_y), middle


@njit(**_KERNEL)
def _match(positive, match, count, middle):
    """Walk back: an edge is matched if its D is positive and the edge after it is not. match[j + 1] belongs to edge j.

    Exact twin: `sparsest.univariate.matching.first_matching`.
    """
    taken = taken2 = np.uint8(0)
    match[0] = match[count] = 0
    for j in range(count - 2, 2 * middle - 1, -1):
        taken2 = positive[j] & ~taken2
        match[j + 1] = taken2
    for j in range(middle - 1, -1, -1):
        taken = positive[j] & ~taken
        taken2 = positive[middle + j] & ~taken2
        match[j + 1] = taken
        match[middle + j + 1] = taken2


@njit(**_KERNEL)
def _settle(low, count, block, known, marks, requests):
    """Copy the matching of the runs decided by the caller; return how many runs were in doubt, and how many still are."""
    doubtful = requested = stop = 0
    for j in range(count - 1):
        if j >= stop and block.positive[j] == 2:
            start = j
            while start > 0 and _same(block.gaps[start - 1], block.gaps[start]):
                start -= 1
            stop = j + 1
            while stop < count and _same(block.gaps[stop - 1], block.gaps[stop]):
                stop += 1
            if _find(known.run_starts, low + start) >= 0:
                for k in range(start, stop):
                    block.match[k + 1] = marks[low + k] == SHARED
            else:
                requests[2 * requested] = low + start
                requests[2 * requested + 1] = low + stop
                requested += 1
            doubtful += 1
    return doubtful, requested


@njit(**_KERNEL)
def _crossings(xs, block, suspicious, places, changes, count):
    """Fill in places and slope changes of the knots; return whether the rounding of some place is in doubt."""
    steps, slopes, gaps, match = block.steps, block.slopes, block.gaps, block.match
    for j in range(count):
        pair = match[j + 1] != 0
        x = xs[j]
        change = gaps[j] + gaps[j + 1]
        inverse = 1.0 / change
        v = steps[j + 1] * (gaps[j + 1] * inverse)
        size = abs(slopes[j]) + 2.0 * abs(slopes[j + 1]) + abs(slopes[j + 2])
        error = steps[j + 1] * (size * abs(inverse)) * (48.0 * _U) + 2.0**-1000
        place = x + v
        back = place - x
        rest = (x - (place - back)) + (v - back)
        places[j] = place if pair else x
        changes[j] = change if pair else gaps[j]
        block.doubt[j] = pair & ((place + (rest + error) != place) | (place + (rest - error) != place))
    for j in range(count):
        block.keep[j] = match[j + 1] | ((gaps[j] != 0.0) & (match[j] == 0))
    if suspicious:
        for j in range(count - 1):
            # A gap that only exact arithmetic knows: its error is not bounded by the slopes.
            block.doubt[j] |= match[j + 1] & ((block.suspect[j] | block.suspect[j + 1]) >> 1)
    return _any(block.doubt, count)


@njit(**_KERNEL)
def _round(x, y, low, count, block, known, places, requests):
    """Round the places again that are in doubt; return how many were, and how many are requested."""
    refined = requested = 0
    for j in range(count):
        if block.doubt[j]:
            refined += 1
            places[j], sure = crossing(x, y, low + j)
            if not sure:
                k = _find(known.knot_points, low + j)
                if k >= 0:
                    places[j] = known.knot_places[k]
                else:
                    requests[requested] = low + j
                    requested += 1
    return refined, requested


@njit(**_KERNEL)
def _emit(places, changes, keep, start, stop, knots, slope_changes, out):
    """Append the knots of a stretch of the block; return the new number of knots."""
    for j in range(start, stop):
        knots[out] = places[j]
        slope_changes[out] = changes[j]
        out += np.uint64(keep[j])
    return out


@njit(**_KERNEL)
def _write(low, count, block, places, changes, offsets, state, result):
    """Write matching and knots of a finished block, and for each data set that ends in it how many knots there are."""
    marks, keep, match = result.marks[low:], block.keep, block.match
    for j in range(count):
        marks[j] = keep[j] + match[j + 1]
    out = np.uint64(state[_OUT])
    start = 0
    dataset = state[_DATASET]
    while dataset < offsets.size and offsets[dataset] <= low + count:
        end = offsets[dataset] - low
        if end > 0:
            out = _emit(places, changes, block.keep, start, end, result.knots, result.slope_changes, out)
            result.ends[dataset] = out
            start = end
        if end < count:
            # The next block still needs to know of a data set that begins with it.
            state[_DATASET] = dataset + 1
        dataset += 1
    state[_OUT] = _emit(places, changes, block.keep, start, count, result.knots, result.slope_changes, out)


@njit(**_KERNEL)
def _tally(gaps, state, count):
    nonzero = same = 0
    for j in range(count):
        nonzero += gaps[j] != 0.0
    for j in range(count - 1):
        same += _same(gaps[j], gaps[j + 1])
    state[_RUNS] += nonzero - same
    state[_EDGES] += same


@njit(**_KERNEL)
def _cut(gaps, count):
    """Return the last place before `count` where no edge joins two gaps: there a run ends; 0 if there is none."""
    count -= 1
    while count > 0 and _same(gaps[count - 1], gaps[count]):
        count -= 1
    return count


@njit(**_KERNEL)
def _void_overflow(steps, slopes, count):
    """Make slopes unknown whose difference quotient overflowed."""
    for j in range(count):
        if not ((steps[j] < np.inf) & (abs(slopes[j]) < np.inf)):
            slopes[j] = np.nan


@njit(**_KERNEL)
def _sweep(x, y, offsets, mode, p, known, result, state):
    want = size = _BLOCK
    block = _scratch(size)
    requests = np.empty(2 * size + 6, np.int64)
    while state[_LOW] < state[_STOP]:
        low, dataset = state[_LOW], state[_DATASET]
        count = min(want, state[_STOP] - low)
        if count > size:
            size = count
            block = _scratch(size)
            requests = np.empty(2 * size + 6, np.int64)
        if _slopes(x, y, offsets, dataset, low, count, block):
            fault = _fault(x, y, offsets, dataset, low, min(count + 1, x.size - low))
            if fault >= 0:
                state[_FAULT] = fault
                return FAULT, requests[:0]
            _void_overflow(block.steps, block.slopes, count + 1)
        refined, requested = _gaps(x, y, offsets, dataset, low, count, block, known, requests)
        if requested:
            return GAPS, requests[:requested]
        if low + count < state[_STOP]:
            # Cut where a run ends; look further ahead if none does.
            want = _BLOCK if _cut(block.gaps, count) else 2 * count
            count = _cut(block.gaps, count)
        if count == 0:
            continue
        unsure, middle = _decide(mode, p, count, block, refined > 0, x[low + count :], y[low + count :])
        _match(block.positive, block.match, count, middle)
        doubtful = 0
        if unsure:
            doubtful, requested = _settle(low, count, block, known, result.marks, requests)
            if requested:
                return RUNS, requests[: 2 * requested]
        # The weights have served; their memory takes the knots.
        places, changes = block.powers, block.joint
        rounded = 0
        if _crossings(x[low:], block, refined > 0, places, changes, count):
            rounded, requested = _round(x, y, low, count, block, known, places, requests)
            if requested:
                return KNOTS, requests[:requested]
        _tally(block.gaps, state, count)
        state[_REFINED] += refined
        state[_UNSURE] += doubtful
        state[_ROUNDED] += rounded
        _write(low, count, block, places, changes, offsets, state, result)
        state[_LOW] = low + count
    return DONE, requests[:0]


@njit(**_KERNEL)
def sweep(
    x, y, offsets, mode, p,
    gap_points, gap_values, run_starts, knot_points, knot_places,
    marks, knots, slope_changes, ends, state,
):  # fmt: skip
    """Sweep the points state.low <= i < state.stop; return why it stopped, and a list of requests.

    Parameters
    ----------
    x, y : float64 arrays, shape (n,), contiguous
        The points of all data sets.
    offsets : int64 array
        Where data sets begin; the last entry is n.
    mode, p : int, float
        The kind of weights and, for POWER, the exponent.
    gap_points, gap_values, run_starts, knot_points, knot_places : arrays
        Answers to earlier requests for the current block, by increasing points; a decided run's
        matching stands in `marks`.
    marks, knots, slope_changes, ends : arrays, shapes (n,), (n,), (n,) and that of offsets
        Results: what stands at each point (NONE, OWN, SHARED); the knots; where each data set's knots end.
    state : int64 array
        See STATE; brought up to date when a block is finished.

    Returns
    -------
    (int, int64 array)
        DONE; FAULT (see state); or GAPS, KNOTS (the points) or RUNS (starts and stops) to be decided exactly.
    """
    known = _Known(gap_points, gap_values, run_starts, knot_points, knot_places)
    return _sweep(x, y, offsets, mode, p, known, _Result(marks, knots, slope_changes, ends), state)


@njit(**_KERNEL)
def move(values, source, target, count):
    """Move values[source:source + count] down to `target`, in place, without the copy that NumPy would make."""
    for k in range(count):
        values[target + k] = values[source + k]
