"""The small subset is what the tool chooses."""

from proofs_check.conformance.making.small import small_ids
from proofs_check.conformance.suite import load_suite, small_suite


def test_the_subset_is_the_one_in_the_file():
    assert small_ids(load_suite().tests) == [test.id for test in small_suite().tests]


def test_it_has_two_tests_of_each_flag_of_solve():
    small = [test for test in small_suite().tests if test.task == "solve:p" and test.result == "accept"]
    whole = [test for test in load_suite(["solve:p"]).tests if test.result == "accept"]
    for flag in {flag for test in whole for flag in test.flags}:
        most = sum(flag in test.flags for test in whole)
        assert sum(flag in test.flags for test in small) >= min(2, most), flag
