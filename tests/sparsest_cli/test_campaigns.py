import json
from contextlib import nullcontext

import pytest

from sparsest import campaign as room
from sparsest.campaign import Report, fast_path, tolerance
from sparsest_cli.campaigns import campaign
from sparsest_cli.checking import claims
from sparsest_cli.common import UNDECIDED
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


def test_campaign__kernels_are_compiled_before_workers_start(tmp_path, monkeypatch):
    """With an empty cache each worker compiled for itself, and said so. Which campaign then runs is left out here."""
    done = []

    def pool(workers):
        done.append(workers)
        return nullcontext()

    def run(job, **_):
        done.append(type(job).__name__)
        return Report({}, 0, 0, 0, {}, 0, (), 0.0)

    monkeypatch.setattr(fast_path, "compile_kernels", lambda: done.append("compiled"))
    monkeypatch.setattr(tolerance, "compile_within", lambda: done.append("compiled within"))
    monkeypatch.setattr(room, "worker_pool", pool)
    monkeypatch.setattr(room, "run", run)
    commands = (campaign, [], 0), (claims, [], UNDECIDED), (campaign, ["--job", "tolerance"], 0)
    for number in (1, 2):
        for command, options, code in commands:
            with pytest.raises(SystemExit) as ended:
                command.main(["--state", str(tmp_path / "a"), "--examples", "1", "--workers", str(number), *options])
            assert ended.value.code == code
    jobs = ["Differential", "ClaimsJob", "WithinDifferential"]
    first = ["compiled", "compiled", "compiled within"]
    assert done == [step for job in jobs for step in (1, job)] + [
        step for compiled, job in zip(first, jobs, strict=True) for step in (compiled, 2, job)
    ]


def test_state__is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for command in (["campaign", "--examples", "1"], ["claims", "theorem-3.1-1"]):
        code, out, err = sparsest(*command, "--state", "-")
        assert (code, out) == (2, "")
        assert "--state -: this is no stream; give the name of a file" in err
    assert list(tmp_path.iterdir()) == []
