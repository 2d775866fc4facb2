"""Networks of PyTorch and scikit-learn themselves, where they are installed (`make adapters`)."""

import importlib.util
import io
from fractions import Fraction

import numpy as np
import pytest

from sparsest import Dataset, read_network, validate
from sparsest.interchange import pt
from sparsest.interchange.read import read_layers


def needs(name):
    missing = importlib.util.find_spec(name) is None
    return pytest.mark.skipif(missing, reason=f"{name} is not installed: `make adapters` runs this")


def weights_of(layers):
    return [[float(Fraction(str(a))) for a in row] for row in (*layers.w, layers.b, layers.v)] + [
        float(Fraction(str(layers.offset)))
    ]


@needs("torch")
@pytest.mark.parametrize("kind", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("inputs", [1, 3])
def test_torch__a_state_dict_a_module_and_what_we_write(kind, inputs):
    import torch

    torch.manual_seed(0)
    for units in range(1, 8):
        layers = [torch.nn.Linear(inputs, units), torch.nn.ReLU(), torch.nn.Linear(units, 1)]
        model = torch.nn.Sequential(*layers).to(getattr(torch, kind))
        file = io.BytesIO()
        torch.save(model.state_dict(), file)
        found = read_layers(io.BytesIO(file.getvalue()))
        state = {name: value.double().numpy() for name, value in model.state_dict().items()}
        right = [*state["0.weight"].tolist(), state["0.bias"].tolist(), state["2.weight"][0].tolist()]
        assert weights_of(found) == [*right, float(state["2.bias"][0])]
        assert weights_of(read_layers(model)) == weights_of(found)
        if kind != "bfloat16":
            tensors = {name: value.numpy() for name, value in model.state_dict().items()}
            back = torch.load(io.BytesIO(pt.write(tensors)), weights_only=True)
            assert {name: value.numpy().tolist() for name, value in back.items()} == {
                name: value.tolist() for name, value in tensors.items()
            }


@needs("torch")
def test_torch__validates_a_module():
    import torch

    model = torch.nn.Sequential(torch.nn.Linear(1, 3), torch.nn.ReLU(), torch.nn.Linear(3, 1)).double()
    with torch.no_grad():
        for part, values in ((model[0].weight, [[1], [1], [1]]), (model[0].bias, [1, -0.5, -2]),
                             (model[2].weight, [[1, -2, 1]]), (model[2].bias, [0])):  # fmt: skip
            part.copy_(torch.tensor(values, dtype=torch.float64))
    assert validate(model, Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])).verdict == "proved minimal"


@needs("sklearn")
@pytest.mark.filterwarnings("ignore")
def test_sklearn__a_regressor_with_and_without_scalers():
    from sklearn.neural_network import MLPRegressor
    from sklearn.preprocessing import StandardScaler

    x = np.linspace(-3, 5, 9)[:, None]
    y = np.abs(x[:, 0] - 1)
    plain = MLPRegressor(hidden_layer_sizes=(6,), solver="lbfgs", max_iter=50, random_state=0).fit(x, y)
    net = read_network(plain)
    assert all(abs(float(net(a)) - b) < 1e-12 for a, b in zip(x[:, 0].tolist(), plain.predict(x), strict=True))
    inner, outer = StandardScaler().fit(x), StandardScaler().fit(y[:, None])
    scaled = MLPRegressor(hidden_layer_sizes=(6,), solver="lbfgs", max_iter=50, random_state=0)
    scaled.fit(inner.transform(x), outer.transform(y[:, None])[:, 0])
    right = outer.inverse_transform(scaled.predict(inner.transform(x))[:, None])[:, 0]
    for formula in ("divide", "multiply"):
        net = read_network(scaled, x_scaler=inner, y_scaler=outer, formula=formula)
        assert all(abs(float(net(a)) - b) < 1e-11 for a, b in zip(x[:, 0].tolist(), right, strict=True))
