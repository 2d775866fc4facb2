"""Checks of single kernels against exact arithmetic; they take the modules, so that they can be held to mutants too."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from flint import arb, ctx, fmpq

from sparsest.errors import DataError
from tests.fast.mutants import quiet, scratch, unchanged

#: What a gap that passes the filter may be off by, relative: see `slopes.py`.
ETA = 2.82e-9
PRECISION = 200


def exact(value) -> fmpq:
    """Return a double as a rational."""
    numerator, denominator = float(value).as_integer_ratio()
    return fmpq(numerator, denominator)


def fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def slope(x, y, i):
    return fraction(_slope(x, y, i))


def _slope(x, y, i) -> fmpq:
    # In flint's rationals, for Python's own take five times as long.
    return (exact(y[i + 1]) - exact(y[i])) / (exact(x[i + 1]) - exact(x[i]))


def true_gap(x, y, i) -> Fraction:
    return fraction(_slope(x, y, i) - _slope(x, y, i - 1))


def true_crossing(x, y, i) -> Fraction:
    """Return where the lines of the intervals i-1 and i+1 meet: from the lines, without gaps or determinants."""
    before, after = _slope(x, y, i - 1), _slope(x, y, i + 1)
    x0, y0, x1, y1 = map(exact, (x[i], y[i], x[i + 1], y[i + 1]))
    return fraction((y1 - y0 + before * x0 - after * x1) / (before - after))


def wrong_gaps(arithmetic, samples):
    """Return the samples (x, y, i) where `gap` vouches for something wrong, and how many it vouches for."""
    wrong, vouched, expansion = [], 0, np.empty(16)
    with quiet():
        for x, y, i in samples:
            value, sure = arithmetic.gap(x, y, i, expansion)
            if sure:
                vouched += 1
                true = true_gap(x, y, i)
                if abs(Fraction(float(value)) - true) > abs(true) * Fraction(1, 2**49):
                    wrong.append((x, y, i, value, float(true)))
    return wrong, vouched


def wrong_crossings(arithmetic, samples):
    """Return the samples (x, y, i) where `crossing` is sure and not correctly rounded, and how often it is sure."""
    wrong, sure_ones = [], 0
    with quiet():
        for x, y, i in samples:
            g, h = true_gap(x, y, i), true_gap(x, y, i + 1)
            if not g * h > 0:
                continue
            place, sure = arithmetic.crossing(x, y, i)
            if sure:
                sure_ones += 1
                true = true_crossing(x, y, i)
                if float(place) != true.numerator / true.denominator:
                    wrong.append((x, y, i, place, float(true)))
    return wrong, sure_ones


def true_weight(a: arb, b: arb, mode: str, p: fmpq) -> arb:
    """Return the weight of an edge between gaps of the sizes a and b, as `weights.py` means it."""
    if mode in ("powers", "roots"):
        return a ** arb(p) + b ** arb(p) - (a + b) ** arb(p)
    two = arb(2).log()
    if mode == "zero":
        return (a.log() + b.log() - (a + b).log()) / two
    return ((a + b) * (a + b).log() - a * a.log() - b * b.log()) / two


def enclosures(weights, gaps, mode, p):
    """Return the enclosures of the weights that the kernel computes."""
    count = gaps.size
    block = scratch(unchanged(), count)
    block.gaps[:count] = gaps
    with quiet():
        getattr(weights, f"weigh_{mode}")(p, count, block)
    return block.lower[: count - 1], block.upper[: count - 1]


def weights_outside(weights, mode, p, seed=0, size=150):
    """Return how many enclosures miss the weight of gaps that are off by up to ETA, in the worst directions."""
    rng = np.random.default_rng(seed)
    outside = 0
    for scale in (0.0, 3.0, 30.0, 400.0, 890.0):
        sizes = 2.0 ** rng.uniform(-scale, scale, size)
        sizes[1::7] = sizes[::7][: sizes[1::7].size]
        gaps = sizes * rng.choice([-1.0, 1.0])
        lower, upper = enclosures(weights, gaps, mode, p)
        with ctx.workprec(PRECISION):
            for j in range(size - 1):
                for s, t in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
                    a, b = (arb(exact(v)) / (1 + e * arb(exact(ETA))) for v, e in ((sizes[j], s), (sizes[j + 1], t)))
                    true = true_weight(a, b, mode, exact(p))
                    outside += not (arb(exact(lower[j])) <= true <= arb(exact(upper[j])))
    return outside


def recurrences_outside(weights, seed=0, runs=40):
    """Return how many intervals of the recurrence miss D, for weights anywhere in theirs; -inf ends a run."""
    rng = np.random.default_rng(seed)
    outside = 0
    for _ in range(runs):
        count = int(rng.integers(2, 60))
        half = rng.choice([0.0, 0.01, 0.2]) * rng.random(count)
        middles = rng.choice([1.0, 1.5, rng.random()], count)
        ends = rng.random(count) < 0.1
        middle = (count - 1) // 2
        while middle > 0 and not ends[middle - 1]:
            middle -= 1
        true = middles + half * rng.choice([-1.0, 0.0, 1.0], count)
        lower, upper = np.where(ends, -np.inf, middles - half), np.where(ends, -np.inf, middles + half)
        block = scratch(unchanged(), count)
        block.lower[:count], block.upper[:count] = lower, upper
        lower, upper, positive = block.lower, block.upper, block.positive
        with quiet():
            weights.recur(count, block, middle, lower, upper)
        d = Fraction(0)
        for j in range(count - 1):
            # The kernel counts on widths that are far greater than its rounding; here they may be 0.
            slack = Fraction(1, 2**45)
            over = Fraction(-1) if ends[j] else Fraction(float(true[j])) - d
            d = max(Fraction(0), over)
            outside += not Fraction(float(lower[j])) - slack <= d <= Fraction(float(upper[j])) + slack
            outside += bool(positive[j] == 1 and over < -slack) or bool(positive[j] == 0 and over > slack)
    return outside


def brute_runs(x, y):
    """Return how many runs and edges a data set has."""
    gaps = [true_gap(x, y, i) for i in range(1, len(x) - 1)]
    edges = sum(a * b > 0 for a, b in pairwise(gaps))
    return sum(g != 0 for g in gaps) - edges, edges


def vertex_samples(size, seed=0):
    """Return samples for `crossing` whose place is near 0 beside the steps, so that the sum for it cancels."""
    rng = np.random.default_rng(seed)
    for _ in range(size):
        x = np.array([-3.0, -1.0, 1.0, 3.0]) * rng.uniform(1.0, 2.0)
        x[1:3] += rng.standard_normal(2) * 2.0**-20
        yield x, np.abs(x - rng.standard_normal() * 2.0**-30) * rng.uniform(0.5, 1.5), 1


def underflow_samples(size, seed=0):
    """Return samples with tame differences whose determinants' quotients fall below the normal doubles."""
    rng = np.random.default_rng(seed)
    for _ in range(size):
        far, near, beyond = 2.0 ** rng.uniform(440, 479), 2.0 ** rng.uniform(-80, -20), 2.0 ** rng.uniform(40, 80)
        x = np.array([-far, 0.0, near, beyond])
        yield x, np.array([2.0 ** rng.uniform(420, 470), 0.0, 0.0, 2.0 ** rng.uniform(-479, -440)]), 1
        tiny = -(2.0 ** rng.uniform(-330, -290)), 2.0 ** rng.uniform(-479, -440)
        # Products of these differences are 0.
        yield np.array([0.0, 1.0, 2.5]) * 2.0**-600, np.array([0.0, 1.0, rng.uniform(2.0, 4.0)]) * 2.0**-600, 1
        yield np.array([-(2.0 ** rng.uniform(250, 330)), 0.0, tiny[1]]), np.array([tiny[0], 0.0, 0.0]), 1


def block_failure(modules):
    """Return a disagreement on data that fill several blocks: short data sets, a long run, a long walk."""
    rng = np.random.default_rng(3)
    bend = np.cumsum(np.cumsum(rng.uniform(0.5, 2.0, 2500)))
    walk = np.cumsum(rng.standard_normal(2500))
    cases = [
        (np.tile(np.arange(3.0), 1000), np.cumsum(rng.standard_normal(3000)), np.arange(0, 3000, 3)),
        (np.arange(2500.0), bend, [0]),
        (np.arange(2500.0), walk, [0, 500, 1022, 1023, 1024, 1025, 2047, 2048]),
    ]
    with quiet():
        for x, y, offsets in cases:
            for solution in modules.solve.solve_batch(x, y, "1/2", offsets=offsets):
                found = modules.fast_path.disagreement(solution)
                if found:
                    return found
    return None


def unnoticed_faults(modules):
    """Return the faulty inputs that raise nothing, or blame the wrong entry."""
    found = []
    for offsets in ([0], [0, 4], [0, 1, 2, 5], [0, 1, 2, 3, 4, 5, 6]):
        starts = [*offsets, 7]
        for i in range(7):
            k = max(j for j, start in enumerate(offsets) if start <= i)
            where = f"entry {i - starts[k]}" + (f" of data set {k}" if len(offsets) > 1 else "")
            for axis in "xy":
                for value in (np.nan, np.inf, -np.inf):
                    data = {"x": np.arange(7.0), "y": np.array([0.0, 3, 1, 4, 1, 5, 9])}
                    data[axis][i] = value
                    message = refusal(modules, data, offsets)
                    if f"{axis}, {where}:" not in message or "not finite" not in message:
                        found.append((axis, i, value, offsets, message))
            if i not in offsets:
                for value, cure in ((i - 1.0, "merge equal points"), (i - 1.5, "sort by x first")):
                    data = {"x": np.arange(7.0), "y": np.zeros(7)}
                    data["x"][i] = value
                    message = refusal(modules, data, offsets)
                    if f"x, {where}:" not in message or cure not in message:
                        found.append(("x", i, value, offsets, message))
    return found


def refusal(modules, data, offsets):
    """Return the message with which a batch is refused."""
    with quiet():
        try:
            modules.solve.solve_batch(data["x"], data["y"], "1/2", offsets=offsets)
        except DataError as error:
            return str(error)
    return "not refused"


def thread_differences(modules, size=3000):
    """Return what differs between one thread and several; the shares are made small for it."""
    rng = np.random.default_rng(5)
    found = []
    for offsets in ([0], [0, 700, 1000, 1001, 1500, 2200], list(range(0, size, 4))):
        x, y = np.arange(float(size)), np.cumsum(rng.standard_normal(size))
        with quiet():
            one, *others = (modules.solve.solve_batch(x, y, "1/2", offsets=offsets, threads=k) for k in (1, 2, 3, 7))
        for other in others:
            names = ("marks", "knots", "slope_changes", "knot_offsets")
            found += [(offsets[:3], n) for n in names if not np.array_equal(getattr(one, n), getattr(other, n))]
            if one.decisions.edges != other.decisions.edges or one.tied != other.tied:
                found.append((offsets[:3], "decisions"))
    return found
