import json

import pytest

from proofs_check.claim import Derivation, holds, refute
from proofs_check.claims import CLAIMS
from proofs_check.report.data import collect, plan_of
from proofs_check.report.given import DATA_SETS
from proofs_check.report.html import render
from proofs_check.report.text import exact_text
from sparsest.campaign import Tally, run
from sparsest.errors import UsageError
from tests.proofs_check.report import planted
from tests.proofs_check.report.planted import tiny
from tests.test_documents import schema

# What the report has besides a session.
MORE = {
    "versions", "summary", "seconds", "figures", "evidence", "data_groups", "vacuous_share",
    "case_text", "witness_text",
}  # fmt: skip


def rows(report):
    return {row["id"]: row for row in report["claims"]}


@pytest.mark.slow
def test_one_row_for_each_claim_with_all_that_it_says(report):
    row = rows(report)["theorem-3.1-1"]
    assert row["evidence"] == ["on data", "property", "derivation"]
    assert (row["verdict"], row["property"]["accepted"], row["property"]["vacuous_share"]) == ("holds", 3, 0)
    assert [part["data_set"] for part in row["data"]] == ["peak_plateau", "non_monotone"]
    assert all(fault["refuted"] for fault in row["faults"])
    fault = row["faults"][0]
    assert len(fault["case"]["x"]) == 4  # as many points as a run of two gaps needs
    assert fault["case_text"] == exact_text(fault["case"])
    fault = row["derivations"][0]["fault"]
    assert (fault["refuted"], fault["verdict"], fault["reason"]) == (True, "refuted", "no")
    assert (fault["witness"], fault["witness_text"]) == ({"a": "1/2"}, "a = 1/2")


def test_every_claim_of_the_registry_is_reported_with_everything_unless_told_otherwise():
    assert collect.__defaults__[0] is CLAIMS
    plan = plan_of()
    assert (plan.generated, plan.faults, plan.derivations, plan.data) == (True, True, True, DATA_SETS)


def test_the_report_is_a_session_with_more_to_read(report):
    """The claims of the report keep to the one schema, once the clock is put back and the texts are taken out."""

    def as_session(part):
        if isinstance(part, dict):
            part = {key: as_session(value) for key, value in part.items() if key not in MORE}
            return {**part, "seconds": 0.0} if {"witness", "case"} <= part.keys() else part
        return [as_session(inner) for inner in part] if isinstance(part, list) else part

    made = {**as_session(report), "schema": "sparsest/claims/2"}
    schema("claims-2.json").validate(made)
    assert not schema("claims-2.json").is_valid({**made, "seconds": {}})


def test_what_is_not_as_it_should_be_is_said(report):
    found = rows(report)
    assert found["wrong"]["verdict"] == "refuted"
    assert found["wrong"]["property"]["witness_text"] == "k = 1/3"
    assert (found["empty"]["verdict"], found["empty"]["property"]["vacuous_share"]) == ("vacuous", 1)
    assert report["summary"]["verdicts"]["refuted"] == 1
    assert report["summary"]["not_as_it_should_be"] == [
        "wrong: refuted", "empty: vacuous", "weak: the fault 'weak' is not refuted",
    ]  # fmt: skip


def test_a_claim_refuted_on_given_data_only_is_refuted():
    # Generated cases have at most 9 points; the data set has 12.
    def check(case):
        refute("many points") if len(case.x) > 11 else holds()

    (row,) = collect([planted.planted(check=check, faults=())], plan=plan_of(3, data_sets=DATA_SETS[3:4]))["claims"]
    assert (row["property"]["verdict"], row["data_groups"][0]["verdict"], row["verdict"]) == (
        "holds",
        "refuted",
        "refuted",
    )


@pytest.mark.slow
def test_one_seed_gives_one_report_but_for_seconds(report):
    again = tiny()
    assert report.keys() == again.keys()
    for key in report.keys() - {"seconds"}:
        assert json.dumps(report[key]) == json.dumps(again[key]), key
    assert "seconds" not in json.dumps({k: v for k, v in report.items() if k != "seconds"})


def test_a_derivation_of_several_claims_is_carried_out_and_counted_once():
    calls = []

    def prove():
        calls.append(1)
        return holds()

    step = Derivation("shared", "1 = 1", "symbolic (sympy)", prove, lambda: refute("0 = 1"))
    claims = [planted.planted(id=name, derivations=(step,), faults=()) for name in ("one", "two")]
    report = tiny(claims)
    assert (len(calls), report["summary"]["derivations"], report["summary"]["derivations_hold"]) == (1, 1, 1)
    assert [row["derivations"][0]["name"] for row in report["claims"]] == ["shared", "shared"]


@pytest.mark.slow
def test_another_seed_draws_other_cases(report):
    assert json.dumps(tiny(planted.CLAIMS[:1], seed=5)["claims"]) != json.dumps(report["claims"][:1])


def job(block):
    return Tally({"wrong accepted": block.size, "wrong microseconds": 5000, "fast path accepted": 1, "examples": 1})


def decisions(block):
    return Tally({"decisions": 1})


def refuting(block):
    return Tally({"theorem-3.1-1 rejected": 1}, [{"claim": "theorem-3.1-1", "reason": "no", "witness": {}, "case": {}}])


@pytest.mark.slow
def test_a_campaign_is_reported_with_its_time_apart(tmp_path):
    state = tmp_path / "a.campaign"
    run(job, examples=20, block_size=10, seed=1, state=state)
    report = tiny(planted.CLAIMS[1:2], campaign=state)
    assert report["campaign"]["fast_path"]["accepted"] == 2
    (row,) = report["claims"]
    assert (row["campaign"]["accepted"], "campaign" in row["evidence"]) == (20, True)
    assert report["campaign"]["report"]["counts"] == {"examples": 2}
    assert report["seconds"]["claims"]["wrong"]["campaign"] == 0.01
    assert "seconds" not in json.dumps({k: v for k, v in report.items() if k != "seconds"})


@pytest.mark.slow
def test_a_campaign_of_something_else_is_reported_by_its_counts(tmp_path):
    run(decisions, examples=20, block_size=10, seed=1, state=tmp_path / "b.campaign")
    report = tiny(planted.CLAIMS[:1], campaign=tmp_path / "b.campaign")
    assert report["campaign"]["fast_path"] is None
    assert report["campaign"]["report"]["counts"] == {"decisions": 2}
    assert report["claims"][0]["campaign"] is None
    assert "Further counts: 2 decisions" in render(report, {})


@pytest.mark.slow
def test_a_refutation_in_a_campaign_is_not_as_it_should_be(tmp_path):
    run(refuting, examples=20, block_size=10, seed=1, state=tmp_path / "c.campaign")
    report = tiny(planted.CLAIMS[:1], campaign=tmp_path / "c.campaign")
    assert report["summary"]["not_as_it_should_be"] == ["theorem-3.1-1: refuted"]


@pytest.mark.parametrize("text", [None, "", "no state"])
def test_a_file_that_is_no_campaign_is_refused(tmp_path, text):
    path = tmp_path / "other"
    if text is not None:
        path.write_text(text)
    with pytest.raises(UsageError, match="other"):
        collect([], campaign=path)
    assert path.exists() == (text is not None)
