"""What reaches a terminal, a pipe and an ASCII terminal: whole numbers, no trailing blanks, no traceback."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.sparsest_cli.terminal import NILE, PEAK, sparsest, start

PATHS = NILE.with_name("five_breakpoints.csv")
PLANE = "0,0,1\n0,1,2\n1,0,0\n0.5,0.25,-1/3\n"
COMMAND = [sys.executable, "-c", "import sys; from sparsest_cli import main; sys.argv[0] = 'sparsest'; main()"]


def in_terminal(width, *arguments):
    """Run the command in a terminal of so many columns; return what it shows, without colours."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    plain = {**os.environ, "TERM": "xterm"}
    plain.pop("COLUMNS", None)
    child = start(arguments, [follower] * 3, plain)
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(leader)
    child.join(60)
    assert child.exitcode == 0
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode()).replace("\r\n", "\n")


@pytest.mark.slow
@pytest.mark.parametrize("width", [34, 80, 160])
@pytest.mark.parametrize("kind", ["solve", "path", "several inputs", "claims"])
def test_terminal__no_digit_and_no_verdict_is_lost(tmp_path, width, kind):
    plane = tmp_path / "plane.csv"
    plane.write_text(PLANE)
    few = tmp_path / "few.csv"
    few.write_text(PEAK)
    arguments = {
        "solve": ["solve", NILE, "--p", "1/3"], "path": ["path", PATHS], "several inputs": ["solve", plane],
        "claims": ["claims", "theorem-3.1-1", "theorem-b", "--data", few, "--p", "1/2"],
    }[kind]  # fmt: skip
    code, piped, err = sparsest(*arguments)
    assert (code, err) == (0, "")
    shown = in_terminal(width, *arguments)
    assert "\u2026" not in shown
    assert max(map(len, shown.splitlines())) <= width
    joined = re.sub(r"\s", "", shown)
    # Times are those of another run, headings are broken by a hyphen where that makes columns narrow.
    for word in piped.split():
        if kind != "claims" or word in ("holds", "theorem-3.1-1", "theorem-b", "2"):
            assert word in joined, word
    if kind == "path":
        brackets = re.findall(r"0\.\d{17}", piped)
        assert len(brackets) > 10
        assert sorted(brackets) == sorted(re.findall(r"0\.\d{17}", shown))


@pytest.mark.slow
@pytest.mark.parametrize("columns", [None, "34", "80"])
def test_pipe__no_line_ends_in_blanks(tmp_path, columns):
    plane = tmp_path / "plane.csv"
    plane.write_text(PLANE)
    env = {k: v for k, v in os.environ.items() if k != "COLUMNS"} | ({"COLUMNS": columns} if columns else {})
    for arguments in (
        ["solve", NILE],
        ["path", PATHS],
        ["solve", plane],
        ["claims", "--list"],
        ["claims", "theorem-b", "--examples", "5"],
    ):
        code, out, err = sparsest(*arguments, environment=env)
        assert (code, err) == (0, "")
        lines = out.splitlines()
        assert len(lines) > 2
        assert [line for line in lines if line != line.rstrip()] == []
        if arguments[0] == "path":
            assert len(lines) == 11  # whatever COLUMNS says


def test_pipe__every_row_is_one_line():
    code, out, _ = sparsest("path", PATHS, "--digits", "300")
    assert code == 0
    rows = [line.split() for line in out.splitlines()[5:]]
    assert [len(row) for row in rows] == [4] * 6
    assert all(len(number) == 302 for row in rows[1:5] for number in row[:2])


@pytest.mark.slow
def test_ascii_terminal__other_letters_are_escaped(tmp_path):
    strange = Path(tmp_path, "\u03b1 \u2202x.csv")
    strange.write_text(PEAK)
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    for arguments in (
        ["solve", strange],
        ["path", strange],
        ["solve", strange, "--certificate", tmp_path / "\u03b2.json"],
    ):
        done = subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, env=env, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"\\u03b1 \\u2202x.csv: 6 points" in done.stdout
    assert b"\\u03b2.json" in done.stdout
    done = subprocess.run([*COMMAND, "solve", f"{strange}x"], capture_output=True, env=env, check=False)
    assert done.returncode == 2
    assert b"\\u03b1" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.slow
def test_subnormal_numbers_print(tmp_path):
    data = "x,y\n0,0.42\n4.1e-320,0.42\n4.4e-314,0.44\n1,0.44\n"
    for p in ("0+", "1/2"):
        code, out, err = sparsest("solve", "-", "--p", p, stdin=data)
        assert (code, err) == (0, "")
        assert "about 4.1e-320" in out
