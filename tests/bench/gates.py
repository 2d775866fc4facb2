"""The fewest knots within a tolerance, exactly, with certificate; the checker; the staircase; beside baselines."""

import json
import random

from proofs_check.verify import check_text
from sparsest import Dataset, solve, staircase
from tests.bench.measure import DATASETS, median_seconds, table


def random_walk(points, seed=1):
    """Integers, steps of up to 1000; the tolerance 2000 then leaves a knot for every 38 points."""
    rng, y = random.Random(seed), [0]
    for _ in range(points - 1):
        y.append(y[-1] + rng.randint(-1000, 1000))
    return Dataset(range(points), y)


def bench_tolerance():
    print('Fewest knots of a random walk within 2000, fit "any", with certificate; baseline: interpolating at p = 0')
    rows = []
    for points in (10**3, 10**4, 10**5):
        data = random_walk(points)
        base = median_seconds(lambda data=data: solve(data, "0").certificate(), 3)
        seconds = median_seconds(lambda data=data: solve(data, tolerance=2000, fit="any").certificate(), 3)
        least = median_seconds(lambda data=data: solve(data, tolerance=2000), 1)
        found = solve(data, tolerance=2000, fit="any")
        text = json.dumps(found.certificate())
        checked = median_seconds(lambda text=text: check_text(text), 3)
        shown = (f"{one:.3f}" for one in (seconds, seconds / base, checked, checked / seconds, least))
        rows.append((points, found.knots, *shown, check_text(text).verdict))
    table(["points", "knots", "seconds", "x baseline", "checker", "x solve", 'fit "least"', "verdict"], rows)
    nile = Dataset.from_csv(DATASETS / "nile.csv")
    seconds = median_seconds(lambda: staircase(nile), 5)
    print(f"Staircase of the Nile data, all {len(staircase(nile).steps)} steps, exact: {seconds:.3f} s\n")


BENCHMARKS = {"tolerance": bench_tolerance}
