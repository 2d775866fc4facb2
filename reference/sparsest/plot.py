"""Pictures of solutions and of paths: for the eye only, so here are floats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

import numpy as np

from sparsest.errors import UsageError
from sparsest.extras import needs
from sparsest.spline import Spline
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.path import Path
from sparsest.univariate.solve import Solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "plot_path", "plot_solution"]

#: Suffixes that can be written.
FORMATS = (".svg", ".png", ".pdf")

_INK, _LINE, _CHORD, _MATCH = "#1b1f24", "#0b6bcb", "#8a929c", "#d1472b"
_COLOURS = ("#0b6bcb", "#d1472b", "#2a8f4f", "#8b4fc4", "#b8860b", "#1f9e9e", "#c2418b", "#5c6670")
# Beyond this many points, marks of single points only blur the picture.
_MANY_POINTS = 400
_SAMPLES = 600


def plot_solution(solution: Solution, path: str | FilePath) -> None:
    """Write a picture of the canonical minimiser: data, chords, interpolant, knots, matched pairs.

    Parameters
    ----------
    solution : Solution
        What `solve` returned.
    path : path
        Where to write; the suffix, one of `FORMATS`, says which format.

    Raises
    ------
    UsageError
        If the suffix is unknown, matplotlib is missing (`pip install 'sparsest-relu[plot]'`), or the data too large.
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> import sparsest, tempfile, pathlib
    >>> solution = sparsest.solve(sparsest.Dataset([0, 1, 2], [0, 0, 1]), "1/2")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     plot_solution(solution, pathlib.Path(folder, "s.svg"))
    ...     pathlib.Path(folder, "s.svg").stat().st_size > 1000
    True
    """

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        _draw_data(axes, solution.gaps)
        _draw_spline(axes, solution.spline, solution.gaps, color=_LINE, lw=1.6, label="sparsest interpolant")
        if len(solution.data) <= _MANY_POINTS:
            _draw_knots(axes, solution)
        axes.set_title(_title(solution), loc="left", fontsize=10)
        _legend(axes)

    _write(draw, FilePath(path), 4.6)


def plot_path(path: Path, file: str | FilePath) -> None:
    """Write a picture of a path: knots against p, the minimisers of the pieces, and what each costs at every p.

    Parameters
    ----------
    path : Path
        What `path` returned. Of more than eight pieces the minimisers and costs of the first eight are drawn.
    file : path
        Where to write; the suffix, one of `FORMATS`, says which format.

    Raises
    ------
    UsageError
        As `plot_solution`.
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> import sparsest, tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     plot_path(sparsest.path(sparsest.Dataset.from_gaps([1, 9, 9, 1])), pathlib.Path(folder, "p.svg"))
    ...     pathlib.Path(folder, "p.svg").stat().st_size > 1000
    True
    """

    def draw(figure: Figure) -> None:
        stairs, costs, splines = figure.subplot_mosaic([["stairs", "costs"], ["splines", "splines"]]).values()
        _draw_stairs(stairs, path)
        _draw_costs(costs, path)
        _draw_data(splines, path.gaps)
        for piece, colour in zip(path.pieces, _COLOURS, strict=False):
            _draw_spline(splines, piece.spline, path.gaps, color=colour, lw=1.4, label=f"{piece.knots} knots")
        splines.set_title("the minimisers of the pieces", loc="left", fontsize=10)
        _legend(splines)

    _write(draw, FilePath(file), 7.6)


def _write(draw: Callable[[Figure], None], path: FilePath, height: float) -> None:
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise UsageError(f"{path}: cannot write {suffix or 'a file without suffix'}; use one of {', '.join(FORMATS)}")
    matplotlib, figure_class = _matplotlib()
    # A fixed salt and no date: the same solution gives the same file.
    style = {"svg.hashsalt": "sparsest", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False}
    with matplotlib.rc_context(style):
        figure = figure_class(figsize=(9, height), layout="constrained")
        draw(figure)
        figure.savefig(path, dpi=150, metadata={"Date": None} if suffix == ".svg" else None)


def _matplotlib() -> tuple[Any, Any]:
    with needs("plot", "plots"):
        import matplotlib
        from matplotlib.figure import Figure
    return matplotlib, Figure


def _draw_data(axes: Axes, gaps: Gaps) -> None:
    x, y = _floats(gaps.x), _floats(gaps.y)
    axes.plot(x, y, color=_CHORD, lw=1, ls="--", zorder=1, label="chords")
    size = 1.5 if len(x) > _MANY_POINTS else 3.5
    axes.plot(x, y, "o", color=_INK, ms=size, zorder=3, label=f"data ({len(x)} points)")
    axes.set_xlabel("x")
    axes.set_ylabel("y")


def _draw_spline(axes: Axes, spline: Spline, gaps: Gaps, **style: Any) -> None:
    x = _floats([gaps.x[0], gaps.x[-1]])
    margin = 0.03 * (x[1] - x[0]) or 1.0
    corners = [x[0] - margin, *_floats(spline.flint[2]), x[1] + margin]
    axes.plot(corners, [float(spline(t)) for t in corners], zorder=2, **style)


def _draw_knots(axes: Axes, solution: Solution) -> None:
    """Mark the knots: single gaps at their data point, matched pairs where their outer chord lines meet."""
    marks: dict[bool, tuple[list[float], list[float]]] = {True: ([], []), False: ([], [])}
    for t, (_, matched) in zip(solution.spline.flint[2], solution.gaps.places(solution.matches), strict=True):
        at, value = marks[matched]
        at.append(float(t))
        value.append(float(solution.spline.value(t)))
    axes.plot(*marks[False], "s", mfc="none", mec=_LINE, ms=8, zorder=4, label="knot at a point")
    axes.plot(*marks[True], "D", mfc="white", mec=_MATCH, ms=5, zorder=5, label="matched pair: chords meet")
    x = _floats(solution.gaps.x)
    for k in solution.matches:
        axes.axvspan(x[k + 1], x[k + 2], color=_MATCH, alpha=0.07, lw=0, zorder=0)


def _draw_stairs(axes: Axes, path: Path) -> None:
    ends = [0.0, *(float(point.enclosure()[0]) for point in path.breakpoints), 1.0]
    for (low, high), piece in zip(pairwise(ends), path.pieces, strict=True):
        axes.plot([low, high], [piece.knots] * 2, color=_LINE, lw=2, solid_capstyle="butt")
    for point in ends[1:-1]:
        axes.axvline(point, color=_CHORD, lw=0.8, ls=":")
    axes.axhline(path.gaps.fewest_knots, color=_MATCH, lw=0.8, ls="--", zorder=0)
    critical = path.critical_exponent
    shown = "1" if critical is None else f"{float(critical.enclosure()[0]):.6g}"
    axes.set_title(f"knots against p; critical exponent p* = {shown}", loc="left", fontsize=10)
    axes.set_xlim(0, 1)
    axes.set_xlabel("p")
    axes.yaxis.get_major_locator().set_params(integer=True)  # type: ignore[call-arg]


def _draw_costs(axes: Axes, path: Path) -> None:
    """Draw what each piece's minimiser costs at every p, in excess of the minimum."""
    p = np.linspace(0.001, 0.999, _SAMPLES)
    costs = [_costs(piece.spline, p) for piece in path.pieces]
    least = np.min(costs, axis=0)
    for cost, piece, colour in zip(costs, path.pieces, _COLOURS, strict=False):
        axes.plot(
            p, cost / np.where(least > 0, least, 1) - (least > 0), color=colour, lw=1.4, label=f"{piece.knots} knots"
        )
    axes.set_title("cost of each, relative to the least", loc="left", fontsize=10)
    axes.yaxis.set_major_formatter(lambda value, _: f"+{100 * value:.3g}%")
    axes.set_xlim(0, 1)
    axes.set_xlabel("p")


def _costs(spline: Spline, p: np.ndarray) -> np.ndarray:
    logs = np.log(np.abs(np.array(_floats(spline.flint[3]), dtype=float)))
    return np.array([np.exp(q * logs).sum() for q in p])


def _floats(values: Sequence[Any]) -> list[float]:
    try:
        return [float(v) for v in values]
    except OverflowError:
        raise UsageError("the data go beyond 1e308 and cannot be drawn; rescale them for a plot") from None


def _legend(axes: Axes) -> None:
    axes.legend(frameon=False, fontsize=8, ncols=6, loc="upper left", bbox_to_anchor=(0, -0.12))


def _title(solution: Solution) -> str:
    knots = solution.knots
    best = "the fewest possible" if knots == solution.fewest_knots else f"the fewest possible: {solution.fewest_knots}"
    return f"p = {solution.p}: {knots} knots ({best}), {'unique' if solution.unique else 'not unique'}"
