"""Reading of the arrays that the fast path takes: float64, or what float64 holds exactly."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sparsest.errors import DataError

__all__ = ["Doubles", "Integers", "as_doubles", "as_offsets"]

Doubles: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]


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
        exact for the number given. Say which one you mean: `values.astype(numpy.float64)`.

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
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise DataError(f"{name} is no array of numbers ({error}); give one column of float64") from None
    if array.dtype.kind in "iu":
        doubles = array.astype(np.float64)
        _check_integers(array, doubles, name)
        return doubles
    if array.dtype.kind != "f" or array.dtype.itemsize != 8:
        raise DataError(
            f"{name} has type {array.dtype}; the fast path takes float64 and is exact for the very numbers given: "
            f"convert with {name}.astype(numpy.float64) if those are the numbers you mean"
        )
    if not hasattr(values, "__array__"):
        # A list may mix floats with integers; NumPy rounds these without a word.
        _check_integers(values, array, name)
    return np.asarray(array, dtype=np.float64, order="C")


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
    given = np.asarray(offsets)
    if given.ndim != 1 or given.size == 0 or given.dtype.kind not in "iu":
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
