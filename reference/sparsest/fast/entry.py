"""Kernels that are compiled when first needed, or read from a cache that may be damaged; those that Python calls."""

from __future__ import annotations

import gc
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
from numba.core.typing.typeof import Purpose, typeof

from sparsest.fast.compiled import DISABLED, HOW

__all__ = ["Entry", "Prepared", "entry"]

# One compilation at a time, however many threads come first.
_LOCK = Lock()


class _Notice(Listener):
    """Says once that something is compiled, if stderr is a terminal."""

    _said = False

    def on_start(self, _event: Event) -> None:
        """Say so, once."""
        if not _Notice._said and sys.stderr is not None and sys.stderr.isatty():
            sys.stderr.write("sparsest.fast: compiling the kernels, some seconds; they are kept for next time\n")
        _Notice._said = True

    def on_end(self, _event: Event) -> None:
        """Nothing is said at the end."""


class Prepared:
    """A kernel with files of its own in the cache.

    Parameters
    ----------
    function : callable
        Its source.
    how : dict
        More of numba's options.
    """

    def __init__(self, function: Callable[..., Any], **how: Any) -> None:
        update_wrapper(self, function)  # type: ignore[arg-type]  # it is not called itself, its kinds are
        self._function = function
        self._how = {**HOW, **how}
        #: numba's dispatcher; None before it is prepared.
        self.dispatcher: Any = None

    def prepare(self, signature: Any) -> Any:
        """Return the dispatcher: from the cache, or compiled; a cache that is damaged is made anew, or done without."""
        with _LOCK:
            if self.dispatcher is None:
                with install_listener("numba:compile", _Notice()), _no_collection():
                    try:
                        self.dispatcher = self._compiled(signature, cache=True)
                    except Exception:  # numba lets through whatever reading and unpickling a broken file may raise
                        self.dispatcher = self._again(signature)
        return self.dispatcher

    def is_kept(self) -> bool:
        """Return whether the cache holds the kernel as its source is now, as far as can be seen."""
        if self.dispatcher is not None:
            return True
        try:
            # What is read here is numba's own; if it changes, kernels are taken for not kept.
            return bool(njit(cache=True, **self._how)(self._function)._cache._cache_file._load_index())  # noqa: SLF001
        except Exception:  # whatever reading a broken file may raise
            return False

    def _compiled(self, signature: Any, *, cache: bool) -> Any:
        dispatcher = njit(cache=cache, **self._how)(self._function)
        dispatcher.compile(signature)
        return dispatcher

    def _again(self, signature: Any) -> Any:
        """Compile once more without what the cache holds of this kernel, then without a cache."""
        folder = "NUMBA_CACHE_DIR"
        try:
            dispatcher = njit(cache=True, **self._how)(self._function)
            folder = dispatcher.stats.cache_path
            for path in Path(folder).glob(f"*.{self._function.__name__}-*.nb[ic]"):
                path.unlink()
            return self._compiled(signature, cache=True)
        except Exception as error:  # what is wrong with the kernel itself is raised by the next line
            dispatcher = self._compiled(signature, cache=False)
            _warn(folder, error)
            return dispatcher


class Entry(Prepared):
    """A kernel that Python calls. Made by `entry`."""

    _ready: Callable[..., Any] | None = None

    def __call__(self, *arguments: Any) -> Any:
        """Call the kernel."""
        if self._ready is None:
            self._ready = self.prepare(tuple(typeof(value, Purpose.argument) for value in arguments))
        return self._ready(*arguments)


def _warn(folder: str, error: Exception) -> None:
    warnings.warn(
        f"the compile cache ({folder}) cannot be used ({type(error).__name__}: {error}), so every process compiles "
        "the kernels anew; remove the folder, make it writable, or set NUMBA_CACHE_DIR to another",
        RuntimeWarning,
        stacklevel=2,
    )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Look for no garbage meanwhile: a compilation makes much and little of it is any."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


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
    >>> from sparsest.fast.sweep import move  # an entry
    >>> values = np.arange(4.0)
    >>> move(values, 1, 0, 2)
    >>> values
    array([1., 2., 2., 3.])
    """
    if DISABLED:

        def plainly(*arguments: Any) -> Any:
            with _silence():
                return function(*arguments)

        return update_wrapper(plainly, function)
    return Entry(function)
