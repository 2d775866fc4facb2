"""Every public function and class has one entry, and none is left of one that is gone."""

import ast
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

import sparsest
from proofs_check.guarantees import GUARANTEES, ROOMS, Assurance, guarantee_of

ADAPTERS = {"sparsest.torch", "sparsest.sklearn"}  # their libraries need not be installed: all they have are promises


def listed(room):
    """Return `__all__` of a module, from its text."""
    tree = ast.parse(Path(find_spec(room).origin).read_text())
    return next(
        ast.literal_eval(n.value) for n in tree.body if isinstance(n, ast.Assign) and n.targets[0].id == "__all__"
    )


def promises(value):
    """Return whether something is called for what it returns: no constant, no alias of a type, no error."""
    return callable(value) and not hasattr(value, "__origin__") and not is_error(value)


def is_error(value):
    return isinstance(value, type) and issubclass(value, Exception)


def public(room):
    names = listed(room)
    return {name for name in names if room in ADAPTERS or promises(getattr(import_module(room), name))}


def entries(room):
    return {name for one in GUARANTEES if one.room == room for name in one.names}


@pytest.mark.whole
@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_has_an_entry_and_every_entry_is_public(room):
    assert entries(room) == public(room), "an entry in proofs_check/guarantees.py, then: make guarantees"


def test_a_new_public_function_is_seen(monkeypatch):
    monkeypatch.setattr(f"{__name__}.listed", lambda _: [*sparsest.__all__, "solve_faster"])
    monkeypatch.setitem(vars(sparsest), "solve_faster", lambda data: data)
    assert public("sparsest") - entries("sparsest") == {"solve_faster"}


def test_what_promises_nothing_needs_none():
    kept = {name for name in sparsest.__all__ if promises(getattr(sparsest, name))}
    assert set(sparsest.__all__) - kept == {
        "DataError", "NoFunctionError", "SparsestError", "UndecidedError", "UsageError", "__version__", "fast",
    }  # fmt: skip
    assert not promises(tuple[int, ...])


def test_no_name_has_two_entries():
    counts = Counter((one.room, name) for one in GUARANTEES for name in one.names)
    assert set(counts.values()) == {1}
    assert {one.room for one in GUARANTEES} == set(ROOMS)


def test_guarantee_of():
    assert guarantee_of("sparsest", "solve").assurance is Assurance.PROVED
    assert guarantee_of("sparsest.fast", "solve").assurance is Assurance.FLOAT
    assert guarantee_of("sparsest", "nothing") is None
