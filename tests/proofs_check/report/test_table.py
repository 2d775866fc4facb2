"""The table of a session, mostly as `sparsest claims` prints it."""

import io
import json
from fractions import Fraction

import pytest
from rich.console import Console

from proofs_check.cases import SplineCase
from proofs_check.claim import Derivation, Finding, Verdict, examine, holds, refute
from proofs_check.report.table import claims_table
from proofs_check.running import session
from proofs_check.running.plan import Plan
from proofs_check.running.runs import Outcome
from proofs_check.running.session import hold_session
from sparsest import Dataset
from sparsest.exact.exponent import Exponent
from tests.proofs_check.planted import NAME, THEOREM, WRONG, plant
from tests.proofs_check.report.commands import run_claims

FAULT = THEOREM.faults[0].name


def test_table__what_holds():
    code, out = run_claims("--examples", 30, "--seed", 5)
    assert code == 0
    assert "30 generated cases for each claim, seed 5" in out
    (row,) = [line for line in out.splitlines() if line.startswith(f" {NAME}")]
    assert row.split()[5:10] == ["holds", "30", "0", "0", "0"]
    assert out.rstrip().endswith("1 holds")


def test_table__a_refutation_and_the_smallest_case_that_shows_it(monkeypatch):
    plant(monkeypatch, check=WRONG)
    code, out = run_claims()
    assert code == 1
    assert f"{NAME}: refuted: a minimiser has a knot at " in out
    (shown,) = [line.split(None, 1)[1] for line in out.splitlines() if line.startswith("  case ")]
    case = json.loads(shown)
    again = SplineCase(Dataset(case["x"], case["y"]), Exponent.read(case["p"]), case["seed"], case["lot"])
    assert examine(WRONG, again).verdict is Verdict.REFUTED
    assert len(case["x"]) == 4


@pytest.mark.parametrize(
    ("finding", "word", "code"),
    [(Finding(Verdict.NOT_MET, "no run"), "vacuous", 3), (Finding(Verdict.UNDECIDED, "too long"), "undecided", 3)],
)
def test_table__what_was_not_seen_to_hold_does_not_hold(monkeypatch, finding, word, code):
    plant(monkeypatch, check=lambda _: finding)
    got, out = run_claims("--examples", 5)
    assert got == code
    assert f"{NAME}: {word}: {finding.reason}" in out
    assert out.rstrip().endswith(f"1 {word}")
    assert "holds" not in out


def test_table__faults_and_derivations(monkeypatch):
    steps = (Derivation("one step", "s", "case exhaustion", holds, lambda: refute("false")),)
    plant(monkeypatch, derivations=steps)
    code, out = run_claims("--examples", 10, "--faults", "--derivations")
    assert code == 0
    for part in ("case exhaustion", FAULT, "derivation: one step"):
        assert part in out
    plant(monkeypatch, check=lambda _: holds(), faults=tuple(THEOREM.faults[:1]), derivations=())
    monkeypatch.setattr(session, "check_fault", lambda *_, **__: Outcome(FAULT, "fault", accepted=9))
    code, out = run_claims("--examples", 10, "--faults")
    assert code == 1
    assert f"the check has an error, for it does not refute {FAULT!r}" in out


def test_table__fits_into_a_narrow_terminal():
    console = Console(file=io.StringIO(), width=80)
    console.print(claims_table(hold_session([THEOREM], Plan(examples=5)), narrow=True))
    shown = console.file.getvalue()
    assert THEOREM.number not in shown
    assert f" {NAME}  holds         5       0      0      0" in shown


def test_table__of_a_campaign(monkeypatch, tmp_path):
    monkeypatch.setattr(session, "_BLOCK", 20)
    code, out = run_claims("--state", tmp_path / "state", "--examples", 40)
    assert code == 0
    assert "campaign of 40 data sets" in out
    assert "kernels = exact path" in out
    plant(monkeypatch, check=lambda _: 1 // 0)
    code, out = run_claims("--state", tmp_path / "raises", "--examples", 20)
    assert code == 1
    assert "ZeroDivisionError" in out


@pytest.mark.parametrize(
    ("slack", "text"), [(Fraction(1, 10**400), "1e-400"), (Fraction(2, 3), "0.667"), (10**400, "1e400")]
)
def test_table__the_least_slack_is_no_float(monkeypatch, slack, text):
    plant(monkeypatch, check=lambda _: holds(slack=slack))
    code, out = run_claims("--examples", 3)
    assert code == 0
    (row,) = [line for line in out.splitlines() if line.startswith(f" {NAME}")]
    assert row.split()[-1] == text
