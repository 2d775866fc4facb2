from proofs_check.conformance.contestants.exact import answer
from proofs_check.conformance.impostors.register import ALL

STAIRS = {"csv": "x,y\n0,0\n1,1.1\n2,1.9\n3,3.05\n", "p": "0", "tolerance": "7/80"}
TURNS = "x,y\n0,0\n1,0\n2,1\n3,9\n4,46\n5,113\n6,196\n7,280\n"  # gaps 1, 7, 29, 30, 16, 1


def test_tolerances():
    assert answer(STAIRS)["knots"] == 0
    names = ("half the tolerance", "strict gates", "rounded tolerance", "through points")
    assert [ALL[name](STAIRS)["knots"] for name in names] == [2, 1, 0, 2]


def test_paths():
    assert len(answer({"csv": TURNS})["pieces"]) == 3
    assert [len(ALL[name]({"csv": TURNS})["pieces"]) for name in ("first change", "one piece")] == [2, 1]


def test_networks():
    case = {"csv": "x1,x2,y\n0,0,1\n0,1,2\n1,0,0\n", "p": "0"}
    right = answer(case)["network"]["neurons"]
    assert len(ALL["twice each neuron"](case)["network"]["neurons"]) == 2 * len(right)
    assert {neuron["bias"] for neuron in ALL["no bias"](case)["network"]["neurons"]} == {"0"}


def test_claims():
    case = {"csv": "x,y\n0,0\n1,0\n2,1\n3,4\n4,8\n", "p": "1/2"}
    ours = answer(case)["spline"]
    other = {"left": ours["left"], "knots": [{"x": "1", "slope_change": "1"}, {"x": "7/3", "slope_change": "3"}]}
    dots = {"left": ours["left"], "knots": [{"x": x, "slope_change": c} for x, c in zip("123", "121", strict=True)]}
    names = ("accepts what fits", "accepts by count", "only its own")
    said = {
        label: [ALL[name]({**case, "claim": {"spline": claim}})["accept"] for name in names]
        for label, claim in (("ours", ours), ("other", other), ("dots", dots))
    }
    assert said == {"ours": [True] * 3, "other": [True, True, False], "dots": [True, False, False]}
    assert ALL["accepts what fits"]({**case, "claim": {"network": {"neurons": []}}})["declined"]
