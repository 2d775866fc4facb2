"""Powers of two that bring the numbers of a linear program into the range of floats, exactly.

A basis stays optimal when rows, columns and right-hand sides are multiplied by positive numbers, so a proposal for the
scaled program is one for the program itself; what proves it is computed from the numbers as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flint import fmpq

from sparsest.exact.decimals import binary_exponent
from sparsest.linear.basis import Model
from sparsest.linear.tableau import Bound

__all__ = ["Scaling", "scaled_floats", "shifted_float"]

# Between these powers of two HiGHS takes numbers as they are: it drops entries below 1e-9 and refuses those from 1e15.
_LEAST, _LARGEST = -29, 49
_ROUNDS = 4
# Floats whose squares are far from both ends of their range.
_FLOATS = 450
_LEAST_FLOAT = 5e-324


class Scaling(NamedTuple):
    """The exponents: row i of the scaled program is 2^rows[i] row i, z_k = 2^(columns[k] - right) z'_k.

    Parameters
    ----------
    rows, columns : list of int
        One for each row and column.
    right : int
        That of all sides and bounds together.

    Examples
    --------
    >>> from sparsest.linear.program import LinearProgram
    >>> Scaling.of(LinearProgram(1, [([3], 5)]))
    Scaling(rows=[0], columns=[0], right=0)
    >>> Scaling.of(LinearProgram(1, [([fmpq(2) ** 2000], fmpq(2) ** 4000)]))
    Scaling(rows=[-2000], columns=[0], right=-2000)
    """

    rows: list[int]
    columns: list[int]
    right: int

    @classmethod
    def of(cls, program: Model) -> Scaling:
        """Return the scaling of a program: none at all where its numbers are in range as they are."""
        rows, columns = [0] * len(program.rows), [0] * program.columns
        entries: list[tuple[int, int, int]] = []
        for i, row in enumerate(program.rows):
            program.clock.check()
            entries += [(i, k, binary_exponent(a)) for k, a in row.items() if a != 0]
        sizes = [e for _, _, e in entries]
        sizes += _exponents([*program.sides, *program.lower, *program.upper])
        if all(_LEAST <= e <= _LARGEST for e in sizes):
            return cls(rows, columns, 0)
        for _ in range(_ROUNDS):
            rows = _levelled(len(rows), ((i, e + columns[k]) for i, k, e in entries))
            columns = _levelled(len(columns), ((k, e + rows[i]) for i, k, e in entries))
        right = [e + r for r, side in zip(rows, program.sides, strict=True) for e in _exponents([side])]
        for ends in (program.lower, program.upper):
            right += [e - c for c, end in zip(columns, ends, strict=True) for e in _exponents([end])]
        return cls(rows, columns, -max(right, default=0))

    def cost(self, cost: Mapping[int, fmpq]) -> Iterator[tuple[int, float]]:
        """Yield the costs of the scaled columns, times a power of two that brings the largest into range.

        Examples
        --------
        >>> list(Scaling([], [0, 0], 0).cost({0: fmpq(2) ** 3000, 1: fmpq(2) ** 2999}))
        [(0, 1.0), (1, 0.5)]
        """
        top = max((binary_exponent(c) + self.columns[k] for k, c in cost.items() if c != 0), default=0)
        common = 0 if _LEAST <= top <= _LARGEST else -top
        return ((k, shifted_float(c, self.columns[k] + common)) for k, c in cost.items())


def scaled_floats(values: Sequence[fmpq]) -> list[float]:
    """Return floats in the ratios of the values: rounded, times one power of two if the largest is out of range.

    For choices that depend on ratios only. What is not 0 does not become 0.

    Examples
    --------
    >>> scaled_floats([fmpq(1, 3), fmpq(0)]), scaled_floats([fmpq(2) ** 5000, fmpq(2) ** 4999])
    ([0.3333333333333333, 0.0], [1.0, 0.5])
    """
    top = max((binary_exponent(value) for value in values if value != 0), default=0)
    shift = 0 if abs(top) <= _FLOATS else -top
    return [
        shifted_float(value, shift) or (_LEAST_FLOAT if value > 0 else -_LEAST_FLOAT) if value != 0 else 0.0
        for value in values
    ]


def shifted_float(value: fmpq, shift: int) -> float:
    """Return the float nearest to value 2^shift.

    Raises
    ------
    OverflowError
        If that is beyond the range of floats.

    Examples
    --------
    >>> shifted_float(fmpq(1, 3) / fmpq(2) ** 5000, 5001)
    0.6666666666666666
    """
    top, bottom = int(value.p), int(value.q)
    return (top << shift) / bottom if shift >= 0 else top / (bottom << -shift)


def _exponents(values: Iterable[Bound]) -> list[int]:
    return [binary_exponent(value) for value in values if value is not None and value != 0]


def _levelled(count: int, sizes: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each line minus the middle of the exponents in it."""
    ends: list[tuple[int, int] | None] = [None] * count
    for line, e in sizes:
        low, high = ends[line] or (e, e)
        ends[line] = min(low, e), max(high, e)
    return [0 if pair is None else -((pair[0] + pair[1]) // 2) for pair in ends]
