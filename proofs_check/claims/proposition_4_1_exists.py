"""Proposition 4.1, first part: there are interpolating networks, so (8) and (9) have minimisers."""

from __future__ import annotations

from proofs_check.answers import guarded, proved_fewest, proved_minimizers
from proofs_check.cases import NetworkCase, network_cases
from proofs_check.claim import Claim, Fault, Finding, Sample, holds, refute
from proofs_check.derivations.section_4 import STRIP
from proofs_check.unaided.compare import compare
from proofs_check.unaided.nets import (
    Net,
    at_most,
    charged,
    count,
    in_span,
    is_small,
    lifted,
    require_labels,
    require_small,
    shown,
    weights,
)
from sparsest.multivariate.constructions import first_network, line_network, strip_network
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.patterns import in_general_position

__all__ = ["CLAIM"]

# Evaluating one network at all points takes as many steps as the square of their number; general position, as many as
# there are subsets.
_MOST_POINTS, _MOST_STRIPS = 200, 40
_SOLVED = Sample(
    "solve_network gives the same minimisers, all of them, and at p = 0 a network with a proof by cuts that the "
    "checker accepts",
    one_in=10,
)


@guarded
def _check(case: NetworkCase) -> Finding:
    made = [charged(first_network(case.points)), charged(line_network(case.points))]
    if (strips := _strips(case)) is not None:
        made.append(charged(strips))
    for net in made:
        require_labels(case.points, net, "the network built for these data does not interpolate")
    return _minimum(case, made) if is_small(case.points) else holds(minimizer="too many points to find one")


def _strips(case: NetworkCase) -> MultivariateNetwork | None:
    points = case.points
    many = len(points) > _MOST_STRIPS or points.dimension > 3 or len(points) <= points.dimension
    return None if many or not in_general_position(points) else strip_network(points)


def _minimum(case: NetworkCase, made: list[Net]) -> Finding:
    """Find a minimiser that interpolates and that costs no more than the networks at hand."""
    best = proved_minimizers(case)[0]
    require_labels(case.points, best, "the minimiser does not interpolate")
    for net in made:
        if compare(weights(best), weights(net), case.p) > 0:
            refute("a network at hand is cheaper than the minimiser", network=shown(net), best=shown(best))
        _see_bounded(case, best, net)
    if _SOLVED.takes(case):
        _see_solved(case)
    _see_fewest(case, made, best)
    return holds(minimizer=shown(best))


def _see_bounded(case: NetworkCase, best: Net, feasible: Net, times: int = 1) -> None:
    """See |v_k| <= C: with ||w_k||_p = 1, |v_k|^p = ||v_k w_k||_p^p is at most C^p, the price of a feasible network.

    A false variant has it `times` over.
    """
    for neuron in best:
        if compare([*weights([neuron])] * times, weights(feasible), case.p) > 0:
            refute("|v_k| is above its bound, with ||w_k||_p = 1", neuron=shown([neuron]), feasible=shown(feasible))


def _half_of_the_price(case: NetworkCase) -> None:
    best = proved_minimizers(case)[0]
    _see_bounded(case, best, best, times=2)


def _see_solved(case: NetworkCase) -> None:
    """Compare what `solve_network` says of (8) with the minimisers whose number the checker has confirmed."""
    solution, proved = case.solution, sorted(tuple(sorted(net)) for net in proved_minimizers(case))
    if not solution.optimal or solution.minimizers != len(proved):
        refute(f"solve_network knows of {solution.minimizers} minimisers, there are {len(proved)}")
    if sorted(tuple(sorted(charged(network))) for network in solution.networks) != proved:
        refute("solve_network gives other networks", proved=[shown(net) for net in proved])


def _see_fewest(case: NetworkCase, made: list[Net], best: Net) -> None:
    """Find a minimiser of (9): as p -> 0 the networks of least price have the fewest parameters."""
    limit = proved_minimizers(case, "0+")[0]
    fewest = [limit, proved_fewest(case)] if _SOLVED.takes(case) else [limit]
    for net in fewest:
        require_labels(case.points, net, "the network of fewest parameters does not interpolate")
        for other in (*made, best, limit):
            if count(net) > count(other):
                reason = f"a network of {count(other)} parameters, where {count(net)} are said to be the fewest"
                refute(reason, network=shown(other))


def _affine(case: NetworkCase) -> None:
    """Claim that an affine function interpolates: then the labels are a combination of the columns of Xbar."""
    if not in_span(list(zip(*lifted(case.points), strict=True)), case.points.y):
        refute("the labels are not in the span of the columns of Xbar")


def _without_one_neuron(case: NetworkCase) -> None:
    """Claim that the network on a line interpolates without its last neuron too."""
    require_labels(case.points, charged(line_network(case.points))[:-1])


def _one_neuron(case: NetworkCase) -> None:
    """Claim that the minimum is attained by one neuron or none."""
    nets = proved_minimizers(case)
    if min(map(len, nets)) > 1:
        refute("every minimiser has two neurons", network=shown(nets[0]))


CLAIM = Claim(
    id="proposition-4.1-exists",
    number="Proposition 4.1, existence",
    title="networks of least price and of fewest parameters exist",
    statement="For every finite set of points with different inputs some network (7) interpolates, and problems (8), "
    "0 < p < 1, and (9) have minimisers. With ||w_k||_p = 1, as scaling allows, a minimiser of (8) has |v_k|^p = ||v_k "
    "w_k||_p^p <= C^p, the price of any network that interpolates: (44) to (46).",
    hypotheses="The inputs are different; d >= 1, N >= 1.",
    establishes="Networks built for these data (along a line; of strips, in general position) interpolate, evaluated "
    "in fractions. For few points there is one of least price, and an independent checker found no cheaper one; "
    "there is one of fewest parameters as well, a minimiser as p -> 0. No neuron of the first costs more than C^p, for "
    "each of the networks built: exactly compared.",
    leaves_open="That a minimiser exists for all data: the checks find one. Of the printed proof for "
    "(8) compactness (Weierstrass) is not derived. The displays (44) to (46) could not be read; the text around them "
    "says what they bound.",
    scope="several inputs",
    check=_check,
    cases=network_cases,
    faults=(
        Fault("affine functions suffice", "Some affine function interpolates.", _affine, examples=120),
        Fault("one neuron fewer", "The network on a line interpolates without its last neuron.", _without_one_neuron),
        Fault(
            "one neuron suffices",
            "Some minimiser of (8) has one neuron at most.",
            _one_neuron,
            requires=(require_small,),
            examples=40,
        ),
        Fault(
            "half of the price",
            "With ||w_k||_p = 1 no |v_k|^p is above half of the least price.",
            _half_of_the_price,
            requires=(require_small,),
            examples=40,
        ),
    ),
    derivations=(STRIP,),
    requires=(at_most(_MOST_POINTS),),
    samples=(_SOLVED,),
    examples=25,
)
