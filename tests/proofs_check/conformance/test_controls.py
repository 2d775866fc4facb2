from dataclasses import replace

import pytest

from proofs_check.conformance.controls import CONTROLS, came_out_otherwise, right_answers
from proofs_check.conformance.outcomes import EXACT
from proofs_check.conformance.suite import load_suite, small_suite


@pytest.mark.parametrize("name", CONTROLS)
def test_came_out_otherwise__nowhere_on_the_small_suite(name):
    suite = small_suite()
    if name == "junk":  # it is started again for each test: some are enough
        suite = replace(suite, tests=suite.tests[::5])
    assert came_out_otherwise(CONTROLS[name], suite) == []


def test_came_out_otherwise__sees_another_outcome():
    stated = replace(CONTROLS["always decline"], outcomes=lambda suite: [EXACT] * len(suite.tests))
    suite = load_suite(only=[1])
    found = came_out_otherwise(stated, suite)
    assert found == [f"always decline: test 1 ({suite.tests[0].task}) is declined, not exact: always"]


def test_came_out_otherwise__sees_a_right_answer_that_is_spoiled():
    def make(suite):
        right, spoiled = right_answers(suite), suite.tests[1].case
        return lambda case: {"knots": 999} if case == spoiled else right(case)

    found = came_out_otherwise(replace(CONTROLS["has the answers"], make=make), load_suite(only=[1, 2, 3]))
    assert len(found) == 1


def test_controls__are_more_than_nine():
    assert len(CONTROLS) >= 10
    assert all(control.comes_out and control.does for control in CONTROLS.values())
