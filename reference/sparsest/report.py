"""Solutions and paths as tables for people. `to_json` has the exact values; here long numbers are cut and say so."""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sparsest.certificate import format_count
from sparsest.exact.powersum import format_bounds
from sparsest.exact.rationals import format_rational
from sparsest.multivariate.solve import NetworkSolution
from sparsest.multivariate.threshold import Thresholds, UnfinishedThresholds
from sparsest.univariate.path import Breakpoint, Path
from sparsest.univariate.solve import Solution

__all__ = ["network_path_report", "network_report", "path_report", "report"]

_ROWS = 20
_WIDTH = 28
_FEW_INPUTS = 4


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


def path_report(path: Path, name: str, digits: int = 17) -> RenderableType:
    """Return the report of a path, for a `rich` console.

    Parameters
    ----------
    path : Path
        What `path` returned.
    name : str
        What to call the data.
    digits : int
        Decimal digits of the breakpoints.

    Examples
    --------
    >>> import sparsest
    >>> from rich.console import Console
    >>> found = sparsest.path(sparsest.Dataset.from_gaps([1, 100, 100, 1]))
    >>> Console(width=80).print(path_report(found, "four gaps", 9))  # doctest: +ELLIPSIS
    four gaps: 6 points, all p in (0, 1)
    ...
    """
    points = [point.enclosure(digits + 2) for point in path.breakpoints]
    ends = ["0", *(format_bounds(low, high, digits)[0] for low, high in points), "1"]
    facts = Table.grid(padding=(0, 2))
    facts.add_row(Text("fewest knots"), Text(str(path.gaps.fewest_knots)))
    facts.add_row(
        Text("critical exponent p*"),
        Text(_threshold(path.critical_exponent, digits, "1: every p in (0, 1) gives the fewest")),
    )
    facts.add_row(
        Text("first change"),
        Text(_threshold(path.first_change, digits, "never: the minimisers are the same for all p")),
    )
    table = Table(title_justify="left", box=None, header_style="bold")
    for heading in ("p from", "to", "knots", "minimisers"):
        table.add_column(heading, justify="right")
    for low, high, piece in zip(ends[:_ROWS], ends[1:], path.pieces, strict=False):
        table.add_row(low, high, str(piece.knots), _short(format_count(piece.minimizers)))
    more = [Text(f"... and {len(path.pieces) - _ROWS} more pieces (--json)")] if len(path.pieces) > _ROWS else []
    unresolved = [
        Text("unresolved: a bracket where the minimisers may change or only tie")
        for p in path.breakpoints
        if not p.resolved
    ]
    return Group(Text(f"{name}: {len(path.data)} points, all p in (0, 1)"), facts, table, *more, *unresolved[:1])


def network_report(solution: NetworkSolution, name: str) -> RenderableType:
    """Return the report of a network through points with several inputs, for a `rich` console.

    Parameters
    ----------
    solution : NetworkSolution
        What `solve_network` returned.
    name : str
        What to call the data.

    Examples
    --------
    >>> from rich.console import Console
    >>> from sparsest.multivariate.solve import solve_network
    >>> from sparsest.points import Points
    >>> Console(width=80).print(network_report(solve_network(Points([[1, 0]], [2])), "one"))  # doctest: +ELLIPSIS
    one: 1 points, 2 inputs, p = 0
    ...
    """
    network = solution.network
    facts = Table.grid(padding=(0, 2))
    for label, value in _network_facts(solution):
        facts.add_row(Text(label), Text(value))
    table = Table(title_justify="left", box=None, header_style="bold")
    for heading in ("output weight", "input weights", "bias"):
        table.add_column(heading, justify="right")
    for neuron in network.neurons[:_ROWS]:
        *inputs, bias = neuron.weights
        # Of many inputs only those that are used are shown, by their numbers.
        used = [f"{k}: {_number(w)}" for k, w in enumerate(inputs, 1) if w != 0]
        shown = ", ".join(map(_number, inputs) if len(inputs) <= _FEW_INPUTS else used)
        table.add_row(_number(neuron.output_weight), shown, _number(bias))
    title = Text(f"{name}: {len(solution.points)} points, {solution.points.dimension} inputs, p = {solution.p}")
    return Group(title, facts, table) if network.neurons else Group(title, facts)


def network_path_report(found: Thresholds | UnfinishedThresholds, name: str, digits: int = 17) -> RenderableType:
    """Return the report of all minimisers over 0 < p < 1 for several inputs, for a `rich` console.

    Parameters
    ----------
    found : Thresholds or UnfinishedThresholds
        What `thresholds` returned.
    name : str
        What to call the data.
    digits : int
        Decimal digits of the breakpoints.

    Examples
    --------
    >>> from rich.console import Console
    >>> from sparsest.multivariate.threshold import thresholds
    >>> from sparsest.points import Points
    >>> found = thresholds(Points([[-3], [4], [5]], [2, -2, 3]))
    >>> Console(width=80).print(network_path_report(found, "three points", 9))  # doctest: +ELLIPSIS
    three points: 3 points, 1 inputs, all p in (0, 1)
    ...
    """
    size = f"{len(found.points)} points, {found.points.dimension} inputs"
    title = Text(f"{name}: {size}, all p in (0, 1)")
    facts = Table.grid(padding=(0, 2))
    if isinstance(found, UnfinishedThresholds):
        for label, value in _unfinished_facts(found, digits):
            facts.add_row(Text(label), Text(value))
        return Group(title, facts)
    facts.add_row(Text("fewest parameters"), Text(str(found.fewest_parameters)))
    every = "1: every p in (0, 1) gives the fewest"
    facts.add_row(Text("critical exponent p*"), Text(_threshold(found.critical, digits, every)))
    facts.add_row(Text("the proof's threshold"), Text("in [{}, {}]".format(*format_bounds(*found.proof, digits))))
    facts.add_row(Text("candidates"), Text(str(found.vertices)))
    points = [piece.start.enclosure(digits + 2) for piece in found.pieces if piece.start is not None]
    ends = ["0", *(format_bounds(low, high, digits)[0] for low, high in points), "1"]
    table = Table(title_justify="left", box=None, header_style="bold")
    for heading in ("p from", "to", "parameters", "minimisers"):
        table.add_column(heading, justify="right")
    for low, high, piece in zip(ends[:_ROWS], ends[1:], found.pieces, strict=False):
        table.add_row(low, high, str(piece.parameters), str(len(piece.networks)))
    return Group(title, facts, table)


def _unfinished_facts(found: UnfinishedThresholds, digits: int) -> Iterator[tuple[str, str]]:
    count = found.network.parameters
    known = "the fewest possible" if found.lower == count else f"proved: at least {found.lower}"
    yield "fewest parameters", f"{count} ({known})"
    yield "critical exponent p*", "in [{}, {}]".format(*found.critical_decimals(digits))
    if found.proof is not None:
        yield "the proof's threshold", "in [{}, {}]".format(*format_bounds(*found.proof, digits))
    yield "minimisers", "not known for all p: the time did not suffice"


def _network_facts(solution: NetworkSolution) -> Iterator[tuple[str, str]]:
    known = "the fewest possible" if solution.optimal else f"proved: at least {solution.lower}"
    parameters, neurons = str(solution.network.parameters), str(len(solution.network.neurons))
    if solution.p.name in ("0", "0+"):
        shown = f"{solution.value} ({known})"
        parameters, neurons = (shown, neurons) if solution.count == "parameters" else (parameters, shown)
    yield "parameters", parameters
    yield "neurons", neurons
    if solution.p.is_rational and solution.objective is not None:
        low, high = solution.objective.decimals(12)
        value = _short(str(solution.objective), 60) + ("" if low == high else f", in [{low}, {high}]")
        yield "objective", f"{value} ({'the least possible' if solution.optimal else known})"
    if solution.minimizers is not None:
        yield "minimisers", f"{solution.minimizers}{' (unique)' if solution.minimizers == 1 else ''}"


def _threshold(point: Breakpoint | None, digits: int, none: str) -> str:
    if point is None:
        return none
    return "in [{}, {}]".format(*format_bounds(*point.enclosure(digits + 2), digits))


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
    places = solution.gaps.places(solution.matches)
    for t, c, (k, matched) in zip(knots[:_ROWS], changes[:_ROWS], places, strict=False):
        # Gap k, from 0, belongs to point k+2, from 1.
        where = f"between points {k + 2} and {k + 3}" if matched else f"at point {k + 2}"
        table.add_row(_number(t), _number(c), where)
    yield table
    if len(knots) > _ROWS:
        yield Text(f"... and {len(knots) - _ROWS} more knots (all of them, exactly: --json)")


def _number(value: fmpq) -> str:
    text = format_rational(value)
    return text if len(text) <= _WIDTH else f"about {float(value):.12g}"


def _short(text: str, width: int = _WIDTH) -> str:
    return text if len(text) <= width else f"{text[: width - 12]}... ({len(text)} characters)"
