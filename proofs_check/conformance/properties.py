"""A property beside the vectors: Hypothesis draws data sets of small integers, and shrinks what an answer is wrong for.

The truth is that of the exact path, drawn data having no other; what judges is the judge of the vectors.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from proofs_check.conformance.outcomes import DECLINED, RIGHT, Judged
from proofs_check.conformance.suite import Task, Test

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from sparsest.data import Dataset
    from sparsest.univariate.tolerance import ToleranceSolution

__all__ = ["DRAWN_TASKS", "CounterexampleError", "drawn_tests", "search_counterexample"]

#: Tasks of which data are drawn, each with what may be asked besides: exponents, or tolerances.
DRAWN_TASKS: dict[Task, tuple[str, ...]] = {
    "solve:p=0": ("0",),
    "solve:p=0+": ("0+",),
    "solve:p": ("1/2", "1/3", "2/3", "1/4", "3/4", "2/5", "9/10"),
    "solve:p=1-": ("1-",),
    "tolerance": ("1", "1/2", "1/3", "2"),
    "path": ("",),
}
_MOST_MINIMIZERS = 200


class CounterexampleError(Exception):
    """A drawn test that came out wrong, as small as it could be made."""

    def __init__(self, test: Test, judged: Judged) -> None:
        super().__init__(f"{judged.outcome}: {judged.detail}")
        self.test, self.judged = test, judged


def search_counterexample(task: Task, ask: Callable[[Test], Judged], examples: int = 100) -> None:
    r"""Draw so many tests of a task; the same each time.

    Parameters
    ----------
    task : str
        One of `DRAWN_TASKS`.
    ask : callable
        Takes a test, returns what came of it.
    examples : int
        How many.

    Raises
    ------
    CounterexampleError
        With the smallest test found that fails.

    Examples
    --------
    >>> search_counterexample("solve:p=0", lambda test: Judged("exact"), 5)
    >>> try:
    ...     search_counterexample("solve:p=0", lambda test: Judged("exact" if test.truth["knots"] == [0] else "wrong"))
    ... except CounterexampleError as found:
    ...     found.test.case["csv"]
    'x,y\n0,0\n1,0\n2,1\n'
    """
    from hypothesis import HealthCheck, Phase, given, settings

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        report_multiple_bugs=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn_tests(task))
    def check(test: Test) -> None:
        judged = ask(test)
        if judged.outcome not in RIGHT and judged.outcome != DECLINED:
            raise CounterexampleError(test, judged)

    check()


def drawn_tests(task: Task) -> SearchStrategy[Test]:
    r"""Draw tests of a task: inputs and labels are small integers, with straight stretches and long runs among them.

    Examples
    --------
    >>> from proofs_check.cases.strategies import simplest
    >>> simplest(drawn_tests("solve:p=0")).case
    {'csv': 'x,y\n0,0\n1,0\n', 'p': '0'}
    """
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_from_gaps, gap_sequences

    small = st.integers(-9, 9).map(Fraction)

    @st.composite
    def tests(draw: Any) -> Test:
        gaps = draw(gap_sequences(0, 7, values=small))
        steps = draw(st.lists(st.integers(1, 4).map(Fraction), min_size=len(gaps) + 1, max_size=len(gaps) + 1))
        x, y = data_from_gaps(gaps, steps, draw(small), 0, draw(small))
        return drawn_test(task, list(zip(x, y, strict=True)), draw(st.sampled_from(DRAWN_TASKS[task])))

    return tests()


def drawn_test(task: Task, points: list[tuple[Fraction, Fraction]], asked: str) -> Test:
    """Return the test of these points, with its truth from the exact path."""
    from sparsest.data import Dataset

    data = Dataset([x for x, _ in points], [y for _, y in points])
    case = {"csv": "x,y\n" + "".join(f"{x},{y}\n" for x, y in points)}
    if task == "tolerance":
        case |= {"p": "0", "tolerance": asked}
    elif task != "path":
        case["p"] = asked
    return Test(0, task, "drawn", "drawn by Hypothesis", ("Drawn",), case, "accept", _truth(task, data, asked))


def _truth(task: Task, data: Dataset, asked: str) -> dict[str, Any]:
    from itertools import islice

    from sparsest.univariate.path import path
    from sparsest.univariate.solve import solve

    if task == "path":
        return dict(path(data).to_json())
    if task == "tolerance":
        found: dict[str, Any] = dict(cast("ToleranceSolution", solve(data, tolerance=asked)).to_json())
        return {"spline": found["spline"], "knots": [found["knots"]], "fewest_knots": found["fewest_knots"]}
    solution = solve(data, asked)
    made: dict[str, Any] = dict(solution.to_json())
    counts = sorted({len(spline.knots) for spline in islice(solution.splines(), _MOST_MINIMIZERS)})
    price = made["objective"] and made["objective"]["enclosure"]
    return {name: made[name] for name in ("spline", "fewest_knots", "minimizers")} | {
        "knots": counts,
        "objective": price,
    }
