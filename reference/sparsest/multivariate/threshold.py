"""How small p must be: the true critical exponent of small data, and the threshold of the theorem's proof beside it.

All vertices are enumerated (`minimize.py`), and their prices as functions of p followed from p = 0 on: the best one
stays best until the first p at which another curve gets below it. The *critical exponent* p* is the supremum of the q
<= 1 such that for every 0 < p < q every minimiser of (8) has the fewest parameters K0.

*The threshold of the proof of Theorem 4.1*: with R >= every weight of a minimiser and r the least weight of a vertex, a
network of more than K0 weights costs at least (K0 + 1) r^p and the best at most K0 R^p, so every p < ln(1 + 1/K0) /
ln(R/r) will do (any p if r = R). Here r is taken over the candidates of `minimize.py` only and R over the minimisers of
fewest parameters only. The constants printed in A.2.3 are others (claim section-a.2.3), R a larger one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import overload

from sparsest.errors import UsageError
from sparsest.exact.clock import Clock, check_seconds
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.multivariate.ahead import import_compiler
from sparsest.multivariate.faces import most_rays
from sparsest.multivariate.fewest import Search
from sparsest.multivariate.minimize import MOST_RAYS, Enumeration, Progress
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.sizes import threshold_from_sizes
from sparsest.multivariate.status import Status
from sparsest.multivariate.threshold_answers import NetworkPiece, Thresholds, UnfinishedThresholds
from sparsest.multivariate.walk import Walk, count_weights
from sparsest.points import Points, check_points
from sparsest.univariate.breakpoint import Breakpoint

__all__ = ["NetworkPiece", "Thresholds", "UnfinishedThresholds", "thresholds"]

_LIMIT = Exponent.read("0+")
# The share of the time in which all candidates must be found.
_MOST = 0.7


@overload
def thresholds(
    points: Points, *, seconds: None = None, progress: Callable[[Progress | Status], object] | None = None
) -> Thresholds: ...


@overload
def thresholds(
    points: Points, *, seconds: float | None, progress: Callable[[Progress | Status], object] | None = None
) -> Thresholds | UnfinishedThresholds: ...


def thresholds(
    points: Points, *, seconds: float | None = None, progress: Callable[[Progress | Status], object] | None = None
) -> Thresholds | UnfinishedThresholds:
    """Return the critical exponent of problem (8) for small data, and the threshold of the proof of Theorem 4.1.

    Parameters
    ----------
    points : Points
        Small data: seconds for d = 1, N <= 6 and for d = 2, N = 3; for d = 2, N = 4 it can take minutes, since the time
        grows with the number of vertices.
    seconds : float, optional
        Stop after this time, and return what is proved by then; without a limit unless told.
    progress : callable, optional
        Called several times a second while vertices are enumerated, and while parameters are counted.

    Returns
    -------
    Thresholds or UnfinishedThresholds
        The second only where the time was limited and did not suffice.

    Raises
    ------
    UsageError
        If the labels are all 0: the network without neurons is the only minimiser, and there is no threshold. If the
        data are so many that their faces could not even be listed, and the time is not limited: give fewer points.
        If seconds is not positive.
    UndecidedError
        If two curves cannot be told apart within the declared precision.

    Examples
    --------
    >>> found = thresholds(Points([[0], [1], [3]], [1, 2, 0]))
    >>> found.fewest_parameters, found.critical is None
    (4, True)
    """
    check_points(points)
    if not any(points.flint.y):
        raise UsageError(
            f"{points!r}: all labels are 0, and so is the only minimiser for every p; there is no threshold"
        )
    check_seconds(seconds)
    listed = most_rays(points) <= MOST_RAYS
    if seconds is None and not listed:
        raise UsageError(f"{points!r}: too many networks to go through; this is for some 5 points")
    import_compiler()
    clock, following = Clock(seconds, progress), None
    if listed:
        # The rest of the time is for the fewest parameters, should this not suffice.
        with clock.within(_MOST * clock.left):
            search = Enumeration(points, _LIMIT, None, clock=clock)
            if search.run():
                following = _Following(points, search.networks, clock)
    if following is None:
        return _without_candidates(points, clock)
    with clock.within():
        following.finish()
    return following.result()


def _without_candidates(points: Points, clock: Clock) -> UnfinishedThresholds:
    """Return bounds of K0 from the time that is left, and of p* from the sizes of the data."""
    search = Search(points, clock=clock)
    search.run()
    network = search.interpolant().network
    known = max(a for _, a in network.power_sum.terms) if search.is_optimal else None
    low = threshold_from_sizes(points, network.parameters, known)
    # A neuron puts out one sign: so many parameters are needed, however short the time.
    signs = len({y > 0 for y in points.flint.y if y != 0})
    return UnfinishedThresholds(points, max(search.lower, signs), network, (low, Fraction(1)), None)


class _Following:
    """All candidates, and their prices followed from p = 0 on as far as the time goes."""

    def __init__(self, points: Points, networks: Sequence[MultivariateNetwork], clock: Clock) -> None:
        self._points, self._networks = points, dict[str, list[MultivariateNetwork]]()
        for network in networks:
            self._networks.setdefault(_key(network.power_sum), []).append(network)
        self._prices = {key: same[0].power_sum for key, same in self._networks.items()}
        self._walk = Walk(list(self._prices.values()), clock)
        self._pieces: list[tuple[Breakpoint | None, PowerSum]] = [(None, self._walk.best)]
        self._critical: Breakpoint | None = None
        self._unresolved: list[Breakpoint] = []
        self._done = False

    def finish(self) -> None:
        """Go on to p = 1."""
        while (reached := self._walk.step()) is not None:
            more = reached.most_weights > self._fewest
            if not reached.zero.resolved:
                self._unresolved.append(Breakpoint([reached.zero]))
            if self._critical is None and (not reached.zero.resolved or more):
                self._critical = Breakpoint([reached.zero], threshold=True)
            if self._walk.best is not self._pieces[-1][1]:
                self._pieces.append((Breakpoint([reached.zero]), self._walk.best))
        self._done = True

    def result(self) -> Thresholds | UnfinishedThresholds:
        """Return all that is known by now."""
        weights = [a for price in self._prices.values() for _, a in price.terms]
        found = Thresholds(
            self._points,
            self._fewest,
            sum(map(len, self._networks.values())),
            min(weights),
            max(a for _, a in self._pieces[0][1].terms),
            self._critical,
            tuple(NetworkPiece(start, tuple(self._networks[_key(price)])) for start, price in self._pieces),
            tuple(self._prices.values()),
            tuple(self._unresolved),
        )
        if self._done:
            return found
        network = found.pieces[0].networks[0]
        return UnfinishedThresholds(self._points, self._fewest, network, self._bracket(found), found.proof)

    @property
    def _fewest(self) -> int:
        return count_weights(self._pieces[0][1])

    def _bracket(self, found: Thresholds) -> tuple[Fraction, Fraction]:
        """Return bounds of p*: it is what was found, or lies beyond where the prices were followed to."""
        if self._critical is not None:
            return self._critical.enclosure()
        return max(self._walk.followed, found.proof[0]), Fraction(1)


def _key(price: PowerSum) -> str:
    """Return the multiset of weights as text: equal where, and only where, the prices are equal for all p."""
    return str(sorted(((a, n) for n, a in price.terms), key=lambda pair: pair[0]))
