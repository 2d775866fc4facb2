"""Objects by their looks: stand-ins with the names that PyTorch and scikit-learn give to things."""

from types import SimpleNamespace

import numpy as np
import pytest

import sparsest
from sparsest import DataError, Dataset, MultivariateNetwork, Network, Spline, UsageError
from sparsest.interchange.layers import Layers
from sparsest.interchange.objects import layers_of_object
from sparsest.training import FloatNetwork
from tests.interchange import valid
from tests.stand_ins.pytorch import Tensor


class Module:
    """What is asked of a `torch.nn.Module`."""

    def __init__(self, **children):
        self.__dict__.update(children)
        self.names, self.training = list(children), False

    def children(self):
        return iter([getattr(self, name) for name in self.names])

    def named_modules(self, prefix=""):
        yield prefix, self
        for name in self.names:
            yield from getattr(self, name).named_modules(f"{prefix}.{name}".lstrip("."))

    def state_dict(self):
        found = {}
        for name, module in self.named_modules():
            for part in ("weight", "bias"):
                if getattr(module, part, None) is not None:
                    found[f"{name}.{part}".lstrip(".")] = getattr(module, part).view(Tensor)
        return found


class Linear(Module):
    def __init__(self, weight, bias=None):
        super().__init__()
        self.weight, self.bias = np.array(weight, np.float32), None if bias is None else np.array(bias, np.float32)


ReLU, Tanh, Identity, Flatten, Dropout = (
    type(name, (Module,), {}) for name in ("ReLU", "Tanh", "Identity", "Flatten", "Dropout")
)


class Sequential(Module):
    def __init__(self, *modules):
        super().__init__(**{str(k): module for k, module in enumerate(modules)})


class Net(Module):
    pass


FIRST, LAST = Linear([[1.0], [2.0]], [3.0, 4.0]), Linear([[5.0, 6.0]], [7.0])
EXPECTED = Layers.of_network(Network.from_arrays([5, 6], [1, 2], [3, 4], 0, 7))


def noisy():
    found = Dropout()
    found.training = True
    return found


@pytest.mark.parametrize(
    "module",
    [
        Sequential(FIRST, ReLU(), LAST), Sequential(Flatten(), FIRST, Identity(), ReLU(), Dropout(), LAST),
        Net(net=Sequential(FIRST, ReLU(), LAST)), Sequential(Sequential(FIRST, ReLU()), LAST),
        Net(fc1=FIRST, fc2=LAST), Net(fc1=FIRST, act=ReLU(), fc2=LAST), Net(body=Net(fc1=FIRST, fc2=LAST)),
    ],
)  # fmt: skip
def test_modules(module):
    found = layers_of_object(module)
    assert valid.same(found, EXPECTED)
    assert ("what its forward does is not seen: one ReLU between its two layers is assumed" in found.notes) == (
        type(module) is not Sequential
    )


class TimesTenPlusInput(Net):
    def forward(self, x):
        return 10 * np.tanh(self.net(x)) + x


def test_modules__a_forward_of_its_own_is_said_to_be_unseen():
    plain = Sequential(FIRST, ReLU(), LAST)
    own = TimesTenPlusInput(net=plain)
    weights = "W1=net.0.weight,b1=net.0.bias,W2=net.2.weight,b2=net.2.bias"
    subclass = type("Mine", (Sequential,), {"forward": TimesTenPlusInput.forward})(FIRST, ReLU(), LAST)
    for found in map(layers_of_object, (own, Sequential(own), subclass)):
        assert found.notes[-1] == "what its forward does is not seen: one ReLU between its two layers is assumed"
    assert layers_of_object(own, weights).notes == layers_of_object(own).notes
    assert layers_of_object(plain).notes == layers_of_object(Sequential(plain)).notes == ()


def changed(kind=Identity, **attributes):
    found = kind()
    found.__dict__.update(attributes)
    return found


OptimizedModule = type("OptimizedModule", (Module,), {})
LazyLinear = type("LazyLinear", (Linear,), {})


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        (changed(_forward_hooks={0: abs}), "'1' has forward hooks.*remove them"),
        (changed(ReLU, _forward_pre_hooks={0: abs}), "'1' has forward hooks.*remove them"),
        (changed(forward=abs), "'1' has a forward that was put in place"),
        (changed(Flatten, start_dim=0), "'1' is a Flatten of start_dim 0"),
        (OptimizedModule(_orig_mod=Sequential(ReLU())), "'1' is compiled by torch.compile; give .*_orig_mod"),
        (LazyLinear([[1.0]]), "'1' is a LazyLinear"),
    ],
)
def test_modules__that_are_not_what_their_class_computes_are_declined(inner, said):
    for module in (Sequential(FIRST, inner, ReLU(), LAST), Net(fc1=FIRST, **{"1": inner}, fc2=LAST)):
        with pytest.raises(DataError, match=said):
            layers_of_object(module)


def test_modules__compiled_or_with_hooks_around_all():
    plain = Sequential(FIRST, ReLU(), LAST)
    with pytest.raises(DataError, match=r"the module OptimizedModule is compiled .* model\._orig_mod"):
        layers_of_object(OptimizedModule(_orig_mod=plain))
    plain._forward_hooks = {0: abs}
    with pytest.raises(DataError, match="the module Sequential has forward hooks"):
        layers_of_object(plain)
    plain._forward_hooks = {}
    assert valid.same(layers_of_object(Sequential(changed(Flatten, start_dim=1), *plain.children())), EXPECTED)


@pytest.mark.parametrize(
    ("module", "said"),
    [
        (Sequential(FIRST, Tanh(), LAST), "'1' is a Tanh"), (Net(fc1=FIRST, act=Tanh(), fc2=LAST), "'act' is a Tanh"),
        (Sequential(FIRST, LAST), "is Linear, Linear; read is Linear, ReLU, Linear"),
        (Sequential(FIRST, ReLU(), LAST, ReLU()), "is Linear, ReLU, Linear, ReLU"), (Sequential(), "is a Sequential"),
        (Sequential(FIRST, ReLU(), FIRST, ReLU(), LAST), "is Linear, ReLU, Linear, ReLU, Linear"),
        (Net(fc1=FIRST, a=ReLU(), b=ReLU(), fc2=LAST), "has 2 ReLU modules"),
        (Sequential(FIRST, ReLU(), noisy(), LAST), "call .eval"),
        (Net(first=FIRST, second=LAST), "no names of layers"), (Net(), "is a Net"),
        (Sequential(FIRST, ReLU(), Linear([[1.0, 1.0]] * 3)), "has 3 outputs"),
        (Sequential(Linear([[np.nan]]), ReLU(), LAST), "is nan"),
    ],
)  # fmt: skip
def test_modules__declined(module, said):
    with pytest.raises(DataError, match=said):
        layers_of_object(module)


def test_modules__with_weights_said():
    module = Net(first=FIRST, second=LAST)
    weights = "W1=first.weight,b1=first.bias,W2=second.weight,b2=second.bias"
    assert valid.same(layers_of_object(module, weights), EXPECTED)


class MLPRegressor:
    def __init__(self, **changes):
        self.hidden_layer_sizes, self.activation, self.out_activation_ = (2,), "relu", "identity"
        self.coefs_ = [np.array([[1.0, 2.0]]), np.array([[5.0], [6.0]])]
        self.intercepts_ = [np.array([3.0, 4.0]), np.array([7.0])]
        self.__dict__.update(changes)

    def fit(self):
        raise NotImplementedError


def test_regressors():
    assert valid.same(layers_of_object(MLPRegressor()), EXPECTED)
    unfitted = MLPRegressor()
    del unfitted.coefs_
    with pytest.raises(DataError, match="is not fitted; call fit first"):
        layers_of_object(unfitted)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"activation": "tanh"}, 'has the activation \'tanh\'; networks of "relu"'),
        ({"out_activation_": "logistic"}, "ends in .logistic.; read are regressors"),
        ({"coefs_": [np.ones((1, 2)), np.ones((2, 2)), np.ones((2, 1))]}, "has 2 hidden layers"),
        ({"coefs_": [np.ones((1, 2)), np.ones((2, 3))], "intercepts_": [np.ones(2), np.ones(3)]}, "has 3 outputs"),
        ({"intercepts_": [np.ones(2), np.array([np.inf])]}, "tensor 'b2', entry 0 is inf"),
    ],
)  # fmt: skip
def test_regressors__declined(changes, said):
    with pytest.raises(DataError, match=f"MLPRegressor.*{said}"):
        layers_of_object(MLPRegressor(**changes))


def test_wrappers__declined():
    pipeline = type("Pipeline", (), {"steps": [], "fit": None})()
    target = type("TransformedTargetRegressor", (), {"regressor": None, "fit": None})()
    for wrapper in (pipeline, target):
        with pytest.raises(DataError, match=r"is more than a network; give the fitted .* x_scaler=\["):
            layers_of_object(wrapper)


def test_our_own():
    network = Network.from_arrays([5, 6], [1, 2], [3, 4], 0, 7)
    several = MultivariateNetwork.from_arrays([1], [[1, 2]], [3])
    floats = FloatNetwork([5, 6], [[1], [2]], [3, 4], [0], 7)
    solution = sparsest.solve(Dataset([0, 1, 2], [0, 0, 1]))
    assert valid.same(layers_of_object(network), EXPECTED)
    assert layers_of_object(EXPECTED) is EXPECTED
    assert layers_of_object(several).to_network() == several
    assert valid.same(layers_of_object(floats), EXPECTED)
    assert layers_of_object(solution).to_network() == solution.network
    assert layers_of_object(SimpleNamespace(network=floats)) == layers_of_object(floats)
    assert layers_of_object(Spline(1, 2, [3], [4])).to_network()(5) == 15
    assert layers_of_object(FloatNetwork([], np.zeros((0, 2)), [], [1, 2], 3))[:5] == ((), (), (), (1, 2), 3)


def test_dicts__nested_as_flax_has_them():
    found = {"params": {"Dense_0": {"kernel": np.array([[1.0, 2.0]]), "bias": np.array([3.0, 4.0])},
                        "Dense_1": {"kernel": np.array([[5.0], [6.0]]), "bias": [7.0]}}}  # fmt: skip
    weights = {
        "W1": "params.Dense_0.kernel",
        "b1": "params.Dense_0.bias",
        "W2": "params.Dense_1.kernel",
        "b2": "params.Dense_1.bias",
    }
    assert valid.same(layers_of_object(found, weights), EXPECTED)


def test_dicts__of_bfloat16_tensors():
    class Half(Tensor):
        dtype = "torch.bfloat16"

        def float(self):
            return np.asarray(self).astype(np.float32).view(Tensor)

    tensors = {"fc1.weight": np.array([[1.5]]).view(Half), "fc2.weight": np.array([[2.0]])}
    assert layers_of_object(tensors).w[0] == layers_of_object({**tensors, "fc1.weight": np.array([[1.5]])}).w[0]


def test_dicts__refused():
    deep = {}
    deep["a"] = deep
    many = {str(k): np.ones(1) for k in range(1001)}
    complex_ones = {"fc1.weight": np.array([[1, 1j]])}
    for held, said in [
        (deep, "nested more than"), (many, "has 1001 tensors"), ({"a": object()}, "is a object and no array"),
        ({}, "no tensors"), ({"a": {"b": 1}, "a.b": 2}, "two tensors of the name"),
        ({"a": "text"}, "entries of type"), (complex_ones, "of type complex"),
    ]:  # fmt: skip
        with pytest.raises(DataError, match=said):
            layers_of_object(held)


@pytest.mark.parametrize("source", [3, None, object(), [1, 2], Spline, SimpleNamespace(network=3), b"PK"])
def test_others__are_no_networks(source):
    with pytest.raises(DataError, match=r"is no network; give|give the network itself"):
        layers_of_object(source)


def test_weights__only_where_they_say_something():
    with pytest.raises(UsageError, match="a Spline says itself which weights are which"):
        layers_of_object(Spline(0, 0), "W1=a,W2=b")
