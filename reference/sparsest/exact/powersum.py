"""Power sums P(p) = sum n_j a_j^p, the exact values of the objective, and their values at a given p."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from flint import arb, ctx, fmpq, fmpz

from sparsest.errors import UndecidedError, UsageError
from sparsest.exact.decimals import cut_text, format_decimal, scaled_bounds
from sparsest.exact.exponent import Exponent
from sparsest.exact.order import compare_values, floor_of
from sparsest.exact.radicals import radicals
from sparsest.exact.rationals import RationalLike, as_fraction, format_rational, to_rational
from sparsest.exact.sign import ball_sign

if TYPE_CHECKING:
    import sympy

__all__ = ["PowerSum", "PowerValue"]

# The canonical form takes a number of gcds that is quadratic in the terms; longer sums print term by term.
_CANONICAL_TERMS = 200
# Of the balls from which the size of a value is taken.
_FIRST_BITS, _MOST_BITS = 64, 4096
# What a `repr` shows of a sum: its first terms if they have few bits, and so many characters.
_FEW, _LONG, _SHORT = 6, 200, 40


@dataclass(frozen=True)
class PowerSum:
    """A generalised Dirichlet polynomial P(p) = sum n_j a_j^p with integers n_j != 0 and distinct rationals a_j > 0.

    Parameters
    ----------
    terms : tuple of (int, fmpq)
        The pairs (n_j, a_j). Use `PowerSum.of` to build one from terms that repeat or cancel.

    Examples
    --------
    >>> P = PowerSum.of([(1, 1), (1, 1), (1, 2)])
    >>> str(P), str(P.at("1/2"))
    ('2*1^p + 2^p', '2 + 2^(1/2)')
    """

    terms: tuple[tuple[int, fmpq], ...]

    @classmethod
    def of(cls, terms: Iterable[tuple[int, RationalLike]]) -> PowerSum:
        """Return the power sum of the terms (n, a): equal a are collected, zero coefficients dropped.

        Raises
        ------
        UsageError
            If some a is not positive; pass absolute values.

        Examples
        --------
        >>> PowerSum.of([(1, "1/2"), (-1, 0.5)]).terms
        ()
        """
        # By text: hashing a rational is slower, and data can be made whose numbers all have the same hash.
        collected: dict[str, tuple[int, fmpq]] = {}
        for n, a in terms:
            base = a if isinstance(a, fmpq) else to_rational(a)
            if not base > 0:
                raise UsageError(f"the base {base} is not positive; a power sum takes absolute values")
            key = str(base)
            collected[key] = (collected[key][0] + n if key in collected else n, base)
        return cls(tuple(term for term in collected.values() if term[0]))

    def at(self, p: RationalLike | Exponent) -> PowerValue:
        """Return the exact value at a rational p in (0, 1), or at p = 0.

        Raises
        ------
        UsageError
            If p is a limit "0+" or "1-", which has no value.

        Examples
        --------
        >>> str(PowerSum.of([(3, 8)]).at("1/3"))
        '6'
        """
        exponent = Exponent.read(p)
        if exponent.name != "0" and not exponent.is_rational:
            raise UsageError(f"p = {exponent} is a limit, where a power sum has no value; use a rational p")
        return PowerValue(self, exponent)

    @classmethod
    def whole(cls, number: int) -> PowerSum:
        """Return the constant sum number * 1^p.

        Examples
        --------
        >>> str(PowerSum.whole(3))
        '3*1^p'
        """
        return cls.of([(number, fmpq(1))])

    @property
    def count(self) -> int:
        """The sum at p = 0: that of the coefficients.

        Examples
        --------
        >>> PowerSum.of([(3, 2), (-1, 5)]).count
        2
        """
        return sum(n for n, _ in self.terms)

    def raised(self, power: int, factor: int = 1) -> PowerSum:
        """Return factor * sum n (a^power)^p.

        Examples
        --------
        >>> str(PowerSum.of([(1, 3)]).raised(2, factor=5))
        '5*9^p'
        """
        return PowerSum.of((factor * n, a**power) for n, a in self.terms)

    def __sub__(self, other: PowerSum) -> PowerSum:
        return PowerSum.of([*self.terms, *((-n, a) for n, a in other.terms)])

    def __str__(self) -> str:
        return " + ".join(f"{'' if n == 1 else f'{fmpz(n)}*'}{_atom(a)}^p" for n, a in self.terms) or "0"

    def __repr__(self) -> str:
        return f"<PowerSum of {len(self.terms)} terms: {_start(self.terms, PowerSum.__str__)}>"


@dataclass(frozen=True, eq=False, repr=False)
class PowerValue:
    """The exact value of a power sum at one p: closed form, enclosure, sympy expression.

    Values are compared exactly, also at different p and of different forms: `==` and the hash go by the number, and an
    order that is not settled within the precision cap raises `UndecidedError`.

    Parameters
    ----------
    power_sum : PowerSum
        The function of p.
    p : Exponent
        A rational in (0, 1), or "0".

    Examples
    --------
    >>> value = PowerSum.of([(2, 1), (1, 2)]).at("1/2")
    >>> print(value)
    2 + 2^(1/2)
    >>> value.decimals(20)
    ('3.41421356237309504880', '3.41421356237309504881')
    >>> value < PowerSum.of([(1, 12)]).at("1/2"), value == PowerSum.of([(1, 4), (1, 2)]).at("1/2")
    (True, True)
    """

    power_sum: PowerSum
    p: Exponent

    @cached_property
    def form(self) -> tuple[tuple[fmpq, fmpq], ...]:
        """The closed form: pairs of radicand r and coefficient c, meaning sum c r^p.

        Canonical (see `radicals`) up to 200 distinct terms; beyond, the terms as they stand.

        Examples
        --------
        >>> PowerSum.of([(1, 8), (1, 2)]).at("1/2").form
        ((2, 3),)
        """
        terms = self.power_sum.terms
        if self.p.value is None:
            count = self.power_sum.count
            return ((fmpq(1), fmpq(count)),) if count else ()
        if len(terms) > _CANONICAL_TERMS:
            return tuple((a, fmpq(n)) for n, a in terms)
        return tuple(radicals(terms, self.p.value).items())

    @cached_property
    def _parts(self) -> tuple[tuple[fmpq, fmpq], ...]:
        """What is enclosed: the terms as they stand where nothing can cancel, for the closed form takes longer."""
        terms = self.power_sum.terms
        return tuple((a, fmpq(n)) for n, a in terms) if all(n > 0 for n, _ in terms) else self.form

    @property
    def magnitude(self) -> int:
        """A whole number e such that the value is about 2^e.

        Examples
        --------
        >>> PowerSum.of([(1, 2)]).at("1/2").magnitude
        1
        """
        if not self._parts:
            return 1
        bits = _FIRST_BITS
        while True:
            with ctx.workprec(bits):
                ball = self.ball()
            # Where terms cancel the first balls hold 0, and their middle says nothing; a long sum may be 0 itself.
            if ball_sign(ball) or bits >= _MOST_BITS:
                break
            bits *= 2
        mantissa, exponent = ball.mid().man_exp()
        return int(exponent) + int(mantissa.bit_length())

    @property
    def rational(self) -> Fraction | None:
        """The value as a `Fraction` where the closed form shows it to be rational, else None.

        Examples
        --------
        >>> PowerSum.of([(1, 4)]).at("1/2").rational, PowerSum.of([(1, 2)]).at("1/2").rational
        (Fraction(2, 1), None)
        """
        if all(r == 1 for r, _ in self.form):
            return as_fraction(sum((c for _, c in self.form), fmpq(0)))
        return None

    def ball(self) -> arb:
        """Return a ball that contains the value, at flint's present working precision.

        Examples
        --------
        >>> PowerSum.of([(3, 4)]).at("1/2").ball() == 6
        True
        """
        exponent = arb(self.p.value if self.p.value is not None else 0)
        return sum((arb(c) * arb(r) ** exponent for r, c in self._parts), arb(0))

    def enclosure(self, digits: int = 20) -> tuple[Fraction, Fraction]:
        """Return rationals low <= value <= high.

        Parameters
        ----------
        digits : int
            Decimal places for values >= 1; for smaller values as many significant digits. 1 to 100,000.

        Returns
        -------
        tuple of Fraction
            Multiples of one power of ten, one unit apart (two where a long sum happens to be a multiple itself), or
            equal where the value is such a multiple. Proved by ball arithmetic.

        Raises
        ------
        UsageError
            If `digits` is out of range.

        Examples
        --------
        >>> PowerSum.of([(1, 2)]).at("1/2").enclosure(2)
        (Fraction(141, 100), Fraction(71, 50))
        """
        places, low, high = self._scaled_bounds(digits)
        return Fraction(low, 10**places), Fraction(high, 10**places)

    def decimals(self, digits: int = 20) -> tuple[str, str]:
        """Return `enclosure(digits)` as decimal text; two equal strings where the value is that decimal.

        Examples
        --------
        >>> PowerSum.of([(2, 1)]).at("1/2").decimals(20)
        ('2', '2')
        """
        return scaled_bounds(*self._scaled_bounds(digits))

    def to_json(self, digits: int = 20) -> dict[str, object]:
        """Return the closed form and an enclosure to so many decimals, JSON-ready.

        Examples
        --------
        >>> PowerSum.of([(2, 1)]).at("1/2").to_json()
        {'exact': '2', 'enclosure': ['2', '2']}
        """
        return {"exact": str(self), "enclosure": list(self.decimals(digits))}

    def to_sympy(self) -> sympy.Expr:
        """Return the value as an exact sympy expression.

        Examples
        --------
        >>> PowerSum.of([(2, 1), (1, 2)]).at("1/2").to_sympy()
        sqrt(2) + 2
        """
        import sympy  # half a second to import, and few need it

        p = sympy.Rational(str(self.p.value or 0))
        return sympy.Add(*(sympy.Rational(str(c)) * sympy.Rational(str(r)) ** p for r, c in self.form))

    def __str__(self) -> str:
        parts = [_term(c, r, self.p.name) for r, c in sorted(self.form, key=lambda pair: pair[0])]
        return " + ".join(parts).replace("+ -", "- ") or "0"

    def __repr__(self) -> str:
        with ctx.workprec(80):
            near = self.ball().mid().fmpq()
        shown = _start(self.power_sum.terms, lambda few: str(PowerValue(few, self.p)))
        return f"<PowerValue {shown} at p = {cut_text(self.p.name)}, about {format_decimal(near, 12)}>"

    def __float__(self) -> float:
        with ctx.workprec(80):
            return float(self.ball().mid())

    def __eq__(self, other: object) -> bool:
        return self._compared(other) == 0 if isinstance(other, PowerValue) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self._compared(other) < 0 if isinstance(other, PowerValue) else NotImplemented

    def __le__(self, other: object) -> bool:
        return self._compared(other) <= 0 if isinstance(other, PowerValue) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self._compared(other) > 0 if isinstance(other, PowerValue) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return self._compared(other) >= 0 if isinstance(other, PowerValue) else NotImplemented

    def __hash__(self) -> int:
        return hash(floor_of(self))

    def _compared(self, other: PowerValue) -> int:
        return compare_values(self, other)

    def _scaled_bounds(self, digits: int) -> tuple[int, int, int]:
        """Return (places, low, high) with low <= value * 10^places <= high in integers."""
        if not 1 <= digits <= 100_000:
            raise UsageError(f"digits = {digits} is out of range; ask for 1 to 100000")
        magnitude = self.magnitude
        places = digits + max(0, -magnitude * 30103 // 100000 + 1 if magnitude < 0 else 0)
        precision = max(64, magnitude) + places * 10 // 3 + 64
        low, high, between = self._round_outwards(places, precision)
        if not between:
            # Only a value that seems to be a multiple need be asked, at some cost, whether it is one.
            if (exact := self.rational) is not None:
                scaled = exact * 10**places
                return places, scaled.__floor__(), scaled.__ceil__()
            low, high, _ = self._round_outwards(places, 4 * precision)
        return places, low, high

    def _round_outwards(self, places: int, precision: int) -> tuple[int, int, bool]:
        """Return the multiples around the value, and whether it was seen to lie between two that are neighbours."""
        with ctx.workprec(precision):
            scaled = self.ball() * fmpz(10) ** places
            lower, upper = scaled.lower(), scaled.upper()
            low, high = lower.floor().unique_fmpz(), upper.ceil().unique_fmpz()
            if low is None or high is None:
                raise UndecidedError(f"no enclosure of {places} places with {precision} bits; ask for fewer digits")
            return int(low), int(high), high - low == 1 and bool(lower > low) and bool(upper < high)


def _start(terms: tuple[tuple[int, fmpq], ...], text: Callable[[PowerSum], str]) -> str:
    """Return the sum as text if that is short, else how it begins."""
    few = tuple(itertools.takewhile(lambda term: term[1].p.bit_length() + term[1].q.bit_length() < _LONG, terms[:_FEW]))
    shown = text(PowerSum(few))
    if len(few) == len(terms) and len(shown) <= _SHORT:
        return shown
    return f"{len(terms)} terms" if not few else f"{shown[: _SHORT - 5]} ..."


def _atom(a: fmpq) -> str:
    return format_rational(a) if a.q == 1 else f"({format_rational(a)})"


def _term(coefficient: fmpq, radicand: fmpq, p: str) -> str:
    if radicand == 1:
        return format_rational(coefficient)
    root = f"{_atom(radicand)}^({p})"
    if abs(coefficient) == 1:
        return root if coefficient == 1 else f"-{root}"
    return f"{format_rational(coefficient)}*{root}"
