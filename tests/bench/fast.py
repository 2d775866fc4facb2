"""The fast path against plain NumPy, against itself without its filter, and against a peer; on one core and on two.

S is the time of `abs(diff(diff(y) / diff(x))) ** p` on the same arrays in the same run.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from sparsest import Dataset, fast
from sparsest import solve as solve_exactly
from sparsest.exact.exponent import Exponent
from tests.bench.measure import median_seconds, table

PACKAGE = Path(__file__).parents[2] / "reference"
LARGE = 10**7


def walk(points, seed=1):
    """Labels that walk at random over points that are not equally spaced."""
    rng = np.random.default_rng(seed)
    return np.arange(points) + rng.uniform(0, 0.5, points), np.cumsum(rng.standard_normal(points))


def baseline(x, y, p):
    return np.abs(np.diff(np.diff(y) / np.diff(x))) ** p


def bench_large():
    print(f"Certified solve, N = {LARGE:,}, random walk; baseline S: the powers alone, in NumPy, on one core")
    x, y = walk(LARGE)
    rows = []
    for p in ("1/2", "37/100", "0", "0+", "1-"):
        exponent = Exponent.read(p)
        power = float(exponent.fraction) if exponent.is_rational else 0.37
        solution = fast.solve(x, y, p)
        times = interleaved(
            lambda power=power: baseline(x, y, power),
            lambda p=p: fast.solve(x, y, p),
            lambda p=p: fast.solve(x, y, p, threads=2),
        )
        rows.append((p, *figures(times), solution.decisions.runs, solution.decisions.unsure_runs))
    table(["p", "S, s", "one core, s", "x S", "two cores, s", "x S", "runs", "asked exactly"], rows)


def figures(times):
    s, one, two = times
    return f"{s:.3f}", f"{one:.3f}", f"{one / s:.2f}", f"{two:.3f}", f"{two / s:.2f}"


def interleaved(*actions, repeats=9):
    """Return the median time of each action, all of them in turn: a slow minute hits them alike."""
    times = [[] for _ in actions]
    for _ in range(repeats):
        for action, own in zip(actions, times, strict=True):
            start = time.perf_counter()
            action()
            own.append(time.perf_counter() - start)
    return [sorted(own)[len(own) // 2] for own in times]


# What the filter costs: the same kernels without it. Each substitution must apply.
_WITHOUT_FILTER = {
    "slopes.py": [("    if found:\n", "    found = False\n    if found:\n")],
    "weights.py": [
        ("high = larger(upper[j] - low, 0.0)", "high = least"),
        ("high2 = larger(upper[middle + j] - low2, 0.0)", "high2 = least"),
        ("high2 = larger(upper[j] - low2, 0.0)", "high2 = least"),
        (" - _POWER_WIDTH * both", ""),
        (" + _POWER_WIDTH * both", ""),
    ],
}  # fmt: skip
_TIME_BOTH = """
import sys; sys.path.insert(0, {path!r})
import numpy as np, time
from sparsest import fast
from tests.bench.fast import walk
x, y = walk({points})
for p in ("1/2", "37/100"):
    fast.solve(x, y, p)
    times = []
    for _ in range(9):
        start = time.perf_counter(); fast.solve(x, y, p); times.append(time.perf_counter() - start)
    print(sorted(times)[4])
"""


def bench_filter():
    print(f"What certification costs, N = {LARGE:,}: the same kernels with the filter taken out of the source")
    with tempfile.TemporaryDirectory() as folder:
        copy = changed_copy(Path(folder) / "without", _WITHOUT_FILTER)
        rows = []
        with_filter, without = (seconds_of(path) for path in (PACKAGE, copy))
        for p, certified, plain in zip(("1/2", "37/100"), with_filter, without, strict=True):
            rows.append((p, f"{certified:.3f}", f"{plain:.3f}", f"{1 - plain / certified:+.0%}"))
    table(["p", "certified, s", "uncertified, s", "saved without"], rows)


def changed_copy(folder, changes):
    """Return a folder with a copy of the package after substitutions in the files of the fast path."""
    shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, substitutions in changes.items():
        file = folder / "sparsest" / "fast" / name
        text = file.read_text()
        for old, new in substitutions:
            if old not in text:
                sys.exit(f"{name} has changed: {old!r} is not there")
            text = text.replace(old, new)
        file.write_text(text)
    return folder


def seconds_of(path):
    script = _TIME_BOTH.format(path=str(path), points=LARGE)
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return [float(line) for line in done.stdout.split()]


def bench_rounded():
    print(f"Labels rounded to 3 decimals, N = {LARGE:,}, p = 1/2: many ties; baseline S")
    x, y = walk(LARGE)
    rows = []
    for name, inputs, labels in (
        ("labels rounded, unit steps", np.arange(float(LARGE)), np.round(y, 3)),
        ("inputs and labels rounded", np.round(x, 3), np.round(y, 3)),
        ("steps of 0.02, rounded", np.arange(float(LARGE)), np.round(y / 50, 3)),
    ):
        decisions = fast.solve(inputs, labels, "1/2").decisions
        s, one = interleaved(
            lambda a=inputs, b=labels: baseline(a, b, 0.5),
            lambda a=inputs, b=labels: fast.solve(a, b, "1/2"),
            repeats=3,
        )
        rows.append((name, f"{s:.3f}", f"{one:.3f}", f"{one / s:.1f}", decisions.refined_gaps, decisions.unsure_runs))
    table(["data", "S, s", "one core, s", "x S", "refined gaps", "runs asked exactly"], rows)


def bench_batch():
    count, points = 10**6, 12
    print(f"{count:,} data sets of {points} points in one call, p = 1/2; baseline: fast.solve for each of 10,000")
    rng = np.random.default_rng(2)
    x = np.sort(rng.uniform(0, 10, (count, points)), axis=1)
    y = rng.standard_normal((count, points))
    fast.solve_batch(x, y, "1/2")
    single = median_seconds(lambda: [fast.solve(a, b, "1/2") for a, b in zip(x[:10_000], y[:10_000], strict=True)], 3)
    rows = []
    for threads in (1, 2):
        seconds = median_seconds(lambda threads=threads: fast.solve_batch(x, y, "1/2", threads=threads), 7)
        rows.append(
            (threads, f"{seconds:.3f}", f"{count / seconds / 1e6:.2f}", f"{single * count / 10_000 / seconds:.0f}")
        )
    table(["cores", "seconds", "million/s", "times faster than single calls"], rows)


_ONE_SIZE = """
import resource, sys, time
import numpy as np
from sparsest import fast
n = int(sys.argv[1])
x, y = np.arange(1000.0), np.ones(1000); fast.solve(x, y, "1/2")
rng = np.random.default_rng(1)
y = rng.standard_normal(n); np.cumsum(y, out=y)
x = rng.random(n); x *= 0.5; x += np.arange(n)
now = int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()
times = []
for _ in range(3):
    start = time.perf_counter(); solution = fast.solve(x, y, "1/2"); times.append(time.perf_counter() - start)
    held = solution.knots.nbytes + solution.slope_changes.nbytes + solution.marks.nbytes
    del solution
# Not ru_maxrss, which a child inherits from its parent.
peak = 1024 * int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
print(sorted(times)[1], (peak - now) / n, held / n)
"""


def bench_growth():
    print("Growth, p = 1/2, one core; memory beyond the arrays of the points (16 bytes a point)")
    rows = []
    for points in (10**4, 10**5, 10**6, 10**7, 10**8):
        done = subprocess.run(
            [sys.executable, "-c", _ONE_SIZE, str(points)], check=True, capture_output=True, text=True
        )
        seconds, peak, held = map(float, done.stdout.split())
        rows.append((f"{points:,}", f"{seconds:.4f}", f"{seconds / points * 1e9:.1f}", f"{peak:.0f}", f"{held:.1f}"))
    table(["points", "seconds", "ns/point", "peak bytes/point", "result bytes/point"], rows)


def bench_start():
    print("First call: with an empty cache, and in a second process; baseline: the import alone; medians of 5")
    call = "from sparsest import fast; fast.solve([0, 1, 2, 3], [0, 0, 1, 4], '1/2')"
    every = "from sparsest.campaign.fast_path import compile_kernels; compile_kernels()"
    rounds = []
    for _ in range(5):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            steps = (("from sparsest import fast", one), (call, one), (call, one), (every, other), (every, other))
            rounds.append([process_seconds(code, folder) for code, folder in steps])
    names = ("import", "first process", "second process", "first process, every p", "second process, every p")
    rows = []
    for name, found in zip(names, zip(*rounds, strict=True), strict=True):
        rows.append((name, *(f"{sorted(times)[len(times) // 2]:.2f}" for times in zip(*found, strict=True))))
    table(["", "seconds", "of a processor"], rows)


def process_seconds(code, folder):
    """Return how long a process takes with its compile cache in a folder, and how much processor time."""
    start, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "NUMBA_CACHE_DIR": folder})
    end, after = time.perf_counter(), os.times()
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return end - start, used


def bench_peer():
    print("A peer at p = 0: splineops, the sparsest interpolant of Debarre et al.")
    from splineops.adaptive_regression_splines.sparsification import sparsest_interpolant

    rng = np.random.default_rng(3)
    points = 10**5
    collinear = np.cumsum(np.cumsum(rng.integers(-1, 2, points))).astype(float)
    sets = {
        "generic": walk(points),
        "collinear points": (np.arange(float(points)), collinear),
        "labels times 1e-6": (walk(points)[0], walk(points)[1] * 1e-6),
    }
    rows = []
    for name, (x, y) in sets.items():
        exact = solve_exactly(Dataset(x, y), "0").fewest_knots
        ours, theirs = fast.solve(x, y, "0"), sparsest_interpolant(x, y)
        slow = median_seconds(lambda x=x, y=y: sparsest_interpolant(x, y), 3)
        quick = median_seconds(lambda x=x, y=y: fast.solve(x, y, "0"), 9)
        rows.append((name, exact, len(ours.knots), len(theirs[0]), f"{quick / points * 1e9:.0f}",
                     f"{slow / points * 1e9:.0f}", f"{slow / quick:.0f}"))  # fmt: skip
    table(["data", "fewest knots", "ours", "peer's", "ours, ns/point", "peer, ns/point", "times faster"], rows)


BENCHMARKS = {
    "fast-large": bench_large,
    "fast-filter": bench_filter,
    "fast-rounded": bench_rounded,
    "fast-batch": bench_batch,
    "fast-growth": bench_growth,
    "fast-start": bench_start,
    "fast-peer": bench_peer,
}
