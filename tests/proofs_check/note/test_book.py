import pytest

from proofs_check.note.book import Book, Origin
from sparsest import UsageError


def test_add__a_key_that_is_there_already_is_refused():
    book = Book()
    book.add(Origin("one", "echo 1"), {"a": 1})
    with pytest.raises(UsageError, match="the note has a already"):
        book.add(Origin("two", "echo 2"), {"a": 2})
    with pytest.raises(UsageError, match="the note has one already"):
        book.add(Origin("one", "echo 3"), {"b": 3})
    assert book.numbers["a"].text == "1"


def test_to_json__names_command_and_document():
    book = Book()
    book.add(Origin("s", "make bench", "docs/benchmarks.md"), {"n": 3}, {"t": (("p",), [("1/2",)])})
    found = book.to_json()
    assert found["sources"] == {"s": {"command": "make bench", "document": "docs/benchmarks.md"}}
    assert found["tables"]["t"] == {"head": ["p"], "rows": [["1/2"]], "source": "s"}
