import numpy as np
import pytest

from sparsest import Dataset, Points, solve, solve_network
from sparsest.training import FloatNetwork, Polished, train
from sparsest.training.ends import judged, label_size
from sparsest.training.loop import TrainingRun
from sparsest.training.train import Training
from tests.test_documents import schema

# Gaps 3, 2, 1 of one run: the pair of the first two is the minimiser, that of the last two no local minimiser.
X, Y = [0, 1, 2, 3, 4], [0, 0, 3, 8, 14]
DATA = Dataset(X, Y)
BEST = solve(DATA, "2/5")


def of_networks(*networks):
    """TrainingEnds of networks as if training had led to them."""
    plain = train(X, Y, "2/5", seeds=range(1), epochs=2)
    runs = [TrainingRun(k, network, plain.runs[0].history) for k, network in enumerate(networks)]
    return judged(Training(plain.problem, tuple(runs)), DATA, "2/5", BEST)


FIRST = FloatNetwork([5, 1], [[1], [1]], [-1.4, -3], [0], 0)
LAST = FloatNetwork([3, 3], [[1], [1]], [-1, -7 / 3], [0], 0)
NEAR = FloatNetwork([5.1, 1.1], [[1], [1]], [-1.4, -2.9], [0], 0)
NOTHING = FloatNetwork([], np.zeros((0, 1)), [], [0], 0)


def test_shares__count_what_was_made_so():
    shares = of_networks(FIRST, LAST, NEAR, NOTHING, None).shares
    assert shares["diverged"] == 1 / 5
    assert shares["collapsed"] == 1 / 5
    assert shares["fits"] == 2 / 5
    assert shares["polished"] == 3 / 5
    assert shares["optimal"] == 2 / 5
    assert shares["local_minimizer"] == 2 / 5
    assert shares["median_neurons"] == 2
    assert 0 < shares["median_residual"] < 1


def test_shapes__are_the_exact_networks_by_frequency():
    found = of_networks(LAST, FIRST, NEAR, NOTHING)
    assert [(shape.count, shape.polished.parameters) for shape in found.shapes] == [(2, 2), (1, 2)]
    assert found.shapes[0].end.optimal
    assert not found.shapes[1].end.optimal


def test_without_any_run_that_ends():
    found = of_networks(None)
    assert found.shares["median_neurons"] is None
    assert found.shapes == ()
    schema("training-1.json").validate(found.to_json())


@pytest.mark.parametrize("recipe", ["published", "kinks"])
def test_json__of_one_input(recipe):
    training = train(X, Y, "2/5", seeds=range(4), epochs=3000, recipe=recipe)
    found = judged(training, DATA, "2/5", BEST)
    made = found.to_json()
    schema("training-1.json").validate(made)
    assert len(made["runs"]) == 4
    assert made["optimum"]["knots"] == 2
    assert 0 < made["untrained"]["random_sides"] < made["untrained"]["random_sides_descended"] <= 1
    assert sum(end["count"] for end in made["ends"]) == sum(run["polished"] for run in made["runs"])
    assert not schema("training-1.json").is_valid({**made, "shares": {}})
    assert not schema("training-1.json").is_valid({**made, "runs": [{"seed": "0"}]})


def test_json__of_several_inputs():
    x, y = [[0, 1], [1, 0], [1, 1]], [1, 0, 2]
    points = Points(x, y)
    training = train(np.array(x), y, "1/2", seeds=range(3), epochs=2000)
    found = judged(training, points, "1/2", solve_network(points, "1/2"))
    made = found.to_json()
    schema("training-1.json").validate(made)
    assert made["untrained"] is None
    assert made["shares"]["local_minimizer"] is None
    assert made["optimum"]["optimal"] is True
    assert all(isinstance(shape.polished, Polished) for shape in found.shapes)
    assert judged(training, points, "1/2", None).shares["optimal"] is None


@pytest.mark.parametrize(
    ("y", "size"), [([1e9, 1e9 + 1], 1), ([-3, 1], 3), ([5, 5], 5), ([0, 0], 1), ([-1.7e308, 1.7e308], 1.7e308)]
)
def test_label_size(y, size):
    assert label_size(np.array(y, float)) == size


def test_untrained__is_cheap_for_long_data():
    data = Dataset(range(400), np.random.default_rng(0).integers(0, 99, 400).tolist())
    training = train(np.arange(400.0), [float(v) for v in data.y], "1/2", epochs=1)
    assert judged(training, data, "1/2", solve(data, "1/2")).baseline.draws == 50


def test_history__has_the_runs_at_the_marks():
    training = train(X, Y, "2/5", seeds=range(3), epochs=500, recipe="published", marks=[10, 100])
    made = judged(training, DATA, "2/5", BEST).to_json()["history"]
    counts = np.array([run.history.neurons for run in training.runs])
    assert made["epochs"] == [10, 100, 500]
    assert made["neurons"]["median"] == np.median(counts, axis=0).tolist()
    assert made["neurons"]["most"] == counts.max(axis=0).tolist()
    assert of_networks(None).to_json()["history"]["epochs"] == []


def test_progress():
    counts = []
    training = train(X, Y, "2/5", seeds=range(3), epochs=10)
    judged(training, DATA, "2/5", BEST, progress=counts.append)
    assert counts == [1, 1, 1]
