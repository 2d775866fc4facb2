"""Networks that bound the optimum of (9) from above (paper, Proposition 4.1), built exactly.

In general position N > d points are met by 4 neurons for each group of d points (after Bubeck, Eldan, Lee and
Mikulincer 2020, Proposition 2). Let h(x) = w . xbar vanish on the d points of a group and nowhere else, and let
q(x) = u . xbar take their labels. The difference quotient of a ReLU,

    R_a(x) = ((h + a + s q)_+ - (h + a)_+) / s,      is  q(x) where h + a > 0 and 0 where h + a < 0, for s small,

so R_t - R_(-t) is q on the strip |h| < t and 0 off it. With m the least nonzero |h(x_i)| and M the largest |q(x_i)|,
t = m/2 and s = t/M are small enough: |s q| <= t, while |h + a| is t on the group and at least t off it.

The count is 4 (d+1) ceil(N/d) at most, and (d+1) ceil(N/d) <= (d+1)(N+d-1)/d = N + d + (N-1)/d <= 2N for 1 <= d <= N-1,
since the middle is convex in d and is 2N at both ends. So 8N bounds it; the paper states 8(N+1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, count, islice
from math import comb

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from sparsest.errors import UsageError
from sparsest.exact.clock import Clock
from sparsest.linear.scaling import scaled_floats
from sparsest.multivariate.arrangement import Vector
from sparsest.multivariate.blocks import block_network
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.patterns import in_general_position
from sparsest.multivariate.systems import basic_solution, kernel_vector, row_products
from sparsest.points import Points

__all__ = [
    "affine_network",
    "first_network",
    "line_network",
    "pair_network",
    "parameter_bound",
    "strip_network",
    "upper_network",
]

_ZERO = fmpq(0)
# Systems are solved in batches of no more entries than this.
_MANY_ENTRIES = 1_000_000


def parameter_bound(count: int, dimension: int) -> int:
    """Return how many parameters always do for N points in general position: 2N if N <= d+1, else 4 (d+1) ceil(N/d).

    Examples
    --------
    >>> parameter_bound(10, 50), parameter_bound(4, 3), parameter_bound(4, 2)
    (20, 8, 24)
    """
    if count <= dimension + 1:
        return 2 * count
    return 4 * (dimension + 1) * -(-count // dimension)


def upper_network(points: Points) -> MultivariateNetwork:
    """Return an interpolant within Proposition 4.1's bounds: affine where that is possible, else of strips.

    Raises
    ------
    UsageError
        If the labels are not affine in the inputs and the points are not in general position.

    Examples
    --------
    >>> upper_network(Points([[0], [1], [2]], [0, 1, 0])).parameters
    8
    """
    return affine_network(points) or strip_network(points)


def first_network(points: Points, clock: Clock | None = None) -> MultivariateNetwork:
    """Return the network of fewest parameters among those that are at hand without a search.

    Parameters
    ----------
    points : Points
        The data.
    clock : Clock, optional
        When to be content with what there is; there always is a network.

    Examples
    --------
    >>> first_network(Points([[0], [1], [2]], [0, 1, 0])).parameters
    3
    """
    clock = clock or Clock()
    line, pair, affine, blocks = line_network(points), None, None, None
    with clock.within():
        clock.check()
        affine = affine_network(points)
        pair = pair_network(points, clock=clock)
        blocks = block_network(points, clock)
    # Strips take more than 4 N where blocks take 2 (N + d + 1) at most, in general position with N > d.
    made = [network for network in (pair, affine, blocks) if network is not None]
    return min([*made, line], key=lambda network: network.parameters)


def line_network(points: Points) -> MultivariateNetwork:
    """Return an interpolant f(x) = g(u . x): piecewise linear along a direction that tells all points apart.

    There always is one: a single input if its values are distinct, else u = (1, m, m^2, ...) for some m >= 1.

    Examples
    --------
    >>> line_network(Points([[0, 0], [1, 5], [1, 6]], [0, 1, 3])).neurons[0]
    MultivariateNeuron(output_weight=1/5, weights=(0, 1, 0))
    """
    u, places = _separating_direction(points)
    order = sorted(range(len(places)), key=places.__getitem__)
    x, y = [places[i] for i in order], [points.flint.y[i] for i in order]
    neurons = [MultivariateNeuron(y[0], (*(_ZERO for _ in u), fmpq(1)))]
    before = _ZERO
    for k in range(len(x) - 1):
        slope = (y[k + 1] - y[k]) / (x[k + 1] - x[k])
        neurons.append(MultivariateNeuron(slope - before, (*u, -x[k])))
        before = slope
    return MultivariateNetwork((n for n in neurons if n.output_weight != 0), points.dimension)


def _separating_direction(points: Points) -> tuple[Vector, list[fmpq]]:
    """Return a direction on which all inputs have different places, and the places."""
    d = points.dimension
    single = (tuple(fmpq(k == j) for k in range(d)) for j in range(d))
    directions = chain(single, (tuple(fmpq(m) ** k for k in range(d)) for m in count(1)))
    while True:
        # This ends: two points on one place make a polynomial in m vanish, which it does finitely often.
        u = next(directions)
        if (places := _different_places(points, u)) is not None:
            return u, places


def _different_places(points: Points, u: Vector) -> list[fmpq] | None:
    """Return the places of the inputs on a direction; None as soon as two of them coincide, which is soon mostly."""
    seen, places = set(), []
    for x in points.flint.x:
        place = sum((a * b for a, b in zip(u, x, strict=True)), _ZERO)
        if (key := (place.p, place.q)) in seen:
            return None
        seen.add(key)
        places.append(place)
    return places


def pair_network(
    points: Points, tries: int = 20_000, seed: int = 0, clock: Clock | None = None
) -> MultivariateNetwork | None:
    """Return one neuron for the positive labels and one for the negative, each with as many weights as it has labels.

    A neuron with random support meets its labels in one way, if at all, and must be inactive at the other points;
    supports, all of them or many at random, are tried in floating point and the
    network is then made exactly. Where it succeeds it has as
    many parameters as there are labels that are not 0: no network has fewer if the labels are in general position.

    Parameters
    ----------
    points : Points
        The data; useful where d is much larger than N.
    tries : int
        How many supports to try for each neuron.
    seed : int
        Of the random supports.
    clock : Clock, optional
        When to give up, with `OutOfTimeError`; never unless told.

    Examples
    --------
    >>> pair_network(Points([[1, 0, 2], [0, 1, -1]], [3, -1])).parameters
    2
    """
    neurons, clock = [], clock or Clock()
    for sign in (1, -1):
        group = [i for i, y in enumerate(points.flint.y) if sign * y > 0]
        if group:
            weights = _lone_weights(points, group, tries, np.random.default_rng(seed), clock)
            if weights is None:
                return None
            neurons.append(MultivariateNeuron(fmpq(sign), weights))
    return MultivariateNetwork(neurons, points.dimension)


def _lone_weights(
    points: Points, group: Sequence[int], tries: int, rng: np.random.Generator, clock: Clock
) -> Vector | None:
    """Return weights, as many as the group has points, that take its labels' sizes there and are <= 0 elsewhere."""
    size, width = len(group), points.dimension + 1
    if size > width:
        return None
    # Which supports are good does not depend on the units of the inputs and of the labels.
    rows = np.array([scaled_floats(column) for column in zip(*points.lifted, strict=True)]).T
    sides = np.array(scaled_floats([abs(points.flint.y[i]) for i in group]))
    others = np.setdiff1d(np.arange(len(points)), group)
    for supports in _supports(width, size, tries, rng):
        clock.check()
        systems = rows[np.ix_(group, range(width))][:, supports].transpose(1, 0, 2)
        regular = np.abs(np.linalg.det(systems)) > 1e-12
        found = np.linalg.solve(systems[regular], np.broadcast_to(sides[:, None], (int(regular.sum()), size, 1)))
        heights = np.einsum("isk,sk->si", rows[others][:, supports[regular]], found[..., 0])
        for support in supports[regular][(heights <= 0).all(axis=1)]:
            if (weights := _exact_weights(points, group, sorted(support.tolist()), others.tolist())) is not None:
                return weights
    return None


def _supports(width: int, size: int, tries: int, rng: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """Yield sets of `size` coordinates in batches, one set a row: all there are, or as many at random as are tried."""
    together = max(1, min(1000, _MANY_ENTRIES // size**2))
    if comb(width, size) <= tries:
        every = combinations(reversed(range(width)), size)  # the bias first: a constant where that will do
        while batch := list(islice(every, together)):
            yield np.array(batch, dtype=np.intp)
        return
    for _ in range(-(-tries // together)):
        yield rng.random((together, width)).argpartition(size - 1, axis=1)[:, :size]


def _exact_weights(points: Points, group: Sequence[int], support: list[int], others: list[int]) -> Vector | None:
    found = basic_solution(
        [tuple(points.lifted[i][k] for k in support) for i in group], [abs(points.flint.y[i]) for i in group]
    )
    if found is None:
        return None
    weights = [_ZERO] * (points.dimension + 1)
    for k, a in zip(support, found, strict=True):
        weights[k] = a
    heights = row_products(points.lifted, tuple(weights))
    return tuple(weights) if all(heights[i] <= 0 for i in others) else None


def affine_network(points: Points) -> MultivariateNetwork | None:
    """Return f(x) = (a . xbar)_+ - (-a . xbar)_+ with at most rank(Xbar) nonzeros in a.

    None if no affine f interpolates; for N <= d+1 affinely independent points there always is one. A neuron that is
    active at no point is left out.

    Examples
    --------
    >>> affine_network(Points([[0, 0], [1, 1]], [1, -1])).neurons[0].weights
    (-2, 0, 1)
    """
    weights = basic_solution(points.lifted, points.flint.y)
    if weights is None:
        return None
    needed = [sign for sign in (1, -1) if any(sign * y > 0 for y in points.flint.y)]
    neurons = (MultivariateNeuron(fmpq(sign), tuple(sign * w for w in weights)) for sign in needed)
    return MultivariateNetwork(neurons, points.dimension)


def strip_network(points: Points) -> MultivariateNetwork:
    """Return an interpolant of at most 4 ceil(N/d) neurons for N > d points in general position.

    Raises
    ------
    UsageError
        If N <= d, or the points are not in general position.

    Examples
    --------
    >>> net = strip_network(Points([[0], [1]], [1, 2]))
    >>> net([0]), net([1]), len(net.neurons)
    (Fraction(1, 1), Fraction(2, 1), 8)
    """
    count, d = len(points), points.dimension
    if count <= d:
        raise UsageError(f"{count} points in dimension {d} need no strips; use affine_network")
    if not in_general_position(points):
        raise UsageError(f"some {d + 1} points of {points!r} lie on one hyperplane; strips need general position")
    neurons: list[MultivariateNeuron] = []
    for start in range(0, count, d):
        own = range(start, min(start + d, count))
        filled = sorted({*own, *range(d - len(own))})  # a short last group takes in points that are met already
        labels = [points.flint.y[i] if i in own else _ZERO for i in filled]
        neurons += _strip(points, filled, labels)
    return MultivariateNetwork(neurons, d)


def _strip(points: Points, group: Sequence[int], labels: Sequence[fmpq]) -> list[MultivariateNeuron]:
    """Return the four neurons that add the labels at d points and nothing at the others."""
    if not any(labels):
        return []
    rows = [points.lifted[i] for i in group]
    normal, ridge = kernel_vector(rows), basic_solution(rows, labels)
    if ridge is None:
        raise UsageError(f"the points {list(group)} are affinely dependent; strips need general position")
    heights, values = (row_products(points.lifted, w) for w in (normal, ridge))
    half = min(abs(h) for h in heights if h != 0) / 2
    step = half / max(abs(q) for q in values)
    neurons = []
    for side in (1, -1):
        base = (*normal[:-1], normal[-1] + side * half)
        tilted = tuple(b + step * u for b, u in zip(base, ridge, strict=True))
        neurons += [MultivariateNeuron(side / step, tilted), MultivariateNeuron(-side / step, base)]
    return neurons
