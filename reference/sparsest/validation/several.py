"""A network of several inputs: where its function stands to what is known of (8) or (9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sparsest.exact.exponent import Exponent
from sparsest.exact.sign import sign
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.solve import solve_network
from sparsest.points import Points
from sparsest.validation.verdict import Comparison

__all__ = ["compared_of_several"]


def compared_of_several(
    network: MultivariateNetwork,
    points: Points,
    p: Exponent,
    *,
    interpolates: bool,
    seconds: float | None,
    progress: Callable[[Any], object] | None = None,
) -> Comparison:
    """Return where a network stands to the best that is known for the labels of the points.

    Parameters
    ----------
    network : MultivariateNetwork
        Its neurons of one kink added up. Where it has the labels the search starts from it, with the neurons added up
        that are active at the same points: another function, with the same labels.
    points, p, seconds, progress
        As for `solve_network`.
    interpolates : bool
        Whether the network has these labels, exactly.

    Examples
    --------
    >>> from sparsest import MultivariateNeuron
    >>> net = MultivariateNetwork([MultivariateNeuron.of(1, [1], 0)], 1)
    >>> compared_of_several(
    ...     net, Points([[0], [1]], [0, 1]), Exponent.read("1/2"), interpolates=True, seconds=None
    ... ).minimal
    True
    """
    start = network if interpolates else None
    solution = solve_network(points, p, seconds=seconds, progress=progress, incumbent=start)
    found = Comparison(solution, None, network.power_sum)
    if not interpolates:
        return found
    if sign(found.gap, p) > 0:
        return replace(found, minimal=False)
    return replace(found, minimal=True if solution.optimal else None)
