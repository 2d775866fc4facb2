"""Check a certificate of all networks of least l^p price over p in (0, 1), clause by clause, in their order.

``python -m proofs_check.network_path_checker FILE [--json] [--work N]``: like the checkers below it, whose formats it
checks too, and whose invariants hold here; the page is docs/network_path_certificate_v1.md. The file has one network
for each piece and brackets between them; all networks that might be cheaper are listed here (`candidates.py`).
"""

import sys
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

if not __package__:  # run as a file, which would end with 1, as if it rejected, if its neighbours were not found
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proofs_check import checker
from proofs_check.candidates import SortedWeights, candidates
from proofs_check.checker import Audits
from proofs_check.curve import Curve
from proofs_check.fan import Fan
from proofs_check.network_checker import check_values, read_network_points, read_neurons
from proofs_check.path_checker import Bracket
from proofs_check.price_checker import PRICE_AUDITS
from proofs_check.signs import PowerSum
from proofs_check.work import DATA_DIGITS, Work, show

FORMAT = "sparsest/network-path-certificate/1"
CLAUSES = ["C01"] + [f"M{number:02}" for number in range(2, 18)]
CLAIMS = {
    "the networks interpolate": "M04 M05 M06 M07",
    "they have the least price for all p": "M08 M09 M10 M11",
    "the breakpoints": "M14",
    "their parameters and numbers": "M13 M15",
    "the critical exponent": "M16",
    "the threshold of Theorem 4.1's proof": "M17",
}


class _Piece(NamedTuple):
    """The weights that are best on a cell, from the end of the bracket before it to the start of the one after it."""

    weights: SortedWeights
    cell: Bracket
    span: Bracket  # with both brackets
    exact: tuple[bool, bool]  # whether these are points


def _check(work: Work, certificate: Any) -> None:
    """Check the clauses M02 to M17."""
    form, problem, networks, zeros, claim = work.fields(
        "M02", certificate, "format problem networks zeros claim", "certificate"
    )
    work.need("M02", form == FORMAT, "format", form, "is not known")
    d, points = work.fields("M03", problem, "dimension points", "problem")
    work.need("M03", type(d) is int and d >= 1, "dimension", d, "is not a positive integer")
    data = read_network_points(work, "M04", "M05", d, points)
    best = list[SortedWeights]()
    read = []
    for network in work.listed("M06", networks, "networks"):
        (listed,) = work.fields("M06", network, "neurons", "network")
        read.append(read_neurons(work, "M06", d, listed))
    work.need("M06", bool(read), "networks", networks, "is empty")
    for neurons in read:
        check_values(work, "M07", data, neurons, [Fraction(0)] * (d + 1))
        best.append(tuple(sorted(abs(v * a) for v, w in neurons for a in w if v and a)))
    pieces = _pieces(work, zeros, best)
    turns = _turns(work, pieces)
    work.enter("M10")
    found = _Found(work, Fan(work, data), pieces)
    found.check_cells()
    work.enter("M11")
    most = found.check_brackets(turns)
    _check_claim(work, claim, pieces, most, found)


def _pieces(work: Work, zeros: Any, best: list[SortedWeights]) -> list[_Piece]:
    """Read the brackets between the cells."""
    brackets, last = list[Bracket](), Fraction(0)
    for zero in work.listed("M08", zeros, "zeros", len(best) - 1, "one less than networks"):
        pair = work.listed("M08", zero, "zero", 2, "a pair")
        low, high = (work.rational("M08", value, DATA_DIGITS, "zero") for value in pair)
        work.need("M08", last < low <= high < 1, "zero", low, "does not follow")
        brackets.append((low, high))
        last = high
    ends = [(Fraction(0), Fraction(0)), *brackets, (Fraction(1), Fraction(1))]
    exact = [False, *(low == high for low, high in brackets), False]
    return [
        _Piece(weights, (before[1], after[0]), (before[0], after[1]), points)
        for weights, (before, after), points in zip(best, pairwise(ends), pairwise(exact), strict=True)
    ]


def _less(work: Work, one: SortedWeights, other: SortedWeights) -> Curve:
    """Return the price of the first less that of the other, as a function of p."""
    return Curve([*((a, 1) for a in one), *((a, -1) for a in other)], work)


def _turns(work: Work, pieces: list[_Piece]) -> list[Curve]:
    """Return what the price after each bracket is less the one before; check that it falls below 0 there, once."""
    work.enter("M09")
    found = list[Curve]()
    for before, after in pairwise(pieces):
        low, high = before.cell[1], after.cell[0]
        found.append(curve := _less(work, after.weights, before.weights))
        good = bool(curve.form) and curve.turns(low, high, -1)
        work.need("M09", good, "zero at", low, "is not where the next network gets cheaper than the one before")
    return found


class _Found:
    """All candidates: how many there are, those that have each piece's weights, and those that might be as cheap."""

    def __init__(self, work: Work, fan: Fan, pieces: list[_Piece]) -> None:
        self.work, self.pieces = work, pieces
        self.number, self.equal = 0, [0] * len(pieces)
        self.smallest = Fraction(0)
        self.near: list[list[SortedWeights]] = [
            [] for _ in pieces
        ]  # not dearer at every p because of their weights' sums
        for weights in candidates(fan):
            self.number += 1
            self.smallest = min(weights[:1] if self.number == 1 else (*weights[:1], self.smallest), default=Fraction(0))
            for k, piece in enumerate(pieces):
                work.charge(40 * (len(weights) + len(piece.weights)), 0, *weights, *piece.weights)
                if weights == piece.weights:
                    self.equal[k] += 1
                elif not _dominates(weights, piece.weights):
                    self.near[k].append(weights)

    def check_cells(self) -> None:
        """Check that no other candidate is as cheap in a cell; keep those that are not dearer in its brackets too."""
        for k, piece in enumerate(self.pieces):
            left = list[SortedWeights]()
            for weights in self.near[k]:
                curve = _less(self.work, weights, piece.weights)
                touches = any(point and curve.vanishes(p) for p, point in zip(piece.span, piece.exact, strict=True))
                if not touches and curve.sign_on(*piece.span, piece.exact) == 1:
                    continue
                left.append(weights)
                good = curve.sign_on(*piece.cell, piece.exact) == 1
                where = f"network of piece {k + 1}, p from {show(piece.cell[0])} to {show(piece.cell[1])}"
                self.work.need("M10", good, where, piece.weights, f"is not cheaper than one of weights {show(weights)}")
            self.near[k] = left

    def check_brackets(self, turns: list[Curve]) -> list[int]:
        """Return the most parameters at each bracket; check that no candidate is cheaper there than both networks."""
        found = list[int]()
        for k, turn in enumerate(turns):
            before, after = self.pieces[k : k + 2]
            low, high = before.cell[1], after.cell[0]
            most = len(after.weights)
            for weights in self.near[k]:
                # One that is dearer than either network on all of the bracket is no matter.
                if weights == after.weights or weights not in self.near[k + 1]:
                    continue
                one, two = (_less(self.work, weights, piece.weights) for piece in (before, after))
                if one.form == turn.form or (low == high and one.vanishes(low)):
                    # It is 0 where the turn is: then its slope says that it is dearer on the rest of the bracket.
                    most = max(most, len(weights))
                    good = (one.bound(low, high, 1), two.bound(low, high, 1)) == (-1, 1)
                else:
                    good = one.sign_on(low, high) == 1 or two.sign_on(low, high) == 1
                self.work.need("M11", good, f"zero at {show(low)}", weights, "are weights that may cost less there")
            found.append(most)
        return found


def _dominates(one: SortedWeights, other: SortedWeights) -> bool:
    """Return whether the k least weights sum up to at least as much, for each k: then the first is never cheaper."""
    missing = len(one) - len(other)
    if missing < 0:
        return False
    filled = (*[Fraction(0)] * missing, *other)
    return all(ahead >= 0 for ahead in accumulate(a - b for a, b in zip(one, filled, strict=True)))


def _check_claim(work: Work, claim: Any, pieces: list[_Piece], most: list[int], found: _Found) -> None:
    """Check the clauses M12 to M17."""
    names = "fewest_parameters breakpoints pieces critical_exponent candidates proof_threshold"
    fewest, breaks, given, critical, number, threshold = work.fields("M12", claim, names, "claim")
    good = isinstance(breaks, list) and isinstance(given, list)
    work.need("M12", good, "claim", claim, "does not have two lists")
    exponent, proof, *read = (work.bounds("M12", pair, "bounds") for pair in [critical, threshold, *breaks])
    for pair in (exponent, proof, *read):
        work.need("M12", max(pair) <= 1, "bounds", pair, "reach beyond 1")
    work.text("M12", number, "[1-9][0-9]*", "candidates")
    work.count("M12", fewest, "fewest_parameters")
    shown = [work.fields("M12", one, "parameters minimizers", "piece") for one in given]
    for parameters, minimizers in shown:
        work.count("M12", parameters, "parameters")
        work.text("M12", minimizers, "[1-9][0-9]*", "minimizers")
    least = len(pieces[0].weights)
    work.need("M13", fewest == least, "fewest_parameters", fewest, f"should be {least}")
    brackets = [(one.cell[1], two.cell[0]) for one, two in pairwise(pieces)]
    _check_breakpoints(work, read, brackets)
    work.need("M15", len(shown) == len(pieces), "number of pieces", len(shown), f"should be {len(pieces)}")
    for k, (piece, equal, (parameters, minimizers)) in enumerate(zip(pieces, found.equal, shown, strict=True), 1):
        count = len(piece.weights)
        work.need("M15", parameters == count, f"parameters of piece {k}", parameters, f"should be {count}")
        work.need("M15", minimizers == f"{equal}", f"minimizers of piece {k}", minimizers, f"should be {equal}")
    excess = [bracket for bracket, count in zip(brackets, most, strict=True) if count > least]
    low, high = excess[0] if excess else (Fraction(1), Fraction(1))
    good = exponent[0] <= low and high <= exponent[1] and (bool(excess) or min(exponent) == 1)
    work.need("M16", good, "critical_exponent", critical, f"does not enclose {show(low)}")
    _check_threshold(work, number, proof, pieces[0].weights, found)


def _check_breakpoints(work: Work, breaks: list[Bracket], brackets: list[Bracket]) -> None:
    work.need("M14", len(breaks) == len(brackets), "number of breakpoints", len(breaks), f"should be {len(brackets)}")
    for (low, high), (u, v) in zip(breaks, brackets, strict=True):
        work.need("M14", low <= u and v <= high, "breakpoint", [low, high], f"does not enclose {show(u)}")
    for (_, high), (low, _) in pairwise(breaks):
        work.need("M14", high < low, "breakpoint", low, "is not after the one before")


def _check_threshold(work: Work, number: str, proof: Bracket, first: SortedWeights, found: _Found) -> None:
    """Check the bounds of ln(1 + 1/K0) / ln(R/r), at most 1: R is the largest weight at p = 0, r the least of any."""
    work.need("M17", number == f"{found.number}", "candidates", number, f"should be {found.number}")
    good = min(proof) == 1
    if first and found.smallest < first[-1]:
        growth, ratio = 1 + Fraction(1, len(first)), first[-1] / found.smallest
        low, high = (_side(work, bound, growth, ratio) for bound in proof)
        good = low <= 0 and (high >= 0 or proof[1] == 1)
    work.need("M17", good, "proof_threshold", list(proof), "does not enclose the threshold")


def _side(work: Work, bound: Fraction, growth: Fraction, ratio: Fraction) -> int:
    """Return the sign of bound ln(ratio) - ln(growth): of the slope at p = 0 of a sum of powers that is 0 there."""
    top, bottom = bound.as_integer_ratio()
    order, side = PowerSum("0+", [(ratio, top), (growth, -bottom), (Fraction(1), bottom - top)]).leading(work)
    return side if order == 1 else 0


NETWORK_PATH_AUDITS: Audits = {**PRICE_AUDITS, FORMAT: (_check, CLAUSES, CLAIMS)}

if __name__ == "__main__":
    sys.exit(checker.main(audits=NETWORK_PATH_AUDITS))
