"""What training from many starts came to: each end judged, shares and medians, and what no training at all gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from statistics import median

import numpy as np
from numpy.typing import NDArray

from sparsest.data import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import RationalLike
from sparsest.multivariate.solve import NetworkSolution
from sparsest.points import Points
from sparsest.training.baselines import Untrained, untrained
from sparsest.training.judge import RunEnd, judge
from sparsest.training.polish import Polished
from sparsest.training.train import Training
from sparsest.univariate.solve import Solution

__all__ = ["FIT_TOLERANCE", "Shape", "TrainingEnds", "has_collapsed", "judged", "label_size"]

#: A trained network fits if its largest residual is at most this part of `label_size`.
FIT_TOLERANCE = 1e-3

# What no training gives is drawn for so many points in all, at most a thousand times, and not for longer data.
_DRAWN_POINTS, _MOST_POINTS = 20_000, 5_000


@dataclass(frozen=True)
class Shape:
    """One of the exact networks that ends were polished to, and how often.

    Parameters
    ----------
    polished : Polished
        The network.
    end : RunEnd
        The first end of this shape.
    count : int
        How many runs ended there.
    """

    polished: Polished
    end: RunEnd
    count: int


@dataclass(frozen=True)
class TrainingEnds:
    """The ends of all runs. Made by `judged`.

    Parameters
    ----------
    training : Training
        What was run.
    data : Dataset or Points
        The exact data that networks were held against.
    optimum : Solution, NetworkSolution or None
        The certified optimum; None where there is none, so that nothing is known.
    ends : tuple of RunEnd or None
        One for each run, in the order of the seeds; None for a run that diverged.
    baseline : Untrained or None
        Of one input: what no training gives.
    """

    training: Training
    data: Dataset | Points
    optimum: Solution | NetworkSolution | None
    ends: tuple[RunEnd | None, ...]
    baseline: Untrained | None

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """The exact networks at the ends, the most frequent first."""
        counts: Counter[object] = Counter()
        first: dict[object, tuple[Polished, RunEnd]] = {}
        for end in self.ends:
            if end is not None and isinstance(end.polished, Polished):
                key = _key(end.polished)
                counts[key] += 1
                first.setdefault(key, (end.polished, end))
        shapes = [Shape(*first[key], count) for key, count in counts.most_common()]
        return tuple(shapes)

    def fits(self, end: RunEnd) -> bool:
        """Return whether the trained network fits.

        Examples
        --------
        >>> import sparsest
        >>> from sparsest.training import train
        >>> data = Dataset([0, 1], [0, 1])
        >>> found = judged(train([0, 1], [0, 1], epochs=2000), data, "1/2", sparsest.solve(data, "1/2"))
        >>> found.fits(found.ends[0])
        True
        """
        return end.largest_residual <= FIT_TOLERANCE * label_size(self.training.problem.y)

    @cached_property
    def shares(self) -> dict[str, float | None]:
        """What part of all runs did what, and medians of the trained networks."""
        total, there = len(self.ends), [end for end in self.ends if end is not None]
        known = [end.optimal for end in there if end.optimal is not None]
        stable = [end.local_minimizer for end in there]
        return {
            "diverged": (total - len(there)) / total,
            "collapsed": sum(map(has_collapsed, there)) / total,
            "fits": sum(self.fits(end) for end in there) / total,
            "polished": sum(isinstance(end.polished, Polished) for end in there) / total,
            "local_minimizer": sum(map(bool, stable)) / total if isinstance(self.data, Dataset) else None,
            "optimal": sum(known) / total if len(known) == len(there) and self.optimum else None,
            "median_neurons": _median([end.merged.neurons for end in there]),
            "median_parameters": _median([end.merged.parameters for end in there]),
            "median_residual": _median([end.largest_residual for end in there]),
        }

    def _history(self) -> dict[str, object]:
        """Return the least, median and most neurons and parameters at the marks, of the runs that did not diverge."""
        there = [run.history for run in self.training.runs if run.network is not None]
        found: dict[str, object] = {"epochs": list(self.training.problem.marks) if there else []}
        for name in ("neurons", "parameters"):
            rows = np.array([getattr(history, name) for history in there])
            quantiles = np.quantile(rows, [0, 0.5, 1], axis=0).tolist() if there else [[], [], []]
            found[name] = dict(zip(("least", "median", "most"), quantiles, strict=True))
        return found

    def to_json(self) -> dict[str, object]:
        """Return everything in the schema "sparsest/training/1"; exact numbers are text, those of training floats."""
        problem = self.training.problem
        runs: list[dict[str, object]] = []
        for run, end in zip(self.training.runs, self.ends, strict=True):
            found = {} if end is None else end.to_json()
            runs.append({"seed": run.seed, "diverged": end is None, **found})
        return {
            "schema": "sparsest/training/1",
            "settings": {
                "points": len(problem.y), "dimension": problem.x.shape[1], "p": problem.p, "epochs": problem.epochs,
                "recipe": problem.recipe.to_json(), "fits": FIT_TOLERANCE,
            },
            "runs": runs,
            "optimum": None if self.optimum is None else _optimum_json(self.optimum),
            "shares": self.shares,
            "history": self._history(),
            "untrained": self.baseline and self.baseline.to_json(),
            "ends": [{"count": shape.count, **shape.polished.to_json()} for shape in self.shapes],
        }  # fmt: skip


def label_size(y: NDArray[np.float64]) -> float:
    """Return the smaller of the largest label and the labels' range; 1 if that is 0 and so is the largest label.

    Examples
    --------
    >>> label_size(np.array([1e9, 1e9 + 2])), label_size(np.array([5.0, 5.0])), label_size(np.zeros(2))
    (2.0, 5.0, 1.0)
    """
    largest, spread = float(np.abs(y).max()), float(y.max() / 2 - y.min() / 2) * 2
    return min(largest, spread or largest) or 1.0


def has_collapsed(end: RunEnd) -> bool:
    """Return whether no neuron is left where some are needed.

    Examples
    --------
    >>> import sparsest
    >>> from sparsest.training import FloatNetwork, judge
    >>> data, line = Dataset([0, 1, 2], [0, 0, 1]), FloatNetwork([], np.zeros((0, 1)), [], [1], 0)
    >>> has_collapsed(judge(line, data, "1/2", sparsest.solve(data, "1/2")))
    True
    """
    return end.merged.neurons == 0 and end.optimal is not True


def _key(polished: Polished) -> object:
    """Return what two ends share that were polished to one network: the matching, or the exact network."""
    return polished.matching if polished.matching is not None else polished.network


def _median(values: list[float] | list[int]) -> float | None:
    return float(median(values)) if values else None


def _optimum_json(optimum: Solution | NetworkSolution) -> dict[str, object]:
    found = optimum.to_json()
    names = ("knots", "fewest_knots", "unique", "minimizers", "parameters", "neurons", "optimal", "bound", "objective")
    return {"p": str(optimum.p), **{name: found[name] for name in names if name in found}}


def judged(
    training: Training,
    data: Dataset | Points,
    p: RationalLike | Exponent,
    optimum: Solution | NetworkSolution | None,
    *,
    descend: bool = False,
    progress: Callable[[int], object] | None = None,
) -> TrainingEnds:
    """Judge the ends of all runs.

    Parameters
    ----------
    training : Training
        What `train` returned.
    data : Dataset or Points
        The data it was trained on, exact.
    p : rational
        As it was trained.
    optimum : Solution, NetworkSolution or None
        What `solve` or `solve_network` says of the data at p.
    descend : bool
        Of one input: go on from the polished network to a local minimiser. That is no part of training.
    progress : callable, optional
        Called with 1 after each run.

    Raises
    ------
    UsageError
        As `judge`.

    Examples
    --------
    >>> import sparsest
    >>> from sparsest.training import train
    >>> data = Dataset([0, 1, 2, 3], [0, 0, 1, 1])
    >>> training = train([0, 1, 2, 3], [0, 0, 1, 1], "2/5", seeds=range(3), epochs=3000)
    >>> ends = judged(training, data, "2/5", sparsest.solve(data, "2/5"))
    >>> ends.shares["optimal"]
    1.0
    """
    ends: list[RunEnd | None] = []
    for run in training.runs:
        ends.append(None if run.network is None else judge(run.network, data, p, optimum, descend=descend))
        if progress is not None:
            progress(1)
    baseline = None
    if isinstance(optimum, Solution) and len(optimum.data) <= _MOST_POINTS:
        baseline = untrained(optimum, draws=max(10, min(1000, _DRAWN_POINTS // len(optimum.data))))
    return TrainingEnds(training, data, optimum, tuple(ends), baseline)
