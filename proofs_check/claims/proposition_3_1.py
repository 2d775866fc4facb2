"""Proposition 3.1: interpolating networks of width K and least price are interpolating splines of least V_p."""

from __future__ import annotations

from itertools import pairwise

from flint import fmpq

from proofs_check.answers import MINIMIZERS_SEEN, minimal_functions, minimal_networks
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Sample, exists, least_points, refute
from proofs_check.unaided.bounds import least_knots, least_variation
from proofs_check.unaided.compare import compare
from proofs_check.unaided.form import equal_neighbours
from proofs_check.unaided.functions import (
    Function,
    connecting_the_dots,
    function_of,
    outputs,
    require_interpolation,
    values,
)
from proofs_check.unaided.rivals import redundant_network, rival, with_knots_added
from sparsest.exact.rationals import as_fraction
from sparsest.network import Network, Neuron

__all__ = ["CLAIM"]

# Direct evaluation of a network takes neurons times knots; beyond this its kinks and jumps have to do.
_MOST_EVALUATIONS = 1000
_ZERO = fmpq(0)
_READINGS = Sample("`Network.to_spline` and the package's evaluation of spline and network are held against it", 4)


def _prices(network: Network) -> list[fmpq]:
    """Return |v w| of each active neuron."""
    return [abs(price) for n in network.neurons if (price := n.output_weight * n.input_weight) != 0]


def _opposed(network: Network) -> bool:
    """Whether two active neurons of one kink change the slope in different directions."""
    jumps: dict[str, set[bool]] = {}
    for n in network.neurons:
        if n.output_weight * n.input_weight != 0:
            jumps.setdefault(str(n.bias / n.input_weight), set()).add(n.output_weight > 0)
    return any(len(signs) > 1 for signs in jumps.values())


def _shared_kink(network: Network) -> bool:
    """Whether two active neurons have one kink."""
    kinks = sorted(-n.bias / n.input_weight for n in network.neurons if n.output_weight * n.input_weight != 0)
    return any(t == u for t, u in pairwise(kinks))


def _see_realization(network: Network, is_: Function, function: Function) -> None:
    """Look whether what the network is, by kinks and jumps, is the function; and evaluate it.

    At all knots and beyond, which is enough if they have no kinks elsewhere.
    """
    if is_ != function:
        refute("the network's kinks and jumps are not the function's", network=network.to_json())
    knots = function.knots or (_ZERO,)
    if 2 * len(knots) * len(network.neurons) > _MOST_EVALUATIONS:
        return
    at = [knots[0] - 1, *knots, knots[-1] + 1]
    for point, output, should in zip(at, outputs(network, at), values(function, at), strict=True):
        if output != should:
            refute(f"the network is {output} and not {should} at {point}", network=network.to_json())


def _see_network_read(network: Network, function: Function) -> None:
    """Look whether the package's own `Network.to_spline` and `Network.__call__` give this function."""
    if (spline := Function.of(network.to_spline())) != function:
        refute("Network.to_spline is not the network's function", network=network.to_json(), spline=str(spline))
    at = _ends(function)
    for point, should in zip(at, values(function, at), strict=True):
        if (output := network(as_fraction(point))) != as_fraction(should):
            refute(f"Network.__call__ gives {output} and not {should} at {point}", network=network.to_json())


def _see_spline_read(case: SplineCase) -> None:
    """Look whether `Spline.value` and `Spline.__call__` give what a sweep over the knots gives."""
    spline, function = case.solution.spline, minimal_functions(case)[0]
    at = _ends(function)
    for point, should in zip(at, values(function, at), strict=True):
        if spline.value(point) != should or spline(as_fraction(point)) != as_fraction(should):
            refute(f"Spline.__call__ or value is not {should} at {point}", spline=spline.to_json())


def _ends(function: Function) -> list[fmpq]:
    """Return places left of all knots, at one, and right of all: few, for everything is read as from a user there."""
    if not function.knots:
        return [_ZERO]
    knots = function.knots
    return [knots[0] - 1, knots[len(knots) // 2], knots[-1] + 1]


def _see_minimizers(case: SplineCase) -> None:
    for (network, is_), function in zip(minimal_networks(case), minimal_functions(case), strict=True):
        _see_realization(network, is_, function)
        if _prices(network) != function.sizes:  # neuron k is that of knot k
            refute("the path norm is not V_p", network=network.to_json())
    spline = case.solution.spline
    for point, should in zip(*case.data.flint, strict=True):
        if (value := spline.value(point)) != should:
            refute(f"Spline.value gives {value} and not {should} at {point}", spline=spline.to_json())


def _random_network(case: SplineCase) -> tuple[Function, Network]:
    """Return an interpolating network: of any spline through the points, of a minimiser, or of the connected dots."""
    rng = case.rng()
    way = rng.random()
    function = rival(case) if way < 0.6 else minimal_functions(case)[0] if way < 0.8 else connecting_the_dots(case)
    return function, redundant_network(function, rng)


def _check(case: SplineCase) -> None:
    _see_minimizers(case)
    _see_width(case)
    _see_width_at_1(case)
    function, network = _random_network(case)
    _see_realization(network, function_of(network), function)
    if _READINGS.takes(case):
        _see_spline_read(case)
        _see_network_read(network, function)
    prices = _prices(network)
    over = compare(prices, function.sizes, case.p)
    if over < 0 or (over == 0 and _shared_kink(network)):
        refute("a network no dearer than V_p of its function", network=network.to_json())
    if len(prices) < len(function.knots) or len(prices) < least_knots(case):
        refute("fewer active neurons than knots", network=network.to_json())
    _see_parameters(network)
    _see_at_1(case, function, network)
    if compare(function.sizes, minimal_functions(case)[0].sizes, case.p) < 0:
        refute("an interpolant of smaller V_p than the minimisers", network=network.to_json())


def _parameters(network: Network) -> tuple[int, int, int]:
    """Return the numbers of active neurons, of their nonzero input weights, and of these and their nonzero biases."""
    active = [n for n in network.neurons if n.output_weight * n.input_weight != 0]
    weights = sum(n.input_weight != 0 for n in active)
    return len(active), weights, weights + sum(n.bias != 0 for n in active)


def _see_parameters(network: Network) -> None:
    """See footnote 1: input weights are as many as active neurons; with biases those with a kink other than 0 more."""
    active, weights, parameters = _parameters(network)
    elsewhere = sum(n.output_weight * n.input_weight != 0 and -n.bias / n.input_weight != 0 for n in network.neurons)
    if weights != active or parameters != active + elsewhere:
        refute(f"{active} active neurons have {weights} weights, {parameters} with biases", network=network.to_json())


def _with_biases(case: SplineCase) -> None:
    active, _, parameters = _parameters(minimal_networks(case)[0][0])
    if active != parameters:
        refute(f"{active} active neurons have {parameters} input weights and biases")


def _see_at_1(case: SplineCase, function: Function, network: Network) -> None:
    """See the same at p = 1: the least is sum |d_i|, and neurons of one kink are dearer only if they are opposed."""
    price, least = sum(_prices(network), _ZERO), least_variation(case)
    if price < function.variation or (price == function.variation) == _opposed(network):
        refute("at p = 1 the path norm is not V_1 as it should be", network=network.to_json())
    if min(price, function.variation) < least:
        refute(f"at p = 1 a network below {least}", network=network.to_json())
    if connecting_the_dots(case).variation != least:
        refute(f"at p = 1 the connected dots do not cost {least}")


def _see_width(case: SplineCase, fewer: int = 0) -> None:
    """See that minimisers are networks of width N and more, at the same price; `fewer` for a false variant."""
    width = case.size - fewer
    for network, _ in minimal_networks(case):
        if len(network.neurons) > width:
            refute(f"{len(network.neurons)} neurons do not fit into width {width}", network=network.to_json())
    network, is_ = minimal_networks(case)[0]
    missing = width + case.rng(3).randrange(3) - len(network.neurons)
    wide = Network([*network.neurons, *[Neuron(_ZERO, fmpq(1), _ZERO)] * missing], network.skip, network.offset)
    if function_of(wide) != is_ or _prices(wide) != _prices(network):
        refute(f"the network of width {len(wide.neurons)} is another, or costs other", network=wide.to_json())


def _wide_at_1(case: SplineCase) -> Function | None:
    """Return an interpolant of more than N knots, of least V_1, where two neighbours have one nonzero curvature."""
    if not (agree := equal_neighbours(case)):
        return None
    many = with_knots_added(case, case.rng(4).choice(agree), case.size + 1)
    return require_interpolation(case, many, "the rival at p = 1")


def _see_width_at_1(case: SplineCase) -> None:
    """See that at p = 1 more width than N has solutions that N has not, where two neighbours have one curvature."""
    many = _wide_at_1(case)
    if many is not None and not _is_new_at_1(case, many):
        refute("at p = 1 no solution of more width than N", knots=many.shown)


def _is_new_at_1(case: SplineCase, function: Function) -> bool:
    return function.variation == least_variation(case) and len(function.knots) > case.size


def _same_at_1(case: SplineCase) -> None:
    many = _wide_at_1(case)
    if many is not None and _is_new_at_1(case, many):
        refute(f"at p = 1 a solution of width {len(many.knots)}, not of width {case.size}", knots=many.shown)


def _always_equal(case: SplineCase) -> None:
    function, network = _random_network(case)
    if compare(_prices(network), function.sizes, case.p) != 0:
        refute("a path norm other than V_p of the function", network=network.to_json())


def _never_more(case: SplineCase) -> None:
    function, network = _random_network(case)
    if compare(_prices(network), function.sizes, case.p) > 0:
        refute("a path norm above V_p of the function", network=network.to_json())


def _strict_at_1(case: SplineCase) -> None:
    function, network = _random_network(case)
    if _shared_kink(network) and sum(_prices(network), _ZERO) <= function.variation:
        refute("two neurons at one kink for the price of one", network=network.to_json())


def _one_neuron_each(case: SplineCase) -> None:
    function, network = _random_network(case)
    if len(_prices(network)) != len(function.knots):
        refute("more active neurons than knots", network=network.to_json())


CLAIM = Claim(
    id="proposition-3.1",
    number="Proposition 3.1",
    title="networks are splines",
    statement="For 0 <= p <= 1 and any width K >= N the functions of the solutions of (2), of (3) at p = 0, are the "
    "minimisers of V_p (of the number of knots) over continuous piecewise-linear functions through the data of at most "
    "K knots: every function has a network with one neuron for each knot, whose path norm is V_p, and no network of it "
    "is cheaper or has fewer active neurons. With several active neurons at one kink it is strictly dearer for p < 1, "
    "and at p = 1 exactly if they change the slope in different directions. For p < 1 these functions do not depend on "
    "K; at p = 1 they do where two neighbouring points have one nonzero curvature. Active neurons have one nonzero "
    "input weight each; a nonzero bias too unless the kink is at 0.",
    hypotheses="0 <= p <= 1, N >= 2.",
    establishes="The networks of the minimisers are them, piece for piece, go through the data, cost V_p and fit into "
    "width N, as into more. A random network through these data (neurons split, rescaled, turned round, dead, or "
    "undoing each other) costs at least V_p of the function that it is, which is recomputed from its kinks, and no "
    "less than the minimum; it has no fewer active neurons than that function has knots, nor than any interpolant must "
    "have. At p = 1 it costs at least V_1, which is at least sum |d_i|; the connected dots reach that, and so does an "
    "interpolant of more than N knots where two neighbours have one nonzero curvature. " + MINIMIZERS_SEEN,
    leaves_open="Other data, p and networks. The minimisers are those of `solve`; that there are no others is "
    "theorem-a. Displays (2) to (5) could not be read; the text says of each what it minimises and over what.",
    scope="one input",
    requires=(least_points(2),),
    samples=(_READINGS,),
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("path norm = V_p", "The path norm of every network is V_p of its function.", _always_equal),
        Fault("path norm <= V_p", "The path norm of a network is never more than V_p of its function.", _never_more),
        Fault(
            "p = 1",
            "For p = 1 too, several active neurons at one kink are strictly dearer.",
            _strict_at_1,
            examples=400,
        ),
        Fault(
            "width N - 3",
            "Width N - 3 is enough for every minimiser.",
            lambda case: _see_width(case, fewer=3),
            requires=(least_points(3),),
        ),
        Fault(
            "with biases",
            "Nonzero input weights and biases of active neurons are as many as active neurons (printed, footnote 1).",
            _with_biases,
        ),
        Fault(
            "width at p = 1",
            "At p = 1 too the functions do not depend on K >= N (as printed in footnote 4).",
            _same_at_1,
            requires=(exists(equal_neighbours, "no two neighbouring points of one nonzero curvature"),),
        ),
        Fault("one neuron each", "A network has as many active neurons as its function has knots.", _one_neuron_each),
    ),
)
