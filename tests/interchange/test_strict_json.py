"""JSON from strangers: what Python's reader would take silently is refused."""

import json

import pytest

from sparsest import DataError
from sparsest.interchange.strict_json import parse
from tests.interchange import hostile


def test_parse__is_json():
    held = {"a": [1, -2.5, "x", None, True, 1e300, 10**999], "b": {"a": 0.0}}
    assert parse(json.dumps(held).encode(), "a") == held
    assert parse(b"\xef\xbb\xbf [0e5, -0.0]", "a") == [0.0, 0.0]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("levels", "nested too deeply"),
        ("objects", "nested too deeply"),
        ("empty objects", "more than 1048576"),
        ("numbers", "more than 1048576"),
        ("twice", "the key 'neurons' twice"),
        ("NaN", "the number NaN"),
        ("infinite", "1e999, which no double holds"),
        ("vanishing", "1e-999, which no double holds"),
        ("million digits", "of 1000000 digits"),
        ("bytes", "no JSON in UTF-8"),
        ("cut", "no JSON"),
        ("zero byte", "no JSON"),
        ("surrogate key", "twice"),
    ],
)
def test_parse__refuses(way, said):
    with pytest.raises(DataError, match=f"^a.json: .*{said}"):
        parse(hostile.texts()[way], "a.json")
