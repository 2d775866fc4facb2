"""What is asked about a data set within tolerances: which gates, said as the solver takes them and as plain numbers.

The tolerances are those where the answer may change, where ends of three gates are in line, and others between them;
so gates touch, and a comparison that is strict where it should be weak is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from random import Random
from typing import NamedTuple

from flint import fmpq

from proofs_check.cases import LOTS, SplineCase
from proofs_check.claim import Sample, undecided
from proofs_check.unaided.gates import End, PlainGates, band, chebyshev_error, limits

__all__ = ["MANY_TOLERANCES", "MOST_ASKED", "Asked", "askings", "not_too_many", "telling_tolerances"]

_FEW, _MOST, _MOST_OWN = 3, 20, 3
# Of data this large, few tolerances; and of so many points all triples are taken.
_LARGE, _ALL_TRIPLES = 300, 9

#: Points up to which tolerances are asked about: the counts without the solver take longer than it does.
MOST_ASKED = 2_000

#: Who gets the larger of these numbers: for `Claim.samples`.
MANY_TOLERANCES = Sample(
    f"up to {_MOST} tolerances are asked about and not {_FEW}, and {_MOST_OWN} sets of gates of their own "
    f"and not 1 (never where N > {_LARGE})",
    LOTS // 10,
)


class Asked(NamedTuple):
    """Gates, and what the solver is asked for them.

    Parameters
    ----------
    what : str
        For a witness.
    gates : PlainGates
        Floors and ceilings.
    options : mapping
        Keyword arguments of the solver: `tolerance`, or `lower` and `upper`.
    """

    what: str
    gates: PlainGates
    options: Mapping[str, object]


def not_too_many(case: SplineCase) -> None:
    """Leave open what would take too long, for `Claim.requires`.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> from sparsest import Dataset
    >>> examine(not_too_many, SplineCase(Dataset(range(2001), range(2001)))).reason
    '2001 points are too many: up to 2000 are counted without the solver'
    """
    if case.size > MOST_ASKED:
        undecided(f"{case.size} points are too many: up to {MOST_ASKED} are counted without the solver")


def telling_tolerances(case: SplineCase) -> list[fmpq]:
    """Return 0, tolerances where the ends of three gates are in line, and one between each two; few or many of them.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> telling_tolerances(SplineCase(Dataset([0, 1, 2], [0, 3, 0])))
    [0, 3/4, 3/2, 4]
    """
    return case.once(_tolerances)


def _tolerances(case: SplineCase) -> list[fmpq]:
    found = limits(case, _triples(case)) if case.size > _ALL_TRIPLES else limits(case)
    best = chebyshev_error(case)
    if best not in found:
        found.append(best)
    places = sorted({(v.p, v.q): v for v in [fmpq(0), *found]}.values())
    all_of_them = [*places, *((a + b) / 2 for a, b in pairwise(places)), 2 * best + 1]
    return sorted([fmpq(0), *_some(all_of_them[1:], _MOST if _many(case) else _FEW, case.rng(1))])


def _many(case: SplineCase) -> bool:
    return MANY_TOLERANCES.takes(case) and case.size <= _LARGE


def _some(values: list[fmpq], most: int, rng: Random) -> list[fmpq]:
    return values if len(values) <= most else rng.sample(values, most)


def _triples(case: SplineCase) -> Iterator[tuple[int, int, int]]:
    """Yield some triples of points: neighbours, where they are few, and any."""
    rng, n = case.rng(2), case.size
    yield from ((k, k + 1, k + 2) for k in (range(n - 2) if n <= 100 else rng.sample(range(n - 2), 100)))
    for _ in range(100):
        a, b, c = sorted(rng.sample(range(n), 3))
        yield a, b, c


def askings(case: SplineCase) -> Iterator[Asked]:
    """Yield gates of all kinds: one tolerance, tolerances of their own, bounds; infinite ends and touching ones too.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> [one.what for one in askings(SplineCase(Dataset([0, 1, 2], [0, 3, 0])))][3:6]
    ['tolerance 4', 'tolerance infinite', 'tolerances of their own']
    """
    for tolerance in telling_tolerances(case):
        yield Asked(f"tolerance {tolerance}", band(case, tolerance), {"tolerance": tolerance})
    none = (None,) * case.size
    yield Asked("tolerance infinite", PlainGates(tuple(case.data.flint.x), none, none), {"tolerance": "infinity"})
    rng = case.rng(3)
    for _ in range(_MOST_OWN if _many(case) else 1):
        yield _tolerances_of_their_own(case, rng)
        yield _bounds(case, rng)


def _tolerances_of_their_own(case: SplineCase, rng: Random) -> Asked:
    x, y = case.data.flint
    pool: list[End] = [*telling_tolerances(case), fmpq(0), None]
    widths = [rng.choice(pool) for _ in y]
    low, high = _ends(case, [None if w is None else -w for w in widths]), _ends(case, widths)
    return Asked("tolerances of their own", PlainGates(tuple(x), low, high), {"tolerance": widths})


def _bounds(case: SplineCase, rng: Random) -> Asked:
    """Return bounds: some missing, some apart from the label, and one floor on the line through two ceilings."""
    x, y = case.data.flint
    pool = telling_tolerances(case)
    widths = [sorted([rng.choice(pool) * rng.choice([1, 1, 1, -1]), rng.choice(pool)]) for _ in y]
    missing = rng.choice([0, 0.1, 0.4])
    shifts: list[list[End]] = [[-below for below, _ in widths], [above for _, above in widths]]
    low, high = ([*_ends(case, [None if rng.random() < missing else s for s in side])] for side in shifts)
    for k, (a, b) in enumerate(zip(low, high, strict=True)):
        if a is not None and b is not None and a > b:
            low[k], high[k] = b, a
    _touch(list(x), low, high, rng)
    if rng.random() < 0.5:
        low, high = ([None if v is None else -v for v in ends] for ends in (high, low))
    return Asked("bounds", PlainGates(tuple(x), tuple(low), tuple(high)), {"lower": low, "upper": high})


def _ends(case: SplineCase, shifts: list[End]) -> tuple[End, ...]:
    return tuple(None if s is None else y + s for y, s in zip(case.data.flint.y, shifts, strict=True))


def _touch(x: list[fmpq], low: list[End], high: list[End], rng: Random) -> None:
    """Put a floor on the line through two ceilings, and its ceiling not below."""
    triples = list(combinations(range(min(len(x), 20)), 3))
    if not triples:
        return
    a, b, c = rng.choice(triples)
    left, right = high[a], high[c]
    if left is None or right is None:
        return
    floor = left + (right - left) * (x[b] - x[a]) / (x[c] - x[a])
    low[b] = floor
    ceiling = high[b]
    if ceiling is not None and ceiling < floor:
        high[b] = floor
