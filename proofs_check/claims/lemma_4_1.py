"""Lemma 4.1: problems (8) and (9) are the finite program (10) over activation patterns."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import comb

from flint import fmpq

from proofs_check.answers import guarded
from proofs_check.cases import NetworkCase, network_cases
from proofs_check.claim import Claim, Fault, refute, undecided
from proofs_check.derivations.section_4 import CONES, MERGING_NEURONS
from proofs_check.unaided.compare import compare
from proofs_check.unaided.nets import (
    Activity,
    Blocks,
    Net,
    Vector,
    active_at,
    charged,
    count,
    dot,
    lifted,
    merged,
    missed_label,
    net_of,
    random_interpolant,
    random_neurons,
    require_labels,
    shown,
    total,
    value,
    weights,
)
from sparsest.exact.rationals import as_fraction, to_rational
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.patterns import in_general_position
from sparsest.multivariate.program import Program
from sparsest.points import Points

__all__ = ["CLAIM", "infeasibility", "line_patterns"]

# The patterns are listed for Cover's count up to this.
_MOST_PATTERNS = 200
_ROUNDS = 4


def _cover(points: Points) -> int:
    return 2 * sum(comb(len(points) - 1, k) for k in range(points.dimension + 1))


def line_patterns(points: Points) -> set[Activity]:
    """Return the patterns of points of one input: the points from some place on, and those before it.

    Examples
    --------
    >>> len(line_patterns(Points([[0], [1], [5]], [0, 0, 0])))
    6
    """
    n = len(points)  # in increasing order
    return {tuple((i >= k) == right for i in range(n)) for k in range(n + 1) for right in (True, False)}


def infeasibility(points: Points, blocks: Blocks, *, cones: bool = True) -> str | None:
    """Return which row of (10) a point violates; None if it is feasible.

    Examples
    --------
    >>> infeasibility(Points([[1]], [2]), {((True,), 1): (Fraction(1), Fraction(0))})
    'row 0: 1 instead of 2'
    """
    for i, (row, y) in enumerate(zip(lifted(points), points.y, strict=True)):
        total = Fraction(0)
        for (pattern, sign), w in blocks.items():
            product = dot(w, row)
            if cones and (product < 0 if pattern[i] else product > 0):
                return f"cone of {pattern} at point {i}: {product}"
            total += sign * product if pattern[i] else 0
        if total != y:
            return f"row {i}: {total} instead of {y}"
    return None


def _few_patterns(case: NetworkCase) -> None:
    points = case.points
    if max(len(points), points.dimension) > _MOST_PATTERNS or _cover(points) > _MOST_PATTERNS:
        undecided(f"{len(points)} points of {points.dimension} inputs have too many patterns to list")


def _require_feasible(points: Points, blocks: Blocks, what: str, **witness: object) -> None:
    if (row := infeasibility(points, blocks)) is not None:
        refute(f"{what}: {row}", **witness)


@guarded
def _check(case: NetworkCase) -> None:
    points, rng = case.points, case.rng()
    program = Program(points)
    patterns = {pattern.active for pattern in program.patterns}
    _see_patterns(points, patterns, rng)
    _see_rows(program)
    for _ in range(_ROUNDS):
        one, other = (random_interpolant(points, rng, rng.randint(1, 6)) for _ in range(2))
        _see_forth(case, one, patterns)
        _see_through_program(case, one, program, rng)
        _see_back(points, one, other, rng)


def _see_patterns(points: Points, patterns: set[Activity], rng: random.Random) -> None:
    """Compare the patterns of the program with the definition, one input's own list, Cover's count and random w."""
    known = patterns | {(False,) * len(points)}
    if points.dimension == 1 and known != line_patterns(points):
        refute(f"{len(known)} patterns instead of the 2N = {2 * len(points)} of one input")
    if len(known) > _cover(points) or (in_general_position(points) and len(known) != _cover(points)):
        refute(f"{len(known)} patterns where Cover counts {_cover(points)}")
    for _, w in random_neurons(points, rng, 30):
        if active_at(points, w) not in known:
            refute(f"the pattern {active_at(points, w)} is not in the program", weights=[str(a) for a in w])


def _see_forth(case: NetworkCase, net: Net, patterns: set[Activity]) -> None:
    """Merge a network per pattern and sign: a feasible point, no dearer, of no more parameters."""
    blocks = merged(case.points, net)
    if any(pattern not in patterns for pattern, _ in blocks):
        refute("a neuron's pattern is not in the program", network=shown(net))
    _require_feasible(case.points, blocks, "the merged network is not feasible", network=shown(net))
    less = net_of(blocks)
    if compare(weights(less), weights(net), case.p) > 0 or count(less) > count(net):
        refute("the merged network costs more", network=shown(net), merged=shown(less))


def _see_rows(program: Program) -> None:
    """Compare the equalities of the program with the definition of (10), entry by entry."""
    rows = lifted(program.points)
    columns = [(program.patterns[j].active, sign, k) for j, sign, _ in program.blocks() for k in range(len(rows[0]))]
    equal = [
        ({c: sign * row[k] for c, (on, sign, k) in enumerate(columns) if on[i] and row[k]}, y)
        for i, (row, y) in enumerate(zip(rows, program.points.y, strict=True))
    ]
    if [_exact(row) for row in program.equalities] != equal:
        refute("the equalities of the program are not sum_j D_j Xbar (nu_j - omega_j) = y")
    _see_cone_rows(program)


def _see_cone_rows(program: Program) -> None:
    """Compare the cone rows with the definition, and see that none is missing that other rows do not imply."""
    given: dict[int, list[dict[int, Fraction]]] = {first: [] for _, _, first in program.blocks()}
    for row, side in map(_exact, program.cone_rows):
        if side:
            refute("a cone row of the program has a right-hand side other than 0")
        given[min(row) // program.width * program.width].append(row)
    inside = {active_at(program.points, w) for w in _inner_points(program)}
    for j, _, first in program.blocks():
        on, own = program.patterns[j].active, given[first]
        cone = [
            {first + k: (a if active else -a) for k, a in enumerate(row) if a}
            for row, active in zip(lifted(program.points), on, strict=True)
        ]
        if any(row not in cone for row in own):
            refute(f"a cone row of {on} is not one of (2 D_j - I) Xbar nu_j >= 0")
        for i, row in enumerate(cone):
            # Where the neighbour across row i is a pattern as well, its inner points violate that row alone.
            if (*on[:i], not on[i], *on[i + 1 :]) in inside and row not in own:
                refute(f"the cone of {on} has no row for point {i}, which does not follow from the others")


def _exact(row: tuple[dict[int, fmpq], fmpq]) -> tuple[dict[int, Fraction], Fraction]:
    return {c: as_fraction(a) for c, a in row[0].items()}, as_fraction(row[1])


def _inner_points(program: Program) -> list[Vector]:
    """Return a vector for each pattern, and one that is active nowhere, each seen to lie inside its cone."""
    found = [tuple(as_fraction(a) for a in pattern.witness) for pattern in program.patterns]
    nowhere = (*(Fraction(0) for _ in range(program.points.dimension)), Fraction(-1))
    return [w for w in [*found, nowhere] if all(dot(w, row) for row in lifted(program.points))]


def _see_through_program(case: NetworkCase, net: Net, program: Program, rng: random.Random) -> None:
    """Let the package take a network to its program and back, and look at what comes out."""
    z = program.from_network(_package_network(net, case.points.dimension, rng))
    blocks = _blocks(program, z)
    _require_feasible(case.points, blocks, "Program.from_network gives no feasible point", network=shown(net))
    point = net_of(blocks)
    sizes = sorted(weights(point))
    if compare(sizes, weights(net), case.p) > 0 or _repeated(program.power_sum(z).terms) != sizes:
        refute("Program.from_network gives a dearer point", network=shown(net), point=shown(point))
    if (row := program.fault(z)) is not None:
        refute(f"Program.fault denies a feasible point: {row}", network=shown(net))
    back = charged(program.to_network(z))
    if missed_label(case.points, back) is not None or sorted(weights(back)) != sizes:
        refute("Program.to_network gives another price or other labels", network=shown(net), back=shown(back))
    _see_spoiled(case.points, program, list(z), rng)


def _repeated(terms: Iterable[tuple[int, fmpq]]) -> list[fmpq]:
    """Return the bases of a power sum, each as often as its coefficient says, in order."""
    return sorted(a for n, a in terms for _ in range(n))


def _blocks(program: Program, z: Sequence[fmpq]) -> dict[tuple[Activity, int], Vector]:
    blocks: dict[tuple[Activity, int], Vector] = {}
    for j, sign, first in program.blocks():
        w = tuple(as_fraction(a) for a in z[first : first + program.width])
        if any(w):
            blocks[program.patterns[j].active, sign] = w
    return blocks


def _see_spoiled(points: Points, program: Program, z: list[fmpq], rng: random.Random) -> None:
    """Leave a cone, or change a label, with all other rows kept: `fault` must see it, and the cone rows the first."""
    j, i = rng.randrange(len(program.patterns)), rng.randrange(len(points))
    one, other = program.column(j, 1, program.points.dimension), program.column(j, -1, program.points.dimension)
    on, row = program.patterns[j].active, lifted(points)[i]
    # The same bias in nu_j and omega_j changes no output; large enough, it takes both to the wrong side of point i.
    sizes = [abs(dot([as_fraction(a) for a in z[c - points.dimension : c + 1]], row)) for c in (one, other)]
    shift = to_rational(max(sizes) + 1) * (-1 if on[i] else 1)
    left = [a + shift if c in (one, other) else a for c, a in enumerate(z)]
    if infeasibility(points, _blocks(program, left)) is None or program.fault(left) is None:
        refute(f"Program.fault does not see that the cone of {on} is left at point {i}")
    if all(sum((a * left[c] for c, a in cone.items()), fmpq(0)) >= 0 for cone, _ in program.cone_rows):
        refute(f"no cone row of the program sees that the cone of {on} is left at point {i}")
    if any(points.y) and program.fault([2 * a for a in z]) is None:
        refute("Program.fault does not see labels that are twice what they should be")


def _package_network(net: Net, dimension: int, rng: random.Random) -> MultivariateNetwork:
    """Return the network with output weights of any size: v and w of a neuron scaled by some a > 0 and 1/a."""
    scales = [Fraction(rng.randint(1, 4), rng.randint(1, 4)) for _ in net]
    return MultivariateNetwork(
        (
            MultivariateNeuron.of(s * a, [b / a for b in w[:-1]], w[-1] / a)
            for (s, w), a in zip(net, scales, strict=True)
        ),
        dimension,
    )


def _mixed(points: Points, one: Net, other: Net, share: Fraction) -> dict[tuple[Activity, int], Vector]:
    """Return a feasible point of (10) on the segment between those of two networks: the feasible set is convex."""
    blocks: dict[tuple[Activity, int], Vector] = {}
    for part, net in ((share, one), (1 - share, other)):
        for key, w in merged(points, net).items():
            before = blocks.get(key, (Fraction(0),) * len(w))
            blocks[key] = tuple(a + part * b for a, b in zip(before, w, strict=True))
    return blocks


def _see_back(points: Points, one: Net, other: Net, rng: random.Random) -> None:
    """Read a feasible point of (10) as a network: it interpolates at the same price."""
    blocks = _mixed(points, one, other, Fraction(rng.randint(0, 4), 4))
    net = net_of(blocks)
    _require_feasible(points, blocks, "a point between two feasible ones is not feasible", point=shown(net))
    require_labels(points, net, "a feasible point does not interpolate as a network", point=shown(net))


def _without_cones(case: NetworkCase) -> None:
    """Claim that points that meet the equalities of (10), but no cone rows, are interpolating networks too."""
    points, rng = case.points, case.rng()
    blocks = merged(points, random_interpolant(points, rng))
    ((_, shift),) = random_neurons(points, rng, 1)
    for pattern in {pattern for pattern, _ in blocks}:
        for sign in (1, -1):
            w = blocks.get((pattern, sign), (Fraction(0),) * len(shift))
            blocks[pattern, sign] = tuple(a + b for a, b in zip(w, shift, strict=True))
    if (row := infeasibility(points, blocks, cones=False)) is not None:
        undecided(f"the equalities do not hold: {row}")
    require_labels(points, net_of(blocks), point=shown(net_of(blocks)))


def _strictly(case: NetworkCase) -> None:
    """Claim that the feasible point of a network is always strictly cheaper."""
    net = random_interpolant(case.points, case.rng(), 2)
    less = net_of(merged(case.points, net))
    if compare(weights(less), weights(net), case.p) >= 0:
        refute("merging changes nothing", network=shown(net))


def _squares(case: NetworkCase) -> None:
    """Claim that merging never costs more for p = 2 either."""
    net = random_interpolant(case.points, case.rng(), 6)
    costs = [sum(a * a for _, w in found for a in w) for found in (net, net_of(merged(case.points, net)))]
    if costs[1] > costs[0]:
        refute(f"p = 2: merging takes the price from {costs[0]} to {costs[1]}", network=shown(net))


def _across_patterns(case: NetworkCase) -> None:
    """Claim that neurons of one sign can be merged whatever their patterns."""
    net = random_interpolant(case.points, case.rng(), 3)
    sums = [(s, [w for t, w in net if t == s]) for s in (1, -1)]
    less = tuple((s, total(ws)) for s, ws in sums if ws)
    for row, y in zip(lifted(case.points), case.points.y, strict=True):
        if value(less, row) != y:
            refute(f"{value(less, row)} instead of {y}", network=shown(net))


CLAIM = Claim(
    id="lemma-4.1",
    number="Lemma 4.1",
    title="networks and the finite program (10)",
    statement="(8) and (9) are equivalent to (10): minimise sum_j ||nu_j|| + ||omega_j|| over sum_j D_j X (nu_j - "
    "omega_j) = y, (2 D_j - I) X nu_j >= 0, (2 D_j - I) X omega_j >= 0, where D_j runs over the patterns: a network "
    "gives a feasible point that costs no more, and a feasible point gives a network of the same cost.",
    hypotheses="The inputs are different; 0 < p < 1 or the count of parameters.",
    establishes="The equalities and cone rows that the package makes of these data are those of the definition, and "
    "none that does not follow from the others is missing. Random interpolating networks become feasible points, every "
    "row checked in fractions, at no higher price and count; random feasible points interpolate as networks; points "
    "that violate one kind of rows are seen. The patterns are those of an own list (one input), as many as Cover "
    "counts (in general position), and none seen at random is missing.",
    leaves_open="Other data and other networks. What solutions share is lemma-4.1-values. Of the displays, (10) was "
    "not in the text that was read: it is rebuilt from the words around it and from the proof.",
    scope="several inputs",
    check=_check,
    cases=network_cases,
    faults=(
        Fault("no cone constraints", "(10) without its cone rows is equivalent too.", _without_cones),
        Fault("strictly cheaper", "The feasible point is strictly cheaper than its network.", _strictly, examples=250),
        Fault("p = 2", "Merging never costs more for p = 2.", _squares),
        Fault("one neuron for each sign", "Neurons of one sign merge whatever their patterns.", _across_patterns),
    ),
    derivations=(MERGING_NEURONS, CONES),
    requires=(_few_patterns,),
    examples=20,
)
