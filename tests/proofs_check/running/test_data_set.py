"""A named data set, and its cases."""

from proofs_check.cases import NetworkCase, SplineCase
from proofs_check.cases.exponents import GIVEN_EXPONENTS
from proofs_check.running.data_set import DataSet
from sparsest import Dataset, Points
from sparsest.exact.exponent import Exponent

LINE = DataSet("line", "", Dataset([0, 1, 2], [0, 0, 1]))
PLANE = DataSet("plane", "", Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0]))


def test_cases__are_of_the_kind_that_the_scope_says_one_for_each_exponent():
    for one, scope, kind in (
        (LINE, "one input", SplineCase), (LINE, "several inputs", NetworkCase), (PLANE, "several inputs", NetworkCase),
    ):  # fmt: skip
        cases = one.cases(scope, 7)
        assert [case.p.name for case in cases] == list(GIVEN_EXPONENTS)
        assert all(isinstance(case, kind) and (case.seed, case.lot) == (7, 0) for case in cases)
    assert PLANE.cases("one input", 7) == []


def test_exponents_and_scopes__as_told():
    half = Exponent.read("1/2")
    one = DataSet("line", "", LINE.points, (half,), ("one input", "several inputs"))
    assert (one.exponents, one.scopes, LINE.scopes, PLANE.scopes) == (
        (half,), ("one input", "several inputs"), ("one input",), ("several inputs",),
    )  # fmt: skip


def test_to_json__of_both_kinds():
    assert PLANE.to_json() == {
        "name": "plane", "about": "", "scope": "several inputs", "points": 3, "inputs": 2,
        "exponents": list(GIVEN_EXPONENTS),
    }  # fmt: skip
    assert (LINE.to_json()["scope"], LINE.to_json()["inputs"]) == ("one input", 1)
