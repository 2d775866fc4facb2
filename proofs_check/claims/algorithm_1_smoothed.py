"""Iteratively reweighted l1 with weights (|z_i| + eps)^(p-1) in (10): not the printed Algorithm 1, which has no eps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, islice, product
from typing import TYPE_CHECKING, TypeAlias

from proofs_check.answers import all_vertices, guarded, proved_minimizers
from proofs_check.cases import NetworkCase, line_cases, network_cases
from proofs_check.claim import Claim, Fault, Finding, holds, refute
from proofs_check.derivations.section_4 import MAJORISATION
from proofs_check.unaided.compare import compare, sign_of_powers
from proofs_check.unaided.nets import (
    Activity,
    Net,
    Vector,
    at_most,
    dot,
    is_small,
    lifted,
    merged,
    null_space,
    random_interpolant,
    rank,
    require_small,
    shown,
    weights,
)
from sparsest.exact.exponent import Exponent
from sparsest.multivariate.patterns import cells
from sparsest.points import Points

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM", "improvement", "rising"]

#: A point of (10): its entries that are not 0, by pattern, sign and coordinate.
_Point: TypeAlias = Mapping[tuple[Activity, int, int], Fraction]
_MOST_PLACES, _ROUNDS = 8, 2


def _cases() -> SearchStrategy[NetworkCase]:
    """Draw small cases, and some of one input where minimisers lie on the boundaries of cells more often."""
    return network_cases(most_points=(3, 3)) | line_cases(3, 4)


def _point(points: Points, net: Net) -> _Point:
    blocks = merged(points, net)
    return {(pattern, s, k): a for (pattern, s), w in blocks.items() for k, a in enumerate(w) if a}


def _reweighted(old: _Point, new: _Point, eps: Fraction, p: Exponent) -> list[tuple[Fraction, Fraction]]:
    """Return p times the change of the l1 norm with the weights (|z|+eps)^(p-1) of the old point, as a power sum."""
    power = p.fraction
    found = []
    for key in old.keys() | new.keys():
        size = abs(old.get(key, Fraction(0))) + eps
        found.append((power * (abs(new.get(key, Fraction(0))) + eps - size) / size, size))
    return found


def _smoothed(old: _Point, new: _Point, eps: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Return the change of the smoothed price, sum (|z| + eps)^p, as a power sum."""
    return [
        (Fraction(side), abs(z.get(key, Fraction(0))) + eps)
        for key in old.keys() | new.keys()
        for side, z in ((1, new), (-1, old))
    ]


@guarded
def _check(case: NetworkCase) -> Finding | None:
    for old, new, eps in _pairs(case):
        weighted, smoothed = _reweighted(old, new, eps, case.p), _smoothed(old, new, eps)
        if sign_of_powers([*weighted, *((-c, a) for c, a in smoothed)], case.p) < 0:
            refute("the smoothed price grows by more than its tangent says", eps=str(eps))
        if sign_of_powers(weighted, case.p) <= 0 < sign_of_powers(smoothed, case.p):
            refute("the reweighted l1 norm does not grow, but the smoothed price does", eps=str(eps))
    if not is_small(case.points):
        return holds(minimizers="too many points to find them")
    for net in proved_minimizers(case):
        _see_fixed(case.points, net, case.p)
    return None


def _pairs(case: NetworkCase, rounds: int = _ROUNDS) -> Iterator[tuple[_Point, _Point, Fraction]]:
    """Yield pairs of feasible points of (10), both ways round, with an eps."""
    rng = case.rng()
    for _ in range(rounds):
        one, two = (_point(case.points, random_interpolant(case.points, rng, rng.randint(0, 3))) for _ in range(2))
        eps = Fraction(1, rng.choice((1, 2, 10, 1000)))
        yield one, two, eps
        yield two, one, eps


def improvement(points: Points, net: Net, p: Exponent) -> list[Vector] | None:
    """Return along which direction a step of the iteration with eps -> 0 leaves the network; None if it is fixed.

    As eps -> 0 the weights of zero entries grow without bound, so these stay 0; those of the others are |z|^(p-1). The
    network is the one solution of its reweighted problem if that norm grows along every edge of the cone of feasible
    directions. Weights on the boundary of several cells are put in each.

    Examples
    --------
    >>> points = Points([[1]], [3])
    >>> improvement(points, ((1, (Fraction(3), Fraction(0))),), Exponent.read("1/2")) is None
    True
    >>> improvement(points, ((1, (Fraction(2), Fraction(1))),), Exponent.read("1/2"))
    [(Fraction(1, 1), Fraction(-1, 1))]
    """
    homes = [_homes(points, w) for _, w in net]
    for places in islice(product(*homes), _MOST_PLACES):
        for edge in rising(points, net, places):
            terms = [
                (b / a, abs(a)) for (_, w), u in zip(net, edge, strict=True) for a, b in zip(w, u, strict=True) if a
            ]
            # The derivative of sum |z|^(p-1) |z'| along u is the sum of |a|^p u / a over the entries a that are not 0.
            if sign_of_powers(terms, p) <= 0:
                return edge
    return None


def _see_fixed(points: Points, net: Net, p: Exponent) -> None:
    if (edge := improvement(points, net, p)) is not None:
        direction = shown((s, u) for (s, _), u in zip(net, edge, strict=True))
        refute("a step with eps -> 0 leaves the network", network=shown(net), direction=direction)


def _homes(points: Points, w: Vector) -> list[Activity]:
    """Return the patterns whose closed cones hold w."""
    heights = [dot(w, row) for row in lifted(points)]
    found = (cell.active for cell in cells(points))
    return [on for on in found if all(h == 0 or (h > 0) == a for h, a in zip(heights, on, strict=True))]


def rising(points: Points, net: Net, places: tuple[Activity, ...]) -> Iterator[list[Vector]]:
    """Yield edges that span the cone of the directions in which the network can move with its zeros and cells kept.

    The cone is {u : zero entries stay 0, outputs stay, and xbar_i . u_k >= 0 (<= 0) where xbar_i . w_k is 0 and i is
    (is not) in the cell of k}; it is pointed if the network is a vertex, and a line in it is yielded both ways.
    """
    width, many = points.dimension + 1, len(net)
    equal: list[list[Fraction]] = []
    tight: list[list[Fraction]] = []

    def row_of(k: int, row: Vector | list[Fraction]) -> list[Fraction]:
        return [Fraction(0)] * (k * width) + list(row) + [Fraction(0)] * ((many - k - 1) * width)

    for k, ((_, w), on) in enumerate(zip(net, places, strict=True)):
        equal += [row_of(k, [Fraction(j == i) for j in range(width)]) for i, a in enumerate(w) if a == 0]
        for row, active in zip(lifted(points), on, strict=True):
            if dot(w, row) == 0:
                tight.append(row_of(k, row if active else [-a for a in row]))
    for i, row in enumerate(lifted(points)):
        pairs = zip(net, places, strict=True)
        equal.append([s * a * on[i] for (s, _), on in pairs for a in row])
    free = many * width - rank(equal)
    lines = null_space([*equal, *tight], many * width)
    found = [line for one in lines for line in (one, tuple(-a for a in one))]
    # An edge is where free - 1 independent tight rows are 0.
    for rows in combinations(tight, max(free - 1 - len(lines), 0)) if free > len(lines) else ():
        basis = null_space([*equal, *rows, *lines], many * width)
        if len(basis) == 1:
            found += [u for u in (basis[0], tuple(-a for a in basis[0])) if all(dot(t, u) >= 0 for t in tight)]
    for u in found:
        yield [u[k * width : (k + 1) * width] for k in range(many)]


def _fixed_is_best(case: NetworkCase) -> None:
    """Claim that every fixed point of the iteration with eps -> 0 has the least price."""
    best = proved_minimizers(case)[0]
    for net in islice(all_vertices(case.points), 40):
        dearer = compare(weights(net), weights(best), case.p) > 0
        if dearer and improvement(case.points, net, case.p) is None:
            refute("a fixed point that is dearer than the minimiser", network=shown(net), best=shown(best))


def _every_vertex(case: NetworkCase) -> None:
    """Claim that every vertex, not the minimisers only, is a fixed point."""
    for net in islice(all_vertices(case.points), 40):
        _see_fixed(case.points, net, case.p)


def _fewer_entries(case: NetworkCase) -> None:
    """Claim that a step that does not raise the reweighted norm has no more nonzero entries either."""
    for old, new, eps in _pairs(case, 6):
        if sign_of_powers(_reweighted(old, new, eps, case.p), case.p) <= 0 and len(new) > len(old):
            refute(f"from {len(old)} to {len(new)} entries that are not 0", eps=str(eps))


def _equal_weights(case: NetworkCase) -> None:
    """Claim the descent for weights that are all 1: that a smaller l1 norm has a smaller smoothed price."""
    for old, new, eps in _pairs(case):
        sizes = [sum(map(abs, z.values())) for z in (old, new)]
        if sizes[1] <= sizes[0] and sign_of_powers(_smoothed(old, new, eps), case.p) > 0:
            refute(f"the l1 norm goes from {sizes[0]} to {sizes[1]}, the smoothed price grows", eps=str(eps))


CLAIM = Claim(
    id="algorithm-1-smoothed",
    number="Algorithm 1 with smoothed weights (ours)",
    title="reweighted l1: descent and fixed points",
    statement="A step that lowers, or keeps, the l1 norm with the weights (|z_i| + eps)^(p-1) never raises the "
    "smoothed price sum (|z_i| + eps)^p. As eps -> 0 every minimiser of (8) is the one solution of its own reweighted "
    "problem, so a fixed point. (A fixed point need not be a minimiser.)",
    hypotheses="0 < p < 1, eps > 0; z in the feasible set of (10).",
    establishes="For random pairs of feasible points the smoothed price stays below its tangent, compared exactly. For "
    "every minimiser of these data the reweighted norm rises along all edges of the cone of feasible directions.",
    leaves_open="Other data and pairs. Convergence, and what floating point and stopping rules do. This iteration "
    "minimises over (10) exactly in each step; the printed one is algorithm-1.",
    scope="several inputs",
    check=_check,
    cases=_cases,
    faults=(
        Fault(
            "fixed points are minimisers",
            "Every fixed point has the least price.",
            _fixed_is_best,
            line_cases,
            requires=(require_small,),
        ),
        Fault(
            "every vertex is fixed",
            "Every vertex is a fixed point.",
            _every_vertex,
            line_cases,
            requires=(require_small,),
        ),
        Fault(
            "never more entries",
            "A step never raises the number of nonzero entries.",
            _fewer_entries,
            line_cases,
            examples=200,
        ),
        Fault("equal weights", "A smaller l1 norm has a smaller smoothed price.", _equal_weights, line_cases),
    ),
    derivations=(MAJORISATION,),
    requires=(at_most(30, 30),),
    examples=15,
)
