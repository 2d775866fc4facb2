"""Paths: each part of one can be wrong."""

import pytest

from proofs_check.conformance.judging import judge
from proofs_check.conformance.suite import Test
from sparsest import Dataset, path
from tests.proofs_check.conformance.given import DOTS, spline

GAPS = Dataset.from_gaps([4, 8, 58, 22, 14])
DATA = Dataset.from_gaps([1, 1, 1])
LOW = "1/2"


def path_test(data):
    csv = "x,y\n" + "".join(f"{x},{y}\n" for x, y in zip(data.x, data.y, strict=True))
    return Test(9, "path", "g", "c", ("Flag",), {"csv": csv}, "accept", path(data).to_json())


TEST = path_test(GAPS)
TRUTH = TEST.truth


def as_floats(one):
    def number(text):
        top, _, bottom = text.partition("/")
        return int(top) / int(bottom or 1)

    return {
        "left": {key: number(value) for key, value in one["left"].items()},
        "knots": [{key: number(value) for key, value in knot.items()} for knot in one["knots"]],
    }


def changed(**parts):
    return {**{key: TRUTH[key] for key in ("pieces", "breakpoints", "critical_exponent")}, **parts}


def test_the_path_has_breakpoints():
    assert len(TRUTH["pieces"]) > 1


def test_a_right_path__is_exact_and_as_floats_optimal():
    assert judge(TEST, changed()).outcome == "exact"
    assert (
        judge(TEST, changed(pieces=[{"spline": as_floats(p["spline"])} for p in TRUTH["pieces"]])).outcome == "optimal"
    )
    middle = [(float(low) + float(high)) / 2 for low, high in TRUTH["breakpoints"]]
    assert judge(TEST, changed(breakpoints=middle)).outcome in {"exact", "optimal"}
    assert judge(TEST, {"pieces": [{"knots": p["knots"]} for p in TRUTH["pieces"]]}).outcome == "exact"
    assert judge(TEST, {"critical_exponent": TRUTH["critical_exponent"][0]}).outcome == "exact"
    assert judge(TEST, {"fewest_knots": TRUTH["fewest_knots"]}).outcome == "exact"


def test_any_minimiser_of_a_piece__counts():
    test = path_test(DATA)
    two_ways = spline(("3/2", "2"), ("3", "1")), spline(("1", "1"), ("5/2", "2"))
    assert [judge(test, {"pieces": [{"spline": one}]}).outcome for one in two_ways] == ["exact", "exact"]


@pytest.mark.parametrize(
    ("parts", "outcome", "word"),
    [
        ({"pieces": TRUTH["pieces"][:1]}, "wrong", "pieces: there are 1"),
        ({"breakpoints": []}, "wrong", "there are 0"),
        ({"pieces": [TRUTH["pieces"][0]] * len(TRUTH["pieces"])}, "not optimal", "no minimiser between"),
        ({"pieces": [{"knots": 99}] * len(TRUTH["pieces"])}, "wrong", "99 stated"),
        ({"pieces": [{**p, "knots": 99} for p in TRUTH["pieces"]]}, "wrong", "99 stated"),
        ({"pieces": [{"spline": DOTS}] * len(TRUTH["pieces"])}, "wrong", "does not go through"),
        ({"breakpoints": [0.5] * len(TRUTH["breakpoints"])}, "wrong", "0.5 is stated"),
        ({"breakpoints": [[0, 1]] * len(TRUTH["breakpoints"])}, "wrong", "is stated"),
        ({"critical_exponent": 0.9}, "wrong", "0.9 is stated"),
        ({"fewest_knots": 77}, "wrong", "77"),
        ({"pieces": [{}] * len(TRUTH["pieces"])}, "wrong", "neither knots nor spline"),
        ({"pieces": {}}, "wrong", "no list"),
        ({"breakpoints": 1}, "wrong", "no list"),
        ({"breakpoints": ["x"] * len(TRUTH["breakpoints"])}, "wrong", "no number"),
    ],
)
def test_a_wrong_part__is_seen(parts, outcome, word):
    judged = judge(TEST, changed(**parts))
    assert judged.outcome == outcome
    assert word in judged.detail


def test_breakpoints__increase():
    data = Dataset.from_csv("reference/sparsest/datasets/five_breakpoints.csv")
    test = path_test(data)
    backwards = judge(test, {"breakpoints": test.truth["breakpoints"][::-1]})
    assert backwards == ("wrong", "breakpoints: they do not increase")


def test_nothing_said__is_no_answer():
    assert judge(TEST, {}).detail.startswith("it says nothing")
