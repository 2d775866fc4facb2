"""The exact solver as estimators for scikit-learn, which this module imports and no other does.

A thin adapter: floats come in and go out, each read as the dyadic rational that it is and each prediction rounded once;
between them everything is exact. One column is the input, as in problem (2)/(3). Both pass scikit-learn's
`check_estimator`, whose data have several columns: of these, the first is taken, with a warning and never in silence.
"""

from __future__ import annotations

import warnings
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sparsest.data import Dataset
from sparsest.errors import UsageError, short
from sparsest.exact.rationals import RationalLike
from sparsest.extras import needs
from sparsest.univariate.solve import solve

with needs("sklearn", "estimators"):
    from sklearn.base import BaseEstimator, RegressorMixin
    from sklearn.utils.validation import check_is_fitted, validate_data

__all__ = ["SparsestInterpolator", "SparsestRegressor"]


class _OfOneInput(RegressorMixin, BaseEstimator):
    """What the estimators share: one column in, an exact spline, values rounded to floats."""

    column: int | str | None
    ties: str

    def fit(self, X: ArrayLike, y: ArrayLike) -> _OfOneInput:  # noqa: N803 (scikit-learn's name)
        """Solve for the points of X's column and y, exactly; return the estimator.

        Parameters
        ----------
        X : array, shape (n, columns)
            Inputs; of several columns `column` says which one is the input. If it does not, the first is taken, and a
            warning says so.
        y : array, shape (n,)
            Labels.

        Raises
        ------
        UsageError, DataError
            Both are a `ValueError`: a parameter without meaning, a column that is not there, labels that do not go
            together where `ties` is "error" or "gates". The message says what to do.
        """
        inputs, labels = validate_data(self, X, y, y_numeric=True)
        self._say_what_is_not_looked_at()
        data = Dataset(inputs[:, self._chosen()], labels, ties=self.ties)
        self.solution_ = self._solved(data)
        spline = self.solution_.spline
        self.knots_, self.slope_changes_ = _rounded(spline.knots), _rounded(spline.slope_changes)
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Return the function's value at each row of X, exact and then rounded to the nearest float64.

        Parameters
        ----------
        X : array, shape (n, columns)
            As many columns as in `fit`.
        """
        check_is_fitted(self)
        inputs = validate_data(self, X, reset=False)
        return _rounded(self.solution_.spline(inputs[:, self._chosen()]))

    def _solved(self, data: Dataset) -> Any:
        raise NotImplementedError

    def _chosen(self) -> int:
        """Return the number of the column that is the input; of several the first, unless told."""
        columns = range(self.n_features_in_)
        names = [str(name) for name in getattr(self, "feature_names_in_", ())]
        if self.column is None:
            return 0
        if isinstance(self.column, str):
            if self.column in names:
                return names.index(self.column)
        elif self.column in columns:
            return int(self.column)
        known = f", or a name such as {short(names[-1])}" if names else ""
        raise UsageError(f"column = {short(self.column)} is none of X's; give a number from 0 to {columns[-1]}{known}")

    def _say_what_is_not_looked_at(self) -> None:
        if self.column is None and self.n_features_in_ > 1:
            warnings.warn(
                f"X has {self.n_features_in_} columns; only the first is looked at, for {type(self).__name__} fits a "
                "function of one input: say column=0 if that is meant, or choose another (for networks of several "
                "inputs there is sparsest.solve_network)",
                UserWarning,
                stacklevel=3,
            )


class SparsestInterpolator(_OfOneInput):
    """The sparsest interpolant of one input: the function through all points that minimises V_p, exactly (Theorem A).

    Parameters
    ----------
    p : str, int, Fraction or float
        A rational in (0, 1); "0" for the fewest knots; "0+" (default) for the limit as p -> 0; "1-" as p -> 1.
    ties : "mean", "median", "min", "max", "first", "last" or "error"
        What to do with several labels at one input: their exact mean unless told. "error" refuses them.
    column : int or str, optional
        Which column of X is the input, by number from 0 or by name; the others are not looked at. Without it the first
        is, and `fit` warns if there are others.

    Attributes
    ----------
    solution_ : Solution
        The exact solution: `solution_.spline`, `.objective`, `.unique`, `.certificate()`, ...
    knots_, slope_changes_ : array, shape (K,)
        Of the canonical minimiser, each rounded to the nearest float64.
    n_features_in_, feature_names_in_
        As in scikit-learn.

    Examples
    --------
    >>> model = SparsestInterpolator(p="1/2").fit([[-2], [-1], [0], [1], [2], [3]], [0, 0, 1, 1, 0, 0])
    >>> model.knots_, model.predict([[0.25]])
    (array([-1. ,  0.5,  2. ]), array([1.25]))
    >>> print(model.solution_.objective, model.solution_.unique)
    2 + 2^(1/2) True
    """

    def __init__(self, p: RationalLike = "0+", *, ties: str = "mean", column: int | str | None = None) -> None:
        self.p = p
        self.ties = ties
        self.column = column

    def _solved(self, data: Dataset) -> Any:
        return solve(data, self.p)


class SparsestRegressor(_OfOneInput):
    """The fewest knots within a tolerance of every label, exactly (Theorems D and E); one input.

    Parameters
    ----------
    tolerance : str, int, Fraction or float
        How far the function may be from a label. 0, the default, assumes no noise: it interpolates with the fewest
        knots.
    residual : "least" or "any"
        "least" (default): of all functions with so few knots one with the least largest residual. "any": the first one
        found, in linear time.
    ties : "mean", "median", "min", "max", "first", "last", "error" or "gates"
        What to do with several labels at one input: the tolerance is for their exact mean unless told. "gates": for
        every one of them; where they are too far apart, `fit` says so (`NoFunctionError`).
    column : int or str, optional
        Which column of X is the input, by number from 0 or by name; the others are not looked at. Without it the first
        is, and `fit` warns if there are others.

    Attributes
    ----------
    solution_ : ToleranceSolution
        The exact solution: `solution_.spline`, `.largest_residual`, `.certificate()`, ...
    knots_, slope_changes_ : array, shape (K,)
        Of the function, each rounded to the nearest float64.
    n_features_in_, feature_names_in_
        As in scikit-learn.

    Examples
    --------
    >>> model = SparsestRegressor(tolerance="1/10").fit([[0], [1], [2], [3]], [0, 1.1, 1.9, 3.05])
    >>> len(model.knots_), round(float(model.solution_.largest_residual), 4)
    (0, 0.0875)
    """

    def __init__(
        self,
        tolerance: RationalLike = 0,
        *,
        residual: str = "least",
        ties: str = "mean",
        column: int | str | None = None,
    ) -> None:
        self.tolerance = tolerance
        self.residual = residual
        self.ties = ties
        self.column = column

    def _solved(self, data: Dataset) -> Any:
        if self.residual not in ("least", "any"):
            raise UsageError(f'residual = {short(self.residual)} is unknown; give "least" or "any"')
        return solve(data, tolerance=self.tolerance, fit=self.residual)


def _rounded(values: Any) -> NDArray[np.float64]:
    """Return exact numbers, each rounded once to the nearest float64; infinite beyond the largest."""
    return np.array([_float(value) for value in values], np.float64)


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return np.inf if value > 0 else -np.inf
