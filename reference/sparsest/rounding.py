"""Rounding of labels: exact rounding to decimals, and how many slope gaps are no larger than the labels' rounding.

Exact interpolation follows every digit of the labels. Where they are rounded, by a float or to so many decimals, gaps
that would be 0 are tiny instead, and each costs a knot. That is what the data say, but hardly what is meant: so it is
counted and said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from flint import fmpq, fmpz

from sparsest.errors import UsageError, short
from sparsest.exact.rationals import MAX_DIGITS

__all__ = ["Noise", "Rounding", "check_decimals", "count_noise", "label_rounding", "round_to"]

# So many gaps, and such a part of those that are not 0, are worth a word.
_LEAST, _PART = 3, 4
# Up to so many decimals half a unit of the last is written with zeros.
_PLAIN = 9


class Rounding(NamedTuple):
    """How labels were rounded: to floats, or to so many decimal places.

    Parameters
    ----------
    decimals : int or None
        The places, or None for floats.
    """

    decimals: int | None

    @property
    def half(self) -> str:
        """Half a unit of the last decimal, as text: how far off labels of so many decimals can be; "" for floats.

        Examples
        --------
        >>> Rounding(2).half
        '0.005'
        """
        if self.decimals is None:
            return ""
        return f"5e-{self.decimals + 1}" if self.decimals > _PLAIN else f"0.{'0' * self.decimals}5"

    def __str__(self) -> str:
        return "floats" if self.decimals is None else f"numbers of {self.decimals} decimals"


class Noise(NamedTuple):
    """Gaps that the rounding of the labels alone could have made.

    Parameters
    ----------
    gaps : int
        How many gaps are not 0 but no larger than the rounding of the labels they are computed from.
    nonzero : int
        How many gaps are not 0.
    rounding : Rounding
        Of the labels.
    """

    gaps: int
    nonzero: int
    rounding: Rounding

    def __str__(self) -> str:
        cure = (
            "round them exactly with --decimals K (decimals=K), or give a tolerance with --tolerance T (tolerance=T)"
            if self.rounding.decimals is None
            else f"give a tolerance with --tolerance {self.rounding.half} (tolerance=...), more decimals, or the "
            "numbers before rounding"
        )
        return (
            f"{self.gaps} of {self.nonzero} nonzero gaps are no larger than the rounding of the labels "
            f"({self.rounding}); {cure}"
        )


def check_decimals(decimals: Any) -> None:
    """Raise `UsageError` if a number of decimal places is none.

    Examples
    --------
    >>> check_decimals(3)
    """
    if decimals is None:
        return
    whole = isinstance(decimals, int | np.integer) and not isinstance(decimals, bool | np.bool_)
    if not whole or not 0 <= decimals <= MAX_DIGITS:
        raise UsageError(f"decimals = {short(decimals)}: give a whole number from 0 to {MAX_DIGITS}")


def round_to(value: fmpq, decimals: int) -> fmpq:
    """Return the nearest multiple of 10^-decimals, exactly; of two the even one.

    Examples
    --------
    >>> round_to(fmpq(1, 3), 2), round_to(fmpq(5, 2), 0), round_to(fmpq(-7, 2), 0)
    (33/100, 2, -4)
    """
    scale = fmpz(10) ** int(decimals)
    scaled = value * scale
    low = scaled.floor()
    rest = scaled - low
    up = rest > fmpq(1, 2) or (rest == fmpq(1, 2) and int(low) % 2 == 1)
    return fmpq(low + (1 if up else 0), scale)


def label_rounding(labels: Sequence[Any] | np.ndarray) -> Rounding | None:
    """Return how labels given in Python were rounded, as far as their kind shows it: all floats, or decimals as text.

    Examples
    --------
    >>> label_rounding([0.5, 1.0]), label_rounding(["0.50", "1.25"]), label_rounding(["0.5", "1"])
    (Rounding(decimals=None), Rounding(decimals=2), None)
    """
    if isinstance(labels, np.ndarray):
        return Rounding(None) if labels.dtype == np.float64 else None
    if all(isinstance(label, float) for label in labels):
        return Rounding(None)
    if all(isinstance(label, str | Decimal) for label in labels):
        places = {_places(str(label)) for label in labels}
        if len(places) == 1 and 0 not in places:
            return Rounding(places.pop())
    return None


def _places(text: str) -> int:
    return 0 if "e" in text.lower() or "/" in text else len(text.strip().partition(".")[2])


def count_noise(x: Sequence[fmpq], y: Sequence[fmpq], gaps: Iterable[fmpq], rounding: Rounding) -> Noise | None:
    """Return how many gaps the rounding of the labels could have made; None if they are not a good part of all.

    A label is off by at most half a unit of its last decimal; a float that was computed by at most a unit, and so is
    its input. The bound for a gap is the sum of what its two slopes can be off by.

    Parameters
    ----------
    x, y : sequence of fmpq, shape (N,)
        Points.
    gaps : iterable of fmpq, shape (N-2,)
        Their slope gaps.
    rounding : Rounding
        Of the labels.

    Examples
    --------
    >>> x, y = [fmpq(k) for k in range(6)], [fmpq(k, 3) for k in range(6)]
    >>> rough = [round_to(label, 2) for label in y]
    >>> found = [rough[k] - 2 * rough[k + 1] + rough[k + 2] for k in range(4)]
    >>> count_noise(x, rough, found, Rounding(2))
    Noise(gaps=3, nonzero=3, rounding=Rounding(decimals=2))
    """
    off = _errors_of_slopes(x, y, rounding)
    nonzero = tiny = 0
    for gap, (left, right) in zip(gaps, pairwise(off), strict=True):
        if gap != 0:
            nonzero += 1
            tiny += abs(gap) <= left + right
    return Noise(tiny, nonzero, rounding) if tiny >= _LEAST and _PART * tiny >= nonzero else None


def _errors_of_slopes(x: Sequence[fmpq], y: Sequence[fmpq], rounding: Rounding) -> list[fmpq]:
    steps = [after - before for before, after in pairwise(x)]
    if rounding.decimals is not None:
        unit = fmpq(1, fmpz(10) ** rounding.decimals)
        return [unit / step for step in steps]
    u, v = [_ulp(value) for value in x], [_ulp(value) for value in y]
    return [(v[k] + v[k + 1] + abs(y[k + 1] - y[k]) / step * (u[k] + u[k + 1])) / step for k, step in enumerate(steps)]


def _ulp(value: fmpq) -> fmpq:
    """Return the distance of floats near a rational: a power of two, exactly; 0 beyond their range and for 0."""
    if value == 0:
        return fmpq(0)
    bits = abs(value.p).bit_length() - value.q.bit_length() - 53
    return fmpq(fmpz(2) ** bits) if bits >= 0 else fmpq(1, fmpz(2) ** min(-bits, -math.frexp(5e-324)[1] + 1))
