"""Beam search: how many parameters after a time, and how often the proved optimum."""

import random
import time

from proofs_check.verify import check_certificate
from sparsest import Points, solve_network
from sparsest.exact.clock import Clock
from sparsest.multivariate.beam import beam_networks
from sparsest.multivariate.constructions import first_network
from sparsest.multivariate.fewest import Search
from sparsest.multivariate.regions import region_bounds
from tests.bench.measure import table

# Inputs, points, seconds, seeds.
SIZES = [
    (2, 10, 10, 3), (2, 20, 10, 3), (2, 30, 10, 3), (2, 100, 30, 1), (3, 100, 30, 1), (10, 300, 30, 1),
    (50, 100, 30, 1), (2, 1000, 120, 1), (10, 1000, 120, 1),
]  # fmt: skip
GRIDS = 12
# Inputs, points, data sets whose optimum is proved.
PROVED = [(2, 3, 100), (2, 4, 100), (2, 5, 100), (2, 6, 50), (3, 4, 100)]


def uniform(dimension, count, seed):
    rng = random.Random(f"{dimension} {count} {seed}")
    x = [[f"{rng.uniform(-1, 1):.4f}" for _ in range(dimension)] for _ in range(count)]
    return Points(x, [f"{rng.uniform(-1, 1):.4f}" for _ in x])


def gridded(seed):
    """Thirty points of a grid of 6 x 6, with whole labels from -5 to 5."""
    rng = random.Random(seed)
    cells = rng.sample([(a, b) for a in range(6) for b in range(6)], 30)
    return Points([list(cell) for cell in cells], [rng.randint(-5, 5) for _ in cells])


def found(points, seconds):
    """Return the parameters of the best network after so many seconds, of which nothing else is made use of."""
    clock, best = Clock(), None
    with clock.within(seconds):
        for network in beam_networks(points, clock):
            best = network
    if best is not None and not best.interpolates(points):
        raise AssertionError("a network that does not interpolate")
    return None if best is None else best.parameters


def bench_beam():
    print("Parameters by beam search; baseline: the constructions, at hand without a search")
    rows = []
    for dimension, count, seconds, seeds in SIZES:
        data = [uniform(dimension, count, seed) for seed in range(seeds)]
        counts = sorted(found(points, seconds) or 10**9 for points in data)
        before = sorted(first_network(points, Clock(30)).parameters for points in data)
        middle = seeds // 2
        share = f"{counts[middle] / count:.3f}"
        rows.append((dimension, count, seconds, counts[middle], counts[-1], share, before[middle]))
    table(["d", "N", "seconds", "parameters", "most", "of N", "baseline"], rows)
    print(f"Whole labels on a grid, d = 2, N = 30, {GRIDS} data sets, 10 s each: parameters for each label not 0")
    grids = [gridded(seed) for seed in range(GRIDS)]
    shares = sorted(found(points, 10) / sum(y != 0 for y in points.y) for points in grids)
    within = sum(share <= 1.2 for share in shares)
    print(f"  median {shares[GRIDS // 2]:.2f}, from {shares[0]:.2f} to {shares[-1]:.2f}; at most 1.2 in {within}")


def bench_optima():
    print("Beam search (5 s at most) and the region bound beside the proved optimum, which neither may pass")
    rows = []
    for dimension, count, sets in PROVED:
        excess, passed = [], 0
        for seed in range(sets):
            points = uniform(dimension, count, seed)
            search = Search(points)
            search.run()
            excess.append(found(points, 5) - search.best.count)
            passed += any(bound.lower > search.best.count for bound in region_bounds(points))
        below, more = sum(one < 0 for one in excess), sum(one > 1 for one in excess)
        rows.append((dimension, count, sets, below, excess.count(0), excess.count(1), more, passed))
    table(["d", "N", "data sets", "below", "equal", "one more", "more", "bound above"], rows)


def bench_bounds():
    print("Several inputs, many points: what is found and what is proved; baseline of the checker's time: the seconds")
    rows = []
    for dimension, count, seconds in [(2, 20, 10), (2, 30, 10), (2, 100, 30), (3, 60, 20), (10, 100, 20)]:
        solution = solve_network(uniform(dimension, count, 0), seconds=seconds)
        begin = time.process_time()
        verdict = check_certificate(solution.certificate()).verdict
        checked = f"{time.process_time() - begin:.2f}"
        rows.append((dimension, count, seconds, solution.value, solution.lower, solution.bound_by, verdict, checked))
    table(["d", "N", "seconds", "found", "proved", "by", "checker", "CPU, s"], rows)


BENCHMARKS = {"network-beam": bench_beam, "network-optima": bench_optima, "network-bounds": bench_bounds}
