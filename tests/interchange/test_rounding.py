"""Weights to floats: names, shapes, kinds, and refusals that name the weight."""

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given

from sparsest.errors import DataError, UsageError
from sparsest.interchange.layers import Layers
from sparsest.interchange.rounding import RoundedLayers, arrays_of, changed_weights, nearest_layers
from tests.interchange.functions import exact
from tests.interchange.test_layers import layers

_NET = Layers(((fmpq(1, 3), fmpq(2)),), (fmpq(-1, 10),), (fmpq(3, 7),), (fmpq(0), fmpq(1, 9)), fmpq(5))


@pytest.mark.parametrize("bits", [64, 32, 16])
def test_arrays_of__hold_the_numbers_that_are_reported(bits):
    rounded = nearest_layers(_NET, bits)
    arrays = arrays_of(rounded)
    assert {name: array.shape for name, array in arrays.items()} == {
        "hidden.weight": (1, 2), "hidden.bias": (1,), "output.weight": (1, 1), "output.bias": (1,),
        "skip.weight": (1, 2),
    }  # fmt: skip
    assert {array.dtype for array in arrays.values()} == {np.dtype(f"float{bits}")}
    w, b, v, skip, offset, _ = rounded.layers
    held = [*w[0], *b, *v, offset, *skip]
    assert [Fraction(float(a)) for array in arrays.values() for a in array.ravel()] == [exact(a) for a in held]
    assert arrays["hidden.bias"][0] == np.dtype(f"float{bits}").type(-0.1)


@given(layers())
def test_nearest_layers__keeps_what_is_a_float(net):
    rounded = nearest_layers(net, 16)
    assert rounded.layers == net
    assert changed_weights(net, rounded.layers) == 0


def test_changed_weights__counts():
    assert changed_weights(_NET, nearest_layers(_NET, 64).layers) == 4
    other = _NET._replace(offset=fmpq(6))
    assert changed_weights(_NET, other) == 1


def test_arrays_of__no_skip_connection_and_no_neurons():
    arrays = arrays_of(nearest_layers(Layers((), (), (), (fmpq(0), fmpq(0)), fmpq(1))))
    assert "skip.weight" not in arrays
    assert arrays["hidden.weight"].tolist() == [[0, 0]]
    assert (arrays["hidden.bias"].tolist(), arrays["output.weight"].tolist()) == ([0], [[0]])


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ({"w": ((fmpq(1), fmpq(65520)),)}, "hidden.weight[0][1]"),
        ({"b": (fmpq(-70000),)}, "hidden.bias[0]"),
        ({"v": (fmpq(10) ** 30,)}, "output.weight[0][0]"),
        ({"skip": (fmpq(1), fmpq(10) ** 5)}, "skip.weight[0][1]"),
        ({"offset": fmpq(10) ** 5}, "output.bias[0]"),
    ],
)
def test_nearest_layers__what_would_be_infinite_is_refused_by_name(part, name):
    with pytest.raises(DataError) as caught:
        nearest_layers(_NET._replace(**part), 16)
    assert str(caught.value).startswith(f"{name} is ")
    assert "beyond the largest float16; take more bits" in str(caught.value)
    if name != "output.weight[0][0]":
        assert nearest_layers(_NET._replace(**part), 32)


def test_nearest_layers__other_bits():
    with pytest.raises(UsageError, match="64, 32 or 16"):
        nearest_layers(_NET, 8)
    assert isinstance(nearest_layers(_NET), RoundedLayers)
