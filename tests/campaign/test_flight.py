"""Blocks that go out again: which, how often, and who is blamed."""

from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor

import pytest

from sparsest import SparsestError, UsageError
from sparsest.campaign import flight
from sparsest.campaign.block import Block, Tally
from sparsest.campaign.flight import Handout, drive
from sparsest.campaign.state import opened


def job(block):
    return Tally({"sum": block.index})


class Crowd(Executor):
    """Holds up to `num_workers` blocks; when it has as many, or nothing more comes, they are done or lost together.

    All of them are lost if a killer is among them, as in a pool of processes.
    """

    def __init__(self, workers, killers, lives=10**9):
        self.num_workers, self.killers, self.lives = workers, killers, lives
        self.held, self.sent, self.sizes = [], [], []

    def submit(self, fn, /, *args):
        future = Future()
        self.held.append((future, fn, args))
        self.sent += [block.index for block in args[1]]
        self.sizes.append(len(args[1]))
        return future

    def land(self):
        """Let all land that are held."""
        held, self.held = self.held, []
        lost = self.lives > 0 and any(block.index in self.killers for _, _, args in held for block in args[1])
        self.lives -= lost
        for future, fn, args in held:
            future.set_exception(BrokenExecutor("a worker died")) if lost else future.set_result(fn(*args))


@pytest.fixture
def fly(tmp_path, monkeypatch):
    """Drive blocks through a crowd, which lands whenever the driver waits for it; return the ledger."""

    def run(executor, blocks=12, retries=3, in_flight=None):
        fill = flight._Flight.fill

        def filled(self):
            fill(self)
            executor.land()

        monkeypatch.setattr(flight._Flight, "fill", filled)
        with opened(tmp_path / "a", {"seed": 1}) as state:
            try:
                todo = (Block(1, k, 10) for k in range(blocks))
                drive(state, job, todo, executor, Handout(5, retries, in_flight))
            finally:
                run.ledger = state.ledger()
        return run.ledger

    return run


@pytest.mark.parametrize("lives", [1, 2, 3])
def test_drive__a_lost_worker_costs_retries(fly, lives):
    executor = Crowd(2, {3}, lives)
    assert (fly(executor).counts, fly.ledger.unfinished) == ({"sum": 66}, [])
    assert executor.sent.count(3) == lives + 1


def test_drive__a_killer_is_named_and_all_others_are_done_or_blameless(fly):
    executor = Crowd(2, {3})
    with pytest.raises(SparsestError, match=r"block 3 was handed out 4 times .*BrokenExecutor: a worker died.*kept"):
        fly(executor)
    assert executor.sent.count(3) == 4
    assert max(executor.sent.count(k) for k in range(12) if k != 3) <= 3
    assert {0, 1, 2}.isdisjoint(fly.ledger.unfinished)
    assert fly.ledger.counts["sum"] == sum(set(range(fly.ledger.started)) - set(fly.ledger.unfinished))


@pytest.mark.parametrize("retries", [0, 1, 5])
def test_drive__retries_are_bounded(fly, retries):
    executor = Crowd(1, {0})
    with pytest.raises(SparsestError, match="block 0 was handed out"):
        fly(executor, retries=retries, in_flight=1)
    assert executor.sent == [0] * (retries + 1)


def test_drive__suspects_go_alone(fly):
    executor = Crowd(4, {2, 3}, lives=4)
    assert fly(executor).counts == {"sum": 66}
    # Eight of the first two rounds, then one by one until they have landed.
    first = executor.sent[:16]
    assert sorted(first[:8]) == sorted(first[8:])


def test_drive__in_flight_follows_the_executor_as_it_grows(fly, monkeypatch):
    monkeypatch.setattr(flight, "_ASKED_AGAIN", 0.0)
    monkeypatch.setattr(flight, "_MOST_IN_TASK", 1)
    executor, seen = Crowd(1, ()), []
    land = executor.land

    def grow():
        seen.append(len(executor.held))
        executor.num_workers = 4
        land()

    executor.land = grow
    assert fly(executor, blocks=30).blocks == 30
    assert seen[:3] == [2, 8, 8]


def test_drive__in_flight_of_your_own(fly):
    executor, seen = Crowd(4, ()), []
    land = executor.land
    executor.land = lambda: (seen.append(len(executor.held)), land())
    fly(executor, in_flight=3)
    assert max(seen) == 3


def test_drive__blocks_that_shared_a_task_go_out_one_by_one_once_it_is_lost(fly, monkeypatch):
    monkeypatch.setattr(flight, "_attempt", timed(0.0))
    executor = Crowd(1, {40}, lives=1)
    assert fly(executor, blocks=200).counts == {"sum": 200 * 199 // 2}
    again = [index for index in executor.sent if executor.sent.count(index) > 1]
    assert 40 in again
    place = executor.sizes.index(1, 2)
    assert executor.sizes[place : place + len(again) // 2] == [1] * (len(again) // 2)


def timed(seconds):
    """As `_attempt`, if each block took so long."""

    def attempt(job, blocks, _):
        return [flight._done(job, block) for block in blocks], seconds * len(blocks)

    return attempt


@pytest.mark.parametrize(("seconds", "most"), [(0.5, 1), (0.15, 2), (0.01, 40), (0.0, 64)])
def test_drive__a_task_takes_less_than_half_a_second(fly, monkeypatch, seconds, most):
    monkeypatch.setattr(flight, "_attempt", timed(seconds))
    executor = Crowd(1, ())
    assert fly(executor, blocks=400).blocks == 400
    assert (executor.sizes[:2], max(executor.sizes)) == ([1, 1], most)


def test_drive__in_flight_of_your_own_counts_blocks(fly, monkeypatch):
    monkeypatch.setattr(flight, "_attempt", timed(0.0))
    executor = Crowd(1, ())
    fly(executor, blocks=50, in_flight=4)
    assert set(executor.sizes) == {1}


def test_drive__each_attempt_is_a_call_of_its_own(tmp_path):
    """Executors that remember what a call gave would give its loss again."""
    calls = []

    class Remembering(Executor):
        def submit(self, fn, /, *args):
            assert args not in calls
            calls.append(args)
            future = Future()
            future.cancel() if len(calls) < 3 else future.set_result(fn(*args))
            return future

    with opened(tmp_path / "a", {"seed": 1}) as state:
        drive(state, job, iter([Block(1, 0, 10)]), Remembering(), Handout(1, 3))
    assert [number for _, _, number in calls] == [0, 1, 2]


def test_drive__a_mix_of_workers_is_refused_and_the_rest_is_kept(tmp_path, monkeypatch):
    versions = iter([{"numba": "1"}] * 4 + [{"numba": "2"}] * 99)
    monkeypatch.setattr(flight, "own_versions", lambda: next(versions))
    with opened(tmp_path / "a", {"seed": 1}) as state, ThreadPoolExecutor(1) as executor:
        with pytest.raises(UsageError, match=r"block 4 .*numba: 1 there, 2 here"):
            drive(state, job, (Block(1, k, 10) for k in range(9)), executor, Handout(1, 3))
        assert (state.ledger().blocks, state.ledger().counts, state.ledger().workers) == (4, {"sum": 6}, {"numba": "1"})
