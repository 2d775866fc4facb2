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

from collections.abc import Sequence

from flint import fmpq, fmpq_mat

from sparsest.errors import UsageError
from sparsest.multivariate.arrangement import Vector
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.patterns import in_general_position
from sparsest.points import Points

__all__ = ["affine_network", "parameter_bound", "strip_network", "upper_network"]

_ZERO = fmpq(0)


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


def affine_network(points: Points) -> MultivariateNetwork | None:
    """Return f(x) = (a . xbar)_+ - (-a . xbar)_+ with at most rank(Xbar) nonzeros in a.

    None if no affine f interpolates; for N <= d+1 affinely independent points there always is one. A neuron that is
    active at no point is left out.

    Examples
    --------
    >>> affine_network(Points([[0, 0], [1, 1]], [1, -1])).neurons[0].weights
    (-2, 0, 1)
    """
    weights = _basic_solution(points.lifted, points.flint[1])
    if weights is None:
        return None
    needed = [sign for sign in (1, -1) if any(sign * y > 0 for y in points.flint[1])]
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
        labels = [points.flint[1][i] if i in own else _ZERO for i in filled]
        neurons += _strip(points, filled, labels)
    return MultivariateNetwork(neurons, d)


def _strip(points: Points, group: Sequence[int], labels: Sequence[fmpq]) -> list[MultivariateNeuron]:
    """Return the four neurons that add the labels at d points and nothing at the others."""
    if not any(labels):
        return []
    rows = [points.lifted[i] for i in group]
    normal, ridge = _kernel_vector(rows), _basic_solution(rows, labels)
    if ridge is None:
        raise UsageError(f"the points {list(group)} are affinely dependent; strips need general position")
    heights, values = (_products(points, w) for w in (normal, ridge))
    half = min(abs(h) for h in heights if h != 0) / 2
    step = half / max(abs(q) for q in values)
    neurons = []
    for side in (1, -1):
        base = (*normal[:-1], normal[-1] + side * half)
        tilted = tuple(b + step * u for b, u in zip(base, ridge, strict=True))
        neurons += [MultivariateNeuron(side / step, tilted), MultivariateNeuron(-side / step, base)]
    return neurons


def _products(points: Points, w: Vector) -> list[fmpq]:
    return [sum((a * b for a, b in zip(row, w, strict=True)), _ZERO) for row in points.lifted]


def _basic_solution(rows: Sequence[Vector], right: Sequence[fmpq]) -> Vector | None:
    """Return a solution w of rows . w = right with at most rank(rows) nonzeros; None if there is none."""
    width = len(rows[0])
    entries = [a for row, b in zip(rows, right, strict=True) for a in (*row, b)]
    reduced, size = fmpq_mat(len(rows), width + 1, entries).rref()
    solution = [_ZERO] * width
    for i in range(size):
        pivot = next(k for k in range(width + 1) if reduced[i, k] != 0)
        if pivot == width:
            return None
        solution[pivot] = reduced[i, width]
    return tuple(solution)


def _kernel_vector(rows: Sequence[Vector]) -> Vector:
    """Return the nonzero w with rows . w = 0, for d independent rows of length d+1."""
    width = len(rows[0])
    reduced, size = fmpq_mat(len(rows), width, [a for row in rows for a in row]).rref()
    pivots = [next(k for k in range(width) if reduced[i, k] != 0) for i in range(size)]
    free = next(k for k in range(width) if k not in pivots)
    w = [_ZERO] * width
    w[free] = fmpq(1)
    for i, pivot in enumerate(pivots):
        w[pivot] = -reduced[i, free]
    return tuple(w)
