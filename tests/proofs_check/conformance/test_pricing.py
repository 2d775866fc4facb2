"""Prices against the least one, and the limits."""

import pytest
from flint import fmpq

from proofs_check.conformance import pricing
from proofs_check.conformance.pricing import near_order, number_order, order
from sparsest.exact.exponent import Exponent

TINY, SMALL = fmpq(1, 10**10), fmpq(1, 10**8)


def numbers(*values):
    return [fmpq(v) for v in values]


@pytest.mark.parametrize(
    ("p", "a", "b", "sign"),
    [
        ("0", [5, 1], [3, 9], 0),
        ("0", [5], [3, 9], -1),
        ("0+", [2, 6], [3, 4], 1),
        ("0+", [6, 2], [2, 6], 0),
        ("0+", [2, 7], [3, 4], 1),
        ("0+", [99], [1, 1], -1),
        ("1/2", [1, 4], [9], 0),
        ("1/2", [1, 5], [9], 1),
        ("1-", [2, 6], [5, 3], -1),
        ("1-", [2, 7], [5, 3], 1),
        ("1-", [3, 5], [5, 3], 0),
    ],
)
def test_order__is_exact_and_by_the_limits(p, a, b, sign):
    assert order(numbers(*a), numbers(*b), Exponent.read(p)) == sign
    assert order(numbers(*b), numbers(*a), Exponent.read(p)) == -sign


@pytest.mark.parametrize("p", ["0+", "1/3", "9/10", "1-"])
def test_near_order__takes_one_part_in_a_milliard_and_no_more(p):
    exponent, least = Exponent.read(p), numbers(5, 3)
    for off, sign in ((TINY, 0), (-TINY, 0), (SMALL, 1), (-SMALL, -1)):
        assert near_order([a * (1 + off) for a in least], least, exponent) == sign
    assert near_order(numbers(4, 4), least, exponent) == 1


def test_near_order__a_count_is_no_matter_of_degree():
    for p in ("0", "0+"):
        assert near_order(numbers(5, 3, 1), numbers(5, 3), Exponent.read(p)) == 1
        assert near_order(numbers(5), numbers(5, 3), Exponent.read(p)) == -1
    assert near_order([*numbers(5, 3), fmpq(1, 10**30)], numbers(5, 3), Exponent.read("1/2")) == 0


def test_near_order__near_1_the_entropy_decides():
    assert near_order(numbers(1, 7), numbers(3, 5), Exponent.read("1-")) == -1
    assert near_order(numbers(4, 4), numbers(3, 5), Exponent.read("1-")) == 1
    assert near_order([], [], Exponent.read("1-")) == 0


def test_near_order__equal_products_are_told_apart_by_the_next_order():
    near_0 = Exponent.read("0+")
    assert near_order(numbers(2, 6), numbers(3, 4), near_0) == 1
    assert near_order(numbers(3, 4), numbers(2, 6), near_0) == -1
    assert near_order(numbers(6, 2), numbers(2, 6), near_0) == 0


def test_near_order__equal_entropies_are_told_apart_by_exact_arithmetic(monkeypatch):
    asked = []
    monkeypatch.setattr(pricing, "order", lambda *_: asked.append(1) or 1)
    near_1 = Exponent.read("1-")
    assert near_order(numbers(3, 5), numbers(5, 3), near_1) == 1
    assert near_order(numbers(3, 5, 8), numbers(5, 3, 9), near_1) == -1
    assert len(asked) == 1


def test_number_order__is_that_of_a_number():
    half = Exponent.read("1/2")
    assert [number_order(numbers(4, 9), fmpq(v), half) for v in (4, 5, 6)] == [1, 0, -1]
    assert [number_order(numbers(4, 9), fmpq(v), Exponent.read("0")) for v in (1, 2, 3)] == [1, 0, -1]
