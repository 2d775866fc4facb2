"""The figures of the note, drawn from exact answers by the package's own picture code."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from proofs_check.note.examples import SHIPPED
from proofs_check.report.given import shipped
from sparsest.frame import CHORD, LINE, MATCH, Frame, legend, log_costs, picture
from sparsest.univariate.path import path
from sparsest.univariate.solve import solve
from sparsest.univariate.staircase import staircase

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sparsest.spline import Spline

__all__ = ["FIGURES", "RECORDED", "drawn_figures"]

#: What is drawn for the note, and a command that draws the same from the same data.
FIGURES: dict[str, str] = {
    "matching": f"sparsest solve {SHIPPED}/peak_plateau.csv --p 1/2 --plot matching.svg",
    "monotone": f"sparsest path {SHIPPED}/non_monotone.csv --plot path.svg",
    "tolerance": f"sparsest tolerance {SHIPPED}/nile.csv --plot staircase.svg",
}
#: What longer commands drew, and where it is.
RECORDED: dict[str, tuple[str, str]] = {
    "training": (
        "python -m proofs_check.experiments --only peak-plateau --seeds 100 --epochs 100000",
        "paper/experiments/peak-plateau.svg",
    )
}
#: The tolerance of the picture.
_TOLERANCE = 100


def drawn_figures() -> dict[str, bytes]:
    """Return the SVG of each figure that is drawn for the note; the same each time.

    Examples
    --------
    >>> sorted(FIGURES)
    ['matching', 'monotone', 'tolerance']
    """
    makers: dict[str, tuple[Callable[[Figure], None], float]] = {
        "matching": (_matching, 3.4),
        "monotone": (_monotone, 2.9),
        "tolerance": (_tolerance, 3.3),
    }
    return {name: picture(draw, ".svg", height) for name, (draw, height) in makers.items()}


def _matching(figure: Figure) -> None:
    data = shipped("peak_plateau")
    solution = solve(data, "1/2")
    frame, panel = Frame(data, [solution.spline], ("x", "y")), figure.add_subplot()
    frame.draw_data(panel)
    frame.draw_spline(panel, solution.spline, color=LINE, lw=1.6, label="minimiser")
    places = list(zip(solution.spline.flint.knots, solution.gaps.places(solution.matches), strict=True))
    single = [t for t, (_, matched) in places if not matched]
    pairs = [t for t, (_, matched) in places if matched]
    frame.mark(panel, single, solution.spline, "s", mfc="none", mec=LINE, ms=8, zorder=4, label="knot of one gap")
    frame.mark(panel, pairs, solution.spline, "D", mfc="white", mec=MATCH, ms=6, zorder=5, label="knot of a pair")
    for k in solution.matches:
        panel.axvspan(float(data.x[k + 1]), float(data.x[k + 2]), color=MATCH, alpha=0.08, lw=0, zorder=0)
    frame.name_axes(panel)
    legend(panel, below=0.22)


def _monotone(figure: Figure) -> None:
    left, right = figure.subplots(1, 2)
    found = path(shipped("non_monotone"))
    ends = [0.0, *(float(point.enclosure()[0]) for point in found.breakpoints), 1.0]
    for (low, high), piece in zip(pairwise(ends), found.pieces, strict=True):
        left.plot([low, high], [piece.knots] * 2, color=LINE, lw=2.5, solid_capstyle="butt")
    left.set(xlabel="p", ylabel="knots of the minimiser", xlim=(0, 1), yticks=(3, 4), ylim=(2.7, 4.3))
    few, many = (piece.spline for piece in found.pieces[:2])
    p = np.linspace(0.5, 1, 400)
    excess = 100 * np.expm1(_logs(many, p) - _logs(few, p))
    right.plot(p, excess, color=LINE, lw=1.6)
    right.axhline(0, color=CHORD, lw=0.8, ls="--")
    right.set(xlabel="p", ylabel="cost of the other one: excess in %", xlim=(0.5, 1))
    for panel in (left, right):
        _mark(panel, ends[1:-1])


def _logs(spline: Spline, p: np.ndarray) -> np.ndarray:
    return log_costs([(1, abs(change)) for change in spline.flint.changes], p)


def _mark(panel: Axes, places: list[float]) -> None:
    for place in places:
        panel.axvline(place, color=MATCH, lw=0.8, ls=":")


def _tolerance(figure: Figure) -> None:
    data = shipped("nile")
    near = solve(data, tolerance=_TOLERANCE)
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    frame = Frame(
        data, [near.spline], ("year", "flow"), [y + e for y in data.flint.y for e in (-_TOLERANCE, _TOLERANCE)]
    )
    x, y = np.array([float(t) for t in data.x]), np.array([float(t) for t in data.y])
    left.vlines(x, y - _TOLERANCE, y + _TOLERANCE, color=CHORD, lw=0.7, alpha=0.6, label="gates")
    frame.draw_data(left)
    frame.draw_spline(left, near.spline, color=LINE, lw=1.5, label=f"{near.knots} knots, proved fewest")
    frame.name_axes(left)
    legend(left, below=0.22)
    steps = staircase(data).steps
    tolerances = [float(step.tolerance) for step in steps]
    knots = [step.knots for step in steps]
    right.step([*tolerances, 1.1 * tolerances[-1]], [*knots, knots[-1]], where="post", color=LINE, lw=1.4)
    right.set(xlabel="tolerance", ylabel="fewest knots", ylim=(-2, None))
    _mark(right, [_TOLERANCE])
