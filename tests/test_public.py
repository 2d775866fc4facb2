"""What is public is there, and is imported no sooner than asked for."""

import subprocess
import sys

import pytest

import sparsest


@pytest.mark.parametrize("name", sparsest.__all__)
def test_public_names__are_there_and_kept(name):
    found = getattr(sparsest, name)
    assert vars(sparsest)[name] is found
    if name in sparsest._HOME:
        assert found is vars(sys.modules[sparsest._HOME[name]])[name]


def test_public_names__each_has_a_home():
    assert set(sparsest.__all__) == {*sparsest._HOME, "__version__", "fast"}
    assert set(sparsest.__all__) <= set(dir(sparsest))


def test_unknown_name():
    with pytest.raises(AttributeError, match="module 'sparsest' has no attribute 'nothing'"):
        _ = sparsest.nothing


def test_import__brings_in_no_library():
    code = "import sys, sparsest; print(sorted({'numpy', 'flint', 'numba', 'highspy', 'sympy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_conformance__is_a_package_above_found_by_its_entry_point():
    assert sparsest.conformance.__name__ == "proofs_check.conformance"
    assert callable(sparsest.conformance.run)


def test_conformance__says_how_to_install_it_where_it_is_not_found(monkeypatch):
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: ())
    monkeypatch.delitem(vars(sparsest), "conformance", raising=False)
    with pytest.raises(AttributeError, match="pip install sparsest-relu"):
        _ = sparsest.conformance
    assert not hasattr(sparsest, "conformance")
