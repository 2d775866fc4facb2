from fractions import Fraction
from itertools import pairwise

import pytest
from flint import fmpq

from sparsest import UsageError, path
from sparsest.phenomena import PHENOMENA, profile, search, shrink_gaps
from sparsest.univariate.pieces import Curves, run_path


@pytest.mark.slow
def test_search__finds_shrinks_and_repeats():
    first, second = (search("non-monotone", 6, 1000, seed=3) for _ in range(2))
    assert first == second
    knots = [piece.knots for piece in path(first.data).pieces]
    assert tuple(knots) == first.knots
    assert any(a > b for a, b in pairwise(knots))


@pytest.mark.parametrize(("name", "knots"), [("small-exponent", (2, 3)), ("pieces", (2, 3))])
def test_search__four_gaps(name, knots):
    find = search(name, 4, 600, largest=100)
    assert find.knots == knots
    assert find.score > 0


def test_search__nothing_is_an_answer():
    """Theorem B: with three gaps there is nothing to find."""
    assert all(search(name, 3, 200) is None for name in PHENOMENA)


@pytest.mark.parametrize(("arguments", "message"), [(("x", 4), "no phenomenon"), (("pieces", 1), "at least 2")])
def test_search__refuses(arguments, message):
    with pytest.raises(UsageError, match=message):
        search(*arguments)


def test_search__reports_progress():
    seen = []
    search("pieces", 4, 500, progress=seen.append)
    assert sum(seen) == 500


@pytest.mark.slow
def test_shrink__keeps_the_phenomenon():
    score = PHENOMENA["non-monotone"]
    small = shrink_gaps((16, 210, 98, 952, 42, 1), score)
    path_of_small = run_path([fmpq(d) for d in small], Curves())
    assert score(path_of_small) >= 1
    assert sum(small) < 16 + 210 + 98 + 952 + 42 + 1
    assert profile(path_of_small)[0] == (len(small) + 1) // 2
    assert score(run_path([fmpq(1)] * 4, Curves())) == Fraction(0)
