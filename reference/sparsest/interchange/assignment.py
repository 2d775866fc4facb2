"""Which tensor is which: from the names of a file's tensors to the layers of a network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import NamedTuple

from sparsest.errors import DataError, UsageError, one_line, option, short
from sparsest.interchange.layers import Layers
from sparsest.interchange.shapes import Parts, fitted, layers_of_parts
from sparsest.interchange.tensors import Tensors, listed, shown_name

__all__ = ["ASSUMED", "PARTS", "WeightNames", "layers_of_tensors"]

#: How arrays are said by the user: a mapping, or text like "W1=name,b1=name,W2=name,b2=name,skip=name".
WeightNames = Mapping[str, str] | str
#: What there is to assign, by the names of `weights`.
PARTS = ("W1", "b1", "W2", "b2", "skip")
#: What no file of tensors says.
ASSUMED = "a file of tensors does not name its activation: ReLU is assumed between its two layers"
# Names of layers in use: ours and what PyTorch's users write most. The skip connection's bias is one more constant.
_FAMILIES = (("hidden", "output", "skip"), ("0", "2", "skip"), ("fc1", "fc2", "skip"))
# A checkpoint's other content, by the first word of its names.
_OPTIMISERS = {
    "optim", "optimizer", "optimizers", "optimizer_state", "optimizer_states", "optimizer_state_dict",
    "optim_state", "optim_states", "optim_state_dict", "optimiser", "optimisers", "optimiser_state_dict",
    "scheduler", "schedulers", "scheduler_state_dict", "lr_scheduler", "lr_schedulers", "lr_scheduler_state_dict",
}  # fmt: skip
# What is proposed only where it has two axes.
_MATRICES = ("W1", "W2", "skip")
_ONE_LAYER = "a network of one hidden layer and one output is read"


class _Found(NamedTuple):
    prefix: str
    names: dict[str, str]


def layers_of_tensors(tensors: Tensors, name: str, weights: WeightNames | None = None) -> Layers:
    """Return the network whose weights are these tensors.

    Parameters
    ----------
    tensors : dict of str to array
        As a reader of tensor files returns them. Without `weights` they are found by their names: `hidden.weight`
        (K, d), `hidden.bias` (K,), `output.weight` (1, K), `output.bias` (1,), `skip.weight` (1, d), or `0.*` and
        `2.*`, or `fc1.*` and `fc2.*`, all under one common dotted prefix if there is one. A missing bias is 0.
    name : str
        The file, for messages.
    weights : mapping or str, optional
        Which is which: "W1=name,b1=name,W2=name,b2=name,skip=name"; W1 and W2 must be given. Which axis is which is
        seen by the shapes: (K, d) and (1, K) as PyTorch has them, or (d, K) and (K, 1) as Flax and Keras do. A name
        with `.T` appended is transposed. What is not mentioned is left out, and a note says so.

    Raises
    ------
    DataError
        If the tensors are not those of one hidden layer and one output. The message lists them, and says what to give
        as `weights` if by shapes there is one way only.
    UsageError
        If `weights` names no part, or no tensor of the file.

    Examples
    --------
    >>> import numpy as np
    >>> net = {"fc1.weight": np.array([[2.0]]), "fc1.bias": np.array([-1.0]), "fc2.weight": np.array([[0.5]])}
    >>> layers_of_tensors(net, "net.npz").to_network()(3)
    Fraction(5, 2)
    """
    if weights is not None:
        return _given(tensors, name, _parsed(weights))
    prefix, found = _by_name(tensors, name)
    left = {key: array for key, array in tensors.items() if key not in found.values()}
    aside = [key for key in left if prefix and "." in key and key.split(".")[0] in _OPTIMISERS]
    left = {key: array for key, array in left.items() if key not in aside}
    if left:
        more = " (another hidden layer?)" if any(array.ndim == 2 for array in left.values()) else ""
        raise DataError(f"{name}: has tensors left over{more}: {listed(left)}; {_cure(tensors, name)}")
    notes = [ASSUMED]
    if prefix:
        notes.append(f"names begin with {shown_name(prefix)}")
    if aside:
        notes.append(f"left out as an optimiser's: {len(aside)} tensor{'s' * (len(aside) != 1)}")
    parts = {part: tensors[key] for part, key in found.items()}
    return layers_of_parts(Parts.of(parts), name, found, exactly=True)._replace(notes=tuple(notes))


def _by_name(tensors: Tensors, name: str) -> _Found:
    """Return the one prefix and family of names under which both layers' weights are."""
    candidates = []
    for hidden, output, skip in _FAMILIES:
        layers = {"W1": f"{hidden}.weight", "b1": f"{hidden}.bias", "W2": f"{output}.weight", "b2": f"{output}.bias",
                  "skip": f"{skip}.weight", "skip_bias": f"{skip}.bias"}  # fmt: skip
        for key in tensors:
            prefix = key.removesuffix(layers["W1"])
            if key != prefix and (not prefix or prefix.endswith(".")) and prefix + layers["W2"] in tensors:
                names = {part: prefix + end for part, end in layers.items() if prefix + end in tensors}
                candidates.append(_Found(prefix, names))
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        prefixes = ", ".join(shown_name(found.names["W1"]) for found in candidates[:4])
        raise DataError(f"{name}: holds several networks ({prefixes}); say which by {_example()}")
    if not tensors:
        raise DataError(f"{name}: holds no tensors; save the weights of a network")
    raise DataError(
        f"{name}: no names of layers that are known; its tensors are {listed(tensors)}; {_cure(tensors, name)}"
    )


def _example() -> str:
    return option("weights", "W1=...,b1=...,W2=...,b2=...")


def _cure(tensors: Tensors, name: str) -> str:
    ways = list(_ways(tensors, name))
    order = list(tensors)
    # Of one input the layers have the same shapes, transposed; files have them in their order.
    in_order = [way for way in ways if order.index(way["W1"]) < order.index(way["W2"])]
    for some, said in ((ways, "by their shapes"), (in_order, "by their shapes and order")):
        if len(some) == 1:
            return f"{said}, give {option('weights', _written(some[0]))}"
    return f"{_ONE_LAYER}: if there is one, say which tensors are its by {_example()}"


def _written(way: Mapping[str, str]) -> str:
    return ",".join(f"{part}={key}" for part, key in way.items())


def _ways(tensors: Tensors, name: str) -> Iterator[dict[str, str]]:
    """Yield the assignments of all tensors that fit by their shapes."""
    if not 2 <= len(tensors) <= len(PARTS) or any("," in key or one_line(key, 100) != key for key in tensors):
        return
    for parts in permutations(PARTS, len(tensors)):
        way = dict(zip(parts, tensors, strict=True))
        if not {"W1", "W2"} <= set(way) or any(tensors[way.get(part, way["W1"])].ndim != 2 for part in _MATRICES):
            continue
        try:
            fitted(Parts.of({part: tensors[key] for part, key in way.items()}), name, way)
        except DataError:
            continue
        yield {part: way[part] for part in PARTS if part in way}


def _parsed(weights: WeightNames) -> dict[str, str]:
    """Return the name for each part, of which W1 and W2 must be there."""
    if isinstance(weights, str):
        pairs = [item.partition("=") for item in weights.split(",")]
        given = {part.strip(): key.strip() for part, _, key in pairs}
        if len(given) < len(pairs):
            raise UsageError(f"{option('weights')}: {short(weights, 80)} names a part twice; give {_example()}")
    elif isinstance(weights, Mapping):
        given = dict(weights)
    else:  # the caller may not be typed
        raise UsageError(f"weights = {short(weights)}: give a dict, or text like {_example()}")
    for part, key in given.items():
        if part not in PARTS or type(key) is not str or not key:
            raise UsageError(
                f"{option('weights')}: {short(part)}={short(key)} is no part and its tensor; the parts are "
                f"{', '.join(PARTS)}: give {_example()}"
            )
    if not {"W1", "W2"} <= set(given):
        raise UsageError(f"{option('weights')}: W1 and W2 must be named; give {_example()}")
    return given


def _given(tensors: Tensors, name: str, given: dict[str, str]) -> Layers:
    parts, used = {}, set()
    for part, key in given.items():
        plain = key if key in tensors else key.removesuffix(".T")
        if plain not in tensors:
            raise UsageError(f"{name}: has no tensor {shown_name(key)} for {part}; its tensors are {listed(tensors)}")
        if plain in used:
            raise UsageError(f"{name}: tensor {shown_name(plain)} is named for two parts; name each once")
        used.add(plain)
        parts[part] = tensors[plain] if plain == key else tensors[plain].T
    notes = [ASSUMED]
    if left := {key: array for key, array in tensors.items() if key not in used}:
        notes.append(f"left out, for they are not mentioned: {listed(left)}")
    layers = layers_of_parts(Parts.of(parts), name, given)
    return layers._replace(notes=(*notes, *layers.notes))
