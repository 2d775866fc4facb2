"""Networks of several inputs for the checks: evaluated, merged, priced and drawn here, in fractions.

A network is a tuple of neurons, a neuron a pair (s, w) of the sign of v and the vector |v| w. Nothing is taken from the
solver: `proofs_check.answers` is where its networks come from.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, pairwise
from itertools import count as count_up
from math import gcd, lcm
from typing import TypeAlias

from flint import fmpq

from proofs_check.cases import NetworkCase
from proofs_check.claim import refute, undecided
from sparsest.exact.rationals import as_fraction, to_rational
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.points import Points

__all__ = [
    "Activity", "Blocks", "Net", "SignedVector", "Vector", "active_at", "at_most", "charged", "count", "dot",
    "entry_columns", "in_span", "interpolant_on_a_line", "is_small", "lifted", "merged", "missed_label",
    "net_of", "null_space", "random_interpolant", "random_neurons", "rank", "require_labels", "require_small",
    "shown", "total", "value", "weights",
]  # fmt: skip

Vector: TypeAlias = tuple[Fraction, ...]

#: A neuron: the sign of v, and |v| w.
SignedVector: TypeAlias = tuple[int, Vector]

Net: TypeAlias = tuple[SignedVector, ...]

#: At which points a neuron is active.
Activity: TypeAlias = tuple[bool, ...]

#: A point of (10): nu_j (sign 1) or omega_j (sign -1), by pattern and sign.
Blocks: TypeAlias = Mapping[tuple[Activity, int], Vector]

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


def require_small(case: NetworkCase) -> None:
    """Demand so few points, as a hypothesis: see `Claim.requires`.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> examine(require_small, NetworkCase(Points([[k] for k in range(9)], range(9)))).reason
    '9 points of 1 inputs are too many to enumerate all candidates'
    """
    if not is_small(case.points):
        inputs = case.points.dimension
        undecided(f"{case.size} points of {inputs} inputs are too many to enumerate all candidates")


def at_most(points: int, inputs: int | None = None) -> Callable[[NetworkCase], None]:
    """Return the hypothesis that there are no more points and inputs than can be gone through soon.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> examine(at_most(2, 2), NetworkCase(Points([[0], [1], [2]], [0, 1, 0]))).reason
    '3 points of 1 inputs are too many'
    """

    def require(case: NetworkCase) -> None:
        if case.size > points or (inputs is not None and case.points.dimension > inputs):
            undecided(f"{case.size} points of {case.points.dimension} inputs are too many")

    return require


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
    return sum((s * t for s, t in zip(a, b, strict=True) if s), _ZERO)


def total(vectors: Iterable[Vector]) -> Vector:
    """Return the sum of some vectors, one at least.

    Examples
    --------
    >>> total([(Fraction(1), Fraction(2)), (Fraction(3), Fraction(4))])
    (Fraction(4, 1), Fraction(6, 1))
    """
    return tuple(sum(entries, _ZERO) for entries in zip(*vectors, strict=True))


def value(net: Iterable[SignedVector], row: Vector) -> Fraction:
    """Return f at the input of row = [x, 1].

    Examples
    --------
    >>> value([(-1, (Fraction(2), Fraction(1)))], (Fraction(3), Fraction(1)))
    Fraction(-7, 1)
    """
    return sum((s * max(dot(w, row), _ZERO) for s, w in net), _ZERO)


def missed_label(points: Points, net: Sequence[SignedVector]) -> str | None:
    """Return where the network does not interpolate; None if it does.

    Examples
    --------
    >>> missed_label(Points([[0]], [3]), [])
    'f(0) is 0, not 3'
    """
    for row, y in zip(lifted(points), points.y, strict=True):
        if (f := value(net, row)) != y:
            return f"f({', '.join(map(str, row[:-1]))}) is {f}, not {y}"
    return None


def require_labels(points: Points, net: Net, what: str = "", **witness: object) -> None:
    """Refute, with these words and the place, if the network does not interpolate; the witness is itself unless given.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> points = Points([[0]], [3])
    >>> examine(lambda case: require_labels(points, (), "the minimiser does not interpolate"), None).reason
    'the minimiser does not interpolate: f(0) is 0, not 3'
    """
    if (where := missed_label(points, net)) is not None:
        refute(f"{what}: {where}" if what else where, **(witness or {"network": shown(net)}))


def active_at(points: Points, w: Vector) -> Activity:
    """Return the pattern 1[Xbar w >= 0].

    Examples
    --------
    >>> active_at(Points([[-1], [0], [1]], [0, 0, 0]), (Fraction(1), Fraction(0)))
    (False, True, True)
    """
    return tuple(dot(w, row) >= 0 for row in lifted(points))


def merged(points: Points, net: Iterable[SignedVector]) -> dict[tuple[Activity, int], Vector]:
    """Return the sums of the neurons that share a pattern and a sign; those active at no point are left out.

    Examples
    --------
    >>> one = (1, (Fraction(1), Fraction(0)))
    >>> list(merged(Points([[1]], [0]), [one, one]).values())
    [(Fraction(2, 1), Fraction(0, 1))]
    """
    found: dict[tuple[Activity, int], Vector] = {}
    rows = lifted(points)
    for s, w in net:
        heights = [dot(w, row) for row in rows]
        if any(h > 0 for h in heights):
            key = tuple(h >= 0 for h in heights), s
            found[key] = tuple(a + b for a, b in zip(found[key], w, strict=True)) if key in found else w
    return found


def net_of(blocks: Blocks) -> Net:
    """Return the network of a point of (10): a neuron for each nu_j and omega_j that is not 0.

    Examples
    --------
    >>> net_of({((True,), 1): (Fraction(2), Fraction(0)), ((True,), -1): (Fraction(0), Fraction(0))})
    ((1, (Fraction(2, 1), Fraction(0, 1))),)
    """
    return tuple((sign, w) for (_, sign), w in blocks.items() if any(w))


def weights(net: Iterable[SignedVector]) -> list[fmpq]:
    """Return the sizes of the entries that are not 0, biases included: what (8) and (9) charge, as `compare` has them.

    Examples
    --------
    >>> weights([(1, (Fraction(-2), Fraction(0)))])
    [2]
    """
    return [to_rational(abs(a)) for _, w in net for a in w if a]


def count(net: Iterable[SignedVector]) -> int:
    """Return the objective of (9).

    Examples
    --------
    >>> count([(1, (Fraction(-2), Fraction(0)))])
    1
    """
    return sum(1 for _, w in net for a in w if a)


def entry_columns(points: Points, net: Iterable[SignedVector]) -> list[Vector]:
    """Return for each nonzero entry of the network what an entry 1 there would put out at the points, sign aside.

    Examples
    --------
    >>> entry_columns(Points([[1], [2]], [0, 0]), [(1, (Fraction(2), Fraction(-3)))])
    [(Fraction(0, 1), Fraction(2, 1)), (Fraction(0, 1), Fraction(1, 1))]
    """
    rows = lifted(points)
    return [tuple(row[k] * (dot(w, row) > 0) for row in rows) for _, w in net for k, a in enumerate(w) if a]


def _reduced(rows: Iterable[Sequence[Fraction]]) -> dict[int, list[int]]:
    """Return the reduced echelon form, each row by its pivot, in whole numbers without a common factor."""
    form: dict[int, list[int]] = {}
    for given in rows:
        scale = lcm(*(a.denominator for a in given))
        row = [a.numerator * (scale // a.denominator) for a in given]
        for k, pivot in form.items():
            row = _without(row, pivot, k)
        lead = next((k for k, a in enumerate(row) if a), None)
        if lead is not None:
            for k, pivot in form.items():
                form[k] = _without(pivot, row, lead)
            form[lead] = row
    return form


def _without(row: list[int], pivot: list[int], k: int) -> list[int]:
    """Return a multiple of the row, less a multiple of the pivot row, with 0 in column k and no common factor."""
    if not row[k]:
        return row
    longer = [pivot[k] * a - row[k] * b for a, b in zip(row, pivot, strict=True)]
    common = gcd(*longer) or 1
    return [a // common for a in longer]


def rank(rows: Iterable[Sequence[Fraction]]) -> int:
    """Return the dimension of the span.

    Examples
    --------
    >>> rank([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(4)]])
    1
    """
    return len(_reduced(rows))


def in_span(columns: Sequence[Sequence[Fraction]], vector: Sequence[Fraction]) -> bool:
    """Return whether a vector is a combination of the columns.

    Examples
    --------
    >>> in_span([[Fraction(1), Fraction(2)]], [Fraction(2), Fraction(4)]), in_span([], [Fraction(1)])
    (True, False)
    """
    return rank([*columns, vector]) == rank(columns)


def null_space(rows: Iterable[Sequence[Fraction]], width: int) -> list[Vector]:
    """Return a basis of the vectors that are orthogonal to all rows.

    Examples
    --------
    >>> null_space([[Fraction(1), Fraction(2)]], 2)
    [(Fraction(-2, 1), Fraction(1, 1))]
    """
    form, basis = _reduced(rows), []
    for free in range(width):
        if free not in form:
            vector = [Fraction(k == free) for k in range(width)]
            for k, row in form.items():
                vector[k] = Fraction(-row[free], row[k])
            basis.append(tuple(vector))
    return basis


def random_neurons(points: Points, rng: random.Random, neurons: int) -> Net:
    """Return a network of small random weights, some of them 0, not tied to the labels.

    Examples
    --------
    >>> len(random_neurons(Points([[0]], [3]), random.Random(0), 4))
    4
    """
    net: list[SignedVector] = []
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
    >>> missed_label(points, random_interpolant(points, random.Random(0))) is None
    True
    """
    noise = random_neurons(points, rng, neurons)
    left = [y - value(noise, row) for row, y in zip(lifted(points), points.y, strict=True)]
    return noise + interpolant_on_a_line(points, left)


def interpolant_on_a_line(points: Points, labels: Sequence[Fraction]) -> Net:
    """Return a network of these labels at the points: piecewise linear along a direction that tells all points apart.

    Examples
    --------
    >>> points = Points([[0, 0], [0, 1]], [3, 5])
    >>> interpolant_on_a_line(points, points.y)[1]
    (1, (Fraction(0, 1), Fraction(2, 1), Fraction(0, 1)))
    """
    u, places = _separating(points)
    order = sorted(range(len(places)), key=places.__getitem__)
    net: list[SignedVector] = []

    def add(size: Fraction, w: Vector) -> None:
        if size:
            net.append((1 if size > 0 else -1, tuple(abs(size) * a for a in w)))

    add(labels[order[0]], (*(_ZERO for _ in u), Fraction(1)))
    before = _ZERO
    for i, j in pairwise(order):
        slope = (labels[j] - labels[i]) / (places[j] - places[i])
        add(slope - before, (*u, -places[i]))
        before = slope
    return tuple(net)


def _separating(points: Points) -> tuple[Vector, list[Fraction]]:
    """Return a direction on which all inputs have different places, and the places."""
    inputs = range(points.dimension)
    axes = (tuple(Fraction(j == k) for j in inputs) for k in inputs)
    directions = chain(axes, (tuple(Fraction(m) ** k for k in inputs) for m in count_up(1)))
    while True:  # it ends: two points on one place make a polynomial in m vanish, which few m do
        u = next(directions)
        places = [dot(u, x) for x in points.x]
        if len(set(places)) == len(places):
            return u, places


def shown(net: Iterable[SignedVector]) -> list[list[object]]:
    """Return the network JSON-ready, for a witness.

    Examples
    --------
    >>> shown([(1, (Fraction(1, 2), Fraction(0)))])
    [[1, ['1/2', '0']]]
    """
    return [[s, [str(a) for a in w]] for s, w in net]
