"""The other side of the protocol: a function of Python that answers over standard input and output.

`python -m proofs_check.conformance.serving module:function` is what the suite starts for such a name.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from importlib import import_module
from typing import Any, BinaryIO

__all__ = ["ALL_TASKS", "Declined", "imported", "serve"]

#: What a function supports that does not say what it supports: it can decline.
ALL_TASKS = (
    "solve:p=0", "solve:p=0+", "solve:p", "solve:p=1-", "tolerance", "path", "network:p=0", "network:p", "judge",
)  # fmt: skip


class Declined(Exception):  # noqa: N818 - it is no error
    """Raised by an implementation for a case that it does not do; the message is the reason."""


def serve(function: Callable[[dict[str, Any]], Any], source: BinaryIO, sink: BinaryIO) -> None:
    r"""Answer by this function, line by line, until "stop" or the end of the input.

    Parameters
    ----------
    function : callable
        Takes a case, returns the result; may raise `Declined`. It may have `supports`, `name` and `version`.
    source, sink : binary streams
        Where it is asked, and where the answers go.

    Examples
    --------
    >>> import io
    >>> out = io.BytesIO()
    >>> serve(lambda case: {"knots": 2}, io.BytesIO(b'{"cmd": "solve", "seq": 7, "case": {}}\n'), out)
    >>> out.getvalue()
    b'{"seq": 7, "result": {"knots": 2}}\n'
    """
    for line in source:
        message = json.loads(line)
        if message["cmd"] == "stop":
            return
        said = _introduction(function) if message["cmd"] == "start" else _answer(function, message)
        sink.write(json.dumps(said, default=_plain).encode() + b"\n")
        sink.flush()


def imported(name: str) -> Callable[[dict[str, Any]], Any]:
    """Return the function that "module:function" names; dots go into objects.

    Raises
    ------
    ImportError, AttributeError, TypeError
        If there is no such module, no such name in it, or it cannot be called.

    Examples
    --------
    >>> imported("math:sqrt")(4)
    2.0
    """
    module, _, path = name.partition(":")
    function = reduce(getattr, path.split("."), import_module(module))
    if not callable(function):
        raise TypeError(f"{name} is no function")
    return function


def _introduction(function: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    named = getattr(function, "name", None) or getattr(function, "__qualname__", None) or type(function).__name__
    implementation = {
        "name": str(named),
        "version": str(getattr(function, "version", "")),
        "language": f"Python {sys.version_info.major}.{sys.version_info.minor}",
    }
    return {
        "version": 1,
        "implementation": implementation,
        "supports": list(getattr(function, "supports", ALL_TASKS)),
    }


def _answer(function: Callable[[dict[str, Any]], Any], message: Mapping[str, Any]) -> dict[str, Any]:
    seq = message.get("seq")
    try:
        result = function(message["case"])
    except Declined as reason:
        return {"seq": seq, "declined": True, "reason": str(reason)}
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return {
            "seq": seq,
            "errored": True,
            "context": f"{type(error).__name__}: {error} ({os.path.basename(place.filename)}:{place.lineno})",  # noqa: PTH119
        }
    if isinstance(result, Mapping) and (result.get("declined") is True or result.get("errored") is True):
        return {"seq": seq, **result}
    return {"seq": seq, "result": result}


def _plain(value: Any) -> Any:
    """Return what JSON has for a value that it has nothing for: text for rationals, lists and numbers for arrays."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def main(arguments: Sequence[str]) -> None:
    """Serve the function that is named; what it prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked = os.fdopen(os.dup(0), "rb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    try:
        function = imported(arguments[0])
    except Exception as error:
        sys.exit(f"{arguments[0]}: {type(error).__name__}: {error}")
    serve(function, asked, answers)


if __name__ == "__main__":
    main(sys.argv[1:])
