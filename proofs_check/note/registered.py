"""Numbers of what the project registers: claims, errata, formal theorems, controls and impostors."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files

from proofs_check.claims import CLAIMS, claim
from proofs_check.conformance.controls import CONTROLS
from proofs_check.conformance.impostors.register import ALL
from proofs_check.conformance.suite import load_suite
from proofs_check.errata import ERRATA
from proofs_check.formal.statements import STATEMENTS
from proofs_check.note.book import Book, Origin
from proofs_check.note.examples import own
from proofs_check.printed import PRINTED

__all__ = ["add_registered"]


def add_registered(book: Book) -> None:
    """Add all of them, every formal theorem by its name, and every item of print by its number."""
    book.add(Origin("release", "sparsest --version"), {"version": version("sparsest-relu")})
    book.items |= dict(_items())
    _claims(book)
    _errata(book)
    _formal(book)
    _evidence(book)
    _suite(book)


def _items() -> Iterator[tuple[str, str]]:
    """Yield the items of print by their numbers and the parts of these: "(8), (9)" is known as "(8)" too."""
    for section in PRINTED.values():
        for item in section:
            yield item.number, item.says
            yield from ((part, item.says) for part in item.number.split(", "))


def _claims(book: Book) -> None:
    numbers = {
        "claims": len(CLAIMS),
        "claims-false": sum(len(one.faults) for one in CLAIMS),
        "claims-derivations": sum(len(one.derivations) for one in CLAIMS),
    }
    book.add(Origin("claims", "sparsest claims --list"), numbers)


def _errata(book: Book) -> None:
    searched = sum(one.search is not None for one in ERRATA)
    numbers = {"errata": len(ERRATA), "errata-confirmed": searched, "errata-recorded": len(ERRATA) - searched}
    book.add(Origin("errata", "make errata"), numbers)


def _formal(book: Book) -> None:
    theories = [one for one in files("proofs_check.formal").joinpath("theories").iterdir() if one.name.endswith(".v")]
    axioms = files("proofs_check.formal").joinpath("theories", "assumptions.txt").read_text(encoding="utf-8")
    lines = sum(one.read_text(encoding="utf-8").count("\n") for one in theories)
    numbers = {
        "formal-files": len(theories),
        "formal-lines": f"{lines:,}",
        "formal-theorems": len(STATEMENTS),
        "formal-axioms": len(axioms.split()),
    }
    book.add(Origin("formal", "make proofs"), numbers)
    book.theorems |= {one.name: one.says for one in STATEMENTS}


#: Our own statements by the names that the note gives them, with the claims about them.
_OURS = {
    "Theorem A": ("theorem-a",),
    "Theorem B": ("theorem-b",),
    "Theorem C": ("theorem-c",),
    "Theorem D": ("tolerance",),
    "Theorem E": ("tolerance-staircase",),
    "Theorem F": ("theorem-f",),
    "Proposition 2": ("proposition-4.1-blocks",),
    "limits": ("limits",),
    "minimisers at one": ("open-question",),
}


def _evidence(book: Book) -> None:
    rows = []
    for name, ids in _OURS.items():
        theorems = [one.name for one in STATEMENTS if set(ids) & set(one.claims)]
        rows.append((name, ", ".join(theorems) or "none", ", ".join(claim(one).id for one in ids)))
    book.add(Origin("evidence", own("evidence")), {}, {"evidence": (("statement", "in Coq", "claim"), rows)})


def _suite(book: Book) -> None:
    numbers = {"suite": f"{len(load_suite().tests):,}", "suite-controls": len(CONTROLS), "suite-impostors": len(ALL)}
    book.add(Origin("suite", own("suite")), numbers)
