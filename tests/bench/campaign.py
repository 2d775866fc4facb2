"""What a campaign costs besides its jobs: empty blocks, on everything that carries them out."""

import resource
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path

from sparsest.campaign import Tally, run, worker_pool
from sparsest.campaign.state import Done, opened
from sparsest.campaign.versions import own_versions
from tests.bench.measure import table

#: Blocks of a run: some seconds on the slowest.
BLOCKS = 3_000
#: Transactions, one for each block, as there were before.
FEW = 300


def nothing(block):
    """A block that takes no time."""
    return Tally({"examples": block.size})


@contextmanager
def dask():
    """The executor of a cluster of two processes."""
    from distributed import Client, LocalCluster

    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0")
    with cluster, Client(cluster) as client:
        yield client.get_executor()


WHO = {
    "no executor": nullcontext,
    "2 threads": lambda: ThreadPoolExecutor(2),
    "worker_pool(2)": lambda: worker_pool(2),
    "dask, 2 processes": dask,
}


def by_arrival():
    """Blocks a second if each has a transaction of its own."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder, "a"), {"seed": 1}) as state:
        begun = time.perf_counter()
        for index in range(FEW):
            state.save({index: Done({"examples": 1}, [], worker=own_versions())})
        return FEW / (time.perf_counter() - begun)


def used():
    """Processor seconds of this process."""
    return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])


def bench_campaign():
    """Blocks a second, and this process's time for each."""
    print(f"Campaigns: {BLOCKS:,} empty blocks; baseline: a transaction for each block, {by_arrival():.0f} blocks/s")
    rows = []
    for name, make in WHO.items():
        with tempfile.TemporaryDirectory() as folder, make() as executor:
            options = {"block_size": 1, "seed": 0, "executor": executor}
            run(nothing, examples=20, state=f"{folder}/warm", **options)
            begun, before = time.perf_counter(), used()
            run(nothing, examples=BLOCKS, state=f"{folder}/a", **options)
            rows.append(
                (name, f"{BLOCKS / (time.perf_counter() - begun):,.0f}", f"{1e3 * (used() - before) / BLOCKS:.2f}")
            )
    table(["who", "blocks/s", "ms a block here"], rows)


BENCHMARKS = {"campaign": bench_campaign}
