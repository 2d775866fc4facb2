"""The form of SciPy's piecewise polynomials, scipy.interpolate.PPoly(c, x): without SciPy, which is not needed for it.

PPoly turns whatever it is given into float64, Fractions too, without a word; so the arrays are made here, rounded once,
and how far they are from the exact function is known exactly.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
from flint import fmpq

from sparsest.errors import UsageError
from sparsest.exact.decimals import format_short
from sparsest.exact.rationals import RationalLike, to_rational
from sparsest.interchange.floats import FLOATS, as_float, nearest_in
from sparsest.interchange.segments import Segments, check_box, segments_of
from sparsest.spline import Spline

__all__ = ["ppoly", "ppoly_arrays", "ppoly_file"]


def ppoly(spline: Spline, low: RationalLike, high: RationalLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the arrays (c, x) of `scipy.interpolate.PPoly(c, x)` for a function on [low, high].

    Parameters
    ----------
    spline : Spline
        Exact.
    low, high : rational
        The interval, low < high; beyond it PPoly goes on with the outer pieces.

    Returns
    -------
    c : ndarray of float64, shape (2, m)
        Slopes in the first row, values at the left ends in the second: the function on piece k is
        c[0, k] (t - x[k]) + c[1, k].
    x : ndarray of float64, shape (m + 1,)
        The ends of the pieces, increasing. Knots that are one number as float64 are one end.

    Raises
    ------
    UsageError
        If the interval has no length, as float64.
    DataError
        If a number is beyond the largest float64.

    Examples
    --------
    >>> c, x = ppoly(Spline(0, 1, [1], [2]), 0, 3)
    >>> c.tolist(), x.tolist()
    ([[0.0, 2.0], [1.0, 1.0]], [0.0, 1.0, 3.0])
    """
    a, b = to_rational(low), to_rational(high)
    check_box(a, b)
    return ppoly_arrays(segments_of(spline, FLOATS[64], a, b), b)


def ppoly_arrays(segments: Segments, high: fmpq) -> tuple[np.ndarray, np.ndarray]:
    """Return (c, x) of a table of float64 whose last piece ends at `high`.

    Examples
    --------
    >>> ppoly_arrays(segments_of(Spline(2, 0), FLOATS[64], fmpq(0), fmpq(1)), fmpq(1))[1].tolist()
    [0.0, 1.0]
    """
    end = nearest_in(FLOATS[64], high)
    if end is None or end <= segments.start[-1]:
        raise UsageError(
            f"the interval ends at {format_short(high)}, which as float64 is not right of its last piece; "
            "give a longer one"
        )
    rows = [[as_float(a) for a in row] for row in (segments.slope, segments.value)]
    return np.array(rows), np.array([as_float(t) for t in (*segments.start, end)])


def ppoly_file(segments: Segments, high: fmpq) -> bytes:
    """Return an .npz file with the arrays c and x.

    Examples
    --------
    >>> ppoly_file(segments_of(Spline(2, 0), FLOATS[64], fmpq(0), fmpq(1)), fmpq(1))[:2]
    b'PK'
    """
    c, x = ppoly_arrays(segments, high)
    stream = BytesIO()
    np.savez(stream, c=c, x=x)
    return stream.getvalue()
