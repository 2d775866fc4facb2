import time
from contextlib import nullcontext

import pytest

from sparsest import UsageError
from sparsest.campaign import commits as module
from sparsest.campaign.commits import Commits
from sparsest.campaign.state import Done, State, opened

IDENTITY = {"seed": 1, "versions": {"numpy": "2.0"}}
WORKER = {"numpy": "2.0", "numba": "0.60"}


@pytest.fixture
def state(tmp_path):
    with opened(tmp_path / "a", IDENTITY) as state:
        yield state


@pytest.fixture
def saves(monkeypatch):
    """The blocks of each transaction."""
    found, save = [], State.save

    def noted(self, outcomes):
        found.append(sorted(outcomes))
        return save(self, outcomes)

    monkeypatch.setattr(State, "save", noted)
    return found


def test_commits__by_time_not_by_arrival(state, saves):
    with Commits(state) as commits:
        for index in range(1000):
            commits.add(index, Done({"n": 1}, []))
        assert len(saves) <= 1
    assert len(saves) <= 2
    assert (state.ledger().blocks, state.ledger().counts) == (1000, {"n": 1000})


def test_commits__within_a_second_though_nothing_else_arrives(state, saves):
    """Somebody waits for a slow block meanwhile."""
    with Commits(state) as commits:
        commits.add(0, Done({"n": 1}, []))
        until = time.monotonic() + 1
        while not saves and time.monotonic() < until:
            time.sleep(0.01)
        assert saves == [[0]]
    assert module.EVERY <= 0.5


def test_commits__failures_are_counted_on_arrival_and_a_block_once(state):
    with Commits(state) as commits:
        for index in (0, 1, 1):
            commits.add(index, Done({}, ["{}", "{}"]))
        assert commits.failed == 4
    with Commits(state) as commits:
        assert commits.failed == state.ledger().failed == 4


def add_slowly(state):
    with Commits(state) as commits:
        for index in range(100):
            commits.add(index, Done({}, []))
            time.sleep(0.01)


def test_commits__what_goes_wrong_with_saving_is_raised_where_somebody_sees_it(state, monkeypatch):
    def full(*_):
        raise UsageError("the disk is full")

    monkeypatch.setattr(module, "EVERY", 0.01)
    monkeypatch.setattr(State, "save", full)
    with pytest.raises(UsageError, match="the disk is full"):
        add_slowly(state)
    monkeypatch.undo()
    assert state.ledger().blocks == 0


def add_one_and_end(state, how):
    with Commits(state) as commits:
        commits.add(0, Done({"n": 1}, []))
        if how is not None:
            raise how


@pytest.mark.parametrize("how", [None, KeyboardInterrupt, ValueError])
def test_commits__all_that_came_is_saved_however_it_ends(state, how):
    with nullcontext() if how is None else pytest.raises(how):
        add_one_and_end(state, how)
    assert state.ledger().blocks == 1


def test_commits__an_interrupt_while_it_ends_waits_for_the_transaction(state, monkeypatch):
    commits, joined = Commits(state), []
    thread = commits._thread

    def join():
        joined.append(True)
        if len(joined) == 1:
            raise KeyboardInterrupt
        type(thread).join(thread)

    monkeypatch.setattr(thread, "join", join)
    with pytest.raises(KeyboardInterrupt), commits:
        commits.add(0, Done({"n": 1}, []))
    assert (len(joined), thread.is_alive(), state.ledger().blocks) == (2, False, 1)


def test_commits__a_mix_of_workers_is_refused_and_named(state):
    with Commits(state) as commits:
        commits.add(0, Done({"n": 1}, [], worker=WORKER))
        with pytest.raises(UsageError, match=r"a: block 1 .* before it: numba: 0\.60 there, 0\.61 here.*one"):
            commits.add(1, Done({"n": 1}, [], worker={**WORKER, "numba": "0.61"}))
        commits.add(2, Done({"n": 1}, [], worker=WORKER))
    assert (state.ledger().counts, state.ledger().unfinished) == ({"n": 2}, [1])
    assert state.ledger().workers == WORKER


def test_commits__the_mix_of_two_sessions_is_refused_too(tmp_path):
    with opened(tmp_path / "a", IDENTITY) as state, Commits(state) as commits:
        commits.add(0, Done({}, [], worker=WORKER))
    differ = pytest.raises(UsageError, match=r"numba: 0\.60 there, 0\.61 here")
    with opened(tmp_path / "a", IDENTITY) as state, Commits(state) as commits, differ:
        commits.add(1, Done({}, [], worker={**WORKER, "numba": "0.61"}))


def test_commits__a_worker_unlike_the_driver_is_refused(state):
    with Commits(state) as commits, pytest.raises(UsageError, match=r"numpy: 2\.0 there, 2\.1 here"):
        commits.add(0, Done({}, [], worker={**WORKER, "numpy": "2.1"}))
