from dataclasses import replace

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


def test_main__writes_no_page_that_lacks_an_example_unless_told(run, monkeypatch, tmp_path):
    lacking = replace(ERRATA[3], needs="no_such_package")
    monkeypatch.setattr(__main__, "ERRATA", [lacking])
    file = tmp_path / "errata.md"
    refused = run(str(file))
    assert refused.exit_code == 2
    assert "E4 cannot be examined without no_such_package: in a checkout: pip install -r" in refused.output
    assert not file.exists()
    assert run(str(file), "--partial").exit_code == 0
    assert "## E4." in file.read_text()


def test_main__refuses_an_unknown_option(run):
    assert run("--nonsense").exit_code == 2
