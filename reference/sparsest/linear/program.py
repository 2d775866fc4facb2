"""Linear programs over the rationals: minimise c.z subject to A z = b, B z >= h, lower <= z <= upper.

Every answer carries its proof, and the proof is checked against the program as it was given before the answer leaves
this module: a point by its rows and bounds, infeasibility by a Farkas certificate, an optimum by both a point and a
dual bound that equals its value. How the simplex method found them plays no part in the checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TypeAlias

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from sparsest.errors import UsageError
from sparsest.exact.clock import Clock, OutOfTimeError
from sparsest.exact.rationals import RationalLike, to_rational
from sparsest.linear.highs import Proposer, available
from sparsest.linear.proofs import (
    Feasible,
    Infeasible,
    Optimum,
    Unbounded,
    UnprovedError,
    prove_infeasible,
    prove_optimum,
    prove_unbounded,
)
from sparsest.linear.tableau import Bound, SparseRow, Tableau

__all__ = ["Feasible", "Infeasible", "LinearProgram", "Optimum", "ProgramSession", "Unbounded"]

_Row: TypeAlias = Mapping[int, RationalLike] | Sequence[RationalLike]
_End: TypeAlias = RationalLike | None
_ZERO = fmpq(0)


class LinearProgram:
    """The set A z = b, B z >= h, lower <= z <= upper, exact and immutable.

    Parameters
    ----------
    columns : int
        Number of variables.
    equalities, inequalities : iterable of (row, right side)
        Rows of A with b, rows of B with h. A row is a mapping from column to coefficient, or a sequence of all of them.
    lower, upper : mapping, sequence, number or None
        Bounds of the columns; None where there is none (so z is free unless told); one number for all.
    clock : Clock, optional
        When work on the program must end, with `OutOfTimeError`; never unless told.

    Raises
    ------
    UsageError
        If a row names a column that does not exist, or a lower bound exceeds an upper one.

    Examples
    --------
    >>> program = LinearProgram(2, [([1, 1], 4)], [([1, -1], -2)], lower=0)
    >>> best = program.minimize([3, 1])
    >>> best.point, best.value, best.multipliers
    ((1, 3), 6, (2, 1))
    >>> program.with_bounds({0: (3, None), 1: (2, None)}).feasible()
    Infeasible(multipliers=(-1, 0), combination=(-1, -1))
    """

    __slots__ = ("clock", "columns", "equalities", "lower", "rows", "sides", "upper")

    def __init__(
        self,
        columns: int,
        equalities: Iterable[tuple[_Row, RationalLike]] = (),
        inequalities: Iterable[tuple[_Row, RationalLike]] = (),
        *,
        lower: Mapping[int, _End] | Sequence[_End] | _End = None,
        upper: Mapping[int, _End] | Sequence[_End] | _End = None,
        clock: Clock | None = None,
    ) -> None:
        self.clock = clock or Clock()
        first, second = list(equalities), list(inequalities)
        self.columns, self.equalities = columns, len(first)
        self.rows = tuple(self._read(row) for row, _ in first + second)
        self.sides = tuple(_exact(side) for _, side in first + second)
        self.lower, self.upper = _ends(lower, columns), _ends(upper, columns)
        for column in range(columns):
            _check_range(column, self.lower[column], self.upper[column])

    def _read(self, row: _Row) -> dict[int, fmpq]:
        self.clock.check()
        return _sparse(row, self.columns)

    def with_bounds(self, bounds: Mapping[int, tuple[_End, _End]]) -> LinearProgram:
        """Return the same program with other (lower, upper) bounds on these columns; the rows are shared.

        Examples
        --------
        >>> LinearProgram(1).with_bounds({0: (1, "3/2")}).upper
        (3/2,)
        """
        lower, upper = list(self.lower), list(self.upper)
        for column, (low, high) in bounds.items():
            lower[column], upper[column] = _end(low), _end(high)
            _check_range(column, lower[column], upper[column])
        other = LinearProgram.__new__(LinearProgram)
        other.columns, other.equalities, other.rows, other.sides = self.columns, self.equalities, self.rows, self.sides
        other.lower, other.upper, other.clock = tuple(lower), tuple(upper), self.clock
        return other

    def feasible(self) -> Feasible | Infeasible:
        """Return a vertex, or a Farkas certificate; verified either way."""
        found = self.minimize({})
        return found if isinstance(found, Infeasible) else Feasible(found.point)

    def minimize(self, cost: _Row) -> Optimum | Infeasible | Unbounded:
        """Return a point of least cost with its dual multipliers, or why there is none; verified.

        Columns that their bounds fix at 0 are left out of the work, with the rows that only they stand in.

        Examples
        --------
        >>> LinearProgram(2, [([1, 2], 2)]).minimize([0, 1])
        Unbounded(point=(0, 1), ray=(1, -1/2))
        """
        costs = _sparse(cost, self.columns)
        columns = [k for k in range(self.columns) if not (self.lower[k] == _ZERO and self.upper[k] == _ZERO)]
        if len(columns) == self.columns:
            return ProgramSession(self).minimize(costs)
        return self._without_zeros(columns, costs)

    def _without_zeros(self, columns: list[int], cost: SparseRow) -> Optimum | Infeasible | Unbounded:
        """Solve on the columns that are not fixed at 0; state and verify the answer for all of them."""
        place = {k: i for i, k in enumerate(columns)}
        cut = [{place[k]: a for k, a in row.items() if k in place} for row in self.rows]
        kept = [i for i, row in enumerate(cut) if row or self._asks_of_zero(i)]
        split = sum(i < self.equalities for i in kept)
        rows = [(cut[i], self.sides[i]) for i in kept]
        ends = ([self.lower[k] for k in columns], [self.upper[k] for k in columns])
        small = LinearProgram(len(columns), rows[:split], rows[split:], lower=ends[0], upper=ends[1], clock=self.clock)
        found = ProgramSession(small).minimize({place[k]: c for k, c in cost.items() if k in place})
        if isinstance(found, Unbounded):
            spread = [
                tuple(v[place[k]] if k in place else _ZERO for k in range(self.columns))
                for v in (found.point, found.ray)
            ]
            return prove_unbounded(self, cost, *spread)
        weights = dict(zip(kept, found.multipliers, strict=True))
        multipliers = tuple(weights.get(i, _ZERO) for i in range(len(self.rows)))
        if isinstance(found, Infeasible):
            return prove_infeasible(self, multipliers)
        return prove_optimum(
            self, cost, tuple(found.point[place[k]] if k in place else _ZERO for k in range(self.columns)), multipliers
        )

    def _asks_of_zero(self, row: int) -> bool:
        """Return whether the row is broken where all its entries meet zeros."""
        return bool(self.sides[row] != 0) if row < self.equalities else bool(self.sides[row] > 0)

    def activities(self, point: Sequence[fmpq]) -> list[fmpq]:
        """Return [A; B] z."""
        support = {k: z for k, z in enumerate(point) if z != 0}
        return [self._activity(row, support) for row in self.rows]

    def _activity(self, row: SparseRow, point: SparseRow) -> fmpq:
        self.clock.check()
        few, more = sorted((row, point), key=len)
        return sum((a * more[k] for k, a in few.items() if k in more), _ZERO)

    def combine(self, multipliers: Sequence[fmpq]) -> list[fmpq]:
        """Return multipliers . [A; B], one entry for each column."""
        total = [_ZERO] * self.columns
        for weight, row in zip(multipliers, self.rows, strict=True):
            if weight != 0:
                self.clock.check()
                for k, a in row.items():
                    total[k] += weight * a
        return total

    def fault(self, point: Sequence[fmpq]) -> str | None:
        """Return the first row or bound that the point breaks, in words; None if it is feasible.

        Examples
        --------
        >>> LinearProgram(1, [([2], 1)]).fault([fmpq(1)])
        'equality 0: 2 instead of 1'
        """
        if len(point) != self.columns:
            return f"{len(point)} coordinates instead of {self.columns}"
        for k, z in enumerate(point):
            low, high = self.lower[k], self.upper[k]
            if (low is not None and z < low) or (high is not None and z > high):
                return f"column {k}: {z} outside [{low}, {high}]"
        for i, (got, side) in enumerate(zip(self.activities(point), self.sides, strict=True)):
            if i < self.equalities and got != side:
                return f"equality {i}: {got} instead of {side}"
            if i >= self.equalities and got < side:
                return f"inequality {i - self.equalities}: {got} below {side}"
        return None

    def bound(
        self, multipliers: Sequence[fmpq], cost: _Row = (), combination: Sequence[fmpq] | None = None
    ) -> fmpq | None:
        """Return the lower bound on c.z over the feasible set that the multipliers prove; None if they prove none.

        Any multipliers will do, >= 0 on B: the bound is multipliers . [b; h] plus the least of
        (c - multipliers . [A; B]).z over the bounds of z. With no cost, a bound above 0 proves that
        nothing is feasible. Who has `combine(multipliers)` at hand may pass it.

        Examples
        --------
        >>> LinearProgram(1, [], [([2], 3)]).bound([fmpq(1, 2)], [1])
        3/2
        """
        if any(weight < 0 for weight in multipliers[self.equalities :]):
            return None
        reduced = [-a for a in (self.combine(multipliers) if combination is None else combination)]
        for k, c in _sparse(cost, self.columns).items():
            reduced[k] += c
        total = sum((w * side for w, side in zip(multipliers, self.sides, strict=True)), _ZERO)
        for k, d in enumerate(reduced):
            if d != 0:
                end = self.lower[k] if d > 0 else self.upper[k]
                if end is None:
                    return None
                total += d * end
        return total

    def __repr__(self) -> str:
        rows = f"{self.equalities} equalities and {len(self.rows) - self.equalities} inequalities"
        return f"<LinearProgram: {self.columns} columns, {rows}>"


class ProgramSession:
    """A program being solved repeatedly: each solve starts from where the last one ended.

    Parameters
    ----------
    program : LinearProgram
        The program; `set_bounds` gives the session another one with the same rows.
    propose : bool
        Whether to try bases that HiGHS proposes before the exact simplex method; the answers are equally proved.

    Attributes
    ----------
    refitted, simplex : int
        How many solves each way has settled.

    Examples
    --------
    >>> session = ProgramSession(LinearProgram(2, [([1, 1], 4)], lower=0))
    >>> session.minimize([1, 0]).point
    (0, 4)
    >>> session.set_bounds({0: (1, 3)})
    >>> session.minimize([1, 0]).point
    (1, 3)
    """

    def __init__(self, program: LinearProgram, *, propose: bool = True) -> None:
        self.program = program
        self._propose = propose and available()
        self._proposers: dict[bool, Proposer] = {}
        self._tableau: Tableau | None = None
        self.refitted = self.simplex = 0

    def copy(self) -> ProgramSession:
        """Return an independent session on the same program; the basis is not taken along."""
        return ProgramSession(self.program, propose=self._propose)

    def set_bounds(self, bounds: Mapping[int, tuple[_End, _End]]) -> None:
        """Give these columns new (lower, upper) bounds.

        Raises
        ------
        UsageError
            If a column does not exist or its bounds hold no number.
        """
        self.program = self.program.with_bounds(bounds)
        for column in bounds:
            low, high = self.program.lower[column], self.program.upper[column]
            if self._tableau is not None:
                self._tableau.set_bounds(column, low, high)
            for proposer in self._proposers.values():
                proposer.set_bounds(column, low, high)

    def feasible(self) -> Feasible | Infeasible:
        """Return a vertex, or a Farkas certificate; verified."""
        found = self.minimize({})
        return found if isinstance(found, Infeasible) else Feasible(found.point)

    def minimize(self, cost: _Row) -> Optimum | Infeasible | Unbounded:
        """Return a point of least cost with its dual multipliers, or why there is none; verified."""
        costs = _sparse(cost, self.program.columns)
        found = self._proposed(costs) if self._propose else None
        if found is not None:
            self.refitted += 1
            return found
        self.simplex += 1
        return self._pivoted(costs)

    def vertex(self, costs: NDArray[np.float64]) -> tuple[fmpq, ...] | None:
        """Return a feasible point, verified, at which the cost is about the least; None if nothing is feasible.

        The costs are floats and only say where to look; whether any point is cheaper is not asked.

        Examples
        --------
        >>> ProgramSession(LinearProgram(2, [([1, 3], 4)], lower=0)).vertex(np.array([1.0, 2.0]))
        (0, 4/3)
        """
        with suppress(OverflowError):
            point = self._proposer(elastic=False).steered(self.program, costs) if self._propose else None
            if point is not None and self.program.fault(point) is None:
                self.refitted += 1
                return tuple(point)
        found = self.minimize({k: to_rational(c) for k, c in enumerate(costs.tolist())})
        return None if isinstance(found, Infeasible) else found.point

    def _proposed(self, cost: SparseRow) -> Optimum | Infeasible | None:
        """Return what a proposal of HiGHS proves, if anything."""
        try:
            if (proposal := self._ask(cost, elastic=False)) is not None:
                return prove_optimum(self.program, cost, *map(tuple, proposal))
            if (proposal := self._ask(cost, elastic=True)) is not None:
                return prove_infeasible(self.program, tuple(proposal[1]))
        except UnprovedError:
            pass
        return None

    def _ask(self, cost: SparseRow, *, elastic: bool) -> tuple[list[fmpq], list[fmpq]] | None:
        try:
            return self._proposer(elastic=elastic).propose(self.program, cost)
        except OverflowError:  # the program's numbers, or new bounds, are beyond floats
            self._proposers.pop(elastic, None)
            return None

    def _proposer(self, *, elastic: bool) -> Proposer:
        if elastic not in self._proposers:
            self._proposers[elastic] = Proposer(self.program, elastic=elastic)
        return self._proposers[elastic]

    def _pivoted(self, cost: SparseRow) -> Optimum | Infeasible | Unbounded:
        """Return what the exact simplex method finds."""
        if self._tableau is None:
            tops = [side if i < self.program.equalities else None for i, side in enumerate(self.program.sides)]
            lower, upper = [*self.program.lower, *self.program.sides], [*self.program.upper, *tops]
            self._tableau = Tableau(self.program.columns, self.program.rows, lower, upper, self.program.clock)
        try:
            return self._from_tableau(self._tableau, cost)
        except OutOfTimeError:
            self._tableau = None  # it may have been left in the middle of a step
            raise

    def _from_tableau(self, tableau: Tableau, cost: SparseRow) -> Optimum | Infeasible | Unbounded:
        if (conflict := tableau.restore()) is not None:
            return prove_infeasible(self.program, self._multipliers(conflict, -1))
        if (step := tableau.descend(cost)) is not None:
            change = tableau.ray(*step)
            ray = tuple(change.get(k, _ZERO) for k in range(self.program.columns))
            return prove_unbounded(self.program, cost, tuple(tableau.values[: self.program.columns]), ray)
        multipliers = self._multipliers(tableau.costs, 1)
        tableau.settle()
        return prove_optimum(self.program, cost, tuple(tableau.values[: self.program.columns]), multipliers)

    def _multipliers(self, weights: SparseRow, sign: int) -> tuple[fmpq, ...]:
        first = self.program.columns
        return tuple(sign * weights.get(first + i, _ZERO) for i in range(len(self.program.rows)))


def _exact(value: RationalLike) -> fmpq:
    return value if isinstance(value, fmpq) else to_rational(value)


def _end(value: _End) -> Bound:
    return None if value is None else _exact(value)


def _ends(ends: Mapping[int, _End] | Sequence[_End] | _End, columns: int) -> tuple[Bound, ...]:
    if isinstance(ends, Mapping):
        return tuple(_end(ends.get(k)) for k in range(columns))
    if isinstance(ends, Sequence) and not isinstance(ends, str):
        if len(ends) != columns:
            raise UsageError(f"{len(ends)} bounds for {columns} columns; give one for each, or one number for all")
        return tuple(map(_end, ends))
    return (_end(ends),) * columns


def _check_range(column: int, lower: Bound, upper: Bound) -> None:
    if lower is not None and upper is not None and lower > upper:
        raise UsageError(f"column {column} has the bounds [{lower}, {upper}], which hold no number; exchange them")


def _sparse(row: _Row, columns: int) -> dict[int, fmpq]:
    pairs = row.items() if isinstance(row, Mapping) else enumerate(row)
    found = {k: _exact(a) for k, a in pairs}
    for k in found:
        if not 0 <= k < columns:
            raise UsageError(f"a row has an entry in column {k}, but the program has {columns} columns, from 0")
    return {k: a for k, a in found.items() if a != 0}
