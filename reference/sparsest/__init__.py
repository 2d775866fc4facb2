"""Exact sparsest ReLU interpolants, with certificates that an independent checker accepts.

What is public is imported when it is first asked for (PEP 562), so that `sparsest --help` answers at once and Ctrl-C is
never met by a traceback of imports.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sparsest import fast
    from sparsest.data import Dataset
    from sparsest.errors import DataError, NoFunctionError, SparsestError, UndecidedError, UsageError
    from sparsest.interchange.read import read_network
    from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
    from sparsest.multivariate.solve import NetworkSolution, solve_network
    from sparsest.multivariate.threshold import Thresholds, UnfinishedThresholds, thresholds
    from sparsest.network import Network, Neuron
    from sparsest.points import Points
    from sparsest.spline import Spline
    from sparsest.univariate.local import LocalMinimizers, local_minimizers
    from sparsest.univariate.path import Path, critical_exponent, first_crossing, path
    from sparsest.univariate.priced import PricedSolution
    from sparsest.univariate.solve import Solution, solve
    from sparsest.univariate.staircase import Staircase, staircase
    from sparsest.univariate.tolerance import ToleranceSolution
    from sparsest.validation.validate import Validation, validate

    __version__: str

__all__ = [
    "DataError",
    "Dataset",
    "LocalMinimizers",
    "MultivariateNetwork",
    "MultivariateNeuron",
    "Network",
    "NetworkSolution",
    "Neuron",
    "NoFunctionError",
    "Path",
    "Points",
    "PricedSolution",
    "Solution",
    "SparsestError",
    "Spline",
    "Staircase",
    "Thresholds",
    "ToleranceSolution",
    "UndecidedError",
    "UnfinishedThresholds",
    "UsageError",
    "Validation",
    "__version__",
    "critical_exponent",
    "fast",
    "first_crossing",
    "local_minimizers",
    "path",
    "read_network",
    "solve",
    "solve_network",
    "staircase",
    "thresholds",
    "validate",
]

_HOMES = {
    "sparsest.data": ("Dataset",),
    "sparsest.errors": ("DataError", "NoFunctionError", "SparsestError", "UndecidedError", "UsageError"),
    "sparsest.interchange.read": ("read_network",),
    "sparsest.multivariate.network": ("MultivariateNetwork", "MultivariateNeuron"),
    "sparsest.multivariate.solve": ("NetworkSolution", "solve_network"),
    "sparsest.multivariate.threshold": ("Thresholds", "UnfinishedThresholds", "thresholds"),
    "sparsest.network": ("Network", "Neuron"),
    "sparsest.points": ("Points",),
    "sparsest.spline": ("Spline",),
    "sparsest.univariate.local": ("LocalMinimizers", "local_minimizers"),
    "sparsest.univariate.path": ("Path", "critical_exponent", "first_crossing", "path"),
    "sparsest.univariate.solve": ("Solution", "solve"),
    "sparsest.univariate.staircase": ("Staircase", "staircase"),
    "sparsest.univariate.priced": ("PricedSolution",),
    "sparsest.univariate.tolerance": ("ToleranceSolution",),
    "sparsest.validation.validate": ("Validation", "validate"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

# Packages above this one that are called by a name in it, found by their entry points.
_ROOMS = ("conformance",)
# Called with what is public when it is first asked for: so a plugin has not to import it to learn of it.
_when_imported: dict[str, Callable[[Any], object]] = {}


def __getattr__(name: str) -> object:
    """Import what is asked for, once; the compiled kernels cost half a second."""
    if name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    elif name in ("fast", "sklearn", "torch"):  # the last two need what is installed apart, and are not in `__all__`
        value = import_module(f"sparsest.{name}")
    elif name in _ROOMS:
        value = _room(name)
    elif name == "__version__":
        # Its one source is pyproject.toml, through what was installed.
        from importlib.metadata import version

        value = version("sparsest-relu")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    if name in _when_imported:
        _when_imported[name](value)
    return value


def _room(name: str) -> object:
    from importlib.metadata import entry_points

    for entry in entry_points(group="sparsest.rooms", name=name):
        return entry.load()
    raise AttributeError(
        f"module {__name__!r} has no {name!r}, which is part of sparsest-relu: install it with its entry points, "
        "pip install sparsest-relu (in a checkout: pip install --editable .)"
    )


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
