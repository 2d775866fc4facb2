"""The fewest knots over all signs of the slope gaps, against the same by another program and by blocks."""

import random

import pytest

from proofs_check.unaided.gates import fewest_blocks
from proofs_check.unaided.signs import MOST_BY_SIGNS, at_points, fewest_by_signs, halved_runs
from tests.proofs_check.unaided.test_gates import plain
from tests.univariate import gate_oracle


@pytest.mark.slow
def test_fewest_by_signs__is_that_of_the_oracle_and_of_blocks():
    rng = random.Random(8)
    for _ in range(150):
        gates = gate_oracle.drawn(rng, MOST_BY_SIGNS)
        assert fewest_by_signs(plain(gates)) == gate_oracle.fewest_by_signs(*gates) == fewest_blocks(plain(gates))


def test_at_points__needs_more_where_a_knot_could_stand_between():
    valley = plain(([0, 1, 2, 3], [0, 0, 1, 3], [0, 0, 1, 3]))
    assert (fewest_by_signs(valley), fewest_by_signs(valley, at_points)) == (1, 2)
    open_ = plain(([0, 1, 2, 3], [0, None, None, 3], [0, None, None, 3]))
    assert fewest_by_signs(open_, at_points) == 0


@pytest.mark.parametrize(("signs", "knots"), [((), 0), ((1, 1, 1), 2), ((1, -1, 1), 3), ((0, 1, 1, 0), 1)])
def test_halved_runs(signs, knots):
    assert halved_runs(signs) == knots
