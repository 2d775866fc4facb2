"""The sweep: from labels to knots in one pass, block by block in cache, every decision certified or handed back.

A block ends where a run ends, so that nothing but the place in the output passes from block to block. Inside a block:
slopes and gaps, those that the filter cannot vouch for computed again (`slopes.py`); the weights of the edges and the
recurrence on intervals (`weights.py`); the matching and the knots (`knots.py`). What the kernels cannot decide, the
sweep returns as a list of requests; the caller answers them in exact arithmetic and calls again, and it goes on with
the same block. Every bound is derived in `docs/fast_path.md`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparsest.fast.arithmetic import kernel
from sparsest.fast.block import Known, last_run_end, same_sign, scratch
from sparsest.fast.knots import emit, match_edges, place_knots, round_knots, settle
from sparsest.fast.slopes import fill_gaps, fill_slopes, first_fault, void_overflow
from sparsest.fast.weights import decide_edges

__all__ = ["DONE", "FAULT", "GAPS", "KNOTS", "RUNS", "STATE", "move", "sweep"]

#: Why a sweep returned: finished; a point is at fault; it needs gaps, runs or knots decided exactly.
DONE, FAULT, GAPS, RUNS, KNOTS = range(5)
#: What a sweep remembers between calls and counts; the names of its entries.
STATE = ("low", "stop", "out", "dataset", "runs", "edges", "refined", "unsure", "rounded", "fault")
_LOW, _STOP, _OUT, _DATASET, _RUNS, _EDGES, _REFINED, _UNSURE, _ROUNDED, _FAULT = range(len(STATE))

_BLOCK = 1024


class Result(NamedTuple):
    """Where the results go."""

    marks: np.ndarray
    knots: np.ndarray
    slope_changes: np.ndarray
    ends: np.ndarray


@kernel
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
            out = emit(places, changes, block.keep, start, end, result.knots, result.slope_changes, out)
            result.ends[dataset] = out
            start = end
        if end < count:
            # The next block still needs to know of a data set that begins with it.
            state[_DATASET] = dataset + 1
        dataset += 1
    state[_OUT] = emit(places, changes, block.keep, start, count, result.knots, result.slope_changes, out)


@kernel
def _tally(gaps, count):
    """Return how many runs a block has, and how many edges."""
    nonzero = edges = 0
    for j in range(count):
        nonzero += gaps[j] != 0.0
    for j in range(count - 1):
        edges += same_sign(gaps[j], gaps[j + 1])
    return nonzero - edges, edges


@kernel
def _sweep(x, y, offsets, mode, p, known, result, state):
    """Do what `sweep` says, block by block."""
    want = size = _BLOCK
    block = scratch(size)
    requests = np.empty(2 * size + 6, np.int64)
    while state[_LOW] < state[_STOP]:
        low, dataset = state[_LOW], state[_DATASET]
        count = min(want, state[_STOP] - low)
        if count > size:
            size = count
            block = scratch(size)
            requests = np.empty(2 * size + 6, np.int64)
        if fill_slopes(x, y, offsets, dataset, low, count, block):
            fault = first_fault(x, y, offsets, dataset, low, min(count + 1, x.size - low))
            if fault >= 0:
                state[_FAULT] = fault
                return FAULT, requests[:0]
            void_overflow(block.steps, block.slopes, count + 1)
        refined, requested = fill_gaps(x, y, offsets, dataset, low, count, block, known, requests)
        if requested:
            return GAPS, requests[:requested]
        if low + count < state[_STOP]:
            # Cut where a run ends; look further ahead if none does.
            end = last_run_end(block.gaps, count)
            want = _BLOCK if end else 2 * count
            if end == 0:
                continue
            count = end
        unsure, middle = decide_edges(mode, p, count, block, refined > 0, x[low + count :], y[low + count :])
        match_edges(block.positive, block.match, count, middle)
        doubtful = 0
        if unsure:
            doubtful, requested = settle(low, count, block, known, result.marks, requests)
            if requested:
                return RUNS, requests[: 2 * requested]
        # The weights have served; their memory takes the knots.
        places, changes = block.powers, block.joint
        rounded = 0
        if place_knots(x[low:], block, refined > 0, places, changes, count):
            rounded, requested = round_knots(x, y, low, count, block, known, places, requests)
            if requested:
                return KNOTS, requests[:requested]
        runs, edges = _tally(block.gaps, count)
        state[_RUNS] += runs
        state[_EDGES] += edges
        state[_REFINED] += refined
        state[_UNSURE] += doubtful
        state[_ROUNDED] += rounded
        _write(low, count, block, places, changes, offsets, state, result)
        state[_LOW] = low + count
    return DONE, requests[:0]


@kernel
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
    known = Known(gap_points, gap_values, run_starts, knot_points, knot_places)
    return _sweep(x, y, offsets, mode, p, known, Result(marks, knots, slope_changes, ends), state)


@kernel
def move(values, source, target, count):
    """Move values[source:source + count] down to `target`, in place, without the copy that NumPy would make."""
    for k in range(count):
        values[target + k] = values[source + k]
