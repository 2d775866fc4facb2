"""`sparsest explore`: a page to move points in, with the reader's data in it."""

from __future__ import annotations

from typing import Any

import click

from sparsest.errors import UsageError, one_line
from sparsest.files import is_standard_output, refuse_clashes, write
from sparsest_cli.common import StrictCommand
from sparsest_cli.reading import name_of, read_points, reads_table

__all__ = ["explore"]


@click.command(cls=StrictCommand)
@click.argument("data", required=False, type=click.Path(allow_dash=True))
@click.option("--out", "--output", "page", required=True, metavar="FILE", help="The page to write: .html.")
@reads_table
def explore(data: str | None, page: str, reading: dict[str, Any]) -> None:
    """Write a page to explore DATA in: one HTML file that needs no network, for any browser.

    Points are dragged, typed or pasted there, and the exact answer follows at every p and within a tolerance. Without
    DATA the page begins with a data set that ships.
    """
    from sparsest.data import Dataset
    from sparsest.explorer import explorer_page

    refuse_clashes(data, [("--out", page)])
    points = None
    if data is not None:
        read = read_points(data, reading, multivariate=False)
        if not isinstance(read, Dataset):
            raise UsageError(
                f"{name_of(data)}: {len(reading['x'] or ()) or 'several'} inputs; the explorer has one: choose it with "
                "--x, and the label with --y"
            )
        points = read
    write(page, explorer_page(points, name="" if data is None else name_of(data)))
    if not is_standard_output(page):
        click.echo(f"page written to {one_line(page)}")
