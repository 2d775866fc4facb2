"""How small and how large weights can be, from the sizes of the data alone: a threshold that needs no enumeration.

Scale each row of Xbar and its label to whole numbers. A ray of the refined fan (`faces.py`) is orthogonal to d of the
scaled rows and axes; its entries are d x d minors over a common factor, so at most B, the product of the d largest row
lengths (Hadamard 1893). The weights of a candidate are sum_j mu_j r_j over at most d + 1 rays r_j for each neuron,
where the mu solve a system of M <= N whole-numbered columns, the outputs of rays: by Cramer's rule mu_j is a quotient
of two determinants. Row i of the system has length at most |row_i| B sqrt((d + 1) N), so no minor of it is larger than
Delta = prod_i |row_i| * (B sqrt((d + 1) N))^N. Every weight other than 0 is a whole number over such a minor: at least
r = 1 / Delta, and at most R = (d + 1) B * sum |label| * Delta.

*The threshold.* A candidate of more than K0 weights costs at least (K0 + 1) r^p, one of K0 at most K0 R^p. So for p
below ln(1 + 1/K0) / ln(R/r) every minimiser has K0 parameters. It grows if K0 is replaced by nothing larger, so any
upper bound of K0 will do; and where a network of K0 parameters is at hand, R may be its largest weight.
"""

from __future__ import annotations

from fractions import Fraction

from flint import arb, ctx, fmpq

from sparsest.exact.rationals import as_fraction
from sparsest.multivariate.kinds import integral_labels, integral_rows
from sparsest.points import Points

__all__ = ["log_sizes", "threshold_from_sizes"]

_BITS = 64


def log_sizes(points: Points) -> tuple[Fraction, Fraction]:
    """Return a lower bound of ln r and an upper bound of ln R: no candidate has a weight outside [r, R], but for 0.

    Parameters
    ----------
    points : Points
        The data, not all labels 0.

    Examples
    --------
    >>> low, high = log_sizes(Points([[0], [1], [2]], [0, 1, 0]))
    >>> round(float(low), 3), round(float(high), 3)
    (-6.253, 7.751)
    """
    size, width = len(points), points.dimension + 1
    # Squares of lengths are whole numbers.
    squares = sorted((sum(a * a for a in row) for row in integral_rows(points)), reverse=True)
    labels = sum(map(abs, integral_labels(points)))
    with ctx.workprec(_BITS):
        ray = sum((arb(a).log() for a in squares[: points.dimension]), arb(0)) / 2
        minor = sum((arb(a).log() for a in squares), arb(0)) / 2 + size * (ray + arb(width * size).log() / 2)
        largest = arb(width * labels).log() + ray + minor
        return as_fraction((-minor).lower().mid().fmpq()), as_fraction(largest.upper().mid().fmpq())


def threshold_from_sizes(points: Points, most: int, largest: fmpq | None = None) -> Fraction:
    """Return a p, above 0 and at most 1, below which every minimiser of (8) has the fewest parameters K0.

    Parameters
    ----------
    points : Points
        The data, not all labels 0.
    most : int
        K0 is at most this.
    largest : fmpq, optional
        The largest weight of a network of K0 parameters through the points, where one is known.

    Examples
    --------
    >>> round(float(threshold_from_sizes(Points([[0], [1], [2]], [0, 1, 0]), 3)), 5)
    0.02054
    """
    low, high = log_sizes(points)
    with ctx.workprec(_BITS):
        if largest is not None:
            high = min(high, as_fraction(arb(largest).log().upper().mid().fmpq()))
        if high <= low:
            return Fraction(1)
        top = as_fraction(arb(1 + fmpq(1, most)).log().lower().mid().fmpq())
    return min(Fraction(1), top / (high - low))
