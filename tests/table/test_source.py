import io

import pytest

from sparsest import DataError
from sparsest.table import source
from sparsest.table.source import read_text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_read_text__by_the_mark(encoding):
    text, name, notes = read_text(io.BytesIO("x,y\n\u22121,2\n".encode(encoding)), None, None)
    assert (text, name) == ("x,y\n\u22121,2\n", "the text")
    assert notes == ([] if encoding == "utf-8-sig" else [f"encoding {encoding.upper()} by its mark"])


def test_read_text__told(tmp_path):
    path = tmp_path / "old.csv"
    path.write_bytes("Größe,1\n".encode("cp1252"))
    assert read_text(path, None, "cp1252") == ("Größe,1\n", str(path), [])
    with pytest.raises(DataError, match=r"old\.csv, line 1: not UTF-8 text \(byte 0xf6\).*--encoding latin-1"):
        read_text(path, None, None)
    with pytest.raises(DataError, match="not ASCII text"):
        read_text(path, None, "ascii")
    path.write_bytes(b"\xef\xbb\xbf1,2")
    assert read_text(path, None, "utf8")[0] == "1,2"


def test_read_text__the_line_of_a_wrong_byte():
    with pytest.raises(DataError, match="a file, line 3: not UTF-8"):
        read_text(io.BytesIO(b"1,2\n3,4\n\xff,5\n"), "a file", None)
    with pytest.raises(DataError, match="a file, line 2: a NUL byte"):
        read_text(io.BytesIO(b"1,2\n3,\0\n"), "a file", None)


@pytest.mark.parametrize("encoding", ["rot13", "zlib", "idna"])
def test_read_text__what_is_no_encoding_of_text(encoding):
    with pytest.raises(DataError, match="a file"):
        read_text(io.BytesIO(b"\xff\xfe1,2\n"), "a file", encoding)


@pytest.mark.parametrize("stream", [io.BytesIO, io.StringIO])
def test_read_text__no_more_than_the_limit_is_read(monkeypatch, stream):
    monkeypatch.setattr(source, "MAX_BYTES", 10)
    endless = stream(b"1,2\n" * 100 if stream is io.BytesIO else "1,2\n" * 100)
    with pytest.raises(DataError, match="larger than"):
        read_text(endless, "a file", None)
    assert endless.tell() == 11


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", ["0,0\n1,1\n", "Größe;\u2212T\n1;\u22122\n3;4\n", "1,2"], ids=["plain", "letters", "short"]
)
def test_read_text__of_several_bytes_without_mark_names_the_encoding_that_works(encoding, text):
    content = text.encode(encoding)
    wrong = "utf-16-be" if encoding != "utf-16-be" else "utf-16-le"
    for told in (None, "latin-1", wrong):
        with pytest.raises(DataError, match=f"a file: .*{encoding[:6].upper()} text.*--encoding {encoding}, "):
            read_text(io.BytesIO(content), "a file", told)
    for told in (encoding, encoding[:6], encoding.upper().replace("-", "_")):
        assert read_text(io.BytesIO(content), "a file", told)[0] == text


def test_read_text__single_zeros_are_no_encoding():
    for content in (b"1,2\n3,\0\n", b"\0\0\0\0\0\0\0\0", bytes(range(128))):
        with pytest.raises(DataError, match="a NUL byte") as caught:
            read_text(io.BytesIO(content), "a file", None)
        assert "encoding" not in str(caught.value)
    assert read_text(io.BytesIO(b""), "a file", None)[0] == ""
