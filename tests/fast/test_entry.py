import os
import pty
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from sparsest.fast import solve, sweep
from sparsest.fast.entry import entry
from tests.fast.mutants import unchanged
from tests.sparsest_cli.terminal import start_code

ROOT = Path(__file__).parents[2]
MOVE = (
    "import numpy as np; from sparsest.fast import sweep; v = np.arange(4.0); sweep.move(v, 1, 0, 2); print(v.tolist())"
)
MOVED = "[1.0, 2.0, 2.0, 3.0]\n"
SOLVE = "from sparsest import fast; print(fast.solve([0, 1, 2, 3], [0, 0, 1, 4], '1/2').knots.tolist())"


def run(code, cache, warnings="default"):
    """Run Python code in another process with its own compile cache; return its exit code, stdout and stderr."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, Path(os.devnull).open() as nothing:
        environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache)}
        process = start_code(code, [file.fileno() for file in (nothing, out, err)], environment, warnings)
        process.join(300)
        for file in (out, err):
            file.seek(0)
        return process.exitcode, out.read().decode(), err.read().decode()


def run_anew(code, cache, *options, **environment):
    """Do so in a process that imports numba itself: what is forked has imported it."""
    command = [sys.executable, *options, "-c", code]
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache), **environment}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout, done.stderr


def run_at_a_terminal(code, cache):
    """Return what a process writes to stderr if that is a terminal."""
    ours, theirs = pty.openpty()
    with Path(os.devnull).open("r+") as nothing:
        streams = [nothing.fileno(), nothing.fileno(), theirs]
        process = start_code(code, streams, {**os.environ, "NUMBA_CACHE_DIR": str(cache)})
        process.join(300)
    assert process.exitcode == 0
    os.close(theirs)
    try:
        return os.read(ours, 10_000).decode()
    except OSError:
        # Nothing was written before the other end was closed.
        return ""
    finally:
        os.close(ours)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Return a folder whose cache holds the smallest kernel, and its two files."""
    folder = tmp_path_factory.mktemp("cache")
    assert run(MOVE, folder) == (0, MOVED, "")
    files = sorted(folder.rglob("*.nb[ic]"))
    assert [path.suffix for path in files] == [".nbc", ".nbi"]
    return folder, files


@pytest.mark.slow
def test_entry__says_at_a_terminal_that_it_compiles_and_only_then(tmp_path):
    said = run_at_a_terminal(MOVE + "; sweep.move(v, 1, 0, 2)", tmp_path)
    assert said.splitlines() == ["sparsest.fast: compiling the kernels, some seconds; they are kept for next time"]
    assert run_at_a_terminal(MOVE, tmp_path) == ""


SPOILT = {
    "empty": lambda _text: b"",
    "cut": lambda text: text[: len(text) // 2],
    "garbage": lambda _text: bytes(range(256)) * 4,
    "another object": lambda _text: b"\x80\x04]\x94.",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "spoiled"),
    [("empty", [0]), ("empty", [1]), ("cut", [0]), ("cut", [1]), ("garbage", [0, 1]), ("another object", [0])],
)
def test_entry__a_damaged_cache_is_made_anew(damage, spoiled, filled):
    """Damage let EOFError, UnpicklingError and others through."""
    _, files = filled
    for k in spoiled:
        files[k].write_bytes(SPOILT[damage](files[k].read_bytes()))
    before = [path.read_bytes() for path in files]
    assert run(MOVE, filled[0], "error") == (0, MOVED, "")
    # Not only done without: it is whole again.
    assert all(files[k].read_bytes() != before[k] for k in spoiled)


@pytest.mark.slow
def test_entry__a_cache_made_anew_is_used(filled):
    folder, files = filled
    files[0].write_bytes(b"")
    counted = MOVE + "; print(*map(len, sweep.move.dispatcher.stats[1:]))"
    assert [run(counted, folder)[1] for _ in "12"] == [MOVED + "0 1\n", MOVED + "1 0\n"]


@pytest.mark.slow
def test_entry__a_cache_that_cannot_be_used_is_done_without_and_named(tmp_path):
    """A folder in the place of a file can neither be read nor removed."""
    assert run(MOVE, tmp_path) == (0, MOVED, "")
    (index,) = tmp_path.rglob("*.nbi")
    index.unlink()
    index.mkdir()
    code, out, err = run(MOVE, tmp_path)
    assert (code, out) == (0, MOVED)
    assert f"the compile cache ({index.parent}) cannot be used" in err
    assert "set NUMBA_CACHE_DIR to another" in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_entry__without_compilation_the_answer_is_the_same(tmp_path):
    """NUMBA_DISABLE_JIT=1: plain Python, and no warning of what compiled kernels do in silence.

    Bounds of the objective may differ in the last digits: powers are computed without fused products.
    """
    code = (
        "import numpy as np; from sparsest import fast; rng = np.random.default_rng(0)\n"
        "x, y = np.arange(60.0), rng.standard_normal((7, 60)) * 10.0 ** rng.uniform(-200, 200, (7, 1))\n"
        "y[2] = np.round(y[2]); y[3] = 1e308 * rng.standard_normal(60).clip(-1, 1); y[4] = 5e-324\n"
        "for p in ('1/2', '0.37', '0', '0+', '1-'):\n"
        "    batch = fast.solve_batch(x, y, p)\n"
        "    for s in batch: print(s.knots.data.hex(), s.slope_changes.data.hex(), s.ties, bool(s.objective_bounds))"
    )
    slow = run_anew(code, tmp_path, "-W", "error", NUMBA_DISABLE_JIT="1")
    fast = run_anew(code, os.environ["NUMBA_CACHE_DIR"], "-W", "error")
    assert fast == slow
    assert slow[0] == 0
    assert len(slow[1]) > 10_000
    assert list(tmp_path.iterdir()) == []


def test_entry__a_kernel_that_cannot_be_compiled_says_why():
    @entry
    def wrong(values):
        return values.nothing_of_this_name

    with pytest.raises(Exception, match="nothing_of_this_name"):
        wrong(np.arange(3.0))


def test_entry__keeps_the_name_and_documentation_of_its_function():
    assert sweep.sweep.__name__ == unchanged().sweep.sweep.__name__ == "sweep"
    assert sweep.sweep.__doc__.startswith("Sweep the points")


@pytest.mark.slow
def test_campaign__on_a_damaged_cache_shows_no_traceback(tmp_path):
    """The kernels of this session's cache in a folder of their own, the largest of them cut short."""
    solve([0, 1, 2, 3], [0, 0, 1, 4], "1/2")
    whole = Path(sweep.sweep.dispatcher.stats.cache_path)
    cache = tmp_path / "cache" / whole.name
    shutil.copytree(whole, cache)
    damaged = list(cache.glob("sweep.sweep-*"))
    assert damaged
    for path in damaged:
        path.write_bytes(path.read_bytes()[:100])
    script = Path(sys.executable).with_name("sparsest")
    command = [script, "campaign", "--state", tmp_path / "state", "--examples", "1", "--family", "integers"]
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache.parent)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 differences" in done.stdout
    assert all(path.stat().st_size > 100 for path in damaged)
