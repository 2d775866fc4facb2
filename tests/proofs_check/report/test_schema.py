"""What `sparsest claims --json` prints, and what the report is built from."""

import json

import pytest

from proofs_check.claim import Derivation, Sample, holds, refute
from proofs_check.running import session
from tests.proofs_check.planted import THEOREM, WRONG, plant
from tests.proofs_check.report.commands import run_claims
from tests.sparsest_cli.terminal import PEAK
from tests.test_documents import schema


def as_json(*arguments, stdin=""):
    """Run with --json; return the exit code and the JSON, which keeps to its schema."""
    code, out = run_claims(*arguments, "--json", stdin=stdin)
    made = json.loads(out)
    schema("claims-2.json").validate(made)
    return code, made


@pytest.mark.slow
def test_json__keeps_to_its_schema(monkeypatch, tmp_path):
    monkeypatch.setattr(session, "_BLOCK", 20)
    code, made = as_json("--data", "-", stdin=PEAK)
    assert (code, made["data_sets"][0]["name"], made["claims"][0]["data"][0]["accepted"]) == (0, "standard input", 5)
    code, made = as_json("--data", "-", "--p", "1/2", "--p", "0.37", stdin=PEAK)
    assert made["data_sets"][0]["exponents"] == ["1/2", "37/100"]
    code, made = as_json("--data", "-", stdin="0,0,1\n0,1,2\n1,0,0\n")
    assert (code, made["claims"][0]["verdict"]) == (0, "hypothesis not met")
    code, made = as_json("--state", tmp_path / "state", "--examples", 40)
    assert (code, made["campaign"]["report"]["counts"]["examples"]) == (0, 40)
    plant(monkeypatch, check=WRONG, derivations=(Derivation("n", "s", "m", holds, lambda: refute("false")),))
    code, made = as_json("--faults", "--derivations")
    assert (code, made["claims"][0]["verdict"]) == (1, "refuted")
    assert [len(made["claims"][0][key]) for key in ("derivations", "faults")] == [1, len(THEOREM.faults)]
    assert made["claims"][0]["derivations"][0]["fault"]["refuted"]
    assert made["claims"][0]["property"]["case"]["p"] == "1/2"
    for wrong in ({"seed": -1}, {"schema": "sparsest/claims/1"}, {"extra": 1}, {"claims": []}):
        assert not schema("claims-2.json").is_valid({**made, **wrong})


def test_json__has_no_infinite_slack(monkeypatch):
    plant(monkeypatch, check=lambda _: holds(slack=float("inf")))
    code, made = as_json("--examples", 3)
    assert (code, made["claims"][0]["property"]["slack"]) == (0, None)


def test_json__names_what_only_some_cases_get_and_its_schema_wants_it(monkeypatch):
    plant(monkeypatch, samples=(Sample("it is looked at twice", 16),))
    code, made = as_json("--examples", 3)
    assert (code, made["claims"][0]["samples"]) == (0, [{"what": "it is looked at twice", "one_in": 16}])
    for samples in ([{"what": "x", "one_in": 0}], [{"what": "x"}], None):
        row = {**made["claims"][0], "samples": samples}
        assert not schema("claims-2.json").is_valid({**made, "claims": [row]})


def test_json__a_case_has_a_lot(monkeypatch):
    plant(monkeypatch, check=WRONG)
    _, made = as_json()
    row = made["claims"][0]
    del row["property"]["case"]["lot"]
    assert not schema("claims-2.json").is_valid(made)
