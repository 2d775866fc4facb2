"""Inequality (78): |x|^p lies below its tangent in |x|, the base of Algorithm 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from proofs_check.cases import NetworkCase, network_cases
from proofs_check.claim import Claim, Fault, refute
from proofs_check.derivations.powers import TANGENT
from proofs_check.unaided.compare import sign_of_powers
from proofs_check.unaided.nets import random_interpolant
from sparsest.exact.exponent import Exponent

__all__ = ["CLAIM", "excess", "excess_at_1"]

_MOST_ENTRIES = 12  # of each network
_ONE = Fraction(1)


def excess(x: Fraction, y: Fraction, p: Exponent) -> int:
    """Return the sign of p|y|^(p-1)|x| + (1-p)|y|^p - |x|^p for a y other than 0, exact.

    Examples
    --------
    >>> half = Exponent.read("1/2")
    >>> [excess(Fraction(a), Fraction(b), half) for a, b in ((0, 1), (-4, 4), (1, -9))]
    [1, 0, 1]
    """
    a, b, power = abs(x), abs(y), p.fraction
    return sign_of_powers([(power * a / b + 1 - power, b), *([(-_ONE, a)] if a else [])], p)


def excess_at_1(x: Fraction, y: Fraction) -> Fraction:
    """Return the same difference at p = 1, as a number: |y|^0 |x| + 0 |y| - |x|.

    Examples
    --------
    >>> excess_at_1(Fraction(3), Fraction(-5))
    Fraction(0, 1)
    """
    return abs(y) ** 0 * abs(x) + (1 - _ONE) * abs(y) - abs(x)


def _pairs(case: NetworkCase) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield pairs of entries v_k w_k of networks through the data, as of two iterates: 0, equal and opposite ones too.

    Where the two networks have no entry but 0, the pairs are those of 1.
    """
    rng = case.rng()
    old, new = (
        [a for _, w in random_interpolant(case.points, rng, rng.randint(0, 2)) for a in w][:_MOST_ENTRIES]
        for _ in range(2)
    )
    for y in filter(None, old or [_ONE]):
        yield from ((x, y) for x in (*new, y, -y, Fraction(0)))


def _check(case: NetworkCase) -> None:
    for x, y in _pairs(case):
        sign = excess(x, y, case.p)
        if sign < 0 or (sign == 0) != (abs(x) == abs(y)):
            refute(f"the sign of the right side less the left one is {sign}", x=str(x), y=str(y))
        if excess_at_1(x, y) != 0:
            refute("no equality at p = 1", x=str(x), y=str(y))


def _sees(is_right: Callable[[Fraction, Fraction, Exponent], bool]) -> Callable[[NetworkCase], None]:
    """Return the check of a false statement about x, y and p."""

    def check(case: NetworkCase) -> None:
        for x, y in _pairs(case):
            if not is_right(x, y, case.p):
                refute("it is not so", x=str(x), y=str(y))

    return check


CLAIM = Claim(
    id="inequality-78",
    number="Inequality (78)",
    title="a power lies below its tangent",
    statement="|x|^p <= p|y|^(p-1)|x| + (1-p)|y|^p for all real x, all y other than 0 and 0 < p <= 1; with equality "
    "exactly if p = 1 or |x| = |y|.",
    hypotheses="y is not 0; 0 < p <= 1.",
    establishes="The inequality and its cases of equality, by exact signs, for entries v_k w_k of random networks "
    "through these data (x of a later, y of an earlier iterate; x = 0, x = y and x = -y too), at the given p and at "
    "p = 1. The derivation shows it for all x, y and p < 1; at p = 1 both sides are |x|.",
    leaves_open="The display (78) could not be read: it is rebuilt from the text, which names p|y|^(p-1) as its factor "
    "and equality at p = 1 or x = y.",
    scope="several inputs",
    check=_check,
    cases=network_cases,
    faults=(
        Fault(
            "equality at x = y only",
            "For p < 1 it is strict unless x = y.",
            _sees(lambda x, y, p: (excess(x, y, p) == 0) == (x == y)),
        ),
        Fault(
            "strict at p = 1",
            "At p = 1 it is strict unless |x| = |y|.",
            _sees(lambda x, y, _: abs(x) == abs(y) or excess_at_1(x, y) > 0),
        ),
        Fault(
            "no constant",
            "|x|^p <= p|y|^(p-1)|x|.",
            _sees(
                lambda x, y, p: (
                    sign_of_powers([(p.fraction * abs(x / y), abs(y)), *([(-_ONE, abs(x))] if x else [])], p) >= 0
                )
            ),
        ),
    ),
    derivations=(TANGENT,),
    examples=100,
)
