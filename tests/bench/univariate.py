"""Exact solve with certificate, the checker, and the command's start, against plain baselines of the same run."""

import json
import resource
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from proofs_check.verify import check_text
from sparsest import Dataset, solve
from tests.bench.measure import median_seconds, mixed_runs, table


def fraction_gaps(x, y):
    """The baseline: nothing but the slope gaps, with the standard library's Fraction."""
    slopes = [(v - u) / (b - a) for (a, b), (u, v) in zip(pairwise(x), pairwise(y), strict=True)]
    return [t - s for s, t in pairwise(slopes)]


def bench_solve():
    print("Exact solve with certificate, random rationals, runs of 1 to 30 gaps; baseline: the gaps alone, in Fraction")
    rows = []
    for points in (10**3, 10**4, 10**5):
        x, y = mixed_runs(points)
        data = Dataset(x, y)
        base = median_seconds(lambda x=x, y=y: fraction_gaps(x, y), 3)
        for p in ("1/2", "37/100", "0", "0+", "1-"):
            seconds = median_seconds(lambda data=data, p=p: solve(data, p).certificate(), 3)
            rows.append((points, p, f"{seconds:.3f}", f"{seconds / points * 1e6:.1f}", f"{seconds / base:.2f}"))
    table(["points", "p", "seconds", "us/point", "x baseline"], rows)
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n")


def bench_checker():
    print("The checker on its own; baseline: solving with certificate")
    rows = []
    for points in (10**3, 10**4, 10**5):
        data = Dataset(*mixed_runs(points))
        for p in ("1/2", "37/100", Fraction(0.37), "0", "0+", "1-"):
            text = json.dumps(solve(data, p).certificate())
            base = median_seconds(lambda data=data, p=p: solve(data, p).certificate(), 1)
            verdict = check_text(text).verdict
            seconds = median_seconds(lambda text=text: check_text(text), 1 if points > 10**4 else 3)
            name = "0.37 (float)" if isinstance(p, Fraction) else p
            rows.append((points, name, verdict, f"{len(text) / 1e6:.2f}", f"{seconds:.2f}", f"{seconds / base:.1f}"))
    table(["points", "p", "verdict", "MB", "seconds", "x solve"], rows)


def bench_help():
    print("sparsest --help; baseline: an empty Python process")
    script = Path(sys.executable).with_name("sparsest")
    base = median_seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True), 9)
    seconds = median_seconds(lambda: subprocess.run([script, "--help"], check=True, capture_output=True), 9)
    table(["seconds", "x baseline"], [(f"{seconds:.3f}", f"{seconds / base:.1f}")])


BENCHMARKS = {"help": bench_help, "solve": bench_solve, "checker": bench_checker}
