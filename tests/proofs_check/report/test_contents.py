"""The paper's table of contents: verdicts are those of a session, checks those of the registry."""

import json
from dataclasses import replace

import jsonschema
import pytest
from rich.console import Console

from proofs_check.claims import CLAIMS, claim
from proofs_check.printed import PRINTED
from proofs_check.report.contents import (
    EVIDENCE,
    checks,
    contents,
    contents_json,
    contents_table,
    on_evidence,
    shown_checks,
)
from proofs_check.report.given import DATA_SETS
from tests.proofs_check.planted import WRONG, plant
from tests.proofs_check.report.commands import run_claims
from tests.test_documents import ROOT

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "paper-1.json").read_text())


@pytest.fixture(scope="module")
def session():
    return on_evidence(CLAIMS)


def entry(entries, number):
    return next(one for one in entries if one.item.number == number)


@pytest.mark.slow
def test_evidence__every_claim_is_seen_to_hold_there(session):
    """If one is not, add a data set on which its hypothesis is met."""
    assert set(EVIDENCE) <= {one.name for one in DATA_SETS}
    assert [one.claim.id for one in session.checked if one.verdict.value != "holds"] == []


@pytest.mark.slow
def test_contents__has_every_item_and_every_claim(session):
    entries = contents(session, CLAIMS)
    items = [item for items in PRINTED.values() for item in items]
    assert [one.item for one in entries][: len(items)] == items
    assert [one.item.claims for one in entries][len(items) :] == [(one.id,) for one in CLAIMS if one.is_ours]
    assert {name for one in entries for name in one.item.claims} == {one.id for one in CLAIMS}


def test_contents__a_refuted_claim_is_not_said_to_hold():
    false = replace(claim("theorem-3.1-1"), check=WRONG)
    one = entry(contents(on_evidence([false]), CLAIMS), "Theorem 3.1, item 1")
    assert one.verdict == "refuted"


def test_contents__claims_that_disagree_each_have_their_word():
    one = entry(contents(on_evidence([claim("theorem-3.1-2a")]), CLAIMS), "Words before Theorem 3.1")
    assert one.verdict.startswith("theorem-3.1-2a: holds, theorem-3.1-2b: not checked")
    assert entry(contents(on_evidence([]), CLAIMS), "(4)").verdict == ""


def test_checks__count_shared_derivations_once():
    some = [claim("lemma-a.1"), claim("lemma-a.2")]
    steps = {step.name for one in some for step in one.derivations}
    assert checks(some)["derivation"] == len(steps) <= sum(len(one.derivations) for one in some)
    assert shown_checks([]) == ""
    assert (
        shown_checks([replace(some[0], derivations=(), faults=some[0].faults[:1])]) == "data, property, 1 false variant"
    )


@pytest.mark.slow
def test_json__follows_its_schema(session):
    made = json.loads(json.dumps(contents_json(contents(session, CLAIMS))))
    jsonschema.validate(made, SCHEMA)
    for key, value in (("verdict", "true"), ("claims", "lemma-a.1"), ("extra", 0)):
        wrong = {**made, "items": [{**made["items"][0], key: value}]}
        assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(wrong)


@pytest.mark.slow
def test_table__wide_and_narrow(session):
    entries = contents(session, CLAIMS)
    for narrow, width, shown in ((False, 500, "data, property"), (True, 250, "E23")):
        console = Console(width=width, record=True, file=None, quiet=False)
        with console.capture() as captured:
            console.print(contents_table(entries, narrow=narrow))
        text = captured.get()
        assert shown in text
        assert ("checked by" in text) is not narrow
        assert "nothing to check: a definition" in text


@pytest.mark.slow
def test_command__prints_the_rows_of_a_claim(monkeypatch):
    code, out = run_claims("--paper")
    assert (code, out.count("\n")) == (0, 3)  # the headings, item 1, and the exchanges in its proof
    assert "Theorem 3.1, item 1" in out
    code, out = run_claims("--paper", "--json")
    assert json.loads(out)["items"][0]["verdict"] == "holds"
    plant(monkeypatch, check=WRONG)
    code, out = run_claims("--paper", "--data", "-", stdin="0,0\n1,0\n2,1\n3,3\n")
    assert code == 1
    assert "refuted" in out
