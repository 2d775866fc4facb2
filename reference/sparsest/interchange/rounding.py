"""Exact networks to arrays of floats: each weight the nearest one, and what that does to the function, exactly.

The rounded network is read as the dyadic rationals that it is, and is a network like any other; what a program computes
with it in floats is rounded once more, by rules of its own. No certificate is carried over a rounding: it speaks of the
exact function.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from flint import fmpq

from sparsest.errors import DataError
from sparsest.exact.decimals import format_short
from sparsest.interchange.floats import FloatKind, as_float, float_kind, nearest_in
from sparsest.interchange.layers import Layers

__all__ = ["RoundedLayers", "arrays_of", "changed_weights", "nearest_layers"]

_ZERO = fmpq(0)


class RoundedLayers(NamedTuple):
    """A network whose weights are floats of one format, as exact numbers, and how it came to be.

    Parameters
    ----------
    layers : Layers
        Each weight a float of the format.
    kind : FloatKind
        The format.
    way : str
        How it was rounded, in words.

    Examples
    --------
    >>> nearest_layers(Layers((), (), (), (fmpq(0),), fmpq(1, 3)), 16).way
    'each weight is the nearest float16'
    """

    layers: Layers
    kind: FloatKind
    way: str


def nearest_layers(layers: Layers, bits: int = 64) -> RoundedLayers:
    """Return the network with each weight rounded to the nearest float, ties to even.

    Parameters
    ----------
    layers : Layers
        Any exact network.
    bits : 64, 32 or 16
        Of the floats.

    Raises
    ------
    DataError
        If a weight is beyond the largest float: take more bits, or other units for the data.

    Examples
    --------
    >>> nearest_layers(Layers((), (), (), (fmpq(0),), fmpq(1, 3)), 16).layers.offset
    1365/4096
    """
    kind = float_kind(bits)

    def rounded(values: Sequence[fmpq], name: str) -> tuple[fmpq, ...]:
        return tuple(_nearest(kind, value, f"{name}[{k}]") for k, value in enumerate(values))

    made = Layers(
        tuple(rounded(row, f"hidden.weight[{k}]") for k, row in enumerate(layers.w)),
        rounded(layers.b, "hidden.bias"),
        rounded(layers.v, "output.weight[0]"),
        rounded(layers.skip, "skip.weight[0]"),
        rounded([layers.offset], "output.bias")[0],
        layers.notes,
    )
    return RoundedLayers(made, kind, f"each weight is the nearest {kind.name}")


def _nearest(kind: FloatKind, value: fmpq, name: str) -> fmpq:
    found = nearest_in(kind, value)
    if found is None:
        cure = "rescale the data" if kind.bits == 64 else "take more bits, or rescale the data"
        raise DataError(f"{name} is {format_short(value)}, beyond the largest {kind.name}; {cure}")
    return found


def changed_weights(exact: Layers, rounded: Layers) -> int:
    """Return how many weights are not what they were; the layers are of one shape.

    Examples
    --------
    >>> net = Layers((), (), (), (fmpq(0),), fmpq(1, 3))
    >>> changed_weights(net, nearest_layers(net, 16).layers)
    1
    """
    return sum(a != b for a, b in zip(_weights(exact), _weights(rounded), strict=True))


def _weights(layers: Layers) -> list[fmpq]:
    return [*(w for row in layers.w for w in row), *layers.b, *layers.v, *layers.skip, layers.offset]


def arrays_of(rounded: RoundedLayers) -> dict[str, np.ndarray]:
    """Return the arrays of a rounded network by their names: float64, float32 or float16, each entry exactly.

    Returns
    -------
    dict of str to ndarray
        hidden.weight (K, d), hidden.bias (K,), output.weight (1, K), output.bias (1,), and skip.weight (1, d) where
        there is a skip connection that is not zero. Without neurons there is one of zeros: no tool reads empty layers.

    Examples
    --------
    >>> net = Layers(((fmpq(1),),), (fmpq(-1, 2),), (fmpq(3),), (fmpq(0),), fmpq(0))
    >>> {name: array.tolist() for name, array in arrays_of(nearest_layers(net)).items()}
    {'hidden.weight': [[1.0]], 'hidden.bias': [-0.5], 'output.weight': [[3.0]], 'output.bias': [0.0]}
    """
    w, b, v, skip, offset, _ = rounded.layers
    if not v:
        w, b, v = ((_ZERO,) * len(skip),), (_ZERO,), (_ZERO,)
    dtype = np.dtype(rounded.kind.name)

    def array(values: Sequence[fmpq], shape: tuple[int, ...]) -> np.ndarray:
        # Every entry is a number of this format, so neither step rounds.
        return np.array([as_float(value) for value in values], dtype=np.float64).astype(dtype).reshape(shape)

    found = {
        "hidden.weight": array([a for row in w for a in row], (len(w), len(skip))),
        "hidden.bias": array(b, (len(b),)),
        "output.weight": array(v, (1, len(v))),
        "output.bias": array([offset], (1,)),
    }
    if any(skip):
        found["skip.weight"] = array(skip, (1, len(skip)))
    return found
