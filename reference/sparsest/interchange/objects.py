"""Networks that are Python objects: PyTorch modules, scikit-learn regressors, dicts of arrays, and our own.

They are known by their looks: no library is imported, an object is asked for what it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

from sparsest.errors import DataError, UsageError, one_line, short
from sparsest.interchange.arrays import array_of
from sparsest.interchange.assignment import ASSUMED, WeightNames, layers_of_tensors
from sparsest.interchange.layers import Layers
from sparsest.interchange.shapes import Parts, layers_of_parts
from sparsest.interchange.tensors import MAX_TENSORS, Tensors, named_once, refuse_many, shown_name
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.network import Network
from sparsest.spline import Spline

__all__ = ["layers_of_object"]

# What a PyTorch module may be made of, in inference.
_LINEAR, _RELU, _SILENT = "Linear", "ReLU", ("Identity", "Flatten", "Dropout")
_SEQUENTIAL = "Sequential"
_HOOKS = ("_forward_hooks", "_forward_pre_hooks")
_UNSEEN = "what its forward does is not seen: one ReLU between its two layers is assumed"
_DEEPEST = 16
_SCALE = "give a scaler's numbers as x_scaler=[(mean, scale), ...] and y_scaler=(mean, scale)"


def layers_of_object(source: object, weights: WeightNames | None = None) -> Layers:
    """Return the network that an object is or holds.

    Parameters
    ----------
    source : object
        A network or spline of ours, a solution or anything else with one as `network`, `Layers`, a `FloatNetwork`, a
        PyTorch module, a fitted `MLPRegressor` of scikit-learn, or a dict of arrays (a state dict; nested, as Flax
        has them).
    weights : mapping or str, optional
        Which array is which, of a module or dict: see `layers_of_tensors`.

    Raises
    ------
    DataError
        If it is no network of one hidden layer of ReLU units and one output; the message says why.

    Examples
    --------
    >>> layers_of_object(Spline(0, 1, [2], [3])).b
    (-2,)
    """
    kind = type(source).__name__
    for looks, layers in _KINDS:
        if looks(source):
            if weights is not None and layers not in (_of_module, _of_mapping):
                raise UsageError(f"weights = {short(weights)}: a {kind} says itself which weights are which")
            return layers(source, weights) if layers in (_of_module, _of_mapping) else layers(source)
    raise DataError(
        f"a value of type {one_line(kind, 40)} is no network; give the name of a file, an open binary file, a PyTorch "
        "module, a fitted MLPRegressor, a dict of arrays, or a network, spline or solution of sparsest"
    )


def _has(*names: str) -> Callable[[object], bool]:
    return lambda source: all(hasattr(source, name) for name in names) and not isinstance(source, type)


def _is(*kinds: type) -> Callable[[object], bool]:
    return lambda source: isinstance(source, kinds)


def _of_layers(source: Layers) -> Layers:
    return source


def _of_spline(source: Spline) -> Layers:
    return Layers.of_network(Network.from_spline(source))


def _of_holder(source: Any) -> Layers:
    held = source.network
    if not isinstance(held, Network | MultivariateNetwork) and not _has("v", "w", "b", "skip", "offset")(held):
        raise DataError(f"the network of a {type(source).__name__} is a {type(held).__name__}; give the network itself")
    return layers_of_object(held)


def _of_floats(source: Any) -> Layers:
    name = type(source).__name__
    parts = {"W1": source.w, "b1": source.b, "W2": source.v, "skip": source.skip, "b2": source.offset}
    arrays = {part: array_of(name, part, value) for part, value in parts.items()}
    if not arrays["W2"].size:
        arrays["W1"], arrays["b1"], arrays["W2"] = np.zeros((1, arrays["skip"].size)), np.zeros(1), np.zeros(1)
        found = layers_of_parts(Parts.of(arrays), name, {})
        return found._replace(w=(), b=(), v=())
    return layers_of_parts(Parts.of(arrays), name, {})


def _of_regressor(source: Any) -> Layers:
    """Return the network of a fitted MLPRegressor: coefs_ are (d, K) and (K, 1)."""
    name = type(source).__name__
    if not hasattr(source, "coefs_"):
        raise DataError(f"the {name} is not fitted; call fit first")
    if source.out_activation_ != "identity":
        raise DataError(f'the {name} ends in {short(source.out_activation_)}; read are regressors of "identity"')
    if source.activation != "relu":
        raise DataError(f'the {name} has the activation {short(source.activation)}; networks of "relu" are read')
    if len(source.coefs_) != 2:
        raise DataError(f"the {name} has {len(source.coefs_) - 1} hidden layers; networks of one are read")
    (w1, w2), (b1, b2) = source.coefs_, source.intercepts_
    parts = {"W1": w1, "b1": b1, "W2": w2, "b2": b2}
    arrays = {part: array_of(name, part, value) for part, value in parts.items()}
    arrays |= {part: arrays[part].T for part in ("W1", "W2")}
    return layers_of_parts(Parts.of(arrays), name, {}, exactly=True)


def _of_wrapper(source: Any) -> Layers:
    kind = type(source).__name__
    raise DataError(f"a {kind} is more than a network; give the fitted MLPRegressor in it, and {_SCALE}")


def _of_module(source: Any, weights: WeightNames | None) -> Layers:
    name = type(source).__name__
    modules = list(source.named_modules())
    leaves = [(key, module) for key, module in modules if not list(module.children())]
    for key, module in modules:
        _refuse_changed(name, key, module)
    for key, module in leaves:
        _refuse_module(name, key, module)
    tensors = _tensors(name, source.state_dict())
    if weights is not None:
        return _unseen(layers_of_tensors(tensors, name, weights))
    sequence = _sequence(source)
    if sequence is not None:
        found = _of_sequence(sequence, tensors, name, [key for key, _ in leaves])
        plain = all(type(module).__name__ == _SEQUENTIAL for _, module in modules if list(module.children()))
        return found if plain else _unseen(found)
    relus = sum(type(module).__name__ == _RELU for _, module in leaves)
    if relus > 1:
        raise DataError(f"the module {name} has {relus} ReLU modules; networks of one hidden layer are read")
    return _unseen(layers_of_tensors(tensors, name))


def _unseen(found: Layers) -> Layers:
    """Return layers with what is to be said of a module that has a forward of its own, which is code."""
    return found._replace(notes=(*(note for note in found.notes if note != ASSUMED), _UNSEEN))


def _where(name: str, key: str) -> str:
    return f"the module {name}" + (f": {shown_name(key)}" if key else "")


def _refuse_changed(name: str, key: str, module: Any) -> None:
    """Refuse a module, of leaves or a leaf, that is not what its class computes."""
    where = _where(name, key)
    if type(module).__name__ == "OptimizedModule":
        raise DataError(f"{where} is compiled by torch.compile; give what was compiled, model._orig_mod")
    if any(getattr(module, hooks, None) for hooks in _HOOKS):
        raise DataError(f"{where} has forward hooks, which may change its values and are not seen; remove them")
    if "forward" in getattr(module, "__dict__", {}):
        raise DataError(f"{where} has a forward that was put in place of its class's and is not seen; remove it")


def _refuse_module(name: str, key: str, module: Any) -> None:
    kind, where = type(module).__name__, _where(name, key)
    if kind not in (_LINEAR, _RELU, *_SILENT):
        raise DataError(f"{where} is a {one_line(kind, 40)}; read are modules of Linear, ReLU, {', '.join(_SILENT)}")
    if kind == "Dropout" and getattr(module, "training", True):
        raise DataError(f"{where} is a Dropout in training; call .eval() first")
    if kind == "Flatten" and getattr(module, "start_dim", 1) != 1:
        start = short(module.start_dim)
        raise DataError(f"{where} is a Flatten of start_dim {start}, which joins points; read is that of start_dim 1")


def _sequence(source: Any) -> list[Any] | None:
    """Return the modules of a Sequential, or of the only one in a module, in the order in which they are applied."""
    children = list(source.children())
    if type(source).__name__ == _SEQUENTIAL:
        return [leaf for child in children for leaf in (_sequence(child) or [child])]
    return _sequence(children[0]) if len(children) == 1 and type(children[0]).__name__ == _SEQUENTIAL else None


def _of_sequence(sequence: list[Any], tensors: Tensors, name: str, keys: list[str]) -> Layers:
    kinds = [type(module).__name__ for module in sequence]
    if [kind for kind in kinds if kind not in _SILENT] != [_LINEAR, _RELU, _LINEAR] or len(keys) != len(kinds):
        raise DataError(
            f"the module {name} is {', '.join(kinds[:8])}; read is Linear, ReLU, Linear: one hidden layer, one output"
        )
    first, second = (key for key, kind in zip(keys, kinds, strict=True) if kind == _LINEAR)
    names = {"W1": f"{first}.weight", "b1": f"{first}.bias", "W2": f"{second}.weight", "b2": f"{second}.bias"}
    found = {part: tensors[key] for part, key in names.items() if key in tensors}
    if len(found) < len(tensors):
        raise DataError(f"the module {name} has more weights than those of its two layers; give the layers alone")
    return layers_of_parts(Parts.of(found), name, names, exactly=True)


def _of_mapping(source: Mapping[Any, Any], weights: WeightNames | None) -> Layers:
    return layers_of_tensors(_tensors("the dict", source), "the dict", weights)


def _tensors(name: str, source: Mapping[Any, Any]) -> Tensors:
    found = named_once(name, islice(_flattened(source), MAX_TENSORS + 1))
    refuse_many(name, len(found))
    return {key: array_of(name, key, value) for key, value in found.items()}


def _flattened(source: Mapping[Any, Any], path: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    if depth > _DEEPEST:
        raise DataError(f"the dict is nested more than {_DEEPEST} levels deep; give that of the weights alone")
    for key, value in source.items():
        inner = f"{path}{key}"
        if isinstance(value, Mapping):
            yield from _flattened(value, f"{inner}.", depth + 1)
        else:
            yield inner, value


# Looked at in this order.
_KINDS: tuple[tuple[Callable[[object], bool], Callable[..., Layers]], ...] = (
    (_is(Layers), _of_layers),
    (_is(Network, MultivariateNetwork), Layers.of_network),
    (_is(Spline), _of_spline),
    (_is(Mapping), _of_mapping),
    (_has("state_dict", "named_modules", "children"), _of_module),
    (_has("v", "w", "b", "skip", "offset"), _of_floats),
    (_has("hidden_layer_sizes", "activation", "fit"), _of_regressor),
    (_has("steps", "fit"), _of_wrapper),
    (_has("regressor", "fit"), _of_wrapper),
    (_has("network"), _of_holder),
)
