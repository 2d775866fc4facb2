"""The paper's objective in floats: sum |v_k w_ki|^p, its gradient away from zero, and its majorizers (78)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sparsest.errors import UsageError
from sparsest.training.network import FloatNetwork

__all__ = ["Slopes", "majorizer", "path_norm", "path_norm_slopes", "products"]

_Floats = NDArray[np.float64]


class Slopes(NamedTuple):
    """The derivatives of an objective by the weights of a network.

    Parameters
    ----------
    v : array, shape (K,)
        By the output weights.
    w : array, shape (K, d)
        By the input weights.
    b : array, shape (K,)
        By the biases.
    """

    v: _Floats
    w: _Floats
    b: _Floats


def products(network: FloatNetwork, *, charge_bias: bool = False) -> _Floats:
    """Return the v_k w_ki that are charged, shape (K, d), or (K, d + 1) where biases are charged too (paper, eq. 8).

    Examples
    --------
    >>> products(FloatNetwork([2], [[3]], [-1], [0]), charge_bias=True)
    array([[ 6., -2.]])
    """
    w = np.column_stack([network.w, network.b]) if charge_bias else network.w
    return np.asarray(network.v[:, None] * w, np.float64)


def path_norm(network: FloatNetwork, p: float, *, charge_bias: bool = False) -> float:
    """Return sum |v_k w_ki|^p, 0 < p <= 1, in floats; at p = 0 the number of nonzero products. Infinite beyond doubles.

    Examples
    --------
    >>> path_norm(FloatNetwork([2, 1], [[2], [1]], [0, 0], [0]), 0.5)
    3.0
    """
    _check(p, least=0.0)
    with np.errstate(over="ignore", under="ignore"):
        sizes = np.abs(products(network, charge_bias=charge_bias))
        return float(np.sum(sizes[sizes > 0] ** p))


def path_norm_slopes(network: FloatNetwork, p: float, *, charge_bias: bool = False) -> Slopes:
    """Return the gradient of the path norm; nan by a weight whose product is zero, where there is none.

    Parameters
    ----------
    network : FloatNetwork
        Where.
    p : float
        0 < p <= 1.
    charge_bias : bool
        Whether biases are charged.

    Raises
    ------
    UsageError
        If p is out of range.

    Examples
    --------
    >>> path_norm_slopes(FloatNetwork([4], [[1]], [0], [0]), 0.5).w
    array([[1.]])
    """
    _check(p, least=np.finfo(np.float64).tiny)
    z = products(network, charge_bias=charge_bias)
    by_z = np.full_like(z, np.nan)
    there = z != 0
    by_z[there] = p * np.abs(z[there]) ** (p - 1.0) * np.sign(z[there])
    w = np.column_stack([network.w, network.b]) if charge_bias else network.w
    by_w = by_z * network.v[:, None]
    d = network.dimension
    by_b = by_w[:, d] if charge_bias else np.zeros(len(network.v))
    return Slopes(np.asarray(np.sum(by_z * w, axis=1)), by_w[:, :d], by_b)


def majorizer(network: FloatNetwork, before: FloatNetwork, p: float, *, charge_bias: bool = False) -> float:
    """Return sum p |z'|^(p-1) |z| + (1-p) |z'|^p, z and z' the products of both networks (paper, inequality 78).

    It is never below the path norm, and equal to it where z = z'; so a step that lowers it lowers that too. Infinite
    if p < 1 and some z' is zero but not its z.

    Raises
    ------
    UsageError
        If p is out of range, or the networks have other shapes.

    Examples
    --------
    >>> net, before = (FloatNetwork([1], [[size]], [0], [0]) for size in (4.0, 1.0))
    >>> majorizer(net, before, 0.5), path_norm(net, 0.5)
    (2.5, 2.0)
    """
    _check(p, least=np.finfo(np.float64).tiny)
    new, old = (np.abs(products(net, charge_bias=charge_bias)) for net in (network, before))
    if new.shape != old.shape:
        raise UsageError(f"networks of {new.shape} and {old.shape} products: give two of one shape")
    if p == 1:
        return float(np.sum(new))
    if np.any((old == 0) & (new != 0)):
        return float("inf")
    there = old > 0
    return float(np.sum(p * old[there] ** (p - 1.0) * new[there] + (1.0 - p) * old[there] ** p))


def _check(p: float, least: float) -> None:
    if not least <= p <= 1:
        raise UsageError(f"p = {p}: give 0 < p <= 1")
