"""Networks of blocks: exact on all data, never above the bound that is known beforehand, nor above the theorem's."""

import random
from fractions import Fraction
from pathlib import Path

import pytest
from flint import fmpq
from hypothesis import assume, given
from hypothesis import strategies as st

from sparsest import Points, solve_network
from sparsest.exact.clock import Clock, OutOfTimeError
from sparsest.multivariate import blocks as blocks_module
from sparsest.multivariate.blocks import Sweep, block_bound, block_network
from sparsest.multivariate.incumbent import check_incumbent
from sparsest.multivariate.order import Order, unit_vector
from sparsest.multivariate.patterns import in_general_position

from .oracles import solutions
from .strategies import labelled

COUNTER = Path(__file__).parents[1] / "cases/data/counter_5.csv"


def meets_hypotheses(points, j):
    """Whether coordinate j tells the points apart and the blocks of d+1 in its order are independent, by fractions."""
    rows = sorted(([*row, Fraction(1)] for row in points.x), key=lambda row: row[j])
    if len({row[j] for row in rows}) < len(rows):
        return False
    width = points.dimension + 1
    for start in range(0, len(rows), width):
        block = [[int(36 * a) for a in row] for row in rows[start : start + width]]
        columns = [list(column) for column in zip(*block, strict=True)]
        if width - len(solutions(columns, [0] * len(block))[1]) < len(block):
            return False
    return True


def directions(d):
    return [tuple(s * a for a in unit_vector(d, k)) for k in range(d) for s in (1, -1)]


@given(labelled(max_points=8))
def test_sweep__interpolates_within_its_bound_along_every_coordinate(points):
    for u in directions(points.dimension):
        sweep = Sweep(Order(points, u))
        net = sweep.network()
        assert net.interpolates(points)
        assert net.parameters <= sweep.bound
        if u[0] > 0 and meets_hypotheses(points, 0):
            assert sweep.bound <= block_bound(len(points), points.dimension)


@given(labelled(max_points=8), st.data())
def test_sweep__interpolates_within_its_bound_along_any_direction(points, data):
    u = data.draw(st.tuples(*[st.integers(-3, 3).map(fmpq)] * points.dimension).filter(any))
    sweep = Sweep(Order(points, u))
    net = sweep.network()
    assert net.interpolates(points)
    assert net.parameters <= sweep.bound


@given(labelled(max_points=8))
def test_sweep__in_general_position_needs_no_more_than_2n_2d_2(points):
    assume(in_general_position(points))
    n, d = len(points), points.dimension
    assert all(Sweep(Order(points, u)).bound <= 2 * (n + d + 1) for u in directions(d))


@pytest.mark.parametrize("seed", range(20))
def test_block_network__of_random_data_keeps_to_the_theorem(seed):
    rng = random.Random(seed)
    n, d = rng.randint(1, 40), rng.randint(1, 6)
    points = Points([[rng.uniform(-1, 1) for _ in range(d)] for _ in range(n)], [rng.uniform(-1, 1) for _ in range(n)])
    net = block_network(points)
    check_incumbent(net, points)
    assert net.parameters <= block_bound(n, d)


@pytest.mark.parametrize("seed", range(8))
def test_block_network__of_gridded_and_binary_data(seed):
    rng = random.Random(seed)
    d, values = (2, range(-3, 4)) if seed % 2 else (6, (0, 1))
    rows = sorted({tuple(rng.choice(values) for _ in range(d)) for _ in range(40)})
    points = Points(rows, [rng.randint(-9, 9) for _ in rows])
    net = block_network(points, seed=seed)
    assert net.interpolates(points)
    assert net == block_network(points, seed=seed)
    assert net.parameters <= 3 * len(points)


@pytest.mark.parametrize(
    ("x", "y", "parameters"),
    [
        ([[5, 5]], [3], 1),
        ([[5, 5]], [0], 0),
        ([[0, 0], [0, 1], [0, 2]], [0, 0, 0], 0),
        ([[0, 0], [0, 1], [0, 2]], [1, 1, 1], 1),
        ([[1], [2], [4]], [1, 2, 4], 1),
        ([[0, 0], [1, 1], [2, 2], [3, 3]], [0, 1, 0, 1], 5),
    ],
)
def test_block_network__of_special_data(x, y, parameters):
    net = block_network(Points(x, y))
    assert net.interpolates(Points(x, y))
    assert net.parameters == parameters


def test_sweep__a_greedy_one_would_exceed_the_bound(monkeypatch):
    """What a step wastes alone does not tell: six points in the plane are two full blocks, or 1 + 3 + 2."""
    found = []
    for seed in range(200):
        rng = random.Random(seed)
        points = Points([[k + 1, rng.randint(-99, 99)] for k in range(6)], [rng.randint(-99, 99) for _ in range(6)])
        sweep = Sweep(Order(points, unit_vector(2, 0)))
        if sweep.bound == block_bound(6, 2):
            assert sweep.network().parameters <= sweep.bound
            sweep.rest = [99, *[0] * 6]
            found.append(sweep.network().parameters > block_bound(6, 2))
    assert any(found)


@pytest.mark.parametrize("wrong", [lambda *given: [1] * given[-1], lambda *given: [9] * given[-1]])
def test_sweep__wrong_prices_are_seen(monkeypatch, wrong):
    points = Points([[1, 2], [2, -1], [3, 3], [5, 0], [7, 4], [8, -2]], [1, -3, 2, -5, 4, -6])
    monkeypatch.setattr(blocks_module, "most_parameters", wrong)
    sweep = Sweep(Order(points, unit_vector(2, 0)))
    assert sweep.bound < 6 or sweep.bound > block_bound(6, 2)


def test_block_network__keeps_its_time():
    points = Points([[k, k * k % 17] for k in range(30)], [k * k % 5 - 2 for k in range(30)])
    clock = Clock()
    with clock.within(0), pytest.raises(OutOfTimeError):
        block_network(points, clock)
    assert block_network(points, Clock(60)).interpolates(points)


def test_block_network__that_has_one_direction_is_content_when_time_is_up(monkeypatch):
    points = Points([[k, k * k % 17] for k in range(9)], [k * k % 5 - 2 for k in range(9)])
    clock, made = Clock(60), []

    def first_only(self):
        if made:
            raise OutOfTimeError("the time is up; give more of it")
        made.append(network(self))
        return made[0]

    network = Sweep.network
    monkeypatch.setattr(Sweep, "network", first_only)
    assert block_network(points, clock) == made[0]


def test_numbers_stay_short():
    rng = random.Random(1)
    points = Points([[rng.random(), rng.random()] for _ in range(120)], [rng.random() for _ in range(120)])
    net = Sweep(Order(points, unit_vector(2, 0))).network()
    assert max(int(w.q).bit_length() for neuron in net.neurons for w in neuron.weights) < 1500


# --- "the optimum is N for generic data" is false ---------------------------------------------------------------------


@pytest.mark.slow
def test_counter_5__needs_6_parameters_though_it_is_free_of_ties_and_collinear_points():
    points = Points.from_csv(COUNTER)
    solution = solve_network(points, "0")
    assert (len(points), points.dimension) == (5, 2)
    assert solution.optimal
    assert solution.value == 6
    assert in_general_position(points)
    assert all(len({row[k] for row in points.x}) == 5 and min(row[k] for row in points.x) > 0 for k in (0, 1))
    assert block_network(points).parameters <= block_bound(5, 2)
