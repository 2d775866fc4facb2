import pytest
from flint import fmpq

from sparsest.exact import linear
from sparsest.exact.linear import Infeasible, LinearProgram, Session
from sparsest.exact.proposal import Proposer, available

PROGRAM = LinearProgram(2, [([1, 1], 2)], [([1, -1], 0)], lower=0)
needs_highs = pytest.mark.skipif(not available(), reason="highspy is not installed")


@needs_highs
def test_propose__is_the_optimal_basis_refitted():
    assert Proposer(PROGRAM).propose(PROGRAM, {0: fmpq(1), 1: fmpq(2)}) == ([2, 0], [1, 0])
    shut = PROGRAM.with_bounds({0: (0, "1/2")})
    assert Proposer(shut).propose(shut, {}) is None
    _, multipliers = Proposer(shut, elastic=True).propose(shut, {})
    assert shut.bound(multipliers) > 0


@pytest.mark.parametrize("wrong", [([fmpq(1), fmpq(1)], [fmpq(1), fmpq(0)]), ([fmpq(9)] * 2, [fmpq(9)] * 2), None])
def test_session__survives_wrong_proposals(monkeypatch, wrong):
    class Liar:
        def __init__(self, program, *, elastic=False):
            pass

        def propose(self, *_):
            return wrong

        def set_bounds(self, column, lower, upper):
            pass

    monkeypatch.setattr(linear, "Proposer", Liar)
    monkeypatch.setattr(linear, "available", lambda: True)
    session = Session(PROGRAM)
    assert session.minimize([1, 2]).value == 2
    session.set_bounds({0: (0, "1/2")})
    assert isinstance(session.minimize([1, 2]), Infeasible)
    assert (session.refitted, session.simplex) == (0, 2)
