"""Pictures of solutions and of paths: for the eye only, so here are floats, but none that would lie (`axes`)."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from flint import fmpq

from sparsest.exact.decimals import format_exponent
from sparsest.frame import CHORD, COLOURS, LINE, MANY, MATCH, Frame, legend, log_costs, picture, write_picture
from sparsest.multivariate.solve import NetworkSolution
from sparsest.multivariate.threshold import Thresholds, UnfinishedThresholds
from sparsest.network_plot import picture_of_network_path, picture_of_network_solution
from sparsest.tolerance_plot import picture_of_tolerance_solution
from sparsest.univariate.path import Path, Piece
from sparsest.univariate.solve import Solution
from sparsest.univariate.tolerance import ToleranceSolution

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["picture_of_path", "picture_of_solution", "plot_path", "plot_solution"]

_SAMPLES, _PANELS_IN_ROW = 600, 3


def plot_solution(
    solution: Solution | ToleranceSolution | NetworkSolution,
    path: str | FilePath | BinaryIO,
    *,
    axes: tuple[str, str] = ("x", "y"),
    format: str | None = None,  # noqa: A002 - the name that matplotlib and PIL have for it
) -> None:
    """Write a picture of the canonical minimiser: data, chords, interpolant, knots, matched pairs.

    Within a tolerance: data, gates, function and knots, and below them the residuals. Of two inputs: maps of the
    minimisers, with their folds (solid where the function bends up, dashed where down).

    Parameters
    ----------
    solution : Solution, ToleranceSolution or NetworkSolution
        What `solve` or `solve_network` returned.
    path : path or binary file
        Where to write; the suffix of a path, one of `FORMATS`, says which format (a pipe without one gets SVG).
    axes : pair of str
        What x and y are called; with two inputs all are called as the points say.
    format : str, optional
        The format, "svg", "png" or "pdf", whatever the suffix; a binary file gets "svg" unless told.

    Raises
    ------
    UsageError
        If the format is unknown, matplotlib is missing (`pip install 'sparsest-relu[plot]'`), or there are several
        inputs but not two.
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
    write_picture(path, format, lambda suffix: picture_of_solution(solution, suffix, axes=axes))


def plot_path(
    path: Path | Thresholds | UnfinishedThresholds,
    file: str | FilePath | BinaryIO,
    *,
    axes: tuple[str, str] = ("x", "y"),
    format: str | None = None,  # noqa: A002
) -> None:
    """Write a picture of a path: knots against p, what each minimiser costs at every p, the minimisers side by side.

    Parameters
    ----------
    path : Path, Thresholds or UnfinishedThresholds
        What `path` or `thresholds` returned. Of more than eight pieces the minimisers and costs of the first eight are
        drawn, of several inputs also other candidates, and of two inputs at most six maps.
    file, axes, format
        As for `plot_solution`.

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
    write_picture(file, format, lambda suffix: picture_of_path(path, suffix, axes=axes))


def picture_of_solution(
    solution: Solution | ToleranceSolution | NetworkSolution,
    suffix: str = ".svg",
    *,
    axes: tuple[str, str] = ("x", "y"),
) -> bytes:
    """Return the picture that `plot_solution` writes; errors are its.

    Examples
    --------
    >>> import sparsest
    >>> picture_of_solution(sparsest.solve(sparsest.Dataset([0, 1, 2], [0, 0, 1])))[:5]
    b'<?xml'
    """
    if isinstance(solution, ToleranceSolution):
        return picture_of_tolerance_solution(solution, suffix, axes=axes)
    if isinstance(solution, NetworkSolution):
        return picture_of_network_solution(solution, suffix)

    def draw(figure: Figure) -> None:
        frame = Frame(solution.data, [solution.spline], axes)
        panel = figure.add_subplot()
        frame.draw_data(panel)
        frame.draw_spline(panel, solution.spline, color=LINE, lw=1.6, label="sparsest interpolant")
        if solution.knots <= MANY:
            _draw_knots(panel, frame, solution)
        frame.name_axes(panel)
        panel.set_title(_title(solution), loc="left", fontsize=10)
        legend(panel)

    return picture(draw, suffix, 4.6)


def picture_of_path(
    path: Path | Thresholds | UnfinishedThresholds, suffix: str = ".svg", *, axes: tuple[str, str] = ("x", "y")
) -> bytes:
    """Return the picture that `plot_path` writes; errors are those of `plot_solution`.

    Examples
    --------
    >>> import sparsest
    >>> picture_of_path(sparsest.path(sparsest.Dataset([0, 1, 2], [0, 0, 1])), ".png")[1:4]
    b'PNG'
    """
    if not isinstance(path, Path):
        return picture_of_network_path(path, suffix)
    pieces = path.pieces[: len(COLOURS)]
    columns = min(len(pieces), _PANELS_IN_ROW)
    rows = -(-len(pieces) // columns)

    def draw(figure: Figure) -> None:
        grid = figure.add_gridspec(1 + rows, 2 * columns)
        _draw_stairs(figure.add_subplot(grid[0, :columns]), path)
        _draw_costs(figure.add_subplot(grid[0, columns:]), path)
        frame = Frame(path.data, [piece.spline for piece in pieces], axes)
        first: Axes | None = None
        for k, (piece, colour) in enumerate(zip(pieces, COLOURS, strict=False)):
            place = grid[1 + k // columns, 2 * (k % columns) : 2 * (k % columns) + 2]
            panel = figure.add_subplot(place, sharex=first, sharey=first)
            first = first or panel
            _draw_piece(panel, frame, piece, colour)
        if len(path.pieces) > len(pieces):
            figure.suptitle(f"the first {len(pieces)} of {len(path.pieces)} pieces", fontsize=10)

    return picture(draw, suffix, 3.8 + 3.2 * rows)


def _draw_piece(panel: Axes, frame: Frame, piece: Piece, colour: str) -> None:
    frame.draw_data(panel)
    frame.draw_spline(panel, piece.spline, color=colour, lw=1.6)
    knots = piece.spline.flint.knots
    if len(knots) <= MANY:
        frame.mark(panel, knots, piece.spline, "s", mfc="none", mec=colour, ms=6, zorder=4)
    frame.name_axes(panel)
    low = "0" if piece.low is None else format_exponent(piece.low.enclosure()[0], 5)
    high = "1" if piece.high is None else format_exponent(piece.high.enclosure()[0], 5)
    panel.set_title(f"{low} < p < {high}: {piece.knots} knots", loc="left", fontsize=10)


def _draw_knots(panel: Axes, frame: Frame, solution: Solution) -> None:
    """Mark the knots: single gaps at their data point, matched pairs where their outer chord lines meet."""
    marks: dict[bool, list[fmpq]] = {True: [], False: []}
    for t, (_, matched) in zip(solution.spline.flint.knots, solution.gaps.places(solution.matches), strict=True):
        marks[matched].append(t)
    spline = solution.spline
    frame.mark(panel, marks[False], spline, "s", mfc="none", mec=LINE, ms=8, zorder=4, label="knot at a point")
    style = {"mfc": "white", "mec": MATCH, "ms": 5, "zorder": 5}
    frame.mark(panel, marks[True], spline, "D", label="matched pair: chords meet", **style)
    x = frame.x.floats(solution.gaps.x)
    for k in solution.matches:
        panel.axvspan(x[k + 1], x[k + 2], color=MATCH, alpha=0.07, lw=0, zorder=0)


def _draw_stairs(axes: Axes, path: Path) -> None:
    ends = [0.0, *(float(point.enclosure()[0]) for point in path.breakpoints), 1.0]
    for (low, high), piece in zip(pairwise(ends), path.pieces, strict=True):
        axes.plot([low, high], [piece.knots] * 2, color=LINE, lw=2, solid_capstyle="butt")
    for point in ends[1:-1]:
        axes.axvline(point, color=CHORD, lw=0.8, ls=":")
    axes.axhline(path.gaps.fewest_knots, color=MATCH, lw=0.8, ls="--", zorder=0)
    critical = path.critical_exponent
    shown = "1" if critical is None else format_exponent(critical.enclosure()[0], 6)
    axes.set_title(f"knots against p; critical exponent p* = {shown}", loc="left", fontsize=10)
    axes.set_xlim(0, 1)
    axes.set_xlabel("p")
    axes.yaxis.get_major_locator().set_params(integer=True)  # type: ignore[call-arg]


def _draw_costs(axes: Axes, path: Path) -> None:
    """Draw what each piece's minimiser costs at every p, in excess of the minimum."""
    p = np.linspace(0.001, 0.999, _SAMPLES)
    logs = np.array([log_costs([(1, abs(c)) for c in piece.spline.flint.changes], p) for piece in path.pieces])
    excess = np.expm1(logs - logs.min(axis=0)) if path.gaps.runs else np.zeros_like(logs)
    shown = list(zip(excess, path.pieces, COLOURS, strict=False))
    for k, (cost, piece, colour) in enumerate(shown):
        # The later the narrower: where costs coincide each is seen beside the next.
        width = 1.4 + 0.9 * (len(shown) - 1 - k)
        axes.plot(p, cost, color=colour, lw=width, label=f"{piece.knots} knots")
    axes.set_title("cost of each, relative to the least", loc="left", fontsize=10)
    axes.yaxis.set_major_formatter(lambda value, _: f"+{100 * value:.3g}%")
    axes.set_xlim(0, 1)
    axes.set_xlabel("p")


def _title(solution: Solution) -> str:
    knots = solution.knots
    best = "the fewest possible" if knots == solution.fewest_knots else f"the fewest possible: {solution.fewest_knots}"
    return f"p = {solution.p}: {knots} knots ({best}), {'unique' if solution.unique else 'not unique'}"
