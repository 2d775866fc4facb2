"""Brackets of the zeros of a path, as narrow as its proof needs them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import ne

from flint import fmpq

from sparsest.exact.zeros import Zero
from sparsest.univariate.breakpoint import STEP, level_of
from sparsest.univariate.pieces import RunPath

__all__ = ["kept_apart"]


def kept_apart(runs: Sequence[RunPath], groups: Sequence[Sequence[Zero]], digits: int) -> dict[Zero, tuple[fmpq, fmpq]]:
    """Return brackets of the zeros, so narrow that neighbours in a run, and neighbouring groups, do not touch.

    Nor do they touch what is beside them. The zeros of a group are the same point; if they are several, that is known,
    and is what they all get.

    Parameters
    ----------
    runs : sequence of RunPath
        All zeros resolved.
    groups : sequence of sequence of Zero
        The breakpoints from left to right, each by its zeros.
    digits : int
        Brackets are at most 10^-(digits + 3) wide, relative to their lower ends.

    Examples
    --------
    >>> from sparsest.univariate.pieces import Curves, run_path
    >>> run = run_path([fmpq(d) for d in (1, 100, 100, 1)], Curves())
    >>> [(low, high)] = kept_apart([run], [run.zeros], 1).values()
    >>> low < high < low * (1 + fmpq(1, 10**4))
    True
    """
    levels = {zero: level_of(zero, digits + 3) for run in runs for zero in run.zeros}
    for zero in (zero for group in groups if len(group) > 1 for zero in group):
        while ne(*zero.isolated(levels[zero])):
            levels[zero] += STEP
    for zero, other in (
        (z, other) for run in runs for z, of in zip(run.zeros, run.beside, strict=True) for other in of
    ):
        while _touch(zero.isolated(levels[zero]), other.cell(levels[zero])):
            levels[zero] += STEP
    for a, b in (pair for zeros in (*(run.zeros for run in runs), [g[0] for g in groups]) for pair in pairwise(zeros)):
        while _touch(a.isolated(levels[a]), b.isolated(levels[b])):
            levels[a] += STEP
            levels[b] += STEP
    return {zero: zero.isolated(level) for zero, level in levels.items()}


def _touch(one: tuple[fmpq, fmpq], two: tuple[fmpq, fmpq]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1]
