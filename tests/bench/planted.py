"""Networks that are planted: how often a search finds one with as few parameters, from the labels alone."""

import statistics
import time

from sparsest.exact.clock import Clock
from sparsest.multivariate.incumbent import check_incumbent
from sparsest.multivariate.structure import structure_networks
from tests.bench.beam import gridded
from tests.bench.measure import table
from tests.bench.networks import uniform

#: Inputs, points. Of the seeds in the plane six were looked at while the search was made (docs/benchmarks.md).
SIZES = [(1, 40), (2, 40), (3, 40), (5, 60), (2, 200)]
NETWORKS, FIRST = 50, 1000


def searched(points, seconds=30):
    """Return what the search comes to, None if to nothing, and the processor seconds."""
    start = time.process_time()
    found = list(structure_networks(points, Clock(seconds)))
    took = time.process_time() - start
    for network in found:
        check_incumbent(network, points)
    return (found[-1].parameters if found else None), took


def bench_planted():
    from tests.multivariate.strategies import planted  # with what the tests need

    print(f"{NETWORKS} networks of 3, 4 or 5 neurons, each found again from its labels; baseline: the planted count")
    rows = []
    for d, n in SIZES:
        met, below, none, times = 0, 0, 0, []
        for seed in range(FIRST, FIRST + NETWORKS):
            net, points = planted(n, d, 3 + seed % 3, seed)
            count, took = searched(points)
            times.append(took)
            none += count is None
            met += count is not None and count <= net.parameters
            below += count is not None and count < net.parameters
        rows.append((f"d = {d}, N = {n}", f"{met} of {NETWORKS}", below, none, f"{statistics.median(times):.2f}",
                     f"{max(times):.2f}"))  # fmt: skip
    table(["data", "at or below", "below", "no network", "median, s", "longest, s"], rows)
    print("Labels without structure: in general position, and whole ones on a grid, with small pieces by chance")
    rows = []
    data = [(f"uniform, d = {d}, N = {n}", uniform(n, d, 1)) for d, n in ((2, 40), (2, 1000), (10, 300))]
    for name, points in data + [(f"grid, d = 2, N = 30, seed {seed}", gridded(seed)) for seed in range(6)]:
        count, took = searched(points)
        rows.append((name, "-" if count is None else count, f"{took:.2f}"))
    table(["data", "parameters", "processor, s"], rows)


BENCHMARKS = {"network-planted": bench_planted}
