"""The greatest common factor of power sums, as functions of p.

Over a coprime base q_1, ..., q_m of all numbers in them each a^p is a monomial in X_j = q_j^p, so power sums are
Laurent polynomials in the X_j, and their products and factors those of polynomials. What vanishes at a p together with
another often does so because of a factor of both: two places that change alike, at different scales, have such
differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from flint import Ordering, fmpq, fmpz, fmpz_mpoly, fmpz_mpoly_ctx

from sparsest.exact.coprime import coprime_base, exponent_vector
from sparsest.exact.powersum import PowerSum

__all__ = ["common_factor"]


def common_factor(sums: Sequence[PowerSum]) -> PowerSum:
    """Return a greatest common factor of one power sum or more, none of them 0.

    It is known up to a factor n a^p, which has no zeros; a single number where there is no other factor.

    Examples
    --------
    >>> one = PowerSum.of([(1, 6), (-1, 3), (1, 4), (-1, 2)])       # (2^p - 1)(3^p + 2^p)
    >>> other = PowerSum.of([(1, 10), (-1, 5)])                     # (2^p - 1) 5^p
    >>> sorted(common_factor([one, other]).terms)
    [(-1, 1), (1, 2)]
    >>> len(common_factor([one, PowerSum.of([(1, 10), (1, 5)])]).terms)
    1
    """
    base = coprime_base([part for total in sums for _, a in total.terms for part in (a.p, a.q)])
    context = fmpz_mpoly_ctx.get([f"x{k}" for k in range(len(base))], Ordering.lex)
    found = None
    for total in sums:
        polynomial = _polynomial(total, base, context)
        found = polynomial if found is None else found.gcd(polynomial)
    terms = [] if found is None else found.terms()
    return PowerSum.of(
        (int(n), prod((fmpq(q) ** int(k) for q, k in zip(base, powers, strict=True)), start=fmpq(1)))
        for powers, n in terms
    )


def _polynomial(total: PowerSum, base: Sequence[fmpz], context: fmpz_mpoly_ctx) -> fmpz_mpoly:
    """Return a power sum as a polynomial, times a monomial that leaves no negative powers."""
    terms = [(n, exponent_vector(a, base)) for n, a in total.terms]
    least = [min(column) for column in zip(*(powers for _, powers in terms), strict=True)]
    return context.from_dict({tuple(k - low for k, low in zip(powers, least, strict=True)): n for n, powers in terms})
