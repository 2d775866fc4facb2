"""Exact linear programs with verified answers: HiGHS and a refit, against the exact simplex method alone."""

import random
from fractions import Fraction

from sparsest.linear.program import LinearProgram, ProgramSession
from sparsest.multivariate.patterns import cells
from sparsest.multivariate.program import Program
from sparsest.points import Points
from tests.bench.measure import median_seconds, table


def dense_program(rows, columns, seed=1):
    """Random integers, z >= 0, feasible."""
    rng = random.Random(seed)
    matrix = [[rng.randint(-9, 9) for _ in range(columns)] for _ in range(rows)]
    z = [rng.choice([0, 0, 1, 2]) for _ in range(columns)]
    equalities = [(row, sum(a * b for a, b in zip(row, z, strict=True))) for row in matrix]
    return LinearProgram(columns, equalities, lower=0), [rng.randint(1, 9) for _ in range(columns)]


def random_points(count, dimension, seed=3):
    """Decimals of four digits."""
    rng = random.Random(seed)

    def entry():
        return Fraction(rng.randint(-9999, 9999), 10**4)

    return Points([[entry() for _ in range(dimension)] for _ in range(count)], [entry() for _ in range(count)])


def compare(program, cost, slow):
    """Seconds to an optimum both ways."""
    ways = [True, False] if slow else [True]
    seconds = [median_seconds(lambda way=way: ProgramSession(program, propose=way).minimize(cost), 3) for way in ways]
    return [f"{s:.3f}" for s in seconds] + ["-"] * (2 - len(seconds))


def bench_linear():
    print("Exact linear programs, seconds to a verified optimum")
    sizes = ((10, 60), (20, 200), (40, 400), (60, 700))
    rows = [(f"dense {m} x {n}", *compare(*dense_program(m, n), slow=m < 40)) for m, n in sizes]
    for count, dimension in ((4, 1), (5, 2), (6, 2), (8, 2), (5, 3)):
        program = Program(random_points(count, dimension)).split()
        name = f"(10), N = {count}, d = {dimension}: {program.columns} columns, {len(program.rows)} rows"
        rows.append((name, *compare(program, [1] * program.columns, slow=count < 7)))
    table(["program", "HiGHS and refit", "exact simplex"], rows)
    print()


def bench_patterns():
    print("All activation patterns with witnesses, and the check of their number")
    rows = []
    for count, dimension in ((10, 2), (20, 2), (12, 3), (10, 5), (10, 9)):
        points = random_points(count, dimension)
        rows.append((count, dimension, len(cells(points)), f"{median_seconds(lambda p=points: cells(p), 3):.3f}"))
    table(["N", "d", "patterns", "seconds"], rows)
    print()


BENCHMARKS = {"linear": bench_linear, "patterns": bench_patterns}
