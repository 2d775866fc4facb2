"""Workers share the work, and do not outlive the process that started them."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from sparsest.campaign.workers import RenewedExecutor, most_in_flight, worker_pool

ROOT = Path(__file__).parents[2]
_HELD = []


def hold(path):
    """Lock the file for as long as this process lives."""
    handle = Path(path).open("w")  # noqa: SIM115 - open until the process ends
    fcntl.flock(handle, fcntl.LOCK_SH)
    _HELD.append(handle)
    return os.getpid()


def is_held(path):
    with Path(path).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def idle_pool(path):
    """Be the victim of the next test: two workers that wait for work."""
    with worker_pool(2) as executor:
        print(*{executor.submit(hold, path).result() for _ in range(8)}, flush=True)
        time.sleep(600)


@pytest.mark.slow
def test_worker_pool__workers_end_with_a_killed_parent(tmp_path):
    code = "import sys; from tests.campaign.test_workers import idle_pool; idle_pool(sys.argv[1])"
    with subprocess.Popen([sys.executable, "-c", code, tmp_path / "a"], cwd=ROOT, stdout=subprocess.PIPE) as victim:
        workers = [int(pid) for pid in victim.stdout.readline().split()]
        victim.send_signal(signal.SIGKILL)
    try:
        assert workers
        until = time.monotonic() + 30
        while is_held(tmp_path / "a") and time.monotonic() < until:
            time.sleep(0.05)
        assert not is_held(tmp_path / "a")
    except AssertionError:
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        raise


def test_worker_pool__several_are_processes_of_their_own():
    with worker_pool(2) as executor:
        assert executor.submit(os.getpid).result() != os.getpid()
    with worker_pool(1) as nobody:
        assert nobody is None


class Breaks(Executor):
    """Is broken after two calls, as a pool of processes is."""

    def __init__(self):
        self.left, self.down = 2, []

    def submit(self, fn, /, *args):
        if self.left == 0:
            raise BrokenExecutor
        self.left -= 1
        return fn(*args)

    def shutdown(self, wait=True, *, cancel_futures=False):
        self.down.append((wait, cancel_futures))


def test_renewed_executor__is_made_when_needed_and_again_when_broken():
    made = []

    def make():
        made.append(Breaks())
        return made[-1]

    executor = RenewedExecutor(make)
    executor.shutdown()
    assert made == []
    assert [executor.submit(int, str(k)) for k in range(5)] == [0, 1, 2, 3, 4]
    executor.shutdown(cancel_futures=True)
    assert [one.down for one in made] == [[(False, False)], [(False, False)], [(True, True)]]


class OlderThanCancelFutures(Breaks):
    def shutdown(self, wait=True):
        self.down.append(wait)


def test_renewed_executor__shuts_down_one_that_cannot_call_off():
    made = []
    with RenewedExecutor(lambda: made.append(OlderThanCancelFutures()) or made[0]) as executor:
        executor.submit(int, "1")
    assert made[0].down == [True]


def test_renewed_executor__other_errors_are_left_alone():
    executor = RenewedExecutor(lambda: ThreadPoolExecutor(1))
    executor.shutdown()
    with executor:
        assert executor.submit(int, "1").result() == 1
    with pytest.raises(RuntimeError, match="after shutdown"):
        executor.submit(int, "1")


class Told(Executor):
    def __init__(self, workers):
        self.num_workers = workers


class Client:
    def nthreads(self):
        return {"tcp://a": 3, "tcp://b": 4}


class OfDask(Executor):
    _client = Client()


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (lambda: ThreadPoolExecutor(5), 10),
        (lambda: ProcessPoolExecutor(3), 6),
        (lambda: worker_pool(7), 14),
        (lambda: Told(9), 18),
        (lambda: Told(0), 2),  # none yet: two wait for the first
        (lambda: Told("many"), 64),
        (OfDask, 14),
        (Executor, 64),
    ],
)
def test_most_in_flight__two_for_each_worker(make, most):
    with make() as executor:
        assert most_in_flight(executor) == most
