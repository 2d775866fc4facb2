"""Networks of the checks: they agree with the package where both can do it."""

import random
from fractions import Fraction

import pytest

from proofs_check.cases import NetworkCase
from proofs_check.claim import Verdict, examine
from proofs_check.unaided.compare import compare
from proofs_check.unaided.nets import (
    at_most,
    charged,
    count,
    entry_columns,
    in_span,
    interpolant_on_a_line,
    lifted,
    merged,
    missed_label,
    net_of,
    null_space,
    random_interpolant,
    random_neurons,
    rank,
    require_labels,
    require_small,
    value,
    weights,
)
from sparsest.exact.exponent import Exponent
from sparsest.multivariate.constructions import line_network
from sparsest.points import Points

POINTS = Points([[-2], [0], [1], [4]], [1, -1, 3, 2])


def test_value_and_count__as_the_package_has_them():
    network = line_network(POINTS)
    net = charged(network)
    assert count(net) == network.parameters
    assert [value(net, row) for row in lifted(POINTS)] == list(POINTS.y)
    assert missed_label(POINTS, net) is None
    assert missed_label(POINTS, net[1:]) is not None


def test_merged__the_same_function_at_the_points():
    for seed in range(20):
        net = random_interpolant(POINTS, random.Random(seed), neurons=6)
        less = net_of(merged(POINTS, net))
        assert missed_label(POINTS, net) is None
        assert missed_label(POINTS, less) is None
        assert compare(weights(less), weights(net), Exponent.read("1/3")) <= 0


def test_kernel__orthogonal_and_of_full_dimension():
    rng = random.Random(0)
    for _ in range(50):
        rows = [[Fraction(rng.randint(-2, 2)) for _ in range(4)] for _ in range(rng.randint(0, 4))]
        basis = null_space(rows, 4)
        assert len(basis) == rank(basis) == 4 - rank(rows)
        assert all(sum(a * b for a, b in zip(row, v, strict=True)) == 0 for row in rows for v in basis)


@pytest.mark.parametrize(
    "x", [[[0]], [[-2], [0], [1], [4]], [[0, 0], [0, 1], [1, 0], [1, 1]], [[1, 0, 2], [1, 0, 3], [1, 1, 2]]]
)
def test_interpolant_on_a_line__meets_any_labels_in_any_order(x):
    rng = random.Random(1)
    for _ in range(20):
        labels = [Fraction(rng.randint(-3, 3), rng.randint(1, 3)) for _ in x]
        points = Points(x, labels)
        assert missed_label(points, interpolant_on_a_line(points, points.y)) is None
        assert missed_label(points, interpolant_on_a_line(points, [y + 1 for y in points.y])) is not None


def test_require_interpolation__refutes_with_the_words_the_place_and_a_witness():
    net = interpolant_on_a_line(POINTS, POINTS.y)
    assert examine(lambda _: require_labels(POINTS, net), None).verdict is Verdict.HOLDS
    found = examine(lambda _: require_labels(POINTS, net[:1], "it misses"), None)
    assert (found.verdict, found.reason) == (Verdict.REFUTED, "it misses: f(0) is 1, not -1")
    assert list(found.witness) == ["network"]
    assert examine(lambda _: require_labels(POINTS, (), many=3), None).witness == {"many": 3}


def test_hypotheses__small_and_at_most():
    case, large = NetworkCase(POINTS), NetworkCase(Points([[k, 0] for k in range(5)], range(5)))
    for require in (require_small, at_most(4, 1), at_most(4)):
        assert examine(require, case).verdict is Verdict.HOLDS
        assert examine(require, large).verdict is Verdict.UNDECIDED
    assert examine(at_most(5, 1), large).verdict is Verdict.UNDECIDED
    assert examine(at_most(5), large).verdict is Verdict.HOLDS


def test_entry_columns_and_in_span__labels_are_a_combination_of_the_columns_of_an_interpolant():
    for seed in range(10):
        columns = entry_columns(POINTS, random_interpolant(POINTS, random.Random(seed)))
        assert in_span(columns, POINTS.y)
        # One neuron has two entries, and these labels are no combination of so few columns.
        assert not in_span(entry_columns(POINTS, random_neurons(POINTS, random.Random(seed), 1)), POINTS.y)
    assert not in_span([], POINTS.y)
