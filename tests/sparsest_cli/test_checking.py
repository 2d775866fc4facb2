import json

import pytest

from proofs_check.claim import Sample
from proofs_check.claims import CLAIMS
from proofs_check.work import DEFAULT_WORK
from sparsest import Dataset, solve
from tests.proofs_check.planted import plant
from tests.proofs_check.report.commands import run_claims
from tests.sparsest_cli.terminal import NILE, PEAK, sparsest


def test_verify__rejects_a_wrong_claim_and_takes_standard_input(tmp_path):
    made = solve(Dataset.from_csv(NILE)).certificate()
    made["claim"]["fewest_knots"] -= 1
    code, out, _ = sparsest("verify", "-", "--json", stdin=json.dumps(made))
    assert code == 1
    assert json.loads(out)["verdict"] == "reject"
    assert "C15" in out
    code, out, err = sparsest("verify", "-", stdin=b"\xff not a certificate")
    assert (code, err) == (1, "")
    assert "reject" in out


def test_verify__reads_no_more_of_standard_input_than_it_may():
    code, out, err = sparsest("verify", "-", stdin=b" " * (64 * 2**20 + 10_000_000))
    assert (code, err) == (1, "")
    assert "67108865" in out  # one byte more than the limit was read


@pytest.mark.slow
def test_verify__work_is_limited_as_told_and_undecided_names_the_option(tmp_path):
    proof = tmp_path / "proof.json"
    proof.write_text(json.dumps(solve(Dataset.from_csv(NILE), "1/2").certificate()))
    for source, stdin in ((proof, ""), ("-", proof.read_text())):
        code, out, err = sparsest("verify", source, "--work", "20000", stdin=stdin)
        assert (code, err) == (3, "")
        assert out.startswith("undecided: the work limit was met: 20000 steps; --work N allows more [C")
        code, out, _ = sparsest("verify", source, "--work", "200000000", stdin=stdin)
        assert (code, out) == (0, "accept: 4 claims checked\n")
    for work in ("0", "-1", "many", ""):
        code, out, err = sparsest("verify", proof, "--work", work)
        assert (code, out) == (2, "")
        assert "--work" in err


def test_verify__the_help_tells_the_limit():
    assert f"{DEFAULT_WORK}" in sparsest("verify", "--help")[1]


@pytest.mark.slow
def test_claims__on_data_that_a_user_has():
    code, out, err = sparsest("claims", "theorem-3.1-1", "--data", "-", "--p", "1/2", stdin=PEAK)
    assert (code, err) == (0, "")
    assert "standard input, 6 points, 1 input, p = 1/2, seed 0" in out
    assert "Not checked" not in out
    code, out, _ = sparsest("claims", "--data", NILE, "--p", "1/2")
    assert code == 0
    several = [one.id for one in CLAIMS if one.scope == "several inputs"]
    assert len(several) > 10
    assert f"Not checked: {len(several)} claims about several inputs" in out
    code, out, _ = sparsest("claims", "theorem-4.1", "--data", NILE, "--p", "1/2")
    assert code == 3
    code, out, _ = sparsest("claims", "--list")
    assert code == 0
    assert "theorem-3.1-1  Theorem 3.1, item 1: " in out


def test_claims__on_data_the_seed_has_no_say_in_how_much_is_checked(monkeypatch):
    part, seen = Sample("all is looked at twice", 16), []
    plant(monkeypatch, samples=(part,), check=lambda case: seen.append((case.seed, part.takes(case))))
    for seed in (0, 7):
        assert run_claims("--data", "-", "--p", "1/2", "--seed", seed, stdin=PEAK)[0] == 0
    assert seen == [(0, True), (7, True)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "stdin", "parts"),
    [
        (["theorem-9"], "", ["no claim named 'theorem-9'", "theorem-3.1-1"]),
        (["--p", "1/2"], "", ["--p goes with --data"]),
        (["--workers", "2"], "", ["--workers goes with --state"]),
        (["--data", "-", "--p", "0+"], PEAK, ["p = 0+", "rationals in (0, 1)"]),
        (["--data", "-", "--faults", "--examples", "5"], PEAK, ["--data does not go with --examples, --faults"]),
        (["--state", "a", "--derivations"], "", ["--state does not go with --derivations"]),
        (["--list", "--json"], "", ["--list does not go with --json"]),
        (["--paper", "--faults"], "", ["--paper does not go with --faults"]),
        (["--paper", "--list"], "", ["--list does not go with --paper"]),
        (["--paper", "lemma-9"], "", ["no claim named 'lemma-9'"]),
        (["--examples", "0"], "", ["--examples"]),
        (["--data", "absent.csv"], "", ["absent.csv"]),
        (["--data", "-"], "1,2\n3\n", ["line 2"]),
    ],
)
def test_claims__bad_calls(arguments, stdin, parts):
    code, out, err = sparsest("claims", *arguments, stdin=stdin)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    for part in parts:
        assert part in err
