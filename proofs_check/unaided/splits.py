"""Unmerged networks: neurons split into others of disjoint supports, and neurons whose outputs are dependent.

What (8) and (9) charge sees entries only, so a network whose neurons are split so, and whose outputs stay, costs the
same at every p: with the merged minimisers their splits are all minimisers there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product

from proofs_check.unaided.nets import Net, SignedVector, Vector, lifted, null_space, value
from sparsest.points import Points

__all__ = ["dependence", "parts", "shifted", "splits"]

_MOST_SPLITS = 100


def parts(w: Vector) -> Iterator[list[Vector]]:
    """Yield all ways to write w as a sum of vectors of disjoint supports, w itself first.

    Examples
    --------
    >>> [len(some) for some in parts((Fraction(1), Fraction(2), Fraction(0)))]
    [1, 2]
    """
    support = [k for k, a in enumerate(w) if a]
    for groups in _partitions(support):
        yield [tuple(a if k in group else Fraction(0) for k, a in enumerate(w)) for group in groups]


def _partitions(items: list[int]) -> Iterator[list[list[int]]]:
    if not items:
        yield []
        return
    for rest in _partitions(items[1:]):
        for i, group in enumerate(rest):
            yield [*rest[:i], [items[0], *group], *rest[i + 1 :]]
        yield [[items[0]], *rest]


def splits(points: Points, net: Net) -> Iterator[Net]:
    """Yield networks of the same outputs at the points, each neuron in parts of disjoint supports; 100 at most.

    Examples
    --------
    >>> one = (1, (Fraction(1), Fraction(2)))
    >>> [len(net) for net in splits(Points([[1], [2]], [3, 4]), (one,))]
    [1, 2]
    >>> [len(net) for net in splits(Points([[1], [-1]], [3, 1]), (one,))]
    [1]
    """
    rows = lifted(points)

    def of_neuron(neuron: SignedVector) -> list[Net]:
        s, w = neuron
        found: list[Net] = [tuple((s, u) for u in some) for some in parts(w)]
        return [some for some in found if all(value(some, row) == value([neuron], row) for row in rows)]

    for chosen in islice(product(*map(of_neuron, net)), _MOST_SPLITS):
        yield tuple(neuron for some in chosen for neuron in some)


def dependence(points: Points, net: Net) -> Vector | None:
    """Return c, not 0, with sum c_k a_k = 0 for the vectors a_k of (w_k . xbar_i)_+; None if they are independent.

    Examples
    --------
    >>> one, two = (1, (Fraction(1), Fraction(0))), (-1, (Fraction(0), Fraction(3)))
    >>> dependence(Points([[1]], [3]), (one, two)), dependence(Points([[1]], [3]), (one,))
    ((Fraction(-3, 1), Fraction(1, 1)), None)
    """
    outputs = [[value([(1, w)], row) for _, w in net] for row in lifted(points)]
    return next(iter(null_space(outputs, len(net))), None)


def shifted(net: Net, c: Vector, t: Fraction) -> Net:
    """Return the network with output weights v_k + t c_k, where v_k is 1 or -1; those that become 0 are left out.

    Examples
    --------
    >>> shifted(((1, (Fraction(1),)), (-1, (Fraction(2),))), (Fraction(1), Fraction(1)), Fraction(1))
    ((1, (Fraction(2, 1),)),)
    """
    sizes = [(s + t * a, w) for (s, w), a in zip(net, c, strict=True)]
    return tuple((1 if v > 0 else -1, tuple(abs(v) * a for a in w)) for v, w in sizes if v)
