"""Exact sparsest ReLU interpolants, with certificates that an independent checker accepts."""

from sparsest.data import Dataset
from sparsest.errors import DataError, SparsestError, UndecidedError, UsageError
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.network import Network, Neuron
from sparsest.points import Points
from sparsest.spline import Spline
from sparsest.univariate.path import Path, critical_exponent, first_crossing, path
from sparsest.univariate.solve import Solution, solve

__all__ = [
    "DataError",
    "Dataset",
    "MultivariateNetwork",
    "MultivariateNeuron",
    "Network",
    "Neuron",
    "Path",
    "Points",
    "Solution",
    "SparsestError",
    "Spline",
    "UndecidedError",
    "UsageError",
    "critical_exponent",
    "first_crossing",
    "path",
    "solve",
]
