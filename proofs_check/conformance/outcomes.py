"""What can come of a test, from the best to the worst, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["DECLINED", "ERRORED", "EXACT", "NOT_OPTIMAL", "OPTIMAL", "OUTCOMES", "RIGHT", "WRONG", "Judged", "worst"]

EXACT, OPTIMAL, NOT_OPTIMAL, WRONG, DECLINED, ERRORED = (
    "exact", "optimal", "not optimal", "wrong", "declined", "errored",
)  # fmt: skip

#: All outcomes. The first four are of answers, from the best to the worst.
OUTCOMES = (EXACT, OPTIMAL, NOT_OPTIMAL, WRONG, DECLINED, ERRORED)

#: What a right implementation gets where it answers.
RIGHT = frozenset({EXACT, OPTIMAL})


class Judged(NamedTuple):
    """What came of one test.

    Parameters
    ----------
    outcome : str
        One of `OUTCOMES`.
    detail : str
        Why, in one line; "" where there is nothing to say.
    """

    outcome: str
    detail: str = ""


def worst(some: Iterable[Judged]) -> Judged:
    """Return the worst of what was judged, one at least; the first of several that are as bad.

    Examples
    --------
    >>> worst([Judged("exact"), Judged("wrong", "no"), Judged("optimal")])
    Judged(outcome='wrong', detail='no')
    """
    return max(some, key=lambda one: OUTCOMES.index(one.outcome))
