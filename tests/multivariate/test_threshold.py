"""Minimisers over all p, against exact minimisation at single p and against a plain grid over all candidates."""

import random
from fractions import Fraction
from math import log

import pytest
from flint import fmpq

from sparsest import Points, UsageError, thresholds
from sparsest.exact.exponent import Exponent
from sparsest.multivariate.constructions import first_network
from sparsest.multivariate.fewest import Search
from sparsest.multivariate.minimize import Enumeration


def rounded(count, seed, dimension=1):
    rng = random.Random(seed)
    rows = {}
    while len(rows) < count:
        rows[tuple(Fraction(rng.randint(-100, 100), 100) for _ in range(dimension))] = Fraction(
            rng.randint(-99, 99), 100
        )
    return Points(list(rows), list(rows.values()))


def small_integers(count, seed):
    rng = random.Random(seed)
    inputs = rng.sample(range(-4, 5), count)
    return Points([[x] for x in inputs], [rng.choice([-2, -1, 1, 2]) for _ in inputs])


DATA = {
    **{f"3 points, {seed}": rounded(3, seed) for seed in range(4)},
    **{f"4 points, {seed}": rounded(4, seed) for seed in range(3)},
    "5 points": rounded(5, 1),
    "plane": rounded(3, 1, dimension=2),
    **{f"integers, {seed}": small_integers(4, seed) for seed in range(4)},
    "ties at all p": Points([[-1], [0], [1]], [1, 0, 1]),
    "one point": Points([[2]], [3]),
}


@pytest.fixture(scope="module", params=DATA, ids=str)
def found(request):
    return thresholds(DATA[request.param])


def minimisers(points, p):
    search = Enumeration(points, Exponent.read(p), first_network(points))
    assert search.run()
    return as_sets(search.networks)


def as_sets(networks):
    return {frozenset((n.output_weight > 0, n.charged) for n in network.normalised().neurons) for network in networks}


def ends(found):
    """The pieces as intervals that hold none of the breakpoints' brackets."""
    brackets = [piece.start.enclosure(12) for piece in found.pieces[1:]]
    lows = [Fraction(0), *(high for _, high in brackets)]
    highs = [*(low for low, _ in brackets), Fraction(1)]
    return list(zip(lows, highs, strict=True))


def test_pieces__are_the_minimisers_at_a_p_inside(found):
    for piece, (low, high) in zip(found.pieces, ends(found), strict=True):
        p = ((low + high) / 2).limit_denominator(100)
        assert low < p < high
        assert as_sets(piece.networks) == minimisers(found.points, p)


def test_pieces__are_best_among_all_candidates_on_a_grid(found):
    search = Enumeration(found.points, Exponent.read("0+"), None)
    search.run()
    candidates = [[float(a) for n, a in net.power_sum.terms for _ in range(n)] for net in search.networks]
    for piece, (low, high) in zip(found.pieces, ends(found), strict=True):
        ours = [float(a) for n, a in piece.networks[0].power_sum.terms for _ in range(n)]
        for k in range(1, 10):
            p = float(low + (high - low) * k / 10)
            assert sum(a**p for a in ours) <= min(sum(a**p for a in other) for other in candidates) * (1 + 1e-12)


def test_critical_exponent__parts_the_fewest_from_more(found):
    fewest = found.fewest_parameters
    if found.critical is None:
        assert all(piece.parameters == fewest for piece in found.pieces)
        return
    low, high = found.critical.enclosure(9)
    before = [piece for piece, (_, end) in zip(found.pieces, ends(found), strict=True) if end <= high]
    assert all(piece.parameters == fewest for piece in before)
    just_below, just_above = low - Fraction(1, 10**6), high + Fraction(1, 10**6)
    assert {len([w for _, v in net for w in v if w]) for net in minimisers(found.points, just_below)} == {fewest}
    assert max(len([w for _, v in net for w in v if w]) for net in minimisers(found.points, just_above)) > fewest


def test_fewest_parameters__is_that_of_the_search(found):
    search = Search(found.points)
    search.run()
    assert search.lower == search.best.count == found.fewest_parameters


def test_theorem_4_1__below_the_threshold_of_its_proof_every_minimiser_has_the_fewest(found):
    low, high = found.proof
    assert 0 < low <= high <= 1
    assert found.critical is None or low < found.critical.enclosure()[0]
    reached = [piece.parameters for piece, (start, _) in zip(found.pieces, ends(found), strict=True) if start < low]
    assert reached
    assert set(reached) == {found.fewest_parameters}


def test_proof_threshold__is_the_formula():
    found = thresholds(Points([[-3], [4], [5]], [2, -2, 3]))
    expected = log(1 + 1 / found.fewest_parameters) / log(float(found.largest / found.smallest))
    assert float(found.proof[0]) == pytest.approx(expected, rel=1e-12)
    assert found.proof[1] - found.proof[0] < Fraction(1, 10**30)


def test_thresholds__a_single_candidate_weight_needs_no_small_p():
    found = thresholds(Points([[2]], [3]))
    assert found.fewest_parameters == 1
    assert (found.smallest, found.largest) == (fmpq(3, 2), fmpq(3, 2))
    assert found.proof == (1, 1)
    assert [net.neurons[0].charged for net in found.pieces[0].networks] == [(fmpq(3, 2), 0)]


def test_thresholds__labels_that_are_all_zero_have_none():
    with pytest.raises(UsageError, match="all labels are 0"):
        thresholds(Points([[0], [1]], [0, 0]))
