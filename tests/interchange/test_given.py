"""The points of certificates of all formats."""

import pytest
from flint import fmpq

from sparsest import Dataset, Points, path, solve, solve_network
from sparsest.errors import DataError
from sparsest.interchange.given import points_in
from sparsest.interchange.measures import labelled

_DATA = Dataset([0, "1/2", 3], [1, "-1/3", 4])
_PLANE = Points([[0, 1], ["1/2", 0], [1, 1]], [1, "-1/3", 2])


@pytest.mark.parametrize(
    ("made", "data"),
    [
        (solve(_DATA, "1/2").certificate(), _DATA),
        (solve(_DATA, tolerance="1/2").certificate(), _DATA),
        (path(_DATA).certificate(), _DATA),
        (solve_network(_PLANE).certificate(), _PLANE),
        (solve_network(_PLANE, "1/2").certificate(), _PLANE),
    ],
)
def test_points_in__certificates(made, data):
    assert points_in(made, "proof.json") == labelled(data)


@pytest.mark.parametrize("document", [solve(_DATA).to_json(), {}, [], 3, {"problem": []}, {"problem": {"points": []}}])
def test_points_in__nothing_said(document):
    assert points_in(document, "f.json") is None


@pytest.mark.parametrize(
    ("points", "parts"),
    [
        ([["0", "1"], ["0"]], ["point 2", "['0']"]),
        ([["0", "one"]], ["point 1", "'one'"]),
        ([[["0", "1"], "1"], [["0"], "1"]], ["1 and 2 inputs"]),
        ([[[], "1"]], ["no input"]),
        ([["0", None]], ["point 1", "None"]),
        ([["0", "1" * 2000]], ["point 1", "1000 digits"]),
        ("no list", []),
    ],
)
def test_points_in__bad_points(points, parts):
    document = {"problem": {"points": points}}
    if not parts:
        assert points_in(document, "proof.json") is None
        return
    with pytest.raises(DataError) as caught:
        points_in(document, "proof.json")
    for part in ("proof.json", *parts):
        assert part in str(caught.value)


def test_points_in__plain_numbers_are_doubles():
    assert points_in({"problem": {"points": [[0.5, 1]]}}, "f.json") == [((fmpq(1, 2),), fmpq(1))]
