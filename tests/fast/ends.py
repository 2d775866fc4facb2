"""Ends of gates in `Fraction`, and the memory of the kernels, for the tests of the fast path within a tolerance."""

from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import numpy as np

from sparsest.fast.referee import nearest_double
from tests.fast.mutants import quiet

SIDES = list(product((1.0, -1.0), repeat=3))


def end(gates, i, side):
    """Return the end of a gate as a point: its ceiling for side 1, its floor for -1."""
    width = gates.widths[i * gates.step]
    return Fraction(float(gates.x[i])), Fraction(float(gates.y[i])) + int(side) * Fraction(float(width))


def exact_turn(gates, i, s, j, t, k, r):
    """Return the determinant of three ends, exactly."""
    (x0, y0), (x1, y1), (x2, y2) = end(gates, i, s), end(gates, j, t), end(gates, k, r)
    return (y1 - y0) * (x2 - x0) - (y2 - y0) * (x1 - x0)


def sign(value):
    return int(value > 0) - int(value < 0)


def gates_of(modules, x, y, widths, umpire=None):
    """Return gates in arrays; who asks the umpire finds the exact answer and is counted."""
    widths = np.atleast_1d(np.asarray(widths, float))
    asked = []
    gates = modules.turns.GateArrays(
        np.asarray(x, float), np.asarray(y, float), widths, int(widths.size > 1), umpire, np.zeros(2, np.int64)
    )

    def answer(i, j, k, sides):
        asked.append((i, j, k))
        s, t, r = (1 if sides & bit else -1 for bit in (4, 2, 1))
        return sign(exact_turn(gates, i, s, j, t, k, r))

    return SimpleNamespace(gates=gates._replace(umpire=umpire or answer), asked=asked)


def triples(seed, count):
    """Yield x, y and widths of three gates: random, near a line, in line, huge and tiny."""
    rng = np.random.default_rng(seed)
    for k in range(count):
        x = np.cumsum(rng.integers(1, 9, 3)) * rng.choice([1.0, 0.1, 2.0**-30, 1e200, 1e-170])
        y = rng.integers(-9, 10, 3) * rng.choice([1.0, 0.1, 1e-200, 1e150])
        widths = rng.choice([0.0, 0.5, 1.0, 0.1, 3.0], 3) * rng.choice([1.0, 1.0, 2.0**-52, 1e-170])
        if k % 3 == 0:
            # On a line through the first two, so that only a last digit may differ.
            y[2] = y[0] + (y[1] - y[0]) * ((x[2] - x[0]) / (x[1] - x[0]))
        yield x, y, widths if k % 2 else widths[:1]


def wrong_turns(modules, samples):
    """Return the turns whose sign is not that of the exact one."""
    wrong = []
    for x, y, widths in samples:
        gates = gates_of(modules, x, y, widths).gates
        for s, t, r in SIDES:
            with quiet():
                value = modules.turns.turn(gates, 0, s, 1, t, 2, r)
            if sign(value) != sign(exact_turn(gates, 0, s, 1, t, 2, r)):
                wrong.append((x, y, widths, s, t, r))
    return wrong


def wrong_stands(modules):
    """Return where a line is said to stand wrongly at a gate that is large beside all others, an end near the line."""
    rng, wrong = np.random.default_rng(0), []
    for k in range(400):
        side, height = [1.0, -1.0][k % 2], 2.0 ** float(rng.integers(10, 40))
        y, widths = rng.uniform(-1, 1, 3), np.array([0.1, 0.1, height])
        y[2] = 2 * y[1] - y[0] + side * (height - 0.3)
        y[2] += np.spacing(y[2]) * float(rng.integers(-2, 3))
        gates = gates_of(modules, np.arange(3.0), y, widths).gates
        line = modules.hulls.Extreme(np.empty(3, np.int64), np.empty(5, np.int64), np.empty(2), side)
        modules.hulls.begin(line, 0)
        modules.hulls.turn_to(gates, line, 1)
        found = modules.hulls.stand(gates, line, 2) == modules.hulls.SHORT
        if found != (side * exact_turn(gates, 0, side, 1, -side, 2, -side) <= 0):
            wrong.append(y)
    return wrong


def bends(modules, seed, count):
    """Yield gates with two bends that cross, well or badly."""
    rng = np.random.default_rng(seed)
    for k in range(count):
        scale = [1.0, 2.0**-20, 1e-9][k % 3]
        x = np.cumsum(rng.uniform(0.5, 2, 5)) + [0.0, 1e6][k % 2]
        slope = np.array([0, 0, 0, 1, 2]) * scale
        y = x * rng.uniform(-1, 1) + slope * np.arange(5) + scale * rng.uniform(0, 0.1, 5)
        yield gates_of(modules, x, y, 0.01 * scale).gates


#: The two bends, as far as their lines need them.
FIRST, SECOND = np.array([1, 0, 1, 3]), np.array([-1, 2, 4, 4])


def meeting(gates):
    """Return where the lines of the two bends meet, and the change of slope, exactly."""
    lines = []
    for bend in (FIRST, SECOND):
        (x0, y0), (x1, y1) = end(gates, bend[1], -bend[0]), end(gates, bend[2], bend[0])
        slope = (y1 - y0) / (x1 - x0)
        lines.append((slope, y0 - slope * x0))
    (s, b), (t, c) = lines
    return (b - c) / (t - s), t - s


def crossings(modules, gates):
    """Return knot, slope change and certainty, in doubles and in double-doubles, and how far the change may be off."""
    slopes = [modules.turns.line_slope(gates, bend[1], -1.0 * bend[0], bend[2]) for bend in (FIRST, SECOND)]
    with quiet():
        quick = modules.lines._quick_crossing(gates, 1, 1.0, 2, 1.0, *slopes)
        return (quick, modules.lines._fine_crossing(gates, FIRST, SECOND)), slopes[0][1] + slopes[1][1]


def wrong_meetings(modules, seed=0, count=300):
    """Return the knots that are said to be rounded correctly and are not."""
    wrong = []
    for gates in bends(modules, seed, count):
        place, change = meeting(gates)
        for found, found_change, sure in crossings(modules, gates)[0]:
            if sure and (found != nearest_double(place) or (found_change > 0) != (change > 0)):
                wrong.append(place)
    return wrong


#: Last lines that are all but the middle, or all but level.
ODD = [
    ([0, 1], [0, 1], [1e-40, 0.0]),
    ([0, 1], [0, 1], [0.0, 1e-40]),
    ([0, 1, 2], [-1, 1, 0], [0.0, 1.0, 1e-40]),
    ([0, 1, 2], [1, -1, 0], [0.0, 1.0, 1e-40]),
    ([0, 1, 2], [-1, 0, -4], [0.0, 1e-40, 4.0]),
    ([0, 1, 2], [1, 0, 4], [0.0, 1e-40, 4.0]),
]


def wrong_last_lines(modules):
    """Return the cases among the odd ones whose function is not the exact one."""
    with quiet():
        found = [modules.tolerance.within_disagreement(modules.solve.solve(x, y, tolerance=w)) for x, y, w in ODD]
    return [one for one in found if one]
