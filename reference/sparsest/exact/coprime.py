"""Coprime bases: multiplicative structure of integers without factoring them.

A coprime base of some integers is a set of pairwise coprime integers > 1, none a perfect power, such that each of them
is a product of powers of its members. Two facts make it enough for exact zero tests (`docs/theory.md`, section 3): the
logarithms of its members are linearly independent over the rationals, and a product of their powers is a v-th power of
a rational exactly if v divides every exponent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flint import fmpq, fmpz

__all__ = ["coprime_base", "exponent_vector"]


def coprime_base(numbers: Iterable[fmpz]) -> list[fmpz]:
    """Return a coprime base of positive integers, in increasing order.

    Parameters
    ----------
    numbers : iterable of fmpz
        Positive integers; ones are ignored.

    Returns
    -------
    list of fmpz
        Pairwise coprime, each > 1 and no perfect power; every number is a product of powers of them.

    Examples
    --------
    >>> coprime_base([fmpz(12), fmpz(18), fmpz(49)])
    [2, 3, 7]
    """
    base: list[fmpz] = []
    # The least first: what is divided out of the others early makes them short.
    todo = sorted((n for n in dict.fromkeys(numbers) if n > 1), reverse=True)
    while todo:
        n = todo.pop()
        for index, member in enumerate(base):
            common = n.gcd(member)
            if common != 1:
                # {n, member} -> {n/common, common, member/common}: the product shrinks, so this ends.
                parts = [n // common, common, base.pop(index) // common]
                if parts[2] == 1:
                    # The member divides n: all its powers are divided out at once, for there may be a thousand.
                    base.append(common)
                    parts = [_multiplicity(n, common)[1]]
                todo += [part for part in parts if part > 1]
                break
        else:
            base.append(n)
    # Roots have the prime divisors of their powers, so they are coprime too.
    return sorted(map(_without_power, base))


def exponent_vector(value: fmpq, base: Sequence[fmpz]) -> tuple[int, ...]:
    """Return the exponent_vector of a positive rational over a coprime base of its numerator and denominator.

    Raises
    ------
    ValueError
        If `value` is not a product of powers of the base: then the base was made of other numbers.

    Examples
    --------
    >>> exponent_vector(fmpq(4, 9), [fmpz(2), fmpz(3), fmpz(7)])
    (2, -2, 0)
    """
    numerator, denominator = value.p, value.q
    found = []
    for member in base:
        up, numerator = _multiplicity(numerator, member)
        down, denominator = _multiplicity(denominator, member)
        found.append(up - down)
    if numerator != 1 or denominator != 1:
        raise ValueError(f"{value} is not a product of powers of {list(base)}; build the base from it too")
    return tuple(found)


def _multiplicity(n: fmpz, member: fmpz) -> tuple[int, fmpz]:
    """Return the largest k with member^k | n, and n / member^k: by squares, in about log k divisions."""
    quotient, rest = divmod(n, member)
    if rest != 0:
        return 0, n
    pairs, left = _multiplicity(quotient, member * member)
    last, rest = divmod(left, member)
    return (2 * pairs + 2, last) if rest == 0 else (2 * pairs + 1, left)


def _without_power(n: fmpz) -> fmpz:
    """Return the r with n = r^k for the largest k."""
    while n.is_perfect_power():
        n = next(root for k in _primes(n.bit_length()) if (root := n.root(k)) ** k == n)
    return n


def _primes(limit: int) -> Iterable[int]:
    return (k for k in range(2, limit + 1) if fmpz(k).is_prime())
