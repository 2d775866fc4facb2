"""Workers share the work, and do not outlive the process that started them."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sparsest.campaign.workers import worker_pool

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
