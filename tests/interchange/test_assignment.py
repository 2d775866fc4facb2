"""Which tensor is which: by names, by what the user says, by shapes; and what is left over."""

import numpy as np
import pytest

from sparsest import DataError, UsageError
from sparsest.errors import spoken_to_the_command_line
from sparsest.interchange.assignment import ASSUMED, layers_of_tensors
from tests.interchange import valid

PLAIN = {
    "W1": np.array([[1.0], [2.0]]),
    "b1": np.array([3.0, 4.0]),
    "W2": np.array([[5.0, 6.0]]),
    "b2": np.array([7.0]),
}
TORCH = ("weight", "bias", "weight", "bias")


def named(first, second, **more):
    layers = (first, first, second, second)
    names = [f"{layer}.{end}" for layer, end in zip(layers, TORCH, strict=True)]
    return dict(zip(names, PLAIN.values(), strict=True)) | more


EXPECTED = layers_of_tensors(named("fc1", "fc2"), "net")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("hidden", "output"),
        ("0", "2"),
        ("fc1", "fc2"),
        ("net.0", "net.2"),
        ("module._orig_mod.fc1", "module._orig_mod.fc2"),
    ],
)
def test_names(first, second):
    found = layers_of_tensors(named(first, second), "net")
    assert found[:5] == EXPECTED[:5]
    prefix = first.rpartition(".")[0]
    assert found.notes == (ASSUMED, *([f"names begin with '{prefix}.'"] if prefix else []))


def test_names__biases_and_skip_connection():
    bare = {name: array for name, array in named("fc1", "fc2").items() if name.endswith("weight")}
    assert layers_of_tensors(bare, "net")[1] == (0, 0)
    more = {"skip.weight": np.array([[8.0]]), "skip.bias": np.array([1.0])}
    found = layers_of_tensors(named("hidden", "output") | more, "net")
    assert (found.skip, found.offset) == ((8,), 8)


@pytest.mark.parametrize(
    ("tensors", "said"),
    [
        ({}, "holds no tensors"),
        (named("0", "2") | {"4.weight": np.ones((1, 1)), "4.bias": np.ones(1)},
         r"tensors left over .another hidden layer.*: '4.weight' \(1, 1\), '4.bias'"),
        (named("fc1", "fc2") | {"bn.weight": np.ones(2)}, "tensors left over: 'bn.weight'"),
        (named("fc1", "fc2") | named("a.fc1", "a.fc2"), "holds several networks .'fc1.weight', 'a.fc1.weight'"),
        (named("0", "2") | named("fc1", "fc2"), "holds several networks"),
        (named("fc1", "fc2") | {"fc2.weight": np.ones((3, 2))}, r"W2 \('fc2.weight'\) of shape \(3, 2\) has 3 outputs"),
        (named("fc1", "fc2") | {"fc1.weight": np.ones((1, 2))}, r"W1 \('fc1.weight'\) .* does not fit fc2.weight"),
        (named("xfc1", "xfc2"), "no names of layers that are known"),
        (named("optimizer.x", "optimizer.y"), "no names"),
    ],
)  # fmt: skip
def test_names__refused(tensors, said):
    with pytest.raises(DataError, match=f"^net: .*{said}"):
        layers_of_tensors(tensors, "net")


def test_names__an_optimiser_beside_is_left_out_and_said():
    state = {"optimizer_state_dict.state.0.exp_avg": np.ones((2, 1))}
    found = layers_of_tensors(named("model.fc1", "model.fc2") | state, "net")
    assert found.notes[-1] == "left out as an optimiser's: 1 tensor"
    for top in ("optimizer", "optimizer_states.0", "optim", "optimizers", "lr_schedulers", "scheduler"):
        other = layers_of_tensors(named("model.fc1", "model.fc2") | {f"{top}.x": np.ones(1)}, "net")
        assert other == found
    with pytest.raises(DataError, match="tensors left over"):  # without a prefix it is one of its own
        layers_of_tensors(named("fc1", "fc2") | state, "net")


@pytest.mark.parametrize("key", ["optimal_head.weight", "optimizer_net.0.weight", "scheduler2.bias", "optim"])
def test_names__a_layer_that_is_called_somewhat_like_an_optimiser_is_none(key):
    with pytest.raises(DataError, match="tensors left over"):
        layers_of_tensors(named("model.fc1", "model.fc2") | {key: np.ones((2, 1))}, "net")


def test_proposal__if_by_shapes_there_is_one_way():
    strange = {"a": PLAIN["b1"], "b": PLAIN["W2"], "c": np.ones((2, 3)), "d": np.array([7.0])}
    with pytest.raises(DataError, match='give weights="W1=c,b1=a,W2=b,b2=d"') as caught:
        layers_of_tensors(strange, "net")
    with spoken_to_the_command_line(), pytest.raises(DataError, match="give --weights W1=c,b1=a,W2=b,b2=d"):
        layers_of_tensors(strange, "net")
    proposed = str(caught.value).rpartition('weights="')[2].rstrip('"')
    assert layers_of_tensors(strange, "net", proposed).w == ((1, 1, 1), (1, 1, 1))


def test_proposal__of_one_input_by_order_too():
    as_torch = {"0.weight": np.ones((7, 1)), "0.bias": np.ones(7), "3.weight": np.ones((1, 7)), "3.bias": np.ones(1)}
    with pytest.raises(
        DataError, match=r"shapes and order, give weights=.W1=0[.]weight,b1=0[.]bias,W2=3[.]weight,b2=3"
    ):
        layers_of_tensors(as_torch, "net")
    as_flax = {"a.b": np.ones(7), "a.k": np.ones((1, 7)), "b.b": np.ones(1), "b.k": np.ones((7, 1))}
    with pytest.raises(DataError, match=r"shapes and order, give weights=.W1=a[.]k,b1=a[.]b,W2=b[.]k,b2=b[.]b"):
        layers_of_tensors(as_flax, "net")


@pytest.mark.parametrize(
    "strange",
    [
        {"a": np.ones((1, 1)), "b": np.ones((1, 1)), "c": np.ones((1, 1))},
        {"weight": np.ones((1, 2)), "bias": np.ones(1)}, {"a": np.ones((3, 3)), "b": np.ones((2, 2))},
        {"a,b": np.ones((2, 3)), "c": np.ones((1, 2))}, {str(k): np.ones((2, 2)) for k in range(9)},
    ],
)  # fmt: skip
def test_proposal__none_if_there_are_several_or_none(strange):
    with pytest.raises(DataError, match=r'say which tensors are its by weights="W1=\.\.\.'):
        layers_of_tensors(strange, "net")


@pytest.mark.parametrize(
    "weights",
    ["W1=p/k,b1=p/b,W2=q/k,b2=q/b", {"W1": "p/k", "b1": "p/b", "W2": "q/k", "b2": "q/b"},
     "W1=p/k, b1=p/b, W2=q/k.T,b2=q/b"]
)  # fmt: skip
def test_weights__of_flax(weights):
    tensors = {"p/k": PLAIN["W1"].T, "p/b": PLAIN["b1"], "q/k": PLAIN["W2"].T, "q/b": PLAIN["b2"]}
    assert layers_of_tensors(tensors, "net", weights)[:5] == EXPECTED[:5]


def test_weights__turn_a_square_one():
    tensors = {
        "w": np.array([[1.0, 2.0], [3.0, 4.0]]),
        "v": np.ones((1, 2)),
        "u": np.ones((2, 1)),
        "v.T": np.ones((1, 2)) * 3,
    }
    assert layers_of_tensors(tensors, "net", "W1=w,W2=v").w == ((1, 2), (3, 4))
    assert layers_of_tensors(tensors, "net", "W1=w.T,W2=v").w == ((1, 3), (2, 4))
    assert layers_of_tensors(tensors, "net", "W1=w,W2=u").w == ((1, 3), (2, 4))
    assert layers_of_tensors(tensors, "net", "W1=w.T,W2=u").w == ((1, 2), (3, 4))
    assert layers_of_tensors(tensors, "net", "W1=w,W2=v.T").v == (3, 3)  # a name is taken as it is, if it is one


def test_weights__what_is_not_mentioned_is_left_out_and_said():
    found = layers_of_tensors(named("fc1", "fc2"), "net", "W1=fc1.weight,W2=fc2.weight")
    assert (found.b, found.offset) == ((0, 0), 0)
    assert found.notes[1] == "left out, for they are not mentioned: 'fc1.bias' (2,), 'fc2.bias' (1,)"


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ("W1=fc1.weight", "W1 and W2 must be named"),
        ("W1=a,W2=fc2.weight", "has no tensor 'a' for W1; its tensors are 'fc1.weight'"),
        ("W1=fc1.weight,W2=fc2.weight,W3=a", "'W3'='a' is no part and its tensor"), ("W1", "is no part and its tensor"),
        ("W1=fc1.weight,W1=fc1.weight,W2=fc2.weight", "names a part twice"),
        ("", "is no part"), (3, "give a dict, or text"),
        ({"W1": 3, "W2": "a"}, "is no part and its tensor"),
        ("W1=fc1.weight,W2=fc1.weight.T", "is named for two parts"),
    ],
)  # fmt: skip
def test_weights__bad_calls(weights, said):
    with pytest.raises(UsageError, match=said):
        layers_of_tensors(named("fc1", "fc2"), "net", weights)


def test_valid_files_of_the_tests_are_named_so():
    arrays = valid.tensors()
    assert valid.same(layers_of_tensors(arrays, "net"), valid.layers(arrays))
