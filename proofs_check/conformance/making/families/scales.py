"""The same shapes at all sizes: p* and the best pairs do not change when labels or inputs are scaled, or lifted."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.conformance.making.table import PointTable, numeral

NAME = "scales"
WHY = "Minimisers keep their pairs when labels or inputs are scaled: fixed tolerances and products of floats do not."

_SHAPES = (
    ("pair", (0, 0, 1, 3)),
    ("two runs", (0, 0, 1, 4, 2, 2)),
    ("three gaps", (3, 0, 0, 1, 5)),
    ("collinear", (0, 1, 2, 3, 3, 3)),
)

# Powers of ten of labels, of inputs, and the flag.
_POWERS = (
    (-6, 0, "SmallTolerance"), (-7, 0, "SmallTolerance"), (-9, 0, "TinyScale"), (-12, 0, "TinyScale"),
    (-30, 0, "TinyScale"), (-150, 0, "TinyScale"), (-300, 0, "TinyScale"), (-320, 0, "Subnormal"),
    (12, 0, "HugeScale"), (150, 0, "HugeScale"), (300, 0, "HugeScale"), (0, -9, "HugeScale"), (0, 12, "TinyScale"),
    (-6, -6, "SmallTolerance"), (200, 200, "HugeScale"), (-200, -200, "Subnormal"),
)  # fmt: skip


def tables() -> list[PointTable]:
    """Return the tables."""
    return [*_scaled(), *_lifted(), *_digits(), *_fractions()]


def _scaled() -> list[PointTable]:
    found = []
    for k, (up, along, flag) in enumerate(_POWERS):
        for name, labels in _SHAPES if abs(up) + abs(along) < 100 else (_SHAPES[k % 3],):
            rows = tuple((_times(x, along), _times(y, up)) for x, y in enumerate(labels))
            found.append(PointTable(f"{name}: labels times 1e{up}, inputs times 1e{along}", rows, (flag,)))
    return found


def _times(value: int, power: int) -> str:
    return f"{value}e{power}" if value and power else str(value)


def _lifted() -> list[PointTable]:
    found = []
    for name, labels in _SHAPES:
        for lift in (2**53, -(2**53), 10**17, 2**63):
            rows = tuple((str(x), str(y + lift + 1)) for x, y in enumerate(labels))
            found.append(PointTable(f"{name}: labels lifted by {lift}", rows, ("BigIntegers", "FloatBits", "Float32")))
        rows = tuple((str(2**53 + x), str(y)) for x, y in enumerate(labels))
        found.append(PointTable(f"{name}: inputs moved by 2^53", rows, ("BigIntegers", "FloatBits")))
        rows = tuple((str(x), str(y + 2**24 + 1)) for x, y in enumerate(labels))
        found.append(PointTable(f"{name}: labels lifted by 2^24", rows, ("Float32",)))
    return found


def _digits() -> list[PointTable]:
    thirds = ("0.33333333333333333333", "0.66666666666666666667", "1.00000000000000000001", "3.14159265358979323846")
    found = []
    for name, labels in _SHAPES:
        rows = tuple((str(x), f"{y}.{thirds[x % 4].split('.')[1]}") for x, y in enumerate(labels))
        found.append(PointTable(f"{name}: labels of twenty digits", rows, ("ManyDigits", "Float32")))
        rows = tuple((f"{x}.{thirds[-1 - x % 4].split('.')[1]}", str(y)) for x, y in enumerate(labels))
        found.append(PointTable(f"{name}: inputs of twenty digits", rows, ("ManyDigits", "Float32")))
    return found


def _fractions() -> list[PointTable]:
    found = []
    for name, labels in _SHAPES:
        for divisor in (3, 7):
            rows = tuple((numeral(x), str(Fraction(y, divisor))) for x, y in enumerate(labels))
            found.append(PointTable(f"{name}: labels over {divisor}", rows, ("Fractions", "Float32")))
        rows = tuple((str(Fraction(x, 3)), numeral(y)) for x, y in enumerate(labels))
        found.append(PointTable(f"{name}: inputs over 3", rows, ("Fractions", "Float32")))
    return found
