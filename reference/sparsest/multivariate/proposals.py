"""Good networks to begin a search with, each with the name of the method that found it."""

from __future__ import annotations

from collections.abc import Iterator

from sparsest.exact.clock import Clock
from sparsest.multivariate.beam import beam_networks
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.structure import structure_networks
from sparsest.points import Points

__all__ = ["proposals"]


def proposals(points: Points, clock: Clock) -> Iterator[tuple[str, float, Iterator[MultivariateNetwork]]]:
    """Yield methods: name, share of the time at hand, and networks that interpolate, found as they are asked for.

    Parameters
    ----------
    points : Points
        The data.
    clock : Clock
        When every work must end, with `OutOfTimeError`.

    Yields
    ------
    str, float, iterator of MultivariateNetwork
        "structure": from the affine pieces of the labels; it ends soon where there are none. "beam": neurons that each
        meet as many points as they have weights. Each network of a method counts fewer parameters than the one before.

    Examples
    --------
    >>> points = Points([[0, 1], [1, 0]], [2, 3])
    >>> [(name, [network.parameters for network in found]) for name, _, found in proposals(points, Clock())]
    [('structure', []), ('beam', [2])]
    """
    yield "structure", 0.2, structure_networks(points, clock)
    yield "beam", 1.0, beam_networks(points, clock)
