"""Drawn data: the exact path passes, a wrong solver is shrunk to small integers."""

import pytest

from proofs_check.conformance.judging import judge
from proofs_check.conformance.outcomes import Judged
from proofs_check.conformance.properties import DRAWN_TASKS, CounterexampleError, drawn_test, search_counterexample
from sparsest import Dataset, solve
from tests.proofs_check.conformance.given import DOTS, spline


@pytest.mark.parametrize("task", DRAWN_TASKS)
def test_truths__are_accepted_by_the_judge_as_answers(task):
    def ask(test):
        if task == "path":
            return judge(test, test.truth)
        return judge(test, {"spline": test.truth["spline"], "knots": test.truth["knots"][0]})

    search_counterexample(task, ask, 20)


def dots(test):
    data = Dataset.from_csv(__import__("io").StringIO(test.case["csv"]))
    x, y = data.x, data.y
    slopes = [(b - a) / (v - u) for a, b, u, v in zip(y, y[1:], x, x[1:], strict=False)]
    knots = [(str(t), str(b - a)) for t, a, b in zip(x[1:], slopes, slopes[1:], strict=False) if a != b]
    return judge(test, {"spline": spline(*knots, slope=str(slopes[0]), intercept=str(y[0] - slopes[0] * x[0]))})


def test_a_wrong_solver__is_shrunk_to_small_integers():
    with pytest.raises(CounterexampleError) as found:
        search_counterexample("solve:p", dots)
    assert found.value.test.case == {"csv": "x,y\n0,0\n1,0\n2,1\n3,3\n", "p": "1/2"}
    assert str(found.value).startswith("not optimal: it costs more")


def test_declined__is_no_counterexample():
    search_counterexample("solve:p", lambda _: Judged("declined"), 3)
    for outcome in ("errored", "wrong"):
        with pytest.raises(CounterexampleError):
            search_counterexample("solve:p", lambda _, outcome=outcome: Judged(outcome), 3)


def test_truths__have_all_counts_of_knots_of_the_minimisers():
    test = drawn_test("solve:p=0", [(k, k * k) for k in range(5)], "0")
    assert test.truth["knots"] == [solve(Dataset(range(5), [k * k for k in range(5)]), "0").knots]
    assert judge(test, {"spline": DOTS}).outcome == "wrong"
