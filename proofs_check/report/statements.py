"""The page of all claims, `docs/statements.md`: `python -m proofs_check.report.statements FILE` makes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from proofs_check.claim import Claim
from proofs_check.claims import CLAIMS
from proofs_check.formal.statements import STATEMENTS_FILE, of_claim
from proofs_check.report.text import sampling
from sparsest import files

__all__ = ["anchor", "as_shown", "statements_page"]

_HEAD = """\
# The statements

What is claimed, in this project's words, under which hypotheses, what an accepted check shows and what it leaves open;
with the false variants that the check must refute, the steps of proofs that are established for all parameters, and the
[formal theorems](formal.md) that the statement is, whole or in part.
`sparsest claims ID` checks one of them, on given or generated data ([how](claims.md)). Made from the registry by `make
statements`.

"""


def anchor(name: str) -> str:
    """Return what a claim's heading can be linked by.

    Examples
    --------
    >>> anchor("theorem-3.1-2a")
    'theorem-3-1-2a'
    """
    return name.replace(".", "-")


def statements_page(claims: Iterable[Claim]) -> str:
    """Return the page of these claims.

    Examples
    --------
    >>> statements_page(CLAIMS[:1]).splitlines()[0]
    '# The statements'
    """
    claims = list(claims)
    rows = (f"| [`{one.id}`](#{anchor(one.id)}) | {one.number} | {one.title} |" for one in claims)
    table = "\n".join(["| id | statement | |", "|---|---|---|", *rows])
    return _HEAD + table + "\n" + "".join("\n" + "\n".join(_entry(one)) + "\n" for one in claims)


def _entry(claim: Claim) -> Iterator[str]:
    yield f'<a id="{anchor(claim.id)}"></a>\n\n## {claim.number}: {as_shown(claim.title)}\n'
    yield f"`{claim.id}`. {as_shown(claim.statement)}\n"
    yield f"- *Hypotheses:* {as_shown(claim.hypotheses)}"
    yield f"- *An accepted check shows:* {as_shown(claim.establishes)}"
    yield f"- *It leaves open:* {as_shown(claim.leaves_open)}"
    for theorem in of_claim(claim.id):
        yield f"- *Formal* ([`{theorem.name}`]({STATEMENTS_FILE}), `{theorem.file}.v`): {as_shown(theorem.says)}"
    yield from (f"- {as_shown(sampling(sample))}" for sample in claim.samples)
    yield from (f"- *False variant* ({as_shown(fault.name)}): {as_shown(fault.statement)}" for fault in claim.faults)
    for step in claim.derivations:
        yield f"- *Derivation* ({as_shown(step.name)}; {as_shown(step.method)}): {as_shown(step.statement)}"


def as_shown(text: str) -> str:
    r"""Return text as Markdown that shows it as it is: formulas have stars, bars and underscores; code shows itself.

    Examples
    --------
    >>> print(as_shown("|w_k| of `to_spline`"))
    \|w\_k\| of `to_spline`
    """
    parts = text.split("`")
    return "`".join(part if k % 2 else "".join(map(_escaped, part)) for k, part in enumerate(parts))


def _escaped(c: str) -> str:
    return f"\\{c}" if c in r"\*_<>|[]" else c


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def main(file: Path) -> None:
    """Write the page of all claims to FILE."""
    files.write(file, statements_page(CLAIMS))


if __name__ == "__main__":
    main()
