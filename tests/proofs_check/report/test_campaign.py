import pytest

from proofs_check.report.campaign import read_campaign
from sparsest.campaign import Tally, run
from sparsest.errors import UsageError


def job(block):
    return Tally({"a b accepted": 2, "a accepted": 3, "other": 1}, [{"block": block.index}])


def test_counts_go_to_the_claim_of_the_whole_name_and_failures_are_kept(tmp_path):
    run(job, examples=10, block_size=10, seed=1, state=tmp_path / "c")
    found = read_campaign(tmp_path / "c", ["a"])
    assert (found["claims"], found["counts"]) == ({"a": {"accepted": 3}}, {"a b accepted": 2, "other": 1})
    assert (found["failed"], found["failures"]) == (1, [{"block": 0}])


def test_a_missing_file_is_refused_and_not_made(tmp_path):
    with pytest.raises(UsageError, match="there is no such file"):
        read_campaign(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []
