"""What sections share: how much to run, counting what runs came to, and tables of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from numpy.typing import ArrayLike

from sparsest.data import Dataset
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.training.ends import TrainingEnds, has_collapsed, judged
from sparsest.training.judge import RunEnd
from sparsest.training.polish import Polished
from sparsest.training.problem import doubles
from sparsest.training.recipe import Recipe
from sparsest.training.train import train
from sparsest.univariate.solve import solve

__all__ = ["PRINTED_EXPONENTS", "Effort", "RunCounts", "Section", "counted", "markdown", "trained_ends"]


#: The p that are asked for: those of print (0.4, 0.7, 1) and one on either side.
PRINTED_EXPONENTS = ("0.2", "0.4", "0.7", "0.9", "1")


@dataclass(frozen=True)
class Effort:
    """How much is run.

    Parameters
    ----------
    seeds : int
        Runs of each setting.
    epochs : int
        Of each run.
    data_sets : int
        Held-out data sets; each gets 25 runs at 100 seeds, and in proportion.
    exponents : tuple of str
        The p of the paper's experiments.
    progress : callable
        Called with what is begun.
    """

    seeds: int = 100
    epochs: int = 100_000
    data_sets: int = 40
    exponents: tuple[str, ...] = PRINTED_EXPONENTS
    progress: Callable[[str], object] = lambda _: None


@dataclass(frozen=True)
class Section:
    """A part of the page.

    Parameters
    ----------
    name : str
        What `--only` calls it.
    title : str
        Its heading.
    text : str
        Markdown, tables included.
    pictures : dict of str to bytes
        Files by name.
    """

    name: str
    title: str
    text: str
    pictures: dict[str, bytes]


@dataclass(frozen=True)
class RunCounts:
    """What some runs came to; shares of the runs, medians of networks of floats.

    Parameters
    ----------
    runs : int
        How many.
    collapsed, fits, polished, fewest, local, optimal : float
        Shares: no neuron left; largest residual small; an exact interpolant on the pattern, and that one with the
        fewest knots, a local minimiser, a minimiser.
    neurons, parameters, residual : float
        Medians, before polish: neurons of one sign in one gap are one.
    """

    runs: int
    collapsed: float
    fits: float
    polished: float
    fewest: float
    local: float
    optimal: float
    neurons: float
    parameters: float
    residual: float


def trained_ends(
    data: Dataset, p: str, recipe: Recipe, seeds: Sequence[int], epochs: int, marks: ArrayLike | None = None
) -> TrainingEnds:
    """Return the ends of runs on data of one input; at p = 1 the minimum is that of the limit p -> 1.

    Examples
    --------
    >>> data = Dataset([0, 1, 2], [0, 0, 1])
    >>> len(trained_ends(data, "1/2", Recipe(width=8), range(2), 50).ends)
    2
    """
    optimum = solve(data, "1-" if p == "1" else p)
    x, y = doubles(data)
    return judged(train(x, y, p, seeds=seeds, epochs=epochs, recipe=recipe, marks=marks), data, p, optimum)


def counted(several: Iterable[TrainingEnds]) -> RunCounts:
    """Return the shares and medians over all runs of some trainings.

    Examples
    --------
    >>> data = Dataset([0, 1, 2], [0, 0, 1])
    >>> counted([trained_ends(data, "1/2", Recipe(width=8), range(2), 50)]).runs
    2
    """
    runs = fits = fewest = optimal = local = 0
    ends: list[RunEnd] = []
    for own in several:
        there = [end for end in own.ends if end is not None]
        runs += len(own.ends)
        ends += there
        fits += sum(map(own.fits, there))
        fewest += sum(_has_fewest(end, own) for end in there)
        optimal += sum(end.optimal is True for end in there)
        local += sum(end.local_minimizer is True for end in there)
    return RunCounts(
        runs,
        sum(map(has_collapsed, ends)) / runs,
        fits / runs,
        sum(isinstance(end.polished, Polished) for end in ends) / runs,
        fewest / runs,
        local / runs,
        optimal / runs,
        _middle([end.merged.neurons for end in ends]),
        _middle([end.merged.parameters for end in ends]),
        _middle([end.largest_residual for end in ends]),
    )


def _has_fewest(end: RunEnd, own: TrainingEnds) -> bool:
    if not isinstance(end.polished, Polished) or isinstance(end.polished.network, MultivariateNetwork):
        return False
    return end.polished.parameters == getattr(own.optimum, "fewest_knots", None)


def _middle(values: Sequence[float]) -> float:
    return float(median(values)) if values else float("nan")


def markdown(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table in Markdown: shares as percentages, other numbers short.

    Examples
    --------
    >>> print(markdown(["p", "share"], [["0.4", 0.5]]))
    | p | share |
    |---|---|
    | 0.4 | 50% |
    """
    lines = [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}"]
    lines += [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    return f"{100 * value:.3g}%" if isinstance(value, float) else str(value)
