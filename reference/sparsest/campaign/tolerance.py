"""The job that holds the fast path within a tolerance to the exact one: random and adversarial gates through both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from sparsest.campaign.block import Block, Tally
from sparsest.campaign.families import FAMILIES, SLOW, Example, refuse_unknown
from sparsest.campaign.fast_path import function_disagreement
from sparsest.campaign.runner import shrink
from sparsest.data import Dataset
from sparsest.fast.arrays import Doubles
from sparsest.fast.solve import solve, solve_batch
from sparsest.fast.within import WithinSolution
from sparsest.univariate.tolerance import solve_within

__all__ = ["TOLERANCES", "Gated", "WithinDifferential", "compile_within", "draw_gates", "within_disagreement"]

#: An example: x, y and the tolerances, one for all or one for each point.
Gated = tuple[Doubles, Doubles, Doubles]

#: What draws the tolerances of an example: name -> function of a generator, x and y.
_Draw = Callable[[np.random.Generator, Doubles, Doubles], Doubles]


def _usual(rng: np.random.Generator, _x: Doubles, y: Doubles) -> Doubles:
    return np.array([float(np.median(np.abs(np.diff(y)))) * 2.0 ** float(rng.uniform(-4, 4))])


def _decimal(rng: np.random.Generator, _x: Doubles, _y: Doubles) -> Doubles:
    return rng.choice([0.0, 0.001, 0.05, 0.1, 0.5, 1.0, 2.0], 1)


def _touching(rng: np.random.Generator, _x: Doubles, y: Doubles) -> Doubles:
    # Half the difference of two labels: a floor is as high as a ceiling.
    i, j = rng.integers(0, y.size, 2)
    return np.array([abs(0.5 * y[i] - 0.5 * y[j])])


def _collinear(rng: np.random.Generator, x: Doubles, y: Doubles) -> Doubles:
    # The ends of three gates are in line, or nearly: with rounded labels they often are in line exactly.
    a, b, c = np.sort(rng.choice(y.size, 3, replace=False))
    with np.errstate(all="ignore"):
        width = abs(0.5 * (y[b] - y[a] - (y[c] - y[a]) * ((x[b] - x[a]) / (x[c] - x[a]))))
    width = width if np.isfinite(width) else 1.0
    return np.array([[width, np.nextafter(width, np.inf), np.nextafter(width, 0.0)][int(rng.integers(3))]])


def _own(rng: np.random.Generator, _x: Doubles, y: Doubles) -> Doubles:
    return np.asarray(np.abs(rng.standard_normal(y.size)) * np.median(np.abs(np.diff(y))))


def _nested(rng: np.random.Generator, _x: Doubles, y: Doubles) -> Doubles:
    # Some gates reach to the label before, or as far again: one end on it, or its gate inside.
    steps = np.abs(np.diff(y, prepend=y[0]))
    return np.asarray(np.where(np.isfinite(steps), steps, 1.0) * rng.choice([0.0, 0.5, 1.0, 2.0], y.size))


def _open(rng: np.random.Generator, _x: Doubles, y: Doubles) -> Doubles:
    return rng.choice([0.0, 0.25, 1.0, np.inf, np.inf], y.size)


def _extreme(rng: np.random.Generator, _x: Doubles, y: Doubles) -> Doubles:
    size = y.size if rng.random() < 0.5 else 1
    return rng.choice([0.0, 5e-324, 1e-300, 1e-20, 1.0, 1e20, 1e300, 1.7e308, np.inf], size)


TOLERANCES: dict[str, _Draw] = {
    "usual": _usual,
    "decimal": _decimal,
    "touching": _touching,
    "collinear": _collinear,
    "own": _own,
    "nested": _nested,
    "open": _open,
    "extreme": _extreme,
}


def draw_gates(block: Block, families: tuple[str, ...]) -> Iterator[tuple[str, list[Gated]]]:
    """Yield a block's examples in groups of one family of points and one kind of gates.

    Examples
    --------
    >>> groups = list(draw_gates(Block(0, 0, 100), ("walk",)))
    >>> sum(len(examples) for _, examples in groups)
    100
    """
    rng = block.rng()
    left = block.size
    while left:
        family = families[int(rng.integers(len(families)))]
        size = min(left, int(rng.integers(1, 3 if family in SLOW else 40)))
        kind = list(TOLERANCES)[int(rng.integers(len(TOLERANCES)))]
        points = [_at_least_three(rng, family) for _ in range(size)]
        yield f"{family}, {kind}", [(x, y, TOLERANCES[kind](rng, x, y)) for x, y in points]
        left -= size


def _at_least_three(rng: np.random.Generator, family: str) -> Example:
    while True:
        x, y = FAMILIES[family](rng, int(rng.integers(3, 60 if rng.random() < 0.05 else 14)))
        if x.size >= 3:
            return x, y


def compile_within() -> None:
    """Let the kernels be in the compile cache, so that each of the processes started later need not compile them.

    Examples
    --------
    >>> compile_within()
    """
    solve([0, 1, 2], [0, 3, 0], tolerance=1)


def within_disagreement(fast: WithinSolution) -> str | None:
    """Return in what a fast solution differs from the exact one of the same gates; None if in nothing.

    Compared are the bends, the function as it is exactly, every knot (correctly rounded, so bit by bit), and the signs
    and errors of the slope changes.

    Examples
    --------
    >>> within_disagreement(solve([0, 1, 2, 3, 4], [0, 0, 1, 4, 8], tolerance=0.5)) is None
    True
    """
    given = float(fast.widths[0]) if fast.widths.size == 1 else fast.widths.tolist()
    exact = solve_within(Dataset(fast.x, fast.y), tolerance=given, fit="any")
    bends = [list(bend) for bend in exact.bends]
    if fast.bends.tolist() != bends:
        return f"bends {fast.bends.tolist()} instead of {bends}"
    if fast.to_spline() != exact.spline:
        return f"{fast.to_spline()} instead of {exact.spline}"
    return function_disagreement(fast, exact.spline)


@dataclass(frozen=True)
class WithinDifferential:
    """The campaign's job: each example through the compiled kernels, in batches, and through the exact path.

    Parameters
    ----------
    families : tuple of str
        Which of FAMILIES to draw the points from.

    Raises
    ------
    UsageError
        If there is no such family; the message names those there are.

    Examples
    --------
    >>> tally = WithinDifferential(("walk", "ties"))(Block(0, 0, 50))
    >>> tally.counts["examples"], tally.failures
    (50, [])
    """

    families: tuple[str, ...] = tuple(FAMILIES)

    def __post_init__(self) -> None:
        refuse_unknown(self.families)

    def __call__(self, block: Block) -> Tally:
        """Compare the examples of a block; see `Tally`."""
        counts = {"examples": 0, "knots": 0, "refined_turns": 0, "exact_turns": 0, "exact_lines": 0, "exact_knots": 0}
        failures = []
        for name, examples in draw_gates(block, self.families):
            shared = [one for one in examples if one[2].size == 1 and np.array_equal(one[2], examples[0][2])]
            for joined in (examples, shared) if shared else (examples,):
                batch = solve_batch(
                    np.concatenate([x for x, _, _ in joined]),
                    np.concatenate([y for _, y, _ in joined]),
                    offsets=np.cumsum([0, *(x.size for x, _, _ in joined)]),
                    tolerance=_joined_widths(joined, alike=joined is shared),
                )
                for solution in batch:
                    difference = within_disagreement(solution)
                    if difference is not None:
                        failures.append(_failure(solution, name, difference))
                for who in ("refined_turns", "exact_turns", "exact_lines", "exact_knots"):
                    counts[who] += getattr(batch.decisions, who)
                counts["knots"] += batch.knots.size
            counts["examples"] += len(examples)
        return Tally(counts, failures)


def _joined_widths(examples: list[Gated], *, alike: bool) -> float | Doubles:
    """Return one tolerance, or the tolerances of all points."""
    if alike:
        return float(examples[0][2][0])
    return np.concatenate([np.broadcast_to(widths, x.shape) for x, _, widths in examples])


def _failure(solution: WithinSolution, family: str, difference: str) -> dict[str, object]:
    """Return a shrunk counterexample, or the given one where it fails in its batch only."""
    example = solution.x, solution.y, solution.widths
    if _differs(example):
        example = shrink(example, _smaller, _differs, attempts=2000)
        difference = within_disagreement(_solved(example)) or difference
    names = ("x", "y", "tolerance")
    columns = {name: [v.hex() for v in values.tolist()] for name, values in zip(names, example, strict=True)}
    return {"family": family, **columns, "difference": difference}


def _solved(example: Gated) -> WithinSolution:
    x, y, widths = example
    return solve(x, y, tolerance=float(widths[0]) if widths.size == 1 else widths)


def _differs(example: Gated) -> bool:
    return within_disagreement(_solved(example)) is not None


def _smaller(example: Gated) -> Iterator[Gated]:
    """Yield simpler examples: without a point; with rounder numbers."""
    x, y, widths = example
    for k in range(x.size) if x.size > 3 else ():
        yield np.delete(x, k), np.delete(y, k), widths if widths.size == 1 else np.delete(widths, k)
    for digits in range(0, 17, 2):
        shorter = np.array([float(f"{v:.{digits}e}") for v in y])
        narrower = np.array([float(f"{v:.{digits}e}") for v in widths])
        if not np.array_equal(shorter, y):
            yield x, shorter, widths
        if not np.array_equal(narrower, widths):
            yield x, y, narrower
    if not np.array_equal(x, np.arange(float(x.size))):
        yield np.arange(float(x.size)), y, widths
