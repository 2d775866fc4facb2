"""Data in, network out: problems (8) and (9), with what is proved, also when the time is up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from sparsest.certificate import price_certificate
from sparsest.errors import UsageError
from sparsest.exact.clock import Clock, check_seconds
from sparsest.exact.decimals import cut_text
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum, PowerValue
from sparsest.exact.rationals import RationalLike
from sparsest.exact.sign import sign
from sparsest.multivariate.ahead import import_compiler
from sparsest.multivariate.faces import most_rays
from sparsest.multivariate.fewest import Search
from sparsest.multivariate.kinds import Count
from sparsest.multivariate.minimize import MOST_RAYS, Enumeration, Progress
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.prices import label_price, least_price
from sparsest.multivariate.status import Status
from sparsest.points import Points, check_points

__all__ = ["NetworkSolution", "check_objective", "solve_network"]

# Good networks to start from: a proof of the fewest parameters, then (but for "0+") mixes of kinds. Each of
# the two, and a bound of the price, has at most so many seconds, and one in so many.
_LONGEST, _SHARE = 5.0, 10


@dataclass(frozen=True, repr=False)
class NetworkSolution:
    """An exact network through the points, and what is proved of it. Made by `solve_network`.

    Parameters
    ----------
    points : Points
        The data.
    p : Exponent
        A rational in (0, 1), "0" or "0+".
    count : {"parameters", "neurons"}
        What is counted at p = 0.
    networks : tuple of MultivariateNetwork
        The best network found; for p other than 0, if `optimal`, all minimisers, each with its neurons merged.
    optimal : bool
        Whether no network does better: proved.
    lower : str
        No interpolating network has a smaller objective (at "0+": fewer parameters) than this decimal: proved.
    source : str or None
        At p = 0 the method that found the network: "construction" (blocks, pairs, lines), "structure", "beam", "mixes",
        "proof" or "incumbent"; None at other p.
    bound_by : str or None
        At p = 0 what `lower` rests on: "tree", "tree of a subset" of the points, "regions" or, if it is 0, "labels".

    Examples
    --------
    >>> solution = solve_network(Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0]), "1/2")
    >>> print(solution.objective, solution.optimal, solution.minimizers)
    3 True 4
    """

    points: Points
    p: Exponent
    count: Count
    networks: tuple[MultivariateNetwork, ...]
    optimal: bool
    lower: str
    _certificate: dict[str, object] | None
    source: str | None = None
    bound_by: str | None = None

    def __repr__(self) -> str:
        size = f"{len(self.points)} points, {self.points.dimension} inputs"
        proved = "not proved best" if self.p.name not in ("0", "0+") else f"proved: at least {self.lower}"
        known = "the best possible" if self.optimal else proved
        return f"<NetworkSolution at p = {cut_text(self.p.name)}: {size}, {self.value} {self.count}, {known}>"

    @property
    def network(self) -> MultivariateNetwork:
        """The best network found, one of them if there are several.

        Examples
        --------
        >>> solve_network(Points([[0], [1]], [0, 1]), "0").network.parameters
        1
        """
        return self.networks[0]

    @property
    def value(self) -> int:
        """How many parameters, or neurons, the network has.

        Examples
        --------
        >>> solve_network(Points([[0], [1]], [0, 1]), "0").value
        1
        """
        return self.network.parameters if self.count == "parameters" else len(self.network.neurons)

    @property
    def generic(self) -> int:
        """How many parameters labels in general position need, those that are 0 aside: as many as are not 0.

        So many for all labels but a null set; no bound for given ones, for which `lower` is proved. Often so many are
        enough. Proof: `docs/theory.md`, section 6, "Generic labels".

        Examples
        --------
        >>> solution = solve_network(Points([[0], [1], [2]], [1, 2, 3]), "0")
        >>> solution.value, solution.generic
        (2, 3)
        """
        return sum(y != 0 for y in self.points.flint.y)

    @property
    def minimizers(self) -> int | None:
        """How many minimisers there are, as sets of (sign of v_k, v_k w_k); None if that is not known, as at p = 0.

        Examples
        --------
        >>> solve_network(Points([[0], [1]], [0, 1]), "1/2").minimizers
        1
        """
        return len(self.networks) if self.optimal and self.p.name != "0" else None

    @property
    def objective(self) -> PowerValue | None:
        """The exact objective: of (8), or the number of parameters at p = 0; None at "0+", where it has no value.

        Examples
        --------
        >>> solve_network(Points([[0], [1]], [0, 4]), "1/2").objective.rational
        Fraction(2, 1)
        """
        return None if self.p.name == "0+" else self.network.objective(self.p)

    def certificate(self) -> dict[str, object]:
        """Return the proof, JSON-ready: `docs/network_certificate_v1.md` at p = 0, else `docs/price_certificate_v1.md`.

        Raises
        ------
        UsageError
            If the time did not suffice for a proof at p > 0: give it more.
        """
        if self._certificate is None:
            raise UsageError(f"nothing is proved of the price {self.objective}; give the search more time")
        return self._certificate

    def to_json(self) -> dict[str, object]:
        """Return the solution as `docs/schemas/network-solution-1.json` has it, exact numbers as text.

        Examples
        --------
        >>> solve_network(Points([[1, 1]], [2]), "1/2").to_json()["objective"]
        {'exact': '2^(1/2)', 'enclosure': ['1.41421356237309504880', '1.41421356237309504881']}
        """
        return {
            "schema": "sparsest/network-solution/1",
            "problem": {
                "dimension": self.points.dimension,
                "points": len(self.points),
                "p": self.p.name,
                "count": self.count,
                **({"notes": list(self.points.notes)} if self.points.notes else {}),
            },
            "network": self.network.to_json(),
            "parameters": self.network.parameters,
            "neurons": len(self.network.neurons),
            "optimal": self.optimal,
            "minimizers": None if self.minimizers is None else str(self.minimizers),
            "objective": self._objective_json(),
            "bound": {"lower": self.lower, **({} if self.bound_by is None else {"by": self.bound_by})},
            **({} if self.source is None else {"source": self.source}),
        }

    def _objective_json(self) -> dict[str, object] | None:
        if self.p.name == "0":
            return {"exact": str(self.value), "enclosure": [str(self.value)] * 2}
        if self.objective is None:
            return None
        return self.objective.to_json()


def check_objective(p: Exponent, count: object) -> None:
    """Raise `UsageError` for what is no objective of `solve_network`; the message says what to give.

    Examples
    --------
    >>> check_objective(Exponent.read("0"), "neurons")
    """
    if p.name == "1-":
        raise UsageError('p = 1-: give a rational in (0, 1), "0" or "0+"; near 1 is 0.999, say')
    if count not in ("parameters", "neurons"):
        raise UsageError(f'count = {count!r}; choose "parameters" or "neurons"')
    if count == "neurons" and p.name != "0":
        raise UsageError(f"neurons are counted at p = 0, not at p = {p.name}")


def solve_network(
    points: Points,
    p: RationalLike | Exponent = "0",
    *,
    count: Count = "parameters",
    seconds: float | None = None,
    progress: Callable[[Status | Progress], object] | None = None,
    incumbent: MultivariateNetwork | None = None,
) -> NetworkSolution:
    """Return a network of least objective through the points, with proof; or what is known when the time is up.

    Parameters
    ----------
    points : Points
        Exact data, d >= 1 inputs.
    p : str, int, Fraction, Decimal, float or Exponent
        "0": fewest parameters (the paper's problem 9) or neurons. A rational in (0, 1): problem (8). "0+": the networks
        that are best for every small enough p, which have the fewest parameters and among these the least product.
    count : {"parameters", "neurons"}
        What to count at p = 0: nonzero entries of all v_k w_k, biases included, or active neurons.
    seconds : float, optional
        Stop after this time; without a limit unless told. (The command line has a limit of 60 seconds.)
    progress : callable, optional
        Called several times a second with a `Status` (p = 0) or a `Progress`.
    incumbent : MultivariateNetwork, optional
        A network that interpolates, as `sparsest.training.polish` makes them: an upper bound to start from. The answer
        is never worse than it. It is checked exactly, so nothing that is proved rests on where it came from.

    Returns
    -------
    NetworkSolution
        Its network interpolates exactly whatever happens; `optimal` says whether it is proved to be best. Where the
        data are so many that a proof is out of reach, that ends before the time.

    Raises
    ------
    UsageError
        If p is "1-" or out of range, count is neither of the two or "neurons" at another p, seconds is not positive, or
        the incumbent does not interpolate exactly.

    Examples
    --------
    >>> solution = solve_network(Points([[0], [1], [2]], [0, 1, 0]), count="neurons")
    >>> solution.value, solution.optimal
    (2, True)
    """
    check_points(points)
    exponent = Exponent.read(p)
    check_objective(exponent, count)
    check_seconds(seconds)
    import_compiler()
    clock = Clock(seconds, progress)
    search = Search(points, count, clock=clock)
    offered = () if incumbent is None else (search.offer(incumbent),)
    if exponent.name == "0":
        return _fewest(points, exponent, count, search)
    return _cheapest(points, exponent, search, offered)


def _fewest(points: Points, p: Exponent, count: Count, search: Search) -> NetworkSolution:
    search.run()
    best = search.interpolant()
    proof = search.certificate()
    return NetworkSolution(
        points, p, count, (best.network,), search.is_optimal, str(search.lower), proof, best.source, search.proof.name
    )


def _cheapest(points: Points, p: Exponent, search: Search, offered: tuple[MultivariateNetwork, ...]) -> NetworkSolution:
    clock = search.clock
    listed = most_rays(points) <= MOST_RAYS
    share = min(_LONGEST, clock.left / _SHARE) if listed or clock.left == inf else clock.left / 3
    start = _start(search, p, share, offered)
    networks: tuple[MultivariateNetwork, ...] = (start,)
    done = False
    lower = label_price(points, p) if p.is_rational else str(search.lower)
    with clock.within(share):
        if p.is_rational and not (listed and clock.left == inf):
            lower = least_price(points, p, clock)
    with clock.within():
        if listed:
            enumeration = Enumeration(points, p, start, clock=clock)
            done = enumeration.run()
            networks = tuple(enumeration.networks)
    if not done:
        return NetworkSolution(points, p, "parameters", networks, optimal=False, lower=lower, _certificate=None)
    lower = networks[0].objective(p).decimals(20)[0] if p.is_rational else str(networks[0].parameters)
    return NetworkSolution(points, p, "parameters", networks, True, lower, _proof(points, p, networks))


def _start(search: Search, p: Exponent, share: float, offered: tuple[MultivariateNetwork, ...]) -> MultivariateNetwork:
    """Return a good interpolant, found in two shares of the time or offered; the search proves a bound meanwhile."""
    clock = search.clock
    with clock.within(clock.left / 2):
        search.prepare()
    search.run(share)
    best = search.interpolant().network
    for network in offered:
        best = min(best, network, key=lambda network: _Price(network.power_sum, p))
    with clock.within(share):
        for mix in search.mixes() if p.is_rational and not search.is_limited else ():
            clock.check()
            best = min(best, search.network_of(mix), key=lambda network: _Price(network.power_sum, p))
    return best


def _proof(points: Points, p: Exponent, networks: tuple[MultivariateNetwork, ...]) -> dict[str, object]:
    return price_certificate(
        points,
        p.name,
        networks[0].to_json(),
        minimizers=len(networks),
        parameters=networks[0].parameters,
        objective=networks[0].objective(p).decimals(20) if p.is_rational else None,
    )


class _Price:
    """A price at p, for comparison: exact."""

    def __init__(self, power_sum: PowerSum, p: Exponent) -> None:
        self._sum, self._p = power_sum, p

    def __lt__(self, other: _Price) -> bool:
        return sign(self._sum - other._sum, self._p) < 0
