"""The finite set Z: it holds every vertex, as another list for one input has it; the rank condition can fail."""

from fractions import Fraction
from itertools import combinations

import pytest

from proofs_check.answers import all_vertices
from proofs_check.unaided.candidates import are_few_candidates, block_flats, full_column_rank, largest_candidate
from proofs_check.unaided.nets import dot, lifted, null_space, rank, weights
from sparsest.exact.rationals import as_fraction
from sparsest.multivariate.patterns import cells
from sparsest.points import Points

LINE, PLANE = Points([[-3], [4], [5]], [2, -2, 3]), Points([[1, 2], [3, 4]], [2, -2])


def active(points):
    return [cell.active for cell in cells(points)]


def by_lines(points):
    """Return the largest entry in Z for one input: N lines at a time, those of one block added up too."""
    rows, n = lifted(points), len(points)
    normals = [*rows, (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))]
    lines = [(j, on, (row[1], -row[0])) for j, on in enumerate(active(points)) if any(on) for row in normals]
    columns = [tuple(dot(u, row) * a for row, a in zip(rows, on, strict=True)) for _, on, u in lines]
    largest = Fraction(0)
    for some in combinations(range(len(lines)), n):
        found = null_space(zip(*(columns[k] for k in some), [-y for y in points.y], strict=True), n + 1)
        if len(found) == 1 and found[0][-1]:
            sizes = [a / found[0][-1] for a in found[0]]
            vectors = [(lines[k][0], tuple(c * a for a in lines[k][2])) for k, c in zip(some, sizes, strict=False)]
            same = [(u, v) for (j, u), (i, v) in combinations(vectors, 2) if i == j]
            sums = [tuple(map(sum, zip(u, v, strict=True))) for u, v in same]
            largest = max(largest, *(abs(a) for u in [*sums, *(u for _, u in vectors)] for a in u))
    return largest


@pytest.mark.slow
def test_largest_candidate__as_another_list_has_it():
    assert largest_candidate(LINE, active(LINE)) == by_lines(LINE) == 270
    other = Points([[1], [2], [-1]], [1, 0, 3])
    assert largest_candidate(other, active(other)) == by_lines(other)


def test_largest_candidate__no_vertex_is_larger_and_all_have_full_rank():
    for points in (LINE, PLANE):
        largest = largest_candidate(points, active(points))
        for net in all_vertices(points):
            assert as_fraction(max(weights(net))) <= largest
            assert full_column_rank(points, net)


def test_full_column_rank__one_neuron_too_many():
    net = all_vertices(LINE)[0]
    more = [(s, tuple(a / 2 for a in w)) for s, w in net]
    assert not full_column_rank(LINE, (*more, *more))


def test_block_flats__bases_of_all_dimensions():
    for points, width in ((LINE, 2), (PLANE, 3)):
        flats = block_flats(points)
        assert {len(basis) for basis in flats} == set(range(1, width + 1))
        assert all(rank(basis) == len(basis) for basis in flats)
    assert len(block_flats(LINE)) == 1 + 5


def test_are_few_candidates__small_data_only():
    assert are_few_candidates(LINE)
    assert are_few_candidates(PLANE)
    assert not are_few_candidates(Points([[k] for k in range(4)], [1] * 4))
