"""Clocks: what is left when, and what stands behind it."""

import pytest

from sparsest.exact import clock as module
from sparsest.exact.clock import Clock, OutOfTimeError
from sparsest.linear.program import LinearProgram, ProgramSession


class Hand:
    """A clock's time, moved by hand."""

    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture
def hand(monkeypatch):
    made = Hand()
    monkeypatch.setattr(module, "time", made)
    return made


def test_check__ends_what_is_late(hand):
    clock = Clock(2)
    hand.now += 1.5
    clock.check()
    assert clock.left == 0.5
    hand.now += 0.5
    assert clock.left == 0
    with pytest.raises(OutOfTimeError, match="the time is up"):
        clock.check()
    Clock().check()


def test_within__is_the_earlier_of_two_ends_and_only_inside(hand):
    clock = Clock(2)
    with clock.within(1):
        assert clock.left == 1
        with clock.within(5):
            assert clock.left == 1
    assert clock.left == 2
    with clock.within():
        assert clock.left == 2
    reached = []
    with clock.within(1):
        hand.now += 1
        clock.check()
        reached.append("too late")
    assert reached == []
    clock.check()
    assert clock.left == 1


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_within__swallows_nothing_else(error):
    clock = Clock(5)
    with pytest.raises(error), clock.within(1):
        raise error
    assert clock.left > 4


def test_check__tells_at_most_ten_times_a_second(hand):
    told = []
    clock = Clock(tell=told.append)
    for step in range(10):
        clock.check(lambda step=step: step)
        hand.now += 0.06
    assert told == [0, 2, 4, 6, 8]


MATRIX = [[(7 * k * i + i * i + k) % 11 - 1 for k in range(12)] for i in range(6)]
ROWS = [(row, 3 * sum(row)) for row in MATRIX]


@pytest.mark.parametrize("propose", [True, False])
def test_session__that_was_late_goes_on_later(propose, hand):
    """Wherever the time ends, the next solve gives the right answer: no half-made step is left behind."""
    right = LinearProgram(12, ROWS, lower=0, upper=50).minimize([1] * 12).value
    for checks in range(0, 60, 7):
        clock = Clock()
        session = ProgramSession(LinearProgram(12, ROWS, lower=0, upper=50, clock=clock), propose=propose)
        with clock.within(checks), pytest.MonkeyPatch.context() as patch:
            patch.setattr(hand, "monotonic", lambda: setattr(hand, "now", hand.now + 1) or hand.now)
            session.minimize([1] * 12)
        assert session.minimize([1] * 12).value == right
