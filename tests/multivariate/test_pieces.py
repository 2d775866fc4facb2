"""Pieces: those that are there are found, exactly affine ones, in whatever units and however far from 0."""

import numpy as np
import pytest
from flint import fmpq

from sparsest.exact.clock import Clock, OutOfTimeError
from sparsest.linear.scaling import scaled_floats
from sparsest.multivariate.pieces import Bases
from sparsest.points import Points

GRID = [(i, j) for i in range(6) for j in range(6)]


def roof(shift=0, unit=1):
    """Two pieces that meet where i = j."""
    return Points([(unit * i + shift, j) for i, j in GRID], [max(0, i - j) for i, j in GRID])


def found(points, seed=0):
    return [set(np.flatnonzero(piece.members)) for piece in Bases(points, seed).pieces(points.flint.y)]


@pytest.mark.parametrize("points", [roof(), roof(10**15), roof(unit=10**400), roof(10**400, 10**390)])
def test_pieces__are_those_of_two_neurons_in_any_units(points):
    sides = [{k for k, (i, j) in enumerate(GRID) if i <= j}, {k for k, (i, j) in enumerate(GRID) if i >= j}]
    assert found(points)[:2] in (sides, sides[::-1])


def test_pieces__have_a_point_more_than_their_base_and_are_of_the_seed():
    rng = np.random.default_rng(1)
    points = Points(rng.uniform(size=(30, 2)), rng.uniform(size=30))
    assert found(points) == []
    bases = Bases(points)
    few = bases.few(np.array(scaled_floats(points.flint.y)), [])
    assert few
    assert {int(piece.members.sum()) for piece in few} == {3}
    one, same, other = (Bases(points, seed)._table.chosen.tolist() for seed in (1, 1, 2))
    assert one == same != other


def test_few__are_d_plus_1_points_in_no_piece_however_far_apart_those_nearest_each_other_first():
    rows = [*GRID, (20, 0), (21, 0), (20, 1), (60, 0)]
    points = Points(rows, [0] * 36 + [fmpq(1, 3), fmpq(4, 3), fmpq(13, 3), fmpq(7, 9)])
    bases = Bases(points)
    few = bases.few(np.array(scaled_floats(points.flint.y)), bases.pieces(points.flint.y))
    assert few[0].base == (36, 37, 38)
    assert {k for piece in few for k in piece.base} == {36, 37, 38, 39}
    assert np.allclose(few[0].values[:2], [1 / 3 - 20, 1 / 3 - 20 + 4])


def test_fit__counts_pieces_but_one_and_single_labels():
    points = roof()
    y = np.array(scaled_floats(points.flint.y))
    bases = Bases(points)
    assert bases.fit(y, 5.0).cost == 3
    assert bases.fit(1e-12 * y, 5.0) == (0, 36**2)
    assert bases.fit(y + 1, 6.0).cost == 3
    wrong = y.copy()
    wrong[7] = 0.123
    assert bases.fit(wrong, 5.0).cost == 4


@pytest.mark.parametrize("rows", [[[0]], [[0, 0], [1, 1]], [[k, k] for k in range(9)], [[k, 0] for k in range(9)]])
def test_pieces__none_of_points_without_d_plus_1_in_general_position(rows):
    points = Points(rows, [fmpq(0)] * len(rows))
    bases = Bases(points)
    assert bases.pieces(points.flint.y) == []
    assert bases.few(np.zeros(len(rows)), []) == []
    assert bases.fit(np.zeros(len(rows)), 1.0) == (len(rows), 0)


def test_bases__end_with_the_clock():
    clock, ended = Clock(), False
    with clock.within(0):
        try:
            Bases(roof(), 0, clock)
        except OutOfTimeError:
            ended = True
    assert ended
