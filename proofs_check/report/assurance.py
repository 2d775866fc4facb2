"""The table by function in docs/guarantees.md: `python -m proofs_check.report.assurance FILE` makes it anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from proofs_check.guarantees import GUARANTEES, ROOMS, Assurance, Guarantee
from sparsest import files
from sparsest.errors import DataError

__all__ = ["MEANINGS", "by_function", "with_table"]

#: What each means, from the most to the least.
MEANINGS = {
    Assurance.PROVED: "every decision is exact, and a theorem makes the answer the right one",
    Assurance.EXACT: "computed in rational arithmetic; that the program does what it says rests on tests, "
    "which compare two ways that share no code",
    Assurance.FLOAT: "decisions as on the exact path; numbers are floats, within stated bounds "
    "where nothing else is said",
    Assurance.HEURISTIC: "no word on how good it is, but for what stands beside it",
}
_BEGIN, _END = "<!-- begin: made by `make guarantees` -->\n", "<!-- end: made by `make guarantees` -->\n"
_PART = re.compile(f"{re.escape(_BEGIN)}.*{re.escape(_END)}", re.S)


def by_function() -> str:
    """Return the table of all public functions and classes.

    Examples
    --------
    >>> by_function().splitlines()[0]
    'Every public function and class, by the module that it is imported from. A class speaks for its methods.'
    """
    head = (
        "Every public function and class, by the module that it is imported from. A class speaks for its methods.\n\n"
    )
    return head + "\n".join([*_legend(), "", *_table()]) + "\n"


def _legend() -> Iterator[str]:
    yield from (f"- *{assurance.value}*: {meaning}." for assurance, meaning in MEANINGS.items())


def _table() -> Iterator[str]:
    yield "| module | functions and classes | standing | what |"
    yield "|---|---|---|---|"
    for room in ROOMS:
        rows = [one for one in GUARANTEES if one.room == room]
        yield from (_row(one, room if k == 0 else "") for k, one in enumerate(rows))


def _row(one: Guarantee, room: str) -> str:
    names = ", ".join(f"`{_short(one.room)}{name}`" for name in one.names)
    return f"| {room and f'`{room}`'} | {names} | {one.assurance.value} | {one.says} |"


def _short(room: str) -> str:
    """Return what users write before a name: `fast.solve`, but `solve`.

    Examples
    --------
    >>> _short("sparsest.fast"), _short("sparsest")
    ('fast.', '')
    """
    return "" if room == "sparsest" else f"{room.split('.')[-1]}."


def with_table(page: str) -> str:
    r"""Return a page with the table in the place that its remarks mark.

    Raises
    ------
    DataError
        If the page has not exactly one such place; put the remarks where the table shall stand.

    Examples
    --------
    >>> with_table(f"# Page\n{_BEGIN}{_END}").startswith("# Page\n<!-- begin")
    True
    """
    found, count = _PART.subn(lambda _: f"{_BEGIN}\n{by_function()}\n{_END}", page)
    if count != 1:
        raise DataError(f"the page has {count} places for the table; there must be one, between {_BEGIN}and {_END}")
    return found


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def main(file: Path) -> None:
    """Make the table in FILE anew; the rest stays as it is."""
    files.write(file, with_table(file.read_text()))


if __name__ == "__main__":
    main()
