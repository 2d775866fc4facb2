"""Data sets: points (x_i, y_i), exact, with x_1 < ... < x_N; and the reader of CSV text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple, NoReturn, TypeVar, Unpack, cast

import numpy as np
from flint import fmpq

from sparsest.errors import DataError
from sparsest.exact.decimals import first_few, format_short
from sparsest.exact.rationals import RationalLike, as_fraction, exact_doubles, format_rational, is_sequence, to_rational
from sparsest.rounding import Rounding, check_decimals, label_rounding, round_to
from sparsest.table import Table, TableOptions, option, read_table
from sparsest.table.dates import Moment
from sparsest.table.source import Source
from sparsest.ties import GATES, GivenRows, check_ties, merge, merge_notes, rows_of

__all__ = ["Dataset", "FlintData"]

_Column = Sequence[RationalLike] | np.ndarray
_Derived = TypeVar("_Derived")


class FlintData(NamedTuple):
    """The points of a `Dataset` in flint's rationals."""

    x: tuple[fmpq, ...]
    y: tuple[fmpq, ...]


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
    ties : "error", "mean", "median", "min", "max", "first", "last" or "gates"
        What to do with several labels at one input. All but "error" merge the points there into one, exactly. "gates"
        is for `solve` with a tolerance: the function has to be within the tolerance of every label there.
    decimals : int, optional
        Round inputs and labels to so many decimal places, exactly, before anything else (ties between even).

    Attributes
    ----------
    names : tuple of str
        What the inputs and the labels are called: ("x", "y") unless a table says.
    notes : tuple of str
        What was assumed, left out or merged on the way to these points.
    origin : Moment or None
        The date or time from which x counts days, if a table was read so.
    rows : GivenRows
        The points as they were given: their order, and all their labels where `ties` is "gates".
    beside : sequence of list of fmpq or None
        Columns of a table that were asked for beside inputs and labels, such as tolerances of the rows.

    Raises
    ------
    DataError
        If there are no points, the lengths differ, an entry is not a finite number within the digit limit, or one x has
        two labels. The message names the value and its place.
    UsageError
        If `ties` or `decimals` has no such value.

    Examples
    --------
    >>> data = Dataset([0, 1, "1/2"], ["0.1", 2, 3])
    >>> data.x
    (Fraction(0, 1), Fraction(1, 2), Fraction(1, 1))
    >>> len(data)
    3
    >>> Dataset([0, 1, 1], [0, 1, 2], ties="mean").y
    (Fraction(0, 1), Fraction(3, 2))
    """

    __slots__ = ("__dict__", "_inputs", "_labels", "beside", "label_rounding", "names", "notes", "origin", "rows")

    def __init__(
        self,
        x: _Column,
        y: _Column,
        *,
        places: Sequence[str] | None = None,
        name: str = "the data",
        ties: str = "error",
        decimals: int | None = None,
    ) -> None:
        refuse_no_sequence(x, "x", name)
        where = checked_places(x, y, places, name, "error" if ties == GATES else ties, decimals)
        inputs, labels = (
            (exact_doubles(values) if decimals is None else None)
            or [exact_entry(value, decimals, name, where, i, axis) for i, value in enumerate(values)]
            for values, axis in ((cast("Iterable[RationalLike]", x), "x"), (cast("Iterable[RationalLike]", y), "y"))
        )

        def refuse(at: fmpq, one: fmpq, i: int, other: fmpq, j: int) -> NoReturn:
            raise DataError(two_labels(name, format_rational(at), (one, where[i]), (other, where[j])))

        kept, values, merged = merge(inputs, labels, ties, refuse)
        self._inputs, self._labels = tuple(kept), tuple(values)
        # Rows that are the points need no numbers of their own.
        plain = GivenRows(range(len(inputs)), self._labels, where)
        own = labels if ties == GATES else None
        self.rows = plain if inputs == kept else rows_of(inputs, kept, values, where, own)
        self.names: tuple[str, ...] = ("x", "y")
        self.notes = merge_notes(merged, ties)
        self.origin: Moment | None = None
        self.beside: Sequence[list[fmpq | None]] = ()
        #: How the labels were rounded before they came here, as far as their kind shows it.
        self.label_rounding = rounded_labels(y, decimals, merged)

    @classmethod
    def from_csv(
        cls,
        source: Source,
        name: str | None = None,
        *,
        ties: str = "error",
        decimals: int | None = None,
        **options: Unpack[TableOptions],
    ) -> Dataset:
        r"""Read a data set from a table in a text file: an input column and a label column, read exactly.

        Parameters
        ----------
        source : path or stream
            Comma-separated values, or another table of which only one reading is possible: see `sparsest.table`.
        name : str, optional
            What to call the source in error messages.
        ties, decimals
            As in `Dataset`.
        **options
            `x`, `y`, `beside` (columns by name or number), `delimiter`, `decimal`, `comment`, `encoding`, `header`,
            `skip`, `missing`, `dates`: see `sparsest.table.TableOptions`.

        Raises
        ------
        DataError
            On anything that is not such a file; the message names file, line and value, and the keyword that helps.
        OSError
            If the file cannot be opened.

        Examples
        --------
        >>> import io
        >>> Dataset.from_csv(io.StringIO("x,y\n0,0.1\n1,1/3\n")).y
        (Fraction(1, 10), Fraction(1, 3))
        >>> Dataset.from_csv(io.StringIO("t;u;v\n0,5;7;1\n1,5;8;2\n"), x="t", y="v").x
        (Fraction(1, 2), Fraction(3, 2))
        """
        return cls.from_table(read_table(source, name, **options), ties=ties, decimals=decimals)

    @classmethod
    def from_table(cls, table: Table, *, ties: str = "error", decimals: int | None = None) -> Dataset:
        r"""Return the data set of a table that `read_table` read; errors are those of `from_csv`.

        Examples
        --------
        >>> import io
        >>> Dataset.from_table(read_table(io.StringIO("0,1/2\n"))).y
        (Fraction(1, 2),)
        """
        if len(table.x[0]) != 1:
            width = len(table.x[0]) + 1
            raise DataError(
                f"{table.name}, {table.places[0]}: {width} columns, so {width - 1} inputs; a Dataset has one input and "
                f"one label: choose a column with {option('x')}, or read these with Points.from_csv (the multivariate "
                "problem)"
            )
        inputs = [row[0] for row in table.x]
        data = cls(inputs, table.y, places=table.places, name=table.name, ties=ties, decimals=decimals)
        data.names, data.notes, data.beside = table.names, (*table.notes, *data.notes), table.beside
        data.origin = table.origins[0] if table.origins else None
        data.label_rounding = data.label_rounding or _rounding_of(table, len(data))
        return data

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
        refuse_no_sequence(gaps, "gaps", "the data")
        slope = label = fmpq(0)
        labels = [label, label]
        for gap in gaps:
            slope += to_rational(gap)
            label += slope
            labels.append(label)
        return cls(range(len(labels)), labels)

    @cached_property
    def x(self) -> tuple[Fraction, ...]:
        """Inputs x_1 < ... < x_N.

        Examples
        --------
        >>> Dataset(["0.5", 0], [1, 2]).x
        (Fraction(0, 1), Fraction(1, 2))
        """
        return tuple(map(as_fraction, self._inputs))

    @cached_property
    def y(self) -> tuple[Fraction, ...]:
        """Labels y_1, ..., y_N.

        Examples
        --------
        >>> Dataset([1, 0], ["1/3", 2]).y
        (Fraction(2, 1), Fraction(1, 3))
        """
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
    def dimension(self) -> int:
        """The number of inputs, 1: as `Points.dimension`.

        Examples
        --------
        >>> Dataset([0, 1], [0, 1]).dimension
        1
        """
        return 1

    @property
    def flint(self) -> FlintData:
        """Inputs and labels as `fmpq`, for the exact algorithms.

        Examples
        --------
        >>> Dataset(["1/2", 0], [1, 2]).flint
        FlintData(x=(0, 1/2), y=(2, 1))
        """
        return FlintData(self._inputs, self._labels)

    def check_labels(self) -> None:
        """Raise `DataError` if an input has several labels, kept for a tolerance: no function interpolates them.

        Examples
        --------
        >>> Dataset([0, 0], [1, 1], ties="gates").check_labels()
        """
        if (found := self.rows.several_labels()) is not None:
            one, two = ((self.rows.labels[row], self.rows.places[row]) for row in found)
            at = self._inputs[self.rows.points[found[0]]]
            raise DataError(two_labels("the data", format_rational(at), one, two))

    def __len__(self) -> int:
        return len(self._inputs)

    def __eq__(self, other: object) -> bool:
        return self.flint == other.flint if isinstance(other, Dataset) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.x, self.y))

    def __repr__(self) -> str:
        few = [f"({format_short(x)}, {format_short(y)})" for x, y in zip(self._inputs[:3], self._labels, strict=False)]
        return f"<Dataset of {len(self)} points: {first_few(few, len(self), 80)}>"


def refuse_no_sequence(values: object, axis: str, name: str) -> None:
    """Raise `DataError` unless `values` is a sequence of entries in an order, of one dimension.

    Examples
    --------
    >>> refuse_no_sequence([1, 2], "x", "the data")
    """
    kind = type(values).__name__
    if not is_sequence(values) or getattr(values, "ndim", 1) != 1:
        shape = f" of shape {values.shape}" if hasattr(values, "shape") else ""
        raise DataError(
            f"{name}: {axis} is not one column of numbers but a {kind}{shape}; give a list or an array of length N"
        )


def rounded_labels(labels: _Column, decimals: int | None, merged: int) -> Rounding | None:
    """Return how labels were rounded, if their kind shows it and nothing was computed from them since.

    Examples
    --------
    >>> rounded_labels([0.5, 1.0], None, 0), rounded_labels([0.5, 1.0], 3, 0), rounded_labels([0.5, 1.0], None, 1)
    (Rounding(decimals=None), Rounding(decimals=3), None)
    """
    if merged:
        return None
    return label_rounding(labels) if decimals is None else Rounding(decimals) if decimals else None


def _rounding_of(table: Table, kept: int) -> Rounding | None:
    if kept < len(table.y):
        return None
    return Rounding(table.label_decimals) if table.label_decimals else Rounding(None) if table.floats else None


def two_labels(name: str, x: str, first: tuple[fmpq, str], second: tuple[fmpq, str]) -> str:
    """Return the message for an input with two labels, each with its place.

    Examples
    --------
    >>> two_labels("a file", "1", (fmpq(2), "line 1"), (fmpq(3), "line 2"))[:58]
    'a file: x = 1 has two labels, 2 (line 1) and 3 (line 2); n'
    """
    (y, place), (z, other) = first, second
    return (
        f"{name}: x = {x} has two labels, {format_rational(y)} ({place}) and {format_rational(z)} ({other}); no "
        f"function interpolates both: remove one, or merge them with {option('ties', 'mean')} (or median, ...)"
    )


class Entries(Sequence[str]):
    """The places "entry 0", "entry 1", ... of points in lists, made when asked for.

    Examples
    --------
    >>> Entries(3)[2], len(Entries(3))
    ('entry 2', 3)
    """

    def __init__(self, count: int) -> None:
        self._count = count

    def __getitem__(self, index: Any) -> Any:
        return f"entry {index}"

    def __len__(self) -> int:
        return self._count


def checked_places(
    x: Any, y: Any, places: Sequence[str] | None, name: str, ties: str, decimals: int | None, unit: str = "entries"
) -> Sequence[str]:
    """Return where each point stood; raise an error if labels, places or options do not go with the inputs.

    `Dataset` and `Points` look at their inputs themselves, of which each has so many `unit`: entries, or rows.

    Examples
    --------
    >>> checked_places([0, 1], [2, 3], None, "the data", "error", None)[1]
    'entry 1'
    """
    check_ties(ties)
    check_decimals(decimals)
    refuse_no_sequence(y, "y", name)
    if len(x) != len(y):
        entries = "" if unit == "entries" else " entries"
        raise DataError(f"{name}: x has {len(x)} {unit} and y has {len(y)}{entries}; every input needs one label")
    if places is not None and len(places) != len(x):
        raise DataError(f"{name}: {len(x)} points and {len(places)} places; give a place for each point, or none")
    if len(x) == 0:
        raise DataError(f"{name}: no points; give at least one input with its label")
    return Entries(len(x)) if places is None else places


def exact_entry(
    value: RationalLike, decimals: int | None, name: str, places: Sequence[str], index: int, axis: str
) -> fmpq:
    """Return an entry of point `index` exactly, rounded if that is asked for; `DataError` with its place.

    Examples
    --------
    >>> exact_entry("0.25", 1, "the data", Entries(1), 0, "x")
    1/5
    """
    try:
        exact = to_rational(value)
    except DataError as error:
        raise DataError(f"{name}, {places[index]}, {axis}: {error}") from None
    return exact if decimals is None else round_to(exact, decimals)
