"""Our fast path as an implementation: one input, float64, every decision certified."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from sparsest.data import Dataset
from sparsest.fast import solve

__all__ = ["answer", "answer_by"]

# A price is stated where its bounds tell it so nearly.
_NEAR = 1e-9


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    r"""Return the result of a case, or that it is declined: other tasks, and numbers that are no doubles.

    Parameters
    ----------
    case : mapping
        `csv`, with `p` or `tolerance`.

    Returns
    -------
    dict
        JSON-ready; the function is the exact one that the decisions of the kernels determine.

    Raises
    ------
    DataError, UsageError
        As `sparsest.fast.solve` does, and `Dataset.from_csv`.

    Examples
    --------
    >>> answer({"csv": "x,y\n0,0\n1,0\n2,1\n", "p": "1/2"})["spline"]["knots"]
    [{'x': '1', 'slope_change': '1'}]
    >>> answer({"csv": "x,y\n0,0\n1,0.1\n", "p": "1/2"})
    {'declined': True, 'reason': '1/10 is no double'}
    """
    return answer_by(solve, case)


def answer_by(solver: Callable[..., Any], case: Mapping[str, Any]) -> dict[str, Any]:
    r"""Return the same by another function in the place of `sparsest.fast.solve`: one with a planted fault, say.

    Examples
    --------
    >>> answer_by(solve, {"csv": "x,y\n0,0\n1,0\n2,1\n", "tolerance": "1/2"})["knots"]
    0
    """
    if "claim" in case or ("p" not in case and "tolerance" not in case):
        return _declined("the fast path solves, for one p or tolerance")
    data = Dataset.from_csv(io.StringIO(case["csv"]), "the case")
    tolerance = Fraction(case.get("tolerance", 0))
    for number in (*data.x, *data.y, tolerance):
        if not _is_double(number):
            return _declined(f"{number} is no double")
    x, y = _doubles(data.x), _doubles(data.y)
    if "tolerance" in case:
        within = solver(x, y, "0", tolerance=float(tolerance))
        return {"spline": within.to_spline().to_json(), "knots": within.fewest_knots}
    found = solver(x, y, case["p"])
    result = {"spline": found.to_spline().to_json(), "knots": len(found.knots), "minimizers": _count(found.minimizers)}
    low, high = found.objective_bounds or (0.0, math.inf)
    return {**result, "objective": [low, high]} if high - low <= _NEAR * high < math.inf else result


def _count(ways: float) -> str:
    return "infinite" if ways == math.inf else str(ways)


def _declined(reason: str) -> dict[str, Any]:
    return {"declined": True, "reason": reason}


def _doubles(numbers: Sequence[Fraction]) -> list[float]:
    return [float(number) for number in numbers]


def _is_double(number: Fraction) -> bool:
    try:
        return Fraction(float(number)) == number
    except OverflowError:
        return False
