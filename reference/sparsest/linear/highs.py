"""Bases of linear programs proposed by HiGHS in floating point.

Nothing here decides anything: `basis` turns a proposal into an exact point and exact multipliers, and `linear` accepts
them only if they prove what they claim. Without `highspy` there are no proposals, and only speed is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from itertools import count
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from sparsest.linear.basis import Basis, Model, refit, vertex
from sparsest.linear.scaling import Scaling, shifted_float
from sparsest.linear.tableau import Bound, SparseRow

__all__ = ["Proposer", "available", "proposer"]

_ZERO = fmpq(0)
# Seconds of HiGHS at first; then twice as many, so that every program gets on.
_SLICE = 0.5


def available() -> bool:
    """Return whether HiGHS can be asked.

    Examples
    --------
    >>> available() in (True, False)
    True
    """
    return find_spec("highspy") is not None


def proposer(program: Model) -> Proposer | None:
    """Return what proposes bases of the program; None without HiGHS, or if its numbers do not go into floats.

    Examples
    --------
    >>> from sparsest.linear.program import LinearProgram
    >>> beyond = [[fmpq(2) ** 3000, 1], [1, fmpq(2) ** 3000]]
    >>> proposer(LinearProgram(2, [(row, 1) for row in beyond])) is None
    True
    """
    try:
        return Proposer(program) if available() else None
    except OverflowError:
        return None


class Proposer:
    """A HiGHS model of the program, kept between solves so that each starts from the last basis.

    Parameters
    ----------
    program : Model
        The program.
    elastic : bool
        Whether rows may be missed, at a price of 1 for each unit: the multipliers of that optimum prove infeasibility.

    Raises
    ------
    OverflowError
        If a number of the program is beyond the range of floats, scaled as well as can be.
    """

    def __init__(self, program: Model, *, elastic: bool = False) -> None:
        self.program = program
        extra = _elastic_entries(program) if elastic else []
        size = program.columns + len(extra)
        self._costs = np.zeros(size)
        self._costs[program.columns :] = 1
        self._scaling = scaling = Scaling.of(program)
        lower = [self._end(k, end, -np.inf) for k, end in enumerate(program.lower)] + [0.0] * len(extra)
        upper = [self._end(k, end, np.inf) for k, end in enumerate(program.upper)] + [np.inf] * len(extra)
        sides = [shifted_float(b, r + scaling.right) for b, r in zip(program.sides, scaling.rows, strict=True)]
        tops = sides[: program.equalities] + [np.inf] * (len(sides) - program.equalities)
        starts, indices, values = _row_wise(program, scaling, extra)
        from highspy import HighsBasisStatus, HighsModelStatus, _core  # only where linear programs are solved

        self._basic, self._top = HighsBasisStatus.kBasic, HighsBasisStatus.kUpper
        self._optimal, self._late = HighsModelStatus.kOptimal, HighsModelStatus.kTimeLimit
        # The class beneath `highspy.Highs`, whose constructor prints a banner on standard output.
        self._solver = solver = _core._Highs()  # noqa: SLF001
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off"), ("solver", "simplex")):
            solver.setOptionValue(option, value)
        for option in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            solver.setOptionValue(option, 1e-9)
        solver.addCols(size, self._costs, np.array(lower), np.array(upper), 0, _ints([]), _ints([]), np.zeros(0))
        solver.addRows(len(sides), np.array(sides), np.array(tops), len(values), starts, indices, values)
        self._extra = extra
        self._moved: set[int] = set()
        for column in range(program.columns):
            self._note_ends(column, program.lower[column], program.upper[column])

    def set_bounds(self, column: int, lower: Bound, upper: Bound) -> None:
        """Pass on new bounds of a column."""
        self._note_ends(column, lower, upper)
        self._solver.changeColBounds(column, self._end(column, lower, -np.inf), self._end(column, upper, np.inf))

    def _note_ends(self, column: int, *ends: Bound) -> None:
        """Keep in mind whether a column can stand elsewhere than at 0 without being basic."""
        (self._moved.add if any(end is not None and end != 0 for end in ends) else self._moved.discard)(column)

    def propose(self, program: Model, cost: SparseRow) -> tuple[list[fmpq], list[fmpq]] | None:
        """Return the exact point and multipliers of the basis at which HiGHS stops; None unless it says optimal.

        An elastic proposer minimises the misses whatever the cost, and its point is of no use.
        """
        if not self._extra:
            fresh = np.zeros(self.program.columns)
            for k, c in self._scaling.cost(cost):
                fresh[k] = c
            self._set_costs(fresh)
        if self._run() != self._optimal:
            return None
        basis = self._basis(program)
        if not self._extra:
            return refit(program, basis, cost)
        # A miss of 1 in a scaled row, which cost 1, is one of 2^-shift in the row itself.
        misses = {program.columns + i: fmpq(2) ** self._scaling.rows[row] for i, (row, _) in enumerate(self._extra)}
        return refit(_Elastic(program, self._extra), basis, misses)

    def steered(self, program: Model, costs: NDArray[np.float64]) -> list[fmpq] | None:
        """Return the exact point of the basis at which HiGHS stops with costs in floats; None unless it says optimal.

        Raises
        ------
        OverflowError
            If a cost is beyond the range of floats, scaled as its column.
        """
        with np.errstate(over="ignore"):
            fresh = np.ldexp(costs, self._scaling.columns)
        if not np.isfinite(fresh).all():
            raise OverflowError("costs beyond floats")
        self._set_costs(fresh)
        return vertex(program, self._basis(program)) if self._run() == self._optimal else None

    def _run(self) -> Any:
        """Let HiGHS work in slices, each from where the last one ended, and return its status: signals get through."""
        for doubled in count():
            seconds = min(self.program.clock.left, _SLICE * 2**doubled)
            # HiGHS adds up the times of all runs.
            self._solver.setOptionValue("time_limit", self._solver.getRunTime() + seconds)
            self._solver.run()
            self.program.clock.check()
            if self._solver.getModelStatus() != self._late:
                break
        return self._solver.getModelStatus()

    def _set_costs(self, fresh: NDArray[np.float64]) -> None:
        if not np.array_equal(fresh, self._costs):
            self._costs = fresh
            self._solver.changeColsCost(len(fresh), _ints(range(len(fresh))), fresh)

    def _end(self, column: int, end: Bound, none: float) -> float:
        return none if end is None else shifted_float(end, self._scaling.right - self._scaling.columns[column])

    def _basis(self, program: Model) -> Basis:
        found, basic = self._solver.getBasis(), self._basic
        statuses = found.col_status  # made anew whenever it is read
        columns = [k for k, status in enumerate(statuses) if status == basic]
        rows = [i for i, status in enumerate(found.row_status) if status != basic]
        fixed = {}
        for k in sorted(self._moved.difference(columns)):
            low, high = program.lower[k], program.upper[k]
            end = high if low is None or (statuses[k] == self._top and high is not None) else low
            if end is not None and end != 0:
                fixed[k] = end
        return Basis(columns, rows, fixed)


class _Elastic:
    """The program with a column for each miss of a row."""

    def __init__(self, program: Model, extra: Sequence[tuple[int, int]]) -> None:
        self.columns, self.equalities = program.columns + len(extra), program.equalities
        self.clock = program.clock
        rows: list[dict[int, fmpq]] = [dict(row) for row in program.rows]
        for i, (row, sign) in enumerate(extra):
            rows[row][program.columns + i] = fmpq(sign)
        self.rows, self.sides = tuple(rows), program.sides
        self.lower = program.lower + (_ZERO,) * len(extra)
        self.upper = program.upper + (None,) * len(extra)


def _elastic_entries(program: Model) -> list[tuple[int, int]]:
    """Return (row, sign) of each column of misses: both signs for an equality, one for an inequality that 0 misses."""
    entries = [(i, sign) for i in range(program.equalities) for sign in (1, -1)]
    return entries + [(i, 1) for i in range(program.equalities, len(program.rows))]


def _row_wise(program: Model, scaling: Scaling, extra: Sequence[tuple[int, int]]) -> tuple[Any, Any, Any]:
    """Return the scaled matrix in the row-wise form that HiGHS reads."""
    added: dict[int, list[tuple[int, float]]] = {}
    for i, (row, sign) in enumerate(extra):
        added.setdefault(row, []).append((len(scaling.columns) + i, float(sign)))
    starts: list[int] = []
    indices: list[int] = []
    values: list[float] = []
    for i, row_entries in enumerate(program.rows):
        program.clock.check()
        starts.append(len(values))
        shift = scaling.rows[i]
        scaled = [(k, shifted_float(a, shift + scaling.columns[k])) for k, a in row_entries.items()]
        for k, a in [*scaled, *added.get(i, [])]:
            indices.append(k)
            values.append(a)
    return _ints(starts), _ints(indices), np.array(values, dtype=float)


def _ints(values: Sequence[int]) -> Any:
    return np.array(values, dtype=np.int32)
