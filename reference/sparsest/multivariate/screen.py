"""A certified filter for `minimize.Enumeration`: which sets of faces cannot be networks of least price, by doubles.

`screen_kernel.py` walks through all sets of faces in the order of the exact enumeration. A set is passed over only if
bounds of all rounding errors prove that it costs more than the best network known, that one of its neurons is outside
its face, or that its outputs are dependent; every other set is handed out, to be looked at exactly. What decides is
therefore exact arithmetic alone, and the networks found are those of the exact walk, one for one and in its order.
docs/price_screen.md derives the bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import comb, inf, nextafter
from threading import Thread
from typing import NamedTuple

import numpy as np
from flint import arb, ctx
from numpy.typing import NDArray

from sparsest.exact.clock import Clock
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.multivariate.faces import Face

__all__ = ["Event", "Screen", "is_worthwhile", "screen"]

# Below so many sets of N rays the exact walk takes less than a second, and nothing needs to be compiled.
_WORTHWHILE = 100_000
# Numbers of more bits than this, and exponents nearer to 0 or 1, are left to exact arithmetic.
_MOST_BITS, _LEAST_P = 300, 2.0**-20
_MOST_POINTS = 12
_ROOM, _WORK = 20_000, 1 << 24
_BITS = 160
# The sum of the bounds of costs, in units of the best price, from which on a set is dearer: roundings are far below.
_LIMIT = 1.0 + 2.0**-36
_LARGEST = 2.0**900
_WAIT = 0.05


class Event(NamedTuple):
    """A set of faces that the filter cannot exclude.

    Parameters
    ----------
    whole : bool
        Whether all sets that begin with it are to be looked at; otherwise it alone.
    chosen : tuple of int
        The faces, by number.
    """

    whole: bool
    chosen: tuple[int, ...]


def is_worthwhile(faces: Sequence[Face], size: int) -> bool:
    """Return whether the exact walk for so many points takes long enough to compile a filter.

    Examples
    --------
    >>> from sparsest.multivariate.faces import faces
    >>> from sparsest.points import Points
    >>> is_worthwhile(faces(Points([[1], [2], [3]], [2, 1, 5])), 3)
    False
    """
    return comb(sum(face.dimension == 1 for face in faces), size) >= _WORTHWHILE


def screen(
    faces: Sequence[Face], normals: Sequence[Sequence[int]], labels: Sequence[int], p: Exponent, clock: Clock
) -> Screen | None:
    """Return the filter for these faces; None where numbers are too large or too many for it.

    Parameters
    ----------
    faces : sequence of Face
        As `faces.faces` makes them.
    normals : sequence of vectors
        The scaled rows and the axes.
    labels : sequence of int
        The scaled labels, not all of them 0.
    p : Exponent
        A rational in (0, 1), or "0+".
    clock : Clock
        When the kernel must be there; it is compiled by another thread, so that this ends in time.

    Raises
    ------
    OutOfTimeError
        When the time is up.

    Examples
    --------
    >>> from sparsest.multivariate.faces import faces
    >>> from sparsest.points import Points
    >>> points = Points([[1]], [2])
    >>> found = screen(faces(points), [(1, 1), (1, 0), (0, 1)], [2], Exponent.read("1/2"), Clock())
    >>> for event in found.events(PowerSum.of([(1, 2)])):
    ...     print(event.whole, event.chosen)
    False (3,)
    False (4,)
    """
    columns = [vector for face in faces for pair in (face.outputs, face.basis) for vector in pair]
    numbers = [*labels, *(a for vector in (*columns, *normals) for a in vector)]
    if max(abs(a).bit_length() for a in numbers) > _MOST_BITS or not 1 <= len(labels) <= _MOST_POINTS:
        return None
    if p.value is not None and not _LEAST_P <= float(p.fraction) <= 1 - _LEAST_P:
        return None
    made = Screen(faces, normals, labels, p)
    made.prepare(clock)
    return made


class Screen:
    """The walk, and where it is. Made by `screen`."""

    def __init__(
        self, faces: Sequence[Face], normals: Sequence[Sequence[int]], labels: Sequence[int], p: Exponent
    ) -> None:
        from sparsest.multivariate import screen_kernel  # only where there is something to compile it for

        self._kernel, self._faces, self._p = screen_kernel, faces, p
        self._float_p = float(p.fraction) if p.value is not None else 0.0
        size, width = len(labels), len(normals[0])
        outputs = [(out, base) for face in faces for out, base in zip(face.outputs, face.basis, strict=True)]
        self._shifts = [max(out).bit_length() for out, _ in outputs]
        self._label_shift = max(abs(y) for y in labels).bit_length()
        count = len(outputs)
        self._values = np.zeros((size + 1, count + 1, size))
        self._errors = np.zeros_like(self._values)
        self._bases = [base for _, base in outputs]
        basis = np.zeros((count, width))
        for c, ((out, base), shift) in enumerate(zip(outputs, self._shifts, strict=True)):
            self._values[0, c], self._errors[0, c] = _rounded(out, shift)
            basis[c] = [a / (1 << shift) for a in base]
        self._values[0, count], self._errors[0, count] = _rounded(labels, self._label_shift)
        directions = np.array([_rounded(row, max(map(abs, row)).bit_length())[0] for row in normals])
        self._data = (
            basis, directions, np.zeros((2, size + 2)), np.zeros(count + 2), np.full(count, inf),
            np.zeros((10, len(faces))),
        )  # fmt: skip
        dimensions = np.array([face.dimension for face in faces])
        first = np.cumsum(dimensions) - dimensions
        self._integers = (
            first, dimensions, np.array([face.signs for face in faces]), np.repeat(np.arange(len(faces)), dimensions),
            np.zeros(size + 2, np.int64), np.zeros(len(faces), np.int64),
            np.array([0, int((dimensions > 1).sum())]),
        )  # fmt: skip
        self._pivots = np.zeros((size + 2, 2), np.int64)
        self._scratch = np.zeros((2, max(size, width)))
        self._state = np.zeros(4 + size + 2, np.int64)
        self._events = np.zeros((_ROOM, size + 4), np.int64)

    def prepare(self, clock: Clock) -> None:
        """Compile the kernel, or read it from the cache, as long as there is time."""
        self._state[0] = -1
        worker = Thread(target=self._walk, daemon=True)
        worker.start()
        while worker.is_alive():
            worker.join(_WAIT)
            clock.check()
        self._state[0] = 0

    @property
    def first(self) -> int:
        """The face that is tried as the first of a set."""
        return int(self._state[4])

    def events(self, price: PowerSum) -> Iterator[Event]:
        """Walk on for a while; yield the sets that are not excluded at this price of the best network known.

        Examples
        --------
        See `screen`.
        """
        self._set_prices(price)
        self._state[1:4] = 0, len(self._events), _WORK
        self._walk()
        for kind, size, *chosen in self._events[: self._state[1]].tolist():
            yield Event(kind == self._kernel.VISIT, tuple(chosen[:size]))

    def _walk(self) -> int:
        return int(
            self._kernel.sift(
                self._values, self._errors, self._pivots, self._data, self._integers, self._float_p, self._scratch,
                self._state, self._events,
            )
        )  # fmt: skip

    @property
    def is_done(self) -> bool:
        """Whether all sets are behind it."""
        return bool(self._state[0] < 0)

    def _set_prices(self, price: PowerSum) -> None:
        """Lay down what weights and rays cost at least in units of the price, and multiples that cost more than it."""
        costs, tops = self._data[3], self._data[4]
        costs[-1] = _LIMIT
        if self._p.value is None:
            inner = len(self._faces[0].signs) - len(self._bases[0])
            self._integers[5][:] = [sum(s != 0 for s in face.signs[inner:]) for face in self._faces]
            self._integers[6][0] = sum(n for n, _ in price.terms)
            return
        with ctx.workprec(_BITS):
            power = arb(self._p.value)
            unit = (arb(2) ** (self._label_shift * power)) / price.at(self._p).ball()
            costs[0] = _below(unit)
            for c, (base, shift) in enumerate(zip(self._bases, self._shifts, strict=True)):
                # The multiples are those of the scaled columns and labels.
                cost = unit * sum((arb(abs(a)) ** power for a in base if a), arb(0)) / arb(2) ** (shift * power)
                costs[c + 1] = _below(cost)
                tops[c] = _above(cost ** (-1 / power))


def _rounded(numbers: Sequence[int], shift: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the numbers over 2^shift, rounded, and bounds of the errors: 0 where the double is exact."""
    values = np.array([a / (1 << shift) for a in numbers])
    exact = np.array([a == int(v * 2.0**shift) for a, v in zip(numbers, values.tolist(), strict=True)])
    return values, np.where(exact, 0.0, np.abs(values) * 2.0**-53 * (1 + 2.0**-40))


def _below(value: arb) -> float:
    """Return a double at most the value; 0 if it is of no ordinary size."""
    found = float(value.lower()) if value.is_finite() else 0.0
    return nextafter(nextafter(found, 0.0), 0.0) if 1 / _LARGEST < found < _LARGEST else 0.0


def _above(value: arb) -> float:
    """Return a double at least the value; infinity if it is of no ordinary size."""
    found = float(value.upper()) if value.is_finite() else inf
    return nextafter(nextafter(found, inf), inf) if 1 / _LARGEST < found < _LARGEST else inf
