"""The command compares or writes, file by file."""

from click.testing import CliRunner

from proofs_check.conformance.making import __main__ as command
from proofs_check.conformance.suite import load_suite


def run(monkeypatch, tmp_path, *options):
    monkeypatch.setattr(command, "VECTORS", tmp_path)
    monkeypatch.setattr(command, "file_texts", lambda *_: iter([("one.json", "{}\n"), ("two.json", "[]\n")]))
    return CliRunner().invoke(command.main, ["--workers", "1", *options])


def test_files_are_written_and_then_as_they_are(monkeypatch, tmp_path):
    assert "one.json: written" in run(monkeypatch, tmp_path).output
    assert (tmp_path / "two.json").read_text() == "[]\n"
    again = run(monkeypatch, tmp_path, "--check")
    assert (again.exit_code, again.output.count("as it is there")) == (0, 2)


def test_check_says_what_would_change_and_writes_nothing(monkeypatch, tmp_path):
    (tmp_path / "one.json").write_text("{}\n")
    found = run(monkeypatch, tmp_path, "--check")
    assert (found.exit_code, "two.json: would change" in found.output) == (1, True)
    assert not (tmp_path / "two.json").exists()


def test_the_suite_tests_itself(monkeypatch):
    monkeypatch.setattr(command, "load_suite", lambda: load_suite(["solve:p=0"]))
    found = CliRunner().invoke(command.main, ["--mutants", "5"])
    assert (found.exit_code, found.output) == (0, "5 of 5 changes are noticed\n")
    monkeypatch.setattr(command, "is_noticed", lambda _: False)
    found = CliRunner().invoke(command.main, ["--mutants", "5"])
    assert found.exit_code == 1
    assert found.output.count("not noticed") == 5
