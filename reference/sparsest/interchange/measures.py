"""How far two functions are apart, and a function from labels: exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flint import fmpq

from sparsest.data import Dataset
from sparsest.interchange.layers import Layers
from sparsest.multivariate.outputs import values_at_points
from sparsest.network import Network, Neuron
from sparsest.points import Points
from sparsest.spline import Spline

__all__ = [
    "Labelled",
    "Most",
    "labelled",
    "largest",
    "network_residual",
    "network_values",
    "spline_of",
    "worst_difference",
    "worst_residual",
]  # fmt: skip

#: An input, one number for each column, and its label.
Labelled = Sequence[tuple[tuple[fmpq, ...], fmpq]]


class Most(NamedTuple):
    """The largest of some sizes, and where it is.

    Parameters
    ----------
    size : fmpq
        Not negative.
    where : tuple of fmpq
        The first input where it is attained, or approached.

    Examples
    --------
    >>> max(Most(fmpq(1), (fmpq(0),)), Most(fmpq(2), (fmpq(5),))).size
    2
    """

    size: fmpq
    where: tuple[fmpq, ...]


def labelled(data: Dataset | Points) -> Labelled:
    """Return the points of data as pairs, in the order in which they were given; several labels at one input are kept.

    Examples
    --------
    >>> labelled(Dataset([0, 1], [5, 6]))
    [((0,), 5), ((1,), 6)]
    """
    if isinstance(data, Dataset):
        x = data.flint.x
        return [((x[point],), label) for point, label in zip(data.rows.points, data.rows.labels, strict=True)]
    return list(zip(data.flint.x, data.flint.y, strict=True))


def network_values(layers: Layers, inputs: Sequence[Sequence[fmpq]]) -> list[fmpq]:
    """Return the values of a network at many inputs, exact.

    Parameters
    ----------
    layers : Layers
        K neurons, d inputs.
    inputs : sequence of rows, shape (N, d)
        Of one input in time log K for each, of several by `values_at_points`.

    Returns
    -------
    list of fmpq, shape (N,)
        f(x_1), ..., f(x_N).

    Examples
    --------
    >>> network_values(Layers((), (), (), (fmpq(2),), fmpq(1)), [[fmpq(3)], [fmpq(0)]])
    [7, 1]
    """
    if layers.dimension == 1:
        spline = spline_of(layers)
        return [spline.value(x) for (x,) in inputs]
    return values_at_points(layers.to_multivariate(), [(*x, fmpq(1)) for x in inputs])


def spline_of(layers: Layers) -> Spline:
    """Return the function of a network of one input.

    Examples
    --------
    >>> spline_of(Layers((), (), (), (fmpq(2),), fmpq(1))).slope
    Fraction(2, 1)
    """
    rows = zip(layers.v, layers.w, layers.b, strict=True)
    return Network((Neuron(v, w, b) for v, (w,), b in rows), layers.skip[0], layers.offset).to_spline()


def worst_residual(values: Sequence[fmpq], data: Labelled) -> Most:
    """Return the largest |f(x_i) - y_i| of values f(x_i), of at least one point.

    Examples
    --------
    >>> worst_residual([fmpq(1), fmpq(2)], [((fmpq(1),), fmpq(1)), ((fmpq(2),), fmpq(0))])
    Most(size=2, where=(2,))
    """
    return largest((abs(value - y), x) for value, (x, y) in zip(values, data, strict=True))


def network_residual(layers: Layers, data: Labelled) -> Most:
    """Return the largest |f(x_i) - y_i| of a network, of at least one point.

    Examples
    --------
    >>> network_residual(Layers((), (), (), (fmpq(2),), fmpq(1)), [((fmpq(3),), fmpq(4))])
    Most(size=3, where=(3,))
    """
    return worst_residual(network_values(layers, [x for x, _ in data]), data)


def worst_difference(f: Spline, g: Spline, low: fmpq, high: fmpq) -> Most:
    """Return the largest |f - g| on [low, high]: it is at an end or at a kink of one of them.

    Examples
    --------
    >>> worst_difference(Spline(0, 0, [0], [1]), Spline(0, 0), fmpq(-1), fmpq(3))
    Most(size=3, where=(3,))
    """
    inside = {t for one in (f, g) for t in one.flint.knots if low < t < high}
    return largest((abs(f.value(x) - g.value(x)), (x,)) for x in (low, *sorted(inside), high))


def largest(sizes: Iterable[tuple[fmpq, tuple[fmpq, ...]]]) -> Most:
    """Return the first of the largest; (-1, ()) of none, which is smaller than any.

    Examples
    --------
    >>> largest([(fmpq(1), (fmpq(0),)), (fmpq(1), (fmpq(9),))]).where
    (0,)
    """
    size, where = fmpq(-1), ()
    for one, at in sizes:
        if one > size:
            size, where = one, at  # type: ignore[assignment]
    return Most(size, where)
