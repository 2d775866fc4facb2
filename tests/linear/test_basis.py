from flint import fmpq, fmpq_mat
from hypothesis import example, given
from hypothesis import strategies as st

from sparsest.linear.basis import Basis, refit
from sparsest.linear.program import LinearProgram

PROGRAM = LinearProgram(2, [([1, 1], 2)], [([1, -1], 0)], lower=0)


def test_refit__square_systems_only():
    assert refit(PROGRAM, Basis([0, 1], [0, 1], {}), {1: fmpq(1)}) == ([1, 1], [fmpq(1, 2), fmpq(-1, 2)])
    assert refit(PROGRAM, Basis([0, 1], [0], {}), {}) is None
    assert refit(PROGRAM, Basis([0], [0], {1: fmpq(2)}), {}) == ([0, 2], [0, 0])
    assert refit(LinearProgram(1, [([0], 1)]), Basis([0], [0], {}), {}) is None
    assert refit(LinearProgram(1, upper=3), Basis([], [], {0: fmpq(3)}), {}) == ([3], [])


@example(3, [0] * 36, [0] * 6)
@given(
    st.integers(1, 6),
    st.lists(st.sampled_from([0, 0, 0, 0, 1, -2]), min_size=36, max_size=36),
    st.lists(st.integers(-2, 2), min_size=6, max_size=6),
)
def test_refit__solves_the_dense_systems(size, entries, sides):
    """Triangular parts of every shape, empty and full cores, singular matrices; the rows and columns come shuffled."""
    rows = [entries[size * i : size * (i + 1)] for i in range(size)]
    program = LinearProgram(size, [(row, side) for row, side in zip(rows, sides, strict=False)])
    cost = {k: fmpq(c) for k, c in enumerate(sides[::-1][:size])}
    found = refit(program, Basis(list(range(size))[::-1], list(range(size)), {}), cost)
    matrix = fmpq_mat(size, size, [a for row in rows for a in row])
    if matrix.det() == 0:
        assert found is None
        return
    point, multipliers = found
    assert (matrix * fmpq_mat(size, 1, point)).entries() == sides[:size]
    assert (matrix.transpose() * fmpq_mat(size, 1, multipliers)).entries() == list(cost.values())
