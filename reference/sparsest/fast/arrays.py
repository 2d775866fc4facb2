"""Reading of what the fast path is given: float64 or what float64 holds exactly, offsets, exponents, threads."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable
from numbers import Number
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sparsest.errors import DataError, UsageError
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import RationalLike, has_order, is_sequence

__all__ = ["Doubles", "Integers", "as_doubles", "as_exponents", "as_offsets", "as_threads", "as_tolerance"]

Doubles: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

# Types of entries that a list may hold; subclasses such as bool mean something else.
_NUMBERS = (float, int, np.float64)
_CONVERT = "numpy.asarray({name}, numpy.float64)"
# What to do with an array of another kind; an array of float32 is of the kind "f".
_CURES = {
    "f": "the fast path takes float64 and is exact for the very numbers given: "
    f"convert with {_CONVERT} if those are the numbers you mean",
    "b": f"truth values are no numbers: convert with {_CONVERT} if False is 0 and True is 1",
    "c": "complex numbers are no inputs or labels: give numpy.real({name}) if every imaginary part is 0",
    "M": "times are no numbers: give the time since a start, "
    "numpy.subtract({name}, {name}[0]) / numpy.timedelta64(1, 's')",
    "m": "spans of time are no numbers: say in which unit, numpy.divide({name}, numpy.timedelta64(1, 's'))",
    "U": "text is no number: sparsest.solve(sparsest.Dataset(x, y)) reads it exactly; "
    f"{_CONVERT} rounds it to the nearest doubles",
}
_CURES["S"] = _CURES["U"]


def as_doubles(values: ArrayLike, name: str) -> Doubles:
    """Return an array of doubles with the same values, of any shape; a contiguous float64 array is not copied.

    Parameters
    ----------
    values : array_like of float64 or integers
        Not contiguous, not aligned, read-only or byte-swapped is fine. Integers must be doubles: exactly, not nearly.
    name : str
        What to call the array in error messages.

    Raises
    ------
    DataError
        On any other type, float32 above all: 0.1 in float32 is another number than 0.1 in float64, and the answer is
        exact for the number given. Say which one you mean: `numpy.asarray(values, numpy.float64)`. The message names
        the entry that is no double, or the type, and what to do.

    Examples
    --------
    >>> as_doubles([1, 2], "x")
    array([1., 2.])
    >>> as_doubles(np.float32([0.1]), "y")
    Traceback (most recent call last):
    sparsest.errors.DataError: y has type float32; the fast path takes float64 ...
    """
    if np.ma.is_masked(values):
        raise DataError(f"{name} has masked entries; leave these points out: {name}[~mask]")
    array = _as_array(values, name)
    if array.dtype.kind not in "iu" and (array.dtype.kind != "f" or array.dtype.itemsize != 8):
        raise DataError(f"{name} has type {array.dtype}; {_cure(array, name)}")
    if not hasattr(values, "__array__"):
        _check_entries(values, name)
    if array.dtype.kind in "iu":
        doubles = array.astype(np.float64)
        _check_integers(array, doubles, name)
        return doubles
    if not hasattr(values, "__array__"):
        # A list may mix floats with integers; NumPy rounds these without a word.
        _check_integers(values, np.asarray(array, np.float64), name)
    return np.asarray(array, dtype=np.float64, order="C")


def _as_array(values: ArrayLike, name: str) -> NDArray[np.generic]:
    if not isinstance(values, np.ndarray | str | bytes) and not has_order(values):
        raise DataError(f"{name}: {type(values).__name__} is no array: give a list or an array of numbers")
    try:
        return np.asarray(values)
    except (ValueError, TypeError, RuntimeError, OverflowError) as error:
        raise DataError(f"{name} is no array of numbers ({error}); give one column of float64") from None


def _cure(array: NDArray[np.generic], name: str) -> str:
    """Return what is wrong with an array that holds no doubles, with the first entry that says so, and what to do."""
    cure = _CURES.get(array.dtype.kind)
    if cure is not None:
        first = f"entry 0 is {_shown(array.flat[0].item())}; " if array.size and array.dtype.kind in "US" else ""
        if array.dtype.kind in "mM" and np.isnat(array).any():
            first = f"entry {int(np.flatnonzero(np.isnat(array))[0])} is NaT, no time: leave the point out; "
        return first + cure.format(name=name)
    if array.dtype.kind != "O":
        return "give one column of float64"
    if array.ndim == 0:
        return f"{type(array.item()).__name__} is no array: give a list or an array of numbers"
    found: Iterable[tuple[int, object]] = enumerate(array.flat)
    entries = ((k, value) for k, value in found if not _is_number(value))
    k, value = next(entries, (-1, object()))
    if k < 0:
        return f"its entries are numbers: convert with {_CONVERT.format(name=name)}"
    if not isinstance(value, str | Number):
        return _name(k, value) + "give a number, or leave the point out"
    nearest = f"convert with {_CONVERT.format(name=name)} if the nearest doubles will do; "
    return _name(k, value) + nearest + "sparsest.solve is exact for fractions, decimals, long integers and text"


def _shown(value: object) -> str:
    """Return a short text for any value; integers of thousands of digits have none in Python."""
    try:
        return reprlib.repr(value)
    except ValueError:
        return f"a number of type {type(value).__name__} too long to be shown"


def _name(k: int, value: object) -> str:
    return f"entry {k} is {_shown(value)} of type {type(value).__name__}; "


def _is_number(value: object) -> bool:
    """Return whether an entry is a float64 or an integer that float64 may hold."""
    if isinstance(value, np.integer):
        # For NumPy, spans of time are integers.
        return not isinstance(value, np.timedelta64)
    return type(value) is float or type(value) is np.float64 or (type(value) is int and abs(value) < 2**64)


def _check_entries(values: ArrayLike, name: str) -> None:
    """Raise a `DataError` if a list holds what NumPy made a number of without a word: a truth value, a float32."""
    entries = np.asarray(values, dtype=object)
    if all(kind in _NUMBERS or issubclass(kind, np.integer) for kind in {type(value) for value in entries.flat}):
        return
    for k, value in enumerate(entries.flat):
        if not _is_number(value):
            kind = np.asarray(value).dtype.kind
            raise DataError(f"{name}: {_name(k, value)}{_CURES.get(kind, 'give floats').format(name=name)}")


def _check_integers(values: ArrayLike, doubles: Doubles, name: str) -> None:
    """Raise a `DataError` if an integer was rounded."""
    large = np.flatnonzero(np.abs(doubles) >= 2.0**53)
    if large.size:
        # Compared as Python's integers: a round trip through int64 could wrap around.
        given = np.asarray(values, dtype=object)
        for k in large.tolist():
            value = given.flat[k]
            if isinstance(value, int | np.integer) and int(value) != int(doubles.flat[k]):
                raise DataError(f"{name}, entry {k}: {value} is no double; use sparsest.solve, which is exact")


def as_offsets(offsets: ArrayLike, total: int) -> Integers:
    """Return where data sets begin in the joined arrays, the total as the last entry; checked.

    Examples
    --------
    >>> as_offsets([0, 3], 5)
    array([0, 3, 5])
    """
    given = _as_array(offsets, "offsets")
    listed: Iterable[object] = [] if hasattr(offsets, "__array__") else np.asarray(offsets, dtype=object).flat
    whole = given.ndim == 1 and given.size > 0 and given.dtype.kind in "iu" and not np.ma.is_masked(offsets)
    if not whole or not all(_is_number(value) for value in listed):
        raise DataError("offsets is no list of integers; give the index where each data set begins, the first 0")
    starts = given.astype(np.int64)
    if starts[-1] != total:
        starts = np.append(starts, total)
    if starts[0] != 0:
        raise DataError(f"offsets begin with {starts[0]}; the first data set begins at 0")
    empty = np.flatnonzero(np.diff(starts) <= 0)
    if empty.size:
        k = int(empty[0])
        raise DataError(
            f"offsets, entry {k}: data set {k} would go from {starts[k]} to {starts[k + 1]}; "
            f"every data set needs a point, and all {total} points belong to one"
        )
    return starts


def as_tolerance(tolerance: ArrayLike, shape: tuple[int, ...]) -> Doubles:
    """Return half the heights of the gates of labels of a shape: one for all, or one for each, joined; checked.

    Parameters
    ----------
    tolerance : float64, or array_like of float64
        One, or of the labels' shape; of that of one row, for rows that share it. Infinity is no gate.
    shape : tuple of int
        The shape of the labels.

    Raises
    ------
    DataError
        If there are not as many as labels, or one is no double, not a number or negative; the message names it.

    Examples
    --------
    >>> as_tolerance(0.5, (3,)), as_tolerance([0, 1, np.inf], (2, 3))
    (array([0.5]), array([ 0.,  1., inf,  0.,  1., inf]))
    >>> as_tolerance([0, -1], (2,))
    Traceback (most recent call last):
    sparsest.errors.DataError: tolerance, entry 1: -1.0 is negative; a tolerance is a number >= 0, or infinite
    """
    shapeless = isinstance(tolerance, np.ndarray) and tolerance.ndim == 0
    one = shapeless or not is_sequence(tolerance)
    given: Any = np.reshape(tolerance, 1) if shapeless else [tolerance] if one else tolerance
    widths = as_doubles(given, "tolerance")
    if not one and widths.shape not in (shape, shape[1:]):
        raise DataError(
            f"tolerance has shape {widths.shape} and y has shape {shape}; give one number for all points, or one for "
            "each"
        )
    wrong = np.flatnonzero(~(widths >= 0))
    if wrong.size:
        k = int(wrong[0])
        value = float(widths.flat[k])
        said = "is negative" if value < 0 else "is no number"
        where = f"tolerance = {value}" if one else f"tolerance, entry {k}: {value}"
        raise DataError(f"{where} {said}; a tolerance is a number >= 0, or infinite")
    return widths if one else np.ascontiguousarray(np.broadcast_to(widths, shape)).reshape(-1)


def as_exponents(exponents: Iterable[RationalLike | Exponent]) -> list[Exponent]:
    """Return the exponents of a list, in its order.

    Raises
    ------
    UsageError
        If it is no list (text is one exponent, a set has no order), or an entry is no exponent; put them in a list.

    Examples
    --------
    >>> [p.name for p in as_exponents(["1/2", 0.25, "0+"])]
    ['1/2', '1/4', '0+']
    >>> as_exponents("1/2")
    Traceback (most recent call last):
    sparsest.errors.UsageError: exponents = '1/2' is no list; give one, such as ["1/2", "0+"]
    """
    if not has_order(exponents) or not isinstance(exponents, Iterable):
        raise UsageError(f'exponents = {_shown(exponents)} is no list; give one, such as ["1/2", "0+"]')
    if isinstance(exponents, np.ndarray) and exponents.ndim != 1:
        raise UsageError(f"exponents has shape {exponents.shape}; give a list of exponents")
    return [Exponent.read(p) for p in exponents]


def as_threads(threads: int) -> int:
    """Return a number of threads, checked.

    Raises
    ------
    UsageError
        If it is no integer, or less than 1.

    Examples
    --------
    >>> as_threads(2)
    2
    >>> as_threads(1.5)
    Traceback (most recent call last):
    sparsest.errors.UsageError: threads = 1.5 is no integer; give 1, 2, 3, ...
    """
    if isinstance(threads, bool | np.timedelta64) or not isinstance(threads, int | np.integer):
        raise UsageError(f"threads = {_shown(threads)} is no integer; give 1, 2, 3, ...")
    if threads < 1:
        raise UsageError(f"threads = {_shown(threads)}; at least one thread does the work")
    return int(threads)
