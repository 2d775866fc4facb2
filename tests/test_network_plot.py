"""Pictures of networks of two inputs: folds and values held against the function itself, and what is written where."""

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from matplotlib.figure import Figure

from sparsest import MultivariateNetwork, MultivariateNeuron, Points, UsageError, solve_network, thresholds
from sparsest import network_plot as module
from sparsest.frame import FORMATS
from sparsest.network_plot import Fold, folds, picture_of_network_path, picture_of_network_solution, refuse_inputs
from sparsest.plot import picture_of_path, picture_of_solution, plot_path, plot_solution
from tests.svg import texts

PLANE = Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0])
TIED = solve_network(PLANE, "1/2")
LINE = Points([[-3], [4], [5]], [2, -2, 3])


@pytest.fixture
def figures(monkeypatch):
    """What is drawn, in place of the file."""

    def keep(draw, _suffix, _height, panels=1):
        figure = Figure()
        draw(figure)
        return figure

    monkeypatch.setattr(module, "picture", keep)


def drawn(seed, neurons=5):
    rng = random.Random(seed)
    made = [
        MultivariateNeuron.of(rng.choice([-2, -1, 1, 3]), [rng.randint(-2, 2), rng.randint(-2, 2)], rng.randint(-2, 2))
        for _ in range(neurons)
    ]
    return MultivariateNetwork(made, 2)


def bends(network, fold):
    """Whether the function bends across the line by what the fold says, at a place of it where no other line is."""
    a, b, c = (Fraction(int(u.p), int(u.q)) for u in fold.line)
    near = Fraction(1, 10**9)
    for t in (Fraction(k, 977) for k in range(-2000, 2000, 37)):
        x, y = (t, -(a * t + c) / b) if b else (-c / a, t)
        others = [f.line for f in folds(network) if f.line != fold.line]
        if all(abs(u * fmpq(x.numerator, x.denominator) + v * fmpq(y.numerator, y.denominator) + w) > fmpq(1, 10**6)
               for u, v, w in others):  # fmt: skip
            second = network([x + near * a, y + near * b]) - 2 * network([x, y]) + network([x - near * a, y - near * b])
            bend = Fraction(int(fold.bend.p), int(fold.bend.q))
            return second == bend * near * (a * a + b * b)
    raise AssertionError("no free place")


@pytest.mark.parametrize("seed", range(12))
def test_folds__are_where_the_function_bends_and_by_how_much(seed):
    network = drawn(seed)
    found = folds(network)
    assert all(bends(network, fold) for fold in found)
    # Planted: a fold that is none, and one of another size.
    assert not bends(network, Fold((fmpq(1), fmpq(7, 3), fmpq(5, 11)), fmpq(1)))
    assert not any(bends(network, fold._replace(bend=-fold.bend)) for fold in found)
    # No other line of a neuron bends.
    lines = [n.weights for n in network.neurons if any(n.weights[:-1])]
    kept = {fold.line for fold in found}
    for w in lines:
        lead = next(a for a in w if a != 0)
        line = tuple(a / lead for a in w)
        assert line in kept or bends(network, Fold(line, fmpq(0)))


def test_folds__neurons_on_one_line_add_up_and_may_cancel():
    up, down = MultivariateNeuron.of(1, [1, 1], -1), MultivariateNeuron.of(-2, [-1, -1], 1)
    assert folds(MultivariateNetwork([up, up], 2)) == (Fold((fmpq(1), fmpq(1), fmpq(-1)), fmpq(2)),)
    assert folds(MultivariateNetwork([up, up, down], 2)) == ()
    assert folds(MultivariateNetwork([MultivariateNeuron.of(1, [0, 0], 3)], 2)) == ()


def test_within__cuts_off_at_the_box():
    low, high = [fmpq(0), fmpq(0)], [fmpq(2), fmpq(1)]
    assert Fold((fmpq(1), fmpq(0), fmpq(-1)), fmpq(1)).within(low, high) == ((1, 0), (1, 1))
    assert Fold((fmpq(0), fmpq(1), fmpq(-3)), fmpq(1)).within(low, high) == ()
    assert Fold((fmpq(1), fmpq(1), fmpq(0)), fmpq(1)).within(low, high) == ()  # it touches a corner
    assert Fold((fmpq(1), fmpq(-2), fmpq(0)), fmpq(1)).within(low, high) == ((0, 0), (2, 1))  # the diagonal


@pytest.mark.parametrize("seed", range(4))
def test_values__are_those_of_the_network_at_the_middles_of_the_pixels(seed, monkeypatch):
    monkeypatch.setattr(module, "_PIXELS", 7)
    network = drawn(seed)
    points = Points([[0, 0], [3, 1], [1, 2]], [-50, 0, 50])
    shown = module._Map(points, [network])
    found = shown.values(network)
    low, high = ([Fraction(int(a.p), int(a.q)) for a in end] for end in (shown.low, shown.high))
    for i in range(7):
        for j in range(7):
            at = [low[k] + (high[k] - low[k]) * Fraction(2 * m + 1, 14) for k, m in ((0, j), (1, i))]
            assert found[i, j] == float(network(at))
    flipped = MultivariateNetwork([MultivariateNeuron(-n.output_weight, n.weights) for n in network.neurons], 2)
    assert not np.array_equal(found, shown.values(flipped))


def test_values__large_neurons_cancel_exactly_and_numbers_may_be_beyond_floats():
    large = 10**40
    network = MultivariateNetwork(
        [
            MultivariateNeuron.of(large, [1, 0], 5),
            MultivariateNeuron.of(-large, [1, 0], Fraction(5 * large - 1, large)),
        ],
        2,
    )
    points = Points([[0, 0], [1, 1]], [1, 1])
    assert np.array_equal(np.unique(module._Map(points, [network]).values(network)), [1.0])
    huge = Points([[0, 0], [10**400, 1], [0, 1]], [10**400, 10**400 + 1, 10**400])
    picture = picture_of_network_solution(solve_network(huge, seconds=10))
    assert any("from about 1e400 on" in text for text in texts(picture))


@pytest.mark.usefixtures("figures")
def test_picture_of_network_solution__a_map_for_each_minimiser_with_points_and_folds():
    figure = picture_of_network_solution(TIED)
    maps = [panel for panel in figure.axes if panel.images]
    assert len(maps) == TIED.minimizers == 4
    shown = module._Map(PLANE, TIED.networks)
    for panel, network in zip(maps, TIED.networks, strict=True):
        inside = [fold for fold in folds(network) if fold.within(shown.low, shown.high)]
        assert len(panel.lines) == len(inside)
        assert [line.get_linestyle() for line in panel.lines] == ["-" if f.bend > 0 else "--" for f in inside]
        assert len(panel.collections[0].get_offsets()) == 3
        assert [text.get_text() for text in panel.texts] == ["1", "2", "0"]
        assert (panel.get_xlabel(), panel.get_ylabel()) == ("x1", "x2")
    assert "4 minimisers" in figure.get_suptitle()
    assert "price 3 (the best possible)" in figure.get_suptitle()


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize(
    "points",
    [Points([[2, 3]], [5]), Points([[0, 0], [0, 1]], [0, 0]), Points([[k, k * k % 7] for k in range(20)], range(20))],
    ids=["one point", "zero labels in line", "many points"],
)
def test_picture_of_network_solution__sizes(points):
    solution = solve_network(points, seconds=0.3)
    figure = picture_of_network_solution(solution)
    assert len(figure.axes[0].texts) == (len(points) if len(points) <= 12 else 0)
    assert f"{solution.value} parameters" in figure.get_suptitle()
    assert ("the best possible" in figure.get_suptitle()) == solution.optimal


@pytest.mark.usefixtures("figures")
def test_picture_of_network_path__costs_and_parameters():
    found = thresholds(LINE)
    costs, parameters = picture_of_network_path(found).axes
    assert [text.get_text() for text in costs.get_legend().get_texts()] == [
        f"{piece.parameters} parameters" for piece in found.pieces
    ]
    named = costs.lines[-len(found.pieces) :]
    assert min(line.get_ydata().min() for line in costs.lines) > -1e-9
    assert np.abs(np.min([line.get_ydata() for line in named], axis=0)).max() < 1e-9
    assert [line.get_ydata()[0] for line in parameters.lines[: len(found.pieces)]] == [3, 4, 5]
    assert "p* = 0.2729" in parameters.get_legend().get_texts()[0].get_text()


@pytest.mark.usefixtures("figures")
def test_picture_of_network_path__a_price_that_undercuts_the_best_is_seen():
    found = thresholds(LINE)
    first = replace(found.pieces[0], networks=found.pieces[-1].networks)
    planted = replace(found, pieces=(first, *found.pieces[1:]))
    costs = picture_of_network_path(planted).axes[0]
    assert min(line.get_ydata().min() for line in costs.lines) < -1e-3


@pytest.mark.usefixtures("figures")
def test_picture_of_network_path__of_two_inputs_has_maps_also_where_it_is_unfinished():
    finished = picture_of_network_path(thresholds(Points([[0, 1], [2, 1]], [1, -2])))
    assert any(panel.images for sub in finished.subfigs for panel in sub.axes)
    unfinished = picture_of_network_path(thresholds(PLANE, seconds=1e-9))
    assert "proved: at least 1" in unfinished.axes[0].get_title(loc="left")  # a label is not 0
    with pytest.raises(UsageError, match="there are 1"):
        picture_of_network_path(thresholds(LINE, seconds=1e-9))


def test_refuse_inputs():
    for points in (LINE, Points([[1, 2, 3]], [1])):
        with pytest.raises(UsageError, match="maps of two inputs"):
            refuse_inputs(points)
        with pytest.raises(UsageError, match="maps of two inputs"):
            picture_of_network_solution(solve_network(points))


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMATS)
def test_plots__are_written_in_every_format_the_same_each_time(tmp_path, suffix):
    start = {".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF"}[suffix]
    found = thresholds(Points([[0, 1], [2, 1]], [1, -2]))
    plot_solution(TIED, tmp_path / f"a{suffix}")
    plot_path(found, tmp_path / f"b{suffix}")
    for name, again in (("a", picture_of_solution(TIED, suffix)), ("b", picture_of_path(found, suffix))):
        written = (tmp_path / f"{name}{suffix}").read_bytes()
        assert written.startswith(start)
        assert written == again
        assert len(written) < 500_000
    with pytest.raises(UsageError, match="gif"):
        plot_solution(TIED, tmp_path / "a.gif")
