"""The blocks of a campaign in an executor's hands: handed out, taken back, handed out again if a worker is lost."""

from __future__ import annotations

import json
import operator
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass
from itertools import islice
from queue import SimpleQueue
from threading import current_thread, main_thread
from typing import ParamSpec, TypeAlias, TypeVar

from sparsest.campaign.block import Block, Job
from sparsest.campaign.commits import Commits
from sparsest.campaign.state import RECORD, Done, State
from sparsest.campaign.versions import own_versions
from sparsest.campaign.workers import most_in_flight
from sparsest.errors import SparsestError, UsageError, one_line

__all__ = ["Handout", "drive"]

_T = TypeVar("_T")
# A task: what comes of some blocks, and the seconds that they took.
_Sent: TypeAlias = Future[tuple[list[Done], float]]
_P = ParamSpec("_P")

# Seconds after which an executor is asked again how many workers it has.
_ASKED_AGAIN = 5.0
# Blocks that take less than this share a task, up to so many: to hand a task out costs some milliseconds on a cluster.
_TASK_SECONDS, _MOST_IN_TASK = 0.4, 64
# From so many losses on a block goes out alone, so that nothing but it can be what takes its worker away.
_SUSPECT = 2


@dataclass(frozen=True)
class Handout:
    """How blocks are handed out.

    Parameters
    ----------
    max_failures : int
        No block is handed out once there are so many failures.
    retries : int
        How often a block is handed out again whose worker was lost.
    in_flight : int, optional
        How many blocks are out at a time; by default what `most_in_flight` says of the executor.
    """

    max_failures: int
    retries: int
    in_flight: int | None = None


def drive(
    store: State,
    job: Job,
    todo: Iterator[Block],
    executor: Executor | None,
    handout: Handout,
    progress: Callable[[int], object] | None = None,
) -> None:
    """Keep the executor busy until nothing is left to do or too much has failed; save whatever comes back.

    Parameters
    ----------
    store : State
        Where it is saved.
    job : Job
        What is done with each block.
    todo : iterator of Block
        The blocks, in their order.
    executor : Executor or None
        Who does them; None for this thread.
    handout : Handout
        How they are handed out.
    progress : callable, optional
        Called with the number of examples that came back.

    Raises
    ------
    UsageError
        If workers are of several versions.
    SparsestError
        If the executor takes nothing more, or a block has lost all its workers.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from sparsest.campaign.block import Tally
    >>> from sparsest.campaign.state import opened
    >>> with tempfile.TemporaryDirectory() as folder, opened(Path(folder, "a"), {"seed": 1}) as state:
    ...     blocks = (Block(1, k, 10) for k in range(4))
    ...     drive(state, lambda block: Tally({"n": block.index}), blocks, None, Handout(max_failures=1, retries=0))
    ...     state.ledger().counts
    {'n': 6}
    """
    landed: SimpleQueue[_Sent | None] = SimpleQueue()
    flight = _Flight(job, todo, _Here() if executor is None else executor, landed, handout, str(store.path))
    with nullcontext() if executor is None else _interrupt_lands(landed), Commits(store) as commits:
        try:
            while commits.failed < handout.max_failures:
                flight.fill()
                if not flight.tasks:
                    break
                arrived = [landed.get(), *(landed.get() for _ in range(landed.qsize()))]
                examples = sum(flight.take(sent, commits) for sent in arrived if sent is not None)
                if progress is not None and examples:
                    progress(examples)
                if None in arrived:
                    break
        finally:
            flight.call_off(commits)


class _Flight:
    """The blocks that are out, and those that are to go out again."""

    def __init__(
        self,
        job: Job,
        todo: Iterator[Block],
        executor: Executor,
        landed: SimpleQueue[_Sent | None],
        handout: Handout,
        name: str,
    ) -> None:
        self.tasks: dict[_Sent, list[Block]] = {}
        self._job, self._todo, self._executor, self._landed, self._handout, self._name = (
            job, todo, executor, landed, handout, name,
        )  # fmt: skip
        self._losses: dict[int, int] = {}
        self._again: deque[Block] = deque()
        self._suspects: deque[Block] = deque()
        self._alone, self._share = False, 1
        self._most, self._asked = 0, -_ASKED_AGAIN

    def fill(self) -> None:
        """Hand out blocks until as many tasks are out as may be."""
        while len(self.tasks) < self._limit() and (blocks := self._next()):
            try:
                # The number of the attempt is for executors that remember what a call gave (dask's does).
                sent = self._executor.submit(_attempt, self._job, blocks, self._losses.get(blocks[0].index, 0))
            except Exception as error:
                raise self._broken(error, blocks) from error
            self.tasks[sent] = blocks
            sent.add_done_callback(self._landed.put)

    def take(self, sent: _Sent, commits: Commits) -> int:
        """Take the blocks of a task back that has landed; return how many examples, 0 if its worker was lost."""
        blocks = self.tasks[sent]
        try:
            outcomes, seconds = sent.result()
        except Exception as error:
            # Exceptions of jobs do not come through here (see `_attempt`): any that does is the executor's.
            del self.tasks[sent]
            for block in blocks:
                self._lost(block, error)
            return 0
        for block, outcome in zip(blocks, outcomes, strict=True):
            commits.add(block.index, outcome)
        del self.tasks[sent]
        self._share = max(1, min(_MOST_IN_TASK, 2 * self._share, int(_TASK_SECONDS * len(blocks) / max(seconds, 1e-9))))
        return sum(block.size for block in blocks)

    def call_off(self, commits: Commits) -> None:
        """However it ends, keep what is finished. This may come twice for a block: then it is added once."""
        for sent in self.tasks:
            sent.cancel()
        for sent, blocks in self.tasks.items():
            if sent.done() and not sent.cancelled() and sent.exception() is None:
                with suppress(UsageError):  # of another version: said already, or not part of what is asked for
                    for block, outcome in zip(blocks, sent.result()[0], strict=True):
                        commits.add(block.index, outcome)

    def _limit(self) -> int:
        if isinstance(self._executor, _Here):
            return 1
        if self._handout.in_flight is not None:
            return self._handout.in_flight
        if time.monotonic() >= self._asked + _ASKED_AGAIN:
            self._most, self._asked = most_in_flight(self._executor), time.monotonic()
        return self._most

    def _next(self) -> list[Block]:
        """Return the blocks to go out next, in one task; none if there are none now."""
        if self._suspects or self._alone:
            if self.tasks:
                return []
            self._alone = bool(self._suspects)
            if self._alone:
                return [self._suspects.popleft()]
        if self._again:
            return [self._again.popleft()]
        # How many tasks are out is for the reader of `in_flight` to say: then they are blocks.
        share = self._share if self._handout.in_flight is None and not isinstance(self._executor, _Here) else 1
        return list(islice(self._todo, share))

    def _lost(self, block: Block, error: Exception) -> None:
        """Let a block go out again; the second time alone, so that no other is blamed."""
        losses = self._losses[block.index] = self._losses.get(block.index, 0) + 1
        if losses > self._handout.retries:
            times = "once" if losses == 1 else f"{losses} times"
            raise SparsestError(
                f"{self._name}: block {block.index} was handed out {times} and its worker was lost "
                f"({_named(error)}). What was finished is kept: run again to go on. If it is lost again, "
                f"job({block}) here shows whether that block needs too much memory or ends its process"
            ) from error
        (self._suspects if losses >= _SUSPECT else self._again).append(block)

    def _broken(self, error: Exception, refused: list[Block]) -> SparsestError:
        held = (block for blocks in (refused, *self.tasks.values()) for block in blocks)
        blocks = ", ".join(map(str, sorted({block.index for block in held})))
        return SparsestError(
            f"{self._name}: the executor failed ({_named(error)}); blocks in its hands: {blocks}. What was finished "
            "is kept: run again to go on. With `sparsest.campaign.RenewedExecutor` a broken one is made again"
        )


def _named(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}")


def _attempt(job: Job, blocks: list[Block], _number: int) -> tuple[list[Done], float]:
    """Do the blocks of a task in the worker; say how long it took, too."""
    begun = time.perf_counter()
    return [_done(job, block) for block in blocks], time.perf_counter() - begun


def _done(job: Job, block: Block) -> Done:
    """Do a block. An exception is written down here: it can lose its traceback on the way, or not travel at all."""
    worker = own_versions()
    try:
        tally = job(block)
        counts = {name: operator.index(count) for name, count in tally.counts.items()}
        failures = [json.dumps(failure, allow_nan=False) for failure in tally.failures]
        _refuse_records(failures)
        records = [json.dumps(record, allow_nan=False) for record in tally.records]
        return Done(counts, failures, records=records, worker=worker)
    except (Exception, SystemExit):
        failure = {"kind": "error", "block": asdict(block), "traceback": traceback.format_exc()}
        return Done({}, [json.dumps(failure)], error=True, worker=worker)


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


@contextmanager
def _interrupt_lands(landed: SimpleQueue[_Sent | None]) -> Iterator[None]:
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
