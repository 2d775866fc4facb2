"""Training: the compiled loop against the plain NumPy twin, and whole experiments of the paper."""

import time
from importlib.resources import files

import numpy as np

from sparsest import Points
from sparsest.training import RECIPES, train
from sparsest.training.loop import run_seed
from sparsest.training.problem import posed
from tests.bench.measure import median_seconds, table
from tests.training import twin

X, Y = np.arange(-2.0, 4.0), np.array([0.0, 0, 1, 1, 0, 0])
EPOCHS = 100_000
#: Epochs of the twin: enough to time one, few enough to wait for.
FEW = 300
MODELS = {"Adam": ("adam", 0.4), "AdamW": ("adamw", 0.4), "p = 0.4": ("published", 0.4), "p = 0.7": ("published", 0.7),
          "p = 1": ("published", 1.0)}  # fmt: skip


def loop_seconds(x, y, p, recipe, epochs=EPOCHS):
    """Median seconds of one run on one thread, three seeds in turn."""
    problem = posed(x, y, p, recipe, epochs, [epochs])
    run_seed(posed(x, y, p, recipe, 10), 0)  # compiled
    seeds = iter(range(3))
    return median_seconds(lambda: run_seed(problem, next(seeds)), repeats=3)


def twin_seconds(x, y, p, recipe):
    """Seconds of the twin for as many epochs, from some of them: its neurons never die, so each takes the same."""
    inputs = x[:, None] if x.ndim == 1 else twin.with_ones(x)
    own = recipe.but(charge_bias=x.ndim > 1)
    state, noise = twin.start(own, x.reshape(len(y), -1), 0)
    problem = twin.Problem(inputs, y, p, own, FEW, noise)
    begun = time.perf_counter()
    list(twin.run(state, problem))
    return (time.perf_counter() - begun) * EPOCHS / FEW


def bench_models(title, x, y, change):
    print(f"{title}: five models, {EPOCHS:,} epochs, one thread, float32; baseline: the NumPy twin, float64")
    rows, totals = [], [0.0, 0.0]
    for name, (recipe, p) in MODELS.items():
        own = RECIPES[recipe].but(**change)
        loop, plain = loop_seconds(x, y, p, own), twin_seconds(x, y, p, own)
        totals = [totals[0] + loop, totals[1] + plain]
        rows.append((name, f"{loop:.3f}", f"{plain:.0f}", f"{plain / loop:.0f}"))
    rows.append(("all five", f"{totals[0]:.3f}", f"{totals[1]:.0f}", f"{totals[1] / totals[0]:.0f}"))
    table(["model", "compiled, s", "twin, s", "ratio"], rows)


def bench_peak():
    bench_models("Peak and plateau, 80 neurons, 6 points", X, Y, {})


def fifty():
    points = Points.from_csv(str(files("sparsest") / "datasets" / "paper_high_dimensional.csv"))
    return np.array(points.x, float), np.array(points.y, float)


def bench_fifty():
    x, y = fifty()
    bench_models("Fifty inputs, 100 neurons, 10 points", x, y, {"width": 100, "weight": 0.005, "dead_below": 1e-6})


def bench_seeds():
    print("A hundred seeds of the regularised models, two threads")
    x, y = fifty()
    cases = {
        "peak and plateau, five models": (X, Y, MODELS, {}),
        "fifty inputs, three regularised": (
            x, y, {k: v for k, v in MODELS.items() if "p" in k}, {"width": 100, "weight": 0.005, "dead_below": 1e-6},
        ),
    }  # fmt: skip
    rows = []
    for name, (inputs, labels, models, change) in cases.items():
        begun = time.perf_counter()
        for recipe, p in models.values():
            own = RECIPES[recipe].but(**change)
            train(inputs, labels, p, seeds=range(100), epochs=EPOCHS, recipe=own, threads=2, marks=[EPOCHS])
        rows.append((name, f"{time.perf_counter() - begun:.1f}"))
    table(["work", "seconds"], rows)


BENCHMARKS = {"training-peak": bench_peak, "training-fifty": bench_fifty, "training-seeds": bench_seeds}
