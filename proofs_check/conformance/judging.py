"""The judge: what came of a test, decided in exact arithmetic and never by comparing text.

An answer is taken as the function it is. It has to go through the points, and cost as little as the minimiser that the
test names: any minimiser counts. What is only stated is held against the function, or against the truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs_check.conformance.fitting import Fit, Question, asked, fit_of, fit_of_truth
from proofs_check.conformance.outcomes import (
    DECLINED,
    ERRORED,
    EXACT,
    NOT_OPTIMAL,
    OPTIMAL,
    WRONG,
    Judged,
    worst,
)
from proofs_check.conformance.path_judging import judged_path
from proofs_check.conformance.pricing import NEAR, near_order, order
from proofs_check.conformance.reading import NoAnswerError, Reader
from proofs_check.conformance.stated import contradiction, judged_numbers
from proofs_check.conformance.suite import Test
from sparsest.errors import UndecidedError, one_line
from sparsest.exact.decimals import format_short

__all__ = ["CheaperThanOptimalError", "judge"]


class CheaperThanOptimalError(RuntimeError):
    """An answer interpolates and costs less than what the suite calls optimal: the suite is wrong. Please report it."""


def judge(test: Test, answer: object) -> Judged:
    """Return what came of a test.

    Parameters
    ----------
    test : Test
        The test.
    answer : mapping
        The result that was given; or {"declined": true, "reason": ...}, or {"errored": true, "context": ...}.

    Returns
    -------
    Judged
        Exact: floats are taken as the dyadic rationals that they are.

    Raises
    ------
    CheaperThanOptimalError
        If the answer refutes the suite.

    Examples
    --------
    >>> from proofs_check.conformance.suite import load_suite
    >>> test = load_suite(only=[414]).tests[0]
    >>> judge(test, {"spline": test.truth["spline"], "knots": 1}).outcome
    'exact'
    >>> judge(test, {"spline": {"left": {"slope": 0, "intercept": 0}, "knots": []}})
    Judged(outcome='wrong', detail='it is off by 3 at point 4')
    """
    if not isinstance(answer, Mapping):
        return Judged(WRONG, "the result is no object")
    if answer.get("declined") is True or answer.get("errored") is True:
        return _refused(test, answer)
    if test.task == "judge":
        return _judged_claim(test, answer.get("accept"))
    if test.result == "reject":
        return Judged(WRONG, "it answers what has no answer")
    if test.truth is None:
        return Judged(EXACT, "both an answer and none count")
    try:
        return _judged_answer(test, answer, test.truth)
    except NoAnswerError as error:
        return Judged(WRONG, str(error))


def _refused(test: Test, answer: Mapping[str, Any]) -> Judged:
    declined = answer.get("declined") is True
    said = one_line(str(answer.get("reason" if declined else "context") or ""))
    if test.result != "accept":
        return Judged(EXACT, f"rightly refused: {said}" if said else "rightly refused")
    return Judged(DECLINED if declined else ERRORED, said)


def _judged_claim(test: Test, accept: object) -> Judged:
    if not isinstance(accept, bool):
        return Judged(WRONG, "accept is neither true nor false")
    if test.result == "either" or accept == (test.result == "accept"):
        return Judged(EXACT)
    why = (test.truth or {}).get("reason") or "the claim is true"
    return Judged(WRONG, f"{'accepts a false' if accept else 'rejects a true'} claim: {why}")


def _judged_answer(test: Test, answer: Mapping[str, Any], truth: Mapping[str, Any]) -> Judged:
    given, reader = asked(test), Reader()
    if test.task == "path":
        return _worst(list(judged_path(answer, given, truth, reader)))
    least = fit_of_truth(test, given)
    fit = fit_of(answer, given, reader)
    if fit is None:
        return _worst(list(judged_numbers(answer, least, given, truth, reader)))
    if least is None:
        raise ValueError(f"test {test.id} names no minimiser: a function cannot be judged by it; name one in its truth")
    judged = _judged_fit(test, fit, least, given)
    if judged.outcome != WRONG and (said := contradiction(answer, fit, given, truth, reader)):
        return Judged(WRONG, said)
    return judged


def _worst(some: list[Judged]) -> Judged:
    if not some:
        raise NoAnswerError("it says nothing that can be judged: give a function, or numbers")
    return worst(some)


def _judged_fit(test: Test, fit: Fit, least: Fit, given: Question) -> Judged:
    """Judge a function by its values at the points and by its price."""
    off, where = max(
        (abs(f - y) - given.tolerance, -k) for k, (f, y) in enumerate(zip(fit.values, given.y, strict=True))
    )
    if off > NEAR * given.size:
        return Judged(WRONG, f"it is off by {format_short(off + given.tolerance)} at point {1 - where}")
    if off <= 0:
        if (sign := _exact_order(fit, least, given)) == 0:
            return Judged(EXACT)
        if sign is not None and sign < 0:
            raise CheaperThanOptimalError(f"test {test.id}: the answer fits and costs less than the one called optimal")
    return _judged_nearly(test, fit, least, given)


def _exact_order(fit: Fit, least: Fit, given: Question) -> int | None:
    """Return the sign of the difference of the prices; None where the checker's arithmetic gives up."""
    try:
        return order(fit.sizes, least.sizes, given.p)
    except UndecidedError:
        return None


def _judged_nearly(test: Test, fit: Fit, least: Fit, given: Question) -> Judged:
    """Judge what is not exactly a minimiser: within one part in 10^9, with as many knots as one has."""
    sign = near_order(fit.sizes, least.sizes, given.p)
    if sign < 0:
        return Judged(WRONG, "it costs less than any function that fits: so it does not fit")
    if sign > 0:
        return Judged(NOT_OPTIMAL, f"it costs more than a minimiser: {_sizes(fit)} against {_sizes(least)}")
    known = (test.truth or {}).get("knots")
    if known is not None and not given.several and len(fit.sizes) not in known:
        return Judged(NOT_OPTIMAL, f"it has {len(fit.sizes)} knots, and minimisers have {' or '.join(map(str, known))}")
    return Judged(OPTIMAL, "within one part in 10^9")


def _sizes(fit: Fit) -> str:
    shown = [format_short(size) for size in fit.sizes[:6]]
    return f"{len(fit.sizes)} sizes ({', '.join(shown)}{', ...' if len(fit.sizes) > 6 else ''})"
