"""The least count of a network by brute force, from the definition; it shares no code with the solver or the checker.

A network is a choice of blocks: a support, the points where the neuron is active, and the sign of its output weight.
All sets of blocks are tried in the order of what they count, with Gauss and Fourier-Motzkin elimination in fractions.
Supports with dependent columns and cones without inner points are not left out, and kinds, rays and cuts not used.
"""

from fractions import Fraction
from itertools import combinations, count, product
from math import gcd, lcm
from typing import NamedTuple


class Block(NamedTuple):
    cost: int
    columns: list  # for each weight what it adds to the outputs, at all points
    cone: list  # rows that are >= 0 on its weights
    positive: int  # bits of the points to which it may add, and of those from which it may take away
    negative: int


def least_count(x, y, what="parameters"):
    """Return the least count of a network through the points, for "parameters", "neurons" or "knots"."""
    rows, y = integers(x, y)
    blocks = blocks_of(rows, what)
    affine = [list(column) for column in zip(*rows, strict=True)] if what == "knots" else []
    plus, minus = (sum(1 << i for i, label in enumerate(y) if s * label > 0) for s in (1, -1))
    for most in count():
        for chosen in chosen_of(blocks, most):
            up = down = 0
            for block in chosen:
                up, down = up | block.positive, down | block.negative
            if (what == "knots" or (plus & ~up == 0 and minus & ~down == 0)) and interpolates(chosen, affine, y):
                return most
    raise AssertionError


def integers(x, y):
    """Rows [x, 1] with their labels, scaled to integers: neither signs nor solutions change."""
    rows = [whole([*map(Fraction, row), Fraction(1), Fraction(label)]) for row, label in zip(x, y, strict=True)]
    return [row[:-1] for row in rows], [row[-1] for row in rows]


def blocks_of(rows, what):
    """All blocks that can add anything, the cheap ones first."""
    width, found = len(rows[0]), []
    sizes = range(1, width + 1) if what == "parameters" else [width]
    for size, active in product(sizes, product([False, True], repeat=len(rows))):
        for support in combinations(range(width), size):
            part = [[row[k] for k in support] for row in rows]
            cone = [[a if on else -a for a in row] for row, on in zip(part, active, strict=True)]
            total = [sum(row[k] for row, on in zip(part, active, strict=True) if on) for k in range(size)]
            if not has_point([*[(row, 0) for row in cone], (total, -1)]):
                continue
            bits = sum(1 << i for i, on in enumerate(active) if on)
            for sign in (1, -1):
                columns = [[sign * row[k] * on for row, on in zip(part, active, strict=True)] for k in range(size)]
                own = (bits, 0) if sign > 0 else (0, bits)
                found.append(Block(size if what == "parameters" else 1, columns, cone, *own))
    return sorted(found, key=lambda block: block.cost)


def chosen_of(blocks, cost, start=0):
    """Yield the sets of different blocks that cost exactly so much."""
    if cost == 0:
        yield []
        return
    for k in range(start, len(blocks)):
        if blocks[k].cost > cost:
            return
        for rest in chosen_of(blocks, cost - blocks[k].cost, k + 1):
            yield [blocks[k], *rest]


def interpolates(chosen, affine, y):
    """Whether some weights in the cones of the chosen blocks give the labels."""
    columns = [column for block in chosen for column in block.columns] + affine
    solved = solutions(columns, y)
    if solved is None:
        return False
    start, directions = solved
    rows, place = [], 0
    for block in chosen:
        for row in block.cone:
            own = [sum(a * g[place + k] for k, a in enumerate(row)) for g in directions]
            rows.append((own, sum(a * start[place + k] for k, a in enumerate(row))))
        place += len(block.columns)
    return has_point(rows)


def solutions(columns, right):
    """All z with sum of z_k column_k = right: one, and a basis of the differences; None if there is none."""
    width = len(columns)
    rest = [whole([*(column[i] for column in columns), b]) for i, b in enumerate(right)]
    done, pivots = [], []
    for k in range(width):
        row = next((row for row in rest if row[k]), None)
        if row is None:
            continue
        rest = [without(other, row, k) for other in rest if other is not row]
        done = [*(without(other, row, k) for other in done), row]
        pivots.append(k)
    if any(row[width] for row in rest):
        return None
    start = [Fraction(0)] * width
    for k, row in zip(pivots, done, strict=True):
        start[k] = Fraction(row[width], row[k])
    directions = []
    for free in set(range(width)) - set(pivots):
        g = [Fraction(k == free) for k in range(width)]
        for k, row in zip(pivots, done, strict=True):
            g[k] = Fraction(-row[free], row[k])
        directions.append(g)
    return start, directions


def whole(row):
    """The row times the least positive number that makes all its entries integers."""
    most = lcm(*(a.denominator for a in row))
    return [a.numerator * (most // a.denominator) for a in row]


def without(other, row, k):
    """Another row of integers less a multiple of this one, so that its entry k is 0; its entries made small."""
    if not other[k]:
        return other
    left = [row[k] * a - other[k] * b for a, b in zip(other, row, strict=True)]
    common = gcd(*left)
    return [a // common for a in left] if common > 1 else left


def has_point(rows):
    """Whether some t has row . t + constant >= 0 for all (row, constant): Fourier-Motzkin."""
    rows = {(tuple(map(Fraction, row)), Fraction(constant)) for row, constant in rows}
    for k in range(len(next(iter(rows), ((),))[0])):
        # Scaled so that the k-th entry is -1, 0 or 1, equal rows fall together.
        scaled = {(tuple(b / c for b in row), a / c) for row, a in rows for c in [abs(row[k]) or 1]}
        above, below = ([pair for pair in scaled if pair[0][k] == s] for s in (1, -1))
        sums = {(tuple(a + b for a, b in zip(r, s, strict=True)), c + e) for (r, c), (s, e) in product(above, below)}
        rows = sums | {pair for pair in scaled if pair[0][k] == 0}
    return all(constant >= 0 for _, constant in rows)
