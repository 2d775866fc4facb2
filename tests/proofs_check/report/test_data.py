import json

import pytest

from proofs_check.claim import Derivation, holds, refute
from proofs_check.claims import CLAIMS
from proofs_check.report.data import collect, steps
from proofs_check.report.given import DATA_SETS
from sparsest.campaign import Tally, run
from sparsest.errors import UsageError
from tests.proofs_check.report import planted
from tests.proofs_check.report.planted import tiny


def rows(report):
    return {row["id"]: row for row in report["claims"]}


def test_one_row_for_each_claim_with_all_that_it_says(report):
    row = rows(report)["theorem-3.1-1"]
    assert row["evidence"] == ["on data", "property", "derivation"]
    assert (row["verdict"], row["property"]["accepted"], row["property"]["vacuous_share"]) == ("holds", 3, 0)
    assert [part["data_set"] for part in row["data"]] == ["peak_plateau", "non_monotone"]
    assert all(fault["refuted"] for fault in row["faults"])
    assert row["faults"][0]["case_text"].startswith("x = [0, 1, 2")
    assert row["derivations"][0]["fault"] == {
        "refuted": True,
        "verdict": "refuted",
        "reason": "no",
        "witness": "a = 1/2",
    }


def test_every_claim_of_the_registry_is_reported_unless_told_otherwise():
    assert collect.__defaults__[0] is CLAIMS
    assert steps() == sum(2 + len(one.faults) + len(one.derivations) for one in CLAIMS)


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

    (row,) = collect([planted.planted(check=check, faults=())], examples=3, data_sets=DATA_SETS[3:4])["claims"]
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


def test_progress_is_called_once_for_each_step():
    calls = []
    tiny(planted.CLAIMS[3:], progress=calls.append)
    assert len(calls) == steps(planted.CLAIMS[3:]) == 3


def job(block):
    return Tally({"wrong accepted": block.size, "wrong microseconds": 5000, "fast path accepted": 1, "examples": 1})


def test_a_campaign_is_reported_with_its_time_apart(tmp_path):
    state = tmp_path / "a.campaign"
    run(job, examples=20, block_size=10, seed=1, state=state)
    report = tiny(planted.CLAIMS[1:2], campaign=state)
    assert report["campaign"]["claims"] == {"fast path": {"accepted": 2}, "wrong": {"accepted": 20}}
    assert report["campaign"]["counts"] == {"examples": 2}
    assert report["seconds"]["campaign"]["claims"]["wrong"] == 0.01


@pytest.mark.parametrize("text", [None, "", "no state"])
def test_a_file_that_is_no_campaign_is_refused(tmp_path, text):
    path = tmp_path / "other"
    if text is not None:
        path.write_text(text)
    with pytest.raises(UsageError, match="other"):
        collect([], campaign=path)
    assert path.exists() == (text is not None)
