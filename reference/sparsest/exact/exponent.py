"""The exponent p: a rational in (0, 1), or one of its limits "0", "0+", "1-"."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from sparsest.errors import DataError, UsageError
from sparsest.exact.decimals import cut_text
from sparsest.exact.rationals import RationalLike, format_rational, to_rational

__all__ = ["Exponent"]

_LIMITS = ("0", "0+", "1-")


@dataclass(frozen=True, repr=False)
class Exponent:
    """An exponent p of the objective.

    Parameters
    ----------
    name : str
        "0", "0+", "1-" or the reduced fraction "u/v".
    value : fmpq or None
        The rational p in (0, 1); None for the three limits.
    """

    name: str
    value: fmpq | None

    @classmethod
    def read(cls, p: RationalLike | Exponent) -> Exponent:
        """Return the exponent that `p` stands for.

        Parameters
        ----------
        p : str, int, Fraction, Decimal, float or Exponent
            "0" (fewest knots), "0+" (limit p -> 0), "1-" (limit p -> 1) or a rational in (0, 1). A float is the dyadic
            rational that it is: 0.4 is not 2/5, "0.4" is.

        Raises
        ------
        UsageError
            If p is no number or outside [0, 1).

        Examples
        --------
        >>> Exponent.read("0.4").name, Exponent.read(0).name, Exponent.read("1-").name
        ('2/5', '0', '1-')
        """
        if isinstance(p, Exponent):
            return p
        if isinstance(p, str) and p.strip() in _LIMITS:
            return cls(p.strip(), None)
        try:
            value = to_rational(p)
        except DataError as error:
            raise UsageError(f"p: {error}; p is a rational in (0, 1), or '0', '0+', '1-'") from None
        if value == 0:
            return cls("0", None)
        if not 0 < value < 1:
            raise UsageError(
                f"p = {format_rational(value)} is outside (0, 1); for p near 1 use '1-', for p near 0 '0+'"
            )
        return cls(format_rational(value), value)

    @property
    def is_rational(self) -> bool:
        """Whether p is a number in (0, 1), not a limit.

        Examples
        --------
        >>> Exponent.read("1/2").is_rational, Exponent.read("0+").is_rational
        (True, False)
        """
        return self.value is not None

    @property
    def fraction(self) -> Fraction:
        """The rational p; `UsageError` for a limit, which has no value.

        Examples
        --------
        >>> Exponent.read("0.5").fraction
        Fraction(1, 2)
        """
        if self.value is None:
            raise UsageError(f"p = {self.name} is a limit and has no numerical value; use a rational p")
        return Fraction(int(self.value.p), int(self.value.q))

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"<Exponent {cut_text(self.name, 60)}>"
