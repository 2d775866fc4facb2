"""Several inputs: the cheapest network on a trained support and activation pattern, or the proof that there is none.

The vectors z_k = v_k w_k of merged neurons have a linear program: sum_k sign_k D_k Xbar u_k = y with u_k = |v_k| w_k in
the closed cone of its pattern D_k, and 0 outside its support. All numbers in it are the data's; the trained weights
only set the prices. It minimises the majoriser of the objective at the trained network (inequality 78), up to factors
that all entries share and to the rounding of prices, which decide which vertex is taken and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from flint import fmpq

from sparsest.errors import SparsestError, UsageError
from sparsest.exact.clock import Clock
from sparsest.exact.exponent import Exponent
from sparsest.exact.sign import sign
from sparsest.linear.program import Infeasible, LinearProgram, Optimum
from sparsest.linear.scaling import scaled_floats
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.points import Points
from sparsest.training.obstruction import Cone, ConeObstruction

__all__ = ["Trained", "cheaper_network", "cheapest_network", "cones_of", "flipped"]

#: Cones with the trained sizes |u_ki| on their supports.
Trained: TypeAlias = Mapping[Cone, Sequence[fmpq]]
_Weights: TypeAlias = dict[Cone, tuple[fmpq, ...]]

_ZERO = fmpq(0)
# Prices are whole numbers up to this, for multipliers that stay short.
_DEAREST = 1 << 20
# How much dearer a neuron is on the other side of a point.
_CROSSING = 16
# What an empty place is priced as, in parts of the largest weight.
_SMALL = 128


def cones_of(network: MultivariateNetwork, points: Points) -> dict[Cone, tuple[fmpq, ...]]:
    """Return the trained pattern of a merged network: for each neuron its cone, with the sizes of its weights.

    Examples
    --------
    >>> net = MultivariateNetwork([MultivariateNeuron.of(-1, [2, 0], 6)], 2)
    >>> cones_of(net, Points([[0, 5], [1, 5]], [0, 0]))
    {Cone(sign=-1, active=(True, True), support=(0, 2)): (2, 6)}
    """
    found = {}
    for neuron in network.neurons:
        active = tuple(neuron.activation(row) > 0 for row in points.lifted)
        support = tuple(k for k, w in enumerate(neuron.weights) if w != 0)
        found[Cone(int(neuron.output_weight.p), active, support)] = tuple(abs(neuron.weights[k]) for k in support)
    return found


def flipped(trained: Trained) -> dict[Cone, tuple[fmpq, ...]]:
    """Return the cones, and after them each again across the boundary at one point: it may have come to lie there.

    Those sizes are smaller, so that a trained cone is preferred.

    Examples
    --------
    >>> [cone.active for cone in flipped({Cone(1, (True, False), (0,)): (fmpq(1),)})]
    [(True, False), (False, False), (True, True)]
    """
    found = {cone: tuple(sizes) for cone, sizes in trained.items()}
    for (own_sign, active, support), sizes in trained.items():
        for i, on in enumerate(active):
            other = Cone(own_sign, (*active[:i], not on, *active[i + 1 :]), support)
            found.setdefault(other, tuple(size / _CROSSING for size in sizes))
    return found


def cheapest_network(
    points: Points, trained: Trained, p: Exponent, clock: Clock | None = None
) -> MultivariateNetwork | ConeObstruction:
    """Return an exact interpolant with a neuron in each cone at most, at a vertex of least price, or why none exists.

    Parameters
    ----------
    points : Points
        The data.
    trained : mapping
        The cones with their sizes, none 0.
    p : Exponent
        A unit of weight costs size^(p-1); at the limits "0" and "0+" 1/size, at "1-" the same for all.
    clock : Clock, optional
        When to give up, with `OutOfTimeError`; never unless told.

    Examples
    --------
    >>> points, p = Points([[0, 1], [1, 0]], [0, 2]), Exponent.read("1/2")
    >>> cheapest_network(points, {Cone(1, (False, True), (0, 1)): [fmpq(1), fmpq(9)]}, p).neurons
    (MultivariateNeuron(output_weight=1, weights=(2, 0, 0)),)
    """
    found = _vertex(points, trained, p, clock)
    return found if isinstance(found, ConeObstruction) else _network(points, found)


def cheaper_network(points: Points, trained: Trained, p: Exponent, clock: Clock | None = None) -> MultivariateNetwork:
    """Return what `cheapest_network` does, with prices set anew from each network as long as the objective falls.

    That is descent (Candes, Wakin and Boyd 2008): every step is compared exactly, and there are finitely many vertices.
    The cones stay open where a network leaves them empty, at the price of a small weight.

    Raises
    ------
    UsageError
        If there is no interpolant: `cheapest_network` proves that.

    Examples
    --------
    >>> points, p = Points([[0, 1], [1, 0]], [0, 2]), Exponent.read("1/2")
    >>> cheaper_network(points, {Cone(1, (False, True), (0, 1)): [fmpq(1), fmpq(9)]}, p).parameters
    1
    """
    best: MultivariateNetwork | None = None
    while True:
        found = _vertex(points, trained, p, clock)
        if isinstance(found, ConeObstruction):
            raise UsageError(f"these {len(trained)} cones hold no interpolant; ask cheapest_network for the proof")
        network = _network(points, found)
        if best is not None and sign(network.power_sum - best.power_sum, p) >= 0:
            return best
        best = network
        largest = max((abs(w) for weights in found.values() for w in weights), default=_ZERO)
        small = largest / _SMALL if largest > 0 else fmpq(1)
        trained = {cone: tuple(abs(w) + small for w in weights) for cone, weights in found.items()}


def _vertex(points: Points, trained: Trained, p: Exponent, clock: Clock | None) -> _Weights | ConeObstruction:
    """Return for each cone the weights on its support."""
    prices = _prices([size for sizes in trained.values() for size in sizes], p)
    program = _program(points, list(trained), clock)
    found = program.minimize({2 * k + s: price for k, price in enumerate(prices) for s in (0, 1)})
    if isinstance(found, Optimum):
        parts = iter(found.point)
        return {cone: tuple(next(parts) - next(parts) for _ in cone.support) for cone in trained}
    if not isinstance(found, Infeasible):
        raise SparsestError("positive prices of nonnegative weights fall for ever; please report this")
    size, m = len(points), found.multipliers
    return ConeObstruction(m[:size], tuple(m[start : start + size] for start in range(size, len(m), size)))


def _prices(sizes: Sequence[fmpq], p: Exponent) -> list[int]:
    power = 1 - (float(p.fraction) if p.is_rational else float(p.name == "1-"))
    # In units of the largest; what is smaller by a factor of 2^20 is as dear as can be.
    top = max(sizes, default=_ZERO)
    return [min(_DEAREST, round(16 * max(a, 1 / _DEAREST) ** -power)) for a in scaled_floats([s / top for s in sizes])]


def _program(points: Points, cones: Iterable[Cone], clock: Clock | None) -> LinearProgram:
    """Return the program; columns 2k and 2k + 1 are the two parts of the k-th weight in all supports, rows all N."""
    equalities: list[dict[int, fmpq]] = [{} for _ in points.lifted]
    inside, first = [], 0
    for own_sign, active, support in cones:
        if clock is not None:
            clock.check()
        for i, row in enumerate(points.lifted):
            entries = {2 * j: row[k] for j, k in enumerate(support, first) if row[k] != 0}
            own = entries | {column + 1: -a for column, a in entries.items()}
            if active[i]:
                equalities[i] |= {column: own_sign * a for column, a in own.items()}
            inside.append((own if active[i] else {column: -a for column, a in own.items()}, _ZERO))
        first += len(support)
    labels = zip(equalities, points.flint.y, strict=True)
    return LinearProgram(2 * first, labels, inside, lower=0, clock=clock)


def _network(points: Points, found: _Weights) -> MultivariateNetwork:
    neurons = []
    for cone, weights in found.items():
        whole = [_ZERO] * (points.dimension + 1)
        for k, w in zip(cone.support, weights, strict=True):
            whole[k] = w
        neurons.append(MultivariateNeuron(fmpq(cone.sign), tuple(whole)))
    return MultivariateNetwork(neurons, points.dimension).merged(points)
