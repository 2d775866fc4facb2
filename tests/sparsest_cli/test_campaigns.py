import json
from contextlib import nullcontext

import pytest

from sparsest import campaign as room
from sparsest.campaign import fast_path, tolerance
from sparsest_cli.campaigns import campaign
from sparsest_cli.checking import claims
from tests.sparsest_cli.terminal import sparsest


@pytest.mark.slow
def test_search__finds_or_says_no():
    code, out, _ = sparsest("search", "small-exponent", "--gaps", "4", "--tries", "300", "--json")
    assert (code, json.loads(out)["knots"]) == (0, [2, 3])
    code, out, _ = sparsest("search", "pieces", "--gaps", "3", "--tries", "50")
    assert (code, out) == (1, "nothing found in 50 runs of 3 gaps\n")


@pytest.mark.slow
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


@pytest.mark.slow
def test_campaign__within_tolerances(tmp_path):
    state = tmp_path / "tolerance.campaign"
    options = "campaign", "--state", state, "--family", "integers"
    code, out, err = sparsest(*options, "--job", "tolerance", "--examples", 1000)
    assert (code, err) == (0, "")
    assert out.startswith("1,000 examples, ")
    assert "exact turns" in out
    assert "0 differences" in out
    # The state is of one job only.
    code, _, err = sparsest(*options, "--examples", 1000)
    assert code == 2
    assert "job" in err
    code, _, err = sparsest(*options, "--job", "nothing")
    assert code == 2
    assert "'nothing' is not one of 'fast-path', 'tolerance'" in err


@pytest.mark.slow
def test_campaign__a_damaged_state_is_named_in_one_line_with_the_cure(tmp_path):
    state = tmp_path / "differential.campaign"
    assert sparsest("campaign", "--state", state, "--examples", 1000, "--family", "integers")[0] == 0
    right = state.read_bytes()
    for wrong in (right[:-4096], right.replace(b'"seed": 0', b'"seed": 1'), right[:5000] + b"\n" + right[5001:]):
        assert wrong != right
        state.write_bytes(wrong)
        code, out, err = sparsest("campaign", "--state", state, "--examples", 2000, "--family", "integers")
        assert (code, out, state.read_bytes()) == (2, "", wrong)
        assert err.removesuffix("\n").isprintable()
        assert err.startswith(f"sparsest: error: {state}: not the state of a campaign, or damaged (")
        assert "give another file" in err
    state.write_bytes(right)
    assert sparsest("campaign", "--state", state, "--examples", 2000, "--family", "integers")[0] == 0


@pytest.mark.slow
def test_campaign__kernels_are_compiled_before_workers_start(tmp_path, monkeypatch):
    """With an empty cache each worker compiled for itself, and said so."""
    done = []

    def pool(workers):
        done.append(workers)
        return nullcontext()

    monkeypatch.setattr(fast_path, "compile_kernels", lambda: done.append("compiled"))
    monkeypatch.setattr(tolerance, "compile_within", lambda: done.append("compiled within"))
    monkeypatch.setattr(room, "worker_pool", pool)
    for number in (1, 2):
        for command, name in ((campaign, "differential"), (claims, "claims")):
            state = str(tmp_path / f"{number}.{name}")
            with pytest.raises(SystemExit) as ended:
                command.main(["--state", state, "--examples", "1", "--workers", str(number)])
            assert ended.value.code == 0
    assert done == [1, 1, "compiled", 2, "compiled", 2]
    done.clear()
    with pytest.raises(SystemExit):
        campaign.main(["--state", str(tmp_path / "t"), "--examples", "1", "--workers", "2", "--job", "tolerance"])
    assert done == ["compiled within", 2]


def test_state__is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for command in (["campaign", "--examples", "1"], ["claims", "theorem-3.1-1"]):
        code, out, err = sparsest(*command, "--state", "-")
        assert (code, out) == (2, "")
        assert "--state -: this is no stream; give the name of a file" in err
    assert list(tmp_path.iterdir()) == []
