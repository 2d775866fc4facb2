"""Few points, few runs: what is at the edge of every loop."""

from __future__ import annotations

from proofs_check.conformance.making.table import PointTable, table_from_gaps

NAME = "few points and few runs"
WHY = "Empty runs, single gaps, lines and zigzags are where indices start and end."


def tables() -> list[PointTable]:
    """Return the tables."""
    return [*_points(), *_lines(), *_single_runs(), *_several_runs()]


def _points() -> list[PointTable]:
    rows = {
        "two points": [("0", "1"), ("1", "3")],
        "two points, level": [("-1", "2"), ("4", "2")],
        "two points, falling": [("0", "5"), ("10", "-5")],
        "two points, label 0 at both": [("0", "0"), ("7", "0")],
        "three points, up and down": [("0", "0"), ("1", "1"), ("2", "0")],
        "three points, down and up, not evenly spaced": [("0", "0"), ("1", "-1"), ("4", "0")],
        "three points on a line": [("0", "1"), ("1", "3"), ("2", "5")],
        "three points on a line, not evenly spaced": [("0", "1"), ("1", "3"), ("5", "11")],
        "three points, level": [("0", "4"), ("1", "4"), ("2", "4")],
        "four points, a corner between": [("0", "0"), ("1", "0"), ("2", "1"), ("3", "3")],
        "four points, the corner cut off": [("0", "2"), ("1", "1"), ("2", "1"), ("3", "2")],
        "four points, a step": [("0", "0"), ("1", "0"), ("2", "1"), ("3", "1")],
    }
    return [PointTable(comment, tuple(rows[comment]), ("FewPoints", "JoinDots", "SortedLabels")) for comment in rows]


def _lines() -> list[PointTable]:
    found = []
    for count in (4, 5, 9, 30):
        for slope, start in ((0, 0), (0, 5), (1, 0), (-3, 7)):
            level = ", level" if slope == 0 else ""
            comment = f"{count} points on one line{level}, from {start}"
            found.append(table_from_gaps(comment, [0] * (count - 2), "Collinear", start=(start, slope)))
    for before, after in ((5, 0), (0, 5), (6, 6), (1, 9), (12, 1)):
        for gaps in ([2], [1, 2], [1, -1], [3, 1, 3]):
            stretch = [0] * before + gaps + [0] * after
            comment = f"gaps {_said(gaps)} after {before} collinear points and before {after}"
            found.append(table_from_gaps(comment, stretch, "Collinear", "JoinDots", start=(1, -1)))
    return found


def _single_runs() -> list[PointTable]:
    found = []
    for gaps in (
        [1, 1],
        [1, 3],
        [1, 1, 1],
        [1, 2, 3],
        [3, 1, 2],
        [1, 1, 1, 1],
        [2, 1, 1, 2],
        [1, 2, 2, 1],
        [5, 1, 1, 1, 5],
    ):
        for sign in (1, -1):
            comment = f"one {'convex' if sign > 0 else 'concave'} run: gaps {_said(gaps)}"
            flags = ("OneSign", "JoinDots", "KnotsBetweenPoints")
            found.append(table_from_gaps(comment, [sign * d for d in gaps], *flags, start=(0, -sign * 2)))
    return found


def _several_runs() -> list[PointTable]:
    signs = [
        [1, -1], [1, -1, 1, -1], [2, -1, 3, -2, 1], [1, 1, -1, -1], [1, 2, -2, -1], [1, 1, 1, -1, -1, -1],
        [1, -2, -1, 1, 3], [4, -1, -4, -1, 4],
    ]  # fmt: skip
    zeros = [
        [1, 0, 1], [1, 0, -1], [1, 1, 0, 1, 1], [1, 2, 0, 2, 1], [1, 0, 0, 1], [2, 0, 1, 1, 0, -2], [1, 1, 0, -1, -1],
        [0, 1, 0, 1, 0], [1, 2, 1, 0, 1, 2, 1], [3, 0, 3, 0, 3],
    ]  # fmt: skip
    return [
        *(table_from_gaps(f"signs change: gaps {_said(g)}", g, "OppositeSigns", "JoinDots") for g in signs),
        *(table_from_gaps(f"gaps of 0 between: {_said(g)}", g, "ZeroGaps", "Collinear", "JoinDots") for g in zeros),
    ]


def _said(gaps: list[int]) -> str:
    return ", ".join(map(str, gaps))
