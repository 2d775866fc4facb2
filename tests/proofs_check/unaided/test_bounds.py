"""Lower bounds on interpolants, against the number of knots that runs need and against the example."""

import pytest

from proofs_check.cases import SplineCase
from proofs_check.unaided.bounds import least_knots, least_variation
from proofs_check.unaided.functions import connecting_the_dots
from sparsest import Dataset


@pytest.mark.parametrize(
    ("gaps", "fewest"),
    [([], 0), ([0], 0), ([1, 0, 1], 2), ([1, 1, 0, -1, -1, -1], 3), ([1, -1, 1], 3), ([0, 2, 3], 1)],
    ids=str,
)
def test_least_knots_against_the_runs(gaps, fewest):
    case = SplineCase(Dataset.from_gaps(gaps))
    assert least_knots(case) == fewest == case.fewest.fewest_knots


def test_least_variation_of_the_example():
    case = SplineCase(Dataset.from_gaps([1, -1, -1, 1]))
    assert least_variation(case) == connecting_the_dots(case).variation == 4
