"""Pictures of training: sparsity over time with the certified optimum, and the functions at the ends by frequency."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from numpy.typing import NDArray

from sparsest.data import Dataset
from sparsest.frame import CHORD, INK, LINE, MATCH, Frame, legend, picture, write_picture
from sparsest.network import Network
from sparsest.spline import Spline
from sparsest.training.ends import TrainingEnds
from sparsest.univariate.solve import Solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["picture_of_training", "plot_training"]

_COLOURS = (LINE, "#2a8f4f", "#8b4fc4", "#b8860b", "#1f9e9e", "#c2418b")
_BARS = 12


def plot_training(
    found: TrainingEnds,
    path: str | FilePath | BinaryIO,
    *,
    axes: tuple[str, str] = ("x", "y"),
    format: str | None = None,  # noqa: A002 - the name that matplotlib and PIL have for it
) -> None:
    """Write a picture of training: sparsity over time, the ends by frequency, and the functions learned.

    Parameters
    ----------
    found : TrainingEnds
        What `judged` returned.
    path, axes, format
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
    >>> from sparsest.training import train
    >>> from sparsest.training.ends import judged
    >>> data = Dataset([0, 1, 2], [0, 0, 1])
    >>> found = judged(train([0, 1, 2], [0, 0, 1], epochs=100), data, "1/2", sparsest.solve(data, "1/2"))
    >>> into = io.BytesIO()
    >>> plot_training(found, into, format="png")
    >>> into.getvalue()[1:4]
    b'PNG'
    """
    write_picture(path, format, lambda suffix: picture_of_training(found, suffix, axes=axes))


def picture_of_training(found: TrainingEnds, suffix: str = ".svg", *, axes: tuple[str, str] = ("x", "y")) -> bytes:
    """Return the picture that `plot_training` writes; errors are its.

    Examples
    --------
    >>> import sparsest
    >>> from sparsest.training import train
    >>> from sparsest.training.ends import judged
    >>> data = Dataset([0, 1, 2], [0, 0, 1])
    >>> found = judged(train([0, 1, 2], [0, 0, 1], epochs=100), data, "1/2", sparsest.solve(data, "1/2"))
    >>> picture_of_training(found)[:5]
    b'<?xml'
    """
    one_input = isinstance(found.data, Dataset)

    def draw(figure: Figure) -> None:
        grid = figure.add_gridspec(2 if one_input else 1, 2)
        _draw_sparsity(figure.add_subplot(grid[0, 0]), found)
        _draw_atlas(figure.add_subplot(grid[0, 1]), found)
        if isinstance(found.data, Dataset):
            _draw_functions(figure.add_subplot(grid[1, :]), found, found.data, axes)

    return picture(draw, suffix, 7.0 if one_input else 3.8)


def _draw_sparsity(panel: Axes, found: TrainingEnds) -> None:
    """Draw the number of neurons, or parameters, against the epoch: the median of the seeds, and bands of them."""
    several = found.training.problem.x.shape[1] > 1
    name = "parameters" if several else "neurons"
    epochs = np.array(found.training.problem.marks)
    counts = _table([getattr(run.history, name) for run in found.training.runs], len(epochs))
    least, lower, middle, upper, most = np.nanquantile(counts, [0, 0.25, 0.5, 0.75, 1], axis=0)
    panel.fill_between(epochs, least, most, color=LINE, alpha=0.15, lw=0, label="all runs")
    panel.fill_between(epochs, lower, upper, color=LINE, alpha=0.3, lw=0, label="middle half")
    panel.plot(epochs, middle, color=LINE, lw=1.6, label="median")
    known = _certified_count(found, several=several)
    if known is not None:
        panel.axhline(known[0], color=MATCH, lw=1, ls="--", label=f"{known[1]}: {known[0]}")
    panel.set_yscale("symlog", linthresh=10)
    panel.yaxis.set_major_formatter("{x:g}")
    panel.set_ylim(bottom=0)
    panel.set_xlabel("epoch")
    panel.set_ylabel(name)
    panel.legend(frameon=False, fontsize=8)


def _table(rows: list[NDArray[np.int64]], length: int) -> NDArray[np.float64]:
    """Return rows of one length: what a run that diverged lacks is not a number."""
    table = np.full((len(rows), length), np.nan)
    for own, row in zip(table, rows, strict=True):
        own[: len(row)] = row
    # A column that nobody reached has no quantiles.
    table[:, np.isnan(table).all(axis=0)] = 0
    return table


def _certified_count(found: TrainingEnds, *, several: bool) -> tuple[int, str] | None:
    optimum = found.optimum
    if optimum is None:
        return None
    if isinstance(optimum, Solution):
        return optimum.knots, "certified minimiser"
    count = optimum.network.parameters if several else len(optimum.network.neurons)
    return count, "certified minimiser" if optimum.optimal else "best known"


def _draw_atlas(panel: Axes, found: TrainingEnds) -> None:
    """Draw how many runs ended at each exact network, the most frequent above; those that gave none last."""
    runs, shapes = len(found.ends), found.shapes[:_BARS]
    size = "knots" if isinstance(found.data, Dataset) else "parameters"
    bars = [(shape.count, f"{shape.polished.parameters} {size}", bool(shape.end.optimal)) for shape in shapes]
    others = sum(shape.count for shape in found.shapes[_BARS:])
    nothing = runs - sum(shape.count for shape in found.shapes)
    rest = [(others, "other ends"), (nothing, "no exact interpolant")]
    bars += [(count, name, False) for count, name in rest if count]
    places = range(len(bars))
    colours = [
        MATCH if best else CHORD if name in ("other ends", "no exact interpolant") else LINE for _, name, best in bars
    ]
    panel.barh(places, [100 * count / runs for count, _, _ in bars], color=colours)
    panel.set_yticks(list(places), [name for _, name, _ in bars])
    panel.invert_yaxis()
    panel.set_xlabel(f"% of {runs} runs")
    panel.set_title("ends, polished (red: at the minimum)", loc="left", fontsize=10)


def _draw_functions(panel: Axes, found: TrainingEnds, data: Dataset, axes: tuple[str, str]) -> None:
    """Draw the exact functions at the most frequent ends, and the certified one."""
    splines: list[tuple[Spline, str]] = []
    for shape in found.shapes[: len(_COLOURS)]:
        if isinstance(shape.polished.network, Network):
            share = f"{100 * shape.count / len(found.ends):.3g}%"
            splines.append((shape.polished.network.to_spline(), share))
    best = found.optimum.spline if isinstance(found.optimum, Solution) else None
    frame = Frame(data, [spline for spline, _ in splines] + ([best] if best else []), axes)
    frame.draw_data(panel)
    if best:
        frame.draw_spline(panel, best, color=MATCH, lw=4, alpha=0.35, label="certified minimiser")
    for (spline, share), colour in zip(splines, _COLOURS, strict=False):
        frame.draw_spline(panel, spline, color=colour, lw=1.4, label=share)
        frame.mark(panel, spline.flint.knots, spline, "o", color=colour, ms=3.5, mec=INK, mew=0.4)
    frame.name_axes(panel)
    legend(panel)
