"""The compiled walk of `screen.py`: all sets of faces by elimination in doubles, each number with a bound of its error.

Every value v stands beside an e >= 0 with |v - exact| <= e; docs/price_screen.md derives each line that makes one. The
bounds of errors are sums and products of numbers >= 0, wrong by some 2^-52 each, so `_UP` covers them; `_TINY` covers
what is lost below the smallest normal double. What is exactly 0, as outputs at idle points are, stays so with e = 0.
Exact twin: `minimize.Enumeration`, whose order of sets is kept.
"""

from __future__ import annotations

from math import sqrt

from sparsest.fast.arithmetic import power
from sparsest.fast.compiled import kernel
from sparsest.fast.entry import entry

__all__ = ["DONE", "FULL", "JUDGE", "PAUSED", "VISIT", "sift"]

#: How a walk ends: all sets are behind it, the events are too many, or it has worked for as long as it was told.
DONE, FULL, PAUSED = 0, 1, 2
#: What an event asks for: the candidate of just this set, or all sets that begin with it.
JUDGE, VISIT = 0, 1

_U = 2.0**-53
_UP = 1.0 + 2.0**-40
_TINY = 2.0**-1000
# A cost is smaller than computed by at most this factor; powers err by 2^-41 at most.
_LESS = 1.0 - 2.0**-39
_LOW, _HIGH = 2.0**-900, 2.0**900
# A pivot must be known to ten bits; a denominator to one.
_SURE, _HALF = 2.0**10, 2.0
# The state: depth, events, their capacity, work left, and the next face of each depth from here on.
_DEPTH, _EVENTS, _ROOM, _WORK, _NEXT = 0, 1, 2, 3, 4


@kernel
def _cost(size, p):
    """Return at most size^p, for what is known of a size from below; 0 for all that is no ordinary number."""
    if not size >= _LOW:
        return 0.0
    if size > _HIGH:
        size = _HIGH
    return (sqrt(size) if p == 0.5 else power(size, p)) * _LESS


@kernel
def _emit(kind, count, last, state, chosen, events):
    """Note an event: the chosen faces and up to two more, `last` (-1 for none)."""
    if state[_EVENTS] >= state[_ROOM]:
        return False
    k = state[_EVENTS]
    state[_EVENTS] = k + 1
    size = count
    for i in range(count):
        events[k, i + 2] = chosen[i]
    for j in last:
        if j >= 0:
            events[k, size + 2] = j
            size += 1
    events[k, 0] = kind
    events[k, 1] = size
    return True


@kernel
def _pivot(level, column, n, values, errors):
    """Return the coordinate of the largest entry: -1 if all are 0 for sure, -2 if none is known well enough."""
    best, size, certain = -1, 0.0, True
    for k in range(n - level):
        a = abs(values[level, column, k])
        if a > 0.0 or errors[level, column, k] > 0.0:
            certain = False
        if a > size:
            best, size = k, a
    if certain:
        return -1
    if best < 0 or not size > _SURE * errors[level, column, best] or not size > _LOW:
        return -2
    return best


@kernel
def _eliminate(level, column, n, values, errors, pivots, scratch):
    """Make the next level: all later columns (the labels are the last) modulo this one; return 0, or why not."""
    width = n - level
    i = _pivot(level, column, n, values, errors)
    if i < 0:
        return i
    pivots[level, 0], pivots[level, 1] = column, i
    size, size_error = values[level, column, i], errors[level, column, i]
    for k in range(width):
        a, e = values[level, column, k], errors[level, column, k]
        scratch[0, k], scratch[1, k] = 0.0, 0.0
        if a != 0.0 or e != 0.0:
            g = a / size
            scratch[0, k] = g
            scratch[1, k] = ((e + abs(g) * size_error) / (abs(size) - size_error) + _U * abs(g)) * _UP + _TINY
    for c in range(column + 1, values.shape[1]):
        t, te = values[level, c, i], errors[level, c, i]
        place = 0
        for k in range(width):
            if k == i:
                continue
            v, e = values[level, c, k], errors[level, c, k]
            g, ge = scratch[0, k], scratch[1, k]
            if (t != 0.0 or te != 0.0) and (g != 0.0 or ge != 0.0):
                product = t * g
                v -= product
                e = (e + abs(t) * ge + te * (abs(g) + ge) + _U * (abs(product) + abs(v))) * _UP + _TINY
            values[level + 1, c, place], errors[level + 1, c, place] = v, e
            place += 1
    return 0


@kernel
def _outside(level, face, data, integers, values, p):
    """Return what the neuron of a face of higher dimension costs at least; -1 if it is outside its face for sure."""
    basis, normals, multiples, price = data[0], data[1], data[2], data[3]
    first, dimension, signs = integers[0], integers[1], integers[2]
    width, spent, side = basis.shape[1], 0.0, 0
    for k in range(width):
        total, error = 0.0, 0.0
        for b in range(dimension[face]):
            a = basis[first[face] + b, k]
            if a != 0.0:
                m, me = multiples[0, level + b], multiples[1, level + b]
                total += a * m
                error += abs(a) * (me + (4.0 + width) * _U * abs(m)) * _UP + _TINY
        values[0, k], values[1, k] = total, error * _UP
        spent += price[0] * _cost(abs(total) - error * _UP, p) if p > 0.0 else 0.0
    for h in range(normals.shape[0]):
        if signs[face, h] != 0:
            total, error = 0.0, 0.0
            for k in range(width):
                a = normals[h, k]
                if a != 0.0:
                    total += a * values[0, k]
                    error += abs(a) * (values[1, k] + (4.0 + width) * _U * abs(values[0, k])) * _UP + _TINY
            if abs(total) > error * _UP:
                own = signs[face, h] if total > 0.0 else -signs[face, h]
                if own * side < 0:
                    return -1.0
                side = own
    return spent


@kernel
def _finish(level, more, spent, values, errors, pivots, data, integers, p, scratch):
    """Return whether the set of the eliminated columns and `more` last ones is excluded, by its price or a face.

    The multiples of the last ones are known; those of the others follow by substitution, the last one first.
    """
    multiples, price, labels = data[2], data[3], values.shape[1] - 1
    first, dimension, owner = integers[0], integers[1], integers[3]
    for t in range(level - 1, -1, -1):
        column, i = pivots[t, 0], pivots[t, 1]
        total, error, size = values[t, labels, i], errors[t, labels, i], abs(values[t, labels, i])
        for q in range(t + 1, level + more):
            v, ve = values[t, pivots[q, 0], i], errors[t, pivots[q, 0], i]
            if v != 0.0 or ve != 0.0:
                m, me = multiples[0, q], multiples[1, q]
                total -= v * m
                size += abs(v * m)
                error += (abs(v) * me + ve * (abs(m) + me)) * _UP + _TINY
        error = (error + (2.0 + level + more) * _U * size) * _UP
        d, de = values[t, column, i], errors[t, column, i]
        m = total / d
        e = ((error + abs(m) * de) / (abs(d) - de) + _U * abs(m)) * _UP + _TINY
        multiples[0, t], multiples[1, t] = m, e
        face = owner[column]
        if dimension[face] == 1:
            spent += price[1 + column] * _cost(abs(m) - e, p) if p > 0.0 else 0.0
        elif first[face] == column:
            own = _outside(t, face, data, integers, scratch, p)
            if own < 0.0:
                return True
            spent += own
        if spent > price[labels + 1]:
            return True
    return False


@kernel
def _singles(level, start, count, values, errors, pivots, data, integers, p, scratch, state, events):
    """Try each last ray where one dimension is left; return whether there was room for the events."""
    multiples, price, tops, chosen = data[2], data[3], data[4], integers[4]
    labels = values.shape[1] - 1
    y, ye = values[level, labels, 0], errors[level, labels, 0]
    for face in range(start, integers[0].size):
        c = integers[0][face]
        v, e = values[level, c, 0], errors[level, c, 0]
        if v == 0.0 and e == 0.0:
            continue
        if (abs(y) - ye) / _UP > tops[c] * (abs(v) + e) * _UP + _TINY:
            continue
        if abs(v) > _HALF * e and abs(v) > _LOW:
            m = y / v
            multiples[0, level] = m
            error = ((ye + abs(m) * e) / (abs(v) - e) + _U * abs(m)) * _UP + _TINY
            multiples[1, level] = error
            pivots[level, 0] = c
            spent = price[1 + c] * _cost(abs(m) - error, p) if p > 0.0 else 0.0
            if _finish(level, 1, spent, values, errors, pivots, data, integers, p, scratch):
                continue
        if not _emit(JUDGE, count, (face, -1), state, chosen, events):
            return False
    return True


@kernel
def _prepare(level, start, values, errors, data, integers, p, flat):
    """Lay down for each last ray its two coordinates, their size and error; with the labels: determinant, power."""
    first, labels = integers[0], values.shape[1] - 1
    y, z = values[level, labels, 0], values[level, labels, 1]
    ye, ze = errors[level, labels, 0], errors[level, labels, 1]
    for face in range(start, first.size):
        c = first[face]
        a, b = values[level, c, 0], values[level, c, 1]
        ae, be = errors[level, c, 0], errors[level, c, 1]
        left, right = a * z, b * y
        own = left - right
        error = abs(a) * ze + ae * (abs(z) + ze) + abs(b) * ye + be * (abs(y) + ye)
        error = (error + 2.0 * _U * (abs(left) + abs(right) + abs(own))) * _UP
        if error > 0.0 or left != 0.0 or right != 0.0:
            error += _TINY
        sure = (abs(own) - error) / _UP
        flat[0, face], flat[1, face], flat[2, face], flat[3, face] = a, b, own, error
        flat[4, face] = sure if sure > 0.0 else 0.0
        flat[5, face] = _cost(sure, p) if p > 0.0 else 0.0
        flat[6, face] = (abs(a) if abs(a) > abs(b) else abs(b)) * _UP
        flat[7, face] = (ae if ae > be else be) * _UP
        flat[8, face], flat[9, face] = data[4][c], data[3][1 + c]


@kernel
def _pair(level, i, j, size, error, values, errors, pivots, data, integers, p, scratch):
    """Return whether a pair of last rays with this determinant is excluded by all that the set costs."""
    flat, multiples, price, first = data[5], data[2], data[3], integers[0]
    if not (abs(size) > _HALF * error and abs(size) > _LOW):
        return False
    spent = 0.0
    for q, own, other in ((level, i, j), (level + 1, j, i)):
        m = (-flat[2, other] if own == i else flat[2, other]) / size
        e = ((flat[3, other] + abs(m) * error) / (abs(size) - error) + _U * abs(m)) * _UP + _TINY
        multiples[0, q], multiples[1, q] = m, e
        pivots[q, 0] = first[own]
        spent += price[1 + first[own]] * _cost(abs(m) - e, p) if p > 0.0 else 0.0
    if spent > price[values.shape[1]]:
        return True
    return _finish(level, 2, spent, values, errors, pivots, data, integers, p, scratch)


@kernel
def _pairs(level, start, count, values, errors, pivots, data, integers, p, scratch, state, events):
    """Try each pair of last rays where two dimensions are left; return whether there was room for the events."""
    flat, chosen, weights = data[5], integers[4], integers[5]
    faces, most = integers[0].size, integers[6][0]
    _prepare(level, start, values, errors, data, integers, p, flat)
    spent = 0
    for k in range(count):
        spent += weights[chosen[k]]
    for i in range(start, faces):
        a, b, own, own_error = flat[0, i], flat[1, i], flat[2, i], flat[3, i]
        if a == 0.0 and b == 0.0 and flat[7, i] == 0.0:
            continue
        # This ray may reach the labels alone; if it does for sure it takes no partner.
        if abs(own) <= own_error and not _emit(JUDGE, count, (i, -1), state, chosen, events):
            return False
        if own == 0.0 and own_error == 0.0:
            continue
        sure, raised, top, price = flat[4, i], flat[5, i], flat[8, i], flat[9, i]
        wide, error = flat[6, i], flat[7, i]
        slope, level_error = 2.0 * (wide + error) * _UP, (2.0 * error + 8.0 * _U * wide) * _UP
        for j in range(i + 1, faces):
            if spent + weights[i] + weights[j] > most:
                continue
            size = a * flat[1, j] - b * flat[0, j]
            # |size| is wrong by at most this: see the page.
            wrong = slope * flat[7, j] + level_error * flat[6, j] + _TINY
            large = (abs(size) + wrong) * _UP
            if sure > flat[8, j] * large * _UP + _TINY or flat[4, j] > top * large * _UP + _TINY:
                continue
            if p == 0.5:
                both = price * flat[5, j] + flat[9, j] * raised
                if both * both * _LESS > large:
                    continue
            if flat[2, j] == 0.0 and flat[3, j] == 0.0:
                continue
            if _pair(level, i, j, size, wrong * _UP, values, errors, pivots, data, integers, p, scratch):
                continue
            if not _emit(JUDGE, count, (i, j), state, chosen, events):
                return False
    return True


@kernel
def _ends(level, start, count, n, values, errors, pivots, data, integers, p, scratch, state, events):
    """Deal with a set that is not enlarged face by face: 1; 0 if it is to be; -1 if there is no room for its events."""
    chosen, labels, rays = integers[4], values.shape[1] - 1, integers[6][1]
    reached = True
    for k in range(n - level):
        if abs(values[level, labels, k]) > errors[level, labels, k]:
            reached = False
    if reached:
        if level == n and _finish(level, 0, 0.0, values, errors, pivots, data, integers, p, scratch):
            return 1
        return 1 if _emit(VISIT if level < n else JUDGE, count, (-1, -1), state, chosen, events) else -1
    if start < rays or n - level > 2:
        return 0
    if n - level == 2:
        room = _pairs(level, start, count, values, errors, pivots, data, integers, p, scratch, state, events)
    else:
        room = _singles(level, start, count, values, errors, pivots, data, integers, p, scratch, state, events)
    return 1 if room else -1


@kernel
def _child(face, level, count, n, values, errors, pivots, integers, scratch, state, events):
    """Take one more face: 1; 0 if it does not fit or depends on the others; -1 if there is no room for a doubt."""
    first, dimension, chosen, weights = integers[0], integers[1], integers[4], integers[5]
    if dimension[face] > n - level:
        return 0
    spent = weights[face]
    for k in range(count):
        spent += weights[chosen[k]]
    if spent > integers[6][0]:
        return 0
    for b in range(dimension[face]):
        how = _eliminate(level + b, first[face] + b, n, values, errors, pivots, scratch)
        if how == -1:
            return 0
        if how < 0:
            return 0 if _emit(VISIT, count, (face, -1), state, chosen, events) else -1
    chosen[count] = face
    return 1


@entry
def sift(values, errors, pivots, data, integers, p, scratch, state, events):
    """Walk on from the state, until all sets are behind it, the events are full, or the work is done.

    Parameters
    ----------
    values, errors : arrays, shape (N + 1, columns + 1, N)
        For each level of elimination all columns and, last, the labels; level 0 is given.
    pivots : array of int, shape (N + 2, 2)
        For each level the column taken and its coordinate.
    data, integers : tuples of arrays
        What `screen.py` lays down.
    p : float
        The exponent; 0 as p -> 0.
    scratch, state, events : arrays
        Memory; where the walk is; and sets that are to be looked at exactly.
    """
    n, faces, dimension = values.shape[2], integers[0].size, integers[1]
    while state[_DEPTH] >= 0:
        depth = state[_DEPTH]
        if state[_WORK] <= 0:
            return PAUSED
        face = state[_NEXT + depth]
        if face >= faces:
            state[_DEPTH] = depth - 1
            continue
        level = 0
        for k in range(depth):
            level += dimension[integers[4][k]]
        state[_WORK] -= faces
        before = state[_EVENTS]
        done = _child(face, level, depth, n, values, errors, pivots, integers, scratch, state, events)
        if done > 0:
            below = level + dimension[face]
            ended = _ends(
                below, face + 1, depth + 1, n, values, errors, pivots, data, integers, p, scratch, state, events
            )
            state[_WORK] -= (faces - face) * (faces - face) if ended else 0
            if ended < 0 and before == 0:
                # More events than there is room for at all: the whole set is one.
                state[_EVENTS] = 0
                _emit(VISIT, depth + 1, (-1, -1), state, integers[4], events)
            elif ended < 0:
                done = -1
            elif ended == 0:
                state[_DEPTH] = depth + 1
                state[_NEXT + depth + 1] = face + 1
        if done < 0:
            state[_EVENTS] = before
            return FULL
        state[_NEXT + depth] = face + 1
    return DONE
