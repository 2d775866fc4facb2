"""What a worker is, as far as what it finds may depend on it: versions, and how its processor computes."""

from __future__ import annotations

import math
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version

import numpy as np

__all__ = ["PACKAGES", "differences", "own_versions"]

#: What a campaign is told by: the packages whose versions two sessions must have in common.
PACKAGES = ("sparsest-relu", "numpy")
# What a worker brings besides, and the driver need not have.
_ITS_OWN = ("numba", "python-flint")

# Basic arithmetic is IEEE 754's everywhere. These are not: libm and numpy choose their code by the processor.
_OF_NUMPY = (np.exp, np.log, np.log1p, np.expm1, np.sin, np.cos, np.tanh, np.exp2)
_OF_LIBM = (math.exp, math.log, math.log1p, math.expm1, math.sin, math.cos, math.tanh)


def own_versions() -> dict[str, str]:
    """Return the versions of this process, and a fingerprint of its processor's floats.

    Two kinds of processor are alike if their elementary functions have the same bits in 1,000 places: those bits, not
    the processor's name, are what random examples and kernels can depend on.

    Examples
    --------
    >>> sorted(own_versions())
    ['floats', 'numba', 'numpy', 'python', 'python-flint', 'sparsest-relu']
    """
    return dict(_own_versions())


@cache
def _own_versions() -> dict[str, str]:
    python = f"{platform.python_implementation()} {platform.python_version()}"
    packages = {package: version(package) for package in (*PACKAGES, *_ITS_OWN)}
    return {**packages, "python": python, "floats": f"{platform.machine()} {_fingerprint()}"}


def _fingerprint() -> str:
    places = np.ldexp(np.arange(1.0, 1001.0) * 0.7, np.arange(1000) % 24 - 23)
    found = sha256()
    for function in _OF_NUMPY:
        found.update(function(places).tobytes())
    found.update(np.power(10.0, places[places < 300]).tobytes())
    for one in _OF_LIBM:
        found.update(np.array([one(place) for place in places.tolist()]).tobytes())
    found.update(np.array([math.pow(10.0, place) for place in places.tolist() if place < 300]).tobytes())
    return found.hexdigest()[:12]


def differences(there: Mapping[str, str], here: Mapping[str, str]) -> Iterator[str]:
    """Yield in what two workers differ, of that which both tell.

    Examples
    --------
    >>> list(differences({"numba": "0.60", "numpy": "2.0"}, {"numba": "0.61", "numpy": "2.0", "python": "3.11"}))
    ['numba: 0.60 there, 0.61 here']
    """
    for name in sorted(there.keys() & here.keys()):
        if there[name] != here[name]:
            yield f"{name}: {there[name]} there, {here[name]} here"
