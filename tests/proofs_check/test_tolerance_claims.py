"""Claims of tolerances see faults of the greedy, of the search for steps and of certificates; given data get all."""

import types
from fractions import Fraction

import pytest
from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.claim import Verdict
from proofs_check.claims import claim
from sparsest import Dataset
from sparsest.univariate import gates, staircase
from sparsest.univariate.tolerance import ToleranceSolution
from tests.univariate.test_windows import FAULTS, SOURCE

WITHIN, STAIRCASE, INVARIANCE = map(claim, ("tolerance", "tolerance-staircase", "tolerance-invariance"))
LABELS = [
    [0, 3, 0, 5], [0, 0, 1, 3, 6, 10], [0, 1, 0, 1, 0, 1], [2, 7, 1, 8, 2, 8, 1, 8, 2, 8], [0, 4, 4, 0, 0, 4, 4],
    [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5], [0, 9, 8, 9, 0, -9, -8, -9, 0, 1], [0, 0, 0, 0], [5, 4, 0, 1, 7, 7, 2, 0, 3, 3],
]  # fmt: skip


def cases():
    return [SplineCase(Dataset(range(len(y)), y), seed=seed) for y in LABELS for seed in (0, 1)]


def sees(one):
    return any(one.examine(case).verdict is Verdict.REFUTED for case in cases())


@pytest.mark.slow
def test_claims__hold_here():
    assert not any(map(sees, (WITHIN, STAIRCASE, INVARIANCE)))


# A bend that ends a window further left proves as much: on 40,000 drawn gates the number of knots stayed the same, and
# the function passed. `test_windows.py` sees it, by where the window begins.
NO_OTHER_NUMBER = {"leftmost touch"}


@pytest.mark.slow
@pytest.mark.parametrize("fault", sorted(set(FAULTS) - NO_OTHER_NUMBER))
def test_tolerance__sees_faults_of_the_greedy(fault, monkeypatch):
    module = types.ModuleType("planted")
    module.Fraction = Fraction
    exec(compile(SOURCE.replace(*FAULTS[fault]), fault, "exec"), module.__dict__)  # noqa: S102 - our own text
    monkeypatch.setattr(gates, "walk", module.walk)
    assert sees(WITHIN)


def a_step_less(steps):
    return steps[:1] + steps[2:]


def a_step_too_late(steps):
    return [(tolerance * (1 + fmpq(1, 10**30)), knots) for tolerance, knots in steps]


def a_step_too_early(steps):
    return [(tolerance * (1 - fmpq(1, 10**30)), knots) for tolerance, knots in steps]


def a_knot_more(steps):
    return [(tolerance, knots + (tolerance != 0)) for tolerance, knots in steps]


@pytest.mark.parametrize("change", [a_step_less, a_step_too_late, a_step_too_early, a_knot_more])
def test_staircase__sees_wrong_steps(change, monkeypatch):
    right = staircase._downwards
    monkeypatch.setattr(staircase, "_downwards", lambda *given: iter(change([*right(*given)])))
    assert sees(STAIRCASE)


def test_invariance__sees_what_depends_on_the_side(monkeypatch):
    """Ends at one side shifted by a hair: gates that touch do not, but for their mirror images."""
    right = gates.Gates.at

    def shifted(self, scale):
        found = right(self, scale)
        return found._replace(high=[None if v is None else v - Fraction(1, 10**9) * (v > 3) for v in found.high])

    monkeypatch.setattr(gates.Gates, "at", shifted)
    assert sees(INVARIANCE)


@pytest.mark.parametrize("one", [WITHIN, STAIRCASE], ids=lambda one: one.id)
def test_certificates__are_seen_by_the_checker(one, monkeypatch):
    right = ToleranceSolution.certificate
    monkeypatch.setattr(ToleranceSolution, "certificate", lambda self: {**right(self), "bends": []})
    assert sees(one)
    assert "independent checker says reject" in next(
        found.reason for case in cases() if (found := one.examine(case)).verdict is Verdict.REFUTED
    )


def test_claims__a_package_that_breaks_off_refutes(monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(gates, "walk", broken)
    assert all(one.examine(cases()[0]).verdict is Verdict.REFUTED for one in (WITHIN, STAIRCASE, INVARIANCE))
