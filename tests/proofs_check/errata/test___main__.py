import pytest
from click.testing import CliRunner

from proofs_check.errata import ERRATA, __main__


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(__main__, "ERRATA", ERRATA[3:5])
    return lambda *arguments: CliRunner().invoke(__main__.main, list(arguments))


def test_main__prints_or_writes_the_same(run, tmp_path):
    file = tmp_path / "errata.md"
    printed, written = run(), run(str(file))
    assert printed.exit_code == written.exit_code == 0
    assert written.output == ""
    assert file.read_text() == printed.output
    assert "## E4." in printed.output
    assert "| E5 |" in printed.output


def test_main__refuses_an_unknown_option(run):
    assert run("--nonsense").exit_code == 2
