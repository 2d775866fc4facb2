"""Archives: what the directory says is held against limits, and what is there against the directory."""

import io
import zipfile

import pytest

from sparsest import DataError
from sparsest.interchange.archive import entries, names, packed
from tests.interchange import hostile

BOTH = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def test_packed__is_a_plain_archive():
    parts = {"a/b": b"1" * 100, "c": b""}
    with zipfile.ZipFile(io.BytesIO(packed(parts))) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == parts
    assert entries(packed(parts), "a") == parts
    assert names(packed(parts), "a") == list(parts)


def test_entries__of_a_compressed_archive_where_they_may_be():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"1" * 1000)
    assert entries(stream.getvalue(), "a", BOTH) == {"a": b"1" * 1000}
    with pytest.raises(DataError, match=r"entry 'a' is compressed in a way [(]number 8"):
        entries(stream.getvalue(), "a")


def test_archive__of_the_tests_is_one():
    made = hostile.archive(hostile.entry("a", b"12"), hostile.entry("b", b"3"))
    assert entries(made, "a") == {"a": b"12", "b": b"3"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bomb.npz", "its entries have 4194304000 bytes"),
        ("lying bomb.npz", "is broken .Bad CRC"),
        ("twice.npz", "is there twice"),
        ("encrypted.npz", "entry .a.npy. is encrypted; save"),
        ("bzip2.npz", "number 12"),
        ("checksum.npz", "Bad CRC"),
        ("beyond.npz", "is broken"),
        ("very many.npz", "has 2097152 entries"),
        ("cut.npz", "is a broken zip archive"),
    ],
)
def test_entries__refuses(name, said):
    with pytest.raises(DataError, match=said):
        entries(hostile.archives()[name], name, BOTH)


def test_entries__shorter_than_said():
    made = hostile.archive(hostile.entry("a", b"12", size=3))
    with pytest.raises(DataError, match=r"entry 'a' is (broken|shorter)"):
        entries(made, "a")
