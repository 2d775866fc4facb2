"""Valid files with a few bytes changed, or cut off: read, or refused with `DataError`, and nothing else ever."""

import io
import random

import pytest

from sparsest import DataError, read_network
from sparsest.interchange.archive import entries
from tests.interchange import hostile
from tests.interchange.valid import files

FILES = files()


def mutant(content, drawn):
    """Return the file cut off somewhere, or with one to three bytes changed."""
    found = bytearray(content)
    if drawn.random() < 0.1:
        return bytes(found[: drawn.randrange(len(found))])
    for _ in range(drawn.choice((1, 1, 1, 2, 3))):
        found[drawn.randrange(len(found))] = drawn.choice((0, 255, drawn.randrange(256)))
    return bytes(found)


def inner_mutant(content, drawn):
    """Return an archive with one changed entry, whose checksum is right: what only the readers of the entries see."""
    parts = entries(content, "", (0, 8))
    changed = drawn.choice([name for name, part in parts.items() if part])
    made = [hostile.entry(name, mutant(part, drawn) if name == changed else part) for name, part in parts.items()]
    return hostile.archive(*made)


def outcome(content, name):
    """Return "read", or the message of the refusal; other errors pass through."""
    stream = io.BytesIO(content)
    stream.name = name
    try:
        read_network(stream)
    except DataError as error:
        return str(error)
    return "read"


@pytest.mark.parametrize("name", FILES)
def test_mutants__are_read_or_refused(name):
    drawn = random.Random(name)
    found = [outcome(mutant(FILES[name], drawn), name) for _ in range(400)]
    assert all(said.isprintable() and len(said) < 800 for said in found)
    assert sum(said != "read" for said in found) > 100
    assert len(set(found)) > 5


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".pt", ".npz"))])
def test_mutants_inside_of_archives__are_read_or_refused(name):
    drawn = random.Random(name)
    found = [outcome(inner_mutant(FILES[name], drawn), name) for _ in range(400)]
    assert all(said.isprintable() and len(said) < 800 for said in found)
    assert sum(said != "read" for said in found) > 50
    assert len(set(found)) > 20


@pytest.mark.parametrize("name", FILES)
def test_files__cut_off_at_every_byte_are_refused(name):
    content = FILES[name]
    assert outcome(content, name) == "read"
    assert [cut for cut in range(len(content)) if outcome(content[:cut], name) == "read"] == []
