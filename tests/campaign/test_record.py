"""What a campaign has found, read from its state file alone."""

import pytest

from sparsest.campaign import Tally, read, run
from sparsest.campaign.state import opened
from sparsest.errors import UsageError


def job(block):
    return Tally({"b": 2, "a": block.size}, [{"block": block.index}, {"more": 1}])


def test_read__is_what_the_run_returned_and_leaves_the_file_as_it_is(tmp_path):
    ran = run(job, examples=30, block_size=10, seed=1, state=tmp_path / "c")
    before = (tmp_path / "c").read_bytes()
    assert read(tmp_path / "c") == ran
    assert list(ran.counts.items()) == [("a", 30), ("b", 6)]
    assert (tmp_path / "c").read_bytes() == before
    some = read(tmp_path / "c", 3)
    assert (some.failed, some.failures) == (6, ran.failures[:3])


def test_read__then_the_campaign_goes_on(tmp_path):
    run(job, examples=10, block_size=10, seed=1, state=tmp_path / "c")
    assert read(tmp_path / "c").examples == 10
    assert run(job, examples=20, block_size=10, seed=1, state=tmp_path / "c").examples == 20


@pytest.mark.parametrize("text", ["", "no state"])
def test_read__a_file_that_is_none_is_refused_and_left_as_it_is(tmp_path, text):
    path = tmp_path / "other"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"other: not the state of a campaign"):
        read(path)
    assert path.read_text() == text


def test_read__a_missing_file_is_not_made(tmp_path):
    with pytest.raises(UsageError, match="there is no such file"):
        read(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_read__a_file_in_use_is_refused(tmp_path):
    run(job, examples=10, block_size=10, seed=1, state=tmp_path / "c")
    with opened(tmp_path / "c", None), pytest.raises(UsageError, match="in use"):
        read(tmp_path / "c")


def test_read__a_state_that_does_not_say_what_was_run_is_refused(tmp_path):
    with opened(tmp_path / "c", {"seed": 1}):
        pass
    with pytest.raises(UsageError, match="does not say what was run"):
        read(tmp_path / "c")
