"""Cases without an answer: what is no table of a function, and what is no question."""

from __future__ import annotations

from proofs_check.conformance.making.table import Draft, Group

__all__ = ["refused"]

_HEADS = {"x,y": ("0,0", "1,1", "2,4"), "x1,x2,y": ("0,1,0", "1,2,1", "2,5,4")}

# What is said, and what is done to the second row; None: all rows are taken away.
_BROKEN: tuple[tuple[str, str | None], ...] = (
    ("two labels at one place", "{inputs},7"),
    ("a label that is text", "{others},abc"),
    ("a label that is missing", "{others},"),
    ("an input that is missing", ",1"),
    ("a label that is no number", "{others},nan"),
    ("a label that is infinite", "{others},inf"),
    ("a division by 0", "{others},1/0"),
    ("a header and no rows", None),
)


def refused(kind: str, question: dict[str, str], *more: dict[str, str]) -> Group:
    """Return the group of what has no answer: broken tables, asked about as usual, and questions that are none.

    Parameters
    ----------
    kind : str
        The header of the tables.
    question : dict
        What else is in the case.
    more : dicts
        Questions that are none, for a table that is one.
    """
    rows = _HEADS[kind]
    drafts = [
        Draft(said, ("Refuse",), {"csv": _broken(kind, rows, row), **question}, "reject", said) for said, row in _BROKEN
    ]
    whole = "\n".join((kind, *rows, ""))
    for asked in more:
        said = ", ".join(f"{key} = {value}" for key, value in asked.items())
        drafts.append(Draft(f"no question: {said}", ("Refuse",), {"csv": whole, **question, **asked}, "reject", said))
    why = "An answer to a table that is none, or at a p that is none, is a guess: declining or failing is right."
    return Group("what has no answer", why, tuple(drafts))


def _broken(kind: str, rows: tuple[str, ...], row: str | None) -> str:
    if row is None:
        return f"{kind}\n"
    first = rows[0].rpartition(",")[0]
    others = rows[1].rpartition(",")[0]
    if row == ",1":
        row = "," * kind.count(",") + "1"
    return "\n".join((kind, rows[0], row.format(inputs=first, others=others), rows[2], ""))
