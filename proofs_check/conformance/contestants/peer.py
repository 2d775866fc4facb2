"""`splineops` as an implementation: the sparsest interpolant of Debarre et al., for p = 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from proofs_check.conformance.contestants.rows import read_rows
from sparsest.extras import needs

__all__ = ["answer"]


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    r"""Return the result of a case at p = 0, or that it is declined.

    Parameters
    ----------
    case : mapping
        `csv` and `p`.

    Returns
    -------
    dict
        JSON-ready; not exact.

    Raises
    ------
    MissingExtraError
        If splineops is not installed; the message says how to get it.
    ValueError
        If the table is none.

    Examples
    --------
    >>> answer({"csv": "x,y\n0,0\n1,0\n", "p": "1/2"})
    {'declined': True, 'reason': 'only p = 0, and one input'}
    """
    if case.keys() != {"csv", "p"} or case["p"] != "0" or "x2" in case["csv"]:
        return {"declined": True, "reason": "only p = 0, and one input"}
    with needs("bench", "this contestant"):
        from splineops.adaptive_regression_splines.sparsification import sparsest_interpolant
    x, y = np.array(read_rows(case["csv"])).T
    places, changes, (intercept, slope) = sparsest_interpolant(x, y)
    knots = [{"x": float(t), "slope_change": float(c)} for t, c in zip(places, changes, strict=True)]
    return {
        "spline": {"left": {"slope": float(slope), "intercept": float(intercept)}, "knots": knots},
        "knots": len(knots),
    }
