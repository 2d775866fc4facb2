"""The campaign that holds the fast path to the exact one: random and adversarial data through both, bit by bit."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from sparsest.campaign import Block, Tally, shrink
from sparsest.data import Dataset
from sparsest.errors import UndecidedError, UsageError
from sparsest.exact.exponent import Exponent
from sparsest.fast.arrays import Doubles
from sparsest.fast.referee import nearest_double
from sparsest.fast.solve import FastSolution, solve, solve_batch
from sparsest.univariate.solve import Solution
from sparsest.univariate.solve import solve as solve_exactly

__all__ = ["EXPONENTS", "FAMILIES", "Differential", "Example", "compile_kernels", "disagreement", "draw"]

#: The data of an example: x and y, of one length.
Example = tuple[Doubles, Doubles]

#: Exponents worth trying; "float" stands for a random double.
EXPONENTS = ("1/2", "37/100", "float", "0", "0+", "1-", "1/3", "1e-12", "0.999999999999")


def compile_kernels() -> None:
    """Let all kernels be in the compile cache, so that each of the processes started later need not compile them.

    Examples
    --------
    >>> compile_kernels()
    """
    # A data set of one point; ties; and points that are nearly, but not quite, on a line.
    labels = [7.0, 0.0, 0.0, 1.0, 4.0, 8.0, 8.1, 8.2, 8.3]
    for p in ("0", "0+", "1/2", "1/3", "1-"):
        solve_batch(np.arange(9.0), labels, p, offsets=[0, 1])[1].objective_bounds  # noqa: B018


def disagreement(fast: FastSolution) -> str | None:
    """Return in what a fast solution differs from the exact one of the same points; None if in nothing.

    Compared are the matching, the number of ties, every knot (correctly rounded, so bit by bit), the signs and
    errors of the slope changes and, for short data of ordinary size, the objective's bounds.

    Raises
    ------
    UndecidedError
        If the exact path cannot decide.

    Examples
    --------
    >>> disagreement(solve([0, 1, 2, 3, 4], [0, 0, 1, 4, 8], "1/2")) is None
    True
    """
    exact = solve_exactly(Dataset(fast.x, fast.y), fast.p)
    if fast.matches != exact.matches:
        return f"matches {fast.matches} instead of {exact.matches}"
    if fast.minimizers != exact.minimizers:
        return f"{fast.minimizers} minimizers instead of {exact.minimizers}"
    knots = [nearest_double(t) for t in exact.spline.knots]
    if fast.knots.tolist() != knots:
        return f"knots {fast.knots.tolist()} instead of {knots}"
    for k, (change, error, true) in enumerate(
        zip(fast.slope_changes.tolist(), fast.slope_change_errors.tolist(), exact.spline.slope_changes, strict=True)
    ):
        if (change > 0) != (true > 0) or not _near(change, true, error):
            return f"slope change {k} is {change!r} +- {error!r} instead of {nearest_double(true)!r}"
    return _objective_disagreement(fast, exact) if _is_ordinary(fast.x) and _is_ordinary(fast.y) else None


def _objective_disagreement(fast: FastSolution, exact: Solution) -> str | None:
    if exact.objective is None or fast.objective_bounds is None:
        return None if exact.objective is None and fast.objective_bounds is None else "an objective on one side only"
    low, high = exact.objective.enclosure(20)
    if _between(fast.objective_bounds, low, high):
        return None
    return f"objective in {fast.objective_bounds} instead of {nearest_double(low)!r}"


def _is_ordinary(values: Doubles) -> bool:
    """Return whether exact powers of the values are quickly had: few, with short numerators and denominators."""
    return bool(values.size <= 14 and np.all((values == 0) | ((np.abs(values) > 1e-6) & (np.abs(values) < 1e6))))


def _near(value: float, true: Fraction, error: float) -> bool:
    if math.isinf(value) or math.isinf(error):
        return value == nearest_double(true) or math.isinf(error)
    return abs(Fraction(value) - true) <= Fraction(error)


def _between(bounds: tuple[float, float], low: Fraction, high: Fraction) -> bool:
    """Return whether bounds and enclosure meet: both hold the true value."""
    return (math.isinf(bounds[0]) or Fraction(bounds[0]) <= high) and (
        math.isinf(bounds[1]) or Fraction(bounds[1]) >= low
    )


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

# Rationals of many hundred digits make the exact path slow: fewer of them.
_SLOW = ("wide", "wide steps", "valley", "subnormals")


def draw(block: Block, families: tuple[str, ...]) -> Iterator[tuple[Exponent, str, list[Example]]]:
    """Yield a block's examples in groups of one exponent and one family.

    Examples
    --------
    >>> groups = list(draw(Block(0, 0, 100), ("walk",)))
    >>> sum(len(examples) for _, _, examples in groups)
    100
    """
    rng = block.rng()
    left = block.size
    while left:
        size = min(left, int(rng.integers(1, 40)))
        family = families[int(rng.integers(len(families)))]
        if family in _SLOW:
            size = min(size, 2)
        name = EXPONENTS[int(rng.integers(len(EXPONENTS)))]
        p = Exponent.read(float(rng.uniform(0.01, 0.99)) if name == "float" else name)
        longest = 60 if rng.random() < 0.05 else 14
        yield p, family, [FAMILIES[family](rng, int(rng.integers(3, longest))) for _ in range(size)]
        left -= size


@dataclass(frozen=True)
class Differential:
    """The campaign's job: each example through the compiled kernels, in batches, and through the exact path.

    Parameters
    ----------
    families : tuple of str
        Which of FAMILIES to draw from.

    Raises
    ------
    UsageError
        If there is no such family; the message names those there are.

    Examples
    --------
    >>> tally = Differential(("walk", "ties"))(Block(0, 0, 50))
    >>> tally.counts["examples"], tally.failures
    (50, [])
    """

    families: tuple[str, ...] = tuple(FAMILIES)

    def __post_init__(self) -> None:
        unknown = [name for name in self.families if name not in FAMILIES]
        if unknown or not self.families:
            raise UsageError(f"no family named {', '.join(unknown) or '(none given)'}; there are {', '.join(FAMILIES)}")

    def __call__(self, block: Block) -> Tally:
        """Compare the examples of a block; see `Tally`."""
        counts = {"examples": 0, "undecided": 0, "runs": 0, "unsure_runs": 0, "exact_gaps": 0, "exact_knots": 0}
        failures = []
        for p, family, examples in draw(block, self.families):
            batch = solve_batch(
                np.concatenate([x for x, _ in examples]),
                np.concatenate([y for _, y in examples]),
                p,
                offsets=np.cumsum([0, *(x.size for x, _ in examples)]),
            )
            counts["examples"] += len(batch)
            for name in ("runs", "unsure_runs", "exact_gaps", "exact_knots"):
                counts[name] += getattr(batch.decisions, name)
            for solution in batch:
                try:
                    difference = disagreement(solution)
                except UndecidedError:
                    counts["undecided"] += 1
                    continue
                if difference is not None:
                    failures.append(_failure(solution, family, difference))
        return Tally(counts, failures)


def _failure(solution: FastSolution, family: str, difference: str) -> dict[str, object]:
    """Return a shrunk counterexample, or the given one where it fails in its batch only."""
    p = solution.p
    example = (solution.x, solution.y)
    if _differs(example, p):
        example = shrink(example, _smaller, lambda smaller: _differs(smaller, p), attempts=2000)
        difference = disagreement(solve(*example, p)) or difference
    return {
        "family": family,
        "p": p.name,
        "x": [v.hex() for v in example[0].tolist()],
        "y": [v.hex() for v in example[1].tolist()],
        "difference": difference,
    }


def _differs(example: Example, p: Exponent) -> bool:
    try:
        return disagreement(solve(*example, p)) is not None
    except UndecidedError:
        return False


def _smaller(example: Example) -> Iterator[Example]:
    """Yield simpler data sets: without a point; with rounder numbers."""
    x, y = example
    for k in range(x.size) if x.size > 3 else ():
        yield np.delete(x, k), np.delete(y, k)
    for digits in range(0, 17, 2):
        shorter = np.array([float(f"{v:.{digits}e}") for v in y])
        if not np.array_equal(shorter, y):
            yield x, shorter
    if not np.array_equal(x, np.arange(float(x.size))):
        yield np.arange(float(x.size)), y
