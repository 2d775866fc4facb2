import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from sparsest.campaign import Block, read
from sparsest.errors import DataError, UsageError
from sparsest.training import RECIPES, train
from sparsest.training.train import TrainingJob
from tests.sparsest_cli.terminal import start_code

X, Y = list(range(-2, 4)), [0, 0, 1, 1, 0, 0]


def bits(training):
    return [run.to_json() for run in training.runs]


@pytest.mark.slow
def test_the_same_bits_whatever_the_threads_and_the_executor():
    options = {"seeds": range(6), "epochs": 300, "recipe": "published"}
    one = bits(train(X, Y, "2/5", threads=1, **options))
    assert bits(train(X, Y, "2/5", threads=3, **options)) == one
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert bits(train(X, Y, "2/5", executor=pool, **options)) == one
    assert bits(train(X, Y, "1/2", threads=1, **options)) != one
    assert [run["seed"] for run in one] == list(range(6))


def test_state__keeps_what_is_done(tmp_path):
    state = tmp_path / "a.training"
    options = {"epochs": 300, "recipe": "repaired"}
    counts = []
    train(X, Y, "2/5", seeds=range(2, 4), state=state, **options)
    found = train(X, Y, "2/5", seeds=range(2, 7), state=state, progress=counts.append, **options)
    assert sum(counts) == 5
    assert counts[0] == 2
    assert bits(found) == bits(train(X, Y, "2/5", seeds=range(2, 7), **options))


@pytest.mark.parametrize("change", [{"p": "1/2"}, {"epochs": 301}, {"recipe": "published"}, {"seeds": range(1, 3)}])
def test_state__of_another_training_is_refused(tmp_path, change):
    state = tmp_path / "a.training"
    options = {"p": "2/5", "epochs": 300, "recipe": "repaired", "seeds": range(2)}
    train(X, Y, state=state, **options)
    with pytest.raises(UsageError, match="the state of another campaign"):
        train(X, Y, state=state, **{**options, **change})


KILLED = """
from sparsest.training import train
train(list(range(-2, 4)), [0, 0, 1, 1, 0, 0], "2/5", seeds=range(40), epochs=20_000, threads=2, state={!r})
"""


def victim(code):
    """Start what is to be killed; what it says is not read."""
    with Path(os.devnull).open("r+") as nothing:
        return start_code(code, [nothing.fileno()] * 3, dict(os.environ))


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_state__survives(tmp_path, how):
    state = tmp_path / "a.training"
    worker = victim(KILLED.format(str(state)))
    try:
        deadline = time.monotonic() + 60
        while (not state.is_file() or state.stat().st_size < 30_000) and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(worker.pid, how)
        worker.join(20)
        assert worker.exitcode not in (0, None)
    finally:
        worker.kill()
    counts = []
    found = train(X, Y, "2/5", seeds=range(40), epochs=20_000, state=state, progress=counts.append)
    assert 0 < counts[0] < 40
    assert bits(found)[:3] == bits(train(X, Y, "2/5", seeds=range(3), epochs=20_000))


@pytest.mark.slow
def test_state__ctrl_c_does_not_wait_for_a_long_run(tmp_path):
    state = tmp_path / "a.training"
    worker = victim(KILLED.format(str(state)).replace("20_000", "100_000_000"))
    try:
        deadline = time.monotonic() + 60
        while not state.is_file() and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(1)
        os.kill(worker.pid, signal.SIGINT)
        worker.join(20)
        assert worker.exitcode not in (0, None)
    finally:
        worker.kill()
    # What was broken off is no failure: it is begun again.
    assert read(state).blocks == 0


def test_defaults__are_the_best_recipes():
    assert train(X, Y, epochs=5).problem.recipe == RECIPES["kinks"]
    assert train([[0, 1], [1, 1]], [0, 1], epochs=5).problem.recipe == RECIPES["products"]


def test_job__is_what_train_does():
    problem = train(X, Y, "2/5", epochs=50).problem
    job = TrainingJob(problem.x.tolist(), Y, problem.p, problem.recipe.to_json(), 50, list(problem.marks))
    tally = job(Block(3, 1, 2))
    assert [record["seed"] for record in tally.records] == [5, 6]
    assert list(tally.records) == bits(train(X, Y, "2/5", seeds=[5, 6], epochs=50))
    assert tally.counts == {"diverged": 0}


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"seeds": []}, UsageError, r"seeds = \[\]: give from 1"),
        ({"seeds": 3}, UsageError, "seeds = 3"),
        ({"seeds": [0, -1]}, UsageError, "seeds: -1 is no whole number"),
        ({"seeds": [0, 2], "state": "x"}, UsageError, "they must follow each other"),
        ({"threads": 0}, UsageError, "threads = 0: give a whole number"),
        ({"p": 0}, UsageError, "p = 0.0: training needs"),
        ({"p": "a"}, DataError, "'a'"),
        ({"recipe": "none"}, UsageError, "recipe = 'none': give one of"),
        ({"y": [0]}, DataError, "x has shape"),
    ],
)
def test_refuses(change, error, message):
    with pytest.raises(error, match=message):
        train(**{"x": X, "y": Y, "p": "2/5", "epochs": 5, **change})


def test_ctrl_c__ends_the_threads_soon(monkeypatch):
    def stop(_runs):
        raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        train(X, Y, "2/5", seeds=range(2), epochs=300, threads=1, progress=stop, recipe="published")
    with pytest.raises(KeyboardInterrupt):
        # The other seeds would go on for a while.
        train(np.arange(6.0), Y, "1", seeds=range(1, 50), epochs=300_000, threads=2, progress=stop, recipe="adam")
    assert time.monotonic() - begun < 30


def neurons(seeds=range(60), **change):
    runs = train(X, Y, "2/5", seeds=seeds, epochs=1000, recipe=RECIPES["published"].but(**change)).runs
    return np.array([[run.history.neurons[-1], np.log10(run.history.loss[-1])] for run in runs])


def apart_in_distribution(one, other):
    """Return by how many standard errors the means of two samples differ, the larger of both columns."""
    spread = np.sqrt(one.var(axis=0) / len(one) + other.var(axis=0) / len(other))
    return float(np.max(np.abs(one.mean(axis=0) - other.mean(axis=0)) / spread))


@pytest.mark.slow
def test_float32_and_float64__agree_in_distribution():
    """Single runs part after some thousand epochs; other seeds, so that the samples are independent."""
    double = neurons(precision="float64")
    assert apart_in_distribution(neurons(range(60, 120)), double) < 4
    # A penalty twice as large, or half, is seen.
    assert apart_in_distribution(neurons(range(60, 120), weight=0.006), double) > 4
    assert apart_in_distribution(neurons(range(60, 120), bias="scaled"), double) > 4
