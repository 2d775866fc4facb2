"""Pictures of validations: one input, with and without a tolerance, of few and of many points."""

import io

import numpy as np
import pytest

from sparsest import Dataset, MultivariateNetwork, Network, Neuron, Points, UsageError, validate
from sparsest.validation_plot import picture_of_validation, plot_validation

PEAK = Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])
NET = Network([Neuron.of(1, 1, 1), Neuron.of(-1, 1, 0), Neuron.of(1, 1, -99)])


@pytest.mark.parametrize("more", [{}, {"tolerance": 1}])
def test_picture__has_what_it_shows(more):
    found = validate(NET, PEAK, **more)
    svg = picture_of_validation(found).decode()
    assert svg.count("<!-- ") > 10
    assert ("fewest knots within the tolerance" in svg) == bool(more)
    assert ("optimum for the labels" in svg) == (not more)
    for text in ("network", "its knots", found.verdict, "residual f(x) - y"):
        assert text in svg, text


def test_picture__of_several_labels_and_of_many_points():
    gates = Dataset([0, 0, 1], [0, 1, 2], ties="gates")
    assert picture_of_validation(validate(Network([], 1), gates, tolerance="1/4"), ".png")[1:4] == b"PNG"
    x = np.arange(3000)
    into = io.BytesIO()
    plot_validation(validate(NET, Dataset(x, x % 7)), into, axes=("t", "u"), format="png")
    assert into.getvalue()[1:4] == b"PNG"


def test_picture__of_several_inputs_is_refused():
    with pytest.raises(UsageError, match="one input"):
        picture_of_validation(validate(MultivariateNetwork([], 2), Points([[0, 1]], [0]), "0"))
