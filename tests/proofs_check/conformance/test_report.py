"""Results added up, and written down."""

import json
from pathlib import Path

import jsonschema
import pytest

from proofs_check.conformance.report import Report, Result
from proofs_check.conformance.session import run
from proofs_check.conformance.suite import Note, Suite
from tests.proofs_check.conformance.given import DOTS, solve_test, suite_of, tolerance_test

SCHEMA = json.loads((Path(__file__).parents[3] / "docs/schemas/conformance-1.json").read_text())


def report_of(*outcomes, supported=True):
    """Return a report of results with these outcomes; the first has the flag "First" too."""
    tests = [solve_test(csv=f"x,y\n{k},0\n{10**k},1\n") for k in range(1, len(outcomes) + 1)]
    tests = [type(test)(k, *[getattr(test, name) for name in type(test).__slots__[1:]]) for k, test in enumerate(tests)]
    who = run(lambda _: {}, suite=suite_of()).implementation
    results = [
        Result(k, "solve:p", ("Flag", "First") if k == 0 else ("Flag",), word, "" if supported else "not supported")
        for k, word in enumerate(outcomes)
    ]
    return Report(who, Suite("1.0", tuple(tests), {"Flag": Note("kind", "shows", "effect")}), tuple(results))


@pytest.mark.parametrize(
    ("outcomes", "passed"),
    [
        (["exact", "optimal"], True),
        (["exact", "declined"], True),
        (["exact", "not optimal"], False),
        (["exact", "wrong"], False),
        (["exact", "errored"], False),
        (["declined", "declined"], False),
        ([], False),
    ],
)
def test_passed__something_is_right_and_nothing_fails(outcomes, passed):
    assert report_of(*outcomes).passed is passed


def test_score__in_all_by_task_and_by_flag():
    score = report_of("wrong", "exact", "exact", "errored", "declined").score
    assert score["total"] == {
        "tests": 5,
        "asked": 5,
        "exact": 2,
        "optimal": 0,
        "not optimal": 0,
        "wrong": 1,
        "declined": 1,
        "errored": 1,
    }
    assert score["by_task"] == {"solve:p": score["total"]}
    assert score["by_flag"]["First"]["wrong"] == score["by_flag"]["First"]["tests"] == 1


def test_sentence__says_which_flags_fail():
    said = report_of("wrong", "exact", "exact", "errored", "declined").sentence
    assert said.endswith("2 of 5 cases right; 1 declined. It fails at Flag (2 of 5), First (1 of 1).")
    assert report_of("exact").sentence.endswith("1 of 1 cases right; none failed.")
    assert report_of("declined", supported=False).sentence.endswith(
        "1 of tasks that it does not support; nothing was judged."
    )


def test_smallest_failures__have_the_shortest_table():
    report = report_of("exact", "wrong", "wrong")
    assert {flag: one.id for flag, one in report.smallest_failures().items()} == {"Flag": 1}
    assert report.test_of(report.results[2]).id == 2


def test_json__is_as_the_schema_says():
    made = run(lambda _: {"spline": DOTS}, suite=suite_of(solve_test(), tolerance_test())).to_json()
    jsonschema.validate(made, SCHEMA)
    assert made["results"][0] == {
        "id": "1",
        "task": "solve:p",
        "flags": ["Flag"],
        "outcome": "not optimal",
        "detail": made["results"][0]["detail"],
    }
    made["results"][0]["outcome"] = "fine"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, SCHEMA)
