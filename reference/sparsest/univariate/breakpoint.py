"""A point of (0, 1) where the minimisers change: an exact real number, known by brackets that shrink on demand."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from sparsest.errors import UndecidedError, UsageError
from sparsest.exact.decimals import format_bounds, format_exponent
from sparsest.exact.rationals import as_fraction
from sparsest.exact.zeros import Zero

__all__ = ["Breakpoint"]


class Breakpoint:
    """A point of (0, 1) where the minimisers change, as an exact real number known by its brackets.

    Made by `path`. `resolved` is False where a zero of even order, or a cluster of zeros, could not be resolved: then
    the minimisers may change, or merely tie, somewhere in the bracket. A *threshold* that rests on such a zero may lie
    anywhere from there on: its enclosure reaches to 1.
    """

    __slots__ = ("_high", "_zeros")

    def __init__(self, zeros: list[Zero], *, threshold: bool = False) -> None:
        self._zeros = zeros
        self._high = fmpq(1) if threshold and not self.resolved else None

    @property
    def resolved(self) -> bool:
        """Whether the bracket holds exactly one change, a simple sign change with a derivative that is not 0."""
        return all(zero.resolved for zero in self._zeros)

    def enclosure(self, digits: int = 17) -> tuple[Fraction, Fraction]:
        """Return rationals low <= breakpoint <= high, at most 10^-digits apart relative to its size if resolved.

        Raises
        ------
        UsageError
            If `digits` is out of range.

        Examples
        --------
        >>> from sparsest import Dataset, path
        >>> low, high = path(Dataset.from_gaps([1, 100, 100, 1])).breakpoints[0].enclosure(30)
        >>> high - low <= Fraction(1, 10**30)
        True
        """
        if not 1 <= digits <= 10_000:
            raise UsageError(f"digits = {digits} is out of range; ask for 1 to 10000")
        zero = self._zeros[0]
        while zero.high - zero.low > zero.low / 10**digits:
            if not zero.refine((zero.high - zero.low) / 16):
                break
        return as_fraction(zero.low), as_fraction(zero.high if self._high is None else self._high)

    def decimals(self, digits: int = 17) -> tuple[str, str]:
        """Return `enclosure` as decimals of so many places (below 1/10 so many digits), rounded outwards.

        Examples
        --------
        >>> from sparsest import Dataset, path
        >>> path(Dataset.from_gaps([1, 100, 100, 1])).breakpoints[0].decimals(6)
        ('0.180717', '0.180718')
        """
        return format_bounds(*self.enclosure(digits + 2), digits)

    @property
    def zero(self) -> Zero:
        """The zero that stands for the point."""
        return self._zeros[0]

    @property
    def place(self) -> str:
        """Where it lies, in words, to 16 digits; a bracket where it could not be narrowed down.

        Examples
        --------
        >>> from sparsest import Dataset, path
        >>> path(Dataset.from_gaps([1, 100, 100, 1])).breakpoints[0].place
        'near 0.1807173637058173'
        """
        try:
            return f"near {format_exponent(self.enclosure()[0])}"
        except UndecidedError:
            return "in [{}, {}]".format(*(format_exponent(end, 6) for end in self.bracket))

    @property
    def bracket(self) -> tuple[fmpq, fmpq]:
        """The present bracket, disjoint from those of the other breakpoints of its path."""
        return self._zeros[0].low, self._zeros[0].high

    def __repr__(self) -> str:
        return f"<Breakpoint {self.place}>"
