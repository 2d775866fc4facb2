"""A run: every test of a suite is put to an implementation, and what comes is judged."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from proofs_check.conformance.doors import Contestant, Door, Implementation, door_of
from proofs_check.conformance.judging import judge
from proofs_check.conformance.limits import START_SECONDS, CaseLimits
from proofs_check.conformance.outcomes import DECLINED, ERRORED
from proofs_check.conformance.process import LostError
from proofs_check.conformance.report import NOT_SUPPORTED, Report, Result
from proofs_check.conformance.suite import Suite, Test, load_suite
from sparsest.exact.decimals import cut_text

__all__ = ["put", "run"]

_MOST_OF_AN_ANSWER = 2_000


def run(
    implementation: Implementation,
    *,
    suite: Suite | None = None,
    seconds: float = 10.0,
    memory: int = 2 * 2**30,
    start_seconds: float = START_SECONDS,
    progress: Callable[[int], object] | None = None,
) -> Report:
    """Put all tests of a suite to an implementation; return what came of them.

    Parameters
    ----------
    implementation : callable, str, Stdio or OneShot
        A function of a case that returns a result; "module:function"; a command line with {csv}, {p} and {tolerance},
        which prints a result; or one that speaks the protocol.
    suite : Suite, optional
        All vectors, unless given.
    seconds : float
        Wall time of a case.
    memory : int
        Bytes of address space, of each process of the implementation, where the system can limit it.
    start_seconds : float
        Wall time of a process until it says who it is.
    progress : callable, optional
        Called with 1 after each test.

    Returns
    -------
    Report
        Judged exactly.

    Raises
    ------
    StartError
        A `UsageError`, if the implementation cannot be started: mend its command.

    Examples
    --------
    >>> from proofs_check.conformance.suite import load_suite
    >>> run(lambda case: {"knots": 1}, suite=load_suite(only=[414])).results[0].outcome
    'exact'
    """
    asked = load_suite() if suite is None else suite
    door = door_of(implementation, CaseLimits(seconds, memory, start_seconds))
    try:
        who = door.start()
        results = []
        for test in asked.tests:
            results.append(put(test, door, who))
            if progress is not None:
                progress(1)
        door.stop()
    finally:
        door.close()
    return Report(who, asked, tuple(results))


def put(test: Test, door: Door, who: Contestant) -> Result:
    """Put one test; return what came of it.

    A process that dies, is silent, or says what is no answer is charged with the test.
    """
    if test.task not in who.supports:
        return Result(test.id, test.task, test.flags, DECLINED, NOT_SUPPORTED)
    try:
        answer = door.ask(test)
    except LostError as error:
        return Result(test.id, test.task, test.flags, ERRORED, str(error))
    judged = judge(test, answer)
    return Result(test.id, test.task, test.flags, *judged, answer=_shown(answer))


def _shown(answer: Any) -> str:
    return cut_text(json.dumps(answer), _MOST_OF_AN_ANSWER)
