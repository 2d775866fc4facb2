"""The paper's second experiment (appendix A.3): ten points with fifty inputs, from many starts."""

from __future__ import annotations

from importlib.resources import files as resources

import numpy as np

from proofs_check.experiments.experiment import Effort, Section, markdown
from proofs_check.experiments.pictures import sparsity_picture
from sparsest.exact.rationals import as_fraction
from sparsest.points import Points
from sparsest.training.ends import FIT_TOLERANCE, label_size
from sparsest.training.judge import RunEnd, judge
from sparsest.training.polish import Polished
from sparsest.training.problem import doubles
from sparsest.training.recipe import RECIPES
from sparsest.training.train import Training, train

__all__ = ["NAME", "high_dimensional"]

NAME = "high-dimensional"
_PUBLISHED = RECIPES["published"].but(width=100, weight=0.005, dead_below=1e-6)
_RECIPES = {
    "published": _PUBLISHED.but(previous="mixed"),
    "old products": _PUBLISHED,
    "ours": RECIPES["products"],
}

_TEXT = """\
Data: `paper_high_dimensional.csv`, drawn as print says (N = 10, d = 50, inputs and labels uniform on [-1, 1]). Print:
Algorithm 1 with 100 neurons, lambda 0.005, step 0.01, 100,000 epochs, one start; p = 0.4 is sparsest, and all three p
stay below 2N = 20 parameters. Here biases are entries of w, as in the notebook and in (8). *published* weighs the
threshold by (new v)(old w), as the notebook does; *old products* by (old v)(old w), as print says; *ours* is the
recipe `products` (docs/training.md). {epochs:,} epochs. A network with 10 parameters exists;
only that fewer than 3 do not suffice is proved, so nothing here is called a minimiser.

{table}

*fits*: largest residual at most 0.001 of the largest label. *below 20*: fits, and has fewer parameters than 2N.
*polished*: the support and the activation pattern allow an exact interpolant; *least* is the fewest parameters, and
the lowest sum |v_k w_ki|^p, among the polished.

The baselines of print: {baselines}.

![parameters over time]({picture})

    .venv/bin/python -m proofs_check.experiments --only high-dimensional --seeds {seeds} --epochs {epochs}
"""


def high_dimensional(effort: Effort) -> Section:
    """Run the second experiment.

    Examples
    --------
    >>> NAME
    'high-dimensional'
    """
    points = Points.from_csv(str(resources("sparsest") / "datasets" / "paper_high_dimensional.csv"))
    x, y = doubles(points)
    marks = np.unique(np.geomspace(1, effort.epochs, 60).astype(int))
    rows, curves = [], {}
    for name, recipe in _RECIPES.items():
        for p in effort.exponents:
            effort.progress(f"{NAME}: {name}, p = {p}")
            # Where nothing is dropped a run takes ten times as long: a fifth of the starts.
            seeds = range(effort.seeds if recipe.smoothing == 0 else max(1, effort.seeds // 5))
            training = train(x, y, p, seeds=seeds, epochs=effort.epochs, recipe=recipe, marks=marks)
            curves[name, p] = training
            rows.append((name, p, str(len(seeds)), *_row(training, points, p)))
    headings = (
        "step", "p", "starts", "fits", "below 20", "median parameters", "median neurons", "median residual", "polished",
        "least parameters", "least sum",
    )  # fmt: skip
    text = _TEXT.format(
        seeds=effort.seeds, epochs=effort.epochs, table=markdown(headings, rows), baselines=_baselines(effort, x, y),
        picture=f"experiments/{NAME}.svg",
    )  # fmt: skip
    return Section(NAME, "Fifty inputs", text, {f"{NAME}.svg": sparsity_picture(curves, "parameters", None)})


def _row(training: Training, points: Points, p: str) -> tuple[object, ...]:
    ends = [judge(run.network, points, p, None) for run in training.runs if run.network is not None]
    runs, limit = len(training.runs), FIT_TOLERANCE * label_size(training.problem.y)
    fits = [end.largest_residual <= limit for end in ends]
    few = [fit and end.merged.parameters < 2 * len(points) for fit, end in zip(fits, ends, strict=True)]
    polished = [end.polished for end in ends if isinstance(end.polished, Polished)]
    least = min((network.parameters for network in polished), default=None)
    sums = [_sum(end, p) for end in ends if isinstance(end.polished, Polished)]
    return (
        sum(fits) / runs, sum(few) / runs, _middle([end.merged.parameters for end in ends]),
        _middle([end.merged.neurons for end in ends]), _middle([end.largest_residual for end in ends]),
        len(polished) / runs, str(least), f"{min(sums):.4g}" if sums else "none",
    )  # fmt: skip


def _sum(end: RunEnd, p: str) -> float:
    """Return sum |v_k w_ki|^p of the polished network, to the eye."""
    if not isinstance(end.polished, Polished):
        return float("inf")
    return float(sum(n * float(as_fraction(base)) ** float(p) for n, base in end.polished.network.power_sum.terms))


def _middle(values: list[float] | list[int]) -> str:
    return f"{np.median(values):.3g}" if values else "none"


def _baselines(effort: Effort, x: object, y: object) -> str:
    found = []
    for name in ("adam", "adamw"):
        effort.progress(f"{NAME}: {name}")
        recipe = RECIPES[name].but(width=100, weight_decay=0.005 if name == "adamw" else 0.0, dead_below=1e-6)
        few = range(max(1, effort.seeds // 5))
        training = train(x, y, "0.4", seeds=few, epochs=effort.epochs, recipe=recipe)  # type: ignore[arg-type]
        counts = [run.history.parameters[-1] for run in training.runs]
        found.append(f"{name} {np.median(counts):.4g} parameters in the median of {len(few)} starts")
    return "; ".join(found)
