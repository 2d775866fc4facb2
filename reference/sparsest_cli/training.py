"""`sparsest train`: the paper's objective and Algorithm 1, from many starts, each end held against the optimum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from sparsest.errors import UsageError
from sparsest_cli.common import StrictCommand, bounds_line, file_name, progress_bar, status_line
from sparsest_cli.executors import executor_named, takes_executor
from sparsest_cli.outputs import Outputs
from sparsest_cli.reading import name_of, read_points, reads_table

if TYPE_CHECKING:
    from sparsest.data import Dataset
    from sparsest.multivariate.solve import NetworkSolution
    from sparsest.points import Points
    from sparsest.training.recipe import Recipe
    from sparsest.univariate.solve import Solution

__all__ = ["train"]

# From so many epochs in all a bar is worth its place.
_MANY_EPOCHS = 1_000_000


@click.command(cls=StrictCommand)
@click.argument("data", type=click.Path(allow_dash=True))
@click.option("--p", default="1/2", show_default=True, metavar="P", help="0 < P <= 1, a rational: of the path norm.")
@click.option("--seeds", default=20, show_default=True, type=click.IntRange(1, 10**5), help="Runs: one for each seed.")
@click.option("--first-seed", default=0, show_default=True, type=click.IntRange(0), help="They are counted from here.")
@click.option("--epochs", default=100_000, show_default=True, type=click.IntRange(1, 10**9), help="Of each run.")
@click.option(
    "--recipe",
    metavar="NAME",
    help="How to train: published (the paper's), repaired (kinks stay), adam, adamw, kinks, products; the default is "
    "the one that works best, kinks with one input and products with several.",
)
@click.option(
    "--set", "changes", multiple=True, metavar="NAME=VALUE", help="Change an option of the recipe; may be repeated."
)
@click.option("--descend", is_flag=True, help="One input: go on from each polished end to a local minimiser.")
@click.option("--threads", type=click.IntRange(1, 1024), help="Runs at a time; as many as cores unless told.")
@click.option(
    "--seconds", type=click.FloatRange(0), help="Several inputs: how long to look for the optimum; 60 unless told."
)
@click.option(
    "--state", type=click.Path(), callback=file_name, metavar="FILE", help="Keeps finished runs: start again to go on."
)
@takes_executor
@click.option("--json", "as_json", is_flag=True, help="Print every run as JSON.")
@click.option("--plot", metavar="FILE", help="Write a picture: .svg, .png or .pdf.")
@reads_table
def train(data: str, p: str, reading: dict[str, Any], as_json: bool, plot: str | None, **how: Any) -> None:
    """Train from many starts, and say where each ends.

    Training is done in floats and proves nothing. Each end is then polished to an exact network on its own pattern,
    which is held against the certified minimum: exactly.
    """
    from sparsest.data import Dataset
    from sparsest.training.ends import judged
    from sparsest.training.problem import doubles, posed
    from sparsest.training.train import train as train_all

    out = Outputs(as_json=as_json, plot=plot)
    out.check(data, ("--state", how["state"]))
    if how["threads"] and how["executor"]:
        raise UsageError("--threads are of this machine, and --executor has workers of its own; leave one out")
    points = read_points(data, reading, multivariate=False)
    one_input = isinstance(points, Dataset)
    if how["descend"] and not one_input:
        raise UsageError("--descend goes with one input")
    recipe = _recipe(how["recipe"] or ("kinks" if one_input else "products"), how["changes"])
    if one_input and recipe.charge_bias:
        raise UsageError("charge_bias = true with one input is another problem, (8): its minimum is not known here")
    x, y = doubles(points)
    posed(x, y, _power(p), recipe, how["epochs"])  # what cannot be trained is refused before anything is solved
    optimum = _optimum(points, p, how["seconds"])
    seeds = range(how["first_seed"], how["first_seed"] + how["seeds"])
    with (
        progress_bar("training", len(seeds) * how["epochs"], _MANY_EPOCHS) as advance,
        nullcontext() if how["executor"] is None else executor_named(how["executor"]) as who,
    ):
        training = train_all(
            x, y, p, seeds=seeds, epochs=how["epochs"], recipe=recipe, threads=how["threads"], state=how["state"],
            executor=who, progress=None if advance is None else _times(advance, how["epochs"]),
        )  # fmt: skip
    with progress_bar("judging", len(seeds), 200) as advance:
        found = judged(training, points, p, optimum, descend=how["descend"], progress=advance)

    def draw(suffix: str) -> bytes:
        from sparsest.training_plot import picture_of_training

        return picture_of_training(found, suffix, axes=(points.names[0], points.names[-1]))

    def describe() -> Any:
        from sparsest.training_report import training_report

        return training_report(found, name_of(data))

    out.write_picture(draw)
    out.show(found.to_json, describe)


def _times(advance: Callable[[int], object], epochs: int) -> Callable[[int], object]:
    """Return what advances a bar of epochs by runs."""
    return lambda runs: advance(runs * epochs)


def _recipe(name: str, changes: Sequence[str]) -> Recipe:
    """Return the recipe of a name with the changes "name=value"."""
    from sparsest.training.recipe import recipe_of

    options = {}
    for change in changes:
        option, sign, value = change.partition("=")
        if not sign or not option:
            raise UsageError(f"--set {change}: give NAME=VALUE, as in --set bias=scaled")
        options[option] = _value(value)
    return recipe_of(name).but(**options)


def _value(text: str) -> object:
    """Return what an option's text means: a truth value, a number, or a word."""
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    for kind in (int, float) if "_" not in text else ():
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _power(p: str) -> float:
    """Return p as a float; `UsageError` unless 0 < p <= 1."""
    from sparsest.exact.rationals import as_fraction, to_rational

    exact = to_rational(p)
    if not 0 < exact <= 1:
        raise UsageError(f"p = {p}: training needs 0 < p <= 1")
    return float(as_fraction(exact))


def _optimum(points: Dataset | Points, p: str, seconds: float | None) -> Solution | NetworkSolution | None:
    """Return the minimum at p; at p = 1, where interpolants tie, that of the limit (of several inputs: None)."""
    from sparsest.data import Dataset
    from sparsest.multivariate.solve import solve_network
    from sparsest.univariate.solve import solve

    exponent = "1-" if _power(p) == 1 else p
    if isinstance(points, Dataset):
        if seconds is not None:
            raise UsageError("--seconds goes with several inputs; with one the minimum is found at once")
        with status_line("solving", len(points) > 10_000):
            return solve(points, exponent)
    if exponent == "1-":
        return None
    with bounds_line() as show:
        return solve_network(points, exponent, seconds=60.0 if seconds is None else seconds, progress=show)
