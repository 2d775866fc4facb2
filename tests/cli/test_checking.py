import json

from sparsest import Dataset, solve
from tests.cli.terminal import NILE, sparsest


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
