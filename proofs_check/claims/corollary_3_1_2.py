"""Corollary 3.1.2: bounds on the weights of an optimal network, and on its Lipschitz constant."""

from __future__ import annotations

from itertools import pairwise

from flint import fmpq

from proofs_check.answers import MINIMIZERS_SEEN, minimal_functions
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, least_points, refute
from proofs_check.unaided.compare import compare
from proofs_check.unaided.functions import Function, function_of, outputs, steepest
from proofs_check.unaided.rivals import redundant_network
from sparsest.network import Network

__all__ = ["CLAIM"]

_ZERO = fmpq(0)
_MOST_EVALUATIONS = 1000  # neurons times places


def _network(case: SplineCase, function: Function, *, split: bool = False) -> Network:
    return redundant_network(function, case.rng(), split=split)


def _sizes(network: Network) -> list[fmpq]:
    """Return |v_k w_k| of all neurons, by multiplication."""
    return [abs(n.output_weight * n.input_weight) for n in network.neurons]


def _check(case: SplineCase) -> None:
    s = case.flint_slopes
    total, bound = sum((abs(b - a) for a, b in pairwise(s)), _ZERO), max(map(abs, s))
    for function in minimal_functions(case):
        network = _network(case, function)
        sizes = _sizes(network)
        if function_of(network) != function or compare(sizes, function.sizes, case.p) != 0:
            refute("the network is no solution", network=network.to_json())
        if sum(sizes, _ZERO) != total:
            refute(f"sum |v_k w_k| is {sum(sizes, _ZERO)}, not {total}", network=network.to_json())
        if max(sizes, default=_ZERO) > total:
            refute(f"a |v_k w_k| above {total}", network=network.to_json())
        if steepest(function_of(network)) > bound:
            refute(f"a slope beyond {bound}", network=network.to_json())
        _see_quotients(case, network, bound)


def _see_quotients(case: SplineCase, network: Network, bound: fmpq) -> None:
    """See |f(a) - f(b)| <= L |a - b| at random places, by the network's own values."""
    rng, x = case.rng(3), case.data.flint.x
    at = sorted({x[0] + (x[-1] - x[0]) * fmpq(rng.randint(-8, 24), 16) for _ in range(6)})
    if len(at) * len(network.neurons) > _MOST_EVALUATIONS:
        return
    for (a, u), (b, v) in pairwise(zip(at, outputs(network, at), strict=True)):
        if abs(v - u) > bound * (b - a):
            refute(f"steeper than {bound} between {a} and {b}", network=network.to_json())


def _any_network(case: SplineCase) -> None:
    s, function = case.flint_slopes, minimal_functions(case)[0]
    if sum(_sizes(_network(case, function, split=True)), _ZERO) != sum((abs(b - a) for a, b in pairwise(s)), _ZERO):
        refute("a network of the minimiser with another sum")


def _largest_gap(case: SplineCase) -> None:
    largest = max(map(abs, case.flint_gaps), default=_ZERO)
    if any(c > largest for c in _sizes(_network(case, minimal_functions(case)[0]))):
        refute(f"a |v_k w_k| above {largest}")


def _sum_bounds_slopes(case: SplineCase) -> None:
    function = minimal_functions(case)[0]
    if steepest(function) > function.variation:
        refute("a slope beyond sum |v_k w_k|", knots=function.shown)


CLAIM = Claim(
    id="corollary-3.1.2",
    number="Corollary 3.1.2",
    title="the weights and the Lipschitz constant are bounded by the data",
    statement="Every solution theta of (2), 0 < p < 1, has max_k |v_k w_k| <= sum_k |v_k w_k| = sum |s_{i+1} - s_i|, "
    "and its function the Lipschitz constant L <= max_i |s_i|.",
    hypotheses="0 < p < 1, N >= 2.",
    establishes="All of it for a random solution theta of each minimiser's function (neurons rescaled and turned "
    "round, dead ones added): by its weights, by the slopes of its function, and by difference quotients of its "
    "values. " + MINIMIZERS_SEEN,
    leaves_open="Other data and other p. The minimisers are those of `solve`; that there are no others is theorem-a. "
    "That a solution theta has one active neuron for each knot is proposition-3.1. L = max_i |s_i| is claim lipschitz.",
    scope="one input",
    requires=(least_points(2),),
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("every theta of the function", "The same sum for every network of a minimiser.", _any_network),
        Fault("within the largest gap", "max_k |v_k w_k| <= max_i |s_{i+1} - s_i|.", _largest_gap),
        Fault("L <= the sum", "L <= sum_k |v_k w_k|.", _sum_bounds_slopes),
    ),
)
