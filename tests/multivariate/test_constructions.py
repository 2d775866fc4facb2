from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sparsest import UsageError
from sparsest.exact.clock import Clock
from sparsest.multivariate.blocks import block_network
from sparsest.multivariate.constructions import (
    affine_network,
    first_network,
    line_network,
    pair_network,
    parameter_bound,
    strip_network,
    upper_network,
)
from sparsest.multivariate.patterns import in_general_position
from sparsest.multivariate.program import Program
from sparsest.points import Points

from .strategies import labelled

FOLDER = Path(__file__).parents[2] / "reference/sparsest/datasets"


@given(labelled(max_points=7))
def test_upper_network__interpolates_within_the_bound_of_proposition_4_1(points):
    assume(in_general_position(points))
    net = upper_network(points)
    assert net.interpolates(points)
    assert net.parameters <= parameter_bound(len(points), points.dimension)
    assert Program(points).fault(Program(points).from_network(net)) is None


@given(labelled(max_points=7))
def test_strip_network__interpolates_or_refuses(points):
    if len(points) > points.dimension and in_general_position(points):
        net = strip_network(points)
        assert net.interpolates(points)
        assert len(net.neurons) <= 4 * -(-len(points) // points.dimension)
        assert net.parameters <= 8 * len(points)
    else:
        with pytest.raises(UsageError, match="points"):
            strip_network(points)


@given(labelled(max_points=6), st.lists(st.integers(-2, 2), min_size=4, max_size=4))
def test_affine_network__of_affine_labels_in_any_position(points, a):
    affine = [sum(c * v for c, v in zip(a, (*row, 1), strict=False)) for row in points.x]
    made = Points(points.x, affine)
    net = affine_network(made)
    assert net.interpolates(made)
    assert net.parameters <= 2 * made.xbar.rank()
    found = affine_network(points)
    assert found is None or found.interpolates(points)
    if in_general_position(points) and len(points) <= points.dimension + 1:
        assert found is not None


def test_affine_network__refuses_what_is_not_affine():
    assert affine_network(Points([[0], [1], [2]], [0, 1, 0])) is None
    assert affine_network(Points([[0, 0], [1, 1], [2, 2]], [0, 1, 0])) is None
    assert affine_network(Points([[0], [1]], [0, 0])).neurons == ()
    assert len(affine_network(Points([[0], [1]], [1, 2])).neurons) == 1


def test_strip_network__labels_that_differ_within_a_group():
    rows = [[0, 0], [1, 0], [0, 1], [3, 2], [5, 11]]
    points = Points(rows, [1, -7, "1/3", 0, 100])
    net = strip_network(points)
    assert net.interpolates(points)
    assert len(net.neurons) == 12
    assert net([Fraction(1, 1), 0]) == -7


def test_parameter_bound__is_at_most_8n_though_a_step_of_the_paper_s_chain_fails():
    sizes = [(count, d) for count in range(1, 60) for d in range(1, 60)]
    assert all(parameter_bound(count, d) <= 8 * count for count, d in sizes)
    assert all(4 * (d + 1) * -(-count // d) <= 8 * count for count, d in sizes if count > d)
    count, d = 4, 3
    middle = 4 * (count + 1) + Fraction(4 * (count + 1), d)
    assert 4 * (d + 1) * -(-count // d) == 32
    assert middle < 27


def test_paper_high_dimensional__two_neurons_and_20_parameters():
    points = Points.from_csv(FOLDER / "paper_high_dimensional.csv")
    net = upper_network(points)
    assert (len(points), points.dimension) == (10, 50)
    assert net.interpolates(points)
    assert (len(net.neurons), net.parameters) == (2, 20)


# --- networks at hand before a search ---------------------------------------------------------------------------------


@given(labelled(max_points=7))
def test_line_network__always_interpolates(points):
    net = line_network(points)
    assert net.interpolates(points)
    assert len(net.neurons) <= len(points)
    directions = {
        tuple(w / next(a for a in n.weights[:-1] if a) for w in n.weights[:-1])
        for n in net.neurons
        if any(n.weights[:-1])
    }
    assert len(directions) <= 1


@pytest.mark.parametrize(
    ("x", "direction"),
    [
        ([[0, 5], [0, 6], [0, 7]], (0, 1)),
        ([[0, 0], [0, 1], [1, 0]], (1, 2)),
        ([[0, 0], [0, 1], [1, 0], [2, 0]], (1, 3)),
    ],
)
def test_line_network__of_places_that_coincide(x, direction):
    points = Points(x, range(1, len(x) + 1))
    net = line_network(points)
    assert net.interpolates(points)
    assert {n.weights[:-1] for n in net.neurons} == {(0, 0), direction}


@given(labelled(max_points=6))
def test_pair_network__has_one_neuron_for_each_sign_and_a_weight_for_each_label(points):
    net = pair_network(points, tries=1000)
    positive, negative = (sum(s * y > 0 for y in points.y) for s in (1, -1))
    if net is None:
        assert positive + negative
        return
    assert net.interpolates(points)
    assert len(net.neurons) == (positive > 0) + (negative > 0)
    assert net.parameters <= positive + negative


def test_pair_network__is_not_always_there():
    assert pair_network(Points([[0], [1], [2]], [1, 2, 4])) is None
    assert pair_network(Points([[0], [1], [2]], [0, 1, 0])) is None
    assert pair_network(Points([[0], [1]], [0, 0])).neurons == ()
    assert pair_network(Points([[-1], [0], [1]], [-7, 0, 0])).parameters == 1
    assert pair_network(Points([[0], [1], [2]], [0, 0, 7])) is None  # (7 x/2)_+ would not vanish at 1


@given(st.lists(st.lists(st.integers(-3, 3), min_size=2, max_size=2), min_size=1, max_size=5, unique_by=tuple))
def test_pair_network__is_there_if_any_support_will_do(x):
    """One label is 1, the others 0: one weight, of an input or the bias, that no other point sees."""
    rows = [(*row, 1) for row in x]
    will_do = [rows[0][k] != 0 and all(row[k] * rows[0][k] <= 0 for row in rows[1:]) for k in range(3)]
    net = pair_network(Points(x, [1] + [0] * (len(x) - 1)))
    assert (net is not None) == any(will_do)
    if net is not None:
        (weights,) = [n.weights for n in net.neurons]
        assert [k for k in range(3) if weights[k]] == [max(k for k in range(3) if will_do[k])]


def test_pair_network__as_many_parameters_as_labels_in_fifty_dimensions():
    points = Points.from_csv(FOLDER / "paper_high_dimensional.csv")
    net = pair_network(points)
    assert net.interpolates(points)
    assert (len(net.neurons), net.parameters) == (2, 10)
    assert first_network(points).parameters == 10


@given(labelled(max_points=6))
def test_first_network__is_the_best_of_those_at_hand(points):
    net = first_network(points)
    assert net.interpolates(points)
    others = [affine_network(points), line_network(points), pair_network(points), block_network(points)]
    if len(points) > points.dimension and in_general_position(points):
        others.append(strip_network(points))
    assert net.parameters == min(other.parameters for other in others if other is not None)


def test_first_network__of_many_points_in_the_plane_is_the_one_of_blocks():
    points = Points([[k % 37 + k, k * k % 101] for k in range(30)], [k**3 % 17 - 8 for k in range(30)])
    net = first_network(points)
    assert net == block_network(points)
    assert net.parameters < min(line_network(points).parameters, 2 * 30)


def test_first_network__without_time_is_piecewise_linear_along_a_direction():
    points = Points([[k % 37 + k, k * k % 101] for k in range(30)], [k**3 % 17 - 8 for k in range(30)])
    clock = Clock()
    with clock.within(0):
        assert first_network(points, clock) == line_network(points)
