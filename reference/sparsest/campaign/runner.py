"""Campaigns: one job on an endless stream of numbered blocks of random examples, on any executor, with a tally on disk.

A block's randomness depends on the campaign's seed and the block's number alone. So any block can be replayed
(`job(Block(seed, index, size))`), and the sums do not depend on who did which block when.
"""

from __future__ import annotations

import json
import operator
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, fields, is_dataclass
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from queue import SimpleQueue
from threading import current_thread, main_thread
from types import FunctionType
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

import numpy as np

from sparsest.campaign.record import Report, report_of
from sparsest.campaign.state import RECORD, Done, State, opened
from sparsest.errors import SparsestError, UsageError

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Block", "Job", "Tally", "run", "shrink"]

_T = TypeVar("_T")
_P = ParamSpec("_P")


@dataclass(frozen=True)
class Block:
    """One numbered block of random examples.

    Parameters
    ----------
    seed : int
        The seed of the campaign.
    index : int
        The number of the block: 0, 1, 2, ...
    size : int
        How many examples it has.
    """

    seed: int
    index: int
    size: int

    def rng(self) -> np.random.Generator:
        """Return a fresh generator that depends on the seed and the block's number only.

        Examples
        --------
        >>> block = Block(seed=0, index=7, size=100)
        >>> bool(block.rng().integers(1000) == block.rng().integers(1000))
        True
        """
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(self.index,)))


@dataclass(frozen=True)
class Tally:
    """What a job found in a block.

    Parameters
    ----------
    counts : mapping of str to int
        Added up over the blocks: "decisions", "vacuous", ...
    failures : sequence of dict, default none
        JSON-ready counterexamples, each with all that is needed to replay it.
    records : sequence of dict, default none
        JSON-ready results to be kept, whatever they say; `sparsest.campaign.records` reads them again.
    """

    counts: Mapping[str, int]
    failures: Sequence[Mapping[str, object]] = ()
    records: Sequence[Mapping[str, object]] = ()


class Job(Protocol):
    """What a campaign applies to each block: a function, or a frozen dataclass whose fields are its parameters.

    It is sent to the workers, so it must be picklable for processes. Its name and parameters are written into the
    state, so the parameters must be JSON-ready. It must take its randomness from the block (`Block.rng`) and nothing
    from the clock or the machine. Its code is not looked at: when that changes, change a parameter or the file.
    """

    def __call__(self, block: Block, /) -> Tally:
        """Look at the examples of a block."""


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
    in_flight: int = 64,
) -> Report:
    """Run a campaign until that many examples are done, or go on with one that was stopped; return what it found.

    What is finished is on disk at once. After Ctrl-C (raised as usual), a kill or a crash the same call goes on where
    it was; with more `examples` it goes on after the end.

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
        Who does the work, one block a task: threads, processes, `distributed.Client.get_executor()`, ... It stays
        open. Without one the blocks are done here, one after the other.
    progress : callable, optional
        Called with the number of examples done since the last call; first with those of earlier sessions.
    max_failures : int
        Stop when there are so many, and report no more than so many. Which blocks are done by then depends on the
        workers; everything else in a report does not.
    in_flight : int
        How many blocks are given to the executor at a time: no fewer than it has workers, better twice as many.

    Returns
    -------
    Report
        All sessions together.

    Raises
    ------
    UsageError
        If the file is the state of another campaign (the message says what differs), in use, damaged or something else
        (it is left untouched); or if a number is out of range.
    SparsestError
        If the executor breaks, for instance because a worker was killed. What was finished is kept.

    Examples
    --------
    >>> import tempfile
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
    max_failures, in_flight = _whole("max_failures", max_failures, 1), _whole("in_flight", in_flight, 1)
    seed = _whole("seed", seed, 0)
    campaign = _identity(job, seed, block_size)
    with opened(Path(state).absolute(), campaign) as store:
        ledger = store.ledger()
        needed = -(-examples // block_size)
        numbers = chain((k for k in ledger.unfinished if k < needed), range(ledger.started, needed))
        todo = (Block(seed, k, block_size) for k in numbers)
        if progress is not None and ledger.blocks:
            progress(ledger.blocks * block_size)
        if executor is None:
            executor, in_flight = _Here(), 1
        _drive(store, job, todo, executor, in_flight, max_failures, progress)
        return report_of(store, max_failures)


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


def _attempt(job: Job, block: Block) -> Done:
    """Do a block in the worker. There, because an exception can lose its traceback on the way, or not travel at all."""
    try:
        tally = job(block)
        counts = {name: operator.index(count) for name, count in tally.counts.items()}
        failures = [json.dumps(failure, allow_nan=False) for failure in tally.failures]
        _refuse_records(failures)
        return Done(counts, failures, records=[json.dumps(record, allow_nan=False) for record in tally.records])
    except (Exception, SystemExit):
        failure = {"kind": "error", "block": asdict(block), "traceback": traceback.format_exc()}
        return Done({}, [json.dumps(failure)], error=True)


def _refuse_records(failures: Iterable[str]) -> None:
    """Refuse failures that a state would take for records."""
    if any(failure.startswith(RECORD) for failure in failures):
        raise ValueError("a failure begins with the key 'record', which would make it one: give another key")


class _Here(Executor):
    """Does at once what it is given."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Do it, and return the future that is done already."""
        future: Future[_T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def _drive(
    store: State,
    job: Job,
    todo: Iterator[Block],
    executor: Executor,
    in_flight: int,
    max_failures: int,
    progress: Callable[[int], object] | None,
) -> None:
    """Keep the executor busy until nothing is left to do or too much has failed; save whatever comes back."""
    flying: dict[Future[Done], Block] = {}
    landed: SimpleQueue[Future[Done] | None] = SimpleQueue()
    ledger = store.ledger()
    with nullcontext() if isinstance(executor, _Here) else _interrupt_lands(landed):
        try:
            while ledger.failed < max_failures:
                with _executor_at_work(store, flying):
                    for block in islice(todo, in_flight - len(flying)):
                        future = executor.submit(_attempt, job, block)
                        flying[future] = block
                        future.add_done_callback(landed.put)
                    if not flying:
                        break
                    arrived = [landed.get(), *(landed.get() for _ in range(landed.qsize()))]
                    futures = [future for future in arrived if future is not None]
                    outcomes = {flying[future].index: future.result() for future in futures}
                ledger = store.save(outcomes)
                examples = sum(flying.pop(future).size for future in futures)
                if progress is not None:
                    progress(examples)
                if None in arrived:
                    break
        finally:
            # However it ends, keep what is finished. This may come twice for a block: then it is added once.
            for future in flying:
                future.cancel()
            store.save({block.index: future.result() for future, block in flying.items() if _succeeded(future)})


@contextmanager
def _interrupt_lands(landed: SimpleQueue[Future[Done] | None]) -> Iterator[None]:
    """Let Ctrl-C land like a result, as None, and raise it at the end; a second one is raised at once.

    Raised in the midst of `Executor.submit` it can leave a lock taken for ever, and the executor never shuts down.
    """
    usual, came = signal.default_int_handler, []
    if current_thread() is not main_thread() or signal.getsignal(signal.SIGINT) is not usual:
        yield
        return

    def land(*_: object) -> None:
        signal.signal(signal.SIGINT, usual)
        came.append(True)
        landed.put(None)

    signal.signal(signal.SIGINT, land)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
        if came:
            raise KeyboardInterrupt


def _succeeded(future: Future[Done]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


@contextmanager
def _executor_at_work(store: State, flying: Mapping[Future[Done], Block]) -> Iterator[None]:
    """Exceptions of jobs do not come through here (see `_attempt`), so any that does is the executor's."""
    try:
        yield
    except Exception as error:
        blocks = ", ".join(str(block.index) for block in flying.values()) or "none"
        raise SparsestError(
            f"{store.path}: the executor failed ({type(error).__name__}: {error}); blocks in its hands: {blocks}. "
            "What was finished is kept: run again to go on. If a block kills its worker, it is one of these"
        ) from error


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
        "versions": {package: version(package) for package in ("sparsest-relu", "numpy")},
    }
