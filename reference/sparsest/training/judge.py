"""What the end of a training run is: floats describe the trained network, what is exact is said of the polished one.

A trained network never interpolates exactly, so it is no minimiser of anything; whether training *found* one is asked
of the exact network that `polish` makes of it: its value against the certified minimum, by an exact comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite

from sparsest.data import Dataset
from sparsest.errors import DataError, SparsestError, UsageError
from sparsest.exact.clock import Clock
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum, PowerValue
from sparsest.exact.rationals import RationalLike, to_rational
from sparsest.exact.sign import sign
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.solve import NetworkSolution
from sparsest.network import Network
from sparsest.points import Points
from sparsest.training.merging import Size, merged_network, merged_size
from sparsest.training.network import FloatNetwork
from sparsest.training.objective import path_norm
from sparsest.training.polish import NotPolished, Polished, polish
from sparsest.univariate.local import first_descent, local_minimizers
from sparsest.univariate.matching import Matching
from sparsest.univariate.solve import Solution
from sparsest.univariate.stable import Descent

__all__ = ["LocalStanding", "RunEnd", "judge"]

#: Decimal places of an excess in JSON.
_DIGITS = 20


@dataclass(frozen=True)
class LocalStanding:
    """Where a polished network of one input stands among the local minimisers, the same for every 0 < p < 1.

    Parameters
    ----------
    descent : Descent or None
        A step that lowers V_p; None where there is none: the network is a local minimiser (a stable matching).
    rank : int or None
        1 + the number of local minimisers that cost less at p. None if it is none of them, if they are too many to be
        ranked, or at p = 0, where they say nothing.
    count : int or float
        How many local minimisers the data have.
    """

    descent: Descent | None
    rank: int | None
    count: int | float


@dataclass(frozen=True, repr=False)
class RunEnd:
    """The end of a training run. Made by `judge`.

    Parameters
    ----------
    merged : Size
        Neurons and parameters of the trained network, merged, before polish.
    largest_residual : float
        max |f(x_i) - y_i| of the trained network, rounded to a float; infinite if it is beyond floats.
    path_norm : float or None
        sum |v_k w_ki|^p of the trained network as it is, in floating point; None at the limits "0+" and "1-".
    polished : Polished or NotPolished
        The exact network, or the proof that there is none.
    standing : LocalStanding or None
        Of one input, if polished.
    optimal : bool or None
        Whether the *polished* network attains the certified minimum: decided exactly. False if there is no polished
        one; None if that is not known.
    certified : bool
        Whether the minimum it was held against is proved.
    excess : PowerValue or None
        By how much the polished network is dearer than the one it was held against, exact; negative if that one is not
        proved best and this is better. None without both, and at the limits.
    """

    merged: Size
    largest_residual: float
    path_norm: float | None
    polished: Polished | NotPolished
    standing: LocalStanding | None
    optimal: bool | None
    certified: bool
    excess: PowerValue | None

    @property
    def local_minimizer(self) -> bool | None:
        """Whether the polished network is a local minimiser of V_p; None if that is not known, as of several inputs.

        Examples
        --------
        >>> from sparsest import solve
        >>> data = Dataset([0, 1, 2], [0, 0, 1])
        >>> trained = FloatNetwork([1.01], [[1]], [-0.99], [0])
        >>> judge(trained, data, "1/2", solve(data, "1/2")).local_minimizer
        True
        """
        return None if self.standing is None else self.standing.descent is None

    def to_json(self) -> dict[str, object]:
        """Return the end as JSON-ready values: floats of the trained network, exact numbers of the polished as text.

        Examples
        --------
        >>> data = Dataset([0, 1, 2], [0, 0, 1])
        >>> judge(FloatNetwork([1], [[1]], [-1], [0]), data, "1/2", None).to_json()["polished_knots"]
        1
        """
        found = self.polished if isinstance(self.polished, Polished) else None
        one_input = found is not None and isinstance(found.network, Network)
        return {
            "neurons": self.merged.neurons,
            "parameters": self.merged.parameters,
            "largest_residual": _shown(self.largest_residual),
            "path_norm": _shown(self.path_norm),
            "polished": found is not None,
            "pattern": found and found.pattern,
            "polished_knots": found.parameters if found and one_input else None,
            "polished_parameters": found and found.parameters,
            "descended": found is not None and found.descended,
            **self._standing_json(),
            "optimal": self.optimal,
            "certified": self.certified,
            "excess": self.excess and {"exact": str(self.excess), "enclosure": list(self.excess.decimals(_DIGITS))},
        }

    def _standing_json(self) -> dict[str, object]:
        own = self.standing
        return {
            "local_minimizer": self.local_minimizer,
            "descent": own and own.descent and own.descent._asdict(),
            "rank": own and own.rank,
            "local_minimizers": own and (str(own.count) if isfinite(own.count) else "infinite"),
        }

    def __repr__(self) -> str:
        said = {True: "optimal", False: "not optimal", None: "not known to be optimal"}[self.optimal]
        found = self.polished
        polished = f"polished to {found.parameters}" if isinstance(found, Polished) else "not polished"
        return f"<RunEnd of {self.merged.neurons} neurons, residual {self.largest_residual:.3g}; {polished}, {said}>"


def judge(
    network: FloatNetwork,
    data: Dataset | Points,
    p: RationalLike | Exponent,
    optimum: Solution | NetworkSolution | None,
    *,
    descend: bool = False,
    clock: Clock | None = None,
) -> RunEnd:
    """Return what a trained network is: polished, classified, and held against the certified optimum.

    Parameters
    ----------
    network : FloatNetwork
        As training leaves it.
    data : Dataset or Points
        As `polish` takes them.
    p : str, int, Fraction, Decimal, float or Exponent
        As it was trained: of the path norm, of ranks and of the comparison. It may be 1, which only the path norm
        knows: then ranks and the comparison are those at the p of the optimum.
    optimum : Solution, NetworkSolution or None
        What `sparsest.solve(data, p)` or `sparsest.solve_network(points, p)` says, computed once for many networks.
    descend, clock
        As `polish` takes them.

    Raises
    ------
    UsageError
        As `polish` does; if the optimum is of other data, or at another p.
    UndecidedError
        If a comparison is not settled within the precision cap.

    Examples
    --------
    >>> from sparsest import solve
    >>> data = Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])
    >>> trained = FloatNetwork([1, -1.99, 1], [[1], [1], [1]], [0.998, -0.99, -2.001], [0], 0.001)
    >>> end = judge(trained, data, "2/5", solve(data, "2/5"))
    >>> end.optimal, end.merged.neurons, str(end.excess), end.standing.rank, end.standing.count
    (True, 3, '0', 1, 1)
    """
    power, exponent = _read(p, optimum)
    _check_optimum(data, optimum)
    merged = merged_size(network, data)
    found = polish(network, data, p=exponent or "1-", descend=descend, clock=clock)
    optimal, certified, excess = _held_against(found, optimum)
    standing = None
    if isinstance(found, Polished) and isinstance(data, Dataset):
        standing = _standing(data, found.matching or (), exponent)
    norm = None if power is None else path_norm(network, power, charge_bias=isinstance(data, Points))
    return RunEnd(merged, _largest_residual(network, data), norm, found, standing, optimal, certified, excess)


def _read(
    p: RationalLike | Exponent, optimum: Solution | NetworkSolution | None
) -> tuple[float | None, Exponent | None]:
    """Return the power of the path norm, None at a limit, and the p of exact statements, None if there is none."""
    if _is_one(p):
        return 1.0, None if optimum is None else optimum.p
    exponent = Exponent.read(p)
    if optimum is not None and optimum.p.name != exponent.name:
        raise UsageError(f"the optimum is that at p = {optimum.p}, not at p = {exponent}; solve the data at that p")
    power = float(exponent.fraction) if exponent.is_rational else 0.0 if exponent.name == "0" else None
    return power, exponent


def _is_one(p: RationalLike | Exponent) -> bool:
    try:
        return not isinstance(p, Exponent) and bool(to_rational(p) == 1)
    except DataError:  # a limit, or what `Exponent.read` refuses
        return False


def _check_optimum(data: Dataset | Points, optimum: Solution | NetworkSolution | None) -> None:
    if optimum is not None:
        given = optimum.data if isinstance(optimum, Solution) else optimum.points
        if given != data:
            raise UsageError(f"the optimum is that of {given!r}, not of {data!r}; solve the data of the network")


def _largest_residual(network: FloatNetwork, data: Dataset | Points) -> float:
    """Return the largest residual, computed exactly and rounded at the end."""
    if isinstance(data, Dataset):
        line = network.to_network()
        values = [line.value(x) for x in data.flint.x]
    else:
        merged = merged_network(network, data)
        values = [merged.value(row) for row in data.lifted]
    largest = max(abs(value - y) for value, y in zip(values, data.flint.y, strict=True))
    try:
        return int(largest.p) / int(largest.q)
    except OverflowError:
        return inf


def _standing(data: Dataset, matching: Matching, p: Exponent | None) -> LocalStanding:
    local = data.once(local_minimizers)
    descent = first_descent(local.gaps, matching)
    ranked = descent is None and p is not None and p.name != "0"
    return LocalStanding(descent, local.rank(matching, p) if ranked and p else None, local.count)


def _held_against(
    found: Polished | NotPolished, optimum: Solution | NetworkSolution | None
) -> tuple[bool | None, bool, PowerValue | None]:
    """Return whether the network is optimal, whether the optimum is certified, and the excess."""
    certified = isinstance(optimum, Solution) or (optimum is not None and optimum.optimal)
    if isinstance(found, NotPolished):
        return False, certified, None
    if optimum is None:
        return None, False, None
    more = _more(found.network, optimum)
    excess = more.at(optimum.p) if optimum.p.is_rational or optimum.p.name == "0" else None
    order = sign(more, optimum.p)
    if certified and order < 0:
        raise SparsestError(f"{found!r} is better than the certified {optimum!r}; please report this")
    if certified or order > 0:
        return order == 0, certified, excess
    return (True, True, excess) if _meets_bound(found, optimum) else (None, False, excess)


def _meets_bound(found: Polished, optimum: Solution | NetworkSolution) -> bool:
    """Return whether the network counts as little as is proved possible, though the optimum's own does not."""
    if not isinstance(optimum, NetworkSolution) or optimum.p.name != "0":
        return False
    count = found.parameters if optimum.count == "parameters" else len(found.network.neurons)
    return str(count) == optimum.lower


def _more(network: Network | MultivariateNetwork, optimum: Solution | NetworkSolution) -> PowerSum:
    """Return the objective of the network less that of the optimum, as a function of p; at p = 0 of what is counted."""
    if isinstance(optimum, NetworkSolution) and optimum.count == "neurons":
        return PowerSum.whole(len(network.neurons) - optimum.value)
    return network.power_sum - (optimum.spline if isinstance(optimum, Solution) else optimum.network).power_sum


def _shown(value: float | None) -> float | None:
    """Return a number that JSON has: null for what is beyond floats."""
    return value if value is not None and isfinite(value) else None
