"""The sign of a power sum on all of an interval of p, and its zeros there: isolated, simple, none missed.

Ball arithmetic over p-intervals proves signs; a zero is isolated by a sign change where the derivative does not vanish.
Three more facts make it end:

1. *Descartes* (Jameson 2006). A power sum has, with multiplicity, at most as many real zeros as its coefficients,
   ordered by base, have sign changes. The zeros at 0 and 1 are known exactly, so the count often leaves none, or one.
2. *The ends.* Where P vanishes to the order m at a point u, P has on (u, v] the sign of its m-th derivative, as long as
   that does not vanish on [u, v] (Taylor); on the other side the same with the factor (-1)^m.
3. *Rational zeros* at the points of bisection are found exactly: the sign oracle says 0.

A zero of even order, or two zeros closer than the finest cell, come out as one *unresolved* stretch, never as a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from operator import itemgetter

from flint import arb, ctx, fmpq

from sparsest.errors import SparsestError, UndecidedError
from sparsest.exact.decimals import format_exponent
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.rationals import format_rational
from sparsest.exact.sign import ball_sign, leading_moment, sign

__all__ = ["Curve", "SignPattern", "Zero"]

_BITS = 80
# A cell narrower than this, relative to its distance from 0 and 1, is not bisected any further ...
_FINEST = fmpq(1, 1 << 64)
# ... nor one at 0 or 1 that is narrower than this.
_FINEST_AT_END = fmpq(1, 1 << 4096)
_ZERO, _ONE = fmpq(0), fmpq(1)


class Zero:
    """A point of (0, 1) where a power sum vanishes, or a short stretch where that could not be resolved.

    Its bracket only ever shrinks, so the object stands for one real number. What is known of it grows with what is
    asked, so the present bracket depends on the past; `cell` and `isolated` do not. Made by `Curve.pattern`.

    Parameters
    ----------
    curve : Curve
        The power sum.
    low, high : fmpq
        The bracket; equal where the zero is that rational number.
    resolved : bool
        Whether the bracket is proved to hold exactly one zero, and that a simple one.
    """

    __slots__ = ("_first", "curve", "high", "low", "resolved")

    def __init__(self, curve: Curve, low: fmpq, high: fmpq, *, resolved: bool = True) -> None:
        self.curve, self.low, self.high, self.resolved = curve, low, high, resolved
        self._first = low, high

    def refine(self, width: fmpq) -> bool:
        """Bisect the bracket to at most `width` and return True; False where the zero is not resolved.

        Examples
        --------
        >>> zero = Curve(PowerSum.of([(7, 2), (-5, 3)])).pattern().zeros[0]
        >>> zero.refine(fmpq(1, 100)), zero.high - zero.low <= fmpq(1, 100)
        (True, True)
        """
        if not self.resolved:
            return False
        before = self.curve.sign_at(self.low) if self.low != self.high else 0
        while self.high - self.low > width:
            self._cut((self.low + self.high) / 2, before)
        return True

    def _cut(self, p: fmpq, before: int) -> None:
        """Narrow the bracket to one side of a point inside, or to the point; `before` is the sign on the left."""
        here = self.curve.sign_at(p)
        if here in (0, before):
            self.low = p
        if here != before:
            self.high = p

    def cell(self, level: int) -> tuple[fmpq, fmpq]:
        """Return the cell [k, k + 1] / 2^level that the point lies in; twice the point where it is such a k / 2^level.

        A function of the point and the level, whatever was asked before and however the point was found. Where the
        zero is not resolved, all that is known of it.

        Examples
        --------
        >>> zero = Curve(PowerSum.of([(7, 2), (-5, 3)])).pattern().zeros[0]
        >>> zero.cell(40)[0] < zero.cell(4)[1], zero.cell(4)
        (True, (13/16, 7/8))
        """
        unit = fmpq(1, 1 << level)
        if not self.refine(unit):
            return self.low, self.high
        last = (self.high / unit).floor() * unit
        if self.low < last < self.high:
            self._cut(last, self.curve.sign_at(self.low))
        low = (self.low / unit).floor() * unit
        return (low, low) if low == self.high else (low, low + unit)

    def isolated(self, level: int) -> tuple[fmpq, fmpq]:
        """Return `cell`, or the part of it to which the zero was isolated: no other zero of the curve is there.

        Examples
        --------
        >>> Curve(PowerSum.of([(1, 8), (-2, 2)])).pattern().zeros[0].isolated(9)
        (1/2, 1/2)
        """
        low, high = self.cell(level)
        return max(low, self._first[0]), min(high, self._first[1])

    def __repr__(self) -> str:
        ends = ", ".join(format_exponent(end, 17) for end in (self.low, self.high))
        return f"<Zero in [{ends}]{'' if self.resolved else ' (unresolved)'}>"


@dataclass(frozen=True)
class SignPattern:
    """The signs of a power sum from left to right, and the zeros between them.

    Parameters
    ----------
    signs : tuple of int
        Each -1, 0 (the power sum vanishes identically) or 1; one more than there are zeros.
    zeros : tuple of Zero
        Increasing.
    """

    signs: tuple[int, ...]
    zeros: tuple[Zero, ...]


@dataclass(frozen=True)
class _Cell:
    """[low, high] with the order to which the power sum vanishes at each end (0: not at all)."""

    low: fmpq
    low_order: int
    high: fmpq
    high_order: int

    @property
    def is_finest(self) -> bool:
        """Whether bisecting further is given up: near 0 and 1 zeros may be as close to them as they like."""
        if self.low == 0 or self.high == 1:
            return bool(self.high - self.low <= _FINEST_AT_END)
        return bool(self.high - self.low <= _FINEST * min(self.low, 1 - self.high))


#: (T, a, b/a - 1): T times (b^p - a^p), or, where the last is -1, T a^p.
_Step = tuple[int, fmpq, fmpq]


def _steps(ordered: Sequence[tuple[int, fmpq]]) -> list[_Step]:
    """Return a power sum, up to a factor scale^p, summed by parts: T_1 a_1^p + sum_j T_j (a_j^p - a_{j-1}^p).

    The bases increase and T_j is the sum of the coefficients from j on. Large bases close to each other mostly cancel
    (a gap between two much smaller ones does, in every g_k - D_k): the differences of their powers are small, but the
    powers are not, and balls around these would be far too wide.
    """
    scale = ordered[len(ordered) // 2][1] if ordered else _ONE
    tails = list(accumulate((n for n, _ in reversed(ordered)), initial=0))[:0:-1]
    steps = []
    for k, ((_, a), tail) in enumerate(zip(ordered, tails, strict=True)):
        before = ordered[k - 1][1]
        if tail:
            steps.append((tail, a / scale, fmpq(-1)) if k == 0 else (tail, before / scale, a / before - 1))
    return steps


class _Logarithms:
    """Steps at one precision: their logarithms, and what their derivatives are made of at every p."""

    def __init__(self, steps: Sequence[_Step]) -> None:
        self._tails = [t for t, _, _ in steps]
        self._logs = [(arb(a).log(), None if growth == -1 else arb(growth).log1p()) for _, a, growth in steps]
        self._parts: dict[int, list[tuple[arb, arb | None]]] = {}

    def derivatives(self, orders: Sequence[int], p: arb) -> list[arb]:
        """Return the derivatives of these orders at p."""
        totals = [arb(0)] * len(orders)
        for (log, growth), *parts in zip(self._logs, *map(self._of_order, orders), strict=True):
            factor = (log * p).exp()
            rise = None if growth is None else (growth * p).expm1()
            for at, (rising, fixed) in enumerate(parts):
                term = rising if rise is None else rising * rise
                totals[at] += factor * (term if fixed is None else term + fixed)
        return totals

    def _of_order(self, order: int) -> list[tuple[arb, arb | None]]:
        """Return for each step, where T (b^p - a^p) has the derivative a^p (R ((b/a)^p - 1) + F), R and F.

        With l = log a and g = log(b/a) R is T (l + g)^m, and F is T ((l + g)^m - l^m): g times the sum of all
        (l + g)^(m-1-k) l^k, and left out at m = 0. Of T a^p they are T l^m and nothing.
        """
        if order not in self._parts:
            self._parts[order] = [
                _parts(t, log, growth, order) for t, (log, growth) in zip(self._tails, self._logs, strict=True)
            ]
        return self._parts[order]


def _parts(t: int, log: arb, growth: arb | None, order: int) -> tuple[arb, arb | None]:
    # One factor after the other: flint's own power is nan for a ball around 0, even for whole exponents.
    power, between = arb(1), arb(0)
    for _ in range(order):
        between = power + log * between
        power *= log if growth is None else log + growth
    return t * power, t * growth * between if growth is not None and order else None


class Curve:
    """A power sum P as a function of p in [0, 1].

    Parameters
    ----------
    power_sum : PowerSum
        P(p) = sum n_j a_j^p.

    Examples
    --------
    >>> curve = Curve(PowerSum.of([(7, 2), (-5, 3)]))   # 7 * 2^p - 5 * 3^p
    >>> pattern = curve.pattern()
    >>> pattern.signs, pattern.zeros[0].refine(fmpq(1, 10**9)), round(float(pattern.zeros[0].low), 4)
    ((1, -1), True, 0.8298)
    """

    def __init__(self, power_sum: PowerSum) -> None:
        self.power_sum = power_sum
        ordered = sorted(power_sum.terms, key=itemgetter(1))
        self._signs = [n > 0 for n, _ in ordered]
        self._steps = _steps(ordered)
        self._logarithms: dict[int, _Logarithms] = {}

    @cached_property
    def _at_zero(self) -> tuple[int, int]:
        """Order of the zero at p = 0 (0 if there is none) and the sign just right of it."""
        return leading_moment(self.power_sum, Exponent.read("0+"))

    @cached_property
    def _at_one(self) -> tuple[int, int]:
        """Order of the zero at p = 1 and the sign just left of it."""
        return leading_moment(self.power_sum, Exponent.read("1-"))

    @cached_property
    def most_zeros(self) -> int:
        """An upper bound, of the right parity, for the number of zeros other than 0 and 1, with multiplicity.

        Examples
        --------
        >>> Curve(PowerSum.of([(1, 1), (1, 2), (-1, 3)])).most_zeros
        0
        """
        return sum(a != b for a, b in pairwise(self._signs)) - self._at_zero[0] - self._at_one[0]

    def sign_at(self, p: fmpq) -> int:
        """Return the exact sign at a rational p in (0, 1); at 0 and 1 that of the limit from inside.

        Examples
        --------
        >>> Curve(PowerSum.of([(1, 8), (-2, 2)])).sign_at(fmpq(1, 2))
        0
        """
        if p == 0 or p == 1:
            return (self._at_zero if p == 0 else self._at_one)[1]
        found = ball_sign(self.ball(0, p, p))
        return sign(self.power_sum, Exponent(format_rational(p), p)) if found is None else found

    def ball(self, order: int, low: fmpq, high: fmpq) -> arb:
        """Return a ball that contains the derivative of that order of P(p) / scale^p for all p in [low, high].

        Taylor's formula of the second degree about the middle, step by step of the summation by parts (see `_steps`).

        Examples
        --------
        >>> ball = Curve(PowerSum.of([(1, 4)])).ball(0, fmpq(0), fmpq(1))
        >>> ball_sign(ball)
        1
        """
        # A narrow cell needs the bits that its position and its width take; steps of 64 keep the logarithms few.
        bits = _BITS + 64 * ((2 * max(low.q.bit_length(), high.q.bit_length()) + 63) // 64)
        with ctx.workprec(bits):
            if bits not in self._logarithms:
                self._logarithms[bits] = _Logarithms(self._steps)
            derivatives = self._logarithms[bits].derivatives
            middle = arb((low + high) / 2)
            if low == high:
                return derivatives([order], middle)[0]
            reach = arb(0, arb((high - low) / 2))
            value, slope = derivatives([order, order + 1], middle)
            (curvature,) = derivatives([order + 2], middle + reach)
            return value + reach * (slope + reach * curvature / 2)

    def pattern(self, low: fmpq = _ZERO, high: fmpq = _ONE) -> SignPattern:
        """Return the signs of P and its zeros on the open interval (low, high), 0 <= low < high <= 1.

        Raises
        ------
        UndecidedError
            If the order of the zero at p = 0 or 1 is not settled within the precision cap.

        Examples
        --------
        >>> Curve(PowerSum.of([(1, 1), (1, 2), (-1, 3)])).pattern().signs
        (1,)
        """
        if not self.power_sum.terms:
            return SignPattern((0,), ())
        signs: list[int] = []
        zeros: list[Zero] = []
        for found in self._walk(_Cell(low, self._order(low), high, self._order(high))):
            if isinstance(found, Zero) and len(signs) > len(zeros):
                zeros.append(found)
            elif isinstance(found, Zero):  # two unresolved cells side by side are one stretch
                zeros[-1] = Zero(self, zeros[-1].low, found.high, resolved=False)
            elif len(signs) == len(zeros):
                signs.append(found)
            elif signs[-1] != found:
                raise SparsestError(f"the sign changed from {signs[-1]} to {found} without a zero; please report this")
        return SignPattern(tuple(signs), tuple(zeros))

    def _order(self, p: fmpq) -> int:
        """Return the order of vanishing at p: exact at 0 and 1; elsewhere 0, 1, or -1 for 'vanishes, order unknown'."""
        if p == 0 or p == 1:
            return (self._at_zero if p == 0 else self._at_one)[0]
        if self.sign_at(p) != 0:
            return 0
        return 1 if ball_sign(self.ball(1, p, p)) else -1

    def _walk(self, whole: _Cell) -> Iterator[int | Zero]:
        """Yield signs and zeros from left to right; neighbouring equal signs are yielded as they come."""
        stack: list[_Cell | Zero] = [whole]
        while stack:
            cell = stack.pop()
            if isinstance(cell, Zero):
                yield cell
                continue
            settled = self._settle(cell)
            if settled is not None:
                yield from settled
            elif cell.is_finest:
                yield self._unresolved(cell)
            else:
                stack += reversed(self._halves(cell))

    def _unresolved(self, cell: _Cell) -> Zero:
        if cell.low == 0 or cell.high == 1:
            raise UndecidedError(
                f"a sum of {len(self.power_sum.terms)} powers is not settled within 2^-4096 of p = 0 or 1"
            )
        return Zero(self, cell.low, cell.high, resolved=False)

    def _halves(self, cell: _Cell) -> list[_Cell | Zero]:
        middle = (cell.low + cell.high) / 2
        order = self._order(middle)
        parts: list[_Cell | Zero] = [
            _Cell(cell.low, cell.low_order, middle, order),
            _Cell(middle, order, cell.high, cell.high_order),
        ]
        if order:
            parts.insert(1, Zero(self, middle, middle, resolved=order == 1))
        return parts

    def _settle(self, cell: _Cell) -> tuple[int | Zero, ...] | None:
        """Return the signs and zeros inside the cell where one test proves them, else None."""
        if self.most_zeros == 0:
            return (self.sign_at((cell.low + cell.high) / 2),)
        ends = (cell.low_order, cell.high_order)
        inner = (cell.low == 0 or cell.low_order == 0) and (cell.high == 1 or cell.high_order == 0)
        if self.most_zeros == 1 and inner:
            return self._between(cell)
        if ends == (0, 0):
            found = ball_sign(self.ball(0, cell.low, cell.high))
            if found is not None:
                return (found,)
            return self._between(cell) if ball_sign(self.ball(1, cell.low, cell.high)) else None
        if 0 in ends and -1 not in ends:
            # Fact 2: the first derivative that does not vanish at the end has the last word.
            order = max(ends)
            found = ball_sign(self.ball(order, cell.low, cell.high))
            if found is not None:
                return (found if cell.low_order or order % 2 == 0 else -found,)
        return None

    def _between(self, cell: _Cell) -> tuple[int | Zero, ...]:
        """Return what is in a cell that holds at most one zero, and that a simple one: the signs at its ends tell."""
        left, right = self.sign_at(cell.low), self.sign_at(cell.high)
        return (left,) if left == right else (left, Zero(self, cell.low, cell.high), right)
