"""The threshold of the proof, and the hypotheses of the claims that look at it."""

from fractions import Fraction

import pytest

from proofs_check.cases import NetworkCase
from proofs_check.claim import Verdict, examine
from proofs_check.unaided.thresholds import chain, few_vertices, nonzero_labels, rounded
from sparsest.points import Points


@pytest.mark.parametrize("fewest", [1, 2, 5])
def test_chain__changes_its_sign_at_the_threshold_only(fewest):
    # (1 + 1/K0) = (R/r)^p at p = 1/2 for R/r = (1 + 1/K0)^2.
    largest = (1 + Fraction(1, fewest)) ** 2
    signs = [chain(fewest, Fraction(1), largest, p) for p in (Fraction(2, 5), Fraction(1, 2), Fraction(3, 5))]
    assert signs == [1, 0, -1]


@pytest.mark.parametrize("q", [Fraction(1, 3), Fraction(1, 10**12), Fraction(999, 1000)])
def test_rounded__on_the_side_asked_for_and_near(q):
    for towards in (1, -1):
        found = rounded(q, towards)
        assert (found - q) * towards > 0
        assert abs(found - q) < q / 10**6


def test_hypotheses__labels_and_number_of_points():
    zeros, many = (
        NetworkCase(Points([[0], [1]], [0, 0])),
        NetworkCase(Points([[0, 0], [0, 1], [1, 0], [2, 2]], [1] * 4)),
    )
    assert examine(nonzero_labels, zeros).verdict is Verdict.NOT_MET
    assert examine(nonzero_labels, many).verdict is Verdict.HOLDS
    assert examine(few_vertices, many).verdict is Verdict.UNDECIDED
    assert examine(few_vertices, zeros).verdict is Verdict.HOLDS
