"""The `repr` of everything public is one short line and never raises, however long the numbers."""

import sys
from fractions import Fraction
from functools import cache

import pytest

import sparsest
from proofs_check.verify import check_certificate
from sparsest import Dataset, MultivariateNetwork, MultivariateNeuron, Network, Neuron, Points, Spline, path, solve
from sparsest.exact import powersum
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum

LONG = Fraction(-(7**1100), 3**1900)  # about as many digits as data may have
WIDE_POINTS = Points([[LONG, 1 / LONG, 0], [1, LONG, 2]], [LONG, 1])


@cache
def many_ties():
    """Return a solution whose count of minimizers is too long to print."""
    return solve(Dataset.from_gaps([1, 1, 1, -1, -1, -1] * 8000), "1/2")


def results():
    """Yield one of each public kind: ordinary, and with numbers and counts of thousands of digits."""
    for data in (Dataset([0, 1, 2, 3], [0, 0, 1, 5]), Dataset([0, 1, LONG], [1 / LONG, LONG, 0]), Dataset([1], [2])):
        for p in ("1/2", "0", "0+", "1-"):
            solution = solve(data, p)
            yield from (data, solution, solution.gaps, solution.p, solution.spline, solution.network)
            yield from (solution.objective, *solution.network.neurons)
            yield check_certificate(solution.certificate())
            yield check_certificate({**solution.certificate(), "knots": "x\n" * 5000})
        for gates in ({"tolerance": abs(1 / LONG)}, {"tolerance": "inf"}, {"lower": [LONG] * len(data), "fit": "any"}):
            within = solve(data, **gates)
            yield from (within, within.gates, check_certificate(within.certificate()))
        yield from (sparsest.staircase(data), sparsest.local_minimizers(data))
        found = path(data)
        yield from (found, *found.pieces, *found.breakpoints)
    ties = many_ties()
    yield from (ties, ties.objective, ties.spline.power_sum, sparsest.local_minimizers(ties.data))
    yield solve(Dataset([0, 1, 2], [0, 0, 1]), Fraction(3**600, 3**600 + 1))
    yield from (Spline(LONG, LONG, [LONG], [LONG]), Network([], LONG, LONG), Neuron.of(LONG, LONG, LONG))
    yield from (PowerSum.of([(7**9000, 2)]), PowerSum.of([(7**9000, 2)]).at("1/2"), Exponent.read(1 / LONG**0 / 2))
    yield from (PowerSum.of((1, -LONG + k) for k in range(5)), PowerSum.of((1, k - LONG) for k in range(5)).at("1/3"))
    yield from (WIDE_POINTS, MultivariateNeuron.of(1, [2, "1/2"], 3), MultivariateNeuron.of(LONG, [LONG] * 50, LONG))
    yield MultivariateNetwork([MultivariateNeuron.of(LONG, [LONG] * 50, LONG)], 50)
    yield from (sparsest.solve_network(WIDE_POINTS), sparsest.solve_network(Points([[0, 1], [1, 0]], [1, 2]), "1/2"))
    found = sparsest.thresholds(Points([[-3], [4], [5]], [2, -2, 3]))
    yield from (found, *found.pieces, found.critical)


@pytest.mark.slow
def test_repr__is_one_short_line():
    assert many_ties().minimizers > 10 ** sys.get_int_max_str_digits()
    kinds = set()
    for result in results():
        shown = repr(result)
        assert len(shown) <= 120, shown
        assert shown.isprintable()
        kinds.add(type(result).__name__)
    assert kinds >= {
        "Breakpoint", "Dataset", "Exponent", "Gaps", "Gates", "MultivariateNetwork", "MultivariateNeuron", "Network",
        "NetworkPiece", "NetworkSolution", "Neuron", "Path", "Piece", "Points", "PowerSum", "PowerValue", "Solution",
        "Spline", "Staircase", "Thresholds", "ToleranceSolution", "Verdict",
    }  # fmt: skip


def test_repr__says_what_it_is():
    solution = solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), "1/2")
    assert repr(solution) == "<Solution at p = 1/2: 6 points, 3 knots, minimisers 1>"
    assert repr(solution.objective) == "<PowerValue 2 + 2^(1/2) at p = 1/2, about 3.41421356237>"
    assert repr(solution.data) == "<Dataset of 6 points: (-2, 0), (-1, 0), (0, 1), ...>"
    assert (
        repr(Dataset([0, "4.1e-320"], [1, "1e400"])) == "<Dataset of 2 points: (0, 1), (about 4.1e-320, about 1e400)>"
    )
    found = path(Dataset.from_gaps([1, 100, 100, 1]))
    assert repr(found) == "<Path of 6 points: 2 pieces, p* near 0.1807173637058173>"
    assert repr(found.pieces[0]) == "<Piece from p = 0 to 0.1807173637058173: 2 knots>"
    assert repr(Neuron.of(1, "1/2", -1)) == "Neuron(output_weight=1, input_weight=1/2, bias=-1)"
    assert "9000 digits" not in repr(PowerSum.of([(1, 2)]))


def test_repr__of_a_sum_does_not_write_out_its_terms(monkeypatch):
    """A planted fault: without the limit on bits the numbers are written out, and the line is still cut."""
    monkeypatch.setattr(powersum, "_LONG", 10**9)
    assert len(repr(PowerSum.of([(1, -LONG)]))) <= 120
