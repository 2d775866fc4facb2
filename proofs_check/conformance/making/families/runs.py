"""Runs of all lengths: equal gaps, growing gaps, waves of gaps; odd and even."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.conformance.making.table import PointTable, drawing, table_from_gaps, uneven_places

NAME = "runs of all lengths"
WHY = "Pairs and single gaps in runs of 2 to 300 gaps, where odd runs leave one gap over and even ones may leave two."

_FLAGS = ("OneSign", "JoinDots", "KnotsBetweenPoints", "OffByOne")


def tables() -> list[PointTable]:
    """Return the tables."""
    return [*_equal(), *_growing(), *_waves(), *_drawn(), *_long()]


def _equal() -> list[PointTable]:
    return [
        table_from_gaps(f"{n} gaps of {size}", [size] * n, "EqualGaps", *_FLAGS)
        for n in (2, 3, 4, 5, 6, 7, 8, 11, 12, 21)
        for size in (1, -3)
    ]


def _growing() -> list[PointTable]:
    found = []
    for ratio in (2, 3, 10, Fraction(3, 2), Fraction(1, 2)):
        for n in (3, 4, 5, 6, 8):
            gaps = [Fraction(ratio) ** k for k in range(n)]
            found.append(table_from_gaps(f"{n} gaps, each {ratio} times the one before", gaps, *_FLAGS, start=(0, -1)))
    return found


def _waves() -> list[PointTable]:
    """Return runs in which a dear pair stands between cheap gaps, over and over."""
    found = []
    for wave in ([1, 9], [1, 9, 9, 1], [9, 1, 1], [1, 50, 2], [4, 4, 1, 1]):
        for times in (2, 3, 4):
            gaps = wave * times
            found.append(table_from_gaps(f"gaps {', '.join(map(str, wave))}, {times} times", gaps, *_FLAGS))
    return found


def _drawn() -> list[PointTable]:
    rng, found = drawing("runs"), []
    for n in range(3, 11):
        for k in range(4):
            gaps = [rng.choice((1, 1, 2, 3, 5, 8, 20, 100)) for _ in range(n)]
            x = uneven_places(n + 2, rng) if k % 2 else None
            spaced = ", not evenly spaced" if k % 2 else ""
            found.append(table_from_gaps(f"a run of {n} gaps, drawn{spaced}", gaps, *_FLAGS, x=x, start=(0, -n)))
    return found


def _long() -> list[PointTable]:
    rng, found = drawing("long runs"), []
    for n in (20, 21, 40, 41, 58):
        gaps = [rng.choice((1, 2, 3, 5, 8)) for _ in range(n)]
        found.append(table_from_gaps(f"a run of {n} gaps", gaps, *_FLAGS, exponents=("1/2", "0", "0+", "1-")))
    for n in (299, 300):
        gaps = [rng.choice((1, 2, 7)) for _ in range(n)]
        found.append(table_from_gaps(f"a run of {n} gaps", gaps, "LongRun", "Large", exponents=("1/2", "0")))
    gaps = [rng.choice((-2, -1, 0, 1, 2, 3)) for _ in range(298)]
    found.append(table_from_gaps("300 points, many runs", gaps, "Large", exponents=("1/2", "0", "1-")))
    return found
