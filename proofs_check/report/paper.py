"""The table of contents of the paper, `docs/paper.md`: `python -m proofs_check.report.paper FILE` makes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from proofs_check.claims import CLAIMS
from proofs_check.formal.statements import STATEMENTS_FILE
from proofs_check.report.contents import EVIDENCE, Listed, contents, formal_of, on_evidence, shown_checks
from proofs_check.report.statements import anchor, as_shown
from sparsest import files

__all__ = ["paper_page"]

_HEAD = f"""\
# The paper, item by item

Every numbered item of arXiv 2505.21791, version 2 (NeurIPS 2025), main part and appendix, in print's order: what it
states in our words, the claims that check it ([all statements](statements.md)), what they find, and the
[errata](../paper/errata.md) about it. `sparsest claims --paper` prints this table; with `--data FILE` its verdicts are
those of your data. Made from the registry by `make contents`.

- *Verdict*: what the claims' checks say of {", ".join(f"`{name}`" for name in EVIDENCE)}
  at p = 1/2, examined when this page was made ([how to read a verdict](claims.md#how-to-read-a-verdict)). It is about
  these data; what else is checked stands in the next column. Where there is an erratum, what is checked is its repair.
- *Checked by*: *data*: on any data you give; *property*: on drawn cases, random and adversarial; *derivations*: steps
  of proofs, for all parameters; *false variants*: what the same checks must refute. `sparsest claims ID --derivations
  --faults` carries all of it out, `make report` for all claims. What of an item no claim checks is said there too.
- *Formal*: theorems that are the item, or a part of it, proved in Coq ([how](formal.md)).
- "~" before the number of a display: found by counting between those that the text itself names. In the copy that was
  read the running text is complete and displayed formulas are missing; they were rebuilt from the text around them.

"""


def paper_page(entries: Sequence[Listed]) -> str:
    """Return the page of these entries.

    Examples
    --------
    >>> paper_page([]).splitlines()[0]
    '# The paper, item by item'
    """
    parts = (_section(name, list(some)) for name, some in groupby(entries, key=lambda one: one.section))
    return _HEAD + _counts(entries) + "".join(parts)


def _counts(entries: Sequence[Listed]) -> str:
    checked = sum(bool(one.claims) for one in entries)
    formal = sum(bool(formal_of(one)) for one in entries)
    others = "the others say why there is nothing to check"
    return (
        f"{len(entries)} items, {checked} of them checked; {others}. {formal} are formal theorems, whole or in part.\n"
    )


def _section(name: str, entries: Sequence[Listed]) -> str:
    head = "| item | states | claims | verdict | checked by | formal | notebook | errata |\n" + "|---" * 8 + "|\n"
    return f"\n## {name}\n\n{head}" + "".join(f"| {' | '.join(_cells(one))} |\n" for one in entries)


def _cells(entry: Listed) -> Iterator[str]:
    item = entry.item
    yield as_shown(item.number)
    yield as_shown(item.says)
    yield ", ".join(f"[`{name}`](statements.md#{anchor(name)})" for name in item.claims)
    yield entry.verdict if entry.claims else f"nothing to check: {as_shown(item.nothing)}"
    yield as_shown(shown_checks(entry.claims, item))
    yield ", ".join(f"[`{one.name}`]({STATEMENTS_FILE})" for one in formal_of(entry))
    yield ", ".join(f"[{name.split('_')[0]}](../notebooks/{name}.py)" for name in entry.notebooks)
    yield ", ".join(item.errata)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def main(file: Path) -> None:
    """Check the claims on some data and write the table of contents of the paper to FILE."""
    files.write(file, paper_page(contents(on_evidence(CLAIMS), CLAIMS)))


if __name__ == "__main__":
    main()
