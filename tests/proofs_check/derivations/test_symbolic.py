"""The rules of `symbolic` prove what is true and never what is false."""

from __future__ import annotations

import pytest
import sympy as sp

from proofs_check.claim import FindingError, Verdict, examine, holds
from proofs_check.derivations.symbolic import (
    UP_TO_ONE,
    all_of,
    below_one,
    counterexample,
    enclose,
    positive,
    positive_symbols,
    show_positive,
    show_zero,
)
from sparsest import UndecidedError

A, B, C = positive_symbols("A B C")
P, T = below_one("q"), below_one("t")


@pytest.mark.parametrize(
    "expression",
    [
        A + B,
        A**P + B**P - (A + B) ** P,
        (A + B) ** P - A**P,
        A ** (P - 1) - (A + B) ** (P - 1),
        1 - T**P,
        A**P - (A * T) ** P,
        sp.log(A + B) - sp.log(A),
        -sp.diff(A**P, A, 2),
        (A + B) ** 2 - A**2,
    ],
)
def test_positive__true(expression):
    assert positive(expression)


@pytest.mark.parametrize(
    "expression",
    [
        sp.Integer(0),
        A - B,
        A**P - B**P,
        A**P - 1,
        (A + B) ** P - A**P - B**P,
        A**UP_TO_ONE + B**UP_TO_ONE - (A + B) ** UP_TO_ONE,
        A**2 - 2 * A * B + B**2,
        sp.log(A),
        A ** (P - 1) - 1,
        A**P + B**P - (A + B + C) ** P,
        1 / A - A**P,
    ],
)
def test_positive__false_is_never_proved(expression):
    assert positive(expression, depth=2) is None


def test_positive__discontinuous_start_proves_nothing():
    """-1/A has a positive derivative and no value at 0; A/A is 1, log has no value at 0."""
    assert positive(-1 / A) is None
    assert positive(sp.log(A) + 1) is None
    assert positive(B - 1 / A, depth=2) is None


def test_show_positive__witness_is_a_counterexample():
    finding = examine(lambda _: show_positive(A**P + B**P - (A + B + 1) ** P, "false"), None)
    assert finding.verdict is Verdict.REFUTED
    at = {sp.Symbol(name, positive=True): sp.Rational(finding.witness[name]) for name in "ABq"}
    assert enclose(A**P + B**P - (A + B + 1) ** P, at) < 0


def test_show_positive__true_but_out_of_reach_is_undecided():
    """A^2 + B^2 > A B needs completing the square, which is not among the rules."""
    with pytest.raises(UndecidedError, match="no proof and no counterexample of squares"):
        show_positive(A**2 - A * B + B**2, "squares")


def test_show_positive__zero_on_the_grid_refutes():
    finding = examine(lambda _: show_positive((A - B) ** 2, "squares"), None)
    assert finding.witness == {"A": "1", "B": "1", "value": "0"}


def test_show_zero():
    assert show_zero((A + B) ** 2 - A**2 - 2 * A * B - B**2, "binomial").verdict is Verdict.HOLDS
    with pytest.raises(FindingError, match="power fails"):
        show_zero(A**P - A, "power")


def test_enclose__matches_sympy():
    x = sp.Symbol("x", real=True)
    expression = sp.Abs(x - 2) ** P + sp.exp(-x) * sp.log(3 + x) + x**-2
    at = {x: sp.Rational(-1, 2), sp.Symbol("q", positive=True): sp.Integer(2)}
    assert enclose(expression, at).overlaps(enclose(sp.Rational(sp.N(expression.subs(at), 60)), {}) + _slack())


def _slack():
    from flint import arb

    return arb(0, "1e-15")


def test_counterexample__own_grid():
    assert counterexample(A - 3, {A: (4, 5)}) is None
    assert counterexample(A - 3, {A: (4, 3)}) == {"A": "3", "value": "0"}
    assert counterexample(A - 3, {A: (4, 3)}, zero_counts=False) is None


def test_all_of():
    assert all_of([holds(a=1), holds(b=2), holds()]).witness == {"a": 1, "b": 2}
    assert all_of([]).verdict is Verdict.HOLDS
    with pytest.raises(FindingError, match="the difference"):
        all_of(show_zero(one, "it") for one in (A - A, A - B, B - B))
