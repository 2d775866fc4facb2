"""The fixed subset for a quick look: every task, every flag, short cases first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from proofs_check.conformance.suite import TASKS, Test

__all__ = ["small_ids"]

_AT_LEAST, _OF_SOLVE, _OF_NETWORKS = 100, 2, 4


def small_ids(tests: Sequence[Test]) -> list[int]:
    """Return the ids of the subset, in order.

    It has of each task and each result the shortest tests, of each flag the shortest ones and, of flags that tests of
    `solve:p` have, two of these; and others up to one hundred.

    Examples
    --------
    >>> small_ids([Test(3, "path", "", "", ("Tie",), {"csv": ""}, "accept", None)])
    [3]
    """
    short = sorted(tests, key=lambda test: (len(json.dumps(test.case)), test.id))
    chosen: dict[int, Test] = {}

    def take(count: int, holds: Callable[[Test], bool]) -> None:
        """Take tests until so many of those of which it holds are there."""
        left = count - sum(map(holds, chosen.values()))
        for test in short:
            if left > 0 and test.id not in chosen and holds(test):
                chosen[test.id] = test
                left -= 1

    for flag in sorted({flag for test in tests for flag in test.flags}):
        take(
            _OF_SOLVE, lambda test, flag=flag: flag in test.flags and test.task == "solve:p" and test.result == "accept"
        )
        take(1, lambda test, flag=flag: flag in test.flags)
    for task in TASKS:
        for result in ("accept", "reject", "either"):
            take(_OF_NETWORKS, lambda test, task=task, result=result: (test.task, test.result) == (task, result))
    _fill(chosen, [test for test in short if not test.task.startswith("network")])
    return sorted(chosen)


def _fill(chosen: dict[int, Test], tests: Iterable[Test]) -> None:
    """Take every so manieth of the tests until there are enough."""
    left = [test for test in tests if test.id not in chosen]
    missing = _AT_LEAST - len(chosen)
    if missing > 0 and left:
        for test in left[:: max(1, len(left) // missing)][:missing]:
            chosen[test.id] = test
