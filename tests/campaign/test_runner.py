import functools
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Lock

import numpy as np
import pytest

from sparsest import SparsestError, UsageError
from sparsest.campaign import runner
from sparsest.campaign.block import Block, Tally
from sparsest.campaign.record import Report
from sparsest.campaign.runner import run, shrink
from sparsest.campaign.state import State
from sparsest.campaign.versions import PACKAGES
from sparsest.campaign.workers import most_in_flight, worker_pool
from tests.sparsest_cli.terminal import heeds_ctrl_c

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Dice:
    """Throw dice; the blocks 3, 10, 17, ... have two failures each; some blocks take longer, so that they overtake."""

    sides: int = 6
    pause: float = 0.0

    def __call__(self, block):
        time.sleep(self.pause * (block.index % 3))
        throws = block.rng().integers(1, self.sides, size=block.size, endpoint=True)
        failures = [{"block": block.index, "throw": int(throw)} for throw in throws[:2] if block.index % 7 == 3]
        return Tally({"throws": block.size, "sum": int(throws.sum()), f"block {block.index % 2}": 1}, failures)


def expected(blocks, size, seed, sides=6):
    """Return the counts and failures of `Dice`, computed straight away."""
    throws = [
        np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(k,))).integers(1, sides + 1, size=size)
        for k in range(blocks)
    ]
    counts = {"throws": blocks * size, "sum": int(np.sum(throws))}
    counts |= {"block 0": (blocks + 1) // 2, "block 1": blocks // 2}
    return counts, [{"block": k, "throw": int(t)} for k in range(3, blocks, 7) for t in throws[k][:2]]


def findings(report):
    """Return all of a report but the time it took."""
    return {**report.to_json(), "seconds": None}


def throw(state, job=Dice(), examples=200, block_size=10, seed=5, **options):
    return run(job, examples=examples, block_size=block_size, seed=seed, state=state, **options)


def done(state):
    """Return how many blocks a state has, read as a stranger would."""
    with closing(sqlite3.connect(state)) as db:
        ((text,),) = db.execute("SELECT ledger FROM campaign")
    ledger = json.loads(text)
    return ledger["started"] - len(ledger["unfinished"])


def processes(workers):
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


# The same report, whoever does the work


def test_run__without_executor(tmp_path):
    report = throw(tmp_path / "state")
    assert (report.counts, list(report.failures)) == expected(20, 10, 5)
    assert (report.examples, report.blocks, report.errors, report.failed) == (200, 20, 0, 6)
    assert report.campaign["job"] == "tests.campaign.test_runner.Dice"
    assert report.campaign["parameters"] == {"sides": 6, "pause": 0.0}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["state"]


@pytest.mark.parametrize(("workers", "in_flight"), [(1, 1), (2, 64), (5, 3)])
def test_run__threads(tmp_path, workers, in_flight):
    job = Dice(pause=0.002)
    with ThreadPoolExecutor(workers) as executor:
        report = throw(tmp_path / "a", job, executor=executor, in_flight=in_flight)
    assert findings(report) == findings(throw(tmp_path / "b", job))


@pytest.mark.slow
def test_run__processes(tmp_path):
    with processes(2) as executor:
        report = throw(tmp_path / "a", executor=executor)
    assert findings(report) == findings(throw(tmp_path / "b"))


@pytest.mark.slow
def test_run__dask(tmp_path):
    import distributed  # half a second, for which each process that takes jobs from here would wait

    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
        distributed.Client(cluster) as client,
    ):
        assert most_in_flight(client.get_executor()) == 4
        report = throw(tmp_path / "a", executor=client.get_executor())
        assert throw(tmp_path / "d", executor=client.get_executor(), max_failures=1, in_flight=5).blocks < 20
        with pytest.raises(SparsestError, match=r"block 4 was handed out once .*KilledWorker"):
            # One at a time: dask also counts a worker's death against tasks that only waited for that worker.
            throw(tmp_path / "c", Dies(str(ROOT)), executor=client.get_executor(), retries=0, in_flight=1)
    assert findings(report) == findings(throw(tmp_path / "b")) == findings(throw(tmp_path / "d"))


def test_the_package_does_not_import_dask():
    code = "import sys, sparsest.campaign, sparsest_cli; sys.exit(bool({'dask', 'distributed'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Bounded


class Counting(Executor):
    """Two threads that begin when seven blocks are in their hands, and note how many there are at most."""

    def __init__(self):
        self.inner, self.lock, self.seven, self.now, self.most = ThreadPoolExecutor(2), Lock(), Event(), 0, 0

    def submit(self, fn, /, *args, **kwargs):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        if self.most == 7:
            self.seven.set()
        future = self.inner.submit(self.begin, fn, *args, **kwargs)
        future.add_done_callback(self.landed)
        return future

    def begin(self, fn, *args, **kwargs):
        if not self.seven.wait(30):
            self.seven.set()
        return fn(*args, **kwargs)

    def landed(self, _):
        with self.lock:
            self.now -= 1


def test_run__blocks_in_flight_are_bounded(tmp_path):
    executor = Counting()
    with executor.inner:
        throw(tmp_path / "state", examples=1000, executor=executor, in_flight=7)
    assert executor.most == 7


# Stopped and resumed


def test_run__goes_on_with_more_examples(tmp_path):
    parts = [throw(tmp_path / "a", examples=examples) for examples in (1, 95, 90, 200, 200)]
    assert [part.examples for part in parts] == [10, 100, 100, 200, 200]
    assert findings(parts[-1]) == findings(throw(tmp_path / "b"))
    assert parts[0].seconds < parts[1].seconds < parts[3].seconds == parts[4].seconds


def test_run__seconds(tmp_path):
    start = time.monotonic()
    reports = [throw(tmp_path / "state", Dice(pause=0.005), examples=examples) for examples in (100, 200)]
    assert 0.04 < reports[0].seconds < reports[1].seconds - 0.04 < time.monotonic() - start - 0.04


def test_run__progress(tmp_path):
    seen = []
    throw(tmp_path / "state", examples=50, progress=seen.append)
    throw(tmp_path / "state", examples=80, progress=seen.append)
    assert seen == [10] * 5 + [50] + [10] * 3


def endless_campaign(state):
    """Be the victim of the next test."""
    with ThreadPoolExecutor(3) as executor:
        options = {"examples": 10**7, "max_failures": 10**7, "executor": executor, "in_flight": 9}
        throw(state, Dice(pause=0.02), **options, progress=lambda n: print(n, time.monotonic(), flush=True))


@contextmanager
def victim(state):
    code = "import sys; from tests.campaign.test_runner import endless_campaign; endless_campaign(sys.argv[1])"
    command = [sys.executable, "-c", code, state]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heeds_ctrl_c
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.slow
def test_run__killed_and_resumed(tmp_path):
    """Killed four times in the midst, a campaign ends with the report of one that was left alone.

    What had come back a second before it was killed is there, and after Ctrl-C everything that had come back. The two
    ways to be killed take their turns side by side, since most of the time is waiting.
    """
    hows = signal.SIGKILL, signal.SIGINT
    states, blocks = {how: tmp_path / how.name for how in hows}, dict.fromkeys(hows, 0)
    for pause in (0.3, 0.1, 1.3, 1.1):
        with ExitStack() as ends:
            victims = {how: ends.enter_context(victim(states[how])) for how in hows}
            first = {how: process.stdout.readline() for how, process in victims.items()}
            time.sleep(random.uniform(pause, pause + 0.1))
            for how, process in victims.items():
                killed = time.monotonic()
                process.send_signal(how)
                lines = [first[how], *process.communicate(timeout=30)[0].splitlines()]
                assert process.returncode == -how
                arrived = [(int(n), float(when)) for n, when in (line.split() for line in lines)]
                safe = killed - 1 if how == signal.SIGKILL else killed
                seen = sum(n for n, when in arrived if when < safe or n == 10 * blocks[how])
                assert seen <= 10 * done(states[how])
                blocks[how] = done(states[how])
    for how in hows:
        assert blocks[how] > 100
        assert_goes_on(states[how], blocks[how], tmp_path / f"whole {how.name}")


def assert_goes_on(state, blocks, whole):
    """Ten blocks more give the report of a campaign that was never killed."""
    resumed = []
    with ThreadPoolExecutor(30) as executor:
        options = {"job": Dice(pause=0.02), "examples": 10 * blocks + 100, "max_failures": 10**7, "executor": executor}
        report = throw(state, **options, progress=resumed.append)
        assert (resumed[0], sum(resumed)) == (10 * blocks, 10 * blocks + 100)
        assert findings(report) == findings(throw(whole, **options))
    assert (report.counts, list(report.failures)) == expected(blocks + 10, 10, 5)


@dataclass(frozen=True)
class Interrupts:
    """Dice that are interrupted at block 4 while the file is there."""

    file: str

    def __call__(self, block):
        if block.index == 4 and Path(self.file).exists():
            raise KeyboardInterrupt
        return Dice()(block)


class Eager(Executor):
    """Does at once what it is given."""

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@pytest.mark.parametrize("executor", [None, Eager(), ThreadPoolExecutor(1)], ids=["none", "eager", "threads"])
def test_run__interrupted_keeps_what_is_finished(tmp_path, executor):
    """The eager executor is interrupted when four blocks have come back and none is saved yet."""
    (tmp_path / "flag").touch()
    job = Interrupts(str(tmp_path / "flag"))
    with pytest.raises(KeyboardInterrupt):
        throw(tmp_path / "a", job, executor=executor)
    (tmp_path / "flag").unlink()
    assert 4 <= done(tmp_path / "a") <= (4 if not isinstance(executor, ThreadPoolExecutor) else 19)
    seen = []
    report = throw(tmp_path / "a", job, executor=executor, progress=seen.append)
    assert sum(seen) == 200
    assert findings(report) == findings(throw(tmp_path / "b", job))


@pytest.fixture
def usual_interrupt():
    """Whatever the runner of the tests does with Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Submitting(Eager):
    """Ctrl-C comes in the midst of handing over block 4, as often as it says, and a lock is taken at that time."""

    def __init__(self, times):
        self.times, self.lock = times, Lock()

    def submit(self, fn, /, *args, **kwargs):
        self.lock.acquire()
        for _ in range(self.times if args[1][0].index == 4 else 0):
            signal.raise_signal(signal.SIGINT)
        self.lock.release()
        return super().submit(fn, *args, **kwargs)


@pytest.mark.usefixtures("usual_interrupt")
def test_run__interrupt_waits_until_the_executor_is_done_with_its_locks(tmp_path):
    executor = Submitting(1)
    with pytest.raises(KeyboardInterrupt):
        throw(tmp_path / "a", executor=executor, in_flight=5)
    assert not executor.lock.locked()
    assert done(tmp_path / "a") == 5
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert findings(throw(tmp_path / "a")) == findings(throw(tmp_path / "b"))


@pytest.mark.usefixtures("usual_interrupt")
def test_run__second_interrupt_does_not_wait(tmp_path):
    executor = Submitting(2)
    with pytest.raises(KeyboardInterrupt):
        throw(tmp_path / "a", executor=executor, in_flight=5)
    assert executor.lock.locked()
    assert done(tmp_path / "a") == 4


@pytest.mark.usefixtures("usual_interrupt")
def test_run__leaves_another_handler_of_interrupts_alone(tmp_path):
    seen = []
    signal.signal(signal.SIGINT, lambda *_: seen.append(True))
    assert throw(tmp_path / "a", executor=Submitting(1)).blocks == 20
    assert seen == [True]


@pytest.mark.usefixtures("usual_interrupt")
def test_run__gives_the_handler_of_interrupts_back_and_runs_in_any_thread(tmp_path):
    throw(tmp_path / "a", executor=Eager())
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    with ThreadPoolExecutor(1) as executor:
        assert executor.submit(throw, tmp_path / "b", executor=Eager()).result().blocks == 20


def test_run__interrupted_between_saving_and_noting_it(tmp_path, monkeypatch):
    """The worst moment: the transaction is through and memory does not know. Nothing may be counted twice."""
    save = State.save
    calls = []

    def interrupted(self, outcomes):
        save(self, outcomes)
        calls.append(sorted(outcomes))
        raise KeyboardInterrupt

    monkeypatch.setattr(State, "save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        throw(tmp_path / "a", examples=30)
    assert calls == [[0, 1, 2]]
    monkeypatch.undo()
    assert findings(throw(tmp_path / "a")) == findings(throw(tmp_path / "b"))


# Failures


@dataclass(frozen=True)
class Broken:
    """Dice with something wrong with block 2."""

    how: str

    def __call__(self, block):
        tally = Dice()(block)
        if block.index != 2:
            return tally
        match self.how:
            case "raise":
                raise ZeroDivisionError("the planted one")
            case "exit":
                sys.exit("the planted one")
            case "unpicklable":
                raise UnpicklableError(lambda: None)
            case "nan":
                return Tally({}, [{"score": float("nan")}])
            case "count":
                return Tally({"throws": 0.5})
        return None


class UnpicklableError(Exception):
    def __init__(self, what):
        super().__init__("unpicklable")
        self.what = what


@pytest.mark.parametrize(
    ("how", "trace"),
    [
        ("raise", "ZeroDivisionError: the planted one"),
        ("exit", "SystemExit: the planted one"),
        ("unpicklable", "raise UnpicklableError(lambda: None)"),
        ("nan", "not JSON compliant"),
        ("count", "cannot be interpreted as an integer"),
        ("nothing", "'NoneType' object has no attribute"),
    ],
)
def test_run__a_job_that_raises(tmp_path, how, trace):
    with ThreadPoolExecutor(2) as executor:
        report = throw(tmp_path / "a", Broken(how), examples=60, executor=executor)
    error, *others = report.failures
    assert error["kind"] == "error"
    assert trace in error["traceback"]
    assert Block(**error["block"]) == Block(seed=5, index=2, size=10)
    assert (report.blocks, report.errors, report.examples, report.failed) == (6, 1, 50, 3)
    assert others == expected(6, 10, 5)[1]
    assert report.counts["throws"] == 50


@pytest.mark.slow
def test_run__an_exception_that_does_not_travel(tmp_path):
    with processes(1) as executor:
        assert throw(tmp_path / "a", Broken("unpicklable"), examples=60, executor=executor).errors == 1


def test_run__stops_at_max_failures(tmp_path):
    first = throw(tmp_path / "a", max_failures=3)
    assert (first.blocks, first.failed, len(first.failures)) == (11, 4, 3)
    again = throw(tmp_path / "a", max_failures=3)
    assert findings(again) == findings(first)
    assert findings(throw(tmp_path / "a")) == findings(throw(tmp_path / "b"))


class Waiting(Eager):
    """Does the first four blocks only."""

    def __init__(self):
        self.waiting = []

    def submit(self, fn, /, *args, **kwargs):
        if args[1][0].index < 4:
            return super().submit(fn, *args, **kwargs)
        self.waiting.append(Future())
        return self.waiting[-1]


def test_run__calls_off_what_has_not_begun(tmp_path):
    executor = Waiting()
    first = throw(tmp_path / "a", executor=executor, max_failures=1, in_flight=9)
    assert (first.blocks, list(first.failures)) == (4, expected(4, 10, 5)[1][:1])
    assert [future.cancelled() for future in executor.waiting] == [True] * 5
    assert findings(throw(tmp_path / "a")) == findings(throw(tmp_path / "b"))


@dataclass(frozen=True)
class Dies:
    """Dice whose block 4 kills its process, as often as the file has letters; each time if it is a folder."""

    file: str

    def __call__(self, block):
        path = Path(self.file)
        if block.index == 4 and path.exists():
            if path.is_file():
                left = path.read_text()[1:]
                path.write_text(left) if left else path.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return Dice()(block)


@pytest.mark.slow
def test_run__a_lost_worker_costs_a_retry(tmp_path):
    """Twice a worker dies at block 4 and takes all blocks in flight along; the third time the block is done."""
    (tmp_path / "flag").write_text("xx")
    job = Dies(str(tmp_path / "flag"))
    with worker_pool(2) as executor:
        report = throw(tmp_path / "a", job, executor=executor)
    assert not (tmp_path / "flag").exists()
    assert findings(report) == findings(throw(tmp_path / "b", job))


@pytest.mark.slow
def test_run__a_block_that_kills_its_worker_is_named(tmp_path):
    """It alone: the others in flight are lost with it twice, and done then."""
    (tmp_path / "flag").write_text("x" * 9)
    job = Dies(str(tmp_path / "flag"))
    with worker_pool(2) as executor, pytest.raises(SparsestError, match=r"block 4 was .* 4 times .*BrokenProcessPool"):
        throw(tmp_path / "a", job, executor=executor)
    assert len((tmp_path / "flag").read_text()) == 5
    (tmp_path / "flag").unlink()
    assert findings(throw(tmp_path / "a", job)) == findings(throw(tmp_path / "b", job))


@pytest.mark.slow
def test_run__an_executor_that_stays_broken(tmp_path):
    (tmp_path / "flag").write_text("x")
    job = Dies(str(tmp_path / "flag"))
    broken = r"a: the executor failed \(BrokenProcessPool.* hands: .*4.*RenewedExecutor"
    with processes(1) as executor, pytest.raises(SparsestError, match=broken):
        throw(tmp_path / "a", job, executor=executor, in_flight=2)
    assert done(tmp_path / "a") >= 3
    assert findings(throw(tmp_path / "a", job)) == findings(throw(tmp_path / "b", job))


class Cancelling(Eager):
    """Calls off what comes after block 3."""

    def submit(self, fn, /, *args, **kwargs):
        future = super().submit(fn, *args, **kwargs) if args[1][0].index < 4 else Future()
        future.cancel()
        return future


def test_run__cancelled_by_others(tmp_path):
    with pytest.raises(SparsestError, match=r"block 4 was handed out 4 times .*CancelledError"):
        throw(tmp_path / "a", executor=Cancelling())
    assert done(tmp_path / "a") == 4
    assert findings(throw(tmp_path / "a")) == findings(throw(tmp_path / "b"))


def test_run__job_that_cannot_be_sent(tmp_path):
    job = Dice()
    object.__setattr__(job, "extra", lambda: None)
    with processes(1) as executor, pytest.raises(SparsestError, match="pickle"):
        throw(tmp_path / "a", job, executor=executor)


# One state, one campaign


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": 6}, r"another campaign: seed: 5 there, 6 here\. Give"),
        ({"block_size": 20}, "block_size: 10 there, 20 here"),
        ({"job": Dice(sides=8)}, "parameters: sides: 6 there, 8 here"),
        (
            {"job": Broken("raise")},
            "job: 'tests.campaign.test_runner.Dice' there, 'tests.campaign.test_runner.Broken' here",
        ),
    ],
)
def test_run__identity(tmp_path, change, message):
    before = throw(tmp_path / "a")
    text = (tmp_path / "a").read_bytes()
    with pytest.raises(UsageError, match=message):
        throw(tmp_path / "a", **change)
    assert (tmp_path / "a").read_bytes() == text
    assert findings(throw(tmp_path / "a")) == findings(before)


def test_run__identity__version(tmp_path, monkeypatch):
    throw(tmp_path / "a")
    monkeypatch.setattr(runner, "own_versions", lambda: dict.fromkeys(PACKAGES, "0.0.0"))
    with pytest.raises(UsageError, match=r"versions: sparsest-relu: .* there, '0\.0\.0' here"):
        throw(tmp_path / "a")


def plain(block):
    return Tally({})


@pytest.mark.parametrize(
    "job",
    [
        lambda _: Tally({}),
        functools.partial(plain),
        Dice().__call__,
        Dice,
        Dice(Fraction(1, 2)),
        Dice(float("inf")),
    ],
    ids=["lambda", "partial", "method", "class", "fraction", "infinity"],
)
def test_run__refuses_jobs_it_could_not_know_again(tmp_path, job):
    with pytest.raises(UsageError, match=r"^job .*(to know it again|JSON-ready)"):
        throw(tmp_path / "a", job)
    assert list(tmp_path.iterdir()) == []


def test_run__takes_a_function(tmp_path):
    assert throw(tmp_path / "a", plain).campaign["job"] == "tests.campaign.test_runner.plain"


def test_run__refuses_a_closure(tmp_path):
    def job(block):
        return Tally({"x": len(str(tmp_path))})

    with pytest.raises(UsageError, match="without closure"):
        throw(tmp_path / "a", job)


@pytest.mark.parametrize("name", ["examples", "block_size", "max_failures", "in_flight"])
def test_run__refuses_numbers(tmp_path, name):
    with pytest.raises(UsageError, match=f"{name} = 0: at least 1"):
        throw(tmp_path / "a", **{name: 0})
    with pytest.raises(UsageError, match="retries = -1: at least 0"):
        throw(tmp_path / "a", retries=-1)
    with pytest.raises(UsageError, match="seed = -1: at least 0"):
        throw(tmp_path / "a", seed=-1)
    with pytest.raises(TypeError, match="float"):
        throw(tmp_path / "a", **{name: 1e6})
    assert list(tmp_path.iterdir()) == []


def test_report__to_json_is_json(tmp_path):
    report = throw(tmp_path / "a", examples=np.int64(200), seed=np.int64(5), max_failures=np.int32(7))
    assert json.loads(json.dumps(report.to_json())) == report.to_json()
    assert report.to_json()["schema"] == "sparsest/campaign/1"
    assert isinstance(report, Report)


# Shrinking


def pieces(word):
    yield from (word[:k] + word[k + 1 :] for k in range(len(word)))


def test_shrink__finds_what_is_minimal():
    assert shrink("xxaxxxbxx", pieces, lambda word: "a" in word and "b" in word) == "ab"
    assert shrink("ab", pieces, lambda word: "a" in word and "b" in word) == "ab"


def test_shrink__takes_the_first_and_tries_no_more_than_it_may():
    tried = []

    def fails(n):
        tried.append(n)
        return n % 2 == 0

    assert shrink(40, lambda n: (n - 1, n - 2, n - 4), fails, attempts=5) == 36
    assert tried == [39, 38, 37, 36, 35]
    assert shrink(40, lambda n: (n - 1, n - 2, n - 4), fails, attempts=0) == 40
