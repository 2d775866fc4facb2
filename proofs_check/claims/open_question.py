"""What Section 4 leaves open, after Theorem 4.1: whether minimisers of (8) minimise at p = 1 as well. They need not."""

from __future__ import annotations

from fractions import Fraction
from itertools import count as count_up

from flint import fmpq

from proofs_check.answers import all_vertices, guarded, proved_minimizers
from proofs_check.cases import NetworkCase, line_cases, threshold_cases
from proofs_check.claim import Claim, Fault, Finding, holds, refute, undecided
from proofs_check.unaided.compare import compare, sign_of_powers
from proofs_check.unaided.least_sum import proves_sum
from proofs_check.unaided.nets import Net, require_labels, shown, weights
from proofs_check.unaided.thresholds import few_vertices
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import as_fraction
from sparsest.linear.program import Optimum
from sparsest.multivariate.program import Program
from sparsest.points import Points

__all__ = ["CLAIM", "least_sum", "witness"]

_NEAREST = 12


def witness(p: Exponent, inputs: int) -> Points:
    """Return the points t and -t on the first axis, labels 1, with 2 < t < 2^(1/p).

    Examples
    --------
    >>> witness(Exponent.read("1/2"), 2).x, witness(Exponent.read("9/10"), 1).x
    (((Fraction(-3, 1), Fraction(0, 1)), (Fraction(3, 1), Fraction(0, 1))), ((Fraction(-17, 8),), (Fraction(17, 8),)))
    """
    for k in count_up():
        t = 2 + Fraction(1, 2**k)
        if sign_of_powers([(Fraction(1), t), (Fraction(-2), Fraction(1))], p) < 0:
            rest = [Fraction(0)] * (inputs - 1)
            return Points([[t, *rest], [-t, *rest]], [1, 1])
    raise StopIteration


def least_sum(points: Points) -> fmpq:
    """Return the least price of (8) at p = 1, in two ways: over all vertices, and bounded by multipliers of its dual.

    Examples
    --------
    >>> least_sum(Points([[3], [-3]], [1, 1]))
    2/3
    """
    least = min(sum(weights(net), fmpq(0)) for net in all_vertices(points))
    program = Program(points).split()
    best = program.minimize([1] * program.columns)
    if not isinstance(best, Optimum):
        refute("the linear program of (10) at p = 1 has no optimum")
    multipliers = [as_fraction(a) for a in best.multipliers[: len(points)]]
    bound = sum((a * y for a, y in zip(multipliers, points.y, strict=True)), Fraction(0))
    if bound != as_fraction(least) or not proves_sum(points, multipliers):
        refute(f"a vertex has sum {least}, the multipliers prove {bound}", multipliers=list(map(str, multipliers)))
    return least


def _dearer(points: Points, nets: tuple[Net, ...]) -> list[Net]:
    """Return the networks that do not minimise at p = 1."""
    least = least_sum(points)
    return [net for net in nets if sum(weights(net), fmpq(0)) > least]


@guarded
def _check(case: NetworkCase) -> Finding:
    _see_witness(case.p, case.points.dimension)
    _see_near_1(case)
    nets = proved_minimizers(case)
    return holds(minimizers=len(nets), of_these_not_at_1=[shown(net) for net in _dearer(case.points, nets)])


def _see_witness(p: Exponent, inputs: int) -> None:
    """See that the constant 1 is the one minimiser at p of the two points, and dearer at p = 1 than two weights 1/t."""
    points = witness(p, inputs)
    constant = ((1, (*(Fraction(0) for _ in range(inputs)), Fraction(1))),)
    if proved_minimizers(NetworkCase(points, p)) != (constant,):
        refute("the constant is not the one minimiser of the two points", points=str(points.x))
    size = 1 / max(points.x)[0]
    rest = (Fraction(0),) * inputs
    require_labels(points, ((1, (size, *rest)), (1, (-size, *rest))), "two weights 1/t do not interpolate")
    if not as_fraction(least_sum(points)) == 2 * size < 1:
        refute(f"the least price of the two points at p = 1 is not 2/t = {2 * size}")


def _see_near_1(case: NetworkCase) -> None:
    """See that close enough to 1 all minimisers minimise at p = 1 too."""
    vertices, least = all_vertices(case.points), least_sum(case.points)
    for k in range(1, _NEAREST + 1):
        best = _cheapest(vertices, Exponent.read(1 - Fraction(1, 10**k)))
        if all(sum(weights(net), fmpq(0)) == least for net in best):
            return
    undecided(f"the minimisers at p = 1 - 10^-{_NEAREST} do not minimise at p = 1")


def _cheapest(vertices: tuple[Net, ...], p: Exponent) -> list[Net]:
    best: list[Net] = []
    for net in vertices:
        sign = compare(weights(net), weights(best[0]), p) if best else -1
        best = [net] if sign < 0 else [*best, net] if sign == 0 else best
    return best


# --- false variants ---


def _always(case: NetworkCase) -> None:
    """Claim that every minimiser at p minimises at p = 1."""
    for net in _dearer(case.points, proved_minimizers(case)):
        refute("a minimiser at p that is none at p = 1", network=shown(net), least=str(least_sum(case.points)))


def _in_the_limit(case: NetworkCase) -> None:
    """Claim it of the minimisers as p -> 0."""
    for net in _dearer(case.points, proved_minimizers(case, "0+")):
        refute("a minimiser as p -> 0 that is none at p = 1", network=shown(net), least=str(least_sum(case.points)))


def _never(case: NetworkCase) -> None:
    """Claim that no minimiser at p minimises at p = 1."""
    nets = proved_minimizers(case)
    if len(_dearer(case.points, nets)) < len(nets):
        refute("a minimiser at p that is one at p = 1", network=shown(nets[0]))


CLAIM = Claim(
    id="open-question",
    number="Section 4, open question (ours)",
    title="minimisers of (8) at p need not minimise at p = 1",
    statement="For every 0 < p < 1 and every d >= 1 there are two points for which no minimiser of (8) at p minimises "
    "at p = 1: t and -t on one axis, labels 1, 2 < t < 2^(1/p). The constant costs 1; at p = 1 two weights 1/t cost "
    "2/t < 1, at p they cost 2 t^-p > 1. But for any data all minimisers at p close enough to 1 minimise at p = 1.",
    hypotheses="Few points, so that all vertices can be listed; 0 < p < 1.",
    establishes="For this p and number of inputs the constant is the one minimiser of such two points, as an "
    "independent checker confirms, and 2/t the least price at p = 1. For these data the least price at p = 1 is that "
    "of a vertex, multipliers prove that none is lower, and at some p = 1 - 10^-k, k <= 12, all minimisers have it. "
    "Which minimisers at p have it not is said (`of_these_not_at_1`).",
    leaves_open="Which data have it at which p. The paper leaves it open for several inputs; for (2) the answer "
    "is yes by Corollary 3.1.1; (8) with one input charges biases and is another problem.",
    scope="several inputs",
    check=_check,
    cases=threshold_cases,
    faults=(
        Fault("at every p", "Every minimiser of (8) at p minimises at p = 1.", _always, lambda: line_cases(3, 4)),
        Fault("as p -> 0", "Every minimiser as p -> 0 minimises at p = 1.", _in_the_limit, lambda: line_cases(3, 4)),
        Fault("at no p", "No minimiser at p minimises at p = 1.", _never),
    ),
    requires=(few_vertices,),
    examples=15,
)
