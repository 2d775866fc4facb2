"""Data in, network out: what is said of it holds, in every combination of exponent, count and time."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.verify import check_certificate
from sparsest import UsageError
from sparsest.multivariate import fewest, incumbent
from sparsest.multivariate.constructions import first_network
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.solve import solve_network
from sparsest.points import Points
from tests.test_documents import schema

from .oracles import least_count
from .strategies import labelled

SCHEMA = schema("network-solution-1.json")
HARD = Points([[0], [1], [2], [3], [4]], [0, 3, -1, 2, 0])


@pytest.fixture(scope="module", autouse=True)
def few_starts():
    """The first networks need not be good here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(incumbent, "_MOST_STARTS", 3)
        yield


@settings(max_examples=30)
@given(labelled(max_points=3, max_dimension=2), st.sampled_from(["parameters", "neurons"]))
def test_solve_network__fewest_as_brute_force(points, count):
    solution = solve_network(points, count=count)
    least = least_count(points.x, points.y, count)
    assert solution.optimal
    assert (solution.value, solution.lower) == (least, str(least))
    assert solution.network.interpolates(points)
    assert solution.minimizers is None
    assert check_certificate(solution.certificate()).verdict == "accept"
    assert solution.certificate()["claim"] == {"lower": least, "upper": least}
    shown = solution.to_json()
    SCHEMA.validate(shown)
    assert shown["objective"] == {"exact": str(least), "enclosure": [str(least)] * 2}
    assert str(solution.objective) == str(solution.network.parameters)


@settings(max_examples=15)
@given(labelled(max_points=3, max_dimension=1), st.sampled_from(["1/2", "1/3", "0+"]))
def test_solve_network__prices_are_proved_and_least_parameters_near_0(points, p):
    solution = solve_network(points, p)
    assert solution.optimal
    assert all(network.interpolates(points) for network in solution.networks)
    assert solution.minimizers == len(solution.networks) >= 1
    SCHEMA.validate(solution.to_json())
    assert check_certificate(solution.certificate()).verdict == "accept"
    assert solution.network.parameters >= least_count(points.x, points.y)
    if p == "0+":
        assert solution.objective is None
        assert solution.network.parameters == least_count(points.x, points.y)
        assert solution.lower == str(solution.network.parameters)
    else:
        low, high = map(Fraction, solution.objective.decimals(20))
        assert Fraction(solution.lower) == low <= high


@pytest.mark.parametrize("p", ["0", "0+", "1/2"])
def test_solve_network__out_of_time_says_so(p):
    solution = solve_network(HARD, p, seconds=1e-9)
    assert not solution.optimal
    assert solution.minimizers is None
    assert solution.network.interpolates(HARD)
    if p != "1/2":
        assert int(solution.lower) < solution.value
    else:
        assert 0 < Fraction(solution.lower) <= Fraction(solution.objective.decimals(20)[1])
    SCHEMA.validate(solution.to_json())
    if p == "0":
        assert check_certificate(solution.certificate()).verdict == "accept"
    else:
        with pytest.raises(UsageError, match="nothing is proved of the price"):
            solution.certificate()


@settings(max_examples=10)
@given(labelled(max_points=3, max_dimension=2), st.sampled_from(["1/2", "9/10", "1/10", "1e-12"]))
def test_solve_network__what_is_proved_out_of_time_is_below_the_optimum(points, p):
    early, late = solve_network(points, p, seconds=1e-9), solve_network(points, p)
    assert early.network.interpolates(points)
    assert Fraction(early.lower) <= Fraction(late.objective.decimals(20)[1])
    assert Fraction(late.lower) <= Fraction(early.objective.decimals(20)[1])
    assert early.optimal or early.minimizers is None


@pytest.mark.parametrize(("p", "minimizers"), [("1/2", 4), ("0+", 4), ("999/1000", 4)])
def test_solve_network__ties_are_all_returned(p, minimizers):
    solution = solve_network(Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0]), p)
    assert solution.minimizers == len(set(solution.networks)) == minimizers
    assert solution.certificate()["claim"]["minimizers"] == str(minimizers)


def test_solve_network__tells_of_its_progress():
    told = []
    solve_network(HARD, count="neurons", progress=told.append)
    assert told


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"p": "1-"}, 'p = 1-: give a rational in (0, 1), "0" or "0+"'),
        ({"count": "weights"}, "count = 'weights'; choose"),
        ({"count": "knots"}, "count = 'knots'; choose"),
        ({"count": "neurons", "p": "1/2"}, "neurons are counted at p = 0, not at p = 1/2"),
        ({"seconds": 0}, "seconds = 0; give a positive time"),
        ({"seconds": float("nan")}, "seconds = nan; give a positive time"),
    ],
)
def test_solve_network__errors(options, message):
    with pytest.raises(UsageError, match=re.escape(message)):
        solve_network(HARD, **options)


def test_planted__a_network_that_is_not_the_best_is_not_called_optimal(monkeypatch):
    monkeypatch.setattr(fewest.Search, "_take", lambda *_: None)
    monkeypatch.setattr(fewest.Search, "run", lambda self: self.exclude(0))
    solution = solve_network(HARD)
    assert (solution.optimal, solution.lower) == (False, "1")
    assert check_certificate(solution.certificate()).verdict == "accept"


SUBNORMAL = Points([[0, 1], ["4.1e-320", 2], ["4.4e-314", 0], [1, 3]], ["0.42", "0.42", "0.44", "0.44"])
HUGE = Points([["1e400", 1], [1, "1e399"], [0, "1e-400"], ["3e400", 5]], [1, "1e-300", "1e400", 2])
TINY = Points([["1e-400", 1], ["2e-400", 3], ["5e-400", 0]], ["1e-330", "1e-331", "3e-330"])
WIDE = Points([["1e400", 1, 2, 3, 4, 5, "1e-400"], [0, 1, -2, "3e-330", 2, "1e330", 2]], ["1e-330", "-1e330"])


@pytest.mark.parametrize(
    ("points", "p", "count"),
    [(SUBNORMAL, "0", "parameters"), (HUGE, "0", "parameters"), (TINY, "0", "parameters"), (WIDE, "0", "parameters"),
     (SUBNORMAL, "0", "neurons"), (HUGE, "0", "neurons"), (WIDE, "0", "neurons"), (SUBNORMAL, "1/2", "parameters"),
     (HUGE, "1/2", "parameters"), (TINY, "0+", "parameters")],
)  # fmt: skip
def test_solve_network__numbers_beyond_floats(points, p, count):
    found = solve_network(points, p, count=count, seconds=2)
    assert found.network.interpolates(points)
    if p == "0":
        assert found.optimal
        assert check_certificate(found.certificate()).verdict == "accept"


def test_solve_network__the_fewest_do_not_depend_on_units():
    near = Points([[0, 0], [0, 1], [1, 0], ["1/2", "1/4"]], [1, 2, 0, "-1/3"])
    units, label = (10**390, Fraction(1, 10**350)), Fraction(1, 10**380)
    far = Points([[a * s for a, s in zip(row, units, strict=True)] for row in near.x], [y * label for y in near.y])
    for count in ("parameters", "neurons"):
        assert solve_network(far, count=count).value == solve_network(near, count=count).value


#: The network at hand has 6 parameters and 4 neurons, where 4 and 2 will do.
POOR = Points([[2, 1], [0, -1], [-1, -2], [-2, -2]], [-2, 2, 1, 3])
LADDER = Points([[k**j for j in range(1, 7)] for k in range(8)], [1, -1] * 4)


def costly(points):
    """An interpolant that nobody would want: every neuron of the first one twice, and one that is never active."""
    first = first_network(points)
    halves = [MultivariateNeuron(n.output_weight / 2, n.weights) for n in first.neurons for _ in range(2)]
    dead = MultivariateNeuron.of(1, [0] * points.dimension, -1)
    return MultivariateNetwork([*halves, dead], points.dimension)


@settings(max_examples=15)
@given(
    labelled(max_points=3, max_dimension=1),
    st.sampled_from([("0", "parameters"), ("0", "neurons"), ("0+", "parameters"), ("1/2", "parameters")]),
)
def test_incumbent__neither_a_poor_nor_the_best_one_changes_the_answer(points, asked):
    p, count = asked
    plain = solve_network(points, p, count=count)
    for start in (costly(points), plain.network):
        found = solve_network(points, p, count=count, incumbent=start)
        assert (found.value, found.optimal, found.lower) == (plain.value, plain.optimal, plain.lower)
        assert found.minimizers == plain.minimizers
        if p != "0":
            assert {frozenset(n.neurons) for n in found.networks} == {frozenset(n.neurons) for n in plain.networks}
        assert check_certificate(found.certificate()).verdict == "accept"


@pytest.mark.parametrize(
    ("p", "count"), [("0", "parameters"), ("0", "neurons"), ("0+", "parameters"), ("1/2", "parameters")]
)
def test_incumbent__is_the_answer_where_there_is_no_time_for_a_better_one(p, count):
    best = solve_network(POOR, p, count=count)
    found = solve_network(POOR, p, count=count, incumbent=best.network, seconds=1e-9)
    without = solve_network(POOR, p, count=count, seconds=1e-9)
    assert not found.optimal
    assert found.value == best.value < without.value
    assert found.network == best.network.merged(POOR)
    assert Fraction(found.lower) <= Fraction(best.lower)
    if p == "0":
        assert check_certificate(found.certificate()).verdict == "accept"
    # A poor one is no worse than what is at hand.
    poor = solve_network(POOR, p, count=count, incumbent=costly(POOR), seconds=1e-9)
    assert poor.value <= without.value


def test_incumbent__of_more_parameters_and_a_lower_price_is_kept_for_its_price():
    points = Points([[1, -2], [-1, -2], [0, 2]], [-3, -1, -1])
    best = solve_network(points, "9/10")
    found = solve_network(points, "9/10", incumbent=best.network, seconds=1e-9)
    without = solve_network(points, "9/10", seconds=1e-9)
    assert found.value == best.value > without.value
    assert found.objective == best.objective < without.objective


@pytest.mark.slow
def test_incumbent__where_the_proof_is_out_of_reach_it_is_kept():
    better = solve_network(LADDER, seconds=2).network
    found = solve_network(LADDER, "1/2", seconds=0.5, incumbent=better)
    assert found.network.interpolates(LADDER)
    assert found.objective <= better.objective("1/2")
    assert Fraction(found.lower) <= Fraction(better.objective("1/2").decimals(20)[1])


@pytest.mark.parametrize("p", ["0", "0+", "1/2"])
@pytest.mark.parametrize(
    ("incumbent", "message"),
    [
        (MultivariateNetwork([], 1), "the incumbent is 0 at point 1, where the label is 3: it does not interpolate"),
        (MultivariateNetwork([], 2), "the incumbent has 2 inputs and the points 1"),
        (3, "incumbent = 3: give a MultivariateNetwork"),
    ],
)
def test_incumbent__one_that_does_not_interpolate_is_refused(incumbent, message, p):
    with pytest.raises(UsageError, match=re.escape(message)):
        solve_network(HARD, p, incumbent=incumbent)


def test_planted__an_incumbent_that_nobody_checked_is_seen_by_the_checker(monkeypatch):
    monkeypatch.setattr(fewest, "check_incumbent", lambda *_: None)
    fake = solve_network(HARD, incumbent=MultivariateNetwork([MultivariateNeuron.of(1, [1], 0)], 1), seconds=1e-9)
    assert fake.value == 1
    assert check_certificate(fake.certificate()).verdict == "reject"


def test_generic__counts_the_labels_that_are_not_0_and_is_no_bound_of_given_ones():
    """The constant is one parameter, whatever N; generic labels beside a 0 need one for each of the others."""
    flat = solve_network(Points([[0, 0], [1, 0], [0, 1]], [2, 2, 2]))
    assert (flat.value, flat.generic) == (1, 3)
    # Labels 0, a, b with a, b far from any rule: brute force finds no fewer than two.
    x, y = [[0, 1], [1, 3], [4, 1]], [0, 17, Fraction(-23, 29)]
    mixed = solve_network(Points(x, y))
    assert mixed.generic == 2 <= mixed.value == least_count(x, y)


def test_repr__says_what_is_proved():
    late = solve_network(HARD, seconds=1e-9)
    assert f"proved: at least {late.lower}>" in repr(late)
    assert "not proved best" in repr(solve_network(HARD, "1/2", seconds=1e-9))
    assert "the best possible" in repr(solve_network(HARD))
