"""One neuron that takes given values at some points and is off at all others, with few weights; exact."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, islice

from flint import fmpq

from sparsest.exact.clock import Clock
from sparsest.linear.program import LinearProgram, Optimum
from sparsest.multivariate.arrangement import Vector, rank
from sparsest.multivariate.systems import basic_solution, row_products

__all__ = ["lone_weights"]

_ZERO = fmpq(0)
# How many supports of the least size are tried.
_SUPPORTS = 100


def lone_weights(rows: Sequence[Vector], heights: Sequence[fmpq], clock: Clock | None = None) -> Vector | None:
    """Return w with w . row equal to the height where that is positive, and at most 0 elsewhere; None if none is found.

    Parameters
    ----------
    rows : sequence of vectors
        xbar_i = [x_i, 1].
    heights : sequence of fmpq
        What the neuron is to put out, none negative.
    clock : Clock, optional
        When to give up, with `OutOfTimeError`; never unless told.

    Returns
    -------
    tuple of fmpq or None
        As few nonzeros as the positive heights ask for, if the supports that are tried allow it. None is a proof that
        there is none.

    Examples
    --------
    >>> lone_weights([(fmpq(k), fmpq(1)) for k in range(3)], [fmpq(0), fmpq(0), fmpq(3)])
    (3, -3)
    >>> lone_weights([(fmpq(k), fmpq(1)) for k in range(3)], [fmpq(0), fmpq(1), fmpq(0)]) is None
    True
    """
    clock = clock or Clock()
    group = [i for i, height in enumerate(heights) if height > 0]
    others = [rows[i] for i, height in enumerate(heights) if height <= 0]
    met, values = [rows[i] for i in group], [heights[i] for i in group]
    width = len(rows[0])
    if not group:
        return (_ZERO,) * width
    size = rank(met)
    for support in islice(combinations(range(width), size), _SUPPORTS):
        clock.check()
        found = basic_solution([tuple(row[k] for k in support) for row in met], values)
        if found is not None and _is_off(w := _spread(found, support, width), others):
            return w
    return None if size == width else _least_sum(met, values, others, clock)


def _is_off(w: Vector, rows: Sequence[Vector]) -> bool:
    return all(a <= 0 for a in row_products(rows, w))


def _spread(found: Vector, support: Sequence[int], width: int) -> Vector:
    weights = [_ZERO] * width
    for k, a in zip(support, found, strict=True):
        weights[k] = a
    return tuple(weights)


def _least_sum(met: Sequence[Vector], values: Sequence[fmpq], others: Sequence[Vector], clock: Clock) -> Vector | None:
    """Return the weights of least sum of sizes, which is a vertex: often with few nonzeros."""
    width = len(met[0])
    equalities = [((*row, *(-a for a in row)), value) for row, value in zip(met, values, strict=True)]
    inequalities = [((*(-a for a in row), *row), _ZERO) for row in others]
    program = LinearProgram(2 * width, equalities, inequalities, lower=0, clock=clock)
    found = program.minimize([1] * (2 * width))
    if not isinstance(found, Optimum):
        return None
    return tuple(found.point[k] - found.point[width + k] for k in range(width))
