"""What is written is read: certificates without blanks, and none that a checker would refuse to read."""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from proofs_check import work
from proofs_check.verify import check_file, check_text
from sparsest import Dataset, UsageError, path, solve
from sparsest_cli import outputs
from sparsest_cli.commands import cli
from sparsest_cli.outputs import Outputs, unreadable
from tests.sparsest_cli.terminal import PEAK, sparsest


def write_certificate(file, certificate):
    return Outputs(as_json=False, certificate=str(file)).write_certificate(lambda: certificate)


def refuse_unread(file, reason):
    Outputs(as_json=False, certificate=file).end(reason)


MADE = solve(Dataset([0, 1, 2], [0, 0, "1/3"]), "1/2").certificate()


def test_write_certificate__is_compact_and_the_same(tmp_path):
    file = tmp_path / "proof.json"
    assert write_certificate(str(file), MADE) == ""
    assert json.loads(file.read_text()) == MADE
    assert file.read_text().count("\n") == 1
    assert " " not in file.read_text()
    assert check_file(file).verdict == "accept"
    with pytest.raises(UsageError, match="absent"):
        write_certificate(str(tmp_path / "absent" / "proof.json"), MADE)


def test_write_certificate__the_largest_file_is_read_and_a_larger_one_not_written(tmp_path, monkeypatch):
    size = len(json.dumps(MADE, separators=(",", ":"))) + 1
    file = tmp_path / "proof.json"
    monkeypatch.setattr(work, "MAX_BYTES", size)
    assert write_certificate(str(file), MADE) == ""
    assert file.stat().st_size == size
    assert check_file(file).verdict == "accept"
    file.write_text("precious")
    monkeypatch.setattr(work, "MAX_BYTES", size - 1)
    assert write_certificate(str(file), MADE) == f"it would have {size:,} bytes, and checkers read {size - 1:,}"
    assert file.read_text() == "precious"
    assert check_text(json.dumps(MADE, separators=(",", ":")) + "\n").clause == "C01"


def test_write_certificate__what_has_too_many_digits_is_told_as_the_checker_tells_it(tmp_path):
    """As networks of several inputs can have from long coordinates: their weights are quotients of determinants."""
    file, long = tmp_path / "proof.json", json.loads(json.dumps(MADE))
    long["minimizer"]["left"]["slope"] = f"1/3{'0' * 20_000}"
    reason = write_certificate(str(file), long)
    assert reason == 'a number in its part "minimizer" has 20,001 digits, and checkers read 20,000'
    assert not file.exists()
    verdict = check_text(json.dumps(long))
    assert (verdict.verdict, verdict.clause) == ("reject", "C06")
    assert "more than 20000 digits" in verdict.reason


def test_write_certificate__each_part_has_the_limit_of_its_clause():
    for part, limit in (
        ("problem", 1000),
        ("runs", 1000),
        ("minimizer", 20_000),
        ("network", 20_000),
        ("cuts", 20_000),
        ("spline", 20_000),
    ):
        assert unreadable({part: [["-" + "7" * limit + "/" + "3" * limit]]})[1] == ""
        assert f"{limit + 1:,} digits" in unreadable({part: [["7" * (limit + 1)]]})[1]
    assert unreadable({"claim": {"minimizers": "7" * 20_001}, "dual": ["0" * 20_001]})[1] == ""


def test_refuse_unread__planted__without_it_nothing_would_be_said(capsys):
    refuse_unread("proof.json", "")
    refuse_unread(None, "")
    with pytest.raises(SystemExit) as stop:
        refuse_unread("proof.json", "it is too large")
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(
        "sparsest: error: proof.json: no certificate was written: it is too large; the answer stands"
    )
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "options", "shown"),
    [
        ("solve", ["--p", "1/2"], "(the fewest possible)"),
        ("solve", ["--json"], '"schema": "sparsest/solution/1"'),
        ("solve", ["--model", "multivariate"], "(the fewest possible)"),
        ("path", [], "critical exponent"),
        ("path", ["--json"], '"schema": "sparsest/path/1"'),
    ],
)
def test_commands__show_the_answer_and_refuse_a_certificate_that_nobody_reads(
    tmp_path, monkeypatch, command, options, shown
):
    monkeypatch.setattr(work, "MAX_BYTES", 100)
    file, picture = tmp_path / "proof.json", tmp_path / "picture.svg"
    plot = [] if "multivariate" in options else ["--plot", str(picture)]
    arguments = [command, "-", *options, "--certificate", str(file), *plot]
    done = CliRunner().invoke(cli, arguments, input="0,0\n1,0\n2,1\n")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"sparsest: error: {file}: no certificate was written: it would have ")
    assert "checkers read 100;" in done.stderr
    assert "fewer points or shorter numbers" in done.stderr
    assert shown in done.stdout
    assert "certificate written" not in done.stdout
    assert not file.exists()
    assert picture.exists() is bool(plot)


@pytest.mark.parametrize("command", ["solve", "path"])
def test_commands__write_what_verify_accepts(tmp_path, command):
    file = tmp_path / "proof.json"
    code, out, err = sparsest(command, "-", "--certificate", file, stdin=PEAK)
    assert (code, err) == (0, "")
    assert f"certificate written to {file}" in out
    assert " " not in file.read_text()
    assert sparsest("verify", file)[0] == 0
    made = (solve if command == "solve" else path)(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])).certificate()
    assert json.loads(file.read_text()) == made


def test_source__imports_no_checker_until_it_is_called():
    assert "checker" not in vars(outputs)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="process substitution is the shell's")
@pytest.mark.parametrize(("option", "begin"), [("--table", "x,y,slope"), ("--plot", "<?xml"), ("--certificate", "{")])
@pytest.mark.parametrize("place", [">(cat >{})", "/dev/fd/5"])
def test_commands__write_their_usual_format_into_a_stream_of_the_shell(tmp_path, option, begin, place):
    script, file = Path(sys.executable).with_name("sparsest"), tmp_path / "out"
    # The shell waits for what it substituted, and descriptor 5 is the file.
    command = f"{script} solve - {option} {place.format(file)} 5>{tmp_path / '5'}; code=$?; wait $!; exit $code"
    done = subprocess.run(["bash", "-c", command], input=PEAK, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert (file if "cat" in place else tmp_path / "5").read_text().startswith(begin)


@pytest.mark.slow
@pytest.mark.parametrize(("option", "begin"), [("--table", "x,y,slope"), ("--plot", "<?xml"), ("--certificate", "{")])
@pytest.mark.parametrize("place", ["pipe", "link"])
def test_commands__write_their_usual_format_into_a_pipe_without_suffix(tmp_path, option, begin, place):
    file, pipe, link = map(tmp_path.joinpath, ("out", "pipe", "link"))
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    reader = threading.Thread(target=lambda: file.write_bytes(pipe.read_bytes()), daemon=True)
    reader.start()
    code, _, err = sparsest("solve", "-", option, tmp_path / place, stdin=PEAK)
    assert (code, err) == (0, "")
    reader.join(timeout=20)
    assert file.read_text().startswith(begin)


@pytest.mark.parametrize(
    ("option", "file", "said"),
    [
        ("--table", "out", "written as .csv"),
        ("--table", "out.txt", "written as .csv"),
        ("--plot", "out", "a file without suffix"),
        ("--table", "pipe.txt", "written as .csv"),
        ("--plot", "pipe.txt", "cannot write .txt"),
    ],
)
def test_commands__other_names_say_the_format_themselves(tmp_path, option, file, said):
    os.mkfifo(tmp_path / "pipe.txt")
    code, out, err = sparsest("solve", "-", option, tmp_path / file, stdin=PEAK)
    assert (code, out) == (2, "")
    assert said in err
