"""The fixed subset for a quick look: every task, every flag, short cases first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from proofs_check.conformance.suite import TASKS, Test

__all__ = ["small_ids"]

_AT_LEAST, _OF_SOLVE = 100, 2
_OF_EACH = (("accept", 4), ("reject", 3), ("either", 1))
# Impostors that the shortest tests let pass: doubles, pairs across signs, isclose, no exponents, changes of the
# minimiser that are not looked for, claims that fit, claims of other minimisers.
_ALSO = (104, 506, 1138, 1252, 2296, 2503, 2701)


def small_ids(tests: Sequence[Test]) -> list[int]:
    """Return the ids of the subset, in order.

    It has of each task and each result the shortest tests, of each flag the shortest ones and, of flags that tests of
    `solve:p` have, two of these; some that catch what these let pass; and others up to one hundred.

    Examples
    --------
    >>> small_ids([Test(3, "path", "", "", ("Tie",), {"csv": ""}, "accept", None)])
    [3]
    """
    short = sorted(tests, key=lambda test: (len(json.dumps(test.case)), test.id))
    chosen = {test.id: test for test in tests if test.id in _ALSO}
    for flag in sorted({flag for test in tests for flag in test.flags}):
        own = [test for test in short if flag in test.flags]
        _take(chosen, _OF_SOLVE, [test for test in own if test.task == "solve:p" and test.result == "accept"])
        _take(chosen, 1, own)
    for task in TASKS:
        for result, count in _OF_EACH:
            _take(chosen, count, [test for test in short if (test.task, test.result) == (task, result)])
    _fill(chosen, [test for test in short if not test.task.startswith("network")])
    return sorted(chosen)


def _take(chosen: dict[int, Test], count: int, tests: Sequence[Test]) -> None:
    """Take the first of the tests until so many of them are there."""
    left = count - sum(test.id in chosen for test in tests)
    for test in [test for test in tests if test.id not in chosen][: max(0, left)]:
        chosen[test.id] = test


def _fill(chosen: dict[int, Test], tests: Iterable[Test]) -> None:
    """Take every so manieth of the tests until there are enough."""
    left = [test for test in tests if test.id not in chosen]
    missing = _AT_LEAST - len(chosen)
    if missing > 0 and left:
        for test in left[:: max(1, len(left) // missing)][:missing]:
            chosen[test.id] = test
