"""Check a certificate of the fewest knots within a tolerance: docs/tolerance_certificate_v1.md, clause by clause.

``python -m proofs_check.tolerance_checker FILE [--json] [--work N]``: like `checker.py`, whose format it checks too,
and whose invariants (I1) to (I4) hold here. Fractions are pairs (numerator, denominator > 0), mostly not in lowest
terms: they are compared crosswise, without a gcd.
"""

import re
import sys
from fractions import Fraction
from itertools import chain, pairwise
from math import gcd
from pathlib import Path
from typing import Any, NamedTuple

if not __package__:  # run as a file, which would end with 1, as if it rejected, if its neighbours were not found
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proofs_check import checker
from proofs_check.checker import AUDITS, Audits
from proofs_check.work import DATA_DIGITS, SPLINE_DIGITS, Work, show

Pair = tuple[int, int]
Width = Pair | None  # None is infinite

FORMAT = "sparsest/tolerance-certificate/1"
CLAUSES = ["C01"] + [f"T{number:02}" for number in range(2, 18)]
CLAIMS = {
    "the function passes the gates": "T03 T04 T05 T06 T07 T08",
    "no other has fewer knots": "T09 T10 T11 T13 T14",
    "the largest residual": "T15",
    "the least scale for so many knots": "T16 T17",
}
_INTEGER = re.compile("0|-?[1-9][0-9]{0,17}")
_INTEGERS = re.compile("((0|-?[1-9][0-9]{0,17})\n)*")
_QUOTIENT = re.compile("(-?[1-9][0-9]{0,17})/([1-9][0-9]{0,17})")
_SIGNS = {"-": -1, "+": 1}
_ONE = (1, 1)


class _Rows(NamedTuple):
    """The rows, their widths below and above the label, the scale of the gates, and how long these numbers are."""

    x: list[Pair]
    y: list[Pair]
    below: list[Width]
    above: list[Width]
    scale: Width
    shared: bool  # one tolerance for all rows: widths of 1
    bits: int

    def end(self, row: int, side: int, scale: Width) -> Width:
        """Return an end of the gate of a row: the floor for side -1, the ceiling for 1."""
        width = self.above[row] if side > 0 else self.below[row]
        if width is None or scale is None:
            return None
        (y, d), (w, v), (s, u) = self.y[row], width, scale
        return y * v * u + side * s * w * d, d * v * u


class _Bend(NamedTuple):
    """Three rows between which there must be a knot of this sign."""

    sign: int
    a: int
    b: int
    c: int

    def turn(self, rows: _Rows, scale: Pair) -> int:
        """Return a number with the sign of the turn at b on the way from a over b to c, times that of the bend."""
        sign, one, two, three = self
        ends = (rows.end(one, -sign, scale), rows.end(two, sign, scale), rows.end(three, -sign, scale))
        (a, ad), (b, bd), (c, cd) = (end or _ONE for end in ends)  # by T09 there is none without an end
        (x, xd), (y, yd), (z, zd) = rows.x[one], rows.x[two], rows.x[three]
        # The slope from a to c less that from a to b, times positive denominators.
        return sign * (
            (c * ad - a * cd) * (y * xd - x * yd) * bd * zd - (b * ad - a * bd) * (z * xd - x * zd) * cd * yd
        )


def _number(work: Work, clause: str, value: Any, limit: int, where: str) -> Pair:
    """Return a rational in lowest terms; short ones, of which there are many, at once."""
    if type(value) is str and len(value) < 38:
        if _INTEGER.fullmatch(value):
            return int(value), 1
        if found := _QUOTIENT.fullmatch(value):
            pair = n, d = int(found[1]), int(found[2])
            if d > 1 and gcd(n, d) == 1:
                return pair
    return work.rational(clause, value, limit, where).as_integer_ratio()


def _numbers(work: Work, clause: str, values: list[Any], where: str) -> list[Pair]:
    """Return rationals of data; if all are short integers, as they often are, in one go."""
    if all(type(value) is str for value in values):
        text = "".join(f"{value}\n" for value in values)
        if text.count("\n") == len(values) and _INTEGERS.fullmatch(text):
            return [(int(value), 1) for value in values]
    return [_number(work, clause, value, DATA_DIGITS, f"{where} {i}") for i, value in enumerate(values, 1)]


def _less(one: Pair, two: Pair) -> bool:
    return one[0] * two[1] < two[0] * one[1]


def _check(work: Work, certificate: Any) -> None:
    """Check the clauses T02 to T17."""
    names = "format problem spline bends tighter claim"
    form, problem, spline, bends, tighter, claim = work.fields("T02", certificate, names, "certificate")
    work.need("T02", form == FORMAT, "format", form, "is not known")
    dimension, p, points, tolerance = work.fields("T03", problem, "dimension p points tolerance", "problem")
    work.need("T03", type(dimension) is int and dimension == 1, "dimension", dimension, "is not the integer 1")
    work.need("T03", p == "0", "p", p, "is not the text 0")
    rows = _gates(work, *_points(work, points), tolerance)
    function = _Function.read(work, spline)
    work.enter("T08")
    largest = function.largest_residual(work, "T08", rows, rows.scale)
    forced = _bends(work, "T09", bends, rows, "bend")
    work.enter("T10")
    for k, bend in enumerate(forced, 1):
        good = rows.scale is not None and bend.turn(rows, rows.scale) > 0
        work.need("T10", good, "bend", k, "is not forced")
    work.enter("T11")
    _check_apart(work, "T11", forced, rows, "bend")
    critical = _claim(work, claim, len(function.knots), len(forced), largest)
    _check_scale(work, rows, function, critical, tighter)
    _check_tighter(work, rows, critical, tighter, len(forced))


def _points(work: Work, points: Any) -> tuple[list[Pair], list[Pair]]:
    given = work.listed("T04", points, "points")
    work.need("T04", given != [], "points", given, "is not a list of points")
    for i, point in enumerate(given, 1):
        if type(point) is not list or len(point) != 2:
            work.listed("T04", point, f"point {i}", 2, "a pair")
    x = _numbers(work, "T04", [left for left, _ in given], "x of point")
    y = _numbers(work, "T04", [label for _, label in given], "y of point")
    work.enter("T05")
    work.charge(4 * len(x), _bits(x))
    wrong = next((i for i, (one, two) in enumerate(pairwise(x), 2) if _less(two, one)), 0)
    work.need("T05", not wrong, "x of point", wrong, "is smaller than the one before")
    return x, y


def _bits(pairs: list[Pair]) -> int:
    return max(map(abs, chain.from_iterable(pairs)), default=1).bit_length()


def _gates(work: Work, x: list[Pair], y: list[Pair], tolerance: Any) -> _Rows:
    n, given = len(x), list[Pair]()
    if not isinstance(tolerance, list):
        ones: list[Width] = [_ONE] * n
        scale = None if tolerance == "infinite" else _number(work, "T06", tolerance, DATA_DIGITS, "tolerance")
        work.need("T06", scale is None or scale[0] >= 0, "tolerance", tolerance, "is negative")
        return _Rows(x, y, ones, ones, scale, True, _bits([*x, *y, scale or _ONE]))
    below, above = list[Width](), list[Width]()
    work.charge(16 * n, 2 * _bits(y))
    for i, pair in enumerate(work.listed("T06", tolerance, "tolerance", n)):
        low, high = work.listed("T06", pair, where := f"bounds of point {i + 1}", 2, "a pair")
        ends = [None if end is None else _number(work, "T06", end, DATA_DIGITS, where) for end in (low, high)]
        given += [end for end in ends if end is not None]
        good = ends[0] is None or ends[1] is None or not _less(ends[1], ends[0])
        work.need("T06", good, where, pair, "are in the wrong order")
        below.append(_difference(y[i], ends[0]))
        above.append(_difference(ends[1], y[i]))
    return _Rows(x, y, below, above, _ONE, False, 2 * _bits([*x, *y, *given]))


def _difference(one: Width, two: Width) -> Width:
    return None if one is None or two is None else (one[0] * two[1] - two[0] * one[1], one[1] * two[1])


class _Function(NamedTuple):
    """The knots, and for each piece (p, q, r): the value at x is (p x + q) / r, r > 0."""

    knots: list[Pair]
    pieces: list[tuple[int, int, int]]
    bits: list[int]  # of each piece and of the knot at its right end

    @classmethod
    def read(cls, work: Work, spline: Any) -> "_Function":
        """Read the function by clause T07."""
        left, listed = work.fields("T07", spline, "left knots", "spline")
        line = work.fields("T07", left, "slope intercept", "left")
        line = [_number(work, "T07", value, SPLINE_DIGITS, "left") for value in line]
        (p, q), (r, s) = line
        knots, lines = list[Pair](), [(p, q, r, s)]
        for k, knot in enumerate(work.listed("T07", listed, "knots"), 1):
            at, change = work.fields("T07", knot, "x slope_change", f"knot {k}")
            t, d = _number(work, "T07", at, SPLINE_DIGITS, f"x of knot {k}")
            c, e = _number(work, "T07", change, SPLINE_DIGITS, f"slope change of knot {k}")
            work.charge(24, max(q, s, d, e, abs(p), abs(r), abs(t), abs(c)).bit_length())
            if c == 0 or (knots and not _less(knots[-1], (t, d))):
                work.need("T07", c != 0, f"slope change of knot {k}", change, "is not allowed")
                work.need("T07", False, f"x of knot {k}", at, "is not larger than the one before")
            p, q = _sum((p, q), (c, e))
            r, s = _sum((r, s), _lowest(-c * t, e * d))
            knots.append((t, d))
            lines.append((p, q, r, s))
        pieces = [(p * s, r * q, q * s) for p, q, r, s in lines]  # not sooner: these products are long
        ends = [*((abs(n), d) for n, d in knots), _ONE]
        bits = [max(*map(abs, piece), *end).bit_length() for piece, end in zip(pieces, ends, strict=True)]
        return cls(knots, pieces, bits)

    def largest_residual(self, work: Work, clause: str, rows: _Rows, scale: Width) -> Pair:
        """Return the largest |f(x) - y|; reject by a clause unless every gate of this scale is passed."""
        k, spent, largest = 0, 0, (0, 1)
        costs = [8 + (8 * (bits + 2 * rows.bits) ** 2 >> 18) for bits in self.bits]
        for i, ((x, d), (y, e)) in enumerate(zip(rows.x, rows.y, strict=True)):
            spent += costs[k]
            while k < len(self.knots) and _less(self.knots[k], (x, d)):
                k += 1
                spent += costs[k]
            if spent > 1000:
                work.charge(spent)
                spent = 0
            p, q, r = self.pieces[k]
            v, w = p * x + q * d, r * d
            residual = abs(v * e - y * w), w * e
            more = residual[0] * largest[1] > largest[0] * residual[1]
            if more:
                largest = residual
            # Where one tolerance holds for all, only a residual larger than all before it can be too large.
            if rows.shared:
                good = not more or scale is None or not _less(scale, largest)
            else:
                low, high = rows.end(i, -1, scale), rows.end(i, 1, scale)
                good = (low is None or not _less((v, w), low)) and (high is None or not _less(high, (v, w)))
            if not good:
                work.need(clause, False, f"value at point {i + 1}", Fraction(v, w), "is outside its gate")
        work.charge(spent)
        return largest


def _lowest(n: int, d: int) -> Pair:
    common = gcd(n, d)
    return n // common, d // common


def _sum(one: Pair, two: Pair) -> Pair:
    """Return the sum of two rationals in lowest terms, by gcds of denominators: those of sums take longer."""
    common = gcd(one[1], two[1])
    n = one[0] * (two[1] // common) + two[0] * (one[1] // common)
    rest = gcd(n, common)  # no prime divides n and one of the denominators alone
    return n // rest, one[1] // common * (two[1] // rest)


def _bends(work: Work, clause: str, listed: Any, rows: _Rows, what: str) -> list[_Bend]:
    """Read bends: three rows in the order of their x, and finite ends."""
    found, n = list[_Bend](), len(rows.x)
    for k, one in enumerate(work.listed(clause, listed, f"{what}s"), 1):
        sign, a, b, c = work.listed(clause, one, where := f"{what} {k}", 4, "a sign and three rows")
        good = isinstance(sign, str) and sign in _SIGNS and all(type(i) is int and 1 <= i <= n for i in (a, b, c))
        work.need(clause, good, where, one, "is not a sign and three numbers of points")
        bend = _Bend(_SIGNS[sign], a - 1, b - 1, c - 1)
        work.charge(40, 4 * rows.bits)
        good = _less(rows.x[bend.a], rows.x[bend.b]) and _less(rows.x[bend.b], rows.x[bend.c])
        work.need(clause, good, where, one, "does not go from left to right")
        outer, inner = (rows.below, rows.above) if bend.sign > 0 else (rows.above, rows.below)
        good = None not in (outer[bend.a], inner[bend.b], outer[bend.c])
        work.need(clause, good, where, one, "has no end there")
        found.append(bend)
    return found


def _check_apart(work: Work, clause: str, bends: list[_Bend], rows: _Rows, what: str) -> None:
    """Check that bends of one sign do not overlap, in their order."""
    last = dict[int, Pair]()
    for k, bend in enumerate(bends, 1):
        good = bend.sign not in last or not _less(rows.x[bend.a], last[bend.sign])
        work.need(clause, good, what, k, "overlaps the one of its sign before")
        last[bend.sign] = rows.x[bend.c]


def _claim(work: Work, claim: Any, knots: int, bends: int, largest: Pair) -> Width:
    """Check what is claimed of the function; return the critical scale."""
    names = "knots fewest_knots largest_residual critical"
    many, fewest, residual, critical = work.fields("T12", claim, names, "claim")
    work.count("T12", many, "knots")
    work.count("T12", fewest, "fewest_knots")
    shown = _number(work, "T12", residual, SPLINE_DIGITS, "largest_residual")
    scale = None if critical is None else _number(work, "T12", critical, SPLINE_DIGITS, "critical")
    work.need("T12", scale is None or scale[0] >= 0, "critical", critical, "is negative")
    work.need("T13", many == knots, "knots", many, f"should be {knots}")
    work.need("T14", fewest == bends == knots, "fewest_knots", fewest, f"has {bends} bends and {knots} knots beside it")
    work.charge(4, _bits([shown, largest]))
    good = shown[0] * largest[1] == largest[0] * shown[1]
    work.need("T15", good, "largest_residual", residual, f"should be {show(Fraction(*largest))}")
    return scale


def _check_scale(work: Work, rows: _Rows, function: _Function, critical: Width, tighter: Any) -> None:
    """Check that the function passes the gates at the critical scale, too."""
    work.need("T16", (critical is None) == (tighter is None), "tighter", tighter, "does not go with critical")
    if critical is None:
        return
    good = rows.scale is None or not _less(rows.scale, critical)
    work.need("T16", good, "critical", Fraction(*critical), "is beyond the scale of the gates")
    outside = next((i for i, pair in enumerate(zip(rows.below, rows.above, strict=True)) if _negative(*pair)), None)
    work.need("T16", outside is None, "label of point", (outside or 0) + 1, "is outside its gate")
    function.largest_residual(work, "T16", rows, critical)


def _negative(below: Width, above: Width) -> bool:
    return (below is not None and below[0] < 0) or (above is not None and above[0] < 0)


def _check_tighter(work: Work, rows: _Rows, critical: Width, tighter: Any, knots: int) -> None:
    """Check that so many knots do not suffice at any smaller scale."""
    work.enter("T17")
    if critical is None or (critical[0] == 0 and tighter == []):
        return
    if isinstance(tighter, list) and len(tighter) == 1 and isinstance(tighter[0], list) and tighter[0][:1] == ["="]:
        _check_pair(work, rows, critical, tighter[0])
        return
    bends = _bends(work, "T17", tighter, rows, "tighter bend")
    work.need("T17", len(bends) == knots + 1, "number of tighter bends", len(bends), f"should be {knots + 1}")
    _check_apart(work, "T17", bends, rows, "tighter bend")
    for k, bend in enumerate(bends, 1):
        # Linear in the scale and falling: positive at 0 and not negative at the critical one, it is positive between.
        good = bend.turn(rows, (0, 1)) > 0 and bend.turn(rows, critical) >= 0
        work.need("T17", good, "tighter bend", k, "is not forced below the critical scale")


def _check_pair(work: Work, rows: _Rows, critical: Pair, pair: list[Any]) -> None:
    """Check that the gates of two rows at one x do not meet below the critical scale."""
    n = len(rows.x)
    good = len(pair) == 3 and all(type(i) is int and 1 <= i <= n for i in pair[1:])
    work.need("T17", good, "tighter", pair, "is not two numbers of points")
    low, high = (i - 1 for i in pair[1:])
    work.charge(16, 4 * rows.bits)
    same = not _less(rows.x[low], rows.x[high]) and not _less(rows.x[high], rows.x[low])
    work.need("T17", same, "tighter", pair, "is of two inputs")
    ceiling, floor = rows.end(low, 1, critical), rows.end(high, -1, critical)
    good = ceiling is not None and floor is not None and not _less(floor, ceiling)
    work.need("T17", good and _less(rows.y[low], rows.y[high]), "tighter", pair, "has gates that meet below")


TOLERANCE_AUDITS: Audits = {**AUDITS, FORMAT: (_check, CLAUSES, CLAIMS)}

if __name__ == "__main__":
    sys.exit(checker.main(audits=TOLERANCE_AUDITS))
