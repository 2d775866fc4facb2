"""The threshold of Theorem 4.1's proof, by the checker's arithmetic, and the data for which it can be looked at."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from proofs_check.cases import NetworkCase
from proofs_check.claim import not_met, undecided
from proofs_check.signs import PowerSum, Terms
from proofs_check.work import DEFAULT_WORK, Work

__all__ = ["chain", "few_vertices", "has_few_vertices", "nonzero_labels", "rounded"]

# For how many points the prices of all vertices are followed through all p within seconds, by the number of inputs.
_MOST_POINTS = {1: 6, 2: 3, 3: 2}


def nonzero_labels(case: NetworkCase) -> None:
    """Demand that not all labels are 0, as a hypothesis: see `Claim.requires`.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> from sparsest.points import Points
    >>> examine(nonzero_labels, NetworkCase(Points([[1]], [0]))).verdict.value
    'hypothesis not met'
    """
    if not any(case.points.y):
        not_met("all labels are 0: the network without neurons is the only minimiser")


def few_vertices(case: NetworkCase) -> None:
    """Demand so few points that the prices of all vertices can be followed through all p, as a hypothesis.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> from sparsest.points import Points
    >>> examine(few_vertices, NetworkCase(Points([[k] for k in range(9)], range(9)))).verdict.value
    'undecided'
    """
    if not has_few_vertices(case):
        undecided(f"{case.size} points of {case.points.dimension} inputs are too many for all vertices")


def has_few_vertices(case: NetworkCase) -> bool:
    """Return whether the points are so few that all vertices can be listed within seconds.

    Examples
    --------
    >>> from sparsest.points import Points
    >>> has_few_vertices(NetworkCase(Points([[0], [1]], [0, 1])))
    True
    """
    return case.size <= _MOST_POINTS.get(case.points.dimension, 0)


def chain(fewest: int, least: Fraction, largest: Fraction, p: Fraction) -> int:
    """Return the sign of (K0 + 1) r^p - K0 R^p, by the arithmetic of the independent checker.

    Examples
    --------
    >>> chain(1, Fraction(1), Fraction(16), Fraction(1, 5)), chain(1, Fraction(1), Fraction(16), Fraction(1, 3))
    (1, -1)
    """
    terms: Terms = [(least, Fraction(fewest + 1)), (largest, Fraction(-fewest))]
    return PowerSum(p, terms).sign(Work(DEFAULT_WORK))


def rounded(q: Fraction, towards: int) -> Fraction:
    """Return a rational of a short denominator above q > 0 or below it, within 10^-6 of q relative to it.

    Examples
    --------
    >>> rounded(Fraction(1, 2), 1) - Fraction(1, 2), rounded(Fraction(1, 2), -1) - Fraction(1, 2)
    (Fraction(1, 30000000), Fraction(-1, 30000000))
    """
    scale = 10**7 * (int(1 / q) + 1)
    return Fraction(floor(q * scale) + (1 if towards > 0 else -1), scale)
