"""Slips in section 4 and its proofs (several inputs), each with the search for its smallest example."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

from proofs_check.answers import proved_minimizers
from proofs_check.cases import NetworkCase
from proofs_check.claims.proposition_4_1_bound import reduced
from proofs_check.claims.vertices import moves
from proofs_check.errata.erratum import Erratum, ErratumSearch
from proofs_check.unaided.compare import compare
from proofs_check.unaided.nets import Net, charged, count, entry_columns, missed_label, rank, weights
from sparsest.data import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.multivariate.constructions import first_network, strip_network
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


_Pairs = tuple[tuple[int, int], ...]


def _one_or_two_points() -> Iterator[_Pairs]:
    """Yield one or two points (x, y) of numbers 0, 1, -1: few first, then small sums of sizes."""
    some = list(product((0, 1, -1), (0, 1, -1)))
    lone: list[_Pairs] = [(one,) for one in some]
    pairs: list[_Pairs] = [(one, two) for one, two in combinations(some, 2) if one[0] != two[0]]
    yield from sorted([*lone, *pairs], key=_pairs_size)


def _pairs_size(points: _Pairs) -> tuple[int, int]:
    return len(points), sum(abs(number) for point in points for number in point)


def _numbers_of_nonzeros(points: _Pairs) -> set[int]:
    """Return how many nonzero entries the solutions (weight, bias) of w x_i + b = y_i have, for one point or two."""
    (x, y), *more = points
    if more:
        ((z, u),) = more
        slope = Fraction(u - y, z - x)
        return {(slope != 0) + (y - slope * x != 0)}
    if x == 0:  # b = y, and w is free
        return {int(y != 0), 1 + (y != 0)}
    return {1, 2} if y != 0 else {0, 2}  # the line w x + b = y, which meets the axes at b = y and w = y/x


def _show_pairs(points: _Pairs) -> str:
    shown = " and ".join(f"({x},{y})" for x, y in points)
    numbers = " or ".join(map(str, sorted(_numbers_of_nonzeros(points))))
    return f"{'point' if len(points) == 1 else 'points'} {shown}: w with w . xbar_i = y_i has {numbers} nonzero entries"


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


# --- E12, E19: why minimisers are bounded -----------------------------------------------------------------------------


def _points_on_a_line() -> Iterator[Points]:
    """Yield data on 0, 1, ... with labels in {0, 1, -1}: 1 to 3 points, small labels first."""
    for n in (1, 2, 3):
        for y in sorted(product((0, 1, -1), repeat=n), key=lambda y: sum(map(abs, y))):
            yield Points([[k] for k in range(n)], list(y))


def _minimizers(points: Points) -> tuple[Net, ...]:
    return proved_minimizers(NetworkCase(points))


def _equations_are_enough(points: Points) -> bool:
    """Whether the columns of A that a minimiser uses are independent, without the rows of G that vanish there."""
    return all(rank(entry_columns(points, net)) == count(net) for net in _minimizers(points))


def _with_inequalities_full_rank(points: Points) -> bool:
    """Whether they are with these rows: no minimiser can move inside its faces."""
    return all(moves(points, net) is None for net in _minimizers(points))


def _show_dependent(points: Points) -> str:
    net = next(net for net in _minimizers(points) if rank(entry_columns(points, net)) < count(net))
    neurons = ", ".join(f"{'+' if s > 0 else '-'}({w[0]} x + {w[1]})_+" for s, w in net)
    return (
        f"{_show_points(points)} at p = 1/2: the minimiser {neurons} has {count(net)} nonzero entries, and their "
        f"columns of A have rank {rank(entry_columns(points, net))}"
    )


def _grown(points: Points, size: int) -> Net:
    """Return an interpolating network with the neuron size (0, 1) and its negative beside: active everywhere."""
    constant = (Fraction(0), Fraction(size))
    return (*_minimizers(points)[0], (1, constant), (-1, constant))


def _is_bounded(points: Points) -> bool:
    """Whether no network that interpolates has an entry of 10, 100, ..., 10^6: a ray of the feasible set."""
    return not all(missed_label(points, _grown(points, 10**k)) is None for k in range(1, 7))


def _minimizers_are_bounded(points: Points) -> bool:
    """Whether no entry of a minimiser costs more than the whole of some feasible network, at several p."""
    feasible = weights(charged(first_network(points)))
    for p in map(Exponent.read, ("1/10", "1/2", "9/10")):
        for net in proved_minimizers(NetworkCase(points, p)):
            if any(compare([w], feasible, p) > 0 for w in weights(net)):
                return False
    return True


# --- E29: how many neurons the strips are -----------------------------------------------------------------------------


def _in_general_position(size: tuple[int, int]) -> Points:
    """Return N points on the curve (t, t^2, ..., t^d), labels 1, 2, ..., N."""
    n, d = size
    return Points([[t**k for k in range(1, d + 1)] for t in range(n)], list(range(1, n + 1)))


def _strips_fit(size: tuple[int, int]) -> bool:
    return len(charged(strip_network(_in_general_position(size)))) <= size[0]


def _strips_can_be_reduced(size: tuple[int, int]) -> bool:
    points = _in_general_position(size)
    strips = charged(strip_network(points))
    few = reduced(points, strips)
    return missed_label(points, few) is None and len(few) <= size[0] and count(few) <= count(strips)


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
            lambda size: size[0],
        ),
    ),
    Erratum(
        id="E5",
        where="Proof of Proposition 4.1, few points",
        printed="A weight vector w with ||w||_0 = N.",
        fails="Only ||w||_0 <= N can be had for all labels.",
        repair="||w||_0 <= N, which is all that the count needs.",
        theorem="Survives.",
        claims=("proposition-4.1-bound",),
        search=ErratumSearch(
            "d = 1, one or two points of inputs and labels in {0, 1, -1}, few points and small sums first",
            _one_or_two_points,
            lambda points: len(points) in _numbers_of_nonzeros(points),
            lambda points: min(_numbers_of_nonzeros(points)) <= len(points),
            _show_pairs,
            _pairs_size,
        ),
    ),
    Erratum(
        id="E29",
        where="Proof of Proposition 4.1, the count of parameters",
        printed="For N >= d + 1 an interpolating network of 4 ceil(N/d) neurons bounds the optimum of (9), at any "
        "width K >= N.",
        fails="For d <= 3 these are more neurons than K = N, and for larger d they are so for some N: the network is "
        "not feasible for (9) then.",
        repair="Take neurons away by the proof's own step for (9), v_k + t c_k, as long as there are more than N: no "
        "count grows.",
        theorem="Survives with its constant.",
        claims=("proposition-4.1-bound", "proposition-4.1-neurons"),
        search=ErratumSearch(
            "all (N, d) with d + 1 <= N <= 6, points on the curve (t, ..., t^d) with labels 1, ..., N, small N first",
            lambda: _sizes(6),
            _strips_fit,
            _strips_can_be_reduced,
            lambda size: (
                f"N = {size[0]}, d = {size[1]}: {len(strip_network(_in_general_position(size)).neurons)} "
                f"neurons, K = {size[0]} allows {size[0]}"
            ),
            lambda size: size[0],
        ),
    ),
    Erratum(
        id="E6",
        where="Proofs of Proposition 3.1, Proposition 4.1 and Theorem 4.1",
        printed="Objective values lie in {1, ..., K} for problem (3) and in {1, ..., K(d+1)} for problem (9), and "
        "||z||_0 is a positive integer for every z (in this order, in A.1.1, A.2.1 and A.2.3).",
        fails="0 is left out in all three: affine data need no neuron in (3), and labels that are all 0 none in (9).",
        repair="{0, 1, ..., K}, {0, 1, ..., K(d+1)}, and a natural number or 0.",
        theorem="Survives; if the optimum is 0 every p will do.",
        claims=("proposition-3.1", "proposition-4.1-exists", "theorem-4.1"),
        search=ErratumSearch(
            "d = 1, x = 0, 1, ..., 1 or 2 points, labels in {0, 1, -1}, small labels first",
            _small_points,
            lambda points: _fewest_parameters(points) >= 1 and _fewest_knots(points) >= 1,
            _at_most_the_construction,
            lambda points: (
                f"{_show_points(points)}: the optimum of (9) is {_fewest_parameters(points)}, that of (3) "
                f"{_fewest_knots(points)}"
            ),
            len,
        ),
    ),
    Erratum(
        id="E7",
        where="Remark after Theorem 4.1",
        printed="At d = 1 the theorem recovers part of Theorem 3.2.",
        fails="At d = 1 problem (8) is another problem than (2): no free skip connection, biases are charged, and what "
        "is counted are parameters, not knots. Optima, minimisers and thresholds differ: for the points (-3,2), "
        "(4,-2), (5,3) the critical exponent is 0.2728... for (8) (computed apart, by `thresholds`) and 1 for (2).",
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
            len,
        ),
    ),
    Erratum(
        id="E12",
        where="Section A.2.3, boundedness",
        printed="The argument follows Peng et al. (2015) and Yang et al. (2022a), a step of the former for the bound "
        "being called incorrect. For S, the support of a minimiser z, and I, the rows where Gz = 0, the matrix of A_S "
        "above G_{I,S} has full column rank; so z lies in a finite set that does not depend on p.",
        fails="Nothing of that fails. But the equations alone, for which the text cites both papers, do not give it: "
        "the columns of A_S can be dependent. (Neither paper was read; what is said of them was not examined.)",
        repair="As printed, with the rows of G.",
        theorem="Survives.",
        claims=("theorem-4.1-vertices",),
        search=ErratumSearch(
            "d = 1, x = 0, 1, ..., 1 to 3 points, labels in {0, 1, -1}, small labels first, all minimisers at p = 1/2: "
            "whether A_S has full column rank; the repair: A_S above G_{I,S}",
            _points_on_a_line,
            _equations_are_enough,
            _with_inequalities_full_rank,
            _show_dependent,
            len,
        ),
    ),
    Erratum(
        id="E19",
        where="Contribution 2; remarks after Theorem 4.1",
        printed="Problem (10) minimises over a polytope, which by footnote 2 means a bounded polyhedron.",
        fails="The feasible set of (10) is not bounded, whatever the data: a neuron and its negative, nu_j = omega_j, "
        "can grow together.",
        repair="A polyhedron. Its part with ||z||_inf <= R, which the proof takes, is a polytope, and for R large "
        "enough it holds all minimisers of (58) for 0 < p < 1 and one at least of (59), as the proof says; at p = 0 "
        "some may be unbounded.",
        theorem="Survives: the proof adds the bound.",
        claims=("lemma-4.1", "theorem-4.1-vertices"),
        search=ErratumSearch(
            "d = 1, x = 0, 1, ..., 1 or 2 points, labels in {0, 1, -1}, small labels first: entries of 10, ..., 10^6; "
            "the repair: at p = 1/10, 1/2, 9/10 no entry of a minimiser costs more than one whole feasible network",
            _small_points,
            _is_bounded,
            _minimizers_are_bounded,
            lambda points: f"{_show_points(points)}: (0 x + t)_+ - (0 x + t)_+ can be added for every t > 0",
            len,
        ),
    ),
)
