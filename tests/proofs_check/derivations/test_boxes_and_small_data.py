"""Interval arithmetic and z3 prove what is true, refute what is false, and say so where they cannot tell."""

from __future__ import annotations

import pytest
from flint import arb, fmpq

from proofs_check.claim import FindingError, Verdict, examine
from proofs_check.derivations.boxes import least_size, show_on_boxes
from proofs_check.derivations.small_data import show_impossible
from sparsest import UndecidedError

z3 = pytest.importorskip("z3")

UNIT = (fmpq(0), fmpq(1))


def _square_of_difference(part):
    (x, x_top), (y, y_top) = part
    return arb(least_size((x - y_top, x_top - y))) ** 2


def test_show_on_boxes__true_after_cuts():
    finding = show_on_boxes([UNIT, UNIT], lambda b: _square_of_difference(b) - (b[1][1] - 2), ["x", "y"], "true")
    assert finding.verdict is Verdict.HOLDS


def test_show_on_boxes__false_somewhere_gives_a_point():
    def lower(part):
        return _square_of_difference(part) - fmpq(1, 100)

    finding = examine(lambda _: show_on_boxes([UNIT, UNIT], lower, ["x", "y"], "(x - y)^2 > 1/100"), None)
    assert finding.verdict is Verdict.REFUTED
    x, y = (fmpq(*map(int, [*finding.witness[k].split("/"), "1"][:2])) for k in ("x", "y"))
    assert (x - y) ** 2 < fmpq(1, 100)


def test_show_on_boxes__equality_is_never_proved(monkeypatch):
    monkeypatch.setattr("proofs_check.derivations.boxes._MOST_BOXES", 500)
    with pytest.raises(UndecidedError, match="boxes are not enough"):
        show_on_boxes([UNIT, UNIT], _square_of_difference, ["x", "y"], "(x - y)^2 > 0")


def test_show_impossible__algebraic_witness():
    x = z3.Real("x")
    finding = examine(lambda _: show_impossible([x * x == 2, x > 0], "x^2 != 2"), None)
    assert finding.verdict is Verdict.REFUTED
    assert "1.41421356" in finding.witness["x"]


def test_show_impossible__out_of_reach_is_undecided(monkeypatch):
    monkeypatch.setattr("proofs_check.derivations.small_data._MILLISECONDS", 1)
    names = z3.Reals(" ".join(f"x{k}" for k in range(12)))
    hard = [names[k] ** 5 - names[k + 1] ** 3 * names[k - 1] ** 2 > k + 1 for k in range(1, 11)]
    hard.append(z3.Sum([x**4 for x in names]) < z3.Product(names) + 1)
    with pytest.raises((UndecidedError, FindingError)):
        show_impossible(hard, "hard")
