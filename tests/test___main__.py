import subprocess
import sys
import tomllib
from pathlib import Path

import sparsest

VERSION = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]["version"]


def run(*arguments):
    done = subprocess.run([sys.executable, "-m", "sparsest", *arguments], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def test_main__is_the_command_line():
    assert run("--version") == (0, f"sparsest, version {VERSION}\n", "")
    code, out, _ = run("--help")
    assert code == 0
    assert "Usage: python -m sparsest [OPTIONS] COMMAND" in out
    code, out, err = run("solve", "absent.csv")
    assert (code, out) == (2, "")
    assert err.startswith("sparsest: error: absent.csv")


def test_version__one_source_and_no_cost():
    assert sparsest.__version__ == VERSION
    probe = "import sys, sparsest; found = 'importlib.metadata' in sys.modules; sparsest.__version__; sys.exit(found)"
    alone = "import sys, numpy, flint, highspy; sys.exit('importlib.metadata' in sys.modules)"
    run_alone, run_ours = (
        subprocess.run([sys.executable, "-c", code], check=False).returncode for code in (alone, probe)
    )
    assert run_ours == run_alone
