"""Impostors that solve rightly, but other data than they were given."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq

from proofs_check.conformance.impostors.parts import (
    Case,
    Found,
    Impostor,
    answer_exactly,
    gaps_of,
    rewriting,
)
from sparsest.data import Dataset

__all__ = ["IMPOSTORS"]

_Points = Iterator[tuple[Any, Any]]


def _without_points(is_zero: Callable[[fmpq, fmpq], bool]) -> Callable[[Case], Found]:
    """Return the solver that leaves out the points where the slopes on both sides count as equal."""

    def answer(case: Case) -> Found:
        gaps = gaps_of(case)
        zero = [s != t and is_zero(s, t) for s, t in zip(gaps.slopes, gaps.slopes[1:], strict=False)]
        kept = [k for k in range(len(gaps.x)) if not (0 < k < len(gaps.x) - 1 and zero[k - 1])]
        return answer_exactly({**case, "csv": "x,y\n" + "".join(f"{gaps.x[k]},{gaps.y[k]}\n" for k in kept)})

    return answer


def _close(s: fmpq, t: fmpq) -> bool:
    try:
        return math.isclose(float(Fraction(int(s.p), int(s.q))), float(Fraction(int(t.p), int(t.q))))
    except OverflowError:
        return False


def _as_bytes(x: list[fmpq], y: list[fmpq]) -> _Points:
    """Keep labels as bytes: their differences wrap."""
    labels = [int(label.p // label.q) % 256 for label in y]
    value = fmpq(labels[0])
    for k, place in enumerate(x):
        value += (labels[k] - labels[k - 1]) % 256 if k else 0
        yield place, value


def _single(x: list[fmpq], y: list[fmpq]) -> _Points:
    """Keep the numbers in single precision."""
    with np.errstate(over="ignore", under="ignore"):
        return zip(*([_dyadic(np.float32(_float(value))) for value in side] for side in (x, y)), strict=True)


def _double(x: list[fmpq], y: list[fmpq]) -> _Points:
    """Keep the numbers in double precision."""
    return zip(*([_dyadic(_float(value)) for value in side] for side in (x, y)), strict=True)


def _float(value: fmpq) -> float:
    return float(Fraction(int(value.p), int(value.q)))


def _dyadic(value: Any) -> Fraction:
    return Fraction(float(value))


def _edited(edit: Callable[[str], str]) -> Callable[[Case], Found]:
    """Return the solver that reads another text."""
    return lambda case: answer_exactly({**case, "csv": edit(case["csv"])})


def _each_entry(change: Callable[[str], str]) -> Callable[[str], str]:
    """Return what changes each entry of a table."""
    return lambda text: re.sub(r"[^,\r\n]+", lambda match: change(match.group()), text)


def _cut(entry: str) -> str:
    """Keep eight digits."""
    kept, digits = "", 0
    for sign in entry:
        digits += sign.isdigit()
        kept += "0" if sign.isdigit() and digits > 8 else sign
    return kept if entry.strip().lstrip("+-").replace(".", "").isdigit() else entry


def _last_label(case: Case) -> Found:
    """Of several labels at one input take the last, and of what is no number nothing."""
    data = Dataset.from_csv(io.StringIO(case["csv"]), "the case", ties="last", missing="drop")
    return answer_exactly({**case, "csv": "x,y\n" + "".join(f"{x},{y}\n" for x, y in zip(*data.flint, strict=True))})


def _rows_as_they_stand(case: Case) -> Found:
    """Take the labels in the order of the rows, and the inputs in their own."""
    lines = case["csv"].split()
    rows = [line.split(",") for line in lines[1:]]
    inputs = sorted((row[0] for row in rows), key=Fraction)
    return answer_exactly(
        {**case, "csv": "\n".join([lines[0], *(f"{x},{row[1]}" for x, row in zip(inputs, rows, strict=True))])}
    )


#: Those that misread.
IMPOSTORS = (
    Impostor(
        "sorted labels",
        "sorts the labels, as it sorts the inputs",
        ("SortedLabels",),
        rewriting(lambda x, y: zip(x, sorted(y), strict=True)),
    ),
    Impostor(
        "rows as they stand",
        "takes the order of the rows for that of the inputs",
        ("UnsortedRows",),
        _rows_as_they_stand,
    ),
    Impostor(
        "zero below 1e-6",
        "takes gaps below 1e-6 for 0",
        ("SmallTolerance", "TinyScale"),
        _without_points(lambda s, t: abs(s - t) < fmpq(1, 10**6)),
    ),
    Impostor(
        "isclose",
        "merges slopes that are equal to nine digits",
        ("SmallTolerance", "FloatBits"),
        _without_points(_close),
    ),
    Impostor("bytes", "keeps labels as bytes, whose differences wrap", ("UInt8",), rewriting(_as_bytes)),
    Impostor("single precision", "right, but in single precision", ("Float32",), rewriting(_single)),
    Impostor(
        "doubles", "right, but the data are rounded to doubles first", ("FloatBits", "BigIntegers"), rewriting(_double)
    ),
    Impostor(
        "eight digits", "cuts numbers off after eight digits", ("ManyDigits", "BigIntegers"), _edited(_each_entry(_cut))
    ),
    Impostor(
        "whole fractions", "reads 1/3 as 1", ("Fractions",), _edited(_each_entry(lambda entry: entry.partition("/")[0]))
    ),
    Impostor("no signs", "reads -1 as 1", ("Negative",), _edited(_each_entry(lambda entry: entry.lstrip(" -")))),
    Impostor(
        "no exponents",
        "reads 1e3 as 1",
        ("Notation",),
        _edited(_each_entry(lambda entry: re.sub(r"(?<=\d)[eE][+-]?\d+", "", entry))),
    ),
    Impostor("last label", "of two labels at one input takes the last", ("Refuse",), _last_label),
)
