"""What is true of a case by the solver: its answer, once the independent checker has accepted the certificate."""

from __future__ import annotations

import io
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sparsest
from proofs_check.verify import check_certificate
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.sign import sign
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.points import Points
from sparsest.spline import Spline

__all__ = ["solver_accepts", "solver_truth"]

#: Of so many minimisers all are looked at.
_MOST_LISTED = 400


def solver_truth(task: str, case: Mapping[str, Any]) -> dict[str, Any]:
    r"""Return the truth of a case of any task but `judge`, as it stands in the vectors.

    Raises
    ------
    SparsestError
        If the case is refused.
    ArithmeticError
        If the checker does not accept the certificate.

    Examples
    --------
    >>> solver_truth("solve:p", {"csv": "x,y\n0,0\n1,0\n2,1\n3,3\n", "p": "1/2"})["knots"]
    [1]
    """
    if task == "path":
        return _path_truth(case["csv"])
    if task == "tolerance":
        return _tolerance_truth(case)
    if task.startswith("network"):
        return _network_truth(case["csv"], case["p"])
    return _spline_truth(case["csv"], case["p"])


def _spline_truth(csv: str, p: str) -> dict[str, Any]:
    solution = sparsest.solve(sparsest.Dataset.from_csv(io.StringIO(csv)), p)
    _require_certified(solution.certificate())
    found: Any = solution.to_json()
    counts = {solution.knots}
    if found["minimizers"] != "infinite" and int(found["minimizers"]) <= _MOST_LISTED:
        counts = {len(spline.knots) for spline in solution.splines()}
    return {
        "spline": found["spline"],
        "knots": sorted(counts),
        "fewest_knots": found["fewest_knots"],
        "objective": None if found["objective"] is None else found["objective"]["enclosure"],
        "minimizers": found["minimizers"],
    }


def _path_truth(csv: str) -> dict[str, Any]:
    path = sparsest.path(sparsest.Dataset.from_csv(io.StringIO(csv)))
    _require_certified(path.certificate())
    found: Any = path.to_json()
    if not found["resolved"]:
        raise ArithmeticError("breakpoints that are not told apart")
    return {
        "pieces": [{"knots": piece["knots"], "spline": piece["spline"]} for piece in found["pieces"]],
        "breakpoints": found["breakpoints"],
        "critical_exponent": found["critical_exponent"],
    }


def _tolerance_truth(case: Mapping[str, Any]) -> dict[str, Any]:
    data = sparsest.Dataset.from_csv(io.StringIO(case["csv"]))
    solution: Any = sparsest.solve(data, case["p"], tolerance=case["tolerance"])
    _require_certified(solution.certificate())
    found: Any = solution.to_json()
    return {
        "spline": found["spline"],
        "knots": [found["knots"]],
        "fewest_knots": found["fewest_knots"],
        "largest_residual": found["largest_residual"],
    }


@lru_cache(maxsize=512)
def _solved_network(csv: str, p: str) -> tuple[Any, PowerSum]:
    header = csv.partition("\n")[0].split(",")
    points = Points.from_csv(io.StringIO(csv), x=header[:-1], y=header[-1])
    solution = sparsest.solve_network(points, p)
    if not solution.optimal:
        raise ArithmeticError("the solver has not finished")
    _require_certified(solution.certificate())
    return solution.to_json(), solution.network.power_sum


def _network_truth(csv: str, p: str) -> dict[str, Any]:
    found, _ = _solved_network(csv, p)
    return {
        "network": found["network"],
        "parameters": [found["parameters"]],
        "objective": found["objective"]["enclosure"],
        "minimizers": found["minimizers"],
    }


def _require_certified(certificate: Mapping[str, Any]) -> None:
    verdict = check_certificate(certificate)
    if verdict.verdict != "accept":
        raise ArithmeticError(f"the checker says {verdict}")


def solver_accepts(case: Mapping[str, Any]) -> bool:
    r"""Return whether a claim is true: by the package's functions and signs, and the solver's optimum.

    Examples
    --------
    >>> one = {"left": {"slope": "0", "intercept": "0"}, "knots": [{"x": "3/2", "slope_change": "2"}]}
    >>> solver_accepts({"csv": "x,y\n0,0\n1,0\n2,1\n3,3\n", "p": "1/2", "claim": {"spline": one}})
    True
    """
    p = Exponent.read(case["p"])
    if "network" in case["claim"]:
        return _network_accepted(case, p)
    data = sparsest.Dataset.from_csv(io.StringIO(case["csv"]))
    claimed = case["claim"]["spline"]
    knots = [(Fraction(k["x"]), Fraction(k["slope_change"])) for k in claimed["knots"]]
    spline = Spline(
        claimed["left"]["slope"], claimed["left"]["intercept"], [t for t, _ in knots], [c for _, c in knots]
    )
    if any(spline(x) != y for x, y in zip(data.x, data.y, strict=True)):
        return False
    return _same_cost(spline.power_sum, sparsest.solve(data, p).spline.power_sum, p)


def _network_accepted(case: Mapping[str, Any], p: Exponent) -> bool:
    header = case["csv"].partition("\n")[0].split(",")
    points = Points.from_csv(io.StringIO(case["csv"]), x=header[:-1], y=header[-1])
    neurons = [
        MultivariateNeuron.of(n["output_weight"], n["input_weights"], n["bias"])
        for n in case["claim"]["network"]["neurons"]
    ]
    network = MultivariateNetwork(neurons, points.dimension)
    return network.interpolates(points) and _same_cost(network.power_sum, _solved_network(case["csv"], p.name)[1], p)


def _same_cost(one: PowerSum, other: PowerSum, p: Exponent) -> bool:
    return sign(one - other, p) == 0
