"""The exact answers to what the greedy over doubles could not decide, in rational arithmetic.

The kernels call these while they run: `turn` and `last` are C functions, and what a kernel asks is decided before it
goes on. Exceptions cannot pass through C, so they wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import CFUNCTYPE, c_int64, c_void_p, cast
from functools import partial
from typing import Any

import numpy as np
from flint import fmpq

from sparsest.fast.arrays import Doubles, Integers
from sparsest.fast.compiled import DISABLED
from sparsest.fast.hulls import FIRST, SIZE, A, B
from sparsest.fast.lines import LAST
from sparsest.fast.referee import nearest_double

__all__ = ["ExactLine", "Umpire"]

#: Slope and intercept.
ExactLine = tuple[fmpq, fmpq]
_SMALLEST = 5e-324
_C_FUNCTION = CFUNCTYPE(c_int64, *[c_int64] * 4)


class Umpire:
    """Decides turns, last lines and knots of gates exactly.

    Parameters
    ----------
    x, y : float64 arrays, shape (n,)
        The points of all data sets.
    widths : float64 array, shape (n,) or (1,)
        Half the heights of the gates.

    Examples
    --------
    >>> import numpy as np
    >>> umpire = Umpire(np.arange(3.0), np.array([0.0, 3.0, 0.0]), np.array([1.0]))
    >>> umpire.turn(0, 1, 2, 5)  # the ceilings of 0 and 2 and the floor of 1
    1
    >>> umpire.turns
    1
    """

    def __init__(self, x: Doubles, y: Doubles, widths: Doubles) -> None:
        self._x, self._y, self._widths = x, y, widths
        self.turns = self.lines = self.knots = 0

    def end(self, i: int, side: int) -> fmpq:
        """Return an end of gate i: its ceiling for side 1, its floor for -1."""
        return _exact(self._y[i]) + side * _exact(self._widths[i % self._widths.size])

    def _at(self, i: int) -> fmpq:
        return _exact(self._x[i])

    def turn(self, i: int, j: int, k: int, sides: int) -> int:
        """Return the sign of the turn of three ends, as `sparsest.fast.turns.turn`; the sides are bits, 1 a ceiling."""
        self.turns += 1
        s, t, r = (1 if sides & bit else -1 for bit in (4, 2, 1))
        start, at = self.end(i, s), self._at(i)
        run, next_run = self._at(j) - at, self._at(k) - at
        value = (self.end(j, t) - start) * next_run - (self.end(k, r) - start) * run
        return (value > 0) - (value < 0)

    def slope(self, i: int, j: int, side: int) -> fmpq:
        """Return the slope from the end `side` of gate i to the other end of gate j."""
        return (self.end(j, -side) - self.end(i, side)) / (self._at(j) - self._at(i))

    def last_slope(self, last: Sequence[int] | Integers) -> fmpq:
        """Return the slope of a last line, see `sparsest.fast.lines.LAST`."""
        _, _, a, b, c, d = map(int, last)
        found = [self.slope(i, j, side) for i, j, side in ((a, b, 1), (c, d, -1)) if i >= 0]
        return sum(found, fmpq(0)) / max(1, len(found))

    def last(self, hulls: list[list[int]], touched: list[list[int]]) -> list[int]:
        """Return what holds the last line, given the hulls of the lowest and the highest line and what they touch."""
        least, greatest = touched
        if len(least) < len(greatest) and self.slope(greatest[0], greatest[1], -1) >= 0:
            greatest = []
        if len(greatest) < len(least) and self.slope(least[0], least[1], 1) <= 0:
            least = []
        found = [*(least or [-1, -1]), *(greatest or [-1, -1])]
        slope = self.last_slope([-1, -1, *found])
        ceiling, floor = (self._next_to(hull, side, slope) for hull, side in zip(hulls, (1, -1), strict=True))
        return [floor, ceiling, *found]

    def _next_to(self, hull: list[int], side: int, slope: fmpq) -> int:
        """Return the gate of a hull that a line of this slope beyond all of it is next to."""
        low, high = 0, len(hull) - 1
        while low < high:
            k = (low + high) // 2
            run = self._at(hull[k + 1]) - self._at(hull[k])
            if side * (self.end(hull[k + 1], side) - self.end(hull[k], side) - slope * run) > 0:
                high = k
            else:
                low = k + 1
        return hull[low]

    def line(self, bend: Sequence[int] | Integers) -> ExactLine:
        """Return the line of the link that ends with a bend (sign, a, b, c)."""
        sign, a, b, _ = map(int, bend)
        slope = self.slope(a, b, -sign)
        return slope, self.end(a, -sign) - slope * self._at(a)

    def last_line(self, last: Sequence[int] | Integers) -> ExactLine:
        """Return a last line."""
        slope = self.last_slope(last)
        if last[0] < 0:
            return slope, fmpq(0)
        both = ((int(last[0]), -1), (int(last[1]), 1))
        return slope, sum(self.end(i, side) - slope * self._at(i) for i, side in both) / fmpq(2)

    def knot(self, line: ExactLine, following: ExactLine) -> tuple[float, float]:
        """Return where a line meets the next one, and the slope change, rounded correctly; the change never to 0."""
        self.knots += 1
        change = following[0] - line[0]
        rounded = nearest_double(change) or (_SMALLEST if change > 0 else -_SMALLEST)
        return nearest_double((line[1] - following[1]) / change), rounded

    @contextmanager
    def asked(self, hulls: Integers, states: Integers, lasts: Integers) -> Iterator[tuple[Any, Any]]:
        """Return what a kernel calls to have a turn, and the last line of a data set, whose memory this is.

        What is raised meanwhile is raised at the end; the kernel's results are void then.
        """
        failures: list[BaseException] = []
        last = partial(self._write_last, hulls.reshape(2, -1), states.reshape(2, -1), lasts)
        # Kept until the kernel is done.
        functions: list[Any] = [_callable(_safely(answer, failures)) for answer in (self.turn, last)]
        turns, lines = (one if DISABLED else cast(one, c_void_p).value for one in functions)
        yield turns, lines
        if failures:
            raise failures[0]

    def _write_last(self, hulls: Integers, states: Integers, lasts: Integers, d: int, *_: int) -> int:
        self.lines += 1
        found = [hull[state[FIRST] : state[SIZE]].tolist() for hull, state in zip(hulls, states, strict=True)]
        touched = [[state[A], state[B]] if state[B] >= 0 else [] for state in states.tolist()]
        lasts[LAST * d : LAST * d + LAST] = self.last(found, touched)
        return 0


def _callable(answer: Callable[..., int]) -> Any:
    """Return what a kernel can call: a C function, or without compilation the function itself."""
    return answer if DISABLED else _C_FUNCTION(answer)


def _exact(value: np.float64) -> fmpq:
    return fmpq(*value.as_integer_ratio())


def _safely(answer: Callable[..., int], failures: list[BaseException]) -> Callable[..., int]:
    """Let a function raise nothing, but keep what it would have raised."""

    def safely(*numbers: int) -> int:
        try:
            return answer(*numbers)
        except BaseException as error:  # an interrupt, too, waits until the kernel is done
            failures.append(error)
            return 0

    return safely
