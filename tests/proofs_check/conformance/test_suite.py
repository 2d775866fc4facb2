"""The files of the suite are read as they are."""

import pytest

from proofs_check.conformance.suite import load_suite, small_suite


def test_a_task_or_id_that_is_none_is_said():
    with pytest.raises(ValueError, match="no task 'p=0'"):
        load_suite(["p=0"])
    with pytest.raises(ValueError, match="no test -1"):
        load_suite(only=[-1])


def test_the_small_suite_is_part_of_the_suite():
    whole = {test.id: test for test in load_suite().tests}
    assert all(whole[test.id] == test for test in small_suite().tests)
