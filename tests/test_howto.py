"""Every step of the quick start and of the pages by task gives what is shown."""

import json
import re
import subprocess
import sys
from pathlib import Path

import distributed
import pytest

from tests.test_documents import walk

ROOT = Path(__file__).parents[1]
# How many steps each page has: one that is not recognised would not be run.
STEPS = {"quickstart": 10, "howto/firmware": 7, "howto/which-p": 6, "howto/archive": 8}


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """What stands in a checkout, and room for files."""
    for name in ("reference", "proofs_check", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("page", STEPS)
def test_page__every_step_gives_what_is_shown(page, checkout):
    steps = list(walk((ROOT / f"docs/{page}.md").read_text(), checkout, {}))
    assert len(steps) == STEPS[page]
    assert [made for _, made in steps] == [shown for shown, _ in steps]


# The cluster: programs with fewer examples, on what stands in for it.

CLUSTER = (ROOT / "docs/howto/cluster.md").read_text()


PRINTED = "200 {'below 1': 26} 0 failed\n"


def carried_out(name, folder):
    programs = dict(re.findall(r"^```python\n# (\w+)\.py\n(.*?)^```", CLUSTER, re.S | re.M))
    few = programs["rare"].replace("=10_000_000", "=200").replace("=1_000", "=20")
    assert few != programs["rare"]
    (folder / "rare.py").write_text(few)
    (folder / f"{name}.py").write_text(programs[name].replace("worker_pool(8)", "worker_pool(2)"))
    done = subprocess.run([sys.executable, f"{name}.py"], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.slow
def test_cluster__processes(checkout):
    assert carried_out("on_processes", checkout) == PRINTED


@pytest.mark.slow
def test_cluster__dask(checkout):
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        (checkout / "scheduler.json").write_text(json.dumps({"address": cluster.scheduler_address}))
        assert carried_out("on_dask", checkout) == PRINTED


@pytest.mark.slow
def test_cluster__mpi(checkout):
    stand_in = checkout / "mpi4py"
    stand_in.mkdir()
    (stand_in / "__init__.py").touch()
    (stand_in / "futures.py").write_text("from concurrent.futures import ProcessPoolExecutor as MPIPoolExecutor\n")
    assert carried_out("on_mpi", checkout) == PRINTED


@pytest.mark.parametrize("script", re.findall(r"^```sh\n(.*?)^```", CLUSTER, re.S | re.M), ids=range(3))
def test_cluster__shells_read_the_scripts(script):
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
    assert subprocess.run(["bash", "-n"], input=f"{script}&& &\n", text=True, capture_output=True).returncode != 0


def test_every_page_is_run_and_listed():
    pages = {path.stem for path in (ROOT / "docs/howto").glob("*.md")} - {"README"}
    assert pages == {name.removeprefix("howto/") for name in STEPS if "/" in name} | {"cluster"}
    listed = (ROOT / "docs/howto/README.md").read_text()
    assert all(f"]({page}.md)" in listed for page in pages)
