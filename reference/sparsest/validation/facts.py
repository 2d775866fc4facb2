"""What a network is made of: neurons that do something, that do nothing, that cancel; kinks and parameters; exact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flint import fmpq

from sparsest.data import Dataset
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.parallel import rewritten
from sparsest.network import Network
from sparsest.points import Points

__all__ = ["NetworkFacts", "facts_of"]

_Row = tuple[fmpq, tuple[fmpq, ...]]
# Of neurons and points, at which each is asked whether it is active.
_MOST_PAIRS = 20_000_000


class NetworkFacts(NamedTuple):
    """Counts of a network as it is written; exact.

    Parameters
    ----------
    neurons : int
        All of the hidden layer.
    dead : int
        Those that add nothing anywhere: v = 0, or an activation w . x + b that is never positive.
    constant : int
        Those without input weights that add a constant.
    active : int
        All others: each bends the function by |v w|.
    cancelling : int
        Active neurons at kinks that add up to none.
    silent : int or None
        Active neurons that no data point activates: as far as the data go, they are not there. None where looking at
        each neuron at each point would take too long: several inputs, more than 20 million pairs.
    knots : int or None
        Kinks of the function, neurons at one kink added up; None with several inputs.
    parameters : int
        Nonzero numbers among all v_k w_ki and v_k b_k, the skip connection and the output bias.
    merged : int
        Neurons that are left when those of one kink are added up.
    """

    neurons: int
    dead: int
    constant: int
    active: int
    cancelling: int
    silent: int | None
    knots: int | None
    parameters: int
    merged: int


def facts_of(network: Network | MultivariateNetwork, points: Dataset | Points) -> NetworkFacts:
    """Return the counts of a network, and how many neurons the points leave silent.

    Examples
    --------
    >>> from sparsest import Neuron
    >>> net = Network([Neuron.of(*neuron) for neuron in ((1, 1, 0), (1, 1, 0), (2, 1, -5), (0, 1, 1), (3, 0, 1))])
    >>> facts = facts_of(net, Dataset([0, 1], [0, 2]))
    >>> facts.active, facts.dead, facts.constant, facts.silent, facts.knots
    (3, 1, 1, 1, 2)
    """
    if isinstance(network, Network):
        rows: list[_Row] = [(n.output_weight, (n.input_weight, n.bias)) for n in network.neurons]
        free: tuple[fmpq, ...] = (network.skip, network.offset)
        kept = network.to_spline().flint.knots
        knots, merged, bends = len(kept), len(kept), {_plane((fmpq(1), -t)) for t in kept}
    else:
        rows, free, knots = [(n.output_weight, n.weights) for n in network.neurons], (), None
        lean = rewritten(network).neurons
        merged, bends = len(lean), {_plane(n.weights) for n in lean}
    kinds = [_kind(v, w) for v, w in rows]
    bending = [w for (_, w), kind in zip(rows, kinds, strict=True) if kind == "active"]
    inputs = _inputs(points)
    return NetworkFacts(
        neurons=len(rows),
        dead=kinds.count("dead"),
        constant=kinds.count("constant"),
        active=len(bending),
        cancelling=sum(_plane(w) not in bends for w in bending),
        silent=_silent(bending, inputs),
        knots=knots,
        parameters=sum(a != 0 for v, w in rows for a in (v * c for c in w)) + sum(a != 0 for a in free),
        merged=merged,
    )


def _kind(v: fmpq, weights: Sequence[fmpq]) -> str:
    if any(weights[:-1]):
        return "active" if v != 0 else "dead"
    return "constant" if v != 0 and weights[-1] > 0 else "dead"


def _silent(bending: Sequence[Sequence[fmpq]], inputs: Sequence[Sequence[fmpq]]) -> int | None:
    if len(bending) * len(inputs) > _MOST_PAIRS:
        return None
    return sum(all(_activation(w, xbar) <= 0 for xbar in inputs) for w in bending)


def _inputs(points: Dataset | Points) -> Sequence[Sequence[fmpq]]:
    """Return [x, 1] of the points; of one input the ends will do: active at neither, a neuron is silent between."""
    if isinstance(points, Points):
        return points.lifted
    return [(x, fmpq(1)) for x in (points.flint.x[0], points.flint.x[-1])]


def _activation(weights: Sequence[fmpq], xbar: Sequence[fmpq]) -> fmpq:
    return sum((w * x for w, x in zip(weights, xbar, strict=True)), fmpq(0))


def _plane(weights: Sequence[fmpq]) -> tuple[fmpq, ...]:
    """Return the hyperplane of a neuron, whichever side is active."""
    lead = next((w for w in weights if w != 0), fmpq(1))
    return tuple(w / lead for w in weights)
