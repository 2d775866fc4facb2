"""Nothing unproved comes through; a rejected proof is told from one that did not end."""

import pytest

from proofs_check import answers as proved
from proofs_check.answers import RejectedError, guarded, proved_fewest, proved_minimizers, some_minimizers
from proofs_check.cases import NetworkCase, SplineCase
from proofs_check.claim import Verdict, examine
from proofs_check.unaided.nets import count
from sparsest import Dataset, UndecidedError
from sparsest.exact.exponent import Exponent
from sparsest.points import Points

POINTS = Points([[-2], [0], [1], [4]], [1, -1, 3, 2])


def test_guarded__a_break_of_the_package_refutes_and_an_undecided_sign_does_not():
    def check(case):
        raise case

    assert examine(guarded(check), IndexError("no network")).verdict is Verdict.REFUTED
    assert examine(guarded(check), RejectedError("reject")).verdict is Verdict.REFUTED
    assert examine(guarded(check), UndecidedError("a sign")).verdict is Verdict.UNDECIDED


def test_proved__nothing_that_the_checker_rejects(monkeypatch):
    case = NetworkCase(POINTS)
    assert len(proved_minimizers(case)) == 1
    assert count(proved_fewest(case)) == count(proved_minimizers(case, "0+")[0]) == case.fewest.value
    monkeypatch.setattr(proved, "price_certificate", lambda *_, **__: {})
    with pytest.raises(RejectedError, match="reject"):
        proved_minimizers(case)
    object.__setattr__(case.fewest, "optimal", False)
    with pytest.raises(UndecidedError, match="did not end"):
        proved_fewest(case)


WIGGLE = SplineCase(Dataset(range(7), [0, 2, 1, 1, 5, 0, 0]))

HALF = Exponent.read("1/2")


def test_large_data_have_fewer_minimisers_looked_at():
    case = SplineCase(Dataset.from_gaps([1, 1, 1, 0] * 600))
    assert len(list(some_minimizers(case))) == 20_000 // len(case.x)
