import io
import subprocess
import sys

import pytest

from sparsest import DataError
from sparsest.table import read_table
from sparsest.table.read import Places


def read(text, **options):
    return read_table(io.StringIO(text), "a file", **options)


def test_read_table__places_survive_headers_comments_skips_and_blank_lines():
    table = read("# first\na,b,c\n\n1,2,3\n,,\n9,9,9\n4,5,6\n", skip="6")
    assert (table.x, table.y, list(table.places)) == ([[1, 2], [4, 5]], [3, 6], ["line 4", "line 7"])
    assert (table.name, table.names) == ("a file", ("a", "b", "c"))
    assert list(table.places[1:]) == ["line 7"]


def test_read_table__names_without_header():
    assert read("1,2\n").names == ("x", "y")
    assert read("1,2,3\n").names == ("x1", "x2", "y")


def test_places__are_made_when_asked_for():
    assert len(Places(range(10**9))) == 10**9
    assert Places(range(10**9))[10**8] == "line 100000000"


def test_read_table__a_first_entry_called_by_the_comment_mark_is_a_name():
    assert read("#,x,y\n1,5,7\n2,6,9\n3,9,4\n").names == ("x", "y")
    assert read("# x y\n0,1\n2,3\n").notes == ("1 comment line (#) left out",)
    with pytest.raises(DataError, match="line 1"):
        read("# x y\n0,1\n2,3\n", comment="")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1,2\n3,4\n5,6,7\n", ["line 3", "3 columns", "line 1 has 2", "--skip 3-"]),
        ("1,2\n5,6,7\n3,4\n", ["line 2", "--skip 2"]),
        ("x\n1,2\n3,4\n", ["line 1", "one column ('x')", "--skip 1"]),
        ("x,y\n1," + "9" * 140_000 + "\n", ["line 2", "field"]),
    ],
)
def test_read_table__uneven_lines(text, parts):
    with pytest.raises(DataError) as caught:
        read(text)
    assert all(part in str(caught.value) for part in ["a file", *parts]), str(caught.value)


@pytest.mark.slow
def test_read_table__in_little_memory(tmp_path):
    """Of a long table no lines and no rows are held; lists of both took more than twice as much for each line."""
    file, lines = tmp_path / "long.csv", 100_000
    file.write_text("x,y\n" + "".join(f"{k},{k}.25\n" for k in range(lines)))
    code = (
        "import resource, sys; from sparsest.table import read_table\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = peak(); table = read_table(sys.argv[1]); print(len(table.y), peak() - before)"
    )
    done = subprocess.run([sys.executable, "-c", code, file], capture_output=True, text=True, timeout=100, check=True)
    count, kilobytes = map(int, done.stdout.split())
    assert count == lines
    assert kilobytes * 1024 < 420 * lines
