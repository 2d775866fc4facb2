"""Stable matchings of one run, against all tilings of it by words."""

from itertools import islice, product

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.univariate.stable import count_stable_in_run, stable_in_run
from tests.ratios import ratios

sizes = st.lists(st.integers(1, 6) | ratios("1/9", 40, 9), min_size=1, max_size=12)


def tilings(n):
    """All tilings of n places by pairs "2" and single places "1", as words."""
    if n <= 1:
        return ["1" * n]
    return [*("2" + word for word in tilings(n - 2)), *("1" + word for word in tilings(n - 1))]


def tiles(values, word):
    """The sums of the values in each tile."""
    at, sums = 0, []
    for tile in map(int, word):
        sums.append(sum(values[at : at + tile]))
        at += tile
    return sums


def stable(values, word):
    sums = tiles(values, word)
    beside = [*zip(word, word[1:], sums, sums[1:], strict=False), *zip(word[1:], word, sums[1:], sums, strict=False)]
    return "11" not in word and all(a < b for kind, other, a, b in beside if (kind, other) == ("1", "2"))


def pairs(word):
    at, found = 0, []
    for tile in map(int, word):
        if tile == 2:
            found.append(at)
        at += tile
    return tuple(found)


@given(sizes)
def test_stable_in_run__is_what_the_definition_says_in_order(values):
    expected = [pairs(word) for word in tilings(len(values)) if stable(values, word)]
    run = [fmpq(v.numerator, v.denominator) for v in values]
    assert list(stable_in_run(run)) == expected
    assert count_stable_in_run(run) == len(expected) >= 1


def test_stable_in_run__all_small_whole_numbers():
    """Every run of up to 6 gaps of sizes 1 to 3, where most sums are equal."""
    several = 0
    for n in range(1, 7):
        for values in product((1, 2, 3), repeat=n):
            expected = [pairs(word) for word in tilings(n) if stable(values, word)]
            assert list(stable_in_run(list(map(fmpq, values)))) == expected
            several += len(expected) > 1
    assert several > 100


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], [()]),
        ([7], [()]),
        ([7, 7], [(0,)]),
        ([1, 2, 3], [(1,)]),  # 3 is as large as 1 + 2: not stable
        ([1, 2, "299/100"], [(0,), (1,)]),
        ([1, 1, 5], [(1,)]),
    ],
)
def test_stable_in_run__short_runs_and_equality(values, expected):
    assert list(stable_in_run([fmpq(*map(int, str(v).split("/"))) for v in values])) == expected


def test_count__padovan_where_all_gaps_are_equal():
    """No two single gaps are neighbours, and that is all: c(n) = c(n-2) + c(n-3) after 1, 1, 1."""
    padovan = [1, 1, 1]
    for n in range(3, 3000):
        padovan.append(padovan[n - 2] + padovan[n - 3])
    assert [count_stable_in_run([fmpq(5, 3)] * n) for n in range(40)] == padovan[:40]
    assert count_stable_in_run([fmpq(5, 3)] * 2999) == padovan[2999]


def test_listing__is_lazy_on_long_runs_and_never_ends_in_vain():
    run = [fmpq(1)] * 30_000
    assert count_stable_in_run(run).bit_length() > 12_000
    assert len(set(islice(stable_in_run(run), 3))) == 3
    # Falling sizes leave one stable matching of Fibonacci many; a search that tried them all would not end.
    falling = [fmpq(2) ** (200 - k) for k in range(200)]
    assert list(stable_in_run(falling)) == [tuple(range(0, 200, 2))]
