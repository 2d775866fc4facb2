"""Beyond print: recipes on data sets that none was chosen on, and what one gets without training."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from statistics import mean

import numpy as np

from proofs_check.experiments.experiment import Effort, Section, counted, markdown, trained_ends
from sparsest.data import Dataset
from sparsest.training.baselines import untrained
from sparsest.training.ends import TrainingEnds
from sparsest.training.recipe import RECIPES
from sparsest.univariate.local import local_minimizers
from sparsest.univariate.solve import solve

__all__ = ["CHOSEN_ON", "HELD_OUT", "NAME", "drawn_sets", "held_out"]

NAME = "held-out"
#: Recipes were chosen on the sets of these draws, and are reported on those of that one.
CHOSEN_ON, HELD_OUT = (1, 2), 100
_RECIPES = {"published": "published", "kinks kept": "repaired", "ours": "kinks"}
_P, _BEST_OF = "0.4", 8

_TEXT = """\
{sets} data sets of 6 to 12 points (inputs uniform on [-1, 1], labels normal, three decimals), {each} starts each,
p = {p}, {epochs:,} epochs. The recipe *ours* was chosen on other sets (draws 1 and 2 of the same law); none of these
was looked at for that.

{table}

*fewest*: the polished interpolant has the fewest knots that any has. *local minima*: it is a local minimiser of V_p
(a stable matching, Theorem F). *best of {best}*: of the first {best} starts on each data set the end of the least
V_p, for in use one keeps the best.

What no training gives on the same data: a side drawn for each gap {sides:.3g}%; then descent over matchings
{descended:.3g}%; the greedy matching {greedy:.3g}%. So a polish that contained descent would make the training nearly
irrelevant. Ours takes the nearest matching and joins two knots of one sign at both ends of a gap, no more.

By the number of local minimisers that the data have (recipe *ours*):

{by_count}

Training ends at a *local* minimiser; which one is luck, and p does not change what the local minimisers are.

    .venv/bin/python -m proofs_check.experiments --only held-out --seeds {seeds} --epochs {epochs} --data-sets {sets}
"""


def drawn_sets(draw: int, count: int) -> list[Dataset]:
    """Return so many data sets of a draw.

    Examples
    --------
    >>> [len(data) for data in drawn_sets(100, 3)]
    [11, 9, 8]
    """
    rng = np.random.default_rng(draw)
    found: list[Dataset] = []
    while len(found) < count:
        points = int(rng.integers(6, 13))
        x, y = np.sort(rng.uniform(-1, 1, points)).round(3), rng.standard_normal(points).round(3)
        if len(set(x.tolist())) == points:
            found.append(Dataset(*([Fraction(str(value)) for value in values.tolist()] for values in (x, y))))
    return found


def held_out(effort: Effort) -> Section:
    """Run all recipes on the held-out sets.

    Examples
    --------
    >>> held_out(Effort(seeds=4, epochs=20, data_sets=1)).title
    'Held-out data'
    """
    sets, each = drawn_sets(HELD_OUT, effort.data_sets), max(1, effort.seeds // 4)
    rows: list[tuple[object, ...]] = []
    ours: list[TrainingEnds] = []
    for name, recipe in _RECIPES.items():
        ours = []
        for k, data in enumerate(sets):
            effort.progress(f"{NAME}: {name}, data set {k + 1} of {len(sets)}")
            ours.append(trained_ends(data, _P, RECIPES[recipe], range(1000 * k, 1000 * k + each), effort.epochs))
        count, best = counted(ours), mean(float(_best_is_optimal(own)) for own in ours)
        shares = count.collapsed, count.fits, count.polished, count.fewest, count.local, count.optimal, best
        rows.append((name, str(count.runs), *shares))
    headings = (
        "step", "runs", "collapsed", "fits", "polished", "fewest", "local minima", "minimisers",
        f"best of {min(_BEST_OF, each)}",
    )  # fmt: skip
    nothing = [untrained(solve(data, _P), seed=k) for k, data in enumerate(sets)]
    text = _TEXT.format(
        sets=len(sets), each=each, p=_P, epochs=effort.epochs, seeds=effort.seeds, table=markdown(headings, rows),
        best=min(_BEST_OF, each), by_count=_by_count(sets, ours),
        sides=100 * mean(one.random_sides for one in nothing),
        descended=100 * mean(one.random_sides_descended for one in nothing),
        greedy=100 * mean(one.greedy for one in nothing),
    )  # fmt: skip
    return Section(NAME, "Held-out data", text, {})


def _best_is_optimal(own: TrainingEnds) -> bool:
    """Return whether the cheapest of the first ends attains the minimum: whether any of them does."""
    return any(end is not None and end.optimal is True for end in own.ends[:_BEST_OF])


def _by_count(sets: Sequence[Dataset], ends: Sequence[TrainingEnds]) -> str:
    groups: dict[str, list[TrainingEnds]] = {"1": [], "2": [], "3 or more": []}
    for data, own in zip(sets, ends, strict=True):
        count = local_minimizers(data).count
        groups["3 or more" if count > 2 else str(count)].append(own)
    rows = [(name, str(len(own)), (found := counted(own)).local, found.optimal) for name, own in groups.items() if own]
    return markdown(("local minimisers", "data sets", "runs at one of them", "runs at the minimum"), rows)
