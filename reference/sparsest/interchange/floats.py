"""The binary floats of IEEE 754, exactly: the nearest one to a rational, rounded once, as the rational that it is."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from flint import fmpq, fmpz

from sparsest.errors import UsageError, short

__all__ = ["FLOATS", "FloatKind", "as_float", "float_kind", "nearest_in", "two_to", "unit_of"]


class FloatKind(NamedTuple):
    """A format of floats.

    Parameters
    ----------
    bits : int
        64, 32 or 16.
    precision : int
        Bits of a significand, the hidden one included.
    least : int
        The smallest positive number is 2^least.
    top : int
        All numbers are below 2^top in size.

    Examples
    --------
    >>> FLOATS[32].name
    'float32'
    """

    bits: int
    precision: int
    least: int
    top: int

    @property
    def name(self) -> str:
        """As NumPy and ONNX call it.

        Examples
        --------
        >>> FLOATS[16].name
        'float16'
        """
        return f"float{self.bits}"


#: The three formats that files of networks have.
FLOATS = {
    64: FloatKind(64, 53, -1074, 1024),
    32: FloatKind(32, 24, -149, 128),
    16: FloatKind(16, 11, -24, 16),
}


def float_kind(bits: int) -> FloatKind:
    """Return the format of so many bits; `UsageError` unless they are 64, 32 or 16.

    Examples
    --------
    >>> float_kind(16).precision
    11
    """
    if bits not in FLOATS:
        raise UsageError(f"bits = {short(bits)}: floats have 64, 32 or 16")
    return FLOATS[bits]


def nearest_in(kind: FloatKind, value: fmpq) -> fmpq | None:
    """Return the float nearest to `value`, ties to even, as a rational; None where it would be infinite.

    By integers, in one step: to round to float64 first and to float32 then may go the wrong way twice.

    Examples
    --------
    >>> nearest_in(FLOATS[16], fmpq(1, 3)), nearest_in(FLOATS[16], fmpq(65519)), nearest_in(FLOATS[16], fmpq(65520))
    (1365/4096, 65504, None)
    """
    if value == 0:
        return value
    size, unit = abs(value), unit_of(kind, value)
    scaled = size / unit
    whole, rest = divmod(scaled.p, scaled.q)
    twice = 2 * rest - scaled.q
    if twice > 0 or (twice == 0 and whole % 2 == 1):
        whole += 1
    rounded = fmpq(whole) * unit
    if rounded >= two_to(kind.top):
        return None
    return rounded if value > 0 else -rounded


def unit_of(kind: FloatKind, value: fmpq) -> fmpq:
    """Return how far floats are apart at `value`, away from zero.

    Examples
    --------
    >>> unit_of(FLOATS[16], fmpq(-3)), unit_of(FLOATS[16], fmpq(0)) == two_to(-24)
    (1/512, True)
    """
    size = abs(value)
    if size == 0:
        return two_to(kind.least)
    exponent = int(size.p.bit_length()) - int(size.q.bit_length())
    if size < two_to(exponent):
        exponent -= 1
    return two_to(max(exponent - kind.precision + 1, kind.least))


def two_to(exponent: int) -> fmpq:
    """Return 2^exponent.

    Examples
    --------
    >>> two_to(-2)
    1/4
    """
    power = fmpz(1) << abs(exponent)
    return fmpq(power) if exponent >= 0 else fmpq(1, power)


def as_float(value: fmpq) -> float:
    """Return the float64 that a dyadic rational of any of the three formats is.

    Examples
    --------
    >>> as_float(fmpq(3, 8))
    0.375
    """
    return float(Fraction(int(value.p), int(value.q)))
