"""Fewest knots in one way or in infinitely many, against the solver's own word."""

from random import Random

import sparsest
from proofs_check.conformance.making.loose import is_loose


def test_loose_is_what_the_solver_says():
    rng, seen = Random("loose"), set()
    for _ in range(60):
        gaps = [rng.choice((0, 0, 0, 1, 1, -1, 2)) for _ in range(rng.randint(1, 9))]
        data = sparsest.Dataset.from_gaps(gaps)
        unique = sparsest.solve(data, "0").unique
        assert is_loose((data.x, data.y)) == (not unique), gaps
        seen.add(unique)
    assert seen == {True, False}
