"""The sign of a sum of powers, sum n a^p: by an enclosure without 0, or by an exact test for zero.

The invariants (I2) to (I4) of `checker.py` are kept here, and (I3) is decided here. All numbers are integers or
fractions; the zero test owes nothing to the enclosures.
"""

from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement
from math import comb, gcd, isqrt, prod
from typing import Any

from proofs_check.work import StopError, Work

Enclosure = tuple[int, int]  # (low, high), see (I2)
Exponent = Fraction | str  # p: a fraction (0 for "0"), or the text "0+" or "1-"
Terms = list[tuple[Fraction, Fraction | int]]  # (a, n), a > 0, for the sum of all n a^p

LEAST_BITS, SUSPECT_BITS, MOST_BITS = 2**7, 2**8, 2**17  # precisions: to start, to test for 0, to give up
MAX_ORDER = 12  # of the Taylor coefficients tried at "0+" and "1-"


@lru_cache(maxsize=1024)  # the same few powers are asked for all the time, and _atanh(1, 3, w) = ln 2 by each
def _atanh(n: int, d: int, w: int) -> Enclosure:
    """Enclose 2 artanh(z) = 2 (z + z^3/3 + z^5/5 + ...), z = n/d, 0 <= z <= 1/3."""
    # In units of 2^-w: z is too small by less than 1, its square by less than 2z + 1 < 2, and each power by
    # less than 2, as e < 2 is followed by e z^2 + 2z + 1 < 2/9 + 2/3 + 1. So each term, divided and rounded,
    # is too small by less than 3. In the end power = 0: the true one is below 2, and the rest of the series,
    # whose ratio is z^2 <= 1/9, below 3.
    power, total, k = (n << w) // d, 0, 0
    square = power * power >> w
    while power:
        total, power, k = total + power // (2 * k + 1), power * square >> w, k + 1
    return 2 * total, 2 * (total + 3 * k + 3)


def enclose_ln(a: Fraction, w: int) -> Enclosure:
    """Enclose ln a = e ln 2 + 2 artanh((m - 1)/(m + 1)), where a = m 2^e > 0 and 1 <= m < 2."""
    n, d = a.as_integer_ratio()
    e = n.bit_length() - d.bit_length()
    n, d = n << max(-e, 0), d << max(e, 0)
    if n < d:
        n, e = 2 * n, e - 1
    (low, high), (low2, high2) = _atanh(n - d, n + d, w), _atanh(1, 3, w)
    return low + e * (low2 if e >= 0 else high2), high + e * (high2 if e >= 0 else low2)


@lru_cache(maxsize=1024)  # as above
def enclose_exp(x: int, w: int) -> Enclosure:
    """Enclose exp(x / 2^w) = exp(r)^(2^h), where r = x / 2^(w + h) and |r| < 1/2."""
    h = (abs(x) >> w).bit_length() + 6
    v = w + h
    # For r >= 0 and in units of 2^-v: each Taylor term is too small by less than 2, as e < 2 is followed by
    # e r/k + 1, and e = 0 at k = 0. In the end term = 0: the true one is below 2, and the rest of the series,
    # whose ratio is below 1/2, below 4.
    term, total, k = 1 << v, 0, 0
    while term:
        total, term, k = total + term, (term * abs(x) >> v) // (k + 1), k + 1
    low, high = total, total + 2 * k + 4
    for _ in range(h):
        low, high = low * low >> v, (high * high >> v) + 1
    if x < 0:
        low, high = (1 << 2 * v) // high, (1 << 2 * v) // low + 1
    return low >> h, (high >> h) + 1


def enclose_term(a: Fraction, p: Exponent, order: int, w: int) -> Enclosure:
    """Enclose a^p; at p = h and p = 1 - h, order! times the Taylor coefficient of this order at h = 0."""
    if p == 0 or (p == "0+" and order == 0):
        return 1 << w, 1 << w
    if p == Fraction(1, 2):
        root = isqrt((a.numerator << 2 * w) // a.denominator)  # rounding within does not change the floor
        return root, root + 1
    low, high = enclose_ln(a, w)
    if isinstance(p, Fraction):
        u, v = p.as_integer_ratio()
        return enclose_exp(low * u // v, w)[0], enclose_exp(-(-high * u // v), w)[1]
    ends, log = (1 << w, 1 << w), (low, high) if p == "0+" else (-high, -low)
    for _ in range(order):  # a^h has ln(a)^order, and a^(1-h) = a a^(-h) has a (-ln(a))^order
        products = [x * y for x in log for y in ends]
        ends = min(products) >> w, -(-max(products) >> w)
    n, d = a.as_integer_ratio() if p == "1-" else (1, 1)
    return ends[0] * n // d, -(-ends[1] * n // d)


def _root(m: int, v: int) -> int:
    """Return the v-th root of m > 0, rounded down, bit by bit: the zero test owes nothing to the enclosures."""
    root = 0
    for k in range((m.bit_length() - 1) // v, -1, -1):
        root += ((root + (1 << k)) ** v <= m) << k
    return root


def _is_0(terms: Terms, p: Exponent, order: int, work: Work) -> bool:
    """Decide exactly whether sum n a^p = 0 for distinct a; for "0+" and "1-" see `_moment_is_0`."""
    if isinstance(p, str):
        return _moment_is_0(terms, p, order, work)
    # Real v-th roots of positive rationals, no two of which have a rational quotient, are linearly
    # independent over Q (Besicovitch 1940). As u and v are coprime, a^p / b^p is rational if and only if
    # a/b is a v-th power.
    (u, v), classes = p.as_integer_ratio(), dict[Fraction, Fraction | int]()
    for a, n in terms:
        for b in classes:
            ratio = (a / b).as_integer_ratio()
            w = max(ratio).bit_length() // v + 64  # for each bit of both roots a power, which costs less than a gcd
            work.charge(4 * w + 20, w, a, b)
            root = Fraction(*(_root(m, v) for m in ratio))
            if root**v == a / b:
                classes[b] += n * root**u
                break
        else:
            classes[a] = n
    return not any(classes.values())


def _moment_is_0(terms: Terms, p: str, order: int, work: Work) -> bool:
    """Decide whether a Taylor coefficient is 0 as a polynomial in logarithms of coprime numbers q > 1."""
    # These are linearly independent over Q, so for order 1 the answer is complete; beyond, "no" only means
    # that enclosures have to decide. Each q goes with its exponents in the a; a split at a gcd keeps the
    # products of q^exponent, and lowers the product of all q, so that this ends.
    rest = [(a.numerator, {i: 1}) for i, (a, _) in enumerate(terms)]
    rest += [(a.denominator, {i: -1}) for i, (a, _) in enumerate(terms)]
    base: list[tuple[int, dict[int, int]]] = []
    while rest:
        q, column = rest.pop()
        work.charge(4 * len(base) + 4, 2 * q.bit_length())
        b, other = next((pair for pair in base if gcd(q, pair[0]) > 1), (1, column))
        if (g := gcd(q, b)) > 1:
            base.remove((b, other))
            both = {i: column.get(i, 0) + other.get(i, 0) for i in column | other}
            rest += [(q // g, column), (b // g, other), (g, both)]
        elif q > 1:
            base.append((q, column))
    weights = [n * a if p == "1-" else n for a, n in terms]
    work.charge(8 * order * len(terms) * comb(len(base) + order, order))
    monomials = combinations_with_replacement([column for _, column in base], order)
    return not any(sum(weights[i] * prod(c.get(i, 0) for c in m) for i in m[0]) for m in monomials)


class PowerSum:
    """A growing sum of terms n a^p, with the enclosures known so far."""

    def __init__(self, p: Exponent, terms: Terms) -> None:
        self.p, self.terms = p, terms
        self.known: dict[Enclosure, tuple[int, Any, Any]] = {}  # (order, w): number of terms, low, high
        self.total, self.added = dict[str, Fraction | int](), 0  # n by text of a: no file can forge its hash

    def merged(self, work: Work) -> Terms:
        """Return terms with different a and n != 0: there are none only if the sum is 0 for every p."""
        for a, n in self.terms[self.added :]:
            work.charge(4, 0, a)
            key = f"{a.numerator:x} {a.denominator:x}"
            self.total[key] = self.total.get(key, 0) + n
            if self.total[key] == 0:
                del self.total[key]
        self.added = len(self.terms)
        work.charge(4 * len(self.total))
        pairs = [(key.split(), n) for key, n in self.total.items()]
        return [(Fraction(int(top, 16), int(bottom, 16)), n) for (top, bottom), n in pairs]

    def sign(self, work: Work, suspect: int = SUSPECT_BITS) -> int:
        """Return the sign of the sum; at "0+" and "1-" of its first Taylor coefficient that is not 0."""
        return self.leading(work, suspect)[1]

    def leading(self, work: Work, suspect: int = SUSPECT_BITS) -> tuple[int, int]:
        """Return the order of that coefficient, and the sign."""
        p, order, least = self.p, int(self.p == "1-"), LEAST_BITS  # at "1-", the n a add up to 0
        if isinstance(p, Fraction) and p > 0:  # the nearer p is to 0 or 1, the more cancels
            near = p.denominator.bit_length() - min(p.numerator, p.denominator - p.numerator).bit_length()
            least <<= (near // 64).bit_length()
        w, suspect = least, max(suspect, 2 * least)
        while order <= MAX_ORDER and w <= MOST_BITS:
            done, low, high = self.known.get((order, w), (0, 0, 0))
            work.charge((16 if p == Fraction(1, 2) else w) * (len(self.terms) - done), w)
            for a, n in self.terms[done:]:
                work.charge(2, 0, a, Fraction(n))
                one, two = sorted(n * end for end in enclose_term(a, p, order, w))
                low, high = low + one, high + two
            self.known[order, w] = len(self.terms), low, high
            if low > 0 or high < 0:
                return order, 1 if low > 0 else -1
            zero = low == high
            if not zero and w // 2 < suspect <= w:
                left = self.merged(work)
                if not left:
                    return order, 0
                zero = _is_0(left, p, order, work)
            if zero and not isinstance(p, str):
                return order, 0
            order, w = (order + 1, least) if zero else (order, 2 * w)
        raise StopError("undecided", f"no sign up to order {MAX_ORDER} and {MOST_BITS} bits")
