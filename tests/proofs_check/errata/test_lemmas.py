"""The slips in the proof of Lemma A.2: by hand, and against functions that are followed from end to end."""

from fractions import Fraction

import mpmath
import pytest
from flint import fmpq

from proofs_check.errata.lemmas import ERRATA, BentStretch, _falls_to_delta_3, _straight_has, _straight_is_best, _third

E15, E24 = ERRATA
HALF = fmpq(1, 2)


def test_stretch__the_bent_function_passes_through_both_ends():
    for stretch in E15.search.candidates():
        for delta in (fmpq(1, 3), _third(stretch)):
            left, inner, right = stretch.changes(delta)
            first = -stretch.before * -1 + left  # a, then the slope up to the knot
            assert first == delta
            assert first * stretch.tau + (first + inner) * (1 - stretch.tau) == 0
            assert first + inner + right == -stretch.after


def test_e15__the_example_by_hand():
    """a = b = 0, c = -1, tau = 1/2: delta_3 = 1, slopes 0, 1, -1, -1, so the changes are 1, -2, 0; straight: 0, -1."""
    stretch = BentStretch(0, 1, HALF)
    assert _third(stretch) == 1
    assert stretch.changes(_third(stretch)) == [1, -2, 0]
    assert stretch.changes(fmpq(0)) == [0, 0, -1]
    assert not _falls_to_delta_3(stretch)
    assert _straight_is_best(stretch)


def test_e15__where_a_minus_b_is_1_and_b_minus_c_is_minus_1_h_2_is_2_over_t_to_the_p():
    for tau in (fmpq(1, 4), HALF, fmpq(3, 4)):
        stretch = BentStretch(1, -1, tau)
        changes = stretch.changes(_third(stretch))
        sizes = [mpmath.mpf(int(abs(c).p)) / int(c.q) for c in changes if c != 0]
        assert all(mpmath.almosteq(size, 1 / (mpmath.mpf(int(tau.p)) / int(tau.q))) for size in sizes)
        assert len(sizes) == 2


@pytest.mark.parametrize("same_sign", [BentStretch(1, 1, HALF), BentStretch(2, 1, fmpq(1, 3))])
def test_e15__says_nothing_of_equal_signs(same_sign):
    """There the lemma's conclusion is false: one knot is cheaper than two."""
    assert not _straight_is_best(same_sign)
    assert same_sign not in list(E15.search.candidates())


def test_e24__one_sign_zero():
    stretch = BentStretch(0, 1, HALF)
    assert not _straight_has(stretch, {2})
    assert _straight_has(stretch, {1, 2})
    assert not _straight_has(BentStretch(1, 1, HALF), {1, 2})
    assert "1 knot" in E24.examine().example


def test_e15_e24__nothing_smaller_has_different_signs():
    assert Fraction(min(one.size for one in E15.search.candidates())) == 1
    assert {(one.before, one.after) for one in E24.search.candidates() if one.size == 1} == {
        (0, 1), (0, -1), (1, 0), (-1, 0),
    }  # fmt: skip
