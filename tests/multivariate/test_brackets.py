"""Brackets between the pieces of a path of networks; the checker judges whole certificates in its own tests."""

import pytest
from flint import fmpq

from sparsest import Points, UndecidedError, thresholds
from sparsest.exact.powersum import PowerSum
from sparsest.exact.zeros import Curve
from sparsest.multivariate.brackets import Change, change_brackets


def price(*weights):
    return PowerSum.of((1, fmpq(w)) for w in weights)


def change(before, after):
    (zero,) = Curve(after - before).pattern().zeros
    return Change(zero, before, after)


FEW, MANY = price(9, 9), price(1, 1, 1, 8)  # they meet once


def test_change_brackets__are_as_narrow_as_told_and_hold_the_zero():
    for digits in (1, 5, 17):
        point = change(FEW, MANY)
        [(low, high, factor)] = change_brackets([point], [FEW, MANY], digits)
        assert low < high <= low * (1 + fmpq(1, 10 ** (digits + 3)))
        assert factor is None
        assert Curve(MANY - FEW).sign_at(low) == 1
        assert Curve(MANY - FEW).sign_at(high) == -1


def test_change_brackets__of_changes_close_to_each_other_do_not_touch():
    # Two changes that lie 10^-12 apart or so, where 4 digits are asked for.
    later = price(1, 1, 1, 8 - fmpq(1, 10**12))
    changes = [change(FEW, later), change(FEW, MANY)]
    first, second = change_brackets(changes, [FEW, MANY, later], 1)
    assert first.high < second.low
    wide = [change_brackets([one], [FEW, MANY], 1)[0] for one in changes]
    assert wide[0].high >= wide[1].low


def test_change_brackets__hold_no_zero_of_another_price_beside():
    """A third price that is never the least, but passes the best two just beside their change, one on either side."""
    point = change(FEW, MANY)
    point.zero.refine(fmpq(1, 10**30))
    z = float(point.zero.low)
    beside = price(1, 4, fmpq(round(10**12 * (2 * 9**z - 1 - 4**z) ** (1 / z)), 10**12) + fmpq(1, 10**9))
    crossings = [Curve(beside - best).pattern().zeros[0] for best in (FEW, MANY)]
    assert all(zero.refine(fmpq(1, 10**30)) for zero in crossings)
    assert crossings[1].high < point.zero.low < point.zero.high < crossings[0].low

    [(low, high, _)] = change_brackets([point], [FEW, MANY], 1)
    assert low < crossings[1].low < crossings[0].high < high  # such a bracket would hold both
    [(low, high, _)] = change_brackets([point], [FEW, MANY, beside], 1)
    assert crossings[1].high < low < high < crossings[0].low


def test_change_brackets__a_zero_of_even_order_at_a_change_is_no_proof():
    """At p = 1/2, 64^p falls behind 4 4^p, and there 16^p + 4 touches the latter."""
    before, after, tangent = price(64), price(4, 4, 4, 4), price(16, 1, 1, 1, 1)
    point = change(before, after)
    assert change_brackets([point], [before, after], 5) == [(fmpq(1, 2), fmpq(1, 2), None)]
    with pytest.raises(UndecidedError, match="could not be told apart"):
        change_brackets([point], [before, after, tangent], 5)


def test_change_brackets__name_a_factor_where_more_prices_meet():
    """Both halves of the data change alike, one twice as large: one change alone, or both, at one p."""
    twice = [price(*(n * w for n in (1, 2) for w in half)) for half in ([9, 9], [1, 1, 1, 8])]
    mixed = [price(9, 9, 2, 2, 2, 16), price(1, 1, 1, 8, 18, 18)]
    point = change(*twice)
    [(low, high, factor)] = change_brackets([point], [*twice, *mixed], 9)
    assert sorted(factor.terms, key=lambda term: term[1]) in ([(3, 1), (1, 8), (-2, 9)], [(-3, 1), (-1, 8), (2, 9)])
    assert Curve(factor).sign_at(low) * Curve(factor).sign_at(high) == -1
    # Without these prices there is nothing to name.
    assert change_brackets([point], twice, 9) == [(low, high, None)]


def test_certificate__brackets_are_those_of_the_pieces():
    found = thresholds(Points([[-3], [4], [5]], [2, -2, 3]))
    for digits in (3, 30):
        made = found.certificate(digits)
        for zero, piece in zip(made["zeros"], found.pieces[1:], strict=True):
            low, high = (fmpq(*map(int, end.split("/"))) for end in zero["bracket"])
            assert low < piece.start.zero.high
            assert piece.start.zero.low < high
            assert high - low < fmpq(1, 10**digits)
