"""The bounded simplex method over the rationals: a sparse tableau that can be changed and solved again.

Invariants: (1) every basic variable is the stated combination of nonbasic ones, in `rows`, and `users[k]` names the
rows in which nonbasic k stands; (2) the values satisfy all rows exactly; (3) a nonbasic value never lies outside its
bounds.

Finding a feasible point lowers the sum of infeasibilities, so it needs no artificial variables and starts from whatever
basis is at hand; minimising is the primal method. Both turn to Bland's rule while they do not move, so both end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from flint import fmpq

from sparsest.exact.clock import Clock

__all__ = ["Bound", "SparseRow", "Tableau"]

#: An end of a range; None where it is open.
Bound: TypeAlias = fmpq | None
#: Nonzero coefficients by column.
SparseRow: TypeAlias = Mapping[int, fmpq]

_ZERO = fmpq(0)


class Tableau:
    """Variables z_0, ..., z_(n-1) and one activity x_(n+i) = M_i z for each row, all with bounds.

    Parameters
    ----------
    columns : int
        n.
    matrix : sequence of mapping
        The rows M_i, sparse.
    lower, upper : sequence of (fmpq or None)
        Bounds of the n + m variables; None where there is none.
    clock : Clock, optional
        When work must end, with `OutOfTimeError`; a tableau that was left so is of no more use.

    Examples
    --------
    >>> one = fmpq(1)
    >>> tableau = Tableau(2, [{0: one, 1: one}], [fmpq(0), fmpq(0), fmpq(2)], [None, None, fmpq(2)])
    >>> tableau.restore() is None, tableau.descend({0: one})
    (True, None)
    >>> tableau.values
    [0, 2, 2]
    """

    __slots__ = ("clock", "columns", "costs", "lower", "pivots", "rows", "upper", "users", "values")

    def __init__(
        self,
        columns: int,
        matrix: Sequence[SparseRow],
        lower: Sequence[Bound],
        upper: Sequence[Bound],
        clock: Clock | None = None,
    ) -> None:
        self.columns, self.clock = columns, clock or Clock()
        self.lower, self.upper = list(lower), list(upper)
        self.rows = {columns + i: dict(row) for i, row in enumerate(matrix)}
        self.users: dict[int, set[int]] = {k: set() for k in range(columns)}
        for basic, row in self.rows.items():
            for k in row:
                self.users[k].add(basic)
        self.values = [_nearest(_ZERO, self.lower[k], self.upper[k]) for k in range(columns)]
        self.values += [sum((a * self.values[k] for k, a in row.items()), _ZERO) for row in matrix]
        self.costs: dict[int, fmpq] = {}
        self.pivots = 0

    def copy(self) -> Tableau:
        """Return an independent tableau in the same state.

        Examples
        --------
        >>> Tableau(1, [], [None], [None]).copy().values
        [0]
        """
        other = Tableau.__new__(Tableau)
        other.columns, other.pivots, other.clock = self.columns, self.pivots, self.clock
        other.lower, other.upper, other.values = self.lower[:], self.upper[:], self.values[:]
        other.rows = {basic: row.copy() for basic, row in self.rows.items()}
        other.users = {k: basics.copy() for k, basics in self.users.items()}
        other.costs = dict(self.costs)
        return other

    def set_bounds(self, variable: int, lower: Bound, upper: Bound) -> None:
        """Give a variable new bounds; the basis stays, and a nonbasic value moves into them.

        Examples
        --------
        >>> tableau = Tableau(1, [], [None], [None])
        >>> tableau.set_bounds(0, fmpq(3), None)
        >>> tableau.values
        [3]
        """
        self.lower[variable], self.upper[variable] = lower, upper
        if variable in self.users:
            self._move(variable, _nearest(self.values[variable], lower, upper) - self.values[variable])

    def restore(self) -> dict[int, fmpq] | None:
        """Reach a point within all bounds, or return a combination of variables that shows that there is none.

        Lowers the sum of the distances of the basic values from their bounds.

        Returns
        -------
        dict or None
            None when feasible. Else g with sum_k g_k x_k = 0 for every solution of the rows, while the bounds force
            the sum below 0.

        Examples
        --------
        >>> tableau = Tableau(1, [{0: fmpq(1)}], [None, fmpq(2)], [fmpq(1), None])
        >>> sorted(tableau.restore().items())
        [(0, 1), (1, -1)]
        """
        self.costs = {}
        bland = False
        while ways := {b: way for b in self.rows if (way := self._direction_home(b))}:
            distance: dict[int, fmpq] = {}
            for b, way in ways.items():
                self.clock.check()
                _add_multiple(distance, self.rows[b], fmpq(-way))
            step = self._entering(distance, bland)
            if step is None:
                return {b: fmpq(-way) for b, way in ways.items()} | {k: -d for k, d in distance.items()}
            bland = not self._advance(*step, ways)
        return None

    def descend(self, cost: SparseRow) -> tuple[int, int] | None:
        """From a point within the bounds, minimise sum_k cost_k z_k.

        Returns
        -------
        (int, int) or None
            None at a minimum, whose reduced costs are then in `costs`. Else a nonbasic variable and the direction, +1
            or -1, in which it can move for ever while the cost falls; `ray` spells it out.

        Examples
        --------
        >>> Tableau(1, [], [None], [None]).descend({0: fmpq(1)})
        (0, -1)
        """
        self._price(cost)
        bland = False
        while (step := self._entering(self.costs, bland)) is not None:
            moved = self._advance(*step)
            if moved is None:
                return step
            bland = not moved
        return None

    def ray(self, entering: int, way: int) -> dict[int, fmpq]:
        """Return how the variables change as nonbasic `entering` moves by `way`.

        Examples
        --------
        >>> Tableau(1, [{0: fmpq(2)}], [None] * 2, [None] * 2).ray(0, -1)
        {0: -1, 1: -2}
        """
        return {entering: fmpq(way)} | {b: self.rows[b][entering] * way for b in sorted(self.users[entering])}

    def settle(self) -> None:
        """From a point within the bounds, move to a vertex: no nonbasic variable stays strictly between its bounds.

        Where the bounds and rows leave a whole line, the point stays somewhere on it.

        Examples
        --------
        >>> tableau = Tableau(1, [{0: fmpq(1)}], [None, fmpq(-2)], [None, None])
        >>> tableau.settle()
        >>> tableau.values
        [-2, -2]
        """
        self.costs = {}
        for k in list(self.users):
            while k in self.users and self.values[k] != self.lower[k] and self.values[k] != self.upper[k]:
                if self._advance(k, -1) is None and self._advance(k, 1) is None:
                    break

    def _direction_home(self, variable: int) -> int:
        """Return +1 below the bounds, -1 above them, 0 within."""
        value, lower, upper = self.values[variable], self.lower[variable], self.upper[variable]
        if lower is not None and value < lower:
            return 1
        return -1 if upper is not None and value > upper else 0

    def _can_move(self, variable: int, way: int) -> bool:
        end = self.upper[variable] if way > 0 else self.lower[variable]
        return end is None or bool(self.values[variable] != end)

    def _entering(self, costs: SparseRow, bland: bool) -> tuple[int, int] | None:
        """Return a nonbasic variable and direction that lowers the cost: the steepest, or Bland's first."""
        able = ((k, -1 if d > 0 else 1, d) for k, d in costs.items())
        falling = [(k, way, abs(d)) for k, way, d in able if self._can_move(k, way)]
        if not falling:
            return None
        best = min(falling) if bland else max(falling, key=lambda item: (item[2], -item[0]))
        return best[0], best[1]

    def _advance(self, entering: int, way: int, outside: Mapping[int, int] = MappingProxyType({})) -> bool | None:
        """Move nonbasic `entering` as far as the bounds allow and pivot there.

        A basic value that is `outside` its bounds, with its direction home, stops where it enters them.
        Return whether the point moved; None where nothing stops it.
        """
        own = self.upper[entering] if way > 0 else self.lower[entering]
        best = None if own is None else abs(own - self.values[entering])
        leaving = None
        for b in self.users[entering]:
            rate = self.rows[b][entering] * way
            end = self.upper[b] if (rate > 0) != (b in outside) else self.lower[b]
            if end is None or (b in outside and (rate > 0) != (outside[b] > 0)):
                continue
            limit = (end - self.values[b]) / rate
            if best is None or limit < best or (limit == best and (leaving is None or b < leaving)):
                best, leaving = limit, b
        if best is None:
            return None
        self._move(entering, best * way)
        if leaving is not None:
            self._pivot(leaving, entering)
        return bool(best != 0)

    def _price(self, cost: SparseRow) -> None:
        """Write the cost in terms of the nonbasic variables."""
        self.costs = {}
        for k, c in cost.items():
            _add_multiple(self.costs, self.rows.get(k, {k: fmpq(1)}), c)

    def _move(self, nonbasic: int, change: fmpq) -> None:
        if change == 0:
            return
        self.values[nonbasic] += change
        for b in self.users[nonbasic]:
            self.values[b] += self.rows[b][nonbasic] * change

    def _pivot(self, leaving: int, entering: int) -> None:
        """Exchange a basic and a nonbasic variable; no value changes."""
        self.clock.check()
        self.pivots += 1
        row = self.rows.pop(leaving)
        a = row.pop(entering)
        row = {k: -c / a for k, c in row.items()}
        row[leaving] = 1 / a
        others = self.users.pop(entering)
        others.discard(leaving)
        self.users[leaving] = set()
        for k in row:
            self.users[k].discard(leaving)
            self.users[k].add(entering)
        for b in others:
            self._substitute(b, entering, row)
        self.rows[entering] = row
        if (c := self.costs.pop(entering, None)) is not None:
            _add_multiple(self.costs, row, c)

    def _substitute(self, basic: int, entering: int, row: SparseRow) -> None:
        """Replace `entering` by its row in the row of `basic`, keeping `users` true."""
        self.clock.check()
        target, users = self.rows[basic], self.users
        c = target.pop(entering)
        for k, a in row.items():
            old = target.get(k)
            if old is None:
                target[k] = c * a
                users[k].add(basic)
            elif (new := old + c * a) == 0:
                del target[k]
                users[k].discard(basic)
            else:
                target[k] = new


def _add_multiple(target: dict[int, fmpq], row: SparseRow, c: fmpq) -> None:
    for k, a in row.items():
        new = target.get(k, _ZERO) + c * a
        if new == 0:
            target.pop(k, None)
        else:
            target[k] = new


def _nearest(value: fmpq, lower: Bound, upper: Bound) -> fmpq:
    if lower is not None and value < lower:
        return lower
    return upper if upper is not None and value > upper else value
