"""Functions through points, and the function of a network."""

from fractions import Fraction

from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.claim import Verdict, examine
from proofs_check.unaided.functions import (
    connecting_the_dots,
    function_of,
    misses,
    require_interpolation,
    slopes_beside,
    steepest,
    through,
)
from sparsest import Dataset, Network, Neuron
from sparsest.exact.exponent import Exponent

WIGGLE = SplineCase(Dataset(range(7), [0, 2, 1, 1, 5, 0, 0]))

HALF = Exponent.read("1/2")


def test_misses_names_the_first_point():
    function = connecting_the_dots(WIGGLE)
    moved = function._replace(knots=(*function.knots[:2], fmpq(7, 2), *function.knots[3:]))
    assert misses(WIGGLE, function) is None
    assert misses(WIGGLE, moved) == 4
    assert misses(WIGGLE, function._replace(intercept=fmpq(1))) == 0
    assert require_interpolation(WIGGLE, function, "it") is function
    finding = examine(lambda case: require_interpolation(case, moved, "what was moved"), WIGGLE)
    assert (finding.verdict, finding.reason) == (Verdict.REFUTED, "what was moved does not go through point 5")
    assert finding.witness == {"knots": moved.shown}


def test_two_points_of_one_line():
    case = SplineCase(Dataset([0, 2], [1, "5/3"]))
    assert (case.flint_slopes, case.flint_gaps) == ((fmpq(1, 3),), ())
    assert through(case, []) == (fmpq(1, 3), fmpq(1), (), ())


def test_knots_that_cancel_are_dropped():
    one, two = fmpq(1), fmpq(2)
    assert through(WIGGLE, [(two, one), (one, one), (two, -one)]).knots == (one,)
    assert function_of(Network([Neuron.of(1, 1, 0), Neuron.of(-1, 2, 0), Neuron.of(1, 1, 0)])).knots == ()


def test_slopes_beside_knots():
    function = connecting_the_dots(WIGGLE)
    slopes = [Fraction(str(a)) for pair in slopes_beside(function, WIGGLE.data.flint.x) for a in pair]
    assert slopes == [2, 2, 2, -1, -1, 0, 0, 4, 4, -5, -5, 0, 0, 0]


def test_steepest__is_the_largest_slope_of_a_piece():
    function = connecting_the_dots(WIGGLE)
    assert steepest(function) == 5
    assert steepest(function._replace(changes=(*function.changes[:-1], function.changes[-1] + 7))) == 7
