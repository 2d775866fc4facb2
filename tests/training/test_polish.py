"""Polish finds the network that a trained one was disturbed from, and proves it where there is none."""

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

from sparsest import (
    DataError,
    Dataset,
    MultivariateNetwork,
    MultivariateNeuron,
    Points,
    UsageError,
    solve,
    solve_network,
)
from sparsest.exact.clock import Clock, OutOfTimeError
from sparsest.training import FloatNetwork, NotPolished, Polished, judge, nearest, polish
from sparsest.training.cones import cones_of, flipped
from sparsest.training.merging import kinks, merged_network
from sparsest.training.nearest import signed_gaps, widened
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.local import is_stable

from .drawn import coarse_network, data_of, network_of

PEAK = Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])


def interpolates(network, data):
    return all(network.value(x) == y for x, y in zip(*data.flint, strict=True))


def real_data(rng, size=10):
    return Dataset(np.sort(rng.uniform(-1, 1, size)).tolist(), rng.uniform(-1, 1, size).tolist())


@pytest.mark.parametrize("noise", [0.0, 1e-4])
def test_polish__returns_the_minimiser_that_was_disturbed(noise):
    rng = np.random.default_rng(0)
    patterns = set()
    for _ in range(200):
        data = real_data(rng, int(rng.integers(3, 13)))
        best = solve(data, "2/5")
        found = polish(network_of(best.spline, rng, noise), data)
        assert found.network == best.network
        assert found.matching == best.matches
        assert found.parameters == best.knots
        assert not found.descended
        patterns.add(found.pattern)
    assert patterns == ({"trained"} if noise == 0 else {"trained", "widened"})


def disturbed_points(rng):
    points = Points(rng.uniform(-1, 1, (3, 2)).tolist(), rng.uniform(-1, 1, 3).tolist())
    best = solve_network(points, "0", seconds=1).network.normalised()
    v = np.array([float(int(n.output_weight.p)) for n in best.neurons])
    w = np.array([[int(a.p) / int(a.q) for a in n.weights] for n in best.neurons])
    scale = rng.uniform(0.5, 2, (len(v), 1))
    noisy = scale * w * (1 + 1e-4 * rng.standard_normal(w.shape))
    return points, best, FloatNetwork(v / scale[:, 0], noisy[:, :-1], noisy[:, -1], [0, 0])


@pytest.mark.slow
def test_polish__returns_a_network_of_several_inputs_that_was_disturbed():
    """Fewest parameters, so the columns of its support are independent: on its pattern it is the only interpolant."""
    rng = np.random.default_rng(1)
    same = 0
    for _ in range(10):
        points, best, trained = disturbed_points(rng)
        found = polish(trained, points, p="2/5")
        assert isinstance(found, Polished)
        assert found.network.interpolates(points)
        assert found.parameters == best.parameters
        same += found.network.power_sum.terms == best.merged(points).power_sum.terms
    assert same > 6


def test_polish__interpolates_or_proves_that_nothing_on_the_pattern_does():
    rng = np.random.default_rng(2)
    seen = {"trained": 0, "widened": 0, "none": 0}
    for _ in range(300):
        data = data_of(rng)
        trained = coarse_network(rng, data, int(rng.integers(1, 16)))
        allowed = signed_gaps(kinks(trained), data)
        found = polish(trained, data)
        if isinstance(found, NotPolished):
            seen["none"] += 1
            assert found.obstruction.holds(data, allowed)
            assert found.obstruction.holds(data, widened(allowed))
            continue
        seen[found.pattern] += 1
        assert interpolates(found.network, data)
        assert found.network.to_spline() == Gaps.of(data).spline(found.matching)
        assert (found.obstruction is None) == (found.pattern == "trained")
        if found.obstruction is not None:
            assert found.obstruction.holds(data, allowed)
            assert not found.obstruction.holds(data, widened(allowed))
    assert min(seen.values()) > 30


def test_polish__without_one_of_its_neurons_there_is_no_interpolant():
    rng = np.random.default_rng(3)
    for _ in range(60):
        gaps = (np.round(rng.uniform(1, 9, 6), 2) * [1, 1, -1, 1, 1, -1]).tolist()
        data = Dataset.from_gaps(gaps)
        whole = network_of(solve(data, "1/2").spline, rng)
        gone = int(rng.integers(len(whole.v)))
        kept = np.arange(len(whole.v)) != gone
        missing = FloatNetwork(whole.v[kept], whole.w[kept], whole.b[kept], whole.skip, whole.offset)
        assert isinstance(polish(whole, data), Polished)
        found = polish(missing, data)
        assert isinstance(found, NotPolished)
        assert found.obstruction.holds(data, signed_gaps(kinks(missing), data))
        assert not found.obstruction.holds(data, signed_gaps(kinks(whole), data))


@pytest.mark.slow
def test_polish__cones_interpolate_or_are_proved_empty():
    rng = np.random.default_rng(4)
    seen = {"trained": 0, "widened": 0, "none": 0}
    for _ in range(150):
        points = Points(rng.integers(-4, 5, (4, 2)).tolist(), rng.integers(-1, 2, 4).tolist(), ties="mean")
        w = rng.integers(-3, 4, (4, 3)) * (rng.random((4, 3)) < 0.6)
        trained = FloatNetwork(rng.choice([-1.0, 1.0], 4), w[:, :2], w[:, 2], [0, 0])
        cones = cones_of(merged_network(trained, points), points)
        found = polish(trained, points)
        if isinstance(found, NotPolished):
            seen["none"] += 1
            assert found.obstruction.holds(points, list(flipped(cones)))
            continue
        seen[found.pattern] += 1
        assert found.network.interpolates(points)
        assert found.matching is None
        assert found.obstruction is None or found.obstruction.holds(points, list(cones))
    assert min(seen.values()) > 5


def test_polish__descent_is_asked_for_and_said():
    data = Dataset.from_gaps([1, 2, 3])  # 3 is as large as 1 + 2: not stable
    trained = network_of(Gaps.of(data).spline((0,)), np.random.default_rng(0))
    nearest_one, lower = polish(trained, data), polish(trained, data, descend=True)
    assert (nearest_one.matching, nearest_one.descended) == ((0,), False)
    assert (lower.matching, lower.descended) == ((1,), True)
    assert interpolates(lower.network, data)
    assert not is_stable(Gaps.of(data), nearest_one.matching)
    assert repr(lower) == "<Polished on the trained pattern: 2 knots, after descent>"
    best = network_of(Gaps.of(data).spline((1,)), np.random.default_rng(0))
    assert polish(best, data, descend=True) == polish(best, data)


@pytest.mark.slow
def test_polish__descent_of_several_inputs_lowers_the_price_on_the_same_pattern():
    rng = np.random.default_rng(6)
    moved = 0
    for _ in range(20):
        points = Points(rng.uniform(-1, 1, (6, 4)).tolist(), rng.uniform(-1, 1, 6).tolist())
        w = rng.standard_normal((8, 5)) * (rng.random((8, 5)) < 0.6)
        trained = FloatNetwork(rng.standard_normal(8), w[:, :4], w[:, 4], np.zeros(4))
        first, last = (polish(trained, points, p="2/5", descend=descend) for descend in (False, True))
        assert type(first) is type(last)
        if isinstance(last, Polished):
            assert not first.descended
            assert last.network.interpolates(points)
            assert (last.network.objective("2/5") < first.network.objective("2/5")) == last.descended
            assert last.descended or last == first
            moved += last.descended
    assert moved > 3


def test_planted__a_polish_to_the_farther_matching_is_seen(monkeypatch):
    best = solve(PEAK, "1/2")
    trained = network_of(best.spline, np.random.default_rng(0), 1e-4)
    assert polish(trained, PEAK).network == best.network
    monkeypatch.setattr(nearest, "_shares", lambda *_: {})
    data = Dataset.from_gaps([1, 2, 1])
    trained = network_of(Gaps.of(data).spline((1,)), np.random.default_rng(0))
    assert polish(trained, data).matching != (1,)


@pytest.mark.parametrize("points", [1, 2])
def test_polish__one_or_two_points_need_no_knot(points):
    data = Dataset(range(points), [3] * points)
    found = polish(FloatNetwork([5], [[1]], [-0.5], [0]), data)
    assert (found.parameters, found.pattern) == (0, "trained")
    assert interpolates(found.network, data)


def test_polish__of_no_neurons():
    assert polish(FloatNetwork([], np.zeros((0, 1)), [], [0]), Dataset([0, 1, 2], [1, 2, 3])).parameters == 0
    assert isinstance(polish(FloatNetwork([], np.zeros((0, 2)), [], [0, 0]), Points([[1, 2]], [3])), NotPolished)
    assert polish(FloatNetwork([], np.zeros((0, 2)), [], [0, 0]), Points([[1, 2]], [0])).parameters == 0


@pytest.mark.parametrize("data", [PEAK, Points([[0, 1], [1, 0], [1, 1]], [1, 2, 3])])
def test_polish__on_the_trained_pattern_alone(data):
    trained = FloatNetwork([], np.zeros((0, 1 if data is PEAK else 2)), [], [0] * (1 if data is PEAK else 2))
    assert isinstance(polish(trained, data, widen=False), NotPolished)
    units = FloatNetwork([1, -2, 1], [[1], [1], [1]], [0.998, -1.01, -2.001], [0])
    beside, plane = FloatNetwork([1], [[1, -0.01]], [0], [0, 0]), Points([[0, 1], [1, 0]], [1, 2])
    for network, points in ((units, PEAK), (beside, plane)):
        both, first = polish(network, points), polish(network, points, widen=False)
        assert both.pattern == "widened"
        assert isinstance(first, NotPolished)
        assert first.obstruction == both.obstruction


def test_polish__the_clock_is_heard():
    points = Points([[1, 2], [2, 5]], [3, 1])
    trained = FloatNetwork([1, 1], [[1, 1], [2, -1]], [0, 1], [0, 0])
    with pytest.raises(OutOfTimeError):
        polish(trained, points, clock=Clock(1e-9))


@pytest.mark.parametrize(
    ("network", "data", "options", "error", "message"),
    [
        (FloatNetwork([1], [[1, 2]], [0], [0, 0]), PEAK, {}, UsageError, "has 2 inputs and the data 1"),
        (FloatNetwork([1], [[1]], [0], [0]), PEAK, {"p": 2}, UsageError, "p = 2 is outside"),
        (FloatNetwork([1], [[1]], [0], [1]), Points([[1]], [0]), {}, UsageError, "has a skip connection"),
        (FloatNetwork([1], [[1]], [0], [1]), Dataset([0, 0], [1, 2], ties="gates"), {}, DataError, "has two labels"),
        (None, PEAK, {}, UsageError, "NoneType is no trained network"),
    ],
)
def test_polish__errors(network, data, options, error, message):
    with pytest.raises(error, match=message):
        polish(network, data, **options)


def test_to_json__says_pattern_and_proof():
    trained = FloatNetwork([1], [[1]], [-2 - 1e-9], [0])
    found = polish(trained, Dataset([0, 1, 2], [0, 0, 1]))
    assert found.to_json() == {
        "polished": True,
        "pattern": "widened",
        "obstruction": {"multipliers": {"0": "1", "1": "-2", "2": "1"}},
        "descended": False,
        "network": {
            "neurons": [{"output_weight": "1", "input_weights": ["1"], "bias": "-1"}],
            "skip": ["0"],
            "offset": "0",
        },
    }
    assert repr(found) == "<Polished on the widened pattern: 1 knots>"
    none = polish(FloatNetwork([1], [[1]], [0], [0]), Points([[1]], [-2]))
    assert none.to_json()["polished"] is False
    assert repr(none) == "<NotPolished: <ConeObstruction at points 0, of 2 cones>>"
    none = polish(FloatNetwork([], np.zeros((0, 1)), [], [0]), Dataset([0, "1e-400", 1], [0, 0, 1]))
    assert repr(none) == "<NotPolished: <LineObstruction at points 0, 1, 2>>"


def test_polish__of_several_inputs_keeps_what_it_is_told():
    net = MultivariateNetwork([MultivariateNeuron.of(1, [1, 0], -1), MultivariateNeuron.of(-1, [0, 1], 0)], 2)
    points = Points([[3, 1], [2, 2], [5, -1]], [net([3, 1]), net([2, 2]), net([5, -1])])
    trained = FloatNetwork([1, -1.001], [[1.001, 0], [0, 1]], [-1, 0], [0, 0])
    found = polish(trained, points)
    assert [n.charged for n in found.network.neurons] == [n.charged for n in net.neurons]
    assert fmpq(0) not in found.network.neurons[0].weights[::2]


def test_repr__is_one_short_line_whatever_the_numbers():
    long = Fraction(-(7**1100), 3**1900)
    line = FloatNetwork([1e300], [[1e-300]], [0], [0])
    plane = FloatNetwork([1, -1], [[1, 2], [-1e-300, 1]], [0, 1e300], [0, 0])
    shown = set()
    for net, data in (
        (line, Dataset([0, 1, long], [1 / long, long, 0])),
        (line, Dataset([0, 1], [long, 1])),
        (plane, Points([[long, 1 / long], [1, long]], [long, 1])),
        (plane, Points([[1, 0], [0, 1]], [1, long])),
        (line, Dataset(range(40), [k % 3 for k in range(40)])),
    ):
        found = polish(net, data)
        for one in (found, found.obstruction, judge(net, data, "1/2", None)):
            assert len(repr(one)) <= 120
            shown.add(type(one).__name__)
    assert shown >= {"LineObstruction", "NotPolished", "Polished", "RunEnd"}
