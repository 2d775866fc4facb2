from proofs_check.conformance.contestants.exact import answer
from proofs_check.conformance.impostors.register import ALL

TIE = {"csv": "x,y\n0,0\n1,0\n2,1\n3,4\n4,8\n", "p": "1/2"}  # gaps 1, 2, 1


def test_the_functions_are_right():
    for name in ("ties by noise", "ties within 1e-12", "always unique"):
        assert ALL[name](TIE)["spline"] == answer(TIE)["spline"]


def test_counts_of_minimisers():
    assert answer(TIE)["minimizers"] == "2"
    assert ALL["always unique"](TIE)["minimizers"] == "1"
    near = {"csv": "x,y\n0,0\n1,0\n2,1\n3,4\n4,8.00000000000001\n", "p": "1/2"}
    assert answer(near)["minimizers"] == "1"
    assert ALL["ties within 1e-12"](near)["minimizers"] == "2"
    assert ALL["ties by noise"](near)["minimizers"] == "1"


def test_counts_dots():
    assert ALL["counts dots"](TIE) == {"knots": 3}
