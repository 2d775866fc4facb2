"""The polyhedron of the proof of Theorem A, exhaustively: all sign patterns of up to 7 slope gaps.

A spline through the points is described by what its knots pay to the gaps (equation (**) of the proof): interval j =
0..n, between the gaps j and j + 1 counted from 1, has at most one knot of each sign s, which pays l >= 0 to gap j and
r >= 0 to gap j + 1, with

    sum_s s (r_{i-1}^s + l_i^s) = d_i       for every gap i = 1..n,         cost sum_{j,s} (l_j^s + r_j^s)^p.

The outer payments, l of interval 0 and r of interval n, go to no gap: each variable stands in *at most* one equation.
The first check completes the argument that only vertices are minimisers, the second finds the vertices, and the third
compares the cheapest ones with the matchings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product
from typing import Literal, NamedTuple

from flint import arb, ctx, fmpq, fmpq_mat, fmpz_mat

from proofs_check.cases import SplineCase
from proofs_check.claim import Derivation, Finding, holds, refute
from proofs_check.unaided.compare import exact_sign
from proofs_check.unaided.matchings import best_matchings, knot_lists, knots_of, sizes_of_runs
from sparsest.data import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import as_fraction

__all__ = ["DERIVATIONS", "Payment", "equations", "payments", "vertices"]

# Sign patterns of up to so many gaps; for the generic search of vertices, over all bases.
_MOST_GAPS, _GENERIC_GAPS = 7, 4
# From so many gaps on only patterns are compared with `solve` whose first nonzero gap is positive.
_MIRRORED = 6
# Sizes of the gaps, from the first one on: equal ones; knots 3, 4, 3 as p grows; a tie of 2 and 3 knots at p = 1/2.
_SIZES = ((1,) * 7, (1, 7, 29, 30, 16, 1, 3), (225, 1296, 2304, 196, 225, 1296, 2304))
_EXPONENTS = (Exponent.read("1/2"), Exponent.read("1/3"))
_BITS = 128


class Payment(NamedTuple):
    """A variable: what the knot of a sign in an interval pays to its left gap ("l") or to its right gap ("r")."""

    interval: int
    sign: int
    side: Literal["l", "r"]

    @property
    def gap(self) -> int:
        """The gap that is paid, counted from 1: 0 and n + 1 stand for none."""
        return self.interval if self.side == "l" else self.interval + 1


#: A point of the polyhedron: its nonzero variables and their values.
Point = frozenset[tuple[Payment, int | Fraction]]
#: The equations: for each gap its coefficients, one for each variable.
Matrix = list[list[int]]
_Build = Callable[[int], Matrix]


def payments(n: int) -> list[Payment]:
    """Return the 4 (n + 1) variables for n gaps.

    Examples
    --------
    >>> len(payments(2)), payments(2)[1], payments(2)[1].gap
    (12, Payment(interval=0, sign=1, side='r'), 1)
    """
    sides: tuple[Literal["l", "r"], ...] = ("l", "r")
    return [Payment(j, sign, side) for j in range(n + 1) for sign in (1, -1) for side in sides]


def equations(n: int) -> Matrix:
    """Return the matrix of the n equations.

    Examples
    --------
    >>> equations(1)
    [[0, 1, 0, -1, 1, 0, -1, 0]]
    """
    return [[v.sign * (v.gap == i) for v in payments(n)] for i in range(1, n + 1)]


def _shared(n: int) -> Matrix:
    """Return the equations of a false model: every knot pays its two gaps from one variable."""
    return [[v.sign * (v.interval in (i - 1, i)) for v in payments(n)] for i in range(1, n + 1)]


# --- only vertices are minimisers ---


def _one_equation_each(build: _Build) -> Finding:
    """Check that each variable stands in at most one equation, and that two variables of one gap leave room.

    At a point where two variables of one gap are nonzero, or an outer one is, there is a direction within the
    polyhedron, both ways or downwards, along which the cost is strictly concave or decreases. So it is no minimiser.
    """
    seen = 0
    for n in range(1, _MOST_GAPS + 1):
        rows, variables = build(n), payments(n)
        for k, v in enumerate(variables):
            stands = [i + 1 for i, row in enumerate(rows) if row[k]]
            if stands != ([v.gap] if 1 <= v.gap <= n else []):
                refute(f"a variable stands in the equations {stands}", gaps=n, variable=str(v))
        for i, row in enumerate(rows):
            mine = [k for k in range(len(variables)) if row[k]]
            if len(mine) != 4:
                refute(f"{len(mine)} variables pay gap {i + 1}", gaps=n)
            for a, b in combinations(mine, 2):
                _see_room(rows, variables, a, b)
                seen += 1
    return holds(pairs=seen)


def _see_room(rows: Matrix, variables: Sequence[Payment], a: int, b: int) -> None:
    """Look at the direction that two nonzero variables of one gap leave: one up and one down, or both down."""
    v, w = variables[a], variables[b]
    shown = {"gaps": len(rows), "variables": [str(v), str(w)]}
    step = -1 if v.sign == w.sign else 1  # v falls by e, w falls by step * e
    if any(row[a] + step * row[b] for row in rows):
        refute("the direction leaves the polyhedron", **shown)
    # (A - e)^p + (B + e)^p is strictly concave in e as the two stand in the costs of different knots.
    if step == -1 and (v.interval, v.sign) == (w.interval, w.sign):
        refute("one knot pays the same gap twice: its cost does not change", **shown)


# --- the vertices ---


def vertices(rows: Matrix, variables: Sequence[Payment], d: Sequence[int]) -> set[Point]:
    """Return the vertices: for each equation a basic variable that stands in it, where all values come out >= 0.

    A basis of n columns, each with at most one nonzero entry, is regular if and only if there is one for each row: else
    a row is 0. Bases that differ only where d_i = 0 give the same point, and are looked at once.

    Examples
    --------
    >>> [[(v.interval, v.side, x) for v, x in point] for point in vertices(equations(1), payments(1), [-2])] in (
    ...     [[(0, "r", 2)], [(1, "l", 2)]], [[(1, "l", 2)], [(0, "r", 2)]])
    True
    """
    choices = []
    for row, rest in zip(rows, d, strict=True):
        # An entry is 1 or -1, its own inverse.
        values = ((v, rest * entry) for v, entry in zip(variables, row, strict=True) if entry)
        choices.append({None if value == 0 else (v, value) for v, value in values if value >= 0})
    return {frozenset(one for one in chosen if one is not None) for chosen in product(*choices)}


def _generic_vertices(n: int, rows: Matrix, variables: Sequence[Payment]) -> Iterator[tuple[list[int], set[Point]]]:
    """Yield all sign patterns with their vertices, from all regular bases by exact linear algebra."""
    inverses: list[tuple[tuple[int, ...], fmpq_mat]] = []
    for basis in combinations(range(len(variables)), n):
        matrix = fmpz_mat([[row[k] for k in basis] for row in rows])
        if matrix.det() != 0:
            inverses.append((basis, fmpq_mat(matrix).inv()))
    for d in product((-1, 0, 1), repeat=n):
        scaled = [s * (i + 2) for i, s in enumerate(d)]
        column = fmpz_mat(n, 1, scaled)
        found: set[Point] = set()
        for basis, inverse in inverses:
            values = (inverse * column).entries()
            if min(values) >= 0:
                pays = zip(basis, values, strict=True)
                found.add(frozenset((variables[k], as_fraction(v)) for k, v in pays if v != 0))
        yield scaled, found


def _paid_whole(d: Sequence[int], signs: Callable[[int], Sequence[int]]) -> set[Point]:
    """Return the points where each gap d_i != 0 is paid whole by the interval before or after it."""
    ways: list[list[tuple[Payment, int | Fraction]]] = [
        [pay for s in signs(size) for pay in ((Payment(i, s, "r"), abs(size)), (Payment(i + 1, s, "l"), abs(size)))]
        for i, size in enumerate(d)
        if size
    ]
    return {frozenset(chosen) for chosen in product(*ways)}


def _right_sign(size: int) -> Sequence[int]:
    return (1,) if size > 0 else (-1,)


def _vertices_pay_whole(signs: Callable[[int], Sequence[int]]) -> Finding:
    """Check that the vertices are exactly the points where each gap is paid whole, with knots of these signs."""
    patterns = 0
    for n in range(1, _MOST_GAPS + 1):
        rows, variables = equations(n), payments(n)
        for pattern in product((-1, 0, 1), repeat=n):
            scaled = [s * (i + 2) for i, s in enumerate(pattern)]
            found, expected = vertices(rows, variables, scaled), _paid_whole(scaled, signs)
            if found != expected:
                odd = min(map(_text, found ^ expected))
                refute(f"{len(found)} vertices, {len(expected)} expected", gaps=scaled, point=odd)
            patterns += 1
    for n in range(1, _GENERIC_GAPS + 1):
        rows, variables = equations(n), payments(n)
        for scaled, found in _generic_vertices(n, rows, variables):
            if found != vertices(rows, variables, scaled):
                refute("the bases found by linear algebra give other vertices", gaps=scaled)
    return holds(patterns=patterns)


def _text(point: Point) -> list[str]:
    return sorted(f"interval {v.interval}, sign {v.sign:+d}, {v.side} = {value}" for v, value in point)


# --- the cheapest vertices ---


_Splines = set[tuple[tuple[fmpq, fmpq], ...]]


def _shares(point: Point) -> dict[tuple[int, int], list[int]]:
    """Return what each knot (interval, sign) of a point pays to the left and to the right."""
    pays: dict[tuple[int, int], list[int]] = {}
    for v, value in point:
        pays.setdefault((v.interval, v.sign), [0, 0])[v.side == "r"] += int(value)  # whole, as the gaps are
    return pays


def _knots(point: Point) -> tuple[tuple[fmpq, fmpq], ...]:
    """Return the knots (position, slope change) of a point for data at x = 0, 1, ...; gap i belongs to x = i."""
    pays = _shares(point).items()
    return tuple(sorted((j + fmpq(r, left + r), fmpq(sign * (left + r))) for (j, sign), (left, r) in pays))


def _by_changes(points: set[Point]) -> dict[tuple[int, ...], list[Point]]:
    """Sort points by the sizes of their slope changes, on which the cost depends."""
    found: dict[tuple[int, ...], list[Point]] = {}
    for point in points:
        found.setdefault(tuple(sorted(map(sum, _shares(point).values()))), []).append(point)
    return found


def _cheapest(sorted_points: dict[tuple[int, ...], list[Point]], p: Exponent | None) -> _Splines:
    """Return the splines of the cheapest points; p = None stands for 1, where the costs are integers."""
    best: list[tuple[int, ...]] = []
    least = arb(0)
    for changes in sorted_points:
        cost = sum((arb(c) if p is None else _power(c, p) for c in changes), arb(0))
        sign = -1 if not best or cost < least else 1 if cost > least else _exact(changes, best[0], p)
        if sign < 0:
            best, least = [changes], cost
        elif sign == 0:
            best.append(changes)
    return {_knots(point) for changes in best for point in sorted_points[changes]}


@lru_cache(maxsize=4096)
def _power(c: int, p: Exponent) -> arb:
    with ctx.workprec(_BITS):
        return arb(c) ** arb(p.value or 0)


def _exact(a: Sequence[int], b: Sequence[int], p: Exponent | None) -> int:
    if p is None:
        return (sum(a) > sum(b)) - (sum(a) < sum(b))
    terms: dict[fmpq, int] = {}
    for n, side in ((1, a), (-1, b)):
        for c in side:
            terms[fmpq(c)] = terms.get(fmpq(c), 0) + n
    return exact_sign({c: n for c, n in terms.items() if n}, p)


def _cheapest_are_matchings(at_one: bool = False) -> Finding:
    """Check that the splines of the cheapest vertices are the matchings of greatest weight, by force and by `solve`."""
    compared = 0
    for n in range(1, _MOST_GAPS + 1):
        rows, variables = equations(n), payments(n)
        for pattern, sizes in product(product((-1, 0, 1), repeat=n), _SIZES[: 3 if n < 6 else 2 if n < 7 else 1]):
            if n >= _MIRRORED and next((s for s in pattern if s), 0) < 0:
                continue  # the polyhedron of -d is that of d with the signs of all knots changed
            d = [s * size for s, size in zip(pattern, sizes, strict=False)]
            points, data = _by_changes(vertices(rows, variables, d)), Dataset.from_gaps(d)
            for p in _EXPONENTS:
                with ctx.workprec(_BITS):
                    cheapest = _cheapest(points, None if at_one else p)
                case = SplineCase(data, p)
                best = [best_matchings(run, p) for run in sizes_of_runs(case)]
                if cheapest != set(knot_lists(case, best)):
                    refute("the cheapest vertices are not the cheapest matchings", gaps=d, p=p.name)
                if cheapest != {knots_of(spline) for spline in case.solution.splines()}:
                    refute("the cheapest vertices are not what `solve` returns", gaps=d, p=p.name)
                compared += 1
    return holds(compared=compared)


#: For Theorem A.
DERIVATIONS = (
    Derivation(
        "polyhedron, equations",
        f"For n <= {_MOST_GAPS} gaps each variable stands in at most one equation, the outer payments in none, and any "
        "two variables of one gap leave a direction within the polyhedron along which the cost is strictly concave or "
        "falls.",
        "case exhaustion",
        lambda: _one_equation_each(equations),
        lambda: _one_equation_each(_shared),
    ),
    Derivation(
        "polyhedron, vertices",
        f"For every sign pattern of n <= {_MOST_GAPS} gaps the vertices are the points where each gap d_i != 0 is paid "
        f"whole by one of its two intervals, with a knot of its sign, and no gap d_i = 0 is paid; for n <= "
        f"{_GENERIC_GAPS} from all bases, by exact linear algebra.",
        "case exhaustion",
        lambda: _vertices_pay_whole(_right_sign),
        lambda: _vertices_pay_whole(lambda _: (1, -1)),
    ),
    Derivation(
        "polyhedron, minimisers",
        f"For every sign pattern of n <= {_MOST_GAPS} gaps, for gaps of several sizes, equal ones and exact ties among "
        "them, the splines of the cheapest vertices at p = 1/2 and 1/3 are the matchings of greatest weight, by brute "
        f"force and as `solve` returns them. (From n = {_MIRRORED} on the first nonzero gap is positive: the rest are "
        "mirror images.)",
        "case exhaustion",
        _cheapest_are_matchings,
        lambda: _cheapest_are_matchings(at_one=True),
    ),
)
