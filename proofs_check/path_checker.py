"""Check a certificate of a whole path, for all p: docs/path_certificate_v1.md, clause by clause, in their order.

``python -m proofs_check.path_checker FILE [--json] [--work N]``: like `checker.py`, whose format it checks too, and
whose invariants (I1) to (I4) hold here.
"""

import sys
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

if not __package__:  # run as a file, which would end with 1, as if it rejected, if its neighbours were not found
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proofs_check import checker
from proofs_check.checker import AUDITS, Audits, Data, read_data
from proofs_check.curve import Curve
from proofs_check.signs import Terms
from proofs_check.work import DATA_DIGITS, Work, show

Bracket = tuple[Fraction, Fraction]

FORMAT = "sparsest/path-certificate/1"
CLAUSES = ["C01"] + [f"P{number:02}" for number in range(2, 16)]
CLAIMS = {
    "the signs for all p": "P05 P06 P07 P08",
    "the breakpoints": "P09 P12",
    "the knots of the pieces": "P11 P13",
    "their numbers of minimisers": "P14",
    "the critical exponent": "P15",
}


@dataclass(frozen=True)
class _Run:
    """One run: its gaps, the strings of signs with where they hold, and the power sums of its edges so far."""

    gaps: list[Fraction]
    cells: list[Bracket]  # where the strings hold
    zeros: list[Bracket]  # between them
    signs: list[str]
    where: str
    curves: dict[tuple[int, int], Curve] = field(default_factory=dict)

    def power_sums(self, marks: str, work: Work) -> list[Curve]:
        """Return for each edge g_k - D_k = g_k - g_(k-1) + ... back to where D was 0, by these marks."""
        found, start = list[Curve](), 0
        for k in range(len(marks)):
            work.charge(2)
            if (start, k) not in self.curves:
                work.charge(8 * (k - start))
                terms: Terms = []
                for i in range(start, k + 1):
                    n, a, b = (-1) ** (k - i), self.gaps[i], self.gaps[i + 1]
                    terms += [(a, n), (b, n), (a + b, -n)]
                self.curves[start, k] = Curve(terms, work)
            found.append(self.curves[start, k])
            start = start if marks[k] == "+" else k + 1
        return found

    def check_cells(self, work: Work) -> None:
        """Check that the strings hold in their cells."""
        exact = [False, *(low == high for low, high in self.zeros), False]
        for (u, v), marks, ends in zip(self.cells, self.signs, pairwise(exact), strict=True):
            for k, (mark, curve) in enumerate(zip(marks, self.power_sums(marks, work), strict=True)):
                sign = "0+-"[curve.sign_on(u, v, ends)] if curve.form else "0"
                good = mark == sign and (mark != "0" or not curve.form)
                work.need("P06", good, f"sign {k + 1} of the {self.where}, p from {show(u)}", mark, "is not true")

    def check_turns(self, work: Work) -> list[Curve]:
        """Return the power sum that turns at each zero: that of the first edge whose mark changes."""
        found = list[Curve]()
        for (low, high), before, after in zip(self.zeros, self.signs[:-1], self.signs[1:], strict=True):
            where = f"zero at {show(low)} of the {self.where}"
            k = next((i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b), -1)
            work.need("P07", k >= 0, where, before, "is followed by the same signs")
            found.append(curve := self.power_sums(before, work)[k])
            good = before[k] + after[k] in ("+-", "-+") and curve.turns(low, high, 1 if after[k] == "+" else -1)
            work.need("P07", good, where, before[k] + after[k], f"is not how edge {k + 1} turns")
        return found

    def check_rest(self, work: Work, turning: list[Curve]) -> list[set[int]]:
        """Return the edges that are 0 at each zero, where one is known to turn; the others stand still there."""
        tied = list[set[int]]()
        for (low, high), turn, (before, after) in zip(self.zeros, turning, pairwise(self.signs), strict=True):
            first = next(k for k, (a, b) in enumerate(zip(before, after, strict=True)) if a != b)
            tied.append({first})
            for marks, side in (before, -1), (after, 1):
                # The sign of c a^p times the turning sum, on the side of these marks.
                turned = -turn.side if marks[first] == "-" else turn.side
                for k, (mark, curve) in enumerate(zip(marks, self.power_sums(marks, work), strict=True)):
                    value = {"+": 1, "0": 0, "-": -1}[mark]
                    if not curve.form:
                        good = value == 0
                    elif curve.form == turn.form:
                        good = value == turned * curve.side
                        tied[-1].add(k)
                    elif low == high and curve.vanishes(low):
                        good = value == side * curve.bound(low, high, 1) != 0
                        tied[-1].add(k)
                    else:
                        good = value == curve.sign_on(low, high) != 0
                    where = f"sign {k + 1} of the {self.where}, zero at {show(low)}"
                    work.need("P08", good, where, mark, "does not stand still")
        return tied

    def excess(self, tied: list[set[int]]) -> list[Bracket]:
        """Return the zeros at or right after which some minimiser has more knots than it needs."""
        n, found = len(self.gaps), list[Bracket]()
        for zero, edges, (marks, after) in zip(self.zeros, tied, pairwise(self.signs), strict=True):
            at_zero = "".join("0" if k in edges else mark for k, mark in enumerate(marks))
            if n - min(len(_matching(at_zero, -1)), len(_matching(after))) > (n + 1) // 2:
                found.append(zero)
        return found


def _matching(marks: str, side: int = 1) -> list[int]:
    """Return the canonical matching, as left gaps; with side -1 one with the fewest matches."""
    most: list[int | None] = [0, 0]  # matches of the first k gaps, times side
    for k, mark in enumerate(marks):
        alone = None if mark == "+" else most[k + 1]
        paired = None if mark == "-" or most[k] is None else (most[k] or 0) + side
        most.append(max((m for m in (alone, paired) if m is not None), default=None))
    found, k = list[int](), len(marks) + 1
    while k > 1:
        if marks[k - 2] != "+" and most[k - 1] == most[k]:
            k -= 1
        else:
            found.append(k := k - 2)
    return found[::-1]


class _Breakpoint(NamedTuple):
    """A bracket in which minimisers change, by which runs at which of their zeros, and the power sum that is 0."""

    bracket: Bracket
    changes: list[tuple[int, int]]
    form: tuple[tuple[Fraction, int], ...]


def _check(work: Work, certificate: Any) -> None:
    """Check the clauses P02 to P15."""
    form, problem, given, claim = work.fields("P02", certificate, "format problem runs claim", "certificate")
    work.need("P02", form == FORMAT, "format", form, "is not known")
    data = read_data(work, ("P03", "P03", "P04"), *work.fields("P03", problem, "dimension points", "problem"))
    given = work.listed("P05", given, "runs", len(data.runs))
    runs = [_run(work, data, run, one) for run, one in zip(data.runs, given, strict=True)]
    work.enter("P06")
    for run in runs:
        run.check_cells(work)
    work.enter("P07")
    turning = [run.check_turns(work) for run in runs]
    work.enter("P08")
    tied = [run.check_rest(work, curves) for run, curves in zip(runs, turning, strict=True)]
    points = _breakpoints(work, runs, turning)
    critical, breaks, pieces = _claim(work, claim, data)
    _check_breakpoints(work, breaks, points)
    _check_pieces(work, pieces, runs, points, data)
    excess = sorted(zero for run, edges in zip(runs, tied, strict=True) for zero in run.excess(edges))
    first = [(u, v) for u, v in excess if u <= excess[0][1]] or [(Fraction(1), Fraction(1))]
    good = critical[0] <= first[0][0] and max(v for _, v in first) <= critical[1]
    good = good and (critical == first[0] or first[0][0] < 1)
    work.need("P15", good, "critical_exponent", claim["critical_exponent"], f"does not enclose {show(first[0][0])}")


def _run(work: Work, data: Data, run: list[int], given: Any) -> _Run:
    zeros, signs = work.fields("P05", given, "zeros signs", where := f"run from gap {run[0] + 1} on")
    good = isinstance(zeros, list) and isinstance(signs, list) and len(signs) == len(zeros) + 1
    work.need("P05", good, where, signs, "does not have one text more than zeros")
    ends = [Fraction(0)]
    for zero in zeros:
        pair = work.listed("P05", zero, where, 2, "a pair")
        low, high = (work.rational("P05", value, DATA_DIGITS, where) for value in pair)
        work.need("P05", ends[-1] < low <= high < 1, where, low, "does not follow")
        ends += [low, high]
    ends.append(Fraction(1))
    for marks in signs:
        work.text("P05", marks, f"[+0-]{{{len(run) - 1}}}", where)
    cells, between = (list(zip(some[::2], some[1::2], strict=True)) for some in (ends, ends[1:-1]))
    return _Run([abs(data.gaps[i]) for i in run], cells, between, signs, where)


def _breakpoints(work: Work, runs: list[_Run], turning: list[list[Curve]]) -> list[_Breakpoint]:
    """Return the breakpoints in order."""
    changes = [
        (run.zeros[i], r, i)
        for r, run in enumerate(runs)
        for i, (one, two) in enumerate(pairwise(map(_matching, run.signs)))
        if one != two
    ]
    points: list[_Breakpoint] = []
    work.enter("P09")
    for bracket, r, i in sorted(changes):
        form = turning[r][i].form
        if points and points[-1].bracket == bracket and (bracket[0] == bracket[1] or points[-1].form == form):
            points[-1].changes.append((r, i))
        else:
            good = not points or points[-1].bracket[1] < bracket[0]
            work.need("P09", good, "breakpoint at", bracket[0], "is not told apart from the one before")
            points.append(_Breakpoint(bracket, [(r, i)], form))
    return points


def _claim(work: Work, claim: Any, data: Data) -> tuple[Bracket, list[Bracket], list[Any]]:
    """Read the critical exponent, the breakpoints and the pieces."""
    names = "fewest_knots critical_exponent breakpoints pieces"
    fewest, critical, breaks, pieces = work.fields("P10", claim, names, "claim")
    good = isinstance(breaks, list) and isinstance(pieces, list)
    work.need("P10", good, "claim", claim, "does not have two lists")
    read = [work.bounds("P10", pair, "bounds") for pair in [critical, *breaks]]
    for pair in read:
        work.need("P10", max(pair) <= 1, "bounds", pair, "reach beyond 1")
    for piece in pieces:
        knots, minimizers = work.fields("P10", piece, "knots minimizers", "piece")
        work.count("P10", knots, "knots")
        work.text("P10", minimizers, "infinite|0|[1-9][0-9]*", "minimizers")
    least = sum((len(run) + 1) // 2 for run in data.runs)
    work.need("P11", type(fewest) is int and fewest == least, "fewest_knots", fewest, f"should be {least}")
    return read[0], read[1:], pieces


def _check_breakpoints(work: Work, breaks: list[Bracket], points: list[_Breakpoint]) -> None:
    work.need("P12", len(breaks) == len(points), "number of breakpoints", len(breaks), f"should be {len(points)}")
    for (low, high), point in zip(breaks, points, strict=True):
        u, v = point.bracket
        work.need("P12", low <= u and v <= high, "breakpoint", [low, high], f"does not enclose {show(u)}")
    for (_, high), (low, _) in pairwise(breaks):
        work.need("P12", high < low, "breakpoint", low, "is not after the one before")


def _check_pieces(work: Work, pieces: list[Any], runs: list[_Run], points: list[_Breakpoint], data: Data) -> None:
    work.need("P13", len(pieces) == len(points) + 1, "number of pieces", len(pieces), "is not one more")
    cells, found = [0] * len(runs), list[tuple[int, str]]()  # where each run is; knots and number of minimisers
    for changes in [[], *(point.changes for point in points)]:
        for r, i in changes:
            cells[r] = i + 1
        here = [run.signs[cell] for run, cell in zip(runs, cells, strict=True)]
        work.charge(8 * sum(len(marks) + 1 for marks in here))
        ways = prod(checker.count_matchings(marks, work) for marks in here)
        text = "infinite" if len(data.x) == 1 else f"{Decimal(ways):f}"
        found.append((sum(len(marks) + 1 - len(_matching(marks)) for marks in here), text))
    for n, (piece, (knots, _)) in enumerate(zip(pieces, found, strict=True), 1):
        work.need("P13", piece["knots"] == knots, f"knots of piece {n}", piece["knots"], f"should be {knots}")
    work.enter("P14")
    for n, (piece, (_, text)) in enumerate(zip(pieces, found, strict=True), 1):
        good = piece["minimizers"] == text
        work.need("P14", good, f"minimizers of piece {n}", piece["minimizers"], f"should be {show(text)}")


PATH_AUDITS: Audits = {**AUDITS, FORMAT: (_check, CLAUSES, CLAIMS)}

if __name__ == "__main__":
    sys.exit(checker.main(audits=PATH_AUDITS))
