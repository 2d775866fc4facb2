"""Schedules: what step, weight, smoothing and noise are in each epoch. docs/training.md, section "One step"."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sparsest.training.problem import Problem

__all__ = ["absorbs", "rates_between"]


@lru_cache(maxsize=256)  # all runs of a problem ask for the same ones
def rates_between(problem: Problem, first: int, last: int) -> NDArray[Any]:
    """Return a row of `kernel.RATES` numbers for each of the epochs first, ..., last, in the training's precision.

    Examples
    --------
    >>> from sparsest.training.problem import posed
    >>> from sparsest.training.recipe import Recipe
    >>> rates_between(posed([0, 1], [0, 1], 0.5, Recipe(first_threshold=2), 10), 1, 2)[:, 3]
    array([0.0e+00, 1.5e-05], dtype=float32)
    """
    recipe = problem.recipe
    t = np.arange(first, last + 1, dtype=np.float64)
    s = t / problem.epochs
    step = np.full(t.size, recipe.step)
    if recipe.schedule == "cosine":
        falling = (1.0 + np.cos(np.pi * _part(s, recipe.hold_step))) / 2.0
        step = recipe.last_step + (recipe.step - recipe.last_step) * falling
    weight = recipe.weight * np.ones(t.size)
    if recipe.hold_weight < 1 and recipe.weight > 0:
        weight *= (recipe.last_weight / recipe.weight) ** _part(s, recipe.hold_weight)
    melted = np.minimum(s / recipe.melt, 1.0)
    smoothing = np.zeros(t.size)
    if recipe.smoothing > 0:
        smoothing = recipe.smoothing * (recipe.last_smoothing / recipe.smoothing) ** melted
    adapts = recipe.optimizer != "gradient"
    rates = np.column_stack(
        [
            step / (1.0 - 0.9**t) if adapts else step,
            1.0 / np.sqrt(1.0 - 0.999**t),
            1.0 - step * (recipe.weight_decay if recipe.optimizer == "adamw" else 0.0),
            np.where(t >= recipe.first_threshold, weight * step * problem.p, 0.0),
            smoothing,
            recipe.noise * (1.0 - melted),
            absorbs(problem, t),
        ]
    )
    found = rates.astype(recipe.precision)
    found.flags.writeable = False
    return found


def absorbs(problem: Problem, epochs: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return whether a product that is zero before an epoch stays zero: always as printed for p < 1, else when settled.

    Examples
    --------
    >>> from sparsest.training.problem import posed
    >>> from sparsest.training.recipe import Recipe
    >>> absorbs(posed([0, 1], [0, 1], 1, Recipe(settle=0.5), 4), np.arange(1, 5))
    array([False, False,  True,  True])
    """
    printed = problem.p < 1 and problem.recipe.smoothing == 0
    return np.asarray((epochs > problem.recipe.settle * problem.epochs) | printed)


def _part(s: NDArray[np.float64], hold: float) -> NDArray[np.float64]:
    """Return how far the epochs are into the part that begins at the share `hold`: 0 before it, 1 at the end."""
    return np.clip((s - hold) / (1.0 - hold), 0.0, 1.0) if hold < 1 else np.zeros_like(s)
