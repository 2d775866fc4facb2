"""One run of gaps for all p in (0, 1) at once: where the signs of the recurrence change, and the minimisers between.

The sign of g_k - D_k is that of a power sum that depends only on the *segment*, the edge after which D was last 0. So
(0, 1) is cut into stretches of p with the same segment; each edge may cut them further, at the zeros of its power sum;
and two stretches are one again as soon as both segments have ended. Between neighbouring zeros all signs are constant,
and with them the maximum-weight matchings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, cmp_to_key
from itertools import pairwise
from math import gcd

from flint import fmpq

from sparsest.errors import UndecidedError
from sparsest.exact.decimals import format_exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.rationals import collected
from sparsest.exact.zeros import Curve, SignPattern, Zero
from sparsest.univariate.matching import Matching, first_matching, most_knots

__all__ = ["Curves", "RunPath", "compare_zeros", "in_order", "run_path"]

# Two zeros that agree to this width are reported as not told apart.
_CLOSEST = fmpq(1, 1 << 1024)
_CONSTANT = {sign: SignPattern((sign,), ()) for sign in (-1, 0, 1)}
_ONE = fmpq(1)


class Curves:
    """The sign patterns of power sums, each computed once: a factor c a^p, c > 0, changes neither signs nor zeros.

    Examples
    --------
    >>> curves = Curves()
    >>> a, b = (curves.pattern([(7 * n, fmpq(2)), (-5 * n, fmpq(3))]) for n in (1, -1))
    >>> a.signs, b.signs, a.zeros == b.zeros
    ((1, -1), (-1, 1), True)
    """

    def __init__(self) -> None:
        self._known: dict[str, SignPattern] = {}

    def pattern(self, terms: Iterable[tuple[int, fmpq]]) -> SignPattern:
        """Return the signs and zeros on (0, 1) of the sum of n a^p over the pairs (n, a), which may repeat."""
        ordered = collected((a, n) for n, a in terms)
        if not ordered:
            return _CONSTANT[0]
        smallest, first = ordered[0]
        factor = gcd(*(n for _, n in ordered)) * (1 if first > 0 else -1)
        shape = tuple((n // factor, a / smallest) for a, n in ordered)
        key = str(shape)
        if key not in self._known:
            self._known[key] = Curve(PowerSum(shape)).pattern()
        known = self._known[key]
        return known if factor > 0 else SignPattern(tuple(-s for s in known.signs), known.zeros)


def compare_zeros(a: Zero, b: Zero) -> int:
    """Return -1, 0 or 1 as the point a is left of b, the same object, or right of it.

    Raises
    ------
    UndecidedError
        If they agree to 300 digits without being known to be the same.

    Examples
    --------
    >>> pattern = Curves().pattern([(7, fmpq(2)), (-5, fmpq(3))])
    >>> compare_zeros(pattern.zeros[0], pattern.zeros[0])
    0
    """
    if a is b:
        return 0
    while True:
        if a.high < b.low or (a.high == b.low and a.low != b.high):
            return -1
        if b.high < a.low or (b.high == a.low and b.low != a.high):
            return 1
        if a.low == a.high == b.low == b.high:
            return 0
        width = max(a.high - a.low, b.high - b.low) / 16
        if width < _CLOSEST or not (a.refine(width) and b.refine(width)):
            raise UndecidedError(f"two changes of minimiser near p = {format_exponent(a.low)} could not be told apart")


def in_order(zeros: Iterable[Zero]) -> list[list[Zero]]:
    """Return the zeros from left to right, in groups of those that are the same point, brackets disjoint.

    Examples
    --------
    >>> curves = Curves()
    >>> later, earlier = (curves.pattern([(n, fmpq(2)), (-5, fmpq(3))]).zeros[0] for n in (7, 6))
    >>> in_order([later, earlier, later]) == [[earlier], [later]]
    True
    """
    groups: list[list[Zero]] = []
    for zero in sorted({id(z): z for z in zeros}.values(), key=cmp_to_key(compare_zeros)):
        if groups and compare_zeros(groups[-1][0], zero) == 0:
            groups[-1].append(zero)
        else:
            groups.append([zero])
    return groups


@dataclass(frozen=True)
class _Stretch:
    """A range of p, between two zeros or the ends of (0, 1), and what is constant there."""

    left: Zero | None
    right: Zero | None
    value: int


@dataclass(frozen=True)
class RunPath:
    """The minimisers of one run for all p in (0, 1).

    Parameters
    ----------
    zeros : tuple of Zero
        Where some sign of the recurrence changes, increasing; every change of minimiser is among them.
    signs : tuple of tuple of int
        The signs of g_k - D_k between neighbouring zeros; one more than there are zeros.
    at_zeros : tuple of tuple of int
        The signs at the zeros themselves.
    beside : tuple of tuple of Zero
        For each zero those of power sums that are asked for on one side of it, beyond it: a proof by signs on a bracket
        of the zero needs one without these.
    """

    zeros: tuple[Zero, ...]
    signs: tuple[tuple[int, ...], ...]
    at_zeros: tuple[tuple[int, ...], ...]
    beside: tuple[tuple[Zero, ...], ...] = ()

    @cached_property
    def matchings(self) -> tuple[Matching, ...]:
        """The canonical matching of each cell between neighbouring zeros."""
        return tuple(first_matching(signs) for signs in self.signs)

    def changes(self) -> Iterator[int]:
        """Yield the indices k of the zeros at which the minimisers change, from cell k to cell k+1.

        Equal canonical matchings on both sides mean equal sets of minimisers: a tie on an interval of p is a tie at
        every p, since power sums are analytic.

        Examples
        --------
        >>> list(run_path([fmpq(d) for d in (1, 100, 100, 1)], Curves()).changes())
        [0]
        """
        return (k for k, (a, b) in enumerate(pairwise(self.matchings)) if a != b)

    def first_excess(self) -> int | None:
        """Return the index of the first zero at or right after which a minimiser has more knots than needed.

        Examples
        --------
        >>> run_path([fmpq(1)] * 3, Curves()).first_excess() is None
        True
        """
        knots = len(self.signs[0]) + 1
        fewest = (knots + 1) // 2
        for k, signs in enumerate(self.at_zeros):
            if most_knots(signs) > fewest or knots - len(self.matchings[k + 1]) > fewest:
                return k
        return None


def run_path(sizes: Sequence[fmpq], curves: Curves) -> RunPath:
    """Return the signs of the recurrence of a run for all p in (0, 1).

    Parameters
    ----------
    sizes : sequence of fmpq, shape (n,)
        The |d_k| of the run, all > 0.
    curves : Curves
        Patterns found so far; runs of the same shape share them.

    Raises
    ------
    UndecidedError
        If a limit or the order of two zeros is not settled within the precision cap.

    Examples
    --------
    >>> path = run_path([fmpq(1, 100), fmpq(1), fmpq(1), fmpq(1, 100)], Curves())
    >>> path.matchings, round(float(path.zeros[0].low), 4) if path.zeros[0].refine(fmpq(1, 10**6)) else None
    (((0, 2), (1,)), 0.1807)
    """
    if len(sizes) <= 2:  # what most runs are: what follows comes to the same, in more time
        return RunPath((), ((1,) * (len(sizes) - 1),), ())
    stretches = [_Stretch(None, None, 0)]
    rows: list[list[_Stretch]] = []
    marks: list[set[int]] = []
    beyond: list[tuple[Zero, Zero]] = []
    for edge in range(len(sizes) - 1):
        row, marked, following = [], set(), []
        for stretch in stretches:
            start = stretch.value
            pattern = _pattern(sizes, start, edge, curves)
            beyond += _beyond(pattern, stretch)
            for part in _cut(pattern, stretch):
                row.append(part)
                # D stays positive, and the segment goes on, only where the sign is positive.
                following.append(_Stretch(part.left, part.right, start if part.value > 0 else edge + 1))
            marked |= {id(z) for z in pattern.zeros}
        rows.append(row)
        marks.append(marked)
        stretches = _merged(following)
    return _assembled(rows, marks, beyond)


def _pattern(sizes: Sequence[fmpq], start: int, edge: int, curves: Curves) -> SignPattern:
    """Return the signs of g_edge - D_edge where the segment begins with the edge `start`, and where they change.

    g_k increases in each of its two gaps: b^p - (a + b)^p does in b > 0, for 0 < p < 1. So two edges, which share a
    gap, compare as the others of their gaps do, at every p.
    """
    if edge > start + 1:
        return curves.pattern(_segment_terms(sizes, start, edge))
    # A lone edge always saves: a^p + b^p > (a + b)^p for 0 < p < 1.
    more = _ONE if edge == start else sizes[edge + 1] - sizes[start]
    return _CONSTANT[0 if more == 0 else 1 if more > 0 else -1]


def _segment_terms(sizes: Sequence[fmpq], start: int, edge: int) -> Iterator[tuple[int, fmpq]]:
    """Yield g_edge - g_{edge-1} + ... down to g_start as pairs (coefficient, base); bases repeat and cancel."""
    for k in range(start, edge + 1):
        factor = -1 if (edge - k) % 2 else 1
        a, b = sizes[k], sizes[k + 1]
        yield from ((factor, a), (factor, b), (-factor, a + b))


def _cut(pattern: SignPattern, stretch: _Stretch) -> list[_Stretch]:
    """Cut a stretch at the zeros of a pattern strictly inside it; the value of a part is the sign there."""
    left, right = stretch.left, stretch.right
    before = sum(left is not None and compare_zeros(z, left) <= 0 for z in pattern.zeros)
    inside = [z for z in pattern.zeros[before:] if right is None or compare_zeros(z, right) < 0]
    ends = [left, *inside, right]
    return [_Stretch(a, b, pattern.signs[before + k]) for k, (a, b) in enumerate(pairwise(ends))]


def _beyond(pattern: SignPattern, stretch: _Stretch) -> Iterator[tuple[Zero, Zero]]:
    """Yield each end of a stretch with the next zero of a pattern beyond it."""
    if (left := stretch.left) is not None:
        yield from ((left, z) for z in [z for z in pattern.zeros if compare_zeros(z, left) < 0][-1:])
    if (right := stretch.right) is not None:
        yield from ((right, z) for z in [z for z in pattern.zeros if compare_zeros(z, right) > 0][:1])


def _merged(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    merged = [stretches[0]]
    for stretch in stretches[1:]:
        if stretch.value == merged[-1].value:
            merged[-1] = _Stretch(merged[-1].left, stretch.right, stretch.value)
        else:
            merged.append(stretch)
    return merged


def _assembled(
    rows: Sequence[Sequence[_Stretch]], marks: Sequence[set[int]], beyond: Iterable[tuple[Zero, Zero]]
) -> RunPath:
    """Put the rows, one for each edge, over the common refinement of their cuts."""
    groups = in_order(part.right for row in rows for part in row if part.right is not None)
    index = {id(z): k for k, group in enumerate(groups) for z in group}
    columns = []
    for row in rows:
        column: list[int] = []
        for part in row:
            stop = len(groups) if part.right is None else index[id(part.right)]
            column += [part.value] * (stop + 1 - len(column))
        columns.append(column)
    signs = tuple(tuple(column[cell] for column in columns) for cell in range(len(groups) + 1))
    # At a zero of its own power sum an edge is tied; elsewhere its sign is that on both sides.
    ties = [{index[z] for z in marked if z in index} for marked in marks]
    at_zeros = tuple(
        tuple(0 if k in tied else s for s, tied in zip(signs[k], ties, strict=True)) for k in range(len(groups))
    )
    beside: list[dict[int, Zero]] = [{} for _ in groups]
    for zero, other in beyond:
        beside[index[id(zero)]][id(other)] = other
    return RunPath(tuple(group[0] for group in groups), signs, at_zeros, tuple(tuple(of.values()) for of in beside))
