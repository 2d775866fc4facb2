"""The job that holds the fast path to the exact one: random and adversarial data through both, bit by bit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import fmpq

from sparsest.campaign.block import Block, Tally
from sparsest.campaign.families import FAMILIES, Example, draw_groups, refuse_unknown
from sparsest.campaign.runner import shrink
from sparsest.data import Dataset
from sparsest.errors import UndecidedError
from sparsest.exact.exponent import Exponent
from sparsest.fast.arrays import Doubles
from sparsest.fast.referee import nearest_double
from sparsest.fast.solution import FastSolution
from sparsest.fast.solve import solve, solve_batch
from sparsest.fast.within import WithinSolution
from sparsest.spline import Spline
from sparsest.univariate.solve import Solution
from sparsest.univariate.solve import solve as solve_exactly

__all__ = ["Differential", "compile_kernels", "disagreement", "function_disagreement"]


def compile_kernels() -> None:
    """Let all kernels be in the compile cache, so that each of the processes started later need not compile them.

    Examples
    --------
    >>> compile_kernels()
    """
    # A data set of one point; ties; and points that are nearly, but not quite, on a line.
    labels = [7.0, 0.0, 0.0, 1.0, 4.0, 8.0, 8.1, 8.2, 8.3]
    for p in ("0", "0+", "1/2", "1/3", "1-"):
        solve_batch(np.arange(9.0), labels, p, offsets=[0, 1])[1].objective_bounds  # noqa: B018


def disagreement(fast: FastSolution) -> str | None:
    """Return in what a fast solution differs from the exact one of the same points; None if in nothing.

    Compared are the matching, the number of ties, every knot (correctly rounded, so bit by bit), the signs and
    errors of the slope changes and, for short data of ordinary size, the objective's bounds.

    Raises
    ------
    UndecidedError
        If the exact path cannot decide.

    Examples
    --------
    >>> disagreement(solve([0, 1, 2, 3, 4], [0, 0, 1, 4, 8], "1/2")) is None
    True
    """
    exact = solve_exactly(Dataset(fast.x, fast.y), fast.p)
    if fast.matches != exact.matches:
        return f"matches {fast.matches} instead of {exact.matches}"
    if fast.minimizers != exact.minimizers:
        return f"{fast.minimizers} minimizers instead of {exact.minimizers}"
    difference = function_disagreement(fast, exact.spline)
    if difference is not None:
        return difference
    return _objective_disagreement(fast, exact) if _is_ordinary(fast.x) and _is_ordinary(fast.y) else None


def function_disagreement(fast: FastSolution | WithinSolution, exact: Spline) -> str | None:
    """Return in what knots and slope changes differ from the exact ones; None if in nothing.

    Examples
    --------
    >>> fast = solve([0, 1, 2], [0, 0, 1], "1/2")
    >>> function_disagreement(fast, fast.to_spline()) is None
    True
    """
    _, _, places, true_changes = exact.flint
    knots = [nearest_double(t) for t in places]
    if fast.knots.tolist() != knots:
        return f"knots {fast.knots.tolist()} instead of {knots}"
    changes = zip(fast.slope_changes.tolist(), fast.slope_change_errors.tolist(), true_changes, strict=True)
    for k, (change, error, true) in enumerate(changes):
        if (change > 0) != (true > 0) or not _near(change, true, error):
            return f"slope change {k} is {change!r} +- {error!r} instead of {nearest_double(true)!r}"
    return None


def _objective_disagreement(fast: FastSolution, exact: Solution) -> str | None:
    if exact.objective is None or fast.objective_bounds is None:
        return None if exact.objective is None and fast.objective_bounds is None else "an objective on one side only"
    low, high = exact.objective.enclosure(20)
    if _between(fast.objective_bounds, low, high):
        return None
    return f"objective in {fast.objective_bounds} instead of {nearest_double(low)!r}"


def _is_ordinary(values: Doubles) -> bool:
    """Return whether exact powers of the values are quickly had: few, with short numerators and denominators."""
    return values.size <= 14 and all(v == 0 or 1e-6 < abs(v) < 1e6 for v in values.tolist())


def _near(value: float, true: fmpq, error: float) -> bool:
    if math.isinf(value) or math.isinf(error):
        return value == nearest_double(true) or math.isinf(error)
    return abs(fmpq(*value.as_integer_ratio()) - true) <= fmpq(*error.as_integer_ratio())


def _between(bounds: tuple[float, float], low: Fraction, high: Fraction) -> bool:
    """Return whether bounds and enclosure meet: both hold the true value."""
    return (math.isinf(bounds[0]) or Fraction(bounds[0]) <= high) and (
        math.isinf(bounds[1]) or Fraction(bounds[1]) >= low
    )


@dataclass(frozen=True)
class Differential:
    """The campaign's job: each example through the compiled kernels, in batches, and through the exact path.

    Parameters
    ----------
    families : tuple of str
        Which of FAMILIES to draw from.

    Raises
    ------
    UsageError
        If there is no such family; the message names those there are.

    Examples
    --------
    >>> tally = Differential(("walk", "ties"))(Block(0, 0, 50))
    >>> tally.counts["examples"], tally.failures
    (50, [])
    """

    families: tuple[str, ...] = tuple(FAMILIES)

    def __post_init__(self) -> None:
        refuse_unknown(self.families)

    def __call__(self, block: Block) -> Tally:
        """Compare the examples of a block; see `Tally`."""
        counts = {"examples": 0, "undecided": 0, "runs": 0, "unsure_runs": 0, "exact_gaps": 0, "exact_knots": 0}
        failures = []
        for p, family, examples in draw_groups(block, self.families):
            batch = solve_batch(
                np.concatenate([x for x, _ in examples]),
                np.concatenate([y for _, y in examples]),
                p,
                offsets=np.cumsum([0, *(x.size for x, _ in examples)]),
            )
            counts["examples"] += len(batch)
            for name in ("runs", "unsure_runs", "exact_gaps", "exact_knots"):
                counts[name] += getattr(batch.decisions, name)
            for solution in batch:
                try:
                    difference = disagreement(solution)
                except UndecidedError:
                    counts["undecided"] += 1
                    continue
                if difference is not None:
                    failures.append(_failure(solution, family, difference))
        return Tally(counts, failures)


def _failure(solution: FastSolution, family: str, difference: str) -> dict[str, object]:
    """Return a shrunk counterexample, or the given one where it fails in its batch only."""
    p = solution.p
    example = (solution.x, solution.y)
    if _differs(example, p):
        example = shrink(example, _smaller, lambda smaller: _differs(smaller, p), attempts=2000)
        difference = disagreement(solve(*example, p)) or difference
    return {
        "family": family,
        "p": p.name,
        "x": [v.hex() for v in example[0].tolist()],
        "y": [v.hex() for v in example[1].tolist()],
        "difference": difference,
    }


def _differs(example: Example, p: Exponent) -> bool:
    try:
        return disagreement(solve(*example, p)) is not None
    except UndecidedError:
        return False


def _smaller(example: Example) -> Iterator[Example]:
    """Yield simpler data sets: without a point; with rounder numbers."""
    x, y = example
    for k in range(x.size) if x.size > 3 else ():
        yield np.delete(x, k), np.delete(y, k)
    for digits in range(0, 17, 2):
        shorter = np.array([float(f"{v:.{digits}e}") for v in y])
        if not np.array_equal(shorter, y):
            yield x, shorter
    if not np.array_equal(x, np.arange(float(x.size))):
        yield np.arange(float(x.size)), y
