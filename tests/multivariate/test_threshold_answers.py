"""The answers as such; that they are right is tried in test_threshold.py, and by the checker of their certificates."""

from fractions import Fraction

import pytest

from proofs_check.verify import check_certificate
from sparsest import Points, UndecidedError, UsageError, thresholds
from sparsest.exact.powersum import PowerSum
from sparsest.exact.zeros import Curve
from sparsest.multivariate import threshold, walk
from sparsest.univariate.breakpoint import Breakpoint

BENT = Points([[-3], [4], [5]], [2, -2, 3])


def test_certificate__says_what_the_answer_says():
    found = thresholds(BENT)
    made, shown = found.certificate(9), found.to_json(9)
    claim = made["claim"]
    for name in ("fewest_parameters", "breakpoints", "critical_exponent", "proof_threshold"):
        assert claim[name] == shown[name]
    assert claim["vertices"] == str(shown["vertices"])
    assert [piece["parameters"] for piece in claim["pieces"]] == [piece["parameters"] for piece in shown["pieces"]]
    assert [int(piece["minimizers"]) for piece in claim["pieces"]] == [len(p["networks"]) for p in shown["pieces"]]
    assert made["networks"] == [piece["networks"][0] for piece in shown["pieces"]]


def test_certificate__digits():
    found = thresholds(BENT)
    with pytest.raises(UsageError, match="digits = 61"):
        found.certificate(61)
    assert len(found.certificate(60)["claim"]["critical_exponent"][0]) > 60


def test_certificate__what_is_not_resolved_has_none(monkeypatch):
    """A price that touches the least one, planted: the answer says where, and there is nothing to write down."""
    touching = Curve(PowerSum.of([(1, 16), (4, 1), (-4, 4)])).pattern().zeros[0]
    step = threshold.Walk.step
    shown = iter([walk.Reached(touching, 4)])
    monkeypatch.setattr(threshold.Walk, "step", lambda self: next(shown, None) or step(self))
    found = thresholds(BENT)
    assert [str(point) for point in found.unresolved] == [str(Breakpoint([touching]))]
    assert len(found.pieces) == 3
    with pytest.raises(UndecidedError, match="has no proof"):
        found.certificate()


def test_unfinished__bounds_and_no_certificate():
    found = thresholds(BENT, seconds=1e-9)
    assert not hasattr(found, "certificate")
    assert found.to_json()["complete"] is False
    assert 0 < found.critical[0] < 1 == found.critical[1]


def test_certificate__of_a_breakpoint_very_near_1():
    """The critical exponent is 1 - 9.9e-32: a bracket that ended with 1 would say nothing, and would be refused."""
    points = Points(
        [["-356669363414846410408229389529"], ["-145097595949299177685773770417/992731375781893842793866177328"],
         ["216867694543129154056619659205"]],
        ["378445355240387907987671165957", "939613800358081202633936844572",
         "11338376474047972541447380207/67617793651508172089110326067"],
    )  # fmt: skip
    found = thresholds(points)
    made = found.certificate()
    assert check_certificate(made).verdict == "accept"
    assert 1 - Fraction(1, 10**31) < Fraction(made["zeros"][0]["bracket"][0])
    made["zeros"][0]["bracket"][1] = "1"
    assert check_certificate(made).clause == "M08"
