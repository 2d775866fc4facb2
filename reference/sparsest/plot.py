"""Pictures of solutions: data, interpolant, knots, chord lines, matched pairs. For the eye only: here are floats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparsest.errors import UsageError
from sparsest.univariate.solve import Solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["FORMATS", "plot_solution"]

#: Suffixes that `plot_solution` can write.
FORMATS = (".svg", ".png", ".pdf")

_INK, _LINE, _CHORD, _MATCH = "#1b1f24", "#0b6bcb", "#8a929c", "#d1472b"
# Beyond this many points, marks of single points only blur the picture.
_MANY_POINTS = 400


def plot_solution(solution: Solution, path: str | Path) -> None:
    """Write a picture of the canonical minimiser: SVG, PNG or PDF, after the suffix of the path.

    Parameters
    ----------
    solution : Solution
        What `solve` returned.
    path : path
        Where to write; the suffix says which format.

    Raises
    ------
    UsageError
        If the suffix is unknown, or matplotlib is missing (install the extra: `pip install 'sparsest-relu[plot]'`).
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
    path = Path(path)
    if path.suffix.lower() not in FORMATS:
        raise UsageError(
            f"{path}: cannot write {path.suffix or 'a file without suffix'}; use one of {', '.join(FORMATS)}"
        )
    matplotlib, figure_class = _matplotlib()
    # A fixed salt and no date: the same solution gives the same file.
    with matplotlib.rc_context({"svg.hashsalt": "sparsest", "font.size": 10, "axes.spines.top": False,
                                "axes.spines.right": False}):  # fmt: skip
        figure = figure_class(figsize=(9, 4.6), layout="constrained")
        axes = figure.add_subplot()
        _draw(axes, solution)
        figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix.lower() == ".svg" else None)


def _matplotlib() -> tuple[Any, Any]:
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError("plots need matplotlib; install the extra: pip install 'sparsest-relu[plot]'") from None
    return matplotlib, Figure


def _draw(axes: Axes, solution: Solution) -> None:
    spline, gaps = solution.spline, solution.gaps
    x, y = _floats(gaps.x), _floats(gaps.y)
    margin = 0.03 * (x[-1] - x[0]) or 1.0
    knots = _floats(spline.flint[2])
    corners = [x[0] - margin, *knots, x[-1] + margin]
    axes.plot(corners, [float(spline(t)) for t in corners], color=_LINE, lw=1.6, zorder=2, label="sparsest interpolant")
    axes.plot(x, y, color=_CHORD, lw=1, ls="--", zorder=1, label="chords")
    small = len(x) > _MANY_POINTS
    axes.plot(x, y, "o", color=_INK, ms=1.5 if small else 3.5, zorder=3, label=f"data ({len(x)} points)")
    if not small:
        _draw_knots(axes, solution, knots)
    axes.set_title(_title(solution), loc="left", fontsize=10)
    axes.set_xlabel("x")
    axes.set_ylabel("y")
    axes.legend(frameon=False, fontsize=8, ncols=5, loc="upper left", bbox_to_anchor=(0, -0.1))


def _draw_knots(axes: Axes, solution: Solution, knots: Sequence[float]) -> None:
    """Mark the knots: single gaps at their data point, matched pairs where their outer chord lines meet."""
    matched = {float(t) for t in _matched_knots(solution)}
    single = [t for t in knots if t not in matched]
    value = {t: float(solution.spline(t)) for t in knots}
    axes.plot(single, [value[t] for t in single], "s", mfc="none", mec=_LINE, ms=8, zorder=4, label="knot at a point")
    pairs = sorted(matched)
    axes.plot(
        pairs,
        [value[t] for t in pairs],
        "D",
        mfc="white",
        mec=_MATCH,
        ms=5,
        zorder=5,
        label="matched pair: chords meet",
    )
    x = _floats(solution.gaps.x)
    for k in solution.matches:
        axes.axvspan(x[k + 1], x[k + 2], color=_MATCH, alpha=0.07, lw=0, zorder=0)


def _matched_knots(solution: Solution) -> list[Any]:
    x = solution.gaps.x
    data_points = set(x)
    return [t for t in solution.spline.flint[2] if t not in data_points]


def _floats(values: Sequence[Any]) -> list[float]:
    try:
        return [float(v) for v in values]
    except OverflowError:
        raise UsageError("the data go beyond 1e308 and cannot be drawn; rescale them for a plot") from None


def _title(solution: Solution) -> str:
    knots = solution.knots
    best = "the fewest possible" if knots == solution.fewest_knots else f"the fewest possible: {solution.fewest_knots}"
    return f"p = {solution.p}: {knots} knots ({best}), {'unique' if solution.unique else 'not unique'}"
