"""Neurons of a trained network, counted after merging; exact, each float the dyadic rational that it is.

*One input.* A neuron v (w x + b)_+ has its kink at -b/w, with the slope change v |w|; as w < 0 adds an affine function,
which the skip connection of equation 1 takes, nothing else of it matters. Kinks of one sign in one closed gap
[x_i, x_{i+1}] between neighbouring inputs become one, of the summed slope change at the weighted mean of their places:
no value at the data changes, and V_p does not grow (`docs/theory.md`, section 2). A kink at
or beyond the first or last input is affine on the data: it counts nothing.

*Several inputs.* Neurons of one sign that are active at the same points become one: `MultivariateNetwork.merged`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from flint import fmpq

from sparsest.data import Dataset
from sparsest.errors import UsageError
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.points import Points
from sparsest.training.network import FloatNetwork

__all__ = ["Kink", "Size", "check_dimensions", "closed_gaps", "kinks", "merged_network", "merged_size"]


class Kink(NamedTuple):
    """Where a neuron of one input bends, and by how much.

    Parameters
    ----------
    place : fmpq
        -b/w.
    change : fmpq
        v |w|, not 0.
    """

    place: fmpq
    change: fmpq

    @property
    def sign(self) -> int:
        """The sign of the slope change.

        Examples
        --------
        >>> Kink(fmpq(0), fmpq(-2)).sign
        -1
        """
        return 1 if self.change > 0 else -1


class Size(NamedTuple):
    """How large a network is once its neurons are merged: neurons, and nonzero entries of all v_k w_k."""

    neurons: int
    parameters: int


def kinks(network: FloatNetwork) -> list[Kink]:
    """Return the kinks of a network of one input, exact, by increasing place; `UsageError` if it has several inputs.

    Examples
    --------
    >>> kinks(FloatNetwork([2, 1, 5], [[-0.5], [1], [0]], [1, 0.5, 1], [0]))
    [Kink(place=-1/2, change=1), Kink(place=2, change=1)]
    """
    neurons = network.to_network().neurons
    found = [
        Kink(-n.bias / n.input_weight, n.output_weight * abs(n.input_weight))
        for n in neurons
        if n.output_weight != 0 and n.input_weight != 0
    ]
    return sorted(found, key=lambda kink: kink.place)


def closed_gaps(place: fmpq, x: Sequence[fmpq]) -> range:
    """Return the gaps whose closed interval [x_i, x_{i+1}] holds the place: two where it is an input.

    Gap i is right of input i, counted from 0; -1 is what lies left of all inputs, N - 1 what lies right of them.

    Examples
    --------
    >>> x = [fmpq(0), fmpq(1), fmpq(2)]
    >>> [list(closed_gaps(place, x)) for place in (fmpq(-5), fmpq(1, 2), fmpq(1), fmpq(2))]
    [[-1], [0], [0, 1], [1, 2]]
    """
    return range(bisect_left(x, place) - 1, bisect_right(x, place))


def merged_size(network: FloatNetwork, data: Dataset | Points) -> Size:
    """Return how large the network is after merging: of one input with a `Dataset`, of several with `Points`.

    Parameters
    ----------
    network : FloatNetwork
        As training leaves it.
    data : Dataset or Points
        Of the network's dimension.

    Raises
    ------
    UsageError
        If the dimensions differ; or if a network for `Points` has a skip connection, which (7) has not.

    Examples
    --------
    >>> net = FloatNetwork([2, 1, 1], [[1], [1], [1]], [-0.25, -0.5, 7], [0])
    >>> merged_size(net, Dataset([0, 1, 2], [0, 0, 1]))
    Size(neurons=1, parameters=1)
    """
    check_dimensions(network, data)
    if isinstance(data, Points):
        merged = merged_network(network, data)
        return Size(len(merged.neurons), merged.parameters)
    inside = [k for k in kinks(network) if data.flint.x[0] < k.place < data.flint.x[-1]]
    count = sum(_fewest_gaps((k.place for k in inside if k.sign == s), data.flint.x) for s in (1, -1))
    return Size(count, count)


def merged_network(network: FloatNetwork, points: Points) -> MultivariateNetwork:
    """Return the network of several inputs, exact, with its neurons merged: the same values at the points.

    Raises
    ------
    UsageError
        If it has a skip connection or an offset, or another dimension.

    Examples
    --------
    >>> net = FloatNetwork([2, 0, 1], [[1], [5], [0.5]], [0, 0, 0], [0])
    >>> merged_network(net, Points([[1]], [0])).neurons
    (MultivariateNeuron(output_weight=1, weights=(5/2, 0)),)
    """
    # Training leaves most neurons dead: those need not be made exact first.
    awake = (network.v != 0) & (np.any(network.w != 0, axis=1) | (network.b != 0))
    kept = FloatNetwork(network.v[awake], network.w[awake], network.b[awake], network.skip, network.offset)
    return kept.to_multivariate().merged(points)


def check_dimensions(network: object, data: object) -> None:
    """Raise `UsageError` unless the first is a network of floats, and the second its kind of data.

    Examples
    --------
    >>> check_dimensions(FloatNetwork([1], [[1]], [0], [0]), Dataset([0], [1]))
    """
    if not isinstance(network, FloatNetwork):
        raise UsageError(f"{type(network).__name__} is no trained network; make one: sparsest.training.FloatNetwork")
    if not isinstance(data, Dataset | Points):
        raise UsageError(f"{type(data).__name__} is no data set; make one: sparsest.Dataset(x, y), or sparsest.Points")
    if network.dimension != data.dimension:
        raise UsageError(f"the network has {network.dimension} inputs and the data {data.dimension}; give as many")


def _fewest_gaps(places: Iterable[fmpq], x: Sequence[fmpq]) -> int:
    """Return how many closed gaps hold all these places, which increase: each time the last gap that will do."""
    count, last = 0, -2
    for place in places:
        gaps = closed_gaps(place, x)
        if last not in gaps:
            count, last = count + 1, gaps[-1]
    return count
