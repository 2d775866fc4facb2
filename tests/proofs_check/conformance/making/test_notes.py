"""Every flag has a note that says something, and is used."""

from proofs_check.conformance.making.notes import NOTES
from proofs_check.conformance.suite import load_suite


def test_notes_are_whole_and_used():
    assert all(note.kind and note.shows and note.effect for note in NOTES.values())
    assert dict(load_suite().notes) == NOTES
