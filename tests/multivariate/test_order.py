import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.multivariate import order as order_module
from sparsest.multivariate.order import Order, by_values, unit_vector
from sparsest.multivariate.systems import row_products
from sparsest.points import Points

from .oracles import solutions
from .strategies import labelled

small = st.integers(-2, 2).map(fmpq)


@st.composite
def orders(draw):
    points = draw(labelled(max_points=8))
    u = draw(st.tuples(*[small] * points.dimension).filter(any))
    return Order(points, u)


@given(orders())
def test_order__is_that_of_the_direction_and_has_all_points(order):
    heights = row_products([row[:-1] for row in order.rows], order.functions[0])
    assert heights == sorted(heights)
    assert len(set(map(tuple, order.rows))) == len(order)
    assert all(a < b for a, b in zip(order.places, order.places[1:], strict=False))


@given(orders())
def test_guide__parts_the_points_before_from_those_behind_and_has_its_weights_in_the_support(order):
    for start in range(len(order)):
        guide, support = order.guide(start), order.support(start)
        heights = row_products(order.rows, guide)
        assert all(h < 0 for h in heights[:start])
        assert all(h > 0 for h in heights[start:])
        assert {k for k, a in enumerate(guide) if a != 0} <= set(support)


def test_guide__without_the_small_factor_would_be_seen(monkeypatch):
    order = Order(Points([[0, 0], [0, 5], [2, -100]], [1, 2, 3]), unit_vector(2, 0))
    assert min(row_products(order.rows, order.guide(1))[1:]) > 0
    monkeypatch.setattr(order, "values", lambda _: [fmpq(0)])
    assert min(row_products(order.rows, order.guide(1))[1:]) < 0


@given(orders(), st.lists(small, min_size=4, max_size=4))
def test_values_and_signs__are_those_of_the_products(order, weights):
    w = tuple(weights[: len(order.rows[0])])
    heights = row_products(order.rows, w)
    assert order.values(w) == heights
    for stop in range(len(order) + 1):
        assert order.is_positive_among(range(stop), w) == any(h > 0 for h in heights[:stop])


@given(orders())
def test_is_independent__is_what_an_elimination_in_fractions_says(order):
    for start in range(len(order)):
        for stop in range(start + 1, len(order) + 1):
            rows = [[int(a.p) for a in (12 * entry for entry in row)] for row in order.rows[start:stop]]
            columns = [list(column) for column in zip(*rows, strict=True)]
            rank = len(columns) - len(solutions(columns, [0] * len(rows))[1])
            assert order.is_independent(range(start, stop)) == (rank == stop - start)


def test_is_independent__where_the_prime_deceives():
    order = Order(Points([[0, 0], [1, 0], [0, order_module._PRIME]], [1, 2, 3]), unit_vector(2, 0))
    assert order.is_independent(range(3))


@pytest.mark.parametrize(("start", "support"), [(0, (2,)), (1, (0, 1, 2)), (2, (0,)), (3, (0, 2))])
def test_support__of_a_tie_a_change_of_sign_and_none(start, support):
    order = Order(Points([[-1, 0], [-1, 5], [2, 1], [3, 1]], [1, 2, 3, 4]), unit_vector(2, 0))
    assert order.support(start) == support


def test_by_values__those_of_most_values_first():
    assert by_values(Points([[0, 1, 1], [0, 2, 1], [0, 3, 2]], [5, 6, 7])) == [1, 2, 0]
