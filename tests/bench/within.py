"""The fewest knots within a tolerance over doubles: beside the same kernels without their filter, and beside peers.

S' is the pass without the filter: what comes out of it is not known to be right.
"""

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np

from sparsest import fast
from tests.bench.fast import LARGE, PACKAGE, changed_copy, process_seconds
from tests.bench.measure import median_seconds, table

EPS = 2.0

# What certification costs: the same kernels without it. Each substitution must apply.
_WITHOUT_FILTER = {
    "turns.py": [
        (("    if abs(value) > _FILTER * size + UNDERFLOW:\n        return value\n"
         "    return _settle(gates, i, s, j, t, k, r)"),
         "    return value"),
    ],
    "hulls.py": [
        ("    error = run * extreme.slope[1] + _ERROR * (abs(label) + start + width) + UNDERFLOW\n",
         "    error = 0.0\n"),
        ("    return _stand_for_certain(gates, extreme, k)", "    return SHORT"),
    ],
    "lines.py": [
        ("return place, change, (change_error < _SHARE * abs(change)) & _rounded(place, rest, error)",
         "return place, change, True"),
    ],
}  # fmt: skip
_TIMED = """
import sys; sys.path.insert(0, {path!r})
import numpy as np, time
from sparsest import fast
y = np.cumsum(np.random.default_rng(1).standard_normal({points}))
x = np.arange(float(y.size))
fast.solve(x[:1000], y[:1000], tolerance={eps})
for _ in sys.stdin:
    start, used = time.perf_counter(), time.process_time()
    found = fast.solve(x, y, tolerance={eps})
    print(time.perf_counter() - start, time.process_time() - used, found.fewest_knots, flush=True)
"""


def walk(points, seed=1):
    """Labels that walk at random over unit steps."""
    return np.arange(float(points)), np.cumsum(np.random.default_rng(seed).standard_normal(points))


def bench_large():
    print(
        f"Certified fewest knots within {EPS:g}, N = {LARGE:,}, random walk, one core; baseline S': without the filter"
    )
    with tempfile.TemporaryDirectory() as folder:
        paths = PACKAGE, changed_copy(Path(folder) / "without", _WITHOUT_FILTER)
        found = [np.median(times, axis=0) for times in zip(*rounds_of(paths, repeats=5), strict=True)]
    (wall, used, knots), (plain_wall, plain_used, plain_knots) = found
    rows = [
        ("certified", f"{wall:.2f}", f"{used:.2f}", f"{used / plain_used:.2f}", int(knots)),
        ("S'", f"{plain_wall:.2f}", f"{plain_used:.2f}", "1.00", int(plain_knots)),
    ]
    table(["", "seconds", "of a processor", "x S'", "knots"], rows)


def rounds_of(paths, repeats):
    """Yield the figures of each package, all of them in turn: a slow minute hits them alike."""
    scripts = [_TIMED.format(path=str(path), points=LARGE, eps=EPS) for path in paths]
    started = [
        subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for script in scripts
    ]
    for _ in range(repeats):
        figures = []
        for one in started:
            one.stdin.write("again\n")
            one.stdin.flush()
            figures.append([float(value) for value in one.stdout.readline().split()])
        yield figures
    for one in started:
        one.communicate()


def bench_rounded():
    points = 10**6
    print(
        f"Rounded labels within {EPS:g} and within their last digit, N = {points:,}; baseline: the labels not rounded"
    )
    x, y = walk(points)
    base = median_seconds(lambda: fast.solve(x, y, tolerance=EPS), 3)
    rows = []
    for digits in (0, 1, 2, 3):
        for name, inputs in (("1", x), ("0.1", np.round(0.1 * x, 1))):
            for eps in (EPS, 10.0**-digits):
                labels = np.round(y, digits)
                seconds = median_seconds(lambda a=inputs, b=labels, e=eps: fast.solve(a, b, tolerance=e), 3)
                asked = fast.solve(inputs, labels, tolerance=eps)
                told = asked.decisions
                rows.append((digits, name, f"{eps:g}", asked.fewest_knots, f"{seconds:.3f}", f"{seconds / base:.1f}",
                             told.refined_turns, told.exact_turns, told.exact_knots))  # fmt: skip
    table(
        ["digits", "step", "tolerance", "knots", "seconds", "x baseline", "turns refined", "exact", "exact knots"], rows
    )


def bench_batch():
    count, points = 10**5, 12
    print(f"{count:,} data sets of {points} points in one call, tolerance 1/2; baseline: fast.solve for each of 2,000")
    rng = np.random.default_rng(2)
    x, y = np.sort(rng.uniform(0, 10, (count, points)), axis=1), rng.standard_normal((count, points))
    fast.solve_batch(x, y, tolerance=0.5)
    single = median_seconds(lambda: [fast.solve(a, b, tolerance=0.5) for a, b in zip(x[:2000], y[:2000], strict=True)])
    rows = []
    for threads in (1, 2):
        seconds = median_seconds(lambda k=threads: fast.solve_batch(x, y, tolerance=0.5, threads=k))
        faster = single * count / 2000 / seconds
        rows.append((threads, f"{seconds:.3f}", f"{count / seconds / 1e6:.2f}", f"{faster:.0f}"))
    table(["cores", "seconds", "million/s", "times faster than single calls"], rows)


def bench_start():
    print("First call with a tolerance: with an empty cache, and in a second process; baseline: the import alone")
    call = "from sparsest import fast; fast.solve([0, 1, 2, 3], [0, 3, 0, 3], tolerance=1)"
    with tempfile.TemporaryDirectory() as folder:
        steps = {"import": "from sparsest import fast", "first process": call, "second process": call}
        rows = [(name, *(f"{t:.2f}" for t in process_seconds(code, folder))) for name, code in steps.items()]
    table(["", "seconds", "of a processor"], rows)


def douglas_peucker(x, y, eps, *, vertical=False):
    """Ramer-Douglas-Peucker, with distances from the chords as it was, or with vertical ones: the points it keeps."""
    keep, stack = {0, x.size - 1}, [(0, x.size - 1)]
    while stack:
        a, b = stack.pop()
        chord = y[a] + (y[b] - y[a]) * (x[a : b + 1] - x[a]) / (x[b] - x[a])
        off = np.abs(y[a : b + 1] - chord)
        if not vertical:
            off /= np.hypot(1.0, (y[b] - y[a]) / (x[b] - x[a]))
        k = a + int(np.argmax(off))
        if off.max() > eps:
            keep.add(k)
            stack += [(a, k), (k, b)]
    return np.array(sorted(keep))


def swinging_door(x, y, eps):
    """Swinging door: the points it keeps."""
    keep, least, most = [0], -np.inf, np.inf
    for k in range(1, x.size):
        run = x[k] - x[keep[-1]]
        least, most = max(least, (y[k] - eps - y[keep[-1]]) / run), min(most, (y[k] + eps - y[keep[-1]]) / run)
        if least > most:
            keep.append(k - 1)
            run = x[k] - x[k - 1]
            least, most = (y[k] - eps - y[k - 1]) / run, (y[k] + eps - y[k - 1]) / run
    return np.array([*keep, x.size - 1])


def bench_peers():
    points = 10**4
    print(f"Peers on a random walk of {points:,} points, tolerance {EPS:g}: their knots are points that they keep")
    x, y = walk(points)
    ours = fast.solve(x, y, tolerance=EPS)
    base = median_seconds(lambda: fast.solve(x, y, tolerance=EPS), 9)
    error = np.abs(ours(x) - y).max()
    rows = [("ours, proved fewest", ours.fewest_knots, f"{error:.2f}", f"{base * 1e3:.2f}", "1")]
    peers = {
        "Ramer-Douglas-Peucker": douglas_peucker,
        "the same, vertically": partial(douglas_peucker, vertical=True),
        "swinging door": swinging_door,
    }
    for name, peer in peers.items():
        kept = peer(x, y, EPS)
        seconds = median_seconds(lambda peer=peer: peer(x, y, EPS), 3)
        error = np.abs(np.interp(x, x[kept], y[kept]) - y).max()
        rows.append((name, kept.size - 2, f"{error:.2f}", f"{seconds * 1e3:.1f}", f"{seconds / base:.0f}"))
    table(["", "knots", "largest error", "ms", "x ours"], rows)


BENCHMARKS = {
    "within-large": bench_large,
    "within-rounded": bench_rounded,
    "within-batch": bench_batch,
    "within-start": bench_start,
    "within-peers": bench_peers,
}
