"""Check a certificate at one p: docs/certificate_v1.md, clause by clause, in their order.

``python proofs_check/checker.py FILE [--json] [--work N]`` exits with 0 accept, 1 reject, 3 undecided; with 2 if the
file cannot be read or the verdict cannot be printed, with 130 if it was interrupted. The checkers of the other formats
(`path_checker.py`, `network_checker.py`, `price_checker.py`, `tolerance_checker.py`) stand on this one; `verify.py`
checks them all.
Lists count from 0 in the code, and from 1, as on the page, in the messages. Invariants, cited where kept:

(I1) "accept" is said in one place, after all clauses of the format were entered in order and nothing was raised.
(I2) All numbers are integers or fractions. An *enclosure* of a real r at precision w is a pair of integers
     with low <= r * 2^w <= high; roundings go outwards, and the rest of a truncated series is bounded.
(I3) A sign comes from an enclosure without 0 or from an exact zero test; else the verdict is "undecided".
(I4) Work is charged as it is done, and nothing recurses: a hostile file ends in "reject" or "undecided".
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from getopt import gnu_getopt
from itertools import combinations_with_replacement, groupby, pairwise
from math import comb, gcd, isqrt, prod
from pathlib import Path
from reprlib import Repr
from typing import Any, NamedTuple

Enclosure = tuple[int, int]  # (low, high), see (I2)
Exponent = Fraction | str  # p: a fraction (0 for "0"), or the text "0+" or "1-"
Knots = list[tuple[Fraction, Fraction]]  # the place of each, and how it changes the slope
Terms = list[tuple[Fraction, Fraction | int]]  # (a, n), a > 0, for the sum of all n a^p

FORMAT = "sparsest/certificate/1"
CLAUSES = [f"C{number:02}" for number in range(1, 18)]
CLAIMS = {  # which clauses prove what; the claims proved are counted from here, in all formats
    "the minimiser interpolates": "C03 C04 C05 C06 C07 C08 C09",
    "it is a minimiser": "C10 C11 C12 C14 C17",
    "the fewest knots": "C15",
    "the number of minimisers": "C16",
}
READERS = {f"sparsest/{name}-certificate/1": f"{name}_checker" for name in ("path", "network", "price", "tolerance")}
MAX_BYTES, MAX_DEPTH, DATA_DIGITS, SPLINE_DIGITS = 64 * 2**20, 16, 1_000, 20_000
DEFAULT_WORK = 250_000_000  # steps of very roughly 0.2 microseconds
LEAST_BITS, SUSPECT_BITS, MOST_BITS = 2**7, 2**8, 2**17  # precisions: to start, to test for 0, to give up
MAX_ORDER = 12  # of the Taylor coefficients tried at "0+" and "1-"
INFINITE = 0  # in place of a number of ways, which is never 0; products then come out right by themselves


@dataclass(frozen=True)
class Verdict:
    """The verdict, how many claims have all their clauses passed, the clause where the check ended, and why."""

    verdict: str
    claims_checked: int
    clause: str
    reason: str

    def __repr__(self) -> str:
        why = repr(self.reason)
        return f"<Verdict: {self.verdict}, {self.clause}: {why if len(why) <= 85 else why[:80] + ' ...'}>"


class StopError(Exception):
    """Ends the check; args are (verdict, reason)."""


class _Short(Repr):
    """Texts for reasons: short and never an error, whatever the file contains; a fraction as 1/10."""

    def repr_int(self, x: int, level: int) -> str:
        """Return an integer, or how long it is."""
        # Python refuses to print long integers: from 4,300 digits on unless told, and from 640 at the least.
        return super().repr_int(x, level) if x.bit_length() < 2000 else f"an integer of {x.bit_length()} bits"

    def repr_Fraction(self, x: Fraction, level: int) -> str:  # noqa: N802 - Repr finds it by the name of the type
        """Return a fraction as 1/10."""
        top, bottom = (self.repr_int(part, level) for part in x.as_integer_ratio())
        return top if x.denominator == 1 else f"{top}/{bottom}"


_SHORT = _Short()
_SHORT.maxlevel, _SHORT.maxstring = 3, 40  # the name of a format is shown whole
show = _SHORT.repr


def _whole(digits: str) -> int:
    """Return the number of so many digits, by halves: int() refuses long texts, Decimal takes ten times as long."""
    k = len(digits) // 2
    return int(digits) if k < 300 else int(_whole(digits[:-k]) * 10**k) + _whole(digits[-k:])


@lru_cache(maxsize=256)  # the same few powers are asked for all the time, and _atanh(1, 3, w) = ln 2 by each
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


@lru_cache(maxsize=256)  # as above
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


class Work:
    """What is left of the budget (I4), the clauses entered (I1), and the reading of values."""

    def __init__(self, limit: int) -> None:
        self.limit, self.left, self.entered = limit, limit, ["C01"]

    def charge(self, steps: int, bits: int = 0, *values: Fraction) -> None:
        """Pay for steps as long as a gcd of numbers of so many bits, or of these fractions."""
        bits = max(bits, *(part.bit_length() for a in values for part in a.as_integer_ratio())) if values else bits
        self.left -= steps * (1 + (bits * bits >> 18))
        if self.left < 0:
            raise StopError("undecided", f"the work limit was met: {show(self.limit)} steps; --work N allows more")

    def enter(self, clause: str) -> None:
        """Note that a clause is being checked."""
        self.entered += [clause] if clause != self.entered[-1] else []

    def need(self, clause: str, holds: bool, where: str, value: object, fault: str) -> None:
        """Reject unless it holds."""
        self.enter(clause)
        if not holds:
            raise StopError("reject", f"{where}: {show(value)} {fault}")

    def fields(self, clause: str, value: Any, names: str, where: str) -> list[Any]:
        """Return the values of an object that has exactly these keys."""
        good = isinstance(value, dict) and set(value) == set(names.split())
        self.need(clause, good, where, value, f"is not an object with exactly the keys {names}")
        return [value[name] for name in names.split()]

    def text(self, clause: str, value: Any, pattern: str, where: str) -> None:
        """Reject what is not a text of this form."""
        good = isinstance(value, str) and re.fullmatch(pattern, value) is not None
        self.need(clause, good, where, value, f"is not a text of the form {pattern}")

    def rational(self, clause: str, value: Any, limit: int, where: str) -> Fraction:
        """Return a rational of at most so many digits in lowest terms."""
        self.text(clause, value, "-?(0|[1-9][0-9]*)(/[1-9][0-9]*)?", where)
        self.digits(clause, value, limit, where)
        top, _, bottom = value.partition("/")
        n, d = _whole(top.lstrip("-")) * (-1 if top[0] == "-" else 1), _whole(bottom or "1")
        good = gcd(n, d) == 1 and bottom != "1" and value != "-0"
        self.need(clause, good, where, value, "is not in lowest terms")
        return Fraction(n, d)

    def decimal(self, clause: str, value: Any, where: str) -> Fraction:
        """Return a decimal that is not negative."""
        self.text(clause, value, "(0|[1-9][0-9]*)([.][0-9]+)?", where)
        self.digits(clause, value, SPLINE_DIGITS, where)
        whole, _, decimals = value.partition(".")
        return Fraction(_whole(whole + decimals), 10 ** len(decimals))

    def count(self, clause: str, value: Any, name: str) -> int:
        """Return an integer that is not negative; True is none."""
        self.need(clause, type(value) is int and value >= 0, name, value, "is not a count")
        return int(value)

    def listed(self, clause: str, value: Any, where: str, many: int | None = None, what: str = "") -> list[Any]:
        """Return a list, of so many values where that is given."""
        what = what or ("a list" if many is None else f"a list of {show(many)}")
        self.need(clause, isinstance(value, list) and many in (None, len(value)), where, value, f"is not {what}")
        return list(value)

    def bounds(self, clause: str, value: Any, where: str) -> tuple[Fraction, Fraction]:
        """Return two decimals."""
        low, high = (self.decimal(clause, one, where) for one in self.listed(clause, value, where, 2, "a pair"))
        return low, high

    def points(self, clause: str, value: Any) -> Iterator[tuple[int, Any, Any]]:
        """Yield the number of each point, its input and its label, as they stand there; there is one at least."""
        self.need(clause, isinstance(value, list) and value != [], "points", value, "is not a list of points")
        for i, point in enumerate(value, 1):
            yield i, *self.listed(clause, point, f"point {i}", 2, "a pair")

    def digits(self, clause: str, value: str, limit: int, where: str) -> None:
        """Reject a number of more than so many digits, of a fraction above or below its line; pay for reading it."""
        most = max(len(part.lstrip("-").replace(".", "")) for part in value.split("/"))
        self.need(clause, most <= limit, where, value, f"has more than {limit} digits")
        self.charge(4, 4 * most)

    def plain(self, certificate: Any, steps: int) -> None:
        """Reject objects that JSON cannot say, and what nests too deep, by clause C01; pay these steps for a value."""
        level, depth = [certificate], 0
        while level:
            # No foreign comparison or repr gets a say, here or later.
            odd = [type(value).__name__ for value in level if type(value).__module__ != "builtins"]
            self.need("C01", not odd, "type of a value", odd[:1], "is nothing that JSON can say")
            nested, depth = [value for value in level if type(value) in (dict, list)], depth + 1
            self.need("C01", not nested or depth <= MAX_DEPTH, "nesting", depth, f"is deeper than {MAX_DEPTH}")
            self.charge(steps * sum(map(len, nested)))
            keys = [key for value in nested if type(value) is dict for key in value]
            odd = [type(key).__name__ for key in keys if type(key) is not str]
            self.need("C01", not odd, "type of a key", odd[:1], "is not that of a text")
            level = [one for value in nested for one in (value.values() if type(value) is dict else value)]

    def json(self, source: Any) -> Any:
        """Return what a text of JSON says, by clause C01."""
        bad: list[str] = []

        def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            bad.extend(["equal keys"] * (len(pairs) - len(dict(pairs))))
            return dict(pairs)

        self.need("C01", type(source) in (str, bytes), "type", type(source).__name__, "is not that of a text")
        try:
            data = source.encode() if isinstance(source, str) else source
            self.need("C01", len(data) <= MAX_BYTES, "length", len(data), f"exceeds {MAX_BYTES} bytes")
            self.charge(60 * (data.count(b"[") + data.count(b"{")) + 25 * data.count(b","))  # for memory
            hooks: Any = {"parse_float": bad.append, "parse_constant": bad.append}
            # So long a count is wrong, however it ends; and -0 is none.
            hooks["parse_int"] = lambda digits: bad.append(digits) if digits == "-0" else int(digits[:600])
            result = json.loads(data.decode(), object_pairs_hook=unique, **hooks)
        except (ValueError, RecursionError) as fault:  # that of recursion: far more than MAX_DEPTH
            raise StopError("reject", f"the text is not JSON: {fault}") from fault
        self.need("C01", bad == [], "text", bad, "is not allowed")
        return result


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


class Data(NamedTuple):
    """The points, their chord slopes, the gaps between these, and the runs of gaps of one sign."""

    x: list[Fraction]
    y: list[Fraction]
    slopes: list[Fraction]
    gaps: list[Fraction]  # d_i of point i; 0 at both ends
    signs: list[int]  # of the gaps
    runs: list[list[int]]  # the places of the gaps


def read_data(work: Work, clauses: tuple[str, str, str], dimension: Any, points: Any) -> Data:
    """Read points of one input; the clauses are those of the dimension, of the points and of their order."""
    one, pairs, increasing = clauses
    work.need(one, type(dimension) is int and dimension == 1, "dimension", dimension, "is not the integer 1")
    x, y, slopes = list[Fraction](), list[Fraction](), list[Fraction]()
    for i, left, label in work.points(pairs, points):
        x.append(work.rational(pairs, left, DATA_DIGITS, f"x of point {i}"))
        y.append(work.rational(pairs, label, DATA_DIGITS, f"y of point {i}"))
    work.enter(increasing)
    for i, (t, after) in enumerate(pairwise(x)):
        work.need(increasing, t < after, f"x of point {i + 2}", after, "is not larger than the one before")
        work.charge(16, 0, t, after, y[i], y[i + 1])
        slopes.append((y[i + 1] - y[i]) / (after - t))
    ends = [Fraction(0)]  # for the gaps that the end points lack, so that no run or knot gets there
    gaps = ends + [after - s for s, after in pairwise(slopes)] + ends[: len(slopes)]
    signs = [(d > 0) - (d < 0) for d in gaps]
    runs = [list(run) for s, run in groupby(range(len(gaps)), signs.__getitem__) if s]
    return Data(x, y, slopes, gaps, signs, runs)


def _check(work: Work, certificate: Any) -> None:
    """Check the clauses C02 to C17."""
    names = "format problem minimizer dual claim"
    form, problem, minimizer, dual, claim = work.fields("C02", certificate, names, "certificate")
    work.need("C02", form == FORMAT, "format", form, "is not known")
    dimension, text, points = work.fields("C03", problem, "dimension p points", "problem")
    p: Exponent = text if text in ("0+", "1-") else work.rational("C03", text, DATA_DIGITS, "p")
    work.need("C03", isinstance(p, str) or 0 <= p < 1, "p", text, "is not in [0, 1)")
    data = read_data(work, ("C03", "C04", "C05"), dimension, points)
    line, knots = _minimizer(work, minimizer)
    matches = _service(work, data, line, knots)
    ways = _dual(work, dual, p, data, matches)
    _claim(work, claim, p, data, knots, ways)


def _minimizer(work: Work, minimizer: Any) -> tuple[list[Fraction], Knots]:
    left, listed = work.fields("C06", minimizer, "left knots", "minimizer")
    line = work.fields("C06", left, "slope intercept", "left")
    first = [work.rational("C06", value, SPLINE_DIGITS, "left") for value in line]
    knots: Knots = []
    for k, knot in enumerate(work.listed("C06", listed, "knots"), 1):
        t, c = work.fields("C06", knot, "x slope_change", f"knot {k}")
        t = work.rational("C06", t, SPLINE_DIGITS, f"x of knot {k}")
        knots.append((t, work.rational("C06", c, SPLINE_DIGITS, f"slope change of knot {k}")))
    work.enter("C07")
    for k, (t, c) in enumerate(knots, 1):
        work.need("C07", c != 0, f"slope change of knot {k}", c, "is not allowed")
        good = k == 1 or knots[k - 2][0] < t
        work.need("C07", good, f"x of knot {k}", t, "is not larger than the one before")
    return first, knots


def _service(work: Work, data: Data, line: list[Fraction], knots: Knots) -> set[int]:
    """Find the gaps that each knot serves; return the first gap of each match."""
    pending, served = [i for run in data.runs for i in run][::-1], list[list[int]]()
    for k, (t, _) in enumerate(knots, 1):  # knots and gaps both go from left to right
        work.need("C08", pending != [], f"x of knot {k}", t, "finds no gap left to serve")
        served.append([i := pending.pop()])
        if t != data.x[i]:
            good = data.x[i] < t < data.x[i + 1] and data.signs[i] == data.signs[i + 1]
            work.need("C08", good, f"x of knot {k}", t, f"does not serve gap {i + 1}, the next one")
            served[-1].append(pending.pop())
    work.need("C08", pending == [], "number of knots", len(knots), "leaves a gap unserved")
    # By C08 it is enough that the function starts on the first chord line, that a knot at x_i turns it by
    # d_i into the next one, and that a match turns it by d_i + d_(i+1) where the lines around it meet.
    slope, intercept = line
    good = slope * data.x[0] + intercept == data.y[0]
    work.need("C09", good, "left", intercept, "does not lead through point 1")
    work.need("C09", data.slopes[:1] in ([], [slope]), "left", slope, "does not lead to point 2")
    for k, ((t, c), gaps) in enumerate(zip(knots, served, strict=True), 1):
        work.charge(16, 0, t, c)
        turn = sum(data.gaps[i] for i in gaps)
        moment = sum(data.gaps[i] * data.x[i] for i in gaps)
        work.need("C09", c == turn, f"slope change of knot {k}", c, f"should be {show(turn)}")
        work.need("C09", c * t == moment, f"x of knot {k}", t, f"should be {show(moment / turn)}")
    return {gaps[0] for gaps in served if len(gaps) == 2}


def _dual(work: Work, dual: Any, p: Exponent, data: Data, matches: set[int]) -> int:
    """Check the signs of each run and that the matches keep to them; return in how many ways one can."""
    for run, marks in zip(data.runs, work.listed("C10", dual, "dual", len(data.runs)), strict=True):
        work.text("C10", marks, f"[+0-]{{{len(run) - 1}}}", f"dual of the run from gap {run[0] + 1} on")
    work.enter("C11")
    for run, marks in zip(data.runs, dual, strict=True):
        _signs(work, [abs(data.gaps[i]) for i in run], p, marks, f"run from gap {run[0] + 1} on")
    work.enter("C12")
    ways = 1
    for run, marks in zip(data.runs, dual, strict=True):
        for i, mark in zip(run[:-1], marks, strict=True):
            match, good = f"match of gaps {i + 1} and {i + 2}", mark != "-" or i not in matches
            work.need("C12", good, match, mark, "does not allow it")
            good = mark != "+" or i in matches or i + 1 in matches
            work.need("C12", good, f"gap {i + 2}", mark, "wants it in a match")
        ways *= count_matchings(marks, work)
    return ways


def _signs(work: Work, gaps: list[Fraction], p: Exponent, marks: str, where: str) -> None:
    least = min(gaps)
    unit = Fraction(2) ** (least.denominator.bit_length() - least.numerator.bit_length())
    gaps = [gap * unit for gap in gaps]  # a common factor changes no sign
    total = PowerSum(p, [])
    for k, mark in enumerate(marks):
        n = (-1) ** k
        work.charge(4, 0, gaps[k], gaps[k + 1])
        total.terms += [(gaps[k], n), (gaps[k] + gaps[k + 1], -n), (gaps[k + 1], n)]
        sign = "0+-"[n * total.sign(work)]  # of g_k - D_k = g_k - g_(k-1) + ... back to where D was 0
        work.need("C11", mark == sign, f"sign {k + 1} of the {where}", mark, f"should be {sign}")
        total = total if mark == "+" else PowerSum(p, [])


def _claim(work: Work, claim: Any, p: Exponent, data: Data, knots: Knots, ways: int) -> None:
    names = "knots fewest_knots minimizers objective"
    many, fewest, minimizers, objective = work.fields("C13", claim, names, "claim")
    work.count("C13", many, "knots")
    work.count("C13", fewest, "fewest_knots")
    work.text("C13", minimizers, "infinite|0|[1-9][0-9]*", "minimizers")
    bounds = () if objective is None else work.bounds("C13", objective, "objective")
    work.need("C14", many == len(knots), "knots", many, f"should be {len(knots)}")
    least = sum((len(run) + 1) // 2 for run in data.runs)
    work.need("C15", fewest == least, "fewest_knots", fewest, f"should be {least}")
    ways = INFINITE if len(data.x) == 1 else _ways_at_0(data.signs) if p == 0 else ways
    text = "infinite" if ways == INFINITE else f"{Decimal(ways):f}"  # exact; str() refuses large ones
    work.need("C16", minimizers == text, "minimizers", minimizers, f"should be {show(text)}")
    work.need(
        "C17", (objective is None) == isinstance(p, str), "objective", objective, f"does not go with p = {show(p)}"
    )
    total, before = PowerSum(p, [(abs(c), 1) for _, c in knots]), Fraction(0)
    for value, bound, side in zip(objective or [], bounds, (1, -1), strict=False):
        total.terms.append((Fraction(1), before - bound))  # now the sum is V - bound
        sign, before = total.sign(work, max(SUSPECT_BITS, 4 * len(value))), bound
        good = sign in (0, side if p else 0)
        work.need("C17", good, "objective", value, "is on the wrong side of the minimum")


def _ways_at_0(signs: list[int]) -> int:
    """Count the minimisers at p = 0 by the table of section 4, N >= 2."""
    best = {0: (0, 1), 1: (1, INFINITE), -1: (1, INFINITE)}  # class of r: fewest knots, ways
    for i, d in enumerate(signs[1:-1], 3):
        paths = []  # (class of r, knots, ways)
        for s, (knots, ways) in best.items():
            rests = [(-s, INFINITE)] if s else [(d, 1)]  # (class of l, ways)
            rests += [(0, 1), (s, INFINITE)] if s == d != 0 else []
            for t, some in rests:
                steps = [(0, 1, 1), (t, 1, 1), (-t, 2, INFINITE)] if t else [(0, 0, 1)]
                steps = [(0, 1, INFINITE)] if t and i == len(signs) else steps
                paths += [(r, knots + more, ways * some * times) for r, more, times in steps]
        least = {r: min(k for s, k, _ in paths if s == r) for r, _, _ in paths}
        found = {r: [ways for s, k, ways in paths if (s, k) == (r, least[r])] for r in least}
        best = {r: (least[r], sum(found[r]) if INFINITE not in found[r] else INFINITE) for r in least}
    return best[0][1]


def count_matchings(marks: str, work: Work) -> int:
    """Count the maximum-weight matchings of a run, see [C12]."""
    free, taken, must = 1, 0, False  # ways with the gap free, or taken by a match with the one before
    for mark in marks:
        work.charge(1 + free.bit_length() // 1024)
        free, taken = taken + (0 if must else free), 0 if mark == "-" else free
        must = mark == "+"
    return taken + (0 if must else free)


#: By format: what checks it, its clauses in their order, and those of each claim.
Audits = dict[str, tuple[Callable[[Work, Any], None], list[str], dict[str, str]]]
AUDITS: Audits = {FORMAT: (_check, CLAUSES, CLAIMS)}


def _format(work: Work, certificate: Any, audits: Audits) -> str:
    """Return the format of a certificate; where there is none, the first one, whose clause C02 will say so."""
    form = certificate.get("format") if isinstance(certificate, dict) else None
    if not isinstance(form, str):
        return FORMAT
    if form not in audits:  # clause C02 is entered here for that alone: others are the first of the other formats
        fault = f"is read by python -m proofs_check.{READERS[form]} FILE" if form in READERS else "is not known"
        work.need("C02", False, "format", form, f"{fault}; this checker reads {', '.join(audits)}")
    return form


def _verdict(source: Any, limit: int, audits: Audits, *, parse: bool) -> Verdict:
    (check, clauses, claims), work = AUDITS[FORMAT], Work(limit)
    try:
        certificate = work.json(source) if parse else source
        work.plain(certificate, 0 if parse else 25)  # the text has paid already
        check, clauses, claims = audits[_format(work, certificate, audits)]
        check(work, certificate)
        verdict, reason = "undecided", "a clause was left out"
        if work.entered == clauses:
            verdict, reason = "accept", "all clauses hold"  # (I1)
    except StopError as stop:
        verdict, reason = stop.args
    except Exception as fault:
        verdict, reason = "undecided", f"{type(fault).__name__} in the checker"
    # A clause was passed if one after it was entered; and none counts for a claim if one was left out.
    passed = clauses if verdict == "accept" else work.entered[:-1]
    if work.entered != clauses[: len(work.entered)]:
        passed = []
    proved = sum(set(needed.split()) <= set(passed) for needed in claims.values())
    return Verdict(verdict, proved, work.entered[-1], reason)


def check_text(text: str | bytes, *, work: int = DEFAULT_WORK, audits: Audits = AUDITS) -> Verdict:
    """Return the exact verdict on the text of a certificate, after about `work` steps at most; never raise.

    Examples
    --------
    >>> check_text('{"format": 1, "format": 2}').clause
    'C01'
    """
    return _verdict(text, work, audits, parse=True)


def check_certificate(obj: object, *, work: int = DEFAULT_WORK, audits: Audits = AUDITS) -> Verdict:
    """Return the verdict on a certificate that was read as JSON already; otherwise like `check_text`.

    Examples
    --------
    >>> check_certificate({}).verdict
    'reject'
    """
    return _verdict(obj, work, audits, parse=False)


def check_file(path: str | Path, *, work: int = DEFAULT_WORK, audits: Audits = AUDITS) -> Verdict:
    """Return the verdict on a file like `check_text`; raise OSError if it cannot be read."""
    with Path(path).open("rb") as file:
        return check_text(file.read(MAX_BYTES + 1), work=work, audits=audits)


def _arguments(argv: list[str]) -> tuple[str, int, bool]:
    options, names = gnu_getopt(argv, "", ["json", "work="])
    given = dict(options)
    work = int(given.get("--work", DEFAULT_WORK))
    if len(names) != 1 or work < 1:
        raise ValueError("there must be one FILE and at least one step of work")
    return names[0], work, "--json" in given


def _print(text: str, name: str = "stdout") -> str:
    """Print a line to the end; return why it could not be printed."""
    try:
        stream = getattr(sys, name)
        stream.write(text + "\n")
        stream.flush()
    except (OSError, ValueError, AttributeError) as fault:  # the last: it was closed before Python began
        setattr(sys, name, None)  # else Python tries again when it ends, and changes the exit code
        return getattr(fault, "strerror", None) or "it is closed"
    return ""


def main(argv: list[str] | None = None, audits: Audits = AUDITS) -> int:
    """Print the verdict on a file; return 0 (accept), 1 (reject), 3 (undecided), 2 (no verdict), 130 (interrupted)."""
    try:
        name, work, as_json = _arguments(sys.argv[1:] if argv is None else argv)
        verdict = check_file(name, work=work, audits=audits)
        line = f"{verdict.verdict}: {verdict.clause} {verdict.reason} ({verdict.claims_checked} claims proved)"
        line = line.encode("ascii", "backslashreplace").decode()  # whatever the terminal can show
        report = json.dumps({"schema": "sparsest/verdict/1", **asdict(verdict)})
        fault = _print(report if as_json else line)
        if not fault:
            return {"accept": 0, "reject": 1}.get(verdict.verdict, 3)
        _print(f"checker: the verdict cannot be printed on standard output: {fault}", "stderr")
    except KeyboardInterrupt:
        _print("checker: interrupted, no verdict", "stderr")
        return 130
    except Exception as error:  # nothing but a verdict may end with 0, 1 or 3
        text = str(error) or type(error).__name__
        _print(f"usage: checker.py FILE [--json] [--work N] ({text})", "stderr")
    return 2


if __name__ == "__main__":
    sys.exit(main())
