"""Gates instead of points: l_i <= f(x_i) <= u_i, read exactly, at any scale.

Each row (x, y) of the data has a *width* below and above its label, which may be infinite. At the *scale* s its gate is
[y - s * below, y + s * above]. One tolerance for all rows: widths of 1, and the scale is the tolerance. Rows with
tolerances or bounds of their own: those are the widths, and the scale is 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from flint import fmpq, fmpz

from sparsest.data import Dataset, refuse_no_sequence
from sparsest.errors import DataError, NoFunctionError, short
from sparsest.exact.decimals import format_short
from sparsest.exact.rationals import RationalLike, is_sequence, to_rational
from sparsest.univariate.windows import Bend, Chain, Number, walk

__all__ = ["Ends", "GateWidth", "Gates"]

#: A width of a gate; None stands for infinity.
GateWidth: TypeAlias = fmpq | None

# Longer common denominators than this cost more than they save.
_MOST_BITS = 512
_INFINITE = {"inf": 1, "+inf": 1, "infinity": 1, "+infinity": 1, "-inf": -1, "-infinity": -1}


class Ends(NamedTuple):
    """The gates at one scale, one for each x, in units in which numbers are integers where that pays.

    Parameters
    ----------
    low, high : sequence of number or None, shape (n,)
        Floors and ceilings; None where there is none.
    low_rows, high_rows : sequence of int, shape (n,)
        The row that each end belongs to.
    unit : fmpq
        What the unit of y is.
    """

    low: Sequence[Number | None]
    high: Sequence[Number | None]
    low_rows: Sequence[int]
    high_rows: Sequence[int]
    unit: fmpq

    @property
    def apart(self) -> list[tuple[int, int]]:
        """All pairs of rows at one x whose gates do not meet, the lower one first: one pair for each such x."""
        ends = zip(self.low, self.high, self.high_rows, self.low_rows, strict=True)
        return [(a, b) for low, high, a, b in ends if low is not None and high is not None and low > high]

    def rows(self, bend: Bend) -> Bend:
        """Return a bend with the rows of its ends in place of its gates.

        Examples
        --------
        >>> Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1).at(fmpq(1)).rows(Bend(-1, 0, 1, 2))
        Bend(sign=-1, a=0, b=1, c=2)
        """
        outer, inner = (self.high_rows, self.low_rows) if bend.sign < 0 else (self.low_rows, self.high_rows)
        return Bend(bend.sign, outer[bend.a], inner[bend.b], outer[bend.c])


@dataclass(frozen=True, repr=False)
class Gates:
    """The gates of a data set: its rows by increasing x, rows at one x in the order in which they were given.

    Parameters
    ----------
    data : Dataset
        The points.
    labels : tuple of fmpq, shape (n,)
        The label of each row.
    points : tuple of int, shape (n,)
        Its point in the data.
    order : tuple of int, shape (n,)
        The number under which it was given.
    below, above : tuple of fmpq or None, shape (n,)
        Widths; None is infinite.
    scale : fmpq or None
        Where the gates are those asked for; None is infinite.
    kind : "tolerance", "tolerances" or "bounds"
        What was asked for: one tolerance, one for each row, or bounds.

    Examples
    --------
    >>> Gates.within(Dataset([0, 1], [2, 3]), "1/2")
    <Gates of 2 rows at 2 inputs, tolerance 1/2>
    """

    data: Dataset
    labels: tuple[fmpq, ...]
    points: tuple[int, ...]
    order: tuple[int, ...]
    below: tuple[GateWidth, ...]
    above: tuple[GateWidth, ...]
    scale: fmpq | None
    kind: str

    @classmethod
    def within(cls, data: Dataset, tolerance: RationalLike | Sequence[RationalLike | None] | None) -> Gates:
        """Return the gates y_i - tolerance <= f(x_i) <= y_i + tolerance.

        Parameters
        ----------
        data : Dataset
            The points.
        tolerance : rational >= 0 or infinity, or a sequence of these
            One for all rows, or one for each row in the order in which the points were given; None is infinite, too.

        Raises
        ------
        DataError
            If a tolerance is no number or negative, there are not as many as rows, or the gates at one x do not meet.

        Examples
        --------
        >>> Gates.within(Dataset([0, 1], [2, 3]), [0, "inf"]).above
        (0, None)
        """
        if tolerance is not None and is_sequence(tolerance):
            given: Any = tolerance
            widths = _column(given, data, "tolerance", _width)
            return cls._of(data, widths, widths, fmpq(1), "tolerances")
        ones = [fmpq(1)] * len(data.rows.points)
        return cls._of(data, ones, ones, _width(tolerance, "tolerance"), "tolerance")

    @classmethod
    def between(
        cls, data: Dataset, lower: Sequence[RationalLike | None] | None, upper: Sequence[RationalLike | None] | None
    ) -> Gates:
        """Return the gates lower_i <= f(x_i) <= upper_i, whatever the labels.

        Parameters
        ----------
        data : Dataset
            The points.
        lower, upper : sequence of rational, -infinity (lower) or infinity (upper), or None
            One for each row in the order in which the points were given; None is no bound, there or anywhere.

        Raises
        ------
        DataError
            If a bound is no number, a lower one is above its upper one, there are not as many as rows, or the gates at
            one x do not meet.

        Examples
        --------
        >>> Gates.between(Dataset([0, 1], [2, 3]), [1, None], None).below
        (1, None)
        """
        labels, n = data.rows.labels, len(data.rows.points)
        floors = [None] * n if lower is None else _column(lower, data, "lower", _lower)
        ceilings = [None] * n if upper is None else _column(upper, data, "upper", _upper)
        for row, (low, high) in enumerate(zip(floors, ceilings, strict=True)):
            if low is not None and high is not None and low > high:
                raise DataError(
                    f"the bounds of {data.rows.places[row]}: lower {format_short(low)} is above upper "
                    f"{format_short(high)}; swap them, or leave one out (None)"
                )
        below = [None if low is None else y - low for low, y in zip(floors, labels, strict=True)]
        above = [None if high is None else high - y for high, y in zip(ceilings, labels, strict=True)]
        return cls._of(data, below, above, fmpq(1), "bounds")

    @classmethod
    def _of(
        cls, data: Dataset, below: Sequence[GateWidth], above: Sequence[GateWidth], scale: fmpq | None, kind: str
    ) -> Gates:
        points, labels, places = data.rows
        order = range(len(points)) if isinstance(points, range) else sorted(range(len(points)), key=points.__getitem__)
        gates = cls(
            data,
            tuple(labels[row] for row in order),
            tuple(points[row] for row in order),
            tuple(order),
            tuple(below[row] for row in order),
            tuple(above[row] for row in order),
            scale,
            kind,
        )
        for apart in gates.at(scale).apart[:1]:
            x = format_short(data.flint.x[gates.points[apart[0]]])
            one, two = (f"{places[gates.order[row]]} ({gates.said(row)})" for row in sorted(apart))
            raise NoFunctionError(
                f"the data: at x = {x} the gates of {one} and {two} do not meet; no function passes both: widen one, "
                "or leave one out"
            )
        return gates

    def __repr__(self) -> str:
        said = "bounds" if self.kind == "bounds" else "tolerances of their own"
        if self.kind == "tolerance":
            said = f"tolerance {'infinite' if self.scale is None else format_short(self.scale)}"
        return f"<Gates of {len(self.labels)} rows at {len(self.data)} inputs, {said}>"

    def bounds(self, row: int) -> tuple[GateWidth, GateWidth]:
        """Return the ends of the gate of a row; None where there is none.

        Examples
        --------
        >>> Gates.within(Dataset([0, 1], [2, 3]), [0, "inf"]).bounds(1)
        (None, None)
        """
        y, below, above, s = self.labels[row], self.below[row], self.above[row], self.scale
        low = None if below is None or s is None else y - s * below
        return low, None if above is None or s is None else y + s * above

    def said(self, row: int) -> str:
        """Return the gate of a row as text.

        Examples
        --------
        >>> Gates.within(Dataset([0, 1], [2, 3]), [0, "inf"]).said(0)
        '2 to 2'
        """
        low, high = self.bounds(row)
        return f"{'-inf' if low is None else format_short(low)} to {'inf' if high is None else format_short(high)}"

    @property
    def hold_labels(self) -> bool:
        """Whether every label lies in its own gate.

        Examples
        --------
        >>> Gates.between(Dataset([0, 1], [2, 3]), [3, 3], None).hold_labels
        False
        """
        return all(width is None or width >= 0 for width in (*self.below, *self.above))

    @cached_property
    def _inputs(self) -> _Scaled:
        return _Scaled.of(self.data.flint.x)

    @cached_property
    def _columns(self) -> tuple[tuple[Sequence[Number], ...], fmpq | None]:
        """Labels and widths below and above (None for an infinite one), and the unit of all of them."""
        found, n = _Scaled.of([*self.labels, *self.below, *self.above]), len(self.labels)
        return tuple(found.values[k * n : (k + 1) * n] for k in range(3)), found.unit

    def at(self, scale: fmpq | None) -> Ends:
        """Return the gates at a scale, those at one x intersected.

        Examples
        --------
        >>> Gates.within(Dataset([0, 0, 1], [2, 3, 3], ties="gates"), 2).at(fmpq(1))
        Ends(low=[2, 2], high=[3, 4], low_rows=[1, 2], high_rows=[0, 2], unit=1)
        """
        n = len(self.labels)
        if scale is None:
            none = [None] * len(self.data)
            return Ends(none, none, range(len(none)), range(len(none)), fmpq(1))
        (labels, below, above), unit = self._columns
        by, times = (fmpq(1), scale) if unit is None else (int(scale.q), int(scale.p))
        low = [None if w is None else by * y - times * w for y, w in zip(labels, below, strict=True)]
        high = [None if w is None else by * y + times * w for y, w in zip(labels, above, strict=True)]
        unit = fmpq(1) if unit is None else unit / scale.q
        if n == len(self.data):
            return Ends(low, high, range(n), range(n), unit)
        low_rows, high_rows = self._tightest(low, max), self._tightest(high, min)
        return Ends([low[k] for k in low_rows], [high[k] for k in high_rows], low_rows, high_rows, unit)

    def _tightest(self, ends: Sequence[Number | None], best: Callable[..., int]) -> list[int]:
        """Return for each x the row of the tightest end there."""
        starts = [k for k, point in enumerate(self.points) if k == 0 or point != self.points[k - 1]]
        return [
            best((k for k in range(a, b) if ends[k] is not None), key=ends.__getitem__, default=a)
            for a, b in pairwise([*starts, len(ends)])
        ]

    def walk(self, scale: fmpq | None) -> tuple[Chain, Ends]:
        """Return what the greedy finds at a scale where the gates at each x meet, and the gates.

        Examples
        --------
        >>> Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1).walk(fmpq(1))[0].bends
        [Bend(sign=-1, a=0, b=1, c=2)]
        """
        ends = self.at(scale)
        return walk(self._inputs.values, ends.low, ends.high), ends

    def pieces(self, found: Chain, ends: Ends) -> list[tuple[fmpq, fmpq]]:
        """Return slope and intercept of each line of a walk.

        Examples
        --------
        >>> gates = Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1)
        >>> gates.pieces(*gates.walk(fmpq(1)))
        [(1, 1), (-1, 3)]
        """
        x_unit = fmpq(1) if self._inputs.unit is None else self._inputs.unit
        return [
            (fmpq(rise) * ends.unit / (x_unit * run), fmpq(offset) * ends.unit / run)
            for rise, offset, run in found.lines
        ]


class _Scaled(NamedTuple):
    """Values as integers times a unit; as they are, without one, if that would make them much longer."""

    values: Sequence[Number]
    unit: fmpq | None

    @classmethod
    def of(cls, values: Sequence[GateWidth]) -> _Scaled:
        common = fmpz(1)
        for value in values:
            if value is not None and common % value.q != 0:
                common = common.lcm(value.q)
                if common.bit_length() > _MOST_BITS:
                    return cls(values, None)
        return cls([None if v is None else int(v.p * (common // v.q)) for v in values], fmpq(1, common))


def _column(
    values: Sequence[RationalLike | None], data: Dataset, name: str, read: Callable[[Any, str], GateWidth]
) -> list[GateWidth]:
    """Return one value for each row of the data, in the order in which they were given."""
    places = data.rows.places
    refuse_no_sequence(values, name, "the data")
    if len(values) != len(places):
        raise DataError(f"{name}: {len(values)} values for {len(places)} points; give one for each, in their order")
    return [read(value, f"{name} of {places[row]}") for row, value in enumerate(values)]


def _infinite(value: Any) -> int:
    """Return the sign of an infinite value; 0 for others."""
    if isinstance(value, str):
        return _INFINITE.get(value.strip().lower(), 0)
    if isinstance(value, float | np.floating | Decimal) and math.isinf(value):
        return 1 if value > 0 else -1
    return 0


def _number(value: Any, name: str) -> fmpq:
    try:
        return to_rational(value)
    except DataError as error:
        raise DataError(f"{name}: {error}") from None


def _width(value: Any, name: str) -> GateWidth:
    if value is None or _infinite(value) > 0:
        return None
    if _infinite(value) < 0 or (width := _number(value, name)) < 0:
        raise DataError(f"{name}: {short(value)} is negative; a tolerance is a number >= 0, or infinite")
    return width


def _bound(value: Any, name: str, side: int) -> GateWidth:
    if value is None or _infinite(value) == side:
        return None
    if _infinite(value):
        raise DataError(f"{name}: {short(value)} leaves nothing to pass; for no bound give None")
    return _number(value, name)


def _lower(value: Any, name: str) -> GateWidth:
    return _bound(value, name, -1)


def _upper(value: Any, name: str) -> GateWidth:
    return _bound(value, name, 1)
