"""Gates counted by blocks, by triples and by lines, against what the tests of the solver know of them."""

import random
from fractions import Fraction

import pytest
from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.claim import FindingError
from proofs_check.unaided.functions import Function
from proofs_check.unaided.gates import (
    PlainGates,
    band,
    chebyshev_error,
    fewest_blocks,
    fewest_lines,
    limits,
    line_passes,
    most_bends,
    require_passage,
    steps_by_triples,
)
from sparsest import Dataset
from tests.univariate.gate_oracle import drawn, feasible, fewest_by_blocks


def exact(value):
    return None if value is None else fmpq(*Fraction(value).as_integer_ratio())


def plain(gates):
    return PlainGates(*(tuple(map(exact, column)) for column in gates))


def test_fewest_blocks__and_most_bends_are_those_of_the_oracle():
    rng = random.Random(5)
    for _ in range(800):
        gates = drawn(rng, 12)
        assert fewest_blocks(plain(gates)) == most_bends(plain(gates)) == fewest_by_blocks(*gates), gates


def test_line_passes__as_a_linear_program_says():
    rng = random.Random(6)
    for _ in range(300):
        x, low, high = drawn(rng, 7)
        gates = plain((x, low, high))
        # Two numbers, slope and value at 0, without bounds of their own.
        expected = feasible([[t, 1] for t in x], [None, None, *low], [None, None, *high])
        assert line_passes(gates, 0, len(x)) == expected
        assert (fewest_lines(gates) == 0) == expected


@pytest.mark.parametrize(
    ("slope", "knots", "changes", "reason"),
    [
        (0, [], [], "misses gate 2"),
        (1, [1], [0], "one is none"),
        (1, [2, 1], [1, 1], "do not increase"),
        (9, [], [], "misses gate 2"),
    ],
)
def test_require_passage__says_what_is_wrong(slope, knots, changes, reason):
    gates = plain(([0, 1, 2], [0, 1, None], [0, 2, None]))
    require_passage(gates, Function(fmpq(1), fmpq(0), (), ()))
    with pytest.raises(FindingError, match=reason):
        require_passage(gates, Function(fmpq(slope), fmpq(0), tuple(map(fmpq, knots)), tuple(map(fmpq, changes))))


def test_touching_ends__are_no_bend_but_for_the_strict_variant():
    gates = plain(([0, 1, 2], [0, 2, 0], [2, 3, 2]))
    assert (fewest_blocks(gates), fewest_blocks(gates, strict=True)) == (0, 1)


def test_chebyshev_error__is_the_largest_limit_and_where_a_line_begins_to_pass():
    rng = random.Random(7)
    for _ in range(200):
        n = rng.randint(3, 9)
        case = SplineCase(Dataset(sorted(rng.sample(range(30), n)), [rng.randint(-9, 9) for _ in range(n)]))
        best = chebyshev_error(case)
        assert best == limits(case)[-1]
        assert line_passes(band(case, best), 0, n)
        assert best == 0 or not line_passes(band(case, best - fmpq(1, 10**40)), 0, n)


def test_steps_by_triples__by_hand():
    case = SplineCase(Dataset([0, 1, 2, 3], [0, 3, 0, 5]))
    assert steps_by_triples(case) == [(0, 2), (Fraction(3, 2), 1), (2, 0)]
