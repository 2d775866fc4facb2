"""Slips in section A.1.4: corners of the cube and functions; where two cost curves meet.

On the m + 1 points x_i, ..., x_{i+m} of one curvature a function of item 2b has the slopes u_j = (1 - alpha_j)
s_{i+j-1} + alpha_j s_{i+j}, j = 1, ..., m - 1, each on a segment through (x_{i+j}, y_{i+j}). Here x_i, ..., x_{i+m} are
0, ..., m, and the chord slopes are the sums of the gaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, combinations, pairwise, product
from typing import NamedTuple

from flint import fmpq

from proofs_check.errata.erratum import Erratum, ErratumSearch
from proofs_check.unaided.compare import compare, difference
from proofs_check.unaided.matchings import multiset
from sparsest.data import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.rationals import as_fraction, to_rational
from sparsest.exact.zeros import Curve, Zero
from sparsest.univariate.solve import solve

__all__ = ["ERRATA", "functions_of_corners", "knots_of_alpha"]

_HALF = Exponent.read("1/2")

_Gaps = tuple[int, ...]
_Alpha = tuple[fmpq, ...]
_ALPHAS = (fmpq(0), fmpq(1, 2), fmpq(1))
_CORNERS = (fmpq(0), fmpq(1))


class _Line(NamedTuple):
    slope: fmpq
    intercept: fmpq


def _runs(lengths: range, largest: int) -> Iterator[_Gaps]:
    """Yield runs of positive integer gaps: short ones first, then of small sum."""
    for n in lengths:
        yield from sorted(product(range(1, largest + 1), repeat=n), key=lambda d: (sum(d), d))


def _lines(gaps: _Gaps, alpha: _Alpha) -> list[_Line]:
    """Return the lines of the slopes s_{i-1} = 0, u_1, ..., u_{m-1}, s_{i+m}, through the points 0, ..., m."""
    chords = [0, *accumulate(gaps)]
    heights = [0, *accumulate(chords[1:-1])]
    inner = [(1 - a) * chords[j] + a * chords[j + 1] for j, a in enumerate(alpha, start=1)]
    slopes = [fmpq(chords[0]), *inner, fmpq(chords[-1])]
    return [_Line(slope, heights[j] - slope * j) for j, slope in enumerate(slopes)]


def knots_of_alpha(gaps: _Gaps, alpha: Sequence[Fraction]) -> dict[Fraction, Fraction]:
    """Return the slope change at each knot of the function of alpha, by place: where its lines meet.

    Examples
    --------
    >>> knots_of_alpha((1, 1, 1), (Fraction(0),))
    {Fraction(0, 1): Fraction(1, 1), Fraction(3, 2): Fraction(2, 1)}
    """
    return {as_fraction(place): as_fraction(size) for place, size in _knots(gaps, tuple(map(to_rational, alpha)))}


def _knots(gaps: _Gaps, alpha: _Alpha) -> list[tuple[fmpq, fmpq]]:
    """Return the knots of the function of alpha, each once, with their slope changes."""
    found: list[tuple[fmpq, fmpq]] = []
    for one, two in pairwise(_lines(gaps, alpha)):
        if one.slope != two.slope:
            place = (one.intercept - two.intercept) / (two.slope - one.slope)
            # A few knots: comparing with all of them takes less than hashing.
            k = next((k for k, (at, _) in enumerate(found) if at == place), len(found))
            before = found[k][1] if k < len(found) else fmpq(0)
            found[k : k + 1] = [(place, before + two.slope - one.slope)]
    return found


def _changes(gaps: _Gaps, alpha: _Alpha) -> list[fmpq]:
    """Return the slope changes of the function: what V_p sums."""
    return [size for _, size in _knots(gaps, alpha)]


def _differences(gaps: _Gaps, alpha: _Alpha) -> list[fmpq]:
    """Return A alpha + c: the differences of neighbouring slopes, two of which may stand at one place."""
    return [two.slope - one.slope for one, two in pairwise(_lines(gaps, alpha))]


# --- E16: alpha and the function --------------------------------------------------------------------------------------


def functions_of_corners(gaps: _Gaps) -> int:
    """Return how many different functions belong to the corners of the cube.

    Examples
    --------
    >>> [functions_of_corners((1,) * (m + 1)) for m in range(2, 8)]
    [2, 4, 7, 12, 20, 33]
    """
    return len({tuple(sorted(_knots(gaps, a))) for a in product(_CORNERS, repeat=len(gaps) - 2)})


def _one_to_one(gaps: _Gaps) -> bool:
    return functions_of_corners(gaps) == 1 << (len(gaps) - 2)


def _bounds_the_cost(gaps: _Gaps) -> bool:
    """Whether V_p is at most ||A alpha + c||_p^p, the same at corners, and least at the best corner."""
    for alpha in product(_ALPHAS, repeat=len(gaps) - 2):
        sign = compare(_changes(gaps, alpha), _differences(gaps, alpha), _HALF)
        if sign > 0 or (sign and set(alpha) <= set(_CORNERS)):
            return False
    best = list(map(to_rational, solve(Dataset.from_gaps(gaps), _HALF).spline.slope_changes))
    costs = [compare(_changes(gaps, a), best, _HALF) for a in product(_CORNERS, repeat=len(gaps) - 2)]
    return 0 in costs and -1 not in costs


def _show_corners(gaps: _Gaps) -> str:
    m, shown = len(gaps) - 1, ", ".join(map(str, gaps))
    return f"slope gaps ({shown}), m = {m}: {2 ** (m - 1)} corners, {functions_of_corners(gaps)} functions"


# --- E17: where two cost curves meet ----------------------------------------------------------------------------------


def _curves(gaps: _Gaps) -> list[list[fmpq]]:
    """Return the slope changes of the corners, one list for each cost curve."""
    found: dict[tuple[str, ...], list[fmpq]] = {}
    for alpha in product(_CORNERS, repeat=len(gaps) - 2):
        changes = _changes(gaps, alpha)
        found.setdefault(multiset(changes), changes)
    return list(found.values())


def _do_not_meet_at_0(gaps: _Gaps) -> bool:
    """Whether no two different cost curves meet at p = 0, where each is the number of knots."""
    knots = [len(changes) for changes in _curves(gaps)]
    return len(set(knots)) == len(knots)


def _first_meeting(gaps: _Gaps) -> fmpq:
    """Return a number in (0, 1] below which no two different cost curves meet in (0, 1)."""
    lowest = fmpq(1)
    for one, two in combinations(_curves(gaps), 2):
        pattern = Curve(PowerSum.of([(n, size) for size, n in difference(one, two).items()])).pattern()
        lowest = min([lowest, *map(_just_below, pattern.zeros)])
    return lowest


def _just_below(zero: Zero) -> fmpq:
    """Return a positive number that is not above a zero in (0, 1)."""
    width = fmpq(1, 16)
    while zero.low == 0 and zero.refine(width):
        width /= 16
    return zero.low


def _first_meeting_above_0_will_do(gaps: _Gaps) -> bool:
    """Whether below the first meeting in (0, 1] one curve is the lowest, and belongs to the fewest knots."""
    low = _first_meeting(gaps) / 2
    solution = solve(Dataset.from_gaps(gaps), as_fraction(low))
    kinds = {multiset(map(to_rational, f.slope_changes)) for f in solution.splines()}
    return low > 0 and len(kinds) == 1 and solution.knots == solution.fewest_knots


def _show_meeting(gaps: _Gaps) -> str:
    shown = [" + ".join(f"{c}^p" for c in sorted(changes)) for changes in _curves(gaps)]
    return f"slope gaps ({', '.join(map(str, gaps))}): the cost curves {' and '.join(shown)} meet at p = 0"


ERRATA = (
    Erratum(
        id="E16",
        where="Section A.1.4, alpha and the function",
        printed="The functions of item 2b are identified with the cube [0, 1]^(m-1), and V_p of the function of alpha "
        "is ||A alpha + c||_p^p, which is strictly concave.",
        fails="From m = 4 on, five points of one curvature, different alpha are one function: alpha = (1, t, 0) has a "
        "segment that shrinks to a point, for every t. There ||A alpha + c||_p^p counts one slope change as two, of "
        "which |t|^p + |1 - t|^p is more: it is an upper bound of V_p only. (A and c stand in displays that could not "
        "be read; the text says what u_j is, which forces them.)",
        repair="V_p <= ||A alpha + c||_p^p, with equality at the corners. So the minimum over the corners is that of "
        "V_p; the 2^(m-1) corners are 2, 4, 7, 12, 20, 33 functions for m = 2, ..., 7.",
        theorem="Survives: the corners have their true cost, and every function has an alpha.",
        claims=("section-a.1.4",),
        search=ErratumSearch(
            "runs of 3 to 6 gaps in {1, 2}, that is m = 2, ..., 5, short ones and small sums first; the repair for all "
            "alpha of 0, 1/2, 1 at p = 1/2",
            lambda: _runs(range(3, 7), 2),
            _one_to_one,
            _bounds_the_cost,
            _show_corners,
            len,
        ),
    ),
    Erratum(
        id="E17",
        where="Section A.1.4, the threshold p*",
        printed="p* is the first place in [0, 1] where the cost curves of any two of the candidates meet.",
        fails="At p = 0 every curve is its number of knots: two candidates with equally many knots meet there, and p* "
        "would be 0. (And two candidates may share one curve.)",
        repair="The first place in (0, 1], of curves that are not the same.",
        theorem="Survives.",
        claims=("theorem-3.2-threshold", "section-a.1.4"),
        search=ErratumSearch(
            "runs of 3 to 5 gaps in {1, 2, 3}, short ones and small sums first; the repair: below the first meeting in "
            "(0, 1] all minimisers have one multiset of slope changes, and the fewest knots",
            lambda: _runs(range(3, 6), 3),
            _do_not_meet_at_0,
            _first_meeting_above_0_will_do,
            _show_meeting,
            len,
        ),
    ),
)
