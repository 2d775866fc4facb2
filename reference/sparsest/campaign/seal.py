"""What shows that the state file of a campaign is damaged: a checksum of what it says, and one of the file itself.

The checksum of the contents is renewed in the transaction that changes them, so it holds after a kill too. The failures
are in it as a chain, each link made of the one before and one failure: to add one costs the same however many there
are. The seal is a checksum of every byte of the file, those that hold nothing included; it is set when the file is
closed in good order, and gone (0) from the first change on.
"""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from io import RawIOBase

__all__ = ["APPLICATION", "NO_FAILURES", "NO_SEAL", "checksum", "is_broken", "link", "seal"]

#: How our files are known among those of SQLite (PRAGMA application_id).
APPLICATION = b"spa2"
#: The chain of no failures.
NO_FAILURES = "0" * 64
#: The seal of a file that is in use, or whose process was killed.
NO_SEAL = 0

# Where SQLite keeps what is needed here, in a header of 100 bytes: who may read and write (1 and 1, or it refuses), a
# counter of changes, the number that is free for us (PRAGMA user_version), whose file it is, the counter again, the
# version of SQLite that has written last. From the counter on all are big-endian, of 4 bytes.
_HEADER = 100
_FORMATS, _COUNTER, _SEAL, _APPLICATION, _COUNTER_AGAIN, _WRITTEN_BY = 18, 24, 60, 68, 92, 96
_PIECE = 1 << 20


def link(chain: str, block: int, failure: str) -> str:
    """Return the chain with one more failure.

    Examples
    --------
    >>> link(NO_FAILURES, 3, "{}") == link(NO_FAILURES, 4, "{}")
    False
    """
    return sha256(f"{chain} {block} {failure}".encode()).hexdigest()


def checksum(identity: str, ledger: str, chain: str) -> str:
    """Return the checksum of what a state says.

    Examples
    --------
    >>> len(checksum("{}", "{}", NO_FAILURES))
    64
    """
    # The length says where one text ends and the other begins.
    return sha256(f"{len(identity)} {identity}{ledger}{chain}".encode()).hexdigest()


def seal(file: RawIOBase, writer: tuple[int, int, int]) -> int:
    """Return the number that makes this file whole, once this version of SQLite has written it as the user version.

    Parameters
    ----------
    file : raw file
        The file, without a transaction that is under way.
    writer : tuple of int
        The version of SQLite: `sqlite3.sqlite_version_info`.

    Examples
    --------
    >>> import io
    >>> seal(io.BytesIO(bytes(4096)), (3, 40, 1)) == seal(io.BytesIO(bytes(4095) + b"x"), (3, 40, 1))
    False
    """
    major, minor, patch = writer
    return _sum(file, struct.pack(">I", major * 1_000_000 + minor * 1000 + patch))


def is_broken(file: RawIOBase) -> bool:
    """Return whether this is a state of ours in which a byte is not what it was; False if it has no seal to tell.

    Examples
    --------
    >>> import io
    >>> head = bytes(18) + bytes([1, 1]) + bytes(48) + APPLICATION + bytes(28)
    >>> is_broken(io.BytesIO(head)), is_broken(io.BytesIO(head[:60] + b"x" + head[61:]))
    (False, True)
    """
    file.seek(0)
    head = file.read(_HEADER) or b""
    if head[_APPLICATION:][:4] != APPLICATION:
        return False
    if len(head) < _HEADER or head[_FORMATS:][:2] != b"\1\1":
        return True
    (there,) = struct.unpack_from(">i", head, _SEAL)
    if there == NO_SEAL:
        return False
    return head[_COUNTER:][:4] != head[_COUNTER_AGAIN:][:4] or _sum(file, head[_WRITTEN_BY:]) != there


def _sum(file: RawIOBase, written_by: bytes) -> int:
    """Return the CRC-32 of the file without what sealing it changes, as SQLite reads it: with a sign.

    A CRC finds every change of one byte, and every change within four bytes in a row, without exception.
    """
    file.seek(0)
    head = bytearray(file.read(_HEADER) or b"")
    for place in (_COUNTER, _SEAL, _COUNTER_AGAIN):
        head[place : place + 4] = bytes(4)
    head[_WRITTEN_BY:] = written_by
    found = zlib.crc32(head)
    while piece := file.read(_PIECE):
        found = zlib.crc32(piece, found)
    return int(struct.unpack(">i", struct.pack(">I", found))[0])
