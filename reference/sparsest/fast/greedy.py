"""The greedy by windows over doubles: bends of the function with the fewest knots through gates, every turn certain.

Step for step `sparsest.univariate.windows`, its exact twin: there it says why. Gates are counted through all data sets.
"""

from __future__ import annotations

import numpy as np

from sparsest.fast.compiled import ask, at, kernel, pointer
from sparsest.fast.entry import entry
from sparsest.fast.hulls import BEYOND, SHORT, A, B, Extreme, begin, stand, take_in, turn_to
from sparsest.fast.lines import LAST, last_line
from sparsest.fast.slopes import first_fault
from sparsest.fast.turns import GateArrays

__all__ = ["pass_gates"]


@kernel
def _cut(extreme, other, k, bend):
    """End the link before gate k, write down why, and begin the next one: the other line is held from B on."""
    bend[0] = -1 if extreme.side > 0.0 else 1
    bend[1], bend[2], bend[3] = extreme.state[A], extreme.state[B], k
    begin(other, bend[2])
    begin(extreme, k)


@kernel
def _bends(gates, start, stop, lowest, highest, bends):
    """Write the bends of one data set; return how many there are."""
    found = 0
    begin(lowest, start)
    begin(highest, start)
    for k in range(start, stop):
        if gates.widths[k * gates.step] < np.inf:
            low, high = stand(gates, lowest, k), stand(gates, highest, k)
            if low == BEYOND or high == BEYOND:
                if low == BEYOND:
                    _cut(lowest, highest, k, at(bends, 4 * found))
                else:
                    _cut(highest, lowest, k, at(bends, 4 * found))
                low = high = SHORT
                found += 1
            if low == SHORT:
                turn_to(gates, lowest, k)
            if high == SHORT:
                turn_to(gates, highest, k)
    take_in(gates, lowest, stop)
    take_in(gates, highest, stop)
    return found


@entry
def pass_gates(
    xs, ys, widths, step, offsets, share, hulls, states, slopes, bends, ends, lasts, counts, umpire, last_umpire
):
    """Find the bends of the data sets share[0] <= d < share[1].

    Parameters
    ----------
    xs, ys : float64 arrays, shape (n,)
        The points of all data sets.
    widths : float64 array, shape (n,) or (1,)
        Half the heights of the gates; `step` is 1, or 0 if there is one for all.
    offsets : int64 array
        Where data sets begin; the last entry is n.
    share : int64 array, shape (2,)
        Which data sets.
    hulls : int64 array
        Room for two hulls of the longest data set.
    states, slopes : int64 and float64 array, shapes (10,) and (4,)
        Room for what two extreme lines remember.
    bends, ends, lasts : int64 arrays, shapes (4m,), (M+1,) and (6M,)
        Results, all counted from the share's first data set: sign, a, b and c of each bend; how many bends there are
        up to the end of each data set; and what holds its last line, see `LAST`.
    counts : int64 array, shape (2,)
        How many turns, and knots, were computed in double-doubles.
    umpire, last_umpire : int
        Addresses of C functions: who decides a turn exactly, and the last line of a data set.

    Returns
    -------
    int
        The first point at fault, or -1.
    """
    x, y = pointer(xs), pointer(ys)
    first, stop = share[0], share[1]
    fault = first_fault(x, y, offsets, first, offsets[first], offsets[stop] - offsets[first])
    if fault >= 0:
        return fault
    gates = GateArrays(x, y, pointer(widths), step, umpire, pointer(counts))
    hull, state, slope = pointer(hulls), pointer(states), pointer(slopes)
    lowest = Extreme(hull, state, slope, 1.0)
    highest = Extreme(at(hull, hulls.size // 2), at(state, states.size // 2), at(slope, 2), -1.0)
    total = 0
    for d in range(first, stop):
        total += _bends(gates, offsets[d], offsets[d + 1], lowest, highest, at(pointer(bends), 4 * total))
        ends[d - first + 1] = total
        if not last_line(gates, lowest, highest, at(pointer(lasts), LAST * (d - first))):
            ask(last_umpire, d - first, 0, 0, 0)
    return -1
