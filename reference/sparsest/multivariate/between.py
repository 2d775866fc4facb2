"""Two neurons that lead from one affine piece to another, and meet points between them; exact."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, product

import numpy as np
from flint import fmpq, fmpq_mat

from sparsest.exact.clock import Clock
from sparsest.linear.program import LinearProgram, Optimum
from sparsest.linear.scaling import scaled_floats
from sparsest.multivariate.arrangement import Vector
from sparsest.multivariate.systems import row_products

__all__ = ["between_weights", "neurons_between"]

_ZERO = fmpq(0)
# Floats that differ by less, in relation to their terms, may be equal.
_CLOSE = 1e-7
# With d inputs there are 2^d ways in which one of two neurons is on alone in d+1 rows: no more than this are tried.
_MOST_WAYS = 1024


def between_weights(
    rows: Sequence[Vector],
    labels: Sequence[fmpq],
    rise: Vector,
    sign: int,
    second: Collection[int] = (),
    clock: Clock | None = None,
) -> tuple[Vector, Vector] | None:
    """Return w, u with w + sign u = rise and (w . row)_+ + sign (u . row)_+ the label in each row, or None.

    Where the label is 0 both neurons are off, where it is rise . row both are on. Elsewhere one is on alone: for sign 1
    the first but in the rows `second`, for sign -1 the one that has the sign of the label.

    Parameters
    ----------
    rows : sequence of vectors
        xbar_i = [x_i, 1].
    labels : sequence of fmpq
        What the two are to put out together.
    rise : tuple of fmpq
        By how much the one piece is above the other.
    sign : {1, -1}
        Of the second neuron; that of the first is 1.
    second : collection of int
        Rows in which the second neuron is on alone, if the sign is 1.
    clock : Clock, optional
        When to give up, with `OutOfTimeError`; never unless told.

    Returns
    -------
    pair of tuples of fmpq, or None
        Those of least sum of sizes of w and u: often with zeros.

    Examples
    --------
    >>> rows = [(fmpq(k), fmpq(1)) for k in range(5)]
    >>> between_weights(rows, [fmpq(y) for y in (0, 0, 1, 3, 3)], (fmpq(0), fmpq(3)), -1)
    ((2, -3), (2, -6))
    >>> between_weights(rows, [fmpq(y) for y in (0, 0, 1, 2, 4)], (fmpq(2), fmpq(-4)), 1)
    ((1, -1), (1, -3))
    """
    width = len(rise)
    equalities: list[tuple[dict[int, fmpq], fmpq]] = []
    inequalities: list[tuple[dict[int, fmpq], fmpq]] = []
    for i, (row, label, top) in enumerate(zip(rows, labels, row_products(rows, rise), strict=True)):
        if label in (0, top):
            both = -1 if label == 0 else 1
            inequalities += [(_product(row, k, both), _ZERO) for k in (0, 1)]
            continue
        alone = int(i in second if sign == 1 else label < 0)
        if (sign if alone else 1) * label < 0:
            return None
        equalities.append((_product(row, alone, 1), abs(label)))
        inequalities.append((_product(row, 1 - alone, -1), _ZERO))
    one = fmpq(1)
    for k in range(width):
        sums = {k: one, width + k: -one, 2 * width + k: sign * one, 3 * width + k: -sign * one}
        equalities.append((sums, rise[k]))
    program = LinearProgram(4 * width, equalities, inequalities, lower=0, clock=clock or Clock())
    found = program.minimize([1] * (4 * width))
    if not isinstance(found, Optimum):
        return None
    w, u = (tuple(found.point[k + b] - found.point[k + b + width] for k in range(width)) for b in (0, 2 * width))
    return w, u


def _product(row: Vector, which: int, sign: int) -> dict[int, fmpq]:
    """Return sign (row . w), or of u, in the columns: the positive part of w, the negative one, and those of u."""
    width = len(row)
    first = 2 * width * which
    return {
        first + k + part: a * sign * side for k, a in enumerate(row) for part, side in ((0, 1), (width, -1)) if a != 0
    }


def neurons_between(
    rows: Sequence[Vector],
    labels: Sequence[fmpq],
    rise: Vector,
    between: Sequence[int],
    firsts: Sequence[Vector] = (),
    clock: Clock | None = None,
) -> Iterator[tuple[tuple[int, Vector], tuple[int, Vector]]]:
    """Yield pairs (s, w), (t, u) with s w + t u = rise and s (w . row)_+ + t (u . row)_+ the label in each row.

    In each row `between` one of the two is on alone, so that s w . row is the label, or rise . row less the label. Both
    are tried of d+1 independent rows, which say then what s w is: no program has to be solved. With more than ten
    inputs these are too many, and only `firsts` are tried.

    Parameters
    ----------
    rows : sequence of vectors
        xbar_i = [x_i, 1].
    labels : sequence of fmpq
        What the two are to put out together.
    rise : tuple of fmpq
        By how much the one piece is above the other.
    between : sequence of int
        Rows in which one of the two is on alone. They say nothing if no d+1 of them are independent.
    firsts : sequence of tuples of fmpq
        What s w may be as well.
    clock : Clock, optional
        When to give up, with `OutOfTimeError`; never unless told.

    Yields
    ------
    pair of (int, tuple of fmpq)
        Sign and weights of two neurons.

    Examples
    --------
    >>> rows = [(fmpq(k), fmpq(1)) for k in range(8)]
    >>> labels = [fmpq(y) for y in (0, 0, 1, 2, 3, 3, 3, 3)]
    >>> list(neurons_between(rows, labels, (fmpq(0), fmpq(3)), [2, 3]))
    [((1, (1, -1)), (-1, (1, -4)))]
    """
    clock = clock or Clock()
    for one in chain(firsts, _alone(rows, labels, rise, between)):
        clock.check()
        other = tuple(a - b for a, b in zip(rise, one, strict=True))
        heights = list(zip(labels, row_products(rows, one), row_products(rows, other), strict=True))
        for s, t in product((1, -1), repeat=2):
            if all(y == (a if s * a > 0 else _ZERO) + (b if t * b > 0 else _ZERO) for y, a, b in heights):
                yield (s, tuple(s * a for a in one)), (t, tuple(t * a for a in other))


def _alone(rows: Sequence[Vector], labels: Sequence[fmpq], rise: Vector, between: Sequence[int]) -> Iterator[Vector]:
    """Yield what s w may be by d+1 independent rows in which one of the two is on alone."""
    if 2 ** (len(rise) - 1) > _MOST_WAYS:
        return
    chosen = _independent(rows, between)
    if len(chosen) < len(rise):
        return
    tops = row_products([rows[i] for i in chosen], rise)
    # The neuron that is on alone in the first of the rows is the first.
    options = [{labels[i], top - labels[i]} for i, top in zip(chosen[1:], tops[1:], strict=True)]
    values = list(product([labels[chosen[0]]], *options))
    matrix = fmpq_mat([list(rows[i]) for i in chosen])
    for k in _promising(rows, labels, rise, chosen, values):
        yield tuple(matrix.solve(fmpq_mat([[a] for a in values[k]])).entries())


def _promising(
    rows: Sequence[Vector],
    labels: Sequence[fmpq],
    rise: Vector,
    chosen: Sequence[int],
    values: Sequence[tuple[fmpq, ...]],
) -> list[int]:
    """Return which values in the chosen rows make in floats every label 0, s w . row, rise . row less that, or it."""
    columns = [np.array(scaled_floats(column)) for column in zip(*rows, strict=True)]
    x = np.array([column / (np.abs(column).max() or 1) for column in columns]).T
    flat = scaled_floats([*labels, *row_products(rows, rise), *chain(*values)])
    count = len(rows)
    y, top, right = np.array(flat[:count]), np.array(flat[count : 2 * count]), np.array(flat[2 * count :])
    with np.errstate(all="ignore"):  # floats that overflow propose nothing
        try:
            weights = np.linalg.solve(x[chosen], right.reshape(len(values), -1).T)
        except np.linalg.LinAlgError:
            return []
        one = (x @ weights).T
        slack = _CLOSE * (np.abs(x) @ np.abs(weights)).T + _CLOSE * np.abs(top)
        near = [np.abs(y - a) <= slack for a in (0 * one, one, top - one, top + 0 * one)]
    return np.flatnonzero(np.any(near, axis=0).all(1)).tolist()


def _independent(rows: Sequence[Vector], among: Sequence[int]) -> list[int]:
    """Return the first of these rows that are linearly independent."""
    width = len(rows[0])
    reduced, size = fmpq_mat(width, len(among), [rows[i][k] for k in range(width) for i in among]).rref()
    return [among[next(j for j in range(len(among)) if reduced[k, j] != 0)] for k in range(size)]
