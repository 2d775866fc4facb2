"""Brackets of the points where the least price changes hands, as narrow as their proof needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flint import fmpq

from sparsest.errors import UndecidedError
from sparsest.exact.powersum import PowerSum
from sparsest.exact.sign import ball_sign
from sparsest.exact.zeros import Curve, Zero
from sparsest.multivariate.walk import never_cheaper
from sparsest.univariate.breakpoint import STEP, level_of
from sparsest.univariate.pieces import Curves, compare_zeros

__all__ = ["Change", "change_brackets"]


class Change(NamedTuple):
    """A point where the least price changes hands: the zero of the difference, the price before and the one after."""

    zero: Zero
    before: PowerSum
    after: PowerSum


def change_brackets(changes: Sequence[Change], prices: Iterable[PowerSum], digits: int) -> list[tuple[fmpq, fmpq]]:
    """Return brackets of the changes, so narrow that they do not touch, nor hold another zero that matters there.

    All over the bracket of a change each other price is above the one before, or above the one after; or it is as low
    as these at the change itself, and at no other point of the bracket.

    Parameters
    ----------
    changes : sequence of Change
        From left to right, the zeros resolved.
    prices : iterable of PowerSum
        All that there are.
    digits : int
        Brackets are at most 10^-(digits + 3) wide, relative to their lower ends.

    Raises
    ------
    UndecidedError
        If a price has a zero of even order, or zeros too close to tell apart, at a change: there is no proof.

    Examples
    --------
    >>> before, after = PowerSum.of([(2, 9)]), PowerSum.of([(3, 1), (1, 8)])
    >>> zero = Curve(after - before).pattern().zeros[0]
    >>> [(low, high)] = change_brackets([Change(zero, before, after)], [before, after], 1)
    >>> low < high < low * (1 + fmpq(1, 10**4))
    True
    """
    every, curves = list(prices), Curves()
    levels = [level_of(change.zero, digits + 3) for change in changes]
    for k, change in enumerate(changes):
        for zero in _beside(change, levels[k], every, curves):
            while _touch(change.zero.isolated(levels[k]), zero.cell(levels[k])):
                levels[k] += STEP
    for (a, one), (b, two) in pairwise(enumerate(changes)):
        while _touch(one.zero.isolated(levels[a]), two.zero.isolated(levels[b])):
            levels[a] += STEP
            levels[b] += STEP
    return [change.zero.isolated(level) for change, level in zip(changes, levels, strict=True)]


def _beside(change: Change, level: int, prices: Iterable[PowerSum], curves: Curves) -> Iterator[Zero]:
    """Yield zeros near a change, but for the change itself, of prices that are not seen to stay above it."""
    low, high = change.zero.isolated(level)
    for price in prices:
        if price in (change.before, change.after) or any(_above(price, best, low, high) for best in change[1:]):
            continue
        for best in change[1:]:
            for zero in curves.pattern((price - best).terms).zeros:
                same = compare_zeros(zero, change.zero) == 0
                if same and not zero.resolved:
                    raise UndecidedError(f"{zero!r} has no proof: of even order, or too close to another")
                if not same:
                    yield zero


def _above(price: PowerSum, best: PowerSum, low: fmpq, high: fmpq) -> bool:
    return never_cheaper(price, best) or ball_sign(Curve(price - best).ball(0, low, high)) == 1


def _touch(one: tuple[fmpq, fmpq], two: tuple[fmpq, fmpq]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1]
