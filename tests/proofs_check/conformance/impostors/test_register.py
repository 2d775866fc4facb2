from dataclasses import replace

import pytest

from proofs_check.conformance.contestants.exact import answer
from proofs_check.conformance.impostors.register import ALL
from proofs_check.conformance.session import run
from proofs_check.conformance.standings import impostor_fails, tried
from proofs_check.conformance.suite import TASKS, load_suite, small_suite


@pytest.mark.parametrize("name", ALL)
def test_impostor__is_caught_by_the_small_suite_under_the_flag_of_its_fault(name):
    report = tried(ALL[name], small_suite())
    assert not report.passed
    assert impostor_fails(ALL[name], report) in ALL[name].flags, report.sentence


def test_impostors__flags_and_tasks_exist():
    notes = load_suite().notes
    assert {flag for one in ALL.values() for flag in one.flags} <= set(notes)
    assert {task for one in ALL.values() for task in one.supports} == set(TASKS)
    assert len(ALL) >= 15


def test_tried__is_what_comes_through_the_door():
    suite = replace(small_suite(), tests=small_suite().tests[:12])
    impostor = ALL["joins the dots"]
    asked = [(one.id, one.outcome) for one in run(impostor, suite=suite).results if one.asked]
    assert [(one.id, one.outcome) for one in tried(impostor, suite).results] == asked


def test_impostor_fails__is_nothing_for_one_who_is_right():
    honest = replace(ALL["joins the dots"], answer=answer)
    report = tried(honest, small_suite())
    assert report.passed
    assert impostor_fails(honest, report) == ""
