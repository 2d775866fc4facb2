"""The table of contents of the paper: each printed item with its claims, what a check of them is worth, and errata.

What is printed stands in `printed.py`; titles, checks and verdicts come from the claims and from a session of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.text import Text

from proofs_check.claim import Claim, Verdict
from proofs_check.formal.statements import Statement, of_claim, of_item
from proofs_check.printed import NOTEBOOKS, PRINTED, Printed
from proofs_check.report.given import DATA_SETS
from proofs_check.running.data_set import DataSet
from proofs_check.running.plan import Plan
from proofs_check.running.record import Session
from proofs_check.running.session import hold_session
from sparsest.exact.exponent import Exponent
from sparsest.layout import Records

__all__ = [
    "EVIDENCE", "NOT_CHECKED", "Listed", "checks", "contents", "contents_json", "contents_table", "formal_of",
    "on_evidence", "shown_checks",
]  # fmt: skip

#: What verdicts rest on unless other data are given: some of one input and some of several, at one p, for seconds.
EVIDENCE = ("peak_plateau", "non_monotone", "three_points")
_P = "1/2"
#: The word for a claim that the session did not take up.
NOT_CHECKED = "not checked"
_OURS = "Of this project"


@dataclass(frozen=True)
class Listed:
    """An item of print with what is known of it.

    Parameters
    ----------
    section : str
        The heading that it stands under.
    item : Printed
        The item.
    claims : tuple of Claim
        Those about it.
    verdict : str
        One of the words of `Verdict` that all its claims have in the session, or each claim's own; "" without claims.
    notebooks : tuple of str
        Those that name one of its claims.
    """

    section: str
    item: Printed
    claims: tuple[Claim, ...]
    verdict: str
    notebooks: tuple[str, ...]


def on_evidence(
    claims: Sequence[Claim], *, seed: int = 0, progress: Callable[[str, int], object] | None = None
) -> Session:
    """Check claims on the data sets of `EVIDENCE`.

    Parameters
    ----------
    claims : sequence of Claim
        The claims.
    seed : int
        Of what the checks draw themselves.
    progress : callable, optional
        Takes what is being done and how many steps have ended.

    Examples
    --------
    >>> from proofs_check.running.choosing import chosen
    >>> [one.verdict.value for one in on_evidence(chosen(["theorem-3.1-2"])).checked]
    ['holds', 'holds']
    """
    at = (Exponent.read(_P),)
    data = [DataSet(one.name, one.about, one.points, at) for one in DATA_SETS if one.name in EVIDENCE]
    return hold_session(claims, Plan(generated=False, seed=seed, data=data), progress=progress)


def contents(session: Session, claims: Sequence[Claim]) -> tuple[Listed, ...]:
    """Return all printed items in order, then the results of this project.

    Parameters
    ----------
    session : Session
        Where verdicts come from.
    claims : sequence of Claim
        All claims.

    Examples
    --------
    >>> from proofs_check.claims import CLAIMS
    >>> found = contents(on_evidence(CLAIMS[2:3]), CLAIMS)
    >>> next((one.verdict, one.notebooks) for one in found if one.item.number == "Theorem 3.1, item 1")
    ('holds', ('02_geometry',))
    """
    verdicts = {one.claim.id: one.verdict for one in session.checked}
    by_id = {one.id: one for one in claims}
    ours = [
        Printed(one.number, one.title[:1].upper() + one.title[1:] + ".", (one.id,)) for one in claims if one.is_ours
    ]
    return tuple(
        _entry(section, item, by_id, verdicts)
        for section, items in {**PRINTED, _OURS: tuple(ours)}.items()
        for item in items
    )


def _entry(section: str, item: Printed, claims: Mapping[str, Claim], verdicts: Mapping[str, Verdict]) -> Listed:
    words = {name: verdicts[name].value if name in verdicts else NOT_CHECKED for name in item.claims}
    alike = len(set(words.values())) == 1
    verdict = next(iter(words.values())) if alike else ", ".join(f"{name}: {word}" for name, word in words.items())
    notebooks = tuple(name for name, checked in NOTEBOOKS.items() if set(checked) & set(item.claims))
    return Listed(section, item, tuple(claims[name] for name in item.claims), verdict, notebooks)


def formal_of(entry: Listed) -> list[Statement]:
    """Return the formal theorems that an item is, whole or in part; of one of ours those that prove its claim.

    Examples
    --------
    >>> from proofs_check.claims import CLAIMS
    >>> found = contents(on_evidence(CLAIMS[:0]), CLAIMS)
    >>> [one.name for entry in found if entry.item.number == "Theorem B (ours)" for one in formal_of(entry)]
    ['theorem_B']
    """
    if entry.section == _OURS:
        return [statement for one in entry.claims for statement in of_claim(one.id)]
    return of_item(entry.item.number)


def checks(claims: Sequence[Claim]) -> dict[str, int]:
    """Return how many checks of each kind there are: on given data, as properties, derivations, false variants.

    Examples
    --------
    >>> from proofs_check.running.choosing import chosen
    >>> checks(chosen(["theorem-b"]))
    {'data': 1, 'property': 1, 'derivation': 0, 'false variant': 2}
    """
    steps = {step.name for one in claims for step in one.derivations}
    faults = sum(len(one.faults) for one in claims)
    return {"data": len(claims), "property": len(claims), "derivation": len(steps), "false variant": faults}


def shown_checks(claims: Sequence[Claim], item: Printed | None = None) -> str:
    """Return what is checked in a few words, and of an item what is not.

    Examples
    --------
    >>> from proofs_check.running.choosing import chosen
    >>> some = chosen(["theorem-b"])
    >>> shown_checks(some), shown_checks(some, Printed("Lemma 0", "Something.", unchecked="p = 1"))
    ('data, property, 2 false variants', 'data, property, 2 false variants; not checked: p = 1')
    """
    kinds = (
        kind if kind in ("data", "property") else f"{n} {kind}{'s' * (n > 1)}"
        for kind, n in checks(claims).items()
        if n
    )
    return ", ".join(kinds) + (f"; not checked: {item.unchecked}" if item and item.unchecked else "")


def contents_json(entries: Sequence[Listed]) -> dict[str, object]:
    """Return the entries JSON-ready: schema "sparsest/paper/1"."""
    return {"schema": "sparsest/paper/1", "items": [_json(one) for one in entries]}


def _json(entry: Listed) -> dict[str, object]:
    item = entry.item
    return {
        "section": entry.section,
        "number": item.number,
        "says": item.says,
        "claims": list(item.claims),
        "verdict": entry.verdict or None,
        "checks": checks(entry.claims),
        "notebooks": list(entry.notebooks),
        "errata": list(item.errata),
        "nothing": item.nothing or None,
        "unchecked": item.unchecked or None,
    }


def contents_table(entries: Sequence[Listed], *, narrow: bool = False) -> RenderableType:
    """Return the entries for a `rich` console; narrow: without what is stated and how it is checked."""
    headings = ("item", "states", "claims", "verdict", "checked by", "notebooks", "errata")
    rows = [_cells(one) for one in entries]
    if narrow:
        return Records(*_without((1, 4, 5), headings, rows), left=headings)
    return Records(headings, rows, left=headings)


def _without(
    left_out: Sequence[int], headings: Sequence[str], rows: Sequence[Sequence[str | Text]]
) -> tuple[list[str], list[list[str | Text]]]:
    def kept(cells: Sequence[str | Text]) -> list[str | Text]:
        return [cell for k, cell in enumerate(cells) if k not in left_out]

    return [name for k, name in enumerate(headings) if k not in left_out], [kept(row) for row in rows]


def _cells(entry: Listed) -> list[str | Text]:
    item = entry.item
    number = [item.number, item.says, ", ".join(item.claims)]
    verdict = entry.verdict if entry.claims else f"nothing to check: {item.nothing}"
    notebooks = ", ".join(name.split("_")[0] for name in entry.notebooks)
    return [*number, verdict, shown_checks(entry.claims, item), notebooks, ", ".join(item.errata)]
