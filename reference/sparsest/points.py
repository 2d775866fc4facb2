"""Points in any dimension: exact inputs x_i in Q^d with their labels, for problems (8) and (9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TextIO, TypeAlias

import numpy as np
from flint import fmpq, fmpq_mat

from sparsest.data import Dataset
from sparsest.errors import DataError
from sparsest.exact.decimals import first_few, format_short
from sparsest.exact.rationals import RationalLike, as_fraction, format_rational, to_rational
from sparsest.table import Line, read_table

__all__ = ["Points"]

_Row: TypeAlias = Sequence[RationalLike] | np.ndarray
_Point: TypeAlias = tuple[tuple[fmpq, ...], fmpq, str]


class Points:
    """Exact points in Q^d with their labels, in lexicographic order of the inputs, equal points merged; immutable.

    Parameters
    ----------
    x : sequence of rows, or NumPy array, shape (N, d)
        Inputs, N >= 1, d >= 1, in any order, read exactly as `Dataset` reads numbers.
    y : sequence or NumPy array, shape (N,)
        Labels.
    places : sequence of str, shape (N,), optional
        Where each point stood, for error messages; "entry 0", ... unless told.
    name : str
        What to call the points in error messages.

    Raises
    ------
    DataError
        If there are no points, shapes disagree, an entry is not a finite number within the digit limit, or one x has
        two labels. The message names the value and its place.

    Examples
    --------
    >>> points = Points([[0, 1], ["1/2", 0.5], [0, 1]], ["0.1", 2, "1/10"])
    >>> len(points), points.dimension
    (2, 2)
    >>> points.x[1], points.y
    ((Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 10), Fraction(2, 1)))
    >>> points.xbar
    [  0,   1, 1]
    [1/2, 1/2, 1]
    """

    __slots__ = ("__dict__", "_inputs", "_labels")

    def __init__(
        self,
        x: Sequence[_Row] | np.ndarray,
        y: _Row,
        *,
        places: Sequence[str] | None = None,
        name: str = "the points",
    ) -> None:
        if isinstance(x, str) or getattr(x, "ndim", 2) != 2:
            raise DataError(f"{name}: x is not a table; give N rows of d numbers, for one input [[x1], [x2], ...]")
        if isinstance(y, str) or getattr(y, "ndim", 1) != 1:
            raise DataError(f"{name}: y is not one column of labels; give a sequence of length N")
        if len(x) != len(y):
            raise DataError(f"{name}: x has {len(x)} rows and y has {len(y)} entries; every input needs one label")
        places = places or [f"entry {index}" for index in range(len(x))]
        given = [_point(row, label, place, name) for row, label, place in zip(x, y, places, strict=True)]
        self._inputs, self._labels = _in_order(given, name)

    @classmethod
    def from_csv(cls, source: str | Path | TextIO, name: str | None = None) -> Points:
        r"""Read points from CSV text, exactly: the inputs first, the label in the last column.

        Parameters
        ----------
        source : path or text stream
            Comma-separated UTF-8 text. An optional first line without any number is a header; blank lines are skipped.
        name : str, optional
            What to call the source in error messages.

        Raises
        ------
        DataError
            On anything that is not such a file; the message names file, line and value.
        OSError
            If the file cannot be opened.

        Examples
        --------
        >>> import io
        >>> Points.from_csv(io.StringIO("x1,x2,y\n0,1/3,1\n1,0.5,2\n")).x[0]
        (Fraction(0, 1), Fraction(1, 3))
        """
        return cls.from_lines(*read_table(source, name))

    @classmethod
    def from_lines(cls, lines: Sequence[Line], name: str) -> Points:
        """Return the points of the lines that `read_table` read; errors are those of `from_csv`.

        Examples
        --------
        >>> Points.from_lines([Line(["0", "1", "1/2"], "line 1")], "the text").dimension
        2
        """
        x, y = [line.entries[:-1] for line in lines], [line.entries[-1] for line in lines]
        return cls(x, y, places=[line.place for line in lines], name=name)

    @classmethod
    def from_dataset(cls, data: Dataset) -> Points:
        """Return the points of a data set, d = 1.

        Examples
        --------
        >>> Points.from_dataset(Dataset([0, 1], [2, 3])).dimension
        1
        """
        x, y = data.flint
        return cls([[value] for value in x], y)

    @property
    def dimension(self) -> int:
        """d, the number of inputs."""
        return len(self._inputs[0])

    @cached_property
    def x(self) -> tuple[tuple[Fraction, ...], ...]:
        """Inputs x_1 < ... < x_N in lexicographic order, each a tuple of d fractions."""
        return tuple(tuple(map(as_fraction, row)) for row in self._inputs)

    @cached_property
    def y(self) -> tuple[Fraction, ...]:
        """Labels y_1, ..., y_N."""
        return tuple(map(as_fraction, self._labels))

    @property
    def flint(self) -> tuple[tuple[tuple[fmpq, ...], ...], tuple[fmpq, ...]]:
        """Rows of inputs, and labels, as `fmpq`, for the exact algorithms."""
        return self._inputs, self._labels

    @cached_property
    def lifted(self) -> tuple[tuple[fmpq, ...], ...]:
        """The rows xbar_i = [x_i, 1]."""
        return tuple((*row, fmpq(1)) for row in self._inputs)

    @property
    def xbar(self) -> fmpq_mat:
        """The matrix of the rows xbar_i = [x_i, 1], shape (N, d+1); a fresh copy."""
        return fmpq_mat(len(self), self.dimension + 1, [entry for row in self.lifted for entry in row])

    def __len__(self) -> int:
        return len(self._inputs)

    def __eq__(self, other: object) -> bool:
        return self.flint == other.flint if isinstance(other, Points) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.x, self.y))

    def __repr__(self) -> str:
        rows = zip(self._inputs[:2], self._labels[:2], strict=True)
        shown = [f"{_text(x, format_short)} -> {format_short(y)}" for x, y in rows]
        return f"<Points: {len(self)} in dimension {self.dimension}: {first_few(shown, len(self), 70)}>"


def _point(row: _Row, label: RationalLike, place: str, name: str) -> _Point:
    if isinstance(row, str) or not hasattr(row, "__len__") or getattr(row, "ndim", 1) != 1:
        raise DataError(f"{name}, {place}: {row!r:.40} is not a row of numbers; write one input as [x]")
    entries = tuple(_entry(value, f"{name}, {place}, x{i + 1}") for i, value in enumerate(row))
    return entries, _entry(label, f"{name}, {place}, y"), place


def _entry(value: RationalLike, place: str) -> fmpq:
    try:
        return to_rational(value)
    except DataError as error:
        raise DataError(f"{place}: {error}") from None


def _in_order(points: list[_Point], name: str) -> tuple[tuple[tuple[fmpq, ...], ...], tuple[fmpq, ...]]:
    """Return inputs and labels in lexicographic order, equal points merged."""
    if not points:
        raise DataError(f"{name}: no points; give at least one input with its label")
    width = len(points[0][0])
    if width == 0:
        raise DataError(f"{name}, {points[0][2]}: no inputs; give d >= 1 numbers in each row of x")
    for row, _, place in points:
        if len(row) != width:
            raise DataError(f"{name}, {place}: {len(row)} inputs, but {points[0][2]} has {width}; give d in every row")
    kept: list[_Point] = []
    for point in sorted(points, key=lambda point: point[0]):
        if not kept or point[0] != kept[-1][0]:
            kept.append(point)
        elif point[1] != kept[-1][1]:
            raise DataError(_two_labels(name, kept[-1], point))
    return tuple(point[0] for point in kept), tuple(point[1] for point in kept)


def _two_labels(name: str, first: _Point, second: _Point) -> str:
    y, z = (format_rational(point[1]) for point in (first, second))
    return (
        f"{name}: x = {_text(first[0])} has two labels, {y} ({first[2]}) and {z} ({second[2]}); "
        "no function interpolates both: remove one or merge them"
    )


def _text(row: Sequence[fmpq], shown_as: Callable[[fmpq], str] = format_rational) -> str:
    shown = ", ".join(map(shown_as, row[:4]))
    return f"({shown}{', ...' if len(row) > 4 else ''})"
