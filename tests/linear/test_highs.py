import pytest
from flint import fmpq

from sparsest.linear import program as linear
from sparsest.linear.highs import Proposer, available, proposer
from sparsest.linear.program import Infeasible, LinearProgram, ProgramSession

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
    session = ProgramSession(PROGRAM)
    assert session.minimize([1, 2]).value == 2
    session.set_bounds({0: (0, "1/2")})
    assert isinstance(session.minimize([1, 2]), Infeasible)
    assert (session.refitted, session.simplex) == (0, 2)


FAR = fmpq(2) ** 3000
# Each row and each column of PROGRAM times a power of two, in and beyond the range of floats.
UNITS = [((FAR, 1 / FAR), (fmpq(1), fmpq(1))), ((fmpq(1), fmpq(1)), (FAR, 1 / FAR)), ((FAR, fmpq(1)), (1 / FAR, FAR))]


@needs_highs
@pytest.mark.parametrize(("rows", "columns"), UNITS)
def test_propose__does_not_depend_on_units(rows, columns):
    (r, s), (c, d) = rows, columns
    program = LinearProgram(2, [([r * c, r * d], 2 * r)], [([s * c, -s * d], 0)], lower=0)
    session = ProgramSession(program)
    assert session.minimize([c, 2 * d]).value == 2
    session.set_bounds({0: (0, 1 / (2 * c))})
    assert isinstance(session.minimize([c, 2 * d]), Infeasible)
    assert (session.refitted, session.simplex) == (2, 0)


def beyond():
    """Return a program that no powers of two for rows and columns bring into the range of floats."""
    return LinearProgram(2, [([FAR, 1], FAR + 1), ([1, FAR], FAR + 1)], lower=0)


def test_proposer__is_none_where_numbers_do_not_go_into_floats():
    assert proposer(beyond()) is None
    assert (proposer(PROGRAM) is not None) == available()
    session = ProgramSession(beyond())
    assert session.minimize([1, 1]).point == (1, 1)
    assert (session.refitted, session.simplex) == (0, 1)
