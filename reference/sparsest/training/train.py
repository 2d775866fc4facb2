"""Training from many starts, on threads or any executor, with or without a state on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from itertools import islice
from threading import Event
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from sparsest.campaign import Block, Tally, records
from sparsest.campaign import run as run_campaign
from sparsest.campaign.workers import most_in_flight
from sparsest.errors import SparsestError, UsageError, short
from sparsest.exact.rationals import RationalLike, as_fraction, to_rational
from sparsest.training.loop import TrainingRun, run_seed
from sparsest.training.problem import Problem, posed
from sparsest.training.recipe import Recipe, recipe_of

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Training", "TrainingJob", "thread_count", "train"]

_MOST_SEEDS = 10**7


@dataclass(frozen=True, eq=False)
class Training:
    """What training from many starts gave.

    Parameters
    ----------
    problem : Problem
        What all runs share.
    runs : tuple of TrainingRun
        One for each seed, in the order of the seeds.
    """

    problem: Problem
    runs: tuple[TrainingRun, ...]


@dataclass(frozen=True)
class TrainingJob:
    """The job of a campaign that trains: one block for each seed, one record for each run.

    Parameters
    ----------
    x, y : list
        Rows of inputs, and labels.
    p : float
        0 < p <= 1.
    recipe : dict
        The options of the recipe.
    epochs : int
        T.
    marks : list of int
        Epochs to record.

    Examples
    --------
    >>> job = TrainingJob([[0.0], [1.0]], [0.0, 1.0], 0.5, Recipe(width=2).to_json(), 5, [5])
    >>> job(Block(0, 3, 1)).records[0]["seed"]
    3
    """

    x: list[list[float]]
    y: list[float]
    p: float
    recipe: dict[str, object]
    epochs: int
    marks: list[int]

    # Not part of what is run, and not sent to other processes.
    _stop: ClassVar[Event | None] = None

    def watching(self, stop: Event) -> TrainingJob:
        """Return the same job, whose runs in threads here end soon once the event is set.

        Examples
        --------
        >>> job = TrainingJob([[0.0]], [0.0], 0.5, {}, 1, [1])
        >>> job.watching(Event()) == job
        True
        """
        job = replace(self)
        object.__setattr__(job, "_stop", stop)
        return job

    def __getstate__(self) -> dict[str, object]:
        return {part.name: getattr(self, part.name) for part in fields(self)}

    def __call__(self, block: Block) -> Tally:
        """Train from the seeds of a block: the campaign's seed is the first of all."""
        problem = posed(self.x, self.y, self.p, Recipe().but(**self.recipe), self.epochs, self.marks)
        first = block.seed + block.index * block.size
        watched = None if self._stop is None else _Watched(self._stop)
        runs = [run_seed(problem, seed, watched) for seed in range(first, first + block.size)]
        return Tally({"diverged": sum(run.network is None for run in runs)}, records=[run.to_json() for run in runs])


def train(
    x: ArrayLike,
    y: ArrayLike,
    p: RationalLike = "1/2",
    *,
    seeds: Sequence[int] = range(1),
    epochs: int = 100_000,
    recipe: str | Recipe | None = None,
    marks: ArrayLike | None = None,
    threads: int | None = None,
    executor: Executor | None = None,
    state: str | PathLike[str] | None = None,
    progress: Callable[[int], object] | None = None,
) -> Training:
    """Train networks from many starts; a seed gives the same bits whatever the threads or the executor.

    Parameters
    ----------
    x : array, shape (N,) or (N, d)
        Inputs.
    y : array, shape (N,)
        Labels.
    p : rational
        0 < p <= 1; the exponent of the path norm.
    seeds : sequence of int
        One run each. With a `state` a range of step 1.
    epochs : int
        T.
    recipe : str or Recipe, optional
        See `sparsest.training.RECIPES`. By default the one that we found to work best: "kinks" with one input,
        "products" with several.
    marks : sequence of int, optional
        Epochs whose loss, neurons and path norm are recorded.
    threads : int, optional
        How many runs at a time; by default as many as there are cores.
    executor : concurrent.futures.Executor, optional
        Who trains instead of threads here: processes, or `distributed.Client.get_executor()`.
    state : path, optional
        A file that keeps finished runs: after Ctrl-C or a kill the same call goes on.
    progress : callable, optional
        Called with the number of runs that have ended since the last call.

    Returns
    -------
    Training
        Networks of floats: nothing is proved of them. `judge` says what they are once polished.

    Raises
    ------
    DataError
        If data are not finite, or lengths differ.
    UsageError
        If an option is out of range; or what `sparsest.campaign.run` raises of a state.

    Examples
    --------
    >>> training = train([0, 1, 2, 3], [0, 0, 1, 1], "2/5", seeds=range(2), epochs=200)
    >>> [run.seed for run in training.runs]
    [0, 1]
    """
    exponent = float(as_fraction(to_rational(p)))
    best = "kinks" if np.ndim(x) == 1 else "products"
    problem = posed(x, y, exponent, recipe_of(recipe if recipe is not None else best), epochs, marks)
    chosen = _checked(seeds)
    with _workers(threads, executor, len(chosen)) as workers:
        if state is None:
            return Training(problem, tuple(_runs(problem, chosen, workers, progress)))
        return Training(problem, _kept(problem, chosen, workers, state, progress))


def _checked(seeds: Sequence[int]) -> Sequence[int]:
    if not hasattr(seeds, "__len__") or not 0 < len(seeds) <= _MOST_SEEDS:
        raise UsageError(f"seeds = {short(seeds)}: give from 1 to {_MOST_SEEDS} whole numbers")
    wrong = next((seed for seed in seeds if type(seed) is not int or seed < 0), None)
    if wrong is not None:
        raise UsageError(f"seeds: {short(wrong)} is no whole number from 0 on")
    return seeds


def thread_count(threads: int | None) -> int:
    """Return how many runs go at a time: those asked for, else as many as there are cores for us.

    Raises
    ------
    UsageError
        If it is no whole number from 1 on.

    Examples
    --------
    >>> thread_count(3)
    3
    """
    count = threads if threads is not None else len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if type(count) is not int or count < 1:
        raise UsageError(f"threads = {short(threads)}: give a whole number from 1 on")
    return count


@contextmanager
def _workers(threads: int | None, executor: Executor | None, runs: int) -> Iterator[Executor]:
    """Give the executor, or threads."""
    if executor is not None:
        yield executor
        return
    with ThreadPoolExecutor(min(thread_count(threads), runs)) as pool:
        yield pool


def _runs(
    problem: Problem,
    seeds: Sequence[int],
    workers: Executor,
    progress: Callable[[int], object] | None,
) -> Iterator[TrainingRun]:
    """Yield the runs in the order of the seeds. Ctrl-C ends those in threads at their next call of the kernel."""
    stop = Event()
    watched = _Watched(stop) if isinstance(workers, ThreadPoolExecutor) else None
    waiting = iter(seeds)
    flying: list[Future[TrainingRun]] = [
        workers.submit(run_seed, problem, s, watched) for s in islice(waiting, most_in_flight(workers))
    ]
    try:
        while flying:
            yield flying.pop(0).result()
            flying += [workers.submit(run_seed, problem, s, watched) for s in islice(waiting, 1)]
            if progress is not None:
                progress(1)
    finally:
        stop.set()
        for future in flying:
            future.cancel()


class _Watched:
    """Progress of a run in a thread, which is how it hears that nobody waits for it any more.

    It leaves as by Ctrl-C, which a campaign does not take for a failure of the run.
    """

    def __init__(self, stop: Event) -> None:
        self._stop = stop

    def __call__(self, _epochs: int) -> None:
        """Leave if nobody waits."""
        if self._stop.is_set():
            raise KeyboardInterrupt


def _kept(
    problem: Problem,
    seeds: Sequence[int],
    workers: Executor,
    state: str | PathLike[str],
    progress: Callable[[int], object] | None,
) -> tuple[TrainingRun, ...]:
    """Return the runs of a campaign, those of earlier sessions among them."""
    first = seeds[0]
    if list(seeds) != list(range(first, first + len(seeds))):
        raise UsageError("seeds: with a state they must follow each other, as in range(100)")
    job = TrainingJob(
        problem.x.tolist(), problem.y.tolist(), problem.p, problem.recipe.to_json(), problem.epochs, list(problem.marks)
    )
    stop = Event()
    try:
        report = run_campaign(
            job.watching(stop), examples=len(seeds), block_size=1, seed=first, state=state, executor=workers,
            progress=progress,
        )  # fmt: skip
    finally:
        stop.set()
    if report.failed:
        raise SparsestError(f"{state}: {report.errors} runs broke off; the first: {report.failures[0]}")
    runs = {run.seed: run for run in map(TrainingRun.from_json, records(state))}
    return tuple(runs[seed] for seed in seeds)
