"""Claims about several inputs see defects of the solver: each is planted here, and must not come out as a HOLDS."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from flint import arb

from proofs_check.answers import all_vertices, proved_minimizers
from proofs_check.cases import NetworkCase
from proofs_check.claim import Verdict
from proofs_check.claims import (
    algorithm_1,
    algorithm_1_smoothed,
    generic_labels,
    inequality_76,
    lemma_4_1,
    lemma_4_1_values,
    open_question,
    proposition_4_1_blocks,
    proposition_4_1_bound,
    proposition_4_1_exists,
    proposition_4_1_neurons,
    section_4_patterns,
    section_a_2_3,
    theorem_4_1,
    vertices,
)
from proofs_check.running.runs import check_given
from proofs_check.unaided import nets, reweighting
from proofs_check.unaided.nets import charged, count
from sparsest.exact.exponent import Exponent
from sparsest.multivariate import program as program_module
from sparsest.multivariate.arrangement import signs_at
from sparsest.multivariate.blocks import Sweep
from sparsest.multivariate.constructions import line_network, strip_network
from sparsest.multivariate.minimize import Enumeration
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.program import Program
from sparsest.multivariate.threshold import Thresholds, thresholds
from sparsest.points import Points

HALF = Exponent.read("1/2")
# Its critical exponent is 0.2729: the minimiser has 3 parameters below and 4 above.
EXAMPLE = NetworkCase(Points([[-3], [4], [5]], [2, -2, 3]))
MODULES = [
    algorithm_1, algorithm_1_smoothed, generic_labels, inequality_76, lemma_4_1, lemma_4_1_values,
    open_question, proposition_4_1_blocks, proposition_4_1_bound, proposition_4_1_exists, proposition_4_1_neurons,
    section_4_patterns, section_a_2_3, theorem_4_1, vertices,
]  # fmt: skip

# They too take minimisers from the enumeration.
FOUND = (lemma_4_1_values, open_question, section_a_2_3)


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


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES)
def test_claims__end_soon_where_inputs_and_points_are_thirty(module):
    rng = random.Random(0)
    case = NetworkCase(Points([[rng.randint(-9, 9) for _ in range(30)] for _ in range(30)], range(30)))
    outcome = check_given(module.CLAIM, [case])
    assert outcome.verdict in {Verdict.HOLDS, Verdict.UNDECIDED}
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


def test_minimizers__a_dearer_network_or_a_tie_left_out_refutes(monkeypatch):
    ties = NetworkCase(Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0]))
    assert len(proved_minimizers(ties)) == 4
    run = Enumeration.run
    for spoil in (lambda found: found[:-1], lambda _: [line_network(ties.points)]):

        def spoiled(self, seconds=None, spoil=spoil):
            done = run(self, seconds)
            self.networks = spoil(self.networks)
            return done

        monkeypatch.setattr(Enumeration, "run", spoiled)
        for module in (vertices, algorithm_1_smoothed, proposition_4_1_neurons, proposition_4_1_exists, *FOUND):
            assert verdict(module, ties) is Verdict.REFUTED


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


def spoil_rows(monkeypatch, name, change):
    """Let an attribute of the program have other rows: every row, with its number, goes through `change`."""
    rows = vars(Program)[name].func
    monkeypatch.setattr(Program, name, property(lambda self: tuple(change(i, row) for i, row in enumerate(rows(self)))))


def test_lemma_4_1__sees_a_wrong_sign_in_the_rows_of_the_program(monkeypatch):
    def turned(chosen):
        return lambda i, row: ({c: -a if chosen(i, c) else a for c, a in row[0].items()}, row[1])

    spoil_rows(monkeypatch, "cone_rows", turned(lambda i, _: i == 3))
    assert verdict(lemma_4_1) is Verdict.REFUTED
    monkeypatch.undo()
    omega = {c for _, sign, first in Program(EXAMPLE.points).blocks() if sign < 0 for c in (first, first + 1)}
    spoil_rows(monkeypatch, "equalities", turned(lambda _, c: c in omega))
    assert verdict(lemma_4_1) is Verdict.REFUTED


def test_lemma_4_1__sees_a_missing_facet(monkeypatch):
    found = program_module.facets
    monkeypatch.setattr(program_module, "facets", lambda cells: (*found(cells)[:-1], found(cells)[-1][1:]))
    assert verdict(lemma_4_1) is Verdict.REFUTED


def test_lemma_4_1__sees_a_test_of_feasibility_that_forgets_cones_or_labels(monkeypatch):
    own = Program.fault
    for word in ("wrong sign", "instead of"):

        def forgetful(self, z, word=word):
            where = own(self, z)
            return None if where is not None and word in where else where

        monkeypatch.setattr(Program, "fault", forgetful)
        assert verdict(lemma_4_1) is Verdict.REFUTED


def test_lemma_4_1__sees_output_weights_without_their_size(monkeypatch):
    own = Program.from_network

    def unsized(self, network):
        z = own(self, network)
        factor = {}
        for n in network.neurons:
            signs = signs_at(self.points.lifted, n.weights)
            if any(s > 0 for s in signs):
                first = self.column(self._pattern_of(signs, n.weights), 1 if n.output_weight > 0 else -1, 0)
                factor.setdefault(first, []).append(n)
        found = list(z)
        for first, neurons in factor.items():
            for k in range(self.width):
                found[first + k] = sum((n.weights[k] for n in neurons), 0 * z[0])
        return tuple(found)

    monkeypatch.setattr(Program, "from_network", unsized)
    assert verdict(lemma_4_1) is Verdict.REFUTED


@pytest.mark.parametrize("change", [Fraction(3), Fraction(2), Fraction(1, 2), Fraction(1001, 1000)])
def test_theorem_4_1__sees_a_threshold_of_the_proof_that_is_off(monkeypatch, change):
    low, high = thresholds(EXAMPLE.points).proof
    monkeypatch.setattr(Thresholds, "proof", (low * change, high * change))
    assert verdict(theorem_4_1) is Verdict.REFUTED


@pytest.mark.parametrize("name", ["smallest", "largest"])
def test_theorem_4_1__sees_a_wrong_r_or_another_r(monkeypatch, name):
    right = thresholds(EXAMPLE.points)
    monkeypatch.setattr(theorem_4_1, "thresholds", lambda _: replace(right, **{name: 2 * getattr(right, name)}))
    assert verdict(theorem_4_1) is Verdict.REFUTED


@pytest.mark.parametrize("change", [Fraction(1, 2), Fraction(999, 1000), Fraction(1001, 1000)])
def test_theorem_4_1__sees_a_critical_exponent_that_is_off(monkeypatch, change):
    right = thresholds(EXAMPLE.points)

    class Off:
        def enclosure(self):
            low, high = right.critical.enclosure()
            return low * change, high * change

    monkeypatch.setattr(theorem_4_1, "thresholds", lambda _: replace(right, critical=Off()))
    assert verdict(theorem_4_1) is Verdict.REFUTED


@pytest.mark.slow
def test_theorem_4_1__sees_a_missing_piece_and_one_with_other_networks(monkeypatch):
    right = thresholds(EXAMPLE.points)
    first, second, *rest = right.pieces
    for pieces in ((first, *rest), (first, replace(second, networks=first.networks), *rest), right.pieces[:-1]):
        monkeypatch.setattr(theorem_4_1, "thresholds", lambda _, pieces=pieces: replace(right, pieces=pieces))
        assert verdict(theorem_4_1) is Verdict.REFUTED


def test_claims__an_enumeration_that_finds_nothing_or_raises_refutes(monkeypatch):
    def nothing(self, seconds=None):
        self.networks = []
        return True

    def breaks(self, seconds=None):
        raise StopIteration

    for run in (nothing, breaks):
        monkeypatch.setattr(Enumeration, "run", run)
        for module in (vertices, algorithm_1_smoothed, proposition_4_1_neurons, theorem_4_1, inequality_76, *FOUND):
            assert verdict(module) is Verdict.REFUTED


@pytest.mark.slow
def test_proposition_4_1_exists__sees_solve_network_and_a_count_that_are_wrong(monkeypatch):
    ties = NetworkCase(Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0]))
    assert verdict(proposition_4_1_exists, ties) is Verdict.HOLDS
    right = ties.solution
    dearer = (line_network(ties.points),)
    for wrong in ({"networks": right.networks[1:]}, {"optimal": False}, {"networks": (*right.networks[:-1], *dearer)}):
        case = NetworkCase(ties.points)
        vars(case)["solution"] = replace(right, **wrong)
        assert verdict(proposition_4_1_exists, case) is Verdict.REFUTED
    more = charged(line_network(EXAMPLE.points))
    monkeypatch.setattr(proposition_4_1_exists, "proved_fewest", lambda _: more)
    assert verdict(proposition_4_1_exists) is Verdict.REFUTED


def test_proposition_4_1_bound__sees_another_formula_and_strips_beyond_8_n(monkeypatch):
    monkeypatch.setattr(proposition_4_1_bound, "parameter_bound", lambda n, d: 4 * (d + 1) * (n // d + 1))
    assert verdict(proposition_4_1_bound) is Verdict.REFUTED


def test_proposition_4_1_blocks__sees_another_formula_a_false_promise_and_a_wrong_network(monkeypatch):
    four = NetworkCase(Points([[1, 2], [2, -1], [3, 3], [5, 0]], [1, -3, 2, -5]))
    network, twice = Sweep.network, line_network(four.points)
    assert verdict(proposition_4_1_blocks, four) is Verdict.HOLDS
    for owner, name, wrong in (
        (proposition_4_1_blocks, "block_bound", lambda n, d: n + 2 * (n // (d + 1)) - 1),
        (Sweep, "bound", property(lambda _: 8)),
        (Sweep, "bound", property(lambda _: 3)),
        (Sweep, "network", lambda sweep: MultivariateNetwork(network(sweep).neurons[1:], 2)),
        (Sweep, "network", lambda sweep: MultivariateNetwork(_halves(network(sweep)), 2)),
        (proposition_4_1_blocks, "blocks_along", lambda *_: ()),
        (proposition_4_1_blocks, "block_network", lambda _: MultivariateNetwork(_halves(twice), 2)),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, wrong)
            assert verdict(proposition_4_1_blocks, four) is Verdict.REFUTED, (name, wrong)


def _halves(network):
    """Two neurons for each, of half its output weight: twice the parameters."""
    return [replace(n, output_weight=n.output_weight / 2) for n in network.neurons for _ in (1, 2)]


def test_inequality_76__sees_a_threshold_that_is_off(monkeypatch):
    low, high = inequality_76._threshold(inequality_76._sizes(EXAMPLE))
    for change in (Fraction(1, 2), Fraction(1001, 1000), Fraction(3, 2)):
        ends = low * change, high * change
        monkeypatch.setattr(inequality_76, "_threshold", lambda _, ends=ends: ends)
        assert verdict(inequality_76) is Verdict.REFUTED


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


def test_vertices_and_algorithm_1_smoothed__see_a_minimiser_that_is_none(monkeypatch):
    other = charged(line_network(EXAMPLE.points))
    dearer = (*other, (1, (Fraction(1), Fraction(7))), (-1, (Fraction(1), Fraction(7))))
    for module in (vertices, algorithm_1_smoothed):
        monkeypatch.setattr(module, "proved_minimizers", lambda _: (dearer,))
        assert verdict(module) is Verdict.REFUTED


def test_inequality_76__sees_a_best_network_that_is_not_best(monkeypatch):
    found = all_vertices(EXAMPLE.points)
    fewest = min(map(count, found))
    worst = max(
        (net for net in found if count(net) == fewest), key=lambda net: sum(float(a) ** 0.5 for a in nets.weights(net))
    )
    sizes = inequality_76._sizes(EXAMPLE)
    # r taken too large makes a larger threshold, at which vertices of more weights are no dearer.
    monkeypatch.setattr(inequality_76, "_sizes", lambda _: sizes._replace(least=sizes.largest, best=worst))
    assert verdict(inequality_76) is Verdict.REFUTED


def test_generic_labels__sees_a_network_of_too_few_parameters(monkeypatch):
    monkeypatch.setattr(generic_labels, "proved_minimizers", lambda *_: (((1, (Fraction(1), Fraction(0))),),))
    assert verdict(generic_labels) is Verdict.REFUTED


def test_proposition_4_1_neurons__sees_a_dependence_that_is_none(monkeypatch):
    right = proposition_4_1_neurons.dependence
    wrong = (lambda *_: None, lambda points, net: (right(points, net)[0] + 1, *right(points, net)[1:]))
    for spoiled in wrong:
        monkeypatch.setattr(proposition_4_1_neurons, "dependence", spoiled)
        assert verdict(proposition_4_1_neurons) is Verdict.REFUTED


def test_proposition_4_1_neurons__sees_a_minimiser_of_dependent_outputs(monkeypatch):
    one, two = Fraction(1), Fraction(2)
    split = ((1, (one, two)), (1, (one, two)))
    monkeypatch.setattr(proposition_4_1_neurons, "proved_minimizers", lambda *_: (split,))
    assert verdict(proposition_4_1_neurons, NetworkCase(Points([[1], [2]], [6, 8]))) is Verdict.REFUTED


def test_proposition_4_1_bound__one_neuron_for_labels_of_one_sign(monkeypatch):
    one_sign = NetworkCase(Points([[1, 2], [3, 1], [0, 7]], [2, 0, 5]))
    assert verdict(proposition_4_1_bound, one_sign) is Verdict.HOLDS
    right = proposition_4_1_bound.few_points_network
    (neuron,) = right(one_sign.points)
    for wrong in ((neuron, (-1, tuple(-a for a in neuron[1]))), ((1, (*neuron[1][:-1], neuron[1][-1] + 1)),)):
        monkeypatch.setattr(proposition_4_1_bound, "few_points_network", lambda _, wrong=wrong: wrong)
        assert verdict(proposition_4_1_bound, one_sign) is Verdict.REFUTED


# One neuron (1, 1) at both points, or two neurons of one entry each.
AFFINE = NetworkCase(Points([[1], [2]], [2, 3]))


def test_lemma_4_1_values__sees_supports_that_meet_and_entries_that_change(monkeypatch):
    one, two = Fraction(1), Fraction(2)
    assert verdict(lemma_4_1_values, AFFINE) is Verdict.HOLDS
    for wrong in (((1, (one, one / 2)), (1, (0 * one, one / 2))), ((1, (one, one)), (1, (one, two)), (-1, (one, two)))):
        monkeypatch.setattr(lemma_4_1_values, "proved_minimizers", lambda *_, wrong=wrong: (wrong,))
        assert verdict(lemma_4_1_values, AFFINE) is Verdict.REFUTED


def test_lemma_4_1_values__sees_a_network_that_charges_or_computes_something_else(monkeypatch):
    call = MultivariateNetwork.__call__
    monkeypatch.setattr(MultivariateNetwork, "__call__", lambda self, x: call(self, x) + 1)
    assert verdict(lemma_4_1_values, AFFINE) is Verdict.REFUTED
    monkeypatch.undo()
    monkeypatch.setattr(
        lemma_4_1_values, "merged", lambda points, net: dict(list(nets.merged(points, net).items())[1:])
    )
    assert verdict(lemma_4_1_values, AFFINE) is Verdict.REFUTED


def test_section_4_patterns__sees_a_list_and_a_bound_that_are_off(monkeypatch):
    right = section_4_patterns.cells
    monkeypatch.setattr(section_4_patterns, "cells", lambda points: right(points)[1:])
    assert verdict(section_4_patterns) is Verdict.REFUTED
    monkeypatch.undo()
    monkeypatch.setattr(section_4_patterns, "cover_count", lambda *_: 8)
    assert verdict(section_4_patterns, NetworkCase(Points([[0], [1], [2]], [0, 0, 0]))) is Verdict.REFUTED


def test_algorithm_1__sees_weights_that_are_finite_at_0_in_fractions_and_in_balls(monkeypatch):
    cases = [NetworkCase(EXAMPLE.points, HALF, seed) for seed in range(5)]
    assert check_given(algorithm_1.CLAIM, cases).verdict is Verdict.HOLDS
    exact, threshold = algorithm_1.beyond, reweighting._threshold

    def finite(x, before, setting):
        return exact(x, before or Fraction(1), setting)

    monkeypatch.setattr(algorithm_1, "beyond", finite)
    assert check_given(algorithm_1.CLAIM, cases).verdict is Verdict.REFUTED
    monkeypatch.undo()
    monkeypatch.setattr(reweighting, "_threshold", lambda a, setting: threshold(arb(1) if a == 0 else a, setting))
    assert check_given(algorithm_1.CLAIM, cases).verdict is Verdict.REFUTED


@pytest.mark.parametrize("name", ["moved", "rational_split", "gradient"])
def test_algorithm_1__sees_a_wrong_gradient_and_a_wrong_split(monkeypatch, name):
    right = getattr(algorithm_1, name)

    def wrong(*given):
        found = right(*given)
        return (-found[0], found[1]) if name == "rational_split" else [(v + 1, w) for v, w in found]

    monkeypatch.setattr(algorithm_1, name, wrong)
    assert verdict(algorithm_1) is Verdict.REFUTED


@pytest.mark.parametrize("factor", [20, Fraction(1, 20)])
def test_algorithm_1__sees_a_threshold_that_is_not_that_of_the_penalty(monkeypatch, factor):
    right = algorithm_1.beyond
    cases = [NetworkCase(EXAMPLE.points, HALF, seed) for seed in range(20)]
    monkeypatch.setattr(algorithm_1, "beyond", lambda x, before, setting: right(factor * x, before, setting))
    assert check_given(algorithm_1.CLAIM, cases).verdict is Verdict.REFUTED


def test_open_question__sees_a_wrong_witness_and_a_wrong_least_price(monkeypatch):
    assert verdict(open_question) is Verdict.HOLDS
    # Beyond 2^(1/p) = 4 the two weights are cheaper at p too; below 2 the constant is the cheapest at p = 1.
    for t in (5, Fraction(3, 2)):
        points = Points([[t], [-t]], [1, 1])
        monkeypatch.setattr(open_question, "witness", lambda *_, points=points: points)
        assert verdict(open_question) is Verdict.REFUTED
    monkeypatch.undo()
    right = open_question.all_vertices
    cheapest = min(right(EXAMPLE.points), key=lambda net: sum(nets.weights(net)))
    monkeypatch.setattr(open_question, "all_vertices", lambda points: [n for n in right(points) if n != cheapest])
    assert verdict(open_question) is Verdict.REFUTED


def test_open_question__says_which_minimisers_at_p_are_none_at_1():
    found = [open_question.CLAIM.examine(NetworkCase(EXAMPLE.points, Exponent.read(p))) for p in ("1/10", "99/100")]
    assert [len(one.witness["of_these_not_at_1"]) for one in found] == [1, 0]


def test_section_a_2_3__sees_constants_that_are_too_sharp(monkeypatch):
    right = section_a_2_3.printed_constants(EXAMPLE.points)
    assert verdict(section_a_2_3) is Verdict.HOLDS
    for wrong in (right._replace(largest=Fraction(20)), right._replace(least=Fraction(4)), right._replace(fewest=0)):
        monkeypatch.setattr(section_a_2_3, "printed_constants", lambda _, wrong=wrong: wrong)
        assert verdict(section_a_2_3) is Verdict.REFUTED


def test_section_a_2_3__sees_minimisers_without_full_rank_and_not_extreme(monkeypatch):
    points = NetworkCase(Points([[1], [2]], [16, 24]))
    a, b, c, nothing = map(Fraction, (4, 8, 12, 0))
    dependent = ((1, (a, c)), (1, (b, b)), (-1, (a, b)))
    for net in (dependent, ((1, (c, a)), (-1, (a, nothing)))):
        monkeypatch.setattr(section_a_2_3, "proved_minimizers", lambda *_, net=net: (net,))
        assert verdict(section_a_2_3, points) is Verdict.REFUTED
    assert not section_a_2_3.is_extreme(Points([[1]], [3]), ((1, (Fraction(2), Fraction(1))),))
    assert section_a_2_3.is_extreme(Points([[1]], [3]), ((1, (Fraction(3), Fraction(0))),))


@pytest.mark.parametrize("planted", [lambda _, net: net, lambda points, net: net[: len(points)]])
def test_strips_that_stay_wider_than_n_or_lose_labels_are_refused(planted, monkeypatch):
    monkeypatch.setattr(proposition_4_1_bound, "reduced", planted)
    found = proposition_4_1_bound.CLAIM.examine(NetworkCase(Points([[0], [1], [2]], [0, 1, 0])))
    assert found.verdict is Verdict.REFUTED
    assert "neurons" in found.reason


def test_a_neuron_above_its_bound_is_refused(monkeypatch):
    monkeypatch.setattr(proposition_4_1_exists, "charged", lambda _: ())  # a network of price 0 that is let through
    monkeypatch.setattr(proposition_4_1_exists, "require_labels", lambda *_: None)
    right = proposition_4_1_exists.compare
    monkeypatch.setattr(
        proposition_4_1_exists, "compare", lambda a, b, p: 0 if len(a) > 2 and not b else right(a, b, p)
    )
    assert "above its bound" in proposition_4_1_exists.CLAIM.examine(EXAMPLE).reason
