"""How commands end when the world does: full disks, closed pipes, Ctrl-C. Exit codes 1 and 0 mean something else."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.sparsest_cli.terminal import NILE, heeds_ctrl_c

SCRIPT = Path(sys.executable).with_name("sparsest")
FULL = Path("/dev/full")


def ended(arguments, stdout, **options):
    done = subprocess.run(
        [SCRIPT, *map(str, arguments)], stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=60, **options
    )
    return done.returncode, done.stderr


@pytest.mark.slow
@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("arguments", [["solve", NILE], ["solve", NILE, "--json"], ["--help"], ["claims", "--list"]])
def test_a_full_disk__is_no_answer(arguments):
    with FULL.open("w") as full:
        code, err = ended(arguments, full)
    assert (code, err) == (2, "sparsest: error: standard output: No space left on device\n")


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["solve", NILE], ["path", NILE, "--json"]])
def test_a_closed_pipe__is_no_answer(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    code, err = ended(arguments, writer)
    os.close(writer)
    assert (code, err) == (2, "sparsest: error: standard output: Broken pipe\n")


@pytest.mark.slow
def test_a_verdict_that_cannot_be_printed__is_no_verdict(tmp_path):
    proof = tmp_path / "proof.json"
    assert ended(["solve", NILE, "--certificate", proof], subprocess.DEVNULL)[0] == 0
    proof.write_text(proof.read_text() + "x")
    reader, writer = os.pipe()
    os.close(reader)
    assert ended(["verify", proof], writer)[0] == 2
    os.close(writer)
    assert ended(["verify", proof], subprocess.DEVNULL)[0] == 1


def test_standard_output_closed_from_the_beginning():
    code, err = ended(["solve", NILE], None, preexec_fn=lambda: os.close(1))
    assert code == 2
    assert err == "sparsest: error: standard output is closed; the answer would be lost\n"


@pytest.mark.slow
def test_ctrl_c__ends_with_130_and_one_line():
    process = subprocess.Popen(
        [SCRIPT, "solve", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heeds_ctrl_c,
    )
    time.sleep(2)  # it waits for the data
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.strip()) == (130, "", "sparsest: interrupted")


def closed(*descriptors):
    return lambda: [os.close(descriptor) for descriptor in descriptors]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("place", ["closed", "full"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["solve", "absent.csv"], 2),
        (["solve", NILE, "--p", "2"], 2),
        (["solve", NILE, "--nonsense"], 2),
        (["badcmd"], 2),
        (["solve", NILE], 0),
    ],
)
def test_standard_error_closed_or_full__changes_no_exit_code(arguments, code, place):
    """Exit code 1, "the answer is no", was what became of a message that could not be written."""
    with FULL.open("w") as full:
        how = {"preexec_fn": closed(2)} if place == "closed" else {"stderr": full}
        done = subprocess.run([SCRIPT, *map(str, arguments)], stdout=subprocess.PIPE, timeout=60, check=False, **how)
    assert (done.returncode, bool(done.stdout)) == (code, code == 0)


@pytest.mark.slow
@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
def test_standard_error_full__only_a_note_is_lost(tmp_path):
    table = tmp_path / "semicolons.csv"
    table.write_text("0;0\n1;1\n2;0\n")
    with FULL.open("w") as full:
        done = subprocess.run([SCRIPT, "solve", table], stdout=subprocess.PIPE, stderr=full, timeout=60, check=False)
        both = subprocess.run([SCRIPT, "solve", table], stdout=full, stderr=full, timeout=60, check=False)
    assert (done.returncode, done.stdout[:10]) == (0, bytes(table)[:10])
    assert both.returncode == 2


def test_all_three_closed_from_the_beginning():
    assert subprocess.run([SCRIPT, "solve", NILE], preexec_fn=closed(0, 1, 2), timeout=60, check=False).returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [["solve", "-"], ["path", "-"], ["verify", "-"], ["claims", "theorem-3.1-1", "--data", "-"]]
)
def test_standard_input_closed_or_not_for_reading(arguments):
    code, err = ended(arguments, subprocess.DEVNULL, preexec_fn=closed(0))
    assert (code, err) == (2, "sparsest: error: standard input is closed; give the name of a file\n")
    with Path(os.devnull).open("w") as writable:
        code, err = ended(arguments, subprocess.DEVNULL, stdin=writable)
    said = "standard input cannot be read (Bad file descriptor); give the name of a file"
    assert (code, err) == (2, f"sparsest: error: {said}\n")
