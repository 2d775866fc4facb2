"""What the theorems rest on, as Coq says it, held to the list that is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs_check.formal.development import THEORIES, CoqError, run_coqc

__all__ = ["ALLOWED", "allowed", "of_statements", "parse", "refuse_others"]

#: The file of the axioms that may occur, one name a line.
ALLOWED = THEORIES / "assumptions.txt"

_CLOSED = "Closed under the global context"


def allowed(file: Path = ALLOWED) -> set[str]:
    """Return the names of the axioms that theorems may rest on.

    Examples
    --------
    >>> len(allowed())
    4
    """
    return set(file.read_text(encoding="utf-8").split())


def parse(text: str) -> list[set[str]]:
    r"""Return the axioms of each `Print Assumptions`, in the order of what Coq printed.

    Examples
    --------
    >>> parse("Axioms:\nA.b\n  : forall n : nat,\n    n = n\nc : Prop\nClosed under the global context\n")
    [{'A.b', 'c'}, set()]
    """
    found: list[set[str]] = []
    for line in text.splitlines():
        if line in ("Axioms:", _CLOSED):
            found.append(set())
        # A name at the start of a line; what follows it, its type, is indented.
        elif found and (name := re.match(r"([\w.']+)(\s*:|$)", line)):
            found[-1].add(name[1])
    return found


def refuse_others(found: Mapping[str, Iterable[str]], may: Iterable[str]) -> None:
    """Raise if a theorem rests on what is not allowed, or an allowed axiom is used by none.

    Raises
    ------
    CoqError
        The message names theorems and axioms.

    Examples
    --------
    >>> refuse_others({"theorem_A": {"classic"}}, {"classic"})
    """
    may = set(may)
    for name, axioms in found.items():
        if more := sorted(set(axioms) - may):
            raise CoqError(f"{name} rests on {', '.join(more)}, which assumptions.txt does not name")
    if idle := sorted(may.difference(*found.values())):
        raise CoqError(f"assumptions.txt names {', '.join(idle)}, on which no theorem rests")


def of_statements(folder: Path) -> dict[str, set[str]]:
    """Return the axioms that each theorem of `Statements.v` rests on, asking Coq in the folder where it was compiled.

    Raises
    ------
    CoqError
        If there are theorems for which it was not asked.
    """
    text = (folder / "Statements.v").read_text(encoding="utf-8")
    names = re.findall(r"^Print Assumptions ([\w']+)\.$", text, re.MULTILINE)
    stated = re.findall(r"^(?:Theorem|Corollary|Lemma) ([\w']+)", text, re.MULTILINE)
    if names != stated:
        raise CoqError(f"Statements.v states {stated} and asks for the assumptions of {names}")
    with TemporaryDirectory() as room:
        copy = Path(room) / "Statements.v"
        copy.write_text(text, encoding="utf-8")
        found = parse(run_coqc(copy, folder))
    return dict(zip(names, found, strict=True))
