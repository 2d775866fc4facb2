"""The suite notices changes of what it says; what is not changed stays."""

from collections import Counter

from proofs_check.conformance.making.mutations import is_noticed, mutants, some_mutants
from proofs_check.conformance.suite import load_suite


def quick():
    tests = load_suite().tests
    return [
        t for t in tests if len(t.case["csv"]) < 300 and not ("x1" in t.case["csv"] and t.case["csv"].count("\n") > 3)
    ]


def test_mutants_are_noticed():
    # Breakpoints can be changed in few tests.
    found = some_mutants(quick(), 62) + some_mutants([test for test in quick() if test.task == "path"], 8)
    assert len(found) == 70
    kinds = Counter(what for what, _ in found)
    assert len(kinds) == 11  # the result, and ten parts of truths
    assert [(what, mutant.id) for what, mutant in found if not is_noticed(mutant)] == []


def test_tests_as_they_are_are_not_refuted():
    assert [test.id for test in quick()[::60] if is_noticed(test)] == []


def test_every_change_is_one():
    for test in quick()[::40]:
        assert all((mutant.result, mutant.truth) != (test.result, test.truth) for _, mutant in mutants(test))
