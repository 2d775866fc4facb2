"""The canonical form of a sum of n_j a_j^(u/v): one rational coefficient for each class of radicands.

Positive rationals whose quotients are no v-th powers have real v-th roots that are linearly independent over the
rationals (Besicovitch 1940, Mordell 1953). So the sum is 0 exactly if every class has the coefficient 0: the canonical
form is also a complete zero test. The classes come from a coprime base; nothing is factored, v may be as large as 2^52.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flint import fmpq, fmpz

from sparsest.exact.coprime import coprime_base, exponent_vector

__all__ = ["radicals"]

# Splitting off small primes is not needed for the zero test; it makes 12^(1/2) print as 2*3^(1/2).
_SMALL_PRIMES = [fmpz(q) for q in range(2, 50) if fmpz(q).is_prime()]
_SHORT_BITS = 64


def radicals(terms: Iterable[tuple[int, fmpq]], p: fmpq) -> dict[fmpq, fmpq]:
    """Return the canonical form {radicand r: coefficient c} with sum n_j a_j^p = sum c r^p.

    Parameters
    ----------
    terms : iterable of (int, fmpq)
        The pairs (n_j, a_j), every a_j > 0.
    p : fmpq
        The rational exponent u/v in (0, 1).

    Returns
    -------
    dict
        Exact. Quotients of different radicands are no v-th powers and no coefficient is 0, so the sum is 0 if and only
        if the dict is empty. The rational part, if any, has the radicand 1.

    Examples
    --------
    >>> radicals([(1, fmpq(8)), (1, fmpq(1, 2)), (3, fmpq(4))], fmpq(1, 2))
    {2: 5/2, 1: 6}
    >>> radicals([(1, fmpq(8)), (-2, fmpq(2))], fmpq(1, 2))
    {}
    """
    terms = list(terms)
    base = _base(a for _, a in terms)
    form: dict[fmpq, fmpq] = {}
    for n, a in terms:
        factor, radicand = _split(exponent_vector(a, base), base, int(p.p), int(p.q))
        form[radicand] = form.get(radicand, fmpq(0)) + n * factor
    return {radicand: c for radicand, c in form.items() if c != 0}


def _base(values: Iterable[fmpq]) -> list[fmpz]:
    numbers = list(dict.fromkeys(part for a in values for part in (a.p, a.q)))
    small = [q for q in _SMALL_PRIMES if any(n % q == 0 for n in numbers)]
    return coprime_base([*small, *numbers])


def _split(powers: Sequence[int], base: Sequence[fmpz], u: int, v: int) -> tuple[fmpq, fmpq]:
    """Return (f, r) with (prod base^powers)^(u/v) = f r^(u/v); r depends on the powers modulo v alone."""
    residues = [e % v for e in powers]
    if sum(e * q.bit_length() for e, q in zip(residues, base, strict=True)) > _SHORT_BITS:
        residues = [e - v if 2 * e > v else e for e in residues]
    factor = _product(base, [u * (e - r) // v for e, r in zip(powers, residues, strict=True)])
    return factor, _product(base, residues)


def _product(base: Sequence[fmpz], powers: Sequence[int]) -> fmpq:
    value = fmpq(1)
    for q, e in zip(base, powers, strict=True):
        if e:
            value *= fmpq(q) ** e
    return value
