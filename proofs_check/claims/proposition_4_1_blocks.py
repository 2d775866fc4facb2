"""Ours, beside Proposition 4.1's bound: N + 2 ceil(N/(d+1)) - 1 parameters do, by blocks along a coordinate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from proofs_check.answers import guarded, proved_minimizers
from proofs_check.cases import NetworkCase, line_cases, network_cases
from proofs_check.claim import Claim, Fault, Finding, Sample, exists, holds, refute
from proofs_check.derivations.section_4 import BLOCK_PAIR
from proofs_check.unaided.nets import (
    Net,
    SignedVector,
    Vector,
    at_most,
    charged,
    count,
    dot,
    is_small,
    lifted,
    null_space,
    rank,
    require_labels,
    require_small,
    shown,
    value,
)
from sparsest.multivariate.blocks import Sweep, block_bound, block_network
from sparsest.multivariate.order import Order, unit_vector
from sparsest.points import Points

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM", "blocks_along", "coordinates_with_blocks"]

#: What makes C, of l/g at the points up to the block and of l/g at all points.
_Choice: TypeAlias = Callable[[Sequence[Fraction], Sequence[Fraction]], Fraction]

_ZERO, _ONE = Fraction(0), Fraction(1)
# Everything is done in fractions.
_MOST_POINTS, _MOST_INPUTS = 40, 6
_FEWEST = Sample("the fewest parameters themselves, which the checker accepts, are held to the bound", one_in=4)


def theorem_bound(points: int, inputs: int) -> int:
    """Return N + 1 if N <= d+1, else N + 2 ceil(N/(d+1)) - 1; one formula is enough for both.

    Examples
    --------
    >>> theorem_bound(3, 2), theorem_bound(4, 2)
    (4, 7)
    """
    blocks = (points + inputs) // (inputs + 1)
    return points + 1 + 2 * (blocks - 1)


def coordinates_with_blocks(points: Points) -> list[int]:
    """Return the coordinates that tell the points apart and in whose order blocks of d+1 are affinely independent.

    Examples
    --------
    >>> coordinates_with_blocks(Points([[0, 0], [1, 0], [2, 0], [3, 1]], [0] * 4))
    []
    >>> coordinates_with_blocks(Points([[0, 0], [1, 0], [2, 1], [3, 1]], [0] * 4))
    [0]
    """
    return [j for j in range(points.dimension) if _has_blocks(points, j)]


def _has_blocks(points: Points, j: int) -> bool:
    rows, width = sorted(lifted(points), key=lambda row: row[j]), points.dimension + 1
    apart = len({row[j] for row in rows}) == len(rows)
    blocks = [rows[start : start + width] for start in range(0, len(rows), width)]
    return apart and all(rank(block) == len(block) for block in blocks)


def _enough(_: Sequence[Fraction], everywhere: Sequence[Fraction]) -> Fraction:
    """Return the C of the proof; taken for all points, so that numbers stay short."""
    return max(_ZERO, *everywhere)


def blocks_along(points: Points, j: int, more: int = 0, choice: _Choice = _enough) -> Net:
    """Return the network of the proof: blocks of d+1 points (and of `more`, in a false variant) along coordinate j.

    Examples
    --------
    >>> points = Points([[0], [1], [3]], [1, -1, 2])
    >>> net = blocks_along(points, 0)
    >>> count(net), all(value(net, row) == y for row, y in zip(lifted(points), points.y, strict=True))
    (4, True)
    """
    order = sorted(range(len(points)), key=lambda i: points.x[i][j])
    rows, labels = [lifted(points)[i] for i in order], [points.y[i] for i in order]
    net: list[SignedVector] = []
    size = points.dimension + 1 + more
    for start in range(0, len(rows), size):
        met = min(start + size, len(rows))
        rest = [y - value(net, row) for row, y in zip(rows[start:met], labels[start:met], strict=True)]
        net += _block(rows, start, rest, j, choice) if any(rest) else ()
    return tuple(neuron for neuron in net if any(neuron[1]))


def _block(rows: Sequence[Vector], start: int, rest: Sequence[Fraction], j: int, choice: _Choice) -> Net:
    """Return the neurons that meet a block and leave the points before as they are."""
    bias, met = len(rows[0]) - 1, start + len(rest)
    guide = _guide(rows, start, j)
    if start and len(rest) == 1:
        height = dot(guide, rows[start])
        if not height:
            refute("the guide of a block is 0 at its only point", coordinate=j)
        return ((1 if rest[0] > 0 else -1, tuple(abs(rest[0]) / height * a for a in guide)),)
    first = [bias, j] if start else [bias]
    line = _line(rows[start:met], rest, [*first, *(k for k in range(bias) if k not in first)])
    one_sign = next((s for s in (1, -1) if all(s * r >= 0 for r in rest)), 0)
    if not start and one_sign:
        return ((one_sign, tuple(one_sign * a for a in line)),)
    heights, values = ([dot(w, row) for row in rows] for w in (guide, line))
    ratios = [(i, b / a) for i, (a, b) in enumerate(zip(heights, values, strict=True)) if a]
    factor = choice([c for i, c in ratios if i < met], [c for _, c in ratios])
    guided = tuple(factor * a for a in guide)
    return ((1, guided), (-1, tuple(a - b for a, b in zip(guided, line, strict=True))))


def _guide(rows: Sequence[Vector], start: int, j: int) -> Vector:
    """Return g = 1 at the first block, g = x_j - t with t between the points before and the block at a later one."""
    bias = len(rows[0]) - 1
    if not start:
        return tuple(_ONE if k == bias else _ZERO for k in range(bias + 1))
    t = (rows[start - 1][j] + rows[start][j]) / 2
    return tuple(_ONE if k == j else -t if k == bias else _ZERO for k in range(bias + 1))


def _line(block: Sequence[Vector], rest: Sequence[Fraction], columns: Sequence[int]) -> Vector:
    """Return the affine l with these values at the block, with weights in the first independent columns of these."""
    chosen: list[int] = []
    for k in columns:
        if rank([[row[c] for row in block] for c in [*chosen, k]]) > len(chosen):
            chosen.append(k)
    found = null_space([[*(row[c] for c in chosen), -r] for row, r in zip(block, rest, strict=True)], len(chosen) + 1)
    if not found:
        refute(f"no affine function has these values at {len(block)} points that are dependent", values=str(rest))
    w = [_ZERO] * len(block[0])
    for c, a in zip(chosen, found[0], strict=False):
        w[c] = a / found[0][-1]
    return tuple(w)


def block_cases() -> SearchStrategy[NetworkCase]:
    """Draw small cases, and some of more points, of which the first coordinate is different for all."""
    from hypothesis import strategies as st

    from proofs_check.cases import lots

    def case(rows: list[list[int]], labels: list[int], d: int, lot: int) -> NetworkCase:
        return NetworkCase(Points([row[:d] for row in rows], labels[: len(rows)]), lot=lot)

    entry = st.integers(-9, 9)
    rows = st.lists(st.lists(entry, min_size=3, max_size=3), min_size=2, max_size=9, unique_by=lambda row: row[0])
    more = st.builds(case, rows, st.lists(entry, min_size=9, max_size=9), st.integers(1, 3), lots())
    return network_cases() | more | more


@guarded
def _check(case: NetworkCase) -> Finding:
    points, n, d = case.points, len(case.points), case.points.dimension
    most = theorem_bound(n, d)
    if block_bound(n, d) != most:
        refute(f"block_bound says {block_bound(n, d)} where the theorem has {most}")
    for j in coordinates_with_blocks(points):
        _see(points, blocks_along(points, j), most, f"the blocks of the proof along x{j + 1}")
        sweep = Sweep(Order(points, unit_vector(d, j)))
        if sweep.bound > most:
            refute(f"along x{j + 1} the package promises {sweep.bound}, more than {most}")
        _see(points, charged(sweep.network()), sweep.bound, f"the package's blocks along x{j + 1}")
    found = charged(block_network(points))
    _see(points, found, most, "the package's best blocks")
    if is_small(points) and _FEWEST.takes(case):
        _see_fewest(case, most)
    return holds(slack=most - count(found))


def _see(points: Points, net: Net, most: int, what: str) -> None:
    """See that a network interpolates and has no more parameters than that."""
    require_labels(points, net, f"{what} do not interpolate")
    if count(net) > most:
        refute(f"{what} have {count(net)} parameters, more than {most}", network=shown(net))


def _see_fewest(case: NetworkCase, most: int) -> None:
    fewest = proved_minimizers(case, "0+")[0]
    if count(fewest) > most:
        refute(f"the fewest parameters are {count(fewest)}, more than {most}", network=shown(fewest))


def _one_less(case: NetworkCase) -> None:
    """Claim that the networks of the proof have one parameter less at most."""
    for j in coordinates_with_blocks(case.points):
        most = theorem_bound(case.size, case.points.dimension) - 1
        _see(case.points, blocks_along(case.points, j), most, f"the blocks of the proof along x{j + 1}")


def _labels(case: NetworkCase) -> None:
    _see_fewest(case, case.size)


def _spoiled(more: int = 0, choice: _Choice = _enough) -> Callable[[NetworkCase], None]:
    """Return the check of a construction that is not that of the proof, along all coordinates."""

    def check(case: NetworkCase) -> None:
        for j in range(case.points.dimension):
            require_labels(case.points, blocks_along(case.points, j, more, choice), "the blocks do not interpolate")

    return check


def _half(upto: Sequence[Fraction], _: Sequence[Fraction]) -> Fraction:
    return max(_ZERO, *upto) / 2


def _of_any_sign(upto: Sequence[Fraction], _: Sequence[Fraction]) -> Fraction:
    return max(upto)


CLAIM = Claim(
    id="proposition-4.1-blocks",
    number="Proposition 4.1, blocks (ours)",
    title="N + 2 ceil(N/(d+1)) - 1 parameters do",
    statement="The fewest parameters are at most N + 1 if N <= d+1, and at most N + 2 ceil(N/(d+1)) - 1 in all cases: "
    "where print has 8 (N+1). Blocks of d+1 points along a coordinate are met one after the other, each by "
    "(C g)_+ - (C g - l)_+, with g = x_j - t between the points met and the block, l affine with what is left of the "
    "labels, and C >= 0 large enough.",
    hypotheses="Some coordinate j has different values at all points, and in its order each of the blocks of d+1 "
    "points (the last may have fewer) is affinely independent.",
    establishes="For every such coordinate the network of the proof, built in fractions, interpolates and has so few "
    "parameters; so does the package's, whose own bound is no larger. The package's formula is this one. For few "
    "points the fewest parameters themselves keep to it.",
    leaves_open="Other data: the package takes blocks of other sizes and directions there, and says before it looks at "
    "the labels how many parameters it will need. Often N parameters do; whether some data need as many as the bound "
    "is open.",
    scope="several inputs",
    check=_check,
    cases=block_cases,
    faults=(
        Fault(
            "one less",
            "The networks of the proof have at most N + 2 ceil(N/(d+1)) - 2 parameters.",
            _one_less,
            examples=200,
        ),
        Fault(
            "N parameters",
            "The fewest parameters are at most N.",
            _labels,
            lambda: line_cases(4, 4),
            requires=(require_small,),
            examples=60,
        ),
        Fault("blocks of d+2", "Blocks of d+2 points can be met so.", _spoiled(more=1), examples=200),
        Fault("C too small", "Half of the least C is enough.", _spoiled(choice=_half)),
        Fault(
            "C below 0",
            "C >= l/g at the points up to the block is enough, C < 0 too.",
            _spoiled(choice=_of_any_sign),
            examples=400,
        ),
        Fault(
            "equal values",
            "The coordinate may have equal values at points of two blocks, or dependent blocks.",
            _spoiled(),
            network_cases,
            requires=(),
        ),
    ),
    derivations=(BLOCK_PAIR,),
    requires=(
        at_most(_MOST_POINTS, _MOST_INPUTS),
        exists(
            lambda case: coordinates_with_blocks(case.points),
            "no coordinate has different values and independent blocks of d+1 points",
        ),
    ),
    samples=(_FEWEST,),
    examples=40,
    per_exponent=False,
)
