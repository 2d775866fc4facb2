"""Stage 3 of a block: the matching, the places of the knots, and the output."""

from __future__ import annotations

import numpy as np

from sparsest.fast.arithmetic import crossing
from sparsest.fast.block import SHARED, U, any_set, find, same_sign
from sparsest.fast.compiled import kernel
from sparsest.fast.stage import PLACE, ROUND, SETTLE, stage

__all__ = ["emit", "match_edges", "place_knots", "round_knots", "settle"]


@kernel
def match_edges(positive, match, count, middle):
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


@stage(SETTLE)
def settle(low, count, block, known, marks, requests):
    """Copy the matchings that the caller decided; return how many runs were in doubt and the requests' length."""
    doubtful = requested = stop = 0
    for j in range(count - 1):
        if j >= stop and block.positive[j] == 2:
            start = j
            while start > 0 and same_sign(block.gaps[start - 1], block.gaps[start]):
                start -= 1
            stop = j + 1
            while stop < count and same_sign(block.gaps[stop - 1], block.gaps[stop]):
                stop += 1
            if find(known.run_starts, low + start) >= 0:
                for k in range(start, stop):
                    block.match[k + 1] = marks[low + k] == SHARED
            else:
                requests[2 * requested] = low + start
                requests[2 * requested + 1] = low + stop
                requested += 1
            doubtful += 1
    return doubtful, 2 * requested


@stage(PLACE)
def place_knots(xs, block, suspicious, places, changes, count):
    """Fill in places and slope changes of the knots; return whether the rounding of some place is in doubt."""
    steps, slopes, gaps, match = block.steps, block.slopes, block.gaps, block.match
    for j in range(count):
        pair = match[j + 1] != 0
        x = xs[j]
        change = gaps[j] + gaps[j + 1]
        inverse = 1.0 / change
        v = steps[j + 1] * (gaps[j + 1] * inverse)
        size = abs(slopes[j]) + 2.0 * abs(slopes[j + 1]) + abs(slopes[j + 2])
        error = steps[j + 1] * (size * abs(inverse)) * (48.0 * U) + 2.0**-1000
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
    return any_set(block.doubt, count)


@stage(ROUND)
def round_knots(x, y, low, count, block, known, places, requests):
    """Round the places again that are in doubt; return how many were, and how many are requested."""
    refined = requested = 0
    for j in range(count):
        if block.doubt[j]:
            refined += 1
            places[j], sure = crossing(x, y, low + j)
            if not sure:
                k = find(known.knot_points, low + j)
                if k >= 0:
                    places[j] = known.knot_places[k]
                else:
                    requests[requested] = low + j
                    requested += 1
    return refined, requested


@kernel
def emit(places, changes, keep, start, stop, knots, slope_changes, out):
    """Append the knots of a stretch of the block; return the new number of knots."""
    for j in range(start, stop):
        knots[out] = places[j]
        slope_changes[out] = changes[j]
        out += np.uint64(keep[j])
    return out
