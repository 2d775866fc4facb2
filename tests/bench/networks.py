"""Networks of several inputs: fewest parameters, least price, thresholds; a mixed-integer program beside them."""

import json
import random
import time
from math import inf

import numpy as np
from highspy import Highs, HighsVarType, kHighsInf

from proofs_check.verify import check_text
from sparsest import Points, thresholds
from sparsest.exact.exponent import Exponent
from sparsest.multivariate.blocks import block_bound, block_network
from sparsest.multivariate.fewest import Search
from sparsest.multivariate.incumbent import check_incumbent
from sparsest.multivariate.minimize import Enumeration
from sparsest.multivariate.program import Program
from sparsest.multivariate.solve import solve_network
from tests.bench.measure import DATASETS, table


def rounded(count, dimension, seed):
    """Random points and labels in [-1, 1] with two decimals, all inputs different."""
    rng = random.Random(seed)
    rows = {}
    while len(rows) < count:
        rows[tuple(f"{rng.randint(-100, 100) / 100}" for _ in range(dimension))] = f"{rng.randint(-100, 100) / 100}"
    return Points(list(rows), list(rows.values()))


def integers(count, dimension, seed):
    """Random points and labels in {-3, ..., 3}: many ties and degenerate positions."""
    rng = random.Random(seed)
    rows = {}
    while len(rows) < count:
        rows[tuple(rng.randint(-3, 3) for _ in range(dimension))] = rng.randint(-3, 3)
    return Points(list(rows), list(rows.values()))


def timed(action):
    start = time.perf_counter()
    result = action()
    return result, time.perf_counter() - start


def worked(action):
    start = time.process_time()
    result = action()
    return result, time.process_time() - start


def fewest_row(name, points, count="parameters", seconds=600):
    search = Search(points, count)
    _, took = timed(lambda: search.run(seconds))
    text = json.dumps(search.certificate())
    verdict, checked = timed(lambda: check_text(text))
    interval = str(search.lower) if search.is_optimal else f"{search.lower}..{search.best.count}"
    tree = len(search.tree.nodes) if search.tree else 0
    cuts = len(search.tree.cuts) if search.tree else 0
    packings = len(search.tree.packings) if search.tree else 0
    return (name, 2 * len(search.kinds), interval, f"{took:.1f}", search.nodes, tree, cuts, packings,
            f"{len(text) / 1000:.0f}", f"{checked:.2f}", verdict.verdict)  # fmt: skip


FEWEST = ["data", "signed kinds", "fewest", "seconds", "nodes", "tree", "cuts", "packings", "kB", "check, s", "verdict"]


def bench_fewest():
    print("Fewest parameters, certified (problem 9): all trees, and the certificate of the last with its check")
    rows = [
        fewest_row(f"2 decimals, d = {d}, N = {n}, seed {seed}", rounded(n, d, seed))
        for d, n in ((1, 10), (1, 12), (2, 5), (2, 6), (2, 7), (2, 8), (3, 5), (3, 6))
        for seed in ((1, 2) if n < 8 else (1,))
    ]
    rows += [fewest_row(f"integers, d = {d}, N = {n}", integers(n, d, 1)) for d, n in ((1, 7), (2, 6), (2, 7), (3, 5))]
    rows.append(fewest_row("neurons: 2 decimals, d = 2, N = 7", rounded(7, 2, 1), "neurons"))
    high = Points.from_csv(DATASETS / "paper_high_dimensional.csv")
    rows.append(fewest_row("the paper's, d = 50, N = 10", high, seconds=60))
    table(FEWEST, rows)


def bench_proof():
    print("That no network counts N - 1: all trees to there, without a network to begin with; processor seconds")
    rows = []
    for n in (7, 8, 9, 10):
        search = Search(rounded(n, 2, 1))
        start = time.process_time()
        while search.lower < n:
            search.exclude(search.lower)
        took = time.process_time() - start
        text = json.dumps(search.certificate())
        start = time.process_time()
        verdict = check_text(text)
        checked = time.process_time() - start
        rows.append((f"2 decimals, d = 2, N = {n}", f"{took:.1f}", search.nodes, len(search.tree.nodes),
                     len(search.tree.cuts), len(search.tree.packings), f"{len(text) / 1000:.0f}", f"{checked:.1f}",
                     verdict.verdict))  # fmt: skip
    names = ["data", "seconds", "nodes", "tree", "cuts", "packings", "kB", "check, s", "verdict"]
    table(names, rows)


def bench_price():
    print("Least l^p price, certified (problem 8); baseline for time: fewest parameters of the same data")
    rows = []
    for d, n, exponents in (
        (1, 5, ("1/2", "1/10", "9/10", "0+")),
        (1, 6, ("1/2", "1/10", "9/10", "0+")),
        (2, 4, ("1/2", "1/10", "9/10", "0+")),
        (2, 5, ("1/2", "1/10", "9/10", "0+")),
        (2, 6, ("1/2",)),
    ):
        points = rounded(n, d, 1)
        _, base = timed(lambda points=points: Search(points).run())
        for p in exponents:
            solution, took = timed(lambda points=points, p=p: solve_network(points, p))
            text = json.dumps(solution.certificate())
            verdict, checked = timed(lambda text=text: check_text(text))
            value = "-" if solution.objective is None else solution.objective.decimals(6)[0]
            rows.append((f"d = {d}, N = {n}", p, value, solution.network.parameters, solution.minimizers,
                         f"{took:.1f}", f"{took / base:.1f}", f"{checked:.1f}", verdict.verdict))  # fmt: skip
    table(["data", "p", "least price", "parameters", "minimisers", "seconds", "x fewest", "check, s", "verdict"], rows)


def bench_price_seeds():
    print("Six points in the plane, p = 1/2, at the default limit of work; baseline: the solver; processor seconds")
    rows = []
    for seed in range(1, 9):
        solution, took = worked(lambda seed=seed: solve_network(rounded(6, 2, seed), "1/2"))
        text = json.dumps(solution.certificate())
        verdict, checked = worked(lambda text=text: check_text(text))
        rows.append((f"seed {seed}", f"{took:.1f}", f"{checked:.1f}", f"{checked / took:.1f}", verdict.verdict))
    table(["data", "seconds", "check, s", "x solved", "verdict"], rows)


def bench_threshold():
    print(
        "How small must p be: the critical exponent, and the threshold of the proof of Theorem 4.1; processor seconds"
    )
    rows = []
    for d, n, seeds in ((1, 3, 3), (1, 4, 3), (1, 5, 3), (1, 6, 3), (2, 3, 3), (2, 4, 1)):
        for seed in range(1, seeds + 1):
            found, took = worked(lambda n=n, d=d, seed=seed: thresholds(rounded(n, d, seed)))
            text, made = worked(lambda found=found: json.dumps(found.certificate()))
            verdict, checked = worked(lambda text=text: check_text(text))
            true = 1.0 if found.critical is None else float(found.critical.enclosure()[0])
            proof = float(found.proof[0])
            rows.append((f"d = {d}, N = {n}, seed {seed}", found.fewest_parameters, found.vertices, len(found.pieces),
                         f"{proof:.4f}", f"{true:.4f}", f"{true / proof:.0f}", f"{took:.2f}", f"{made:.2f}",
                         f"{checked:.2f}", verdict.verdict))  # fmt: skip
    names = ["data", "K0", "vertices", "pieces", "proof", "critical exponent", "ratio", "seconds", "certificate, s"]
    table([*names, "check, s", "verdict"], rows)


def bench_mip():
    print(
        "Program (10) with big-M in HiGHS, beside the certified search; limit 120 s; weights of at most M are assumed"
    )
    rows = []
    for n, bound in ((5, 10), (5, 1e4), (5, 1e6), (6, 10)):
        points = rounded(n, 2, 1)
        search = Search(points)
        _, took = timed(search.run)
        (claimed, gap, feasible), slow = timed(lambda points=points, bound=bound: big_m(points, bound))
        rows.append((f"d = 2, N = {n}", f"{bound:g}", claimed, gap, "yes" if feasible else "no", f"{slow:.1f}",
                     search.best.count, f"{took:.1f}"))  # fmt: skip
    table(["data", "M", "MIP's fewest", "status", "exactly feasible", "MIP, s", "fewest", "certified, s"], rows)


def big_m(points, bound, seconds=120):
    """Return what a big-M program calls the fewest parameters, its status, and whether its support is feasible."""
    program = Program(points)
    model = Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("time_limit", float(seconds))
    model.setOptionValue("threads", 1)
    z = [model.addVariable(-bound, bound) for _ in range(program.columns)]
    used = [model.addVariable(0, 1, 1.0, HighsVarType.kInteger) for _ in z]
    for weight, switch in zip(z, used, strict=True):
        model.addConstr(weight - bound * switch <= 0)
        model.addConstr(weight + bound * switch >= 0)
    for rows, upper in ((program.equalities, 0.0), (program.cone_rows, kHighsInf)):
        for row, side in rows:
            value = float(side)
            model.addRow(value, value if upper == 0.0 else upper, len(row), np.array([z[k].index for k in row]),
                         np.array([float(a) for a in row.values()]))  # fmt: skip
    model.run()
    status = model.modelStatusToString(model.getModelStatus())
    values = model.getSolution().col_value
    support = [k for k, switch in enumerate(used) if values[switch.index] > 0.5]
    exact = program.linear_program(support).feasible()
    return len(support), status, hasattr(exact, "point")


def bench_enumeration():
    print(
        "Vertices: what the enumeration looks at; baseline: the time at p = 1/2 with a start from the fewest parameters"
    )
    rows = []
    for d, n in ((1, 6), (1, 7), (2, 4)):
        points = rounded(n, d, 1)
        search = Search(points)
        search.run()
        base = None
        for p in ("1/2", "0+"):
            enumeration = Enumeration(points, Exponent.read(p), search.best.network)
            _, took = timed(enumeration.run)
            base = base or took
            rows.append((f"d = {d}, N = {n}", p, len(enumeration.faces), enumeration.evaluated, f"{took:.1f}",
                         f"{took / base:.2f}"))  # fmt: skip
    table(["data", "p", "faces", "weighed exactly", "seconds", "x p = 1/2"], rows)


SIZES = [(1, 6), (1, 8), (1, 10), (2, 4), (2, 5), (2, 6), (2, 7), (2, 8), (3, 4), (3, 5), (3, 6), (5, 5), (10, 6)]


def bench_sizes(seconds=60):
    print(f"Sizes that can be solved: median seconds of 3 seeds (how many proved) within {seconds} s; 2 decimals")
    rows = []
    for d, n in SIZES:
        cells = []
        for p in ("0", "1/2"):
            runs = [
                timed(lambda n=n, d=d, p=p, seed=seed: solve_network(rounded(n, d, seed), p, seconds=seconds))
                for seed in (1, 2, 3)
            ]
            proved = sum(solution.optimal for solution, _ in runs)
            middle = sorted(took if solution.optimal else inf for solution, took in runs)[1]
            cells.append(f"{middle:.1f} ({proved})" if middle < inf else f"- ({proved})")
        rows.append((d, n, *cells))
    table(["d", "N", "fewest parameters, s", "least price, p = 1/2, s"], rows)


BLOCKS = [(2, 30), (2, 100), (2, 1000), (3, 100), (10, 100), (10, 300), (10, 1000), (50, 100)]


def uniform(count, dimension, seed):
    """Random points and labels in [-1, 1], all digits of their floats."""
    rng = np.random.default_rng(seed)
    return Points(rng.uniform(-1, 1, (count, dimension)), rng.uniform(-1, 1, count))


def bench_blocks():
    print("Blocks along directions, medians of 3 seeds (1 at N = 1000); baseline for parameters: what is promised")
    rows = []
    for d, n in BLOCKS:
        made = []
        for seed in (1, 2, 3)[: 1 if n >= 1000 else 3]:
            points, start = uniform(n, d, seed), time.process_time()
            network = block_network(points)
            took = time.process_time() - start
            check_incumbent(network, points)
            made.append((network.parameters, took))
        parameters, seconds = (sorted(column)[len(column) // 2] for column in zip(*made, strict=True))
        rows.append((f"uniform, d = {d}, N = {n}", parameters, block_bound(n, d), f"{parameters / n:.2f}",
                     f"{seconds:.2f}"))  # fmt: skip
    table(["data", "parameters", "promised", "x N", "processor, s"], rows)


BENCHMARKS = {
    "network-blocks": bench_blocks,
    "network-sizes": bench_sizes,
    "network-fewest": bench_fewest,
    "network-proof": bench_proof,
    "network-price": bench_price,
    "network-price-seeds": bench_price_seeds,
    "network-threshold": bench_threshold,
    "network-mip": bench_mip,
    "network-vertices": bench_enumeration,
}
