"""Processes that share the work of a campaign and end with the one that started them."""

from __future__ import annotations

import os
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context, parent_process
from threading import Thread

__all__ = ["worker_pool"]


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
        too; those of a bare `ProcessPoolExecutor` would wait for work for ever.

    Examples
    --------
    >>> with worker_pool(1) as executor:
    ...     print(executor)
    None
    """
    if workers == 1:
        return nullcontext()
    # Forking a process that has threads is unsafe; a fresh interpreter is not.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Watch the process that started this one, and leave as soon as it is gone: what was being done is of no use."""
    parent = parent_process()
    if parent is None:  # not a worker
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
