"""A function of one input on an interval as a table of floats: start, value there, and slope, of each piece.

Each row is made good by the next: its slope is the one that leads from its own value, which is rounded, to the exact
value at the start of the next row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flint import fmpq

from sparsest.errors import DataError, UsageError
from sparsest.exact.decimals import format_short
from sparsest.interchange.floats import FloatKind, nearest_in
from sparsest.interchange.measures import Most, largest
from sparsest.spline import Spline

__all__ = ["Segments", "check_box", "segments_of"]


class Segments(NamedTuple):
    """Rows (start, value, slope): from its start on the function is value + slope (x - start), up to the next.

    Parameters
    ----------
    start, value, slope : tuple of fmpq, shape (m,)
        The starts increase. Left of the first one its row holds too.
    kind : FloatKind
        The format that all numbers are in.

    Examples
    --------
    >>> from sparsest.interchange.floats import FLOATS
    >>> segments_of(Spline(0, 0, [1], [2]), FLOATS[64], fmpq(0), fmpq(3)).at(fmpq(2))
    2
    """

    start: tuple[fmpq, ...]
    value: tuple[fmpq, ...]
    slope: tuple[fmpq, ...]
    kind: FloatKind

    def at(self, x: fmpq) -> fmpq:
        """Return the value at x, as exact arithmetic has it.

        Examples
        --------
        >>> from sparsest.interchange.floats import FLOATS
        >>> Segments((fmpq(0),), (fmpq(5),), (fmpq(2),), FLOATS[64]).at(fmpq(-1))
        3
        """
        return self.in_row(max(bisect_right(self.start, x) - 1, 0), x)

    def in_row(self, k: int, x: fmpq) -> fmpq:
        """Return what row k says at x.

        Examples
        --------
        >>> from sparsest.interchange.floats import FLOATS
        >>> Segments((fmpq(0),), (fmpq(5),), (fmpq(2),), FLOATS[64]).in_row(0, fmpq(1))
        7
        """
        return self.value[k] + self.slope[k] * (x - self.start[k])

    def worst_error(self, spline: Spline, low: fmpq, high: fmpq) -> Most:
        """Return the largest distance from the exact function on [low, high]: the least upper bound, exactly.

        Rows need not meet, so each is asked at both of its ends; inside, only a kink of the exact function can be
        worse.

        Examples
        --------
        >>> from sparsest.interchange.floats import FLOATS
        >>> Segments((fmpq(0),), (fmpq(0),), (fmpq(0),), FLOATS[64]).worst_error(Spline(1, 0), fmpq(0), fmpq(2))
        Most(size=2, where=(2,))
        """
        knots = spline.flint.knots

        def sizes() -> Iterator[tuple[fmpq, tuple[fmpq, ...]]]:
            for k, (left, right) in enumerate(self.spans(low, high)):
                if left <= right:
                    inside = knots[bisect_right(knots, left) : bisect_right(knots, right)]
                    for x in (left, *inside, right):
                        yield abs(self.in_row(k, x) - spline.value(x)), (x,)

        return largest(sizes())

    def spans(self, low: fmpq, high: fmpq) -> list[tuple[fmpq, fmpq]]:
        """Return where each row holds between low and high; an end before its beginning where it nowhere does.

        Examples
        --------
        >>> from sparsest.interchange.floats import FLOATS
        >>> segments_of(Spline(0, 0, [1], [2]), FLOATS[64], fmpq(0), fmpq(3)).spans(fmpq(-1), fmpq(3))
        [(-1, 1), (1, 3)]
        """
        starts = [low, *(max(low, t) for t in self.start[1:])]
        ends = [*(min(high, t) for t in self.start[1:]), high]
        return list(zip(starts, ends, strict=True))


def segments_of(spline: Spline, kind: FloatKind, low: fmpq, high: fmpq) -> Segments:
    """Return the table of a function on [low, high], rounded.

    Knots that become one number in this format are one row, and knots outside of the interval none: beyond its ends
    the last piece inside goes on.

    Raises
    ------
    DataError
        If a number of the table is beyond the largest float: take more bits.

    Examples
    --------
    >>> from sparsest.interchange.floats import FLOATS
    >>> segments_of(Spline(0, 0, ["1/3"], [1]), FLOATS[16], fmpq(0), fmpq(1)).start
    (0, 1365/4096)
    """
    inside = [t for t in spline.flint.knots if low < t < high]
    starts = sorted({_float(kind, t, "a knot") for t in (low, *inside)})
    values = [_float(kind, spline.value(t), f"the value at {format_short(t)}") for t in starts]
    slopes = [
        _float(kind, slope if nearest_in(kind, slope) is not None else own, f"the slope right of {format_short(t)}")
        for t, (slope, own) in zip(starts, _slopes(spline, starts, values, high), strict=True)
    ]
    return Segments(tuple(starts), tuple(values), tuple(slopes), kind)


def _slopes(spline: Spline, starts: Sequence[fmpq], values: Sequence[fmpq], high: fmpq) -> Iterator[tuple[fmpq, fmpq]]:
    """Yield for each row the slope that leads from its rounded value to the next row, and that of the function there.

    On a row so narrow that the first is beyond the format, what its value was rounded by is small beside the rest.
    """
    for k, (t, value) in enumerate(zip(starts, values, strict=True)):
        end = starts[k + 1] if k + 1 < len(starts) else high
        if end > t:
            yield (spline.value(end) - value) / (end - t), (spline.value(end) - spline.value(t)) / (end - t)
        else:  # an interval of one number, or one whose end is rounded to its beginning
            step = spline.value(t + 1) - spline.value(t)
            yield step, step


def _float(kind: FloatKind, value: fmpq, what: str) -> fmpq:
    found = nearest_in(kind, value)
    if found is None:
        raise DataError(
            f"{what} is {format_short(value)}, beyond the largest {kind.name}; take more bits, or rescale the data"
        )
    return found


def check_box(low: fmpq, high: fmpq) -> None:
    """Raise `UsageError` unless low <= high.

    Examples
    --------
    >>> check_box(fmpq(0), fmpq(1))
    """
    if not low <= high:
        raise UsageError(f"from {format_short(low)} to {format_short(high)}: give the smaller number first")
