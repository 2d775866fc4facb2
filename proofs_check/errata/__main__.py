"""Write the errata as Markdown: `python -m proofs_check.errata [FILE]`."""

from __future__ import annotations

from pathlib import Path

import click

from proofs_check.errata import ERRATA
from proofs_check.errata.render import errata_page
from sparsest import files


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
def main(file: Path | None) -> None:
    """Examine all errata and write them to FILE, or print them."""
    text = errata_page(ERRATA)
    if file is None:
        click.echo(text, nl=False)
    else:
        files.write(file, text)


if __name__ == "__main__":
    main()
