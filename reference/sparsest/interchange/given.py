"""The data points that a certificate holds, so that what is made of its function can be held against them."""

from __future__ import annotations

from typing import Any

from flint import fmpq

from sparsest.errors import DataError, short
from sparsest.exact.rationals import to_rational
from sparsest.interchange.measures import Labelled

__all__ = ["points_in"]


def points_in(document: Any, name: str) -> Labelled | None:
    """Return the points of a certificate of any format; None if the document says nothing of points.

    Parameters
    ----------
    document : JSON value
        As it was read.
    name : str
        The file, for messages.

    Raises
    ------
    DataError
        If there are points and one is no input with its label, or inputs differ in length.

    Examples
    --------
    >>> points_in({"problem": {"points": [["0", "1/2"]]}}, "proof.json")
    [((0,), 1/2)]
    >>> points_in({"problem": {"points": 6}}, "solution.json") is None
    True
    """
    problem = document.get("problem") if isinstance(document, dict) else None
    points = problem.get("points") if isinstance(problem, dict) else None
    if not isinstance(points, list):
        return None
    found = [_point(point, f"{name}: point {k + 1}") for k, point in enumerate(points)]
    widths = sorted({len(x) for x, _ in found})
    if len(widths) > 1:
        raise DataError(f"{name}: its points have {widths[0]} and {widths[-1]} inputs; give as many to each")
    return found or None


def _point(point: Any, where: str) -> tuple[tuple[fmpq, ...], fmpq]:
    if not (isinstance(point, list) and len(point) == 2):
        raise DataError(f"{where} is {short(point)}; a point is an input and a label")
    x, y = point
    inputs = x if isinstance(x, list) else [x]
    if not inputs:
        raise DataError(f"{where} has no input; give at least one")
    return tuple(_number(a, where) for a in inputs), _number(y, where)


def _number(value: Any, where: str) -> fmpq:
    if not isinstance(value, str | int | float):
        raise DataError(f"{where} has {short(value)} for a number; write it as text")
    try:
        return to_rational(value)
    except DataError as error:
        raise DataError(f"{where}: {error}") from None
