"""Slips in section 4 and its proofs (several inputs), each with the search for its smallest example."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from proofs_check.errata.erratum import Erratum, ErratumSearch
from sparsest.data import Dataset
from sparsest.multivariate.constructions import first_network
from sparsest.multivariate.solve import solve_network
from sparsest.points import Points
from sparsest.univariate.solve import solve

__all__ = ["ERRATA"]


def _sizes(most: int) -> Iterator[tuple[int, int]]:
    """Yield (N, d) with N >= d + 1, small N first."""
    for n in range(2, most + 1):
        for d in range(1, n):
            yield n, d


def _middle_link(size: tuple[int, int]) -> bool:
    n, d = size
    return 4 * (d + 1) * -(-n // d) <= 4 * (n + 1) + Fraction(4 * (n + 1), d)


def _end_of_chain(size: tuple[int, int]) -> bool:
    n, d = size
    return 4 * (d + 1) * -(-n // d) <= 8 * (n + 1)


def _show_size(size: tuple[int, int]) -> str:
    n, d = size
    middle = 4 * (n + 1) + Fraction(4 * (n + 1), d)
    return f"N = {n}, d = {d}: {4 * (d + 1) * -(-n // d)} > {middle}, and 8(N + 1) = {8 * (n + 1)}"


def _two_points() -> Iterator[tuple[int, int]]:
    """Yield positive labels at x = 0 and x = 1."""
    return iter(sorted(((a, b) for a in range(1, 4) for b in range(1, 4)), key=sum))


def _weights(y: tuple[int, int]) -> tuple[int, int]:
    """Return the only w = (weight, bias) with w . xbar = y at x = 0 and x = 1."""
    return y[1] - y[0], y[0]


def _nonzeros(y: tuple[int, int]) -> int:
    return sum(w != 0 for w in _weights(y))


def _small_points() -> Iterator[Points]:
    """Yield data on 0, 1, ... with labels in {0, 1, -1}: few points first, then small labels."""
    for n in (1, 2):
        for y in sorted(product((0, 1, -1), repeat=n), key=lambda y: sum(map(abs, y))):
            yield Points([[k] for k in range(n)], list(y))


def _fewest_parameters(points: Points) -> int:
    return solve_network(points, "0").value


def _fewest_knots(points: Points) -> int:
    return solve(Dataset([row[0] for row in points.x], list(points.y)), "0").fewest_knots


def _show_points(points: Points) -> str:
    return "points " + ", ".join(f"({row[0]},{y})" for row, y in zip(points.x, points.y, strict=True))


def _at_most_the_construction(points: Points) -> bool:
    return 0 <= _fewest_parameters(points) <= first_network(points).parameters


ERRATA = (
    Erratum(
        id="E4",
        where="Proof of Proposition 4.1, the count of parameters",
        printed="4(d+1) ceil(N/d) <= 4(N+1) + 4(N+1)/d <= 8(N+1).",
        fails="The first inequality fails.",
        repair="4(d+1) ceil(N/d) <= 8(N+1) holds directly for N >= d + 1; even 8N does.",
        theorem="Survives with its constant.",
        claims=("proposition-4.1-bound",),
        search=ErratumSearch(
            "all (N, d) with d + 1 <= N <= 60, small N first",
            lambda: _sizes(60),
            _middle_link,
            _end_of_chain,
            _show_size,
        ),
    ),
    Erratum(
        id="E5",
        where="Proof of Proposition 4.1, few points",
        printed="A weight vector w with ||w||_0 = N.",
        fails="Only ||w||_0 <= N can be had: the labels may leave an entry 0.",
        repair="||w||_0 <= N, which is all that the count needs.",
        theorem="Survives.",
        claims=("proposition-4.1-bound",),
        search=ErratumSearch(
            "d = 1, N = 2, x = 0 and 1 (where w is determined), labels in {1, 2, 3}, small sums first",
            _two_points,
            lambda y: _nonzeros(y) == 2,
            lambda y: _nonzeros(y) <= 2,
            lambda y: (
                f"points (0,{y[0]}), (1,{y[1]}): the only w with w . xbar_i = y_i is {_weights(y)}, with "
                f"{_nonzeros(y)} nonzero entry"
            ),
        ),
    ),
    Erratum(
        id="E6",
        where="Proof of Theorem 4.1",
        printed="Objective values lie in {1, ..., K}.",
        fails="0 is left out: labels that are all 0 need no neuron (and affine data none in problem 3).",
        repair="{0, 1, ..., K}.",
        theorem="Survives; if the optimum is 0 every p will do.",
        claims=("theorem-4.1",),
        search=ErratumSearch(
            "d = 1, x = 0, 1, ..., 1 or 2 points, labels in {0, 1, -1}, small labels first",
            _small_points,
            lambda points: _fewest_parameters(points) >= 1,
            _at_most_the_construction,
            lambda points: f"{_show_points(points)}: the optimum of (9) is {_fewest_parameters(points)}",
        ),
    ),
    Erratum(
        id="E7",
        where="Remark after Theorem 4.1",
        printed="At d = 1 the theorem recovers part of Theorem 3.2.",
        fails="At d = 1 problem (8) is another problem than (2): no free skip connection, biases are charged, and "
        "what is counted are parameters, not knots. Optima, minimisers and thresholds differ: for the points "
        "(-3,2), (4,-2), (5,3) the critical exponent is 0.2728... for (8) (computed apart, by `thresholds`) and 1 for "
        "(2).",
        repair="The two theorems stand side by side. For the same data the optimum of (9) is at least that of (3).",
        theorem="Both survive.",
        claims=("theorem-4.1", "theorem-3.2-threshold"),
        search=ErratumSearch(
            "d = 1, x = 0, 1, ..., 1 or 2 points, labels in {0, 1, -1}, small labels first",
            _small_points,
            lambda points: _fewest_parameters(points) == _fewest_knots(points),
            lambda points: _fewest_parameters(points) >= _fewest_knots(points),
            lambda points: (
                f"{_show_points(points)}: {_fewest_parameters(points)} parameter in (9), "
                f"{_fewest_knots(points)} knots in (3)"
            ),
        ),
    ),
    Erratum(
        id="E12",
        where="Proof of Theorem 4.1, boundedness",
        printed="The argument follows Peng et al. (2015) and calls a boundedness step of theirs incorrect.",
        fails="Not examined here: their paper is not at hand. What is certain is that the feasible set of (10) is not "
        "bounded (a neuron and its negative can grow together), so boundedness needs the minimiser's price.",
        repair="At a minimiser the columns in use are independent, so there are finitely many candidates; no bound on "
        "weights is needed.",
        theorem="Survives.",
        claims=("theorem-4.1-vertices",),
    ),
)
