"""The compiled part of the beam search: all moves from the states of one level, in floats.

A *state* is what is left of the labels after some neurons, the points met being those where nothing is left. A *move*
adds a neuron with |T| weights that meets as many points S at once and is off at those met before, so that a network
made of such moves alone has one parameter for each point. Levels are numbers of points met; of each level the best
states are kept, no two of which are the same.

Nothing here is trusted: `beam.py` makes each neuron again in exact numbers.
"""

from __future__ import annotations

from math import log

from sparsest.fast.compiled import kernel
from sparsest.fast.entry import entry

__all__ = ["expand"]

# A pivot, a residual and a height below this share of what they are made of are 0.
_NOTHING = 1e-9
# What a parameter counts that meets no point, the logarithm of how residuals grow, and a point left behind.
_WASTE, _GROWTH, _LEFT_BEHIND = 6.0, 0.1, 0.3


@kernel
def _solve(system, size):
    """Solve the system in place by elimination; return whether it is regular. The solution is its last column."""
    for k in range(size):
        best = k
        for i in range(k + 1, size):
            if abs(system[i, k]) > abs(system[best, k]):
                best = i
        if abs(system[best, k]) <= _NOTHING:
            return False
        for j in range(k, size + 1):
            swapped = system[k, j]
            system[k, j] = system[best, j]
            system[best, j] = swapped
        for i in range(size):
            factor = system[i, k] / system[k, k]
            if i != k and factor != 0.0:
                for j in range(k, size + 1):
                    system[i, j] -= factor * system[k, j]
    for k in range(size):
        system[k, size] /= system[k, k]
    return True


@kernel
def _windows(residuals, slot, b, points, reach, near, lists, counts):
    """List the first unmet points, as many as the window holds, by their signs; and the last ones that are met."""
    seen = 0
    counts[0] = counts[1] = counts[2] = 0
    for i in range(points):
        r = residuals[slot, b, i]
        if r != 0.0 and seen < near:
            side = 0 if r > 0.0 else 1
            lists[side, counts[side]] = i
            counts[side] += 1
            seen += 1
    for i in range(reach - 1, -1, -1):
        if residuals[slot, b, i] == 0.0 and counts[2] < near:
            lists[2, counts[2]] = i
            counts[2] += 1


@kernel
def _weights(rows, residuals, slot, b, side, moves, m, lists, system, met):
    """Solve for the weights of a move; return whether they are determined. `met` becomes its points."""
    size, own = moves[m, 0], moves[m, 1]
    for i in range(size):
        point = lists[side, moves[m, 2 + i]] if i < own else lists[2, moves[m, 2 + i]]
        met[i] = point
        for k in range(size):
            system[i, k] = rows[point, moves[m, 2 + size + k]]
        system[i, size] = abs(residuals[slot, b, point]) if i < own else 0.0
    return _solve(system, size)


@kernel
def _height(rows, moves, m, system, size, i):
    """Return w . xbar at a point, or 0 where that is rounding."""
    value = 0.0
    weight = 0.0
    for k in range(size):
        term = system[k, size] * rows[i, moves[m, 2 + size + k]]
        value += term
        weight += abs(term)
    return value if abs(value) > _NOTHING * weight else 0.0


@kernel
def _is_off(rows, residuals, slot, b, reach, moves, m, system):
    """Return whether the neuron is off at the points met before, the last of which show soonest where it is not."""
    for i in range(reach - 1, -1, -1):
        if residuals[slot, b, i] == 0.0 and _height(rows, moves, m, system, moves[m, 0], i) > 0.0:
            return False
    return True


@kernel
def _left(rows, residuals, slot, b, side, moves, m, system, fresh, first, end):
    """Write what is left after the move at the points of a stretch into `fresh`."""
    for i in range(first, end):
        r = residuals[slot, b, i]
        value = _height(rows, moves, m, system, moves[m, 0], i)
        fresh[i] = r
        if value > 0.0:
            left = r - value if side == 0 else r + value
            fresh[i] = left if abs(left) > _NOTHING * (abs(r) + value) else 0.0


@kernel
def _judge(rows, residuals, slot, b, reach, near, side, moves, m, system, met, fresh, base, cost, told):
    """Store how many points are met and the score of a state; return before which point `fresh` is written.

    No more of it is than the score depends on: few moves come among the best.
    """
    points = rows.shape[0]
    _left(rows, residuals, slot, b, side, moves, m, system, fresh, 0, reach)
    for i in range(moves[m, 1]):
        fresh[met[i]] = 0.0
    count, behind, most, seen = 0, 0.0, 0.0, 0
    for i in range(reach):
        if fresh[i] == 0.0:
            count += 1
        elif seen < near:
            seen += 1
            most = max(most, abs(fresh[i]))
    for i in range(min(count, reach)):
        if fresh[i] != 0.0:
            behind += (count - i) * (count - i)
    end, is_left = reach, count < reach
    while end < points and seen < near:
        _left(rows, residuals, slot, b, side, moves, m, system, fresh, end, end + 1)
        if fresh[end] != 0.0:
            seen += 1
            most = max(most, abs(fresh[end]))
            is_left = True
        end += 1
    if not is_left:
        count = points
    told[0] = count
    told[1] = _WASTE * (cost - count) + _GROWTH * log(1.0 + most / base) + _LEFT_BEHIND * behind
    return end


@kernel
def _key(fresh, marks):
    """Return a number that tells what is left from what is left elsewhere."""
    key = 0.0
    for i in range(fresh.size):
        key += fresh[i] * marks[i]
    return key


@kernel
def _place(scores, keys, sizes, worst, slot, width, score, key):
    """Return where a state belongs in its slot: instead of its twin or of the worst one; -1 if these are better.

    `worst` says of full slots which state is the worst one.
    """
    place = -1
    for b in range(sizes[slot]):
        if abs(keys[slot, b] - key) <= _NOTHING * abs(key):
            if score >= scores[slot, b]:
                return -1
            place = b
            break
    if place < 0:
        if sizes[slot] < width:
            place = sizes[slot]
            sizes[slot] += 1
        else:
            place = worst[slot]
    scores[slot, place], keys[slot, place] = score, key
    worst[slot] = 0
    for b in range(sizes[slot]):
        if scores[slot, b] > scores[slot, worst[slot]]:
            worst[slot] = b
    return place


@entry
def expand(
    rows, residuals, level, width, waste, near, base, marks, moves, noise, scores, keys, sizes, worst, costs,
    reaches, points_of, parents, rules, sides, first_node, system, met, fresh, lists, counts, told,
):  # fmt: skip
    """Make all moves from the states of a level, and keep the best of what comes of them; return their number.

    A state's *reach* is how many points, in order, come no later than the last one that a move met: labels behind it
    that happen to be 0 are free. The slots are a ring, where level l has the slot l modulo their number less one; the
    last one is for states in which all points are met. Moves that meet more points than the ring holds are put where it
    ends. States with more parameters beside the number of points met than `waste` are left out.
    """
    slots, points, made = sizes.size - 1, rows.shape[0], 0
    slot = level % slots
    for b in range(sizes[slot]):
        before = reaches[slot, b]
        _windows(residuals, slot, b, points, before, near, lists, counts)
        for m in range(moves.shape[0]):
            size, own = moves[m, 0], moves[m, 1]
            for side in range(2):
                # The first unmet point is met, or the one behind it: what is left behind is soon shut in by others.
                other = lists[1 - side, 0] if counts[1 - side] > 0 else points
                fits = moves[m, 2] < counts[side] and lists[side, moves[m, 2]] <= other + 1
                for i in range(size):
                    if moves[m, 2 + i] >= counts[side if i < own else 2]:
                        fits = False
                if not fits or not _weights(rows, residuals, slot, b, side, moves, m, lists, system, met):
                    continue
                if not _is_off(rows, residuals, slot, b, before, moves, m, system):
                    continue
                made += 1
                cost = costs[slot, b] + size
                reach = max(before, met[own - 1] + 1)
                end = _judge(
                    rows, residuals, slot, b, reach, near, side, moves, m, system, met, fresh, base, cost, told
                )
                count = int(told[0])
                if cost - count > waste:
                    continue
                score = told[1] + noise[(made * 7919) % noise.size] if count < points else float(cost)
                into = slots if count == points else min(max(count, level + 1), level + slots - 1) % slots
                if sizes[into] == width and score >= scores[into, worst[into]]:
                    continue
                _left(rows, residuals, slot, b, side, moves, m, system, fresh, end, points)
                place = _place(scores, keys, sizes, worst, into, width, score, _key(fresh, marks))
                if place < 0:
                    continue
                costs[into, place], reaches[into, place] = cost, reach
                parents[into, place], rules[into, place], sides[into, place] = first_node + b, m, side
                for i in range(points):
                    residuals[into, place, i] = fresh[i]
                for i in range(size):
                    points_of[into, place, i] = met[i]
    return made
