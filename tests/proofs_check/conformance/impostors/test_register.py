from dataclasses import replace

import pytest

from proofs_check.conformance.contestants.exact import answer
from proofs_check.conformance.impostors.register import ALL
from proofs_check.conformance.session import run
from proofs_check.conformance.standings import impostor_fails
from proofs_check.conformance.suite import TASKS, load_suite, small_suite


@pytest.mark.parametrize("name", ALL)
def test_impostor__is_caught_by_the_small_suite_under_the_flag_of_its_fault(name):
    asked = replace(small_suite(), tests=tuple(t for t in small_suite().tests if t.task in ALL[name].supports))
    report = run(ALL[name], suite=asked)
    assert not report.passed
    assert impostor_fails(ALL[name], report) in ALL[name].flags, report.sentence


def test_impostors__flags_and_tasks_exist():
    notes = load_suite().notes
    assert {flag for one in ALL.values() for flag in one.flags} <= set(notes)
    assert {task for one in ALL.values() for task in one.supports} == set(TASKS)
    assert len(ALL) >= 15


def test_impostor_fails__is_nothing_for_one_who_is_right():
    honest = replace(ALL["joins the dots"], answer=answer)
    suite = small_suite()
    tests = [test for test in suite.tests if test.task == "solve:p"]
    report = run(honest, suite=replace(suite, tests=tuple(tests)))
    assert report.passed
    assert impostor_fails(honest, report) == ""
