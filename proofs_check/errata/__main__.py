"""Write the errata as Markdown: `python -m proofs_check.errata [FILE]`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from proofs_check.errata import ERRATA
from proofs_check.errata.render import errata_page
from sparsest import files
from sparsest.extras import how_to_install


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--partial", is_flag=True, help="Leave unexamined what needs a package that is not installed.")
def main(file: Path | None, partial: bool) -> None:
    """Examine all errata and write them to FILE, or print them.

    Where a package that a search needs is missing, nothing is written unless with --partial: a page without that
    example would take the place of one that has it.
    """
    missing = [one for one in ERRATA if one.needs and find_spec(one.needs) is None]
    if missing and not partial:
        lacks = ", ".join(f"{one.id} cannot be examined without {one.needs}" for one in missing)
        raise click.UsageError(f"{lacks}: {how_to_install('bench')}; or leave it unexamined with --partial")
    text = errata_page(ERRATA)
    if file is None:
        click.echo(text, nl=False)
    else:
        files.write(file, text)


if __name__ == "__main__":
    main()
