"""Errata about widths, counts and bounds: the examples, worked out here by hand."""

from fractions import Fraction

import pytest
from flint import fmpq

from proofs_check.errata import ERRATA, widths
from proofs_check.unaided.functions import values

BY_ID = {one.id: one for one in ERRATA}


def test_e26__the_example_interpolates_with_the_least_v_1_and_five_knots():
    many = widths._wide((1, 1))
    assert list(values(many, map(fmpq, range(4)))) == [0, 0, 1, 3]
    assert many.changes == (fmpq(2, 5),) * 5
    assert widths._wide((1, -1)) is None
    assert widths._wide((1, 0, 1)) is None


def test_e26__knots_that_raise_v_1_are_no_example(monkeypatch):
    monkeypatch.setattr(widths, "least_variation", lambda _: fmpq(1))
    assert widths._wide((1, 1)) is None


def test_e27__a_kink_at_0_has_no_bias():
    assert BY_ID["E27"].search.printed((0,))
    assert not BY_ID["E27"].search.printed((1,))


@pytest.mark.parametrize(
    ("gaps", "half", "repaired"), [((0,), False, True), ((1, 1), True, True), ((1, -1), True, True)]
)
def test_e28__half_of_the_points_and_half_of_the_gaps(gaps, half, repaired):
    assert BY_ID["E28"].search.printed(gaps) is half
    assert BY_ID["E28"].search.repaired(gaps) is repaired


def test_e30__the_bound_is_that_of_the_inner_points(monkeypatch):
    assert widths._bias_bound((1, 1)) == 2
    assert widths._active_ones_are((1, 1, -1))
    monkeypatch.setattr(widths, "_bias_bound", lambda _: Fraction(1, 2))
    assert not widths._active_ones_are((1, 1, -1))


def test_e31__a_gap_beside_the_run_counts_only_where_print_looks():
    assert [widths._knots_on((1, 1, 1, -1), wider) for wider in (0, 1)] == [2, 3]
    assert [widths._knots_on((1, 1, 1), wider) for wider in (0, 1)] == [2, 2]
    assert widths._run((1, 1, -1, 1, 1)) is None


def test_e32__only_a_constant_cannot_be_rescaled():
    search = BY_ID["E32"].search
    assert [search.printed(one) for one in (widths._Neuron(1, 2, 1), widths._Neuron(1, 0, 1))] == [True, False]
    assert search.repaired(widths._Neuron(2, -2, 1))
    assert search.repaired(widths._Neuron(2, 0, 1))
