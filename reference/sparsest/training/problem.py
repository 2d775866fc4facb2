"""What is trained: the data as floats, p, the recipe and the epochs; and the units that the training sees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sparsest.data import Dataset
from sparsest.errors import DataError, UsageError, short
from sparsest.fast.referee import nearest_double
from sparsest.points import Points
from sparsest.training.network import FloatNetwork
from sparsest.training.recipe import Recipe

__all__ = ["Problem", "Units", "doubles", "posed"]

_Floats = NDArray[np.float64]
# Beyond it a table of rates alone would fill the memory.
_MOST_EPOCHS = 10**9
_MARKS = 100


class Units(NamedTuple):
    """The maps from the data to what training sees: u = (x - centre) / half, g = (y - slope x - level) / height.

    Parameters
    ----------
    centre, half, slope, level, height : float
        See above; with several inputs all but the height are 0 or 1.
    """

    centre: float = 0.0
    half: float = 1.0
    slope: float = 0.0
    level: float = 0.0
    height: float = 1.0

    def restored(self, v: _Floats, w: _Floats, b: _Floats, skip: _Floats, offset: float) -> FloatNetwork | None:
        """Return the network of the data from the parts of that in the training's units; None if it is not finite.

        Examples
        --------
        >>> one, none = np.ones(1), np.zeros(1)
        >>> Units(centre=1, half=2, height=10).restored(one, one[:, None], none, none, 0.0)([[3.0]])
        array([10.])
        """
        with np.errstate(all="ignore"):
            inner, slope = w / self.half, skip / self.half
            parts = (
                v * self.height,
                inner,
                b - np.sum(inner, axis=1) * self.centre,
                slope * self.height + self.slope,
                np.float64((offset - np.sum(slope) * self.centre) * self.height + self.level),
            )
        if not all(np.isfinite(part).all() for part in parts):
            return None
        return FloatNetwork(*parts[:4], float(parts[4]))


@dataclass(frozen=True, eq=False)
class Problem:
    """What all runs share. Made by `posed`.

    Parameters
    ----------
    x : array, shape (N, d)
        Inputs.
    y : array, shape (N,)
        Labels.
    p : float
        0 < p <= 1.
    recipe : Recipe
        How it is trained.
    epochs : int
        T.
    marks : tuple of int
        The epochs whose state is recorded, increasing; the last is T.
    """

    x: _Floats
    y: _Floats
    p: float
    recipe: Recipe
    epochs: int
    marks: tuple[int, ...]

    @property
    def charges_bias(self) -> bool:
        """Whether biases are entries of w like any other.

        Examples
        --------
        >>> posed([[0, 1], [1, 1]], [0, 1], 0.5, Recipe(), 10).charges_bias
        True
        """
        return self.recipe.charge_bias or self.x.shape[1] > 1

    @cached_property
    def units(self) -> Units:
        """The units that the training sees, see docs/training.md, section "Normalizing".

        Examples
        --------
        >>> posed([0, 4], [0, 8], 0.5, Recipe(normalize=True), 10).units.half
        2.0
        """
        if not self.recipe.normalize:
            return Units()
        if self.charges_bias:
            return Units(height=_largest(self.y))
        x = self.x[:, 0]
        centre, half = (x.max() + x.min()) / 2, (x.max() - x.min()) / 2 or 1.0
        slope = level = 0.0
        if self.recipe.skip:
            # About the means, so that far inputs lose nothing.
            spread = x - x.mean()
            slope = float(spread @ (self.y - self.y.mean()) / (spread @ spread)) if spread.any() else 0.0
            level = float(self.y.mean() - slope * x.mean())
        return Units(float(centre), float(half), slope, level, _largest(self.y - slope * x - level))

    @cached_property
    def seen(self) -> tuple[_Floats, _Floats]:
        """Inputs, with a column of ones where biases are charged, and labels, in the training's units.

        Examples
        --------
        >>> posed([0, 4], [0, 8], 0.5, Recipe(normalize=True), 10).seen
        (array([[-1.],
               [ 1.]]), array([0., 1.]))
        """
        units = self.units
        u = (self.x - units.centre) / units.half
        g = (self.y - self.x[:, 0] * units.slope - units.level) / units.height
        return (np.column_stack([u, np.ones(len(u))]) if self.charges_bias else u), g


def _largest(values: _Floats) -> float:
    return float(np.abs(values).max()) or 1.0


def posed(x: ArrayLike, y: ArrayLike, p: float, recipe: Recipe, epochs: int, marks: ArrayLike | None = None) -> Problem:
    """Return the problem of these data.

    Parameters
    ----------
    x : array, shape (N,) or (N, d)
        Inputs.
    y : array, shape (N,)
        Labels.
    p : float
        0 < p <= 1.
    recipe : Recipe
        How it is trained.
    epochs : int
        T, from 1 to 10^9.
    marks : sequence of int, optional
        Epochs whose state is recorded; by default about a hundred, the last among them in any case.

    Raises
    ------
    DataError
        If data are not finite, or lengths differ; the message says where.
    UsageError
        If p, the epochs or a mark is out of range, or the recipe does not go with the number of inputs.

    Examples
    --------
    >>> posed([0, 1, 2], [0, 0, 1], 0.5, Recipe(), 10).marks
    (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    """
    inputs, labels = _floats("x", x), _floats("y", y)
    inputs = inputs[:, None] if inputs.ndim == 1 else inputs
    if inputs.ndim != 2 or labels.ndim != 1 or len(inputs) != len(labels) or inputs.size == 0:
        raise DataError(f"x has shape {inputs.shape}, y {labels.shape}: give N > 0 rows of inputs and N labels")
    p = float(p)
    if not 0 < p <= 1:
        raise UsageError(f"p = {p}: training needs 0 < p <= 1")
    if type(epochs) is not int or not 1 <= epochs <= _MOST_EPOCHS:
        raise UsageError(f"epochs = {short(epochs)}: give a whole number from 1 to {_MOST_EPOCHS}")
    problem = Problem(inputs, labels, p, recipe, epochs, _marks(marks, epochs))
    if inputs.shape[1] > 1 and (recipe.coordinates == "kinks" or recipe.start == "spread"):
        raise UsageError(
            "kinks are numbers with one input only: give coordinates = 'weights' or 'products', start = 'linear'"
        )
    if problem.charges_bias and recipe.skip:
        raise UsageError("skip = True: with charged biases (as always with several inputs) the paper's (8) has no skip")
    _check_precision(problem)
    return problem


def _check_precision(problem: Problem) -> None:
    """Refuse data that the training would not see as they are: `DataError`, with what helps."""
    with np.errstate(all="ignore"):
        x, y = (part.astype(problem.recipe.precision) for part in problem.seen)
    cure = "give normalize = true or precision = 'float64', or rescale the data"
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise DataError(f"the data are too large, or too close together, for {problem.recipe.precision}: {cure}")
    if len(np.unique(x, axis=0)) < len(np.unique(problem.x, axis=0)):
        raise DataError(f"different inputs are one number in {problem.recipe.precision}: {cure}")


def doubles(data: Dataset | Points) -> tuple[_Floats, _Floats]:
    """Return inputs and labels as the nearest doubles, infinite beyond their range.

    Examples
    --------
    >>> doubles(Dataset([0, "1/2"], [1, 2]))
    (array([0. , 0.5]), array([1., 2.]))
    """
    y = np.array([nearest_double(value) for value in data.y])
    if isinstance(data, Dataset):
        return np.array([nearest_double(value) for value in data.x]), y
    return np.array([[nearest_double(value) for value in row] for row in data.x]), y


def _floats(name: str, values: ArrayLike) -> _Floats:
    try:
        array = np.array(values, np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise DataError(f"{name} is no array of numbers: {error}") from error
    bad = np.argwhere(~np.isfinite(array))
    if bad.size:
        place = tuple(int(k) for k in bad[0])
        cure = "rescale the data" if np.isinf(array[place]) else "give finite numbers"
        raise DataError(f"{name}{list(place)} = {array[place]}: training needs numbers that doubles hold; {cure}")
    return array


def _marks(marks: ArrayLike | None, epochs: int) -> tuple[int, ...]:
    if marks is None:
        return tuple(sorted({max(1, round(epochs * k / _MARKS)) for k in range(1, _MARKS + 1)}))
    found = np.asarray(marks)
    if found.ndim != 1 or (found.size and (found.dtype.kind not in "iu" or found.min() < 1 or found.max() > epochs)):
        raise UsageError(f"marks = {short(marks)}: give whole numbers from 1 to {epochs}, the epochs to record")
    return tuple(sorted({*found.tolist(), epochs}))
