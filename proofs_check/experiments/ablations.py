"""What makes runs fail: the best recipe with one thing changed, and the published one with one thing mended."""

from __future__ import annotations

from proofs_check.experiments.experiment import Effort, Section, counted, markdown, trained_ends
from proofs_check.experiments.held_out import CHOSEN_ON, drawn_sets
from proofs_check.experiments.peak_plateau import PEAK_PLATEAU
from sparsest.data import Dataset
from sparsest.training.recipe import RECIPES, Recipe

__all__ = ["NAME", "ablations"]

NAME = "ablations"
_P = "0.4"
_BEST = RECIPES["kinks"]
_CHANGES: dict[str, tuple[str, Recipe]] = {
    "nothing": ("", _BEST),
    "zero absorbs": (
        "the support only shrinks: what is lost early never returns",
        _BEST.but(smoothing=0.0, last_smoothing=0.0),
    ),
    "threshold not preconditioned": (
        "the threshold is larger than Adam's step is near the end",
        _BEST.but(threshold="published"),
    ),
    "constant step": ("Adam's noise keeps the residual up", _BEST.but(schedule="constant")),
    "constant weight": ("the penalty keeps the residual up", _BEST.but(hold_weight=1.0)),
    "no skip connection": ("the best line has to be built of neurons", _BEST.but(skip=False)),
    "no noise": ("restarts resemble each other", _BEST.but(noise=0.0)),
    "no merging": ("two kinks share what one could do", _BEST.but(merge=1.0)),
    "weights for kinks": ("the threshold moves kinks with w", _BEST.but(coordinates="weights", merge=1.0)),
    "plain proximal gradient": ("no Adam", _BEST.but(optimizer="gradient", threshold="published", step=0.05)),
}
_MENDED: dict[str, tuple[str, Recipe]] = {
    "nothing": ("", RECIPES["published"]),
    "kinks stay": ("the threshold no longer moves kinks", RECIPES["published"].but(bias="scaled")),
    "threshold from epoch 1000 on": (
        "no collapse before there is anything to keep",
        RECIPES["published"].but(first_threshold=1000),
    ),
    "a tenth of the weight": ("the same", RECIPES["published"].but(weight=0.0003)),
    "smoothing": ("zero does not absorb", RECIPES["published"].but(smoothing=1.0, last_smoothing=1e-3)),
    "cosine": ("the step goes to zero", RECIPES["published"].but(schedule="cosine")),
}

_TEXT = """\
*Ours with one thing changed*, on {sets} of the data sets that it was chosen on ({each} starts each, p = {p},
{epochs:,} epochs):

{changed}

*Published with one thing mended*, on peak and plateau ({seeds} starts, p = {p}). Ideas of why its runs fail; the
table says which of them hold.

{mended}

    .venv/bin/python -m proofs_check.experiments --only ablations --seeds {seeds} --epochs {epochs}
"""
_HEADINGS = ("the idea", "collapsed", "fits", "polished", "local minima", "minimisers", "median neurons")


def ablations(effort: Effort) -> Section:
    """Run both tables.

    Examples
    --------
    >>> list(_MENDED)[1]
    'kinks stay'
    """
    each = max(1, effort.seeds // 8)
    sets = drawn_sets(CHOSEN_ON[0], max(1, effort.data_sets // 5))
    changed = [_row("changed", name, why, recipe, sets, each, effort) for name, (why, recipe) in _CHANGES.items()]
    mended = [
        _row("mended", name, why, recipe, [PEAK_PLATEAU], effort.seeds, effort)
        for name, (why, recipe) in _MENDED.items()
    ]
    text = _TEXT.format(
        sets=len(sets), each=each, seeds=effort.seeds, p=_P, epochs=effort.epochs,
        changed=markdown(("changed", *_HEADINGS), changed), mended=markdown(("mended", *_HEADINGS), mended),
    )  # fmt: skip
    return Section(NAME, "What makes runs fail", text, {})


def _row(
    kind: str, name: str, why: str, recipe: Recipe, sets: list[Dataset], each: int, effort: Effort
) -> tuple[object, ...]:
    effort.progress(f"{NAME}: {kind}, {name}")
    count = counted(
        trained_ends(data, _P, recipe, range(1000 * k, 1000 * k + each), effort.epochs) for k, data in enumerate(sets)
    )
    shares = count.collapsed, count.fits, count.polished, count.local, count.optimal
    return (name, why, *shares, f"{count.neurons:g}")
