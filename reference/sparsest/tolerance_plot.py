"""Pictures of functions within a tolerance, and of the fewest knots against the tolerance; for the eye only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from flint import arb, ctx, fmpq

from sparsest.axes import Scale
from sparsest.exact.decimals import decimal_exponent, format_decimal, format_short
from sparsest.exact.rationals import to_rational
from sparsest.frame import CHORD, INK, LINE, MANY, MATCH, Frame, legend, name_axis, picture, write_picture
from sparsest.univariate.staircase import Staircase
from sparsest.univariate.tolerance import ToleranceSolution

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["picture_of_staircase", "picture_of_tolerance_solution", "plot_staircase"]

_End = fmpq | None

# Where the largest tolerance is so many times the least, or there are so many knots, the axis is logarithmic.
_WIDE, _MANY_KNOTS = 100, 200
# Of an axis of knots that is logarithmic the part up to here is not.
_FEW_KNOTS = 10
_MOST_DECADES = 8
# Of so many rows marks are pixels in an SVG, in both panels; of more, fewer to the inch.
_PIXELS, _SMALL = 800, 3000
_FAINT, _LIGHT = 0.55, 0.15
# Beyond so many knots their marks are small. How wide bars are, and all of them together, in points.
_MANY_MARKS, _WIDEST, _WIDTHS = 60, 4.0, 200.0


def plot_staircase(
    found: Staircase,
    path: str | FilePath | BinaryIO,
    *,
    format: str | None = None,  # noqa: A002 - the name that matplotlib and PIL have for it
) -> None:
    """Write a picture of the fewest knots against the tolerance.

    Parameters
    ----------
    found : Staircase
        What `staircase` returned.
    path, format
        As for `plot_solution`.

    Raises
    ------
    UsageError
        As `plot_solution`.
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> import io, sparsest
    >>> into = io.BytesIO()
    >>> plot_staircase(sparsest.staircase(sparsest.Dataset([0, 1, 2], [0, 3, 0])), into)
    >>> into.getvalue()[:5]
    b'<?xml'
    """
    write_picture(path, format, lambda suffix: picture_of_staircase(found, suffix))


def picture_of_tolerance_solution(
    solution: ToleranceSolution, suffix: str = ".svg", *, axes: tuple[str, str] = ("x", "y")
) -> bytes:
    """Return a picture of a function within a tolerance: data, gates and knots, and below them the residuals.

    Examples
    --------
    >>> import sparsest
    >>> picture_of_tolerance_solution(sparsest.solve(sparsest.Dataset([0, 1, 2], [0, 3, 0]), tolerance=1))[:5]
    b'<?xml'
    """

    def draw(figure: Figure) -> None:
        rows = _Rows(solution)
        frame = Frame(solution.data, [solution.spline], axes, [*rows.labels, *rows.finite(rows.ends)])
        above, below = figure.subplots(2, sharex=True, height_ratios=(3, 1.2))
        rows.draw(above, frame.x, frame.y, rows.ends, rows.labels, "o", label=f"data ({len(rows.x)} points)")
        above.set_ylim(*frame.y.floats(frame.y.ends()))
        many = len(rows.x) > MANY
        frame.draw_spline(above, solution.spline, color=LINE, lw=0.9 if many else 1.6, zorder=4, label="fewest knots")
        if solution.knots <= MANY:
            size = 6 if solution.knots <= _MANY_MARKS else 2.5
            knots, style = solution.spline.flint.knots, {"mfc": "white", "mec": LINE, "ms": size, "zorder": 5}
            frame.mark(above, knots, solution.spline, "s", label="knots", **style)
        frame.name_axes(above)
        above.set_xlabel("")
        above.set_title(_title(solution), loc="left", fontsize=10)
        _draw_residuals(below, frame, rows)
        legend(below, above, 0.35)

    return picture(draw, suffix, 6.2, panels=1 if len(solution.gates.labels) <= _SMALL else 2)


class _Rows:
    """The rows with the ends of their gates, and what the function makes of them."""

    def __init__(self, solution: ToleranceSolution) -> None:
        gates, values = solution.gates, list(map(solution.spline.value, solution.data.flint.x))
        self.x = [solution.data.flint.x[point] for point in gates.points]
        self.labels = gates.labels
        self.ends = [gates.bounds(row) for row in range(len(self.x))]
        self.residuals = [values[point] - y for point, y in zip(gates.points, gates.labels, strict=True)]

    def finite(self, ends: Sequence[tuple[_End, _End]]) -> list[fmpq]:
        """Return the ends that there are."""
        return [end for pair in ends for end in pair if end is not None]

    def around_labels(self) -> list[tuple[_End, _End]]:
        """Return the ends of the gates of the residuals."""
        pairs = zip(self.ends, self.labels, strict=True)
        return [(None if low is None else low - y, None if high is None else high - y) for (low, high), y in pairs]

    def draw(
        self, panel: Axes, x: Scale, y: Scale, ends: Sequence[tuple[_End, _End]], at: Sequence[fmpq], mark: str,
        **style: Any,
    ) -> None:  # fmt: skip
        """Draw gates, as bars or, of many points, as a band; and a mark for each row. Open sides reach to the rim."""
        low, high = y.ends()
        places, pixels = x.floats(self.x), len(self.x) > _PIXELS
        floors = np.array(y.floats(low if a is None else a for a, _ in ends))
        ceilings = np.array(y.floats(high if b is None else b for _, b in ends))
        gated = np.array([a is not None or b is not None for a, b in ends])
        if len(self.x) <= MANY:
            some = [(p, a, b) for p, a, b, g in zip(places, floors, ceilings, gated, strict=True) if g]
            if some:
                wide = max(1.0, min(_WIDEST, _WIDTHS / len(self.x)))
                where, starts, stops = zip(*some, strict=True)
                panel.vlines(where, starts, stops, color=CHORD, lw=wide, alpha=_FAINT, zorder=1, label="gates")
        else:
            panel.fill_between(
                places, floors, ceilings, where=gated, color=CHORD, alpha=_FAINT, lw=0, zorder=1, label="gates",
                rasterized=pixels,
            )  # fmt: skip
        size = 3 if len(self.x) <= MANY else 0.7 if pixels else 1.5
        panel.plot(places, y.floats(at), mark, color=INK, ms=size, zorder=3, rasterized=pixels, **style)


def _draw_residuals(panel: Axes, frame: Frame, rows: _Rows) -> None:
    ends = rows.around_labels()
    scale = Scale.of([fmpq(0), *rows.residuals, *rows.finite(ends)])
    rows.draw(panel, frame.x, scale, ends, rows.residuals, "o")
    panel.axhline(scale.floats([fmpq(0)])[0], color=LINE, lw=0.8, zorder=2)
    panel.set_ylim(*scale.floats(scale.ends()))
    name_axis(panel.xaxis, frame.x, frame.names[0], frame.origin)
    name_axis(panel.yaxis, scale, "residual f(x) - y")


def _title(solution: ToleranceSolution) -> str:
    gates = solution.gates
    shown = {"tolerances": "a tolerance for each point", "bounds": "bounds"}.get(gates.kind)
    if shown is None:
        shown = f"tolerance {'infinite' if gates.scale is None else format_short(gates.scale)}"
    largest = format_decimal(solution.largest_residual, 6)
    return f"{shown}: {solution.knots} knots (the fewest possible), largest residual {largest}"


def picture_of_staircase(found: Staircase, suffix: str = ".svg") -> bytes:
    """Return the picture that `plot_staircase` writes; errors are its.

    Examples
    --------
    >>> import sparsest
    >>> picture_of_staircase(sparsest.staircase(sparsest.Dataset([0, 1, 2], [0, 3, 0])), ".png")[1:4]
    b'PNG'
    """

    def draw(figure: Figure) -> None:
        panel = figure.add_subplot()
        if found.steps:
            _draw_steps(panel, found)
        shown = "no step in this range" if not found.steps else f"{len(found.steps)} steps, every one exact"
        panel.set_title(f"fewest knots within each tolerance ({shown})", loc="left", fontsize=10)
        panel.set_ylabel("fewest knots")

    return picture(draw, suffix, 4.6)


def _draw_steps(panel: Axes, found: Staircase) -> None:
    at = [to_rational(tolerance) for tolerance, _ in found.steps]
    knots = [step.knots for step in found.steps]
    positive = [tolerance for tolerance in at if tolerance > 0]
    wide = bool(positive) and positive[-1] > _WIDE * positive[0]
    places = _log_places(panel, at) if wide else _places(panel, at)
    # Every step is a level from its tolerance, a full dot, to the next, where it is no longer right.
    panel.step(places, [*knots, knots[-1]], where="post", color=LINE, lw=1.6)
    if len(knots) <= MANY:
        panel.plot(places[:-1], knots, "o", color=LINE, ms=4 if len(knots) <= _MANY_KNOTS // 2 else 2)
    if knots[0] > _MANY_KNOTS:
        panel.set_yscale("symlog", linthresh=_FEW_KNOTS)
        panel.yaxis.set_major_formatter("{x:g}")
    else:
        panel.yaxis.get_major_locator().set_params(integer=True)  # type: ignore[call-arg]
    panel.set_ylim(bottom=-0.02 * max(knots) if knots[0] <= _MANY_KNOTS else -0.5)
    panel.grid(color=CHORD, alpha=_LIGHT)
    panel.axhline(0, color=MATCH, lw=0.8, ls="--", zorder=0)


def _places(panel: Axes, at: Sequence[fmpq]) -> list[float]:
    """Return where the tolerances are drawn, and the end of the last step, on an axis that is not logarithmic."""
    end = at[-1] + (at[-1] - at[0]) / 10 if at[-1] > at[0] else at[-1] + max(at[-1], fmpq(1)) / 10
    scale = Scale.of([*at, end])
    name_axis(panel.xaxis, scale, "tolerance")
    return scale.floats([*at, end])


def _log_places(panel: Axes, at: Sequence[fmpq]) -> list[float]:
    """Return the same on a logarithmic axis: decimal logarithms, of any size; 0 stands at the rim."""
    positive = [tolerance for tolerance in at if tolerance > 0]
    with ctx.workprec(80):
        logs = [float(arb(tolerance).log() / arb(10).log()) for tolerance in positive]
    beside = 0.05 * (logs[-1] - logs[0])
    rim = [logs[0] - 2 * beside] * (len(at) - len(logs))
    first, last = decimal_exponent(positive[0]), decimal_exponent(positive[-1]) + 1
    step = -(-(last - first) // _MOST_DECADES)
    ticks = [k for k in range(first, last + 1, step) if logs[0] - beside <= k <= logs[-1] + beside]
    texts = [format_decimal(fmpq(10) ** k) for k in ticks]
    panel.set_xticks([*rim, *ticks], [*(["0"] * len(rim)), *texts])
    panel.set_xlim((rim or [logs[0] - beside])[0], logs[-1] + 2 * beside)
    panel.set_xlabel("tolerance (logarithmic)")
    return [*rim, *logs, logs[-1] + 2 * beside]
