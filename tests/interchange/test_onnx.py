"""ONNX: held against ONNX's own reference evaluator and against NumPy; everything else declined by its name."""

import sys

import numpy as np
import onnx as library
import pytest
from onnx import TensorProto, helper, numpy_helper, parser
from onnx.reference import ReferenceEvaluator

from sparsest import DataError
from sparsest.errors import MissingExtraError
from sparsest.interchange import onnx
from tests.interchange import hostile, valid

node = hostile.node


def made(nodes, tensors, inputs=2, kind=TensorProto.DOUBLE, shape=None):
    """Return a file of nodes, in ONNX's own notation, from x (N, d) to y (N, 1)."""
    given = [helper.make_tensor_value_info("x", kind, shape or ["N", inputs])]
    out = [helper.make_tensor_value_info("y", kind, ["N", 1])]
    kept = [numpy_helper.from_array(np.asarray(array), name) for name, array in tensors.items()]
    parsed = parser.parse_graph(f"g (double[N] x) => (double[N] y) {{ {nodes} }}").node
    graph = helper.make_graph(parsed, "g", given, out, kept)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model.SerializeToString()


def agree(content, inputs=2, kind=np.float64, shape=None):
    """Return the largest difference between the exact values and those of ONNX's reference, at random points."""
    network = onnx.read(content, "a.onnx").to_multivariate()
    points = np.random.default_rng(1).integers(-8, 8, size=(20, inputs)) / 4
    theirs = ReferenceEvaluator(library.load_from_string(content)).run(
        None, {"x": points.astype(kind).reshape(shape or points.shape)}
    )[0]
    assert theirs.shape == (20, 1)
    return max(abs(float(network(list(x))) - y) for x, y in zip(points, theirs[:, 0], strict=True))


def dyadic(seed, *shape):
    """Return numbers whose products and sums doubles hold exactly: the reference must agree to the last bit."""
    return np.random.default_rng(seed).integers(-16, 16, size=shape) / 8


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("skip", [True, False])
def test_write__agrees_with_the_reference_and_with_numpy(kind, skip):
    arrays = {name: (array * 8).round().astype(kind) / 8 for name, array in valid.tensors(kind=kind, skip=skip).items()}
    content = onnx.write(arrays)
    library.checker.check_model(library.load_from_string(content), full_check=True)
    assert agree(content, kind=kind) == 0
    network = onnx.read(content, "a").to_multivariate()
    points = np.random.default_rng(2).integers(-8, 8, size=(20, 2)) / 4
    assert [float(network(list(x))) for x in points] == valid.numpy_value(arrays, points).tolist()


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_round_trip__bit_for_bit(kind):
    for seed in range(20):
        arrays = valid.tensors(seed, kind, inputs=1 + seed % 3, skip=seed % 2 == 0)
        assert onnx.read(onnx.write(arrays), "a") == valid.layers(arrays)
        assert onnx.write(arrays) == onnx.write(arrays)


W, B, V = dyadic(1, 2, 3), dyadic(2, 3), dyadic(3, 3, 1)
# Ways to say a network of one hidden layer: nodes, in ONNX's own notation, and tensors.
GRAPHS = {
    "MatMul and Add": ("p = MatMul(x, W) z = Add(p, b) h = Relu(z) y = MatMul(h, V)", {"W": W, "b": B, "V": V}),
    "Add from the left": (
        "p = MatMul(x, W) z = Add(b, p) h = Relu(z) y = MatMul(h, V)",
        {"W": W, "b": B.reshape(1, 3), "V": V},
    ),
    "Gemm with attributes": (
        "z = Gemm<transB=1, alpha=0.5, beta=-2.0>(x, W, b) h = Relu(z) y = Gemm<beta=0.25>(h, V, c)",
        {"W": W.T.copy(), "b": B, "V": V, "c": np.float64(3)},
    ),
    "two linear layers": (
        "p = MatMul(x, W) z = Gemm(p, S, b) h = Relu(z) q = MatMul(h, S) y = MatMul(q, V)",
        {"W": W, "S": dyadic(4, 3, 3), "b": B, "V": V},
    ),
    "Identity and Flatten": (
        "i = Identity(x) f = Flatten<axis=1>(i) z = MatMul(f, W) h = Relu(z) g = Flatten<axis=-1>(h) y = MatMul(g, V)",
        {"W": W, "V": V},
    ),
    "Constant": ("k = Constant<value=double[2,1] {0.5, 3.0}>() z = MatMul(x, k) y = Relu(z)", {}),
    "skip connection": (
        "z = MatMul(x, W) h = Relu(z) s = MatMul(h, V) a = MatMul(x, A) y = Add(s, a)",
        {"W": W, "V": V, "A": dyadic(5, 2, 1)},
    ),
    "two ReLU beside each other": (
        "z = MatMul(x, W) h = Relu(z) t = MatMul(x, U) r = Relu(t) s = MatMul(h, V) q = MatMul(r, T) y = Add(s, q)",
        {"W": W, "V": V, "U": dyadic(6, 2, 2), "T": dyadic(7, 2, 1)},
    ),
    "Gemm of a skip": (
        "z = MatMul(x, W) h = Relu(z) a = MatMul(x, A) y = Gemm<beta=2.0>(h, V, a)",
        {"W": W, "V": V, "A": dyadic(5, 2, 1)},
    ),
    "one for all": (
        "a = MatMul(x, A) z = Add(a, b) h = Relu(z) y = MatMul(h, V)",
        {"A": dyadic(5, 2, 1), "b": B, "V": V},
    ),
    "no hidden layer": ("y = MatMul(x, A)", {"A": dyadic(5, 2, 1)}),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_read__agrees_with_the_reference(name):
    assert agree(made(*GRAPHS[name])) == 0


def test_read__images_are_flattened():
    nodes = "f = Flatten(x) z = MatMul(f, W) h = Relu(z) y = MatMul(h, V)"
    content = made(nodes, {"W": dyadic(1, 6, 3), "V": V}, shape=["N", 1, 2, 3])
    assert agree(content, inputs=6, shape=(20, 1, 2, 3)) == 0


def test_agree__sees_a_wrong_weight():
    nodes, tensors = GRAPHS["MatMul and Add"]
    content = made(nodes, tensors | {"V": V + 1})
    assert onnx.read(content, "a") != onnx.read(made(nodes, tensors), "a")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(onnx.Composition, "scaled", lambda _self, form, _by: form)
        assert agree(made(*GRAPHS["Gemm with attributes"])) > 0


@pytest.mark.parametrize("batch", ["N", 1, None])
def test_read__any_batch(batch):
    nodes, tensors = GRAPHS["skip connection"]
    assert len(onnx.read(made(nodes, tensors, shape=[batch, 2]), "a").v) == 3


@pytest.mark.parametrize("way", hostile.models())
def test_read__declines(way):
    with pytest.raises(DataError, match=r"^a\.onnx: "):
        onnx.read(hostile.models()[way], "a.onnx")


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("external", "tensor 'V' is kept in another file, which is not opened"),
        ("If", "node If is not read"),
        ("Loop", "node Loop is not read"),
        ("Sigmoid", "node Sigmoid is not read; the operators that are: Gemm, MatMul"),
        ("function", "has the function 'f'"),
        ("domain", "node Relu is of the domain 'other'"),
        ("work", "takes more than"),
        ("second layer", "node Relu is a second hidden layer"),
        ("two inputs", "has 2 inputs"),
        ("two outputs", "has 2 outputs"),
        ("shapes", r"node MatMul multiplies values of shape \('N', 2\) with weights of shape \(1,\)"),
        ("transA", "has transA"),
        ("transX", "has the attribute 'transX'"),
        ("nan", "tensor 'V', entry .1, 0. is nan"),
        ("cycle", "which nothing before it"),
        ("twice", "is defined twice"),
        ("constants", "adds two constants"),
        ("huge", "has shape .1099511627776, 1."),
        ("opset 6", r"is of opset \[6\]"),
        ("million nodes", "has more than 1000 nodes"),
        ("no size", "with a number d"),
    ],
)
def test_read__says_why(way, said):
    with pytest.raises(DataError, match=said):
        onnx.read(hostile.models()[way], "a.onnx")


def test_read__opens_no_other_file(tmp_path, monkeypatch):
    """The weights lie where the file says: a reader that followed it would read them."""
    (tmp_path / "w").write_bytes(np.ones(2, np.float32).tobytes())
    monkeypatch.chdir(tmp_path)
    content = hostile.graph(node("MatMul", "x", "V"), tensors=[hostile.outside("w")]).SerializeToString()
    (tmp_path / "net.onnx").write_bytes(content)
    assert len(library.load(str(tmp_path / "net.onnx")).graph.initializer[2].raw_data) == 8
    with pytest.raises(DataError, match="which is not opened"):
        onnx.read(content, "net.onnx")


def test_read__without_the_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(MissingExtraError, match=r"ONNX files need onnx: pip install"):
        onnx.read(b"\x08\x08", "a.onnx")
