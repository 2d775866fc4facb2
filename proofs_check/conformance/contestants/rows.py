"""How a plain solver in floats reads a table: two columns of numbers below a header, by x."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

__all__ = ["read_rows"]


def read_rows(text: str) -> list[tuple[float, float]]:
    r"""Return the points of a table with a header, sorted by x, each number rounded to a double.

    Parameters
    ----------
    text : str
        Comma-separated values; numbers are decimals or fractions.

    Returns
    -------
    list of (float, float)
        The points; not exact.

    Raises
    ------
    ValueError
        If an entry is no number, a line has not two, two labels stand at one input, or there are no points.

    Examples
    --------
    >>> read_rows("x,y\n1,1/4\n0,2e-1\n")
    [(0.0, 0.2), (1.0, 0.25)]
    >>> read_rows("x,y\n1,2\n1,3\n")
    Traceback (most recent call last):
    ...
    ValueError: two labels at x = 1.0: 2.0 and 3.0
    """
    _, *lines = [line for line in csv.reader(io.StringIO(text)) if line]
    points = sorted({(_number(x), _number(y)) for x, y in lines})
    if not points:
        raise ValueError("a header and no points")
    for (x, y), (t, z) in pairwise(points):
        if x == t:
            raise ValueError(f"two labels at x = {x}: {y} and {z}")
    return points


def _number(entry: str) -> float:
    top, stroke, bottom = entry.partition("/")
    value = int(top) / int(bottom) if stroke else float(top)
    if value - value != 0:
        raise ValueError(f"{entry!r} is no finite number")
    return value
