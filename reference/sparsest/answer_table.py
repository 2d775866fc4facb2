"""The answer as a table in CSV, for firmware or a spreadsheet.

*One input*: one row for each knot, from left to right, with the value there and the slopes on both sides.

    x, y           the knot and the value at it
    slope          right of the knot, up to the next one
    slope_left     left of the knot: in the first row that of the piece left of all knots

So with the last row whose x is not above t, the value at t is y + slope (t - x); where there is none, it is that of the
first row with slope_left. A function without knots has one row, at its first data point, with slope = slope_left.

*Several inputs*: one row for each neuron v (w . x + b)_+, the value is their sum: output_weight is v, weight_1, ... are
w, bias is b.

Every number stands there twice: exactly ("1/3"), and, in a column whose name ends in _decimal, rounded once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flint import fmpq

from sparsest.errors import UsageError
from sparsest.exact.decimals import format_decimal, shortest_decimal
from sparsest.exact.rationals import format_rational
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.solve import NetworkSolution
from sparsest.spline import Spline
from sparsest.univariate.path import Path
from sparsest.univariate.solve import Solution

__all__ = ["answer_table"]

_KNOTS = ("x", "y", "slope", "slope_left")


def answer_table(answer: Solution | Spline | NetworkSolution | MultivariateNetwork, digits: int | None = None) -> str:
    r"""Return the function as CSV text with a header line, no line end after the last row.

    Parameters
    ----------
    answer : Solution, Spline, NetworkSolution or MultivariateNetwork
        What was found; of several minimisers the canonical, or first, one. A spline without knots has its row at x = 0.
    digits : int, optional
        Significant digits of the decimals, 1 to 100,000. Unless told, the shortest decimal that reads back as the
        float64 nearest to the number; beyond the normal floats, 17 digits.

    Raises
    ------
    UsageError
        If `digits` is out of range, or the answer is a `Path`: take the table of a piece's spline.

    Examples
    --------
    >>> import sparsest
    >>> print(answer_table(sparsest.solve(sparsest.Dataset([0, 1, 3], [0, 0, 1]))))
    x,y,slope,slope_left,x_decimal,y_decimal,slope_decimal,slope_left_decimal
    1,0,1/2,0,1,0,0.5,0
    >>> print(answer_table(sparsest.MultivariateNetwork([sparsest.MultivariateNeuron.of(1, ["2/3", 0], -1)], 2), 3))
    output_weight,weight_1,weight_2,bias,output_weight_decimal,weight_1_decimal,weight_2_decimal,bias_decimal
    1,2/3,0,-1,1,0.667,0,-1
    """
    if isinstance(answer, Path):
        raise UsageError("a path has an answer for each piece; give the spline of one: path.pieces[0].spline")
    if isinstance(answer, Solution):
        return _csv(_KNOTS, _rows(answer.spline, answer.gaps.x[0]), digits)
    if isinstance(answer, Spline):
        return _csv(_KNOTS, _rows(answer, fmpq(0)), digits)
    network = answer.network if isinstance(answer, NetworkSolution) else answer
    names = ("output_weight", *(f"weight_{k + 1}" for k in range(network.dimension)), "bias")
    return _csv(names, ((n.output_weight, *n.weights) for n in network.neurons), digits)


def _rows(spline: Spline, first: fmpq) -> Iterator[tuple[fmpq, ...]]:
    """Yield (x, y, slope right of x, slope left of x) of every knot; of `first` if there is none."""
    slope, intercept, knots, changes = spline.flint
    x, y = first, slope * first + intercept
    if not knots:
        yield x, y, slope, slope
    for knot, change in zip(knots, changes, strict=True):
        x, y = knot, y + slope * (knot - x)
        yield x, y, slope + change, slope
        slope += change


def _csv(names: Sequence[str], rows: Iterable[Sequence[fmpq]], digits: int | None) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*names, *(f"{name}_decimal" for name in names)])
    for row in rows:
        decimals = [shortest_decimal(a) if digits is None else format_decimal(a, digits) for a in row]
        writer.writerow([*map(format_rational, row), *decimals])
    return out.getvalue().rstrip("\n")
