"""Equation 82 for every p: at a minimiser each gap is paid whole by one interval (Theorem A); so try all ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

from flint import arb, ctx

from proofs_check.claim import Derivation, refute

__all__ = ["EQUATION_82"]

_PATTERN = (1, -1, -1, 1)

_Knots = tuple[tuple[Fraction, int], ...]


def _allotments(gaps: Sequence[int]) -> set[_Knots]:
    """Return the knots of all interpolants in which each gap is paid whole by one interval; steps 1, x_1 = -2."""
    found = set()
    for ways in product((0, 1), repeat=len(gaps)):
        paid = [[0, 0] for _ in range(len(gaps) + 1)]  # by each interval to the gap at its left end, at its right end
        for k, (d, right) in enumerate(zip(gaps, ways, strict=True)):
            paid[k + right][1 - right] = d
        knots: list[tuple[Fraction, int]] = []
        for j, (left, right) in enumerate(paid):
            if left * right > 0:
                knots.append((j - 2 + Fraction(right, left + right), left + right))
            else:
                knots += [(Fraction(j - 2 + end), c) for end, c in enumerate((left, right)) if c]
        found.add(tuple(sorted(knots)))
    return found


def _is_positive(terms: Mapping[int, int]) -> bool:
    """Whether P(p) = sum n a^p > 0 on (0, 1), shown by P(1) >= 0 and P' < 0 on [0, 1]."""
    with ctx.workprec(64):
        unit = arb(0.5, 0.5)  # a ball that contains [0, 1]
        slope = sum((n * arb(a) ** unit * arb(a).log() for a, n in terms.items()), arb(0))
        return sum(n * a for a, n in terms.items()) >= 0 and bool(slope < 0)


def _one_for_every_p(gaps: Sequence[int]) -> None:
    """Prove that one of the allotments is cheaper than every other for all 0 < p < 1."""
    first, *others = sorted(_allotments(gaps), key=lambda knots: (len(knots), knots))
    for other in others:
        terms = Counter(abs(c) for _, c in other)
        terms.subtract(abs(c) for _, c in first)
        if not _is_positive({a: n for a, n in terms.items() if n}):
            shown = [[str(t) for t, _ in knots] for knots in (first, other)]
            refute("not always cheaper", knots=shown[0], other_knots=shown[1])
    if gaps == _PATTERN and first != ((Fraction(-1), 1), (Fraction(1, 2), -2), (Fraction(2), 1)):
        refute("the cheapest is not equation 82", knots=[str(t) for t, _ in first])


EQUATION_82 = Derivation(
    "equation 82 for every p",
    "Of the 16 ways to pay each of the gaps 1, -1, -1, 1 whole by one interval all but those that make "
    "equation 82 cost more for every 0 < p < 1. (False for the gaps 1, -1, -1, -1, 1: two minimisers.)",
    "case exhaustion; interval arithmetic (flint)",
    lambda: _one_for_every_p(_PATTERN),
    lambda: _one_for_every_p((1, -1, -1, -1, 1)),
)
