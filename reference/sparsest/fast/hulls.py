"""The extreme lines of a link: the lowest and the highest through its gates, each with the hull that holds it.

Exact twin: `_Lowest` in `sparsest.univariate.windows`. But here an outer end comes to the hull only when the line next
turns, for many a line never turns again; and the slope of the line is kept, with its error, so that a gate is mostly
told by one product. The bounds are derived in `docs/fast_path.md`, section 10.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparsest.fast.compiled import inlined, kernel
from sparsest.fast.turns import UNDERFLOW, line_slope, turn

__all__ = [
    "BETWEEN",
    "BEYOND",
    "FIRST",
    "NEXT",
    "SHORT",
    "SIZE",
    "A",
    "B",
    "Extreme",
    "begin",
    "stand",
    "take_in",
    "turn_to",
]  # fmt: skip

#: What an extreme line remembers: where its hull begins and ends; the gates that it touches, B is -1 if it touches
#: none; and the gate whose outer end is the next to come to the hull.
FIRST, SIZE, A, B, NEXT = range(5)
#: Where a line is at a gate: not beyond its inner end; beyond that only; beyond its outer end, so that the link ends.
SHORT, BETWEEN, BEYOND = range(3)
# What a height may be off by, beside its slope.
_ERROR = 4.0 * 2.0**-53


class Extreme(NamedTuple):
    """The lowest line of a link, or the highest: gates on its hull, what it remembers, slope with error, outer side.

    The lowest line is held down by ceilings, its outer ends, and touches one and then a floor, an inner end.
    """

    hull: np.ndarray
    state: np.ndarray
    slope: np.ndarray
    side: float


@kernel
def begin(extreme, gate):
    """Begin a link whose outer ends are those from this gate on."""
    extreme.state[FIRST] = extreme.state[SIZE] = 0
    extreme.state[A] = extreme.state[B] = -1
    extreme.state[NEXT] = gate


@kernel
def _stand_for_certain(gates, extreme, k):
    a, b, side = extreme.state[A], extreme.state[B], extreme.side
    if side * turn(gates, a, side, b, -side, k, side) > 0.0:
        return BEYOND
    return BETWEEN if side * turn(gates, a, side, b, -side, k, -side) > 0.0 else SHORT


@inlined
def stand(gates, extreme, k):
    """Return where the line is at gate k; SHORT if there is no line yet."""
    a, side = extreme.state[A], extreme.side
    if a < 0:
        return SHORT
    run, label = gates.x[k] - gates.x[a], gates.y[k] - gates.y[a]
    start, width = gates.widths[a * gates.step], gates.widths[k * gates.step]
    height = side * (extreme.slope[0] * run - label) + start
    error = run * extreme.slope[1] + _ERROR * (abs(label) + start + width) + UNDERFLOW
    if height > width + error:
        return BEYOND
    if height < width - error:
        if height > error - width:
            return BETWEEN
        if height < -width - error:
            return SHORT
    return _stand_for_certain(gates, extreme, k)


@kernel
def take_in(gates, extreme, stop):
    """Bring the outer ends of the gates before `stop` to the hull."""
    hull, state, side = extreme.hull, extreme.state, extreme.side
    least, size = state[FIRST] + 1, state[SIZE]
    for k in range(state[NEXT], stop):
        if gates.widths[k * gates.step] < np.inf:
            while size > least and not side * turn(gates, hull[size - 2], side, hull[size - 1], side, k, side) < 0.0:
                size -= 1
            hull[size] = k
            size += 1
    state[SIZE] = size
    state[NEXT] = stop


@kernel
def turn_to(gates, extreme, k):
    """Turn the line, which is SHORT there, to the inner end of gate k."""
    hull, state, side = extreme.hull, extreme.state, extreme.side
    take_in(gates, extreme, k)
    first, size = state[FIRST], state[SIZE]
    if size == 0:
        return
    while first + 1 < size and not side * turn(gates, hull[first], side, hull[first + 1], side, k, -side) > 0.0:
        first += 1
    a = hull[first]
    state[FIRST], state[A], state[B] = first, a, k
    extreme.slope[0], extreme.slope[1] = line_slope(gates, a, side, k)
