"""ONNX files: the nodes are gone through once, each value kept exactly as an affine form (the extra `onnx`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
from flint import fmpq

from sparsest.errors import DataError, one_line
from sparsest.exact.rationals import to_rational
from sparsest.extras import needs
from sparsest.interchange.affine import Composition, Constant, DeclinedError, Form
from sparsest.interchange.layers import Layers
from sparsest.interchange.shapes import MOST_NUMBERS, exact_rows
from sparsest.interchange.tensors import numbers_of, shown_name, volume

if TYPE_CHECKING:
    import onnx

__all__ = ["read", "write"]

_Value: TypeAlias = Form | Constant

# Of a file. A message without fields takes two bytes there, and some hundred and sixty of memory.
_MOST_BYTES = 8 * MOST_NUMBERS + 2**16
_MOST_NODES = 1000
# Before it, Gemm and Add broadcast by an attribute.
_OLDEST_OPSET = 7
_DOMAINS = ("", "ai.onnx")
_WRITTEN_OPSET, _WRITTEN_IR = 17, 8


def read(content: bytes, name: str) -> Layers:
    """Return the network of an ONNX file, composed exactly from its constants.

    Parameters
    ----------
    content : bytes
        The file. Read are Gemm (without transA), MatMul, Add, Relu, Identity, Flatten and Constant, and one hidden
        layer of ReLU units, which may be several Relu nodes beside each other. No other file is opened.
    name : str
        Its name, for messages.

    Raises
    ------
    DataError
        If the file is broken, keeps weights in other files, or has another operator, several inputs or outputs, a
        second hidden layer, or shapes that do not fit: the message names the node. Export the network alone.
    MissingExtraError
        If onnx is not installed.

    Examples
    --------
    >>> net = {"hidden.weight": np.ones((1, 1)), "hidden.bias": np.ones(1), "output.weight": np.ones((1, 1))}
    >>> read(write(net), "net.onnx").to_network()(3)
    Fraction(4, 1)
    """
    with needs("onnx", "ONNX files"):
        import onnx
    if len(content) > _MOST_BYTES:
        raise DataError(f"{name}: has {len(content)} bytes; ONNX files of at most {_MOST_BYTES} are read")
    try:
        model = onnx.ModelProto.FromString(content)
    except Exception as error:  # protobuf's own
        raise DataError(f"{name}: is no whole ONNX file ({one_line(str(error), 80)}); export it anew") from None
    try:
        return _Reader(model, name).layers()
    except DeclinedError as error:
        raise DataError(f"{name}: {error}") from None


class _Reader:
    """One pass over the nodes of a graph."""

    def __init__(self, model: onnx.ModelProto, name: str) -> None:
        self.name, self.graph = name, model.graph
        _refuse_models(model)
        self.values: dict[str, _Value] = {}
        for tensor in self.graph.initializer:
            self.define(tensor.name, self.constant(tensor))
        given = [value for value in self.graph.input if value.name not in self.values]
        if len(given) != 1:
            raise DeclinedError(f"has {len(given)} inputs; a network takes one, a row of numbers for each example")
        shape = _input_shape(given[0])
        self.units = Composition(volume(shape))
        self.define(given[0].name, self.units.input(shape))

    def layers(self) -> Layers:
        for node in self.graph.node:
            try:
                value = self.value_of(node)
            except DeclinedError as error:
                raise DeclinedError(f"node {_said(node)} {error}") from None
            self.define(node.output[0], value)
        if len(self.graph.output) != 1:
            raise DeclinedError(f"has {len(self.graph.output)} outputs; networks of one are read")
        found = self.find(self.graph.output[0].name)
        if not isinstance(found, Form) or len(found.shape) != 1:
            raise DeclinedError("its output is no row of numbers for each example")
        return self.units.layers(found)

    def define(self, key: str, value: _Value) -> None:
        if not key or key in self.values:
            raise DeclinedError(f"the value {_shown(key)} is defined twice, or has no name")
        self.values[key] = value

    def find(self, key: str) -> _Value:
        if key not in self.values:
            raise DeclinedError(f"asks for the value {_shown(key)}, which nothing before it defines")
        return self.values[key]

    def constant(self, tensor: onnx.TensorProto) -> Constant:
        from onnx import TensorProto, numpy_helper

        said = _shown(tensor.name)
        if tensor.data_location != TensorProto.DEFAULT or tensor.external_data:
            raise DeclinedError(
                f"tensor {said} is kept in another file, which is not opened; export with all in one file"
            )
        kinds = ("FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16", "INT64", "INT32")
        if tensor.data_type not in [TensorProto.DataType.Value(kind) for kind in kinds]:
            raise DeclinedError(
                f"tensor {said} has entries of type number {tensor.data_type}; export float32 or float64"
            )
        shape = tuple(tensor.dims)
        if len(shape) > 2 or min(shape, default=1) < 1 or volume(shape) > MOST_NUMBERS:
            raise DeclinedError(
                f"tensor {said} has shape {one_line(str(shape), 60)}; weights of one or two axes are read"
            )
        try:
            array = numpy_helper.to_array(tensor)
        except Exception as error:  # numbers in a field of another type, too few, too many
            raise DeclinedError(f"tensor {said} is broken ({one_line(str(error), 80)}); export it anew") from None
        if array.shape != shape:
            raise DeclinedError(f"tensor {said} has not the shape {shape} that it says; export it anew")
        if tensor.data_type == TensorProto.BFLOAT16:
            array = array.astype(np.float32)
        return Constant(exact_rows(np.atleast_2d(numbers_of(self.name, _text(tensor.name), array))), shape)

    def value_of(self, node: onnx.NodeProto) -> _Value:
        if node.domain not in _DOMAINS:
            raise DeclinedError(f"is of the domain {_shown(node.domain)}; only ONNX's own operators are read")
        known = self.operators.get(node.op_type)
        if known is None:
            raise DeclinedError(f"is not read; the operators that are: {', '.join(self.operators)}")
        operator, least, most, attributes = known
        if not least <= len(node.input) <= most or len(node.output) != 1:
            raise DeclinedError(f"has {len(node.input)} inputs and {len(node.output)} outputs")
        given = {attribute.name: attribute for attribute in node.attribute}
        if strange := [key for key in given if key not in attributes]:
            raise DeclinedError(f"has the attribute {_shown(strange[0])}, which is not read")
        return operator(self, [self.find(key) if key else None for key in node.input], _Attributes(given))

    def gemm(self, inputs: list[Any], given: _Attributes) -> _Value:
        if given.integer("transA", 0) != 0:
            raise DeclinedError("has transA, which would mix the examples")
        a, b, *c = inputs
        if not isinstance(b, Constant):
            raise DeclinedError("multiplies two values that are no constants")
        alpha, beta = (given.real(key, 1) for key in ("alpha", "beta"))
        product = self.product(a, b.transposed if given.integer("transB", 0) else b)
        total = product if alpha == 1 else self.units.scaled(product, alpha)
        if not c or c[0] is None:
            return total
        added = self.form(c[0])
        return self.sum(total, added if beta == 1 else self.units.scaled(added, beta), len(total.rows))

    def matmul(self, inputs: list[Any], _: _Attributes) -> _Value:
        return self.product(*inputs)

    def product(self, a: _Value | None, b: _Value | None) -> Form:
        if not isinstance(a, Form) or not isinstance(b, Constant):
            raise DeclinedError("multiplies others than a value by a constant from the right")
        return self.units.times(a, b)

    def add(self, inputs: list[Any], _: _Attributes) -> _Value:
        if all(isinstance(value, Constant) for value in inputs):
            raise DeclinedError("adds two constants; export with constants folded")
        a, b = map(self.form, inputs)
        return self.sum(a, b)

    def sum(self, a: Form, b: Form, size: int | None = None) -> Form:
        total = self.units.plus(a, b)
        if size is not None and len(total.rows) != size:
            raise DeclinedError(f"adds {len(b.rows)} numbers to {size}")
        return total

    def form(self, value: _Value | None) -> Form:
        """Return a value as a form: a constant of one row is the same for all examples."""
        if value is None:
            raise DeclinedError("lacks an input")
        if isinstance(value, Form):
            return value
        if len(value.rows) != 1:
            raise DeclinedError(f"adds a constant of shape {value.shape}, another one for each example")
        return self.units.constant(value.rows[0])

    def relu(self, inputs: list[Any], _: _Attributes) -> _Value:
        if not isinstance(inputs[0], Form):
            raise DeclinedError("is applied to a constant")
        return self.units.relu(inputs[0])

    def identity(self, inputs: list[Any], _: _Attributes) -> _Value:
        if inputs[0] is None:
            raise DeclinedError("lacks an input")
        return inputs[0]  # type: ignore[no-any-return]

    def flatten(self, inputs: list[Any], given: _Attributes) -> _Value:
        value, axis = inputs[0], given.integer("axis", 1)
        if not isinstance(value, Form) or axis not in (1, -len(value.shape)):
            raise DeclinedError("does more than put all numbers of an example into a row (axis = 1)")
        return Form(value.rows, (len(value.rows),))

    def own_constant(self, _: list[Any], given: _Attributes) -> _Value:
        return self.constant(given.tensor("value"))

    #: Each with the least and most inputs, and its attributes.
    operators: ClassVar[dict[str, tuple[Callable[..., _Value], int, int, tuple[str, ...]]]] = {
        "Gemm": (gemm, 2, 3, ("alpha", "beta", "transA", "transB")),
        "MatMul": (matmul, 2, 2, ()),
        "Add": (add, 2, 2, ()),
        "Relu": (relu, 1, 1, ()),
        "Identity": (identity, 1, 1, ()),
        "Flatten": (flatten, 1, 1, ("axis",)),
        "Constant": (own_constant, 0, 0, ("value",)),
    }


class _Attributes:
    """The attributes of a node, by their names."""

    def __init__(self, given: Mapping[str, onnx.AttributeProto]) -> None:
        self.given = given

    def typed(self, key: str, kind: str) -> onnx.AttributeProto | None:
        from onnx import AttributeProto

        found = self.given.get(key)
        if found is not None and (found.ref_attr_name or found.type != AttributeProto.AttributeType.Value(kind)):
            raise DeclinedError(f"has an attribute {key} of another type than {kind}")
        return found

    def integer(self, key: str, default: int) -> int:
        found = self.typed(key, "INT")
        return default if found is None else found.i

    def real(self, key: str, default: int) -> fmpq:
        found = self.typed(key, "FLOAT")
        if found is None:
            return fmpq(default)
        try:
            return to_rational(found.f)
        except DataError:
            raise DeclinedError(f"has {key} = {found.f}; give a finite number") from None

    def tensor(self, key: str) -> onnx.TensorProto:
        found = self.typed(key, "TENSOR")
        if found is None:
            raise DeclinedError(f"has no {key}")
        return found.t


def _refuse_models(model: onnx.ModelProto) -> None:
    """Refuse what is more than one plain graph."""
    graph = model.graph
    if len(graph.node) > _MOST_NODES or len(graph.initializer) > _MOST_NODES:
        raise DeclinedError(f"has more than {_MOST_NODES} nodes or tensors; a network of one hidden layer has five")
    if not graph.node:
        raise DeclinedError("is no ONNX file, or one without nodes; export the network anew")
    if model.functions:
        raise DeclinedError(f"has the function {_shown(model.functions[0].name)}; functions are not read")
    if graph.sparse_initializer or model.training_info:
        raise DeclinedError("has sparse tensors or a training graph, which are not read; export for inference")
    opsets = [opset.version for opset in model.opset_import if opset.domain in _DOMAINS]
    if len(opsets) != 1 or opsets[0] < _OLDEST_OPSET:
        raise DeclinedError(f"is of opset {opsets[:3]}; opsets from {_OLDEST_OPSET} on are read: export it anew")


def _input_shape(value: onnx.ValueInfoProto) -> tuple[int, ...]:
    """Return the shape of one example: all axes but the first, which is that of the examples."""
    axes = list(value.type.tensor_type.shape.dim)
    sizes = tuple(axis.dim_value for axis in axes[1:])
    if not sizes or min(sizes) < 1 or volume(sizes) > MOST_NUMBERS:
        raise DeclinedError(f"its input {_shown(value.name)} has not the shape (N, d) with a number d; export it so")
    return sizes


def _said(node: onnx.NodeProto) -> str:
    name = f" {_shown(node.name)}" if node.name else ""
    return f"{one_line(_text(node.op_type), 40)}{name}"


def _shown(name: str | bytes) -> str:
    return shown_name(_text(name))


def _text(name: str | bytes) -> str:
    """Return a name of a file, where it may be what is no UTF-8: protobuf hands that on as bytes."""
    return name if isinstance(name, str) else repr(name)


def write(tensors: Mapping[str, np.ndarray]) -> bytes:
    """Return an ONNX file of a network: Gemm, Relu, Gemm, and another Gemm and Add for a skip connection.

    Parameters
    ----------
    tensors : mapping of str to array
        float16, float32 or float64, all of one kind: `hidden.weight` (K, d), `hidden.bias` (K,), `output.weight`
        (1, K), and `output.bias` (1,), `skip.weight` (1, d) if there are any. The input is `x` (N, d), and `y` (N, 1)
        the output.

    Raises
    ------
    MissingExtraError
        If onnx is not installed.

    Examples
    --------
    >>> net = {"hidden.weight": np.ones((2, 1)), "hidden.bias": np.zeros(2), "output.weight": np.ones((1, 2))}
    >>> write(net) == write(net)
    True
    """
    with needs("onnx", "ONNX files"):
        from onnx import helper, numpy_helper
    kind = helper.np_dtype_to_tensor_dtype(tensors["hidden.weight"].dtype)
    outer = [name for name in ("output.weight", "output.bias") if name in tensors]
    skips = "skip.weight" in tensors
    nodes = [
        helper.make_node("Gemm", ["x", "hidden.weight", "hidden.bias"], ["z"], transB=1),
        helper.make_node("Relu", ["z"], ["h"]),
        helper.make_node("Gemm", ["h", *outer], ["s" if skips else "y"], transB=1),
    ]
    if skips:
        nodes.append(helper.make_node("Gemm", ["x", "skip.weight"], ["a"], transB=1))
        nodes.append(helper.make_node("Add", ["s", "a"], ["y"]))
    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("x", kind, ["N", tensors["hidden.weight"].shape[1]])],
        [helper.make_tensor_value_info("y", kind, ["N", 1])],
        [numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in tensors.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _WRITTEN_OPSET)], producer_name="sparsest")
    model.ir_version = _WRITTEN_IR
    return bytes(model.SerializeToString(deterministic=True))
