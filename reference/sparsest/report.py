"""Solutions and paths as tables for people. `to_json` has the exact values; here long numbers are cut and say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rich.console import Group, RenderableType
from rich.text import Text

from sparsest.certificate import format_count
from sparsest.data import Dataset
from sparsest.exact.decimals import cut_text, format_decimal, format_enclosure, format_short
from sparsest.exact.powersum import PowerValue
from sparsest.layout import Facts, Records
from sparsest.multivariate.solve import NetworkSolution
from sparsest.multivariate.threshold import Thresholds, UnfinishedThresholds
from sparsest.points import Points
from sparsest.univariate.path import Breakpoint, Path
from sparsest.univariate.solve import Solution
from sparsest.univariate.staircase import Staircase
from sparsest.univariate.tolerance import ToleranceSolution

__all__ = ["network_path_report", "network_report", "path_report", "report", "staircase_report", "tolerance_report"]

_ROWS, _STEPS, _DIGITS = 20, 40, 9
_WIDTH = 28
# Between these, decimals are written without an exponent.
_SMALL, _LARGE = Fraction(1, 10**12), Fraction(10**17)
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
    three points: 3 points, 1 input, p = 1/2
    ...
    """
    title = Text(f"{name}: {_size(solution.data)}, p = {solution.p}")
    return Group(title, Facts(_facts(solution)), *_knot_table(solution))


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
    four gaps: 6 points, 1 input, all p in (0, 1)
    ...
    """
    critical = _threshold(path.critical_exponent, digits, "1: every p in (0, 1) gives the fewest")
    change = _threshold(path.first_change, digits, "never: the minimisers are the same for all p")
    knots = str(path.gaps.fewest_knots)
    facts = Facts([("fewest knots", knots), ("critical exponent p*", critical), ("first change", change)])
    ends = _ends(path.breakpoints, digits)
    rows = [
        (low, high, str(piece.knots), cut_text(format_count(piece.minimizers)))
        for low, high, piece in zip(ends[:_ROWS], ends[1:], path.pieces, strict=False)
    ]
    table = Records(("p from", "to", "knots", "minimisers"), rows)
    more = [Text(f"... and {len(path.pieces) - _ROWS} more pieces (--json)")] if len(path.pieces) > _ROWS else []
    unresolved = [
        Text("unresolved: a bracket where the minimisers may change or only tie")
        for p in path.breakpoints
        if not p.resolved
    ]
    return Group(Text(f"{name}: {_size(path.data)}, all p in (0, 1)"), facts, table, *more, *unresolved[:1])


def tolerance_report(solution: ToleranceSolution, name: str) -> RenderableType:
    """Return the report of a function with the fewest knots within a tolerance, for a `rich` console.

    Parameters
    ----------
    solution : ToleranceSolution
        What `solve` returned.
    name : str
        What to call the data.

    Examples
    --------
    >>> import sparsest
    >>> from rich.console import Console
    >>> solution = sparsest.solve(sparsest.Dataset([0, 1, 2], [0, 3, 0]), tolerance=1)
    >>> Console(width=80).print(tolerance_report(solution, "three points"))  # doctest: +ELLIPSIS
    three points: 3 points, 1 input, tolerance 1
    ...
    """
    title = Text(f"{name}: {_size(solution.data)}, {_asked(solution)}")
    rows, spline = [], solution.spline
    for t, c in zip(spline.flint.knots[:_ROWS], spline.flint.changes, strict=False):
        rows.append([format_decimal(number, _DIGITS) for number in (t, spline.value(t), c)])
    table = [Records(("knot", "value", "slope change"), rows)] if rows else []
    return Group(title, Facts(_tolerance_facts(solution)), *table, *_rounded_knots(solution.knots))


def staircase_report(found: Staircase, name: str) -> RenderableType:
    """Return the report of the fewest knots against the tolerance, for a `rich` console.

    Parameters
    ----------
    found : Staircase
        What `staircase` returned.
    name : str
        What to call the data.

    Examples
    --------
    >>> import sparsest
    >>> from rich.console import Console
    >>> steps = sparsest.staircase(sparsest.Dataset([0, 1, 2], [0, 3, 0]))
    >>> Console(width=80).print(staircase_report(steps, "three points"))  # doctest: +ELLIPSIS
    three points: 3 points, 1 input, fewest knots within each tolerance
    ...
    """
    title = Text(f"{name}: {_size(found.data)}, fewest knots within each tolerance")
    if not found.steps:
        return Group(title, Text("no step in this range: some input has several labels that are too far apart for it"))
    last_first = found.steps[::-1]
    rows = [(str(knots), format_short(at), format_decimal(at, 6)) for at, knots in last_first[:_STEPS]]
    table = Records(("knots", "from tolerance", "decimal"), rows)
    left = len(last_first) - _STEPS
    more = [Text(f"... and {left} more steps at smaller tolerances (all of them, exactly: --json)")] if left > 0 else []
    return Group(title, Facts(_remarks(found.data)), table, *more)


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
    one: 1 point, 2 inputs, p = 0
    ...
    """
    network = solution.network
    rows = []
    for neuron in network.neurons[:_ROWS]:
        *inputs, bias = neuron.weights
        # Of many inputs only those that are used are shown, by their numbers.
        used = [f"{k}: {format_short(w)}" for k, w in enumerate(inputs, 1) if w != 0]
        shown = ", ".join(map(format_short, inputs) if len(inputs) <= _FEW_INPUTS else used)
        rows.append((format_short(neuron.output_weight), shown, format_short(bias)))
    title = Text(f"{name}: {_size(solution.points)}, p = {solution.p}")
    table = [Records(("output weight", "input weights", "bias"), rows)] if rows else []
    more = len(network.neurons) - _ROWS
    rest = [Text(f"... and {more} more neurons (all of them, exactly: --json)")] if more > 0 else []
    return Group(title, Facts(_network_facts(solution)), *table, *rest)


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
    three points: 3 points, 1 input, all p in (0, 1)
    ...
    """
    title = Text(f"{name}: {_size(found.points)}, all p in (0, 1)")
    if isinstance(found, UnfinishedThresholds):
        return Group(title, Facts(_unfinished_facts(found, digits)))
    facts = Facts(
        [
            ("fewest parameters", str(found.fewest_parameters)),
            ("critical exponent p*", _threshold(found.critical, digits, "1: every p in (0, 1) gives the fewest")),
            ("the proof's threshold", "in [{}, {}]".format(*format_enclosure(*found.proof, digits))),
            ("candidates", str(found.vertices)),
        ]
    )
    ends = _ends([piece.start for piece in found.pieces if piece.start is not None], digits)
    rows = [
        (low, high, str(piece.parameters), str(len(piece.networks)))
        for low, high, piece in zip(ends[:_ROWS], ends[1:], found.pieces, strict=False)
    ]
    return Group(title, facts, Records(("p from", "to", "parameters", "minimisers"), rows))


def _unfinished_facts(found: UnfinishedThresholds, digits: int) -> Iterator[tuple[str, str]]:
    count = found.network.parameters
    known = "the fewest possible" if found.lower == count else f"proved: at least {found.lower}"
    yield "fewest parameters", f"{count} ({known})"
    yield "critical exponent p*", "in [{}, {}]".format(*found.critical_decimals(digits))
    if found.proof is not None:
        yield "the proof's threshold", "in [{}, {}]".format(*format_enclosure(*found.proof, digits))
    yield "minimisers", "not known for all p: the time did not suffice"


_SOURCES = {
    "construction": "construction",
    "structure": "the affine pieces of the labels",
    "beam": "beam search",
    "mixes": "mixes of neurons",
    "proof": "the search for a proof",
    "incumbent": "the network to start from",
}

_BOUNDS = {"tree of a subset": "a proof for some of the points", "regions": "the number of affine pieces"}


def _network_facts(solution: NetworkSolution) -> Iterator[tuple[str, str]]:
    known = "the fewest possible" if solution.optimal else f"proved: at least {_lower(solution.lower)}"
    parameters, neurons = str(solution.network.parameters), str(len(solution.network.neurons))
    if solution.p.name in ("0", "0+"):
        general = f"; labels in general position need {solution.generic}"
        counted = solution.count == "parameters" and not solution.optimal
        shown = f"{solution.value} ({known}{general if counted else ''})"
        parameters, neurons = (shown, neurons) if solution.count == "parameters" else (parameters, shown)
    yield "parameters", parameters
    yield "neurons", neurons
    if solution.source is not None and not solution.optimal:
        yield "found by", _SOURCES[solution.source]
    if solution.bound_by in _BOUNDS and not solution.optimal:
        yield "bound from", _BOUNDS[solution.bound_by]
    if solution.p.is_rational and solution.objective is not None:
        yield "objective", f"{_value(solution.objective)} ({'the least possible' if solution.optimal else known})"
    if solution.minimizers is not None:
        yield "minimisers", f"{solution.minimizers}{' (unique)' if solution.minimizers == 1 else ''}"
    yield from _remarks(solution.points)


def _threshold(point: Breakpoint | None, digits: int, none: str) -> str:
    if point is None:
        return none
    return "in [{}, {}]".format(*format_enclosure(*point.enclosure(digits + 2), digits))


def _size(points: Dataset | Points) -> str:
    """Return how many points and inputs there are, so that nobody solves another problem without seeing it."""
    count, inputs = len(points), points.dimension
    return f"{count} point{'s' * (count != 1)}, {inputs} input{'s' * (inputs != 1)}"


def _remarks(points: Dataset | Points) -> Iterator[tuple[str, str]]:
    """Yield what was assumed of a table, left out or merged."""
    return (("note", note) for note in points.notes)


def _facts(solution: Solution) -> Iterator[tuple[str, str]]:
    fewest = solution.fewest_knots
    yield (
        "knots",
        f"{solution.knots} (" + ("the fewest possible)" if solution.knots == fewest else f"fewest: {fewest})"),
    )
    yield "minimisers", f"{cut_text(format_count(solution.minimizers))}{' (unique)' if solution.unique else ''}"
    if solution.objective is not None:
        yield "objective V_p", _value(solution.objective)
    runs = [stop - start for start, stop in solution.gaps.runs]
    yield "runs of equal curvature", f"{len(runs)}, longest {max(runs)}" if runs else "none: the data are affine"
    slope, intercept = solution.spline.flint.slope, solution.spline.flint.intercept
    yield "left of all knots", f"{format_short(slope)} * x + {format_short(intercept)}"
    if solution.rounding_noise is not None:
        yield "rounding noise", str(solution.rounding_noise)
    yield from _remarks(solution.data)


def _asked(solution: ToleranceSolution) -> str:
    kind, scale = solution.gates.kind, solution.gates.scale
    if kind == "tolerance":
        return f"tolerance {'infinite' if scale is None else format_short(scale)}"
    return "a tolerance for each point" if kind == "tolerances" else "bounds"


def _tolerance_facts(solution: ToleranceSolution) -> Iterator[tuple[str, str]]:
    within = "between the bounds" if solution.gates.kind == "bounds" else "within the tolerance"
    yield "knots", f"{solution.knots} (the fewest possible {within})"
    one = solution.gates.kind == "tolerance"
    least = ", the least with so few knots" if one and solution.fit == "least" else ""
    yield "largest residual", f"{_with_decimals(solution.largest_residual)}{least}"
    if solution.factor is not None:
        yield "least factor", f"{_with_decimals(solution.factor)}: all gates may shrink by it, with as few knots"
    yield "gates", _gates_of(solution)
    slope, intercept = solution.spline.flint.slope, solution.spline.flint.intercept
    yield "left of all knots", f"{format_short(slope)} * x + {format_short(intercept)}"
    yield from _remarks(solution.data)


def _gates_of(solution: ToleranceSolution) -> str:
    """Return how many gates there are, and of what kind."""
    gates = solution.gates
    ends = [gates.bounds(row) for row in range(len(gates.labels))]
    n, inputs = len(ends), len(solution.data)
    kinds = {
        "open on both sides": sum(low is None and high is None for low, high in ends),
        "open on one side": sum((low is None) != (high is None) for low, high in ends),
        "of one value": sum(low is not None and low == high for low, high in ends),
    }
    odd = [f"{many} {kind}" for kind, many in kinds.items() if many]
    at = f" at {inputs} inputs" if n > inputs else ""
    return f"{n}{at}{': ' if odd else ''}{', '.join(odd)}"


def _with_decimals(value: Fraction) -> str:
    shown = format_short(value)
    decimals = format_decimal(value, 6)
    return shown if shown in (decimals, f"about {decimals}") or value.denominator == 1 else f"{shown}, about {decimals}"


def _knot_table(solution: Solution) -> Iterator[RenderableType]:
    knots, changes = solution.spline.flint.knots, solution.spline.flint.changes
    if not knots:
        return
    rows = []
    places = solution.gaps.places(solution.matches)
    for t, c, (k, matched) in zip(knots[:_ROWS], changes[:_ROWS], places, strict=False):
        # Gap k, from 0, belongs to point k+2, from 1.
        where = f"between points {k + 2} and {k + 3}" if matched else f"at point {k + 2}"
        rows.append((format_short(t), format_short(c), where))
    yield Records(("knot", "slope change", "where"), rows, left=["where"])
    yield from _more_knots(len(knots))


def _more_knots(knots: int) -> Iterator[Text]:
    if knots > _ROWS:
        yield Text(f"... and {knots - _ROWS} more knots (all of them, exactly: --json)")


def _rounded_knots(knots: int) -> Iterator[Text]:
    if knots > _ROWS:
        yield from _more_knots(knots)
    elif knots:
        yield Text(f"rounded to {_DIGITS} digits; exactly: --json, --table")


def _ends(breakpoints: Sequence[Breakpoint], digits: int) -> list[str]:
    bounds = (point.enclosure(digits + 2) for point in breakpoints)
    return ["0", *(format_enclosure(low, high, digits)[0] for low, high in bounds), "1"]


def _value(objective: PowerValue) -> str:
    """Return the exact value, cut if it is long, and decimals of it."""
    text, shown = str(objective), cut_text(str(objective), 60)
    low, high = objective.enclosure(12)
    if low == high:
        return shown if shown == text else f"{shown}, about {format_decimal(low)}"
    ends = objective.decimals(12) if _SMALL < low < _LARGE else format_enclosure(low, high, 12)
    return f"{shown}, in [{ends[0]}, {ends[1]}]"


def _lower(bound: str) -> str:
    """Return a proved bound for people; rounded down where it is long."""
    return bound if len(bound) <= _WIDTH else format_enclosure(Fraction(bound), Fraction(bound), 17)[0]
