"""The tableau's invariants after every kind of step; its answers are tested in test_linear.py."""

from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.linear.tableau import Tableau

numbers = st.integers(-3, 3).map(fmpq)


@st.composite
def tableaus(draw):
    n, m = draw(st.integers(1, 4)), draw(st.integers(0, 4))
    matrix = [{k: a for k in range(n) if (a := draw(numbers)) != 0} for _ in range(m)]
    lower = [draw(st.one_of(st.none(), numbers)) for _ in range(n + m)]
    upper = [None if draw(st.booleans()) else draw(numbers.map(abs)) + (low or 0) for low in lower]
    return matrix, Tableau(n, matrix, lower, upper)


def check_invariants(matrix, tableau):
    n = tableau.columns
    for i, row in enumerate(matrix):
        assert tableau.values[n + i] == sum((a * tableau.values[k] for k, a in row.items()), fmpq(0))
    for basic, row in tableau.rows.items():
        assert tableau.values[basic] == sum((a * tableau.values[k] for k, a in row.items()), fmpq(0))
        assert all(basic in tableau.users[k] for k in row)
        assert all(a != 0 for a in row.values())
    assert sorted([*tableau.rows, *tableau.users]) == list(range(n + len(matrix)))
    assert all(k in tableau.rows[b] for k, users in tableau.users.items() for b in users)
    assert not any(tableau._direction_home(k) for k in tableau.users)


@given(tableaus(), st.lists(numbers, min_size=4, max_size=4))
def test_tableau__invariants_and_vertices(pair, cost):
    matrix, tableau = pair
    check_invariants(matrix, tableau)
    conflict = tableau.restore()
    check_invariants(matrix, tableau)
    if conflict is not None:
        assert sum((g * tableau.values[k] for k, g in conflict.items()), fmpq(0)) == 0
        return
    assert not any(tableau._direction_home(k) for k in tableau.rows)
    before = tableau.values[:]
    step = tableau.descend({k: c for k, c in enumerate(cost[: tableau.columns]) if c != 0})
    check_invariants(matrix, tableau)
    value = [
        sum((c * v for c, v in zip(cost, values[: tableau.columns], strict=False)), fmpq(0))
        for values in (before, tableau.values)
    ]
    assert value[1] <= value[0]
    if step is None:
        tableau.settle()
        check_invariants(matrix, tableau)
        assert not any(tableau._direction_home(k) for k in tableau.rows)


def test_copy__is_independent():
    tableau = Tableau(1, [{0: fmpq(1)}], [None, fmpq(2)], [None, None])
    other = tableau.copy()
    assert other.restore() is None
    assert (tableau.values, other.values) == ([0, 0], [2, 2])
    assert set(tableau.rows) == {1}
