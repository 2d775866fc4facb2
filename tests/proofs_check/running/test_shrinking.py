from proofs_check.cases import SplineCase
from proofs_check.claim import Verdict, holds, refute
from proofs_check.running.shrinking import limited
from sparsest.data import Dataset

CASES = [SplineCase(Dataset([0, 1], [0, y])) for y in range(5)]


def test_calls_are_bounded_after_the_first_refutation_and_what_was_refuted_stays_so():
    calls = []

    def check(case):
        calls.append(case.y[1])
        refute("positive") if case.y[1] > 0 else holds()

    bounded = limited(check, 1)
    found = [bounded(CASES[k]).verdict for k in (0, 1, 2, 3, 1, 2)]
    yes = Verdict.REFUTED
    assert found == [Verdict.HOLDS, yes, yes, Verdict.NOT_MET, yes, yes]
    assert calls == [0, 1, 2]
