"""The compiled kernel against states recorded from PyTorch, and against the NumPy twin on every option."""

from fractions import Fraction

import numpy as np
import pytest

from sparsest.training import kernel, loop
from sparsest.training.loop import _Trainee
from sparsest.training.problem import Problem, posed
from sparsest.training.recipe import RECIPES, Recipe
from sparsest.training.start import Start
from tests.training import states, twin
from tests.training.test_twin import NEAR, apart

PARTS = "vwbac"


def trainee_of(problem, state):
    """The kernel's arrays for a state of the twin, moments included."""
    recipe, x = problem.recipe, problem.x
    given = x[:, :-1] if recipe.charge_bias else x
    posed_ = Problem(given, problem.y, problem.p, recipe, problem.epochs, (problem.epochs,))
    parameters = state.parameters
    spread = np.exp(np.broadcast_to(problem.noise, len(parameters["v"])))
    made = _Trainee(posed_, Start(parameters["w"], parameters["b"], parameters["v"], spread))
    for row, part in ((0, parameters), (1, state.m), (2, state.q)):
        made._columns()[row] = np.vstack([part["w"].T, part["b"], part["v"]])
        rest = made.state[row, (made.inputs + 2) * made.width :]
        rest[: len(part["a"])], rest[made.inputs] = part["a"], part["c"]
    return made


def parameters_of(trainee):
    columns, rest = trainee._columns()[0], trainee.state[0, (trainee.inputs + 2) * trainee.width :]
    w, b, v = columns[:-2].T, columns[-2], columns[-1]
    return {"v": v, "w": w, "b": b, "a": rest[: trainee.inputs], "c": np.array(rest[trainee.inputs])}


def stepped(problem, state):
    made = trainee_of(problem, state)
    made.advance(state.epoch + 1, state.epoch + 1)
    return parameters_of(made)


@pytest.mark.parametrize("name", sorted({step.name for step in states.steps()}))
def test_single_steps__are_pytorchs(name):
    own = [step for step in states.steps() if step.name == name]
    assert max(apart(stepped(step.problem, step.before), step.after) for step in own) < NEAR


@pytest.mark.parametrize("run", states.runs(), ids=lambda run: run.name)
def test_free_runs__are_pytorchs(run):
    made = trainee_of(run.problem, run.start)
    floor = 0.1 if run.problem.recipe.threshold == "preconditioned" else 1e-3
    for k, recorded in enumerate(run.states[1:]):
        made.advance(50 * k + 1, 50 * (k + 1))
        assert apart(parameters_of(made), recorded, floor) < NEAR


ONE = np.arange(-2.0, 4.0)[:, None], np.array([0.0, 0, 1, 1, 0, 0])
SEVERAL = np.random.default_rng(7).uniform(-1, 1, (7, 3)), np.random.default_rng(8).uniform(-1, 1, 7)
SMALL = {"width": 11, "precision": "float64"}
KINKS = RECIPES["kinks"].but(**SMALL, merge=1.0, normalize=False)
OPTIONS = {
    "published": Recipe(**SMALL),
    "scaled": Recipe(**SMALL, bias="scaled"),
    "mixed": Recipe(**SMALL, previous="mixed", weight=0.05),
    "adam": Recipe(**SMALL, threshold="none"),
    "adamw": Recipe(**SMALL, optimizer="adamw", weight_decay=0.3),
    "gradient": Recipe(**SMALL, optimizer="gradient", bias="scaled"),
    "gradient preconditioned": Recipe(**SMALL, optimizer="gradient", threshold="preconditioned"),
    "smoothed": Recipe(**SMALL, smoothing=1.0, last_smoothing=1e-4, weight=0.1),
    "preconditioned": Recipe(**SMALL, threshold="preconditioned", smoothing=0.1, last_smoothing=1e-3, bias="scaled"),
    "skip": Recipe(**SMALL, skip=True),
    "cosine": Recipe(**SMALL, schedule="cosine", hold_step=0.2, hold_weight=0.3, last_weight=1e-6),
    "noise": Recipe(**SMALL, noise=1.5, melt=0.7),
    "late": Recipe(**SMALL, first_threshold=50),
    "large dead": Recipe(**SMALL, dead_below=0.05),
    "unsettled": KINKS.but(weight=0.5, hold_weight=0.1, last_weight=1e-6),
    "settled": KINKS.but(weight=0.5, hold_weight=0.1, last_weight=1e-6, settle=0.3),
    "kinks": KINKS,
    "kinks settled": KINKS.but(settle=0.5, weight=0.05),
    "kinks without skip": KINKS.but(skip=False),
    "products": Recipe(**SMALL, coordinates="products", bias="scaled"),
    "products preconditioned": Recipe(
        **SMALL, coordinates="products", threshold="preconditioned", smoothing=1.0, last_smoothing=1e-2
    ),
}  # fmt: skip


def both(recipe, x, y, p, epochs=60, seed=3, settle=None):
    """Kernel and twin after some epochs of one problem, from one start."""
    charged = recipe.charge_bias
    inputs = twin.with_ones(x) if charged else x
    state, noise = twin.start(recipe, x, seed)
    problem = twin.Problem(inputs, y, p, recipe, epochs, noise)
    made = trainee_of(problem, state)
    made.advance(1, epochs)
    *_, last = twin.run(state, problem)
    return parameters_of(made), last.parameters


@pytest.mark.parametrize("p", [0.4, 1.0])
@pytest.mark.parametrize("name", OPTIONS)
def test_every_option__is_the_twins(name, p):
    recipe = OPTIONS[name]
    found, expected = both(recipe, *ONE, p)
    assert apart(found, expected) < 1e-11
    if recipe.coordinates != "kinks" and not recipe.skip:
        found, expected = both(recipe.but(charge_bias=True), *SEVERAL, p)
        assert apart(found, expected) < 1e-11


def test_every_option__matters():
    """What is compared differs from option to option, so that a kernel that ignores one is seen."""
    ends = {name: twin_end(recipe) for name, recipe in OPTIONS.items()}
    names = list(ends)
    same = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if np.array_equal(ends[a], ends[b])]
    assert same == []


def twin_end(recipe):
    state, noise = twin.start(recipe, ONE[0], 3)
    ends = [list(twin.run(state, twin.Problem(*ONE, p, recipe, 60, noise)))[-1].parameters for p in (0.4, 1.0)]
    return np.concatenate([end[name].ravel() for end in ends for name in PARTS])


FAULTS = {
    "the threshold without p": ("rates", lambda rates: rates * np.array([1, 1, 1, 1 / 0.4, 1, 1, 1])),
    "the smoothing ignored": ("rates", lambda rates: rates * np.array([1, 1, 1, 1, 0, 1, 1])),
    "noise ignored": ("rates", lambda rates: rates * np.array([1, 1, 1, 1, 1, 0, 1])),
    "the bias rescaled": ("flags", kernel.SCALES_BIAS),
    "the mixed products": ("flags", kernel.MIXED),
    "no preconditioner": ("flags", kernel.PRECONDITIONED),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_faults__are_seen(monkeypatch, fault):
    kind, change = FAULTS[fault]
    if kind == "rates":
        plain = loop.rates_between
        monkeypatch.setattr(loop, "rates_between", lambda *where: change(plain(*where)))
    else:
        flags = loop._flags

        def flipped(problem):
            made = flags(problem)
            made[change] = 1 - made[change]
            return made

        monkeypatch.setattr(loop, "_flags", flipped)
    seen = []
    for name, recipe in OPTIONS.items():
        found, expected = both(recipe, *ONE, 0.4)
        if apart(found, expected) > 1e-6:
            seen.append(name)
    assert seen


def exact_loss(parameters, x, y):
    """The mean squared error in rationals."""
    v, w, b = (
        [[Fraction(a) for a in row] for row in np.atleast_2d(parameters[name]).tolist()] for name in ("v", "w", "b")
    )
    total = Fraction(0)
    for inputs, label in zip(x.tolist(), y.tolist(), strict=True):
        inner = [
            sum(a * Fraction(t) for a, t in zip(row, inputs, strict=True)) + c for row, c in zip(w, b[0], strict=True)
        ]
        f = sum((a * z for a, z in zip(v[0], inner, strict=True) if z > 0), Fraction(0))
        total += (f - Fraction(label)) ** 2
    return total / len(y)


@pytest.mark.parametrize(("x", "y"), [ONE, SEVERAL])
def test_gradient__is_the_exact_difference_quotient(x, y):
    """Where no activation changes, the loss is quadratic in each weight: its central quotient is its derivative."""
    recipe = Recipe(width=8, precision="float64", threshold="none", charge_bias=False)
    rng = np.random.default_rng(4)
    several = x.shape[1] > 1
    w = rng.standard_normal((8, x.shape[1] + several))
    start = Start(w, np.zeros(8) if several else rng.standard_normal(8), rng.standard_normal(8), np.ones(8))
    made = _Trainee(posed(x, y, 0.5, recipe, 5), start)
    made.advance(1, 1)
    gradient = made._columns()[3]
    inputs, step = (twin.with_ones(x) if several else x), 2.0**-20
    parameters = {"v": start.v, "w": start.w, "b": start.b}
    for name, row in (("v", -1), ("b", -2)) if not several else (("v", -1),):
        for k in range(8):
            ends = [exact_loss({**parameters, name: moved(parameters[name], k, h)}, inputs, y) for h in (step, -step)]
            assert gradient[row, k] == pytest.approx(
                float((ends[0] - ends[1]) / Fraction(2 * step)), rel=1e-9, abs=1e-12
            )
    for k, i in np.ndindex(w.shape):
        ends = [exact_loss({**parameters, "w": moved(w, (k, i), h)}, inputs, y) for h in (step, -step)]
        assert gradient[i, k] == pytest.approx(float((ends[0] - ends[1]) / Fraction(2 * step)), rel=1e-9, abs=1e-12)
    assert np.abs(gradient).max() > 0.1


def moved(array, index, step):
    made = array.copy()
    made[index] += step
    return made


def test_padding__is_never_trained():
    made = _Trainee(posed(ONE[0], ONE[1], 0.4, OPTIONS["adamw"], 50), Start(*(np.ones(s) for s in ((3, 1), 3, 3, 3))))
    made.advance(1, 50)
    assert made.width == 8
    whole = made.state[0, : 3 * 8].reshape(3, 8)
    assert not whole[:, 3:].any()
    assert whole[:, :3].all()
