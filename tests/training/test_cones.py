"""The linear program of several inputs against program (10), which knows nothing of supports, and floats."""

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

from sparsest.errors import UsageError
from sparsest.exact.exponent import Exponent
from sparsest.linear.program import Infeasible
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.patterns import Pattern
from sparsest.multivariate.program import Program
from sparsest.points import Points
from sparsest.training.cones import cheaper_network, cheapest_network, cones_of, flipped
from sparsest.training.obstruction import Cone, ConeObstruction

P = Exponent.read("1/2")


def points_of(rng, inputs=2, most=5):
    rows = {tuple(row) for row in rng.integers(-2, 3, (int(rng.integers(1, most + 1)), inputs)).tolist()}
    return Points(sorted(rows), rng.integers(-3, 4, len(rows)).tolist())


def network_at(rng, points, units=5):
    d = points.dimension
    w = rng.integers(-3, 4, (units, d + 1)) * (rng.random((units, d + 1)) < 0.6)
    signs = rng.choice([-1, 1], units)
    return MultivariateNetwork(
        [MultivariateNeuron.of(int(s), row[:-1], row[-1]) for s, row in zip(signs, w.tolist(), strict=True)], d
    )


def cones_at(rng, points, units=5):
    return cones_of(network_at(rng, points, units).merged(points), points)


def feasible_in_program_10(points, cones):
    patterns = list({cone.active: Pattern(cone.active, ()) for cone in cones}.values())
    program = Program(points, patterns)
    place = {pattern.active: j for j, pattern in enumerate(program.patterns)}
    allowed = [program.column(place[c.active], c.sign, k) for c in cones for k in c.support]
    return not isinstance(program.linear_program(allowed).feasible(), Infeasible)


@pytest.mark.slow
def test_cheapest_network__as_program_10_says_and_either_way_proved():
    rng = np.random.default_rng(0)
    seen = []
    for _ in range(300):
        points = points_of(rng, int(rng.integers(1, 4)))
        trained = cones_at(rng, points, int(rng.integers(1, 7)))
        found = cheapest_network(points, trained, P)
        seen.append(isinstance(found, MultivariateNetwork))
        assert feasible_in_program_10(points, trained) == seen[-1]
        if seen[-1]:
            assert found.interpolates(points)
            assert within(found, points, trained)
        else:
            assert found.holds(points, list(trained))
    assert 60 < sum(seen) < 240


def within(network, points, trained):
    """Whether each neuron lies in one of the closed cones, and on its support."""
    return all(any(inside(neuron, points, cone) for cone in trained) for neuron in network.neurons)


def inside(neuron, points, cone):
    activations = [neuron.activation(row) for row in points.lifted]
    right = all(a >= 0 if on else a <= 0 for a, on in zip(activations, cone.active, strict=True))
    supported = all(w == 0 or k in cone.support for k, w in enumerate(neuron.weights))
    return neuron.output_weight == cone.sign and right and supported


def test_cheapest_network__takes_the_large_weights_and_p_has_a_say():
    points = Points([[1, 0], [0, 1]], [0, 4])
    cone = Cone(1, (True, False), (1, 2))  # lexicographic: the point (0, 1) comes first
    points = Points([[0, 1]], [4])
    cone = Cone(1, (True,), (1, 2))
    for sizes, weights in (((9, 1), (0, 4, 0)), ((1, 9), (0, 0, 4))):
        found = cheapest_network(points, {cone: list(map(fmpq, sizes))}, P)
        assert found.neurons[0].weights == tuple(map(fmpq, weights))
    # One unit of the second input does what two of the first do: dearer by 3^(1-p).
    points, cone = Points([[1, 2]], [4]), Cone(1, (True,), (0, 1))
    sizes = {cone: [fmpq(3), fmpq(1)]}
    support = {p: [w != 0 for w in cheapest_network(points, sizes, Exponent.read(p)).neurons[0].weights] for p in
               ("0+", "1/10", "9/10", "1-")}  # fmt: skip
    assert support == {"0+": [True, False, False], "1/10": [True, False, False],
                       "9/10": [False, True, False], "1-": [False, True, False]}  # fmt: skip


def test_cheapest_network__sizes_beyond_floats_are_prices_too():
    points, cone = Points([[1, 1]], [4]), Cone(1, (True,), (0, 1))
    for sizes, kept in (((10, -400), 0), ((-400, 10), 1), ((400, 10), 0), ((-390, -400), 0)):
        found = cheapest_network(points, {cone: [fmpq(10) ** e for e in sizes]}, P)
        assert [k for k, w in enumerate(found.neurons[0].weights) if w != 0] == [kept]


@pytest.mark.slow
def test_cheaper_network__never_dearer_and_within_the_cones():
    rng = np.random.default_rng(3)
    lower = 0
    for _ in range(40):
        points = Points(rng.uniform(-1, 1, (6, 4)).tolist(), rng.uniform(-1, 1, 6).tolist())
        trained = cones_at(rng, points, 12)
        first = cheapest_network(points, trained, P)
        if isinstance(first, ConeObstruction):
            with pytest.raises(UsageError, match=f"these {len(trained)} cones hold no interpolant"):
                cheaper_network(points, trained, P)
            continue
        last = cheaper_network(points, trained, P)
        assert last.interpolates(points)
        assert within(last, points, trained)
        assert last.objective(P) <= first.objective(P)
        lower += last.objective(P) < first.objective(P)
    assert lower > 5


def test_cones_of__no_neurons_no_cones():
    points = Points([[1, 2]], [0])
    assert cones_of(MultivariateNetwork([], 2), points) == {}
    assert cheapest_network(points, {}, P).neurons == cheaper_network(points, {}, P).neurons == ()
    cone = {Cone(1, (True,), (0,)): [fmpq(1)]}
    assert cheaper_network(points, cone, P).neurons == ()
    nothing = cheapest_network(Points([[1, 2]], [3]), {}, P)
    assert isinstance(nothing, ConeObstruction)
    assert nothing.holds(Points([[1, 2]], [3]), [])


def test_flipped__each_point_once_across_and_dearer():
    rng = np.random.default_rng(1)
    for _ in range(50):
        points = points_of(rng)
        trained = cones_at(rng, points)
        wide = flipped(trained)
        assert all(wide[cone] == sizes for cone, sizes in trained.items())
        for cone in wide:
            near = [
                c for c in trained
                if (c.sign, c.support) == (cone.sign, cone.support)
                and sum(a != b for a, b in zip(c.active, cone.active, strict=True)) <= 1
            ]  # fmt: skip
            assert near
            assert cone in trained or max(wide[cone]) < max(max(trained[c]) for c in near)


def test_flipped__finds_what_rounding_put_on_the_wrong_side():
    """A neuron that is active by a hair at one point and, as trained, by a hair not: the widened pattern has it."""
    rng = np.random.default_rng(2)
    wide = 0
    for _ in range(100):
        rows = sorted({tuple(row) for row in rng.integers(-3, 4, (5, 2)).tolist()})
        w = rng.integers(1, 4, 2).tolist()
        i = int(rng.integers(len(rows)))
        bias = -(w[0] * rows[i][0] + w[1] * rows[i][1])
        exact, moved = (
            MultivariateNetwork([MultivariateNeuron.of(1, w, bias + Fraction(side, 1000))], 2) for side in (1, -1)
        )
        points = Points(rows, [exact(row) for row in rows])
        trained = cones_of(moved.merged(points), points)
        found = cheapest_network(points, trained, P)
        if isinstance(found, ConeObstruction):
            assert found.holds(points, list(trained))
            wide += 1
            found = cheapest_network(points, flipped(trained), P)
            if isinstance(found, ConeObstruction):  # two points were crossed at once, or no neuron was left
                crossed = cones_of(exact.merged(points), points)
                (one,) = crossed
                assert all(sum(a != b for a, b in zip(one.active, c.active, strict=True)) > 1 for c in trained)
                continue
        assert found.interpolates(points)
    assert wide > 50
