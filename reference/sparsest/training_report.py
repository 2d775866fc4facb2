"""What training came to, as tables for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from sparsest.data import Dataset
from sparsest.exact.decimals import cut_text, format_decimal
from sparsest.exact.sign import sign
from sparsest.layout import Facts, Records
from sparsest.multivariate.solve import NetworkSolution
from sparsest.training.ends import FIT_TOLERANCE, Shape, TrainingEnds
from sparsest.univariate.solve import Solution

__all__ = ["training_report"]

_SHAPES, _LONGEST = 10, 60


def training_report(found: TrainingEnds, name: str) -> RenderableType:
    """Return the report of training from many starts, for a `rich` console.

    Parameters
    ----------
    found : TrainingEnds
        What `judged` returned.
    name : str
        What to call the data.

    Examples
    --------
    >>> import sparsest
    >>> from rich.console import Console
    >>> from sparsest.training import train
    >>> from sparsest.training.ends import judged
    >>> data = Dataset([0, 1, 2], [0, 0, 1])
    >>> training = train([0, 1, 2], [0, 0, 1], "1/2", epochs=100)
    >>> found = judged(training, data, "1/2", sparsest.solve(data, "1/2"))
    >>> Console(width=80).print(training_report(found, "three points"))  # doctest: +ELLIPSIS
    three points: 3 points, 1 input, p = 0.5; 1 run of 100 epochs
    ...
    """
    problem, runs = found.training.problem, len(found.ends)
    inputs = problem.x.shape[1]
    points = len(problem.y)
    title = Text(
        f"{name}: {points} point{'s' * (points != 1)}, {inputs} input{'s' * (inputs != 1)}, p = {problem.p:g}; "
        f"{runs} run{'s' * (runs != 1)} of {problem.epochs:,} epochs"
    )
    return Group(title, Facts(_facts(found)), *_shapes(found))


def _facts(found: TrainingEnds) -> Iterator[tuple[str, str]]:
    shares, inputs = found.shares, found.training.problem.x.shape[1]
    for name, said in (("diverged", "of the runs"), ("collapsed", "ended without neurons where some are needed")):
        if shares[name]:
            yield name, f"{_percent(shares[name])} {said}"
    yield "fit the data", f"{_percent(shares['fits'])}: largest residual at most {FIT_TOLERANCE:g} of the labels' size"
    yield "polished", f"{_percent(shares['polished'])} have an exact interpolant on their pattern"
    if shares["local_minimizer"] is not None:
        yield "local minimisers", f"{_percent(shares['local_minimizer'])}, exactly, once polished"
    # At p = 1 many interpolants tie: ends are held against the limit.
    limit = " in the limit p -> 1" if found.training.problem.p == 1 else ""
    if _is_certified(found.optimum):
        yield "minimisers", f"{_percent(shares['optimal'])} attain the certified minimum{limit}, exactly, once polished"
    elif found.optimum is not None:
        yield "beside the best known", _beside(found)
    size = "neurons" if inputs == 1 else "parameters"
    yield f"median {size}", _shown(shares[f"median_{size}"])
    yield "median residual", _shown(shares["median_residual"])
    yield from _optimum_facts(found)


def _beside(found: TrainingEnds) -> str:
    """Return how polished ends stand to the best network that is known, but not proved to be the best possible."""
    dearer = [end.excess for end in found.ends if end is not None and end.excess is not None]
    signs = [sign(excess.power_sum, excess.p) for excess in dearer]
    return f"{signs.count(-1)} of {len(found.ends)} are better, {signs.count(0)} as good, {signs.count(1)} dearer"


def _optimum_facts(found: TrainingEnds) -> Iterator[tuple[str, str]]:
    if isinstance(found.optimum, Solution):
        cost = "" if found.optimum.objective is None else f", cost {cut_text(str(found.optimum.objective), _LONGEST)}"
        knots = found.optimum.knots
        yield "certified minimum", f"{knots} knot{'s' * (knots != 1)}{cost}"
    elif found.optimum is not None:
        yield ("certified minimum" if found.optimum.optimal else "best known", str(found.optimum))
    if found.baseline is not None:
        shares = found.baseline
        yield (
            "without training",
            (
                f"random sides {_percent(shares.random_sides)}, then descent {_percent(shares.random_sides_descended)} "
                f"at the minimum; greedy matching {'is' if shares.greedy else 'is not'}"
            ),
        )


def _is_certified(optimum: Solution | NetworkSolution | None) -> bool:
    return isinstance(optimum, Solution) or (optimum is not None and optimum.optimal)


def _shapes(found: TrainingEnds) -> Iterator[RenderableType]:
    if not found.shapes:
        return
    size = "knots" if isinstance(found.data, Dataset) else "parameters"
    than = "minimum" if _is_certified(found.optimum) else "best known"
    names = ("share", size, f"dearer than the {than} by", "what it is")
    rows = [_row(shape, len(found.ends)) for shape in found.shapes[:_SHAPES]]
    yield Records(names, rows, left=["what it is"])
    if len(found.shapes) > _SHAPES:
        yield Text(f"... and {len(found.shapes) - _SHAPES} more ends (all of them, exactly: --json)")


def _row(shape: Shape, runs: int) -> tuple[str, str, str, str]:
    end = shape.end
    excess = (
        "" if end.excess is None else "0" if str(end.excess) == "0" else format_decimal(end.excess.enclosure(9)[0], 6)
    )
    return _percent(shape.count / runs), str(shape.polished.parameters), excess, _what(shape)


def _what(shape: Shape) -> str:
    end = shape.end
    if end.optimal:
        return "minimiser"
    if end.standing is None:
        return "interpolant"
    if end.standing.descent is not None:
        return "no local minimiser"
    if end.standing.rank is None:
        return "local minimiser"
    return f"local minimiser {end.standing.rank} of {end.standing.count}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.3g}%"


def _shown(value: float | None) -> str:
    return "none" if value is None else f"{value:.3g}"
