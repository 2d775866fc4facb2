"""What a campaign's adapter needs of Ray, on threads, with its names and signatures; the third task is lost.

The programs of `docs/howto/cluster.md` run on it under the name `ray`.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

CANCELLED = []
DOWN = False
_WORKERS = ThreadPoolExecutor(2)
_TASKS = []


class WorkerCrashedError(Exception):
    """As `ray.exceptions.WorkerCrashedError`."""


class ObjectRef:
    """The result of a task; `future()` makes a future, which does not call the task off when it is cancelled."""

    def __init__(self, done):
        self._done = done

    def future(self):
        """Return a future of its own for this result."""
        made = Future()
        self._done.add_done_callback(lambda done: _passed_on(done, made))
        return made


def _passed_on(done, made):
    if done.cancelled() or not made.set_running_or_notify_cancel():
        return
    if done.exception() is not None:
        made.set_exception(done.exception())
    else:
        made.set_result(done.result())


class _Remote:
    def __init__(self, function):
        self._function = function

    def remote(self, *args):
        """Start a task."""
        _TASKS.append(args)
        return ObjectRef(_WORKERS.submit(_lost if len(_TASKS) == 3 else self._function, *args))


def _lost(*_):
    Path("died").touch()
    raise WorkerCrashedError("the worker died unexpectedly")


def init(*, runtime_env):
    """Connect."""
    if not Path(runtime_env["working_dir"]).is_dir():
        raise ValueError("no such folder")


def remote(*, max_retries):
    """Return what makes a remote function; as in Ray, with options it is a decorator."""
    if max_retries != 0:
        raise ValueError("the stand-in retries nothing")
    return _Remote


def cluster_resources():
    """Return what the cluster has, as floats."""
    return {"CPU": 2.0, "memory": 1e9}


def cancel(reference):
    """Call a task off."""
    CANCELLED.append(reference)
    reference._done.cancel()


def shutdown():
    """Disconnect."""
    global DOWN
    DOWN = True
    _WORKERS.shutdown()
