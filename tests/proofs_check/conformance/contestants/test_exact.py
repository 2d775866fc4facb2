import pytest

from proofs_check.conformance.contestants.exact import answer
from sparsest.errors import DataError, UsageError

CSV = "x,y\n0,0\n1,0\n2,1\n3,4\n4,8\n"
TWO = "x1,x2,y\n0,0,1\n0,1,2\n1,0,0\n"


def test_answer__one_input():
    found = answer({"csv": CSV, "p": "1/2"})
    assert (found["knots"], found["fewest_knots"], found["minimizers"]) == (2, 2, "2")
    assert found["objective"] == ["2.73205080756887729352", "2.73205080756887729353"]
    assert "objective" not in answer({"csv": CSV, "p": "0+"})
    assert answer({"csv": CSV, "p": "0"})["minimizers"] == "infinite"


def test_answer__tolerance_and_path():
    assert answer({"csv": CSV, "p": "0", "tolerance": "5"})["knots"] == 0
    assert answer({"csv": "x,y\n0,0\n0,1\n1,3\n", "p": "0", "tolerance": "1/2"})["knots"] == 0
    assert [piece["knots"] for piece in answer({"csv": CSV})["pieces"]] == [2]


def test_answer__several_inputs():
    assert answer({"csv": TWO, "p": "0"})["parameters"] == 3
    assert answer({"csv": TWO, "p": "1/2"})["objective"][0].startswith("3")


def test_answer__claims_about_one_input():
    right = answer({"csv": CSV, "p": "1/2"})["spline"]
    wrong = {**right, "knots": [*right["knots"], {"x": "9", "slope_change": "1"}]}
    for claim, case in ((right, {"p": "1/2"}), (right, {"p": "0", "tolerance": "0"}), (right, {"p": "1-"})):
        assert answer({"csv": CSV, **case, "claim": {"spline": claim}}) == {"accept": True}
    for case in ({"p": "1/2"}, {"p": "0", "tolerance": "0"}):
        assert answer({"csv": CSV, **case, "claim": {"spline": wrong}}) == {"accept": False}
    # a knot in two parts is one knot
    parts = [{"x": "3", "slope_change": "1/2"}, right["knots"][0], {"x": 3, "slope_change": 0.5}]
    assert answer({"csv": CSV, "p": "1/2", "claim": {"spline": {**right, "knots": parts}}}) == {"accept": True}


def test_answer__claimed_networks():
    neurons = [
        {"output_weight": "1", "input_weights": ["3"], "bias": "-5"},
        {"output_weight": "1", "input_weights": "1", "bias": "-3"},
    ]
    case = {"csv": CSV, "p": "1/2"}
    assert answer({**case, "claim": {"network": {"neurons": neurons}}}) == {"accept": True}
    assert answer({**case, "claim": {"network": {"neurons": neurons, "skip": ["1"], "offset": "1"}}}) == {
        "accept": False
    }
    with pytest.raises(DataError, match="2 weights for one input"):
        answer({**case, "claim": {"network": {"neurons": [{**neurons[0], "input_weights": ["1", "2"]}]}}})
    halves = [{**neuron, "output_weight": "1/2"} for neuron in neurons]
    assert answer({**case, "claim": {"network": {"neurons": halves * 2}}}) == {"accept": False}
    network = answer({"csv": TWO, "p": "0"})["network"]
    assert answer({"csv": TWO, "p": "0", "claim": {"network": network}}) == {"accept": True}
    assert answer({"csv": TWO, "p": "0", "claim": {"network": {"neurons": network["neurons"] * 2}}}) == {
        "accept": False
    }
    assert answer({"csv": TWO, "p": "0", "claim": {"network": {"neurons": []}}}) == {"accept": False}


@pytest.mark.parametrize(
    "case", [{"csv": "x,y\n0,0\n0,1\n", "p": "1/2"}, {"csv": "x,y\n0,a\n", "p": "0"}, {"csv": CSV, "p": "2"}]
)
def test_answer__none(case):
    with pytest.raises((DataError, UsageError)):
        answer(case)
