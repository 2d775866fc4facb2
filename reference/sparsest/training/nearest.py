"""One input: the matching nearest to a trained network, or the proof that its kinks allow none.

*Proposition.* Let knots be allowed in some closed gaps, of one sign or both in each. Write c >= 0 for the summed size
of the knots of one sign in one gap [x_i, x_{i+1}] of length h, t for their mean place, and

    left = c (x_{i+1} - t) / h,    right = c (t - x_i) / h,        left, right >= 0, left + right = c.

On the data such knots add sign * left to the slope gap d_i at their left end, sign * right to that at their right end,
and an affine function. So a spline interpolates if and only if at every interior point the signed shares of the two
gaps beside it add up to d_i: each share stands in one equation, and the linear program over all of them falls apart
into one row for each point. Hence:

1. An interpolant exists if and only if beside every interior point with d_i != 0 knots of the sign of d_i are allowed.
   Else the second divided difference at that point, times the sign of d_i, is the proof (Farkas): it is |d_i| on the
   labels, 0 on affine functions, and at most 0 on every hinge that is allowed.
2. At a vertex each d_i != 0 is given whole to one of the two gaps beside its point, and nothing else is there. What one
   gap receives makes one knot: from both ends a matched pair, from one end a knot at that end. So every vertex is the
   spline of a matching (`Gaps.spline`), whatever is minimised.
3. The vertex nearest to the trained shares, in the sum of squares, gives d_i to the gap whose trained share of its sign
   is larger: from share s to d costs (d - s)^2 instead of s^2, which is less the larger s is.

Nearest is meant so, not by the majoriser of inequality 78: that one gives d_i to the gap whose *whole* trained kink is
larger. The two agree at a stable matching; at another the majoriser leaves for a cheaper neighbour, which is descent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from flint import fmpq

from sparsest.data import Dataset
from sparsest.training.merging import Kink, closed_gaps
from sparsest.training.obstruction import LineObstruction, SignedGap
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.matching import Matching

__all__ = ["joined", "line_obstruction", "nearest_matching", "signed_gaps", "widened"]

_ZERO = fmpq(0)


def signed_gaps(kinks: Sequence[Kink], data: Dataset) -> frozenset[SignedGap]:
    """Return the trained pattern: the closed gaps in which kinks lie, with their signs.

    Examples
    --------
    >>> sorted(signed_gaps([Kink(fmpq(1), fmpq(2))], Dataset([0, 1, 2], [0, 0, 0])))
    [SignedGap(gap=0, sign=1), SignedGap(gap=1, sign=1)]
    """
    return frozenset(SignedGap(gap, k.sign) for k in kinks for gap in closed_gaps(k.place, data.flint.x))


def widened(allowed: Collection[SignedGap]) -> frozenset[SignedGap]:
    """Return the pattern with the gaps beside each: a kink may have come to lie on the wrong side of one input.

    Examples
    --------
    >>> sorted(one.gap for one in widened({SignedGap(3, 1)}))
    [2, 3, 4]
    """
    return frozenset(SignedGap(gap + step, sign) for gap, sign in allowed for step in (-1, 0, 1))


def line_obstruction(data: Dataset, allowed: Collection[SignedGap]) -> LineObstruction | None:
    """Return the proof that no spline with such knots only interpolates, at the first point; None if one does.

    Examples
    --------
    >>> line_obstruction(Dataset([0, 1, 2], [0, 0, 1]), {SignedGap(2, 1), SignedGap(1, -1)}).multipliers
    (1, -2, 1)
    """
    gaps = Gaps.of(data)
    for k, d in enumerate(gaps.gaps):
        if d != 0 and not {SignedGap(k, _sign(d)), SignedGap(k + 1, _sign(d))} & set(allowed):
            left, right = (_sign(d) / (gaps.x[i + 1] - gaps.x[i]) for i in (k, k + 1))
            own = dict(zip((k, k + 1, k + 2), (left, -left - right, right), strict=True))
            return LineObstruction(tuple(own.get(i, _ZERO) for i in range(len(data))))
    return None


def nearest_matching(kinks: Sequence[Kink], data: Dataset, allowed: Collection[SignedGap]) -> Matching:
    """Return the matched pairs of the interpolant with such knots only that is nearest to the trained kinks.

    Where shares are equal, as between gaps without a trained kink, the left gap takes it. There must be an interpolant:
    `line_obstruction` tells.

    Examples
    --------
    >>> data = Dataset([0, 1, 2, 3], [0, 0, 1, 3])
    >>> kinks = [Kink(fmpq(8, 5), fmpq(19, 10))]
    >>> nearest_matching(kinks, data, signed_gaps(kinks, data))
    (0,)
    """
    gaps = Gaps.of(data)
    shares = _shares(kinks, gaps.x)
    owners: list[int | None] = [None] * len(gaps.gaps)
    for k, d in enumerate(gaps.gaps):
        if d != 0:
            left, right = SignedGap(k, _sign(d)), SignedGap(k + 1, _sign(d))
            more = shares.get((right, k + 1), _ZERO) > shares.get((left, k + 1), _ZERO)
            owners[k] = k + 1 if right in allowed and (more or left not in allowed) else k
    pairs = range(len(owners) - 1)
    return tuple(k for k in pairs if owners[k] == owners[k + 1] == k + 1 and gaps.gaps[k] * gaps.gaps[k + 1] > 0)


def joined(matches: Matching, data: Dataset) -> Matching:
    """Return the matching with knots of one sign at both ends of a gap made one, the largest pair of them first.

    Never dearer, at any p. As the largest goes first, no knot that is left is larger than a pair made beside it.

    Examples
    --------
    >>> joined((), Dataset.from_gaps([1, 2, 3])), joined((), Dataset.from_gaps([3, 2, 1, -1]))
    ((1,), (0,))
    """
    gaps = Gaps.of(data).gaps
    taken = {k + step for k in matches for step in (0, 1)}
    more = list(matches)
    sums = ((abs(gaps[k] + gaps[k + 1]), -k) for k in range(len(gaps) - 1) if gaps[k] * gaps[k + 1] > 0)
    for _, place in sorted(sums, reverse=True):
        if taken.isdisjoint({-place, 1 - place}):
            taken |= {-place, 1 - place}
            more.append(-place)
    return tuple(sorted(more))


def _shares(kinks: Sequence[Kink], x: Sequence[fmpq]) -> Mapping[tuple[SignedGap, int], fmpq]:
    """Return by gap, sign and point what the trained kinks give to the slope gap at that point."""
    shares: dict[tuple[SignedGap, int], fmpq] = {}
    for kink in kinks:
        gap = closed_gaps(kink.place, x)[-1]
        if 0 <= gap < len(x) - 1:
            right = abs(kink.change) * (kink.place - x[gap]) / (x[gap + 1] - x[gap])
            for point, share in ((gap, abs(kink.change) - right), (gap + 1, right)):
                key = (SignedGap(gap, kink.sign), point)
                shares[key] = shares.get(key, _ZERO) + share
    return shares


def _sign(value: fmpq) -> int:
    return 1 if value > 0 else -1
