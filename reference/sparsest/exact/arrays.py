"""Vectors and matrices as users have them (lists, arrays, columns), read entry by entry and exactly."""

from __future__ import annotations

from typing import Any

from flint import fmpq

from sparsest.errors import DataError, UsageError, short
from sparsest.exact.rationals import is_sequence, to_rational

__all__ = ["exact_matrix", "exact_vector"]


def exact_vector(name: str, values: Any, size: int | None = None) -> tuple[fmpq, ...]:
    """Return the entries of a vector, exactly.

    Parameters
    ----------
    name : str
        What it is called, for messages.
    values : sequence, shape (n,)
        Of numbers as `to_rational` takes them.
    size : int, optional
        n, where it is known.

    Raises
    ------
    UsageError
        If it has no entries in an order, or another number of them.
    DataError
        If an entry is no finite number; the message says which.

    Examples
    --------
    >>> exact_vector("b", [0.5, "1/3"])
    (1/2, 1/3)
    """
    if not is_sequence(values) or getattr(values, "ndim", 1) != 1:
        raise UsageError(f"{name} = {short(values)}: give a list of numbers")
    entries = list(values)
    if size is not None and len(entries) != size:
        raise UsageError(f"{name} has {len(entries)} entries; give {size}")
    return tuple(_entry(f"{name}[{k}]", value) for k, value in enumerate(entries))


def exact_matrix(name: str, values: Any, rows: int) -> tuple[tuple[fmpq, ...], ...]:
    """Return the rows of a matrix, exactly.

    Parameters
    ----------
    name : str
        What it is called, for messages.
    values : sequence of sequence, shape (rows, d)
        Of numbers as `to_rational` takes them.
    rows : int
        How many there are.

    Raises
    ------
    UsageError
        If it is no list of so many lists of one length.
    DataError
        If an entry is no finite number; the message says which.

    Examples
    --------
    >>> exact_matrix("w", [[1, 0.5], ["1/3", 0]], 2)
    ((1, 1/2), (1/3, 0))
    """
    if not is_sequence(values) or getattr(values, "ndim", 2) != 2:
        raise UsageError(f"{name} = {short(values)}: give a list of lists of numbers, one for each row")
    entries = list(values)
    if len(entries) != rows:
        raise UsageError(f"{name} has {len(entries)} rows; give {rows}")
    found: list[tuple[fmpq, ...]] = []
    for k, row in enumerate(entries):
        found.append(exact_vector(f"{name}[{k}]", row, len(found[0]) if found else None))
    return tuple(found)


def _entry(name: str, value: Any) -> fmpq:
    try:
        return value if isinstance(value, fmpq) else to_rational(value)
    except DataError as error:
        raise DataError(f"{name}: {error}") from None
