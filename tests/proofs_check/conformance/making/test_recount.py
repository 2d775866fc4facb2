"""The recount against brute force that shares no code with it."""

from fractions import Fraction
from random import Random

import pytest

from proofs_check.conformance.making.recount import fewest_within, missed_point, recount
from tests import oracles


@pytest.mark.parametrize("p", ["0+", "1/2", "1/3", "37/100", "1-"])
def test_recount_is_brute_force(p):
    rng = Random(p)
    for _ in range(12):
        x = tuple(sorted(Fraction(t) for t in rng.sample(range(20), rng.randint(3, 8))))
        y = tuple(Fraction(rng.choice((0, 0, 1, 2, 5, 9))) for _ in x)
        found, right = recount((x, y), p), oracles.brute_force(x, y, p)
        assert found.ways == right.count
        assert found.fewest_knots == right.fewest_knots == fewest_within((x, y), Fraction(0))
        assert found.knots == sorted({len(changes) for changes in right.slope_changes})
        sizes = tuple(sorted(Fraction(int(c.p), int(c.q)) for c in found.changes))
        assert sizes in {tuple(sorted(map(abs, changes))) for changes in right.slope_changes}


def test_a_missed_point_is_named():
    tent = {"left": {"slope": "1", "intercept": "0"}, "knots": [{"x": "1", "slope_change": "-2"}]}
    points = tuple(map(Fraction, (0, 1, 2))), tuple(map(Fraction, (0, 1, 0)))
    assert missed_point(tent, points) is None
    assert missed_point(tent, (points[0], (*points[1][:2], Fraction(1, 10**20)))) == 3
    assert missed_point(tent, (points[0], (*points[1][:2], Fraction(1)))) == 3
    assert missed_point(tent, (points[0], (*points[1][:2], Fraction(1))), Fraction(1)) is None
