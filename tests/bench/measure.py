"""Medians of repeated timings, and the data that the benchmarks share."""

import random
import statistics
import time
from fractions import Fraction
from pathlib import Path

DATASETS = Path(__file__).parents[2] / "reference/sparsest/datasets"


def median_seconds(action, repeats=5):
    """The median wall time of some calls; these machines are noisy."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def mixed_runs(points, seed=20):
    """Random rational data, about 8 digits each, whose runs have 1 to 30 gaps; collinear stretches included."""
    rng = random.Random(seed)
    x, y = [Fraction(0)], [Fraction(0)]
    slope, left, sign = Fraction(0), 0, 1
    while len(x) < points:
        if left == 0:
            left, sign = rng.choice([1, 1, 2, 3, 5, 10, 30]), rng.choice([-1, 1, 1, -1, 0])
        left -= 1
        slope += sign * Fraction(rng.randint(1, 9999), 1000)
        step = Fraction(rng.randint(1, 999), 100)
        x.append(x[-1] + step)
        y.append(round(y[-1] + slope * step, 5))
    return x, y


def table(headings, rows):
    """Print rows under headings, columns aligned."""
    cells = [headings, *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[k]) for row in cells) for k in range(len(headings))]
    for row in cells:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
    print()
