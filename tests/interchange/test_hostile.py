"""Every hostile file is refused: in one line, soon, in little memory, and without running anything."""

import json
import pickle
import subprocess
import sys
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from tests.interchange import hostile, measured

ROOT = Path(__file__).parents[2]
SECONDS, MEGABYTES = 2, 500


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Return what came of each file, and what a payload would have left behind."""
    folder = tmp_path_factory.mktemp("files")
    sentinel = tmp_path_factory.mktemp("elsewhere") / "ran"
    for name, content in hostile.files(f"touch {sentinel}").items():
        (folder / name).write_bytes(content)
    command = [sys.executable, "-m", "tests.interchange.measured", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    return [json.loads(line) for line in done.stdout.splitlines()], sentinel


def bad(outcomes):
    """Return the outcomes that must not be."""
    return [
        found
        for found in outcomes
        if found["error"] != "DataError"
        or not found["message"].isprintable()
        or not 20 < len(found["message"]) < 800
        or Path(found["file"]).stem not in found["message"]
        or found["seconds"] > SECONDS
        or found["megabytes"] > MEGABYTES
    ]


@pytest.mark.slow
def test_each_is_refused_in_one_line_soon_and_in_little_memory(outcomes):
    found, sentinel = outcomes
    assert len(found) == len(hostile.files()) > 200
    assert bad(found) == []
    assert not sentinel.exists()


def test_bad__sees_each_kind():
    good = {
        "file": "net.pt",
        "error": "DataError",
        "message": "net.pt: is no file of ours",
        "seconds": 1,
        "megabytes": 100,
    }
    wrong = [
        {"error": "ValueError"}, {"message": "two\nlines, and net.pt in them"}, {"message": "net.pt"},
        {"message": "it is called otherwise"},
        {"seconds": 3}, {"megabytes": 501},
    ]  # fmt: skip
    assert bad([good]) == []
    assert bad([good | change for change in wrong]) == [good | change for change in wrong]


@pytest.mark.parametrize("way", hostile.codes(""))
def test_the_payloads_are_live(way, tmp_path):
    """Python's own unpickler runs each of them: what is refused would do something."""
    sentinel = tmp_path / "ran"
    with suppress(pickle.UnpicklingError):  # some end badly, when it is too late
        pickle.loads(hostile.codes(f"touch {sentinel}")[way])  # noqa: S301  (in this one test, to see that it would run)
    assert sentinel.exists()


def test_measure__sees_time_and_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(measured, "read_network", lambda _: len(b"1" * (300 * 2**20)))
    found = measured.measure(tmp_path / "a.pt")
    assert found["error"] == "read"
    assert found["megabytes"] > 300
    monkeypatch.setattr(measured, "read_network", lambda _: bytearray(5 * 2**30))
    assert measured.measure(tmp_path / "a.pt")["error"] == "MemoryError"


def test_bombs_are_bombs():
    assert zlib.decompress(hostile.bomb(10), -15) == b"\0" * (10 * 2**20)
    assert len(hostile.bomb(4000)) < 1100 * 4000
