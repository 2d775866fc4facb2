"""Arrays that are Python objects: those of NumPy and what turns into one, PyTorch's tensors, and lists, exactly."""

from __future__ import annotations

from decimal import Decimal
from numbers import Rational
from typing import Any

import numpy as np
from flint import fmpq

from sparsest.errors import DataError, one_line
from sparsest.exact.rationals import is_sequence, to_rational
from sparsest.interchange.shapes import MOST_NUMBERS
from sparsest.interchange.tensors import MAX_AXES, numbers_of, shown_name

__all__ = ["array_of"]

# What may stand in lists.
_NUMBERS = float | int | str | np.generic | fmpq | Decimal | Rational


def array_of(name: str, tensor: str, value: Any) -> np.ndarray:
    """Return the numbers that an object holds: floats or integers of the machine, or `fmpq` where it takes them.

    Parameters
    ----------
    name, tensor : str
        What holds it and what it is called there, for messages.
    value : array, tensor, number or list
        Arrays of NumPy and what turns into one; PyTorch's tensors, bfloat16 as float32, which holds all of its numbers;
        numbers and lists of them, of lists and of arrays: int, float, `Fraction`, `Decimal`, and text in lists, each
        exactly, whatever stands beside it.

    Raises
    ------
    DataError
        If it holds something else, or numbers that are not finite; give a dense array of float32 or float64.

    Examples
    --------
    >>> array_of("the dict", "w", np.array([0.5, 2.0]))
    array([0.5, 2. ])
    >>> array_of("the dict", "w", [[2**53 + 1], ["1/3"]]).tolist()
    [[9007199254740993], [1/3]]
    """
    value = _plain(name, tensor, value)
    if isinstance(value, np.ndarray) and value.dtype != object:
        return numbers_of(name, tensor, value)
    return _exactly(name, tensor, value)


def _plain(name: str, tensor: str, value: Any) -> Any:
    """Return an array of what is one; numbers and lists as they are, for NumPy would round some of them."""
    if isinstance(value, Rational | Decimal | fmpq) or (is_sequence(value) and not _is_array(value)):
        return value
    try:
        if hasattr(value, "detach"):
            value = value.detach().cpu()
            value = (value.float() if "bfloat16" in str(value.dtype) else value).numpy()
        array = np.asarray(value)
        return array.astype(np.float32) if array.dtype.name == "bfloat16" else array
    except Exception as error:  # it is code of others: of float8, sparse, quantised, meta and negative tensors, ...
        raise DataError(
            f"{name}: {shown_name(tensor)} is a {one_line(type(value).__name__, 40)} that gives no array "
            f"({one_line(str(error), 120)}); give a dense one of float32 or float64"
        ) from None


def _is_array(value: Any) -> bool:
    return hasattr(value, "detach") or hasattr(type(value), "__array__")


def _exactly(name: str, tensor: str, value: Any) -> np.ndarray:
    """Return numbers, or lists of lists of them, as an array of `fmpq`: level by level, each of one length."""
    level, shape = [value], list[int]()
    while lists := [part for part in level if _has_entries(part)]:
        size, count = len(lists[0]), len(level)
        if len(lists) != count or any(len(part) != size for part in lists):
            raise DataError(f"{name}: {shown_name(tensor)} has rows of different lengths; give each as many entries")
        shape.append(size)
        if len(shape) > MAX_AXES or count * size > MOST_NUMBERS:
            raise DataError(
                f"{name}: {shown_name(tensor)} has {len(shape)} axes and {count * size} entries; "
                f"at most {MAX_AXES} and {MOST_NUMBERS} are read"
            )
        level = [e if isinstance(e, _NUMBERS) else _plain(name, tensor, e) for part in lists for e in part]
    found = np.empty(len(level), object)
    for k, entry in enumerate(level):
        try:
            found[k] = _number(entry)
        except DataError as error:
            at = ", ".join(str(axis) for axis in np.unravel_index(k, shape)) if shape else ""
            where = f", entry {at}" if at else ""
            raise DataError(f"{name}: {shown_name(tensor)}{where} {error}") from None
    return found.reshape(shape)


def _has_entries(value: Any) -> bool:
    if isinstance(value, _NUMBERS):
        return False
    return value.ndim > 0 if isinstance(value, np.ndarray) else is_sequence(value)


def _number(entry: Any) -> fmpq:
    if isinstance(entry, np.ndarray):  # of no axes
        entry = entry[()]
    if not isinstance(entry, _NUMBERS):
        raise DataError(f"is a {one_line(type(entry).__name__, 40)} and no array of numbers")
    try:
        return to_rational(entry)
    except DataError as error:
        raise DataError(f"is no finite number: {error}") from None
