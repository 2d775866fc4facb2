"""A step of Theorem 4.1's proof: networks of least price are vertices."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.answers import guarded, proved_minimizers
from proofs_check.cases import NetworkCase, line_cases, network_cases
from proofs_check.claim import Claim, Fault, Finding, holds, refute, undecided
from proofs_check.derivations.section_4 import CONCAVITY
from proofs_check.unaided.compare import compare
from proofs_check.unaided.nets import (
    Net,
    Vector,
    count,
    dot,
    entry_columns,
    is_small,
    lifted,
    merged,
    net_of,
    null_space,
    random_interpolant,
    rank,
    require_labels,
    require_small,
    shown,
    total,
    weights,
)
from sparsest.exact.exponent import Exponent
from sparsest.points import Points

__all__ = ["CLAIM", "face_basis", "moves"]

# Finding a move takes about as many seconds as 2000 goes into this: N^2 (d+1).
_MOST_WORK = 3_000


def face_basis(points: Points, w: Vector) -> list[Vector]:
    """Return a basis of the span of the face that holds w: what is 0 of xbar_i . w and of w_k stays 0.

    Examples
    --------
    >>> face_basis(Points([[1], [2]], [0, 0]), (Fraction(1), Fraction(-1)))
    [(Fraction(-1, 1), Fraction(1, 1))]
    """
    width = len(w)
    axes = [tuple(Fraction(j == k) for j in range(width)) for k in range(width)]
    return null_space([row for row in [*lifted(points), *axes] if dot(row, w) == 0], width)


def _columns(points: Points, net: Net) -> tuple[list[Vector], list[int]]:
    """Return what the vectors of the bases of all faces in use put out at the points, and how many each face has."""
    columns, sizes = [], []
    for s, w in net:
        basis = face_basis(points, w)
        on = [dot(w, row) > 0 for row in lifted(points)]
        columns += [
            tuple(s * dot(u, row) * active for row, active in zip(lifted(points), on, strict=True)) for u in basis
        ]
        sizes.append(len(basis))
    return columns, sizes


def moves(points: Points, net: Net) -> list[Vector] | None:
    """Return a direction, a vector for each neuron, in which the network can move both ways inside its faces.

    Examples
    --------
    >>> moves(Points([[1]], [3]), ((1, (Fraction(1), Fraction(2))),))
    [(Fraction(-1, 1), Fraction(1, 1))]
    >>> moves(Points([[1]], [3]), ((1, (Fraction(3), Fraction(0))),)) is None
    True
    """
    columns, sizes = _columns(points, net)
    rows = list(zip(*columns, strict=True))
    found = null_space(rows, len(columns))
    if not found:
        return None
    place, direction = 0, []
    for (_, w), size in zip(net, sizes, strict=True):
        own = zip(found[0][place : place + size], face_basis(points, w), strict=True)
        direction.append(total(tuple(c * a for a in u) for c, u in own))
        place += size
    return direction


def _soon_moved(case: NetworkCase) -> None:
    if case.size**2 * (case.points.dimension + 1) > _MOST_WORK:
        undecided(f"{case.size} points of {case.points.dimension} inputs are too many")


@guarded
def _check(case: NetworkCase) -> Finding:
    points, rng = case.points, case.rng()
    for _ in range(2):
        _see_not_least(points, random_interpolant(points, rng, neurons=len(points) + 2), case.p)
    return _independent(case) if is_small(points) else holds(minimizers="too many points to find them")


def _independent(case: NetworkCase) -> Finding:
    """Look at the columns of all minimisers, of a number that the independent checker confirms."""
    used = []
    for net in proved_minimizers(case):
        columns, sizes = _columns(case.points, net)
        if rank(columns) < len(columns):
            refute("the columns of a minimiser's faces are dependent", network=shown(net))
        if sum(sizes) > len(case.points):
            refute(f"the faces have {sum(sizes)} dimensions in all, more than N", network=shown(net))
        if rank([*columns, case.points.y]) > len(columns):
            refute("the labels are not a combination of the faces' outputs", network=shown(net))
        used.append(sum(sizes))
    return holds(dimensions=used)


def _see_not_least(points: Points, net: Net, p: Exponent) -> None:
    """Move a network that can move: it interpolates on either side, and the two prices are less than twice its own."""
    net = net_of(merged(points, net))
    direction = moves(points, net)
    if direction is None:
        return
    step = _step(points, net, direction)
    ends = [
        tuple(
            (s, tuple(a + e * b for a, b in zip(w, u, strict=True))) for (s, w), u in zip(net, direction, strict=True)
        )
        for e in (step, -step)
    ]
    for end in ends:
        what = "a move inside the faces changes a label"
        require_labels(points, end, what, network=shown(net), end=shown(end))
    if compare(weights([*ends[0], *ends[1]]), weights([*net, *net]), p) >= 0:
        refute("the price is not concave along a move", network=shown(net), end=shown(ends[0]))


def _step(points: Points, net: Net, direction: list[Vector]) -> Fraction:
    """Return how far all vectors can go in both directions without leaving their faces: half the way at most."""
    step = Fraction(1)
    for (_, w), u in zip(net, direction, strict=True):
        pairs = [(dot(w, row), dot(u, row)) for row in lifted(points)] + list(zip(w, u, strict=True))
        for value, change in pairs:
            if change:
                step = min(step, abs(value / change) / 2)
    return step


def _nonzeros(case: NetworkCase) -> None:
    """Claim that a minimiser has at most N parameters."""
    for net in proved_minimizers(case):
        if count(net) > len(case.points):
            refute(f"{count(net)} parameters, more than N", network=shown(net))


def _support_columns(case: NetworkCase) -> None:
    """Claim that the columns of the nonzero entries are independent, not those of the faces only."""
    for net in proved_minimizers(case):
        columns = entry_columns(case.points, net)
        if rank(columns) < len(columns):
            refute("the columns of the nonzero entries are dependent", network=shown(net))


def _always_a_vertex(case: NetworkCase) -> None:
    """Claim that every interpolating network is a vertex once it is merged."""
    net = net_of(merged(case.points, random_interpolant(case.points, case.rng(), 3)))
    if moves(case.points, net) is not None:
        refute("a network that can move", network=shown(net))


CLAIM = Claim(
    id="theorem-4.1-vertices",
    number="Theorem 4.1, vertices",
    title="networks of least price are vertices",
    statement="A minimiser of (8), 0 < p < 1, is a vertex: the linear map from the spans of the faces in use (where "
    "the signs of all xbar_i . w and of all w_k are fixed) to the outputs at the points is one-to-one. So its faces "
    "have at most N dimensions in all, determine its weights, and these are rational.",
    hypotheses="0 < p < 1; neurons that share a face and a sign are merged.",
    establishes="The columns of all minimisers of these data, of a number that an independent checker confirms, are "
    "independent, and the labels are a combination of them. Random interpolants that can move inside their faces "
    "go on interpolating, and their price is strictly concave on the way, so they are not minimisers.",
    leaves_open="Other data. Full column rank holds for the faces, not for the nonzero entries alone: a minimiser can "
    "have more than N of these. Print has it for the matrix [A_S; G_{I,S}] of (58): section-a.2.3.",
    scope="several inputs",
    check=_check,
    cases=network_cases,
    faults=(
        Fault(
            "N parameters",
            "A minimiser has at most N parameters.",
            _nonzeros,
            line_cases,
            requires=(require_small,),
            examples=60,
        ),
        Fault(
            "nonzero entries",
            "The columns of a minimiser's nonzero entries are independent.",
            _support_columns,
            line_cases,
            requires=(require_small,),
            examples=50,
        ),
        Fault("any network", "Every interpolating network, once merged, is a vertex.", _always_a_vertex),
    ),
    derivations=(CONCAVITY,),
    requires=(_soon_moved,),
    examples=25,
)
