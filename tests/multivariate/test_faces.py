"""The faces are those of the arrangement: each has a witness, none is missing, outputs are those of its basis."""

import random
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings

from sparsest.multivariate import faces as module
from sparsest.multivariate.faces import faces
from sparsest.points import Points

from .oracles import integers, solutions
from .strategies import labelled

FLAT = Points([[0, 0], [1, 1], [2, 2]], [1, 0, 2])  # collinear, the first row is an axis


def normals_of(points):
    rows = integers(points.x, points.y)[0]
    width = points.dimension + 1
    return rows, [*rows, *([int(k == j) for k in range(width)] for j in range(width))]


def signs_of(normals, w):
    products = [sum(a * b for a, b in zip(row, w, strict=True)) for row in normals]
    return tuple((a > 0) - (a < 0) for a in products)


def missing(points, reach=3, more=300):
    """Sign vectors of some w, active somewhere, of which `faces` knows nothing."""
    rows, normals = normals_of(points)
    width = points.dimension + 1
    rng = random.Random(1)
    some = [*product(range(-reach, reach + 1), repeat=width)]
    # On every flat of codimension one, too.
    for row in normals:
        basis = solutions([[a] for a in row], [0])[1]
        for _ in range(more // len(normals)):
            factors = [rng.randint(-9, 9) for _ in basis]
            some.append([sum(f * w[k] for f, w in zip(factors, basis, strict=True)) for k in range(width)])
    found = {signs_of(normals, w) for w in some}
    return {signs for signs in found if any(s > 0 for s in signs[: len(rows)])} - {face.signs for face in faces(points)}


@settings(max_examples=40)
@given(labelled(max_points=4, max_dimension=2))
def test_faces__each_has_a_witness_and_the_dimension_of_its_flat(points):
    rows, normals = normals_of(points)
    found = faces(points)
    assert len({face.signs for face in found}) == len(found)
    assert [face.dimension for face in found] == sorted((face.dimension for face in found), reverse=True)
    for face in found:
        # The rays of a basis lie in the closed face and span it: their sum lies inside.
        assert signs_of(normals, [sum(column) for column in zip(*face.basis, strict=True)]) == face.signs
        assert any(s > 0 for s in face.signs[: len(rows)])
        tight = [row for row, s in zip(normals, face.signs, strict=True) if s == 0]
        flat = solutions([list(c) for c in zip(*tight, strict=True)] or [[]] * len(rows[0]), [0] * len(tight))[1]
        assert face.dimension == len(flat)
        for w, outputs in zip(face.basis, face.outputs, strict=True):
            assert outputs == tuple(max(0, sum(a * b for a, b in zip(row, w, strict=True))) for row in rows)


@settings(max_examples=25)
@given(labelled(max_points=4, max_dimension=2))
def test_faces__none_is_missing(points):
    assert not missing(points)


@given(labelled(max_points=5, max_dimension=1))
def test_faces__all_rays_and_sectors_of_the_plane(points):
    normals = {tuple(Fraction(a, row[0] or row[1]) for a in row) for row in normals_of(points)[1]}
    active = {face.signs for face in faces(points)}
    # m lines have 2m rays and 2m sectors; the opposite of one that is active nowhere is active somewhere, unless both
    # are orthogonal to all rows.
    both = active | {tuple(-s for s in signs) for signs in active}
    assert len(both) == 4 * len(normals) - 2 * (len(points) == 1)


@pytest.mark.parametrize(
    ("points", "dimensions"),
    [
        (Points([[0]], [1]), [2, 2, 1]),  # the row is an axis
        (Points([[1]], [2]), [2, 2, 2, 1, 1]),
        (Points([[0, 0]], [1]), [3] * 4 + [2] * 4 + [1]),
    ],
)
def test_faces__smallest_cases(points, dimensions):
    assert [face.dimension for face in faces(points)] == dimensions


def test_planted__a_join_left_out(monkeypatch):
    monkeypatch.setattr(module, "_joins", lambda rays, _: rays)  # the rays alone
    assert missing(FLAT)


def test_planted__axes_left_out(monkeypatch):
    monkeypatch.setattr(module, "rays_between", lambda rows, width, _, old=module.rays_between: old(rows[:-1], width))
    assert missing(Points([[1], [2]], [0, 1]))
