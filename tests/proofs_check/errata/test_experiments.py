"""The erratum about the experiments: its step by hand, and its networks followed through the data."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from proofs_check.errata import experiments
from proofs_check.errata.erratum import Standing
from proofs_check.errata.experiments import ERRATA, drawn_data, network_with_few_parameters
from proofs_check.unaided.nets import count, missed_label
from sparsest.points import Points

E10, E20, E21, E22, E25, E33 = ERRATA


def test_e10__the_smallest_step_by_hand():
    """|v w|: 4, 4 to 16, 1. Weights at p = 1/2 by old products: 1/2, 1/2; mixed: (4 * 4)^(-1/2) = 1/4 and 1."""
    step = next(s for s in experiments._steps() if not experiments._descends(s, mixed=True))
    assert sorted(zip(step.old, step.new, strict=True)) == [((1, 4), (4, 4)), ((4, 1), (1, 1))]
    assert experiments._change(step, mixed=True) == Fraction(1, 4) * 12 - 3
    assert experiments._change(step, mixed=False) == Fraction(1, 2) * 12 - Fraction(1, 2) * 3
    assert (experiments._price(step.old), experiments._price(step.new)) == (2 + 2, 4 + 1)


def test_e10__a_view_of_the_old_weights_changes_with_them():
    """What the programs do: the column is no copy, the joined array is one."""
    v, w, b = np.array([2.0]), np.array([[3.0]]), np.array([5.0])
    old_v, old_w = v.reshape(-1, 1), np.concatenate((w, b[:, None]), axis=1)
    v += 8
    w += 8
    assert (old_v * old_w).tolist() == [[10.0 * 3.0, 10.0 * 5.0]]


def test_e20_e21__are_records_of_files_that_were_read():
    for one in (E20, E21):
        assert one.search is None
        assert "commit f434bc2" in one.record
        assert one.examine().standing is Standing.RECORDED
        assert replace(one, record="").examine().standing is Standing.NOT_EXAMINED


def test_e22__the_example_by_hand():
    """(x + ...): 1 (4 x + 1)_+ bends at -1/4; with weights 2, 2 and the bias left at -1/2, and is 2 (2 x + 1)_+."""
    neuron = experiments._Neuron(Fraction(1), Fraction(4), Fraction(1))
    left, scaled = (experiments._split_anew(neuron, with_bias=b) for b in (False, True))
    assert (left, scaled) == ((2, 2, 1), (2, 2, Fraction(1, 2)))
    assert [one(Fraction(0)) for one in (neuron, left, scaled)] == [1, 2, 1]
    assert [one.kink for one in (neuron, left, scaled)] == [Fraction(-1, 4), Fraction(-1, 2), Fraction(-1, 4)]


def test_e22__no_smaller_neuron_moves():
    candidates = list(E22.search.candidates())
    first = next(one for one in candidates if not E22.search.printed(one))
    for one in candidates[: candidates.index(first)]:
        assert one.b == 0 or one.v == one.w


def test_e25__the_example_by_hand():
    """-(1)_+ is -1 everywhere; u = -(0, 1), and (u . xbar)_+ is 0 everywhere."""
    neuron = experiments._Neuron(Fraction(-1), Fraction(0), Fraction(1))
    lost, kept = (experiments._scaled(neuron, Fraction(1), with_sign=sign) for sign in (False, True))
    assert (lost, kept) == ((1, 0, -1), neuron)
    assert [one(Fraction(0)) for one in (neuron, lost, kept)] == [-1, 0, -1]


def test_e25__only_negative_output_weights_do_it():
    wrong = [one for one in E25.search.candidates() if not E25.search.printed(one)]
    assert len(wrong) > 10
    assert all(one.v < 0 for one in wrong)


def test_e10__half_the_line():
    """N = 10 points, d = 50 inputs: 10 parameters do for 16 of 20 data sets, as the erratum says."""
    found = [(points, network_with_few_parameters(points)) for points in map(drawn_data, range(20))]
    networks = [(points, net) for points, net in found if net is not None]
    assert len(networks) == 16
    assert "16 of 20" in E10.repair
    assert [missed_label(points, net) for points, net in networks] == [None] * 16
    assert {count(net) for _, net in networks} == {10}


def test_network_with_few_parameters__gives_up_where_there_is_none():
    """A neuron that is 1 at 0 and at 2 is active at 1, whose label is negative."""
    assert network_with_few_parameters(Points([[0], [1], [2]], [1, -1, 1])) is None


def test_e33__a_small_product_becomes_0_and_stays_so():
    gone, kept = experiments._Threshold(1, Fraction(1, 2), 1), experiments._Threshold(4, Fraction(1), 1)
    assert (gone.after(), kept.after()) == (0, Fraction(3, 4))
    assert experiments._Threshold(0, Fraction(9), 1).after() == 0
    assert not E33.search.printed(gone)
    assert E33.search.printed(kept)
