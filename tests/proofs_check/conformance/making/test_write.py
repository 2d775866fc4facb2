"""The text of the files is that of the tests in them; the slow whole is `python -m proofs_check.conformance.making`."""

import json
from dataclasses import replace

import pytest

from proofs_check.conformance.making.confirm import DisagreementError
from proofs_check.conformance.making.table import Group
from proofs_check.conformance.making.write import established, task_text
from proofs_check.conformance.suite import TASKS, file_of, load_suite


@pytest.mark.parametrize("task", TASKS)
def test_a_file_is_the_text_of_its_tests(task):
    groups = [Group(group["name"], group["why"]) for group in json.loads(file_of(task).read_text())["groups"]]
    assert task_text(task, groups, load_suite([task]).tests) == file_of(task).read_text()


def test_a_truth_is_found_anew():
    for test in load_suite(["solve:p"]).tests[::90]:
        reason = {"reason": "x"} if test.result == "reject" else None
        assert established(replace(test, truth=reason)).truth == (reason or test.truth)


def test_what_is_not_so_is_not_written():
    test = next(test for test in load_suite(["judge"]).tests if test.result == "reject")
    with pytest.raises(DisagreementError):
        established(replace(test, result="accept"))
