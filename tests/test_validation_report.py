"""The report of a validation says every verdict, and what stands behind it."""

import io
import re
from fractions import Fraction

import pytest
from rich.console import Console

from sparsest import Dataset, MultivariateNetwork, MultivariateNeuron, Network, Neuron, Points, Spline, solve, validate
from sparsest.multivariate.box import BoxRange, Taken
from sparsest.validation.extent import range_over
from sparsest.validation_report import validation_report

PEAK = Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])
BENT = Network([Neuron.of(*n) for n in ((1, 1, 1), (-1, 1, 0), (-1, 1, -1), (1, 1, -2))])


def shown(found, extent=()):
    console = Console(width=10_000, file=io.StringIO())
    console.print(validation_report(found, "net.pt", "peak.csv", extent))
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


IDLE = [Neuron.of(*n) for n in ((0, 1, 1), (1, 0, 1), (-1, 0, 1), (1, 1, -9))]
CASES = {
    "minimal": (
        solve(PEAK, "1/2").network,
        {},
        ["proved minimal\n", "none: every label is met", "minimal: the optimum has 3 knots, cost 2 + 2^(1/2)"],
    ),
    "not minimal": (
        BENT,
        {},
        ["not minimal", "dearer by 2 - 2^(1/2)", "3 knots: it has the labels too, and costs less, the least possible"],
    ),
    "a line": (
        Network([], "1/3"),
        {},
        [
            "does not interpolate",
            "largest 1 at entry 2; exactly met: 0 of 6",
            "outputs  minimal: the optimum has 0 knots",
        ],
    ),
    "another line": (
        Network([*BENT.neurons, *(Neuron.of(f"1/{k}", 1, f"-1/{k}") for k in (7, 11, 13))]),
        {"p": "1/3"},
        ["3 knots: it has the labels, at the least possible cost", "; dearer by [2.206716184, 2.206716185]"],
    ),
    "within": (
        Network([], 0, "1/2"),
        {"tolerance": "1/2"},
        ["within tolerance", "0 knots suffice", "beyond the tolerance: 0"],
    ),
    "idle": (Network([*BENT.neurons, *IDLE]), {}, ["8, active 5 (1 dead, 2 constant, 1 silent on the data)"]),
}


@pytest.mark.parametrize(("network", "more", "parts"), CASES.values(), ids=CASES)
def test_report__of_one_input(network, more, parts):
    text = shown(validate(network, PEAK, **{"p": "1/2", **more}))
    assert "dearer by in" not in text
    for part in parts:
        assert part in text, text


def test_report__merged_path_norm():
    text = shown(validate(Network([Neuron.of(2, 1, 0)] * 2), Dataset([-1, 0, 1], [0, 0, 4]), "1/2"))
    assert re.search(r"path norm +2\*2\^\(1/2\); merged: 2\n", text)
    assert "proved minimal, once neurons of one kink are added up" in text
    assert "1 knot: the same function, neurons of one kink added up" in text
    assert "path norm" not in shown(validate(Network([]), Dataset([0], [0]), "0+"))


def test_report__of_long_sums_shows_an_enclosure():
    knots = list(range(40))
    net = Network.from_spline(Spline(0, 0, knots, [f"1/{7 + k}" for k in knots]))
    assert re.search(r"path norm +in \[", shown(validate(net, Dataset([0, 1], [0, 9]))))


def test_report__of_several_inputs():
    points = Points([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    net = MultivariateNetwork([MultivariateNeuron.of(1, [1, 1], 0), MultivariateNeuron.of(-2, [1, 1], -1)], 2)
    text = shown(validate(net, points, "0"))
    assert "not minimal: the optimum has 4 parameters in 3 neurons, cost 4; dearer by 1" in text
    assert re.search(r"once merged +2 neurons\n", text)


def test_report__of_what_is_undecided_says_what_is_proved():
    points = Points([[0, 0], [0, 1], [1, 0], [1, 1], ["1/5", "3/10"], ["7/10", "1/10"]], [0, 1, 1, 0, "1/2", "4/5"])
    net = MultivariateNetwork([MultivariateNeuron.of(1, [1, 1], 0), MultivariateNeuron.of(-2, [1, 1], -1)], 2)
    found = validate(net, points, "1/2", seconds=0.01)
    assert (found.verdict, found.labels.is_certified) == ("undecided", False)
    known = re.search(r"; proved: at least ([0-9.]+); nothing is decided: give it more time", shown(found))[1]
    assert 0 < Fraction(known) <= Fraction(found.labels.solution.lower)
    assert Fraction(found.labels.solution.lower) - Fraction(known) < Fraction(1, 10**6)


def test_report__of_a_range_exact_and_in_bounds():
    net = Network([], 3, "-1/3")
    found = validate(net, PEAK)
    text = shown(found, [range_over(net, [(-1, "1/3")])])
    assert "from -3.3333333333333333 to 0.66666666666666667, both attained (rounded; exactly: --json)" in text
    assert "from -3 to 0.75, both attained\n" in shown(found, [range_over(net, [("-8/9", "13/36")])]) + "\n"
    rough = BoxRange(
        Taken(Fraction(0), (Fraction(0),)), Taken(Fraction(1), (Fraction(1),)), Fraction(-1, 3), Fraction(4, 3)
    )
    assert "within [-0.333334, 1.333334], proved; values from 0 to 1 are attained" in shown(found, [rough])
