"""The scratch of one block of points, and the constants and small helpers that the kernels share.

Indices: i counts the points of the whole input, j those of a block, i = low + j. `steps[j]` and `slopes[j]` belong to
the interval on the left of point j, `gaps[j]` to point j; edge j joins the points j and j + 1. Flags are bytes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparsest.fast.arithmetic import kernel

__all__ = [
    "NONE", "OWN", "SHARED", "Block", "Known", "U", "any_set", "find", "last_run_end", "same_sign", "scratch",
]  # fmt: skip

#: What stands at a point: no knot of its own; a knot; a knot that it shares with the next point, between the two.
NONE, OWN, SHARED = range(3)
#: The unit roundoff of double precision.
U = 2.0**-53


class Block(NamedTuple):
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


class Known(NamedTuple):
    """What the caller decided exactly, for the current block."""

    gap_points: np.ndarray
    gap_values: np.ndarray
    run_starts: np.ndarray
    knot_points: np.ndarray
    knot_places: np.ndarray


@kernel
def scratch(size):
    """Return scratch for a block of so many points."""
    n = size + 3
    return Block(
        np.empty(n), np.empty(n), np.empty(n), np.empty(n, np.uint8),
        np.empty(n), np.empty(n), np.empty(n), np.empty(n),
        np.empty(n, np.uint8), np.empty(n, np.uint8), np.empty(n, np.uint8), np.empty(n, np.uint8),
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
    k = np.searchsorted(points, point)
    return k if k < points.size and points[k] == point else -1


@kernel
def last_run_end(gaps, count):
    """Return the last place before `count` where no edge joins two gaps: there a run ends; 0 if there is none."""
    count -= 1
    while count > 0 and same_sign(gaps[count - 1], gaps[count]):
        count -= 1
    return count
