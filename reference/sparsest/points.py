"""Points in any dimension: exact inputs x_i in Q^d with their labels, for problems (8) and (9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, NoReturn, TypeAlias, Unpack

import numpy as np
from flint import fmpq, fmpq_mat

from sparsest.data import Dataset, checked_places, exact_entry, two_labels
from sparsest.errors import DataError, UsageError, short
from sparsest.exact.decimals import first_few, format_short
from sparsest.exact.rationals import RationalLike, as_fraction, format_rational, is_sequence
from sparsest.table import Table, TableOptions, read_table
from sparsest.table.source import Source
from sparsest.ties import merge, merge_notes

__all__ = ["FlintPoints", "Points", "check_points"]

_Row: TypeAlias = Sequence[RationalLike] | np.ndarray


class FlintPoints(NamedTuple):
    """The points of a `Points` in flint's rationals: each of x is a row of inputs."""

    x: tuple[tuple[fmpq, ...], ...]
    y: tuple[fmpq, ...]


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
    ties, decimals
        As in `Dataset`.

    Attributes
    ----------
    names : tuple of str
        What the inputs and the labels are called: ("x1", ..., "xd", "y") unless a table says.
    notes : tuple of str
        What was assumed, left out or merged on the way to these points.

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

    __slots__ = ("__dict__", "_inputs", "_labels", "names", "notes")

    def __init__(
        self,
        x: Sequence[_Row] | np.ndarray,
        y: _Row,
        *,
        places: Sequence[str] | None = None,
        name: str = "the points",
        ties: str = "error",
        decimals: int | None = None,
    ) -> None:
        if not is_sequence(x) or getattr(x, "ndim", 2) != 2:
            raise DataError(f"{name}: x is not a table; give N rows of d numbers, for one input [[x1], [x2], ...]")
        where = checked_places(x, y, places, name, ties, decimals, "rows")
        read = [_point(row, label, decimals, name, where, i) for i, (row, label) in enumerate(zip(x, y, strict=True))]
        inputs, given = [row for row, _ in read], [label for _, label in read]
        _check_widths(inputs, where, name)

        def refuse(at: tuple[fmpq, ...], one: fmpq, i: int, other: fmpq, j: int) -> NoReturn:
            raise DataError(two_labels(name, _text(at), (one, where[i]), (other, where[j])))

        kept, labels, merged = merge(inputs, given, ties, refuse)
        self._inputs: tuple[tuple[fmpq, ...], ...] = tuple(kept)
        self._labels = tuple(labels)
        self.names: tuple[str, ...] = (*(f"x{k}" for k in range(1, self.dimension + 1)), "y")
        self.notes = merge_notes(merged, ties)

    @classmethod
    def from_csv(
        cls,
        source: Source,
        name: str | None = None,
        *,
        ties: str = "error",
        decimals: int | None = None,
        **options: Unpack[TableOptions],
    ) -> Points:
        r"""Read points from a table in a text file, exactly: inputs first, the label in the last column, unless told.

        Parameters
        ----------
        source, name, ties, decimals, **options
            As in `Dataset.from_csv`; `x` may be a list of columns.

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
        return cls.from_table(read_table(source, name, **options), ties=ties, decimals=decimals)

    @classmethod
    def from_table(cls, table: Table, *, ties: str = "error", decimals: int | None = None) -> Points:
        r"""Return the points of a table that `read_table` read; errors are those of `from_csv`.

        Examples
        --------
        >>> import io
        >>> Points.from_table(read_table(io.StringIO("0,1,1/2\n"))).dimension
        2
        """
        points = cls(table.x, table.y, places=table.places, name=table.name, ties=ties, decimals=decimals)
        points.names, points.notes = table.names, (*table.notes, *points.notes)
        return points

    @classmethod
    def from_dataset(cls, data: Dataset) -> Points:
        """Return the points of a data set, d = 1; `DataError` if `ties="gates"` kept several labels at an input.

        Examples
        --------
        >>> Points.from_dataset(Dataset([0, 1], [2, 3])).dimension
        1
        """
        data.check_labels()
        x, y = data.flint
        return cls([[value] for value in x], y)

    @property
    def dimension(self) -> int:
        """d, the number of inputs.

        Examples
        --------
        >>> Points([[0, 1], [1, 0]], [0, 1]).dimension
        2
        """
        return len(self._inputs[0])

    @cached_property
    def x(self) -> tuple[tuple[Fraction, ...], ...]:
        """Inputs x_1 < ... < x_N in lexicographic order, each a tuple of d fractions.

        Examples
        --------
        >>> Points([[1, 0], [0, "1/2"]], [0, 1]).x[0]
        (Fraction(0, 1), Fraction(1, 2))
        """
        return tuple(tuple(map(as_fraction, row)) for row in self._inputs)

    @cached_property
    def y(self) -> tuple[Fraction, ...]:
        """Labels y_1, ..., y_N.

        Examples
        --------
        >>> Points([[1], [0]], [5, "0.1"]).y
        (Fraction(1, 10), Fraction(5, 1))
        """
        return tuple(map(as_fraction, self._labels))

    @property
    def flint(self) -> FlintPoints:
        """Rows of inputs, and labels, as `fmpq`, for the exact algorithms.

        Examples
        --------
        >>> Points([[1, 0], [0, "1/2"]], [0, 1]).flint
        FlintPoints(x=((0, 1/2), (1, 0)), y=(1, 0))
        """
        return FlintPoints(self._inputs, self._labels)

    @cached_property
    def lifted(self) -> tuple[tuple[fmpq, ...], ...]:
        """The rows xbar_i = [x_i, 1].

        Examples
        --------
        >>> Points([[2, 3]], [0]).lifted
        ((2, 3, 1),)
        """
        return tuple((*row, fmpq(1)) for row in self._inputs)

    @property
    def xbar(self) -> fmpq_mat:
        """The matrix of the rows xbar_i = [x_i, 1], shape (N, d+1); a fresh copy.

        Examples
        --------
        >>> Points([[2, 3], [4, 5]], [0, 1]).xbar.ncols()
        3
        """
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


def check_points(given: object) -> None:
    """Raise `UsageError` for what are no points: the message says how to make some.

    Examples
    --------
    >>> check_points(Points([[0, 1]], [2]))
    """
    if isinstance(given, Dataset):
        raise UsageError(
            "a Dataset is for the univariate problem; make points of it: sparsest.Points.from_dataset(data)"
        )
    if not isinstance(given, Points):
        raise UsageError(f"{type(given).__name__} are no points; make some: sparsest.Points(x, y), x of shape (N, d)")


def _point(
    row: _Row, label: RationalLike, decimals: int | None, name: str, places: Sequence[str], index: int
) -> tuple[tuple[fmpq, ...], fmpq]:
    if not is_sequence(row) or getattr(row, "ndim", 1) != 1:
        raise DataError(f"{name}, {places[index]}: {short(row)} is not a row of numbers; write one input as [x]")
    inputs = tuple(exact_entry(value, decimals, name, places, index, f"x{i + 1}") for i, value in enumerate(row))
    return inputs, exact_entry(label, decimals, name, places, index, "y")


def _check_widths(rows: Sequence[tuple[fmpq, ...]], places: Sequence[str], name: str) -> None:
    width = len(rows[0])
    if width == 0:
        raise DataError(f"{name}, {places[0]}: no inputs; give d >= 1 numbers in each row of x")
    for i, row in enumerate(rows):
        if len(row) != width:
            raise DataError(f"{name}, {places[i]}: {len(row)} inputs, but {places[0]} has {width}; give d in every row")


def _text(row: Sequence[fmpq], shown_as: Callable[[fmpq], str] = format_rational) -> str:
    shown = ", ".join(map(shown_as, row[:4]))
    return f"({shown}{', ...' if len(row) > 4 else ''})"
