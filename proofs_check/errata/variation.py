"""Definition (6) of V_p: what value the derivative has at a knot."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise
from typing import NamedTuple

from flint import fmpq

from proofs_check.errata.erratum import Erratum, ErratumSearch
from proofs_check.unaided.compare import Compare, compare, compare_at_1
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import to_rational

__all__ = ["ERRATA"]

_HALF = Exponent.read("1/2")


class _Derivative(NamedTuple):
    """A derivative that is 0 left of its only knot and `change` right of it, with a value at the knot."""

    change: int
    at_knot: Fraction


def _derivatives() -> Iterator[_Derivative]:
    """Yield slope changes 1, 2, 3 with values at the knot from one slope to the other, in steps of 1/2."""
    for change in (1, 2, 3):
        for k in range(2 * change + 1):
            yield _Derivative(change, Fraction(k, 2))


def _partitions(derivative: _Derivative) -> Iterator[list[fmpq]]:
    """Yield the differences of Df over all partitions, as far as they differ: points left of the knot, at it, right."""
    values = [fmpq(0), to_rational(derivative.at_knot), fmpq(derivative.change)]
    for size in (2, 3):
        for chosen in combinations(values, size):
            yield [b - a for a, b in pairwise(chosen)]


def _supremum_is_the_price(derivative: _Derivative, compare: Compare = compare) -> bool:
    """Whether no partition has more than |c|^p."""
    price = [fmpq(derivative.change)]
    return all(compare(differences, price, _HALF) <= 0 for differences in _partitions(derivative))


def _one_sided(derivative: _Derivative) -> bool:
    """Whether the supremum is |c|^p where Df is continuous from a side, and at p = 1 whatever its value."""
    strictly_between = 0 < derivative.at_knot < derivative.change
    return (strictly_between or _supremum_is_the_price(derivative)) and _supremum_is_the_price(derivative, compare_at_1)


ERRATA = (
    Erratum(
        id="E23",
        where="Definition (6) of V_p",
        printed="V_p is a supremum over all partitions of R by points, of the derivative's differences, and also one "
        "over partitions into Borel sets, of the second derivative's values. (The display of (6) could not be read; "
        "the words below it name both suprema, and Remark 1 their value, the sum of |c_k|^p.)",
        fails="The derivative has no value at a knot, and for p < 1 the first supremum depends on it: a value c' "
        "strictly between the two slopes, c = c' + c'', gives |c'|^p + |c''|^p > |c|^p. The second supremum does not "
        "depend on it.",
        repair="Let the derivative be continuous from the right everywhere, or from the left: then both are the sum of "
        "|c_k|^p. At p = 1 any value between the slopes will do.",
        theorem="Survives: all proofs use the sum of |c_k|^p.",
        claims=("remark-1",),
        search=ErratumSearch(
            "one knot of slope change c = 1, 2, 3, the derivative's value at it in steps of 1/2 from one slope to the "
            "other, p = 1/2, all partitions",
            _derivatives,
            _supremum_is_the_price,
            _one_sided,
            lambda one: (
                f"one knot of slope change {one.change}, where the derivative goes from 0 to {one.at_knot} to "
                f"{one.change}: {one.at_knot}^p + {one.change - one.at_knot}^p > {one.change}^p at p = 1/2"
            ),
            lambda one: one.change,
        ),
    ),
)
