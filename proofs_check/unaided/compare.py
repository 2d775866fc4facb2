"""The one comparison of costs: by balls (flint) and, where these overlap, by the checker's exact signs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import TypeAlias

from flint import arb, ctx, fmpq

from proofs_check.signs import PowerSum
from proofs_check.work import DEFAULT_WORK, StopError, Work
from sparsest.errors import UndecidedError
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import to_rational

__all__ = [
    "BITS", "Compare", "ball_powers", "compare", "compare_at_1", "difference", "exact_sign", "sign_by_balls",
    "sign_of_powers", "without_common",
]  # fmt: skip

#: Takes two lists of slope changes and p: the sign of the difference of their costs.
Compare: TypeAlias = Callable[[Sequence[fmpq], Sequence[fmpq], Exponent], int]

BITS = 128

# In lists up to this length equal numbers are looked for one by one: hashes of rationals are slow.
_SHORT_LISTS = 20

_ZERO, _ONE = fmpq(0), fmpq(1)

_BALL_0, _BALL_1 = arb(0), arb(1)


def difference(a: Iterable[fmpq], b: Iterable[fmpq]) -> dict[fmpq, int]:
    """Return the power sum V_p(a) - V_p(b) as {|slope change|: coefficient}, equal terms cancelled.

    Examples
    --------
    >>> difference([fmpq(-3), fmpq(1)], [fmpq(1), fmpq(2)])
    {3: 1, 2: -1}
    """
    terms: dict[fmpq, int] = {}
    for n, side in zip((1, -1), without_common(a, b), strict=True):
        for c in side:
            terms[c] = terms.get(c, 0) + n
    return {c: n for c, n in terms.items() if n}


def without_common(a: Iterable[fmpq], b: Iterable[fmpq]) -> tuple[list[fmpq], list[fmpq]]:
    """Return the nonzero sizes of both lists without those that they share; of long lists all of them.

    Examples
    --------
    >>> without_common([fmpq(-3), fmpq(1), fmpq(1)], [fmpq(1), fmpq(2)])
    ([3, 1], [2])
    """
    one, two = list(map(abs, filter(None, a))), list(map(abs, filter(None, b)))
    if max(len(one), len(two)) > _SHORT_LISTS:
        return one, two
    rest = []
    for c in one:
        if c in two:
            two.remove(c)
        else:
            rest.append(c)
    return rest, two


def exact_sign(terms: Mapping[fmpq, int | fmpq], p: Exponent) -> int:
    """Return the sign of sum n a^p, by the independent checker's arithmetic; at "0+" and "1-" that beside the limit.

    The coefficients n are integers or rationals.

    Raises
    ------
    UndecidedError
        If the checker gives up.

    Examples
    --------
    >>> exact_sign({fmpq(8): 1, fmpq(2): -2}, Exponent.read("1/2"))
    0
    """
    if not terms:
        return 0
    # At a rational p a common factor changes no sign; bases near 1 or above lose no digits.
    unit = Fraction(1)
    if p.is_rational:
        least = min(terms)
        unit = Fraction(2) ** (int(least.q).bit_length() - int(least.p).bit_length())
    pairs: list[tuple[Fraction, Fraction | int]] = [
        (unit * Fraction(int(a.p), int(a.q)), Fraction(int(n.p), int(n.q)) if isinstance(n, fmpq) else n)
        for a, n in terms.items()
    ]
    at = p.fraction if p.is_rational else Fraction(0) if p.name == "0" else p.name
    # The checker takes it for granted that at p = 1 the sum is 0, as for two splines through the same points.
    first = sum((a * n for a, n in pairs), Fraction(0))
    if p.name == "1-" and first:
        return 1 if first > 0 else -1
    try:
        return PowerSum(at, pairs).sign(Work(DEFAULT_WORK))
    except StopError as stop:
        raise UndecidedError(f"a sum of {len(terms)} powers at p = {p}: {stop.args[1]}") from None


def compare(a: Sequence[fmpq], b: Sequence[fmpq], p: Exponent) -> int:
    """Return the sign of V_p(a) - V_p(b) for two lists of slope changes, zeros allowed, at a rational p.

    At "0+" and "1-" that beside the limit. Near 0 the number of knots decides, then the product of the slope changes;
    near 1 the sum of their sizes, then that of -|c| ln|c|.

    Examples
    --------
    >>> compare([fmpq(4), fmpq(9)], [fmpq(-25)], Exponent.read("1/2"))
    0
    >>> [compare([fmpq(2), fmpq(6)], [fmpq(5), fmpq(3)], Exponent.read(p)) for p in ("0+", "1-")]
    [-1, -1]
    """
    a, b = without_common(a, b)
    if not a or not b:  # nothing, or powers of one side only, which are positive
        return (len(a) > 0) - (len(b) > 0)
    found: int | None = None
    if p.is_rational:
        found = sign_by_balls(a, b, p)
    elif p.name == "0+":
        found = _order(len(a), len(b)) or _order(prod(a, start=_ONE), prod(b, start=_ONE)) or None
    elif p.name == "1-":
        found = _order(sum(a, _ZERO), sum(b, _ZERO)) or sign_by_balls(a, b, p)
    return exact_sign(difference(a, b), p) if found is None else found


def compare_at_1(a: Sequence[fmpq], b: Sequence[fmpq], _: Exponent) -> int:
    """Return the sign of V_1(a) - V_1(b), whatever p is: for false variants that are so at p = 1.

    Examples
    --------
    >>> compare_at_1([fmpq(-2), fmpq(2)], [fmpq(3)], Exponent.read("1/2"))
    1
    """
    return _order(sum(map(abs, a), _ZERO), sum(map(abs, b), _ZERO))


def _order(a: int | fmpq, b: int | fmpq) -> int:
    return (a > b) - (a < b)


def sign_by_balls(a: Iterable[fmpq], b: Iterable[fmpq], p: Exponent) -> int | None:
    """Return the sign of V_p(a) - V_p(b) for sizes of slope changes, at a rational p; None where balls do not tell.

    At "1-" the sign beside 1 of two lists of equal sums.

    Examples
    --------
    >>> p = Exponent.read("1/3")
    >>> sign_by_balls([fmpq(8)], [fmpq(7)], p), sign_by_balls([fmpq(8)], [fmpq(1), fmpq(1)], p)
    (1, None)
    """
    before, ctx.prec = ctx.prec, BITS  # `ctx.workprec` takes as long as a power
    try:
        one, two = sum(ball_powers(a, p), _BALL_0), sum(ball_powers(b, p), _BALL_0)
    finally:
        ctx.prec = before
    return -1 if one < two else 1 if one > two else None


def sign_of_powers(terms: Iterable[tuple[Fraction, Fraction]], p: Exponent) -> int:
    """Return the sign of sum c a^p over pairs (c, a) of a rational c and a rational a > 0, at a rational p.

    Examples
    --------
    >>> half = Fraction(1, 2)
    >>> sign_of_powers([(half, Fraction(4)), (Fraction(-1), Fraction(1))], Exponent.read("1/2"))
    0
    """
    total: dict[fmpq, fmpq] = {}
    for c, a in terms:
        size = to_rational(a)
        total[size] = total.get(size, _ZERO) + to_rational(c)
    left = {a: c for a, c in total.items() if c != 0}
    before, ctx.prec = ctx.prec, BITS
    try:
        ball = sum((arb(c) * power for c, power in zip(left.values(), ball_powers(left, p), strict=True)), _BALL_0)
    finally:
        ctx.prec = before
    return 1 if ball > 0 else -1 if ball < 0 else exact_sign(left, p)


def ball_powers(sizes: Iterable[fmpq], p: Exponent) -> list[arb]:
    """Return balls around a^p for each size a; at "1-" around -a ln a, in flint's precision of the moment.

    Examples
    --------
    >>> [float(ball) for ball in ball_powers([fmpq(4), fmpq(9)], Exponent.read("1/2"))]
    [2.0, 3.0]
    """
    if p.value is None:
        return [-arb(a) * arb(a).log() for a in sizes]
    if p.name == "1/2":  # faster than a power
        return [arb(a).sqrt() for a in sizes]
    exponent = arb(p.value)
    return [_BALL_1 if a == _ONE else arb(a) ** exponent for a in sizes]
