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

from sparsest.errors import SparsestError
from sparsest.exact.clock import Clock
from sparsest.exact.exponent import Exponent
from sparsest.linear.program import Infeasible, LinearProgram, Optimum
from sparsest.linear.scaling import scaled_floats
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.points import Points
from sparsest.training.obstruction import Cone, ConeObstruction

__all__ = ["Trained", "cheapest_network", "cones_of", "flipped"]

#: Cones with the trained sizes |u_ki| on their supports.
Trained: TypeAlias = Mapping[Cone, Sequence[fmpq]]

_ZERO = fmpq(0)
# Prices are whole numbers up to this, for multipliers that stay short.
_DEAREST = 1 << 20
# How much dearer a neuron is on the other side of a point.
_CROSSING = 16


def cones_of(network: MultivariateNetwork, points: Points) -> dict[Cone, tuple[fmpq, ...]]:
    """Return the trained pattern: for each merged neuron its cone, with the sizes of its weights.

    Examples
    --------
    >>> net = MultivariateNetwork([MultivariateNeuron.of(-2, [1, 0], 3)], 2)
    >>> cones_of(net, Points([[0, 5], [1, 5]], [0, 0]))
    {Cone(sign=-1, active=(True, True), support=(0, 2)): (2, 6)}
    """
    found = {}
    for neuron in network.merged(points).neurons:
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
    for (sign, active, support), sizes in trained.items():
        for i, on in enumerate(active):
            other = Cone(sign, (*active[:i], not on, *active[i + 1 :]), support)
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
    prices = _prices([size for sizes in trained.values() for size in sizes], p)
    program = _program(points, list(trained), clock)
    found = program.minimize({2 * k + s: price for k, price in enumerate(prices) for s in (0, 1)})
    if isinstance(found, Optimum):
        return _network(points, trained, found.point)
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
    for sign, active, support in cones:
        for i, row in enumerate(points.lifted):
            entries = {2 * j: row[k] for j, k in enumerate(support, first) if row[k] != 0}
            own = entries | {column + 1: -a for column, a in entries.items()}
            if active[i]:
                equalities[i] |= {column: sign * a for column, a in own.items()}
            inside.append((own if active[i] else {column: -a for column, a in own.items()}, _ZERO))
        first += len(support)
    labels = zip(equalities, points.flint.y, strict=True)
    return LinearProgram(2 * first, labels, inside, lower=0, clock=clock)


def _network(points: Points, cones: Iterable[Cone], parts: Sequence[fmpq]) -> MultivariateNetwork:
    neurons, first = [], 0
    for sign, _, support in cones:
        weights = [_ZERO] * (points.dimension + 1)
        for j, k in enumerate(support, first):
            weights[k] = parts[2 * j] - parts[2 * j + 1]
        neurons.append(MultivariateNeuron(fmpq(sign), tuple(weights)))
        first += len(support)
    return MultivariateNetwork(neurons, points.dimension).merged(points)
