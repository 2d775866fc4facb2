"""Section A.1.1: what a network may change without changing its function or raising its price; balanced weights."""

from __future__ import annotations

import random
from collections.abc import Callable

from flint import fmpq

from proofs_check.answers import minimal_networks
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, least_points, refute
from proofs_check.derivations.function_view import BALANCING, DECAY, RESCALING, TURNING
from proofs_check.derivations.powers import SUBADDITIVE_SIGNED
from proofs_check.unaided.compare import compare
from proofs_check.unaided.functions import Function, function_of
from proofs_check.unaided.rivals import redundant_network, rival
from sparsest.exact.exponent import Exponent
from sparsest.network import Network, Neuron

__all__ = ["CLAIM"]

_ZERO = fmpq(0)
_SCALES = (fmpq(1, 7), fmpq(2, 3), fmpq(3, 2), fmpq(5), fmpq(12))


def _network(case: SplineCase, rng: random.Random) -> tuple[Network, Function]:
    """Return the minimiser's network or one with redundancy, of a spline with more knots; and what it computes."""
    if rng.random() < 0.5:
        return minimal_networks(case)[0]
    network = redundant_network(rival(case), rng)
    return network, function_of(network)


def _rescaled(neuron: Neuron, a: fmpq) -> Neuron:
    return Neuron(neuron.output_weight / a, neuron.input_weight * a, neuron.bias * a)


def _flipped(neuron: Neuron) -> Neuron:
    return Neuron(neuron.output_weight, -neuron.input_weight, -neuron.bias)


def _active(network: Network) -> list[Neuron]:
    return [n for n in network.neurons if n.weight != 0]


def _decay_over_norm(neurons: list[Neuron], p: Exponent) -> int:
    """Return the sign of (1/2) sum (|v|^2p + |w|^2p) - sum |v w|^p for active neurons, exact."""
    penalty = [part * part for n in neurons for part in (n.output_weight, n.input_weight)]  # |v|^2p = (v^2)^p
    return compare(penalty, [n.weight for n in neurons for _ in range(2)], p)


def _check(case: SplineCase) -> None:
    rng = case.rng()
    network, function = _network(case, rng)
    _see_rescaling(network, function, rng)
    _see_turning(network, function, rng)
    _see_merging(network, function, case.p)
    _see_decay(network, case.p)


def _see_rescaling(network: Network, function: Function, rng: random.Random) -> None:
    neurons = tuple(_rescaled(n, rng.choice(_SCALES)) for n in network.neurons)
    if function_of(Network(neurons, network.skip, network.offset)) != function:
        refute("rescaling changed the function", network=network.to_json())
    if any(n.weight != m.weight for n, m in zip(neurons, network.neurons, strict=True)):
        refute("rescaling changed a |v w|", network=network.to_json())


def _see_turning(network: Network, function: Function, rng: random.Random) -> None:
    turned = [rng.random() < 0.5 for _ in network.neurons]
    neurons = tuple(_flipped(n) if turn else n for n, turn in zip(network.neurons, turned, strict=True))
    skip, offset = network.skip, network.offset
    for n, turn in zip(network.neurons, turned, strict=True):
        if turn:  # v (z)_+ = v (-z)_+ + v z
            skip, offset = skip + n.output_weight * n.input_weight, offset + n.output_weight * n.bias
    if function_of(Network(neurons, skip, offset)) != function:
        refute("the skip connection does not make up for turned neurons", network=network.to_json())
    # So without that they are off by an affine function, no more.
    if any(n.weight != m.weight for n, m in zip(neurons, network.neurons, strict=True)):
        refute("turning a neuron changed its |v w|", network=network.to_json())


def _merged(network: Network) -> Network:
    """Return the network with w = 1 everywhere and one neuron for each kink; what that leaves over is affine."""
    skip, offset = network.skip, network.offset
    at: dict[str, tuple[fmpq, fmpq]] = {}  # by the text of the kink: hashes of rationals are slow
    for v, w, b in network.neurons:
        if w == 0:
            offset += v * max(b, _ZERO)
            continue
        v, b = v * abs(w), b / w  # as printed, (|w| v, w/|w|, b/|w|); then turned
        if w < 0:
            skip, offset = skip - v, offset - v * b
        at[str(b)] = (b, at.get(str(b), (b, _ZERO))[1] + v)
    return Network([Neuron(v, fmpq(1), b) for b, v in at.values() if v != 0], skip, offset)


def _see_merging(network: Network, function: Function, p: Exponent) -> None:
    merged, active = _merged(network), _active(network)
    if function_of(merged) != function:
        refute("merging the neurons of one kink changed the function", network=network.to_json())
    if len(merged.neurons) != len(function.knots):
        refute("a neuron for each kink, and another number of knots", network=network.to_json())
    lower = compare([n.weight for n in active], [n.weight for n in merged.neurons], p)
    if lower < 0 or (lower == 0) != (len(active) == len(merged.neurons)):
        refute("merging does not lower the path norm as it should", network=network.to_json())
    if sum((n.weight for n in merged.neurons), _ZERO) > sum((n.weight for n in active), _ZERO):
        refute("merging raises the path norm at p = 1", network=network.to_json())


def _see_decay(network: Network, p: Exponent) -> None:
    """Look at it for these weights, and for the balanced ones, where v^2 = w^2 = |v w|."""
    active = _active(network)
    balanced = all(abs(n.output_weight) == abs(n.input_weight) for n in active)
    over = _decay_over_norm(active, p)
    if over < 0 or (over == 0) != balanced:
        refute("the penalty does not exceed the path norm as it should", network=network.to_json())
    if any(part != n.weight for n in active for part in _halves(n)):
        refute("at balanced weights the penalty is not the path norm", network=network.to_json())


def _halves(neuron: Neuron) -> tuple[fmpq, fmpq]:
    """Return v^2 and w^2 after the rescaling by a = (|v| / |w|)^(1/2), of which only a^2 is rational."""
    a2 = abs(neuron.output_weight) / abs(neuron.input_weight)
    return neuron.output_weight**2 / a2, neuron.input_weight**2 * a2


def _same_function(change: Callable[[Neuron], Neuron]) -> Callable[[SplineCase], None]:
    """Return the check of the false statement that this change of every neuron leaves the function as it is."""

    def check(case: SplineCase) -> None:
        network, function = _network(case, case.rng())
        if function_of(Network(map(change, network.neurons), network.skip, network.offset)) != function:
            refute("the function changed", network=network.to_json())

    return check


def _bias_left_alone(neuron: Neuron) -> Neuron:
    return Neuron(neuron.output_weight / 2, neuron.input_weight * 2, neuron.bias)


def _decay_is_norm(case: SplineCase) -> None:
    network, _ = _network(case, case.rng())
    if _decay_over_norm(_active(network), case.p) != 0:
        refute("the penalty is not the path norm at these weights", network=network.to_json())


def _merging_is_free(case: SplineCase) -> None:
    network, _ = _network(case, case.rng())
    if compare([n.weight for n in _active(network)], [n.weight for n in _merged(network).neurons], case.p) != 0:
        refute("merging the neurons of one kink lowers the path norm", network=network.to_json())


CLAIM = Claim(
    id="section-a.1.1",
    number="Section A.1.1",
    title="rescaling, turning, merging",
    statement="Rescaling a neuron, (v, w, b) to (v/a, a w, a b) with a > 0 (print: a = 1/|w|, which asks for w != 0: "
    "else the neuron is a constant and joins c), changes neither the function nor |v w|; turning it round, (w, b) to "
    "(-w, -b), changes the function by the affine function v (w x + b), which the skip connection makes up for at no "
    "price; so the neurons of one kink can be merged into one, and |v + v'|^p <= |v|^p + |v'|^p for 0 < p <= 1. Then "
    "there is one neuron for each knot. Ours: sum |v w|^p is the least value, over all rescalings, of (1/2) sum "
    "(|v|^2p + |w|^2p), reached exactly where |v| = |w| for every neuron.",
    hypotheses="0 < p <= 1; w != 0 in the last statement.",
    establishes="All of it for one interpolating network of these data (the minimiser's, or a random one with more "
    "neurons), by its kinks and jumps and by exact signs, merging at p = 1 too (at p < 1 it is strictly cheaper where "
    "something merges); the derivations show it for all weights and all p.",
    leaves_open="The displays (13) to (17) could not be read; the text around them names the maps, and these are they. "
    "That the objective of (3) lies in 1..K leaves out 0, the affine data.",
    scope="one input",
    requires=(least_points(2),),
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("bias left alone", "(v/a, a w, b) is the same neuron too.", _same_function(_bias_left_alone)),
        Fault(
            "no skip connection needed", "Turning neurons round does not change the function.", _same_function(_flipped)
        ),
        Fault("merging is free", "Merging the neurons of one kink leaves the path norm as it is.", _merging_is_free),
        Fault("penalty = path norm", "(1/2) sum (|v|^2p + |w|^2p) = sum |v w|^p at any weights.", _decay_is_norm),
    ),
    derivations=(RESCALING, TURNING, SUBADDITIVE_SIGNED, DECAY, BALANCING),
)
