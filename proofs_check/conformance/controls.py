"""Implementations of which it is known beforehand how each test comes out: the suite and its judge are held to it.

`came_out_otherwise` runs one and returns where it came out otherwise.
"""

from __future__ import annotations

import io
import json
import mmap
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from flint import fmpq

from proofs_check.conformance.doors import Implementation, Stdio
from proofs_check.conformance.outcomes import DECLINED, ERRORED, EXACT, WRONG
from proofs_check.conformance.session import run
from proofs_check.conformance.suite import TASKS, Suite, Test
from sparsest.errors import DataError
from sparsest.exact.rationals import to_rational
from sparsest.table import Table, read_table

__all__ = ["CONTROLS", "Control", "came_out_otherwise", "right_answers"]

_Case = Mapping[str, Any]
_Answer = Callable[[_Case], dict[str, Any]]


@dataclass(frozen=True)
class Control:
    """An implementation and what must come of it.

    Parameters
    ----------
    name : str
        What to call it.
    does : str
        What it does.
    comes_out : str
        How it must come out, in words.
    make : callable
        Returns the implementation, for a suite.
    outcomes : callable
        Returns the outcome of each test of a suite.
    seconds : float
        Wall time of a case.
    """

    name: str
    does: str
    comes_out: str
    make: Callable[[Suite], Implementation]
    outcomes: Callable[[Suite], list[str]]
    seconds: float = 10.0


def came_out_otherwise(control: Control, suite: Suite) -> list[str]:
    """Return the tests whose outcome is not the stated one, each in a line.

    Examples
    --------
    >>> from proofs_check.conformance.suite import load_suite
    >>> came_out_otherwise(CONTROLS["always decline"], load_suite(only=[1, 2]))
    []
    """
    report = run(control.make(suite), suite=suite, seconds=control.seconds)
    stated = control.outcomes(suite)
    return [
        f"{control.name}: test {result.id} ({result.task}) is {result.outcome}, not {outcome}: {result.detail}"
        for result, outcome in zip(report.results, stated, strict=True)
        if result.outcome != outcome
    ]


# --- Those that look at nothing --------------------------------------------------------------------------------------


def _accept(_case: _Case) -> dict[str, Any]:
    return {"accept": True}


def _accepted(test: Test) -> str:
    if test.task == "judge":
        return WRONG if test.result == "reject" else EXACT
    return _no_answer(test)


def _no_answer(test: Test) -> str:
    """Return what comes of a result in which there is nothing to judge."""
    return EXACT if test.result == "either" and test.truth is None else WRONG


def _reject(case: _Case) -> dict[str, Any]:
    if "claim" in case:
        return {"accept": False}
    raise ValueError("rejected")


def _rejected(test: Test) -> str:
    if test.task == "judge":
        return WRONG if test.result == "accept" else EXACT
    return ERRORED if test.result == "accept" else EXACT


def _decline(_case: _Case) -> dict[str, Any]:
    return {"declined": True, "reason": "always"}


def _declined(test: Test) -> str:
    return DECLINED if test.result == "accept" else EXACT


# --- Those that have the answers -------------------------------------------------------------------------------------


def _key(case: _Case) -> str:
    return json.dumps(dict(case), sort_keys=True)


def _right(test: Test) -> dict[str, Any]:
    """Return the right answer to a test, out of its truth."""
    if test.task == "judge":
        return {"accept": test.result != "reject"}
    if test.result == "reject" or test.truth is None:
        return {"declined": True, "reason": "it has no answer"}
    names = ("spline", "network", "pieces", "breakpoints", "critical_exponent")
    return {name: test.truth[name] for name in names if name in test.truth}


def right_answers(suite: Suite) -> _Answer:
    """Return the implementation that has looked up the answers.

    Examples
    --------
    >>> from proofs_check.conformance.suite import load_suite
    >>> suite = load_suite(only=[1])
    >>> sorted(right_answers(suite)(suite.tests[0].case))
    ['spline']
    """
    known = {_key(test.case): _right(test) for test in suite.tests}
    return lambda case: known[_key(case)]


def _all_exact(suite: Suite) -> list[str]:
    return [EXACT] * len(suite.tests)


def _others(suite: Suite) -> dict[int, dict[str, Any]]:
    """Return for each test the right answer to another one of its task, whose function misses a point of this one."""
    found: dict[int, dict[str, Any]] = {}
    for task in TASKS:
        tests = [test for test in suite.tests if test.task == task]
        answers = [(test, _right(test)) for test in tests if test.result != "reject" and test.truth is not None]
        for k, test in enumerate(tests):
            turned = answers[k % (len(answers) or 1) :] + answers[: k % (len(answers) or 1)]
            found[test.id] = next((answer for other, answer in turned if _misses(test, other, answer)), _decline({}))
    return found


def _misses(test: Test, other: Test, answer: Mapping[str, Any]) -> bool:
    """Whether the answer to another test is surely wrong at this one: it misses by far."""
    if test.task == "judge" or test.result == "reject":
        return other.case != test.case
    points = _points(test.case["csv"])
    allowed = _number(test.case.get("tolerance", 0)) + max(abs(y) for _, y in points) / 10**6
    function = answer["pieces"][0]["spline"] if "pieces" in answer else answer.get("spline", answer.get("network"))
    parts = _neurons(function) if "neurons" in function else _bends(function)
    return any(abs(sum((part(x) for part in parts), -y)) > allowed for x, y in points)


def _table(csv: str) -> Table:
    return read_table(io.StringIO(csv), "the case")


@cache
def _points(csv: str) -> list[tuple[list[fmpq], fmpq]]:
    rows = [[_number(entry.strip()) for entry in line.split(",")] for line in csv.splitlines()[1:] if line.strip()]
    return [(row[:-1], row[-1]) for row in rows]


@lru_cache(maxsize=100_000)
def _number(value: Any) -> fmpq:
    return to_rational(value)


def _bends(spline: Mapping[str, Any]) -> list[Callable[[Sequence[fmpq]], fmpq]]:
    slope, intercept = (_number(spline["left"][name]) for name in ("slope", "intercept"))
    knots = [(_number(knot["x"]), _number(knot["slope_change"])) for knot in spline["knots"]]
    return [lambda x: slope * x[0] + intercept, *(lambda x, t=t, c=c: c * max(x[0] - t, fmpq(0)) for t, c in knots)]


def _neurons(network: Mapping[str, Any]) -> list[Callable[[Sequence[fmpq]], fmpq]]:
    """Return the neurons of a network; one of other inputs is as good as one that misses."""
    return [partial(_output, neuron) for neuron in network["neurons"]]


def _output(neuron: Mapping[str, Any], x: Sequence[fmpq]) -> fmpq:
    weighed = sum(_number(w) * v for w, v in zip(neuron["input_weights"], x, strict=False)) + _number(neuron["bias"])
    return _number(neuron["output_weight"]) * max(weighed, fmpq(0))


def _echo(suite: Suite) -> _Answer:
    by_id = _others(suite)
    known = {_key(test.case): by_id[test.id] for test in suite.tests}
    return lambda case: known[_key(case)]


def _echoed(suite: Suite) -> list[str]:
    by_id = _others(suite)
    return [_echoed_one(test, by_id[test.id]) for test in suite.tests]


def _echoed_one(test: Test, answer: Mapping[str, Any]) -> str:
    if answer.get("declined"):
        return _declined(test)
    if test.task == "judge":
        return EXACT if test.result == "either" or answer["accept"] == (test.result == "accept") else WRONG
    return _no_answer(test)


# --- Those that fail on the way --------------------------------------------------------------------------------------


def _parse_only(case: _Case) -> dict[str, Any]:
    return {"points": len(_table(case["csv"]).x)}


def _parsed(suite: Suite) -> list[str]:
    return [_parsed_one(test) for test in suite.tests]


def _parsed_one(test: Test) -> str:
    try:
        _parse_only(test.case)
    except DataError:
        return _rejected(test) if test.task != "judge" else (ERRORED if test.result == "accept" else EXACT)
    return WRONG if test.task == "judge" else _no_answer(test)


# It says who it is, as it should, and then prints what its author wanted to see.
_JUNK = f"""
import json
input()
print(json.dumps({{"version": 1, "implementation": {{"name": "junk"}}, "supports": {list(TASKS)!r}}}), flush=True)
while True:
    input()
    print("DEBUG: solving ...", flush=True)
"""


def _at_each(step: int, fail: Callable[[], object]) -> Callable[[Suite], _Answer]:
    """Return what makes the implementation that has the answers, but fails at each so many cases of a process."""

    def make(suite: Suite) -> _Answer:
        right, asked = right_answers(suite), iter(range(1, len(suite.tests) + 1))

        def answer(case: _Case) -> dict[str, Any]:
            if next(asked) % _step(step, suite) == 0:
                fail()
            return right(case)

        return answer

    return make


def _step(step: int, suite: Suite) -> int:
    return step or max(1, len(suite.tests) // 3)


def _but_each(step: int, outcome: Callable[[Test], str]) -> Callable[[Suite], list[str]]:
    def outcomes(suite: Suite) -> list[str]:
        return [outcome(t) if k % _step(step, suite) == 0 else EXACT for k, t in enumerate(suite.tests, 1)]

    return outcomes


def _hog() -> None:
    hoard = []
    while True:  # address space is enough, and taken at once: nothing is written to it
        hoard.append(mmap.mmap(-1, 2**28))


def _each(outcome: Callable[[Test], str]) -> Callable[[Suite], list[str]]:
    return lambda suite: [outcome(test) for test in suite.tests]


def _all() -> Iterator[Control]:
    lost = "errored"
    yield Control("has the answers", "has looked up the answers", "exact, all", right_answers, _all_exact)
    yield Control(
        "always accept", 'says "accept" to everything', "wrong, but for claims that are true",
        lambda _: _accept, _each(_accepted),
    )  # fmt: skip
    yield Control(
        "always reject", "rejects claims and input", "wrong or errored, but for what has to be rejected",
        lambda _: _reject, _each(_rejected),
    )  # fmt: skip
    yield Control(
        "always decline", "declines", "declined, but for what has no answer", lambda _: _decline, _each(_declined)
    )
    yield Control(
        "echo", "gives the right answer to another case", "wrong, but for claims of one truth", _echo, _echoed
    )
    yield Control(
        "parse only", "counts the points of the table", "wrong, but where the table is none",
        lambda _: _parse_only, _parsed,
    )  # fmt: skip
    yield Control(
        "junk", "prints a line that is no answer", f"{lost}, all",
        lambda _: Stdio(shlex.join([sys.executable, "-I", "-S", "-c", _JUNK])), _each(lambda _: ERRORED),
    )  # fmt: skip
    yield Control(
        "death", "has the answers, and dies at each seventh case", f"{lost} there, exact elsewhere",
        _at_each(7, lambda: os._exit(1)), _but_each(7, lambda _: ERRORED),
    )  # fmt: skip
    yield Control(
        "time-out", "has the answers, and stops at three cases", f"{lost} there, exact elsewhere",
        _at_each(0, lambda: time.sleep(3600)), _but_each(0, lambda _: ERRORED), seconds=0.5,
    )  # fmt: skip
    yield Control(
        "memory hog", "has the answers, and wants all memory at three cases", f"{lost} there, exact elsewhere",
        _at_each(0, _hog), _but_each(0, _rejected_by_error),
    )  # fmt: skip


def _rejected_by_error(test: Test) -> str:
    """Return what comes of an error that is reported: at input without an answer it is right."""
    return ERRORED if test.result == "accept" else EXACT


#: All controls, by name.
CONTROLS = {control.name: control for control in _all()}
