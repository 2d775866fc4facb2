"""The function in C: a table of floats, written so that every bit is kept, and a lookup without branches.

C99, one function, nothing but <stddef.h>. What the compiled function returns differs from the exact function by no more
than the table does, which is computed exactly, and by what the three operations of a lookup round, which is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from flint import fmpq

from sparsest.errors import DataError
from sparsest.exact.decimals import format_enclosure, format_short
from sparsest.exact.rationals import as_fraction
from sparsest.interchange.floats import as_float, two_to
from sparsest.interchange.measures import Most
from sparsest.interchange.segments import Segments

__all__ = ["Stated", "c_array", "c_name", "c_of_floats", "comment", "evaluation_bound", "most_in_words", "rounded_up"]

_TYPES = {64: ("double", ""), 32: ("float", "f")}
# Literals in a row, columns of a comment.
_IN_A_ROW, _COLUMNS = 4, 100


def c_name(stem: str) -> str:
    """Return the name of the C function for a file's name without its suffix.

    Examples
    --------
    >>> c_name("pt100"), c_name("my table-2"), c_name("double")
    ('sparsest_pt100', 'sparsest_my_table_2', 'sparsest_double')
    """
    return "sparsest_" + (re.sub(r"[^A-Za-z0-9]+", "_", stem).strip("_")[:40] or "function")


class Stated(NamedTuple):
    """What the comment of a C file says of the function.

    Parameters
    ----------
    name : str
        Of the function in C.
    lines : sequence of str
        About its errors.
    """

    name: str
    lines: Sequence[str]


def c_of_floats(segments: Segments, stated: Stated) -> str:
    """Return the C file of a table of float64 (double) or float32 (float).

    Examples
    --------
    >>> from sparsest.interchange.floats import FLOATS
    >>> from sparsest.interchange.segments import segments_of
    >>> from sparsest.spline import Spline
    >>> table = segments_of(Spline(0, 0, [1], [2]), FLOATS[32], fmpq(0), fmpq(3))
    >>> print(c_of_floats(table, Stated("f", [])).splitlines()[-1])
    }
    """
    type_, mark = _TYPES[segments.kind.bits]
    tables = "\n".join(
        c_array(f"static const {type_} {name}[{len(values)}]", [f"{as_float(a).hex()}{mark}" for a in values])
        for name, values in zip(("start", "value", "slope"), segments[:3], strict=True)
    )
    return f"""{comment(stated.lines)}
#include <stddef.h>

{tables}
{type_} {stated.name}({type_} x);

{type_} {stated.name}({type_} x)
{{
    size_t piece = 0;
    size_t left = {len(segments.start)};

    while (left > 1) {{
        size_t half = left / 2;
        piece += half * (size_t)(x >= start[piece + half]);
        left -= half;
    }}
    return value[piece] + slope[piece] * (x - start[piece]);
}}
"""


def comment(lines: Sequence[str]) -> str:
    """Return lines as a comment of C, which nothing in them can end.

    Examples
    --------
    >>> print(comment(["a */ b"]))
    /*
     * a * / b
     */
    """
    safe = [line.replace("*/", "* /").replace("/*", "/ *").replace("??", "? ?") for line in lines]
    # A backslash at the end of a line would join it with the next one.
    return "\n".join(["/*", *(f" * {line.rstrip(chr(92))}".rstrip() for line in safe), " */"])


def c_array(declaration: str, literals: Sequence[str]) -> str:
    """Return an initialised array of C.

    Examples
    --------
    >>> print(c_array("static const int a[2]", ["1", "2"]))
    static const int a[2] = {
        1, 2
    };
    <BLANKLINE>
    """
    rows = [", ".join(literals[k : k + _IN_A_ROW]) for k in range(0, len(literals), _IN_A_ROW)]
    return f"{declaration} = {{\n" + ",\n".join(f"    {row}" for row in rows) + "\n};\n"


def evaluation_bound(segments: Segments, low: fmpq, high: fmpq) -> fmpq:
    """Return a bound on what a lookup in floats of the table's format rounds, at inputs of this format in [low, high].

    Each operation is off by at most u = 2^-precision of its result (rounding to nearest), the product by half the
    smallest float besides. A fused multiply-add rounds once less and stays within the bound; so do languages whose
    operations are those of the format (FLT_EVAL_METHOD 0 in C).

    Raises
    ------
    DataError
        If a step of a lookup might overflow.

    Examples
    --------
    >>> from sparsest.interchange.floats import FLOATS
    >>> evaluation_bound(Segments((fmpq(0),), (fmpq(1),), (fmpq(0),), FLOATS[32]), fmpq(0), fmpq(1)) < fmpq(1, 10**7)
    True
    """
    kind = segments.kind
    u, tiny = two_to(-kind.precision), two_to(kind.least - 1)
    worst = fmpq(0)
    for k, (left, right) in enumerate(segments.spans(low, high)):
        if left > right:
            continue
        reach = max(abs(left - segments.start[k]), abs(right - segments.start[k]))
        product = abs(segments.slope[k]) * reach * (1 + u)
        result = max(abs(segments.in_row(k, left)), abs(segments.in_row(k, right)))
        before = abs(segments.slope[k]) * reach * u + u * product + tiny
        if max(reach, product, result + before) * 2 >= two_to(kind.top):
            raise DataError(f"a lookup near {format_short(left)} may overflow in {kind.name}; take more bits")
        worst = max(worst, before + u * (result + before))
    return worst


def rounded_up(value: fmpq) -> str:
    """Return a decimal of 3 digits that is not below `value`.

    Examples
    --------
    >>> rounded_up(fmpq(1, 3)), rounded_up(fmpq(0))
    ('0.334', '0')
    """
    exact = as_fraction(value)
    return format_enclosure(exact, exact, 3)[1]


def most_in_words(most: Most, name: str = "x") -> str:
    """Return the largest of some sizes in words.

    Examples
    --------
    >>> most_in_words(Most(fmpq(1, 3), (fmpq(2),)))
    'at most 0.334 (at x = 2)'
    """
    where = ", ".join(format_short(at) for at in most.where)
    return f"at most {rounded_up(most.size)} (at {name} = {where})"
