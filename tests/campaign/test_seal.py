import io
import struct

import pytest

from sparsest.campaign.seal import APPLICATION, NO_FAILURES, NO_SEAL, checksum, is_broken, link, seal

VERSION = (3, 40, 1)


def sealed(text):
    """Return the file as SQLite leaves it after the seal is written: counters, user version, its own version."""
    made = bytearray(text)
    made[18:20], made[68:72] = b"\1\1", APPLICATION
    number = seal(io.BytesIO(made), VERSION)
    made[60:64] = struct.pack(">i", number)
    made[24:28] = made[92:96] = struct.pack(">I", 7)
    made[96:100] = struct.pack(">I", 3_040_001)
    return bytes(made)


TEXT = bytes(range(256)) * 8
OURS = sealed(TEXT)


def test_seal__holds_and_any_other_byte_breaks_it():
    """But for the name of the application: then it is no file of ours, which is refused too."""
    text = OURS
    assert not is_broken(io.BytesIO(text))
    kept = [
        (place, bit)
        for place in range(len(text))
        if not 68 <= place < 72
        for bit in range(8)
        if not is_broken(io.BytesIO(text[:place] + bytes([text[place] ^ 1 << bit]) + text[place + 1 :]))
    ]
    assert kept == []
    assert is_broken(io.BytesIO(text[:-1]))
    assert is_broken(io.BytesIO(text + b"\0"))


def test_seal__longer_than_a_piece():
    text = sealed(bytes(3 << 20) + b"end")
    assert not is_broken(io.BytesIO(text))
    assert is_broken(io.BytesIO(text[:-1] + b"D"))


def test_is_broken__a_header_that_sqlite_will_not_write_even_without_a_seal():
    text = OURS[:60] + struct.pack(">i", NO_SEAL) + OURS[64:]
    assert is_broken(io.BytesIO(text[:18] + b"\2" + text[19:]))
    assert is_broken(io.BytesIO(text[:99]))


@pytest.mark.parametrize("text", [b"", b"short", TEXT, OURS[:60] + struct.pack(">i", NO_SEAL) + OURS[64:]])
def test_is_broken__says_nothing_where_there_is_none(text):
    assert not is_broken(io.BytesIO(text))


def test_checksum__tells_where_one_text_ends():
    assert checksum("ab", "c", NO_FAILURES) != checksum("a", "bc", NO_FAILURES)
    assert checksum("a", "b", NO_FAILURES) != checksum("a", "b", "1" * 64)


def test_link__depends_on_order_block_and_text():
    chains = {
        link(link(NO_FAILURES, 1, "[]"), 2, "{}"),
        link(link(NO_FAILURES, 2, "{}"), 1, "[]"),
        link(link(NO_FAILURES, 12, "[]"), 2, "{}"),
        link(link(NO_FAILURES, 1, "[] "), 2, "{}"),
        link(NO_FAILURES, 1, "[]"),
    }
    assert len(chains) == 5
