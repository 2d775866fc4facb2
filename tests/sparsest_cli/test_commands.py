"""The commands as a whole: they start quickly, and Ctrl-C while they do is one line."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from sparsest_cli.commands import cli

REFUSE = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Finder())
sys.argv = ["sparsest", "solve", "-"]
from sparsest_cli import main
main()
"""


def test_help__names_all_commands_and_brings_in_no_library():
    listed = CliRunner().invoke(cli, ["--help"]).output
    assert all(
        f"\n  {name} " in listed for name in ("campaign", "claims", "path", "search", "solve", "tolerance", "verify")
    )
    code = "import sys, sparsest_cli.commands; print(sorted({'numpy', 'flint', 'numba', 'rich'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def interrupted_at(name):
    return subprocess.run(
        [sys.executable, "-c", REFUSE.format(name=name)],
        input="0,0\n1,1\n",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_ctrl_c__while_modules_are_imported():
    for name in ("click", "sparsest_cli.common", "sparsest.data", "flint"):
        done = interrupted_at(name)
        assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "sparsest: interrupted"), name
    assert interrupted_at("no.such.module").returncode == 0
