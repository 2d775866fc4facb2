"""The splines of pairs go through the points, and what is done to them does what it says."""

from fractions import Fraction

from proofs_check.conformance.making.claims import (
    bumped,
    few_pairings,
    moved_knot,
    pairings,
    spline_of_pairs,
    with_change,
    without_knot,
)
from proofs_check.conformance.making.faults import Asked1D
from proofs_check.conformance.making.recount import missed_point
from proofs_check.conformance.making.table import table_from_gaps


def test_all_pairings_go_through_the_points_and_some_are_best():
    asked = Asked1D(table_from_gaps("", [1, 2, 0, -3, -1, -1, 4], x=[0, 1, 3, 4, 5, 8, 9, 10, 12]), "1/2")
    orders = []
    for pairs, order in few_pairings(asked):
        assert missed_point(spline_of_pairs(asked.points, pairs), asked.points) is None
        orders.append(order)
    assert len(orders) == 2 * 3 * 1
    assert min(orders) == 0
    assert orders.count(0) == asked.truth.ways


def test_pairings_are_counted_by_fibonacci():
    assert [len(pairings(n)) for n in range(7)] == [1, 1, 2, 3, 5, 8, 13]
    assert list(few_pairings(Asked1D(table_from_gaps("", [1] * 10), "1/2"))) == []


def test_changes_miss_points_and_a_bump_does_not():
    points = table_from_gaps("", [1, 2, 1]).points
    spline = spline_of_pairs(points, [0])
    for other in (
        moved_knot(spline, 0, Fraction(1, 10**9)),
        with_change(spline, 1, Fraction(1)),
        without_knot(spline, 1),
    ):
        assert missed_point(other, points) is not None
    assert missed_point(bumped(spline, points), points) is None
    assert len(bumped(spline, points)["knots"]) == 5
