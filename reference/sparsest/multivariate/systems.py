"""Small linear systems in rationals, and short rationals: what the constructions of networks are made with."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq, fmpq_mat, fmpz, fmpz_mat

from sparsest.multivariate.arrangement import Vector

__all__ = ["RowMatrix", "basic_solution", "kernel_vector", "numerators", "row_products", "short_above", "short_between"]

_ZERO, _TWO = fmpq(0), fmpq(2)


def row_products(rows: Sequence[Vector], w: Vector) -> list[fmpq]:
    """Return the product of each row with w.

    Examples
    --------
    >>> row_products([(fmpq(1), fmpq(2))], (fmpq(3), fmpq(4)))
    [11]
    """
    used = [(k, a) for k, a in enumerate(w) if a != 0]
    return [sum((row[k] * a for k, a in used), _ZERO) for row in rows]


def numerators(vector: Vector) -> tuple[list[fmpz], fmpz]:
    """Return the numerators over the least common denominator, and that.

    Examples
    --------
    >>> numerators((fmpq(1, 2), fmpq(2, 3)))
    ([3, 4], 6)
    """
    whole, denominator = fmpq_mat(1, len(vector), vector).numer_denom()
    return whole.entries(), denominator


class RowMatrix:
    """Rows that are multiplied with many vectors: the products of long numbers are many times faster in integers.

    Parameters
    ----------
    rows : sequence of vectors
        All of one length.

    Attributes
    ----------
    whole : list of list of fmpz
        Each row times its least common denominator.

    Examples
    --------
    >>> RowMatrix([(fmpq(3), fmpq(1)), (fmpq(1, 2), fmpq(1))]).products((fmpq(1, 2), fmpq(1)))
    [5/2, 5/4]
    """

    def __init__(self, rows: Sequence[Vector]) -> None:
        split = [numerators(row) for row in rows]
        self.whole, self._denominators = [row for row, _ in split], [q for _, q in split]
        self._matrix = fmpz_mat(self.whole)

    def products(self, w: Vector) -> list[fmpq]:
        """Return the product of each row with w."""
        whole, denominator = numerators(w)
        found = (self._matrix * fmpz_mat([[a] for a in whole])).entries()
        return [fmpq(a, denominator * q) for a, q in zip(found, self._denominators, strict=True)]


def basic_solution(rows: Sequence[Vector], right: Sequence[fmpq]) -> Vector | None:
    """Return a solution w of rows . w = right with at most rank(rows) nonzeros, as far left as can be; None if none.

    Examples
    --------
    >>> basic_solution([(fmpq(1), fmpq(2))], [fmpq(3)])
    (3, 0)
    """
    width = len(rows[0])
    entries = [a for row, b in zip(rows, right, strict=True) for a in (*row, b)]
    reduced, size = fmpq_mat(len(rows), width + 1, entries).rref()
    solution = [_ZERO] * width
    for i in range(size):
        pivot = next(k for k in range(width + 1) if reduced[i, k] != 0)
        if pivot == width:
            return None
        solution[pivot] = reduced[i, width]
    return tuple(solution)


def kernel_vector(rows: Sequence[Vector]) -> Vector:
    """Return the nonzero w with rows . w = 0, for d independent rows of length d+1.

    Examples
    --------
    >>> kernel_vector([(fmpq(1), fmpq(2))])
    (-2, 1)
    """
    width = len(rows[0])
    reduced, size = fmpq_mat(len(rows), width, [a for row in rows for a in row]).rref()
    pivots = [next(k for k in range(width) if reduced[i, k] != 0) for i in range(size)]
    free = next(k for k in range(width) if k not in pivots)
    w = [_ZERO] * width
    w[free] = fmpq(1)
    for i, pivot in enumerate(pivots):
        w[pivot] = -reduced[i, free]
    return tuple(w)


def short_between(low: fmpq, high: fmpq) -> fmpq:
    """Return a number of few bits strictly between: 0 if it is, else a multiple of a power of two near the middle.

    Examples
    --------
    >>> short_between(fmpq(1, 3), fmpq(2, 3)), short_between(fmpq(-1), fmpq(2))
    (1/2, 0)
    """
    if low < 0 < high:
        return _ZERO
    unit = _unit(high - low, 2)  # at most half of it, so that rounding moves the middle by a quarter of it
    return fmpq(((low + high) / 2 / unit + fmpq(1, 2)).floor()) * unit


def short_above(value: fmpq) -> fmpq:
    """Return a number of few bits that is at least the value, which is >= 0, and at most 9/8 of it.

    Examples
    --------
    >>> short_above(fmpq(1000, 3)), short_above(fmpq(1, 3)), short_above(fmpq(0))
    (336, 11/32, 0)
    """
    if value == 0:
        return value
    unit = _unit(value, 4)
    return fmpq((value / unit).ceil()) * unit


def _unit(value: fmpq, bits: int) -> fmpq:
    """Return a power of two, at most the value / 2^(bits-1) and at least the value / 2^(bits+1), for a value > 0."""
    return _TWO ** (int(value.p).bit_length() - int(value.q).bit_length() - bits)
