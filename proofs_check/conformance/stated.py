"""The numbers that an answer states: beside a function they must be its own; without one they are judged themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flint import fmpq

from proofs_check.conformance.fitting import Fit, Question
from proofs_check.conformance.outcomes import EXACT, NOT_OPTIMAL, OPTIMAL, WRONG, Judged
from proofs_check.conformance.pricing import NEAR, number_order
from proofs_check.conformance.reading import NoAnswerError, Reader
from sparsest.exact.decimals import format_short

__all__ = ["contradiction", "judged_exponent", "judged_numbers", "near_bracket"]

# Numbers of which each is what the truth says, or is wrong.
_FACTS = ("fewest_knots", "minimizers")


def contradiction(
    answer: Mapping[str, Any], own: Fit, given: Question, truth: Mapping[str, Any], reader: Reader
) -> str | None:
    """Return in which stated number an answer contradicts its own function, or the truth; None if in none.

    Examples
    --------
    >>> from proofs_check.conformance.fitting import asked, fit_of_truth
    >>> from proofs_check.conformance.suite import load_suite
    >>> test = load_suite(only=[414]).tests[0]
    >>> given = asked(test)
    >>> contradiction({"knots": 2}, fit_of_truth(test, given), given, test.truth, Reader())
    'knots: 2 are stated, and its function has 1'
    """
    name = "parameters" if given.several else "knots"
    if answer.get(name) is not None and (stated := reader.whole(answer[name], name)) != len(own.sizes):
        return f"{name}: {stated} are stated, and its function has {len(own.sizes)}"
    if _has_price(answer, given):
        _, wrong = _beside_price(answer["objective"], own.sizes, given, reader)
        if wrong:
            return f"{wrong} of its own function"
    if answer.get("largest_residual") is not None:
        own_largest = max((abs(f - y) for f, y in zip(own.values, given.y, strict=True)), default=fmpq(0))
        if abs(reader.number(answer["largest_residual"], "largest_residual") - own_largest) > NEAR * given.size:
            return "largest_residual: is not that of its own function"
    bad = [one for one in _facts(answer, truth, reader) if one.outcome != EXACT]
    return bad[0].detail if bad else None


def judged_numbers(
    answer: Mapping[str, Any], least: Fit | None, given: Question, truth: Mapping[str, Any], reader: Reader
) -> Iterator[Judged]:
    """Yield what each number of an answer is by the truth: too high a price is not optimal, else it is right or wrong.

    Raises
    ------
    NoAnswerError
        If a number is none.

    Examples
    --------
    >>> from proofs_check.conformance.fitting import asked, fit_of_truth
    >>> from proofs_check.conformance.suite import load_suite
    >>> test = load_suite(only=[414]).tests[0]
    >>> given = asked(test)
    >>> [one.outcome for one in judged_numbers(
    ...     {"knots": 1, "objective": 1.5}, fit_of_truth(test, given), given, test.truth, Reader())]
    ['exact', 'not optimal']
    """
    for name in ("knots", "parameters"):
        if answer.get(name) is not None and truth.get(name) is not None:
            yield _judged_count(name, reader.whole(answer[name], name), given, truth)
    if _has_price(answer, given) and least is not None:
        yield _judged_price(answer["objective"], least, given, truth, reader)
    yield from _facts(answer, truth, reader)


def near_bracket(low: fmpq, high: fmpq, least: fmpq, most: fmpq, near: fmpq = NEAR) -> str:
    """Return what [low, high] is for a number in [least, most]: exact, optimal if within `near` of it, else wrong.

    A bracket that is wider says too little.

    Examples
    --------
    >>> third = fmpq(1, 3)
    >>> [near_bracket(a, a, third, third) for a in (third, third + fmpq(1, 10**10), third + fmpq(1, 10**8))]
    ['exact', 'optimal', 'wrong']
    """
    if low < least - near or high > most + near:
        return WRONG
    meets = low <= most and high >= least
    return EXACT if meets else OPTIMAL


def _has_price(answer: Mapping[str, Any], given: Question) -> bool:
    return answer.get("objective") is not None and (given.p.is_rational or given.p.name == "0")


def _beside_price(value: object, sizes: tuple[fmpq, ...], given: Question, reader: Reader) -> tuple[str, str]:
    """Return what a stated price is beside that of these sizes, and a word where it is none; relative to its size."""
    low, high = reader.interval(_bare(value), "objective")
    if low <= 0 and sizes:
        return WRONG, "objective: is too low to be that"
    if number_order(sizes, low, given.p) >= 0 and number_order(sizes, high, given.p) <= 0 and high - low <= NEAR * high:
        return EXACT, ""
    if number_order(sizes, low / (1 - NEAR), given.p) > 0:
        return WRONG, "objective: is too low to be that"
    if number_order(sizes, high / (1 + NEAR), given.p) < 0:
        return NOT_OPTIMAL, "objective: is too high to be that"
    return OPTIMAL, ""


def _bare(value: object) -> object:
    """Return the enclosure of a price as solution/1 has it, {"exact": ..., "enclosure": [low, high]}."""
    return value.get("enclosure") if isinstance(value, Mapping) else value


def _judged_price(value: object, least: Fit, given: Question, truth: Mapping[str, Any], reader: Reader) -> Judged:
    outcome, word = _beside_price(value, least.sizes, given, reader)
    if outcome == OPTIMAL and truth.get("objective") is not None:
        # A number cannot be more than within the enclosure that is known.
        low, high = reader.interval(_bare(value), "objective")
        least_price, most_price = Reader().interval(list(truth["objective"]), "objective")
        outcome = EXACT if least_price <= low and high <= most_price else OPTIMAL
    return Judged(outcome, f"{word} of a minimiser" if word else "")


def _judged_count(name: str, stated: int, given: Question, truth: Mapping[str, Any]) -> Judged:
    known = truth[name] if isinstance(truth[name], list | tuple) else [truth[name]]
    if stated in known:
        return Judged(EXACT)
    # Where the price is a count, more of them is what a dearer function has; near 0 the count comes first.
    dearer = given.p.name in ("0", "0+") and stated > max(known)
    what = f"{name}: {stated} are stated, and minimisers have {' or '.join(map(str, known))}"
    return Judged(NOT_OPTIMAL if dearer else WRONG, what)


def _facts(answer: Mapping[str, Any], truth: Mapping[str, Any], reader: Reader) -> Iterator[Judged]:
    for name in _FACTS:
        if answer.get(name) is None or truth.get(name) is None:
            continue
        stated = answer[name]
        if isinstance(stated, bool) or not isinstance(stated, int | str):
            raise NoAnswerError(f"{name} is {str(stated)[:40]}, no count")
        same = str(stated)[:10_000] == str(truth[name])
        yield (
            Judged(EXACT) if same else Judged(WRONG, f"{name}: {str(stated)[:40]} stated, and there are {truth[name]}")
        )
    if answer.get("critical_exponent") is not None and truth.get("critical_exponent") is not None:
        yield judged_exponent(answer["critical_exponent"], truth["critical_exponent"], "critical_exponent", reader)


def judged_exponent(stated: object, known: object, name: str, reader: Reader) -> Judged:
    """Return what a number or bracket in (0, 1] is beside the enclosure that is known, absolutely.

    Examples
    --------
    >>> judged_exponent(0.5, ["1/3", "1/3"], "breakpoint 1", Reader()).detail
    'breakpoint 1: 0.5 is stated, and it is at 1/3'
    """
    low, high = reader.interval(stated, name)
    least, most = Reader().interval(list(known) if isinstance(known, list | tuple) else known, name)
    outcome = near_bracket(low, high, least, most) if low > 0 and high <= 1 else WRONG
    if outcome != WRONG:
        return Judged(outcome)
    return Judged(WRONG, f"{name}: {str(stated)[:60]} is stated, and it is at {format_short(least)}")
