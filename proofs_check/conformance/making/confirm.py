"""What a test says is confirmed twice: by the solver with the checker, and by what knows nothing of the solver.

What is refuted raises `DisagreementError`; nothing is compared as text but what the solver says again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from proofs_check.conformance.making.loose import is_loose
from proofs_check.conformance.making.networks import best_networks, network_weights, outputs_of, read_input_points
from proofs_check.conformance.making.recount import (
    Recount,
    cost_order,
    fewest_within,
    missed_point,
    read_spline,
    recount,
)
from proofs_check.conformance.making.refusals import refusal
from proofs_check.conformance.making.solved import solver_accepts, solver_truth
from proofs_check.conformance.making.table import PlanePoints, points_of_text
from proofs_check.conformance.suite import Test
from proofs_check.unaided.compare import sign_of_powers
from sparsest.errors import SparsestError
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import as_fraction, to_rational

__all__ = ["DisagreementError", "confirm", "confirm_by_recount", "confirm_by_solver"]


class DisagreementError(Exception):
    """What a test says is not so."""


def confirm(test: Test) -> None:
    """Confirm a test in both ways.

    Raises
    ------
    DisagreementError
        If one of them says otherwise.

    Examples
    --------
    >>> from proofs_check.conformance.suite import load_suite
    >>> confirm(load_suite(["solve:p"]).tests[0])
    """
    confirm_by_recount(test)
    confirm_by_solver(test)


def confirm_by_solver(test: Test) -> None:
    """Confirm a test by the solver, whose certificate the checker accepts.

    Raises
    ------
    DisagreementError
        If the solver answers otherwise, or answers what is to be refused.
    """
    if test.task == "judge":
        try:
            accepted = solver_accepts(test.case)
        except SparsestError:  # no table
            accepted = False
        _require(accepted == (test.result == "accept"), "the solver judges otherwise")
        return
    try:
        found = solver_truth(test.task, test.case)
    except SparsestError as error:
        _require(test.result == "reject", f"the solver refuses: {error}")
        return
    _require(test.result != "reject", "the solver does not refuse")
    said = dict(test.truth or {})
    for key in ("knots", "parameters"):  # the solver may list some only
        if key in found:
            _require(set(found.pop(key)) <= set(said.pop(key, ())), f"the solver has other {key}")
    _require(found == said, "the solver says otherwise")


def confirm_by_recount(test: Test) -> None:
    """Confirm a test without the solver.

    Raises
    ------
    DisagreementError
        If something is otherwise.
    """
    refused = refusal(test.task, test.case)
    if refused is not None:
        _require(test.result == "reject", f"it is to be refused: {refused}")
        return
    if test.task == "judge":
        _require((_fault_of_claim(test.case) is None) == (test.result == "accept"), "the claim is judged otherwise")
        return
    _require(test.result != "reject" and test.truth is not None, "it is not to be refused")
    kind = test.task.partition(":")[0]
    _CONFIRMERS[kind](test.case, test.truth or {})


def _confirm_spline(case: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
    points = points_of_text(case["csv"])
    found = recount(points, case["p"])
    fault = _fault_of_spline(points, case["p"], truth["spline"])
    _require(fault is None, fault)
    at_zero = case["p"] == "0"
    counts = [found.fewest_knots] if at_zero else found.knots
    _require(truth["knots"] == counts, f"minimisers have {counts} knots")
    _require(len(truth["spline"]["knots"]) in counts, "the spline has another number of knots")
    _require(truth["fewest_knots"] == found.fewest_knots == fewest_within(points, Fraction(0)), "fewest knots")
    _require(truth["minimizers"] == _minimizers(points, found, at_zero), "the number of minimisers")
    changes = [as_fraction(c) for c in found.changes]
    if at_zero:
        _require(truth["objective"] == [str(found.fewest_knots)] * 2, "the objective at 0")
    elif Exponent.read(case["p"]).is_rational:
        _confirm_enclosure(truth["objective"], changes, case["p"])
    else:
        _require(truth["objective"] is None, "no objective at a limit")


def _minimizers(points: PlanePoints, found: Recount, at_zero: bool) -> str:
    """Return how many minimisers there are: through one point lines in all directions."""
    if len(points[0]) == 1 or (at_zero and is_loose(points)):
        return "infinite"
    return "1" if at_zero else str(found.ways)


def _fault_of_spline(points: PlanePoints, p: str, spline: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a spline that is said to be a minimiser at p, or None."""
    _, _, knots = read_spline(spline)
    if any(c == 0 for _, c in knots) or any(a >= b for (a, _), (b, _) in pairwise(knots)):
        return "its knots do not increase, or one is none"
    missed = missed_point(spline, points)
    if missed is not None:
        return f"it misses point {missed}"
    changes = [to_rational(abs(c)) for _, c in knots]
    order = cost_order(changes, recount(points, p).changes, Exponent.read(p))
    return None if order == 0 else "it is too dear" if order > 0 else "it is cheaper than can be"


def _confirm_enclosure(ends: Sequence[str], sizes: Sequence[Fraction], p: str) -> None:
    """Require that sum a^p is between the ends, apart by one unit of the last of twenty digits; or is both of them."""
    low, high = (Fraction(end) for end in ends)
    at = Exponent.read(p)
    below, above = (sign_of_powers([(Fraction(1), a) for a in sizes] + _minus(end), at) for end in (low, high))
    _require(below >= 0 >= above, "the objective is not in its enclosure")
    if low != high:
        _require(below > 0 > above, "an objective that is rational is not enclosed but said")
        _require(high - low == _last_place(ends) and high - low < low / 10**19, "an enclosure that is too wide")


def _minus(end: Fraction) -> list[tuple[Fraction, Fraction]]:
    return [(-end, Fraction(1))] if end else []


def _last_place(ends: Sequence[str]) -> Fraction:
    places = {len(end.partition(".")[2]) for end in ends}
    return Fraction(1, 10 ** max(places))


def _confirm_tolerance(case: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
    points, tolerance = points_of_text(case["csv"]), Fraction(case["tolerance"])
    fewest = fewest_within(points, tolerance)
    _require(truth["knots"] == [fewest] and truth["fewest_knots"] == fewest, f"{fewest} knots are the fewest")
    _require(len(truth["spline"]["knots"]) == fewest, "the spline has another number of knots")
    _require(missed_point(truth["spline"], points, tolerance) is None, "the spline misses a gate")
    largest = Fraction(truth["largest_residual"])
    _require(missed_point(truth["spline"], points, largest) is None, "a residual is larger")
    _require(largest == 0 or _some_residual_is(truth["spline"], points, largest), "all residuals are smaller")


def _some_residual_is(spline: Mapping[str, Any], points: PlanePoints, size: Fraction) -> bool:
    pairs = zip(*points, strict=True)
    return any(missed_point(spline, ((x,), (y + s * size,))) is None for x, y in pairs for s in (1, -1))


def _confirm_path(case: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
    points = points_of_text(case["csv"])
    pieces, breaks = truth["pieces"], [(Fraction(a), Fraction(b)) for a, b in truth["breakpoints"]]
    _require(len(pieces) == len(breaks) + 1, "a breakpoint between each two pieces")
    fewest = recount(points, "0").fewest_knots
    _require(pieces[0]["knots"] == fewest, "the first piece has not the fewest knots")
    ends = [(Fraction(0), Fraction(0)), *breaks, (Fraction(1), Fraction(1))]
    _require(all(a <= b < c for (a, b), (c, _) in pairwise(ends)), "breakpoints do not increase")
    for k, piece in enumerate(pieces):
        _require(len(piece["spline"]["knots"]) == piece["knots"], "a spline has another number of knots")
        for p in _looked_at(ends[k], ends[k + 1]):
            fault = _fault_of_spline(points, p, piece["spline"])
            _require(fault is None, f"piece {k + 1} at p = {p}: {fault}")
            _require(recount(points, p).knots == [piece["knots"]], f"piece {k + 1} at p = {p}: a tie")
    _require(_critical(pieces, truth["breakpoints"], fewest) == truth["critical_exponent"], "the critical exponent")
    for (low, high), (before, after) in zip(breaks, pairwise(pieces), strict=True):
        _confirm_break(points, (low, high), before["spline"], after["spline"])


def _looked_at(left: tuple[Fraction, Fraction], right: tuple[Fraction, Fraction]) -> list[str]:
    """Return exponents in a piece: next to its ends, and four between."""
    start, stop = left[1], right[0]
    near_start = "0+" if start == 0 else str(start if left[0] < start else start + (stop - start) / 10**6)
    near_stop = "1-" if stop == 1 else str(stop if stop < right[1] else stop - (stop - start) / 10**6)
    return [near_start, *(str(start + (stop - start) * k / 5) for k in range(1, 5)), near_stop]


def _confirm_break(
    points: PlanePoints, ends: tuple[Fraction, Fraction], before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Require that a break at an exact p is a tie, and that one that is enclosed is within 18 digits."""
    low, high = ends
    if low == high:
        ties = [_fault_of_spline(points, str(low), spline) for spline in (before, after)]
        _require(ties == [None, None], "no tie at a breakpoint")
    else:
        _require(high - low <= Fraction(1, 10**16) * (1 if high > Fraction(1, 10) else high * 10), "a wide breakpoint")


def _critical(pieces: Sequence[Mapping[str, Any]], breaks: Sequence[Sequence[str]], fewest: int) -> list[str]:
    """Return the first breakpoint after which a minimiser has more knots; 1 if there is none."""
    for piece, ends in zip(pieces[1:], breaks, strict=True):
        if piece["knots"] > fewest:
            return list(ends)
    return ["1", "1"]


def _confirm_network(case: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
    points = read_input_points(case["csv"])
    best = best_networks(points, case["p"])
    fault = _fault_of_network(case, truth["network"])
    _require(fault is None, fault)
    _require(truth["parameters"] == list(best.parameters), f"minimisers have {best.parameters} parameters")
    if case["p"] == "0":
        _require(truth["objective"] == [str(best.parameters[0])] * 2 and truth["minimizers"] is None, "the count")
    else:
        _require(truth["minimizers"] == str(best.ways), "the number of minimisers")
        _confirm_enclosure(truth["objective"], [as_fraction(a) for a in best.weights], case["p"])


def _fault_of_network(case: Mapping[str, Any], network: Mapping[str, Any]) -> str | None:
    points = read_input_points(case["csv"])
    for k, (value, label) in enumerate(zip(outputs_of(network, points), points[1], strict=True), 1):
        if value != label:
            return f"it misses point {k}"
    best = best_networks(points, case["p"])
    order = cost_order(network_weights(network), best.weights, Exponent.read(case["p"]))
    return None if order == 0 else "it is too dear" if order > 0 else "it is cheaper than can be"


def _fault_of_claim(case: Mapping[str, Any]) -> str | None:
    claim = case["claim"]
    if "network" in claim:
        return _fault_of_network(case, claim["network"])
    return _fault_of_spline(points_of_text(case["csv"]), case["p"], claim["spline"])


_CONFIRMERS: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], None]] = {
    "solve": _confirm_spline,
    "tolerance": _confirm_tolerance,
    "path": _confirm_path,
    "network": _confirm_network,
}


def _require(holds: bool, otherwise: str | None) -> None:
    if not holds:
        raise DisagreementError(otherwise)
