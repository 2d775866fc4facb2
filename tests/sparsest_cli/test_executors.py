"""`--executor MODULE:FACTORY`, of every command that has campaigns."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from sparsest import UsageError
from sparsest_cli import campaigns, executors
from sparsest_cli.executors import executor_named, workers_or_named
from tests.sparsest_cli.terminal import sparsest

CLUSTER = """
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from pathlib import Path

class Noted(ThreadPoolExecutor):
    def submit(self, fn, /, *args):
        with Path("noted").open("a") as file:
            file.write("x")
        return super().submit(fn, *args)

    def shutdown(self, *args, **options):
        Path("down").touch()
        super().shutdown(*args, **options)

class Room:
    executor = Noted

def executor():
    return Noted(2)

def needs_an_argument(workers):
    return Noted(workers)

def fails():
    raise ConnectionError("no scheduler at tcp://nowhere")

def nothing():
    return None

number = 5
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a module for one test, as a command finds it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "cluster_here.py").write_text(CLUSTER)
    (tmp_path / "broken_here.py").write_text("1 / 0\n")
    (tmp_path / "needy_here.py").write_text("import no_such_cluster\n")
    yield tmp_path
    for name in ("cluster_here", "broken_here", "needy_here"):
        sys.modules.pop(name, None)


COMMANDS = {
    "campaign": ("campaign", "--state", "s", "--examples", 1000, "--family", "integers"),
    "tolerance": ("campaign", "--state", "s", "--examples", 1000, "--family", "integers", "--job", "tolerance"),
    "claims": ("claims", "theorem-3.1-1", "--state", "s", "--examples", 20),
    "train": ("train", "d.csv", "--state", "s", "--seeds", 2, "--epochs", 50),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_campaign_command_takes_an_executor(here, command):
    (here / "d.csv").write_text("x,y\n0,0\n1,0\n2,1\n3,1\n")
    code, out, err = sparsest(*command, "--json", "--executor", "cluster_here:executor")
    assert (code, err) == (0, "")
    assert (here / "noted").read_text()
    assert (here / "down").exists()
    assert json.loads(out)


WRONG = {
    "cluster_here": "give MODULE:FACTORY, as in cluster:executor",
    ":executor": "give MODULE:FACTORY",
    "cluster_here:": "give MODULE:FACTORY",
    "nowhere:executor": "no module named nowhere; start in the folder of its file, or install it",
    "nowhere.deep:executor": "no module named nowhere; ",
    "needy_here:executor": "no module named no_such_cluster; needy_here needs it: install it",
    "broken_here:executor": "the import of broken_here fails (ZeroDivisionError: division by zero); mend it",
    "cluster_here:exekutor": "cluster_here has no exekutor; name a function of it",
    "cluster_here:Room.nothing": "cluster_here has no Room.nothing; name",
    "cluster_here:number": "number is int, and cannot be called; name a function",
    "cluster_here:needs_an_argument": "the factory fails (TypeError: needs_an_argument() missing 1 required",
    "cluster_here:fails": "the factory fails (ConnectionError: no scheduler at tcp://nowhere); it is called without",
    "cluster_here:nothing": "the factory returns NoneType, which has no submit and shutdown; return",
}


@pytest.mark.parametrize("name", WRONG)
def test_executor__what_is_wrong_with_it_in_one_line(here, name):
    code, out, err = sparsest("campaign", "--state", "s", "--examples", 1, "--executor", name)
    assert (code, out) == (2, "")
    assert err.startswith(f"sparsest: error: --executor {name}: ")
    assert WRONG[name] in err
    assert err.count("\n") == 1
    assert not (here / "s").exists()


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("campaign", "--state", "s", "--workers", 2), "workers of its own, --workers 2 are others; leave one out"),
        (("claims", "--state", "s", "--workers", 2), "workers of its own, --workers 2 are others; leave one out"),
        (("claims",), "--executor goes with --state only"),
        (("train", "d.csv", "--threads", 2), "--threads are of this machine"),
    ],
    ids=["campaign", "claims", "no campaign", "train"],
)
def test_executor__goes_alone(here, command, message):
    (here / "d.csv").write_text("x,y\n0,0\n1,0\n")
    code, out, err = sparsest(*command, "--executor", "cluster_here:executor")
    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.usefixtures("here")
def test_executor_named__one_of_a_class_and_a_block_that_fails():
    with executor_named("cluster_here:Room.executor") as executor:
        assert executor.submit(int, "7").result() == 7
    with pytest.raises(UsageError, match="no module"), executor_named("nowhere:executor"):
        pass


def test_workers_or_named__something_is_prepared_for_processes_only():
    prepared = []
    for workers in (1, 2):
        with workers_or_named(workers, None, lambda: prepared.append(True)) as executor:
            assert (executor is None) == (workers == 1)
    assert prepared == [True]
    with workers_or_named(1, "concurrent.futures:ThreadPoolExecutor", lambda: prepared.append(True)) as executor:
        assert isinstance(executor._inner, ThreadPoolExecutor)
    assert prepared == [True]
    assert campaigns.workers_or_named is executors.workers_or_named
