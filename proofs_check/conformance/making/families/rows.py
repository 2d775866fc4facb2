"""How a table is written: rows in any order, twice, and one number in several notations."""

from __future__ import annotations

from proofs_check.conformance.making.table import PointTable, drawing

NAME = "rows"
WHY = "A table is a set of points: neither the order of its rows nor how a number is written changes the answer."

_SHAPE = (("-2", "4"), ("-1", "1"), ("0", "0"), ("1", "1"), ("2", "4"), ("4", "3"))


def tables() -> list[PointTable]:
    """Return the tables."""
    return [*_unsorted(), *_twice(), *_notations(), *_negative()]


def _unsorted() -> list[PointTable]:
    rng, found = drawing("unsorted"), []
    for _ in range(10):
        x = rng.sample(range(-9, 10), rng.randint(4, 9))
        rows = tuple((str(t), str(rng.randint(-9, 9))) for t in x)
        found.append(PointTable("rows in any order", rows, ("UnsortedRows", "JoinDots")))
    return [*found, PointTable("rows from right to left", _SHAPE[::-1], ("UnsortedRows", "JoinDots"))]


def _twice() -> list[PointTable]:
    """Return tables with rows that stand there more than once; some refuse these."""
    places = ((0, 0), (2, 2, 2), (0, 3, 5), tuple(range(6)))
    return [
        PointTable(f"{len(some)} rows once more", (*_SHAPE, *(_SHAPE[k] for k in some)), ("Duplicates",))
        for some in places
    ]


def _notations() -> list[PointTable]:
    ways = (
        (("-2.0", "4.00"), ("-1", "+1"), ("0", "-0"), ("1.0", "1"), ("2", "4"), ("4", "3.000")),
        (("-20e-1", "4e0"), ("-1", "10e-1"), ("0", "0e5"), ("1", "0.1e1"), ("2", "0.04e2"), ("4", "3")),
        (("-2", "8/2"), ("-1", "1"), ("0", "0/7"), ("1", "3/3"), ("2", "4"), ("8/2", "12/4")),
        (("-2", "04"), ("-1", "1"), ("0", "00"), ("1", "1E0"), ("2", "4"), ("4", "30E-1")),
    )
    return [PointTable("one shape, its numbers written otherwise", rows, ("Notation",)) for rows in (_SHAPE, *ways)]


def _negative() -> list[PointTable]:
    rng, found = drawing("negative"), []
    for _ in range(8):
        x = sorted(rng.sample(range(-40, 0), rng.randint(4, 8)))
        rows = tuple((str(t), str(-rng.randint(1, 30))) for t in x)
        found.append(PointTable("all inputs and labels below 0", rows, ("Negative", "JoinDots", "SortedLabels")))
    return found
