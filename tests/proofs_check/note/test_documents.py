import pytest

from proofs_check.note.documents import Document
from sparsest import UsageError

PAGE = """\
# A page

| step | p | fits |
|---|---|---|
| one | 0.4 | 10% |
| one | 0.7 | 20% |

```
Fast things, N = 7
         data  seconds
 random walk     0.5
one run of 9     1.5

Slow things
```
There are 12 of them.
"""


@pytest.fixture
def page(tmp_path):
    (tmp_path / "page.md").write_text(PAGE)
    return Document(tmp_path, "page.md")


def test_find(page):
    assert page.find(r"There are (\d+) of them") == ("12",)


@pytest.mark.parametrize(("pattern", "times"), [(r"There are (\d) apples", 0), (r"(one)", 3)])
def test_find__what_occurs_never_or_more_than_once_is_refused(page, pattern, times):
    with pytest.raises(UsageError, match=rf"page.md: .* occurs {times} times, not once; mend it in proofs_check/note"):
        page.find(pattern)


def test_rows(page):
    assert page.rows("step", "p")["one", "0.7"]["fits"] == "20%"


def test_rows__rows_that_begin_alike_and_tables_that_are_not_there_are_refused(page):
    with pytest.raises(UsageError, match="two rows begin with one"):
        page.rows("step")
    with pytest.raises(UsageError, match="no table begins with colour"):
        page.rows("colour")


def test_printed__cells_are_told_from_the_right(page):
    assert page.printed("Fast things, N = 7", 2) == [["random walk", "0.5"], ["one run of 9", "1.5"]]
    with pytest.raises(UsageError, match="'Quick things' occurs 0 times"):
        page.printed("Quick things", 2)


def test_a_document_that_is_missing(tmp_path):
    with pytest.raises(UsageError, match=r"none.md: No such file or directory; the note is made in a checkout"):
        Document(tmp_path, "none.md")
