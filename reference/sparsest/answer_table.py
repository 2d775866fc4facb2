"""The answer as a table in CSV, for firmware or a spreadsheet.

*One input*: one row for each knot, from left to right, with the value there and the slopes on both sides.

    x, y           the knot and the value at it
    slope          right of the knot, up to the next one
    slope_left     left of the knot: in the first row that of the piece left of all knots

So with the last row whose x is not above t, the value at t is y + slope (t - x); where there is none, it is that of the
first row with slope_left. A function without knots has one row, at its first data point, with slope = slope_left.

*Within a tolerance*: one row for each point as it was given and for each knot, from left to right.

    x              the input, or the knot
    y              the label; nothing where a knot has no point
    lower, upper   the ends of its gate; nothing where it is open
    value          of the function
    residual       value - y
    slope          right of x, up to the next knot
    slope_left     left of x

So the function is read off as above, with value in place of y; knots are the rows whose slopes differ.

*Knots against the tolerance*: one row for each step: tolerance, knots.

*Several inputs*: one row for each neuron v (w . x + b)_+, the value is their sum: output_weight is v, weight_1, ... are
w, bias is b.

Every number but a count stands there twice: exactly ("1/3"), and, in a column whose name ends in _decimal, rounded
once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge

from flint import fmpq

from sparsest.errors import UsageError
from sparsest.exact.decimals import format_decimal, shortest_decimal
from sparsest.exact.rationals import format_rational, to_rational
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.solve import NetworkSolution
from sparsest.spline import Spline
from sparsest.univariate.path import Path
from sparsest.univariate.solve import Solution
from sparsest.univariate.staircase import Staircase
from sparsest.univariate.tolerance import ToleranceSolution

__all__ = ["answer_table"]

_KNOTS = ("x", "y", "slope", "slope_left")
_ROWS = ("x", "y", "lower", "upper", "value", "residual", "slope", "slope_left")

_Number = fmpq | None


def answer_table(
    answer: Solution | ToleranceSolution | Staircase | Spline | NetworkSolution | MultivariateNetwork,
    digits: int | None = None,
) -> str:
    r"""Return the function as CSV text with a header line, no line end after the last row.

    Parameters
    ----------
    answer : Solution, ToleranceSolution, Staircase, Spline, NetworkSolution or MultivariateNetwork
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
    if isinstance(answer, ToleranceSolution):
        return _csv(_ROWS, _gate_rows(answer), digits)
    if isinstance(answer, Staircase):
        steps = "knots", [step.knots for step in answer.steps]
        return _csv(("tolerance",), ((to_rational(step.tolerance),) for step in answer.steps), digits, steps)
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


def _gate_rows(answer: ToleranceSolution) -> Iterator[tuple[_Number, ...]]:
    """Yield the rows of the data, and those of knots beside them, by increasing x."""
    gates, x = answer.gates, answer.data.flint.x
    slope, intercept, knots, changes = answer.spline.flint
    rows = [(x[point], row) for row, point in enumerate(gates.points)]
    points, k = set(x), 0
    for at, row in merge(rows, [(t, len(rows)) for t in knots if t not in points]):
        while k < len(knots) and knots[k] < at:
            slope, intercept, k = slope + changes[k], intercept - changes[k] * knots[k], k + 1
        value, right = slope * at + intercept, slope
        if k < len(knots) and knots[k] == at:
            right += changes[k]
        y = gates.labels[row] if row < len(rows) else None
        low, high = gates.bounds(row) if row < len(rows) else (None, None)
        yield at, y, low, high, value, None if y is None else value - y, right, slope


def _csv(
    names: Sequence[str],
    rows: Iterable[Sequence[_Number]],
    digits: int | None,
    counts: tuple[str, Sequence[int]] = ("", ()),
) -> str:
    """Return the table; numbers that there are not are empty entries, and counts stand after the exact columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    name, column = counts
    writer.writerow([*names, *([name] if name else []), *(f"{name}_decimal" for name in names)])
    for k, row in enumerate(rows):
        exact = ["" if a is None else format_rational(a) for a in row]
        decimals = ["" if a is None else _decimal(a, digits) for a in row]
        writer.writerow([*exact, *column[k : k + 1], *decimals])
    return out.getvalue().rstrip("\n")


def _decimal(number: fmpq, digits: int | None) -> str:
    return shortest_decimal(number) if digits is None else format_decimal(number, digits)
