"""A solution as a table for people. `Solution.to_json` has the exact values; here long numbers are cut and say so."""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sparsest.certificate import format_count
from sparsest.exact.rationals import format_rational
from sparsest.univariate.solve import Solution

__all__ = ["report"]

_ROWS = 20
_WIDTH = 28


def report(solution: Solution, name: str) -> RenderableType:
    """Return the report of a solution, for a `rich` console.

    Parameters
    ----------
    solution : Solution
        What `solve` returned.
    name : str
        What to call the data.

    Examples
    --------
    >>> import sparsest
    >>> from rich.console import Console
    >>> solution = sparsest.solve(sparsest.Dataset([0, 1, 2], [0, 0, 1]), "1/2")
    >>> Console(width=80).print(report(solution, "three points"))  # doctest: +ELLIPSIS
    three points: 3 points, p = 1/2
    ...
    """
    facts = Table.grid(padding=(0, 2))
    for label, value in _facts(solution):
        facts.add_row(Text(label), Text(value))
    return Group(Text(f"{name}: {len(solution.data)} points, p = {solution.p}"), facts, *_knot_table(solution))


def _facts(solution: Solution) -> Iterator[tuple[str, str]]:
    fewest = solution.fewest_knots
    yield (
        "knots",
        f"{solution.knots} (" + ("the fewest possible)" if solution.knots == fewest else f"fewest: {fewest})"),
    )
    yield "minimisers", f"{_short(format_count(solution.minimizers))}{' (unique)' if solution.unique else ''}"
    if solution.objective is not None:
        low, high = solution.objective.decimals(12)
        yield "objective V_p", _short(str(solution.objective), 60) + ("" if low == high else f", in [{low}, {high}]")
    runs = [stop - start for start, stop in solution.gaps.runs]
    yield "runs of equal curvature", f"{len(runs)}, longest {max(runs)}" if runs else "none: the data are affine"
    slope, intercept, _, _ = solution.spline.flint
    yield "left of all knots", f"{_number(slope)} * x + {_number(intercept)}"


def _knot_table(solution: Solution) -> Iterator[RenderableType]:
    _, _, knots, changes = solution.spline.flint
    if not knots:
        return
    table = Table(title_justify="left", box=None, header_style="bold")
    for heading in ("knot", "slope change", "where"):
        table.add_column(heading, justify="right" if heading != "where" else "left")
    points = {x: i + 1 for i, x in enumerate(solution.gaps.x)}
    lefts = iter(solution.matches)
    for t, c in zip(knots[:_ROWS], changes[:_ROWS], strict=True):
        where = f"at point {points[t]}" if t in points else _between(next(lefts))
        table.add_row(_number(t), _number(c), where)
    yield table
    if len(knots) > _ROWS:
        yield Text(f"... and {len(knots) - _ROWS} more knots (all of them, exactly: --json)")


def _between(k: int) -> str:
    # Gap k, from 0, belongs to point k+2, from 1.
    return f"between points {k + 2} and {k + 3}"


def _number(value: fmpq) -> str:
    text = format_rational(value)
    return text if len(text) <= _WIDTH else f"about {float(value):.12g}"


def _short(text: str, width: int = _WIDTH) -> str:
    return text if len(text) <= width else f"{text[: width - 12]}... ({len(text)} characters)"
