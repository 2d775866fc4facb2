"""Data sets: points (x_i, y_i), exact, with x_1 < ... < x_N; and the reader of CSV text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TextIO, TypeVar, cast

import numpy as np
from flint import fmpq

from sparsest.errors import DataError
from sparsest.exact.decimals import first_few, format_short
from sparsest.exact.rationals import RationalLike, as_fraction, format_rational, to_rational
from sparsest.table import Line, read_table

__all__ = ["Dataset"]

#: A point: input, label, and the index at which it stood (for error messages).
_Point = tuple[fmpq, fmpq, int]
_Column = Sequence[RationalLike] | np.ndarray
_Derived = TypeVar("_Derived")


class Dataset:
    """Exact points on the line with their labels, sorted by x, equal points merged.

    Parameters
    ----------
    x, y : sequence of int, Fraction, Decimal, str, float, or NumPy array, shape (N,)
        Inputs and labels, N >= 1, in any order. Text is read exactly ("0.1" is 1/10, "1/3" a third); a float is the
        dyadic rational that it is.
    places : sequence of str, shape (N,), optional
        Where each point stood, for error messages; "entry 0", ... unless told.
    name : str
        What to call the data in error messages.

    Raises
    ------
    DataError
        If there are no points, the lengths differ, an entry is not a finite number within the digit limit, or one x has
        two labels. The message names the value and its place.

    Examples
    --------
    >>> data = Dataset([0, 1, "1/2"], ["0.1", 2, 3])
    >>> data.x
    (Fraction(0, 1), Fraction(1, 2), Fraction(1, 1))
    >>> len(data)
    3
    """

    __slots__ = ("__dict__", "_inputs", "_labels")

    def __init__(self, x: _Column, y: _Column, *, places: Sequence[str] | None = None, name: str = "the data") -> None:
        if len(x) != len(y):
            raise DataError(f"{name}: x has {len(x)} entries and y has {len(y)}; every input needs one label")
        if places is not None and len(places) != len(x):
            raise DataError(f"{name}: {len(x)} points and {len(places)} places; give a place for each point, or none")
        inputs, labels = _column(x, "x", places, name), _column(y, "y", places, name)
        self._inputs, self._labels = _in_order(list(zip(inputs, labels, range(len(x)), strict=True)), places, name)

    @classmethod
    def from_csv(cls, source: str | Path | TextIO, name: str | None = None) -> Dataset:
        r"""Read a data set from CSV text: an input column and a label column, read exactly.

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
        >>> Dataset.from_csv(io.StringIO("x,y\n0,0.1\n1,1/3\n")).y
        (Fraction(1, 10), Fraction(1, 3))
        """
        return cls.from_lines(*read_table(source, name))

    @classmethod
    def from_lines(cls, lines: Sequence[Line], name: str) -> Dataset:
        """Return the data set of the lines that `read_table` read; errors are those of `from_csv`.

        Examples
        --------
        >>> Dataset.from_lines([Line(["0", "1/2"], "line 1")], "the text").y
        (Fraction(1, 2),)
        """
        for line in lines[:1]:
            if len(line.entries) != 2:
                raise DataError(_too_wide(len(line.entries), f"{name}, {line.place}"))
        x, y = [line.entries[0] for line in lines], [line.entries[1] for line in lines]
        return cls(x, y, places=[line.place for line in lines], name=name)

    @classmethod
    def from_gaps(cls, gaps: Sequence[RationalLike]) -> Dataset:
        """Return points at x = 0, 1, 2, ... with these slope gaps, starting with two zeros.

        Parameters
        ----------
        gaps : sequence of rational, shape (N-2,)
            Slope gaps, read exactly.

        Examples
        --------
        >>> Dataset.from_gaps([1, -2, "1/2"]).y == (0, 0, 1, 0, Fraction(-1, 2))
        True
        """
        slope = label = fmpq(0)
        labels = [label, label]
        for gap in gaps:
            slope += to_rational(gap)
            label += slope
            labels.append(label)
        return cls(range(len(labels)), labels)

    @cached_property
    def x(self) -> tuple[Fraction, ...]:
        """Inputs x_1 < ... < x_N."""
        return tuple(map(as_fraction, self._inputs))

    @cached_property
    def y(self) -> tuple[Fraction, ...]:
        """Labels y_1, ..., y_N."""
        return tuple(map(as_fraction, self._labels))

    def once(self, compute: Callable[[Dataset], _Derived]) -> _Derived:
        """Return `compute(self)`, computed once: what is derived from the points and needed again and again.

        Examples
        --------
        >>> data = Dataset([0, 1], [0, 1])
        >>> data.once(Dataset.__repr__) is data.once(Dataset.__repr__)
        True
        """
        derived: dict[Callable[[Dataset], object], object] = self.__dict__.setdefault("_derived", {})
        if compute not in derived:
            derived[compute] = compute(self)
        return cast("_Derived", derived[compute])

    @property
    def flint(self) -> tuple[tuple[fmpq, ...], tuple[fmpq, ...]]:
        """Inputs and labels as `fmpq`, for the exact algorithms."""
        return self._inputs, self._labels

    def __len__(self) -> int:
        return len(self._inputs)

    def __eq__(self, other: object) -> bool:
        return self.flint == other.flint if isinstance(other, Dataset) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.x, self.y))

    def __repr__(self) -> str:
        head = zip(self._inputs[:3], self._labels[:3], strict=True)
        shown = [f"({format_short(x)}, {format_short(y)})" for x, y in head]
        return f"<Dataset of {len(self)} points: {first_few(shown, len(self), 80)}>"


def _in_order(
    points: list[_Point], places: Sequence[str] | None, name: str
) -> tuple[tuple[fmpq, ...], tuple[fmpq, ...]]:
    """Return inputs and labels with the inputs increasing and equal points merged."""
    if not points:
        raise DataError(f"{name}: no points; give at least one input with its label")
    points.sort(key=lambda point: point[0])
    kept = points[:1]
    for point in points[1:]:
        if point[0] != kept[-1][0]:
            kept.append(point)
        elif point[1] != kept[-1][1]:
            raise DataError(_two_labels(name, places, kept[-1], point))
    return tuple(point[0] for point in kept), tuple(point[1] for point in kept)


def _two_labels(name: str, places: Sequence[str] | None, first: _Point, second: _Point) -> str:
    x, y, z = (format_rational(value) for value in (first[0], first[1], second[1]))
    return (
        f"{name}: x = {x} has two labels, {y} ({_place(places, first[2])}) and {z} ({_place(places, second[2])}); "
        "no function interpolates both: remove one or merge them"
    )


def _place(places: Sequence[str] | None, index: int) -> str:
    return f"entry {index}" if places is None else places[index]


def _column(values: _Column, axis: str, places: Sequence[str] | None, name: str) -> list[fmpq]:
    if isinstance(values, str) or getattr(values, "ndim", 1) != 1:
        raise DataError(f"{name}: {axis} is not one column of numbers; give a sequence of length N")
    column = []
    for index, value in enumerate(values):
        try:
            column.append(to_rational(value))
        except DataError as error:
            raise DataError(f"{name}, {_place(places, index)}, {axis}: {error}") from None
    return column


def _too_wide(width: int, place: str) -> str:
    return (
        f"{place}: {width} columns, so {width - 1} inputs; a Dataset has one input and one label: "
        "read these with Points.from_csv (the multivariate problem)"
    )
