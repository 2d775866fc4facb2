"""The one mechanism of deadlines: a clock that a search hands down to all that takes long in it.

What may take long asks the clock at every step that is short (`Clock.check`), and is left by `OutOfTimeError` when the
time is up. `with clock.within(seconds)` marks the parts that may be left: what they have found by then stands.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from numbers import Real
from typing import Any

from sparsest.errors import SparsestError, UsageError, short

__all__ = ["Clock", "OutOfTimeError", "check_seconds"]

_EVERY = 0.1
# Thirty years: nobody waits so long, and it is no infinity.
_LONGEST = 1e9


class OutOfTimeError(SparsestError):
    """The time is up; `Clock.within` takes it, so that no public call ends with it."""


def check_seconds(seconds: object) -> None:
    """Raise `UsageError` if a limit of time is none.

    Examples
    --------
    >>> check_seconds(0.5)
    >>> check_seconds(None)
    """
    if seconds is None:
        return
    number = isinstance(seconds, Real) and not isinstance(seconds, bool)
    if not (number and 0 < seconds <= _LONGEST):  # type: ignore[operator]
        raise UsageError(f"seconds = {short(seconds)}; give a positive time, or none for as long as it takes")


class Clock:
    """When a search must end, and whom to tell how far it is.

    Parameters
    ----------
    seconds : float, optional
        How long from now; without limit unless told.
    tell : callable, optional
        Called with what is known, at most ten times a second.

    Examples
    --------
    >>> clock, done = Clock(), []
    >>> with clock.within(0):
    ...     done.append("begun")
    ...     clock.check()
    ...     done.append("finished")
    >>> done, clock.left
    (['begun'], inf)
    """

    __slots__ = ("_tell", "_told", "_until")

    def __init__(self, seconds: float | None = None, tell: Callable[[Any], object] | None = None) -> None:
        self._until = _moment(seconds)
        self._tell, self._told = tell, 0.0

    @property
    def left(self) -> float:
        """How many seconds are left, infinitely many without a limit; never below 0."""
        return max(0.0, self._until - time.monotonic())

    def check(self, status: Callable[[], object] | None = None) -> None:
        """Go on only if there is time left; now and then tell what is known.

        Parameters
        ----------
        status : callable, optional
            Makes what is to be told.

        Raises
        ------
        OutOfTimeError
            If the time is up.

        Examples
        --------
        >>> told = []
        >>> Clock(tell=told.append).check(lambda: "half")
        >>> told
        ['half']
        """
        now = time.monotonic()
        if now >= self._until:
            raise OutOfTimeError("the time is up; give more of it")
        if status is not None and self._tell is not None and now > self._told + _EVERY:
            self._told = now
            self._tell(status())

    @contextmanager
    def within(self, seconds: float | None = None) -> Iterator[None]:
        """Leave the block after so many seconds, or when the time is up outside, and go on behind it.

        Examples
        --------
        >>> clock = Clock(0)
        >>> with clock.within(1):
        ...     clock.check()
        ...     print("never reached")
        """
        before = self._until
        self._until = min(before, _moment(seconds))
        try:
            yield
        except OutOfTimeError:
            pass
        finally:
            self._until = before


def _moment(seconds: float | None) -> float:
    return float("inf") if seconds is None else time.monotonic() + seconds
