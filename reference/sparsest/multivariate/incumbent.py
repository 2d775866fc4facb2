"""Networks that count little, found quickly or given; nothing is claimed of them but that they interpolate, exactly.

Linear programs over rays, priced by kind: after each solution a kind that is used much becomes cheaper and one that is
used little dearer (Candes, Wakin and Boyd 2008), so that the next uses fewer. Most starts keep a random part of the
best mix so far nearly free of charge. Every solution is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from sparsest.errors import UsageError, short
from sparsest.exact.decimals import format_short
from sparsest.linear.program import ProgramSession
from sparsest.linear.scaling import scaled_floats
from sparsest.multivariate.cuts import Mix, ray_program, ray_sizes
from sparsest.multivariate.kinds import Kinds
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.outputs import values_at_points
from sparsest.points import Points

__all__ = ["check_incumbent", "mixes", "starts_for"]

# No price is lower than the highest over this.
_DEAREST = 1000
# A start keeps each kind of the best mix with this probability, at this share of its price; one start in four none.
_KEPT, _SHARE, _FRESH = 0.7, 0.03, 4
_ROUNDS = 12
# Starts, at most and for each point.
_MOST_STARTS, _STARTS_A_POINT = 60, 6


def check_incumbent(network: object, points: Points) -> None:
    """Raise `UsageError` unless this is a network that interpolates the points exactly; the message says where not.

    Examples
    --------
    >>> check_incumbent(MultivariateNetwork([], 1), Points([[3]], [0]))
    """
    if not isinstance(network, MultivariateNetwork):
        raise UsageError(f"incumbent = {short(network)}: give a MultivariateNetwork, such as a polished one")
    if network.dimension != points.dimension:
        raise UsageError(f"the incumbent has {network.dimension} inputs and the points {points.dimension}")
    values = values_at_points(network, points.lifted)
    for i, (value, y) in enumerate(zip(values, points.flint.y, strict=True)):
        if value != y:
            raise UsageError(
                f"the incumbent is {format_short(value)} at point {i}, where the label is {format_short(y)}: it does "
                "not interpolate exactly; polish it: sparsest.training.polish"
            )


def starts_for(points: Points) -> int:
    """Return from how many random prices it is worth to start `mixes`: few points are proved sooner than mixed.

    Examples
    --------
    >>> starts_for(Points([[0], [1]], [0, 1]))
    12
    """
    return min(_MOST_STARTS, _STARTS_A_POINT * len(points))


def mixes(kinds: Kinds, starts: int, seed: int = 0) -> Iterator[Mix]:
    """Yield interpolating mixes of kinds, from so many random starts; the later ones of a start are the better ones.

    Parameters
    ----------
    kinds : Kinds
        The kinds to mix; nothing is yielded if they cannot interpolate.
    starts : int
        How many random prices to start from.
    seed : int
        Of the random prices.

    Examples
    --------
    >>> from sparsest.points import Points
    >>> min(len(mix.weights) for mix in mixes(Kinds(Points([[0], [1], [2]], [0, 1, 0])), 3))
    2
    """
    rng = np.random.default_rng(seed)
    columns = [(2 * k + s, ray) for k, kind in enumerate(kinds.kinds) for s in (0, 1) for ray in kind.rays]
    sizes = ray_sizes(kinds)
    session = ProgramSession(ray_program(kinds, columns, sizes))
    costs = np.zeros(session.program.columns)
    owners = np.array([kind for kind, _ in columns], np.int64)
    best: NDArray[np.int64] | None = None
    for start in range(starts if columns else 0):
        prices = kinds.costs * rng.uniform(0.5, 2.0, len(kinds.costs))
        if best is not None and start % _FRESH:
            prices[best[rng.random(best.size) < _KEPT]] *= _SHARE
        before: NDArray[np.int64] | None = None
        for _ in range(_ROUNDS):
            costs[: len(columns)] = np.maximum(1 / _DEAREST, prices / prices.max())[owners]
            point = session.vertex(costs)
            if point is None:
                return
            yield _mix(columns, sizes, point)
            shares = np.bincount(owners, scaled_floats(point[: len(columns)]), len(kinds.costs))
            used = np.flatnonzero(shares)
            if best is None or kinds.costs[used].sum() <= kinds.costs[best].sum():
                best = used
            if before is not None and np.array_equal(before, used):
                break
            before = used
            prices = kinds.costs / (shares / max(shares.max(), 1e-300) + 0.01)


def _mix(columns: Sequence[tuple[int, int]], sizes: Sequence[int], point: Sequence[fmpq]) -> Mix:
    weights = {key: mu / sizes[key[1]] for key, mu in zip(columns, point, strict=False) if mu != 0}
    return Mix(weights, tuple(point[len(columns) :]))
