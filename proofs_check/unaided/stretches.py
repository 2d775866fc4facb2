"""Stretches between two neighbouring interior points, and functions with inner knots on them (Lemmas A.1, A.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, starmap
from random import Random
from typing import NamedTuple, TypeAlias

from flint import fmpq

from proofs_check.cases import LOTS, SplineCase
from proofs_check.claim import Sample, not_met, refute

__all__ = [
    "CLOSELY", "Curvatures", "Stretch", "Turn", "fractions_below_one", "has_stretch", "measured", "see_changes",
    "shown_turn", "stretches", "turns", "winding",
]  # fmt: skip

# Of most drawn data few stretches, as there are many data sets.
_FEW_STRETCHES, _MOST_STRETCHES = 2, 1_000
_FEW_TURNS, _MOST_TURNS = 1, 4

#: Who gets the larger of these numbers: for `Claim.samples`.
CLOSELY = Sample(
    f"up to {_MOST_STRETCHES:,} stretches are looked at and not {_FEW_STRETCHES}, each with {_MOST_TURNS} random bent "
    f"functions and not {_FEW_TURNS}",
    LOTS,
)

#: Takes the curvatures of two neighbouring interior points, the signs of A and B: whether a stretch is meant.
Curvatures: TypeAlias = Callable[[int, int], bool]

_TINY = [fmpq(1, 1000), fmpq(1, 10**9), fmpq(1, 10**40)]


class Stretch(NamedTuple):
    """The stretch [x_i, x_{i+1}]: its four data points, chord slope s, A = s - a and B = b - s."""

    points: tuple[tuple[fmpq, fmpq], ...]
    s: fmpq
    a: fmpq
    b: fmpq


class Turn(NamedTuple):
    """A function on a stretch: slope s + delta up to an inner knot at relative position tau."""

    delta: fmpq
    tau: fmpq

    def changes(self, stretch: Stretch) -> tuple[fmpq, fmpq, fmpq]:
        """Return the slope changes at x_i, at the inner knot, and at x_{i+1}, by the formulas of the lemmas."""
        inner = self.delta / (1 - self.tau)
        return stretch.a + self.delta, -inner, stretch.b + self.tau * inner


def has_stretch(wanted: Curvatures, which: str) -> Callable[[SplineCase], None]:
    """Return the hypothesis that there is such a stretch, for `Claim.requires`.

    Parameters
    ----------
    wanted : callable
        As for `stretches`.
    which : str
        The two points in words: "of equal curvature".

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> from sparsest import Dataset
    >>> examine(has_stretch(lambda a, b: a == b, "of equal curvature"), SplineCase(Dataset([0, 1], [0, 1]))).reason
    'no two neighbouring interior points of equal curvature'
    """

    def require(case: SplineCase) -> None:
        if not any(starmap(wanted, pairwise(case.curvature))):
            not_met(f"no two neighbouring interior points {which}")

    return require


def stretches(case: SplineCase, wanted: Curvatures, rng: Random) -> list[Stretch]:
    """Return stretches between neighbouring interior points of wanted curvatures, some of them if there are many.

    Parameters
    ----------
    case : SplineCase
        The data; a and b are the slopes of the neighbouring chords.
    wanted : callable
        Takes the signs of A and B.
    rng : Random
        Picks those that are returned.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
    >>> [(one.a, one.b) for one in stretches(case, lambda a, b: a * b > 0, case.rng())]
    [(1, 1)]
    """
    found = [k for k, signs in enumerate(pairwise(case.curvature)) if wanted(*signs)]
    most = _MOST_STRETCHES if CLOSELY.takes(case) else _FEW_STRETCHES
    if len(found) > most:
        found = rng.sample(found, most)
    points = tuple(zip(*case.data.flint, strict=True))
    slopes, gaps = case.flint_slopes, case.flint_gaps
    return [Stretch(points[k : k + 4], slopes[k + 1], gaps[k], gaps[k + 1]) for k in found]


def fractions_below_one(rng: Random) -> fmpq:
    """Return a random rational in (0, 1), now and then very near 0 or 1.

    Examples
    --------
    >>> fractions_below_one(Random(3)) < 1
    True
    """
    kind = rng.randrange(6)
    if kind < 4:
        below = rng.randint(2, 60)
        return fmpq(rng.randint(1, below - 1), below)
    return rng.choice(_TINY) if kind == 4 else 1 - rng.choice(_TINY)


def turns(case: SplineCase, stretch: Stretch, rng: Random) -> Iterator[Turn]:
    """Yield functions with delta != 0: at and near the break points of the cost, and anywhere.

    If A B > 0 the first is the single knot: delta = -A, tau = B/(A + B). How many there are is said by `CLOSELY`.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
    >>> one = stretches(case, lambda a, b: True, case.rng())[0]
    >>> next(turns(case, one, case.rng()))
    Turn(delta=-1, tau=1/2)
    """
    a, b = stretch.a, stretch.b
    scale = a if a != 0 else b if b != 0 else fmpq(1)
    if a * b > 0:
        yield Turn(-a, b / (a + b))
    for _ in range(_MOST_TURNS if CLOSELY.takes(case) else _FEW_TURNS):
        tau = b / (a + b) if a * b > 0 and rng.random() < 0.3 else fractions_below_one(rng)
        breaks = [scale * fractions_below_one(rng), *(at for at in (-a, -b * (1 - tau) / tau) if at != 0)]
        delta = rng.choice(breaks)
        kind = rng.randrange(5)
        if kind == 0:
            delta *= 1 + rng.choice(_TINY)
        elif kind == 1:
            delta *= rng.choice(_TINY) * rng.choice((1, -1))
        elif kind == 2:
            delta *= -rng.randint(1, 9)
        yield Turn(delta, tau)


def measured(stretch: Stretch, turn: Turn) -> tuple[fmpq, fmpq, fmpq] | None:
    """Return the slope changes of the function, measured between its values; None if it misses a data point.

    The function is followed from x_i with the slope s + delta to the inner knot, and from there with the slope that the
    change -delta/(1 - tau) leaves; the neighbouring chords continue it on both sides.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
    >>> one = stretches(case, lambda a, b: True, case.rng())[0]
    >>> measured(one, Turn(fmpq(-1), fmpq(1, 2)))
    (0, 2, 0)
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = stretch.points
    step = x2 - x1
    at = x1 + turn.tau * step
    value = y1 + (stretch.s + turn.delta) * (at - x1)
    after = stretch.s + turn.delta - turn.delta / (1 - turn.tau)
    if value + after * (x2 - at) != y2:
        return None
    first, inner, last = _changes_between([(x0, y0), (x1, y1), (at, value), (x2, y2), (x3, y3)])
    return first, inner, last


def _changes_between(nodes: Sequence[tuple[fmpq, fmpq]]) -> list[fmpq]:
    """Return the slope changes at all nodes but the first and the last."""
    slopes = [(d - b) / (c - a) for (a, b), (c, d) in pairwise(nodes)]
    return [after - before for before, after in pairwise(slopes)]


def winding(stretch: Stretch, rng: Random) -> list[fmpq]:
    """Return the slope changes of a random function with two to four inner nodes: at x_i, at those, and at x_{i+1}.

    It goes through both points and is not straight between them. A node stands anywhere, or on the line that comes in
    or the one that goes out, so that often no knot is left at an end, and now and then one knot in all.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
    >>> one = stretches(case, lambda a, b: True, case.rng())[0]
    >>> sum(winding(one, case.rng())) == one.a + one.b
    True
    """
    start, (x1, y1), (x2, y2), end = stretch.points
    unit = stretch.a if stretch.a != 0 else stretch.b if stretch.b != 0 else fmpq(1)
    places = sorted(x1 + (x2 - x1) * fractions_below_one(rng) for _ in range(rng.randint(2, 4)))
    inner = []
    for at in (t for k, t in enumerate(places) if k == 0 or t != places[k - 1]):
        lines = [y1 + (stretch.s - stretch.a) * (at - x1), y2 + (stretch.s + stretch.b) * (at - x2)]
        away = unit * (x2 - x1) * rng.choice((1, -1)) * fractions_below_one(rng)
        inner.append((at, rng.choice([*lines, y1 + stretch.s * (at - x1) + away])))
    if not any(_changes_between([(x1, y1), *inner, (x2, y2)])):
        inner[0] = (inner[0][0], inner[0][1] + unit * (x2 - x1))
    return _changes_between([start, (x1, y1), *inner, (x2, y2), end])


def see_changes(stretch: Stretch, turn: Turn) -> tuple[fmpq, fmpq, fmpq]:
    """Return the slope changes of the function, after seeing that the formulas of the lemmas are what is measured.

    Raises
    ------
    FindingError
        Refuted, if they are not.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
    >>> one = stretches(case, lambda a, b: True, case.rng())[0]
    >>> see_changes(one, Turn(fmpq(-1), fmpq(1, 2)))
    (0, 2, 0)
    """
    changes = measured(stretch, turn)
    if changes is None or changes != turn.changes(stretch):
        refute("the formulas are not the slope changes of the function", **shown_turn(stretch, turn))
    return changes


def shown_turn(stretch: Stretch, turn: Turn) -> dict[str, str]:
    """Return the numbers of a function on a stretch, as the witness of a finding has them.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
    >>> shown_turn(stretches(case, lambda a, b: True, case.rng())[0], Turn(fmpq(-1), fmpq(1, 2)))["changes"]
    '(0, 2, 0)'
    """
    names = {"A": stretch.a, "B": stretch.b, "delta": turn.delta, "tau": turn.tau}
    return {name: str(value) for name, value in names.items()} | {"changes": str(turn.changes(stretch))}
