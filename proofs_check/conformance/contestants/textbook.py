"""What a textbook would write: the best pairing by dynamic programming, in floats, with no bounds on their errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofs_check.conformance.contestants.rows import read_rows

__all__ = ["answer"]

_Doubles = NDArray[np.float64]
# Prices are compared part by part: at p -> 0 the number of knots comes first.
_Price = tuple[float, ...]


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    r"""Return the result of a case in floats, or that it is declined: all but `solve` for one input.

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
    ValueError
        If the table is none, or p.

    Examples
    --------
    >>> answer({"csv": "x,y\n0,0\n1,0\n2,1\n3,3\n", "p": "1/2"})["spline"]
    {'left': {'slope': 0.0, 'intercept': 0.0}, 'knots': [{'x': 1.5, 'slope_change': 2.0}]}
    """
    if not case.keys() <= {"csv", "p"} or "p" not in case or "x2" in case["csv"]:
        return {"declined": True, "reason": "only solve, and one input"}
    x, y = np.array(read_rows(case["csv"])).T
    if len(x) == 1:
        return {"spline": {"left": {"slope": 0.0, "intercept": y[0]}, "knots": []}, "knots": 0}
    slopes = np.diff(y) / np.diff(x)
    knots = _knots(x, y, slopes, _price(case["p"]))
    left = {"slope": float(slopes[0]), "intercept": float(y[0] - slopes[0] * x[0])}
    return {"spline": {"left": left, "knots": knots}, "knots": len(knots)}


def _price(p: str) -> Callable[[float], _Price]:
    """Return what a knot costs, by its slope change c > 0."""
    if p == "0":
        return lambda _: (1.0,)
    if p == "0+":  # |c|^p = 1 + p ln|c| + ...
        return lambda c: (1.0, float(np.log(c)))
    if p == "1-":  # |c|^p = |c| - (1 - p) |c| ln|c| + ..., where the sum of |c| is the same for all pairings
        return lambda c: (-c * float(np.log(c)),)
    top, _, bottom = p.partition("/")
    power = float(top) / float(bottom or 1)
    if not 0 < power < 1:
        raise ValueError(f"p = {p} is not between 0 and 1")
    return lambda c: (c**power,)


def _knots(x: _Doubles, y: _Doubles, slopes: _Doubles, price: Callable[[float], _Price]) -> list[dict[str, float]]:
    gaps, knots = np.diff(slopes), []
    for sign, run in groupby(range(len(gaps)), key=lambda i: np.sign(gaps[i])):
        first, *others = run
        tiles = _tiles([abs(float(gaps[i])) for i in (first, *others)], price) if sign else []
        for start, size in tiles:
            i = first + start  # gap i belongs to the point i + 1
            change = slopes[i + size] - slopes[i]
            offset = (y[i + 1] - y[i + 2] + slopes[i + 2] * (x[i + 2] - x[i + 1])) / change if size == 2 else 0.0
            knots.append({"x": float(x[i + 1] + offset), "slope_change": float(change)})
    return knots


def _tiles(sizes: list[float], price: Callable[[float], _Price]) -> list[tuple[int, int]]:
    """Return the cheapest cover of a run by single gaps and pairs: where each begins, and its size."""
    best: list[tuple[_Price, int]] = [(tuple(0.0 for _ in price(1.0)), 0)]
    for k, size in enumerate(sizes):
        ways = [(_plus(best[k][0], price(size)), 1)]
        if k:
            ways.append((_plus(best[k - 1][0], price(sizes[k - 1] + size)), 2))
        best.append(min(ways))
    tiles, end = [], len(sizes)
    while end:
        tiles.append((end - best[end][1], best[end][1]))
        end -= best[end][1]
    return tiles[::-1]


def _plus(a: _Price, b: _Price) -> _Price:
    return tuple(s + t for s, t in zip(a, b, strict=True))
