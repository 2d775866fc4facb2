import numpy as np
import pytest

from sparsest.training.loop import TrainingRun, _Trainee, run_seed
from sparsest.training.network import FloatNetwork
from sparsest.training.objective import path_norm
from sparsest.training.problem import posed
from sparsest.training.recipe import RECIPES, Recipe
from sparsest.training.start import drawn

X, Y = np.arange(-2.0, 4.0), np.array([0.0, 0, 1, 1, 0, 0])
ROWS = np.random.default_rng(0).uniform(-1, 1, (6, 3))


def run(p=0.4, epochs=3000, seed=0, x=X, y=Y, marks=None, **options):
    recipe = options.pop("recipe", RECIPES["published"])
    return run_seed(posed(x, y, p, recipe.but(**options), epochs, marks), seed)


@pytest.mark.parametrize(("p", "x"), [(0.4, X), (1.0, X), (0.7, ROWS)])
def test_history__ends_with_the_network(p, x):
    found = run(p=p, x=x, epochs=800)
    net, last = found.network, found.history
    assert last.loss[-1] == pytest.approx(np.mean((net(x.reshape(6, -1)) - Y) ** 2), rel=1e-9)
    assert last.path_norm[-1] == pytest.approx(path_norm(net, p, charge_bias=net.dimension > 1))
    assert last.neurons[-1] == len(net.v)


def test_charged_biases__keep_constant_neurons():
    found = run(charge_bias=True, width=24, epochs=300)
    assert found.network.offset == 0
    assert len(found.network.v) == found.history.neurons[-1]
    assert found.network.to_multivariate().dimension == 1


def test_the_support_only_shrinks_below_p_1():
    for recipe in (RECIPES["published"], RECIPES["repaired"]):
        neurons = run(recipe=recipe).history.neurons
        assert (np.diff(neurons) <= 0).all()
        assert neurons[0] > neurons[-1]


def test_dropping__inputs_that_no_neuron_takes(monkeypatch):
    inputs, advance = [], _Trainee.advance
    monkeypatch.setattr(_Trainee, "advance", lambda self, a, b: (inputs.append(self.inputs), advance(self, a, b))[1])
    rng = np.random.default_rng(5)
    x, y = rng.uniform(-1, 1, (5, 20)), rng.uniform(-1, 1, 5)
    found = run(x=x, y=y, epochs=3000, weight=0.01)
    assert inputs[0] == 21
    assert 1 <= inputs[-1] < 15
    # Where the inputs stand is not lost: the network still has the loss that the run had.
    assert found.network.w.shape[1] == 20
    assert np.mean((found.network(x) - y) ** 2) == pytest.approx(found.history.loss[-1], rel=1e-9)
    assert np.count_nonzero(np.any(found.network.w != 0, axis=0)) <= inputs[-1]
    inputs.clear()
    run(x=x, y=y, epochs=500, p=1.0)
    assert set(inputs) == {21}


@pytest.mark.parametrize("skip", [False, True])
def test_merge__changes_no_value_at_the_data(skip):
    recipe = Recipe(coordinates="kinks", start="spread", skip=skip, merge=0.0, precision="float64")
    trainee = _Trainee(problem := posed(X, Y, 0.5, recipe, 10), drawn(problem, 3))
    before = trainee.network()
    trainee.merge()
    after = trainee.network()
    assert after(X[:, None]) == pytest.approx(before(X[:, None]), abs=1e-12)
    kinks, signs = -after.b / after.w[:, 0], np.sign(after.v)
    keys = list(zip(np.searchsorted(X, kinks), signs, after.w[:, 0] * (not skip), strict=True))
    assert len(keys) == len(set(keys)) < 80
    assert after(X[:, None] + 0.5) != pytest.approx(before(X[:, None] + 0.5), abs=1e-4)
    total = [np.sum(net.v[net.v > 0]) for net in (before, after)]
    assert total[0] == pytest.approx(total[1])


def test_merge__happens_when_the_recipe_says(monkeypatch):
    merged = []
    plain = _Trainee.merge
    monkeypatch.setattr(_Trainee, "merge", lambda self: (merged.append(self.units), plain(self)))
    run(recipe=RECIPES["kinks"].but(merge=0.5), epochs=4000)
    assert len(merged) == 4
    merged.clear()
    run(recipe=RECIPES["kinks"].but(merge=1.0), epochs=4000)
    assert merged == []


@pytest.mark.slow
def test_settle__lets_nothing_come_back():
    for seed in range(3):
        found = run(recipe=RECIPES["kinks"].but(settle=0.5, merge=1.0), seed=seed, weight=0.05, marks=range(1, 3001))
        assert (np.diff(found.history.neurons[1500:]) <= 0).all()


@pytest.mark.slow
def test_smoothing__lets_neurons_come_back():
    options = {"smoothing": 1.0, "last_smoothing": 1e-3, "coordinates": "kinks", "skip": True, "start": "spread"}
    found = [run(seed=seed, **options, weight=0.05, marks=range(1, 3001)).history.neurons for seed in range(4)]
    assert any((np.diff(neurons) > 0).any() for neurons in found)


@pytest.mark.parametrize(("p", "x"), [(0.4, X), (1.0, X), (1.0, ROWS), (0.7, ROWS)])
def test_dropping_the_dead_changes_nothing(monkeypatch, p, x):
    """Counts are the same when nothing is dropped, and so is the network but for the order of its sums."""
    options = {"p": p, "x": x, "epochs": 600, "precision": "float64"}
    found = run(**options)
    widths = []
    monkeypatch.setattr(_Trainee, "drop_dead", lambda self, _epoch: widths.append(self.width))
    whole = run(**options)
    assert set(widths) == {80}
    assert np.array_equal(found.history.neurons, whole.history.neurons)
    assert found.network.v == pytest.approx(whole.network.v, rel=1e-9)
    monkeypatch.undo()
    assert found.network.v.size < 80


def test_dropping__goes_on_with_fewer_columns(monkeypatch):
    widths, advance = set(), _Trainee.advance
    monkeypatch.setattr(_Trainee, "advance", lambda self, a, b: (widths.add(self.width), advance(self, a, b))[1])
    run(epochs=3000)
    assert min(widths) <= 16
    widths.clear()
    run(p=1.0, epochs=6000, x=ROWS)
    assert min(widths) < 80


def test_a_run_does_not_depend_on_its_marks():
    first, second = run(marks=[3000]), run(marks=range(1, 3001, 7))
    assert first.network.to_json() == second.network.to_json()


def test_float32_and_float64__agree_at_first():
    nets = [run(epochs=100, precision=precision).network for precision in ("float32", "float64")]
    assert nets[0](X[:, None]) == pytest.approx(nets[1](X[:, None]), abs=1e-4)
    assert not np.array_equal(nets[0].v, nets[1].v)


def test_divergence__is_said():
    found = run(optimizer="gradient", step=10.0, threshold="none", precision="float32", epochs=200)
    assert found.network is None
    assert np.isnan(found.history.loss[-1])
    assert TrainingRun.from_json(found.to_json()).network is None


@pytest.mark.parametrize("marks", [[200], range(1, 201), None])
def test_divergence__is_said_whatever_the_threshold_makes_of_it(marks):
    found = run(optimizer="gradient", step=10.0, epochs=200, marks=marks)
    assert found.network is None
    assert len(found.history.epochs) < 200


def test_history__counts_in_the_units_of_the_training():
    for scale in (1e9, 1e-9):
        found = run(recipe=RECIPES["kinks"], epochs=400, x=X * scale, y=Y / scale)
        assert found.history.neurons[-1] == len(found.network.v) > 0


def test_losses_beyond_doubles__do_not_end_the_run():
    found = run(recipe=RECIPES["kinks"], epochs=400, y=Y * 1e200)
    assert found.history.epochs[-1] == 400
    assert np.isinf(found.history.loss[-1])
    assert found.network is not None


@pytest.mark.slow
def test_calls__are_short_whatever_the_number_of_points():
    x = np.linspace(-1, 1, 8_000)
    counts = []
    run_seed(posed(x, x**2, 1.0, RECIPES["published"].but(width=400), 300), 0, counts.append)
    assert max(counts) * len(x) * 400 * 3 < 2e9
    assert sum(counts) == 300


def test_json__comes_back():
    found = run(epochs=50)
    again = TrainingRun.from_json(found.to_json())
    assert again.to_json() == found.to_json()
    assert isinstance(again.network, FloatNetwork)


def test_progress__counts_the_epochs():
    counts = []
    run_seed(posed(X, Y, 0.4, Recipe(), 5000), 0, counts.append)
    assert sum(counts) == 5000
