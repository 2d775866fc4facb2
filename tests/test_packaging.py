"""What is pinned, and what goes into the source distribution."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = {path.name: path.read_text() for path in sorted((ROOT / "requirements").glob("*.txt"))}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pinned(text):
    """Return, for each package of a lock file, its version on each platform or Python that it tells apart."""
    found = {}
    for entry in re.split(r"\n(?=[\w])", text):
        name, version, marker = re.match(r"([\w.-]+)==(\S+)(?: ; (.*))? \\\n", entry).groups()
        assert "--hash=sha256:" in entry
        found.setdefault(name, set()).add((version, marker and marker.split(" and ")[0]))
    return found


def disagreements(locks):
    """Return the packages that some two of the lock files pin to different versions."""
    tables = [{name: {version for version, _ in pins} for name, pins in pinned(text).items()} for text in locks]
    names = set().union(*tables)
    return sorted(name for name in names if len({frozenset(t[name]) for t in tables if name in t}) > 1)


def test_locks__one_version_of_each_package():
    assert list(LOCKS) == ["bench.txt", "docs.txt", "run.txt", "test.txt"]
    assert disagreements(LOCKS.values()) == []


def test_locks__sees_a_disagreement():
    other = re.sub(r"^hypothesis==\S+", "hypothesis==6.0.0", LOCKS["run.txt"], flags=re.M)
    assert disagreements([LOCKS["test.txt"], other]) == ["hypothesis"]


def test_locks__a_package_has_two_versions_only_on_different_pythons():
    for text in LOCKS.values():
        for name, pins in pinned(text).items():
            assert len(pins) == 1 or all(marker for _, marker in pins), name


def test_locks__what_runs_is_tested_and_benchmarked():
    run, test, bench = (set(pinned(LOCKS[name])) for name in ("run.txt", "test.txt", "bench.txt"))
    assert {"python-flint", "hypothesis", "z3-solver"} <= run < test < bench


def test_locks__no_addresses():
    for text in LOCKS.values():
        assert not re.search(r"https?:|--(extra-)?index|^--| @ ", text, re.M)


def test_makefile__the_lock_files_constrain_each_other():
    recipe = re.search(r"^lock:\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.M).group(1).splitlines()
    assert recipe[0].endswith("-o requirements/bench.txt")
    assert all("--constraint requirements/bench.txt" in line for line in recipe[1:])
    assert len(recipe) == 4


def test_licences__python_flint_and_what_its_wheels_contain():
    """Its metadata say MIT AND LGPL-3.0-or-later; the table of dependencies must not say less."""
    (row,) = re.findall(r"^\| python-flint \|.*$", (ROOT / "CONTRIBUTING.md").read_text(), re.M)
    licences = metadata("python-flint")["License-Expression"].split(" AND ")
    assert licences[0] == "MIT"
    assert all(licence.split("-")[0] in row for licence in licences)


# The source distribution


@pytest.fixture(scope="module")
def tracked():
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: nothing says which files are tracked")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in done.stdout.split("\0") if name and (ROOT / name).exists()}


def left_out(names, included):
    """Return the files that no entry of the list takes along; its entries are files and folders from the root."""
    return [name for name in sorted(names) if not any(f"/{name}/".startswith(f"{entry}/") for entry in included)]


def test_sdist__takes_along_what_is_tracked(tracked):
    included = PYPROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert left_out(tracked, included) == []
    assert left_out(tracked, [one for one in included if one != "/notebooks"])[0] == "notebooks/01_function_view.py"
    assert [one for one in included if not (ROOT / one[1:]).exists()] == []


@pytest.mark.slow
def test_wheel__has_the_parts_of_the_page(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(*tmp_path.iterdir()) as wheel:
        names = set(wheel.namelist())
    folder = ROOT / "reference" / "sparsest" / "explorer"
    parts = {f"sparsest/explorer/{path.relative_to(folder)}" for path in folder.rglob("*.*") if path.suffix != ".pyc"}
    assert len(parts) > 15
    assert parts <= names


@pytest.mark.slow
def test_sdist__as_it_is_built(tracked, tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (archive,) = tmp_path.iterdir()
    with tarfile.open(archive) as tar:
        names = {Path(*Path(member.name).parts[1:]).as_posix() for member in tar if member.isfile()}
    assert tracked - names == set()
    strangers = {
        name for name in names - tracked - {"PKG-INFO"} if Path(name).suffix in (".pyc", ".nbi", ".nbc", ".ipynb")
    }
    assert strangers == set()
