from itertools import groupby

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from proofs_check.cases.strategies import data_from_gaps, data_sets, gap_sequences
from sparsest import Dataset, UsageError
from sparsest.univariate.gaps import Gaps, runs_of_one_sign


@given(gap_sequences(0, 8))
def test_gaps__are_those_the_data_were_made_from(gaps):
    g = Gaps.of(Dataset(*data_from_gaps(gaps, [k + 1 for k in range(len(gaps) + 1)], 3, -2, 5)))
    assert [str(d) for d in g.gaps] == [str(d) for d in gaps]


@given(st.lists(st.integers(-2, 2), max_size=12))
def test_runs__are_the_maximal_stretches_of_one_sign(values):
    found = runs_of_one_sign([fmpq(v) for v in values])
    position, expected = 0, []
    for sign, group in groupby(values, key=lambda v: (v > 0) - (v < 0)):
        length = len(list(group))
        if sign:
            expected.append((position, position + length))
        position += length
    assert found == expected


@given(data_sets(1, 9))
def test_spline__without_matches_joins_the_dots(points):
    g = Gaps.of(Dataset(*points))
    spline = g.spline([])
    assert [spline(x) for x in points[0]] == list(points[1])
    assert len(spline.knots) == sum(d != 0 for d in g.gaps)


def test_fewest_knots__rounds_up_run_by_run():
    ones = [1, 1, 1, 0, -1, -1, 1]
    assert Gaps.of(Dataset(*data_from_gaps(ones))).fewest_knots == 2 + 1 + 1


def test_gaps__are_computed_once_for_a_data_set_and_not_shared_by_equal_ones():
    data, same = Dataset([0, 1, 2], [0, 0, 1]), Dataset([0, 1, 2], [0, 0, 1])
    assert Gaps.of(data) is Gaps.of(data)
    assert Gaps.of(same) == Gaps.of(data)
    assert Gaps.of(same) is not Gaps.of(data)


def test_gaps__of_anything_else_is_refused():
    with pytest.raises(UsageError, match="list is no data set"):
        Gaps.of([[0, 1], [2, 3]])
