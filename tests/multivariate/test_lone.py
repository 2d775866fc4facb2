"""A neuron alone: it meets its heights, is off elsewhere, and None is right by all supports and a linear program."""

from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.exact.clock import Clock, OutOfTimeError
from sparsest.linear.program import Feasible, LinearProgram
from sparsest.multivariate import lone
from sparsest.multivariate.lone import lone_weights
from sparsest.points import Points

from .strategies import inputs


def activations(rows, w):
    return [sum((a * b for a, b in zip(row, w, strict=True)), fmpq(0)) for row in rows]


def exists(rows, heights):
    """Whether there is such a neuron: a linear program without any thought of supports."""
    met = [(row, height) for row, height in zip(rows, heights, strict=True) if height > 0]
    off = [([-a for a in row], 0) for row, height in zip(rows, heights, strict=True) if height == 0]
    return isinstance(LinearProgram(len(rows[0]), met, off).feasible(), Feasible)


@given(inputs(max_points=6), st.data())
def test_lone_weights__or_there_are_none(rows, data):
    heights = [fmpq(a) for a in data.draw(st.lists(st.integers(0, 2), min_size=len(rows), max_size=len(rows)))]
    lifted = Points(rows, [0] * len(rows)).lifted
    w = lone_weights(lifted, heights)
    assert (w is not None) == exists(lifted, heights)
    if w is not None:
        assert [max(a, fmpq(0)) for a in activations(lifted, w)] == heights


def test_lone_weights__one_height_takes_one_weight_if_it_can():
    lifted = Points([[1, 5, 2], [2, -1, 0], [3, 4, 1]], [0, 0, 0]).lifted
    assert lone_weights(lifted, [fmpq(0), fmpq(3), fmpq(0)]) == (0, -3, 0, 0)
    assert lone_weights(lifted, [fmpq(0)] * 3) == (0, 0, 0, 0)


def test_lone_weights__a_fault_in_who_is_off_is_seen(monkeypatch):
    lifted, heights = Points([[1], [2], [3]], [0, 0, 0]).lifted, [fmpq(0), fmpq(1), fmpq(0)]
    assert lone_weights(lifted, heights) is None
    monkeypatch.setattr(lone, "_is_off", lambda *_: True)
    assert activations(lifted, lone_weights(lifted, heights))[2] > 0


def test_lone_weights__end_with_the_clock():
    clock, ended = Clock(), False
    with clock.within(0):
        try:
            lone_weights(Points([[1], [2]], [0, 0]).lifted, [fmpq(1), fmpq(0)], clock)
        except OutOfTimeError:
            ended = True
    assert ended
