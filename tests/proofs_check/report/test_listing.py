"""The list of the claims."""

from proofs_check.claim import Sample
from tests.proofs_check.planted import THEOREM, plant
from tests.proofs_check.report.commands import run_claims


def test_list__in_short_and_in_full():
    code, out = run_claims("--list")
    assert code == 0
    for part in (THEOREM.number, THEOREM.hypotheses, *(fault.statement for fault in THEOREM.faults)):
        assert part in out


def test_list__says_what_only_some_cases_get(monkeypatch):
    plant(monkeypatch, samples=(Sample("the checker is asked for the certificate", 16),))
    _, out = run_claims("--list")
    assert "One drawn case in 16: the checker is asked for the certificate; given data: always." in out
