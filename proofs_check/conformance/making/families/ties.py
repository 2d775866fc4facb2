"""Several minimisers, and all but several: exact ties, ties of roots, and ties broken in digit 17 and beyond."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement, islice, product

from proofs_check.conformance.making.table import PointTable, drawing, table_from_gaps

NAME = "ties and near ties"
WHY = "Where two matchings cost the same, any is right; where they differ in the twentieth digit, only one is."

#: What breaks a tie: parts of the first gap.
_NUDGES = ("1e-9", "1e-13", "1e-16", "1e-17", "1e-18", "1e-20", "1e-25")


def tables() -> list[PointTable]:
    """Return the tables."""
    return [*_mirrored(), *_rooted("1/2", 2, 12), *_rooted("1/3", 3, 3), *_nudged(), *_several()]


def _mirrored() -> list[PointTable]:
    """Return runs that read the same from both ends: with a pair, its mirror image costs the same at every p."""
    runs = (
        [1, 2, 1],
        [3, 1, 3],
        [2, 2, 2],
        [1, 5, 5, 1],
        [1, 2, 3, 2, 1],
        [4, 1, 2, 1, 4],
        [1, 1, 1, 1, 1],
        [1, 9, 1, 9, 1, 9, 1],
    )
    return [
        table_from_gaps(f"gaps {', '.join(map(str, r))}: the same from both ends", r, "Tie", "JoinDots") for r in runs
    ]


@lru_cache
def _root_ties(power: int, count: int) -> tuple[tuple[int, ...], ...]:
    """Return runs of four gaps a, b, c, d for which {a+b, c+d} and {a, b+c, d} cost the same at p = 1/power.

    The sizes are powers: s + t = u + v + w with a = u^k, d = v^k, b + c = w^k, a + b = s^k, c + d = t^k.
    """
    return tuple(islice(_solutions(power), count))


def _solutions(power: int) -> Iterator[tuple[int, ...]]:
    seen = set()
    for most in range(2, 400):
        for u, v in combinations_with_replacement(range(1, most), 2):
            # s + t - w = u + v, and s^k + t^k - w^k = u^k + v^k is needed for b + c = w^k.
            for s, t in ((most, t) for t in range(1, most + 1)):
                w = s + t - u - v
                if w <= 0 or s**power + t**power - w**power != u**power + v**power:
                    continue
                run = (u**power, s**power - u**power, t**power - v**power, v**power)
                if min(run) > 0 and run not in seen and run[::-1] not in seen:
                    seen.add(run)
                    yield run


def _rooted(p: str, power: int, count: int) -> list[PointTable]:
    comment = f"two knots and three cost the same at p = {p}"
    return [
        table_from_gaps(comment, [factor * d for d in run], "Tie", "TiedKnots", exponents=(p,))
        for run in _root_ties(power, count)
        for factor in (1, 2)
    ]


def _nudged() -> list[PointTable]:
    found = []
    for nudge, sign in product(_NUDGES, (1, -1)):
        size = sign * Fraction(nudge)
        said = f"a tie broken by {nudge} of the first gap, {'up' if sign > 0 else 'down'}"
        found.append(table_from_gaps(f"{said}: gaps 1, 2, 1", [1 + size, 2, 1], "NearTie"))
        run = _root_ties(2, 12)[0]
        nudged: list[Fraction | int | str] = [run[0] * (1 + size), *run[1:]]
        found.append(table_from_gaps(f"{said}: at p = 1/2 two knots and three", nudged, "NearTie", exponents=("1/2",)))
    return found


def _several() -> list[PointTable]:
    """Return tables of several runs with ties, whose minimisers multiply."""
    rng, found = drawing("several ties"), []
    for runs in (2, 3, 4, 5):
        gaps: list[int] = []
        for k in range(runs):
            a, b = rng.randint(1, 6), rng.randint(1, 6)
            gaps += [(-1) ** k * d for d in (a, b, a)]
        found.append(table_from_gaps(f"{runs} runs with two minimisers each", gaps, "Tie", "JoinDots"))
    return found
