from itertools import combinations
from math import gcd, prod

import pytest
from flint import fmpq, fmpz
from hypothesis import given
from hypothesis import strategies as st

from sparsest.exact.coprime import coprime_base, exponent_vector

# Products of few primes, so that the base is not just the numbers themselves.
composites = st.lists(st.sampled_from([2, 3, 5, 7, 10007]), max_size=8).map(prod)


@pytest.mark.slow
@given(st.lists(st.one_of(composites, st.integers(1, 10**12)), max_size=8))
def test_coprime_base__is_one(numbers):
    base = coprime_base(map(fmpz, numbers))
    assert all(b > 1 and not b.is_perfect_power() for b in base)
    assert all(gcd(int(a), int(b)) == 1 for a, b in combinations(base, 2))
    for n in numbers:
        powers = exponent_vector(fmpq(n), base)
        assert prod(int(b) ** e for b, e in zip(base, powers, strict=True)) == n


def test_coprime_base__large_perfect_powers_are_rooted():
    assert coprime_base([fmpz(6) ** 210]) == [6]
    assert coprime_base([fmpz(1009) ** 7 * 4, fmpz(2)]) == [2, 1009]


@pytest.mark.parametrize("power", [0, 1, 2, 3, 4, 7, 8, 1023, 1024, 5000])
def test_exponents__of_any_size_are_counted(power):
    """Powers are divided out by squares; one that is forgotten, or taken twice, would be seen here."""
    assert exponent_vector(fmpq(fmpz(6) ** power * 35, fmpz(11) ** (power + 1)), [fmpz(6), fmpz(11), fmpz(35)]) == (
        power, -power - 1, 1,
    )  # fmt: skip
    assert coprime_base([fmpz(6) ** power * 35, fmpz(6), fmpz(35) ** 2]) == [6, 35]


def test_exponents__refuses_a_base_of_other_numbers():
    with pytest.raises(ValueError, match="not a product"):
        exponent_vector(fmpq(5, 3), [fmpz(3)])
