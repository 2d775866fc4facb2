"""Our own JSON: everything that the package writes with a network or spline in it is read back exactly."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sparsest
from sparsest import DataError, Dataset, MultivariateNetwork, Network, Points, Spline
from sparsest.interchange.layers import Layers
from sparsest.interchange.own_json import read
from sparsest.training import FloatNetwork, polish
from tests.interchange import hostile

numbers = st.fractions(-100, 100, max_denominator=1000)
PEAK = Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])
PLANE = Points([[0, 0], [1, 0], [0, 1], [1, 1]], [0, 0, 0, 1])


def again(held):
    return read(json.dumps(held).encode(), "a.json")


@given(st.lists(st.tuples(numbers, numbers, numbers), max_size=4), numbers, numbers)
def test_networks__come_back(neurons, skip, offset):
    network = Network.from_arrays(*(zip(*neurons, strict=True) if neurons else ([], [], [])), skip, offset)
    assert again(network.to_json()).to_network() == network


@given(st.lists(numbers, unique=True, max_size=4), numbers, numbers)
def test_splines__come_back(knots, slope, intercept):
    spline = Spline(slope, intercept, sorted(knots), range(1, len(knots) + 1))
    assert again(spline.to_json()).to_network().to_spline() == spline


def test_networks_of_several_inputs__come_back():
    network = MultivariateNetwork.from_arrays([2, "1/3"], [[1, "-1/7"], [0, 5]], [0, -1])
    assert again(network.to_json()).to_network() == network


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=5, max_size=5))
def test_floats__are_the_dyadic_numbers_that_they_are(values):
    v, w, b, skip, offset = values
    network = FloatNetwork([v], [[w]], [b], [skip], offset)
    assert again(network.to_json()).to_network() == network.to_network()


def test_solutions_and_certificates():
    for solution in (sparsest.solve(PEAK, "1/2"), sparsest.solve(PEAK, tolerance="1/20")):
        for held in (solution.to_json(), solution.certificate()):
            assert again(held).to_network().to_spline() == solution.spline
    solved = sparsest.solve_network(PLANE, "0")
    assert again(solved.to_json()).to_network() == solved.network
    assert again(solved.certificate()).to_network() == solved.network


def test_certificate__of_knots_has_an_affine_part():
    held = {"neurons": [{"output_weight": "2", "input_weights": ["1", "0"], "bias": "0"}], "affine": ["1", "2", "3"]}
    assert again({"format": "sparsest/network-certificate/1", "network": held})[3:5] == ((1, 2), 3)


def test_path__of_one_piece_and_of_several():
    one = sparsest.path(Dataset([0, 1, 2], [0, 0, 1]))
    assert again(one.to_json()).to_network().to_spline() == one.pieces[0].spline
    with pytest.raises(DataError, match="pieces: holds 2 networks; give a file with one of them alone"):
        again({"pieces": one.to_json()["pieces"] * 2})


def test_training__with_one_end():
    end = polish(FloatNetwork([1.1], [[1]], [-0.9], [0]), Dataset([0, 1, 2], [0, 0, 1]))
    held = {
        "schema": "sparsest/training/1",
        "runs": [{"seed": 0, "neurons": 1}],
        "ends": [{"count": 1, **end.to_json()}],
    }
    assert again(held).to_network() == end.network
    with pytest.raises(DataError, match="ends: holds 0 networks"):
        again(held | {"ends": []})


def test_validations__the_better_network_is_taken_and_that_is_said():
    split = Network.from_arrays([1, 1, 5], [1, 1, 1], [0, 0, -9])
    found = sparsest.validate(split, Dataset([-1, 0, 1, 2], [0, 0, 2, 4]))
    layers = again(found.to_json())
    assert layers.to_network() == found.better.network
    assert layers.notes == ("of what validate printed, the better network is taken",)
    minimal = sparsest.validate(Network.from_arrays([2], [1], [0]), Dataset([-1, 0, 1, 2], [0, 0, 2, 4])).to_json()
    assert minimal["better"] is None
    with pytest.raises(DataError, match="is what validate printed, and no better network is in it"):
        again(minimal)


def test_read__only_a_skip_connection():
    assert again({"neurons": [], "skip": ["1", "2"], "offset": 0.5})[:4] == ((), (), (), (1, 2))
    assert again(Layers.of_network(Network([], 1, 2)).to_network().to_json()).offset == 2


@pytest.mark.parametrize("way", hostile.texts())
def test_read__refuses(way):
    with pytest.raises(DataError, match=r"^a\.json: "):
        read(hostile.texts()[way], "a.json")


def test_read__says_where():
    neuron = {"output_weight": "1", "input_weights": ["1", "x"], "bias": "0"}
    with pytest.raises(DataError, match=r"network.neurons\[1\].input_weights\[1\]: 'x' is not a finite number"):
        again({"network": {"neurons": [neuron | {"input_weights": ["1", "1"]}, neuron]}})


def test_read__bounds_the_size():
    wide = {"output_weight": "1", "input_weights": np.ones(512).tolist(), "bias": "0"}
    with pytest.raises(DataError, match="has 267280 numbers; at most 131072 are read"):
        again({"neurons": [wide] * 520})


def test_read__bounds_the_knots_before_they_are_read():
    with pytest.raises(DataError, match="has 140000 numbers; at most 131072 are read"):
        again({"left": {"slope": 0, "intercept": 0}, "knots": [0] * 70_000})
