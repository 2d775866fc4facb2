"""The twin does what PyTorch did, from a thousand states of its trainings and on free runs; a faulty twin does not."""

from dataclasses import replace

import numpy as np
import pytest

from sparsest.training.recipe import RECIPES, Recipe
from tests.training import states, twin

#: How far entries may differ, relative to their size.
NEAR = 1e-12


def apart(found, recorded, floor=1e-3):
    """Return the largest relative difference over all parameters.

    An entry that a threshold has just left small still has the rounding of what it was: no entry counts as smaller than
    `floor` times the largest of the state.
    """
    least = floor * max(float(np.max(np.abs(right), initial=0.0)) for right in recorded.values())
    return max(
        float(np.max(np.abs(found[name] - right) / np.maximum(np.abs(right), least), initial=0.0))
        for name, right in recorded.items()
    )


def step_apart(step):
    return apart(twin.epoch(step.before, step.problem).parameters, step.after)


def of_setting(word):
    return [step for step in states.steps() if word in step.name]


@pytest.mark.parametrize("name", sorted({step.name for step in states.steps()}))
def test_single_steps(name):
    assert max(step_apart(step) for step in states.steps() if step.name == name) < NEAR


def test_single_steps__a_thousand_and_not_all_dead():
    steps = states.steps()
    assert len(steps) >= 1000
    alive = [np.any(step.before.parameters["v"] != 0) for step in steps]
    some_dead = [np.any(step.before.parameters["v"] == 0) and np.any(step.after["v"] != 0) for step in steps]
    assert sum(alive) > 800
    assert sum(some_dead) > 100
    assert sum(step.before.epoch >= step.problem.recipe.first_threshold - 1 for step in steps) > 800


@pytest.mark.parametrize("run", states.runs(), ids=lambda run: run.name)
def test_free_runs(run):
    reached = list(twin.run(run.start, run.problem))
    # Adam's denominators make a threshold, and so its rounding, up to a hundred times as large.
    floor = 0.1 if run.problem.recipe.threshold == "preconditioned" else 1e-3
    for k, recorded in enumerate(run.states[1:], 1):
        assert apart(reached[50 * k - 1].parameters, recorded, floor) < NEAR
    for name, recorded in run.m.items():
        live = run.states[-1]["v"] != 0 if name in "vwb" else ...
        assert reached[-1].m[name][live] == pytest.approx(recorded[live], abs=NEAR)
        assert reached[-1].q[name][live] == pytest.approx(run.q[name][live], abs=NEAR)


#: What goes wrong -> which function of the twin does it, and what it then is.
FAULTS = {
    "z_prev after the step": ("weighing", lambda _old, new, _previous: twin.products(new)),
    "signs of v lost": ("sign_of_output", np.ones_like),
    "eps ignored": ("alive", lambda u, _: np.any(u != 0, axis=1)),
    "smoothing ignored": ("smoothing", lambda *_: 0.0),
    "threshold without p": ("slope", lambda _: 1.0),
    "another step": ("step_size", lambda *_: 0.02),
    "another weight": ("weight", lambda *_: 0.004),
    "moments not kept": ("vanishing", lambda moment: 0.5 * moment),
    "no soft threshold": ("shrunk", lambda z, limit: np.where(np.abs(z) > limit, z, 0.0)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_single_steps__see_a_fault(fault, monkeypatch):
    monkeypatch.setattr(twin, *FAULTS[fault])
    wrong = [step for step in states.steps() if not step_apart(step) < 1e6 * NEAR]
    assert len(wrong) >= 20


@pytest.mark.parametrize(
    ("settings", "change"),
    [
        ("fixed", {"bias": "scaled"}),
        ("scaled", {"bias": "fixed"}),
        ("mixed", {"previous": "before"}),
        ("adamw", {"optimizer": "adam"}),
        ("fixed", {"optimizer": "gradient"}),
        ("fixed", {"first_threshold": 10**9}),
        ("skip", {"skip": False}),
    ],
    ids=lambda value: str(value),
)
def test_single_steps__see_another_option(settings, change):
    wrong = 0
    for step in of_setting(settings):
        problem = replace(step.problem, recipe=step.problem.recipe.but(**change))
        wrong += step_apart(replace(step, problem=problem)) > 1e6 * NEAR
    assert wrong >= 10


# Options that PyTorch was not asked for


def problem_of(recipe, p=0.4, epochs=100, noise=0.0):
    x = np.linspace(-1, 1, 6)[:, None]
    return twin.Problem(x, np.array([0.0, 0, 1, 1, 0, 0]), p, recipe, epochs, noise)


def test_gradient__is_the_slope_of_the_loss():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((9, 2)), rng.standard_normal(9)
    parameters = twin.State.starting(*(rng.standard_normal(s) for s in (4, (4, 2), 4, 2)), 0.3).parameters
    slopes = twin.gradient(parameters, x, y)
    for name, array in parameters.items():
        for place in np.ndindex(array.shape):
            ends = []
            for sign in (1, -1):
                moved = {**parameters, name: array.copy()}
                moved[name][place] += sign * 1e-6
                ends.append(np.mean((twin.value(moved, x) - y) ** 2))
            assert slopes[name][place] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-7)


def test_schedules():
    recipe = RECIPES["kinks"].but(last_step=0.001, hold_weight=0.8, weight=1.0, last_weight=0.01)
    assert [twin.step_size(recipe, s) for s in (0.1, 0.6, 0.8, 1)] == pytest.approx([0.01, 0.01, 0.0055, 0.001])
    assert [twin.weight(recipe, s) for s in (0.1, 0.8, 0.9, 1)] == pytest.approx([1, 1, 0.1, 0.01])
    assert [twin.smoothing(recipe, s) for s in (0, 0.25, 0.5, 1)] == pytest.approx([1, 1000**-0.5, 1e-3, 1e-3])
    assert [twin.noisiness(recipe, s) for s in (0, 0.25, 0.5, 1)] == [1, 0.5, 0, 0]
    assert twin.step_size(Recipe(), 1) == 0.01


@pytest.mark.parametrize("coordinates", ["weights", "kinks", "products"])
def test_split__keeps_the_products_and_what_is_not_trained(coordinates):
    rng = np.random.default_rng(1)
    recipe = Recipe(coordinates=coordinates, bias="scaled", dead_below=0.01)
    v, w, b = twin.anew(rng.standard_normal(9), rng.standard_normal((9, 1)), rng.standard_normal(9), coordinates)
    new = twin.State.starting(v, w, b).parameters
    u = twin.shrunk(twin.products(new), 0.5)
    u[0] = 1e-3 * np.sign(u[0] + 1e-9)
    after = twin.split(new, u, recipe)
    live = np.abs(u[:, 0]) > 0.01
    assert twin.products(after)[live] == pytest.approx(u[live])
    assert np.all(twin.products(after)[~live] == 0)
    assert 0 < live.sum() < 9
    if coordinates == "kinks":
        assert after["w"].tolist() == new["w"].tolist()
    elif coordinates == "products":
        assert after["v"].tolist() == new["v"].tolist()
    else:
        assert np.abs(after["v"]) == pytest.approx(np.abs(after["w"][:, 0]))
    assert after["b"][live] / after["w"][live, 0] == pytest.approx(b[live] / w[live, 0])


def test_epoch__what_is_not_trained_stays():
    for name, fixed in (("kinks", "w"), ("products", "v")):
        recipe = Recipe(coordinates=name, width=8)
        state, _ = twin.start(recipe, problem_of(recipe).x, 0)
        first, *_, last = twin.run(state, problem_of(recipe))
        assert np.all((np.abs(last.parameters[fixed]) == 1) | (last.parameters["v" if fixed == "v" else "w"] == 0))
        assert np.any(last.parameters["b"] != first.parameters["b"])
        assert last.parameters["a"] == last.parameters["c"] == 0


def test_thresholds__preconditioned_and_noisy():
    recipe = RECIPES["kinks"].but(width=3)
    problem = problem_of(recipe, noise=np.array([0.0, 1.0, -1.0]))
    old = twin.State.starting([0.1, 0.1, 0.1], [[1.0], [1.0], [1.0]], np.zeros(3)).parameters
    divisors = {"v": np.array([0.5, 0.5, 0.25]), "w": np.full((3, 1), np.nan)}
    s = 1 / 100
    plain = recipe.weight * 0.01 * 0.4 * (0.1 + 1e-3 ** (s / 0.5)) ** -0.6
    louder = np.exp((1 - s / 0.5) * np.array([0, 1, -1])) / divisors["v"]
    assert twin.thresholds(old, old, divisors, problem, 1)[:, 0] == pytest.approx(plain * louder)


@pytest.mark.parametrize(
    ("p", "smooth", "settle", "early", "late"),
    [(0.5, 0, 1.0, True, True), (1, 0, 1.0, False, False), (0.5, 0.1, 1.0, False, False), (0.5, 0.1, 0.5, False, True)],
)
def test_thresholds__where_zero_absorbs(p, smooth, settle, early, late):
    recipe = Recipe(smoothing=float(smooth), last_smoothing=float(smooth), settle=settle)
    old = twin.State.starting([0.0, 1], [[0.0], [1]], [0.0, 0]).parameters
    for t, absorbs in ((50, early), (51, late)):
        found = twin.thresholds(old, old, {}, problem_of(recipe, p), t)
        assert np.isinf(found[:, 0]).tolist() == [absorbs, False]


@pytest.mark.parametrize("skip", [True, False])
def test_merged__no_value_at_the_data_changes(skip):
    rng = np.random.default_rng(4)
    data = np.linspace(-1, 1, 6)
    kinks, v, w = rng.uniform(-1.5, 1.5, 40), rng.standard_normal(40), rng.choice([-1.0, 1.0], 40)
    state = twin.State.starting(v, w[:, None], -w * kinks, [0.3], 0.2)
    found, kept = twin.merged(state, data, skip)
    before, after = (lambda x, one=one: twin.value(one.parameters, x) for one in (state, found))
    assert after(data[:, None]) == pytest.approx(before(data[:, None]))
    assert after(np.array([[0.1]])) != pytest.approx(before(np.array([[0.1]])))
    outside = np.sum(np.abs(kinks) > 1)
    assert outside + 5 <= kept.sum() <= outside + (10 if skip else 20) < 40
    assert len(found.m["w"]) == len(found.q["b"]) == len(found.parameters["v"]) == kept.sum()


def test_run__merges_late_and_every_500_epochs():
    recipe = RECIPES["kinks"].but(width=60, merge=0.5, settle=1.0)
    problem = problem_of(recipe, epochs=1500)
    state, noise = twin.start(recipe, problem.x, 0)
    widths = [len(one.parameters["v"]) for one in twin.run(state, replace(problem, noise=noise))]
    assert widths[:999] == [60] * 999
    assert widths[999] < 60


def test_preconditioner__the_sum_of_what_both_factors_move():
    new = {"v": np.array([2.0]), "w": np.array([[3.0, 0.5]])}
    divisors = {"v": np.array([0.1]), "w": np.array([[0.5, 4.0]])}
    assert twin.preconditioner(new, divisors, {"v", "w"}) == pytest.approx(np.array([[8 + 90, 1 + 2.5]]))
    assert twin.preconditioner(new, divisors, {"w"}) == pytest.approx(np.array([[8.0, 1.0]]))
    assert twin.preconditioner(new, divisors, {"v"}) == pytest.approx(np.array([[90, 2.5]]))


def test_gradient_steps__lower_the_objective():
    """Plain proximal gradient on products is a majorised descent: small steps never raise loss plus path norm."""
    recipe = Recipe(optimizer="gradient", coordinates="products", first_threshold=1, step=1e-3, width=12, weight=0.01)
    problem = problem_of(recipe, p=0.5, epochs=400)

    def objective(state):
        loss = np.mean((twin.value(state.parameters, problem.x) - problem.y) ** 2)
        return loss + recipe.weight * np.sum(np.abs(twin.products(state.parameters)) ** 0.5)

    state, _ = twin.start(recipe, problem.x, 3)
    values = [objective(state), *(objective(one) for one in twin.run(state, problem))]
    assert np.all(np.diff(values) <= 1e-12)
    assert values[-1] < 0.9 * values[0]


def test_start__the_law_of_each():
    x = np.linspace(-3, 5, 6)[:, None]
    recipe = Recipe(width=4000)
    linear, _ = twin.start(recipe, x, 1)
    assert max(np.abs(linear.parameters["w"]).max(), np.abs(linear.parameters["b"]).max()) <= 1
    assert 0.99 / np.sqrt(4000) < np.abs(linear.parameters["v"]).max() <= 1 / np.sqrt(4000)
    charged, _ = twin.start(recipe.but(charge_bias=True), x, 1)
    assert charged.parameters["w"].shape == (4000, 2)
    assert 0.99 < np.abs(charged.parameters["w"]).max() * np.sqrt(2) <= 1
    spread, noise = twin.start(recipe.but(start="spread", noise=1.0, coordinates="kinks"), x, 1)
    kinks = -spread.parameters["b"] / spread.parameters["w"][:, 0]
    assert -3 <= kinks.min() < -2.9
    assert 4.9 < kinks.max() <= 5
    assert abs(spread.parameters["w"].mean()) < 0.1
    assert noise.std() == pytest.approx(1, abs=0.1)
    for name in ("kinks", "products"):
        other, _ = twin.start(recipe.but(coordinates=name), x, 1)
        assert twin.value(other.parameters, x) == pytest.approx(twin.value(linear.parameters, x))


def through(x, y):
    """Return the function that joins these points, of inputs in rows."""
    order = np.argsort(x[:, 0])
    return lambda rows: np.interp(rows[:, 0], x[order, 0], y[order])


def test_normalized__values_come_back():
    rng = np.random.default_rng(2)
    x, y = rng.uniform(5, 9, (20, 1)), rng.uniform(-40, 70, 20)
    for skip in (True, False):
        inputs, labels, back = twin.normalized(x, y, Recipe(normalize=True, skip=skip))
        assert [inputs.min(), inputs.max(), np.abs(labels).max()] == pytest.approx([-1, 1, 1])
        assert back(x, through(inputs, labels)) == pytest.approx(y)
    assert twin.normalized(x, y, Recipe())[1] is y
