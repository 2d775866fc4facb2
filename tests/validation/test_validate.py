"""The verdict on a network, against brute force over all matchings and against planted networks of every kind."""

from fractions import Fraction

import numpy as np
import pytest

from proofs_check.verify import check_certificate
from sparsest import (
    DataError,
    Dataset,
    MultivariateNetwork,
    MultivariateNeuron,
    Network,
    Neuron,
    Points,
    Spline,
    UsageError,
    solve,
    solve_network,
    validate,
)
from sparsest.validation import one_input
from sparsest.validation.verdict import VERDICTS
from tests.test_documents import schema

from ..multivariate.oracles import least_count
from ..multivariate.price_oracle import compare, least_networks
from ..oracles import brute_force, matchings, runs_of, slope_gaps, spline_of
from .disguise import disguised, disguised_of_several

PEAK = Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])
VALID = schema("validation-1.json")


def drawn(rng):
    """Return data with small gaps, so that ties are common, and the splines of all matchings with the best of them."""
    size = int(rng.integers(3, 8))
    data = Dataset.from_gaps((rng.integers(1, 5, size) * rng.choice([1, 1, 1, -1, 0], size)).tolist())
    p = str(rng.choice(["1/2", "1/3", "3/4", "0+", "1-", "0"]))
    x, y = list(data.x), list(data.y)
    gaps = slope_gaps(x, y)
    every = [frozenset()]
    for run in runs_of(gaps):
        every = [one | {run[0] + k for k in more} for one in every for more in matchings(len(run))]
    return data, p, every, set(brute_force(x, y, p).minimizers)


def spline(x, y, matching):
    found = spline_of(x, y, matching)
    return Spline(
        found.left_slope, found.left_intercept, *(zip(*found.knots, strict=True) if found.knots else ((), ()))
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_validate__sees_through_every_disguise(seed):
    """10,000 of them, a part minimal: none is wrong, whatever the network hides its function in."""
    rng, seen = np.random.default_rng(seed), dict.fromkeys(VERDICTS, 0)
    for _ in range(500):
        data, p, every, best = drawn(rng)
        for k in range(5):
            among = sorted(best, key=sorted) if k == 0 else every
            matching = among[int(rng.integers(len(among)))]
            network = disguised(spline(list(data.x), list(data.y), matching), rng)
            found = validate(network, data, p)
            right = "proved minimal" if matching in best else "not minimal"
            assert found.verdict == right, (data.x, data.y, p, matching)
            seen[found.verdict] += 1
    assert seen["proved minimal"] > 500
    assert seen["not minimal"] > 500


def test_validate__would_be_seen_to_fail(monkeypatch):
    monkeypatch.setattr(one_input, "is_minimizer", lambda *_: True)
    with pytest.raises(AssertionError):
        test_validate__sees_through_every_disguise(0)


@pytest.mark.parametrize("seed", range(3))
def test_validate__better_is_better_and_its_certificate_is_accepted(seed):
    rng, kinds = np.random.default_rng(seed), set()
    for _ in range(60):
        data, p, every, _ = drawn(rng)
        matching = every[int(rng.integers(len(every)))]
        network = disguised(spline(list(data.x), list(data.y), matching), rng)
        found = validate(network, data, p)
        VALID.validate(found.to_json())
        verdict = check_certificate(found.certificate())
        assert verdict.verdict == "accept", verdict
        if found.better is None:
            assert found.facts.merged == found.facts.neurons or not (found.function.power_sum - found.written).terms
            continue
        kinds.add((found.verdict, found.better.why))
        better = validate(found.better.network, data, p)
        assert better.verdict == "proved minimal"
        assert better.better is None
        if p == "1/2":
            assert better.written.at(p) < found.written.at(p)
    assert len(kinds) == 2


def test_validate__certificate_is_of_the_network_itself():
    """Of two minimisers the checker is given the one that was validated, and not the canonical one."""
    tie = solve(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 4, 8]), "1/2")
    for own in tie.splines():
        made = validate(Network.from_spline(own), tie.data, "1/2").certificate()
        assert made["minimizer"] == own.to_json()
        assert check_certificate(made).verdict == "accept"


def test_validate__a_network_one_ulp_off_does_not_interpolate_but_is_within():
    exact = solve(PEAK, "1/2").network
    first = exact.neurons[0]
    off = Network(
        [
            first._replace(output_weight=first.output_weight + Neuron.of(2.0**-52, 0, 0).output_weight),
            *exact.neurons[1:],
        ]
    )
    assert validate(exact, PEAK).verdict == "proved minimal"
    found = validate(off, PEAK)
    assert (found.verdict, found.residuals.zeros, found.labels.minimal) == ("does not interpolate", 2, None)
    assert found.residuals.largest == Fraction(4, 2**52)
    assert found.own.minimal is True
    assert found.better.network == exact
    assert validate(off, PEAK, tolerance="1e-9").verdict == "within tolerance"
    assert validate(off, PEAK, tolerance=0).verdict == "does not interpolate"
    assert validate(off, PEAK, tolerance=2.0**-50).verdict == "within tolerance"
    assert validate(exact, PEAK, tolerance=0).verdict == "proved minimal"


def test_validate__within_a_tolerance_says_nothing_of_minimality():
    bent = Network.from_spline(solve(PEAK, "1/2").spline)
    found = validate(bent, PEAK, "0", tolerance="1/2")
    assert (found.verdict, found.within.knots) == ("proved minimal", 0)
    assert (found.better.why, found.better.network) == ("the fewest knots within the tolerance", found.within.network)
    loose = validate(Network([], 0, "1/4"), PEAK, "1/2", tolerance="3/4")
    assert (loose.verdict, loose.better) == ("within tolerance", None)
    VALID.validate(loose.to_json())
    assert loose.to_json()["within_tolerance"] == {"tolerance": "3/4", "fewest_knots": 0, "largest_residual": "1/2"}
    many = validate(Network.from_spline(Spline(0, 0, [0, 1], ["1/2", "-1/2"])), PEAK, tolerance=1)
    assert many.better.why == "the fewest knots within the tolerance"
    assert check_certificate(many.certificate()).verdict == "accept"


def test_validate__tolerances_of_the_rows_in_their_order():
    data = Dataset([2, 0, 1], [0, 0, 3])
    found = validate(Network([], 0, 0), data, tolerance=["0", "0", "3"])
    assert found.verdict == "within tolerance"
    assert validate(Network([], 0, 0), data, tolerance=["3", "0", "0"]).residuals.beyond == 1
    VALID.validate(found.to_json())


def test_validate__several_labels_at_one_input():
    data = Dataset([0, 0, 1], [0, 1, 2], ties="gates")
    with pytest.raises(DataError, match="two labels"):
        validate(Network([], 1), data)
    found = validate(Network([], "3/2", "1/2"), data, tolerance="1/2")
    assert (found.verdict, found.labels, found.residuals.zeros) == ("within tolerance", None, 1)
    VALID.validate(found.to_json())
    apart = validate(Network([], "3/2", "1/2"), data, tolerance="1/4")
    assert (apart.verdict, apart.within, apart.better) == ("does not interpolate", None, None)
    VALID.validate(apart.to_json())
    with pytest.raises(UsageError, match="several labels"):
        apart.certificate()


def test_validate__merged_labels_are_one_point_each():
    data = Dataset([1, 0, 0], [1, 0, 1], ties="mean")
    own = validate(Network([], "1/2", "1/2"), data).residuals
    assert (own.zeros, len(own.values), own.largest, list(own.places)) == (2, 2, 0, ["entry 0", "entry 1"])
    assert validate(Network([]), data).residuals.to_json()["at"] == "entry 0"
    assert len(validate(Network([]), data, tolerance=[1, 1, 1]).residuals.values) == 3


def test_validate__a_single_point_and_two():
    assert validate(Network([], 5, 2), Dataset([0], [2])).verdict == "proved minimal"
    bent = Network([Neuron.of(1, 1, -1)], 0, 2)
    assert validate(bent, Dataset([0], [2])).verdict == "not minimal"
    assert validate(bent, Dataset([0, 1], [2, 2])).verdict == "not minimal"
    assert validate(Network([], 0, 2), Dataset([0, 1], [2, 2]), "0+").verdict == "proved minimal"


def test_validate__knots_outside_the_data_cost():
    found = validate(Network([Neuron.of(1, 1, -9)], 1), Dataset([0, 1, 2], [0, 1, 2]))
    assert (found.verdict, found.facts.silent, str(found.gap.at("1/2"))) == ("not minimal", 1, "1")


@pytest.mark.slow
@pytest.mark.parametrize("p", ["1/2", "0", "0+"])
def test_validate__several_inputs_through_every_disguise(p):
    rng, seen = np.random.default_rng(5), set()
    for _ in range(4):
        d = int(rng.integers(1, 3))
        x = sorted({tuple(row) for row in rng.integers(-2, 3, (3, d)).tolist()})
        points = Points(x, rng.integers(-2, 3, len(x)).tolist())
        best = solve_network(points, p)
        assert best.optimal
        found = validate(disguised_of_several(best.network, rng), points, p)
        assert found.verdict == "proved minimal"
        VALID.validate(found.to_json())
        made = found.certificate()
        assert check_certificate(made).verdict == "accept"
        assert made["network"]["neurons"] == found.function.to_json()["neurons"]
        seen.add(d)
    assert seen == {1, 2}


@pytest.mark.parametrize("p", ["1/2", "0", "0+"])
def test_validate__a_network_that_could_be_merged_at_the_points_only_is_not_minimal(p):
    """Two neurons that are active at the same points are one only for the points: the function is another one."""
    apart = MultivariateNetwork([MultivariateNeuron.of(1, [1, 1], 0), MultivariateNeuron.of(1, [1, -1], 0)], 2)
    found = validate(apart, Points([[1, 0], [-1, 0]], [2, 0]), p)
    assert (found.verdict, found.function.parameters, found.better.network.parameters) == ("not minimal", 4, 1)
    silent = validate(Network([Neuron.of(1, 2, 0)]), Points([[0]], [0]), p)
    assert (silent.verdict, silent.facts.silent, silent.better.network.parameters) == ("not minimal", 1, 0)


def charged(rows):
    """Return the weights of neurons (v, w, b) of one input, those of one direction added up; None for two sides."""
    sums = {}
    for v, w, b in rows:
        if w or b > 0:
            size = max(abs(w), abs(b))
            ray = (Fraction(w, size), Fraction(b, size))
            sums[ray] = sums.get(ray, 0) + v * size
    kept = {ray: c for ray, c in sums.items() if c}
    # Both sides of one kink: what they come to can be written in several ways.
    return None if any((-w, -b) in kept for w, b in kept) else [abs(c * a) for ray, c in kept.items() for a in ray if a]


@pytest.mark.slow
def test_validate__several_inputs_as_exhaustive_search_says():
    """Minimal exactly if the network costs as much as the best of all, found without faces, rays or bounds."""
    rng, seen = np.random.default_rng(11), {True: 0, False: 0}
    for _ in range(60):
        rows = rng.integers(-1, 2, (int(rng.integers(1, 3)), 3)).tolist()
        x = sorted({tuple(row) for row in rng.integers(-1, 2, (2, 1)).tolist()})
        net = MultivariateNetwork([MultivariateNeuron.of(v, [w], b) for v, w, b in rows], 1)
        y = [net(row) for row in x]
        if (weights := charged(rows)) is None:
            continue
        best = next(iter(least_networks(x, y, Fraction(1, 2))))
        least = [abs(a) for _, vector in best for a in vector if a]
        right = {"1/2": compare(weights, least, Fraction(1, 2)) == 0, "0": len(weights) == least_count(x, y)}
        for p, minimal in right.items():
            verdict = validate(net, Points(x, y), p).verdict
            assert verdict == ("proved minimal" if minimal else "not minimal"), (x, rows, p)
            seen[minimal] += 1
    assert min(seen.values()) > 15


@pytest.mark.slow
def test_validate__several_inputs_not_minimal_and_undecided():
    points = Points([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    textbook = MultivariateNetwork([MultivariateNeuron.of(1, [1, 1], 0), MultivariateNeuron.of(-2, [1, 1], -1)], 2)
    found = validate(textbook, points, "0")
    assert (found.verdict, found.facts.parameters, found.better.network.parameters) == ("not minimal", 5, 4)
    VALID.validate(found.to_json())
    rng = np.random.default_rng(0)
    many = Points(rng.integers(-9, 9, (40, 3)).tolist(), rng.integers(-9, 9, 40).tolist(), ties="first")
    made = solve_network(many, "0", seconds=0.5).network
    unsure = validate(made, many, "1/2", seconds=0.5)
    assert unsure.verdict in ("undecided", "not minimal")
    VALID.validate(unsure.to_json())


def test_validate__one_input_as_problem_8():
    points = Points([[0], [1], [2]], [1, 1, 2])
    found = validate(Network([Neuron.of(1, 1, -1)], 0, 1), points, "0")
    assert (found.verdict, found.facts.parameters) == ("proved minimal", 3)
    assert isinstance(found.network, MultivariateNetwork)


@pytest.mark.parametrize(
    ("network", "data", "p", "more", "said"),
    [
        (Network([]), Points([[0, 1]], [0]), "1/2", {}, "1 input and the data 2"),
        (MultivariateNetwork([], 2), Dataset([0], [0]), "1/2", {}, "2 inputs and the data 1"),
        (Network([]), [0, 1], "1/2", {}, "no data set"),
        (Network([]), Dataset([0], [0]), "2", {}, "p = 2"),
        (Network([]), Dataset([0], [0]), "1/2", {"tolerance": -1}, "tolerance"),
        (Network([]), Points([[0]], [0]), "1/2", {"tolerance": [1]}, "one for all"),
        (Network([]), Points([[0]], [0]), "1-", {}, "1-"),
        (Network([]), Points([[0]], [0]), "1/2", {"seconds": 0}, "seconds"),
    ],
)
def test_validate__bad_calls(network, data, p, more, said):
    with pytest.raises((UsageError, DataError), match=said):
        validate(network, data, p, **more)


def test_validate__outputs_of_too_many_digits_are_left_out():
    # Denominators of 900 digits each: the sum has 1,800.
    one, other = (Fraction(1, base**900) for base in (10, 7))
    net = Network.from_spline(Spline(one, other))
    found = validate(net, Dataset([0, 1], [0, 1]))
    assert (found.verdict, found.own) == ("does not interpolate", None)
    VALID.validate(found.to_json())


def test_validate__repr_says_the_verdict():
    assert repr(validate(Network([], 0, 1), Dataset([0], [1]))).startswith("<Validation: proved minimal; <Network")
