"""The sweep: from labels to knots in one pass, block by block in cache, every decision certified or handed back.

A block ends where a run ends, so that nothing but the place in the output passes from block to block. Inside a block:
slopes and gaps, those that the filter cannot vouch for computed again (`slopes.py`); the weights of the edges and the
recurrence on intervals (`weights.py`); the matching and the knots (`knots.py`). What the kernels cannot decide, the
sweep returns as a list of requests; the caller answers them in exact arithmetic and calls again, and it goes on with
the same block. Every bound is derived in `docs/fast_path.md`.
"""

from __future__ import annotations

import numpy as np

from sparsest.fast.block import MARGIN, Known, SweepResult, last_run_end, lay_out, same_sign
from sparsest.fast.compiled import at, folded, kernel, pointer, smaller
from sparsest.fast.entry import entry
from sparsest.fast.knots import emit, match_edges, place_knots, round_knots, settle
from sparsest.fast.slopes import check_slopes, fill_gaps, fill_slopes, refine_gaps
from sparsest.fast.stage import FINISH, Stage, stage
from sparsest.fast.weights import ROOTS, WeightKind

__all__ = [
    "BLOCK", "DONE", "FAULT", "FREQUENT", "GAPS", "KNOTS", "ROOM", "RUNS", "STAGE", "STATE", "finish", "move",
    "stages_of", "sweep",
]  # fmt: skip

#: Why a sweep returned: finished; a point is at fault; it needs gaps, runs or knots decided exactly, more scratch, or
#: the address of a stage.
DONE, FAULT, GAPS, RUNS, KNOTS, ROOM, STAGE = range(7)
#: What a sweep remembers between calls and counts; the names of its entries.
STATE = ("low", "stop", "out", "dataset", "runs", "edges", "refined", "unsure", "rounded", "fault", "asked")
_LOW, _STOP, _OUT, _DATASET, _RUNS, _EDGES, _REFINED, _UNSURE, _ROUNDED, _FAULT, _ASKED = range(len(STATE))

#: How many points a block has, unless a run is longer.
BLOCK = 1024


@kernel
def _lacks(stages, k, state):
    """Return whether the address of a stage is missing, and ask for it."""
    state[_ASKED] = k
    return stages[k] == 0


@folded
def _tally(gaps, count):
    """Return how many runs a block has, and how many edges."""
    nonzero = edges = 0
    for j in range(count):
        nonzero += gaps[j] != 0.0
    for j in range(count - 1):
        edges += same_sign(gaps[j], gaps[j + 1])
    return nonzero - edges, edges


@stage(FINISH)
def finish(low, count, block, places, changes, offsets, counts, state, result):
    """Write matching and knots of a block, and for each data set that ends in it how many knots there are; count it."""
    marks, keep, match = at(result.marks, low), block.keep, block.match
    for j in range(count):
        marks[j] = keep[j] + match[j + 1]
    out = np.uint64(state[_OUT])
    start = np.int64(0)
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
    runs, edges = _tally(block.gaps, count)
    refined, doubtful, rounded = counts
    state[_RUNS] += runs
    state[_EDGES] += edges
    state[_REFINED] += refined
    state[_UNSURE] += doubtful
    state[_ROUNDED] += rounded
    state[_LOW] = low + count


def stages_of(kind: WeightKind) -> tuple[Stage, ...]:
    """Return the stages of a sweep: FREQUENT ones, which must be compiled before it, and rare ones."""
    frequent = fill_slopes, fill_gaps, kind.weigh, kind.recur, place_knots, finish
    return *frequent, check_slopes, refine_gaps, kind.loosen, settle, round_knots


#: How many stages are needed in every block.
FREQUENT = 6
# As numbers of NumPy: for each literal number a kernel would be compiled anew.
_SLOPES, _GAPS, _WEIGH, _RECUR, _PLACE, _FINISH, _CHECK, _REFINE, _LOOSEN, _SETTLE, _ROUND = np.arange(11)
# It is the same sweep for every p, for their stages have the same types.
_slopes, _gaps, _weigh, _recur, _place, _finish, _check, _refine, _loosen, _settle, _round = (
    one.call for one in stages_of(ROOTS)
)


@entry
def sweep(
    xs, ys, offsets, stages, p,
    gap_points, gap_values, run_starts, knot_points, knot_places,
    marks, knots, slope_changes, ends, state, doubles, flags, requests,
):  # fmt: skip
    """Sweep the points state.low <= i < state.stop; return why it stopped.

    Parameters
    ----------
    xs, ys : float64 arrays, shape (n,), contiguous
        The points of all data sets.
    offsets : int64 array
        Where data sets begin; the last entry is n.
    stages : int64 array
        The addresses of `stages_of`, 0 where a rare one is not compiled yet.
    p : float
        The exponent, for `weigh_powers`.
    gap_points, gap_values, run_starts, knot_points, knot_places : arrays
        Answers to earlier requests for the current block, by increasing points; a decided run's
        matching stands in `marks`.
    marks, knots, slope_changes, ends : arrays, shapes (n,), (n,), (n,) and that of offsets
        Results: what stands at each point (NONE, OWN, SHARED); the knots; where each data set's knots end.
    state : int64 array
        See STATE; brought up to date when a block is finished.
    doubles, flags, requests : arrays
        A `Scratch`, the same at each call for one block.

    Returns
    -------
    int
        DONE; FAULT (see state); GAPS, KNOTS or RUNS to be decided exactly: the first state.asked entries of
        `requests` are points, or starts; ROOM: a scratch for state.asked points is needed; or STAGE: the
        address stages[state.asked] is.
    """
    x, y, stages, state = pointer(xs), pointer(ys), pointer(stages), pointer(state)
    known = Known(gap_points, gap_values, run_starts, knot_points, knot_places)
    result = SweepResult(pointer(marks), pointer(knots), pointer(slope_changes), pointer(ends))
    size = requests.size // 2 - MARGIN
    block = lay_out(pointer(doubles), pointer(flags), size)
    want = BLOCK
    while state[_LOW] < state[_STOP]:
        low, dataset = state[_LOW], state[_DATASET]
        count = smaller(want, state[_STOP] - low)
        if count > size:
            state[_ASKED] = count
            return ROOM
        refined = doubtful = rounded = 0
        irregular, lonely = _slopes(stages[_SLOPES], (x, y, offsets, dataset, low, count, block))
        if irregular or lonely:
            if _lacks(stages, _CHECK, state):
                return STAGE
            state[_FAULT] = _check(stages[_CHECK], (x, y, offsets, dataset, low, count, block, lonely))
            if state[_FAULT] >= 0:
                return FAULT
        if _gaps(stages[_GAPS], (offsets, dataset, low, count, block)):
            if _lacks(stages, _REFINE, state) or _lacks(stages, _LOOSEN, state):
                return STAGE
            refined, state[_ASKED] = _refine(stages[_REFINE], (x, y, low, count, block, known, requests))
            if state[_ASKED]:
                return GAPS
        if low + count < state[_STOP]:
            # Cut where a run ends; look further ahead if none does.
            want, count = 2 * count, last_run_end(block.gaps, count)
            if count == 0:
                continue
            want = BLOCK
        middle = last_run_end(block.gaps, (count + 1) // 2)
        _weigh(stages[_WEIGH], (p, count, block))
        if refined:
            _loosen(stages[_LOOSEN], (p, count, block))
        unsure = _recur(stages[_RECUR], (count, block, middle, at(x, low + count), at(y, low + count)))
        match_edges(block.positive, block.match, count, middle)
        if unsure:
            if _lacks(stages, _SETTLE, state):
                return STAGE
            doubtful, state[_ASKED] = _settle(stages[_SETTLE], (low, count, block, known, result.marks, requests))
            if state[_ASKED]:
                return RUNS
        # The weights have served; their memory takes the knots.
        places, changes = block.powers, block.joint
        if _place(stages[_PLACE], (at(x, low), block, refined > 0, places, changes, count)):
            if _lacks(stages, _ROUND, state):
                return STAGE
            rounded, state[_ASKED] = _round(stages[_ROUND], (x, y, low, count, block, known, places, requests))
            if state[_ASKED]:
                return KNOTS
        counts = refined, doubtful, rounded
        _finish(stages[_FINISH], (low, count, block, places, changes, offsets, counts, state, result))
    return DONE


@entry
def move(values, source, target, count):
    """Move values[source:source + count] down to `target`, in place, without the copy that NumPy would make."""
    for k in range(count):
        values[target + k] = values[source + k]
