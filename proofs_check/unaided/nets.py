"""Networks of several inputs for the checks: evaluated, merged, priced and drawn here, in fractions.

A network is a tuple of neurons, a neuron a pair (s, w) of the sign of v and the vector |v| w. Nothing is taken from the
solver: `proofs_check.answers` is where its networks come from.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.rationals import as_fraction
from sparsest.exact.sign import sign
from sparsest.multivariate.constructions import first_network
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.points import Points

if TYPE_CHECKING:
    pass


__all__ = [
    "Net", "Neuron", "Vector", "active_at", "charged", "compare", "count", "dot", "fault", "is_small",
    "kernel", "lifted", "merged", "price", "random_interpolant", "random_network", "rank", "shown", "total",
    "value", "weights",
]  # fmt: skip

Vector: TypeAlias = tuple[Fraction, ...]

Neuron: TypeAlias = tuple[int, Vector]

Net: TypeAlias = tuple[Neuron, ...]

_ZERO = Fraction(0)

# For how many points everything about them is enumerated within seconds, by their number of inputs.
_MOST_POINTS = {1: 6, 2: 4, 3: 3, 4: 2}


def is_small(points: Points) -> bool:
    """Return whether the points are few enough for an enumeration of all candidates.

    Examples
    --------
    >>> is_small(Points([[0], [1]], [0, 1])), is_small(Points([[k, k * k] for k in range(5)], [0] * 5))
    (True, False)
    """
    return len(points) <= _MOST_POINTS.get(points.dimension, 0)


def lifted(points: Points) -> tuple[Vector, ...]:
    """Return the rows xbar_i = [x_i, 1].

    Examples
    --------
    >>> lifted(Points([[2]], [0]))
    ((Fraction(2, 1), Fraction(1, 1)),)
    """
    return tuple((*row, Fraction(1)) for row in points.x)


def charged(network: MultivariateNetwork) -> Net:
    """Return the pairs (s, |v| w) of a network's neurons, those with v w = 0 left out.

    Examples
    --------
    >>> from sparsest.multivariate.network import MultivariateNeuron
    >>> charged(MultivariateNetwork([MultivariateNeuron.of(-2, [1], 3)], 1))
    ((-1, (Fraction(2, 1), Fraction(6, 1))),)
    """
    pairs = ((as_fraction(n.output_weight), [as_fraction(w) for w in n.weights]) for n in network.neurons)
    net = ((1 if v > 0 else -1, tuple(abs(v) * a for a in w)) for v, w in pairs if v)
    return tuple(neuron for neuron in net if any(neuron[1]))


def dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    """Return the product of two vectors.

    Examples
    --------
    >>> dot([Fraction(1), Fraction(2)], [Fraction(3), Fraction(4)])
    Fraction(11, 1)
    """
    return sum((s * t for s, t in zip(a, b, strict=True)), _ZERO)


def total(vectors: Iterable[Vector]) -> Vector:
    """Return the sum of some vectors, one at least.

    Examples
    --------
    >>> total([(Fraction(1), Fraction(2)), (Fraction(3), Fraction(4))])
    (Fraction(4, 1), Fraction(6, 1))
    """
    return tuple(sum(entries, _ZERO) for entries in zip(*vectors, strict=True))


def value(net: Iterable[Neuron], row: Vector) -> Fraction:
    """Return f at the input of row = [x, 1].

    Examples
    --------
    >>> value([(-1, (Fraction(2), Fraction(1)))], (Fraction(3), Fraction(1)))
    Fraction(-7, 1)
    """
    return sum((s * max(dot(w, row), _ZERO) for s, w in net), _ZERO)


def fault(points: Points, net: Sequence[Neuron]) -> str | None:
    """Return where the network does not interpolate; None if it does.

    Examples
    --------
    >>> fault(Points([[0]], [3]), [])
    'f(0) is 0, not 3'
    """
    for row, y in zip(lifted(points), points.y, strict=True):
        if (f := value(net, row)) != y:
            return f"f({', '.join(map(str, row[:-1]))}) is {f}, not {y}"
    return None


def active_at(points: Points, w: Vector) -> tuple[bool, ...]:
    """Return the pattern 1[Xbar w >= 0].

    Examples
    --------
    >>> active_at(Points([[-1], [0], [1]], [0, 0, 0]), (Fraction(1), Fraction(0)))
    (False, True, True)
    """
    return tuple(dot(w, row) >= 0 for row in lifted(points))


def merged(points: Points, net: Iterable[Neuron]) -> dict[tuple[tuple[bool, ...], int], Vector]:
    """Return the sums of the neurons that share a pattern and a sign; those active at no point are left out.

    Examples
    --------
    >>> one = (1, (Fraction(1), Fraction(0)))
    >>> list(merged(Points([[1]], [0]), [one, one]).values())
    [(Fraction(2, 1), Fraction(0, 1))]
    """
    found: dict[tuple[tuple[bool, ...], int], Vector] = {}
    rows = lifted(points)
    for s, w in net:
        if any(dot(w, row) > 0 for row in rows):
            key = active_at(points, w), s
            found[key] = tuple(a + b for a, b in zip(found[key], w, strict=True)) if key in found else w
    return found


def weights(net: Iterable[Neuron]) -> list[Fraction]:
    """Return the sizes of the entries that are not 0, biases included: what (8) and (9) charge.

    Examples
    --------
    >>> weights([(1, (Fraction(-2), Fraction(0)))])
    [Fraction(2, 1)]
    """
    return [abs(a) for _, w in net for a in w if a]


def count(net: Iterable[Neuron]) -> int:
    """Return the objective of (9).

    Examples
    --------
    >>> count([(1, (Fraction(-2), Fraction(0)))])
    1
    """
    return len(weights(net))


def price(net: Iterable[Neuron]) -> PowerSum:
    """Return the objective of (8) as a function of p.

    Examples
    --------
    >>> str(price([(1, (Fraction(-2), Fraction(1)))]))
    '2^p + 1^p'
    """
    return PowerSum.of((1, a) for a in weights(net))


def compare(one: Iterable[Neuron], other: Iterable[Neuron], p: Exponent) -> int:
    """Return the sign of the price of one network less that of the other, exactly.

    Examples
    --------
    >>> compare([(1, (Fraction(2), Fraction(0)))], [(1, (Fraction(1), Fraction(1)))], Exponent.read("1/2"))
    -1
    """
    return sign(price(one) - price(other), p)


def _reduced(rows: Iterable[Sequence[Fraction]]) -> dict[int, list[Fraction]]:
    """Return the reduced echelon form, each row by its pivot."""
    form: dict[int, list[Fraction]] = {}
    for given in rows:
        row = list(given)
        for k, pivot in form.items():
            if c := row[k]:
                row = [a - c * b for a, b in zip(row, pivot, strict=True)]
        lead = next((k for k, a in enumerate(row) if a), None)
        if lead is not None:
            row = [a / row[lead] for a in row]
            for k, pivot in form.items():
                if c := pivot[lead]:
                    form[k] = [a - c * b for a, b in zip(pivot, row, strict=True)]
            form[lead] = row
    return form


def rank(rows: Iterable[Sequence[Fraction]]) -> int:
    """Return the dimension of the span.

    Examples
    --------
    >>> rank([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(4)]])
    1
    """
    return len(_reduced(rows))


def kernel(rows: Iterable[Sequence[Fraction]], width: int) -> list[Vector]:
    """Return a basis of the vectors that are orthogonal to all rows.

    Examples
    --------
    >>> kernel([[Fraction(1), Fraction(2)]], 2)
    [(Fraction(-2, 1), Fraction(1, 1))]
    """
    form, basis = _reduced(rows), []
    for free in range(width):
        if free not in form:
            vector = [Fraction(k == free) for k in range(width)]
            for k, row in form.items():
                vector[k] = -row[free]
            basis.append(tuple(vector))
    return basis


def random_network(points: Points, rng: random.Random, neurons: int) -> Net:
    """Return a network of small random weights, some of them 0, not tied to the labels.

    Examples
    --------
    >>> len(random_network(Points([[0]], [3]), random.Random(0), 4))
    4
    """
    net: list[Neuron] = []
    while len(net) < neurons:
        w = tuple(Fraction(rng.randint(-4, 4), rng.randint(1, 3)) for _ in range(points.dimension + 1))
        if any(w):
            net.append((rng.choice((1, -1)), w))
    return tuple(net)


def random_interpolant(points: Points, rng: random.Random, neurons: int = 3) -> Net:
    """Return an interpolating network with so many random neurons: what these leave of the labels is met by others.

    Examples
    --------
    >>> points = Points([[0], [1]], [3, 5])
    >>> fault(points, random_interpolant(points, random.Random(0))) is None
    True
    """
    noise = random_network(points, rng, neurons)
    left = [y - value(noise, row) for row, y in zip(lifted(points), points.y, strict=True)]
    return noise + charged(first_network(Points(points.x, left)))


def shown(net: Iterable[Neuron]) -> list[list[object]]:
    """Return the network JSON-ready, for a witness.

    Examples
    --------
    >>> shown([(1, (Fraction(1, 2), Fraction(0)))])
    [[1, ['1/2', '0']]]
    """
    return [[s, [str(a) for a in w]] for s, w in net]
