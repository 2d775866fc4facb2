"""What the suite says, changed a little: each change has to be noticed when the truth is established anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from typing import Any

from proofs_check.conformance.making.claims import with_change
from proofs_check.conformance.making.confirm import DisagreementError, confirm_by_recount
from proofs_check.conformance.making.table import drawing
from proofs_check.conformance.suite import Expected, Test

__all__ = ["is_noticed", "mutants", "some_mutants"]

_Truth = dict[str, Any]


def mutants(test: Test) -> Iterator[tuple[str, Test]]:
    """Yield what is changed, and the test with that change: every change that its truth allows.

    Examples
    --------
    >>> test = Test(1, "judge", "", "", (), {}, "accept", {"reason": ""})
    >>> [(what, mutant.result) for what, mutant in mutants(test)]
    [('result', 'reject')]
    """
    flipped: Expected = "accept" if test.result == "reject" else "reject"
    yield "result", replace(test, result=flipped)
    if test.truth is None or test.task == "judge":
        return
    for what, change in _CHANGES.items():
        for truth in change(test.truth):
            yield what, replace(test, truth=truth)


def is_noticed(mutant: Test) -> bool:
    """Return whether a test is refuted without the solver.

    Examples
    --------
    >>> from proofs_check.conformance.suite import load_suite
    >>> test = load_suite(["solve:p=0"]).tests[0]
    >>> is_noticed(test), [is_noticed(mutant) for _, mutant in mutants(test)][:2]
    (False, [True, True])
    """
    try:
        confirm_by_recount(mutant)
    except DisagreementError:
        return True
    return False


def some_mutants(tests: Sequence[Test], count: int) -> list[tuple[str, Test]]:
    """Return so many mutants, always the same ones: one of each test drawn, of the kind that is rarest so far.

    Examples
    --------
    >>> test = Test(1, "judge", "", "", (), {}, "accept", {"reason": ""})
    >>> [what for what, _ in some_mutants([test], 2)]
    ['result']
    """
    rng = drawing("mutants")
    chosen = rng.sample(list(tests), min(count, len(tests)))
    used = dict.fromkeys(("result", *_CHANGES), 0)
    found = []
    for test in chosen:
        every = list(mutants(test))
        rarest = min(used[what] for what, _ in every)
        what, mutant = rng.choice([pair for pair in every if used[pair[0]] == rarest])
        used[what] += 1
        found.append((what, mutant))
    return found


def _counts(name: str) -> Callable[[Mapping[str, Any]], Iterator[_Truth]]:
    """Return what makes a count larger and smaller by one, or leaves out one of several."""

    def change(truth: Mapping[str, Any]) -> Iterator[_Truth]:
        if name not in truth:
            return
        known = truth[name]
        for step in (1, -1):
            yield {**truth, name: [k + step for k in known] if isinstance(known, list) else known + step}
        if isinstance(known, list) and len(known) > 1:
            yield {**truth, name: known[1:]}

    return change


def _moved_ends(name: str) -> Callable[[Mapping[str, Any]], Iterator[_Truth]]:
    """Return what moves an enclosure by a unit of its last place, up and down, and widens it by one."""

    def change(truth: Mapping[str, Any]) -> Iterator[_Truth]:
        if truth.get(name) is not None:
            for low, high in _near(truth[name]):
                yield {**truth, name: [low, high]}

    return change


def _near(ends: Sequence[str]) -> Iterator[tuple[str, str]]:
    places = max(len(end.partition(".")[2]) for end in ends)
    low, high = (Fraction(end) * 10**places for end in ends)
    for a, b in ((1, 1), (-1, -1), (-1, 0), (0, 1)):
        moved = [(low + a).numerator, (high + b).numerator]
        if min(moved) >= 0:
            yield _decimal(moved[0], places), _decimal(moved[1], places)


def _decimal(units: int, places: int) -> str:
    digits = str(units).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _breaks(truth: Mapping[str, Any]) -> Iterator[_Truth]:
    for k, ends in enumerate(truth.get("breakpoints", ())):
        for near in list(_near(ends))[:2]:
            yield {**truth, "breakpoints": [*truth["breakpoints"][:k], list(near), *truth["breakpoints"][k + 1 :]]}


def _splines(truth: Mapping[str, Any]) -> Iterator[_Truth]:
    if "spline" in truth:
        for other in _other_splines(truth["spline"]):
            yield {**truth, "spline": other}
        if "largest_residual" not in truth and truth["spline"]["knots"]:  # within a tolerance this may be right, too
            size = Fraction(truth["spline"]["knots"][-1]["slope_change"])
            yield {**truth, "spline": with_change(truth["spline"], -1, size / 10**20)}
    for k, piece in enumerate(truth.get("pieces", ())):
        for other in _other_splines(piece["spline"]):
            pieces = deepcopy(truth["pieces"])
            pieces[k]["spline"] = other
            yield {**truth, "pieces": pieces}


def _other_splines(spline: Mapping[str, Any]) -> Iterator[_Truth]:
    """Yield the spline lifted out of every gate, with a knot that is none, and without its first knot."""
    left = spline["left"]
    yield {**spline, "left": {**left, "intercept": str(Fraction(left["intercept"]) + 10**400)}}
    none = {"x": str(min([Fraction(0), *(Fraction(knot["x"]) for knot in spline["knots"])]) - 1), "slope_change": "0"}
    yield {**spline, "knots": [none, *spline["knots"]]}
    if spline["knots"]:
        yield {**spline, "knots": spline["knots"][1:]}


def _numbers_of_minimizers(truth: Mapping[str, Any]) -> Iterator[_Truth]:
    known = truth.get("minimizers")
    if known is not None:
        yield {**truth, "minimizers": "1" if known == "infinite" else str(int(known) + 1)}


def _residuals(truth: Mapping[str, Any]) -> Iterator[_Truth]:
    if "largest_residual" in truth:
        known = Fraction(truth["largest_residual"])
        yield {**truth, "largest_residual": str(known + Fraction(1, 10**20))}
        if known:
            yield {**truth, "largest_residual": str(known - known / 10**20)}


def _networks(truth: Mapping[str, Any]) -> Iterator[_Truth]:
    for k in range(len(truth["network"]["neurons"]) if "network" in truth else 0):
        other = deepcopy(truth["network"])
        del other["neurons"][k]
        yield {**truth, "network": other}


#: What is changed, by what it is called.
_CHANGES: dict[str, Callable[[Mapping[str, Any]], Iterator[_Truth]]] = {
    "knots": _counts("knots"),
    "fewest knots": _counts("fewest_knots"),
    "parameters": _counts("parameters"),
    "objective": _moved_ends("objective"),
    "critical exponent": _moved_ends("critical_exponent"),
    "breakpoints": _breaks,
    "spline": _splines,
    "minimizers": _numbers_of_minimizers,
    "largest residual": _residuals,
    "network": _networks,
}
