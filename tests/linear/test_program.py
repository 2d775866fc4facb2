"""Every answer is checked here a second time, by `Fraction`s and without the package's own checks."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from flint import fmpq
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sympy import QQ
from sympy.polys.matrices import DomainMatrix

from sparsest import UsageError
from sparsest.linear.highs import Proposer, available
from sparsest.linear.program import Feasible, Infeasible, LinearProgram, Optimum, ProgramSession, Unbounded

WAYS = [True, False] if available() else [False]


@st.composite
def programs(draw):
    """Draw (columns, equalities, inequalities, lower, upper, cost), small integers, often degenerate."""
    n = draw(st.integers(1, 4))
    small = st.integers(-2, 2)
    row = st.tuples(st.lists(small, min_size=n, max_size=n), small)
    lower = draw(st.lists(st.one_of(st.none(), st.integers(-2, 0)), min_size=n, max_size=n))
    upper = draw(st.lists(st.one_of(st.none(), st.integers(0, 2)), min_size=n, max_size=n))
    rows = [draw(st.lists(row, max_size=3)) for _ in range(2)]
    return n, *rows, lower, upper, draw(st.lists(small, min_size=n, max_size=n))


def fractions(values):
    return [Fraction(str(v)) for v in values]


def dot(a, b):
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def holds(program, z):
    n, equal, least, lower, upper, _ = program
    return (
        all(dot(row, z) == side for row, side in equal)
        and all(dot(row, z) >= side for row, side in least)
        and all((lower[k] is None or z[k] >= lower[k]) and (upper[k] is None or z[k] <= upper[k]) for k in range(n))
    )


def rational(rows):
    return DomainMatrix([[QQ(a) for a in row] for row in rows], (len(rows), len(rows[0])), QQ)


def least_at_vertices(program):
    """Return the least cost over all vertices, by trying every choice of n tight constraints; None without a vertex."""
    n, equal, least, lower, upper, cost = program
    unit = [[int(i == k) for i in range(n)] for k in range(n)]
    tight = [*equal, *least, *((unit[k], e[k]) for e in (lower, upper) for k in range(n) if e[k] is not None)]
    values = []
    for chosen in combinations(tight, n):
        matrix, sides = rational([row for row, _ in chosen]), rational([[side] for _, side in chosen])
        if matrix.rank() == n:
            z = [Fraction(int(v.numerator), int(v.denominator)) for v in matrix.lu_solve(sides).to_list_flat()]
            if holds(program, z):
                values.append(dot(cost, z))
    return min(values, default=None)


def check(program, found):
    """Assert by definition what the answer claims."""
    n, equal, least, lower, upper, cost = program
    rows, sides = [r for r, _ in equal + least], [s for _, s in equal + least]
    if isinstance(found, Unbounded):
        z, ray = fractions(found.point), fractions(found.ray)
        assert dot(cost, ray) < 0
        assert all(holds(program, [a + t * b for a, b in zip(z, ray, strict=True)]) for t in (0, 1, 1000))
        return
    weights = fractions(found.multipliers)
    assert all(w >= 0 for w in weights[len(equal) :])
    combined = [sum((w * row[k] for w, row in zip(weights, rows, strict=True)), Fraction(0)) for k in range(n)]
    objective = cost if isinstance(found, Optimum) else [0] * n
    bound = dot(weights, sides)
    for k in range(n):
        left = objective[k] - combined[k]
        bound += 0 if left == 0 else left * (lower[k] if left > 0 else upper[k])
    if isinstance(found, Infeasible):
        assert bound > 0
        assert fractions(found.combination) == combined
    else:
        assert holds(program, fractions(found.point))
        assert dot(cost, fractions(found.point)) == bound == Fraction(str(found.value))


def made(program):
    n, equal, least, lower, upper, _ = program
    return LinearProgram(n, equal, least, lower=lower, upper=upper)


@pytest.mark.parametrize("propose", WAYS)
@settings(max_examples=250)
@example((2, [], [([0, 0], 1)], [None, None], [None, None], [0, 0]))
@example((1, [([0], 0)], [], [None], [None], [0]))
@given(program=programs())
def test_minimize__every_answer_is_proved(propose, program):
    found = ProgramSession(made(program), propose=propose).minimize(program[-1])
    check(program, found)
    vertex = least_at_vertices(program)
    if isinstance(found, Infeasible):
        assert vertex is None
    if isinstance(found, Optimum) and vertex is not None:
        assert Fraction(str(found.value)) == vertex


@pytest.mark.parametrize("propose", WAYS)
@settings(max_examples=150)
@given(program=programs())
def test_vertex__is_feasible_and_about_the_cheapest(propose, program):
    cost = program[-1]
    point = ProgramSession(made(program), propose=propose).vertex(np.array(cost, float))
    found = made(program).minimize(cost)
    assert (point is None) == isinstance(found, Infeasible)
    if point is not None:
        assert holds(program, fractions(point))
    if isinstance(found, Optimum):
        assert dot(cost, fractions(point)) == Fraction(str(found.value))  # small integers: floats do not mistake them


@pytest.mark.skipif(True not in WAYS, reason="highspy is not installed")
@pytest.mark.parametrize("wrong", [[fmpq(3), fmpq(1)], [fmpq(-1), fmpq(5)], [fmpq(0), fmpq(3)], None])
def test_vertex__takes_no_point_on_trust(monkeypatch, wrong):
    monkeypatch.setattr(Proposer, "steered", lambda *_: wrong)
    session = ProgramSession(LinearProgram(2, [([1, 1], 4)], lower=0, upper=[3, None]))
    point = session.vertex(np.array([1.0, 2.0]))
    assert point == (3, 1)
    assert session.refitted == 1  # the point that was given, where it is right, or that of `minimize`


def test_vertex__costs_beyond_floats_when_scaled():
    session = ProgramSession(LinearProgram(2, [([fmpq(2) ** 1100, fmpq(2) ** -1000], 1)], lower=0))
    assert session.vertex(np.array([1e300, 1e300])) == (fmpq(1, 2**1100), 0)


@settings(max_examples=150)
@given(programs(), st.lists(st.integers(0, 3), max_size=3))
def test_minimize__columns_fixed_at_zero_are_left_out_rightly(program, shut):
    n, _, _, lower, upper, cost = program
    for k in shut:
        if k < n:
            lower[k] = upper[k] = 0
    found = made(program).minimize(cost)
    check(program, found)
    assert type(found) is type(ProgramSession(made(program), propose=False).minimize(cost))


@pytest.mark.parametrize("propose", WAYS)
@settings(max_examples=100)
@given(
    program=programs(),
    changes=st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 0), st.integers(0, 2)), max_size=4),
)
def test_session__changed_bounds_give_what_a_fresh_start_gives(propose, program, changes):
    n, equal, least, lower, upper, cost = program
    session = ProgramSession(made(program), propose=propose)
    session.minimize(cost)
    for k, low, high in changes:
        if k >= n:
            continue
        lower[k], upper[k] = low, high
        session.set_bounds({k: (low, high)})
        found, fresh = session.minimize(cost), made(program).minimize(cost)
        check(program, found)
        assert type(found) is type(fresh)
        if isinstance(found, Optimum):
            assert found.value == fresh.value
        check((n, equal, least, lower, upper, [0] * n), session.copy().minimize([0] * n))


@given(programs(), st.lists(st.integers(-3, 3), min_size=6, max_size=6))
def test_bound__of_any_multipliers_is_below_the_optimum(program, weights):
    _, equal, least, _, _, cost = program
    weights = [abs(w) if i >= len(equal) else w for i, w in enumerate(weights[: len(equal) + len(least)])]
    found, bound = made(program).minimize(cost), made(program).bound([fmpq(w) for w in weights], cost)
    if isinstance(found, Optimum) and bound is not None:
        assert bound <= found.value
    if isinstance(found, Unbounded):
        assert bound is None


def test_bound__negative_multipliers_of_inequalities_prove_nothing():
    program = LinearProgram(1, [], [([1], 1)])
    assert program.bound([fmpq(-1)], [-1]) is None
    assert program.bound([fmpq(1)], [1]) == 1


#: Beale's example: the steepest rule cycles at the start, unless Bland's takes over while nothing moves.
BEALE = [(["-1/4", 60, "1/25", -9], 0), (["-1/2", 90, "1/50", -3], 0), ([0, 0, -1, 0], -1)]


@pytest.mark.parametrize("propose", WAYS)
def test_minimize__beale_does_not_cycle(propose):
    found = ProgramSession(LinearProgram(4, [], BEALE, lower=0), propose=propose).minimize(["-3/4", 150, "-1/50", 6])
    assert found.value == fmpq(-1, 20)


@pytest.mark.parametrize(("level", "answer"), [("1/20", Feasible), ("1/10", Infeasible)])
@pytest.mark.parametrize("propose", WAYS)
def test_feasible__beale_does_not_cycle(propose, level, answer):
    rows = [*BEALE, (["3/4", -150, "1/50", -6], level)]
    assert isinstance(ProgramSession(LinearProgram(4, [], rows, lower=0), propose=propose).feasible(), answer)


def test_minimize__numbers_beyond_floats():
    huge = "1e400"
    found = LinearProgram(2, [([huge, 1], huge)], lower=0).minimize([1, 1])
    assert found.point == (1, 0)
    assert LinearProgram(1, [([1], huge)], upper=0).feasible().multipliers == (1,)


def test_minimize__what_floats_cannot_tell_apart():
    tiny = "1e-30"
    clash = LinearProgram(2, [([1, 1], 1), ([1, 1], f"1{'0' * 30}1e-31")], lower=0)
    assert isinstance(clash.feasible(), Infeasible)
    assert LinearProgram(1, [], [([1], tiny)], lower=0).minimize([1]).value == fmpq(1, 10**30)


@pytest.mark.skipif(not available(), reason="counts what proposals settle")
def test_session__proposals_settle_the_ordinary_case():
    session = ProgramSession(LinearProgram(3, [([1, 1, 1], 1)], lower=0))
    session.minimize([3, 1, 2])
    session.set_bounds({1: (0, "1/3")})
    assert session.minimize([3, 1, 2]).value == fmpq(5, 3)
    session.set_bounds({0: (2, None)})
    assert isinstance(session.feasible(), Infeasible)
    assert (session.refitted, session.simplex) == (3, 0)


def test_fault__names_what_is_broken():
    program = LinearProgram(2, [([1, 0], 1)], [([0, 1], 2)], lower=0, upper={1: 9})
    good = [fmpq(1), fmpq(2)]
    assert program.fault(good) is None
    assert program.fault([fmpq(2), fmpq(2)]) == "equality 0: 2 instead of 1"
    assert program.fault([fmpq(1), fmpq(1)]) == "inequality 0: 1 below 2"
    assert program.fault([fmpq(1), fmpq(10)]) == "column 1: 10 outside [0, 9]"
    assert program.fault(good[:1]) == "1 coordinates instead of 2"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"equalities": [({2: 1}, 0)]}, "column 2, but the program has 2"),
        ({"lower": 1, "upper": 0}, r"column 0 has the bounds \[1, 0\]"),
        ({"lower": [1]}, "1 bounds for 2 columns"),
    ],
)
def test_linear_program__errors(arguments, message):
    with pytest.raises(UsageError, match=message):
        LinearProgram(2, **arguments)
