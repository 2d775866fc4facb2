"""Kernels of the search are compiled in a child process, which a deadline can end: nothing else stops a compiler."""

from __future__ import annotations

import subprocess
import sys
from math import inf

from sparsest.exact.clock import Clock

__all__ = ["compiled_within", "import_compiler"]

_CHILD = "from sparsest.multivariate.warming import warm; warm({!r})"


def import_compiler() -> None:
    """Import numba, which takes 0.3 s: before a search begins to count its time, and not by who only reads of answers.

    Examples
    --------
    >>> import_compiler()
    """
    import sparsest.fast.entry  # noqa: F401


def compiled_within(clock: Clock, name: str, *kernels: object) -> None:
    """Go on when these kernels are in the cache, if there is a limit of time; compile them meanwhile.

    Where no child can be started they are compiled later, by their first call.

    Parameters
    ----------
    clock : Clock
        When to give up.
    name : str
        What `warming.warm` calls them.
    *kernels : entries
        The kernels; plain functions, as they are with numba switched off, are ready.

    Raises
    ------
    OutOfTimeError
        If the time is up.

    Examples
    --------
    >>> compiled_within(Clock(), "packing", len)
    """
    if clock.left == inf:
        return
    from sparsest.fast.entry import Prepared

    if all(kernel.is_kept() for kernel in kernels if isinstance(kernel, Prepared)):
        return
    try:
        subprocess.run(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", _CHILD.format(name)], timeout=clock.left, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError):
        clock.check()
