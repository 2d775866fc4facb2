"""The faces of the fan, held against the signs of very many vectors, which are counted one by one."""

from fractions import Fraction
from itertools import product

import pytest

from proofs_check.fan import Fan
from proofs_check.network_checker import NetworkData
from proofs_check.spaces import dot, sign_of
from proofs_check.work import DEFAULT_WORK, StopError, Work

# Inputs, and vectors within -size..size that meet every face.
POINTS = {
    "one input": ([[0], [1], [Fraction(5, 2)]], 12),
    "the plane": ([[0, 0], [0, 1], [1, 0]], 4),
    "on a line": ([[0, 0], [1, 1], [2, 2]], 9),
    "in space": ([[0, 0, 1], [1, 0, 0]], 5),
}


def made(x, work=DEFAULT_WORK):
    rows = [[Fraction(a) for a in point] + [Fraction(1)] for point in x]
    return Fan(Work(work), NetworkData(len(x[0]), rows, [Fraction(k, 3) for k in range(len(x))]))


def rank(rows):
    rest, found = [[Fraction(a) for a in row] for row in rows], 0
    while rest := [row for row in rest if any(row)]:
        lead, found = rest.pop(), found + 1
        k = next(k for k, a in enumerate(lead) if a)
        rest = [[a - b * row[k] / lead[k] for a, b in zip(row, lead, strict=True)] for row in rest]
    return found


def by_signs(x, size):
    """Return the vectors that are active somewhere by their signs: at the points, and their own."""
    found = {}
    for w in product(range(-size, size + 1), repeat=len(x[0]) + 1):
        at = [sum(a * b for a, b in zip(w, [*point, 1], strict=True)) for point in x]
        if any(a > 0 for a in at):
            found.setdefault(tuple(sign_of(a) for a in (*at, *w)), []).append(w)
    return found


@pytest.mark.parametrize("name", POINTS)
def test_fan__faces_are_those_of_all_vectors(name):
    x, size = POINTS[name]
    fan, seen = made(x), by_signs(x, size)
    assert sorted(signs for signs, _, _ in fan.faces) == sorted(seen)
    for signs, basis, _ in fan.faces:
        assert len(basis) == rank(seen[signs]) == rank([*basis, *seen[signs]])
    # A face too few would be seen: without a point there are fewer.
    assert 0 < len(made(x[1:]).faces) < len(seen)


@pytest.mark.parametrize("name", POINTS)
def test_fan__numbers_of_the_faces(name):
    fan = made(POINTS[name][0])
    dimensions = [len(basis) for _, basis, _ in fan.faces]
    assert dimensions == sorted(dimensions, reverse=True)
    assert dimensions[fan.rays_from :] == [1] * (len(fan.faces) - fan.rays_from) != []
    assert all(a > 1 for a in dimensions[: fan.rays_from])
    for (signs, basis, outputs), inside in zip(fan.faces, fan.inside, strict=True):
        for vector, values in zip(basis, outputs, strict=True):
            # A basis is made of rays of the closed face: on it, ReLUs are linear.
            assert all(dot(row, vector) * s >= 0 for row, s in zip(fan.normals, signs, strict=True))
            assert all(dot(row, vector) == 0 for row, s in zip(fan.normals, signs, strict=True) if s == 0)
            assert values == tuple(max(dot(row, vector), 0) for row in fan.rows)
        assert inside == [(row, s) for row, s in zip(fan.normals, signs, strict=True) if s]
        assert all(s * dot(row, vector) >= 0 for row, s in inside for vector in basis)


def test_fan__points_and_labels_are_multiplied_alike():
    fan = made([[Fraction(1, 2)], [2], [3]])
    assert fan.rows == [(1, 2), (6, 3), (9, 3)]
    assert fan.y == (0, 1, 2)


def test_fan__pays_before_it_grows():
    with pytest.raises(StopError, match="work limit"):
        made([[k, k * k % 7, k % 3] for k in range(60)], work=10**6)
