"""Lemma 4.1 in both directions, and the program with implied rows left out against the program with all."""

import pytest
from flint import fmpq
from hypothesis import given, settings

from sparsest import UsageError
from sparsest.linear.program import Infeasible
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.patterns import cells
from sparsest.multivariate.program import Column, Program
from sparsest.points import Points

from .strategies import labelled, networks_with_points


def total(power_sum, p):
    """Return the value at p, or the count of terms at p = 0, as a float."""
    return float(power_sum.at(p))


@given(networks_with_points())
def test_lemma_4_1__networks_become_feasible_points_and_come_back(pair):
    net, points = pair
    program = Program(points)
    z = program.from_network(net)
    assert program.fault(z) is None
    assert program.linear_program().fault(z) is None
    back = program.to_network(z)
    assert back.interpolates(points)
    assert sorted(map(str, back.power_sum.terms)) == sorted(map(str, program.power_sum(z).terms))
    assert back.parameters == sum(a != 0 for a in z) <= net.parameters
    for p in ("1/10", "1/2", "9/10"):
        assert total(back.power_sum, p) <= total(net.power_sum, p) + 1e-9


@given(networks_with_points())
def test_from_network__one_neuron_for_each_pattern_and_sign(pair):
    net, points = pair
    program = Program(points)
    assert len(program.to_network(program.from_network(net)).neurons) <= min(
        len(net.neurons), 2 * len(program.patterns)
    )


def test_from_network__merging_dropping_and_cancelling():
    points = Points([[1], [2]], [4, 8])
    shared = [MultivariateNeuron.of(1, [3], 1), MultivariateNeuron.of(2, ["1/2"], "-1/2")]  # both active at both points
    idle = [MultivariateNeuron.of(0, [1], 1), MultivariateNeuron.of(5, [-1], -1)]
    net = MultivariateNetwork([*shared, *idle], 1)
    program = Program(points)
    merged = program.to_network(program.from_network(net))
    assert merged.neurons == (MultivariateNeuron.of(1, [4], 0),)
    assert (merged.parameters, net.parameters) == (1, 6)


@settings(max_examples=40)
@given(labelled(max_points=4, max_dimension=2))
def test_program__implied_rows_and_inactive_patterns_change_nothing(points):
    small, full = Program(points), Program(points, cells(points))
    assert len(small.cone_rows) <= len(full.cone_rows)
    assert all(any(pattern.active) for pattern in small.patterns)
    least = [program.split().minimize([1] * (2 * program.columns)) for program in (small, full)]
    assert least[0].value == least[1].value
    z = small.join(least[0].point)
    assert small.fault(z) is full.fault(z) is None
    assert small.to_network(z).interpolates(points)


@settings(max_examples=40)
@given(labelled(max_points=4, max_dimension=2))
def test_program__every_data_set_can_be_met(points):
    program = Program(points)
    z = program.linear_program().feasible().point
    assert program.fault(z) is None


def test_linear_program__allowed_columns_and_cuts():
    program = Program(Points([[0, 0], [1, 0], [0, 1]], [1, 2, -1]))
    biases = [program.column(j, s, 2) for j in range(len(program.patterns)) for s in (1, -1)]
    found = program.linear_program(biases).feasible()
    assert isinstance(found, Infeasible)
    cut = {k for k in range(program.columns) if found.combination[k] != 0}
    assert cut
    assert not cut & set(biases)
    everything_else = [k for k in range(program.columns) if k not in cut]
    assert isinstance(program.linear_program(everything_else).feasible(), Infeasible)


def test_column__and_meaning_are_inverse():
    program = Program(Points([[0, 0], [1, 0]], [1, 2]))
    for column in range(program.columns):
        j, sign, coordinate = program.meaning(column)
        assert program.column(j, sign, coordinate) == column
    assert program.meaning(5) == Column(0, -1, 2)
    assert [first for _, _, first in program.blocks()] == list(range(0, program.columns, 3))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({0: 1}, "point 1: 3 instead of 2"),
        ({0: -5}, "pattern 0, nu, point 1: -3 has the wrong sign"),
        ({1: 1}, "pattern 0, nu, point 0: 1 has the wrong sign"),
        ({2: -1}, "pattern 0, omega, point 1: -1 has the wrong sign"),
    ],
)
def test_fault__one_wrong_coordinate(change, message):
    program = Program(Points([[0], [1]], [0, 2]))
    z = [fmpq(0)] * program.columns
    z[0] = fmpq(2)
    assert program.patterns[0].active == (False, True)
    assert program.fault(z) is None
    for k, step in change.items():
        z[k] += step
    assert program.fault(z) == message
    with pytest.raises(UsageError, match=message):
        program.to_network(z)
    assert program.fault(z[1:]) == f"{program.columns - 1} coordinates instead of {program.columns}"


def test_from_network__errors():
    points = Points([[0], [1]], [0, 2])
    net = MultivariateNetwork([MultivariateNeuron.of(2, [1], 0)], 1)
    with pytest.raises(UsageError, match="does not interpolate"):
        Program(Points([[0], [1]], [0, 3])).from_network(net)
    only = [cell for cell in cells(points) if cell.active == (True, False)]
    with pytest.raises(UsageError, match="no pattern of the program"):
        Program(points, only).from_network(net)


@pytest.mark.parametrize(
    ("points", "least"),
    [
        (Points([[3]], [0]), 0),
        (Points([[3]], ["5/2"]), 1),
        (Points([[0, 0], [1, 1], [2, 2]], [0, 0, 0]), 0),
        (Points([[0], [1], [2]], [-1, -1, -1]), 1),
    ],
)
def test_program__smallest_cases(points, least):
    program = Program(points)
    best = program.split().minimize([1] * (2 * program.columns))
    assert program.to_network(program.join(best.point)).parameters == least
