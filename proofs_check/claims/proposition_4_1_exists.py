"""Proposition 4.1, first part: there are interpolating networks, so (8) and (9) have minimisers."""

from __future__ import annotations

from proofs_check.cases import NetworkCase, network_cases
from proofs_check.derivations.several_inputs import STRIP
from proofs_check.networks import Net, charged, compare, fault, is_small, lifted, proved_minimizers, rank, shown
from proofs_check.registry import Claim, Fault, Finding, holds, refuted, undecided
from sparsest.multivariate.constructions import first_network, line_network, strip_network
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.patterns import in_general_position

__all__ = ["CLAIM"]

# Evaluating one network at all points takes as many steps as the square of this; general position, as many subsets.
_MOST_POINTS, _MOST_STRIPS = 200, 40


def _check(case: NetworkCase) -> Finding:
    if len(case.points) > _MOST_POINTS:
        return undecided(f"{len(case.points)} points are too many to evaluate a network with a neuron for each")
    made = [charged(first_network(case.points)), charged(line_network(case.points))]
    if (strips := _strips(case)) is not None:
        made.append(charged(strips))
    for net in made:
        if (where := fault(case.points, net)) is not None:
            return refuted(f"the network built for these data does not interpolate: {where}", network=shown(net))
    return _minimum(case, made) if is_small(case.points) else holds(minimizer="too many points to find one")


def _strips(case: NetworkCase) -> MultivariateNetwork | None:
    points = case.points
    many = len(points) > _MOST_STRIPS or points.dimension > 3 or len(points) <= points.dimension
    return None if many or not in_general_position(points) else strip_network(points)


def _minimum(case: NetworkCase, made: list[Net]) -> Finding:
    """Find a minimiser that interpolates and that costs no more than the networks at hand."""
    best = proved_minimizers(case)[0]
    if (where := fault(case.points, best)) is not None:
        return refuted(f"the minimiser does not interpolate: {where}", network=shown(best))
    for net in made:
        if compare(best, net, case.p) > 0:
            return refuted("a network at hand is cheaper than the minimiser", network=shown(net), best=shown(best))
    return holds(minimizer=shown(best))


def _affine(case: NetworkCase) -> Finding:
    """Claim that an affine function interpolates: then the labels are a combination of the columns of Xbar."""
    columns = list(zip(*lifted(case.points), strict=True))
    if rank([*columns, case.points.y]) > rank(columns):
        return refuted("the labels are not in the span of the columns of Xbar")
    return holds()


def _without_one_neuron(case: NetworkCase) -> Finding:
    """Claim that the network on a line interpolates without its last neuron too."""
    net = charged(line_network(case.points))
    if net and (where := fault(case.points, net[:-1])) is not None:
        return refuted(where, network=shown(net[:-1]))
    return holds()


def _one_neuron(case: NetworkCase) -> Finding:
    """Claim that the minimum is attained by one neuron or none."""
    if not is_small(case.points):
        return undecided("too many points to find the minimisers")
    nets = proved_minimizers(case)
    return holds() if min(map(len, nets)) <= 1 else refuted("every minimiser has two neurons", network=shown(nets[0]))


CLAIM = Claim(
    id="proposition-4.1-exists",
    number="Proposition 4.1, existence",
    title="networks of least price and of fewest parameters exist",
    statement="For every finite set of points with different inputs some network (7) interpolates, and problems (8), "
    "0 < p < 1, and (9) have minimisers.",
    hypotheses="The inputs are different; d >= 1, N >= 1.",
    establishes="Networks built for these data (along a line; of strips, in general position) interpolate, evaluated "
    "in fractions; for few points there is one of least price, and an independent checker found no cheaper one.",
    leaves_open="That a minimiser exists for all data: the checks find one. The formulas are this project's reading "
    "of the proof; names may differ in print.",
    scope="several inputs",
    check=_check,
    cases=network_cases,
    faults=(
        Fault("affine functions suffice", "Some affine function interpolates.", _affine),
        Fault("one neuron fewer", "The network on a line interpolates without its last neuron.", _without_one_neuron),
        Fault("one neuron suffices", "Some minimiser of (8) has one neuron at most.", _one_neuron),
    ),
    derivations=(STRIP,),
    examples=25,
)
