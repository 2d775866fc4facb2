"""The commands that search: `sparsest search` for phenomena, `sparsest campaign` for differences of the fast path."""

from __future__ import annotations

import json
import sys

import click

from sparsest_cli.common import StrictCommand, file_name, progress_bar
from sparsest_cli.executors import takes_executor, workers_or_named

__all__ = ["campaign", "search"]


@click.command(cls=StrictCommand)
@click.argument("phenomenon")
@click.option("--gaps", default=6, show_default=True, type=click.IntRange(2, 200), help="Length of the run.")
@click.option("--tries", default=20_000, show_default=True, type=click.IntRange(1), help="Runs to look at.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same find.")
@click.option("--largest", default=1000, show_default=True, type=click.IntRange(1), help="Largest gap to start with.")
@click.option("--json", "as_json", is_flag=True, help="Print the find as JSON.")
def search(phenomenon: str, gaps: int, tries: int, seed: int, largest: int, as_json: bool) -> None:
    """Search for a run of gaps that shows PHENOMENON, and shrink it: non-monotone, pieces or small-exponent.

    Exit code 1 if none was found, which proves nothing.
    """
    from sparsest.phenomena import search as search_for

    with progress_bar("searching", tries, many=2000) as advance:
        find = search_for(phenomenon, gaps, tries, seed=seed, largest=largest, progress=advance)
    if as_json:
        click.echo(json.dumps(find and {"gaps": find.gaps, "knots": find.knots, "score": str(find.score)}))
    elif find is None:
        click.echo(f"nothing found in {tries} runs of {gaps} gaps")
    else:
        click.echo(f"gaps {' '.join(map(str, find.gaps))}: knots {' -> '.join(map(str, find.knots))} as p grows")
    sys.exit(0 if find else 1)


@click.command(cls=StrictCommand)
@click.option(
    "--state",
    required=True,
    type=click.Path(),
    callback=file_name,
    metavar="FILE",
    help="Keeps what is done; made if not there.",
)
@click.option(
    "--examples", default=100_000, show_default=True, type=click.IntRange(1), help="In all, over all sessions."
)
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="The same seed gives the same data.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 1024), help="Processes that share the work."
)
@click.option(
    "--family", "families", multiple=True, metavar="NAME", help="Draw from this family only; may be repeated."
)
@click.option(
    "--job",
    default="fast-path",
    show_default=True,
    type=click.Choice(["fast-path", "tolerance"]),
    help="What is compared: solutions through the points, or within tolerances of them.",
)
@takes_executor
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def campaign(
    state: str,
    examples: int,
    seed: int,
    workers: int,
    families: tuple[str, ...],
    job: str,
    executor: str | None,
    as_json: bool,
) -> None:
    """Hold the fast path to the exact one: random and adversarial data through both, compared bit by bit.

    Stop it when you like (even kill it) and start it again: it goes on where it was. Exit code 1 if they ever differ;
    the differences are in the report, shrunk.
    """
    from sparsest.campaign import fast_path, run, tolerance

    kind = fast_path.Differential if job == "fast-path" else tolerance.WithinDifferential
    comparison = kind(families) if families else kind()
    compiled = fast_path.compile_kernels if job == "fast-path" else tolerance.compile_within
    with (
        progress_bar("comparing", examples, many=2000) as advance,
        workers_or_named(workers, executor, compiled) as who,
    ):
        report = run(
            comparison, examples=examples, block_size=1000, seed=seed, state=state, executor=who, progress=advance
        )
    if as_json:
        click.echo(json.dumps(report.to_json(), indent=2))
    else:
        ordered = sorted(report.counts.items(), key=lambda item: (item[0] != "examples", item[0]))
        counts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in ordered)
        click.echo(f"{counts} in {report.seconds:.0f} s: {report.failed} differences")
        for failure in report.failures[:10]:
            click.echo(json.dumps(failure))
    sys.exit(1 if report.failed else 0)
