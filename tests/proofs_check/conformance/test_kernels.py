"""A few of the faults planted in the compiled kernels: the suite sees them. All of them: tests/bench/kernels.py."""

from types import SimpleNamespace

import pytest

from proofs_check.conformance.suite import small_suite
from tests.bench.kernels import SOLVE, changes, doubles, fails, first_failed
from tests.fast import test_mutations, test_within_mutations
from tests.fast.mutants import plain, unchanged


@pytest.fixture(scope="module")
def tests():
    return doubles(test for test in small_suite().tests if test.task in (*SOLVE, "tolerance"))


@pytest.mark.parametrize("name", ["same sign: only +", "power: joint power added", "match: neighbours too"])
def test_fault_in_a_kernel__is_caught(name, tests):
    module, old, new, _ = test_mutations.MUTANTS[name]
    assert first_failed(plain(module, old, new), tests) is not None


def test_fault_within_a_tolerance__is_caught(tests):
    module, old, new, _ = test_within_mutations.MUTANTS["strict instead of weak"]
    assert first_failed(plain(module, old, new), [test for test in tests if test.task == "tolerance"]) is not None


def test_sources_as_they_are__fail_nowhere_and_change_nothing(tests):
    assert first_failed(unchanged(), tests) is None
    assert not changes(unchanged(), within=False, examples=40)
    assert not changes(unchanged(), within=True, examples=20)


def test_fails__sees_an_exception(tests):
    def broken(*_, **__):
        raise IndexError("beyond")

    assert fails(SimpleNamespace(solve=SimpleNamespace(solve=broken)), tests[0])
    assert not fails(unchanged(), tests[0])
