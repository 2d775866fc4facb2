"""Decimals whose nearest floats have other slopes: collinear points that are not, and bends that vanish."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.conformance.making.table import PointTable, drawing, numeral, table_from_gaps

NAME = "floats"
WHY = "What is read as a float has other slopes than the decimals that stand there: knots appear and disappear."


def tables() -> list[PointTable]:
    """Return the tables."""
    return [*_steps(), *_bent_steps(), *_by_one_ulp(), *_single_precision(), *_bytes(), *_hundredths()]


def _steps() -> list[PointTable]:
    """Return points on a line, in steps of a tenth and the like."""
    found = []
    for step in ("0.1", "0.3", "0.7", "1.1", "0.01"):
        for count in (4, 7, 11):
            size = Fraction(step)
            rows = tuple((str(k), numeral(k * size)) for k in range(count))
            found.append(PointTable(f"{count} labels on a line, in steps of {step}", rows, ("FloatBits", "Float32")))
    rows = tuple((numeral(Fraction(k, 10)), numeral(Fraction(3 * k, 10))) for k in range(8))
    return [*found, PointTable("inputs and labels on a line, in steps of tenths", rows, ("FloatBits", "Float32"))]


def _bent_steps() -> list[PointTable]:
    found = []
    for gaps in ([0, 0, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 0, -1, 0], [1, 0, 0, 1, 2]):
        for tenths in (1, 3):
            changes = [Fraction(tenths * d, 10) for d in gaps]
            comment = f"collinear but for gaps of tenths: {', '.join(map(numeral, changes))}"
            found.append(table_from_gaps(comment, changes, "FloatBits", "Float32", start=(0, Fraction(1, 10))))
    return found


def _by_one_ulp() -> list[PointTable]:
    """Return points that are collinear but for the last bit, or for less than that."""
    found = []
    for bits in (20, 40, 50, 52, 53, 60):
        ulp = Fraction(1, 2**bits)
        some: tuple[list[Fraction | int], ...] = (
            [1, 1, 1 + ulp, 1],
            [0, 1, 2 + ulp, 3, 4],
            [1, 1 + ulp, 1 + 2 * ulp, 1 + 4 * ulp],
        )
        for labels in some:
            rows = tuple((str(k), _decimal(Fraction(y))) for k, y in enumerate(labels))
            found.append(PointTable(f"collinear but for 2^-{bits}", rows, ("FloatBits", "SmallTolerance", "Float32")))
    return found


def _decimal(value: Fraction) -> str:
    """Return a dyadic as the decimal that it is."""
    places = value.denominator.bit_length() - 1
    digits = str(value.numerator * 5**places).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _single_precision() -> list[PointTable]:
    rng, found = drawing("single"), []
    for k in range(10):
        labels = [rng.randint(10**8, 10**9) * rng.choice((1, -1)) for _ in range(4 + k % 5)]
        rows = tuple((str(x), str(y)) for x, y in enumerate(labels))
        found.append(PointTable("labels of nine digits, which single precision rounds", rows, ("Float32",)))
    for k in range(6):
        bends = [rng.choice((1, 2, 3)) for _ in range(4 + k % 3)]
        gaps = [1 + d * Fraction(1, 2**26) for d in bends]
        found.append(table_from_gaps("gaps apart by 2^-26", gaps, "Float32", "JoinDots"))
    return found


def _bytes() -> list[PointTable]:
    rng, found = drawing("bytes"), []
    for k in range(10):
        rows = tuple((str(x), str(rng.choice((0, 1, 127, 128, 200, 254, 255)))) for x in range(4 + k % 6))
        found.append(PointTable("grey values of an image", rows, ("UInt8", "SortedLabels")))
    return found


def _hundredths() -> list[PointTable]:
    rng, found = drawing("hundredths"), []
    for k in range(14):
        x, rows = Fraction(rng.randint(-50, 50), 10), []
        for _ in range(4 + k % 6):
            rows.append((numeral(x), numeral(Fraction(rng.randint(-500, 500), 100))))
            x += Fraction(rng.randint(1, 30), 10)
        found.append(PointTable("tenths and hundredths, as one types them", tuple(rows), ("Float32", "JoinDots")))
    return found
