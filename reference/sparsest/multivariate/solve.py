"""Data in, network out: problem (9) and its relatives, with the proof and what is known when the time is up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sparsest.errors import UsageError
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerValue
from sparsest.exact.rationals import RationalLike
from sparsest.multivariate.fewest import Search, Status
from sparsest.multivariate.kinds import Count
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.points import Points

__all__ = ["NetworkSolution", "solve_network"]


@dataclass(frozen=True)
class NetworkSolution:
    """An exact network through the points, and the interval in which the least count is proved to lie.

    Parameters
    ----------
    points : Points
        The data.
    p : Exponent
        0 so far.
    count : {"parameters", "neurons"}
        What is counted.
    network : MultivariateNetwork
        The best network found; it interpolates exactly.
    lower : int
        No interpolating network counts less: proved.
    nodes : int
        Nodes of the search.

    Examples
    --------
    >>> solution = solve_network(Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0]))
    >>> solution.value, solution.lower, solution.optimal
    (3, 3, True)
    """

    points: Points
    p: Exponent
    count: Count
    network: MultivariateNetwork
    lower: int
    nodes: int
    _certificate: dict[str, object]

    @property
    def value(self) -> int:
        """What the network counts."""
        return self.network.parameters if self.count == "parameters" else len(self.network.neurons)

    @property
    def optimal(self) -> bool:
        """Whether the network is proved to count least."""
        return self.value == self.lower

    @property
    def objective(self) -> PowerValue:
        """The objective of (9), the number of nonzero parameters, as an exact value."""
        return self.network.objective(0)

    def certificate(self) -> dict[str, object]:
        """Return the proof, JSON-ready: `docs/network_certificate_v1.md`."""
        return self._certificate

    def to_json(self) -> dict[str, object]:
        """Return the solution as `docs/schemas/network-solution-1.json` has it, exact numbers as text.

        Examples
        --------
        >>> solve_network(Points([[1, 1]], [2])).to_json()["bound"]
        {'lower': '1'}
        """
        return {
            "schema": "sparsest/network-solution/1",
            "problem": {
                "dimension": self.points.dimension,
                "points": len(self.points),
                "p": self.p.name,
                "count": self.count,
            },
            "network": self.network.to_json(),
            "parameters": self.network.parameters,
            "neurons": len(self.network.neurons),
            "optimal": self.optimal,
            "objective": {"exact": str(self.value), "enclosure": [str(self.value), str(self.value)]},
            "bound": {"lower": str(self.lower)},
        }


def solve_network(
    points: Points,
    p: RationalLike | Exponent = "0",
    *,
    count: Count = "parameters",
    seconds: float | None = None,
    progress: Callable[[Status], object] | None = None,
) -> NetworkSolution:
    """Return a network through the points that counts least, with proof; or what is known when the time is up.

    Parameters
    ----------
    points : Points
        Exact data, d >= 1 inputs.
    p : str, int, Fraction, Decimal, float or Exponent
        "0".
    count : {"parameters", "neurons"}
        Nonzero entries of all v_k w_k, biases included (the paper's problem 9), or active neurons.
    seconds : float, optional
        Stop after about this time.
    progress : callable, optional
        Called with the proved bounds several times a second.

    Returns
    -------
    NetworkSolution
        Its network interpolates exactly whatever happens; `optimal` says whether it is proved to count least.

    Raises
    ------
    UsageError
        If p is not 0, count is neither of the two, or seconds is not positive.

    Examples
    --------
    >>> solution = solve_network(Points([[0], [1], [2]], [0, 1, 0]), count="neurons")
    >>> solution.value, solution.optimal
    (2, True)
    """
    exponent = Exponent.read(p)
    if exponent.name != "0":
        raise UsageError(f"p = {exponent.name}: networks of several inputs are solved at p = 0 so far")
    if count not in ("parameters", "neurons"):
        raise UsageError(f'count = {count!r}; choose "parameters" or "neurons"')
    if seconds is not None and not seconds > 0:
        raise UsageError(f"seconds = {seconds}; give a positive time, or none for as long as it takes")
    search = Search(points, count, progress=progress)
    search.run(seconds)
    best = search.interpolant()
    return NetworkSolution(points, exponent, count, best.network, search.lower, search.nodes, search.certificate())
