"""Remark 1: what a network may change without changing its function or its price, and where the price comes from."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.answers import minimal_networks
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Derivation, Fault, least_points, refute, undecided
from proofs_check.unaided.compare import compare
from proofs_check.unaided.functions import Function, function_of
from proofs_check.unaided.rivals import redundant_network, rival
from sparsest.exact.exponent import Exponent
from sparsest.network import Network, Neuron

if TYPE_CHECKING:
    import sympy  # half a second to import: where it is used

__all__ = ["CLAIM"]

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


# --- Derivations: v, w, z real (z stands for w x + b), a > 0, and v, w > 0 for the sizes |v|, |w|. -------------------


def _see_identity(difference: sympy.Expr, values: Mapping[sympy.Symbol, object]) -> None:
    """Look whether the difference is identically 0; the values are to show that it is not."""
    import sympy

    if sympy.simplify(difference) == 0:
        return
    found = difference.subs(values)
    if sympy.simplify(found) == 0:
        undecided(f"neither simplified to 0 nor different from 0 at the values tried: {difference}")
    refute("not an identity", difference=str(found), **{str(k): str(value) for k, value in values.items()})


def _relu(z: sympy.Expr) -> sympy.Expr:
    import sympy

    return (z + sympy.Abs(z)) / 2


def _rescaling(sign: int = 1) -> None:
    """Prove v/a (a z)_+ = v (z)_+ for a > 0; with sign -1 try it for a < 0."""
    import sympy

    v, w, z = sympy.symbols("v w z", real=True)
    a = sympy.Symbol("a", positive=True) * sign
    values = {v: 1, w: 1, z: 1, abs(a): 2}
    _see_identity(sympy.Abs(v / a * (a * w)) - sympy.Abs(v * w), values)
    _see_identity(v / a * _relu(a * z) - v * _relu(z), values)


def _turning(affine: int = 1) -> None:
    """Prove v (z)_+ - v (-z)_+ = v z; with 0 try that nothing is left."""
    import sympy

    v, z = sympy.symbols("v z", real=True)
    _see_identity(v * _relu(z) - v * _relu(-z) - affine * v * z, {v: 1, z: 1})


def _means(factor: int = 2) -> None:
    """Prove (X^2 + Y^2) / factor - X Y = (X - Y)^2 / factor for X = |v|^p, Y = |w|^p."""
    import sympy

    v, w, p = sympy.symbols("v w p", positive=True)
    penalty = (v ** (2 * p) + w ** (2 * p)) / factor
    _see_identity(penalty - (v * w) ** p - (v**p - w**p) ** 2 / factor, {v: 1, w: 1, p: sympy.Rational(1, 2)})


def _balancing(power: int = 2) -> None:
    """Prove |v/a|^2p = |a w|^2p = |v w|^p for a = (|v|/|w|)^(1/power)."""
    import sympy

    v, w, p = sympy.symbols("v w p", positive=True)
    a = (v / w) ** sympy.Rational(1, power)
    values = {v: 4, w: 1, p: sympy.Rational(1, 2)}
    for part in (v / a, a * w):
        _see_identity(sympy.expand_power_base(part ** (2 * p)) - (v * w) ** p, values)


_SYMPY = "symbolic (sympy)"

CLAIM = Claim(
    id="remark-1",
    number="Remark 1",
    title="why the price is that of a function",
    statement="Rescaling a neuron, (v, w, b) to (v/a, a w, a b) with a > 0, changes neither the function nor |v w|; "
    "turning it round, (w, b) to (-w, -b), changes the function by the affine function v (w x + b), which the skip "
    "connection makes up for at no price; and sum |v w|^p is the least value, over all rescalings, of "
    "(1/2) sum (|v|^2p + |w|^2p), reached exactly where |v| = |w| for every neuron.",
    hypotheses="0 < p <= 1 (the check: p < 1); w != 0 in the last statement.",
    establishes="All of it for one interpolating network of these data (the minimiser's, or a random one with more "
    "neurons), by its kinks and jumps and by exact signs; the derivations show it for all weights and all p.",
    leaves_open="The printed remark is not at hand: these are the facts on which the function view rests, as this "
    "project reads them; names and wording may differ in print.",
    scope="one input",
    requires=(least_points(2),),
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("bias left alone", "(v/a, a w, b) is the same neuron too.", _same_function(_bias_left_alone)),
        Fault(
            "no skip connection needed", "Turning neurons round does not change the function.", _same_function(_flipped)
        ),
        Fault("penalty = path norm", "(1/2) sum (|v|^2p + |w|^2p) = sum |v w|^p at any weights.", _decay_is_norm),
    ),
    derivations=(
        Derivation(
            "rescaling",
            "For a > 0 and all v, w, z: (v/a) (a z)_+ = v (z)_+ and |(v/a)(a w)| = |v w|. (False for a < 0.)",
            _SYMPY,
            _rescaling,
            lambda: _rescaling(-1),
        ),
        Derivation(
            "turning round",
            "For all v, z: v (z)_+ - v (-z)_+ = v z. (False: = 0.)",
            _SYMPY,
            _turning,
            lambda: _turning(0),
        ),
        Derivation(
            "penalty over path norm",
            "For all v, w != 0 and p > 0: (|v|^2p + |w|^2p)/2 - |v w|^p = (|v|^p - |w|^p)^2 / 2, so it is >= 0, and 0 "
            "only where |v| = |w|. (False with 3 for 2.)",
            _SYMPY,
            _means,
            lambda: _means(3),
        ),
        Derivation(
            "balanced weights",
            "For all v, w != 0 and p > 0, a = (|v|/|w|)^(1/2) makes |v/a|^2p = |a w|^2p = |v w|^p, so the penalty is "
            "the path norm there. (False with a = |v|/|w|.)",
            _SYMPY,
            _balancing,
            lambda: _balancing(1),
        ),
    ),
)
