import sys

import pytest

from proofs_check.conformance.contestants.peer import answer
from sparsest.errors import MissingExtraError

CASE = {"csv": "x,y\n0,0\n1,0\n2,1\n3,3\n", "p": "0"}


def test_answer():
    pytest.importorskip("splineops", reason="splineops is for `make bench` and `make conformance` only")
    assert answer(CASE) == {
        "spline": {"left": {"slope": 0.0, "intercept": 0.0}, "knots": [{"x": 1.5, "slope_change": 2.0}]},
        "knots": 1,
    }


def test_answer__says_what_is_missing(monkeypatch):
    for name in ("splineops", "splineops.adaptive_regression_splines.sparsification"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtraError, match="splineops"):
        answer(CASE)


def test_answer__declines_the_rest():
    for case in ({**CASE, "p": "0+"}, {**CASE, "tolerance": "1"}, {"csv": "x1,x2,y\n", "p": "0"}):
        assert answer(case)["declined"] is True
