"""Tables drawn at random, of all kinds: integers, decimals, spaced evenly or not, smooth and rough."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from proofs_check.conformance.making.table import PointTable, drawing, numeral, table_from_gaps, uneven_places

NAME = "drawn at random"
WHY = "What no reason was thought of: a solver has to be right here too."


def tables() -> list[PointTable]:
    """Return the tables."""
    return [*_integers(), *_convex(), *_mixed(), *_smooth()]


def _integers() -> list[PointTable]:
    rng, found = drawing("integers"), []
    for k in range(30):
        count = 4 + k % 9
        x = uneven_places(count, rng) if k % 3 == 0 else range(count)
        rows = tuple((str(t), str(rng.randint(-9, 9))) for t in x)
        found.append(PointTable(f"{count} integers", rows, ("Ordinary",)))
    return found


def _convex() -> list[PointTable]:
    rng, found = drawing("convex"), []
    for k in range(25):
        gaps = [rng.randint(1, 30) for _ in range(3 + k % 8)]
        x = uneven_places(len(gaps) + 2, rng) if k % 2 else None
        start = (rng.randint(-9, 9), -sum(gaps) // 2)
        found.append(table_from_gaps(f"{len(gaps)} gaps of one sign", gaps, "Ordinary", x=x, start=start))
    return found


def _mixed() -> list[PointTable]:
    rng, found = drawing("mixed"), []
    for k in range(25):
        gaps = [rng.choice((-3, -2, -1, 0, 1, 1, 2, 3, 4)) for _ in range(5 + k % 14)]
        found.append(table_from_gaps(f"{len(gaps)} gaps of all signs", gaps, "Ordinary", start=(rng.randint(-5, 5), 0)))
    return found


def _smooth() -> list[PointTable]:
    """Return samples of smooth functions, rounded to a few places."""
    shapes: tuple[tuple[str, Callable[[Fraction], Fraction]], ...] = (
        ("a square", lambda t: t * t),
        ("a cube", lambda t: t**3),
        ("a hyperbola", lambda t: 1 / (t + 5)),
        ("a wave", lambda t: t * (2 - t) * (t + 2) / 3),
    )
    found = []
    for said, function in shapes:
        for count, places in ((5, 2), (8, 1), (11, 3), (20, 2)):
            x = [Fraction(4 * k, count - 1) - 2 for k in range(count)]
            rows = tuple((numeral(round(t, 3)), numeral(round(function(t), places))) for t in x)
            found.append(PointTable(f"{said}, {count} samples to {places} places", rows, ("Ordinary",)))
    return found
