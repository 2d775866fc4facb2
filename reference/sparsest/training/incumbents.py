"""An upper bound from training: the best exact network among the polished ends of many short runs.

Nothing is claimed of it. `sparsest.solve_network(incumbent=...)` checks that it interpolates, exactly, and proves what
it proves whatever it was given.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import count as count_from
from threading import Event
from typing import NamedTuple, cast

from sparsest.errors import UsageError, short
from sparsest.exact.clock import Clock, OutOfTimeError, check_seconds
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import RationalLike
from sparsest.exact.sign import sign
from sparsest.multivariate.kinds import Count
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.solve import check_objective
from sparsest.points import Points, check_points
from sparsest.training.loop import TrainingRun, run_seed
from sparsest.training.polish import NotPolished, polish
from sparsest.training.problem import Problem, doubles, posed
from sparsest.training.recipe import RECIPES, Recipe, recipe_of
from sparsest.training.train import thread_count

__all__ = ["Attempts", "trained_incumbent"]

# A run takes so many epochs, and at most this part of the time: many short runs end better than fewer long ones.
_EPOCHS, _SHARE = 4_000, 8
_SHORT = RECIPES["products"].but(weight=0.003)
# Seconds between two looks at the clock within a run, and of the trial that says how long an epoch takes.
_LOOK, _TRIAL = 0.05, 0.02
# The most entries of the linear programs of polish, on the trained pattern and on the widened one: seconds of work.
_MOST, _MOST_WIDENED = 300_000, 200_000
# The exponent of training where that of the problem is 0 or the limit p -> 0.
_LIMIT = 0.4


class Attempts(NamedTuple):
    """How far training has come: the runs polished, and what the best exact network counts."""

    runs: int
    best: int | None
    counted: Count

    def __str__(self) -> str:
        found = "no exact network yet" if self.best is None else f"found {self.best} {self.counted}"
        return f"training: {self.runs} runs polished, {found}"


def trained_incumbent(
    points: Points,
    p: RationalLike | Exponent = "0",
    *,
    count: Count = "parameters",
    seconds: float = 10.0,
    seed: int = 0,
    recipe: str | Recipe | None = None,
    threads: int | None = None,
    progress: Callable[[Attempts], object] | None = None,
) -> MultivariateNetwork | None:
    """Train many networks for a time, polish each, and return the best exact one.

    Parameters
    ----------
    points : Points
        Exact data. Training sees the nearest doubles; polish sees the data.
    p, count
        As `solve_network` takes them: the objective by which the best is chosen, by exact comparison. Training takes p
        too; for "0" and "0+", which have no gradient, it takes 2/5. (So "1-" is refused here as there.)
    seconds : float
        For all of it; kept to about a tenth and half a second. Compiling, once after installation, comes on top.
    seed : int
        Of the first run; each further one takes the next. How many there are depends on the machine.
    recipe : str or Recipe, optional
        How to train; "products" with ten times its weight unless told, which suits runs so short.
    threads : int, optional
        How many runs at a time; by default as many as there are cores.
    progress : callable, optional
        Called with `Attempts` after each run.

    Returns
    -------
    MultivariateNetwork or None
        It interpolates exactly, for `sparsest.solve_network(incumbent=...)`; None if no run could be polished.

    Raises
    ------
    UsageError
        If there is no such p, count, recipe, time, seed or number of threads.
    DataError
        If a number of the data is beyond floats.

    Examples
    --------
    >>> points = Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0])
    >>> trained_incumbent(points, seconds=0.5).interpolates(points)
    True
    """
    check_points(points)
    exponent = Exponent.read(p)
    check_objective(exponent, count)
    check_seconds(seconds or 0)  # None, for as long as it takes, is no time of training
    problem = _problem(points, exponent, recipe_of(recipe if recipe is not None else _SHORT))
    run_seed(problem, _checked(seed))  # compiles, before the clock starts
    clock, best = Clock(seconds), None
    tell = progress if progress is not None else lambda _attempts: None
    tell(Attempts(0, None, count))
    with clock.within(), _runs(problem, seed, threads, clock) as runs:
        for number, run in enumerate(runs, 1):
            best = _better(best, _polished(run, points, exponent, clock), exponent, count)
            tell(Attempts(number, None if best is None else _size(best, count), count))
    return best


def _problem(points: Points, p: Exponent, recipe: Recipe) -> Problem:
    """Return what is trained, of one epoch."""
    rows, labels = doubles(points)
    power = float(p.fraction) if p.is_rational else _LIMIT
    return posed(rows, labels, power, recipe.but(charge_bias=True), 1)


def _checked(seed: object) -> int:
    if type(seed) is not int or seed < 0:
        raise UsageError(f"seed = {short(seed)}: give a whole number from 0 on")
    return seed


def _fitted(problem: Problem, seed: int, seconds: float) -> Problem:
    """Return the problem with as many epochs as fit the time of one run, and marks at which runs look at the clock."""
    epochs, spent = 1, 0.0
    while spent < _TRIAL:
        epochs *= 4
        begin = time.monotonic()
        run_seed(replace(problem, epochs=epochs, marks=(epochs,)), seed)
        spent = time.monotonic() - begin
    last = max(1, min(_EPOCHS, int(seconds / _SHARE * epochs / spent)))
    stride = max(1, int(_LOOK * epochs / spent))
    return replace(problem, epochs=last, marks=(*range(stride, last, stride), last))


@contextmanager
def _runs(problem: Problem, seed: int, threads: int | None, clock: Clock) -> Iterator[Iterator[TrainingRun]]:
    """Yield the runs of one seed after the other, trained in threads; who leaves early does not wait for them."""
    problem, stop = _fitted(problem, seed, clock.left), Event()

    def watch(_epochs: int) -> None:
        clock.check()
        if stop.is_set():
            raise OutOfTimeError("nobody waits for this run")

    def run(number: int) -> TrainingRun:
        watch(0)
        return run_seed(problem, number, watch)

    workers = thread_count(threads)
    with ThreadPoolExecutor(workers) as pool:
        # One more than can run, so that none waits while a network is polished.
        flying = deque(pool.submit(run, k) for k in range(seed, seed + workers + 1))

        def results() -> Iterator[TrainingRun]:
            for k in count_from(seed + workers + 1):
                yield flying.popleft().result()
                flying.append(pool.submit(run, k))

        try:
            yield results()
        finally:
            stop.set()


def _polished(run: TrainingRun, points: Points, p: Exponent, clock: Clock) -> MultivariateNetwork | None:
    """Return the exact network of a run; None if it diverged, if its pattern has none, or if it is too large."""
    if run.network is None:
        return None
    entries = 2 * len(run.network.v) * len(points) * (points.dimension + 1)
    if entries > _MOST:
        return None
    widen = entries * len(points) <= _MOST_WIDENED
    found = polish(run.network, points, p=p, descend=True, widen=widen, clock=clock)
    return None if isinstance(found, NotPolished) else cast("MultivariateNetwork", found.network)


def _better(
    best: MultivariateNetwork | None, other: MultivariateNetwork | None, p: Exponent, count: Count
) -> MultivariateNetwork | None:
    """Return the one of less objective, compared exactly; the first of two that cost the same."""
    if best is None or other is None:
        return best or other
    if count == "neurons":
        return min(best, other, key=lambda network: _size(network, count))
    return other if sign(other.power_sum - best.power_sum, p) < 0 else best


def _size(network: MultivariateNetwork, count: Count) -> int:
    return len(network.neurons) if count == "neurons" else network.parameters
