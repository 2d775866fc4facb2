"""What came of all tests: results, the score, and the ways to write them down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from proofs_check.conformance.doors import Contestant
from proofs_check.conformance.outcomes import DECLINED, OUTCOMES, RIGHT
from proofs_check.conformance.suite import Suite, Test

__all__ = ["NOT_SUPPORTED", "Report", "Result"]

#: The detail of a test that was not asked.
NOT_SUPPORTED = "not supported"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one test.

    Parameters
    ----------
    id : int
        The number of the test.
    task : str
        Its task.
    flags : tuple of str
        Its flags.
    outcome : str
        One of `OUTCOMES`.
    detail : str
        Why, in one line.
    answer : str
        What was answered, as JSON, cut where it is long; "" where nothing came.
    """

    id: int
    task: str
    flags: tuple[str, ...]
    outcome: str
    detail: str
    answer: str = ""

    @property
    def fails(self) -> bool:
        """Whether it counts against the implementation: it was asked, and is neither right nor declined."""
        return self.outcome not in RIGHT and self.outcome != DECLINED

    @property
    def asked(self) -> bool:
        """Whether the implementation supports the task."""
        return not (self.outcome == DECLINED and self.detail == NOT_SUPPORTED)


@dataclass(frozen=True)
class Report:
    """What came of all tests.

    Parameters
    ----------
    implementation : Contestant
        Who answered.
    suite : Suite
        What was asked.
    results : tuple of Result
        In the order of the suite.
    """

    implementation: Contestant
    suite: Suite
    results: tuple[Result, ...]

    @property
    def passed(self) -> bool:
        """Whether something was right and no test failed; declining is allowed."""
        return any(one.outcome in RIGHT for one in self.results) and not any(one.fails for one in self.results)

    @cached_property
    def score(self) -> dict[str, Any]:
        """The numbers of outcomes: in all, by task, and by flag; and a sentence that says which flags fail."""
        tasks = dict.fromkeys(result.task for result in self.results)
        flags = sorted({flag for result in self.results for flag in result.flags})
        return {
            "sentence": self.sentence,
            "total": _counts(self.results),
            "by_task": {task: _counts(one for one in self.results if one.task == task) for task in tasks},
            "by_flag": {flag: _counts(one for one in self.results if flag in one.flags) for flag in flags},
        }

    @property
    def failing_flags(self) -> dict[str, tuple[int, int]]:
        """For each flag under which tests fail: how many, and of how many that were asked; most first."""
        asked = Counter(flag for result in self.results if result.asked for flag in result.flags)
        failed = Counter(flag for result in self.results if result.fails for flag in result.flags)
        return {flag: (count, asked[flag]) for flag, count in failed.most_common()}

    @property
    def sentence(self) -> str:
        """The score in plain words."""
        asked = [result for result in self.results if result.asked]
        right = sum(result.outcome in RIGHT for result in asked)
        declined = sum(result.outcome == DECLINED for result in asked)
        parts = [f"{self.implementation.name}: {right} of {len(asked)} cases right"]
        if declined:
            parts.append(f"{declined} declined")
        if left_out := len(self.results) - len(asked):
            parts.append(f"{left_out} of tasks that it does not support")
        failing = self.failing_flags
        shown = [f"{flag} ({bad} of {all_of_it})" for flag, (bad, all_of_it) in list(failing.items())[:8]]
        more = f" and {len(failing) - 8} flags more" if len(failing) > 8 else ""
        if not asked:
            return "; ".join(parts) + "; nothing was judged."
        return "; ".join(parts) + (f". It fails at {', '.join(shown)}{more}." if failing else "; none failed.")

    def test_of(self, result: Result) -> Test:
        """Return the test of a result."""
        return self._tests[result.id]

    def smallest_failures(self) -> dict[str, Result]:
        """Return for each failing flag the failing result whose table is shortest."""
        failing = sorted(
            (one for one in self.results if one.fails), key=lambda one: len(self._tests[one.id].case["csv"])
        )
        return {flag: next(one for one in failing if flag in one.flags) for flag in self.failing_flags}

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON objects, "sparsest/conformance/1"."""
        who = self.implementation
        return {
            "schema": "sparsest/conformance/1",
            "implementation": {
                "name": who.name,
                "version": who.version,
                "language": who.language,
                "supports": list(who.supports),
            },
            "suite": self.suite.version,
            "results": [
                {
                    "id": str(one.id),
                    "task": one.task,
                    "flags": list(one.flags),
                    "outcome": one.outcome,
                    "detail": one.detail,
                }
                for one in self.results
            ],
            "score": self.score,
        }

    def html(self) -> str:
        """Return the report as one page that needs nothing else; jinja2 has to be installed."""
        from proofs_check.conformance.page import page

        return page(self)

    def badge(self) -> str:
        """Return a small picture of the score, as SVG."""
        from proofs_check.conformance.badge import badge

        return badge(self)

    @cached_property
    def _tests(self) -> Mapping[int, Test]:
        return {test.id: test for test in self.suite.tests}


def _counts(results: Iterable[Result]) -> dict[str, int]:
    some = list(results)
    counts = Counter(one.outcome for one in some)
    asked = sum(one.asked for one in some)
    return {"tests": len(some), "asked": asked, **{outcome: counts[outcome] for outcome in OUTCOMES}}
