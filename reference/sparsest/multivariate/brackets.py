"""Brackets of the points where the least price changes hands, as narrow as their proof needs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from flint import fmpq

from sparsest.exact.powersum import PowerSum
from sparsest.exact.sign import ball_sign
from sparsest.exact.zeros import Curve, Zero
from sparsest.multivariate.meetings import compare_meetings, vanishing_factor
from sparsest.multivariate.walk import never_cheaper
from sparsest.univariate.breakpoint import STEP, level_of
from sparsest.univariate.pieces import Curves

__all__ = ["Change", "ProvedBracket", "change_brackets"]


class Change(NamedTuple):
    """A point where the least price changes hands: the zero of the difference, the price before and the one after."""

    zero: Zero
    before: PowerSum
    after: PowerSum


class ProvedBracket(NamedTuple):
    """A bracket of a change, and what vanishes in it where more prices meet there: a factor of all differences."""

    low: fmpq
    high: fmpq
    factor: PowerSum | None


def change_brackets(changes: Sequence[Change], prices: Iterable[PowerSum], digits: int) -> list[ProvedBracket]:
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
        If a price touches another at a change, or meets it too close to tell the points apart: there is no proof.

    Examples
    --------
    >>> before, after = PowerSum.of([(2, 9)]), PowerSum.of([(3, 1), (1, 8)])
    >>> zero = Curve(after - before).pattern().zeros[0]
    >>> [(low, high, factor)] = change_brackets([Change(zero, before, after)], [before, after], 1)
    >>> low < high < low * (1 + fmpq(1, 10**4)), factor is None
    (True, True)
    """
    every, curves = list(prices), Curves()
    levels = [level_of(change.zero, digits + 3) for change in changes]
    tied: list[list[PowerSum]] = [[] for _ in changes]
    for k, change in enumerate(changes):
        # The zero may be known by another price that meets these two there, so the two are looked at as well.
        for price in [change.after, *_near(change, levels[k], every)]:
            for best in change[1:]:
                for zero in curves.pattern((price - best).terms).zeros:
                    if compare_meetings(zero, change.zero) == 0:
                        tied[k] += [price - best] if price != change.after else []
                        continue
                    while _touch(change.zero.isolated(levels[k]), zero.cell(levels[k])):
                        levels[k] += STEP
    for (a, one), (b, two) in pairwise(enumerate(changes)):
        while _touch(one.zero.isolated(levels[a]), two.zero.isolated(levels[b])):
            levels[a] += STEP
            levels[b] += STEP
    return [_bracket(change, level, others) for change, level, others in zip(changes, levels, tied, strict=True)]


def _near(change: Change, level: int, prices: Iterable[PowerSum]) -> list[PowerSum]:
    """Return the other prices that are not seen to stay above a change in its present bracket."""
    low, high = change.zero.isolated(level)
    return [
        price
        for price in prices
        if price not in (change.before, change.after) and not any(_above(price, best, low, high) for best in change[1:])
    ]


def _bracket(change: Change, level: int, tied: Sequence[PowerSum]) -> ProvedBracket:
    low, high = change.zero.isolated(level)
    if not tied or low == high:
        return ProvedBracket(low, high, None)
    # The zero is a simple one, so that factors which vanish there have a common one that does.
    return ProvedBracket(low, high, vanishing_factor([change.after - change.before, *tied], low, high))


def _above(price: PowerSum, best: PowerSum, low: fmpq, high: fmpq) -> bool:
    return never_cheaper(price, best) or ball_sign(Curve(price - best).ball(0, low, high)) == 1


def _touch(one: tuple[fmpq, fmpq], two: tuple[fmpq, fmpq]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1]
