import random

import pytest

from proofs_check.conformance.contestants import exact
from proofs_check.conformance.contestants.textbook import answer


@pytest.mark.parametrize("p", ["0", "0+", "1/2", "0.37", "1-"])
def test_answer__is_right_on_plain_data(p):
    rng = random.Random(0)
    for _ in range(20):
        rows = "".join(f"{x},{rng.randint(-50, 50)}\n" for x in range(9))
        case = {"csv": "x,y\n" + rows, "p": p}
        ours, theirs = exact.answer(case), answer(case)
        assert theirs["knots"] == (ours["fewest_knots"] if p == "0" else ours["knots"])
        if p != "0":
            found = [(knot["x"], knot["slope_change"]) for knot in theirs["spline"]["knots"]]
            right = [(as_float(knot["x"]), as_float(knot["slope_change"])) for knot in ours["spline"]["knots"]]
            assert [v for pair in found for v in pair] == pytest.approx([v for pair in right for v in pair])


def as_float(text):
    top, _, bottom = text.partition("/")
    return int(top) / int(bottom or 1)


def test_answer__is_wrong_where_floats_are():
    tenths = {"csv": "x,y\n0,1\n0.1,1.3\n0.2,1.6\n0.3,1.9\n0.4,2.2\n", "p": "1/2"}
    assert exact.answer(tenths)["knots"] == 0
    assert answer(tenths)["knots"] > 0


def test_answer__one_point_and_what_it_declines():
    assert answer({"csv": "x,y\n1,2\n", "p": "0"})["knots"] == 0
    for case in ({"csv": ""}, {"csv": "", "p": "0", "tolerance": "1"}, {"csv": "x1,x2,y\n", "p": "0"}):
        assert answer(case)["declined"] is True
