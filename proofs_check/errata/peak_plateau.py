"""The example (81), (82): how many interpolants have the fewest knots."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations

from flint import fmpq, fmpq_mat

from proofs_check.errata.erratum import Erratum, ErratumSearch
from proofs_check.unaided.compare import compare
from sparsest.data import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import as_fraction, to_rational
from sparsest.univariate.solve import solve

__all__ = ["ERRATA", "slope_changes_at"]

_X = (-2, -1, 0, 1, 2, 3)
_Y = (0, 0, 1, 1, 0, 0)
_PRINTED = (Fraction(-1), Fraction(1, 2), Fraction(2))
_EXPONENTS = tuple(map(Exponent.read, ("1/10", "1/2", "9/10")))

_Knots = tuple[Fraction, ...]


def _size(knots: _Knots) -> int:
    """Return the sum of numerators and denominators."""
    return sum(abs(t.numerator) + t.denominator for t in knots)


def _three_knots() -> Iterator[_Knots]:
    """Yield all choices of three knots in [-2, 3] with denominators up to 3, small numbers first."""
    places = sorted({Fraction(k, q) for q in (1, 2, 3) for k in range(-2 * q, 3 * q + 1)})
    yield from sorted(combinations(places, 3), key=lambda knots: (_size(knots), knots))


@cache
def slope_changes_at(knots: _Knots) -> tuple[Fraction, ...] | None:
    """Return the slope changes of the interpolant of (81) with these knots, all nonzero; None if there is none.

    Five of the points determine left slope, left value and three slope changes; the sixth is met or not.

    Examples
    --------
    >>> slope_changes_at((Fraction(-1), Fraction(1, 2), Fraction(2)))
    (Fraction(1, 1), Fraction(-2, 1), Fraction(1, 1))
    """
    rows = [[fmpq(1), fmpq(x), *(to_rational(max(x - t, Fraction(0))) for t in knots)] for x in _X]
    whole = fmpq_mat([[*row, fmpq(y)] for row, y in zip(rows, _Y, strict=True)])
    reduced, rank = whole.rref()
    width = len(knots) + 2
    if rank > width or any(reduced[k, k] != 1 for k in range(width)):
        return None
    changes = tuple(as_fraction(fmpq(reduced[k, width])) for k in range(2, width))
    return changes if all(changes) else None


def _is_the_printed_one(knots: _Knots) -> bool:
    return slope_changes_at(knots) is None or knots == _PRINTED


def _others_are_dearer(knots: _Knots) -> bool:
    """Whether three knots are the fewest, and another interpolant with three has larger V_1 and V_p than (82)."""
    changes, best = slope_changes_at(knots), slope_changes_at(_PRINTED)
    if changes is None or best is None or knots == _PRINTED:
        return best is not None
    costs = [[to_rational(c) for c in one] for one in (changes, best)]
    return (
        solve(Dataset(list(_X), list(_Y)), "0").fewest_knots == len(knots)
        and sum(map(abs, changes)) > sum(map(abs, best))
        and all(compare(costs[0], costs[1], p) > 0 for p in _EXPONENTS)
    )


def _show(knots: _Knots) -> str:
    changes = slope_changes_at(knots) or ()
    return (
        f"knots {', '.join(map(str, knots))} with slope changes {', '.join(map(str, changes))} fit all six points "
        f"(V_1 = {sum(map(abs, changes))}; the printed one has 4)"
    )


ERRATA = (
    Erratum(
        id="E13",
        where="Section A.3.2, example (81), (82)",
        printed="The sparsest interpolant of (81) is unique, by the theory of Debarre et al. (2022): the one of (82).",
        fails="Infinitely many interpolants have three knots, the fewest: for every -1 < u < 0 and s = -1/u the knots "
        "u, 1/(1+s), 2 with slope changes s, -1-s, 1 (`sparsest solve reference/sparsest/datasets/peak_plateau.csv "
        "--p 0` says so). What Debarre et al. treat are interpolants of fewest knots *among the minimisers of V_1*. As "
        "u goes to 0 the slope changes of this family grow without bound: what the remark after Corollary 3.1.1 says "
        "of solutions for p = 0.",
        repair="(82) is the only interpolant of fewest knots that minimises V_1, and the only minimiser of V_p for "
        "every 0 < p < 1. It minimises V_1 too, where others with more knots do as well.",
        theorem="No theorem is concerned. What is said of (82) for 0 < p <= 1 holds.",
        claims=("example-81-82", "corollary-3.1.1-p0", "theorem-c"),
        search=ErratumSearch(
            "three knots in [-2, 3] with denominators up to 3, small numerators and denominators first; each solved "
            "for the slope changes",
            _three_knots,
            _is_the_printed_one,
            _others_are_dearer,
            _show,
            _size,
        ),
    ),
)
