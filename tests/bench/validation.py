"""Somebody's network of 1,000 neurons on 100,000 points: validated whole, beside plain exact evaluation alone."""

import tempfile
import time
from pathlib import Path

import numpy as np
from click.testing import CliRunner

from sparsest import Dataset, Points, read_network, validate
from sparsest.interchange import pt
from sparsest.multivariate.outputs import values_at_points
from sparsest_cli.commands import cli
from tests.bench.measure import median_seconds, table

NEURONS, POINTS = 1_000, 100_000
#: Points at which plain evaluation is timed; it takes as long for each of the others.
FEW = 200


def drawn(inputs):
    rng = np.random.default_rng(0)
    w, b = rng.standard_normal((NEURONS, inputs)), rng.standard_normal(NEURONS)
    v = rng.standard_normal((1, NEURONS)) / NEURONS
    x = rng.uniform(-3, 3, (POINTS, inputs))
    return {"hidden.weight": w, "hidden.bias": b, "output.weight": v}, x, np.sin(x).sum(axis=1)


def plain_seconds(network, rows):
    begun = time.perf_counter()
    for row in rows[:FEW]:
        network.value(row)
    return (time.perf_counter() - begun) * len(rows) / FEW


def bench_validate():
    print(f"A network of {NEURONS:,} neurons, float64, on {POINTS:,} points; baseline: its values alone, one by one")
    tensors, x, y = drawn(1)
    data = Dataset(x[:, 0], y)
    with tempfile.TemporaryDirectory() as folder:
        file, csv = Path(folder, "net.pt"), Path(folder, "data.csv")
        file.write_bytes(pt.write(tensors))
        csv.write_text("\n".join(f"{a!r},{b!r}" for a, b in zip(x[:, 0].tolist(), y.tolist(), strict=True)))
        network = read_network(file)
        plain = plain_seconds(network, data.flint.x)
        whole = median_seconds(lambda: validate(network, data), repeats=3)
        command = median_seconds(
            lambda: CliRunner().invoke(cli, ["validate", str(file), str(csv), "--json"]), repeats=3
        )
    rows = [("validate, one input", f"{whole:.2f}", f"{plain:.0f}", f"{plain / whole:.0f}")]
    rows.append(("sparsest validate --json", f"{command:.2f}", f"{plain:.0f}", f"{plain / command:.0f}"))
    tensors, x, y = drawn(2)
    points = Points(x, y)
    network = read_network(tensors)
    plain = plain_seconds(network, points.lifted)
    several = median_seconds(lambda: values_at_points(network, points.lifted), repeats=3)
    rows.append(("outputs, two inputs", f"{several:.2f}", f"{plain:.0f}", f"{plain / several:.0f}"))
    table(["work", "s", "one by one, s", "ratio"], rows)


BENCHMARKS = {"validate": bench_validate}
