"""From arrays to exact layers: their shapes are held against each other, and every entry becomes the rational it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from flint import fmpq

from sparsest.errors import DataError
from sparsest.interchange.layers import Layers
from sparsest.interchange.tensors import shown_name

__all__ = ["MOST_NUMBERS", "Parts", "exact_rows", "fitted", "layers_of_parts"]

#: Most weights of a network: exact ones take a hundred bytes each.
MOST_NUMBERS = 2**18

_ONE_OUTPUT = "a network of one hidden layer and one output is read"


class Parts(NamedTuple):
    """The arrays of a network; None for those that it has not.

    Parameters
    ----------
    w1, w2 : array
        Weights of the two layers.
    b1, b2, skip, skip_bias : array, optional
        Biases, the skip connection and a bias of its own.
    """

    w1: np.ndarray
    b1: np.ndarray | None
    w2: np.ndarray
    b2: np.ndarray | None
    skip: np.ndarray | None
    skip_bias: np.ndarray | None

    @classmethod
    def of(cls, parts: Mapping[str, np.ndarray]) -> Parts:
        """Return the parts of a mapping from W1, b1, W2, b2, skip, skip_bias.

        Examples
        --------
        >>> Parts.of({"W1": np.zeros((2, 1)), "W2": np.zeros((1, 2))}).b1 is None
        True
        """
        return cls(parts["W1"], parts.get("b1"), parts["W2"], *map(parts.get, ("b2", "skip", "skip_bias")))


def fitted(
    parts: Parts, name: str, names: Mapping[str, str], *, exactly: bool = False
) -> tuple[Parts, tuple[str, ...]]:
    """Return the arrays of a network in one orientation, each there, once their shapes fit together.

    Parameters
    ----------
    parts : Parts
        W1 (K, d), b1 (K,), W2 (1, K), b2 (1,), skip (1, d); unless `exactly`, W1 (d, K), W2 (K, 1) or (K,), b2 () and
        skip (d,) or (d, 1) too, and W1 (K,) of one input.
    name : str
        The file, for messages.
    names : mapping
        What its arrays are called there, for messages.
    exactly : bool
        Whether only PyTorch's shapes are taken.

    Returns
    -------
    parts : Parts
        W1 (K, d), b1 (K,), W2 (K,), b2 (1,), skip (d,), skip_bias (1,).
    notes : tuple of str
        What was assumed.

    Raises
    ------
    DataError
        If the shapes do not fit: more outputs than one, another number of neurons in two of them, an axis too many; if
        there is no neuron or no input, or there are more than `MOST_NUMBERS` weights.

    Examples
    --------
    >>> parts, _ = fitted(Parts.of({"W1": np.array([[1.0, 2.0]]), "W2": np.array([[3.0], [4.0]])}), "net.npz", {})
    >>> parts.w1
    array([[1.],
           [2.]])
    """
    said = _Said(name, names)
    w2 = _output(parts.w2, said, exactly=exactly)
    units = w2.size
    w1, note = _hidden(parts.w1, parts.w2, units, said, exactly=exactly)
    inputs = w1.shape[1]
    if not units or not inputs:
        raise said.refused("W1", parts.w1, f"leaves {units} neurons and {inputs} inputs; there must be one of each")
    b1 = _vector(parts.b1, units, "b1", said, "one for each neuron")
    b2, skip_bias = _scalar(parts.b2, "b2", said), _scalar(parts.skip_bias, "skip_bias", said)
    skip = _skip(parts.skip, inputs, said, exactly=exactly)
    if units * (inputs + 2) > MOST_NUMBERS:
        raise said.refused("W1", parts.w1, f"makes more than {MOST_NUMBERS} weights; networks that large are not read")
    return Parts(w1, b1, w2, b2, skip, skip_bias), note


def layers_of_parts(parts: Parts, name: str, names: Mapping[str, str], *, exactly: bool = False) -> Layers:
    """Return the exact layers of arrays whose shapes fit together; takes and raises what `fitted` does.

    Examples
    --------
    >>> arrays = {"W1": np.array([[1.0, 2.0]]), "W2": np.array([[3.0], [4.0]])}
    >>> layers_of_parts(Parts.of(arrays), "net.npz", {}).w
    ((1,), (2,))
    """
    arrays, notes = fitted(parts, name, names, exactly=exactly)
    rest = [exact_rows(array.reshape(1, -1))[0] for array in arrays[1:] if array is not None]
    b, v, [b2], skip, [skip_bias] = rest
    return Layers(exact_rows(arrays.w1), b, v, skip, b2 + skip_bias, notes)


def exact_rows(array: np.ndarray) -> tuple[tuple[fmpq, ...], ...]:
    """Return the rows of a matrix of finite floats, integers or `fmpq`, each entry the rational that it is.

    Examples
    --------
    >>> exact_rows(np.array([[0.5, -2.0]], np.float32))
    ((1/2, -2),)
    """
    if array.dtype == object:
        return tuple(map(tuple, array.tolist()))
    plain = array.astype(np.float64) if array.dtype.kind == "f" else array  # no float16, 32 or 64 is changed by that
    return tuple(tuple(fmpq(*entry.as_integer_ratio()) for entry in row) for row in plain.tolist())


class _Said(NamedTuple):
    name: str
    names: Mapping[str, str]

    def refused(self, part: str, array: np.ndarray, why: str) -> DataError:
        called = self.names.get(part)
        what = f"{part} ({shown_name(called)})" if called and called != part else part
        return DataError(f"{self.name}: {what} of shape {array.shape} {why}")


def _output(w2: np.ndarray, said: _Said, *, exactly: bool) -> np.ndarray:
    if w2.ndim == 2 and (w2.shape[0] == 1 or (w2.shape[1] == 1 and not exactly)):
        return w2.reshape(-1)
    if w2.ndim == 1 and not exactly:
        return w2
    if w2.ndim == 2:
        outputs = w2.shape[0] if exactly else min(w2.shape)
        raise said.refused("W2", w2, f"has {outputs} outputs, or is of another hidden layer; {_ONE_OUTPUT}")
    raise said.refused("W2", w2, f"has {w2.ndim} axes; give (1, K)")


def _hidden(
    w1: np.ndarray, w2: np.ndarray, units: int, said: _Said, *, exactly: bool
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return W1 as (K, d): by which of its axes has K entries, and by how W2 stands if both have."""
    if w1.ndim == 1 and w1.size == units and not exactly:
        return w1.reshape(-1, 1), ()
    if w1.ndim != 2:
        raise said.refused("W1", w1, f"has {w1.ndim} axes; give (K, d)")
    if exactly or w1.shape[0] != w1.shape[1]:
        if w1.shape[0] == units:
            return w1, ()
        if w1.shape[1] == units and not exactly:
            return w1.T, ()
        raise said.refused("W1", w1, f"does not fit {said.names.get('W2', 'W2')}, which has {units} neurons")
    if w1.shape[0] != units:
        raise said.refused("W1", w1, f"does not fit {said.names.get('W2', 'W2')}, which has {units} neurons")
    return _square(w1, w2)


def _square(w1: np.ndarray, w2: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    if w1.size == 1:
        return w1, ()
    turned = w2.ndim == 2 and w2.shape[1] == 1
    seen = "(d, K), as W2 of shape (K, 1) has it" if turned else "(K, d)"
    return w1.T if turned else w1, (f"the square W1 is read as {seen}; append .T to its name if it is the other way",)


def _vector(array: np.ndarray | None, size: int, part: str, said: _Said, what: str) -> np.ndarray:
    if array is None:
        return np.zeros(size)
    if array.shape != (size,):
        raise said.refused(part, array, f"does not fit; give ({size},), {what}")
    return array


def _scalar(array: np.ndarray | None, part: str, said: _Said) -> np.ndarray:
    if array is None:
        return np.zeros(1)
    if array.size != 1 or array.ndim > 2:
        raise said.refused(part, array, f"is no bias of one output; {_ONE_OUTPUT}")
    return array.reshape(1)


def _skip(array: np.ndarray | None, inputs: int, said: _Said, *, exactly: bool) -> np.ndarray:
    if array is None:
        return np.zeros(inputs)
    if array.shape == (1, inputs) or (not exactly and array.shape in ((inputs, 1), (inputs,))):
        return array.reshape(-1)
    raise said.refused("skip", array, f"does not fit; give (1, {inputs})")
