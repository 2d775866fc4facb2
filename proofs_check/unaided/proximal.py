"""Proximal gradient steps on the products |v_k| w_k of a network, for the loss with the majorised p-th powers.

A network is a tuple of pairs (s, u): the sign of v and the vector u = |v| w. The loss L is 1/2 sum_i (f(x_i) - y_i)^2,
the price lambda sum |u_{k,i}|^p, and (78) puts lambda sum p |z_{k,i}|^(p-1) |u_{k,i}| in its place, z the previous
iterate. A step is u = z - gamma dL/du put through the soft thresholds lambda gamma p |z_{k,i}|^(p-1). At p = 1 all
numbers are fractions, else balls around them, and every comparison with a threshold is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, TypeAlias

from flint import arb, ctx

from proofs_check.unaided.nets import Net, SignedVector, Vector, dot, lifted, value
from proofs_check.unaided.reweighting import Setting, beyond, sign_at
from sparsest.exact.rationals import to_rational
from sparsest.points import Points

__all__ = [
    "Products", "curvature", "enlarged", "keeps_cells", "lone_neurons", "majorised", "penalised", "precise",
    "proximal_step", "sign_of_gain", "slopes", "squared_move",
]  # fmt: skip

#: Neurons (s, u) with entries that are fractions at p = 1, and balls else.
Products: TypeAlias = list[tuple[int, list[Any]]]

_BITS = 256
_MOST_POWER = 61
_ZERO, _ONE = Fraction(0), Fraction(1)


@contextmanager
def precise() -> Iterator[None]:
    """Compute in balls of 256 bits inside."""
    before, ctx.prec = ctx.prec, _BITS
    try:
        yield
    finally:
        ctx.prec = before


def slopes(points: Points, net: Net) -> list[Vector]:
    """Return the derivatives of the loss by the u_k; a neuron counts where its height u_k . xbar_i is > 0.

    Examples
    --------
    >>> slopes(Points([[1], [-1]], [0, 0]), [(-1, (Fraction(2), Fraction(0)))])
    [(Fraction(2, 1), Fraction(2, 1))]
    """
    rows = lifted(points)
    left = [value(net, row) - y for row, y in zip(rows, points.y, strict=True)]
    found = []
    for s, u in net:
        pulls = [(s * r, row) for r, row in zip(left, rows, strict=True) if dot(u, row) > 0]
        found.append(tuple(sum((r * row[k] for r, row in pulls), _ZERO) for k in range(len(u))))
    return found


def lone_neurons(points: Points) -> Iterator[tuple[SignedVector, int, Fraction]]:
    """Yield neurons with one weight, 1 or -1, that the loss pulls away from 0, its place, and how hard: -u_k dL/du_k.

    At |u_k| = 1 all thresholds are rational, whatever p.

    Examples
    --------
    >>> list(lone_neurons(Points([[1]], [3])))[:1]
    [((1, (Fraction(1, 1), Fraction(0, 1))), 0, Fraction(2, 1))]
    """
    for k in range(points.dimension + 1):
        for s in (1, -1):
            for entry in (Fraction(1), Fraction(-1)):
                u = tuple(entry if j == k else _ZERO for j in range(points.dimension + 1))
                pull = -entry * slopes(points, ((s, u),))[0][k]
                if pull > 0:
                    yield (s, u), k, pull


def enlarged(points: Points) -> Points:
    """Return the points with labels times the least of 1, 2, 4, ... for which there is a lone neuron that is pulled.

    As they are if there is none up to 2^60, as where all labels are 0.

    Examples
    --------
    >>> enlarged(Points([[3]], [5])).y, enlarged(Points([[3]], [0])).y
    ((Fraction(5, 1),), (Fraction(0, 1),))
    >>> enlarged(Points([[3]], ["1/2"])).y
    (Fraction(2, 1),)
    """
    for power in range(_MOST_POWER):
        larger = Points(points.x, [2**power * y for y in points.y])
        if next(lone_neurons(larger), None) is not None:
            return larger
    return points


def sign_of_gain(
    points: Points, neuron: SignedVector, k: int, h: Fraction, setting: Setting, beside: Fraction = _ZERO
) -> int:
    """Return the sign of the gain of loss + lambda sum |u|^p, less `beside`, if a lone weight grows by the part h.

    Examples
    --------
    >>> points, h = Points([[1]], [3]), Fraction(1, 4)
    >>> ((neuron, k, pull), *_) = lone_neurons(points)
    >>> [sign_of_gain(points, neuron, k, h, Setting(None, Fraction(1), Fraction(a))) for a in (1, 2)]
    [-1, 1]
    """
    s, u = neuron
    grown = (s, tuple(a * (1 + h) for a in u))
    losses = [
        sum(((value([one], row) - y) ** 2 / 2 for row, y in zip(lifted(points), points.y, strict=True)), _ZERO)
        for one in (grown, neuron)
    ]
    gain = losses[0] - losses[1] - setting.weight - beside
    return sign_at([(gain, Fraction(1)), (setting.weight, abs(grown[1][k]))], setting.p)


def curvature(points: Points, net: Net) -> Fraction:
    """Return the trace of the second derivative of the loss by the u_k, as long as the active neurons stay the same.

    No direction has a larger one.

    Examples
    --------
    >>> curvature(Points([[1], [-1]], [0, 0]), [(-1, (Fraction(2), Fraction(0)))])
    Fraction(2, 1)
    """
    rows = lifted(points)
    return sum((dot(row, row) for _, u in net for row in rows if dot(u, row) > 0), _ZERO)


def proximal_step(points: Points, net: Net, setting: Setting) -> Products:
    """Return the network after a step; what is 0 stays 0 for p < 1. Call it where balls are `precise`.

    Examples
    --------
    >>> proximal_step(Points([[1]], [0]), [(1, (Fraction(2), Fraction(0)))], Setting(None, Fraction(1, 4), Fraction(1)))
    [(1, [Fraction(5, 4), Fraction(-1, 4)])]
    """
    return [
        (s, [_entry(a, a - setting.gamma * g, setting) for a, g in zip(u, by_u, strict=True)])
        for (s, u), by_u in zip(net, slopes(points, net), strict=True)
    ]


def _entry(before: Fraction, x: Fraction, setting: Setting) -> Any:
    number = _number(setting)
    if beyond(x, before, setting) <= 0:
        return number(_ZERO)
    scale, sign = setting.weight * setting.gamma, 1 if x > 0 else -1
    if setting.p is None:
        return x - sign * scale
    p = number(setting.p.fraction)
    return number(x) - sign * number(scale) * p * number(abs(before)) ** (p - 1)


def penalised(points: Points, net: Sequence[tuple[int, Sequence[Any]]], setting: Setting) -> Any:
    """Return the loss and lambda sum |u_{k,i}|^p, where the entries are numbers of any of the two kinds.

    Examples
    --------
    >>> penalised(Points([[1]], [0]), [(1, (Fraction(2), Fraction(-1)))], Setting(None, Fraction(1), Fraction(10)))
    Fraction(61, 2)
    """
    number = _number(setting)
    entries = _entries(net, setting)
    # A ball around 0 is kept: its power is none, and then nothing is decided.
    sizes = [abs(a) for _, u in entries for a in u if not _is_zero(a)]
    powers = sizes if setting.p is None else [a ** number(setting.p.fraction) for a in sizes]
    return _loss(points, entries, setting) + number(setting.weight) * sum(powers, number(_ZERO))


def majorised(points: Points, net: Sequence[tuple[int, Sequence[Any]]], before: Net, setting: Setting) -> Any:
    """Return the loss and lambda sum p |z_{k,i}|^(p-1) |u_{k,i}|, z the network before, whose zeros are kept.

    Examples
    --------
    >>> at_1, one = Setting(None, Fraction(1), Fraction(10)), [(1, (Fraction(2), Fraction(-1)))]
    >>> majorised(Points([[1]], [0]), one, one, at_1) == penalised(Points([[1]], [0]), one, at_1)
    True
    """
    number = _number(setting)
    p = number(_ONE if setting.p is None else setting.p.fraction)
    entries, total = _entries(net, setting), number(_ZERO)
    for (_, u), (_, z) in zip(entries, before, strict=True):
        weights = [p * number(abs(b)) ** (p - 1) if setting.p is not None and b else p for b in z]
        total += sum((c * abs(a) for a, c in zip(u, weights, strict=True)), number(_ZERO))
    return _loss(points, entries, setting) + number(setting.weight) * total


def _entries(net: Sequence[tuple[int, Sequence[Any]]], setting: Setting) -> Products:
    number = _number(setting)
    return [(s, [a if isinstance(a, arb) else number(a) for a in u]) for s, u in net]


def _loss(points: Points, entries: Products, setting: Setting) -> Any:
    number = _number(setting)
    total = number(_ZERO)
    for row, y in zip(lifted(points), points.y, strict=True):
        numbers = [number(a) for a in row]
        out = sum((s * _positive(_height(u, numbers)) for s, u in entries), -number(y))
        total += out * out / 2
    return total


def _is_zero(a: Any) -> bool:
    return bool(a == 0)


def keeps_cells(points: Points, net: Net, after: Products, setting: Setting) -> bool:
    """Return whether each neuron is seen to be active at the same points before and after, so that it is all the way.

    Examples
    --------
    >>> at_1 = Setting(None, Fraction(1), Fraction(1))
    >>> one = [(1, (Fraction(2), Fraction(0)))]
    >>> [keeps_cells(Points([[1]], [0]), one, [(1, [Fraction(a), _ZERO])], at_1) for a in (1, -1)]
    [True, False]
    """
    number = _number(setting)
    for (_, u), (_, moved) in zip(net, after, strict=True):
        for row in lifted(points):
            height = _height(moved, [number(a) for a in row])
            if not (height > 0 if dot(u, row) > 0 else height <= 0):
                return False
    return True


def squared_move(net: Net, after: Products, setting: Setting) -> Any:
    """Return the sum of the squares of the changes of all entries.

    Examples
    --------
    >>> squared_move([(1, (Fraction(2),))], [(1, [Fraction(5)])], Setting(None, Fraction(1), Fraction(1)))
    Fraction(9, 1)
    """
    number = _number(setting)
    pairs = [(a, b) for (_, u), (_, moved) in zip(net, after, strict=True) for a, b in zip(u, moved, strict=True)]
    return sum(((b - number(a)) ** 2 for a, b in pairs), number(_ZERO))


def _number(setting: Setting) -> Callable[[Fraction], Any]:
    return Fraction if setting.p is None else _ball


def _ball(q: Fraction) -> arb:
    return arb(to_rational(q))


def _height(u: Sequence[Any], row: Sequence[Any]) -> Any:
    return sum((a * b for a, b in zip(u, row, strict=True)), 0 * row[0])


def _positive(height: Any) -> Any:
    return (height + abs(height)) / 2
