"""Data on which one named fault gives a wrong answer: drawn until it does, small numbers first."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from proofs_check.conformance.making.faults import FAULTS, Asked1D
from proofs_check.conformance.making.table import PointTable, drawing, table_from_gaps, uneven_places

NAME = "traps"
WHY = "Each table makes one named fault, committed on purpose, give a wrong answer at the exponent it is asked at."

_SIZES = (1, 1, 1, 2, 2, 3, 4, 5, 7, 9, 16, 25, 30, 64, 100)
_TRIES = 20_000

# Flag, exponents, how many of each.
_TRAPS = (
    ("Greedy", ("1/2", "1/3", "2/3", "9/10", "1/10"), 8),
    ("LeftToRight", ("1/2", "1/3", "3/4", "1/10"), 5),
    ("PHalf", ("1/3", "2/3", "3/4", "37/100", "1/10", "9/10", "0+", "1-"), 6),
    ("POne", ("1/2", "1/3", "2/3", "1/10", "9/10", "0+"), 5),
    ("OffByOne", ("1/2", "2/3", "37/100"), 5),
    ("UnevenSpacing", ("1/2", "1/3", "3/4", "0+", "1-"), 6),
    ("SortedLabels", ("1/2", "1/3"), 4),
    ("KnotsBetweenPoints", ("1/2", "9/10"), 4),
    ("UInt8", ("1/2", "1/3", "2/3"), 6),
)


def tables() -> list[PointTable]:
    """Return the tables."""
    return [table for flag, exponents, count in _TRAPS for p in exponents for table in _found(flag, p, count)]


def _found(flag: str, p: str, count: int) -> list[PointTable]:
    rng, found = drawing(f"{flag} {p}"), list[PointTable]()
    for k in range(_TRIES):
        if len(found) == count:
            return found
        table = _drawn(flag, p, rng, 3 + min(k // 40, 6))
        if FAULTS[flag](Asked1D(table, p)):
            found.append(table)
    raise ArithmeticError(f"only {len(found)} tables that show {flag} at p = {p}")


def _drawn(flag: str, p: str, rng: Random, length: int) -> PointTable:
    comment = f"a solver with this fault is wrong at p = {p}"
    if flag == "UInt8":
        rows = tuple((str(x), str(rng.randint(0, 255))) for x in range(length + 2))
        return PointTable(comment, rows, (flag,), (p,))
    gaps = list(_runs(rng, length))
    x = uneven_places(len(gaps) + 2, rng) if flag == "UnevenSpacing" or rng.random() < 0.3 else None
    start = (rng.randint(-5, 5), rng.randint(-5, 5))
    return table_from_gaps(comment, gaps, flag, x=x, start=start, exponents=(p,))


def _runs(rng: Random, length: int) -> Iterator[int]:
    """Yield the gaps of a run of that length and, now and then, of a short one after it."""
    sign = rng.choice((1, -1))
    yield from (sign * rng.choice(_SIZES) for _ in range(length))
    if rng.random() < 0.3:
        yield 0 if rng.random() < 0.5 else -sign
        yield from (-sign * rng.choice(_SIZES) for _ in range(rng.randint(1, 3)))
