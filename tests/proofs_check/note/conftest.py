from pathlib import Path

import pytest

from proofs_check.note.drawing import drawn_figures
from proofs_check.note.gather import gather
from proofs_check.note.setting import spread

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def book():
    return gather(ROOT)


@pytest.fixture(scope="session")
def note():
    return (ROOT / "paper" / "note.typ").read_text()


@pytest.fixture(scope="session")
def drawn():
    return drawn_figures()


@pytest.fixture(scope="session")
def made(book, drawn, tmp_path_factory):
    """Return a folder with everything that the note is set from."""
    folder = tmp_path_factory.mktemp("note")
    spread(book, drawn, ROOT, folder)
    return folder
