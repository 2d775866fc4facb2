import pytest
from click.testing import CliRunner

from proofs_check.note import __main__ as command
from proofs_check.note.__main__ import main, printed_source
from sparsest import UsageError


@pytest.fixture
def gathered(book, drawn, monkeypatch):
    """What takes seconds is done once for all tests."""
    monkeypatch.setattr(command, "gather", lambda _: book)
    monkeypatch.setattr(command, "drawn_figures", lambda: drawn)


@pytest.mark.slow
@pytest.mark.usefixtures("gathered")
def test_main__writes_the_note_and_what_it_is_made_of(tmp_path):
    done = CliRunner().invoke(main, [str(tmp_path / "data"), "--out", str(tmp_path)])
    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "note.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "note.html").read_text().startswith("<!DOCTYPE html>")
    assert (tmp_path / "data" / "numbers.json").is_file()


@pytest.mark.usefixtures("gathered")
def test_main__prints_the_numbers_of_a_source():
    done = CliRunner().invoke(main, ["--source", "ties"])
    assert (done.exit_code, done.output) == (0, "tie-gaps: 1, 1, 1\ntie-minimisers: 2\n")


@pytest.mark.usefixtures("gathered")
def test_main__a_number_that_has_no_source_ends_it_before_anything_is_written(tmp_path, monkeypatch):
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "note.typ").write_text("// The text.\nThere are 47 claims.\n")
    monkeypatch.setattr(command, "ROOT", tmp_path)
    done = CliRunner().invoke(main, [str(tmp_path / "data")])
    assert done.exit_code == 2
    assert "note: paper/note.typ: " in done.output
    assert "the numeral 47 stands in the text and not in the data" in done.output
    assert not (tmp_path / "data").exists()


def test_printed_source__has_tables_too(book):
    assert "Theorem B | theorem_B | theorem-b" in printed_source(book, "evidence").splitlines()
    assert all(printed_source(book, name) for name in book.sources)


def test_printed_source__an_unknown_source(book):
    with pytest.raises(UsageError, match="no source named 'tires'; there are "):
        printed_source(book, "tires")
