"""Stage 1 of a block: chord slopes and slope gaps, checked, each gap with a small relative error."""

from __future__ import annotations

import numpy as np

from sparsest.fast.arithmetic import RANGE_HIGH, RANGE_LOW, gap
from sparsest.fast.block import any_set, find
from sparsest.fast.compiled import at, folded, kernel, larger, smaller
from sparsest.fast.stage import CHECK, GAPS, REFINE, SLOPES, stage

__all__ = ["check_slopes", "fill_gaps", "fill_slopes", "first_fault", "refine_gaps", "void_overflow"]

# A gap passes the filter if it is at least this share of the slopes beside it: its relative error is then < 2.82e-9.
_SHARE = 2.0**-23


@folded
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


@kernel
def first_fault(x, y, offsets, dataset, low, count):
    """Return the first point from `low` on that is not finite or does not lie right of its predecessor, or -1."""
    for i in range(low, low + count):
        while offsets[dataset] < i:
            dataset += 1
        if not (np.isfinite(x[i]) & np.isfinite(y[i])) or (i != offsets[dataset] and not x[i - 1] < x[i]):
            return i
    return -1


@stage(SLOPES)
def fill_slopes(x, y, offsets, dataset, low, count, block):
    """Fill in steps and slopes 0..count; return whether some are irregular, and whether some data set is one point.

    Exact twin: `gaps.chord_slopes`.
    """
    first = 1 if low == 0 else 0
    inner = smaller(count + 1, offsets[offsets.size - 1] - low) - first
    irregular = _differences(
        at(x, low - 1 + first), at(y, low - 1 + first), at(block.steps, first), at(block.slopes, first), inner
    )
    lonely = False
    while dataset < offsets.size and offsets[dataset] <= low + count:
        # The interval on the left of a data set's first point does not exist.
        block.steps[offsets[dataset] - low] = 1.0
        block.slopes[offsets[dataset] - low] = 0.0
        dataset += 1
        lonely |= dataset < offsets.size and offsets[dataset] - offsets[dataset - 1] == 1
    return irregular, lonely


@kernel
def void_overflow(steps, slopes, count):
    """Make slopes unknown whose difference quotient overflowed."""
    for j in range(count):
        if not ((steps[j] < np.inf) & (abs(slopes[j]) < np.inf)):
            slopes[j] = np.nan


@kernel
def _irregular(steps, slopes, count):
    found = False
    for j in range(count):
        found |= not ((steps[j] > 0.0) & (steps[j] < np.inf) & (abs(slopes[j]) < np.inf))
    return found


@stage(CHECK)
def check_slopes(x, y, offsets, dataset, low, count, block, lonely):
    """Look for faults; return the first, or -1 if slopes are irregular only because differences overflow."""
    # Between data sets everything looked irregular; now that this is mended, look again.
    if not lonely and not _irregular(block.steps, block.slopes, count + 1):
        return -1
    fault = first_fault(x, y, offsets, dataset, low, smaller(count + 1, offsets[offsets.size - 1] - low))
    if fault < 0:
        void_overflow(block.steps, block.slopes, count + 1)
    return fault


@folded
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


@stage(GAPS)
def fill_gaps(offsets, dataset, low, count, block):
    """Fill in the gaps; return whether some are suspect. Exact twin: `gaps.slope_gaps`."""
    suspicious = _filtered_gaps(block.slopes, block.gaps, block.suspect, count)
    while dataset < offsets.size and offsets[dataset] <= low + count:
        # The first and the last point of a data set have no gap.
        for j in range(larger(offsets[dataset] - low - 1, 0), smaller(offsets[dataset] - low + 1, count)):
            block.gaps[j] = 0.0
            block.suspect[j] = 0
        dataset += 1
    return suspicious and any_set(block.suspect, count)


@stage(REFINE)
def refine_gaps(x, y, low, count, block, known, requests):
    """Compute suspect gaps again; return how many there were and how many are requested."""
    refined = requested = 0
    for j in range(count):
        if block.suspect[j]:
            refined += 1
            block.gaps[j], vouched = gap(x, y, low + j, block.powers)
            if not vouched:
                k = find(known.gap_points, low + j)
                if k >= 0:
                    block.gaps[j] = known.gap_values[k]
                    block.suspect[j] = 2
                else:
                    requests[requested] = low + j
                    requested += 1
    return refined, requested
