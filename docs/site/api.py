"""The pages of the API, made of the registry of guarantees: one for each public name, and one that lists them all."""

from __future__ import annotations

from collections.abc import Iterator

from proofs_check.guarantees import GUARANTEES, ROOMS, Guarantee

_HEAD = """\
API
===

All that is public, from the docstrings, each with its :doc:`guarantee </docs/guarantees>`. The examples are run by
``make test``. Errors are :class:`sparsest.SparsestError` and what derives from it.
"""
_ERRORS = ["SparsestError", "DataError", "NoFunctionError", "UndecidedError", "UsageError"]
_CLASS = """\
   :members:
   :special-members: __call__
"""


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the text, in reStructuredText, of each page."""
    yield "index.rst", _HEAD + "".join(_room(room) for room in ROOMS) + _errors()
    for one in GUARANTEES:
        yield from ((f"{one.room}.{name}.rst", _page(one, name)) for name in one.names)


def _page(one: Guarantee, name: str) -> str:
    whole = f"{one.room}.{name}"
    says = one.says.replace("`", "``")
    promise = f"Guarantee: :doc:`{one.assurance.value} </docs/guarantees>`, {says}.\n"
    documented = f".. auto{_kind(name)}:: {whole}\n" + (_CLASS if _kind(name) == "class" else "")
    return f"{whole}\n{'=' * len(whole)}\n\n.. rst-class:: guarantee\n\n{promise}\n{documented}"


def _kind(name: str) -> str:
    return "class" if name[0].isupper() else "function"


def _room(room: str) -> str:
    title = f"{ROOMS[room]}: ``{room}``"
    names = [name for one in GUARANTEES if one.room == room for name in one.names]
    listed = "".join(f"   ~{room}.{name}\n" for name in names)
    hidden = "".join(f"   {room}.{name}\n" for name in names)
    table = f".. autosummary::\n   :nosignatures:\n\n{listed}\n"
    return f"\n{title}\n{'-' * len(title)}\n\n{table}.. toctree::\n   :hidden:\n\n{hidden}\n"


def _errors() -> str:
    return "\nErrors\n------\n\n" + "".join(f".. autoclass:: sparsest.{name}\n\n" for name in _ERRORS)
