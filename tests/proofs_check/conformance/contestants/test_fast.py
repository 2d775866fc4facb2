import numpy as np
import pytest

from proofs_check.conformance.contestants import exact
from proofs_check.conformance.contestants.fast import answer, answer_by
from sparsest.errors import DataError
from sparsest.fast import solve

CSV = "x,y\n0,0\n1,0\n2,1\n3,4\n4,8\n"


@pytest.mark.parametrize("p", ["0", "0+", "1/2", "0.37", "1-"])
def test_answer__is_that_of_the_exact_path(p):
    ours, theirs = exact.answer({"csv": CSV, "p": p}), answer({"csv": CSV, "p": p})
    assert {name: theirs[name] for name in ("knots", "minimizers")} == {n: ours[n] for n in ("knots", "minimizers")}
    if p != "0":
        assert theirs["spline"] == ours["spline"]


def test_answer__objective_and_tolerance():
    low, high = answer({"csv": CSV, "p": "1/2"})["objective"]
    assert low < 1 + 3**0.5 < high
    assert answer({"csv": CSV, "p": "0", "tolerance": "1/2"})["knots"] == 1


def test_answer__declines_what_it_does_not_do():
    for case in ({"csv": CSV}, {"csv": CSV, "p": "0", "claim": {}}, {"csv": CSV, "p": "0", "tolerance": "0.1"}):
        assert answer(case)["declined"] is True
    for number in ("1/3", "0.1", "1e400", "9007199254740993"):
        assert answer({"csv": f"x,y\n0,0\n1,{number}\n", "p": "0"})["reason"].endswith("is no double")


def test_answer__refuses_what_is_no_table():
    with pytest.raises(DataError):
        answer({"csv": "x,y\n0,0\n0,1\n", "p": "0"})


def test_answer_by__asks_the_solver_given():
    def shifted(x, y, p):
        return solve(x, np.add(y, np.arange(len(y)) ** 2), p)

    assert answer_by(shifted, {"csv": CSV, "p": "1/2"}) != answer({"csv": CSV, "p": "1/2"})
