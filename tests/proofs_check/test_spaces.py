"""Kernels of integral vectors, for the checkers of networks."""

from itertools import product

from proofs_check.spaces import dot, null_space, sign_of
from proofs_check.work import DEFAULT_WORK, Work


def test_null_space__is_orthogonal_primitive_and_of_the_right_size():
    for rows in product(product((-1, 0, 2), repeat=3), repeat=2):
        basis = null_space(Work(DEFAULT_WORK), list(rows), 3, 2)
        assert all(dot(vector, row) == 0 for vector in basis for row in rows)
        minors = [rows[0][i] * rows[1][j] - rows[0][j] * rows[1][i] for i in range(3) for j in range(i)]
        rank = 2 if any(minors) else int(any(map(any, rows)))
        assert len(basis) == 3 - rank


def test_sign_of():
    assert [sign_of(a) for a in (-5, 0, 7)] == [-1, 0, 1]
