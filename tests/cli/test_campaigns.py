import json

from tests.cli.terminal import sparsest


def test_search__finds_or_says_no():
    code, out, _ = sparsest("search", "small-exponent", "--gaps", "4", "--tries", "300", "--json")
    assert (code, json.loads(out)["knots"]) == (0, [2, 3])
    code, out, _ = sparsest("search", "pieces", "--gaps", "3", "--tries", "50")
    assert (code, out) == (1, "nothing found in 50 runs of 3 gaps\n")


def test_campaign__goes_on_where_it_was_and_keeps_to_its_seed(tmp_path):
    state = tmp_path / "differential.campaign"
    code, out, err = sparsest("campaign", "--state", state, "--examples", 1000, "--family", "integers")
    assert (code, err) == (0, "")
    assert out.startswith("1,000 examples")
    assert "0 differences" in out
    code, out, _ = sparsest("campaign", "--state", state, "--examples", 2000, "--family", "integers", "--json")
    assert (code, json.loads(out)["counts"]["examples"]) == (0, 2000)
    code, out, err = sparsest("campaign", "--state", state, "--examples", 1000, "--seed", 1, "--family", "integers")
    assert (code, out) == (2, "")
    assert "seed" in err
    code, _, err = sparsest("campaign", "--state", state, "--family", "nothing")
    assert code == 2
    assert "there are walk" in err
