"""Run the experiments and write them as Markdown with figures: `python -m proofs_check.experiments [FILE]`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from proofs_check.experiments.experiment import Effort
from proofs_check.experiments.page import SECTIONS, experiments_page
from sparsest import files

_FOLDER = "experiments"


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--only", multiple=True, type=click.Choice(list(SECTIONS)), help="This section only; may be repeated.")
@click.option("--seeds", default=100, show_default=True, type=click.IntRange(1), help="Runs of each setting.")
@click.option("--epochs", default=100_000, show_default=True, type=click.IntRange(1), help="Of each run.")
@click.option("--data-sets", default=40, show_default=True, type=click.IntRange(1), help="Held-out data sets.")
def main(file: Path | None, only: tuple[str, ...], seeds: int, epochs: int, data_sets: int) -> None:
    """Run the sections and write them to FILE, figures beside it, or print them without figures."""
    effort = Effort(seeds, epochs, data_sets, progress=_say)
    sections = [SECTIONS[name](effort) for name in only or SECTIONS]
    text = experiments_page(sections)
    if file is None:
        click.echo(text, nl=False)
        return
    folder = file.parent / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for section in sections:
        for name, picture in section.pictures.items():
            files.write(folder / name, picture)
    files.write(file, text)


def _say(what: str) -> None:
    if sys.stderr.isatty():
        click.echo(what, err=True)


if __name__ == "__main__":
    main()
