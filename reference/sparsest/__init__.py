"""Exact sparsest ReLU interpolants, with certificates that an independent checker accepts."""

from typing import TYPE_CHECKING

from sparsest.data import Dataset
from sparsest.errors import DataError, SparsestError, UndecidedError, UsageError
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.solve import NetworkSolution, solve_network
from sparsest.multivariate.threshold import Thresholds, UnfinishedThresholds, thresholds
from sparsest.network import Network, Neuron
from sparsest.points import Points
from sparsest.spline import Spline
from sparsest.univariate.path import Path, critical_exponent, first_crossing, path
from sparsest.univariate.solve import Solution, solve

if TYPE_CHECKING:
    from sparsest import fast

    __version__: str

__all__ = [
    "DataError",
    "Dataset",
    "MultivariateNetwork",
    "MultivariateNeuron",
    "Network",
    "NetworkSolution",
    "Neuron",
    "Path",
    "Points",
    "Solution",
    "SparsestError",
    "Spline",
    "Thresholds",
    "UndecidedError",
    "UnfinishedThresholds",
    "UsageError",
    "__version__",
    "critical_exponent",
    "fast",
    "first_crossing",
    "path",
    "solve",
    "solve_network",
    "thresholds",
]


def __getattr__(name: str) -> object:
    """Import the compiled kernels only where they are used, for they cost half a second; and look up the version."""
    if name == "fast":
        import importlib

        return importlib.import_module("sparsest.fast")
    if name == "__version__":
        # Its one source is pyproject.toml, through what was installed.
        from importlib.metadata import version

        return version("sparsest-relu")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
