"""What Python calls: kernels that are compiled at their first call, or read from a cache that may be damaged."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numba import njit
from numba.core.event import Event, Listener, install_listener

from sparsest.fast.compiled import DISABLED, HOW

__all__ = ["Entry", "entry"]

# One compilation at a time, however many threads come first.
_LOCK = Lock()


class _Notice(Listener):
    """Says once that something is compiled, if stderr is a terminal."""

    _said = False

    def on_start(self, _event: Event) -> None:
        if not _Notice._said and sys.stderr is not None and sys.stderr.isatty():
            sys.stderr.write("sparsest.fast: compiling the kernels, some seconds; they are kept for next time\n")
        _Notice._said = True

    def on_end(self, _event: Event) -> None:
        """Nothing is said at the end."""


class Entry:
    """A kernel that Python calls. Made by `entry`.

    Parameters
    ----------
    function : callable
        Its source.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        update_wrapper(self, function)
        self._function = function
        self._ready: Callable[..., Any] | None = None
        #: numba's dispatcher; None before the first call.
        self.dispatcher: Any = None

    def __call__(self, *arguments: Any) -> Any:
        """Call the kernel."""
        if self._ready is None:
            with _LOCK:
                self._prepare(arguments)
        return self._ready(*arguments)  # type: ignore[misc]

    def _prepare(self, arguments: tuple[Any, ...]) -> None:
        """Read the kernel from the cache or compile it; a cache that is damaged is made anew, or done without."""
        if self._ready is not None:
            return
        with install_listener("numba:compile", _Notice()):
            try:
                self.dispatcher = self._compiled(arguments, cache=True)
            except Exception:  # numba lets through whatever reading and unpickling a broken file may raise
                self.dispatcher = self._again(arguments)
        self._ready = self.dispatcher

    def _compiled(self, arguments: tuple[Any, ...], *, cache: bool) -> Any:
        dispatcher = njit(cache=cache, **HOW)(self._function)
        dispatcher.compile(tuple(dispatcher.typeof_pyval(value) for value in arguments))
        return dispatcher

    def _again(self, arguments: tuple[Any, ...]) -> Any:
        """Compile once more without what the cache holds of this kernel, then without a cache."""
        folder = "NUMBA_CACHE_DIR"
        try:
            dispatcher = njit(cache=True, **HOW)(self._function)
            folder = dispatcher.stats.cache_path
            for path in Path(folder).glob(f"*.{self._function.__name__}-*.nb[ic]"):
                path.unlink()
            return self._compiled(arguments, cache=True)
        except Exception as error:  # what is wrong with the kernel itself is raised by the next line
            dispatcher = self._compiled(arguments, cache=False)
            _warn(folder, error)
            return dispatcher


def _warn(folder: str, error: Exception) -> None:
    warnings.warn(
        f"the compile cache ({folder}) cannot be used ({type(error).__name__}: {error}), so every process compiles "
        "the kernels anew; remove the folder, make it writable, or set NUMBA_CACHE_DIR to another",
        RuntimeWarning,
        stacklevel=2,
    )


@contextmanager
def _silence() -> Iterator[None]:
    """Let plain Python overflow and divide by zero as compiled kernels do."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def entry(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a kernel that Python calls; with NUMBA_DISABLE_JIT=1 it runs as plain Python, slowly.

    Examples
    --------
    >>> @entry
    ... def twice(number):
    ...     return 2 * number
    >>> twice(21)
    42
    """
    if DISABLED:

        def plainly(*arguments: Any) -> Any:
            with _silence():
                return function(*arguments)

        return update_wrapper(plainly, function)
    return Entry(function)
