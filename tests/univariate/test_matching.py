from itertools import pairwise, product

import mpmath
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.cases.strategies import exact_ties
from sparsest import SparsestError
from sparsest.exact.exponent import Exponent
from sparsest.univariate.matching import count_matchings, first_matching, matchings, recurrence_signs
from tests.ratios import ratios

P = Exponent.read
sizes = st.lists(ratios("1/12", 20, 12), min_size=1, max_size=12)


def all_matchings(nodes):
    """Every matching of a path, by subsets of edges."""
    for chosen in product([0, 1], repeat=max(0, nodes - 1)):
        if not any(a and b for a, b in pairwise(chosen)):
            yield tuple(k for k, c in enumerate(chosen) if c)


def best_by_brute_force(values, p):
    with mpmath.workdps(120):
        d = [mpmath.mpf(v.numerator) / v.denominator for v in values]
        g = [a**p + b**p - (a + b) ** p for a, b in pairwise(d)]
        weights = {m: mpmath.fsum(g[k] for k in m) for m in all_matchings(len(d))}
        best = max(weights.values())
        return sorted(m for m, w in weights.items() if best - w < mpmath.mpf(10) ** -100)


@settings(max_examples=60)
@given(sizes, st.sampled_from(["1/2", "37/100", "9/10"]))
def test_matchings__are_those_of_brute_force(values, p):
    signs = recurrence_signs([fmpq(v.numerator, v.denominator) for v in values], P(p))
    found = list(matchings(signs))
    q = mpmath.mpf(P(p).fraction.numerator) / P(p).fraction.denominator
    assert sorted(found) == best_by_brute_force(values, q)
    assert len(found) == count_matchings(signs)
    assert found[0] == first_matching(signs)


def feasible(signs):
    """Matchings that complementary slackness admits, by trying all."""
    for edges in all_matchings(len(signs) + 1):
        covered = {n for k in edges for n in (k, k + 1)}
        if all(signs[k] >= 0 for k in edges) and all(k + 1 in covered for k, s in enumerate(signs) if s > 0):
            yield edges


@pytest.mark.parametrize("length", range(7))
def test_counting__every_sign_sequence(length):
    for signs in product([-1, 0, 1], repeat=length):
        expected = sorted(feasible(signs))
        if not expected:  # cannot come from a recurrence
            with pytest.raises(SparsestError, match="no matching"):
                count_matchings(signs)
            continue
        assert sorted(matchings(signs)) == expected
        assert count_matchings(signs) == len(expected)
        assert len(first_matching(signs)) == max(map(len, expected))


@pytest.mark.parametrize("p", ["1/2", "37/100", "0+", "1-", "0"])
def test_recurrence__equal_gaps_tie_exactly(p):
    signs = recurrence_signs([fmpq(7, 3)] * 9, P(p))
    assert signs == [1, 0] * 4
    assert count_matchings(signs) == 5


def test_recurrence__near_ties_of_every_size_are_settled():
    for digits in (5, 20, 50, 200, 900):
        speck = fmpq(1, 10**digits)
        for p in ("1/2", "37/100", "0+", "1-"):
            assert recurrence_signs([fmpq(1), fmpq(1), 1 + speck], P(p)) == [1, 1], (digits, p)
            assert recurrence_signs([fmpq(1), fmpq(1), 1 - speck], P(p)) == [1, -1], (digits, p)


@given(exact_ties("1/2"))
def test_recurrence__sees_exact_ties_surds_included(gaps):
    sizes = [fmpq(abs(d.numerator), d.denominator) for d in gaps]
    assert 0 in recurrence_signs(sizes, P("1/2"))


def test_enumeration__is_lazy_on_long_runs():
    signs = [1, 0] * 5000
    assert count_matchings(signs) == 5001
    first_three = [m for m, _ in zip(matchings(signs), range(3), strict=False)]
    assert len(set(first_three)) == 3
