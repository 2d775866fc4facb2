"""What a case may take: wall time, and memory where the system can limit it."""

from __future__ import annotations

import resource
from contextlib import suppress
from dataclasses import dataclass

__all__ = ["LONGEST_LINE", "MEMORY_IS_LIMITED", "START_SECONDS", "CaseLimits", "limit_memory"]

#: Most bytes of one answer.
LONGEST_LINE = 16 * 2**20

#: How long a process may take to start: compilers and interpreters do not count for a case.
START_SECONDS = 60.0

#: Whether the memory of another process can be limited here: Linux has a call for it, macOS has none that works.
MEMORY_IS_LIMITED = hasattr(resource, "prlimit")


@dataclass(frozen=True, slots=True)
class CaseLimits:
    """The limits of a case.

    Parameters
    ----------
    seconds : float
        Wall time until the whole answer is there, > 0.
    memory : int
        Bytes of address space of each process, > 0.
    start_seconds : float
        Wall time until it says who it is.

    Raises
    ------
    ValueError
        If one is not positive.

    Examples
    --------
    >>> CaseLimits(0, 1)
    Traceback (most recent call last):
    ...
    ValueError: seconds = 0: give a limit > 0
    """

    seconds: float
    memory: int
    start_seconds: float = START_SECONDS

    def __post_init__(self) -> None:
        for name in ("seconds", "memory", "start_seconds"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} = {getattr(self, name)}: give a limit > 0")


def limit_memory(pid: int, memory: int) -> None:
    """Limit the address space of a process that was just started, and of all that it starts; where that is possible.

    Examples
    --------
    >>> limit_memory(2**22 + 1, 2**30)  # a process that is gone already
    """
    if MEMORY_IS_LIMITED:
        # Hard limits cannot be raised: one that is lower already stands.
        with suppress(ProcessLookupError, PermissionError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_AS, (memory, memory))
