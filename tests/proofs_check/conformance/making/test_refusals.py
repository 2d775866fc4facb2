"""What has no answer by the rules of the suite has none from the solver either, and the other way round."""

import pytest

from proofs_check.conformance.making.refusals import refusal
from proofs_check.conformance.making.solved import solver_truth
from proofs_check.conformance.suite import load_suite
from sparsest.errors import SparsestError


def test_the_cases_that_are_refused_are_refused_twice():
    tests = [test for test in load_suite().tests if "Refuse" in test.flags and test.task != "judge"]
    assert len(tests) > 60
    for test in tests[::3]:
        assert refusal(test.task, test.case) is not None
        with pytest.raises(SparsestError):
            solver_truth(test.task, test.case)


def test_others_are_not():
    tests = [test for test in load_suite().tests if test.result != "reject" and not test.task.startswith("network")]
    assert [test.id for test in tests[::20] if refusal(test.task, test.case)] == []
