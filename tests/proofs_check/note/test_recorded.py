import shutil

import pytest

from proofs_check.note.book import Book
from proofs_check.note.recorded import add_recorded
from sparsest import UsageError

from .conftest import ROOT

DOCUMENTS = (
    "docs/benchmarks.md", "docs/theory.md", "docs/formal.md", "docs/paper.md", "docs/conformance.md",
    "paper/experiments.md",
)  # fmt: skip


@pytest.fixture
def copy(tmp_path):
    for name in DOCUMENTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_numbers__stand_in_the_document_that_their_source_names(book):
    text = {name: (ROOT / name).read_text() for name in DOCUMENTS}
    recorded = [one for one in book.numbers.values() if book.sources[one.source].document]
    assert len(recorded) > 50
    for one in recorded:
        bare = one.text.replace(",", "")
        found = text[book.sources[one.source].document].replace(",", "")
        assert bare in found or one.text in ("10^6", "10^−6"), one


def test_tables__have_all_their_rows(book):
    rows = {key: len(one.rows) for key, one in book.tables.items()}
    assert rows == {
        "fast": 5, "within": 4, "fewest": 5, "peak": 9, "fifty": 9, "held-out": 3, "kernel": 4, "contestants": 5,
        "evidence": 9,
    }  # fmt: skip
    assert all(len(row) == len(one.head) for one in book.tables.values() for row in one.rows)


def test_numbers__follow_the_document(copy):
    page = copy / "docs/benchmarks.md"
    page.write_text(page.read_text().replace("10,049 of 10,060", "10,050 of 10,060"))
    book = Book()
    add_recorded(book, copy)
    assert book.numbers["generic-some"].text == "10,050"


@pytest.mark.parametrize(
    ("name", "there", "planted"),
    [
        ("docs/benchmarks.md", "Exact solve with certificate", "Solve with certificate"),
        ("paper/experiments.md", "| step | p | collapsed", "| step | p | lost"),
        ("docs/formal.md", "The development compiles in", "Compiling takes"),
        ("docs/benchmarks.md", " 2 decimals, d = 2, N = 8, seed 1", " 2 decimals, d = 2, N = 9, seed 1"),
        ("docs/benchmarks.md", "      one run of 200 gaps ", "      one run of 300 gaps "),
        ("docs/theory.md", "Trees: 7,900 nodes instead of", "Trees: 7,900 nodes and not"),
    ],
)
def test_a_document_that_no_longer_holds_a_number_is_refused(copy, name, there, planted):
    page = copy / name
    assert there in page.read_text()
    page.write_text(page.read_text().replace(there, planted))
    with pytest.raises(UsageError, match=f"{name}: .*; mend it (there|in proofs_check/note)"):
        add_recorded(Book(), copy)
