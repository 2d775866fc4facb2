import math
import platform
from importlib.metadata import version

import numpy as np
import pytest

from sparsest.campaign import versions
from sparsest.campaign.versions import differences, own_versions


def test_own_versions__are_those_of_this_process():
    found = own_versions()
    assert found["python"].endswith(platform.python_version())
    assert all(found[name] == version(name) for name in ("numpy", "numba", "python-flint", "sparsest-relu"))
    assert found["floats"].startswith(platform.machine())


def test_own_versions__nobody_changes_them_for_the_next():
    own_versions()["numpy"] = "0"
    assert own_versions()["numpy"] == np.__version__


@pytest.mark.parametrize("where", ["_OF_NUMPY", "_OF_LIBM"])
def test_own_versions__the_last_bit_of_one_function_in_one_place_shows(monkeypatch, where):
    functions = getattr(versions, where)

    def numpy_astray(places):
        values = functions[0](places)
        values[500] = np.nextafter(values[500], np.inf)
        return values

    def libm_astray(place):
        value = functions[0](place)
        return math.nextafter(value, math.inf) if 16.7 < place < 16.9 else value

    before = versions._fingerprint()
    assert versions._fingerprint() == before
    astray = numpy_astray if where == "_OF_NUMPY" else libm_astray
    monkeypatch.setattr(versions, where, (astray, *functions[1:]))
    assert versions._fingerprint() != before


def test_differences__of_what_both_tell():
    there = {"a": "1", "b": "2", "c": "3"}
    assert list(differences(there, {"a": "1", "b": "4", "d": "5"})) == ["b: 2 there, 4 here"]
    assert list(differences(there, {})) == []
