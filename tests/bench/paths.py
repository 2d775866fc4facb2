"""Whole certified paths against solving at a single p, and the checker on their certificates."""

import json
import random
from fractions import Fraction

from proofs_check.verify import check_text
from sparsest import Dataset, critical_exponent, path, solve
from tests.bench.measure import median_seconds, table


def random_walk(points, seed=20):
    """Labels of a random walk with steps rounded to 3 decimals: runs of 2 gaps on average."""
    rng = random.Random(seed)
    labels = [Fraction(0)]
    for _ in range(points - 1):
        labels.append(labels[-1] + Fraction(round(rng.gauss(0, 1), 3)).limit_denominator(1000))
    return Dataset(range(points), labels)


def one_run(gaps, seed=20):
    """One run of gaps that spread over five orders of magnitude."""
    rng = random.Random(seed)
    return Dataset.from_gaps([Fraction(round(10 ** rng.uniform(0, 5)), 100) for _ in range(gaps)])


def bench_path():
    print("Whole path, certified; baseline: solve at p = 1/2")
    rows = []
    cases = [(f"random walk, {n} points", random_walk(n)) for n in (10**3, 10**4)]
    cases += [(f"one run of {n} gaps", one_run(n)) for n in (10, 20, 50, 100, 200)]
    for name, data in cases:
        base = median_seconds(lambda data=data: solve(data, "1/2").spline, 3)
        seconds = median_seconds(lambda data=data: path(data), 3)
        alone = median_seconds(lambda data=data: critical_exponent(data), 3)
        found = path(data)
        zeros = sum(len(run.zeros) for run in found.runs)
        counts = (len(found.breakpoints), zeros)
        rows.append((name, *counts, f"{seconds:.3f}", f"{seconds / base:.0f}", f"{alone:.3f}"))
    table(["data", "breakpoints", "sign changes", "seconds", "x baseline", "p* alone"], rows)


def bench_path_checker():
    print("The checker on path certificates; baseline: following the path")
    rows = []
    for name, data in (
        ("random walk, 10000 points", random_walk(10**4)),
        ("one run of 20 gaps", one_run(20)),
        ("one run of 50 gaps", one_run(50)),
    ):
        text = json.dumps(path(data).certificate())
        base = median_seconds(lambda data=data: path(data), 1)
        verdict = check_text(text).verdict
        seconds = median_seconds(lambda text=text: check_text(text), 1)
        rows.append((name, verdict, f"{len(text) / 1e6:.2f}", f"{seconds:.2f}", f"{seconds / base:.1f}"))
    table(["data", "verdict", "MB", "seconds", "x path"], rows)


BENCHMARKS = {"path": bench_path, "path-checker": bench_path_checker}
