"""The solver's truth needs a certificate that the checker accepts."""

import pytest

from proofs_check.conformance.making import solved
from proofs_check.verify import check_certificate

CASE = {"csv": "x,y\n0,0\n1,0\n2,1\n3,3\n", "p": "1/2"}


def test_an_answer_whose_certificate_is_not_accepted_is_none(monkeypatch):
    assert solved.solver_truth("solve:p", CASE)["fewest_knots"] == 1
    forged = {"format": "sparsest/certificate/1"}
    monkeypatch.setattr(
        solved, "check_certificate", lambda certificate: check_certificate({**certificate, **forged, "dual": []})
    )
    with pytest.raises(ArithmeticError, match="the checker says"):
        solved.solver_truth("solve:p", CASE)


def test_claims_are_judged():
    best = {"left": {"slope": "0", "intercept": "0"}, "knots": [{"x": "3/2", "slope_change": "2"}]}
    dots = {"left": best["left"], "knots": [{"x": "1", "slope_change": "1"}, {"x": "2", "slope_change": "1"}]}
    wrong = {"left": best["left"], "knots": []}
    for spline, accepted in ((best, True), (dots, False), (wrong, False)):
        assert solved.solver_accepts({**CASE, "claim": {"spline": spline}}) is accepted
