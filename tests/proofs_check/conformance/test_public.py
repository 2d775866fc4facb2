"""What `sparsest.conformance` has, imported no sooner than asked for."""

import pytest

from proofs_check import conformance


def test_public_names__are_there():
    assert set(conformance.__all__) == set(conformance._HOME)
    for name in conformance.__all__:
        assert getattr(conformance, name).__name__ == name


def test_unknown_name():
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = conformance.nothing
