"""Our exact path as an implementation: all tasks."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sparsest.data import Dataset
from sparsest.errors import DataError
from sparsest.exact.rationals import to_rational
from sparsest.exact.sign import sign
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.solve import NetworkSolution, solve_network
from sparsest.network import Network, Neuron
from sparsest.points import Points
from sparsest.spline import Spline
from sparsest.table import Table, TableOptions, read_table
from sparsest.univariate.path import path
from sparsest.univariate.solve import solve
from sparsest.univariate.tolerance import solve_within
from sparsest.validation.validate import Validation, validate

__all__ = ["answer"]

# For a search with several inputs; the suite's cases take far less.
_SECONDS = 8.0


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    r"""Return the result of a case, as the protocol has it.

    Parameters
    ----------
    case : mapping
        `csv`, with `p`, `tolerance` or `claim`; without any of them the path is asked for.

    Returns
    -------
    dict
        JSON-ready, exact numbers as text.

    Raises
    ------
    DataError
        If the table has no answer: two labels at one input, no number, no points, ...
    UsageError
        If p or the tolerance is none.

    Examples
    --------
    >>> answer({"csv": "x,y\n0,0\n1,0\n2,1\n", "p": "1/2"})["spline"]["knots"]
    [{'x': '1', 'slope_change': '1'}]
    >>> line = {"left": {"slope": 1, "intercept": 0}, "knots": []}
    >>> answer({"csv": "x,y\n0,0\n1,0\n2,1\n", "p": "1/2", "claim": {"spline": line}})
    {'accept': False}
    """
    # A tolerance may pass between several labels at one input.
    table = _table(case["csv"])
    p = case.get("p", "0")
    if len(table.x[0]) > 1:
        found = _solved_network(case["csv"], p)
        return _judged_network(found, case["claim"]) if "claim" in case else _network(found)
    if "tolerance" in case:
        data = Dataset.from_table(table, ties="gates")
        return _judged_within(data, case) if "claim" in case else _within(data, p, case["tolerance"])
    data = Dataset.from_table(table)
    if "claim" in case:
        return _judged(data, p, case["claim"])
    return _path(data) if "p" not in case else _solved(data, p)


def _table(csv: str) -> Table:
    """Read a table whose last column is the label; of several inputs none is taken for row numbers."""
    width = csv.partition("\n")[0].count(",") + 1
    chosen = TableOptions(x=list(range(1, width)), y=width) if width > 2 else TableOptions()
    return read_table(io.StringIO(csv), "the case", **chosen)


def _solved(data: Dataset, p: str) -> dict[str, Any]:
    solution = solve(data, p)
    objective = {} if solution.objective is None else {"objective": solution.to_json()["objective"]["enclosure"]}  # type: ignore[index]
    return {
        "spline": solution.spline.to_json(),
        "knots": solution.knots,
        "fewest_knots": solution.fewest_knots,
        "minimizers": str(solution.to_json()["minimizers"]),
        **objective,
    }


def _within(data: Dataset, p: str, tolerance: str) -> dict[str, Any]:
    solution = solve(data, p, tolerance=tolerance)
    return {"spline": solution.spline.to_json(), "knots": solution.knots}


def _path(data: Dataset) -> dict[str, Any]:
    found = path(data).to_json()
    return {name: found[name] for name in ("pieces", "breakpoints", "critical_exponent")}


@lru_cache(maxsize=256)
def _solved_network(csv: str, p: str) -> NetworkSolution:
    """Search once for a case and the claims about it, which take nearly all of the time."""
    return solve_network(Points.from_table(_table(csv)), p, seconds=_SECONDS)


def _network(solution: NetworkSolution) -> dict[str, Any]:
    if not solution.optimal:
        return {"declined": True, "reason": f"no proof within {_SECONDS:g} s"}
    found = solution.to_json()
    objective = {} if solution.objective is None else {"objective": found["objective"]["enclosure"]}  # type: ignore[index]
    return {"network": found["network"], "parameters": found["parameters"], **objective}


# --- Claims ----------------------------------------------------------------------------------------------------------


def _judged(data: Dataset, p: str, claim: Mapping[str, Any]) -> dict[str, Any]:
    function = _spline(claim["spline"]) if "spline" in claim else _net(claim["network"])
    return {"accept": _is_minimal(validate(function, data, p))}


def _judged_within(data: Dataset, case: Mapping[str, Any]) -> dict[str, Any]:
    function = _spline(case["claim"]["spline"])
    found = validate(function, data, "0", tolerance=case["tolerance"])
    fewest = solve_within(data, tolerance=case["tolerance"], fit="any").knots
    return {"accept": found.verdict in ("proved minimal", "within tolerance") and len(function.knots) == fewest}


def _judged_network(solution: NetworkSolution, claim: Mapping[str, Any]) -> dict[str, Any]:
    """Judge a network as it is written: neurons that could be one pay for two."""
    neurons = [(n["output_weight"], n["input_weights"], n["bias"]) for n in claim["network"]["neurons"]]
    dimension = solution.points.dimension
    network = MultivariateNetwork((MultivariateNeuron.of(*neuron) for neuron in neurons), dimension)
    if not network.interpolates(solution.points):
        return {"accept": False}
    dearer = sign(network.power_sum - solution.network.power_sum, solution.p)
    if dearer == 0 and not solution.optimal:
        return {"declined": True, "reason": f"no proof within {_SECONDS:g} s"}
    return {"accept": dearer == 0}


def _is_minimal(found: Validation) -> bool:
    """Whether nothing costs less than the network as it is written: neurons that could be one pay for two."""
    return found.verdict == "proved minimal" and found.better is None


def _spline(claim: Mapping[str, Any]) -> Spline:
    atoms = [(to_rational(knot["x"]), to_rational(knot["slope_change"])) for knot in claim["knots"]]
    return Spline.merging(claim["left"]["slope"], claim["left"]["intercept"], atoms)


def _net(claim: Mapping[str, Any]) -> Network:
    neurons = [Neuron.of(n["output_weight"], _single(n["input_weights"]), n["bias"]) for n in claim["neurons"]]
    return Network(neurons, _single(claim.get("skip", [0])), claim.get("offset", 0))


def _single(weights: Any) -> Any:
    """Return the weight of the one input, which may stand in a list."""
    if not isinstance(weights, list):
        return weights
    if len(weights) != 1:
        raise DataError(f"{len(weights)} weights for one input; give one")
    return weights[0]
