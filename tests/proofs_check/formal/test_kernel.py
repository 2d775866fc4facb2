import json

import pytest

from proofs_check.checker import Verdict, check_text
from proofs_check.formal import kernel
from proofs_check.formal.development import CoqError
from proofs_check.formal.kernel import coq_verdict
from proofs_check.verify import check_certificate
from sparsest.errors import UsageError
from tests.proofs_check.editing import edited, swap
from tests.proofs_check.formal.certificates import HONEST, THEORIES, needs_coq
from tests.proofs_check.test_path_checker import edit

PEAK, WITHIN = HONEST["peak at 1/2"], HONEST["within"]
CORRUPTED = [
    ("C05", edited(PEAK, "problem.points", swap(2, 3))),
    ("C07", edited(PEAK, "minimizer.knots", swap(0, 1))),
    ("C08", edited(PEAK, "minimizer.knots", lambda knots: knots[:-1])),
    ("C09", edited(PEAK, "minimizer.knots.1.x", "1/3")),
    ("C09", edited(PEAK, "minimizer.left.slope", "1")),
    ("C10", edited(PEAK, "dual.1", "++")),
    *(("C11", edited(HONEST[f"peak at {p}"], "dual.1", "-")) for p in ("0", "37/100", "0+", "1-")),
    ("C11", edited(HONEST["ties at 1/2"], "dual.0", lambda run: run.replace("0", "+", 1))),
    ("C11", edited(HONEST["ties at 1/2 only"], "dual.0", lambda run: run.replace("0", "-"))),
    ("C14", edited(PEAK, "claim.knots", 4)),
    ("C15", edited(PEAK, "claim.fewest_knots", 2)),
    ("C16", edited(PEAK, "claim.minimizers", "2")),
    ("C16", edited(HONEST["peak at 0"], "claim.minimizers", "2")),
    ("C17", edited(PEAK, "claim.objective.1", "3.41421356237309504880")),
    ("C17", edited(HONEST["peak at 0+"], "claim.objective", ["3", "4"])),
    ("T05", edit(WITHIN, ("problem", "points"), swap(1, 2))),
    ("T08", edit(WITHIN, ("spline", "knots", 0, "x"), "7/2")),
    ("T10", edit(WITHIN, ("bends", 0, 0), "+")),
    ("T13", edit(WITHIN, ("claim", "knots"), 2)),
    ("T14", edit(WITHIN, ("claim", "fewest_knots"), 0)),
    ("T15", edit(WITHIN, ("claim", "largest_residual"), "9/4")),
    ("T17", edit(WITHIN, ("tighter",), lambda bends: bends[:1])),
]


@needs_coq
@pytest.mark.slow
@pytest.mark.parametrize("name", HONEST)
def test_coq_verdict__accepts(name):
    found = coq_verdict(json.dumps(HONEST[name]), THEORIES)
    other = check_certificate(HONEST[name])
    assert (found.verdict, found.claims_checked, found.clause) == ("accept", other.claims_checked, other.clause), found
    assert "by the kernel of Coq" in found.reason


@pytest.mark.parametrize(("clause", "forged"), CORRUPTED)
def test_corrupted__are_refused_by_the_independent_checker(clause, forged):
    found = check_certificate(forged)
    assert (found.verdict, found.clause) == ("reject", clause)


@needs_coq
@pytest.mark.slow
@pytest.mark.parametrize(("clause", "forged"), CORRUPTED)
def test_coq_verdict__refuses_with_the_checkers_clause(clause, forged):
    found, other = coq_verdict(json.dumps(forged), THEORIES), check_certificate(forged)
    assert (found.clause, found.claims_checked) == (clause, other.claims_checked), found
    assert found.verdict == other.verdict == "reject"


@pytest.fixture
def coq(monkeypatch):
    """A Coq that says what the test has it say, and which files it was asked about."""
    asked, answers = [], []

    def run_coqc(file, _theories):
        asked.append(file.read_text())
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(kernel, "coq_version", lambda: "8.0")
    monkeypatch.setattr(kernel, "run_coqc", run_coqc)
    return asked, answers


def test_coq_verdict__asks_for_the_theorem_and_then_for_the_clause(coq):
    asked, answers = coq
    answers[:] = [""]
    assert coq_verdict(json.dumps(PEAK), THEORIES) == Verdict("accept", 4, "C17", "proved, by the kernel of Coq 8.0")
    for certificate, clause, proved, question in (
        (PEAK, "C16", 2, "(first_fault h c)"),
        (WITHIN, "T16", 3, "(first_failing c)"),
    ):
        asked.clear()
        answers[:] = [CoqError("no"), "     = Some 16\n"]
        found = coq_verdict(json.dumps(certificate), THEORIES)
        assert (found.verdict, found.clause, found.claims_checked) == ("reject", clause, proved)
        assert "Theorem certified" in asked[0]
        assert "Theorem certified" not in asked[1]
        assert asked[1].endswith(f"Eval vm_compute in {question}.\n")


def test_coq_verdict__never_accepts_what_the_kernel_refuses(coq):
    _, answers = coq
    answers[:] = [CoqError("no"), "     = None\n"]
    found = coq_verdict(json.dumps(PEAK), THEORIES)
    assert (found.verdict, found.claims_checked) == ("undecided", 0)
    assert "no clause" in found.reason


@pytest.mark.parametrize("clause", ["C11", "C17"])
def test_coq_verdict__what_hints_do_not_tell_is_undecided_unless_it_is_a_fault(coq, clause):
    _, answers = coq
    false = edited(PEAK, "dual.1", "-") if clause == "C11" else edited(PEAK, "claim.objective", ["9", "9"])
    for certificate, verdict in ((PEAK, "undecided"), (false, "reject")):
        answers[:] = [CoqError("no"), f"     = Some {clause[1:]}\n"]
        found = coq_verdict(json.dumps(certificate), THEORIES)
        assert (found.verdict, found.clause) == (verdict, clause)


def test_coq_verdict__what_is_no_certificate_is_not_shown_to_coq(coq):
    asked, _ = coq
    for text in ("{", "[]", json.dumps(edited(PEAK, "problem.p", "2"))):
        found, other = coq_verdict(text, THEORIES), check_text(text)
        assert (found.verdict, found.clause) == (other.verdict, other.clause)
    with pytest.raises(UsageError, match="sparsest/path-certificate/1 have no check in Coq"):
        coq_verdict('{"format": "sparsest/path-certificate/1"}', THEORIES)
    assert asked == []
