"""The paper's first experiment (appendix A.3): six points, one input, from many starts."""

from __future__ import annotations

import numpy as np

from proofs_check.experiments.experiment import Effort, RunCounts, Section, counted, markdown, trained_ends
from proofs_check.experiments.pictures import sparsity_picture
from sparsest.data import Dataset
from sparsest.training.ends import TrainingEnds
from sparsest.training.recipe import RECIPES

__all__ = ["NAME", "PEAK_PLATEAU", "peak_plateau"]

NAME = "peak-plateau"
#: The data of equation 81.
PEAK_PLATEAU = Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])
_RECIPES = {"published": "published", "kinks kept": "repaired", "ours": "kinks"}

_TEXT = """\
Data: equation 81. Print: Algorithm 1 with 80 neurons, lambda 0.003, step 0.01, 100,000 epochs, one start; p = 0.4
ends with three neurons, p = 0.7 and 1 with one more. The curve printed for p = 1 is a copy of that for p = 0.7
(docs/paper.md); here p = 1 is p = 1. *published* is the step of the authors' notebook, in which the threshold moves
kinks; *kinks kept* scales biases along; *ours* is the recipe `kinks` (docs/training.md). {seeds} starts each,
{epochs:,} epochs. The certified minimum has 3 knots for every p < 1; the data have one local minimum, so this is an
easy case.

{table}

*collapsed*: no neuron is left. *fits*: largest residual at most 0.001. *polished*: the kinks allow an exact
interpolant. *minimisers*: that interpolant attains the certified minimum, by an exact comparison; at p = 1 that of
the limit p -> 1. Neurons and residuals are those of the trained networks, before polish.

The baselines of print, which are not regularised by the path norm:
{baselines}.

![neurons over time]({picture})

    .venv/bin/python -m proofs_check.experiments --only peak-plateau --seeds {seeds} --epochs {epochs}
"""


def peak_plateau(effort: Effort) -> Section:
    """Run the first experiment.

    Examples
    --------
    >>> peak_plateau(Effort(seeds=1, epochs=20, exponents=("1",))).title
    'Peak and plateau'
    """
    marks = np.unique(np.geomspace(1, effort.epochs, 120).astype(int))
    rows, curves = [], {}
    for name, recipe in _RECIPES.items():
        for p in effort.exponents:
            effort.progress(f"{NAME}: {name}, p = {p}")
            ends = trained_ends(PEAK_PLATEAU, p, RECIPES[recipe], range(effort.seeds), effort.epochs, marks)
            rows.append(_row(name, p, counted([ends])))
            curves[name, p] = ends
    headings = (
        "step", "p", "collapsed", "fits", "polished", "minimisers", "median neurons", "with 3 neurons",
        "median residual",
    )  # fmt: skip
    table = markdown(headings, [(*row[:7], _with_three(curves[row[0], row[1]]), row[7]) for row in rows])
    picture = sparsity_picture(curves, "neurons", 3)
    text = _TEXT.format(
        seeds=effort.seeds,
        epochs=effort.epochs,
        table=table,
        baselines=_baselines(effort),
        picture=f"experiments/{NAME}.svg",
    )
    return Section(NAME, "Peak and plateau", text, {f"{NAME}.svg": picture})


def _row(name: str, p: str, count: RunCounts) -> tuple[str, str, float, float, float, float, str, str]:
    shares = count.collapsed, count.fits, count.polished, count.optimal
    return (name, p, *shares, f"{count.neurons:g}", f"{count.residual:.2g}")


def _with_three(ends: TrainingEnds) -> float:
    return sum(end is not None and end.merged.neurons == 3 for end in ends.ends) / len(ends.ends)


def _baselines(effort: Effort) -> str:
    found = []
    for name, recipe in (("Adam", "adam"), ("AdamW", "adamw")):
        effort.progress(f"{NAME}: {name}")
        ends = trained_ends(PEAK_PLATEAU, "0.4", RECIPES[recipe], range(effort.seeds), effort.epochs)
        live = np.median([run.history.neurons[-1] for run in ends.training.runs])
        count = counted([ends])
        found.append(
            f"{name} {live:g} neurons in the median, {100 * count.fits:.3g}% fit, "
            f"{100 * count.optimal:.3g}% minimisers once polished"
        )
    return "; ".join(found)
