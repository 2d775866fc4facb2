"""The claims of one input refuse wrong minimisers: their checks look at what the solver says, and do not repeat it."""

from fractions import Fraction

import pytest
from flint import fmpq

from proofs_check import answers
from proofs_check.cases import SplineCase
from proofs_check.cases.strategies import data_from_gaps
from proofs_check.claim import Verdict
from proofs_check.claims import (
    claim,
    example_81_82,
    proposition_3_1,
    remark_1,
    section_a_1_1,
    theorem_3_1_p0,
)
from proofs_check.unaided.functions import through
from sparsest import Dataset, Network, Neuron, Spline, solve
from sparsest.exact.exponent import Exponent
from sparsest.univariate.solve import Solution

HALF = Exponent.read("1/2")
PEAK = [1, -1, -1, 1]


def case_of(gaps, seed=0):
    return SplineCase(Dataset(*data_from_gaps(gaps)), HALF, seed)


def with_answer(gaps, atoms, seed=0):
    """Return the case with a false answer: the interpolant of these knots is said to be the only minimiser."""
    case = case_of(gaps, seed)
    function = through(
        case, [(fmpq(*Fraction(t).as_integer_ratio()), fmpq(*Fraction(c).as_integer_ratio())) for t, c in atoms]
    )
    spline = Spline(*function)
    case.__dict__["splines"] = (spline,)
    for name, p in (("solution", HALF), ("fewest", "0")):
        solution = solve(case.data, p)
        solution.__dict__["spline"] = spline
        case.__dict__[name] = solution
    return case


def dots(gaps):
    return [(k + 1, d) for k, d in enumerate(gaps) if d]


@pytest.mark.parametrize(
    ("name", "gaps", "atoms", "reason"),
    [
        ("lemma-a.1", [1, 1], dots([1, 1]), "no single knot between points 2 and 3"),
        ("lemma-a.1", [1, 1, 0], [("3/2", 2), ("13/4", 1), ("7/2", -2), ("15/4", 1)], "points 4 and 5, where both"),
        ("lemma-a.2", [1, -1], [("3/2", 2), (2, -2)], "between points 2 and 3, of different signs"),
        ("theorem-3.1-2a", [1, 1], dots([1, 1]), "2 knots between"),
        ("theorem-3.1-2a", [1, 2], [("3/2", 3)], "does not go through"),
        ("theorem-3.1-2b", [1, 1, 1], dots([1, 1, 1]), "3 knots on"),
        ("theorem-3.1-2b", [1, 1, 1], [("5/4", 4), (2, -2), (3, 3)], "does not go"),
        ("theorem-3.1-2b", [1, 1, 1], [(1, 1), (2, 3), (3, -3)], "does not go"),
        ("theorem-3.1-2b", [2, 1, 1], [("3/2", 4), (2, -1), (3, 1)], "outside those of the chords"),
        ("theorem-3.1-2b", [1, 1, 1], [*dots([1, 1, 1]), ("5/4", 1), ("3/2", -2), ("7/4", 1)], "other sign"),
        ("theorem-3.1-p0", [1, 1, 1], dots([1, 1, 1]), "3 knots, where 2"),
        ("theorem-3.1-p0", [1, -1], [("3/2", 2), (2, -2)], "has a knot at 3/2, between 1 and 2"),
        ("theorem-3.1-p0", [1], [("1/2", 2)], "has a knot at 1/2, between 0 and 1"),
        ("corollary-3.1.1", [1, -1], [("3/2", 2), (2, -2)], "V_1 of a minimiser is 4, not 2"),
        ("corollary-3.1.1", [1, 1], [("3/2", 2), (4, 1), (5, -1)], "V_1 of a minimiser is 4, not 2"),
        ("corollary-3.1.1", [1, 1], [(1, "1/2"), ("5/4", "1/2"), (2, 1)], "does not go through"),
        ("corollary-3.1.1", [1, 1], [("5/4", "1/2"), ("3/2", 1), ("7/4", "1/2")], "more than 2 knots"),
        ("corollary-3.1.2", [1, -1], [("3/2", 2), (2, -2)], "sum |v_k w_k| is 4, not 2"),
        ("corollary-3.1.2", [1, 0, 0], [(1, 1), ("9/4", -2), ("5/2", 4), ("11/4", -2)], "sum |v_k w_k| is 9, not 1"),
        ("lipschitz", [1, -1], [("3/2", 2), (2, -2)], "the Lipschitz constant is 2, not 1"),
        ("example-81-82", PEAK, dots(PEAK), "other minimisers than"),
    ],
)
def test_a_wrong_minimiser_is_refused(name, gaps, atoms, reason):
    finding = claim(name).examine(with_answer(gaps, atoms))
    assert finding.verdict is Verdict.REFUTED
    assert reason in finding.reason


def test_a_dear_minimiser_is_undercut_by_random_networks():
    cases = [with_answer([1, 1, -1], dots([1, 1, -1]), seed) for seed in range(300)]
    assert any(proposition_3_1.CLAIM.examine(case).verdict is Verdict.REFUTED for case in cases)


def test_a_wrong_least_path_norm_at_1_is_refused(monkeypatch):
    monkeypatch.setattr(proposition_3_1, "least_variation", lambda case: sum(map(abs, case.flint_gaps)) - 1)
    assert "at p = 1" in proposition_3_1.CLAIM.examine(case_of([1, 1])).reason


def test_a_network_wider_than_n_is_refused(monkeypatch):
    case = case_of([1, 1])
    ((network, is_),) = answers.minimal_networks(case)
    wide = Network([*network.neurons, *[Neuron.of(0, 1, 0)] * 9], network.skip, network.offset)
    monkeypatch.setattr(proposition_3_1, "minimal_networks", lambda _: [(wide, is_)])
    assert "do not fit into width 4" in proposition_3_1.CLAIM.examine(case).reason


def test_a_dear_equation_82_is_refused_at_1(monkeypatch):
    monkeypatch.setattr(example_81_82, "least_variation", lambda _: fmpq(3))
    assert "V_1" in example_81_82.CLAIM.examine(case_of(PEAK)).reason


def test_wrong_networks_are_refused(monkeypatch):
    def careless(spline):
        network = Network.from_spline(spline)
        return Network([Neuron(n.output_weight, n.input_weight, n.bias + 1) for n in network.neurons], network.skip)

    class Wrong(Network):
        from_spline = staticmethod(careless)

    monkeypatch.setattr(answers, "Network", Wrong)
    assert proposition_3_1.CLAIM.examine(case_of([1, 1])).verdict is Verdict.REFUTED


@pytest.mark.parametrize("name", ["_rescaled", "_flipped"])
def test_forgotten_biases_are_refused(name, monkeypatch):
    right = getattr(section_a_1_1, name)
    monkeypatch.setattr(
        section_a_1_1, name, lambda n, *a: Neuron(*(right(n, *a).output_weight, n.input_weight * 2, n.bias))
    )
    findings = [section_a_1_1.CLAIM.examine(case_of([1, 1], seed)).verdict for seed in range(5)]
    assert Verdict.REFUTED in findings


def test_increments_of_a_wrong_slope_are_refused(monkeypatch):
    right = remark_1.derivative
    monkeypatch.setattr(remark_1, "derivative", lambda f, at, side: right(f._replace(slope=f.slope + 1), at, side))
    assert "masses of D^2 f" in remark_1.CLAIM.examine(case_of([1, 1])).reason
    monkeypatch.setattr(remark_1, "derivative", lambda f, at, sides: right(f, at, [fmpq(1, 2)] * len(sides)))
    assert "finest partition" in remark_1.CLAIM.examine(case_of([1, 1])).reason


def test_a_sparsest_spline_that_does_not_minimise_v_1_is_refused(monkeypatch):
    monkeypatch.setattr(theorem_3_1_p0, "least_variation", lambda _: fmpq(1))
    assert "V_1 of an interpolant of fewest knots is 2" in theorem_3_1_p0.CLAIM.examine(case_of([1, 1])).reason


def test_sets_of_too_much_mass_are_refused(monkeypatch):
    monkeypatch.setattr(remark_1, "_masses", lambda f, _: [*f.changes, fmpq(1)])
    assert "a partition into sets exceeds V_p" in remark_1.CLAIM.examine(case_of([1, 1])).reason


def test_a_total_variation_that_is_not_measured_right_is_refused(monkeypatch):
    monkeypatch.setattr(remark_1, "values", lambda _, at: [t * t for t in at])
    assert "not the total variation" in remark_1.CLAIM.examine(case_of([1, -1])).reason


@pytest.mark.parametrize("gaps", [[1, -1, -1, 1, 0], [1, -1, -1, 2], [0, 0, 0, 0], [1, 1, 1, 1]])
def test_other_data_are_not_the_example(gaps):
    assert example_81_82.CLAIM.examine(case_of(gaps)).verdict is Verdict.NOT_MET


def test_images_of_the_example():
    x, y = data_from_gaps([-2, 2, 2, -2], [Fraction(1, 3)] * 5, slope=7, intercept=1, start=-5)
    assert example_81_82.CLAIM.examine(SplineCase(Dataset(x, y), HALF)).verdict is Verdict.HOLDS


def left_piece_only(self, x):
    return self.flint.slope * x + self.flint.intercept


def without_offset(self, x):
    terms = (n.output_weight * max(n.input_weight * fmpq(*x.as_integer_ratio()) + n.bias, 0) for n in self.neurons)
    return Fraction(str(sum(terms, self.skip * fmpq(*x.as_integer_ratio()))))


def as_if_all_point_right(self):
    atoms = [(-n.bias / n.input_weight, n.output_weight * n.input_weight) for n in self.neurons if n.input_weight != 0]
    return Spline.merging(self.skip, self.offset, atoms)


@pytest.mark.parametrize(
    ("package", "name", "planted", "reason"),
    [
        (Spline, "value", left_piece_only, "Spline.value"),
        (Spline, "__call__", lambda *_: Fraction(0), "Spline.__call__"),
        (Network, "__call__", without_offset, "Network.__call__"),
        (Network, "to_spline", as_if_all_point_right, "Network.to_spline"),
    ],
)
def test_wrong_evaluation_of_splines_and_networks_is_refused(package, name, planted, reason, monkeypatch):
    data = Dataset(*data_from_gaps([1, 2, 1, -1], intercept=3))
    cases = [SplineCase(data, HALF, seed) for seed in range(12)]
    assert all(proposition_3_1.CLAIM.examine(case).verdict is Verdict.HOLDS for case in cases)
    monkeypatch.setattr(package, name, planted)
    fresh = (SplineCase(data, HALF, case.seed) for case in cases)
    findings = [proposition_3_1.CLAIM.examine(case) for case in fresh]
    assert any(f.verdict is Verdict.REFUTED and reason in f.reason for f in findings)


def test_a_wrong_number_of_fewest_knots_is_refused(monkeypatch):
    monkeypatch.setattr(Solution, "fewest_knots", property(lambda self: self.knots + 1))
    assert "are said to be the fewest knots" in theorem_3_1_p0.CLAIM.examine(case_of([1, 1, 1])).reason


@pytest.mark.parametrize("seed", [0, 7, 30])
def test_the_lot_and_not_the_seed_says_whether_the_package_is_read(seed, monkeypatch):
    monkeypatch.setattr(Network, "to_spline", lambda _: Spline(1, 2, (), ()))
    data, (readings,) = Dataset(*data_from_gaps([1, 2, 1, -1])), proposition_3_1.CLAIM.samples
    for lot, verdict in ((0, Verdict.REFUTED), (1, Verdict.HOLDS), (readings.one_in, Verdict.REFUTED)):
        assert proposition_3_1.CLAIM.examine(SplineCase(data, HALF, seed, lot)).verdict is verdict


def test_a_width_that_adds_nothing_at_1_is_refused(monkeypatch):
    monkeypatch.setattr(proposition_3_1, "with_knots_added", lambda case, *_: proposition_3_1.connecting_the_dots(case))
    assert "no solution of more width than N" in proposition_3_1.CLAIM.examine(case_of([1, 1])).reason


def test_weights_that_are_not_counted_right_are_refused(monkeypatch):
    monkeypatch.setattr(proposition_3_1, "_parameters", lambda _: (2, 1, 3))
    assert "2 active neurons have 1 weights" in proposition_3_1.CLAIM.examine(case_of([1, 1])).reason
