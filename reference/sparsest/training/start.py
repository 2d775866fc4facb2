"""Where a run begins: a network drawn from the seed alone. docs/training.md, section "Starts"."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sparsest.training.problem import Problem

__all__ = ["Start", "drawn"]

_Floats = NDArray[np.float64]


class Start(NamedTuple):
    """A first network in the training's units.

    Parameters
    ----------
    w : array, shape (K, D)
        Input weights; where biases are charged they are the last column.
    b, v : array, shape (K,)
        Biases, zero where they are charged, and output weights.
    spread : array, shape (K,)
        e^(xi_k), by which thresholds are spread; ones without noise.
    """

    w: _Floats
    b: _Floats
    v: _Floats
    spread: _Floats


def drawn(problem: Problem, seed: int) -> Start:
    """Return the start of a seed.

    Examples
    --------
    >>> from sparsest.training.problem import posed
    >>> from sparsest.training.recipe import Recipe
    >>> drawn(posed([0, 1], [0, 1], 0.5, Recipe(width=3), 10), 0).w.shape
    (3, 1)
    """
    recipe, rng = problem.recipe, np.random.default_rng(seed)
    x, _ = problem.seen
    units, inputs = recipe.width, x.shape[1]
    if recipe.start == "spread":
        kinks = rng.uniform(x.min(), x.max(), units)
        signs = rng.choice([-1.0, 1.0], units)
        w, b, v = signs[:, None], -signs * kinks, rng.uniform(-1.0, 1.0, units) / units
    else:
        bound, charged = 1.0 / np.sqrt(inputs), problem.charges_bias
        w = rng.uniform(-bound, bound, (units, inputs))
        b = np.zeros(units) if charged else rng.uniform(-bound, bound, units)
        v = rng.uniform(-1.0, 1.0, units) / np.sqrt(units)
    w, b, v = _split(recipe.coordinates, w, b, v)
    return Start(w, b, v, np.exp(rng.standard_normal(units)) if recipe.noise > 0 else np.ones(units))


def _split(coordinates: str, w: _Floats, b: _Floats, v: _Floats) -> tuple[_Floats, _Floats, _Floats]:
    """Return the same network with 1 or -1 for the factor that is not trained."""
    if coordinates == "kinks":
        size = np.abs(w[:, 0])
        size[size == 0] = 1.0
        return np.where(w < 0, -1.0, 1.0), b / size, v * size
    if coordinates == "products":
        return w * np.abs(v)[:, None], b * np.abs(v), np.where(v < 0, -1.0, 1.0)
    return w, b, v
