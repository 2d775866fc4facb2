"""Who does the work of a campaign: processes that end with the one that started them, executors that come again."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context, parent_process
from threading import Lock, Thread
from typing import ParamSpec, TypeVar

__all__ = ["RenewedExecutor", "most_in_flight", "worker_pool"]

_T = TypeVar("_T")
_P = ParamSpec("_P")

# Blocks in flight where the executor does not say how many workers it has.
_UNTOLD = 64


class RenewedExecutor(Executor):
    """An executor that is made again whenever it is broken, as a pool of processes is by the loss of one.

    Parameters
    ----------
    make : callable
        Returns a fresh executor; called for the first block, and after each break.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> with RenewedExecutor(lambda: ThreadPoolExecutor(3)) as executor:
    ...     executor.submit(pow, 2, 3).result(), executor.num_workers
    (8, 3)
    """

    def __init__(self, make: Callable[[], Executor]) -> None:
        self._make = make
        self._inner: Executor | None = None
        self._lock = Lock()

    @property
    def num_workers(self) -> int | None:
        """How many workers it has, if it says so."""
        with self._lock:
            return _workers_of(self._executor())

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Hand it to the executor there is, or to a new one if that is broken.

        Examples
        --------
        >>> from concurrent.futures import ThreadPoolExecutor
        >>> RenewedExecutor(ThreadPoolExecutor).submit(int, "7").result()
        7
        """
        with self._lock:
            try:
                return self._executor().submit(fn, *args, **kwargs)
            except BrokenExecutor:
                self._executor().shutdown(wait=False)
                self._inner = None
            return self._executor().submit(fn, *args, **kwargs)

    def _executor(self) -> Executor:
        if self._inner is None:
            self._inner = self._make()
        return self._inner

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Shut the executor down, if there ever was one.

        Examples
        --------
        >>> from concurrent.futures import ThreadPoolExecutor
        >>> RenewedExecutor(ThreadPoolExecutor).shutdown()
        """
        if self._inner is not None:
            # Some executors (dask's) know nothing of the second.
            self._inner.shutdown(wait, **({"cancel_futures": True} if cancel_futures else {}))


def most_in_flight(executor: Executor) -> int:
    """Return how many blocks an executor should have in its hands: two for each worker that it has now.

    It may say so by `num_workers`; that pools of threads, processes, dask and MPI have it, each in its way, is known
    here. For one that does not say it is 64.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> most_in_flight(ThreadPoolExecutor(5)), most_in_flight(Executor())
    (10, 64)
    """
    workers = _workers_of(executor)
    return _UNTOLD if workers is None else 2 * max(workers, 1)


def _workers_of(executor: Executor) -> int | None:
    for name in ("num_workers", "_max_workers"):
        told = getattr(executor, name, None)
        if type(told) is int:
            return told
    # dask's: its cluster may grow and shrink.
    threads = getattr(getattr(executor, "_client", None), "nthreads", None)
    return sum(threads().values()) if callable(threads) else None


def worker_pool(workers: int) -> AbstractContextManager[Executor | None]:
    """Return so many processes that share the work; for one, None: then it is done here.

    Parameters
    ----------
    workers : int
        One or more; as many as there are cores, rarely more.

    Returns
    -------
    context manager
        Its value is what `campaign.run` takes as `executor`. If the process that opened it is killed, its workers end
        too; those of a bare `ProcessPoolExecutor` would wait for work for ever. If a worker is killed, there are new
        ones for the next block.

    Examples
    --------
    >>> with worker_pool(1) as executor:
    ...     print(executor)
    None
    """
    if workers == 1:
        return nullcontext()
    # Forking a process that has threads is unsafe; a fresh interpreter is not.
    spawn = get_context("spawn")
    return RenewedExecutor(lambda: ProcessPoolExecutor(workers, mp_context=spawn, initializer=_end_with_parent))


def _end_with_parent() -> None:
    """Watch the process that started this one, and leave as soon as it is gone: what was being done is of no use."""
    parent = parent_process()
    if parent is None:  # not a worker
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
