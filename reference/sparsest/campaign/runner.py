"""Campaigns: one job on an endless stream of numbered blocks of random examples, on any executor, with a tally on disk.

A block's randomness depends on the campaign's seed and the block's number alone. So any block can be replayed
(`job(Block(seed, index, size))`), and the sums do not depend on who did which block when.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import fields, is_dataclass
from itertools import chain
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, TypeVar

from sparsest.campaign.block import Block, Job
from sparsest.campaign.flight import Handout, drive
from sparsest.campaign.record import Report, report_of
from sparsest.campaign.state import opened
from sparsest.campaign.versions import PACKAGES, own_versions
from sparsest.errors import UsageError

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["run", "shrink"]

_T = TypeVar("_T")


def run(
    job: Job,
    *,
    examples: int,
    block_size: int,
    seed: int,
    state: str | PathLike[str],
    executor: Executor | None = None,
    progress: Callable[[int], object] | None = None,
    max_failures: int = 100,
    in_flight: int | None = None,
    retries: int = 3,
) -> Report:
    """Run a campaign until that many examples are done, or go on with one that was stopped; return what it found.

    What is finished is on disk within a second. After Ctrl-C (raised as usual, with everything saved that has come
    back), a kill or a crash the same call goes on where it was; with more `examples` it goes on after the end.

    Parameters
    ----------
    job : Job
        What is done with each block. A job that raises makes a failure of its block, and the campaign goes on.
    examples : int
        How many examples in total, over all sessions; rounded up to whole blocks.
    block_size : int
        Examples in a block: take so many that a block takes a second or more.
    seed : int
        With the block's number, all that the block's randomness depends on; 0 or more.
    state : path
        The file that keeps the state; made if it is not there.
    executor : concurrent.futures.Executor, optional
        Who does the work, one block a task: threads, `worker_pool`, `distributed.Client.get_executor()`, ... It stays
        open. Without one the blocks are done here, one after the other. With every block its worker's versions come
        back (sparsest, Python, numpy, numba, flint, how its processor computes); the state keeps them.
    progress : callable, optional
        Called with the number of examples done since the last call; first with those of earlier sessions.
    max_failures : int
        Stop when there are so many, and report no more than so many. Which blocks are done by then depends on the
        workers; everything else in a report does not.
    in_flight : int, optional
        How many blocks are given to the executor at a time, each as a task of its own. By default two tasks for each
        worker that it has at the time, 64 if it does not say (an attribute `num_workers` says it); and blocks that
        take less than 0.4 s share a task.
    retries : int
        How often a block is handed out again whose worker was lost (killed, cancelled, out of reach), the last times
        alone: then it is the block that is named.

    Returns
    -------
    Report
        All sessions together.

    Raises
    ------
    UsageError
        If the file is the state of another campaign (the message says what differs), in use, damaged or something else
        (it is left untouched); if a number is out of range; or if a worker has other versions than those before, whose
        block is then not counted.
    SparsestError
        If a block lost its worker more often than it is tried again, or the executor takes no more blocks. What was
        finished is kept.

    Examples
    --------
    >>> import tempfile
    >>> from sparsest.campaign import Tally
    >>> def heads(block):
    ...     return Tally({"heads": int(block.rng().integers(2, size=block.size).sum())})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     half = run(heads, examples=5_000, block_size=1_000, seed=1, state=f"{folder}/heads.campaign")
    ...     full = run(heads, examples=10_000, block_size=1_000, seed=1, state=f"{folder}/heads.campaign")
    >>> half.examples, full.examples, full.failures
    (5000, 10000, ())
    >>> rest = sum(heads(Block(1, k, 1_000)).counts["heads"] for k in range(5, 10))
    >>> full.counts["heads"] == half.counts["heads"] + rest
    True
    """
    examples, block_size = _whole("examples", examples, 1), _whole("block_size", block_size, 1)
    seed = _whole("seed", seed, 0)
    handout = Handout(
        _whole("max_failures", max_failures, 1),
        _whole("retries", retries, 0),
        None if in_flight is None else _whole("in_flight", in_flight, 1),
    )
    campaign = _identity(job, seed, block_size)
    with opened(Path(state).absolute(), campaign) as store:
        ledger = store.ledger()
        needed = -(-examples // block_size)
        numbers = chain((k for k in ledger.unfinished if k < needed), range(ledger.started, needed))
        todo = (Block(seed, k, block_size) for k in numbers)
        if progress is not None and ledger.blocks:
            progress(ledger.blocks * block_size)
        drive(store, job, todo, executor, handout, progress)
        return report_of(store, handout.max_failures)


def shrink(
    example: _T, candidates: Callable[[_T], Iterable[_T]], fails: Callable[[_T], bool], attempts: int = 10_000
) -> _T:
    """Return a smaller example that still fails: greedily, from each the first candidate that does, until none does.

    Parameters
    ----------
    example : object
        Something that fails; not None, nor are the candidates.
    candidates : callable
        From an example, smaller ones to try instead, the boldest first.
    fails : callable
        Whether an example fails.
    attempts : int
        How often `fails` is called at most.

    Examples
    --------
    >>> shrink(1000, lambda n: (n // 2, n - 1), lambda n: n >= 37)
    37
    """
    tries = iter(candidates(example))
    for _ in range(attempts):
        smaller = next(tries, None)
        if smaller is None:
            break
        if fails(smaller):
            example, tries = smaller, iter(candidates(smaller))
    return example


def _whole(name: str, value: int, least: int) -> int:
    """Return a plain int, also for one of numpy's; refuse a float as Python does."""
    if operator.index(value) < least:
        raise UsageError(f"{name} = {value}: at least {least} is needed")
    return operator.index(value)


def _identity(job: object, seed: int, block_size: int) -> dict[str, object]:
    """Return what two sessions must have in common, JSON-ready."""
    parameters = {}
    if is_dataclass(job) and not isinstance(job, type):
        parameters = {part.name: getattr(job, part.name) for part in fields(job)}
        name = f"{type(job).__module__}.{type(job).__qualname__}"
    elif isinstance(job, FunctionType) and job.__name__ != "<lambda>" and not job.__closure__:
        name = f"{job.__module__}.{job.__qualname__}"
    else:
        raise UsageError(f"job {job!r}: a named function without closure or a dataclass is needed, to know it again")
    try:
        parameters = json.loads(json.dumps(parameters, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise UsageError(f"job {job!r}: its parameters must be JSON-ready ({error})") from None
    return {
        "job": name,
        "parameters": parameters,
        "seed": seed,
        "block_size": block_size,
        "versions": {package: own_versions()[package] for package in PACKAGES},
    }
