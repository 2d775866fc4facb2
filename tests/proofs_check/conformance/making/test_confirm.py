"""A fixed sample of the suite is established in both ways; what is changed in it is refuted."""

from dataclasses import replace

import pytest

from proofs_check.conformance.making.confirm import DisagreementError, confirm, confirm_by_recount, confirm_by_solver
from proofs_check.conformance.suite import load_suite


def sample():
    """Every 32nd test of one input, and some small ones of several inputs."""
    tests = load_suite().tests
    one = [test for test in tests if not test.task.startswith("network") and "network" not in str(test.case)]
    several = [test for test in tests if test.task.startswith("network") and test.case["csv"].count("\n") == 2]
    return [*[test for test in one if len(test.case["csv"]) < 500][::32], *several[:4]]


def test_a_sample_is_confirmed_in_both_ways():
    tests = sample()
    assert len(tests) >= 90
    assert len({test.task for test in tests}) >= 8
    for test in tests:
        confirm(test)


@pytest.mark.parametrize("by", [confirm_by_solver, confirm_by_recount])
def test_each_way_refutes_by_itself(by):
    for test in sample()[::4]:
        flipped = replace(test, result="accept" if test.result == "reject" else "reject")
        with pytest.raises(DisagreementError):
            by(flipped)


def test_another_objective_is_refuted():
    test = next(test for test in load_suite(["solve:p"]).tests if test.truth and "." in test.truth["objective"][0])
    low, high = test.truth["objective"]
    for ends, why in (([low, high + "1"], "too wide"), ([high, high], "not in"), ([low, low], "not in")):
        with pytest.raises(DisagreementError, match=why):
            confirm_by_recount(replace(test, truth={**test.truth, "objective": ends}))
