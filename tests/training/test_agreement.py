"""Whole runs of the compiled loop and of the twin from one seed: starts, units, what is dropped or merged, all of it.

`test_kernel.py` holds single epochs together; here nothing is handed over but the data, the recipe and the seed.
"""

import numpy as np
import pytest

from sparsest.training.loop import run_seed
from sparsest.training.problem import posed
from sparsest.training.recipe import RECIPES
from tests.training import twin

ONE = np.arange(-2.0, 4.0)[:, None], np.array([0.0, 0, 1, 1, 0, 0])
SEVERAL = np.random.default_rng(0).uniform(-1, 1, (6, 3)), ONE[1]
PUBLISHED = RECIPES["published"]
RUNS = {
    **RECIPES,
    "mixed": PUBLISHED.but(previous="mixed"),
    "gradient": PUBLISHED.but(optimizer="gradient"),
    "adamw and a threshold": PUBLISHED.but(optimizer="adamw", weight_decay=0.05),
    "charged": PUBLISHED.but(charge_bias=True),
    "skip": PUBLISHED.but(skip=True),
    "preconditioned": PUBLISHED.but(threshold="preconditioned"),
    "preconditioned, scaled, skip": PUBLISHED.but(threshold="preconditioned", bias="scaled", skip=True),
    "dead early": PUBLISHED.but(dead_below=0.05),
    "noise": PUBLISHED.but(noise=1.0),
    "cosine": PUBLISHED.but(schedule="cosine"),
    "a lighter weight": PUBLISHED.but(hold_weight=0.5),
    "kinks as published": PUBLISHED.but(coordinates="kinks"),
    "kinks, gradient": PUBLISHED.but(coordinates="kinks", start="spread", optimizer="gradient"),
    "products, charged": PUBLISHED.but(coordinates="products", charge_bias=True),
    "units": PUBLISHED.but(normalize=True),
    "units, skip": PUBLISHED.but(normalize=True, skip=True),
    "a spread start": PUBLISHED.but(start="spread"),
    "smooth and loud": PUBLISHED.but(first_threshold=1, noise=2.0, melt=0.9, smoothing=1.0, last_smoothing=0.1),
    "settled": PUBLISHED.but(smoothing=1.0, last_smoothing=0.01, settle=0.5),
    "late": PUBLISHED.but(first_threshold=100),
}


def twins_end(x, y, p, recipe, epochs, seed):
    """Return the twin's function at the end, of the data's inputs."""
    charged = recipe.charge_bias or x.shape[1] > 1
    recipe = recipe.but(charge_bias=charged)
    inputs, labels, back = twin.normalized(x, y, recipe)
    state, noise = twin.start(recipe, inputs, seed)
    problem = twin.Problem(twin.with_ones(inputs) if charged else inputs, labels, p, recipe, epochs, noise)
    *_, last = twin.run(state, problem)
    return lambda given: back(given, lambda x: twin.value(last.parameters, twin.with_ones(x) if charged else x))


def apart(data, p, recipe, epochs=200, seed=1):
    """Return the largest difference of both functions near the data, relative to the largest value.

    Trajectories are chaotic: from some 200 epochs on, roundings grow tenfold in ten epochs now and then.
    """
    recipe = recipe.but(width=24, precision="float64")
    made = run_seed(posed(*data, p, recipe, epochs), seed).network
    rows = np.random.default_rng(5).uniform(data[0].min() - 1, data[0].max() + 1, (50, data[0].shape[1]))
    expected = twins_end(*data, p, recipe, epochs, seed)(rows)
    return np.max(np.abs(made(rows) - expected)) / max(np.max(np.abs(expected)), 1e-3)


@pytest.mark.parametrize("p", [0.4, 1.0])
@pytest.mark.parametrize("name", RUNS)
def test_runs__are_the_twins(name, p):
    assert apart(ONE, p, RUNS[name]) < 1e-12
    recipe = RUNS[name]
    if not recipe.skip and recipe.coordinates != "kinks" and recipe.start == "linear":
        assert apart(SEVERAL, p, recipe) < 1e-12


@pytest.mark.parametrize("skip", [True, False])
def test_runs__with_neurons_merged(skip):
    recipe = RECIPES["kinks"].but(merge=0.3, settle=0.6, skip=skip, hold_step=0.1)
    assert apart(ONE, 0.4, recipe, epochs=1100) < 1e-9


@pytest.mark.parametrize("options", [{"bias": "scaled"}, {"threshold": "preconditioned"}], ids=str)
def test_runs__a_neuron_without_weights_may_have_a_constant(options):
    """Where v is 1 or -1 for good and biases are free, v b_+ is left of a neuron with w = 0: it must not be dropped."""
    assert apart(ONE, 0.7, PUBLISHED.but(coordinates="products", **options), epochs=300) < 1e-12


def test_runs__another_seed_is_another_run():
    assert apart(ONE, 0.4, PUBLISHED) < 1e-12
    recipe = PUBLISHED.but(width=24, precision="float64")
    other = run_seed(posed(*ONE, 0.4, recipe, 300), 2).network
    assert np.max(np.abs(other(ONE[0]) - twins_end(*ONE, 0.4, recipe, 300, 1)(ONE[0]))) > 1e-3
