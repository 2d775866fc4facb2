"""Slips in the proof of Lemma A.2, each with the search for its smallest example.

A stretch [0, 1] of chord slope b; the slope is a before it and c after it. A function with one inner knot at tau has
slope u_1 = b + delta up to the knot and u_2 = b - tau delta/(1 - tau) after it, for it passes through both ends. Its
cost is C(delta); C(0) is that of the straight piece.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from flint import fmpq

from proofs_check.errata.erratum import Erratum, ErratumSearch
from proofs_check.unaided.compare import compare
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import as_fraction

__all__ = ["ERRATA", "BentStretch"]

_EXPONENTS = tuple(map(Exponent.read, ("1/10", "1/2", "9/10")))
_HALF = _EXPONENTS[1]


class BentStretch(NamedTuple):
    """The slopes a, b, c (b = 0, which is no loss) and the place of the inner knot.

    Parameters
    ----------
    before, after : int
        The differences a - b and b - c.
    tau : fmpq
        The place of the inner knot, 0 < tau < 1.
    """

    before: int
    after: int
    tau: fmpq

    def changes(self, delta: fmpq) -> list[fmpq]:
        """Return the slope changes at the left end, at the inner knot and at the right end: a, u_1, u_2, c.

        Examples
        --------
        >>> BentStretch(1, -1, fmpq(1, 2)).changes(fmpq(0))
        [-1, 0, 1]
        """
        slopes = [fmpq(self.before), delta, -self.tau * delta / (1 - self.tau), fmpq(-self.after)]
        return [slopes[k + 1] - slopes[k] for k in range(3)]

    @property
    def size(self) -> int:
        """The sum |a - b| + |b - c|."""
        return abs(self.before) + abs(self.after)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _of_different_signs(*, bent_after: bool) -> Iterator[BentStretch]:
    """Yield stretches as in Lemma A.2, small numbers first; those with b != c only, if asked for."""
    places = [fmpq(1, 2), fmpq(1, 4), fmpq(3, 4)]
    numbers = sorted(product((0, 1, -1, 2, -2), repeat=2), key=lambda pair: sum(map(abs, pair)))
    for (before, after), tau in product(numbers, places):
        if _sign(before) != _sign(after) and (after or not bent_after):
            yield BentStretch(before, after, tau)


# --- E15: the direction of h_2 ---------------------------------------------------------------------------------------


def _third(stretch: BentStretch) -> fmpq:
    """Return delta_3 = (1 - tau)(b - c)/tau, where the slope before the right end is already c."""
    return (1 - stretch.tau) * stretch.after / stretch.tau


def _falls_to_delta_3(stretch: BentStretch) -> bool:
    return compare(stretch.changes(_third(stretch)), stretch.changes(fmpq(0)), _HALF) < 0


def _straight_is_best(stretch: BentStretch) -> bool:
    """Whether C(0) < C(delta_1), C(delta_3), as far as these are other places than 0."""
    others = [delta for delta in (fmpq(stretch.before), _third(stretch)) if delta != 0]
    straight = stretch.changes(fmpq(0))
    return all(compare(stretch.changes(delta), straight, p) > 0 for delta in others for p in _EXPONENTS)


def _sum_of_powers(changes: list[fmpq]) -> str:
    return " + ".join(f"{as_fraction(abs(c))}^p" for c in changes if c != 0)


def _show_direction(stretch: BentStretch) -> str:
    bent, straight = stretch.changes(_third(stretch)), stretch.changes(fmpq(0))
    return (
        f"a - b = {stretch.before}, b - c = {stretch.after}, tau = {as_fraction(stretch.tau)}: C(delta_3) = "
        f"{_sum_of_powers(bent)} > C(0) = {_sum_of_powers(straight)}"
    )


# --- E24: the number of knots at p = 0 -------------------------------------------------------------------------------


def _count(changes: list[fmpq]) -> int:
    return sum(c != 0 for c in changes)


def _bent_counts(stretch: BentStretch) -> set[int]:
    deltas = [fmpq(stretch.before), _third(stretch), fmpq(1, 3), fmpq(-1, 3), fmpq(5)]
    return {_count(stretch.changes(delta)) for delta in deltas if delta != 0}


def _straight_has(stretch: BentStretch, numbers: set[int]) -> bool:
    straight, bent = _count(stretch.changes(fmpq(0))), _bent_counts(stretch)
    return straight in numbers and bent <= {2, 3} and straight <= min(bent)


ERRATA = (
    Erratum(
        id="E15",
        where="Proof of Lemma A.2, the function h_2",
        printed="h_2' > 0 on (0, 1], and so C(delta_3) = h_2(tau) < h_2(1) = C(delta_2), where delta_2 = 0.",
        fails="Both have the wrong direction, and C(delta_3) < C(0) would refute the lemma. (The displays of h_2 and "
        "its derivative could not be read. C is forced by the function, and the text names its three break points and "
        "the values of h_2 at tau and 1; the search uses only these.)",
        repair="h_2' < 0, and C(delta_3) > C(delta_2) = C(0): what the proof needs. For a - b = 1, b - c = -1 it is "
        "h_2(t) = 2 t^(-p).",
        theorem="Survives.",
        claims=("lemma-a.2",),
        search=ErratumSearch(
            "a - b, b - c in {0, 1, -1, 2, -2} of different signs, b != c, tau = 1/2, 1/4, 3/4, small numbers first, "
            "p = 1/2; the repair at p = 1/10, 1/2, 9/10",
            lambda: _of_different_signs(bent_after=True),
            _falls_to_delta_3,
            _straight_is_best,
            _show_direction,
            lambda stretch: stretch.size,
        ),
    ),
    Erratum(
        id="E24",
        where="Proof of Lemma A.2, p = 0",
        printed="C(0) = 2 <= C(delta), which is 2 or 3, for delta != 0.",
        fails="C(0) = 1 if one of the two signs is 0, which the lemma allows.",
        repair="C(0) is 1 or 2, and C(0) <= C(delta), which is 2 or 3.",
        theorem="Survives; where one sign is 0 the straight piece is even the only best one.",
        claims=("lemma-a.2",),
        search=ErratumSearch(
            "a - b, b - c in {0, 1, -1, 2, -2} of different signs, tau = 1/2, 1/4, 3/4, small numbers first; delta at "
            "both break points, +-1/3 and 5",
            lambda: _of_different_signs(bent_after=False),
            lambda stretch: _straight_has(stretch, {2}),
            lambda stretch: _straight_has(stretch, {1, 2}),
            lambda stretch: (
                f"a - b = {stretch.before}, b - c = {stretch.after}: the straight piece has "
                f"{_count(stretch.changes(fmpq(0)))} knot, a bent one {min(_bent_counts(stretch))} or more"
            ),
            lambda stretch: stretch.size,
        ),
    ),
)
