"""Enumerated patterns against all 2^N sign vectors, each decided by an exact linear program."""

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sparsest.errors import SparsestError
from sparsest.linear.program import Feasible, LinearProgram
from sparsest.multivariate import arrangement, patterns
from sparsest.multivariate.patterns import cells, cover_count, facets, in_general_position
from sparsest.points import Points

from .strategies import inputs

# One point, one line, one plane with a fourth point off it, a square with its centre, points that span less than d.
DEGENERATE = [
    [(1,)],
    [(0,), (1,), (2,), (5,)],
    [(0, 0), (1, 1), (2, 2), (3, 3)],
    [(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0), (0, 0, 1)],
    [(0, 0), (2, 0), (0, 2), (2, 2), (1, 1)],
    [(0, 0, 0), (1, 2, 3), (2, 4, 6)],
]


def with_labels(rows):
    return Points(rows, range(len(rows)))


def exists(points, active, *, closed):
    """Return whether some u has this pattern: with products >= 0 where active (closed), or > 0; < 0 elsewhere."""
    rows = [
        ([a if on else -a for a in row], 0 if on and closed else 1)
        for row, on in zip(points.lifted, active, strict=True)
    ]
    return isinstance(LinearProgram(points.dimension + 1, [], rows).feasible(), Feasible)


@settings(max_examples=60)
@example(DEGENERATE[2])
@example(DEGENERATE[3])
@example(DEGENERATE[4])
@given(inputs(max_points=5))
def test_cells__are_all_patterns_those_of_boundaries_included(rows):
    points = with_labels(rows)
    found = {cell.active for cell in cells(points)}
    for active in product([False, True], repeat=len(points)):
        assert (active in found) == exists(points, active, closed=True) == exists(points, active, closed=False)


@given(inputs(max_points=6))
def test_cells__witnesses_and_counts(rows):
    points = with_labels(rows)
    found = cells(points)
    assert all(arrangement.signs_at(points.lifted, cell.witness) == cell.signs for cell in found)
    assert [cell.active for cell in found] == sorted({cell.active for cell in found})
    assert (len(found) == cover_count(len(points), points.dimension)) == in_general_position(points)
    assert len(found) <= cover_count(len(points), points.dimension)
    opposite = {tuple(not on for on in cell.active) for cell in found}
    assert opposite == {cell.active for cell in found}


@given(inputs(max_points=5), st.lists(st.integers(-3, 3), min_size=12, max_size=12))
def test_cells__are_the_same_after_an_affine_bijection(rows, numbers):
    d = len(rows[0])
    matrix = [[numbers[d * i + k] if k < i else int(i == k) * 2 for k in range(d)] for i in range(d)]
    moved = [tuple(sum(m * x for m, x in zip(line, row, strict=True)) + numbers[-1] for line in matrix) for row in rows]

    def by_row(table):
        points = Points(table, range(len(table)))
        order = sorted(range(len(points)), key=lambda i: points.y[i])
        return {tuple(cell.active[i] for i in order) for cell in cells(points)}

    assert by_row(rows) == by_row(moved)


@pytest.mark.parametrize("rows", DEGENERATE, ids=str)
def test_facets__are_the_rows_that_no_others_imply(rows):
    points = with_labels(rows)
    found = cells(points)
    for cell, stated in zip(found, facets(found), strict=True):
        signed = [[s * a for a in row] for s, row in zip(cell.signs, points.lifted, strict=True)]
        for i, row in enumerate(signed):
            others = [(other, 0) for k, other in enumerate(signed) if k != i]
            program = LinearProgram(points.dimension + 1, [], [*others, ([-a for a in row], 1)])
            assert isinstance(program.feasible(), Feasible) == (i in stated)


def test_cells__one_point_and_the_paper_count():
    assert [cell.active for cell in cells(Points([[0, 0]], [1]))] == [(False,), (True,)]
    assert len(cells(with_labels([(i, i * i, i**3) for i in range(9)]))) == cover_count(9, 3) == 186


def test_cells__a_lost_cell_is_noticed(monkeypatch):
    honest = arrangement._either_side
    monkeypatch.setattr(arrangement, "_either_side", lambda *a: honest(*a)[:1])
    with pytest.raises(SparsestError, match="cells were found where Zaslavsky's theorem counts 4"):
        patterns.cells(Points([[0], [1]], [0, 0]))
