"""Lower bounds from some of the points: they are bounds of all, and certificates of them are accepted."""

import pytest

from proofs_check.verify import check_certificate
from sparsest import Points, solve_network
from sparsest.multivariate.parts import LowerBound, some_points, subset_sizes
from tests.multivariate.test_proposals import uniform


def test_some_points__are_of_the_data_and_labels_of_0_come_last():
    points = uniform(9, 2)
    numbers, chosen = some_points(points, 4)
    assert numbers == tuple(sorted(set(numbers)))
    assert [chosen.x[k] for k in range(4)] == [points.x[i] for i in numbers]
    assert [chosen.y[k] for k in range(4)] == [points.y[i] for i in numbers]
    zeros = Points([[k, k * k] for k in range(8)], [0, 0, 0, 1, 0, 2, 0, 3])
    assert some_points(zeros, 3)[0] == (3, 5, 7)
    assert list(subset_sizes(zeros, 5)) == [6, 7]


@pytest.mark.slow
@pytest.mark.parametrize(("count", "least"), [(16, 4), (60, 7)])
def test_solve_network__bounds_many_points_with_a_proof(count, least):
    solution = solve_network(uniform(count, 2), seconds=2)
    assert solution.bound_by in ("tree", "tree of a subset", "regions")
    assert solution.to_json()["bound"]["by"] == solution.bound_by
    assert int(solution.lower) >= least
    made = solution.certificate()
    assert check_certificate(made).verdict == "accept"
    assert check_certificate({**made, "claim": {**made["claim"], "lower": int(solution.lower) + 1}}).verdict == "reject"


def test_lower_bound__names():
    assert [LowerBound().name, LowerBound(None, (1,)).name, LowerBound().to_json()] == ["labels", "regions", {}]
