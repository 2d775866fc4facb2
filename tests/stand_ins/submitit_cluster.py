"""What a campaign's adapter needs of submitit, each job a process, with its names and signatures; the third is lost.

The programs of `docs/howto/cluster.md` run on it under the name `submitit`.
"""

import pickle
import subprocess
import sys
from pathlib import Path

_CODE = "import pickle, sys; fn, args = pickle.load(sys.stdin.buffer); pickle.dump(fn(*args), sys.stdout.buffer)"
_JOBS = []


class UncompletedJobError(RuntimeError):
    """As `submitit.core.utils.UncompletedJobError`."""


class Job:
    """A job: no future; it has a result to wait for, and can be ended."""

    def __init__(self, fn, args):
        self._process = subprocess.Popen([sys.executable, "-c", _CODE], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._process.stdin.write(pickle.dumps((fn, args)))
        self._process.stdin.close()
        _JOBS.append(self)
        if len(_JOBS) == 3:
            Path("died").touch()
            self._process.kill()

    def result(self):
        """Wait for it."""
        text = self._process.stdout.read()
        if self._process.wait() != 0:
            raise UncompletedJobError("Job has not produced any output")
        return pickle.loads(text)  # noqa: S301 - from a job of ours

    def cancel(self, check=True):
        """End it."""
        if self._process.poll() is not None and check:
            raise subprocess.CalledProcessError(1, "scancel")
        self._process.kill()


class AutoExecutor:
    """What hands jobs to Slurm."""

    def __init__(self, folder):
        Path(folder).mkdir(exist_ok=True)

    def update_parameters(self, *, timeout_min, cpus_per_task, mem_gb):
        """Take what Slurm is asked for."""
        if not all(type(number) is int and number > 0 for number in (timeout_min, cpus_per_task, mem_gb)):
            raise ValueError("numbers above 0 are needed")

    def submit(self, fn, *args):
        """Start a job."""
        return Job(fn, args)
