"""Check a certificate of all networks of least l^p price over p in (0, 1), clause by clause, in their order.

``python -m proofs_check.network_path_checker FILE [--json] [--work N]``: like the checkers below it, whose formats it
checks too, and whose invariants hold here; the page is docs/network_path_certificate_v1.md. The file has one network
for each piece and brackets between them; all networks that might be cheaper are listed here (`vertices.py`).
"""

import sys
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

if not __package__:  # run as a file, which would end with 1, as if it rejected, if its neighbours were not found
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proofs_check import checker
from proofs_check.checker import Audits
from proofs_check.curve import Curve
from proofs_check.factors import is_multiple
from proofs_check.fan import Fan
from proofs_check.network_checker import check_values, read_network_points, read_neurons
from proofs_check.path_checker import Bracket
from proofs_check.price_checker import PRICE_AUDITS
from proofs_check.signs import PowerSum, Terms
from proofs_check.vertices import SortedWeights, candidates
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


class _Zero(NamedTuple):
    """A bracket between two pieces, and a power sum that changes its sign there, if one is given."""

    low: Fraction
    high: Fraction
    factor: Terms


class _Piece(NamedTuple):
    """The weights that are best on a cell, from the end of the bracket before it to the start of the one after it."""

    weights: SortedWeights
    cell: Bracket
    span: Bracket  # with both brackets
    exact: tuple[bool, bool]  # whether these are points


def _check(work: Work, certificate: Any) -> None:
    """Check the clauses M02 to M17."""
    names = "format problem networks zeros claim"
    form, problem, networks, given, claim = work.fields("M02", certificate, names, "certificate")
    work.need("M02", form == FORMAT, "format", form, "is not known")
    d, points = work.fields("M03", problem, "dimension points", "problem")
    work.need("M03", type(d) is int and d >= 1, "dimension", d, "is not a positive integer")
    data = read_network_points(work, "M04", "M05", d, points)
    listed = [work.fields("M06", network, "neurons", "network") for network in work.listed("M06", networks, "networks")]
    work.need("M06", bool(listed), "networks", networks, "is empty")
    read = [read_neurons(work, "M06", d, neurons) for (neurons,) in listed]
    for neurons in read:
        check_values(work, "M07", data, neurons, [Fraction(0)] * (d + 1))
    zeros = _zeros(work, given, len(read) - 1)
    pieces = _pieces([tuple(sorted(abs(v * a) for v, w in neurons for a in w if v and a)) for neurons in read], zeros)
    _check_turns(work, pieces, zeros)
    work.enter("M10")
    found = _Found(work, Fan(work, data), pieces)
    found.check_cells()
    work.enter("M11")
    most = [found.check_bracket(k, zero) for k, zero in enumerate(zeros)]
    _check_claim(work, claim, zeros, most, found)


def _zeros(work: Work, given: Any, number: int) -> list[_Zero]:
    """Read the brackets, and what vanishes in them."""
    found, last = list[_Zero](), Fraction(0)
    for zero in work.listed("M08", given, "zeros", number, "one less than networks"):
        bracket, factor = work.fields("M08", zero, "bracket factor", "zero")
        pair = work.listed("M08", bracket, "bracket", 2, "a pair")
        low, high = (work.rational("M08", value, DATA_DIGITS, "bracket") for value in pair)
        work.need("M08", last < low <= high < 1, "bracket", low, "does not follow")
        found.append(_Zero(low, high, [] if factor is None else _factor(work, factor)))
        last = high
    return found


def _factor(work: Work, given: Any) -> Terms:
    """Read a power sum."""
    terms: Terms = []
    for pair in work.listed("M08", given, "factor"):
        n, a = (
            work.rational("M08", value, DATA_DIGITS, "factor")
            for value in work.listed("M08", pair, "factor", 2, "a pair")
        )
        good = n.denominator == 1 and n != 0 and a > (terms[-1][0] if terms else 0)
        work.need("M08", good, "factor", pair, "is not a whole number with a larger base than before")
        terms.append((a, n))
    work.need("M08", len(terms) > 1, "factor", given, "has no two terms")
    return terms


def _pieces(best: list[SortedWeights], zeros: list[_Zero]) -> list[_Piece]:
    """Return the pieces with the cells between the brackets."""
    brackets = [(zero.low, zero.high) for zero in zeros]
    ends = [(Fraction(0), Fraction(0)), *brackets, (Fraction(1), Fraction(1))]
    exact = [False, *(low == high for low, high in brackets), False]
    return [
        _Piece(weights, (before[1], after[0]), (before[0], after[1]), points)
        for weights, (before, after), points in zip(best, pairwise(ends), pairwise(exact), strict=True)
    ]


def _terms(one: SortedWeights, other: SortedWeights) -> Terms:
    """Return the price of the first less that of the other, as a power sum; terms may repeat."""
    return [*((a, 1) for a in one), *((a, -1) for a in other)]


def _check_turns(work: Work, pieces: list[_Piece], zeros: list[_Zero]) -> None:
    """Check that the price after each bracket falls below the one before it there, once; and where it does so."""
    work.enter("M09")
    for (before, after), (low, high, factor) in zip(pairwise(pieces), zeros, strict=True):
        terms = _terms(after.weights, before.weights)
        curve = Curve(terms, work)
        good = bool(curve.form) and curve.turns(low, high, -1)
        work.need("M09", good, "zero at", low, "is not where the next network gets cheaper than the one before")
        if factor:
            common = Curve(factor, work)
            good = common.bound(low, low, 0) * common.bound(high, high, 0) < 0
            work.need("M09", good, "factor at", low, "does not change its sign")
            good = is_multiple(work, PowerSum("0+", terms).merged(work), factor)
            work.need("M09", good, "factor at", low, "does not divide the difference of the two prices")


class _Found:
    """All candidates: how many there are, those that have each piece's weights, and those that might be as cheap."""

    def __init__(self, work: Work, fan: Fan, pieces: list[_Piece]) -> None:
        self.work, self.pieces = work, pieces
        self.number, self.equal = 0, [0] * len(pieces)
        self.smallest: Fraction | None = None  # the least weight of any
        # For each piece those whose weights' sums do not tell that they are dearer at every p.
        self.near: list[list[SortedWeights]] = [[] for _ in pieces]
        for weights in candidates(fan):
            self.number += 1
            if weights and (self.smallest is None or weights[0] < self.smallest):
                self.smallest = weights[0]
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
                curve = Curve(_terms(weights, piece.weights), self.work)
                touches = any(point and curve.vanishes(p) for p, point in zip(piece.span, piece.exact, strict=True))
                if not touches and curve.sign_on(*piece.span, piece.exact) == 1:
                    continue
                left.append(weights)
                good = curve.sign_on(*piece.cell, piece.exact) == 1
                where = f"network of piece {k + 1}, p from {show(piece.cell[0])} to {show(piece.cell[1])}"
                self.work.need("M10", good, where, piece.weights, f"is not cheaper than one of weights {show(weights)}")
            self.near[k] = left

    def check_bracket(self, k: int, zero: _Zero) -> int:
        """Return the most parameters at a zero; check that no candidate is cheaper there than both its networks."""
        before, after = self.pieces[k : k + 2]
        low, high, _ = zero
        most = len(after.weights)
        for weights in self.near[k]:
            # One that is dearer than either network on all of the bracket is no matter.
            self.work.charge(4 * len(self.near[k + 1]))
            if weights == after.weights or weights not in self.near[k + 1]:
                continue
            one, two = (Curve(_terms(weights, piece.weights), self.work) for piece in (before, after))
            if self.is_tied(one, zero, _terms(weights, before.weights)):
                # It is 0 where the turn is: then its slope says that it is dearer on the rest of the bracket.
                most = max(most, len(weights))
                good = (one.slope_on(low, high), two.slope_on(low, high)) == (-1, 1)
            else:
                good = one.sign_on(low, high) == 1 or two.sign_on(low, high) == 1
            self.work.need("M11", good, f"zero at {show(low)}", weights, "are weights that may cost less there")
        return most

    def is_tied(self, curve: Curve, zero: _Zero, terms: Terms) -> bool:
        """Decide whether a price is that of the network before, at a zero, by what is known to vanish there."""
        if zero.low == zero.high:
            return curve.vanishes(zero.low)
        # Division takes long where it fails, so first of all it must change its sign.
        ends = curve.bound(zero.low, zero.low, 0), curve.bound(zero.high, zero.high, 0)
        return (
            bool(zero.factor)
            and ends == (1, -1)
            and is_multiple(self.work, PowerSum("0+", terms).merged(self.work), zero.factor)
        )


def _dominates(one: SortedWeights, other: SortedWeights) -> bool:
    """Return whether the k least weights sum up to at least as much, for each k: then the first is never cheaper."""
    missing = len(one) - len(other)
    if missing < 0:
        return False
    filled = (*[Fraction(0)] * missing, *other)
    return all(ahead >= 0 for ahead in accumulate(a - b for a, b in zip(one, filled, strict=True)))


def _check_claim(work: Work, claim: Any, zeros: list[_Zero], most: list[int], found: _Found) -> None:
    """Check the clauses M12 to M17."""
    pieces = found.pieces
    names = "fewest_parameters breakpoints pieces critical_exponent vertices proof_threshold"
    fewest, breaks, given, critical, number, threshold = work.fields("M12", claim, names, "claim")
    good = isinstance(breaks, list) and isinstance(given, list)
    work.need("M12", good, "claim", claim, "does not have two lists")
    exponent, proof, *read = (work.bounds("M12", pair, "bounds") for pair in [critical, threshold, *breaks])
    for pair in (exponent, proof, *read):
        work.need("M12", max(pair) <= 1, "bounds", pair, "reach beyond 1")
    work.text("M12", number, "[1-9][0-9]*", "vertices")
    work.count("M12", fewest, "fewest_parameters")
    shown = [work.fields("M12", one, "parameters minimizers", "piece") for one in given]
    for parameters, minimizers in shown:
        work.count("M12", parameters, "parameters")
        work.text("M12", minimizers, "[1-9][0-9]*", "minimizers")
    least = len(pieces[0].weights)
    work.need("M13", fewest == least, "fewest_parameters", fewest, f"should be {least}")
    brackets = [(zero.low, zero.high) for zero in zeros]
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
    work.need("M17", number == f"{found.number}", "vertices", number, f"should be {found.number}")
    good = min(proof) == 1
    if first and found.smallest is not None and found.smallest < first[-1]:
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
