"""Theorem C (ours): how many splines have the fewest knots (p = 0).

It is 1 or infinite. Call an arrangement of knots *rigid* if no amount that a knot pays to a gap is free: each gap has
at most one payer, and no knot is strictly inside an end interval. An arrangement with the fewest knots that is not
rigid gives infinitely many splines. A rigid one is a matching: a knot between two gaps pays both whole, so they have
one sign. If some run has an odd number n >= 3 of gaps, let a knot pay gap 1 whole and half of gap 2, the next one the
other half and gap 3 whole, and match the rest: (n + 1)/2 knots, the fewest, and not rigid. Otherwise each run has only
one matching with the fewest knots, so there is one rigid arrangement.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from flint import fmpq

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Derivation, Fault, Finding, holds, least_points, refute
from sparsest.univariate.fewest import Count, count_fewest

__all__ = ["CLAIM", "count_arrangements"]

# The most gaps for which all arrangements of knots are enumerated, and those of the exhaustive check.
_MOST_GAPS = 6
_ALL_PATTERNS = 5

# What an interval may carry: the signs of its knots. Two of one sign could be merged, so none has the fewest knots.
_INTERVAL = ((), (1,), (-1,), (1, -1))
_POINT = ((), (1,), (-1,))


@lru_cache(maxsize=4096)
def count_arrangements(signs: tuple[int, ...]) -> tuple[int, Count]:
    """Return the fewest knots of splines whose slope gaps have these signs, and the number of such splines.

    Enumerates where knots can be: at data points and strictly between them, with signs. A knot strictly between pays
    two amounts > 0 to the gaps beside it, each in the equation of its gap; in an end interval, one of the two to no
    gap. So for an arrangement the equations can be looked at one by one: a gap that no knot pays must be 0, one paid
    with one sign only must have this sign, and one paid with both may be anything. The amounts are unique if each gap
    has at most one payer and nothing is paid to no gap; else there are infinitely many.

    Parameters
    ----------
    signs : tuple of int
        -1, 0 or 1 for each gap.

    Examples
    --------
    >>> count_arrangements((0, 1, 1, 0)), count_arrangements((1,)), count_arrangements((0, 1, -1, 0))
    ((1, 1), (1, inf), (2, inf))
    """
    if not signs:
        return 0, 1
    for knots in range(len(signs) + 1):
        free = list(_arrangements(signs, 0, (), knots, False))
        if free:
            return knots, math.inf if any(free) else len(free)
    return len(signs), 0  # not reached: knots at the data points do


def _arrangements(signs: tuple[int, ...], k: int, paid: tuple[int, ...], left: int, free: bool) -> Iterator[bool]:
    """Yield for each feasible arrangement of `left` knots from interval k on whether it leaves an amount free.

    Interval k lies before gap k; `paid` are the signs with which gap k is paid so far, by knots at its own point
    (none yet), and `free` tells whether an amount was free further left.
    """
    n = len(signs)
    for inside in _INTERVAL:
        rest = left - len(inside)
        if rest < 0:
            continue
        # The interval before gap 0 and the one after gap n-1 pay to no gap with one of the two amounts.
        loose = free or (bool(inside) and k in (0, n))
        if k == 0:
            yield from _at_point(signs, 0, inside, rest, loose)
            continue
        before = (*paid, *inside)
        if not _feasible(before, signs[k - 1]):
            continue
        loose = loose or len(before) > 1
        if k < n:
            yield from _at_point(signs, k, inside, rest, loose)
        elif rest == 0:
            yield loose


def _at_point(signs: tuple[int, ...], k: int, inside: tuple[int, ...], left: int, free: bool) -> Iterator[bool]:
    for here in _POINT:
        if len(here) <= left:
            yield from _arrangements(signs, k + 1, (*inside, *here), left - len(here), free)


def _feasible(payers: tuple[int, ...], sign: int) -> bool:
    more, less = 1 in payers, -1 in payers
    return (more and less) or (more, less) == (sign > 0, sign < 0)


def _check(case: SplineCase) -> Finding | None:
    signs = case.curvature
    knots, count = case.fewest.fewest_knots, case.fewest.minimizers
    if count not in (1, math.inf):
        refute(f"{count} splines have the fewest knots, neither 1 nor infinitely many", signs=signs)
    if len(signs) > _MOST_GAPS:
        return holds(compared="only that the number is 1 or infinite")
    if (expected := count_arrangements(signs)) != (knots, count):
        refute(f"{count} splines of {knots} knots, by enumeration (knots, splines) are {expected}", signs=signs)
    return None


def _always_one(case: SplineCase) -> None:
    if case.fewest.minimizers != 1:
        refute(f"{case.fewest.minimizers} splines have the fewest knots")


def _as_for_small_p(case: SplineCase) -> None:
    """Claim that the splines of fewest knots are the matchings with the fewest knots."""
    number = math.prod((b - a + 1) // 2 if (b - a) % 2 else 1 for a, b in case.runs)
    if case.fewest.minimizers != number:
        refute(f"{case.fewest.minimizers} splines have the fewest knots, but {number} matchings")


def _all_patterns(allowed: tuple[Count, ...]) -> Finding:
    """Compare the walk with the enumeration for all sign patterns; the number must be one of those allowed."""
    patterns = 0
    for n in range(_ALL_PATTERNS + 1):
        for signs in product((-1, 0, 1), repeat=n):
            walk, enumerated = count_fewest([fmpq(s) for s in signs]), count_arrangements(signs)
            if walk != enumerated:
                refute(f"the walk says {walk}, the enumeration {enumerated}", signs=list(signs))
            if enumerated[1] not in allowed:
                refute(f"{enumerated[1]} splines have the fewest knots", signs=list(signs))
            patterns += 1
    return holds(patterns=patterns)


CLAIM = Claim(
    id="theorem-c",
    number="Theorem C (ours)",
    title="how many splines have the fewest knots",
    statement="The number of splines with the fewest knots depends only on the signs of the slope gaps, is that of "
    "the walk in docs/certificate_v1.md, section 4, and is 1 or infinite.",
    hypotheses="p = 0, N >= 2.",
    establishes="The number that `solve` gives at p = 0 is that of an enumeration of all arrangements of knots (up to "
    "6 gaps); it is 1 or infinite.",
    leaves_open="For more than 6 gaps only that the number is 1 or infinite; this file's docstring has a proof.",
    scope="one input",
    check=_check,
    cases=spline_cases,
    requires=(least_points(2),),
    faults=(
        Fault("always 1", "There is always just one.", _always_one),
        Fault("matchings only", "They are the matchings with the fewest knots.", _as_for_small_p),
    ),
    derivations=(
        Derivation(
            "theorem C, all sign patterns",
            f"For every sign pattern of up to {_ALL_PATTERNS} gaps the walk and the enumeration of all arrangements "
            "of knots give the same fewest knots and the same number of splines, 1 or infinity.",
            "case exhaustion",
            lambda: _all_patterns((1, math.inf)),
            lambda: _all_patterns((1,)),
        ),
    ),
    per_exponent=False,
)
