"""What `sparsest claims` prints."""

import io
import json
from fractions import Fraction

import pytest
from rich.console import Console

from proofs_check.cases import SplineCase
from proofs_check.claim import Derivation, Finding, Verdict, holds, refute
from sparsest import Dataset
from sparsest.exact.exponent import Exponent
from sparsest_cli import claims_run
from sparsest_cli.claims_report import claims_table
from tests.sparsest_cli.planted import NAME, THEOREM, WRONG, plant, run_claims
from tests.sparsest_cli.terminal import PEAK
from tests.test_documents import schema

FAULT = THEOREM.faults[0].name


def as_json(*arguments, stdin=""):
    """Run with --json; return the exit code and the JSON, which keeps to its schema."""
    code, out = run_claims(*arguments, "--json", stdin=stdin)
    made = json.loads(out)
    schema("claims-1.json").validate(made)
    return code, made


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
    again = SplineCase(Dataset(case["x"], case["y"]), Exponent.read(case["p"]), case["seed"])
    assert WRONG(again).verdict is Verdict.REFUTED
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
    monkeypatch.setattr(claims_run, "check_fault", lambda *_, **__: claims_run.Outcome(FAULT, "fault", accepted=9))
    code, out = run_claims("--examples", 10, "--faults")
    assert code == 1
    assert f"the check has an error, for it does not refute {FAULT!r}" in out


def test_table__fits_into_a_narrow_terminal():
    console = Console(file=io.StringIO(), width=80)
    console.print(claims_table(claims_run.on_generated([THEOREM], 5, 0, derivations=False, faults=False), narrow=True))
    shown = console.file.getvalue()
    assert THEOREM.number not in shown
    assert f" {NAME}  holds         5       0      0      0" in shown


def test_table__of_a_campaign(monkeypatch, tmp_path):
    monkeypatch.setattr(claims_run, "_BLOCK", 20)
    code, out = run_claims("--state", tmp_path / "state", "--examples", 40)
    assert code == 0
    assert "campaign of 40 data sets" in out
    assert "kernels = exact path" in out
    plant(monkeypatch, check=lambda _: 1 // 0)
    code, out = run_claims("--state", tmp_path / "raises", "--examples", 20)
    assert code == 1
    assert "ZeroDivisionError" in out


def test_json__keeps_to_its_schema(monkeypatch, tmp_path):
    monkeypatch.setattr(claims_run, "_BLOCK", 20)
    code, made = as_json("--data", "-", stdin=PEAK)
    assert (code, made["data"]["name"], made["claims"][0]["outcome"]["accepted"]) == (0, "standard input", 5)
    code, made = as_json("--data", "-", "--p", "1/2", "--p", "0.37", stdin=PEAK)
    assert made["data"]["exponents"] == ["1/2", "37/100"]
    code, made = as_json("--data", "-", stdin="0,0,1\n0,1,2\n1,0,0\n")
    assert (code, made["claims"][0]["outcome"]["verdict"]) == (0, "hypothesis not met")
    code, made = as_json("--state", tmp_path / "state", "--examples", 40)
    assert (code, made["campaign"]["report"]["counts"]["examples"]) == (0, 40)
    plant(monkeypatch, check=WRONG, derivations=(Derivation("n", "s", "m", holds, lambda: refute("false")),))
    code, made = as_json("--faults", "--derivations")
    assert (code, made["claims"][0]["outcome"]["verdict"]) == (1, "refuted")
    assert [len(made["claims"][0][key]) for key in ("derivations", "faults")] == [1, 3]
    assert made["claims"][0]["outcome"]["case"]["p"] == "1/2"
    for wrong in ({"seed": -1}, {"schema": "sparsest/claims/2"}, {"extra": 1}, {"claims": []}):
        assert not schema("claims-1.json").is_valid({**made, **wrong})


def test_json__has_no_infinite_slack(monkeypatch):
    plant(monkeypatch, check=lambda _: holds(slack=float("inf")))
    code, made = as_json("--examples", 3)
    assert (code, made["claims"][0]["outcome"]["slack"]) == (0, None)


def test_list__in_short_and_in_full():
    code, out = run_claims("--list")
    assert code == 0
    for part in (THEOREM.number, THEOREM.hypotheses, *(fault.statement for fault in THEOREM.faults)):
        assert part in out


@pytest.mark.parametrize(
    ("slack", "text"), [(Fraction(1, 10**400), "1e-400"), (Fraction(2, 3), "0.667"), (10**400, "1e400")]
)
def test_table__the_least_slack_is_no_float(monkeypatch, slack, text):
    plant(monkeypatch, check=lambda _: holds(slack=slack))
    code, out = run_claims("--examples", 3)
    assert code == 0
    (row,) = [line for line in out.splitlines() if line.startswith(f" {NAME}")]
    assert row.split()[-1] == text
