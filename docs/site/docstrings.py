"""What Sphinx is told of the docstrings: their bars are bars, and a partial function is called without what it has."""

from __future__ import annotations

import re
from functools import partial
from inspect import Signature, signature
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_CODE = re.compile(r"(`[^`]*`)")


def bars(text: str) -> str:
    r"""Return a line with its bars as they are read: |x| would be a substitution; code shows itself.

    Examples
    --------
    >>> print(bars("|v| of `a | b`"))
    \|v\| of `a | b`
    """
    parts = _CODE.split(text)
    return "".join(part if k % 2 else part.replace("|", r"\|") for k, part in enumerate(parts))


def _lines(_app: Any, _what: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    end = lines.index("Examples") if "Examples" in lines else len(lines)
    lines[:end] = map(bars, lines[:end])


def _signature(
    _app: Any, _what: str, _name: str, value: Any, _options: Any, _signature: Any, _returns: Any
) -> tuple[str, None] | None:
    if not isinstance(value, partial):
        return None
    left = [one for key, one in signature(value.func).parameters.items() if key not in value.keywords]
    return str(Signature([one.replace(annotation=one.empty) for one in left])), None


def setup(app: Sphinx) -> dict[str, Any]:
    """Register both, before numpydoc reads the docstrings."""
    app.connect("autodoc-process-docstring", _lines, priority=100)
    app.connect("autodoc-process-signature", _signature, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
