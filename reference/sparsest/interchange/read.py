"""Other people's networks, exactly: files of every format that is read, and objects."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path
from typing import IO, Any, cast

from flint import fmpq

from sparsest.errors import DataError, UsageError, option, short
from sparsest.exact.rationals import RationalLike, as_fraction, is_sequence, to_rational
from sparsest.interchange import npz, onnx, own_json, pt, safetensors
from sparsest.interchange.archive import names
from sparsest.interchange.assignment import WeightNames, layers_of_tensors
from sparsest.interchange.layers import Layers
from sparsest.interchange.objects import layers_of_object
from sparsest.interchange.tensors import Tensors, content_of
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.network import Network

__all__ = ["SCALINGS", "read_layers", "read_network"]

#: How a scaler is applied: as scikit-learn does, or as it is converted to ONNX by skl2onnx.
SCALINGS = ("divide", "multiply")

_TENSORS: dict[str, Callable[[bytes, str], Tensors]] = {
    "a PyTorch file": pt.read, "an .npz file": npz.read, "a safetensors file": safetensors.read,
}  # fmt: skip
_NETWORKS: dict[str, Callable[[bytes, str], Layers]] = {"an ONNX file": onnx.read, "JSON": own_json.read}
_SUFFIXES = {
    ".pt": "a PyTorch file", ".pth": "a PyTorch file", ".bin": "a PyTorch file", ".npz": "an .npz file",
    ".safetensors": "a safetensors file", ".onnx": "an ONNX file", ".json": "JSON",
}  # fmt: skip
# What is known and not read, by its first bytes, and what to do.
_DECLINED = {
    b"\x89HDF": "an HDF5 file (Keras?); save its arrays with numpy.savez",
    b"\x93NUMPY": "a single array; save all arrays of the network with numpy.savez",
    b"<!DOCTYPE": "a web page; the download went wrong",
    b"version https://git-lfs": "a pointer of Git LFS; fetch the file itself with git lfs pull",
}
_READ = "read are PyTorch, safetensors, .npz, ONNX, and our own JSON"


def read_layers(
    source: object,
    *,
    weights: WeightNames | None = None,
    x_scaler: Any = None,
    y_scaler: Any = None,
    formula: str = "divide",
) -> Layers:
    """Return a network as exact layers: what `read_network` does, before the form of a network is chosen.

    Takes and raises what `read_network` does; `notes` says what was assumed.

    Examples
    --------
    >>> import numpy as np
    >>> net = {"fc1.weight": np.array([[2.0]]), "fc2.weight": np.array([[0.5]])}
    >>> read_layers(net).notes
    ('a file of tensors does not name its activation: ReLU is assumed between its two layers',)
    """
    if formula not in SCALINGS:
        raise UsageError(f"formula = {short(formula)}: give one of {', '.join(SCALINGS)}")
    if formula == "multiply" and x_scaler is None:
        raise UsageError(
            f"{option('scaler-formula', formula)} says how inputs are scaled, and nothing says by what: "
            f"give {option('x-scaler', 'MEAN,SCALE')}, or leave it out"
        )
    if isinstance(source, str | PathLike) or hasattr(source, "read"):
        layers = _of_file(cast("str | PathLike[str] | IO[bytes]", source), weights)
    else:
        layers = layers_of_object(source, weights)
    x_map = None if x_scaler is None else _x_map(x_scaler, layers.dimension, formula)
    y_map = None if y_scaler is None else _y_map(y_scaler)
    if x_map is None and y_map is None:
        return layers
    said = {"divide": "(x - mean) / scale", "multiply": "(x - mean) * (1 / scale), the reciprocal in float64"}[formula]
    note = f"scaled inputs are {said}, exactly" if x_map else "the value is scale * f + mean, exactly"
    return layers.with_maps(x_map, y_map)._replace(notes=(*layers.notes, note))


def read_network(
    source: object,
    *,
    weights: WeightNames | None = None,
    x_scaler: Any = None,
    y_scaler: Any = None,
    formula: str = "divide",
) -> Network | MultivariateNetwork:
    """Return someone else's network of one hidden ReLU layer and one output, exactly as it stands.

    Every float is a dyadic rational, so nothing is rounded. Nothing that a file says is run.

    Parameters
    ----------
    source : path, binary file or object
        A file of PyTorch (`torch.save(model.state_dict(), file)`), safetensors, .npz, ONNX or our own JSON; or a
        PyTorch module, a fitted `MLPRegressor`, a dict of arrays, or a network, spline or solution of ours.
    weights : mapping or str, optional
        Which tensor is which, where names do not say it: "W1=name,b1=name,W2=name,b2=name,skip=name".
    x_scaler : sequence of (mean, scale), or a fitted scaler, optional
        The network was trained on (x - mean) / scale: one pair for each input, or an object with `mean_` and `scale_`.
    y_scaler : (mean, scale), or a fitted scaler, optional
        The network's value f stands for scale * f + mean.
    formula : "divide" or "multiply"
        Whether inputs are divided by the scale, as scikit-learn does, or multiplied by its reciprocal in float64, as
        networks that were converted by skl2onnx do.

    Returns
    -------
    Network or MultivariateNetwork
        Of one input the former, which keeps a skip connection; of several the latter, where it becomes two neurons.

    Raises
    ------
    DataError
        If the file is broken, or the network is of another kind: a second hidden layer, another activation, several
        outputs, numbers that are not finite. The message says where and why.
    UsageError
        If an option has no such value, or a formula is named and no scaler of inputs.

    Examples
    --------
    >>> import numpy as np
    >>> read_network({"0.weight": np.array([[1.0]]), "2.weight": np.array([[3.0]])}, x_scaler=[(1, 2)])(2)
    Fraction(3, 2)
    """
    found = read_layers(source, weights=weights, x_scaler=x_scaler, y_scaler=y_scaler, formula=formula)
    return found.to_network()


def _of_file(source: str | PathLike[str] | IO[bytes], weights: WeightNames | None) -> Layers:
    name, content = content_of(source)
    kind = _kind(content, name)
    suffix = Path(name).suffix.lower()
    expected = _SUFFIXES.get(suffix)
    notes = () if expected in (None, kind) else (f"{name}: by its content {kind}, whatever its suffix {suffix} says",)
    if kind in _TENSORS:
        layers = layers_of_tensors(_TENSORS[kind](content, name), name, weights)
    elif weights is not None:
        raise UsageError(
            f"{option('weights')}: {name} is {kind}, which says itself which weights are which; leave it out"
        )
    else:
        layers = _NETWORKS[kind](content, name)
    return layers._replace(notes=(*notes, *layers.notes))


def _kind(content: bytes, name: str) -> str:
    """Return the format of a file, by its content; its suffix only tells what has no beginning of its own."""
    # First, for its own first bytes, the length of a header, may be the beginning of any other.
    if content[8:9] == b"{" and int.from_bytes(content[:8], "little") <= len(content):
        return "a safetensors file"
    for start, said in _DECLINED.items():
        if content.startswith(start):
            raise DataError(f"{name}: is {said}; {_READ}")
    if content.startswith(b"PK"):
        return _kind_of_archive(content, name)
    if content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return "JSON"
    if content[:1] == b"\x80":  # a pickle
        return "a PyTorch file"
    if content[:1] == b"\x08":  # the first field of most ONNX files
        return "an ONNX file"
    suffix = Path(name).suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    raise DataError(f"{name}: is in no format that is known; {_READ}")


def _kind_of_archive(content: bytes, name: str) -> str:
    inside = names(content, name)
    if any(entry.endswith("data.pkl") for entry in inside):
        return "a PyTorch file"
    if any(entry.endswith(".h5") for entry in inside):
        raise DataError(f"{name}: is a Keras model; save its arrays with numpy.savez(file, *model.get_weights())")
    return "an .npz file"


def _x_map(scaler: Any, dimension: int, formula: str) -> list[tuple[fmpq, fmpq]]:
    pairs = _pairs(scaler, "x-scaler")
    if len(pairs) != dimension:
        raise UsageError(
            f"{option('x-scaler')}: {len(pairs)} pairs of mean and scale; the network has {dimension} "
            f"input{'s' * (dimension != 1)}: give each"
        )
    by = [_reciprocal(scale) if formula == "multiply" else 1 / scale for _, scale in pairs]
    return [(factor, -mean * factor) for (mean, _), factor in zip(pairs, by, strict=True)]


def _y_map(scaler: Any) -> tuple[fmpq, fmpq]:
    """Return scale and mean: the value f stands for scale * f + mean in both formulas."""
    single = is_sequence(scaler) and len(scaler) == 2 and not any(map(is_sequence, scaler))
    pairs = _pairs([scaler] if single else scaler, "y-scaler")
    if len(pairs) != 1:
        raise UsageError(f"{option('y-scaler')}: {len(pairs)} pairs of mean and scale; give one, for one output")
    [(mean, scale)] = pairs
    return scale, mean


def _pairs(scaler: Any, name: str) -> list[tuple[fmpq, fmpq]]:
    """Return mean and scale of each column; of a fitted scaler without one of them, it is 0 or 1."""
    if hasattr(scaler, "mean_") and hasattr(scaler, "scale_"):
        # Without both, only the number of columns was fitted.
        size = next((len(p) for p in (scaler.mean_, scaler.scale_) if p is not None), _columns(scaler))
        means = [0] * size if scaler.mean_ is None else scaler.mean_
        scaler = list(zip(means, [1] * size if scaler.scale_ is None else scaler.scale_, strict=True))
    if not is_sequence(scaler):
        raise UsageError(
            f"{option(name)}: {short(scaler)} is no list of pairs (mean, scale), and no fitted StandardScaler"
        )
    found = []
    for k, pair in enumerate(cast("Sequence[Sequence[RationalLike]]", scaler)):
        if not is_sequence(pair) or len(pair) != 2:
            raise UsageError(f"{option(name)}: entry {k} is {short(pair)}; give (mean, scale)")
        try:
            mean, scale = map(to_rational, pair)
        except DataError as error:
            raise DataError(f"{option(name)}: entry {k}: {error}") from None
        if scale == 0:
            raise DataError(f"{option(name)}: entry {k} has scale 0, by which nothing can be divided; give another")
        found.append((mean, scale))
    return found


def _columns(scaler: Any) -> int:
    count = getattr(scaler, "n_features_in_", 0)
    return count if isinstance(count, int) else 0


def _reciprocal(scale: fmpq) -> fmpq:
    """Return 1 / scale in float64, as NumPy has it."""
    try:
        found = 1.0 / float(as_fraction(scale))
    except (OverflowError, ZeroDivisionError):
        found = 0.0
    if found == 0 or not math.isfinite(found):
        shown = short(as_fraction(scale))
        raise DataError(
            f"{option('x-scaler')}: no float64 holds the reciprocal of {shown}; "
            f"give {option('scaler-formula', 'divide')}"
        )
    return to_rational(found)
