"""As much of scikit-learn as `sparsest.sklearn` asks for."""

import sys
from types import ModuleType

import numpy as np


class BaseEstimator:
    """Has nothing of the real one: parameters are read and set by scikit-learn's own machinery only."""


class RegressorMixin:
    def score(self, X, y):  # noqa: N803 (scikit-learn's name)
        y = np.asarray(y, float)
        return 1 - np.sum((y - self.predict(X)) ** 2) / np.sum((y - y.mean()) ** 2)


def validate_data(estimator, X, y=None, *, reset=True, **kept):  # noqa: N803
    table = np.asarray(X)
    if table.ndim != 2:
        raise ValueError(f"Expected 2D array, got {table.ndim}D array instead")
    if reset:
        estimator.n_features_in_ = table.shape[1]
        if hasattr(X, "columns"):
            estimator.feature_names_in_ = np.array(X.columns, object)
    elif table.shape[1] != estimator.n_features_in_:
        raise ValueError(f"X has {table.shape[1]} features, but {estimator.n_features_in_} are expected")
    return table if y is None else (table, np.asarray(y))


def check_is_fitted(estimator):
    if not hasattr(estimator, "n_features_in_"):
        raise ValueError("not fitted yet")


def install(monkeypatch):
    """Put the stand-in where the real one would be, for one test."""
    names = {
        "sklearn": {},
        "sklearn.base": {"BaseEstimator": BaseEstimator, "RegressorMixin": RegressorMixin},
        "sklearn.utils": {},
        "sklearn.utils.validation": {"check_is_fitted": check_is_fitted, "validate_data": validate_data},
    }
    for name, members in names.items():
        module = ModuleType(name)
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, name, module)
