"""The fewest knots through gates in two slow and obvious ways, which share no code with the package or each other.

Gates are three lists: x increasing, floors and ceilings as fractions, None where there is none.
"""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from itertools import groupby, pairwise, product
from math import gcd, lcm


def fewest_by_signs(x, low, high):
    """Over all assignments of signs to the slope gaps: can they be so, and how many knots does Theorem 3.1 give?"""
    rows = gaps_of_values(x)
    return next(knots_of_signs(some) for some in assignments(len(rows)) if can_be(some, rows, low, high))


@cache
def assignments(gaps):
    """All assignments of signs to so many gaps, the cheapest first."""
    return sorted(product((-1, 0, 1), repeat=gaps), key=knots_of_signs)


def knots_of_signs(signs):
    """The fewest knots of an interpolant: half of each run, rounded up. A gap of a sign that is 0 needs no more."""
    return sum((len(list(run)) + 1) // 2 for sign, run in groupby(signs) if sign)


def gaps_of_values(x):
    """The slope gaps, times the steps on both sides, as sums of multiples of the values at x."""
    rows = []
    for i in range(1, len(x) - 1):
        row = [0] * len(x)
        row[i - 1], row[i + 1] = x[i + 1] - x[i], x[i] - x[i - 1]
        row[i] = -row[i - 1] - row[i + 1]
        rows.append(row)
    return rows


def can_be(signs, rows, low, high):
    """Whether values within the gates exist whose slope gaps, the rows, have these signs or are 0."""
    lower = [*low, *(0 if s >= 0 else None for s in signs)]
    upper = [*high, *(0 if s <= 0 else None for s in signs)]
    return feasible(rows, lower, upper)


def feasible(rows, lower, upper):
    """Whether values v exist such that v and the products of the rows with v keep to their bounds (Bland's rule).

    In integers, which take a fraction of the time of fractions: the bounds times a common denominator, and each row of
    the table as (whole, {j: a}), which says that whole * basic = sum of a * v_j. What is not basic is at a bound, or 0.
    """
    n = len(rows[0]) if rows else len(lower)
    unit = lcm(*(v.denominator for v in (*lower, *upper) if v is not None))
    lower, upper = ([None if v is None else int(v * unit) for v in ends] for ends in (lower, upper))
    value = [low if low is not None else high or 0 for low, high in zip(lower, upper, strict=True)]
    table = {n + k: whole_row(row) for k, row in enumerate(rows)}  # basic: by those that are not
    while True:
        sides = ((k, side_of_row(*table[k], value, lower[k], upper[k])) for k in sorted(table))
        leaving, side = next(((k, side) for k, side in sides if side), (None, 0))
        if leaving is None:
            return True
        row = table[leaving][1]
        free = [j for j in sorted(row) if can_move(value[j], lower[j], upper[j], side * row[j])]
        if not free:
            return False
        pivot(table, leaving, free[0])
        value[leaving] = lower[leaving] if side > 0 else upper[leaving]


def whole_row(row):
    """The common denominator of a row, and what is not 0 of the row times it."""
    whole = lcm(*(a.denominator for a in row))
    return whole, {j: int(a * whole) for j, a in enumerate(row) if a}


def side_of_row(whole, row, value, low, high):
    """What `off` says of a basic variable."""
    total = sum(a * value[j] for j, a in row.items())
    return off(total, None if low is None else whole * low, None if high is None else whole * high)


def off(value, low, high):
    """1 if the value has to grow, -1 if it has to fall, 0 if it is within its bounds."""
    return 1 if low is not None and value < low else -1 if high is not None and value > high else 0


def can_move(value, low, high, way):
    return (high is None or value < high) if way > 0 else (low is None or value > low)


def pivot(table, leaving, entering):
    whole, row = table.pop(leaving)
    factor = row.pop(entering)
    sign = 1 if factor > 0 else -1
    new = {j: -sign * a for j, a in row.items()} | {leaving: sign * whole}
    factor *= sign
    for basic, (other, terms) in table.items():
        a = terms.get(entering)
        if a:
            sums = {j: factor * b for j, b in terms.items() if j != entering}
            for j, b in new.items():
                sums[j] = sums.get(j, 0) + a * b
            common = gcd(other * factor, *sums.values())
            table[basic] = other * factor // common, {j: b // common for j, b in sums.items() if b}
    table[entering] = factor, new


def fewest_by_blocks(x, low, high):
    """The fewest blocks of points on which some convex function passes, and concave ones, both less one (Theorem D)."""
    floors, ceilings = ([None if v is None else -v for v in ends] for ends in (high, low))
    return cuts(x, low, high) + cuts(x, floors, ceilings)


def cuts(x, low, high):
    """How often a convex function has to be given up, from left to right."""
    start = found = 0
    for c in range(len(x)):
        pairs = ((a, b) for a in range(start, c) for b in range(a + 1, c))
        if any(is_bent(x, low, high, a, b, c) for a, b in pairs):
            start, found = c, found + 1
    return found


def is_bent(x, low, high, a, b, c):
    """Whether the floor of b is above the line through the ceilings of a and c."""
    if high[a] is None or low[b] is None or high[c] is None:
        return False
    return (low[b] - high[a]) * (x[c] - x[a]) > (high[c] - high[a]) * (x[b] - x[a])


def knots_of_lines(lines):
    """Where each line (rise, offset, run) crosses the next."""
    found = []
    for one, two in pairwise(lines):
        (s, b), (t, c) = ((Fraction(r) / run, Fraction(o) / run) for r, o, run in (one, two))
        found.append((b - c) / (t - s))
    return found


def passes(lines, x, low, high):
    """Whether the function of these lines passes the gates, and its knots increase."""
    knots = knots_of_lines(lines)
    for at, floor, ceiling in zip(x, low, high, strict=True):
        rise, offset, run = lines[sum(t < at for t in knots)]
        value = Fraction(rise * at + offset) / run
        if off(value, floor, ceiling):
            return False
    return all(t < u for t, u in pairwise(knots))


def drawn(rng: random.Random, most: int):
    """Small gates of many kinds: points, equal ones, nested, touching, huge and tiny, with and without ends."""
    n, kind = rng.randint(1, most), rng.randrange(6)
    x = [rng.randint(-3, 3)]
    for _ in range(n - 1):
        x.append(x[-1] + rng.randint(1, 3))
    spread = rng.choice([0, 1, 2, 5])
    middle = [rng.randint(-4, 4) for _ in x] if kind else [k * k // 2 for k in range(n)]
    low = [y - rng.randint(0, spread) for y in middle]
    high = [y + rng.randint(0, spread) for y in middle]
    if kind == 1:  # all as wide
        low, high = [y - spread for y in middle], [y + spread for y in middle]
    if kind == 2:
        unit = Fraction(10) ** rng.choice([-40, 40])
        x = [t * 7**20 for t in x]
        low, high = [v * unit for v in low], [v * unit for v in high]
    if kind >= 4:
        low = [None if rng.random() < 0.3 else v for v in low]
        high = [None if rng.random() < 0.3 else v for v in high]
    return x, low, high
