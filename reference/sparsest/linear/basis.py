"""From a basis of a linear program to its exact point and multipliers, both solutions of a sparse square system.

Unknowns are eliminated where the fewest others are touched (Markowitz 1957); most rows of a basis have a few entries,
or one left when their turn comes. What has become dense is left to flint, whose dense solver is p-adic.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import NamedTuple, Protocol

from flint import fmpq, fmpq_mat

from sparsest.exact.clock import Clock
from sparsest.linear.tableau import Bound, SparseRow

__all__ = ["Basis", "Model", "refit", "vertex"]

_ZERO = fmpq(0)


class Model(Protocol):
    """What a proposer reads of a linear program."""

    columns: int
    equalities: int
    rows: tuple[dict[int, fmpq], ...]
    sides: tuple[fmpq, ...]
    lower: tuple[Bound, ...]
    upper: tuple[Bound, ...]
    clock: Clock


class Basis(NamedTuple):
    """Which columns are solved for, by which rows, and where the other columns stand.

    Parameters
    ----------
    columns, rows : list of int
        Basic columns and tight rows, equally many.
    fixed : dict
        Values of the other columns, zeros left out.
    """

    columns: list[int]
    rows: list[int]
    fixed: dict[int, fmpq]


def refit(program: Model, basis: Basis, cost: SparseRow) -> tuple[list[fmpq], list[fmpq]] | None:
    """Return the exact point and multipliers of a basis; None if its matrix is singular.

    Examples
    --------
    >>> from sparsest.linear.program import LinearProgram
    >>> program = LinearProgram(2, [([1, 2], 3)], lower=0)
    >>> refit(program, Basis([1], [0], {}), {1: fmpq(1)})
    ([0, 3/2], [1/2])
    """
    point = vertex(program, basis)
    if point is None:
        return None
    multipliers = [_ZERO] * len(program.rows)
    columns: _Lines = {k: {} for k in basis.columns}
    for i in basis.rows:
        for k, a in program.rows[i].items():
            if k in columns:
                columns[k][i] = a
    for i, price in _solve(columns, {k: cost.get(k, _ZERO) for k in columns}, program.clock).items():
        multipliers[i] = price
    return point, multipliers


def vertex(program: Model, basis: Basis) -> list[fmpq] | None:
    """Return the exact point of a basis; None if its matrix is singular.

    Examples
    --------
    >>> from sparsest.linear.program import LinearProgram
    >>> vertex(LinearProgram(2, [([1, 2], 3)], lower=0), Basis([1], [0], {}))
    [0, 3/2]
    """
    if len(basis.rows) != len(basis.columns):
        return None
    point = [_ZERO] * program.columns
    for column, value in basis.fixed.items():
        point[column] = value
    unknown = set(basis.columns)
    rows = {i: {k: a for k, a in program.rows[i].items() if k in unknown} for i in basis.rows}
    try:
        found = _solve(rows, {i: _rest(program, i, basis.fixed) for i in rows}, program.clock)
    except ZeroDivisionError:
        return None
    for k, z in found.items():
        point[k] = z
    return point


_Lines = dict[int, dict[int, fmpq]]


def _rest(program: Model, row: int, fixed: SparseRow) -> fmpq:
    """Return the row's right side less what the fixed columns contribute."""
    known = (a * fixed[k] for k, a in program.rows[row].items() if k in fixed)
    return program.sides[row] - sum(known, _ZERO)


def _solve(given: _Lines, right: dict[int, fmpq], clock: Clock) -> dict[int, fmpq]:
    """Return the unknowns of a square system of sparse lines; `ZeroDivisionError` if it is singular."""
    lines = {i: dict(line) for i, line in given.items()}
    users: dict[int, set[int]] = {}
    for i, line in lines.items():
        for k in line:
            users.setdefault(k, set()).add(i)
    queue = [(len(line), i) for i, line in lines.items()]
    heapify(queue)
    done: list[tuple[int, dict[int, fmpq], fmpq]] = []
    found: dict[int, fmpq] = {}
    while queue and lines:
        clock.check()
        size, i = heappop(queue)
        if i not in lines or len(lines[i]) != size:
            continue
        if len(lines) > 8 and 3 * size > len(lines):
            found = _solve_dense(lines, right)
            break
        line = lines.pop(i)
        if not line:
            raise ZeroDivisionError
        k = min(line, key=lambda k: (len(users[k]), k))
        for other in line:
            users[other].discard(i)
        done.append((k, line, right[i]))
        for j in users.pop(k):
            right[j] -= _eliminate(lines[j], k, line, users, j) * right[i]
            heappush(queue, (len(lines[j]), j))
    for k, line, side in reversed(done):
        known = (a * z for c, a in line.items() if c != k and (z := found[c]) != 0)
        found[k] = (side - sum(known, _ZERO)) / line[k]
    return found


def _eliminate(target: dict[int, fmpq], k: int, line: dict[int, fmpq], users: dict[int, set[int]], name: int) -> fmpq:
    """Take from the target the multiple of the line that removes unknown k; return the factor."""
    factor = target.pop(k) / line[k]
    for c, a in line.items():
        if c != k:
            old = target.get(c)
            new = -factor * a if old is None else old - factor * a
            if new == 0:
                del target[c]
                users[c].discard(name)
            else:
                target[c] = new
                users[c].add(name)
    return factor


def _solve_dense(lines: _Lines, right: dict[int, fmpq]) -> dict[int, fmpq]:
    order = sorted({k for line in lines.values() for k in line})
    if len(order) != len(lines):
        raise ZeroDivisionError
    place = {k: j for j, k in enumerate(order)}
    matrix, side = fmpq_mat(len(order), len(order)), fmpq_mat(len(order), 1)
    for row, (i, line) in enumerate(lines.items()):
        side[row, 0] = right[i]
        for k, a in line.items():
            matrix[row, place[k]] = a
    solution = matrix.solve(side)
    return {k: solution[j, 0] for k, j in place.items()}
