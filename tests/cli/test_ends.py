"""How commands end when the world does: a full disk, a closed pipe, Ctrl-C. Exit codes 1 and 0 mean something else."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.terminal import NILE, heeds_ctrl_c

SCRIPT = Path(sys.executable).with_name("sparsest")
FULL = Path("/dev/full")


def ended(arguments, stdout, **options):
    done = subprocess.run(
        [SCRIPT, *map(str, arguments)], stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=60, **options
    )
    return done.returncode, done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("arguments", [["solve", NILE], ["solve", NILE, "--json"], ["--help"], ["claims", "--list"]])
def test_a_full_disk__is_no_answer(arguments):
    with FULL.open("w") as full:
        code, err = ended(arguments, full)
    assert (code, err) == (2, "sparsest: error: standard output: No space left on device\n")


@pytest.mark.parametrize("arguments", [["solve", NILE], ["path", NILE, "--json"]])
def test_a_closed_pipe__is_no_answer(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    code, err = ended(arguments, writer)
    os.close(writer)
    assert (code, err) == (2, "sparsest: error: standard output: Broken pipe\n")


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
