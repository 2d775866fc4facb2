"""The files of the suite are as their schema says, and are read as they are."""

import json

import jsonschema
import pytest

from proofs_check.conformance.suite import SUITE_VERSION, TASKS, VECTORS, file_of, load_suite, small_suite


def test_a_task_or_id_that_is_none_is_said():
    with pytest.raises(ValueError, match="no task 'p=0': there are solve:p=0, "):
        load_suite(["p=0"])
    with pytest.raises(ValueError, match="no test -1"):
        load_suite(only=[-1])


def test_there_are_two_thousand_tests_and_less_than_five_megabytes():
    tests = load_suite().tests
    assert len(tests) >= 2000
    assert len({test.id for test in tests}) == len(tests)
    assert {test.task for test in tests} == set(TASKS)
    assert sum(path.stat().st_size for path in VECTORS.iterdir()) < 5_000_000


def test_at_least_a_third_of_the_claims_are_to_be_rejected():
    results = [test.result for test in load_suite(["judge"]).tests]
    assert len(results) / 3 < results.count("reject") < len(results)


def test_every_flag_has_its_note_and_every_note_its_flag():
    suite = load_suite()
    assert set(suite.notes) == {flag for test in suite.tests for flag in test.flags}


def test_the_small_suite_has_every_task_flag_and_result():
    whole, small = load_suite(), small_suite()
    by_id = {test.id: test for test in whole.tests}
    assert all(by_id[test.id] == test for test in small.tests)
    assert 100 <= len(small.tests) <= 150
    assert {flag for test in small.tests for flag in test.flags} == set(whole.notes)
    assert {(test.task, test.result) for test in small.tests} == {(test.task, test.result) for test in whole.tests}


def schema():
    return jsonschema.Draft202012Validator(json.loads((VECTORS / "schema.json").read_text()))


@pytest.mark.parametrize("task", TASKS)
def test_the_files_are_as_the_schema_says(task):
    whole = json.loads(file_of(task).read_text())
    # Of the long files every seventh test of a group: the validator is slow.
    for group in whole["groups"]:
        group["tests"] = group["tests"][::7]
    schema().validate(whole)
    assert (whole["task"], whole["suite"]) == (task, SUITE_VERSION)
    assert whole["count"] == len(load_suite([task]).tests)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("result",), "yes"),
        (("id",), "7"),
        (("case", "csv"), 3),
        (("truth", "knots"), 1),
        (("truth", "spline"), {}),
        (("flags",), []),
    ],
)
def test_the_schema_is_seen_to_fail(path, value):
    whole = json.loads(file_of("solve:p=0").read_text())
    whole["groups"] = whole["groups"][:1]
    whole["groups"][0]["tests"] = whole["groups"][0]["tests"][:1]
    assert schema().is_valid(whole)
    *way, last = path
    part = whole["groups"][0]["tests"][0]
    for key in way:
        part = part[key]
    part[last] = value
    assert not schema().is_valid(whole)
