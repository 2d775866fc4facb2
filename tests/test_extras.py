"""What lacks is named with the command that installs it; what needs no extra works without."""

import json
import os
import subprocess
import sys
import tomllib
from contextlib import contextmanager
from pathlib import Path

import pytest

from sparsest import UsageError
from sparsest.extras import EXTRAS, how_to_install, needs

ROOT = Path(__file__).parents[1]
FOUR_PIECES = ROOT / "reference/sparsest/datasets/four_pieces.csv"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
#: By what name a package is imported, where that is another one.
MODULES = {"z3-solver": "z3", "scikit-learn": "sklearn"}
#: Carries a module out where all of these are lacking.
LACKING = "import sys, runpy; sys.modules.update(dict.fromkeys({!r})); runpy.run_module({!r}, run_name='__main__')"
#: Imports what commands share, where all of these are lacking, and forks itself for each command that it reads.
FORKING = """
import gc, importlib, json, multiprocessing, os, runpy, sys, tempfile
sys.modules.update(dict.fromkeys({!r}))
for name in ("sparsest_cli.commands", "sparsest.report", "proofs_check.running.session"):
    importlib.import_module(name)
if sys.modules.get("hypothesis", True):  # it reads the sources of all these for constants: once, not in each command
    from hypothesis import configuration, given, settings, strategies
    with tempfile.TemporaryDirectory() as folder:
        configuration.set_hypothesis_home_dir(folder)
        settings(database=None)(given(strategies.integers())(lambda number: None))()
        configuration.set_hypothesis_home_dir(None)
importlib.import_module("proofs_check.running.choosing")  # the claims are left to the commands, so they need a folder
from numba.core.registry import cpu_target
cpu_target.typing_context.refresh(), cpu_target.target_context.refresh()  # before the first kernel, or in each command
gc.freeze()  # a look for garbage would write to all memory that is shared

def command(module, arguments, folder, out, err, environment):
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate((os.devnull, out, err)):
        os.dup2(os.open(file, os.O_RDWR), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)

# Processes that end without taking apart what they share, which takes longer than most commands.
for line in sys.stdin:
    process = multiprocessing.get_context("fork").Process(target=command, args=json.loads(line))
    process.start()
    process.join()
    print(process.exitcode, flush=True)
"""


def here():
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'reference'}{os.pathsep}{ROOT}"}


def without(modules, module, *arguments, folder=None):
    """Run a module's command line where some modules are not there; return exit code, output and errors."""
    program = LACKING.format(sorted(modules), module)
    command = [sys.executable, "-c", program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=folder, env=here())
    return done.returncode, done.stdout, done.stderr


@contextmanager
def forking(lacking, room):
    """Yield what runs command lines where some modules are not there, without the imports of each."""
    out, err = files = [room / name for name in ("out", "err")]
    command = [sys.executable, "-c", FORKING.format(sorted(lacking))]
    piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **piped, cwd=room, env=here()) as process:

        def run(module, *arguments, folder):
            for file in files:
                file.write_text("")
            told = [module, list(map(str, arguments)), *map(str, (folder, out, err)), here()]
            process.stdin.write(json.dumps(told) + "\n")
            process.stdin.flush()
            return int(process.stdout.readline()), out.read_text(), err.read_text()

        run.begun_in = room
        yield run
        process.stdin.close()


@pytest.fixture(scope="module")
def without_all(tmp_path_factory):
    with forking(ALL, tmp_path_factory.mktemp("said")) as run:
        yield run


@pytest.fixture(scope="module")
def with_all(tmp_path_factory):
    with forking((), tmp_path_factory.mktemp("said")) as run:
        yield run


def test_extras__are_those_of_the_project():
    published = PROJECT["project"]["optional-dependencies"]
    for extra, requirements in published.items():
        packages = [requirement.split(">")[0] for requirement in requirements]
        assert sorted(MODULES.get(name, name) for name in packages) == sorted(EXTRAS[extra])
    groups = PROJECT["dependency-groups"]
    named = " ".join(str(one) for name in ("test", "notebooks", "bench") for one in groups[name])
    assert all(module in named for extra in ("test", "bench") for module in EXTRAS[extra])
    assert EXTRAS.keys() == published.keys() | {"test", "bench"}


@pytest.mark.parametrize("extra", EXTRAS)
def test_how_to_install__names_what_exists(extra):
    said = how_to_install(extra)
    if extra in ("test", "bench"):
        assert (ROOT / said.split(" -r ")[1]).is_file()
    else:
        assert f"pip install '{PROJECT['project']['name']}[{extra}]'" in said
        assert f"pip install '.[{extra}]'" in said


def test_needs__hides_no_other_lack():
    with pytest.raises(UsageError, match="derivations need z3: pip install") as raised, needs("claims", "derivations"):
        raise ModuleNotFoundError(name="z3.z3core")
    assert isinstance(raised.value, ImportError)
    with pytest.raises(ModuleNotFoundError), needs("claims", "derivations"):
        raise ModuleNotFoundError(name="sympy")
    with pytest.raises(ModuleNotFoundError), needs("claims", "derivations"):
        raise ModuleNotFoundError


ALL = {module for modules in EXTRAS.values() for module in modules}


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["claims", "--list"],
        ["claims", "theorem-3.1", "theorem-a", "--list"],
        ["claims", "--data", FOUR_PIECES],
        ["claims", "proposition-4.1", "theorem-4.1", "--data", "small.csv"],
        ["claims", "theorem-3.1", "--state", "state", "--examples", "20"],
        ["solve", FOUR_PIECES],
        ["path", "small.csv"],
    ],
    ids=lambda arguments: " ".join(map(str, arguments[:3])),
)
def test_commands__that_need_no_extra_and_leave_no_folder(arguments, tmp_path, without_all):
    (tmp_path / "small.csv").write_text("x,y\n0,0\n1,1\n2,0\n")
    code, out, err = without_all("sparsest", *arguments, folder=tmp_path)
    assert (code, err) == (0, "")
    assert out
    assert {path.name for path in tmp_path.iterdir()} <= {"small.csv", "state"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "arguments", "parts"),
    [
        ("sparsest", ["claims", "theorem-3.1-1"], ["generated cases need hypothesis", "'.[claims]'"]),
        ("sparsest", ["solve", FOUR_PIECES, "--plot", "a.svg"], ["plots need matplotlib", "'.[plot]'"]),
        ("proofs_check.report", ["--examples", "1"], ["reports need ", "'.[report]'"]),
        ("proofs_check.errata", ["errata.md"], ["E11 cannot be examined without splineops", "requirements/bench.txt"]),
        ("tests.bench", ["fast-peer"], ["benchmarks need splineops", "requirements/bench.txt"]),
        ("tests.bench", [], ["benchmarks need splineops"]),
        ("tests.bench", ["fast-peers"], ["no benchmark named fast-peers; there are ", "fast-peer"]),
    ],
)
def test_commands__that_need_one_say_how_to_install_it(module, arguments, parts, tmp_path, without_all):
    code, out, err = without_all(module, *arguments, folder=tmp_path)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert all(part in err for part in parts), err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("module", ["tests.bench", "proofs_check.report"])
def test_commands__help_needs_nothing(module, without_all):
    code, out, _ = without_all(module, "--help", folder=ROOT)
    assert code == 0
    assert "Usage" in out


@pytest.mark.slow
def test_claims__without_z3_the_derivations_are_undecided(tmp_path):
    arguments = ["claims", "theorem-3.1-1", "--derivations", "--examples", "20"]
    code, out, _ = without({"z3"}, "sparsest", *arguments, folder=tmp_path)
    assert code == 3
    assert "derivations need z3: pip install 'sparsest-relu[claims]'" in " ".join(out.split())


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["claims", "lemma-4.1", "--examples", "20", "--faults", "--derivations"],
        ["claims", "proposition-4.1", "--examples", "2"],
        ["claims", "theorem-3.1", "--json", "--examples", "5"],
        ["claims", "theorem-3.1", "--data", "small.csv"],
    ],
    ids=lambda arguments: " ".join(arguments[:4]),
)
def test_claims__leaves_no_folder(arguments, tmp_path, monkeypatch, with_all):
    """Hypothesis would make one beside the user's data, and keep in it what it finds in our modules."""
    monkeypatch.delenv("HYPOTHESIS_STORAGE_DIRECTORY", raising=False)
    (tmp_path / "small.csv").write_text("x,y\n0,0\n1,1\n2,0\n")
    code, _, err = with_all("sparsest", *arguments, folder=tmp_path)
    assert (code, err) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["small.csv"]
    # Hypothesis keeps its notes where its process was when it was imported.
    assert {path.name for path in with_all.begun_in.iterdir()} == {"out", "err"}


@pytest.mark.slow
def test_claims__a_folder_that_the_user_names_is_used(tmp_path, monkeypatch, with_all):
    monkeypatch.setenv("HYPOTHESIS_STORAGE_DIRECTORY", str(tmp_path / "kept"))
    assert with_all("sparsest", "claims", "theorem-3.1-1", "--examples", "20", folder=tmp_path)[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
