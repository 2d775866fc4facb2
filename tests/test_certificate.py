import json
import math

import pytest

from sparsest import Dataset, solve
from sparsest.certificate import FORMAT, TOLERANCE_FORMAT, certificate, format_count


def test_certificate__of_the_running_example():
    """The example of docs/certificate_v1.md, section 3, to the letter."""
    made = solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), "1/2").certificate()
    assert made == {
        "format": FORMAT,
        "problem": {
            "dimension": 1,
            "p": "1/2",
            "points": [["-2", "0"], ["-1", "0"], ["0", "1"], ["1", "1"], ["2", "0"], ["3", "0"]],
        },
        "claim": {
            "knots": 3,
            "fewest_knots": 3,
            "minimizers": "1",
            "objective": ["3.41421356237309504880", "3.41421356237309504881"],
        },
        "minimizer": {
            "left": {"slope": "0", "intercept": "0"},
            "knots": [
                {"x": "-1", "slope_change": "1"},
                {"x": "1/2", "slope_change": "-2"},
                {"x": "2", "slope_change": "1"},
            ],
        },
        "dual": ["", "+", ""],
    }
    assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize("p", ["0+", "1-"])
def test_certificate__no_objective_at_a_limit(p):
    assert solve(Dataset([0, 1, 2], [0, 0, 1]), p).certificate()["claim"]["objective"] is None


def test_certificate__signs_of_every_kind():
    made = certificate(
        Dataset([0], [0]), "0", solve(Dataset([0], [0])).spline, [[1, 0, -1], []],
        fewest_knots=0, minimizers=math.inf, objective=None,
    )  # fmt: skip
    assert made["dual"] == ["+0-", ""]
    assert made["claim"]["minimizers"] == "infinite"


def test_format_count__numbers_longer_than_python_prints():
    assert format_count(10**6000) == "1" + "0" * 6000


def test_tolerance_certificate__by_kind_of_gates():
    data = Dataset([0, 1, 2], [0, 3, 0])
    made = solve(data, tolerance="2").certificate()
    assert (made["problem"]["tolerance"], made["claim"]["critical"], made["tighter"]) == ("2", "3/2", [["-", 1, 2, 3]])
    assert solve(data, tolerance="inf", fit="any").certificate()["problem"]["tolerance"] == "infinite"
    bounds = solve(data, lower=[None, 2, None], upper=[1, None, "1/2"], fit="any").certificate()
    assert bounds["problem"]["tolerance"] == [[None, "1"], ["2", None], [None, "1/2"]]
    assert (bounds["claim"]["critical"], bounds["tighter"]) == (None, None)
    assert json.loads(json.dumps(made)) == made
    assert made["format"] == TOLERANCE_FORMAT
