"""The figures of the report, as SVG text: exact values of the package, made floats only to be drawn.

A fixed salt and no date: the same values give the same text. No `pyplot`, so nothing global is kept.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas

from proofs_check.derivations.lemmas import slope_changes
from proofs_check.report.given import shipped
from sparsest.data import Dataset
from sparsest.exact.decimals import format_bounds
from sparsest.multivariate.threshold import Thresholds, thresholds
from sparsest.points import Points
from sparsest.spline import Spline
from sparsest.univariate.matching import matchings
from sparsest.univariate.path import Breakpoint, path
from sparsest.univariate.solve import solve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["INK", "MUTED", "Figure", "figures"]

#: The colours of text and of quiet lines; the HTML report gives them those of the page.
INK, MUTED = "#1b1f24", "#7d8590"
_COLOURS = ("#0b6bcb", "#d1472b", "#2a8f4f", "#8b4fc4", "#b8860b", "#1f9e9e", "#c2418b", "#5c6670")
_WIDTH = 7.2
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "savefig.transparent": True,
    **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), INK),
}

#: Small data on which Theorem 4.1's threshold is compared with the critical exponent; together a second.
_THRESHOLD_DATA: tuple[tuple[list[list[int]], list[int]], ...] = (
    ([[-3], [4], [5]], [2, -2, 3]),
    ([[-4], [-3], [4]], [-1, -3, 1]),
    ([[1], [2], [5]], [3, -2, -3]),
    ([[0], [1], [2]], [0, 1, 0]),
    ([[-5], [1], [3], [5]], [2, -2, 1, 2]),
    ([[-5], [-2], [2], [3]], [1, 1, -2, -1]),
    ([[0, 0], [0, 1], [1, 1]], [1, -1, 2]),
)


@dataclass(frozen=True)
class Figure:
    """A figure.

    Parameters
    ----------
    name : str
        Of its file, without suffix.
    title, caption : str
        The caption says what is to be seen, with exact numbers.
    claims : tuple of str
        Ids of the registered claims that it shows.
    svg : str
        The picture.
    """

    name: str
    title: str
    caption: str
    claims: tuple[str, ...]
    svg: str

    def to_json(self) -> dict[str, object]:
        """Return everything but the picture, JSON-ready.

        Examples
        --------
        >>> Figure("f", "A figure", "It shows nothing.", (), "<svg/>").to_json()["file"]
        'figures/f.svg'
        """
        return {
            "name": self.name, "file": f"figures/{self.name}.svg", "title": self.title, "caption": self.caption,
            "claims": list(self.claims),
        }  # fmt: skip


def figures(claims: Sequence[Mapping[str, Any]]) -> list[Figure]:
    """Return all figures of a report.

    Parameters
    ----------
    claims : sequence of mapping
        The rows of the report's claims: the last figure shows their counts, the others name theirs by id.
    """
    makers = (_minimiser, _cost_curves, _knots_over_p, _lemmas, _thresholds)
    return [*(make(claims) for make in makers), _shares(claims)]


def _named(claims: Iterable[Mapping[str, Any]], *numbers: str) -> tuple[str, ...]:
    """Return the ids of the registered claims whose numbers begin like this."""
    return tuple(str(row["id"]) for row in claims if str(row["number"]).startswith(numbers))


def _svg(draw: Callable[[Canvas], object], height: float, salt: str) -> str:
    with mpl.rc_context({**_STYLE, "svg.hashsalt": salt}):
        canvas = Canvas(figsize=(_WIDTH, height), layout="constrained")
        draw(canvas)
        out = io.StringIO()
        canvas.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def _minimiser(claims: Sequence[Mapping[str, Any]]) -> Figure:
    data = shipped("peak_plateau")
    solution = solve(data, "1/2")

    def draw(canvas: Canvas) -> None:
        axes = canvas.add_subplot()
        _draw_chords(axes, data)
        _draw_spline(axes, solution.spline, data)
        for k in solution.matches:
            axes.axvspan(float(data.x[k + 1]), float(data.x[k + 2]), color=_COLOURS[1], alpha=0.08, lw=0)
        axes.set(xlabel="x", ylabel="y")
        axes.legend(loc="upper left")

    knots = ", ".join(f"{t} ({c})" for t, c in _knots(solution.spline))
    unique = "the only minimiser" if solution.unique else "one of several minimisers"
    return Figure(
        "minimiser",
        "Peak and plateau: the minimiser and the chords",
        f"The paper's example at p = 1/2: {solution.knots} knots, {unique}. Knots (slope changes): {knots}. "
        "Where neighbouring points curve the same way (shaded) two slope changes become one, where the outer chords "
        "meet; everywhere else the minimiser is the chord.",
        _named(claims, "Theorem 3.1", "Corollary 3.1", "Equations 81", "Theorem A"),
        _svg(draw, 2.9, "minimiser"),
    )


def _draw_chords(axes: Axes, data: Dataset) -> None:
    x, y = list(map(float, data.x)), list(map(float, data.y))
    # Each chord a little beyond its interval, to show where they meet.
    for k, ((a, b), (f, g)) in enumerate(zip(pairwise(x), pairwise(y), strict=True)):
        slope, more = (g - f) / (b - a), 0.75 * (b - a)
        ends = np.array([a - more, b + more])
        axes.plot(ends, f + slope * (ends - a), color=MUTED, lw=0.8, ls="--", label=None if k else "chord lines")
    axes.plot(x, y, "o", color=INK, ms=4.5, zorder=4, label="data")


def _draw_spline(axes: Axes, spline: Spline, data: Dataset) -> None:
    margin = (data.x[-1] - data.x[0]) / 16
    corners = [data.x[0] - margin, *spline.knots, data.x[-1] + margin]
    values = [float(spline(t)) for t in corners]
    axes.plot([float(t) for t in corners], values, color=_COLOURS[0], lw=2, label="minimiser")
    axes.plot(
        [float(t) for t in spline.knots], values[1:-1],
        "s", mfc="none", mec=_COLOURS[1], ms=9, mew=1.4, ls="none", zorder=5, label="knots",
    )  # fmt: skip
    axes.set_ylim(min(values) - 0.25, max(values) + 0.45)


def _cost_curves(claims: Sequence[Mapping[str, Any]]) -> Figure:
    data = Dataset.from_gaps(["1/100", 1, 1, "1/100"])
    found = path(data)
    ways = sorted(matchings([0] * 3), key=lambda way: (-len(way), way))
    splines = [found.gaps.spline(way) for way in ways]
    shown = _decimal(found.critical_exponent, 17)

    def draw(canvas: Canvas) -> None:
        axes = canvas.add_subplot()
        p = np.linspace(0.001, 1, 500)
        for way, spline, colour in zip(ways, splines, _COLOURS, strict=False):
            pairs = " and ".join(f"({k + 2}, {k + 3})" for k in way) or "no pair"
            # The two curves that coincide are to be seen, one dashed over the other.
            style = "--" if way == (2,) else "-"
            axes.plot(p, _costs(spline, p), style, color=colour, lw=1.6, label=f"{pairs}: {len(spline.knots)} knots")
        _mark(axes, found.critical_exponent)
        axes.set(xlabel="p", ylabel="$V_p$", xlim=(0, 1))
        axes.legend()

    first, then = (piece.knots for piece in found.pieces)
    return Figure(
        "cost_curves",
        "What every candidate costs, and the critical exponent",
        f"Slope gaps 1/100, 1, 1, 1/100: V_p of all {len(ways)} candidates (matchings of neighbouring gaps; (i, i+1) "
        f"is a pair that shares one knot). The least cost has {first} knots for p < p* and {then} beyond, "
        f"p* = {shown}... (dotted). By symmetry the curves of (2, 3) and (4, 5) coincide.",
        _named(claims, "Theorem 3.2", "Theorem A", "Theorem B", "Critical exponent"),
        _svg(draw, 3.2, "cost_curves"),
    )


def _costs(spline: Spline, p: np.ndarray) -> np.ndarray:
    logs = np.log([float(abs(c)) for c in spline.slope_changes])
    costs: np.ndarray = np.exp(np.outer(p, logs)).sum(axis=1)
    return costs


def _knots_over_p(claims: Sequence[Mapping[str, Any]]) -> Figure:
    data = shipped("non_monotone")
    found = path(data)
    counts = [piece.knots for piece in found.pieces]
    shown = [_decimal(point, 15) for point in found.breakpoints]

    def draw(canvas: Canvas) -> None:
        axes = canvas.add_subplot()
        ends = [0.0, *map(_float, found.breakpoints), 1.0]
        for (low, high), count in zip(pairwise(ends), counts, strict=True):
            axes.plot([low, high], [count, count], color=_COLOURS[0], lw=3, solid_capstyle="butt")
            axes.annotate(f"{count}", ((low + high) / 2, count), (0, 5), textcoords="offset points", ha="center")
        for point in found.breakpoints:
            _mark(axes, point)
        axes.axhline(found.gaps.fewest_knots, color=MUTED, lw=0.8, ls="--", zorder=0)
        axes.set(xlabel="p", ylabel="knots of the minimiser", xlim=(0, 1), ylim=(min(counts) - 0.5, max(counts) + 0.6))
        axes.set_yticks(range(min(counts), max(counts) + 1))

    sizes = ", ".join(map(str, found.gaps.gaps))
    return Figure(
        "knots_over_p",
        "The number of knots is not monotone in p",
        f"Slope gaps {sizes}: the minimiser has {', then '.join(map(str, counts))} knots as p grows; it changes at "
        f"p = {' and '.join(f'{text}...' for text in shown)}. Dashed: the fewest possible, {found.gaps.fewest_knots}.",
        _named(claims, "Theorem 3.2", "Sparsity", "Non-monotone", "Theorem A"),
        _svg(draw, 2.3, "knots_over_p"),
    )


def _lemmas(claims: Sequence[Mapping[str, Any]]) -> Figure:
    """Draw C(delta) at p = 1/2; slope changes are exact, on a grid of rational delta that holds the break points."""
    grid = [Fraction(k, 60) for k in range(-210, 121)]
    panels = (
        ("Lemma A.2: A = 1, B = -1", 1, -1, ("1/4", "1/2", "3/4")),
        ("Lemma A.1: A = 1, B = 2", 1, 2, ("1/3", "1/2", "2/3")),
    )

    def draw(canvas: Canvas) -> None:
        both = canvas.subplots(1, 2)
        for axes, (title, a, b, relative) in zip(both, panels, strict=True):
            for tau, colour in zip(map(Fraction, relative), _COLOURS, strict=False):
                costs = [_half_powers(slope_changes(a, b, delta, tau)) for delta in grid]
                axes.plot(list(map(float, grid)), costs, color=colour, lw=1.4, label=f"$\\tau$ = {tau}")
            least = _half_powers((Fraction(a + b),)) if a * b > 0 else _half_powers((Fraction(a), Fraction(b)))
            axes.axhline(least, color=MUTED, lw=0.8, ls="--", zorder=0)
            axes.set_title(title, loc="left", fontsize=9)
            axes.set(xlabel="$\\delta$", ylabel="$C(\\delta)$", xlim=(-3.5, 2))
            axes.legend(loc="upper center")

    return Figure(
        "lemmas",
        "Lemmas A.1 and A.2: the cost of an inner knot",
        "C(delta) at p = 1/2 for a knot at relative position tau between two neighbouring points; delta is how much "
        "the slope before it differs from the chord's. Left, A B <= 0: the chord, delta = 0, costs least (dashed: "
        "C(0)). Right, A B > 0: no cost is below |A + B|^p (dashed), reached only at delta = -A = -1 and tau = "
        "B/(A + B) = 2/3.",
        _named(claims, "Lemma A.", "Theorem 3.1, item 1", "Theorem 3.1, item 2a"),
        _svg(draw, 2.9, "lemmas"),
    )


def _half_powers(changes: Iterable[Any]) -> float:
    return math.fsum(math.sqrt(abs(change)) for change in changes)


def _thresholds(claims: Sequence[Mapping[str, Any]]) -> Figure:
    found = _computed_thresholds()
    critical = [1.0 if one.critical is None else _float(one.critical) for one in found]
    proved = [float(one.proof[0]) for one in found]

    def draw(canvas: Canvas) -> None:
        axes = canvas.add_subplot()
        rows = np.arange(len(found))
        axes.hlines(rows, proved, critical, color=MUTED, lw=1, zorder=0)
        axes.plot(proved, rows, "o", color=_COLOURS[1], ms=6, label="threshold of the proof")
        axes.plot(critical, rows, "D", color=_COLOURS[0], ms=6, label="critical exponent (1: every p)")
        for row, one in enumerate(found):
            shown = (format_bounds(*one.proof, 4)[0], _decimal(one.critical, 4))
            for value, text, side in zip((proved[row], critical[row]), shown, ("right", "left"), strict=True):
                shift = (7 if side == "left" else -7, 0)
                axes.annotate(text, (value, row), shift, textcoords="offset points", ha=side, va="center", fontsize=7.5)
        axes.set_yticks(rows, [_points(one.points) for one in found], fontsize=8)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set(xlabel="p", xlim=(-0.12, 1.08), xticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
        axes.invert_yaxis()
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)

    factors = sorted(c / b for b, c in zip(proved, critical, strict=True))
    return Figure(
        "thresholds",
        "Theorem 4.1: the proof's threshold beside the critical exponent",
        "For each data set the threshold ln(1 + 1/K_0) / ln(R/r) of the proof, with r over the candidates of the "
        "enumeration and so no smaller than the paper's, and the exponent up to which every minimiser of (8) has the "
        f"fewest parameters; digits cut off. On these data the latter is {factors[0]:.1f} to {factors[-1]:.1f} times "
        "as large.",
        _named(claims, "Theorem 4.1", "Inequality (76)"),
        _svg(draw, 2.8, "thresholds"),
    )


@cache
def _computed_thresholds() -> list[Thresholds]:
    return [thresholds(Points(x, y)) for x, y in _THRESHOLD_DATA]


def _points(points: Points) -> str:
    one = points.dimension == 1
    x = ", ".join(str(row[0]) if one else f"({', '.join(map(str, row))})" for row in points.x)
    return f"x = {x};  y = {', '.join(map(str, points.y))}"


def _shares(claims: Sequence[Mapping[str, Any]]) -> Figure:
    kinds = (("accepted", _COLOURS[2]), ("vacuous", "#c9ced6"), ("undecided", _COLOURS[4]), ("rejected", _COLOURS[1]))

    def draw(canvas: Canvas) -> None:
        axes = canvas.add_subplot()
        rows = np.arange(len(claims))
        left = np.zeros(len(claims))
        for kind, colour in kinds:
            share = np.array([row["property"][kind] / max(row["property"]["examples"], 1) for row in claims])
            if kind in ("accepted", "vacuous") or share.any():
                axes.barh(rows, share, left=left, color=colour, height=0.7, label=kind)
            left += share
        axes.set_yticks(rows, [str(row["id"]) for row in claims], fontsize=8)
        axes.set(xlim=(0, 1), ylim=(len(claims) - 0.4, -0.6), xlabel="share of the generated cases")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4)

    drawn = sum(row["property"]["examples"] for row in claims)
    return Figure(
        "shares",
        "How the generated cases ended",
        f"For each claim the share of its generated cases (in all {drawn}) that "
        "were accepted, and that were vacuous: drawn, but outside the claim's hypothesis.",
        tuple(str(row["id"]) for row in claims),
        _svg(draw, 0.8 + 0.22 * max(len(claims), 2), "shares"),
    )


def _mark(axes: Axes, point: Breakpoint | None) -> None:
    if point is not None:
        axes.axvline(_float(point), color=INK, lw=0.9, ls=":")


def _knots(spline: Spline) -> Iterable[tuple[Fraction, Fraction]]:
    return zip(spline.knots, spline.slope_changes, strict=True)


def _float(point: Breakpoint) -> float:
    return float(point.enclosure()[0])


def _decimal(point: Breakpoint | None, digits: int) -> str:
    """Return digits that are proved: those of the lower bound, cut off; "1" where there is no such point."""
    return "1" if point is None else point.decimals(digits)[0]
