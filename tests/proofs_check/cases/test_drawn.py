"""Cases that are drawn."""

import pytest
from hypothesis import find, given

from proofs_check.cases import NetworkCase, network_cases, spline_cases
from proofs_check.cases.strategies import runs
from sparsest.multivariate.patterns import in_general_position
from sparsest.points import Points


@given(spline_cases(gaps=runs(3)))
def test_spline_cases__of_given_gaps(case):
    assert case.runs == ((0, 3),)
    assert case.solution.p is case.p
    assert case.fewest.fewest_knots == 2
    assert case.path.gaps.fewest_knots == 2


@given(network_cases())
def test_network_cases__are_small(case):
    assert isinstance(case, NetworkCase)
    assert case.points.dimension in (1, 2)
    assert len(case.points) <= 4
    assert case.rng().random() == case.rng().random()


POINTS = Points([[-2], [0], [1], [4]], [1, -1, 3, 2])


@pytest.mark.parametrize(
    "wanted",
    [
        lambda points: not in_general_position(points),
        lambda points: points.dimension == 2 and len(points) == 3 and all(row[0] == row[1] for row in points.x),
        lambda points: points.dimension == 2 and len(points) == 3 and len({row[1] for row in points.x}) == 1,
    ],
)
def test_network_cases__draw_degenerate_inputs(wanted):
    assert find(network_cases(), lambda case: wanted(case.points))
