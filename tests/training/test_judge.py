"""What an end is called: against brute force over all matchings, and against planted ends of every kind."""

import json
import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from sparsest import Dataset, Points, SparsestError, UsageError, solve, solve_network
from sparsest.multivariate.solve import NetworkSolution
from sparsest.training import FloatNetwork, NotPolished, judge
from sparsest.training.merging import Size
from sparsest.univariate.gaps import Gaps

from .drawn import coarse_network, data_of, network_of

PEAK = Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])


def all_matchings(gaps):
    found = [()]
    for k, (a, b) in enumerate(pairwise(gaps)):
        if a * b > 0:
            found += [(*m, k) for m in found if not m or m[-1] < k - 1]
    return found


def is_stable(gaps, pairs):
    sums = {k + step: abs(gaps[k] + gaps[k + 1]) for k in pairs for step in (0, 1)}
    return not any(
        k not in sums and gaps[k] * gaps[j] > 0 and abs(gaps[k]) >= sums.get(j, 0)
        for k in range(len(gaps))
        for j in (k - 1, k + 1)
        if 0 <= j < len(gaps)
    )


@pytest.mark.parametrize("p", ["1/5", "1/2", "9/10"])
def test_judge__optimal_rank_and_local_as_brute_force(p):
    rng = np.random.default_rng(0)
    seen = set()
    for _ in range(60):
        data = Dataset.from_gaps((rng.integers(1, 40, int(rng.integers(3, 8))) * rng.choice([1, 1, 1, -1])).tolist())
        gaps = Gaps.of(data)
        every = all_matchings(gaps.gaps)
        costs = {m: gaps.spline(m).variation(p) for m in every}
        stable = [m for m in every if is_stable(gaps.gaps, m)]
        maximal = [m for m in every if not any(set(m) < set(other) for other in every)]
        chosen = maximal[int(rng.integers(len(maximal)))]
        end = judge(network_of(gaps.spline(chosen), rng, 1e-5), data, p, solve(data, p))
        assert end.polished.matching == chosen
        assert end.optimal == (costs[chosen] == min(costs.values()))
        assert end.certified
        assert float(end.excess) == pytest.approx(float(costs[chosen]) - min(map(float, costs.values())), abs=1e-12)
        assert (end.excess.rational == 0) == end.optimal
        assert end.local_minimizer == (chosen in stable)
        assert end.standing.count == len(stable)
        rank = 1 + sum(costs[m] < costs[chosen] for m in stable)
        assert end.standing.rank == (rank if end.local_minimizer else None)
        assert end.largest_residual < 0.1
        json.dumps(end.to_json(), allow_nan=False)
        seen.add((end.optimal, end.local_minimizer))
    assert seen == {(True, True), (False, True), (False, False)}


def test_judge__an_end_that_is_no_local_minimiser_shows_the_descent():
    data = Dataset.from_gaps([1, 2, 3])
    trained = network_of(Gaps.of(data).spline((0,)), np.random.default_rng(0))
    end = judge(trained, data, "1/2", solve(data, "1/2"))
    shown = end.to_json()
    assert (shown["local_minimizer"], shown["descent"]) == (False, {"gap": 2, "match": 1, "broken": 0})
    assert (shown["optimal"], shown["rank"], shown["local_minimizers"]) == (False, None, "1")
    after = judge(trained, data, "1/2", solve(data, "1/2"), descend=True).to_json()
    assert (after["optimal"], after["descended"], after["rank"], after["descent"]) == (True, True, 1, None)


def test_judge__what_cannot_be_polished_is_not_optimal():
    end = judge(FloatNetwork([], np.zeros((0, 1)), [], [0]), PEAK, "1/2", solve(PEAK, "1/2"))
    assert isinstance(end.polished, NotPolished)
    assert (end.optimal, end.certified, end.excess, end.standing) == (False, True, None, None)
    assert (end.largest_residual, end.path_norm, end.merged) == (1.0, 0.0, Size(0, 0))
    shown = end.to_json()
    assert (shown["polished"], shown["pattern"], shown["polished_knots"], shown["rank"]) == (
        False,
        None,
        None,
        None,
    )
    assert repr(end) == "<RunEnd of 0 neurons, residual 1; not polished, not optimal>"


def test_judge__counts_what_training_left_before_polish():
    trained = FloatNetwork([0.5, 0.49, -2, 1, 0.001], [[1]] * 5, [1, 1.001, -0.5, -2, -0.1], [0])
    end = judge(trained, PEAK, "1/2", solve(PEAK, "1/2"))
    assert end.merged == Size(4, 4)  # the two near -1 share a gap; the last one is alone of its sign
    assert end.polished.parameters == 3
    assert end.path_norm == pytest.approx(sum(math.sqrt(v) for v in (0.5, 0.49, 2, 1, 0.001)))
    residuals = [abs(float(trained([[float(x)]])[0]) - float(y)) for x, y in zip(PEAK.x, PEAK.y, strict=True)]
    assert end.largest_residual == pytest.approx(max(residuals))
    assert end.optimal


@pytest.mark.parametrize(
    ("p", "norm", "excess"), [("0", 3.0, "0"), ("0+", None, None), ("1-", None, None), ("1/2", 2 + math.sqrt(2), "0")]
)
def test_judge__at_the_limits(p, norm, excess):
    best = solve(PEAK, p)
    end = judge(network_of(best.spline, np.random.default_rng(1)), PEAK, p, best)
    assert end.path_norm == pytest.approx(norm)
    assert end.optimal
    assert (end.excess and str(end.excess)) == excess
    assert end.standing.rank == (None if p == "0" else 1)


def test_judge__at_p_1_the_path_norm_is_that_and_the_comparison_is_the_optimums():
    trained = network_of(solve(PEAK, "1/2").spline, np.random.default_rng(1))
    for one in (1, 1.0, "1", Fraction(1)):
        alone = judge(trained, PEAK, one, None)
        assert (alone.path_norm, alone.optimal, alone.certified) == (pytest.approx(4), None, False)
        assert (alone.standing.rank, alone.local_minimizer) == (None, True)
        held = judge(trained, PEAK, one, solve(PEAK, "1-"))
        assert (held.optimal, held.standing.rank) == (True, 1)


def test_judge__many_local_minimisers_are_counted_and_not_ranked():
    data = Dataset.from_gaps([1, 1, 1, -1, -1, -1] * 6)
    best = solve(data, "1/2")
    end = judge(network_of(best.spline, np.random.default_rng(0)), data, "1/2", best)
    assert (end.optimal, end.standing.rank, end.standing.count) == (True, None, 2**12)


@pytest.mark.parametrize(("points", "count"), [(1, "infinite"), (2, "1")])
def test_judge__one_or_two_points(points, count):
    data = Dataset(range(points), [3] * points)
    end = judge(FloatNetwork([5], [[1]], [-0.5], [0]), data, "1/2", solve(data, "1/2"))
    assert (end.optimal, end.standing.rank, end.to_json()["local_minimizers"]) == (True, 1, count)


SEVERAL = Points([[2, 1], [0, -1], [-1, -2], [-2, -2]], [-2, 2, 1, 3])


def as_floats(network):
    neurons = network.normalised().neurons
    w = np.array([[int(a.p) / int(a.q) for a in n.weights] for n in neurons])
    return FloatNetwork([int(n.output_weight.p) for n in neurons], w[:, :-1], w[:, -1], np.zeros(network.dimension))


def counted(network, p, count):
    """What the two problems count; near p = 0 its expansion K + p sum ln|z| there."""
    if count == "neurons":
        return len(network.neurons)
    sizes = [int(a.p) / int(a.q) for n in network.neurons for a in n.charged if a != 0]
    power = {"0": 0.0, "0+": 1e-6}.get(p, 0.5)
    return sum(abs(a) ** power for a in sizes)


@pytest.mark.parametrize(
    ("p", "count"), [("0", "parameters"), ("0", "neurons"), ("1/2", "parameters"), ("0+", "parameters")]
)
def test_judge__several_inputs_against_what_is_proved(p, count):
    proved = solve_network(SEVERAL, p, count=count)
    early = solve_network(SEVERAL, p, count=count, seconds=1e-9)
    assert not early.optimal
    best, poor = as_floats(proved.network), as_floats(early.network)
    end = judge(best, SEVERAL, p, proved)
    assert (end.optimal, end.certified, end.standing, end.local_minimizer) == (True, True, None, None)
    assert end.excess is None if p == "0+" else end.excess.rational == 0
    assert end.largest_residual < 1e-12
    found = judge(poor, SEVERAL, p, proved)
    worse = counted(found.polished.network, p, count) > counted(proved.network, p, count) + 1e-9
    assert (found.optimal, found.certified) == (not worse, True)
    # Held against what is not proved best, it is better; whether it is optimal is not known.
    held = judge(best, SEVERAL, p, early)
    assert (held.optimal, held.certified) == (None, False)
    assert held.excess is None if p == "0+" else held.excess < judge(best, SEVERAL, p, proved).excess
    # And what is worse than a known one is not optimal, whatever is proved.
    known = NetworkSolution(SEVERAL, early.p, count, proved.networks, False, "0", None)
    again = judge(poor, SEVERAL, p, known)
    assert (again.optimal, again.certified) == ((False, False) if worse else (None, False))
    # As few as is proved possible is optimal, though the network that came with the proof is not.
    bound = NetworkSolution(SEVERAL, early.p, count, early.networks, False, proved.lower, None)
    assert judge(best, SEVERAL, p, bound).optimal == (True if p == "0" else None)
    json.dumps(end.to_json(), allow_nan=False)


def test_judge__biases_are_charged_where_the_points_are_of_several_inputs_kind():
    net = FloatNetwork([2], [[3]], [5], [0])
    assert judge(net, Points([[1]], [16]), "0", None).path_norm == 2
    assert judge(net, Dataset([1], [16]), "0", None).path_norm == 1
    dead = FloatNetwork([0, 2], [[3], [0]], [5, 5], [0])
    assert judge(dead, Points([[1]], [10]), "0", None).path_norm == 1
    assert judge(dead, Dataset([1], [10]), "0", None).path_norm == 0


def test_judge__weights_beyond_floats_are_said_as_null():
    end = judge(FloatNetwork([1e300], [[1e300]], [0], [0]), Dataset([0, 1], [0, 0]), "1/2", None)
    assert end.largest_residual == math.inf
    assert end.to_json()["largest_residual"] is None
    assert judge(FloatNetwork([0], [[1]], [0], [0]), Dataset([0, "1e400"], [0, 0]), "1/2", None).largest_residual == 0


def test_judge__interpolants_of_random_networks_are_never_called_optimal_unless_they_are():
    rng = np.random.default_rng(5)
    told = {True: 0, False: 0}
    for _ in range(150):
        data = data_of(rng)
        best = solve(data, "2/5")
        end = judge(coarse_network(rng, data, 14), data, "2/5", best)
        if isinstance(end.polished, NotPolished):
            assert end.optimal is False
            continue
        assert end.optimal == (end.polished.network.path_norm("2/5") == best.objective)
        told[end.optimal] += 1
    assert min(told.values()) > 5


def test_planted__a_polished_network_better_than_the_certified_one_is_a_defect():
    data = Dataset.from_gaps([1, 2, 1])
    wrong = solve(data, "1/2")
    object.__setattr__(wrong, "signs", ((-1, -1),))  # no pairs at all
    trained = network_of(solve(data, "1/2").spline, np.random.default_rng(0))
    with pytest.raises(SparsestError, match="is better than the certified"):
        judge(trained, data, "1/2", wrong)


@pytest.mark.parametrize(
    ("data", "p", "optimum", "message"),
    [
        (PEAK, "1/2", solve(PEAK, "1/3"), "the optimum is that at p = 1/3, not at p = 1/2"),
        (PEAK, "1/2", solve(Dataset([0, 1], [0, 0]), "1/2"), "the optimum is that of <Dataset of 2 points"),
        (PEAK, "1/2", solve_network(Points([[0]], [0]), "1/2"), "the optimum is that of <Points: 1 in dimension 1"),
        (PEAK, 2, None, "p = 2 is outside"),
        (Points([[0, 1]], [0]), "1/2", None, "the network has 1 inputs and the data 2"),
    ],
)
def test_judge__errors(data, p, optimum, message):
    with pytest.raises(UsageError, match=message):
        judge(FloatNetwork([1], [[1]], [0], [0]), data, p, optimum)
