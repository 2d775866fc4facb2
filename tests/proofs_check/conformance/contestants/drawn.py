"""Data sets as cases, small ones above all with ties, exact zeros and numbers written in every way."""

import random
from fractions import Fraction

PS = ("0", "0+", "1-", "1/2", "1/3", "2/3", "0.37", "1/10", "99/100")


def gaps(rng: random.Random) -> list[Fraction]:
    """Return gaps of slopes, most of them in runs."""
    kind = rng.randrange(5)
    n = rng.randint(1, 9)
    if kind == 0:
        return [Fraction(rng.randint(-2, 2)) for _ in range(n)]
    if kind == 1:
        return [Fraction(rng.randint(1, 6), rng.randint(1, 4)) for _ in range(n)]
    if kind == 2:
        return [Fraction(2) ** rng.randint(-4, 8) for _ in range(n)]
    if kind == 3:
        return [Fraction(rng.randint(1, 5) ** 2) * rng.choice((1, 1, 1, -1)) for _ in range(n)]
    return [Fraction(rng.randint(-999, 999), 7) for _ in range(n)]


def points(rng: random.Random) -> list[tuple[Fraction, Fraction]]:
    """Return points with such gaps, at unit steps or at others."""
    x, y, slope = Fraction(rng.randint(-5, 5)), Fraction(rng.randint(-5, 5)), Fraction(rng.randint(-3, 3), 2)
    found = [(x, y)]
    for gap in [Fraction(0), *gaps(rng)]:
        step = rng.choice((Fraction(1), Fraction(1), Fraction(1, 3), Fraction(7, 2)))
        slope += gap
        x, y = x + step, y + step * slope
        found.append((x, y))
    return found[: rng.choice((1, 2, len(found), len(found), len(found), len(found), len(found)))]


def entry(rng: random.Random, number: Fraction) -> str:
    """Return a number as a table may have it."""
    if number.denominator == 1 and rng.random() < 0.3:
        return rng.choice(
            (f"{number}.0", f"{number}e0", f" {number}", f"{number * 100}E-2", f"+{number}".replace("+-", "-"))
        )
    return str(number)


def table(rng: random.Random) -> str:
    """Return points as a table, in any order."""
    rows = [f"{entry(rng, x)},{entry(rng, y)}" for x, y in points(rng)]
    if rng.random() < 0.2:
        rng.shuffle(rows)
    return "\n".join(["x,y", *rows]) + "\n"


def case(rng: random.Random) -> dict[str, str]:
    """Return what is asked of a solver: a table and p, or a tolerance."""
    if rng.random() < 0.25:
        return {
            "csv": table(rng),
            "p": "0",
            "tolerance": str(rng.choice((Fraction(0), Fraction(1, 2), Fraction(rng.randint(1, 99), 10)))),
        }
    return {"csv": table(rng), "p": rng.choice(PS)}
