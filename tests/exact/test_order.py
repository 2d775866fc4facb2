"""Comparisons of exact values against mpmath, against themselves in another form, and where nothing is settled."""

from fractions import Fraction

import mpmath
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sparsest import Network, Neuron, UndecidedError
from sparsest.exact import order
from sparsest.exact.order import compare_values, floor_of
from sparsest.exact.powersum import PowerSum

terms = st.lists(st.tuples(st.integers(-3, 4).filter(bool), st.integers(1, 30)), max_size=4)
exponents = st.sampled_from(["0", "1/2", "1/3", "2/3", "37/100", 0.4])


def number(value):
    q = Fraction(0) if value.p.value is None else value.p.fraction
    q = mpmath.mpf(q.numerator) / q.denominator
    return mpmath.fsum(n * mpmath.mpf(int(a)) ** q for n, a in value.power_sum.terms)


@given(terms, exponents, terms, exponents)
@example([(1, 4)], "1/2", [(2, 1)], "1/3")
@example([(1, 2)], "1/2", [(1, 4)], 0.25)
@example([], "1/2", [(1, 1), (-1, 2)], "0")
@example([(2, 2)], "1/2", [(1, 8)], "1/2")
def test_order__is_that_of_the_numbers(first, p, second, q):
    a, b = PowerSum.of(first).at(p), PowerSum.of(second).at(q)
    with mpmath.workdps(80):
        gap = number(a) - number(b)
        expected = 0 if abs(gap) < mpmath.mpf(10) ** -60 else int(mpmath.sign(gap))
    assert compare_values(a, b) == expected
    assert (a < b, a <= b, a == b, a >= b, a > b) == (
        expected < 0, expected <= 0, expected == 0, expected >= 0, expected > 0,
    )  # fmt: skip
    assert (a != b) == (expected != 0)
    if a == b:
        assert hash(a) == hash(b)
    with mpmath.workdps(80):
        assert abs(floor_of(a) - number(a) * 2**32) <= 1


def test_order__which_of_two_networks_is_cheaper():
    """The difference is 0.00019378590470...: too small to be seen by eye."""

    def price(*weights):
        return Network([Neuron.of(1, a, i) for i, a in enumerate(weights)]).path_norm("1/2")

    assert not price(10, 11) < price(5, 18)
    assert price(10, 11) > price(5, 18)
    assert sorted([price(10, 11), price(5, 18)]) == [price(5, 18), price(10, 11)]
    assert price(10, 11) == price(11, 10)
    assert len({price(10, 11), price(11, 10), price(5, 18)}) == 2


def test_order__long_sums_that_are_equal_in_other_forms():
    """More than 200 terms are not brought into canonical form: still the number counts."""
    squares = PowerSum.of((1, k * k) for k in range(1, 302)).at("1/2")
    total = PowerSum.of([(301 * 151, 1)]).at("1/2")
    assert squares == total
    assert hash(squares) == hash(total)
    assert squares < PowerSum.of([(301 * 151, 1), (1, Fraction(1, 10**300))]).at("1/2")


def test_order__is_refused_not_guessed(monkeypatch):
    root, same = PowerSum.of([(1, 2)]).at("1/2"), PowerSum.of([(1, 4)]).at("1/4")
    assert root == same
    # At exponents of so many digits that neither can be written at the other's.
    monkeypatch.setattr(order, "_MOST_BITS", 1)
    with pytest.raises(UndecidedError, match="same p"):
        root < same  # noqa: B015
    assert root < PowerSum.of([(1, 5)]).at("1/4")
    monkeypatch.setattr(order, "sign", lambda *_: (_ for _ in ()).throw(UndecidedError("cap")))
    with pytest.raises(UndecidedError, match="cap"):
        root <= PowerSum.of([(1, 3)]).at("1/2")  # noqa: B015


def test_order__with_what_is_no_power_value():
    one = PowerSum.of([(1, 1)]).at("1/2")
    assert one != 1
    for compare in (one.__lt__, one.__le__, one.__gt__, one.__ge__, one.__eq__):
        assert compare(1) is NotImplemented
    with pytest.raises(TypeError):
        one < 2  # noqa: B015
