"""The minimiser of one-input data at p = 0, 0+, a rational p and 1-."""

from __future__ import annotations

from collections.abc import Iterator

from proofs_check.conformance.making.families import FAMILIES
from proofs_check.conformance.making.faults import flags_of
from proofs_check.conformance.making.table import Draft, Group, PointTable
from proofs_check.conformance.making.tasks.refused import refused
from proofs_check.conformance.suite import Expected

__all__ = ["groups"]

_RATIONALS = ("1/3", "2/3", "1/2", "3/4", "37/100", "1/10", "9/10")

#: Of tables that are asked about anywhere, each so manieth is, from this one on.
_EVERY = {"solve:p=0": (3, 0), "solve:p=0+": (3, 1), "solve:p=1-": (4, 2), "solve:p": (1, 0)}

#: Tables with longer texts are asked about at one p only.
_LONG = 400


def groups(task: str) -> list[Group]:
    """Return the groups of one of the tasks."""
    found = []
    for name, why, tables in FAMILIES:
        drafts = tuple(_draft(table, p) for table, p in _asked(task, tables()))
        if drafts:
            found.append(Group(name, why, drafts))
    p = task.partition("=")[2] or "1/2"
    found.append(Group("one point", "Through one point lines of all directions cost nothing.", _one_point(p)))
    strange = ({"p": "1"}, {"p": "-1/2"}, {"p": "3/2"}, {"p": "half"}) if task == "solve:p" else ()
    return [*found, refused("x,y", {"p": p}, *strange)]


def _draft(table: PointTable, p: str) -> Draft:
    result: Expected = "either" if "Duplicates" in table.flags else "accept"
    return Draft(table.comment, flags_of(table, p), {"csv": table.csv, "p": p}, result)


def _asked(task: str, tables: list[PointTable]) -> Iterator[tuple[PointTable, str]]:
    every, first = _EVERY[task]
    for k, table in enumerate(tables):
        if task == "solve:p":
            yield from ((table, p) for p in _rationals(table, k))
        else:
            p = task.partition("=")[2]
            if p in table.exponents or (not table.exponents and k % every == first % every):
                yield table, p


def _rationals(table: PointTable, k: int) -> list[str]:
    """Return the exponents that a table says, or 1/2 and, for two short tables of three, another one."""
    if table.exponents:
        return [p for p in table.exponents if p not in ("0", "0+", "1-")]
    other = _RATIONALS[k % len(_RATIONALS)]
    return ["1/2"] if len(table.csv) > _LONG or k % 3 == 2 or other == "1/2" else ["1/2", other]


def _one_point(p: str) -> tuple[Draft, ...]:
    rows = (("0", "5"), ("-3", "0"), ("1/3", "-2.5"))
    return tuple(Draft("one point", ("FewPoints",), {"csv": f"x,y\n{x},{y}\n", "p": p}, "either") for x, y in rows)
