"""Every claim is checked, and every check is seen to fail: on false variants of its statement."""

from importlib import import_module
from pathlib import Path

import pytest

from proofs_check import claims
from proofs_check.claim import Claim, Verdict
from proofs_check.claims import CLAIMS, claim
from proofs_check.running.runs import check_derivation, check_fault, check_property
from sparsest import UsageError

FAULTS = [pytest.param(one, fault, id=f"{one.id}: {fault.name}") for one in CLAIMS for fault in one.faults]
DERIVATIONS = {step.name: step for one in CLAIMS for step in one.derivations}

#: The numbered statements of the paper, each with what its ids begin with.
NUMBERED = {
    "Proposition 3.1": "proposition-3.1",
    "Remark 1": "remark-1",
    "Theorem 3.1, item 1": "theorem-3.1-1",
    "Theorem 3.1, item 2a": "theorem-3.1-2a",
    "Theorem 3.1, item 2b": "theorem-3.1-2b",
    "Theorem 3.1, p = 0": "theorem-3.1-p0",
    "Corollary 3.1.1": "corollary-3.1.1",
    "Corollary 3.1.2": "corollary-3.1.2",
    "text after Corollary 3.1.1": "corollary-3.1.1-form",
    "text after Corollary 3.1.1, p = 0": "corollary-3.1.1-p0",
    "Theorem 3.2, finitely many exceptions": "theorem-3.2-unique",
    "Theorem 3.2, threshold": "theorem-3.2-threshold",
    "Theorem 3.2, easy condition": "theorem-3.2-easy",
    "Lemma A.1": "lemma-a.1",
    "Lemma A.2": "lemma-a.2",
    "A.1.1": "section-a.1.1",
    "A.1.3": "section-a.1.3",
    "A.1.4": "section-a.1.4",
    "Proposition 4.1": "proposition-4.1",
    "Lemma 4.1": "lemma-4.1",
    "Theorem 4.1": "theorem-4.1",
    "inequality (76)": "inequality-76",
    "inequality (78)": "inequality-78",
    "Algorithm 1": "algorithm-1",
    "example (81)-(82)": "example-81-82",
}


@pytest.mark.parametrize("one", CLAIMS, ids=lambda one: one.id)
def test_claims__hold_and_are_not_vacuous(one, few):
    outcome = check_property(one, examples=few)
    assert outcome.verdict is Verdict.HOLDS, (outcome.reason, outcome.witness, outcome.case)
    assert outcome.vacuous < outcome.examples / 2


@pytest.mark.slow
@pytest.mark.parametrize(("one", "fault"), FAULTS)
def test_faults__are_refuted_with_a_case_that_shows_it(one, fault):
    outcome = check_fault(one, fault, shrink=False)
    assert outcome.verdict is Verdict.REFUTED, outcome
    assert outcome.reason
    assert outcome.case


@pytest.mark.slow
@pytest.mark.parametrize("step", DERIVATIONS.values(), ids=lambda step: step.name)
def test_derivations__prove_what_is_true_and_refute_what_is_not(step):
    outcome = check_derivation(step)
    assert outcome.verdict is Verdict.HOLDS, outcome
    false = check_derivation(step, fault=True)
    assert false.verdict is Verdict.REFUTED, false
    assert false.reason


def test_every_numbered_statement_is_claimed_and_every_claim_has_faults():
    ids = [one.id for one in CLAIMS]
    assert len(set(ids)) == len(ids)
    for number, start in NUMBERED.items():
        assert any(name.startswith(start) for name in ids), number
    for one in CLAIMS:
        assert one.faults
        assert len({fault.name for fault in one.faults}) == len(one.faults)
        assert all([one.number, one.title, one.statement, one.hypotheses, one.establishes, one.leaves_open])


def test_every_claim_file_is_in_the_registry():
    stems = [path.stem for path in Path(claims.__file__).parent.glob("[!_]*.py")]
    found = [
        value
        for stem in stems
        for value in vars(import_module(f"proofs_check.claims.{stem}")).values()
        if isinstance(value, Claim)
    ]
    assert {one.id for one in found} == {one.id for one in CLAIMS}
    assert len(found) >= len(stems)


def test_derivations__have_names_of_their_own():
    steps = [step for one in CLAIMS for step in one.derivations]
    assert len({step.name for step in steps}) == len({id(step) for step in steps}) > 0


def test_claim__unknown_id_lists_those_there_are():
    with pytest.raises(UsageError, match=r"'theorem-9'.*theorem-3\.1-1"):
        claim("theorem-9")
