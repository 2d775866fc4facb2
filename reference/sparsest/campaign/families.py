"""Data sets of floats to try a fast path on: random, tied, nearly tied, cancelled, of any size."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sparsest.campaign.block import Block
from sparsest.errors import UsageError
from sparsest.exact.exponent import Exponent
from sparsest.fast.arrays import Doubles

__all__ = ["EXPONENTS", "FAMILIES", "SLOW", "Example", "draw_groups", "refuse_unknown"]

#: The data of an example: x and y, of one length.
Example = tuple[Doubles, Doubles]

#: Exponents worth trying; "float" stands for a random double.
EXPONENTS = ("1/2", "37/100", "float", "0", "0+", "1-", "1/3", "1e-12", "0.999999999999")


def _labels(x: Doubles, gaps: Doubles, slope: float) -> Doubles:
    """Return labels whose slope gaps are about the given ones: what adversaries start from."""
    slopes = slope + np.concatenate([[0.0], np.cumsum(gaps)])
    return np.concatenate([[0.0], np.cumsum(slopes * np.diff(x))])


def _walk(rng: np.random.Generator, n: int) -> Example:
    return np.cumsum(rng.uniform(0.1, 1.0, n)), np.cumsum(rng.standard_normal(n))


def _integers(rng: np.random.Generator, n: int) -> Example:
    return np.arange(float(n)), rng.integers(-4, 5, n).astype(np.float64)


def _ties(rng: np.random.Generator, n: int) -> Example:
    x = np.arange(float(n))
    return x, _labels(x, rng.choice([1.0, 1.0, 2.0, 4.0, 9.0, 16.0], n - 2), 0.0)


def _decimals(rng: np.random.Generator, n: int) -> Example:
    places = int(rng.integers(1, 4))
    x = np.unique(np.round(np.cumsum(rng.uniform(0.1, 1.0, n)), places))
    y = np.round(np.cumsum(rng.standard_normal(x.size)), places)
    return np.asarray(x, np.float64), np.asarray(y, np.float64)


def _near_ties(rng: np.random.Generator, n: int) -> Example:
    x = np.arange(float(n))
    y = _labels(x, rng.choice([1.0, 3.0, 0.3], n - 2), float(rng.integers(-1, 2)))
    k = rng.integers(0, n, 2)
    y[k] = np.nextafter(y[k], rng.choice([-np.inf, np.inf], 2))
    return x, y


def _cancelled_ties(rng: np.random.Generator, n: int) -> Example:
    # Near ties among gaps that are tiny beside the slopes, so that the slopes' rounding is all that tells them apart.
    # Around the origin, where the labels are rounded less than their differences.
    x = np.cumsum(rng.integers(1, 4, n) / 3.0)
    x = x - x[int(rng.integers(n))]
    tiny = 2.0 ** -float(rng.integers(16, 36))
    return x, rng.uniform(1.0, 2.0) * x + _labels(x, tiny * rng.choice([1.0, 1.0, 1.0, 2.0], n - 2), 0.0)


def _far(rng: np.random.Generator, n: int) -> Example:
    # As far from 0 as the gaps are small beside the slopes: a knot's error is about the last digit of its place.
    k = int(rng.integers(8, 24))
    x = 2.0**k + np.cumsum(rng.uniform(0.5, 2.0, n))
    return x, _labels(x, 2.0 ** -float(k - 3) * rng.uniform(0.1, 1.0, n - 2), 1.0)


def _collinear_pairs(rng: np.random.Generator, n: int) -> Example:
    # Exactly on a line, but no difference is a double: double-double arithmetic does not see the zeros.
    m = np.unique(rng.integers(1, 2**50, n) * 2.0 ** rng.integers(-30, 30, n))
    y = 3.0 * m
    k = rng.random(m.size) < 0.1
    y[k] = np.nextafter(y[k], np.inf)
    return 5.0 * m, y


def _valley(rng: np.random.Generator, n: int) -> Example:
    # Convex or concave with its vertex in the origin, where doubles reach down to steps and gaps of any size.
    steps, low, high = [(0, -1074, 1000), (0, -1074, -990), (20, -20, 20), (480, -480, 480)][int(rng.integers(4))]
    sides = []
    for count in (int(rng.integers(1, n - 1)), n - 1):
        run = np.cumsum(2.0 ** np.sort(rng.uniform(-steps, steps, count)))
        rise = 2.0 ** np.sort(rng.uniform(low, high, count))
        if rng.random() < 0.5:
            rise[0] = 0.0
        sides.append((run, np.cumsum(np.cumsum(rise) * np.diff(run, prepend=0.0))))
    (left, fall), (right, climb) = sides
    right, climb = right[: n - 1 - left.size], climb[: n - 1 - left.size]
    y = np.concatenate([fall[::-1], [0.0], climb])
    return np.concatenate([-left[::-1], [0.0], right]), y * rng.choice([-1.0, 1.0])


def _near_collinear(rng: np.random.Generator, n: int) -> Example:
    x = np.cumsum(rng.choice([0.1, 0.3, 1.0], n))
    y = rng.uniform(-2.0, 2.0) * x + rng.uniform(-1.0, 1.0)
    k = rng.random(n) < 0.3
    y[k] = np.nextafter(y[k], np.inf)
    return x, y


def _wide(rng: np.random.Generator, n: int) -> Example:
    x = np.arange(float(n))
    return x, rng.choice([-1.0, 1.0], n) * 10.0 ** rng.uniform(-300, 300, n)


def _wide_steps(rng: np.random.Generator, n: int) -> Example:
    x = np.unique(rng.choice([-1.0, 1.0], n) * 10.0 ** rng.uniform(-300, 300, n))
    return x, rng.standard_normal(x.size) * 10.0 ** rng.uniform(-8, 8)


def _subnormals(rng: np.random.Generator, n: int) -> Example:
    # Steps of 2 and 3 make gaps that are not even subnormal doubles.
    x = np.cumsum(rng.integers(1, 4, n)).astype(np.float64)
    return x, np.asarray(rng.integers(-9, 10, n) * 5e-324, np.float64)


def _smooth(rng: np.random.Generator, n: int) -> Example:
    x = np.linspace(0.0, 2.0 ** -float(rng.integers(0, 24)), n)
    return x, np.sin(x + rng.uniform(0, 6))


def _constant(rng: np.random.Generator, n: int) -> Example:
    y = np.full(n, rng.uniform(-1.0, 1.0))
    y[rng.random(n) < 0.2] += 1.0
    return np.arange(float(n)), y


#: What draws the examples: name -> function of a generator and a number of points, at least 3.
FAMILIES: dict[str, Callable[[np.random.Generator, int], Example]] = {
    "walk": _walk,
    "integers": _integers,
    "ties": _ties,
    "decimals": _decimals,
    "near ties": _near_ties,
    "cancelled ties": _cancelled_ties,
    "far": _far,
    "near collinear": _near_collinear,
    "collinear pairs": _collinear_pairs,
    "valley": _valley,
    "wide": _wide,
    "wide steps": _wide_steps,
    "subnormals": _subnormals,
    "smooth": _smooth,
    "constant": _constant,
}


#: Families of rationals of many hundred digits, which make the exact path slow: fewer of them.
SLOW = ("wide", "wide steps", "valley", "subnormals")


def refuse_unknown(families: tuple[str, ...]) -> None:
    """Refuse what is no family, or none at all.

    Raises
    ------
    UsageError
        The message names those there are.

    Examples
    --------
    >>> refuse_unknown(("walk",))
    """
    unknown = [name for name in families if name not in FAMILIES]
    if unknown or not families:
        raise UsageError(f"no family named {', '.join(unknown) or '(none given)'}; there are {', '.join(FAMILIES)}")


def draw_groups(block: Block, families: tuple[str, ...]) -> Iterator[tuple[Exponent, str, list[Example]]]:
    """Yield a block's examples in groups of one exponent and one family.

    Examples
    --------
    >>> groups = list(draw_groups(Block(0, 0, 100), ("walk",)))
    >>> sum(len(examples) for _, _, examples in groups)
    100
    """
    rng = block.rng()
    left = block.size
    while left:
        size = min(left, int(rng.integers(1, 40)))
        family = families[int(rng.integers(len(families)))]
        if family in SLOW:
            size = min(size, 2)
        name = EXPONENTS[int(rng.integers(len(EXPONENTS)))]
        p = Exponent.read(float(rng.uniform(0.01, 0.99)) if name == "float" else name)
        longest = 60 if rng.random() < 0.05 else 14
        yield p, family, [FAMILIES[family](rng, int(rng.integers(3, longest))) for _ in range(size)]
        left -= size
