"""pytest plugin: `pytest --sparsest-impl module:function` has a test for each vector, and properties of drawn data.

Nothing is imported and nothing changes in a run without the option.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from proofs_check.conformance.doors import Contestant, Door
    from proofs_check.conformance.outcomes import Judged
    from proofs_check.conformance.suite import Task, Test

__all__ = [
    "Conformance", "DrawnItem", "FailedTestError", "VectorItem", "pytest_addoption", "pytest_collection_modifyitems",
]  # fmt: skip

_OPTION, _SMALL, _SECONDS = "--sparsest-impl", "--sparsest-small", "--sparsest-seconds"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("sparsest", "exact conformance suite of sparsest ReLU interpolants")
    group.addoption(_OPTION, metavar="MODULE:FUNCTION", help="test this solver, or command, with all vectors")
    group.addoption(_SMALL, action="store_true", help="some hundred vectors instead of all")
    group.addoption(_SECONDS, type=float, default=10.0, metavar="S", help="wall time of a case (10)")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add a test for each vector, before -k and -m choose."""
    if name := config.getoption(_OPTION):
        items += Conformance.from_parent(session, name="sparsest", nodeid="sparsest", implementation=name).collect()


class FailedTestError(Exception):
    """What an answer was judged, with the case."""

    def __init__(self, test: Test, judged: Judged, answer: str = "") -> None:
        right = (test.truth or {}).get("spline") or (test.truth or {}).get("network") or test.truth or "to refuse it"
        lines = [
            f"{judged.outcome}: {judged.detail}",
            f"case: {test.comment} (vector {test.id}, {test.task}, {', '.join(test.flags)})",
            *(f"  {name} = {test.case[name]}" for name in ("p", "tolerance", "claim") if name in test.case),
            *(f"  {row}" for row in test.case["csv"].splitlines()[:40]),
            *([f"answered: {answer}"] if answer else []),
            f"right is: {str(right)[:2000]}",
        ]
        super().__init__("\n".join(lines))


class Conformance(pytest.Collector):
    """The vectors, and the implementation that is asked."""

    def __init__(self, *, implementation: str, **options: Any) -> None:
        super().__init__(**options)
        self._implementation = implementation
        self._opened: tuple[Door, Contestant] | None = None

    def collect(self) -> list[pytest.Item]:
        """Return a test for each vector, and one for each task of which data are drawn."""
        from proofs_check.conformance.suite import load_suite, small_suite

        suite = small_suite() if self.config.getoption(_SMALL) else load_suite()
        return [*self._vectors(suite.tests), *self._properties()]

    def _vectors(self, tests: Iterable[Test]) -> Iterator[pytest.Item]:
        for test in tests:
            yield VectorItem.from_parent(self, name=f"{test.task}[{test.id}]", vector=test)

    def _properties(self) -> Iterator[pytest.Item]:
        try:
            import hypothesis  # noqa: F401 - properties need it, vectors do not
        except ModuleNotFoundError:
            return
        from proofs_check.conformance.properties import DRAWN_TASKS

        for task in DRAWN_TASKS:
            yield DrawnItem.from_parent(self, name=f"{task}[drawn]", task=task)

    def door(self) -> tuple[Door, Contestant]:
        """Return the way to the implementation, started when it is first asked for, and who it is."""
        from proofs_check.conformance.doors import StartError, door_of
        from proofs_check.conformance.limits import CaseLimits

        if self._opened is None:
            door = door_of(self._implementation, CaseLimits(self.config.getoption(_SECONDS), 2 * 2**30))
            self.config.add_cleanup(door.stop)
            try:
                self._opened = door, door.start()
            except StartError as error:
                pytest.exit(f"{_OPTION} {self._implementation}: {error}", returncode=pytest.ExitCode.USAGE_ERROR)
        return self._opened


class _Item(pytest.Item):
    parent: Conformance

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *arguments: Any) -> Any:
        """Show the case, and no traceback: it would be of our code."""
        if isinstance(excinfo.value, FailedTestError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, *arguments)

    def reportinfo(self) -> tuple[Any, None, str]:
        """Return what stands above a failure."""
        return self.path, None, f"sparsest {self.name}"


class VectorItem(_Item):
    """One vector; its flags and its task are keywords for -k."""

    def __init__(self, *, vector: Test, **options: Any) -> None:
        super().__init__(**options)
        self.vector = vector
        self.extra_keyword_matches |= {"sparsest", *vector.flags}

    def runtest(self) -> None:
        """Ask, and fail with the case."""
        from proofs_check.conformance.outcomes import DECLINED, Judged
        from proofs_check.conformance.session import put

        result = put(self.vector, *self.parent.door())
        if result.outcome == DECLINED:
            pytest.skip(f"declined: {result.detail}")
        if result.fails:
            raise FailedTestError(self.vector, Judged(result.outcome, result.detail), result.answer)


class DrawnItem(_Item):
    """A property: data sets that Hypothesis draws, and shrinks."""

    def __init__(self, *, task: Task, **options: Any) -> None:
        super().__init__(**options)
        self.task = task
        self.extra_keyword_matches |= {"sparsest", "drawn"}

    def runtest(self) -> None:
        """Search, and fail with the smallest case that was found."""
        from proofs_check.conformance.outcomes import Judged
        from proofs_check.conformance.properties import CounterexampleError, search_counterexample
        from proofs_check.conformance.session import put

        door, who = self.parent.door()
        if self.task not in who.supports:
            pytest.skip("not supported")

        def ask(test: Test) -> Judged:
            result = put(test, door, who)
            return Judged(result.outcome, result.detail)

        try:
            search_counterexample(self.task, ask)
        except CounterexampleError as found:
            raise FailedTestError(found.test, found.judged) from None
