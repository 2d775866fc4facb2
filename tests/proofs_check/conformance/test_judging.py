"""The judge: what is right is never refused, and each rule has an answer that it rejects."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.cases.strategies import data_sets, exponents, interpolants
from proofs_check.conformance import judging
from proofs_check.conformance.judging import CheaperThanOptimalError, judge
from proofs_check.conformance.suite import Test
from sparsest import Dataset, solve
from sparsest.errors import UndecidedError
from tests.proofs_check.conformance.given import (
    BEST,
    DOTS,
    claim_test,
    network_test,
    solve_test,
    spline,
    tolerance_test,
)


@pytest.mark.parametrize("p", ["0", "0+", "1/2", "1-"])
def test_functions(p):
    test = solve_test(p)
    assert judge(test, {"spline": BEST}) == ("exact", "")
    off = spline((1.5, 2.0 + 1e-11))
    assert judge(test, {"spline": off}).outcome == "optimal"
    assert judge(test, {"spline": spline((1.5, 2.0 + 1e-7))}).outcome == "wrong"
    assert judge(test, {"spline": DOTS}).outcome == "not optimal"


def test_functions__beside_the_data():
    # A knot outside the data: it goes through the points, and costs.
    assert judge(solve_test(), {"spline": spline(("3/2", 2), (7, 1))}).outcome == "not optimal"
    # Tiny knots are knots: a float's noise is not free, since the number of knots must be one that a minimiser has.
    noisy = judge(solve_test(), {"spline": spline((1.5, 2), (5, 1e-30))})
    assert noisy == ("not optimal", "it has 2 knots, and minimisers have 1")
    assert judge(solve_test("0"), {"spline": spline((1.5, 2), (5, 1e-30))}).outcome == "not optimal"


def test_functions__any_minimiser_counts():
    test = solve_test(csv="x,y\n0,0\n1,0\n2,1\n3,4\n4,8\n", best=spline(("5/3", 3), (3, 1)), knots=(2,))
    other = spline((1, 1), ("7/3", 3))
    assert judge(test, {"spline": test.truth["spline"]}).outcome == judge(test, {"spline": other}).outcome == "exact"
    assert judge(test, {"spline": spline((1, 1), (2, 2), (3, 1))}).outcome == "not optimal"


def test_functions__floats_are_the_dyadics_that_they_are():
    csv = "x,y\n0,0\n1,0.1\n2,0.3\n"
    best = spline((1, "1/10"), slope="1/10")
    assert judge(solve_test(csv=csv, best=best), {"spline": best}).outcome == "exact"
    assert judge(solve_test(csv=csv, best=best), {"spline": spline((1.0, 0.1), slope=0.1)}).outcome == "optimal"


def test_functions__fewer_knots_than_any_function_that_fits_has():
    csv = "x,y\n0,1000000\n1,1000000\n2,1000000.0001\n"
    test = solve_test("0", csv, spline((1, "1/10000"), intercept=1000000))
    flat = judge(test, {"spline": spline(intercept=1000000)})
    assert flat == ("wrong", "it costs less than any function that fits: so it does not fit")
    assert judge(solve_test("1/2", csv, test.truth["spline"]), {"spline": spline(intercept=1000000)}).outcome == "wrong"


def test_tolerance():
    test = tolerance_test("1/4")
    assert judge(test, {"spline": spline(("3/2", 2), intercept="1/4")}).outcome == "exact"
    assert judge(test, {"spline": spline(("3/2", 2), intercept="0.2500000001")}).outcome == "optimal"
    assert judge(test, {"spline": spline(("3/2", 2), intercept="0.2501")}).outcome == "wrong"
    assert judge(test, {"spline": DOTS}).outcome == "not optimal"
    # With the tolerance 1/2 no knot is needed, the suite is told otherwise: that is an alarm.
    with pytest.raises(CheaperThanOptimalError, match="test 2"):
        judge(tolerance_test("1"), {"spline": spline(slope=1, intercept=-1)})


@pytest.mark.parametrize("p", ["0", "1/2"])
def test_networks(p):
    def net(*neurons, **beside):
        return {
            "network": {
                "neurons": [{"output_weight": v, "input_weights": w, "bias": b} for v, w, b in neurons],
                **beside,
            }
        }

    test = network_test(p)
    assert judge(test, net((2, ["1/2", "-1/2"], 0))).outcome == "exact"
    assert judge(test, net((2, [0.5 + 1e-12, -0.5], 0))).outcome == "optimal"
    assert judge(test, net((1, [1, -1], 0), (1, [0, 0], 0))).outcome == "exact"  # a dead neuron costs nothing
    assert judge(test, net((1, [1, -1], 0), (1, [1, 0], -3))).outcome == "not optimal"
    assert judge(test, net((1, [1, 1], 0))).outcome == "wrong"
    assert judge(test, net((1, [1, -1], 0), offset=1)).outcome == "wrong"
    assert judge(test, {**net((1, [1, -1], 0)), "parameters": 3}).outcome == "wrong"
    assert judge(test, {"parameters": 2}).outcome == "exact"


@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        [],
        "x",
        3,
        {},
        {"spline": None},
        {"splin": BEST},
        {"spline": "x"},
        {"spline": spline((math.nan, 1))},
        {"spline": spline((1, math.inf))},
        {"spline": spline((2, 1), (1, 1))},
        {"spline": spline((1, 0))},
        {"knots": 1.0},
        {"spline": BEST, "knots": "1"},
        {"spline": BEST, "objective": {}},
        {"spline": BEST, "minimizers": []},
    ],
)
def test_what_is_no_answer__is_wrong_and_has_a_word(nonsense):
    judged = judge(solve_test(), nonsense)
    assert judged.outcome == "wrong"
    assert judged.detail


def test_what_must_be_refused():
    test = solve_test(result="reject")
    assert judge(test, {"spline": BEST}) == ("wrong", "it answers what has no answer")
    assert judge(test, {"declined": True, "reason": "no"}) == ("exact", "rightly refused: no")
    assert judge(test, {"errored": True, "context": "bad\ninput"}) == ("exact", "rightly refused: bad input")


def test_what_may_be_refused():
    either = Test(5, "solve:p", "g", "c", (), {"csv": "x,y\n0,0\n0,0\n", "p": "1/2"}, "either", None)
    assert judge(either, {"spline": BEST}).outcome == judge(either, {"errored": True}).outcome == "exact"
    known = solve_test(result="either")
    assert judge(known, {"spline": BEST}).outcome == judge(known, {"declined": True}).outcome == "exact"
    assert judge(known, {"spline": DOTS}).outcome == "not optimal"


def test_refusals__of_what_has_an_answer():
    assert judge(solve_test(), {"declined": True, "reason": "too hard"}) == ("declined", "too hard")
    assert judge(solve_test(), {"errored": True, "context": "boom"}) == ("errored", "boom")
    assert judge(solve_test(), {"declined": "yes"}).outcome == "wrong"


@pytest.mark.parametrize(
    ("result", "accept", "outcome"),
    [
        ("accept", True, "exact"),
        ("accept", False, "wrong"),
        ("reject", False, "exact"),
        ("reject", True, "wrong"),
        ("either", True, "exact"),
        ("accept", "true", "wrong"),
        ("accept", None, "wrong"),
    ],
)
def test_claims(result, accept, outcome):
    assert judge(claim_test(result), {"accept": accept}).outcome == outcome


def test_a_comparison_that_gives_up__is_optimal_and_not_exact(monkeypatch):
    def gives_up(*given):
        raise UndecidedError("too hard")

    monkeypatch.setattr(judging, "order", gives_up)
    assert judge(solve_test(), {"spline": BEST}).outcome == "optimal"


def test_a_cheaper_interpolant__is_an_alarm():
    with pytest.raises(CheaperThanOptimalError, match="test 1: the answer fits and costs less"):
        judge(solve_test(best=DOTS), {"spline": BEST})


def text_of(x, y):
    return "x,y\n" + "".join(f"{a},{b}\n" for a, b in zip(x, y, strict=True))


@settings(max_examples=40)
@given(st.data(), data_sets(2, 7), exponents())
def test_the_exact_path_is_exact_and_other_interpolants_are_not_optimal(draw, points, p):
    solution = solve(Dataset(*points), p)
    best = solution.to_json()["spline"]
    test = solve_test(p, text_of(*points), best, [solution.knots], task="solve:p")
    assert judge(test, {"spline": best}).outcome == "exact"
    other = draw.draw(interpolants(*points))
    atoms = [(str(t), str(c)) for t, c in other.knots if c]
    judged = judge(test, {"spline": spline(*atoms, slope=str(other.left_slope), intercept=str(other.left_intercept))})
    assert judged.outcome in {"exact", "optimal", "not optimal"}


@settings(max_examples=40)
@given(data_sets(3, 7), exponents(), st.integers(0, 6), st.sampled_from([Fraction(1, 1000), Fraction(-1, 1000)]))
def test_a_function_that_is_off_at_a_point__is_wrong(points, p, k, off):
    x, y = points
    solution = solve(Dataset(x, y), p)
    moved = [v + off * max(map(abs, y)) * (i == k % len(y)) for i, v in enumerate(y)]
    if moved == list(y):
        return
    test = solve_test(p, text_of(x, moved), solution.to_json()["spline"], [solution.knots], task="solve:p")
    assert judge(test, {"spline": solution.to_json()["spline"]}).outcome == "wrong"


def test_a_test_without_a_minimiser__judges_numbers_and_no_functions():
    test = Test(6, "solve:p", "g", "c", (), {"csv": "x,y\n0,0\n", "p": "1/2"}, "accept", {"knots": [0]})
    assert judge(test, {"knots": 0}).outcome == "exact"
    with pytest.raises(ValueError, match="test 6 names no minimiser"):
        judge(test, {"spline": spline()})
