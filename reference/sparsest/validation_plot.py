"""A picture of somebody's network: its function beside the optimum, and how far it is from each label."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import TYPE_CHECKING, BinaryIO

from flint import fmpq

from sparsest.axes import Scale
from sparsest.data import Dataset
from sparsest.errors import UsageError
from sparsest.frame import INK, LINE, MANY, MATCH, Frame, legend, name_axis, picture, write_picture
from sparsest.network import Network
from sparsest.spline import Spline
from sparsest.univariate.solve import Solution
from sparsest.validation.validate import Validation

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["picture_of_validation", "plot_validation"]


def plot_validation(
    found: Validation,
    path: str | FilePath | BinaryIO,
    *,
    axes: tuple[str, str] = ("x", "y"),
    format: str | None = None,  # noqa: A002 - the name that matplotlib and PIL have for it
) -> None:
    """Write a picture of a validation: data, the network's function, the optimum for the labels, and the residuals.

    Parameters
    ----------
    found : Validation
        What `validate` returned, with one input.
    path, axes, format
        As for `plot_solution`.

    Raises
    ------
    UsageError
        If there are several inputs, and as `plot_solution`.

    Examples
    --------
    >>> import io, sparsest
    >>> into = io.BytesIO()
    >>> plot_validation(sparsest.validate(Network([], 1), Dataset([0, 1, 2], [0, 1, 3])), into)
    >>> into.getvalue()[:5]
    b'<?xml'
    """
    write_picture(path, format, lambda suffix: picture_of_validation(found, suffix, axes=axes))


def picture_of_validation(found: Validation, suffix: str = ".svg", *, axes: tuple[str, str] = ("x", "y")) -> bytes:
    """Return the picture that `plot_validation` writes; errors are its.

    Examples
    --------
    >>> import sparsest
    >>> picture_of_validation(sparsest.validate(Network([], 1), Dataset([0, 1, 2], [0, 1, 3])), ".png")[1:4]
    b'PNG'
    """
    data, function = found.data, found.function
    if not (isinstance(data, Dataset) and isinstance(function, Network)):
        raise UsageError("there are pictures for one input only; leave the plot out")
    spline = function.to_spline()
    best = _best(found)

    def draw(figure: Figure) -> None:
        frame = Frame(data, [spline, *(line for line, _ in best)], axes)
        above, below = figure.subplots(2, sharex=True, height_ratios=(3, 1.2))
        frame.draw_data(above)
        for line, name in best:
            frame.draw_spline(above, line, color=MATCH, lw=4, alpha=0.35, label=name)
        frame.draw_spline(above, spline, color=LINE, lw=1.5, zorder=4, label="network")
        if len(spline.flint.knots) <= MANY:
            inside = [t for t in spline.flint.knots if frame.outer[0] <= t <= frame.outer[1]]
            frame.mark(above, inside, spline, "s", color=LINE, ms=4, mfc="white", zorder=5, label="its knots")
        frame.name_axes(above)
        above.set_xlabel("")
        above.set_title(found.verdict, loc="left", fontsize=10)
        scale = Scale.of([fmpq(0), *found.residuals.values])
        at = frame.x.floats(data.flint.x[point] for point in data.rows.points)
        size = 3 if len(at) <= MANY else 0.7
        below.plot(at, scale.floats(found.residuals.values), "o", color=INK, ms=size, rasterized=len(at) > MANY)
        below.axhline(scale.floats([fmpq(0)])[0], color=LINE, lw=0.8)
        name_axis(below.xaxis, frame.x, axes[0], frame.origin)
        name_axis(below.yaxis, scale, "residual f(x) - y")
        legend(below, above, 0.35)

    return picture(draw, suffix, 6.2, panels=1 if len(data) <= MANY else 2)


def _best(found: Validation) -> list[tuple[Spline, str]]:
    if found.within is not None:
        return [(found.within.spline, "fewest knots within the tolerance")]
    if found.labels is not None and isinstance(found.labels.solution, Solution):
        return [(found.labels.solution.spline, "optimum for the labels")]
    return []
