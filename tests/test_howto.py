"""Every step of the quick start and of the pages by task gives what is shown."""

import json
import re
import subprocess
import sys
from pathlib import Path

import distributed
import pytest

from tests.sparsest_cli.terminal import sparsest
from tests.test_documents import walk

ROOT = Path(__file__).parents[1]
# How many steps each page has: one that is not recognised would not be run.
STEPS = {"quickstart": 11, "howto/firmware": 7, "howto/which-p": 6, "howto/archive": 8}


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


def written(folder, size=20):
    """Write all programs of the page, with fewer examples and workers."""
    fewer = {"=10_000_000": "=200", "=1_000": f"={size}", "pool(8)": "pool(2)", "num_workers = 64": "num_workers = 2"}
    few = CLUSTER
    for many, some in fewer.items():
        assert few.count(many) == 1
        few = few.replace(many, some)
    for name, text in re.findall(r"^```python\n# (\w+)\.py\n(.*?)^```", few, re.S | re.M):
        (folder / f"{name}.py").write_text(text)


def carried_out(name, folder, size=20):
    written(folder, size)
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
        command = re.search(r"^sparsest (claims .*)$", CLUSTER, re.M)[1].replace("1000", "20").split()
        code, out, err = sparsest(*command)
    assert (code, err) == (0, "")
    assert "theorem-3.1" in out


def stand_in(name, folder):
    """Let a folder have the stand-in for a package that is not installed here."""
    (folder / f"{name}.py").write_text((ROOT / f"tests/stand_ins/{name}_cluster.py").read_text())


@pytest.mark.slow
def test_cluster__mpi(checkout):
    package = checkout / "mpi4py"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "futures.py").write_text("from concurrent.futures import ProcessPoolExecutor as MPIPoolExecutor\n")
    assert carried_out("on_mpi", checkout) == PRINTED


@pytest.mark.slow
@pytest.mark.parametrize(("name", "package", "size"), [("on_ray", "ray", 20), ("on_slurm", "submitit", 50)])
def test_cluster__adapters(checkout, name, package, size):
    """With a worker that dies at the third call: the report is that of processes, none of which dies."""
    expected = carried_out("on_processes", checkout, size)
    assert expected.startswith("200 {")
    (checkout / "rare.campaign").unlink()
    stand_in(package, checkout)
    assert carried_out(name, checkout, size) == expected
    assert (checkout / "died").exists()


def lines_of(checkout, package, program):
    written(checkout)
    stand_in(package, checkout)
    done = subprocess.run([sys.executable, "-c", program], cwd=checkout, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.slow
def test_cluster__ray__what_is_called_off_is_cancelled_there_too(checkout):
    program = """if True:
        import time, ray
        from ray_executor import RayExecutor
        with RayExecutor() as executor:
            print(executor.num_workers)
            held = [executor.submit(time.sleep, 0.2) for _ in range(4)]
            print(held[-1].cancel(), len(ray.CANCELLED))
        print(ray.DOWN)
    """
    assert lines_of(checkout, "ray", program) == ["2", "True", "1", "True"]


@pytest.mark.slow
def test_cluster__submitit__shutdown_ends_the_jobs(checkout):
    program = """if True:
        import time, submitit
        from slurm_executor import SlurmExecutor
        executor = SlurmExecutor()
        held = [executor.submit(time.sleep, 60) for _ in range(2)]
        begun = time.monotonic()
        executor.shutdown()
        print(time.monotonic() - begun < 30, [type(one.exception()).__name__ for one in held])
    """
    assert lines_of(checkout, "submitit", program) == ["True", "['UncompletedJobError',", "'UncompletedJobError']"]


@pytest.mark.parametrize("script", re.findall(r"^```sh\n(.*?)^```", CLUSTER, re.S | re.M), ids=range(4))
def test_cluster__shells_read_the_scripts(script):
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
    assert subprocess.run(["bash", "-n"], input=f"{script}&& &\n", text=True, capture_output=True).returncode != 0


def test_every_page_is_run_and_listed():
    pages = {path.stem for path in (ROOT / "docs/howto").glob("*.md")} - {"README"}
    assert pages == {name.removeprefix("howto/") for name in STEPS if "/" in name} | {"cluster"}
    listed = (ROOT / "docs/howto/README.md").read_text()
    assert all(f"]({page}.md)" in listed for page in pages)
