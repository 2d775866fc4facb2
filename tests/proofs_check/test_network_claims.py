"""Claims about several inputs see defects of the solver: each is planted here, and must not come out as a HOLDS."""

from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check import networks
from proofs_check.cases import NetworkCase
from proofs_check.claims import (
    algorithm_1,
    generic_labels,
    inequality_78,
    lemma_4_1,
    proposition_4_1_bound,
    proposition_4_1_exists,
    proposition_4_1_neurons,
    theorem_4_1,
    vertices,
)
from proofs_check.networks import charged, count, proved_minimizers
from proofs_check.registry import Verdict
from proofs_check.runs import check_given
from sparsest.exact.exponent import Exponent
from sparsest.multivariate.constructions import line_network, strip_network
from sparsest.multivariate.minimize import Enumeration
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.program import Program
from sparsest.multivariate.threshold import thresholds
from sparsest.points import Points

HALF = Exponent.read("1/2")
# Its critical exponent is 0.2729: the minimiser has 3 parameters below and 4 above.
EXAMPLE = NetworkCase(Points([[-3], [4], [5]], [2, -2, 3]))
MODULES = [
    algorithm_1, generic_labels, inequality_78, lemma_4_1, proposition_4_1_bound, proposition_4_1_exists,
    proposition_4_1_neurons, theorem_4_1, vertices,
]  # fmt: skip


def verdict(module, case=EXAMPLE):
    return check_given(module.CLAIM, [case]).verdict


@pytest.mark.parametrize("module", MODULES)
def test_claims__hold_for_the_example_of_the_documentation(module):
    assert verdict(module) is Verdict.HOLDS


@pytest.mark.parametrize("module", MODULES)
def test_claims__say_undecided_at_once_where_data_are_many(module):
    many = NetworkCase(Points([[k, k * k] for k in range(3000)], range(3000)))
    outcome = check_given(module.CLAIM, [many])
    assert outcome.verdict is Verdict.UNDECIDED
    assert outcome.seconds < 5


def test_theorem_4_1__sees_a_threshold_that_is_too_large(monkeypatch):
    monkeypatch.setattr(type(thresholds(EXAMPLE.points)), "proof", (Fraction(9, 10), Fraction(9, 10)))
    assert verdict(theorem_4_1) is Verdict.REFUTED


def test_theorem_4_1__sees_a_critical_exponent_that_is_too_large(monkeypatch):
    monkeypatch.setattr(theorem_4_1, "thresholds", lambda points: replace(thresholds(points), critical=None))
    assert verdict(theorem_4_1) is Verdict.REFUTED


def test_theorem_4_1__sees_another_number_of_fewest_parameters(monkeypatch):
    monkeypatch.setattr(theorem_4_1, "thresholds", lambda points: replace(thresholds(points), fewest_parameters=2))
    assert verdict(theorem_4_1) is Verdict.REFUTED
    monkeypatch.undo()
    monkeypatch.setattr(theorem_4_1, "proved_fewest", lambda case: proved_minimizers(case, "0+")[0][:1])
    assert verdict(theorem_4_1) is Verdict.REFUTED


def test_minimizers__a_dearer_network_or_a_tie_left_out_is_never_accepted(monkeypatch):
    ties = NetworkCase(Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0]))
    assert len(proved_minimizers(ties)) == 4
    run = Enumeration.run
    for spoil in (lambda found: found[:-1], lambda _: [line_network(ties.points)]):

        def spoiled(self, seconds=None, spoil=spoil):
            done = run(self, seconds)
            self.networks = spoil(self.networks)
            return done

        monkeypatch.setattr(Enumeration, "run", spoiled)
        for module in (vertices, algorithm_1, proposition_4_1_neurons, proposition_4_1_exists):
            assert verdict(module, ties) is Verdict.UNDECIDED


def test_lemma_4_1__sees_a_program_that_loses_a_neuron_a_cone_or_a_pattern(monkeypatch):
    forth, back = Program.from_network, Program.to_network
    monkeypatch.setattr(Program, "from_network", lambda self, net: tuple(0 * a for a in forth(self, net)))
    assert verdict(lemma_4_1) is Verdict.REFUTED
    monkeypatch.undo()
    monkeypatch.setattr(
        Program, "to_network", lambda self, z: MultivariateNetwork(back(self, z).neurons[1:], self.points.dimension)
    )
    assert verdict(lemma_4_1) is Verdict.REFUTED
    monkeypatch.undo()
    monkeypatch.setattr(lemma_4_1, "Program", lambda points: Program(points, Program(points).patterns[1:]))
    assert verdict(lemma_4_1) is Verdict.REFUTED


def test_proposition_4_1__sees_networks_that_do_not_interpolate_or_are_too_large(monkeypatch):
    short = line_network(EXAMPLE.points)
    monkeypatch.setattr(proposition_4_1_exists, "line_network", lambda _: MultivariateNetwork(short.neurons[:-1], 1))
    assert verdict(proposition_4_1_exists) is Verdict.REFUTED
    twice = strip_network(EXAMPLE.points).neurons
    monkeypatch.setattr(
        proposition_4_1_bound,
        "upper_network",
        lambda _: MultivariateNetwork([n for n in twice for _ in (1, 2, 3)], 1),
    )
    assert verdict(proposition_4_1_bound) is Verdict.REFUTED


def test_vertices_and_algorithm_1__see_a_minimiser_that_is_none(monkeypatch):
    other = charged(line_network(EXAMPLE.points))
    dearer = (*other, (1, (Fraction(1), Fraction(7))), (-1, (Fraction(1), Fraction(7))))
    for module in (vertices, algorithm_1):
        monkeypatch.setattr(module, "proved_minimizers", lambda _: (dearer,))
        assert verdict(module) is Verdict.REFUTED


def test_inequality_78__sees_a_best_network_that_is_not_best(monkeypatch):
    found = networks.all_vertices(EXAMPLE.points)
    fewest = min(map(count, found))
    worst = max((net for net in found if count(net) == fewest), key=lambda net: float(networks.price(net).at("1/2")))
    sizes = inequality_78._sizes(EXAMPLE)
    # r taken too large makes a larger threshold, at which vertices of more weights are no dearer.
    monkeypatch.setattr(inequality_78, "_sizes", lambda _: sizes._replace(least=sizes.largest, best=worst))
    assert verdict(inequality_78) is Verdict.REFUTED


def test_generic_labels__sees_a_network_of_too_few_parameters(monkeypatch):
    monkeypatch.setattr(generic_labels, "proved_minimizers", lambda *_: (((1, (Fraction(1), Fraction(0))),),))
    assert verdict(generic_labels) is Verdict.REFUTED


def test_proposition_4_1_neurons__the_concave_way_is_no_dearer():
    for seed in range(5):
        case = NetworkCase(EXAMPLE.points, HALF, seed)
        many = networks.random_interpolant(case.points, case.rng(), 7)
        few = proposition_4_1_neurons.reduced(case.points, many, case)
        assert len(few) <= 3
        assert networks.fault(case.points, few) is None
        assert networks.compare(few, many, HALF) <= 0
