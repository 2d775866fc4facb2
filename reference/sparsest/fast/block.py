"""The scratch of one block of points, and the constants and small helpers that the kernels share.

Indices: i counts the points of the whole input, j those of a block, i = low + j. `steps[j]` and `slopes[j]` belong to
the interval on the left of point j, `gaps[j]` to point j; edge j joins the points j and j + 1. Flags are bytes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparsest.fast.compiled import at, folded, kernel

__all__ = [
    "MARGIN",
    "NONE",
    "OWN",
    "SHARED",
    "BlockArrays",
    "Known",
    "Scratch",
    "SweepResult",
    "U",
    "any_set",
    "find",
    "last_run_end",
    "lay_out",
    "same_sign",
]  # fmt: skip

#: What stands at a point: no knot of its own; a knot; a knot that it shares with the next point, between the two.
NONE, OWN, SHARED = range(3)
#: The unit roundoff of double precision.
U = 2.0**-53
#: A block looks this far beyond its points.
MARGIN = 3


class BlockArrays(NamedTuple):
    """Where a block's values stand, kept in cache: addresses in a `Scratch`; flags are bytes."""

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


class Known(NamedTuple):
    """What the caller decided exactly, for the current block."""

    gap_points: np.ndarray
    gap_values: np.ndarray
    run_starts: np.ndarray
    knot_points: np.ndarray
    knot_places: np.ndarray


class SweepResult(NamedTuple):
    """Where the results go: addresses."""

    marks: np.ndarray
    knots: np.ndarray
    slope_changes: np.ndarray
    ends: np.ndarray


class Scratch:
    """Memory for blocks of up to `size` points.

    Parameters
    ----------
    size : int
        How many points.

    Examples
    --------
    >>> Scratch(1024).requests.size
    2054
    """

    def __init__(self, size: int) -> None:
        self.doubles = np.empty(7 * (size + MARGIN))
        self.flags = np.empty(5 * (size + MARGIN), np.uint8)
        self.requests = np.empty(2 * (size + MARGIN), np.int64)


@folded
def lay_out(doubles, flags, size):
    """Return the block that stands in a `Scratch` of this size."""
    n = size + MARGIN
    return BlockArrays(
        doubles, at(doubles, n), at(doubles, 2 * n), flags,
        at(doubles, 3 * n), at(doubles, 4 * n), at(doubles, 5 * n), at(doubles, 6 * n),
        at(flags, n), at(flags, 2 * n), at(flags, 3 * n), at(flags, 4 * n),
    )  # fmt: skip


@kernel
def same_sign(a, b):
    """Return whether both gaps are positive or both negative: an edge joins them."""
    return ((a > 0.0) & (b > 0.0)) | ((a < 0.0) & (b < 0.0))


@kernel
def any_set(flags, count):
    """Return whether one of the first flags is set."""
    found = np.uint8(0)
    for j in range(count):
        found |= flags[j]
    return found != 0


@kernel
def find(points, point):
    """Return where a point stands in an increasing array, or -1."""
    k, stop = 0, points.size
    while k < stop:
        middle = (k + stop) >> 1
        if points[middle] < point:
            k = middle + 1
        else:
            stop = middle
    return k if k < points.size and points[k] == point else -1


@kernel
def last_run_end(gaps, count):
    """Return the last place before `count` where no edge joins two gaps: there a run ends; 0 if there is none."""
    count -= 1
    while count > 0 and same_sign(gaps[count - 1], gaps[count]):
        count -= 1
    return count
