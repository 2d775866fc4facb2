"""Points where prices meet: their order, and when two of them are the same point.

Where two places of the data change alike, at different scales, several differences of prices vanish together without
being proportional: they have a common factor (`exact/common_factor.py`), and that is what vanishes.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from sparsest.exact.common_factor import common_factor
from sparsest.exact.powersum import PowerSum
from sparsest.exact.zeros import Curve, Zero
from sparsest.univariate.pieces import compare_zeros

__all__ = ["compare_meetings", "vanishing_factor"]

# Two zeros that agree to this width are suspected to be the same.
_SUSPECT = fmpq(1, 1 << 160)


def compare_meetings(a: Zero, b: Zero) -> int:
    """Return -1, 0 or 1 as the point a is left of b, the same point, or right of it.

    Raises
    ------
    UndecidedError
        If they agree to 300 digits and have no common factor that tells that they are the same.

    Examples
    --------
    >>> one = PowerSum.of([(1, 8), (3, 1), (-2, 9)])
    >>> both = PowerSum.of([(1, 16), (3, 2), (-2, 18), (1, 8), (3, 1), (-2, 9)])     # (2^p + 1) times it
    >>> a, b = (Curve(total).pattern().zeros[0] for total in (one, both))
    >>> a is b, compare_meetings(a, b)
    (False, 0)
    """
    while a is not b and a.low <= b.high and b.low <= a.high and (width := max(a.high - a.low, b.high - b.low)) > 0:
        if width < _SUSPECT:
            both = max(a.low, b.low), min(a.high, b.high)
            if vanishing_factor([a.curve.power_sum, b.curve.power_sum], *both) is not None:
                return 0
            break
        if not (a.refine(width / 16) and b.refine(width / 16)):
            break
    return compare_zeros(a, b)


def vanishing_factor(sums: Sequence[PowerSum], low: fmpq, high: fmpq) -> PowerSum | None:
    """Return a common factor that has other signs at the two ends of a bracket, so that all vanish in it; else None.

    Examples
    --------
    >>> one, other = PowerSum.of([(1, 8), (3, 1), (-2, 9)]), PowerSum.of([(1, 16), (3, 2), (-2, 18)])
    >>> factor = vanishing_factor([one, other], fmpq(1, 10), fmpq(9, 10))
    >>> len(factor.terms), vanishing_factor([one, other], fmpq(7, 8), fmpq(9, 10))
    (3, None)
    """
    factor = common_factor(sums)
    curve = Curve(factor)
    return factor if curve.sign_at(low) * curve.sign_at(high) < 0 else None
