"""Proposition 3.1: interpolating networks of least price are interpolating splines of least V_p."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from flint import fmpq

from proofs_check.answers import LOOKED_AT, minimizers, networks
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Finding, holds, not_met, refute
from proofs_check.claims.theorem_3_1_p0 import least_knots
from proofs_check.unaided.functions import Function, function_of, outputs, values
from proofs_check.unaided.rivals import compare_costs, dots, random_network, rival
from sparsest.exact.rationals import as_fraction
from sparsest.network import Network

__all__ = ["CLAIM"]

# Direct evaluation of a network takes neurons times knots; beyond this its kinks and jumps have to do.
_MOST_EVALUATIONS = 1000
# The package's own reading of splines and networks is slow: it is looked at in one case of so many, by the seed; given
# data have seed 0, so always.
_READINGS = 4
_ZERO = fmpq(0)


def _prices(network: Network) -> list[fmpq]:
    """Return |v w| of each active neuron."""
    return [abs(price) for n in network.neurons if (price := n.output_weight * n.input_weight) != 0]


def _shared_kink(network: Network) -> bool:
    """Whether two active neurons have one kink."""
    kinks = sorted(-n.bias / n.input_weight for n in network.neurons if n.output_weight * n.input_weight != 0)
    return any(t == u for t, u in pairwise(kinks))


def _differs(network: Network, is_: Function, function: Function, missed: int | None) -> Finding | None:
    """Return a refutation unless what the network is, by kinks and jumps, is the function, and interpolates."""
    if is_ != function:
        refute("the network's kinks and jumps are not the function's", network=network.to_json())
    if missed is not None:
        refute(f"the function does not go through point {missed + 1}", network=network.to_json())
    return None


def _output_differs(network: Network, function: Function) -> Finding | None:
    """Return a refutation unless both agree at all knots and beyond: enough if they have no kinks elsewhere."""
    knots = function.knots or (_ZERO,)
    if 2 * len(knots) * len(network.neurons) > _MOST_EVALUATIONS:
        return None
    at = [knots[0] - 1, *knots, knots[-1] + 1]
    for point, is_, should in zip(at, outputs(network, at), values(function, at), strict=True):
        if is_ != should:
            refute(f"the network is {is_} and not {should} at {point}", network=network.to_json())
    return None


def _package_differs(network: Network, function: Function) -> Finding | None:
    """Return a refutation unless the package's own `Network.to_spline` and `Network.__call__` give this function."""
    if (spline := Function.of(network.to_spline())) != function:
        refute("Network.to_spline is not the network's function", network=network.to_json(), spline=str(spline))
    at = _ends(function)
    for point, should in zip(at, values(function, at), strict=True):
        if (is_ := network(as_fraction(point))) != as_fraction(should):
            refute(f"Network.__call__ gives {is_} and not {should} at {point}", network=network.to_json())
    return None


def _evaluation_differs(case: SplineCase) -> Finding | None:
    """Return a refutation unless `Spline.value` and `Spline.__call__` give what a sweep over the knots gives."""
    x, y = case.data.flint
    spline = case.solution.spline
    for point, should in zip(x, y, strict=True):
        if (value := spline.value(point)) != should:
            refute(f"Spline.value gives {value} and not {should} at {point}", spline=spline.to_json())
    if case.lot % _READINGS:
        return None
    function = minimizers(case)[0].function
    at = _ends(function)
    for point, should in zip(at, values(function, at), strict=True):
        if spline.value(point) != should or spline(as_fraction(point)) != as_fraction(should):
            refute(f"Spline.__call__ or value is not {should} at {point}", spline=spline.to_json())
    return None


def _ends(function: Function) -> list[fmpq]:
    """Return places left of all knots, at one, and right of all: few, for everything is read as from a user there."""
    if not function.knots:
        return [_ZERO]
    knots = function.knots
    return [knots[0] - 1, knots[len(knots) // 2], knots[-1] + 1]


def _minimizer_fails(case: SplineCase) -> Finding | None:
    for (network, is_), (function, missed) in zip(networks(case), minimizers(case), strict=True):
        if (failure := _differs(network, is_, function, missed) or _output_differs(network, function)) is not None:
            return failure
        if _prices(network) != function.sizes:  # neuron k is that of knot k
            refute("the path norm is not V_p", network=network.to_json())
    return _evaluation_differs(case)


def _random_network(case: SplineCase) -> tuple[Function, int | None, Network]:
    """Return an interpolating network: of any spline through the points, of a minimiser, or of the connected dots."""
    rng = case.rng()
    way = rng.random()
    if way < 0.6:
        function, missed = rival(case)
    elif way < 0.8:
        function, missed = minimizers(case)[0]
    else:
        function, missed = dots(case)
    return function, missed, random_network(function, rng)


def _check(case: SplineCase) -> Finding:
    if len(case.data) < 2:
        not_met("a single point")
    if (failure := _minimizer_fails(case)) is not None:
        return failure
    function, missed, network = _random_network(case)
    is_ = function_of(network)
    if (failure := _differs(network, is_, function, missed) or _output_differs(network, function)) is not None:
        return failure
    if case.lot % _READINGS == 0 and (failure := _package_differs(network, function)) is not None:
        return failure
    prices = _prices(network)
    over = compare_costs(prices, function.sizes, case.p)
    if over < 0 or (over == 0 and _shared_kink(network)):
        refute("a network no dearer than V_p of its function", network=network.to_json())
    if len(prices) < len(function.knots) or len(prices) < least_knots(case):
        refute("fewer active neurons than knots", network=network.to_json())
    if compare_costs(function.sizes, minimizers(case)[0].function.sizes, case.p) < 0:
        refute("an interpolant of smaller V_p than the minimisers", network=network.to_json())
    return holds()


def _every_network(case: SplineCase, is_right: Callable[[Function, Network], bool], reason: str) -> Finding:
    """Check a false statement about all interpolating networks on the random one."""
    if len(case.data) < 2:
        not_met("a single point")
    function, _, network = _random_network(case)
    if not (is_right(function, network)):
        refute(reason, network=network.to_json())
    return holds()


def _always_equal(case: SplineCase) -> Finding:
    def is_right(function: Function, network: Network) -> bool:
        return compare_costs(_prices(network), function.sizes, case.p) == 0

    return _every_network(case, is_right, "a path norm other than V_p of the function")


def _never_more(case: SplineCase) -> Finding:
    def is_right(function: Function, network: Network) -> bool:
        return compare_costs(_prices(network), function.sizes, case.p) <= 0

    return _every_network(case, is_right, "a path norm above V_p of the function")


def _strict_at_1(case: SplineCase) -> Finding:
    def is_right(function: Function, network: Network) -> bool:
        return not _shared_kink(network) or sum(_prices(network), _ZERO) > sum(function.sizes, _ZERO)

    return _every_network(case, is_right, "two neurons at one kink for the price of one")


def _one_neuron_each(case: SplineCase) -> Finding:
    def is_right(function: Function, network: Network) -> bool:
        return len(_prices(network)) == len(function.knots)

    return _every_network(case, is_right, "more active neurons than knots")


CLAIM = Claim(
    id="proposition-3.1",
    number="Proposition 3.1",
    title="networks are splines",
    statement="Problems (2) and (3) over networks are the same as minimising V_p (the number of knots for p = 0) over "
    "continuous piecewise-linear functions through the data: every such function has a network with one neuron for "
    "each knot, whose path norm is V_p, and no network of that function is cheaper or has fewer active neurons; a "
    "network with several active neurons at one kink is strictly dearer.",
    hypotheses="0 < p < 1 or p = 0, N >= 2.",
    establishes="The networks of the minimisers are them, piece for piece, go through the data and cost V_p. A "
    "random network through these data (neurons split, rescaled, turned round, dead, or undoing each other) costs at "
    "least V_p of the function that it is, which is recomputed from its kinks, and no less than the "
    "minimum; it has no fewer active neurons than that function has knots, nor than any interpolant must have. In one "
    "case of 4, by the seed (always for given data), `Network.to_spline` and the package's evaluation of spline and "
    "network are held against it. " + LOOKED_AT,
    leaves_open="Other data, p and networks. The minimisers are those of `solve`; that there are no others is "
    "theorem-a.",
    scope="one input",
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("path norm = V_p", "The path norm of every network is V_p of its function.", _always_equal),
        Fault("path norm <= V_p", "The path norm of a network is never more than V_p of its function.", _never_more),
        Fault("p = 1", "For p = 1 too, several active neurons at one kink are strictly dearer.", _strict_at_1),
        Fault("one neuron each", "A network has as many active neurons as its function has knots.", _one_neuron_each),
    ),
)
