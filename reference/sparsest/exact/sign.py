"""The sign of a power sum: at a rational p, as p -> 0+, as p -> 1-. Decided or refused, never guessed.

Ball arithmetic decides nonzero signs; zero is decided by algebra:

========  ========================================================================================================
p         zero test
========  ========================================================================================================
u/v       the canonical form in radicals is empty (complete, see `radicals`)
0+        all moments sum n_j ln(a_j)^k vanish; since the a_j are distinct this means that there are no terms
1-        the same with the weights n_j a_j, and the sign (-1)^k in front of moment k
========  ========================================================================================================

A moment of order k is a polynomial in the logarithms of a coprime base. Orders 0 and 1 have complete zero tests; from
order 2 on a moment that does not vanish identically is refined until it is separated from 0 or the cap is met.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from flint import arb, ctx, fmpq

from sparsest.errors import UndecidedError
from sparsest.exact.coprime import coprime_base, exponent_vector
from sparsest.exact.exponent import Exponent
from sparsest.exact.radicals import radicals

if TYPE_CHECKING:
    from sparsest.exact.powersum import PowerSum

__all__ = ["PRECISION_CAP", "ball_sign", "leading_ball", "leading_moment", "sign"]

#: Most bits of working precision before a sign is given up as undecided.
PRECISION_CAP = 1 << 16

# The algebraic zero test costs gcds; two rounds of balls settle nearly every sign that is not zero before it.
_BITS_BEFORE_ALGEBRA = 256

_HALF = fmpq(1, 2)


def ball_sign(ball: arb) -> int | None:
    """Return the sign of every number in the ball, or None where the ball does not tell.

    This is the only place where a ball is compared: overlapping balls make all of flint's comparisons False.

    Examples
    --------
    >>> ball_sign(arb(2) - 3), ball_sign(arb(0)), ball_sign(arb(0, 1))
    (-1, 0, None)
    """
    if ball > 0:
        return 1
    if ball < 0:
        return -1
    return 0 if ball.is_zero() else None


def leading_ball(a: fmpq, p: Exponent) -> arb:
    """Return a ball around what a^p, a > 0, contributes to the leading coefficient at p.

    The sign of P = sum n_j a_j^p is that of sum n_j L(a_j) whenever that is not 0 and, for p = "0+", the sum of the n_j
    is 0, for p = "1-" the sum of the n_j a_j: L(a) is a^p at a rational p, ln a at "0+", -a ln a at "1-", and 0 at "0".

    Examples
    --------
    >>> ball_sign(leading_ball(fmpq(4), Exponent.read("1/2")) - 2)
    0
    """
    if p.value is not None:
        # The square root of flint is exact on squares and faster than a power.
        return arb(a).sqrt() if p.value == _HALF else arb(a) ** arb(p.value)
    if p.name == "0":
        return arb(0)
    return arb(a).log() if p.name == "0+" else -arb(a) * arb(a).log()


def sign(power_sum: PowerSum, p: Exponent, cap: int = PRECISION_CAP) -> int:
    """Return the sign of the power sum at p: -1, 0 or 1, proved.

    Parameters
    ----------
    power_sum : PowerSum
        P(p) = sum n_j a_j^p.
    p : Exponent
        Rational: the sign of P(p). "0": of P(0). "0+": of P(q) for all small enough q > 0. "1-": of P(q) for all q < 1
        close enough to 1.
    cap : int
        Most bits of precision to try.

    Raises
    ------
    UndecidedError
        If the cap is met first; call again with a higher cap.

    Examples
    --------
    >>> from sparsest.exact.powersum import PowerSum
    >>> P = PowerSum.of([(1, 8), (-2, 2)])
    >>> sign(P, Exponent.read("1/2")), sign(P, Exponent.read("0+")), sign(P, Exponent.read("1-"))
    (0, -1, 1)
    """
    if not power_sum.terms:
        return 0
    if p.value is not None:
        return _sign_at_rational(power_sum, p, p.value, cap)
    if p.name == "0":
        return _fmpq_sign(sum((fmpq(n) for n, _ in power_sum.terms), fmpq(0)))
    return leading_moment(power_sum, p, cap)[1]


def _sign_at_rational(power_sum: PowerSum, p: Exponent, value: fmpq, cap: int) -> int:
    return _refine(
        lambda: sum((n * leading_ball(a, p) for n, a in power_sum.terms), arb(0)),
        lambda: not radicals(power_sum.terms, value),
        cap,
        f"a sum of {len(power_sum.terms)} powers at p = {p}",
    )


def leading_moment(power_sum: PowerSum, p: Exponent, cap: int = PRECISION_CAP) -> tuple[int, int]:
    """Return the order to which a power sum vanishes at the limit p, and its sign beside it, inside (0, 1).

    Parameters
    ----------
    power_sum : PowerSum
        With at least one term: then the order is less than the number of terms (Vandermonde).
    p : Exponent
        "0+" or "1-".
    cap : int
        Most bits of precision to try.

    Raises
    ------
    UndecidedError
        If a moment is not settled within the cap.

    Examples
    --------
    >>> from sparsest.exact.powersum import PowerSum
    >>> leading_moment(PowerSum.of([(1, 4), (-2, 2), (1, 1)]), Exponent.read("0+"))
    (2, 1)
    """
    bases = [a for _, a in power_sum.terms]
    weights = [fmpq(n) if p.name == "0+" else n * a for n, a in power_sum.terms]
    # P(1 - h) = sum n_j a_j exp(-h ln a_j): each order brings a factor of -1.
    factor = 1 if p.name == "0+" else -1
    for order in range(len(bases)):
        if found := _moment_sign(weights, bases, order, cap):
            return order, found if order % 2 == 0 else found * factor
    raise UndecidedError(f"all {len(bases)} moments of a nonzero power sum came out 0; please report this")


def _moment_sign(weights: list[fmpq], bases: list[fmpq], order: int, cap: int) -> int:
    if order == 0:
        return _fmpq_sign(sum(weights, fmpq(0)))
    return _refine(
        lambda: sum((arb(w) * arb(a).log() ** order for w, a in zip(weights, bases, strict=True)), arb(0)),
        lambda: _vanishes(weights, bases, order),
        cap,
        f"a sum of {len(bases)} logarithms to the power {order}",
    )


def _refine(ball: Callable[[], arb], is_zero: Callable[[], bool], cap: int, what: str) -> int:
    """Return the sign of what `ball` encloses: balls first, then the algebraic zero test once, then finer balls."""
    zero_tested = False
    precision = 128
    while precision <= cap:
        with ctx.workprec(precision):
            found = ball_sign(ball())
        if found is not None:
            return found
        if not zero_tested and precision >= _BITS_BEFORE_ALGEBRA:
            if is_zero():
                return 0
            zero_tested = True
        precision *= 2
    raise UndecidedError(f"the sign of {what} is not settled with {cap} bits of precision")


def _vanishes(weights: Sequence[fmpq], bases: Sequence[fmpq], order: int) -> bool:
    """Return whether the moment is the zero polynomial in the logarithms of a coprime base.

    For order 1 that is the same as being 0, since those logarithms are linearly independent over the rationals.
    """
    base = coprime_base(part for a in bases for part in (a.p, a.q))
    total: defaultdict[tuple[int, ...], fmpq] = defaultdict(fmpq)
    for weight, a in zip(weights, bases, strict=True):
        for monomial, coefficient in _power(exponent_vector(a, base), order).items():
            total[monomial] += weight * coefficient
    return all(coefficient == 0 for coefficient in total.values())


def _power(linear: Sequence[int], order: int) -> dict[tuple[int, ...], int]:
    """Return (sum_q linear_q X_q)^order as {sorted variables: coefficient}."""
    power: dict[tuple[int, ...], int] = {(): 1}
    for _ in range(order):
        longer: defaultdict[tuple[int, ...], int] = defaultdict(int)
        for monomial, coefficient in power.items():
            for variable, e in enumerate(linear):
                if e:
                    longer[tuple(sorted((*monomial, variable)))] += coefficient * e
        power = longer
    return power


def _fmpq_sign(value: fmpq) -> int:
    return (1 if value > 0 else 0) - (1 if value < 0 else 0)
