"""`python -m proofs_check.report`: run every check and write the report."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sparsest.errors import SparsestError, UsageError
from sparsest.extras import needs


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default="paper", show_default=True)
@click.option(
    "--examples", type=click.IntRange(min=1), help="Cases for each property; each claim's default unless given."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Draws the same cases again.")
@click.option(
    "--campaign", type=click.Path(dir_okay=False, path_type=Path), help="State file of a campaign, to report too."
)
def main(out: Path, examples: int | None, seed: int, campaign: Path | None) -> None:
    """Run every check of the registry and write report.json, figures, report.html and report.pdf.

    Ends with status 1 if a claim is not seen to hold or a fault is not refuted; the report is written all the same.
    """
    try:
        with needs("report", "reports"):
            from proofs_check.claims import CLAIMS
            from proofs_check.report.data import plan_of
            from proofs_check.report.write import write_report
    except UsageError as error:
        raise click.UsageError(str(error)) from None
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            plan = plan_of(examples, seed)
            task = progress.add_task("checking", total=plan.steps(CLAIMS))
            report = write_report(
                out,
                plan,
                campaign,
                progress=lambda what, steps: progress.update(task, advance=steps, description=what),
            )
    except (SparsestError, OSError) as error:
        raise click.ClickException(str(error)) from None
    summary = report["summary"]
    click.echo(
        f"{out}/report.html, .pdf, .json: {summary['claims']} claims, {summary['examples']} generated cases, "
        f"{summary['faults_refuted']} of {summary['faults']} faults refuted, "
        f"{summary['derivations_hold']} of {summary['derivations']} derivations hold"
    )
    for line in summary["not_as_it_should_be"]:
        click.echo(f"not as it should be: {line}", err=True)
    sys.exit(1 if summary["not_as_it_should_be"] else 0)


if __name__ == "__main__":
    main()
