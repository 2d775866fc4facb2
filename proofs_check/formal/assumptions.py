"""What the theorems rest on, as Coq says it, held to the list that is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs_check.formal.development import THEORIES, CoqError, run_coqc

__all__ = ["ALLOWED", "allowed", "axioms_in", "of_statements", "refuse_others"]

#: The file of the axioms that may occur, one name a line.
ALLOWED = THEORIES / "assumptions.txt"


def allowed(file: Path = ALLOWED) -> set[str]:
    """Return the names of the axioms that theorems may rest on.

    Examples
    --------
    >>> len(allowed())
    4
    """
    return set(file.read_text(encoding="utf-8").split())


def axioms_in(text: str) -> set[str]:
    r"""Return the names of the axioms that `Print Assumptions` has printed.

    Examples
    --------
    >>> sorted(axioms_in("Axioms:\nA.b\n  : forall n : nat,\n    n = n\nc : Prop\n"))
    ['A.b', 'c']
    """
    _, _, listed = text.partition("Axioms:\n")
    # A name at the start of a line; what follows it, its type, is indented.
    return set(re.findall(r"^([\w.']+)(?=\s*:|$)", listed, re.MULTILINE))


def of_statements(folder: Path) -> set[str]:
    """Return the axioms on which the theorems of `Statements.v` rest, as Coq says where they are compiled.

    Raises
    ------
    CoqError
        If there are theorems for which it was not asked.
    """
    text = (folder / "Statements.v").read_text(encoding="utf-8")
    stated = re.findall(r"^Theorem ([\w']+)", text, re.MULTILINE)
    pattern = r"^Definition every_theorem :=\s*\(([^)]*)\)\.\nPrint Assumptions every_theorem\.$"
    asked = re.search(pattern, text, re.MULTILINE)
    names = [] if asked is None else re.split(r",\s*", asked[1])
    if names != stated:
        raise CoqError(f"Statements.v states {stated} and asks for the assumptions of {names}")
    with TemporaryDirectory() as room:
        copy = Path(room) / "Statements.v"
        copy.write_text(text, encoding="utf-8")
        return axioms_in(run_coqc(copy, folder))


def refuse_others(found: Iterable[str], may: Iterable[str]) -> None:
    """Raise if theorems rest on what is not allowed, or an allowed axiom is used by none.

    Raises
    ------
    CoqError
        The message names the axioms.

    Examples
    --------
    >>> refuse_others({"classic"}, {"classic"})
    """
    found, may = set(found), set(may)
    if more := sorted(found - may):
        raise CoqError(f"the theorems rest on {', '.join(more)}, which assumptions.txt does not name")
    if idle := sorted(may - found):
        raise CoqError(f"assumptions.txt names {', '.join(idle)}, on which no theorem rests")
