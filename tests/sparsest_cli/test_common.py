"""What all commands have in common: bad input, files that stay whole, help, and how fast it is there."""

import subprocess
import sys

import pytest

from tests.sparsest_cli.terminal import sparsest


@pytest.mark.parametrize(
    ("arguments", "stdin", "parts"),
    [
        (["solve", "-"], "1,2\n3\n", ["standard input", "line 2", "'3'"]),
        (["solve", "-"], "1,1e999999999\n", ["line 1", "1e999999999"]),
        (["solve", "-"], "", ["no points"]),
        (["solve", "-"], b"\xff1,2\n", ["line 1", "not UTF-8", "--encoding"]),
        (["solve", "-", "--p", "2"], "1,2\n", ["p = 2"]),
        (["solve", "-", "--plot", "x.gif"], "1,2\n", ["x.gif"]),
        (["solve", "-", "--certificate", "absent/x.json"], "1,2\n", ["absent/x.json"]),
        (["solve", "absent.csv"], "", ["absent.csv"]),
        (["verify", "absent.json"], "", ["absent.json"]),
        (["verify", "."], "", ["."]),
        (["path", "-", "--digits", "0"], "1,2\n", ["digits"]),
        (["search", "what"], "", ["no phenomenon 'what'"]),
        (["frobnicate"], "", ["frobnicate"]),
        (["solve"], "", ["DATA"]),
    ],
)
def test_bad_input__one_clear_line_and_exit_code_2(arguments, stdin, parts):
    code, out, err = sparsest(*arguments, stdin=stdin)
    assert (code, out) == (2, "")
    assert all(part in err for part in parts), err
    assert "Traceback" not in err
    assert err.startswith(("sparsest: error: ", "Usage: "))


def test_bad_input__a_line_stays_a_line_whatever_the_file_is_called():
    code, out, err = sparsest("solve", "two\nlines\x1b[31m.csv")
    assert (code, out) == (2, "")
    assert err.removesuffix("\n").isprintable()
    assert "two lines" in err


def test_certificate__an_older_file_survives_a_failed_write(tmp_path):
    kept = tmp_path / "kept.json"
    kept.write_text("precious")
    assert sparsest("solve", "-", "--certificate", kept, stdin="1,2\n1,3\n")[0] == 2
    assert kept.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [kept]


def test_help__names_the_commands_and_imports_no_kernels():
    code, out, _ = sparsest("--help")
    assert code == 0
    assert "solve" in out
    assert "verify" in out
    heavy = ("numba", "hypothesis", "z3", "matplotlib", "sympy", "rich")
    probe = f"import sys, sparsest_cli; sys.exit(any(m in sys.modules for m in {heavy}))"
    assert subprocess.run([sys.executable, "-c", probe], timeout=60).returncode == 0
    assert sparsest("--version")[1].startswith("sparsest, version")
