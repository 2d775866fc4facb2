import io
import re

import pytest

from sparsest import DataError, Dataset
from sparsest.table import read_table
from sparsest.table.dialect import Dialect, Row, split
from sparsest.table.preamble import bare_marks, names_in_comments, refuse_preamble

COMMA, BLANKS, TAB = Dialect(",", "."), Dialect(" ", "."), Dialect("\t", ".")
SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", " ": "blanks", "|": "vertical bar"}
PREAMBLES = {
    "keys": ["Station: Aswan", "Unit: m3"],
    "one key": ["Station: Aswan"],
    "values with the delimiter": ["Station: Aswan{0}Egypt", "Unit: m3{0}a year"],
    "equals signs": ["rate = 5", "gain = 2 dB"],
    "a number for a value": ["Rate: 5"],
    "a title": ["Recorder XY", "", "Station: Aswan"],
    "a title alone": ["Recorder"],
    "of other lengths": ["a{0}b{0}c{0}d", "Runs:{0}7{0}8{0}9"],
    "long": [f"Key {k}: value {k}" for k in range(40)],
}


def table(sign, header, above=()):
    lines = [*above, *([header] * bool(header)), "0{0}0.5", "1{0}1.5", "2{0}3"]
    return "\n".join(line.format(sign) for line in lines) + "\n"


def read(text, **options):
    return Dataset.from_csv(io.StringIO(text), "a file", **options)


@pytest.mark.parametrize("header", ["t{0}v", "", "time{0}2theta"], ids=["header", "points", "odd-header"])
@pytest.mark.parametrize("sign", SIGNS, ids=SIGNS.values())
@pytest.mark.parametrize("kind", PREAMBLES)
def test_refuse_preamble__names_the_lines_whose_skip_works(kind, sign, header):
    above = PREAMBLES[kind]
    text, plain = table(sign, header, above), read(table(sign, header))
    with pytest.raises(DataError, match="a file, line 1: ") as caught:
        read(text)
    skip = re.search(r"--skip ([0-9-]+)", str(caught.value))[1]
    assert skip == ("1" if len(above) == 1 else f"1-{len(above)}")
    data = read(text, skip=skip)
    assert (data, data.names) == (plain, plain.names)


@pytest.mark.parametrize(
    "text", ["t: s,v: m/s\n0,0.5\n1,1.5\n2,3\n", "t: s,v: m/s\nNA,1\n0,1\n", "t=s,v=m\n2024-01-01,3\n2024-01-02,4\n"]
)
def test_refuse_preamble__one_line_with_colons_may_be_a_header(text):
    assert read_table(io.StringIO(text), missing="drop", dates="2024" in text).names[0] in ("t: s", "t=s")


def test_refuse_preamble__not_what_is_told_to_be_a_header():
    text = "rate: 5,v\n0,1\n1,2\n"
    with pytest.raises(DataError, match="--skip 1, or say --header"):
        read(text)
    assert read(text, header=True).names == ("rate: 5", "v")


def test_refuse_preamble__what_has_no_table_below_is_something_else():
    rows = list(split(["a: 1", "b: 2"], COMMA))
    refuse_preamble(rows, {1: "a: 1", 2: "b: 2"}, None, ".", "a file")
    refuse_preamble([], {}, None, ".", "a file")


def test_second_headers_are_named_together():
    with pytest.raises(DataError, match=r"line 2: .*--skip 2-3$"):
        read("a,b\nmm,V\nfloat,float\n0,1\n1,2\n")
    assert read("a,b\nmm,V\nfloat,float\n0,1\n1,2\n", skip="2-3").names == ("a", "b")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("# t v\n0 1\n2 3\n", ("t", "v")),
        ("#t v\n0 1\n2 3\n", ("t", "v")),
        ("## t  v\n0 1\n2 3\n", ("t", "v")),
        ("#\tt\tv\n0\t1\n2\t3\n", ("t", "v")),
        ("# t\tv\n0\t1\n2\t3\n", ("t", "v")),
        ("#,t,v\n0,1\n2,3\n", ("t", "v")),
        ("# t, v\n0,1\n2,3\n", ("t", "v")),
        ("# run 7, made by hand, twice\n# time (s),2theta\n0,1\n2,3\n", ("time (s)", "2theta")),
        # More than one reading, or none: no names, and no error.
        ("# t v\n# s V\n0 1\n2 3\n", ("x", "y")),
        ("# t v\n\n0 1\n2 3\n", ("x", "y")),
        ("# t v w\n0 1\n2 3\n", ("x", "y")),
        ("# t t\n0 1\n2 3\n", ("x", "y")),
        ("# 5 V\n0 1\n2 3\n", ("x", "y")),
        ("# t 2024\n0 1\n2 3\n", ("x", "y")),
        ("#\tmade by hand\n0\t1\n2\t3\n", ("#", "made by hand")),
        ('# "t v\n0 1\n2 3\n', ("x", "y")),
        ("#\n0 1\n2 3\n", ("x", "y")),
        ("#\ta\tb\tc\n#\tt\tv\n0\t1\n2\t3\n", ("t", "v")),
        ("#\ta\tb\n#\tt\tv\n0\t1\n2\t3\n", ("x", "y")),
        # A header in the table is the one.
        ("# a b\nt v\n0 1\n2 3\n", ("t", "v")),
    ],
)
def test_names_in_comments(text, names):
    table = read_table(io.StringIO(text), "a file")
    assert (table.x, table.y, table.names) == ([[0], [2]], [1, 3], names)
    said = [note for note in table.notes if note.startswith("columns called")]
    assert bool(said) == (names != ("x", "y") and "\nt v" not in text and names[0] != "#")
    assert any("comment line" in note for note in table.notes) == (names[0] != "#")


def test_names_in_comments__choose_columns():
    text = "# t u v\n0 7 1\n2 8 3\n"
    for options in ({"x": "t", "y": "v"}, {"x": "t"}, {"x": ["t"], "y": 3}, {"x": " t ", "y": "v", "header": False}):
        table = read_table(io.StringIO(text), "a file", **options)
        assert (table.x, table.y, table.names) == ([[0], [2]], [1, 3], ("t", "v"))
    for options in ({"x": "w"}, {"x": "t", "header": True}):
        with pytest.raises(DataError, match="no such column"):
            read_table(io.StringIO(text), "a file", **options)
    # Names of the first line are meant where both have them.
    assert read_table(io.StringIO("# t v\nt v\n0 1\n2 3\n"), x="t", y="v").x == [[0], [2]]


def test_names_in_comments__number_no_rows():
    """A counting column is refused as without names: a comment is no ground to leave it out."""
    with pytest.raises(DataError, match="column 1 may number the rows"):
        read_table(io.StringIO("# index x y\n1 5 7\n2 6 9\n3 9 4\n"))


def test_bare_marks__not_where_the_mark_is_a_name():
    below = [Row(2, ["0", "1", "2"]), Row(3, ["1", "5", "6"])]
    assert bare_marks([Row(1, ["#", "x", "y"]), *below], "#") == 0
    assert bare_marks([Row(1, ["#", "w", "x", "y"]), *below], "#") == 1
    assert bare_marks([Row(1, ["#", "w", "x", "y"]), *below], "") == 0
    assert bare_marks([Row(1, ["#", "w"]), Row(2, ["#", "x"])], "#") == 0
    assert bare_marks([], "#") == 0


def test_names_in_comments__of_every_dialect():
    first = Row(2, ["0", "1"])
    assert names_in_comments({1: " t v"}, first, BLANKS) == ["t", "v"]
    assert names_in_comments({1: "\tt\tv"}, first, TAB) == ["t", "v"]
    assert names_in_comments({1: "t v"}, first, COMMA) is None
