"""Which cases have no answer, by rules of their own: written without the package's reader."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from proofs_check.conformance.making.networks import read_input_points
from proofs_check.conformance.making.table import points_of_text

__all__ = ["refusal"]


def refusal(task: str, case: Mapping[str, Any]) -> str | None:
    r"""Return why a case has no answer, or None where it has one.

    Examples
    --------
    >>> refusal("solve:p", {"csv": "x,y\n0,0\n0,1\n", "p": "1/2"})
    'two labels at 0'
    >>> refusal("solve:p", {"csv": "x,y\n0,0\n1,1\n", "p": "3/2"})
    'p = 3/2 is not between 0 and 1'
    """
    return _refused_question(task, case) or _refused_table(task, case)


def _refused_question(task: str, case: Mapping[str, Any]) -> str | None:
    p = case.get("p", "0+")
    if p not in ("0", "0+", "1-"):
        value = _number(p)
        if value is None or not 0 < value < 1:
            return f"p = {p} is not between 0 and 1"
    if task == "tolerance":
        width = _number(case["tolerance"])
        if width is None or width < 0:
            return f"a tolerance of {case['tolerance']}"
    return None


def _refused_table(task: str, case: Mapping[str, Any]) -> str | None:
    lines = case["csv"].splitlines()
    width = len(lines[0].split(",")) if lines else 0
    for line in lines[1:]:
        cells = line.split(",")
        if len(cells) != width or any(_number(cell) is None for cell in cells):
            return f"the row {line!r}"
    several = task.startswith("network") or "network" in case.get("claim", {})
    try:
        (read_input_points if several else points_of_text)(case["csv"])
    except ValueError as error:
        return str(error)
    return None


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
