"""Networks of floats, as training leaves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sparsest.errors import UsageError
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.network import Network, Neuron

__all__ = ["FloatNetwork"]

_Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FloatNetwork:
    """The network f(x) = sum_k v_k (w_k . x + b_k)_+ + skip . x + offset, in float64.

    Parameters
    ----------
    v : array, shape (K,)
        Output weights.
    w : array, shape (K, d)
        Input weights.
    b : array, shape (K,)
        Biases.
    skip : array, shape (d,)
        The skip connection of the paper's equation 1; zeros where there is none.
    offset : float
        Its constant.

    Raises
    ------
    UsageError
        If the shapes do not fit together, or an entry is not finite; the message says which.

    Examples
    --------
    >>> net = FloatNetwork([2.0], [[1.0]], [-1.0], [0.0], 0.0)
    >>> net([[0.0], [3.0]])
    array([0., 4.])
    """

    v: _Floats
    w: _Floats
    b: _Floats
    skip: _Floats
    offset: float

    def __init__(self, v: ArrayLike, w: ArrayLike, b: ArrayLike, skip: ArrayLike, offset: float = 0.0) -> None:
        parts = {"v": (v, 1), "w": (w, 2), "b": (b, 1), "skip": (skip, 1), "offset": (offset, 0)}
        arrays = {name: _floats(name, value, ndim) for name, (value, ndim) in parts.items()}
        units, inputs = arrays["w"].shape
        for name, size in (("v", units), ("b", units), ("skip", inputs)):
            if arrays[name].size != size:
                raise UsageError(f"{name} has {arrays[name].size} entries; w of shape {(units, inputs)} needs {size}")
        for name, array in arrays.items():
            object.__setattr__(self, name, float(array) if name == "offset" else array)

    @property
    def dimension(self) -> int:
        """d, the number of inputs.

        Examples
        --------
        >>> FloatNetwork([], np.zeros((0, 3)), [], [0, 0, 0]).dimension
        3
        """
        return int(self.w.shape[1])

    def __call__(self, x: ArrayLike) -> _Floats:
        """Return f at each row of x, shape (n, d), in float64."""
        rows = np.asarray(x, np.float64)
        hidden = np.maximum(rows @ self.w.T + self.b, 0.0)
        return np.asarray(hidden @ self.v + rows @ self.skip + self.offset, np.float64)

    def live(self, *, charge_bias: bool = False) -> FloatNetwork:
        """Return the same function without the neurons whose products are zero.

        A neuron with w_k = 0 is a constant and goes into the offset; where biases are charged like weights, as always
        with several inputs, it stays.

        Examples
        --------
        >>> FloatNetwork([1, 0, 2], [[1], [1], [0]], [0, 0, 3], [0]).live().offset
        6.0
        """
        charges = charge_bias or self.dimension > 1
        charged = np.column_stack([self.w, self.b]) if charges else self.w
        kept = np.any(self.v[:, None] * charged != 0, axis=1)
        offset = self.offset + float(np.sum(self.v[~kept] * np.maximum(self.b[~kept], 0.0)))
        return FloatNetwork(self.v[kept], self.w[kept], self.b[kept], self.skip, offset)

    def to_network(self) -> Network:
        """Return the network of one input as it stands, each float the dyadic rational that it is.

        Raises
        ------
        UsageError
            If it has several inputs: `to_multivariate` is for those.

        Examples
        --------
        >>> FloatNetwork([2], [[1]], [-0.5], [0]).to_network()(1)
        Fraction(1, 1)
        """
        if self.dimension != 1:
            raise UsageError(f"the network has {self.dimension} inputs; use to_multivariate")
        rows = zip(self.v.tolist(), self.w[:, 0].tolist(), self.b.tolist(), strict=True)
        return Network((Neuron.of(v, w, b) for v, w, b in rows), float(self.skip[0]), self.offset)

    def to_multivariate(self) -> MultivariateNetwork:
        """Return the network of equation 7 as it stands, each float the dyadic rational that it is.

        Raises
        ------
        UsageError
            If it has a skip connection or an offset, which (7) has not.

        Examples
        --------
        >>> FloatNetwork([2], [[1, 3]], [-0.5], [0, 0]).to_multivariate().parameters
        3
        """
        if np.any(self.skip != 0) or self.offset != 0:
            raise UsageError("the network has a skip connection or an offset, and (7) has none: train without")
        rows = zip(self.v.tolist(), self.w.tolist(), self.b.tolist(), strict=True)
        return MultivariateNetwork((MultivariateNeuron.of(v, w, b) for v, w, b in rows), self.dimension)

    def to_json(self) -> dict[str, object]:
        """Return the network as JSON-ready floats, shortest text that reads back as the same double.

        Examples
        --------
        >>> FloatNetwork([2], [[1]], [0], [0]).to_json()["neurons"]
        [{'output_weight': 2.0, 'input_weights': [1.0], 'bias': 0.0}]
        """
        rows = zip(self.v.tolist(), self.w.tolist(), self.b.tolist(), strict=True)
        return {
            "neurons": [{"output_weight": v, "input_weights": w, "bias": b} for v, w, b in rows],
            "skip": self.skip.tolist(),
            "offset": self.offset,
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> FloatNetwork:
        """Return the network that `to_json` wrote.

        Examples
        --------
        >>> FloatNetwork.from_json(FloatNetwork([2], [[1]], [0], [0]).to_json()).v
        array([2.])
        """
        neurons, skip = given["neurons"], given["skip"]
        w = np.array([n["input_weights"] for n in neurons], np.float64).reshape(len(neurons), len(skip))
        v, b = ([n[name] for n in neurons] for name in ("output_weight", "bias"))
        return cls(v, w, b, skip, given["offset"])


def _floats(name: str, value: ArrayLike, ndim: int) -> _Floats:
    try:
        array = np.array(value, np.float64)
    except (TypeError, ValueError) as error:
        raise UsageError(f"{name} is no array of numbers: {error}") from error
    if array.ndim != ndim:
        raise UsageError(f"{name} has {array.ndim} axes; give {ndim}")
    bad = np.flatnonzero(~np.isfinite(array))
    if bad.size:
        raise UsageError(f"{name}: entry {int(bad[0])} is {array.flat[bad[0]]}; give finite numbers")
    return array
