from fractions import Fraction

from hypothesis import given

from proofs_check.cases import MOST_MINIMIZERS, NetworkCase, SplineCase, spline_cases
from sparsest import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.points import Points
from sparsest.univariate.gaps import Gaps


@given(spline_cases())
def test_spline_cases__see_the_gaps_and_runs_that_the_solver_sees(case):
    gaps = Gaps.of(case.data)
    assert case.gaps == tuple(Fraction(int(d.p), int(d.q)) for d in gaps.gaps)
    assert case.runs == gaps.runs
    assert case.p.is_rational


def test_spline_case__looks_at_a_bounded_number_of_minimizers():
    case = SplineCase(Dataset.from_gaps([1, 1, 1, 0] * 8))
    assert case.solution.minimizers == 2**8 > MOST_MINIMIZERS == len(case.splines)


def test_cases__replay_their_draws():
    case = SplineCase(Dataset([0, 1], [0, 1]), Exponent.read("1/3"), seed=5)
    assert case.rng().random() == case.rng().random()
    assert case.to_json() == {"x": ["0", "1"], "y": ["0", "1"], "p": "1/3", "seed": 5, "lot": 0}


def test_network_case__solves_both_problems():
    case = NetworkCase(Points([[0], [1]], [0, 1]))
    assert isinstance(case.solution.network, MultivariateNetwork)
    assert case.fewest.value == 1
