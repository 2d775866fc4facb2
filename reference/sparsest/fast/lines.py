"""The lines of the links in double-doubles, and where each meets the next: knots and slope changes, rounded correctly.

All bounds are those of `docs/fast_path.md`, section 10.
"""

from __future__ import annotations

from sparsest.fast.arithmetic import modest, pair_add, pair_divide, pair_multiply, quick_sum, two_sum
from sparsest.fast.compiled import at, inlined, kernel, pointer
from sparsest.fast.entry import entry
from sparsest.fast.hulls import FIRST, SIZE, A, B
from sparsest.fast.turns import UNDERFLOW, GateArrays, line_slope, rise

__all__ = ["LAST", "cross_lines", "last_line"]

#: How many gates hold a last line: the one whose floor it is next to, the one whose ceiling it is next to, those that
#: the line of the least slope touches, and those of the greatest; -1 where there is none. Its slope is the middle of
#: those there are, 0 if there are none, and it runs in the middle between that floor and that ceiling.
LAST = 6
_FLOOR, _CEILING, _LEAST, _GREATEST = 0, 1, 2, 4
# Errors of slopes and of what is computed with them, relative to their sizes.
_ERROR = 2.0**-100
# ... and of what is computed in doubles, beside slopes.
_QUICK_ERROR = 4.0 * 2.0**-53
# The divisor of a place must be known to this share.
_SHARE = 2.0**-20


@kernel
def _slope(gates, i, s, j, t):
    """Return the slope from the end s of gate i to the end t of gate j, a bound of its error, and whether it is one."""
    run = two_sum(gates.x[j], -gates.x[i])
    up, size, _ = rise(gates, i, s, j, t)
    high, low = pair_divide(up[0], up[1], run[0], run[1])
    fit = modest(run[0]) & modest(up[0]) & modest(size)
    return (high, low), _ERROR * (size / run[0]), fit


@kernel
def _last_slope(gates, last):
    """Return the slope of a last line as `_slope` does."""
    slope, error, fit = (0.0, 0.0), 0.0, True
    if last[_LEAST] >= 0:
        slope, error, fit = _slope(gates, last[_LEAST], 1.0, last[_LEAST + 1], -1.0)
    if last[_GREATEST] >= 0:
        other, other_error, other_fit = _slope(gates, last[_GREATEST], -1.0, last[_GREATEST + 1], 1.0)
        if last[_LEAST] < 0:
            return other, other_error, other_fit
        size = abs(slope[0]) + abs(other[0])
        high, low = pair_add(slope[0], slope[1], other[0], other[1])
        slope, error, fit = (0.5 * high, 0.5 * low), error + other_error + _ERROR * size, fit & other_fit
    return slope, error, fit


@kernel
def _write_slope(gates, extreme, last):
    """Write what an extreme line touches; return whether there is one, and the sign of its slope; 0 if unsure."""
    last[0] = last[1] = -1
    if extreme.state[B] < 0:
        return False, 0
    last[0], last[1] = extreme.state[A], extreme.state[B]
    up, size, _ = rise(gates, last[0], extreme.side, last[1], -extreme.side)
    if not abs(up[0]) > _ERROR * size:
        return True, 0
    return True, 1 if up[0] > 0.0 else -1


@kernel
def _is_middle(gates, last, i, j):
    """Return whether a last line surely has the slope of an edge: of the only two gates it passes, of one height."""
    own = (last[_LEAST] == i) & (last[_LEAST + 1] == j) & (last[_GREATEST] == i) & (last[_GREATEST + 1] == j)
    return own & (gates.widths[i * gates.step] == gates.widths[j * gates.step])


@kernel
def _next_to(gates, extreme, last, slope, error, fit):
    """Return the gate of the hull next to a line of this slope beyond all of it, and whether that is certain.

    Of two that it is as near to either will do.
    """
    hull, state, side = extreme.hull, extreme.state, extreme.side
    k = state[FIRST]
    while k + 1 < state[SIZE]:
        edge, edge_error, edge_fit = _slope(gates, hull[k], side, hull[k + 1], side)
        difference, _ = pair_add(edge[0], edge[1], -slope[0], -slope[1])
        bound = edge_error + error + _ERROR * (abs(edge[0]) + abs(slope[0]))
        if not (fit & edge_fit & (abs(difference) > bound)):
            return hull[k], _is_middle(gates, last, hull[k], hull[k + 1])
        if side * difference > 0.0:
            break
        k += 1
    return hull[k], True


@kernel
def last_line(gates, lowest, highest, last):
    """Write what holds the last line of a data set, see LAST; return whether all of it is certain.

    Exact twin: `_slope` and `_between` of `sparsest.univariate.windows`.
    """
    last[_FLOOR] = last[_CEILING] = -1
    least, least_sign = _write_slope(gates, lowest, at(last, _LEAST))
    greatest, greatest_sign = _write_slope(gates, highest, at(last, _GREATEST))
    if lowest.state[SIZE] == 0:
        return True
    sure = True
    if least != greatest:
        # One of them has no end: the slope next to 0.
        sure = least_sign + greatest_sign != 0
        if least_sign < 0:
            last[_LEAST] = last[_LEAST + 1] = -1
        if greatest_sign > 0:
            last[_GREATEST] = last[_GREATEST + 1] = -1
    slope, error, fit = _last_slope(gates, last)
    last[_FLOOR], floor_sure = _next_to(gates, highest, last, slope, error, fit)
    last[_CEILING], ceiling_sure = _next_to(gates, lowest, last, slope, error, fit)
    return sure & floor_sure & ceiling_sure


@kernel
def _offset(gates, i, s, j, t, k, r):
    """Return how far right and above the end s of gate i the middle of the ends of gates j and k is, and both sizes."""
    run, next_run = two_sum(gates.x[j], -gates.x[i]), two_sum(gates.x[k], -gates.x[i])
    up, size, _ = rise(gates, i, s, j, t)
    next_up, next_size, _ = rise(gates, i, s, k, r)
    across = pair_add(run[0], run[1], next_run[0], next_run[1])
    above = pair_add(up[0], up[1], next_up[0], next_up[1])
    width, height = abs(run[0]) + abs(next_run[0]), size + next_size
    fit = modest(run[0]) & modest(next_run[0]) & modest(size) & modest(next_size)
    return (0.5 * across[0], 0.5 * across[1]), (0.5 * above[0], 0.5 * above[1]), width, height, fit


@kernel
def _rounded(high, low, error):
    """Return whether every number within the error of a double-double rounds to its first part."""
    return (high + (low + error) == high) & (high + (low - error) == high)


@kernel
def _last_crossing(gates, bend, last):
    """Return knot and slope change of the last bend in double-doubles, and whether the knot is rounded correctly."""
    side, a, b = -1.0 * bend[0], bend[1], bend[2]
    return _crossing(
        gates.x[b],
        _slope(gates, a, side, b, -side),
        _last_slope(gates, last),
        _offset(gates, b, -side, last[_FLOOR], -1.0, last[_CEILING], 1.0),
    )


@kernel
def _fine_crossing(gates, bend, following):
    """Return knot and slope change of a bend in double-doubles, and whether the knot is rounded correctly."""
    side, a, b = -1.0 * bend[0], bend[1], bend[2]
    next_side, i, j = -1.0 * following[0], following[1], following[2]
    return _crossing(
        gates.x[b],
        _slope(gates, a, side, b, -side),
        _slope(gates, i, next_side, j, -next_side),
        _offset(gates, b, -side, i, next_side, i, next_side),
    )


@kernel
def _crossing(start, slope, next_slope, offset):
    """Return where a line through a point right of which `offset` leads to the next line meets it, the change, if sure.

    Each slope comes with its error and whether it is fit; `start` is a double.
    """
    (s, s_error, s_fit), (t, t_error, t_fit) = slope, next_slope
    across, above, width, height, fit = offset
    change, change_low = pair_add(t[0], t[1], -s[0], -s[1])
    change_error = s_error + t_error + _ERROR * (abs(s[0]) + abs(t[0]))
    fall = pair_multiply(t[0], t[1], across[0], across[1])
    top = pair_add(fall[0], fall[1], -above[0], -above[1])
    top_error = _ERROR * (height + abs(t[0]) * width) + t_error * width
    way = pair_divide(top[0], top[1], change, change_low)
    fit = fit & s_fit & t_fit & modest(s[0]) & modest(t[0]) & modest(top[0]) & modest(change)
    known = fit & (change_error < _SHARE * abs(change))
    way_error = (top_error + abs(way[0]) * change_error) / abs(change) + _ERROR * abs(way[0])
    place, rest = two_sum(start, way[0])
    place, rest = quick_sum(place, rest + way[1])
    return place, change, known & _rounded(place, rest, 1.001 * way_error + abs(place) * 2.0**-104)


@inlined
def _quick_crossing(gates, b, s, i, t, slope, next_slope):
    """Return knot and slope change in doubles, and whether the knot is rounded correctly.

    The end s of gate b is on the line, the end t of gate i on the next one; each slope comes with its error.
    """
    run, label = gates.x[i] - gates.x[b], gates.y[i] - gates.y[b]
    shift = t * gates.widths[i * gates.step] - s * gates.widths[b * gates.step]
    change, change_error = next_slope[0] - slope[0], slope[1] + next_slope[1]
    fall = next_slope[0] * run
    way = (fall - (label + shift)) / change
    top_error = abs(run) * next_slope[1] + _QUICK_ERROR * (abs(fall) + abs(label) + abs(shift)) + UNDERFLOW
    error = 1.01 * ((top_error + abs(way) * change_error) / abs(change)) + _QUICK_ERROR * abs(way) + UNDERFLOW
    place, rest = two_sum(gates.x[b], way)
    return place, change, (change_error < _SHARE * abs(change)) & _rounded(place, rest, error)


@entry
def cross_lines(xs, ys, widths, step, bends, ends, lasts, knots, changes, requests, counts):
    """Fill in the knots and slope changes of the data sets whose bends `pass_gates` found.

    Knots are the doubles nearest to the exact ones, but for those, by number, that are written to `requests`; slope
    changes have the right sign. Return how many are requested. Exact twin: `sparsest.univariate.tolerance`.
    """
    gates = GateArrays(pointer(xs), pointer(ys), pointer(widths), step, 0, pointer(counts))
    bend = pointer(bends)
    asked = 0
    for d in range(ends.size - 1):
        first, stop = ends[d], ends[d + 1]
        if first == stop:
            continue
        side, b = -1.0 * bend[4 * first], bend[4 * first + 2]
        slope = line_slope(gates, bend[4 * first + 1], side, b)
        for k in range(first, stop - 1):
            next_side, i, next_b = -1.0 * bend[4 * k + 4], bend[4 * k + 5], bend[4 * k + 6]
            next_slope = line_slope(gates, i, next_side, next_b)
            knots[k], changes[k], sure = _quick_crossing(gates, b, -side, i, next_side, slope, next_slope)
            if not sure:
                counts[1] += 1
                knots[k], changes[k], sure = _fine_crossing(gates, at(bend, 4 * k), at(bend, 4 * k + 4))
                if not sure:
                    requests[asked] = k
                    asked += 1
            side, b, slope = next_side, next_b, next_slope
        k = stop - 1
        knots[k], changes[k], sure = _last_crossing(gates, at(bend, 4 * k), at(pointer(lasts), LAST * d))
        if not sure:
            requests[asked] = k
            asked += 1
    return asked
