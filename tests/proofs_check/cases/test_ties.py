"""The ties are ties, and what is off by a little is none."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise

import mpmath
import pytest

from proofs_check.cases.strategies import data_from_gaps
from proofs_check.cases.ties import TRIPLES, SlopeGaps, product_tie, solved_tie, surd_tie
from tests import oracles

F = Fraction
RUNS = [[F(1), F(2), F(3)], [F(1, 3), F(7), F(2), F(5)], [F(9, 5), F(1), F(4, 3), F(1, 6), F(2)]]


def last_decision(gaps: SlopeGaps, p: str) -> tuple[int, mpmath.mpf]:
    """The exact sign of g_{n-1} - D_{n-1}, and its size relative to the cost of the last gap, at or near p."""
    sizes = [abs(d) for d in gaps]
    sign, left = 0, Counter[Fraction]()
    for a, b in pairwise(sizes):
        left = Counter({c: -n * (sign > 0) for c, n in left.items()})
        left.update([a, b])
        left.subtract([a + b])
        sign = oracles.sign_of_power_sum(left, p)
    with mpmath.workdps(200):
        if p == "1-":
            terms = [-n * oracles._number(c) * mpmath.log(oracles._number(c)) for c, n in left.items()]
            return sign, abs(mpmath.fsum(terms)) / oracles._number(sizes[-1])
        power = mpmath.mpf(10) ** -50 if p == "0+" else oracles._number(F(p))
        terms = [n * oracles._number(c) ** power for c, n in left.items()]
        return sign, abs(mpmath.fsum(terms)) / oracles._number(sizes[-1]) ** power


@pytest.mark.parametrize("triple", TRIPLES)
def test_surd_tie__at_one_half_only(triple: tuple[int, int, int]) -> None:
    a, b, c = triple
    assert a * a + b * b == c * c
    gaps = surd_tie(triple, 2, 3, F(5, 7))
    assert oracles.brute_force(*data_from_gaps(gaps), "1/2").count == 2
    assert oracles.brute_force(*data_from_gaps(gaps), "1/3").count == 1
    nudged = (*gaps[:-1], gaps[-1] * (1 + F(1, 10**30)))
    assert oracles.brute_force(*data_from_gaps(nudged), "1/2").count == 1


@pytest.mark.parametrize("numbers", [(1, 1, 1, 1), (2, 1, 3, 5), (F(1, 3), 4, F(1, 7), 2)])
def test_product_tie__to_first_order_only(numbers: tuple[int, int, int, int]) -> None:
    a, b, c, d, e = gaps = product_tie(*map(F, numbers))
    assert (c - a, d - b) == numbers[2:]
    assert (a + b) * (c + d) * e == a * (b + c) * (d + e)
    sign, size = last_decision(gaps, "0+")
    assert sign != 0
    assert size < mpmath.mpf(10) ** -98  # to first order it would be some 10^-50
    assert last_decision((*gaps[:-1], gaps[-1] * F(11, 10)), "0+")[1] > mpmath.mpf(10) ** -53


@pytest.mark.parametrize("p", ["1/3", "1/2", "2/3", "1-"])
@pytest.mark.parametrize("run", RUNS)
def test_solved_tie__to_25_digits(run: list[Fraction], p: str) -> None:
    gaps = solved_tie(run, p)
    assert list(gaps[:-1]) == run
    assert last_decision(gaps, p)[1] < mpmath.mpf(10) ** -22
    assert last_decision((*run, gaps[-1] * F(101, 100)), p)[1] > mpmath.mpf(10) ** -10


def test_solved_tie__there_need_be_none() -> None:
    """After gaps so unlike the decision is far from a tie, whatever comes next: a, b, a stands in."""
    assert solved_tie([F(10), F(9), F(1, 1000)], "1/2") == (F(10), F(9), F(10))
