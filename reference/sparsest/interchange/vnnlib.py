"""The question "do network and function differ by more than t anywhere in the box?" in VNN-LIB 2.0.

A query of that language is a formula about an input and the network's output there, and is satisfiable where there is a
counterexample: here an input of the box at which they differ by more than t. All numbers of the language are finite
decimals, so every inequality is multiplied by the common denominator of its coefficients, which leaves integers. The
grammar is that of the standard's repository, VNNLIB/VNNLIB-Standard, grammar.cf.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise

from flint import fmpq

from sparsest.errors import UsageError
from sparsest.exact.decimals import format_short
from sparsest.interchange.segments import check_box
from sparsest.spline import Spline

__all__ = ["difference_query"]

_X, _Y = "X[0,0]", "Y[0,0]"


def difference_query(spline: Spline, low: fmpq, high: fmpq, most: fmpq, remarks: Iterable[str] = ()) -> str:
    """Return the query that is satisfiable if some input in [low, high] has |network - spline| > most.

    Parameters
    ----------
    spline : Spline
        The exact function.
    low, high : fmpq
        The box.
    most : fmpq
        t, not negative.
    remarks : iterable of str
        Lines of comment at the top.

    Raises
    ------
    UsageError
        If t is negative or the box has its ends in the wrong order.

    Examples
    --------
    >>> text = difference_query(Spline(0, "1/3"), fmpq(0), fmpq(1), fmpq(1, 2))
    >>> print(text[text.index("(assert (or") :])
    (assert (or
        (and (>= X[0,0] 0) (<= X[0,0] 1) (> (+ (* 6 Y[0,0]) (* 0 X[0,0])) 5))
        (and (>= X[0,0] 0) (<= X[0,0] 1) (< (+ (* 6 Y[0,0]) (* 0 X[0,0])) -1))
    ))
    <BLANKLINE>
    """
    check_box(low, high)
    if most < 0:
        raise UsageError(f"a difference of {format_short(most)}: give 0 or more")
    said = "".join(f"; {line}\n" for line in remarks)
    cases = "\n".join(f"    {case}" for case in _cases(spline, low, high, most))
    return f"""{said}(vnnlib-version <2.0>)

(declare-network network
    (declare-input X Real [1,1])
    (declare-output Y Real [1,1])
)

(assert {_bound(">=", low)})
(assert {_bound("<=", high)})
(assert (or
{cases}
))
"""


def _cases(spline: Spline, low: fmpq, high: fmpq, most: fmpq) -> Iterator[str]:
    """Yield for each piece in the box that the network is above the function by more than t there, or below."""
    ends = [low, *(t for t in spline.flint.knots if low < t < high), high]
    for left, right in pairwise(ends):
        middle = (left + right) / 2  # on this piece alone, unless the box is one point
        slope = (spline.value(right) - spline.value(left)) / (right - left) if left < right else fmpq(0)
        intercept = spline.value(middle) - slope * middle
        where = f"{_bound('>=', left)} {_bound('<=', right)}"
        for sign, shift in ((">", most), ("<", -most)):
            yield f"(and {where} {_beyond(sign, slope, intercept + shift)})"


def _bound(sign: str, end: fmpq) -> str:
    x = _X if end.q == 1 else f"(* {end.q} {_X})"
    return f"({sign} {x} {end.p})"


def _beyond(sign: str, slope: fmpq, intercept: fmpq) -> str:
    """Return y > slope x + intercept (or <) with integers."""
    common = math.lcm(int(slope.q), int(intercept.q))
    by, constant = slope * common, intercept * common
    return f"({sign} (+ (* {common} {_Y}) (* {-by.p} {_X})) {constant.p})"
