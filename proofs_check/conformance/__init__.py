"""A suite of cases whose answers are known, and what judges any solver, in any language, by them: exactly.

The vectors are in `vectors/*.json`; `making` writes them, `suite` reads them; `run` puts them to an implementation.
What is public is imported when it is first asked for, so that a plugin of pytest costs nothing where it is not used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proofs_check.conformance.doors import OneShot, StartError, Stdio
    from proofs_check.conformance.judging import judge
    from proofs_check.conformance.report import Report
    from proofs_check.conformance.serving import Declined
    from proofs_check.conformance.session import run
    from proofs_check.conformance.suite import load_suite, small_suite

__all__ = ["Declined", "OneShot", "Report", "StartError", "Stdio", "judge", "load_suite", "run", "small_suite"]

_HOMES = {
    "doors": ("OneShot", "StartError", "Stdio"),
    "judging": ("judge",),
    "report": ("Report",),
    "serving": ("Declined",),
    "session": ("run",),
    "suite": ("load_suite", "small_suite"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import what is asked for, once."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value
