"""Zip archives of tensors (.pt, .npz): everything that the directory says is held against limits before it is read."""

from __future__ import annotations

import zipfile
from collections.abc import Container
from io import BytesIO

from sparsest.errors import DataError, one_line
from sparsest.interchange.tensors import MAX_BYTES, MAX_TENSORS, shown_name

__all__ = ["entries", "names", "packed"]

_ENTRY = b"PK\x01\x02"
# PyTorch keeps a few small entries beside the tensors.
_MOST_ENTRIES = MAX_TENSORS + 20
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_ENCRYPTED = 1


def names(content: bytes, name: str) -> list[str]:
    """Return the names of an archive's entries.

    Examples
    --------
    >>> names(packed({"a/data.pkl": b"", "a/data/0": b"12"}), "net.pt")
    ['a/data.pkl', 'a/data/0']
    """
    return [info.filename for info in _directory(content, name).infolist()]


def entries(content: bytes, name: str, kinds: Container[int] = (_STORED,)) -> dict[str, bytes]:
    """Return the entries of an archive by their names.

    Parameters
    ----------
    content : bytes
        The archive.
    name : str
        Its name, for messages.
    kinds : container of int
        What of zip's compressions may occur: of PyTorch's files none.

    Raises
    ------
    DataError
        If the archive is broken or has too many entries, or an entry is encrypted, compressed in another way, there
        twice, not what its checksum says, or together with the others larger than what is read. Save it anew.

    Examples
    --------
    >>> entries(packed({"a": b"12"}), "net.npz")
    {'a': b'12'}
    """
    archive = _directory(content, name)
    infos = archive.infolist()
    seen: set[str] = set()
    for info in infos:
        if reason := _refused(info, seen, kinds):
            raise DataError(f"{name}: entry {shown_name(info.filename)} {reason}; save the file anew")
        seen.add(info.filename)
    total = sum(info.file_size for info in infos)
    if total > MAX_BYTES:
        raise DataError(f"{name}: its entries have {total} bytes; at most {MAX_BYTES} are read: save one network alone")
    return {info.filename: _read(archive, info, name) for info in infos}


def packed(parts: dict[str, bytes]) -> bytes:
    """Return the archive of these entries, stored: the same bytes on every machine and day.

    Examples
    --------
    >>> packed({"a": b"1"}) == packed({"a": b"1"})
    True
    """
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for entry, content in parts.items():
            info = zipfile.ZipInfo(entry)  # of 1 January 1980
            info.create_system, info.external_attr = 3, 0o600 << 16
            archive.writestr(info, content)
    return stream.getvalue()


def _directory(content: bytes, name: str) -> zipfile.ZipFile:
    # Every entry of the directory begins with these bytes: counted before objects are made of them.
    if (count := content.count(_ENTRY)) > _MOST_ENTRIES:
        raise DataError(f"{name}: has {count} entries; at most {_MOST_ENTRIES} are read: save one network alone")
    try:
        return zipfile.ZipFile(BytesIO(content))
    except Exception as error:  # what zipfile raises for a broken directory is nowhere said
        raise DataError(f"{name}: is a broken zip archive ({one_line(str(error), 80)}); {_AGAIN}") from None


_AGAIN = "it may be cut off: copy or save it again"


def _refused(info: zipfile.ZipInfo, seen: Container[str], kinds: Container[int]) -> str:
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if info.compress_type not in kinds:
        return f"is compressed in a way (number {info.compress_type}) that such files are not"
    return "is there twice" if info.filename in seen else ""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    try:
        with archive.open(info) as stream:
            # By its size: without one, zipfile unpacks all that there is before it looks at what was declared.
            content = stream.read(info.file_size)
    except Exception as error:  # broken headers, checksums, streams: each raises something else
        raise DataError(
            f"{name}: entry {shown_name(info.filename)} is broken ({one_line(str(error), 80)}); {_AGAIN}"
        ) from None
    if len(content) != info.file_size:
        raise DataError(f"{name}: entry {shown_name(info.filename)} is shorter than the directory says; {_AGAIN}")
    return content
