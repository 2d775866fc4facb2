"""Kernels of integral vectors, for the checkers of networks."""

import random
from itertools import product

from proofs_check.spaces import dot, extended, null_space, sign_of
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


def test_extended__left_and_duals_are_what_they_say_and_dependent_vectors_are_refused():
    rng = random.Random(3)
    refused = 0
    for _ in range(200):
        vectors = [tuple(rng.randint(-1, 1) for _ in range(4)) for _ in range(3)]
        left, duals = [tuple(int(i == k) for i in range(4)) for k in range(4)], []
        for k, vector in enumerate(vectors):
            found = extended(Work(DEFAULT_WORK), left, duals, [vector], 2)
            rank = 4 - len(null_space(Work(DEFAULT_WORK), vectors[: k + 1], 4, 2))
            assert (found is None) == (rank <= k)
            if found is None:
                refused += 1
                break
            left, duals = found
            known = vectors[: k + 1]
            assert len(left) == 4 - len(known) == len(null_space(Work(DEFAULT_WORK), known, 4, 2))
            assert all(any(z) and dot(z, v) == 0 for z in left for v in known)
            assert [[dot(z, v) for v in known] for z, _ in duals] == [
                [own if i == j else 0 for j in range(len(known))] for i, (_, own) in enumerate(duals)
            ]
            assert all(own for _, own in duals)
        else:
            # All at once is the same as one by one; and there is no room for more than four.
            whole = [tuple(int(i == k) for i in range(4)) for k in range(4)]
            assert extended(Work(DEFAULT_WORK), whole, [], vectors, 2) == (left, duals)
            assert extended(Work(DEFAULT_WORK), left, duals, whole[:2], 1) is None
    assert refused > 5
