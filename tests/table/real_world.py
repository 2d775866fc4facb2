"""Tables as instruments, spreadsheets and statistics programs write them, each with the points it stands for."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import NamedTuple

#: Points with inputs that count nothing, in an order that is not theirs, some of them negative.
POINTS = [("2.5", "1.0"), ("-1.5", "0.25"), ("4", "-3"), ("7.25", "12.5"), ("0.5", "2")]

DIALECTS = [
    (",", "."),
    (";", "."),
    (";", ","),
    ("\t", "."),
    ("\t", ","),
    (" ", "."),
    (" ", ","),
    ("|", "."),
    ("|", ","),
]
HEADERS = ["none", "names", "digits", "units", "comment", "preamble", "mark"]
COLUMNS = ["two", "nameless counter", "rownames", "counter called t", "text", "empty last", "label first"]
MISSING = ["none", "NA", "", "-", "nan"]
TIES = ["none", "same", "different"]


class TableText(NamedTuple):
    """A text, what is true of it, and which points it holds after missing values are dropped and ties are averaged."""

    text: str
    told: dict
    points: dict
    name: str


def _names(header, columns):
    x, y = ("2theta", "-log10(p)") if header == "digits" else ("x", "flow")
    first = {"nameless counter": [""], "rownames": ["rownames"], "counter called t": ["t"], "text": ["site"]}
    return [
        *first.get(columns, []),
        *([y, x] if columns == "label first" else [x, y]),
        *([""] if columns == "empty last" else []),
    ]


def _rows(points, columns):
    for k, (x, y) in enumerate(points, 1):
        first = {
            "nameless counter": [str(k)],
            "rownames": [str(k)],
            "counter called t": [str(k)],
            "text": ["ABCDEFGH"[k]],
        }
        row = [*first.get(columns, []), *([y, x] if columns == "label first" else [x, y])]
        yield [*row, *([""] if columns == "empty last" else [])]


def _points(missing, ties):
    points = list(POINTS)
    if ties != "none":
        points.append(("4.0", "-3.0" if ties == "same" else "5"))
    if missing != "none":
        points.insert(2, ("11.5", missing))
    return points


def make(dialect, header, columns, missing, ties):
    """Return one table, or None where such a table cannot be written: blanks cannot delimit nothing."""
    delimiter, decimal = dialect
    if delimiter == " " and (missing == "" or columns in ("empty last", "nameless counter")):
        return None
    names, body = _names(header, columns), list(_rows(_points(missing, ties), columns))
    lines = [[entry.replace(".", decimal) if "." in entry else entry for entry in row] for row in body]
    if header not in ("none", "comment"):
        lines.insert(0, names)
    if header == "units":
        lines.insert(1, ["mm" if name else "" for name in names])
    text = "\n".join(delimiter.join(line) for line in lines) + "\n"
    text = {"comment": "# recorded in May\n", "preamble": "Recorder XY\n", "mark": "\ufeff"}.get(header, "") + text
    numbers = {"delimiter": delimiter, "decimal": decimal, "header": header not in ("none", "comment")}
    place = (
        names.index("2theta" if header == "digits" else "x") + 1,
        names.index("-log10(p)" if header == "digits" else "flow") + 1,
    )
    told = {**numbers, "x": place[0], "y": place[1], "missing": "drop", "ties": "mean"}
    return TableText(text, told, _truth(ties), f"{delimiter!r} {decimal!r}, {header}, {columns}, {missing!r}, {ties}")


def _truth(ties):
    found = {Fraction(x): Fraction(y) for x, y in POINTS}
    return {**found, Fraction(4): Fraction(1)} if ties == "different" else found


def tables():
    """Return all of them."""
    made = itertools.starmap(make, itertools.product(DIALECTS, HEADERS, COLUMNS, MISSING, TIES))
    return [table for table in made if table is not None]
