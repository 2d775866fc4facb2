"""Pictures of solutions and of paths: for the eye only, so here are floats, but none that would lie (`axes`)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from flint import arb, ctx, fmpq

from sparsest import files
from sparsest.axes import Scale
from sparsest.data import Dataset
from sparsest.errors import UsageError
from sparsest.exact.decimals import format_exponent
from sparsest.extras import needs
from sparsest.spline import Spline
from sparsest.table.dates import Moment, shown_after
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.path import Path, Piece
from sparsest.univariate.solve import Solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "picture_of_path", "picture_of_solution", "plot_path", "plot_solution", "refuse_suffix"]

#: Suffixes that can be written.
FORMATS = (".svg", ".png", ".pdf")

_INK, _LINE, _CHORD, _MATCH = "#1b1f24", "#0b6bcb", "#8a929c", "#d1472b"
_COLOURS = ("#0b6bcb", "#d1472b", "#2a8f4f", "#8b4fc4", "#b8860b", "#1f9e9e", "#c2418b", "#5c6670")
# Beyond so many points or knots, marks of single ones only blur the picture; beyond so many, curves are pixels in it.
_MANY, _PIXELS = 400, 2000
_SAMPLES, _PANELS_IN_ROW = 600, 3
# So many ticks of dates stand beside each other.
_MOMENTS = 6
_LONGEST_NAME, _BEYOND = 60, 1000
# Points of a picture to the inch; fewer where an SVG holds curves as pixels, for the sake of its size.
_DPI, _SVG_DPI = 150, 100


def plot_solution(
    solution: Solution,
    path: str | FilePath | BinaryIO,
    *,
    axes: tuple[str, str] = ("x", "y"),
    format: str | None = None,  # noqa: A002 - the name that matplotlib and PIL have for it
) -> None:
    """Write a picture of the canonical minimiser: data, chords, interpolant, knots, matched pairs.

    Parameters
    ----------
    solution : Solution
        What `solve` returned.
    path : path or binary file
        Where to write; the suffix of a path, one of `FORMATS`, says which format (a pipe without one gets SVG).
    axes : pair of str
        What x and y are called.
    format : str, optional
        The format, "svg", "png" or "pdf", whatever the suffix; a binary file gets "svg" unless told.

    Raises
    ------
    UsageError
        If the format is unknown, or matplotlib is missing (`pip install 'sparsest-relu[plot]'`).
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
    _write(path, format, lambda suffix: picture_of_solution(solution, suffix, axes=axes))


def plot_path(
    path: Path,
    file: str | FilePath | BinaryIO,
    *,
    axes: tuple[str, str] = ("x", "y"),
    format: str | None = None,  # noqa: A002
) -> None:
    """Write a picture of a path: knots against p, what each minimiser costs at every p, the minimisers side by side.

    Parameters
    ----------
    path : Path
        What `path` returned. Of more than eight pieces the minimisers and costs of the first eight are drawn.
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
    _write(file, format, lambda suffix: picture_of_path(path, suffix, axes=axes))


def picture_of_solution(solution: Solution, suffix: str = ".svg", *, axes: tuple[str, str] = ("x", "y")) -> bytes:
    """Return the picture that `plot_solution` writes; errors are its.

    Examples
    --------
    >>> import sparsest
    >>> picture_of_solution(sparsest.solve(sparsest.Dataset([0, 1, 2], [0, 0, 1])))[:5]
    b'<?xml'
    """

    def draw(figure: Figure) -> None:
        frame = _Frame(solution.data, [solution.spline], axes)
        panel = figure.add_subplot()
        frame.draw_data(panel)
        frame.draw_spline(panel, solution.spline, color=_LINE, lw=1.6, label="sparsest interpolant")
        if solution.knots <= _MANY:
            _draw_knots(panel, frame, solution)
        frame.name_axes(panel)
        panel.set_title(_title(solution), loc="left", fontsize=10)
        _legend(panel)

    return _picture(draw, suffix, 4.6)


def picture_of_path(path: Path, suffix: str = ".svg", *, axes: tuple[str, str] = ("x", "y")) -> bytes:
    """Return the picture that `plot_path` writes; errors are those of `plot_solution`.

    Examples
    --------
    >>> import sparsest
    >>> picture_of_path(sparsest.path(sparsest.Dataset([0, 1, 2], [0, 0, 1])), ".png")[1:4]
    b'PNG'
    """
    pieces = path.pieces[: len(_COLOURS)]
    columns = min(len(pieces), _PANELS_IN_ROW)
    rows = -(-len(pieces) // columns)

    def draw(figure: Figure) -> None:
        grid = figure.add_gridspec(1 + rows, 2 * columns)
        _draw_stairs(figure.add_subplot(grid[0, :columns]), path)
        _draw_costs(figure.add_subplot(grid[0, columns:]), path)
        frame = _Frame(path.data, [piece.spline for piece in pieces], axes)
        first: Axes | None = None
        for k, (piece, colour) in enumerate(zip(pieces, _COLOURS, strict=False)):
            place = grid[1 + k // columns, 2 * (k % columns) : 2 * (k % columns) + 2]
            panel = figure.add_subplot(place, sharex=first, sharey=first)
            first = first or panel
            _draw_piece(panel, frame, piece, colour)
        if len(path.pieces) > len(pieces):
            figure.suptitle(f"the first {len(pieces)} of {len(path.pieces)} pieces", fontsize=10)

    return _picture(draw, suffix, 3.8 + 3.2 * rows)


def _draw_piece(panel: Axes, frame: _Frame, piece: Piece, colour: str) -> None:
    frame.draw_data(panel)
    frame.draw_spline(panel, piece.spline, color=colour, lw=1.6)
    knots = piece.spline.flint.knots
    if len(knots) <= _MANY:
        frame.mark(panel, knots, piece.spline, "s", mfc="none", mec=colour, ms=6, zorder=4)
    frame.name_axes(panel)
    low = "0" if piece.low is None else format_exponent(piece.low.enclosure()[0], 5)
    high = "1" if piece.high is None else format_exponent(piece.high.enclosure()[0], 5)
    panel.set_title(f"{low} < p < {high}: {piece.knots} knots", loc="left", fontsize=10)


def _write(target: str | FilePath | BinaryIO, form: str | None, picture: Callable[[str], bytes]) -> None:
    if isinstance(target, str | FilePath):
        suffix = f".{form.lstrip('.')}" if form else files.suffix_of(str(target), ".svg")
        refuse_suffix(suffix, f"{target}: ")
        files.write(target, picture(suffix))
    else:
        target.write(picture(f".{(form or 'svg').lstrip('.')}"))


def refuse_suffix(suffix: str, where: str = "") -> None:
    """Raise `UsageError` if no picture can be made in the format of a suffix, one of `FORMATS`.

    Examples
    --------
    >>> refuse_suffix(".svg")
    """
    if suffix not in FORMATS:
        shown = suffix or "a file without suffix"
        raise UsageError(f"{where}cannot write {shown}; use one of {', '.join(FORMATS)}")
    _matplotlib()


def _picture(draw: Callable[[Figure], None], suffix: str, height: float) -> bytes:
    refuse_suffix(suffix)
    matplotlib, figure_class = _matplotlib()
    # A fixed salt and no date: the same solution gives the same file.
    style = {"svg.hashsalt": "sparsest", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False}
    made = io.BytesIO()
    with matplotlib.rc_context(style), warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = figure_class(figsize=(9, height), layout="constrained")
        draw(figure)
        dated = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
        figure.savefig(made, format=suffix[1:], dpi=_SVG_DPI if suffix == ".svg" else _DPI, metadata=dated.get(suffix))
    return made.getvalue()


def _matplotlib() -> tuple[Any, Any]:
    with needs("plot", "plots"):
        import matplotlib
        from matplotlib.figure import Figure
    return matplotlib, Figure


class _Frame:
    """The data and both axes: what is drawn where."""

    def __init__(self, data: Dataset, splines: Sequence[Spline], names: tuple[str, str]) -> None:
        gaps = Gaps.of(data)
        self.gaps, self.names, self.origin = gaps, names, data.origin
        self.x = Scale.of(gaps.x)
        self.outer = self.x.ends()
        inner = [*gaps.y, *(spline.value(t) for spline in splines for t in spline.flint.knots)]
        outer = [spline.value(t) for spline in splines for t in self.outer]
        # Far beyond the last of many points the function may be anywhere, and they would be a line at the rim.
        self.inner = Scale.of(inner) if len(gaps.x) > _MANY else None
        self.y = self.inner or Scale.of([*inner, *outer])

    def draw_data(self, panel: Axes) -> None:
        """Draw the points and the chords between them."""
        x, y = self.x.floats(self.gaps.x), self.y.floats(self.gaps.y)
        pixels = len(x) > _PIXELS
        panel.plot(x, y, color=_CHORD, lw=1, ls="--", zorder=1, label="chords", rasterized=pixels)
        size = 3.5 if len(x) <= _MANY else 0.7 if pixels else 1.5
        panel.plot(x, y, "o", color=_INK, ms=size, zorder=3, label=f"data ({len(x)} points)", rasterized=pixels)

    def draw_spline(self, panel: Axes, spline: Spline, **style: Any) -> None:
        """Draw a spline through its knots and on to both ends."""
        corners = [self.outer[0], *spline.flint.knots, self.outer[1]]
        # The ends outside the picture stay within floats; nobody sees where a steep line goes there.
        beyond = _BEYOND * (self.y.high - self.y.low)
        low, high = self.y.low - beyond, self.y.high + beyond
        values = self.y.floats(min(max(spline.value(t), low), high) for t in corners)
        panel.plot(self.x.floats(corners), values, zorder=2, rasterized=len(corners) > _PIXELS, **style)

    def mark(self, panel: Axes, knots: Sequence[fmpq], spline: Spline, shape: str, **style: Any) -> None:
        """Mark these knots of the spline."""
        panel.plot(self.x.floats(knots), self.y.floats(map(spline.value, knots)), shape, **style)

    def name_axes(self, panel: Axes) -> None:
        """Name both axes as the columns, and their ticks where these are no floats."""
        if self.inner:
            panel.set_ylim(*self.y.floats(self.inner.ends()))
        for axis, scale, name in ((panel.xaxis, self.x, self.names[0]), (panel.yaxis, self.y, self.names[1])):
            added = ""
            if not scale.ordinary:
                ticks, texts, added = scale.ticks()
                axis.set_ticks(scale.floats(ticks), texts)
            elif axis is panel.xaxis and self.origin is not None:
                self._name_moments(axis, self.origin)
            shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..."
            axis.set_label_text(shown + added, parse_math=False)

    def _name_moments(self, axis: Any, origin: Moment) -> None:
        """Call the ticks of an axis of days by their dates and times, which are long: few of them, in two lines."""
        axis.get_major_locator().set_params(nbins=_MOMENTS)
        axis.set_major_formatter(
            lambda days, _: shown_after(origin, fmpq(*float(days).as_integer_ratio())).replace("T", "\n")
        )


def _draw_knots(panel: Axes, frame: _Frame, solution: Solution) -> None:
    """Mark the knots: single gaps at their data point, matched pairs where their outer chord lines meet."""
    marks: dict[bool, list[fmpq]] = {True: [], False: []}
    for t, (_, matched) in zip(solution.spline.flint.knots, solution.gaps.places(solution.matches), strict=True):
        marks[matched].append(t)
    spline = solution.spline
    frame.mark(panel, marks[False], spline, "s", mfc="none", mec=_LINE, ms=8, zorder=4, label="knot at a point")
    style = {"mfc": "white", "mec": _MATCH, "ms": 5, "zorder": 5}
    frame.mark(panel, marks[True], spline, "D", label="matched pair: chords meet", **style)
    x = frame.x.floats(solution.gaps.x)
    for k in solution.matches:
        panel.axvspan(x[k + 1], x[k + 2], color=_MATCH, alpha=0.07, lw=0, zorder=0)


def _draw_stairs(axes: Axes, path: Path) -> None:
    ends = [0.0, *(float(point.enclosure()[0]) for point in path.breakpoints), 1.0]
    for (low, high), piece in zip(pairwise(ends), path.pieces, strict=True):
        axes.plot([low, high], [piece.knots] * 2, color=_LINE, lw=2, solid_capstyle="butt")
    for point in ends[1:-1]:
        axes.axvline(point, color=_CHORD, lw=0.8, ls=":")
    axes.axhline(path.gaps.fewest_knots, color=_MATCH, lw=0.8, ls="--", zorder=0)
    critical = path.critical_exponent
    shown = "1" if critical is None else format_exponent(critical.enclosure()[0], 6)
    axes.set_title(f"knots against p; critical exponent p* = {shown}", loc="left", fontsize=10)
    axes.set_xlim(0, 1)
    axes.set_xlabel("p")
    axes.yaxis.get_major_locator().set_params(integer=True)  # type: ignore[call-arg]


def _draw_costs(axes: Axes, path: Path) -> None:
    """Draw what each piece's minimiser costs at every p, in excess of the minimum."""
    p = np.linspace(0.001, 0.999, _SAMPLES)
    logs = np.array([_log_costs(piece.spline, p) for piece in path.pieces])
    excess = np.expm1(logs - logs.min(axis=0)) if path.gaps.runs else np.zeros_like(logs)
    shown = list(zip(excess, path.pieces, _COLOURS, strict=False))
    for k, (cost, piece, colour) in enumerate(shown):
        # The later the narrower: where costs coincide each is seen beside the next.
        width = 1.4 + 0.9 * (len(shown) - 1 - k)
        axes.plot(p, cost, color=colour, lw=width, label=f"{piece.knots} knots")
    axes.set_title("cost of each, relative to the least", loc="left", fontsize=10)
    axes.yaxis.set_major_formatter(lambda value, _: f"+{100 * value:.3g}%")
    axes.set_xlim(0, 1)
    axes.set_xlabel("p")


def _log_costs(spline: Spline, p: np.ndarray) -> np.ndarray:
    """Return ln V_p at each p; of sizes beyond floats too."""
    changes = spline.flint.changes
    if not changes:
        return np.zeros_like(p)
    with ctx.workprec(80):
        logs = np.array([float(arb(abs(c)).log()) for c in changes])
    top = logs.max()
    return np.array([q * top + np.log(np.exp(q * (logs - top)).sum()) for q in p])


def _legend(axes: Axes) -> None:
    axes.legend(frameon=False, fontsize=8, ncols=6, loc="upper left", bbox_to_anchor=(0, -0.12))


def _title(solution: Solution) -> str:
    knots = solution.knots
    best = "the fewest possible" if knots == solution.fewest_knots else f"the fewest possible: {solution.fewest_knots}"
    return f"p = {solution.p}: {knots} knots ({best}), {'unique' if solution.unique else 'not unique'}"
