"""Networks of the checks: they agree with the package where both can do it."""

import random
from fractions import Fraction

from proofs_check.unaided.nets import (
    charged,
    compare,
    count,
    fault,
    kernel,
    lifted,
    merged,
    random_interpolant,
    rank,
    value,
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
    assert fault(POINTS, net) is None
    assert fault(POINTS, net[1:]) is not None


def test_merged__the_same_function_at_the_points():
    for seed in range(20):
        net = random_interpolant(POINTS, random.Random(seed), neurons=6)
        less = tuple((s, w) for (_, s), w in merged(POINTS, net).items())
        assert fault(POINTS, net) is None
        assert fault(POINTS, less) is None
        assert compare(less, net, Exponent.read("1/3")) <= 0


def test_kernel__orthogonal_and_of_full_dimension():
    rng = random.Random(0)
    for _ in range(50):
        rows = [[Fraction(rng.randint(-2, 2)) for _ in range(4)] for _ in range(rng.randint(0, 4))]
        basis = kernel(rows, 4)
        assert len(basis) == rank(basis) == 4 - rank(rows)
        assert all(sum(a * b for a, b in zip(row, v, strict=True)) == 0 for row in rows for v in basis)
