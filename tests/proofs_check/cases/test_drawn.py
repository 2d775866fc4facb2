"""Cases that are drawn."""

from itertools import pairwise

import pytest
from hypothesis import Phase, find, given, settings

from proofs_check.cases import NetworkCase, equal_sizes, four_gaps, network_cases, spline_cases, two_runs
from proofs_check.cases.strategies import runs
from sparsest.multivariate.patterns import in_general_position
from sparsest.points import Points


@given(spline_cases(gaps=runs(3)))
def test_spline_cases__of_given_gaps(case):
    assert case.runs == ((0, 3),)
    assert case.solution.p is case.p
    assert case.fewest.fewest_knots == 2
    assert case.path.gaps.fewest_knots == 2


@given(spline_cases(p="2/3"))
def test_spline_cases__of_a_given_exponent(case):
    assert case.p.name == "2/3"


@given(network_cases())
def test_network_cases__are_small(case):
    assert isinstance(case, NetworkCase)
    assert case.points.dimension in (1, 2)
    assert len(case.points) <= 4
    assert case.rng().random() == case.rng().random()


#: The first find will do: it need not be made small.
FIRST = settings(phases=[Phase.generate], database=None)
POINTS = Points([[-2], [0], [1], [4]], [1, -1, 3, 2])


@pytest.mark.slow
@pytest.mark.parametrize(
    "wanted",
    [
        lambda points: not in_general_position(points),
        lambda points: points.dimension == 2 and len(points) == 3 and all(row[0] == row[1] for row in points.x),
        lambda points: points.dimension == 2 and len(points) == 3 and len({row[1] for row in points.x}) == 1,
    ],
)
def test_network_cases__draw_degenerate_inputs(wanted):
    assert find(network_cases(), lambda case: wanted(case.points), settings=FIRST)


def test_drawn_gaps__have_too_many_knots_or_change_at_equal_size():
    few = find(four_gaps(), lambda c: c.path.critical_exponent is not None, settings=FIRST)
    assert few.runs == ((0, 4),)
    both = find(two_runs(), lambda c: sum(r.first_excess() is not None for r in c.path.runs) == 2, settings=FIRST)
    assert len(both.runs) == 2
    same = find(equal_sizes(), lambda c: any(a.knots == b.knots for a, b in pairwise(c.path.pieces)), settings=FIRST)
    assert len(same.gaps) == 5
