"""Factors of power sums: what vanishes where another does, because it is a multiple of it.

Power sums multiply as polynomials do, by sum n a^p sum m b^p = sum n m (a b)^p, and their bases have an order that goes
with products: so there is a long division, from the largest base down, as for polynomials in one variable.
"""

from fractions import Fraction

from proofs_check.signs import Terms
from proofs_check.work import Work

__all__ = ["is_multiple"]


def is_multiple(work: Work, terms: Terms, factor: Terms) -> bool:
    """Decide whether the first sum is the other times a power sum; both have no base twice and no coefficient 0.

    A quotient has no base below the quotient of the least bases: division ends there, with or without a rest.
    """
    divisor = sorted(factor, reverse=True)
    (largest, first), (least, _) = divisor[0], divisor[-1]
    rest = {f"{a.numerator:x} {a.denominator:x}": (a, Fraction(n)) for a, n in terms}  # no file can forge texts
    end = min((a for a, _ in terms), default=Fraction(1)) / least
    while rest:
        work.charge(20 * len(rest) + 100 * len(divisor), 0, *(a for a, _ in rest.values()))
        a, n = max(rest.values())
        base, times = a / largest, n / first
        if base < end:
            return False
        for b, m in divisor:
            work.charge(10, 0, base, b, times)
            product = base * b
            key = f"{product.numerator:x} {product.denominator:x}"
            left = rest.pop(key, (product, Fraction(0)))[1] - times * m
            if left:
                rest[key] = product, left
    return True
