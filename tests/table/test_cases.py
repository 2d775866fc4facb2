"""Tables that were once misread, swallowed or refused without help, each with what is right."""

import io
from fractions import Fraction

import pytest

from sparsest import DataError, Dataset
from sparsest.table import read_table

FOUR = {0: 0, 1: 1, 2: 0, 3: 2}
BEND = {0: 0, 1: 1, 2: 3}
DAY = 86_400

# (text, options, points or parts of the error, parts of the notes)
READ = {
    "semicolon": (b"x;y\n0;0\n1;1\n2;0\n3;2\n", {}, FOUR, ["semicolon"]),
    "decimal comma": (
        b"Zeit;Wert\n0,0;1,5\n1,0;2,5\n2,0;2,0\n",
        {},
        {0: "3/2", 1: "5/2", 2: 2},
        ["semicolon", "decimal comma"],
    ),
    "mark of UTF-8": (b"\xef\xbb\xbfx,y\n0,0\n1,1\n2,0\n3,2\n", {}, FOUR, []),
    "UTF-16 from Excel": ("\ufeffx\ty\n0\t0\n1\t1\n2\t0\n3\t2\n".encode("utf-16-le"), {}, FOUR, ["UTF-16", "tab"]),
    "UTF-16, other end first": ("\ufeff0,0\n1,1\n2,3\n".encode("utf-16-be"), {}, BEND, ["UTF-16"]),
    "Latin-1, told": (b"Gr\xf6\xdfe,y\n0,0\n1,1\n2,3\n", {"encoding": "latin-1"}, BEND, []),
    "tabs": (b"x\ty\n0\t0\n1\t1\n2\t0\n3\t2\n", {}, FOUR, ["tab"]),
    "blanks": (b"x y\n0 0\n1  1\n 2 0\n3 2 \n", {}, FOUR, ["blanks"]),
    "pipe": (b"x|y\n0|1\n1|2\n", {}, {0: 1, 1: 2}, ["vertical bar"]),
    "comment before": (b"# calibration run 7\nx,y\n0,0\n1,1\n2,3\n", {}, BEND, ["1 comment line"]),
    "comments in the middle": (b"x,y\n0,0\n# pause\n1,1\n  # again\n2,3\n", {}, BEND, ["2 comment lines"]),
    "comment of another mark": (b"% run 7\n0,0\n1,1\n2,3\n", {"comment": "%"}, BEND, []),
    "times": (
        b"time,v\n2024-01-01T00:00:00Z,1.0\n2024-01-01T00:01:00Z,1.1\n",
        {"dates": True},
        {0: 1, Fraction(60, DAY): "1.1"},
        ["x is in days since 2024-01-01T00:00:00Z"],
    ),
    "times of day": (
        b"time,v\n00:00:01,1.0\n00:00:02,1.1\n",
        {"dates": True},
        {0: 1, Fraction(1, DAY): "1.1"},
        ["00:00:01"],
    ),
    "missing, dropped": (
        b"x,y\n0,0\n1,NaN\n2,3\n,4\n",
        {"missing": "drop"},
        {0: 0, 2: 3},
        ["2 points with a missing number"],
    ),
    "scientific": (b"x,y\n1e-3,1.5E+2\n2e-3,1.6E+2\n", {}, {"1/1000": 150, "1/500": 160}, []),
    "equal points": (b"x,y\n0,0\n1,1\n1,1\n2,3\n", {}, BEND, []),
    "ties": (
        b"x,y\n0,0\n1,1\n1,1.001\n2,3\n",
        {"ties": "mean"},
        {0: 0, 1: "2001/2000", 2: 3},
        ["1 point with the same input"],
    ),
    "unsorted": (b"x,y\n2,0\n0,0\n1,1\n3,2\n", {}, FOUR, []),
    "comma at the end": (b"x,y,\n0,0,\n1,1,\n2,3,\n", {}, BEND, ["column 3, which is empty, left out"]),
    "comma at the end of points only": (b"x,y\n0,0,\n1,1,\n2,3,\n", {}, BEND, ["empty last entry"]),
    "quotes": (b'"x","y"\n"0", "0"\n"1","1"\n"2","3"\n', {}, BEND, []),
    "nameless counter": (
        b",x,y\n0,0.1,0\n1,0.2,1\n2,0.3,5\n",
        {},
        {"0.1": 0, "0.2": 1, "0.3": 5},
        ["column 1, which has no name"],
    ),
    "two counters": (b",Unnamed: 0,x,y\n0,1,0.1,0\n1,2,0.2,1\n", {}, {"0.1": 0, "0.2": 1}, ["column 1,", "column 2,"]),
    "row names of R": (
        b'"rownames","Time","demand"\n1,1,8.3\n2,2,10.3\n3,3,19\n',
        {},
        {1: "8.3", 2: "10.3", 3: 19},
        ["'rownames'"],
    ),
    "line ends CR": (b"x,y\r0,0\r1,1\r2,0\r3,2\r", {}, FOUR, []),
    "line ends CR LF": (b"x,y\r\n0,0\r\n1,1\r\n2,0\r\n3,2", {}, FOUR, []),
    "minus of typography": ("x,y\n\u22121,0\n0,1\n1,\u22122\n".encode(), {}, {-1: 0, 0: 1, 1: -2}, []),
    "the same in the first line": ("\u22122,\u22121\n0,1\n1,3\n2,1\n".encode(), {}, {-2: -1, 0: 1, 1: 3, 2: 1}, []),
    "blanks around": (b" x , y \n 0 , 0 \n 1 , 1 \n 2 ,\t3 \n", {}, BEND, []),
    "line of Excel": (b"sep=;\nx;y\n0;1\n1;2\n", {}, {0: 1, 1: 2}, ["sep=;"]),
    "names that begin with digits": (b"2theta,-log10(p)\n10,1\n11,2\n", {}, {10: 1, 11: 2}, []),
    "a fraction as a name": (b"1/T,y\n10,1\n11,2\n", {"header": True}, {10: 1, 11: 2}, []),
    "fractions like dates": (b"day,level\n1/2,10\n1/3,12\n", {}, {"1/2": 10, "1/3": 12}, ["read as fractions"]),
    "columns by name": (b"site,t,v,w\nA,0,5,0\nB,1,6,1\nC,2,7,3\n", {"x": "t", "y": "w"}, BEND, []),
    "columns by number": (b"A,0,5,0\nB,1,6,1\nC,2,7,3\n", {"x": 2, "y": "4", "header": False}, BEND, []),
    "units, skipped": (b"x,y\nmm,V\n0,0\n1,1\n2,3\n", {"skip": "2"}, BEND, []),
    "footer, skipped": (b"x,y\n0,0\n1,1\n2,3\nTotal,6\nMean,\n", {"skip": "5-"}, BEND, []),
    "commas, told to be decimal": (
        b"0,5,1,5\n1,0,2,5\n",
        {"decimal": ","},
        {"0.5": "1.5", 1: "2.5"},
        ["delimiter comma, decimal comma"],
    ),
    "commas twice over": (b"0,5,1,5\n1,0,2,5\n", {"delimiter": ",", "decimal": ","}, {"0.5": "1.5", 1: "2.5"}, []),
    "thousandths, told": (b"1,000;2,250\n3,500;4,000\n", {"decimal": ","}, {1: "2.25", "3.5": 4}, ["decimal comma"]),
}

READ |= {
    "sorted by another column": (b",x,y\n0,0.5,1\n1,0.25,2\n2,4,3\n", {}, {"0.5": 1, "0.25": 2, 4: 3}, ["column 1"]),
    "row numbers in other spellings": (b",x,y\n0.0,5,1\n1.0,6,2\n2.0,7,3\n", {}, {5: 1, 6: 2, 7: 3}, ["column 1"]),
    "superscripts in names": ("x\u00b2,CO\u2082\n0,0\n1,1\n2,3\n".encode(), {}, BEND, []),
    "comma at the end of the header only": (b"x,y,\n0,0\n1,1\n2,3\n", {}, BEND, ["last entry of the header"]),
    "empty last column, input told": (b"x,y,\n0,0,\n1,1,\n2,3,\n", {"x": "x"}, BEND, []),
    "a quoted decimal comma, told": (
        b'x,y\n1,"2,5"\n2,"3,5"\n',
        {"decimal": ","},
        {1: "5/2", 2: "7/2"},
        ["decimal comma"],
    ),
    "basic dates": (b"20240130,1\n20240201,2\n", {"dates": True}, {0: 1, 2: 2}, ["since 2024-01-30"]),
    "basic dates as numbers": (
        b"20240130,1\n20240201,2\n",
        {},
        {20240130: 1, 20240201: 2},
        ["as whole numbers", "--dates"],
    ),
    "months as fractions": (b"01/2024,1\n02/2024,2\n", {}, {"1/2024": 1, "2/2024": 2}, ["read as fractions"]),
    "lines of delimiters": (b"x,y\n0,0\n,\n1,1\n2,3\n,\n", {}, BEND, ["2 lines without any entry left out"]),
}

EITHER = ["line 1", "--header", "--no-header"]
REFUSED = {
    "empty": (b"", ["no points"]),
    "only a header": (b"x,y\n", ["no points"]),
    "blank lines": (b"\n\n\n", ["no points"]),
    "Latin-1": (b"Gr\xf6\xdfe,y\n0,0\n1,1\n", ["line 1", "0xf6", "--encoding latin-1"]),
    "UTF-16 without mark": ("0,0\n1,1\n".encode("utf-16-le"), ["NUL", "--encoding utf-16-le"]),
    "UTF-16 without mark, other end first": ("0,0\n1,1\n".encode("utf-16-be"), ["NUL", "--encoding utf-16-be"]),
    "times": (b"time,v\n2024-01-01T00:00:00Z,1.0\n2024-01-01T00:01:00Z,1.1\n", ["line 2", "--dates"]),
    "times of day": (b"time,v\n00:00:01,1.0\n00:00:02,1.1\n", ["line 2", "--dates"]),
    "nan": (b"x,y\n0,0\n1,NaN\n2,3\n", ["line 3", "'NaN'", "1 of 3", "--missing drop"]),
    "nothing": (b"x,y\n0,0\n1,\n,3\n", ["line 3", "2 of 3", "--missing drop"]),
    "infinite": (b"x,y\n0,0\n1,inf\n2,3\n", ["line 3", "'inf'", "not missing"]),
    "huge exponent": (b"x,y\n0,0\n1,1e999999999\n2,3\n", ["line 3", "1e999999999", "limit"]),
    "two labels": (b"x,y\n0,0\n1,1\n1,1.001\n2,3\n", ["line 3", "line 4", "--ties mean"]),
    "one more": (b"x,y\n0,0\n1,1,5\n2,3\n", ["line 3", "3 columns", "--skip 3"]),
    "one less": (b"x,y\n0,0\n1\n2,3\n", ["line 3", "'1'", "--skip 3"]),
    "open quote": (b'x,y\n0,0\n"1,1\n2,3\n', ["line 3", "quotation mark"]),
    "thousands": (b'x,y\n0,"1,000"\n1,"2,000"\n', ["line 2", "'1,000'", "thousands"]),
    "thousands or decimals": (b"1,000;2,250\n3,500;4,000\n", ["'1,000'", "thousands", "--decimal ,"]),
    "units behind": (b"x,y\n0 V,1 mA\n1 V,2 mA\n", ["line 2", "'0 V'", "unit"]),
    "one column": (b"y\n0\n1\n", ["line 1", "one column"]),
    "text": (b"id,x,y\nA,0,0\nB,1,1\n", ["column 1 ('id')", "text", "--x", "--y"]),
    "binary": (bytes(range(256)) * 4, ["line 2", "--encoding"]),
    "NUL": (b"x,y\n0,0\n1,\x00\n2,3\n", ["line 3", "NUL"]),
    "other digits": ("x,y\n\uff10,\uff11\n\uff11,\uff12\n".encode(), ["line 2", "digits"]),
    "division by zero": (b"x,y\n0,1/0\n1,2\n", ["line 2", "'1/0'", "zero"]),
    "hexadecimal": (b"x,y\n0x10,1\n0x20,2\n", ["line 2", "'0x10'", "hexadecimal"]),
    "underscores": (b"x,y\n1_000,1\n2_000,2\n", ["line 2", "'1_000'", "thousands"]),
    "complex": (b"x,y\n0,1+2j\n1,2\n", ["line 2", "'1+2j'", "complex"]),
    "truth": (b"x,y\n0,True\n1,False\n", ["line 2", "'True'", "truth"]),
    "a web page": (b"<!DOCTYPE html>\n<html><body>404, not found</body></html>\n", ["line 1", "DOCTYPE"]),
    "JSON": (b"[[0,0],[1,1]]\n", ["line 1", "'[[0'"]),
    "currency": ("x,y\n0,\u20ac5\n1,\u20ac6\n".encode(), ["line 2", "currency"]),
    "percent": (b"x,y\n0,5%\n1,6%\n", ["line 2", "'5%'", "percent"]),
    "number, blank, word": (b"0 deg,45 deg\n0,0\n1,1\n", EITHER),
    "a name and a number": (b"x,2024\n0,5\n1,6\n", [*EITHER, "'2024'", "'x'"]),
    "dashes in the first line": ("\u20131,\u20132\n0,0\n1,1\n".encode(), [*EITHER, "minus"]),
    "currency in the first line": (b"$1,$2\n0,0\n1,1\n", EITHER),
    "accounting in the first line": (b"(1),(2)\n0,0\n1,1\n", EITHER),
    "bounds in the first line": (b"<1,<2\n0,0\n1,1\n", EITHER),
    "formulas in the first line": (b"=1,=2\n0,0\n1,1\n", EITHER),
    "marks in the first line": (b"NA,NA\n0,0\n1,1\n", EITHER),
    "units in the first line": (b"5mA,6mA\n0,0\n1,1\n", EITHER),
    "dates in the first line": (b"2024-01-01,2024-01-02\n0,0\n1,1\n", EITHER),
    "line of units": (b"x,y\nmm,V\n0,0\n1,1\n", ["line 2", "'mm'", "units", "--skip 2"]),
    "footer": (b"x,y\n0,0\n1,1\n2,5\nTotal,6\n", ["line 5", "'Total'", "footer", "--skip 5"]),
    "footer of one entry": (b"x,y\n0,0\n1,1\n2,5\nend of file\n", ["line 5", "footer", "--skip 5-"]),
    "preamble": (b"Recorder XY\nx,y\n0,0\n1,1\n", ["line 1", "--skip 1"]),
    "commas": (b"0,5,1,5\n1,0,2,5\n2,0,2,0\n", ["4 whole numbers or 2", "--decimal .", "--decimal ,"]),
    "counter with a name": (b"t,x,y\n1,5,7\n2,6,9\n3,8,1\n", ["column 1 ('t')", "--x x --y y", "--x t --x x --y y"]),
    "counter without header": (b"1,5,7\n2,6,9\n3,8,1\n", ["column 1", "--x 2 --y 3"]),
    "row numbers of a part": (b",x,y\n2,5,7\n5,6,9\n9,8,1\n", ["column 1", "--x x --y y"]),
    "a shorter header": (b"x y\na 0 0\nb 1 1\n", ["line 2", "3 columns", "--skip 1 --x 2 --y 3"]),
    "row numbers out of order": (b",x,y\n2,0.1,5\n0,0.2,6\n1,0.3,7\n", ["column 1", "--x x --y y"]),
    "row numbers that begin anew": (b",x,y\n0,5,1\n1,6,2\n0,7,3\n1,8,4\n", ["column 1", "--x x --y y"]),
    "row numbers going down": (b'"","x","y"\n3,5,1\n2,6,2\n1,7,3\n', ["column 1", "--x x --y y"]),
    "a counter with zeros before it": (b"id,x,y\n001,5,7\n002,6,9\n003,8,1\n", ["column 1 ('id')", "--x x --y y"]),
    "a counter in floats": (b"1.0e+00 5 7\n2.0e+00 6 9\n3.0e+00 8 1\n", ["column 1", "--x 2 --y 3"]),
    "an identifier from 5 on": (b"id,x,y\n5,5,7\n6,6,9\n7,8,1\n", ["column 1 ('id')", "--x x --y y"]),
    "a counter for a label": (b"x,y,row\n5,7,1\n6,9,2\n8,1,3\n", ["column 3 ('row')", "--x x --y y"]),
    "a total without a row number": (b",x,y\n1,.3,2\n2,.4,5\n3,5,7\n,5.7,14\n", ["line 5", "--skip 5"]),
    "names of pandas": (b",0,1\n0,0.5,3\n1,0.7,4\n2,0.9,9\n", EITHER),
    "an error of a spreadsheet": (b"x,y\n1,2\n#N/A,9\n3,7\n", ["line 3", "'#N/A'", "--missing drop"]),
    "a division by zero": (b"x,y\n1,2\n#DIV/0!,9\n3,7\n", ["line 3", "'#DIV/0!'", "--missing drop"]),
    "footnotes in the first line": (b"1.5a,2.5b\n1,2\n3,4\n", EITHER),
    "one letter in the first line": (b"1e,2e\n1,2\n3,4\n", EITHER),
    "halves in the first line": ("\u00bd,\u00bc\n1,2\n3,4\n".encode(), EITHER),
    "letters for digits in the first line": (b"O.5,l.2\n1,2\n3,4\n", EITHER),
    "dashes for missing in the first line": ("\u2013,\u2013\n1,2\n3,4\n".encode(), EITHER),
    "a common factor": (b"   1.0e+03 *\n\n 0.0010 0.0020\n 0.0020 0.0070\n", [*EITHER, "'*'"]),
    "thousands under a header": (b"x, y\n1, 1,234\n2, 2,345\n3, 2,346\n", ["line 2", "thousands"]),
    "points as thousands": (b"x;y\n1.000;2\n2.000;3\n", ["'1.000'", "--decimal ."]),
    "a point and a comma": (b"x;y\n1.234,5;5,5\n2.345,5;6,5\n", ["line 2", "'1.234,5'", "thousands"]),
    "date and time apart": (b"2024-01-01 10:00 5.0\n2024-01-02 11:00 6.0\n", ["line 1", "--dates"]),
    "two readings": (b"a 1,5\nb 2,6\nc 3,7\n", ["2 ways", "--delimiter", "--decimal"]),
}


def read(text, **options):
    return Dataset.from_csv(io.BytesIO(text), "a file", **options)


@pytest.mark.parametrize("case", READ)
def test_read__as_it_stands_and_said(case):
    text, options, points, notes = READ[case]
    data = read(text, **options)
    assert dict(zip(data.x, data.y, strict=True)) == {Fraction(x): Fraction(y) for x, y in points.items()}
    said = "; ".join(data.notes)
    assert all(part in said for part in notes), said
    assert bool(notes) == bool(said), said


def test_refused__what_options_make_ambiguous():
    with pytest.raises(DataError, match="join them in one column"):
        read_table(io.StringIO("2024-01-01 10:00 5.0\n2024-01-02 11:00 6.0\n"), "a file", dates=True)
    with pytest.raises(DataError, match="the last column is an input; say which one is the label with --y"):
        read(b"t,a,b\n1,5,7\n2,6,9\n", x="b")
    for moment in (b"0001-01-01T00:00+05:00", b"9999-12-31T23:59:59-05:00"):
        with pytest.raises(DataError, match=r"line 1, x: .* is before the year 1 or after 9999 in UTC"):
            read(moment + b",1\n2024-01-01T00:00Z,2\n", dates=True)
    many = ",".join(f"a column with a long name {k}" for k in range(60))
    with pytest.raises(DataError) as caught:
        read_table(
            io.StringIO("\n".join([many, *(",".join([str(r), *map(str, range(9, 68))]) for r in range(3))])), "f"
        )
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("case", REFUSED)
def test_refused__in_one_line_that_names_what_where_and_the_cure(case):
    text, parts = REFUSED[case]
    with pytest.raises(DataError) as caught:
        read(text)
    message = str(caught.value)
    assert message.startswith("a file")
    assert "\n" not in message
    assert len(message) < 400
    assert all(part in message for part in parts), message


def test_what_is_read_without_a_word_is_what_plain_text_would_be():
    """No note where nothing was assumed: the notes are seen on stderr, and plain files say nothing."""
    assert read_table(io.StringIO("x,y\n0,0\n1,1/3\n")).notes == ()


def test_columns_that_are_told_are_read_as_a_table_of_them_alone():
    text = b"2020,t,v,5 mA\n7,0,0,1\n8,1,1,2\n9,2,3,3\n"
    with pytest.raises(DataError, match="--header or --no-header"):
        read(text)
    for x, y in ((2, 3), ("2", "3")):
        data = read(text, x=x, y=y)
        assert (data.names, dict(zip(data.x, data.y, strict=True))) == (("t", "v"), BEND)
    with pytest.raises(DataError, match="--header or --no-header"):
        read(text, x=2)
    with pytest.raises(DataError, match="--header or --no-header"):
        read(text, x=1, y=2)
