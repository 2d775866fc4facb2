"""Figures of the experiments: neurons or parameters over time, for each step and each p."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from sparsest.frame import LINE, MATCH, picture
from sparsest.training.train import Training

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sparsest.training.ends import TrainingEnds

__all__ = ["sparsity_picture"]


def sparsity_picture(curves: Mapping[tuple[str, str], TrainingEnds | Training], what: str, least: int | None) -> bytes:
    """Return an SVG with a panel for each step (rows) and p (columns): median of the seeds, middle half, all.

    Parameters
    ----------
    curves : mapping of (step, p) to TrainingEnds or Training
        What was run.
    what : {"neurons", "parameters"}
        Which numbers of the histories.
    least : int or None
        The certified minimum, drawn as a line.

    Examples
    --------
    >>> from proofs_check.experiments.experiment import trained_ends
    >>> from sparsest import Dataset
    >>> from sparsest.training import Recipe
    >>> ends = trained_ends(Dataset([0, 1], [0, 1]), "1/2", Recipe(width=8), range(1), 20)
    >>> sparsity_picture({("published", "1/2"): ends}, "neurons", 0)[:5]
    b'<?xml'
    """
    names = list(dict.fromkeys(name for name, _ in curves))
    exponents = list(dict.fromkeys(p for _, p in curves))

    def draw(figure: Figure) -> None:
        panels = figure.subplots(len(names), len(exponents), sharex=True, sharey=True, squeeze=False)
        for (name, p), own in curves.items():
            panel = panels[names.index(name), exponents.index(p)]
            training = own if isinstance(own, Training) else own.training
            there = [run.history for run in training.runs if run.network is not None]
            if there:
                counts = np.array([getattr(history, what) for history in there])
                low, lower, middle, upper, high = np.quantile(counts, [0, 0.25, 0.5, 0.75, 1], axis=0)
                epochs = there[0].epochs
                panel.fill_between(epochs, low, high, color=LINE, alpha=0.15, lw=0)
                panel.fill_between(epochs, lower, upper, color=LINE, alpha=0.3, lw=0)
                panel.plot(epochs, middle, color=LINE, lw=1.4)
            if least is not None:
                panel.axhline(least, color=MATCH, lw=0.8, ls="--")
            panel.set_xscale("log")
            panel.set_yscale("symlog", linthresh=10)
            panel.yaxis.set_major_formatter("{x:g}")
            panel.set_ylim(bottom=0)
            panel.set_title(f"{name}, p = {p}", fontsize=8, loc="left")
        figure.supxlabel("epoch", fontsize=9)
        figure.supylabel(what, fontsize=9)

    return picture(draw, ".svg", 1.0 + 1.7 * len(names))
