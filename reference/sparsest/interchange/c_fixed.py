"""The function in C on integers: inputs and outputs count units, the table is in fixed point, nothing is a float.

The integer n stands for the input n * x_unit, the integer that is returned for so many y_unit. A row begins at the
first integer right of a knot, so between integers of one row the function is a line; value and slope are rounded to
multiples of 2^-shift, and the sum, which is exact in 64 bits, to the nearest integer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from flint import fmpq

from sparsest.errors import DataError
from sparsest.exact.decimals import format_short
from sparsest.interchange.c import Stated, c_array, comment
from sparsest.spline import Spline

__all__ = ["FixedPoint", "c_of_integers", "fixed_point"]

# Sums stay below 2^62. A row is so short that the rounding of its slope makes at most 1/16.
_ROOM, _SIXTEENTHS = 62, 3
#: Up to so many inputs all of them are tried; beyond, the error is bounded by an argument.
ALL_TRIED = 1 << 16


class FixedPoint(NamedTuple):
    """A table of integers.

    Parameters
    ----------
    bits : int
        32 or 16, of inputs and outputs.
    first, last : int
        The inputs; those beyond are taken for the nearest of them.
    start, value, slope : tuple of int, shape (m,)
        Of each row: its first input; value there and slope, times 2^shift. Half a unit and `base` are in the values.
    shift : int
        Places behind the binary point.
    base : int
        What is taken off at the end, so that nothing negative is shifted.

    Examples
    --------
    >>> fixed_point(Spline(0, 0, [0], ["1/3"]), 16, (fmpq(-9), fmpq(9)), fmpq(1), fmpq(1)).at(7)
    2
    """

    bits: int
    first: int
    last: int
    start: tuple[int, ...]
    value: tuple[int, ...]
    slope: tuple[int, ...]
    shift: int
    base: int

    def at(self, n: int) -> int:
        """Return what the C function does, by Python's integers.

        Examples
        --------
        >>> FixedPoint(16, 0, 9, (0,), (3,), (2,), 1, 0).at(100)
        10
        """
        n = min(max(n, self.first), self.last)
        k = max(bisect_right(self.start, n) - 1, 0)
        return ((self.value[k] + self.slope[k] * (n - self.start[k])) >> self.shift) - self.base

    def error(self, spline: Spline, x_unit: fmpq, y_unit: fmpq) -> tuple[fmpq, bool]:
        """Return the largest error over all inputs, in the function's own unit, and whether it is exactly that.

        Up to 65,536 inputs all of them are tried. Beyond, it is a bound: half a unit, and the largest distance of the
        table before it is rounded, which is linear along each row and so largest at an end of one.

        Examples
        --------
        >>> f = Spline("1/3", 0)
        >>> fixed_point(f, 16, (fmpq(0), fmpq(9)), fmpq(1), fmpq(1)).error(f, fmpq(1), fmpq(1))
        (1/3, True)
        """
        if self.last - self.first < ALL_TRIED:
            every = range(self.first, self.last + 1)
            return max(abs(self.at(n) * y_unit - spline.value(n * x_unit)) for n in every), True
        ends = (*self.start[1:], self.last + 1)
        worst = fmpq(0)
        for k, (a, end) in enumerate(zip(self.start, ends, strict=True)):
            for n in (a, end - 1):
                exact = fmpq(self.value[k] + self.slope[k] * (n - a), 1 << self.shift) - self.base - fmpq(1, 2)
                worst = max(worst, abs(exact - spline.value(n * x_unit) / y_unit))
        return (worst + fmpq(1, 2)) * y_unit, False


def fixed_point(spline: Spline, bits: int, box: tuple[fmpq, fmpq], x_unit: fmpq, y_unit: fmpq) -> FixedPoint:
    """Return the table of a function at all multiples of `x_unit` in an interval, in multiples of `y_unit`.

    Parameters
    ----------
    spline : Spline
        Exact.
    bits : int
        32 or 16, of inputs and outputs.
    box : (low, high)
        The interval.
    x_unit, y_unit : fmpq
        Positive: what 1 stands for.

    Raises
    ------
    DataError
        If no multiple is in the interval, or inputs or outputs are beyond the integers of so many bits: choose other
        units or another interval.

    Examples
    --------
    >>> fixed_point(Spline(1, 0), 16, (fmpq(0), fmpq(1)), fmpq(1, 100), fmpq(1, 1000)).at(50)
    500
    """
    low, high = box
    first, last = _ceiling(low / x_unit), _floor(high / x_unit)
    if first > last:
        raise DataError(
            f"no multiple of {format_short(x_unit)} is between {format_short(low)} and {format_short(high)}; "
            "give a smaller unit"
        )
    _check_integer(bits, (first, last), "input", "x unit")

    def exact(n: int) -> fmpq:
        return spline.value(n * x_unit) / y_unit

    knots = {_ceiling(t / x_unit) for t in spline.flint.knots}
    starts = sorted({first, *(n for n in knots if first < n <= last)})
    ends = [exact(n) for start, end in _spans(starts, last) for n in (start, end)]
    lowest, highest = _floor(min(ends)), _ceiling(max(ends))
    _check_integer(bits, (lowest, highest), "output", "y unit")
    base = 2 - lowest
    shift = _ROOM - (highest + base + 4).bit_length()
    starts = sorted(set(_split(starts, last, 1 << (shift - _SIXTEENTHS))))
    half = 1 << (shift - 1)
    value = tuple(_nearest((exact(n) + base) * (1 << shift)) + half for n in starts)
    rows = list(_spans(starts, last))
    slope = tuple(_nearest((exact(b) - exact(a)) / max(b - a, 1) * (1 << shift)) for a, b in rows)
    return FixedPoint(bits, first, last, tuple(starts), value, slope, shift, base)


def _spans(starts: list[int], last: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last input of each row."""
    return zip(starts, [*(n - 1 for n in starts[1:]), last], strict=True)


def _split(starts: list[int], last: int, length: int) -> Iterator[int]:
    """Yield the beginnings of rows of at most this length."""
    for start, end in _spans(starts, last):
        yield from range(start, end + 1, length)


def _check_integer(bits: int, ends: tuple[int, int], what: str, unit: str) -> None:
    for n in ends:
        if not -(1 << (bits - 1)) <= n < 1 << (bits - 1):
            raise DataError(
                f"the {what} {format_short(fmpq(n))} is no integer of {bits} bits; give a larger {unit}, or another box"
            )


def _floor(value: fmpq) -> int:
    return int(value.p // value.q)


def _ceiling(value: fmpq) -> int:
    return -int(-value.p // value.q)


def _nearest(value: fmpq) -> int:
    return _floor(value + fmpq(1, 2))


def c_of_integers(table: FixedPoint, stated: Stated) -> str:
    """Return the C file of a table of integers.

    Examples
    --------
    >>> print(c_of_integers(FixedPoint(16, 0, 9, (0,), (3,), (2,), 1, 0), Stated("f", [])).splitlines()[-1])
    }
    """
    type_, name = f"int{table.bits}_t", stated.name
    tables = "\n".join(
        c_array(f"static const int64_t {label}[{len(values)}]", [_literal(a) for a in values])
        for label, values in (("start", table.start), ("value", table.value), ("slope", table.slope))
    )
    return f"""{comment(stated.lines)}
#include <stddef.h>
#include <stdint.h>

{tables}
{type_} {name}({type_} x);

{type_} {name}({type_} x)
{{
    size_t piece = 0;
    size_t left = {len(table.start)};
    int64_t n = x;
    int64_t scaled;

    n = n < {_literal(table.first)} ? {_literal(table.first)} : n;
    n = n > {_literal(table.last)} ? {_literal(table.last)} : n;
    while (left > 1) {{
        size_t half = left / 2;
        piece += half * (size_t)(n >= start[piece + half]);
        left -= half;
    }}
    scaled = value[piece] + slope[piece] * (n - start[piece]);
    return ({type_})((scaled >> {table.shift}) - {_literal(table.base)});
}}
"""


def _literal(n: int) -> str:
    # The macro is for unsigned literals.
    return f"INT64_C({n})" if n >= 0 else f"(-INT64_C({-n}))"
