"""Check a certificate: docs/certificate_v1.md and docs/path_certificate_v1.md, clause by clause, in their order.

``python proofs_check/checker.py FILE [--json] [--work N]`` exits with 0 accept, 1 reject, 3 undecided; with 2 if the
file cannot be read or the verdict cannot be printed, with 130 if it was interrupted.
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
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from getopt import gnu_getopt
from itertools import combinations_with_replacement, groupby, pairwise
from math import comb, gcd, isqrt, prod
from pathlib import Path
from reprlib import Repr
from typing import Any

Enclosure = tuple[int, int]  # (low, high), see (I2)
Exponent = Fraction | str  # p: a fraction (0 for "0"), or the text "0+" or "1-"
Terms = list[tuple[Fraction, Fraction | int]]  # (a, n), a > 0, for the sum of all n a^p
Audits = dict[str, tuple[Any, list[str], dict[str, str]]]  # by format: who checks it, its clauses, those of each claim

FORMAT, PATH_FORMAT = "sparsest/certificate/1", "sparsest/path-certificate/1"
CLAUSES = [f"C{number:02}" for number in range(1, 18)]
PATH_CLAUSES = ["C01"] + [f"P{number:02}" for number in range(2, 16)]
CLAIMS = {
    "the minimiser interpolates": "C03 C04 C05 C06 C07 C08 C09",
    "it is a minimiser": "C10 C11 C12 C14 C17",
    "the fewest knots": "C15",
    "the number of minimisers": "C16",
}
PATH_CLAIMS = {
    "the signs for all p": "P05 P06 P07 P08",
    "the breakpoints": "P09 P12",
    "the knots of the pieces": "P11 P13",
    "their numbers of minimisers": "P14",
    "the critical exponent": "P15",
}
READERS = {f"sparsest/{name}-certificate/1": f"{name}_checker" for name in ("network", "price")}  # of other formats
MAX_BYTES, MAX_DEPTH, DATA_DIGITS, SPLINE_DIGITS = 64 * 2**20, 16, 1_000, 20_000
DEFAULT_WORK = 250_000_000  # steps of very roughly 0.2 microseconds
LEAST_BITS, SUSPECT_BITS, MOST_BITS = 2**7, 2**8, 2**17  # precisions: to start, to test for 0, to give up
CURVE_BITS, FINEST_BITS = 2**13, 600  # precision and fineness at which a sign on an interval is given up
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
        # Python refuses to print long integers: from 4,300 digits on unless told, and from 640 at the least.
        return super().repr_int(x, level) if x.bit_length() < 2000 else f"an integer of {x.bit_length()} bits"

    def repr_Fraction(self, x: Fraction, level: int) -> str:  # noqa: N802 - Repr finds it by the name of the type
        top, bottom = (self.repr_int(part, level) for part in x.as_integer_ratio())
        return top if x.denominator == 1 else f"{top}/{bottom}"


_SHORT = _Short()
_SHORT.maxlevel, _SHORT.maxstring = 3, 40  # the name of a format is shown whole
show = _SHORT.repr


@lru_cache(maxsize=64)  # for the sake of _atanh(1, 3, w) = ln 2, which is asked for all the time
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
        bits = max([bits, *(part.bit_length() for a in values for part in a.as_integer_ratio())])
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
        n, d = int(Decimal(top)), int(Decimal(bottom or 1))  # exact, while int() refuses long texts
        good = gcd(n, d) == 1 and bottom != "1" and value != "-0"
        self.need(clause, good, where, value, "is not in lowest terms")
        return Fraction(n, d)

    def bounds(self, clause: str, pair: Any, where: str) -> tuple[Fraction, Fraction]:
        """Return two decimals."""
        self.need(clause, isinstance(pair, list) and len(pair) == 2, where, pair, "is not a pair")
        for value in pair:
            self.text(clause, value, "(0|[1-9][0-9]*)([.][0-9]+)?", where)
            self.digits(clause, value, SPLINE_DIGITS, where)
        return Fraction(Decimal(pair[0])), Fraction(Decimal(pair[1]))

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

    def format(self, certificate: Any, audits: Audits) -> str:
        """Return the format of a certificate; where there is none, the first one, whose clause C02 will say so."""
        form = certificate.get("format") if isinstance(certificate, dict) else None
        if not isinstance(form, str):
            return FORMAT
        fault = f"is read by python -m proofs_check.{READERS[form]} FILE" if form in READERS else "is not known"
        self.need("C02", form in audits, "format", form, f"{fault}; this checker reads {', '.join(audits)}")
        return form

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
            w = max(ratio).bit_length() // v + 64  # enough for the high end to show an integer root
            work.charge(4 * w + 20, w, a, b)
            root = Fraction(*(enclose_term(Fraction(m), Fraction(1, v), 0, w)[1] >> w for m in ratio))
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


class _Audit(Work):
    """The clauses C02 to C17; each method leaves what the later ones need."""

    def check(self, certificate: Any) -> None:
        minimizer, dual, claim = self.problem(certificate)
        self.minimizer(minimizer)
        self.service()
        self.dual(dual)
        self.claim(claim)

    def problem(self, certificate: Any) -> list[Any]:
        names = "format problem minimizer dual claim"
        form, problem, *others = self.fields("C02", certificate, names, "certificate")
        self.need("C02", form == FORMAT, "format", form, "is not known")
        dimension, p, points = self.fields("C03", problem, "dimension p points", "problem")
        self.p: Exponent = p if p in ("0+", "1-") else self.rational("C03", p, DATA_DIGITS, "p")
        self.need("C03", isinstance(self.p, str) or 0 <= self.p < 1, "p", p, "is not in [0, 1)")
        self.points("C03", "C04", "C05", dimension, points)
        return others

    def points(self, one: str, pairs: str, increasing: str, dimension: Any, points: Any) -> None:
        good = type(dimension) is int and dimension == 1
        self.need(one, good, "dimension", dimension, "is not the integer 1")
        self.need(pairs, isinstance(points, list) and points != [], "points", points, "is not a list of points")
        self.x, self.y = list[Fraction](), list[Fraction]()
        for i, point in enumerate(points, 1):
            self.need(pairs, isinstance(point, list) and len(point) == 2, f"point {i}", point, "is not a pair")
            self.x.append(self.rational(pairs, point[0], DATA_DIGITS, f"x of point {i}"))
            self.y.append(self.rational(pairs, point[1], DATA_DIGITS, f"y of point {i}"))
        self.enter(increasing)
        self.s = list[Fraction]()  # chord slopes
        for i, (x, after) in enumerate(pairwise(self.x)):
            self.need(increasing, x < after, f"x of point {i + 2}", after, "is not larger than the one before")
            self.charge(16, 0, x, after, self.y[i], self.y[i + 1])
            self.s.append((self.y[i + 1] - self.y[i]) / (after - x))
        ends = [Fraction(0)]  # for the gaps that the end points lack, so that no run or knot gets there
        self.d = ends + [after - s for s, after in pairwise(self.s)] + ends[: len(self.s)]
        self.signs = [(d > 0) - (d < 0) for d in self.d]
        self.runs = [list(run) for s, run in groupby(range(len(self.d)), self.signs.__getitem__) if s]

    def minimizer(self, minimizer: Any) -> None:
        left, knots = self.fields("C06", minimizer, "left knots", "minimizer")
        line = self.fields("C06", left, "slope intercept", "left")
        self.left_line = [self.rational("C06", v, SPLINE_DIGITS, "left") for v in line]
        self.need("C06", isinstance(knots, list), "knots", knots, "is not a list")
        self.knots = list[tuple[Fraction, Fraction]]()
        for k, knot in enumerate(knots, 1):
            t, c = self.fields("C06", knot, "x slope_change", f"knot {k}")
            t = self.rational("C06", t, SPLINE_DIGITS, f"x of knot {k}")
            self.knots.append((t, self.rational("C06", c, SPLINE_DIGITS, f"slope change of knot {k}")))
        self.enter("C07")
        for k, (t, c) in enumerate(self.knots, 1):
            self.need("C07", c != 0, f"slope change of knot {k}", c, "is not allowed")
            good = k == 1 or self.knots[k - 2][0] < t
            self.need("C07", good, f"x of knot {k}", t, "is not larger than the one before")

    def service(self) -> None:
        pending, served = [i for run in self.runs for i in run][::-1], list[list[int]]()
        for k, (t, _) in enumerate(self.knots, 1):  # knots and gaps both go from left to right
            self.need("C08", pending != [], f"x of knot {k}", t, "finds no gap left to serve")
            served.append([i := pending.pop()])
            if t != self.x[i]:
                good = self.x[i] < t < self.x[i + 1] and self.signs[i] == self.signs[i + 1]
                self.need("C08", good, f"x of knot {k}", t, f"does not serve gap {i + 1}, the next one")
                served[-1].append(pending.pop())
        self.need("C08", pending == [], "number of knots", len(self.knots), "leaves a gap unserved")
        self.matches = {gaps[0] for gaps in served if len(gaps) == 2}
        # By C08 it is enough that the function starts on the first chord line, that a knot at x_i turns it by
        # d_i into the next one, and that a match turns it by d_i + d_(i+1) where the lines around it meet.
        slope, intercept = self.left_line
        good = slope * self.x[0] + intercept == self.y[0]
        self.need("C09", good, "left", intercept, "does not lead through point 1")
        self.need("C09", self.s[:1] in ([], [slope]), "left", slope, "does not lead to point 2")
        for k, ((t, c), gaps) in enumerate(zip(self.knots, served, strict=True), 1):
            self.charge(16, 0, t, c)
            turn = sum(self.d[i] for i in gaps)
            moment = sum(self.d[i] * self.x[i] for i in gaps)
            self.need("C09", c == turn, f"slope change of knot {k}", c, f"should be {show(turn)}")
            self.need("C09", c * t == moment, f"x of knot {k}", t, f"should be {show(moment / turn)}")

    def dual(self, dual: Any) -> None:
        good = isinstance(dual, list) and len(dual) == len(self.runs)
        self.need("C10", good, "dual", dual, f"is not a list of {len(self.runs)}")
        for run, marks in zip(self.runs, dual, strict=True):
            self.text("C10", marks, f"[+0-]{{{len(run) - 1}}}", f"dual of the run from gap {run[0] + 1} on")
        self.enter("C11")
        for run, marks in zip(self.runs, dual, strict=True):
            least = min(abs(self.d[i]) for i in run)
            unit = Fraction(2) ** (least.denominator.bit_length() - least.numerator.bit_length())
            gaps = [abs(self.d[i]) * unit for i in run]  # a common factor changes no sign
            total = PowerSum(self.p, [])
            for k, mark in enumerate(marks):
                n = (-1) ** k
                self.charge(4, 0, gaps[k], gaps[k + 1])
                total.terms += [(gaps[k], n), (gaps[k] + gaps[k + 1], -n), (gaps[k + 1], n)]
                sign = "0+-"[n * total.sign(self)]  # of g_k - D_k = g_k - g_(k-1) + ... back to where D was 0
                where = f"sign {k + 1} of the run from gap {run[0] + 1} on"
                self.need("C11", mark == sign, where, mark, f"should be {sign}")
                total = total if mark == "+" else PowerSum(self.p, [])
        self.enter("C12")
        self.ways = 1
        for run, marks in zip(self.runs, dual, strict=True):
            for i, mark in zip(run[:-1], marks, strict=True):
                match, good = f"match of gaps {i + 1} and {i + 2}", mark != "-" or i not in self.matches
                self.need("C12", good, match, mark, "does not allow it")
                good = mark != "+" or i in self.matches or i + 1 in self.matches
                self.need("C12", good, f"gap {i + 2}", mark, "wants it in a match")
            self.ways *= _ways(marks, self)

    def claim(self, claim: Any) -> None:
        names = "knots fewest_knots minimizers objective"
        knots, fewest, minimizers, objective = self.fields("C13", claim, names, "claim")
        for name, count in ("knots", knots), ("fewest_knots", fewest):
            self.need("C13", type(count) is int and count >= 0, name, count, "is not a count")
        self.text("C13", minimizers, "infinite|0|[1-9][0-9]*", "minimizers")
        bounds = () if objective is None else self.bounds("C13", objective, "objective")
        self.need("C14", knots == len(self.knots), "knots", knots, f"should be {len(self.knots)}")
        least = sum((len(run) + 1) // 2 for run in self.runs)
        self.need("C15", fewest == least, "fewest_knots", fewest, f"should be {least}")
        ways = INFINITE if len(self.x) == 1 else self.ways_at_0() if self.p == 0 else self.ways
        text = "infinite" if ways == INFINITE else f"{Decimal(ways):f}"  # exact; str() refuses large ones
        self.need("C16", minimizers == text, "minimizers", minimizers, f"should be {show(text)}")
        good = (objective is None) == isinstance(self.p, str)
        self.need("C17", good, "objective", objective, f"does not go with p = {show(self.p)}")
        total, before = PowerSum(self.p, [(abs(c), 1) for _, c in self.knots]), Fraction(0)
        for value, bound, side in zip(objective or [], bounds, (1, -1), strict=False):
            total.terms.append((Fraction(1), before - bound))  # now the sum is V - bound
            sign, before = total.sign(self, max(SUSPECT_BITS, 4 * len(value))), bound
            good = sign in (0, side if self.p else 0)
            self.need("C17", good, "objective", value, "is on the wrong side of the minimum")

    def ways_at_0(self) -> int:
        """Count the minimisers at p = 0 by the table of section 4, N >= 2."""
        best = {0: (0, 1), 1: (1, INFINITE), -1: (1, INFINITE)}  # class of r: fewest knots, ways
        for i, d in enumerate(self.signs[1:-1], 3):
            paths = []  # (class of r, knots, ways)
            for s, (knots, ways) in best.items():
                rests = [(-s, INFINITE)] if s else [(d, 1)]  # (class of l, ways)
                rests += [(0, 1), (s, INFINITE)] if s == d != 0 else []
                for t, some in rests:
                    steps = [(0, 1, 1), (t, 1, 1), (-t, 2, INFINITE)] if t else [(0, 0, 1)]
                    steps = [(0, 1, INFINITE)] if t and i == len(self.x) else steps
                    paths += [(r, knots + more, ways * some * times) for r, more, times in steps]
            least = {r: min(k for s, k, _ in paths if s == r) for r, _, _ in paths}
            found = {r: [ways for s, k, ways in paths if (s, k) == (r, least[r])] for r in least}
            best = {r: (least[r], sum(found[r]) if INFINITE not in found[r] else INFINITE) for r in least}
        return best[0][1]


class _Curve:
    """A power sum P as a function of p in [0, 1], for its signs on whole intervals."""

    def __init__(self, terms: Terms, work: Work) -> None:
        ends = [PowerSum(p, terms) for p in ("0+", "1-")]
        merged = sorted(ends[0].merged(work))
        self.work, self.cache = work, dict[str, list[Enclosure]]()
        self.form: tuple[tuple[Fraction, int], ...] = ()  # of P / (c unit^p), a_1 = 1: the same for proportional sums
        if merged:
            (unit, first), common = merged[0], gcd(*(int(n) for _, n in merged))
            self.side = 1 if first > 0 else -1  # the sign of c
            self.form = tuple((a / unit, int(n) // (common * self.side)) for a, n in merged)
            (self.order_0, self.at_0), (self.order_1, self.at_1) = (end.leading(work) for end in ends)
            # Descartes: with multiplicity, P has no more zeros than its factors have changes of sign.
            turns = sum((n > 0) != (m > 0) for (_, n), (_, m) in pairwise(self.form))
            self.steady = turns == self.order_0 + self.order_1  # no zeros but those at 0 and 1
            self.bits, self.logs = 0, list[Enclosure]()
            self.sharpen()

    def sharpen(self) -> None:
        """Double the precision, and forget what was known at the old one."""
        self.bits = 2 * self.bits or LEAST_BITS
        self.work.charge(self.bits * len(self.form), self.bits)
        self.logs = [enclose_ln(a, self.bits) for a, _ in self.form]
        self.cache.clear()

    def split(self, p: Fraction, order: int) -> list[Enclosure]:
        """Enclose f and g, where the derivative of this order, divided by c unit^p, is f - g and both grow with p.

        Summed by parts, P = T_1 a_1^p + sum T_j (a_j^p - a_(j-1)^p), a_1 = 1, T_j = n_j + n_(j+1) + ...; and
        a^p ln(a)^m - b^p ln(b)^m with a >= b >= 1 grows with p, as its derivative is of this form and not < 0.
        """
        key = f"{p.numerator:x}/{p.denominator:x} {order}"  # texts, since a file can forge numbers of equal hash
        if key not in self.cache:
            (u, v), w = p.as_integer_ratio(), self.bits
            self.work.charge(w * len(self.form), w)
            tail, below, parts = sum(n for _, n in self.form), (0, 0), [(0, 0), (0, 0)]
            for (one, two), (_, n) in zip(self.logs, self.form, strict=True):
                low, high = enclose_exp(one * u // v, w)[0], enclose_exp(-(-two * u // v), w)[1]
                for _ in range(order):
                    low, high = max(one, 0) * low >> w, (two * high >> w) + 1
                old, t = parts[tail < 0], abs(tail)
                parts[tail < 0] = old[0] + t * (low - below[1]), old[1] + t * (high - below[0])
                below, tail = (low, high), tail - n
            self.cache[key] = parts
        return self.cache[key]

    def bound(self, u: Fraction, v: Fraction, order: int) -> int:
        """Return the sign of the derivative of P / unit^p on all of [u, v]; 0 if this bound does not tell."""
        while True:
            (f, g), (f_end, g_end) = self.split(u, order), self.split(v, order)
            found = (f[0] > g_end[1]) - (f_end[1] < g[0])
            blur = sum(high - low for low, high in (f, g, f_end, g_end))
            if found or 4 * blur < f_end[0] - f[1] + g_end[0] - g[1] or self.bits >= CURVE_BITS:
                return found * self.side
            self.sharpen()  # rounding hides more than the width of the interval does

    def vanishes(self, p: Fraction) -> bool:
        """Decide exactly whether P(p) = 0, 0 < p < 1."""
        return PowerSum(p, list(self.form)).sign(self.work) == 0

    def sign_on(self, u: Fraction, v: Fraction, exact: tuple[bool, bool] = (False, False)) -> int:
        """Return the sign of P on all of [u, v] but for 0, 1 and zeros at `exact` ends; 0 if it changes."""
        if self.steady:
            return self.at_0
        zeros = {Fraction(0): self.order_0, Fraction(1): self.order_1}
        zeros |= {p: 1 for p, end in zip((u, v), exact, strict=True) if end and self.vanishes(p)}
        signs, cells = set[int](), [(u, v)]
        while cells and len(signs) < 2:
            u, v = cells.pop()
            left, right = zeros.get(u, 0), zeros.get(v, 0)
            # Taylor: beside a zero of order m, P has the sign of its m-th derivative, on its left times (-1)^m.
            found = 0 if left and right else self.bound(u, v, left + right) * (-1) ** right
            if not found and left == right == 0 and self.bound(u, v, 1):  # monotone
                one, two = self.bound(u, u, 0), self.bound(v, v, 0)
                if one * two < 0:
                    return 0
                found = one if one == two else 0
            if not found and (v - u) * 2**FINEST_BITS < 1:
                raise StopError("undecided", "a sign on an interval is not settled")
            signs |= {found} - {0}
            middle = (u + v) / 2
            cells += [] if found else [(u, middle), (middle, v)]
        return signs.pop() if len(signs) == 1 else 0


class _Run:
    """One run of a path certificate: its cells, the power sums of its edges, its changes."""

    def __init__(self, gaps: list[Fraction], ends: list[Fraction], signs: list[str], where: str) -> None:
        self.gaps, self.signs, self.where = gaps, signs, where
        self.cells = list(zip(ends[::2], ends[1::2], strict=True))  # where the strings hold
        self.zeros = list(zip(ends[1:-1:2], ends[2:-1:2], strict=True))  # the brackets between them
        self.turning = list[_Curve]()
        self.tied = [set[int]() for _ in self.zeros]
        self.curves = dict[tuple[int, int], _Curve]()

    def power_sums(self, marks: str, work: Work) -> list[_Curve]:
        """Return for each edge g_k - D_k = g_k - g_(k-1) + ... back to where D was 0, by these marks."""
        found, start = list[_Curve](), 0
        for k in range(len(marks)):
            work.charge(2)
            if (start, k) not in self.curves:
                work.charge(8 * (k - start))
                terms: Terms = []
                for i in range(start, k + 1):
                    n, a, b = (-1) ** (k - i), self.gaps[i], self.gaps[i + 1]
                    terms += [(a, n), (b, n), (a + b, -n)]
                self.curves[start, k] = _Curve(terms, work)
            found.append(self.curves[start, k])
            start = start if marks[k] == "+" else k + 1
        return found

    def check_cells(self, work: _Audit) -> None:
        exact = [False, *(low == high for low, high in self.zeros), False]
        for (u, v), marks, ends in zip(self.cells, self.signs, pairwise(exact), strict=True):
            for k, (mark, curve) in enumerate(zip(marks, self.power_sums(marks, work), strict=True)):
                sign = "0+-"[curve.sign_on(u, v, ends)] if curve.form else "0"
                good = mark == sign and (mark != "0" or not curve.form)
                work.need("P06", good, f"sign {k + 1} of the {self.where}, p from {show(u)}", mark, "is not true")

    def check_turns(self, work: _Audit) -> None:
        for (low, high), before, after in zip(self.zeros, self.signs[:-1], self.signs[1:], strict=True):
            where = f"zero at {show(low)} of the {self.where}"
            k = next((i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b), -1)
            work.need("P07", k >= 0, where, before, "is followed by the same signs")
            curve = self.power_sums(before, work)[k]
            good = {before[k], after[k]} == {"+", "-"} and self.turns(curve, before[k], after[k], low, high)
            work.need("P07", good, where, before[k] + after[k], f"is not how edge {k + 1} turns")
            self.turning.append(curve)

    def turns(self, curve: _Curve, before: str, after: str, low: Fraction, high: Fraction) -> bool:
        """Decide whether P has just one zero in [low, high], a simple one, with these signs before and after."""
        signs = [1 if mark == "+" else -1 for mark in (before, after)]
        if curve.bound(low, high, 1) != signs[1] or "0" in before + after or before == after:
            return False
        if low == high:
            return curve.vanishes(low)
        return [curve.bound(low, low, 0), curve.bound(high, high, 0)] == signs

    def check_rest(self, work: Work) -> None:
        for i, (low, high) in enumerate(self.zeros):
            first = next(k for k, pair in enumerate(zip(*self.signs[i : i + 2], strict=True)) if len(set(pair)) > 1)
            turn, self.tied[i] = self.turning[i], {first}
            for marks in self.signs[i : i + 2]:
                # The sign of c a^p times the turning sum, on the side of these marks.
                turned = -turn.side if marks[first] == "-" else turn.side
                for k, (mark, curve) in enumerate(zip(marks, self.power_sums(marks, work), strict=True)):
                    value = {"+": 1, "0": 0, "-": -1}[mark]
                    if not curve.form:
                        good = value == 0
                    elif curve.form == turn.form:
                        good = value == turned * curve.side
                        self.tied[i].add(k)
                    elif low == high and curve.vanishes(low):
                        slope = curve.bound(low, high, 1)
                        good = slope != 0 and value == (slope if marks is self.signs[i + 1] else -slope)
                        self.tied[i].add(k)
                    else:
                        good = value == curve.sign_on(low, high) != 0
                    where = f"sign {k + 1} of the {self.where}, zero at {show(low)}"
                    work.need("P08", good, where, mark, "does not stand still")

    def matches(self, marks: str, side: int = 1) -> list[int]:
        """Return the canonical matching, as left gaps; with side -1 one with the fewest matches."""
        most: list[int | None] = [0, 0]  # matches of the first k gaps, times side
        for k, mark in enumerate(marks):
            alone = None if mark == "+" else most[k + 1]
            paired = None if mark == "-" or most[k] is None else (most[k] or 0) + side
            most.append(max((m for m in (alone, paired) if m is not None), default=None))
        found, k = list[int](), len(marks) + 1
        while k > 1:
            if marks[k - 2] != "+" and most[k - 1] == most[k]:
                k -= 1
            else:
                found.append(k := k - 2)
        return found[::-1]

    def excess(self) -> list[int]:
        """Return the zeros at or right after which some minimiser has more knots than it needs."""
        n, found = len(self.gaps), list[int]()
        for i, (marks, after) in enumerate(pairwise(self.signs)):
            tied = "".join("0" if k in self.tied[i] else mark for k, mark in enumerate(marks))
            if n - min(len(self.matches(tied, -1)), len(self.matches(after))) > (n + 1) // 2:
                found.append(i)
        return found


class _PathAudit(_Audit):
    """The clauses P02 to P15 of docs/path_certificate_v1.md."""

    def check(self, certificate: Any) -> None:
        form, problem, runs, claim = self.fields("P02", certificate, "format problem runs claim", "certificate")
        self.need("P02", form == PATH_FORMAT, "format", form, "is not known")
        self.points("P03", "P03", "P04", *self.fields("P03", problem, "dimension points", "problem"))
        good = isinstance(runs, list) and len(runs) == len(self.runs)
        self.need("P05", good, "runs", runs, f"is not a list of {len(self.runs)}")
        self.paths = [self.run(run, given) for run, given in zip(self.runs, runs, strict=True)]
        for clause, step in ("P06", _Run.check_cells), ("P07", _Run.check_turns), ("P08", _Run.check_rest):
            self.enter(clause)
            for path in self.paths:
                step(path, self)
        self.claims(claim, self.breakpoints())

    def run(self, run: list[int], given: Any) -> _Run:
        zeros, signs = self.fields("P05", given, "zeros signs", where := f"run from gap {run[0] + 1} on")
        good = isinstance(zeros, list) and isinstance(signs, list) and len(signs) == len(zeros) + 1
        self.need("P05", good, where, signs, "does not have one text more than zeros")
        ends = [Fraction(0)]
        for zero in zeros:
            self.need("P05", isinstance(zero, list) and len(zero) == 2, where, zero, "is not a pair")
            low, high = (self.rational("P05", value, DATA_DIGITS, where) for value in zero)
            self.need("P05", ends[-1] < low <= high < 1, where, low, "does not follow")
            ends += [low, high]
        for marks in signs:
            self.text("P05", marks, f"[+0-]{{{len(run) - 1}}}", where)
        return _Run([abs(self.d[i]) for i in run], [*ends, Fraction(1)], signs, where)

    def breakpoints(self) -> list[tuple[Enclosure, list[tuple[int, int]]]]:
        """Return each breakpoint with its bracket and the (run, zero) that change there, in order."""
        changes = [
            (path.zeros[i], r, i)
            for r, path in enumerate(self.paths)
            for i, (one, two) in enumerate(pairwise(map(path.matches, path.signs)))
            if one != two
        ]
        points: list[Any] = []
        self.enter("P09")
        for bracket, r, i in sorted(changes):
            form = self.paths[r].turning[i].form
            if points and points[-1][0] == bracket and (bracket[0] == bracket[1] or points[-1][2] == form):
                points[-1][1].append((r, i))
            else:
                good = not points or points[-1][0][1] < bracket[0]
                self.need("P09", good, "breakpoint at", bracket[0], "is not told apart from the one before")
                points.append((bracket, [(r, i)], form))
        return [(bracket, where) for bracket, where, _ in points]

    def claims(self, claim: Any, points: list[tuple[Any, list[tuple[int, int]]]]) -> None:
        names = "fewest_knots critical_exponent breakpoints pieces"
        fewest, critical, breaks, pieces = self.fields("P10", claim, names, "claim")
        good = isinstance(breaks, list) and isinstance(pieces, list)
        self.need("P10", good, "claim", claim, "does not have two lists")
        read = [self.bounds("P10", pair, "bounds") for pair in [critical, *breaks]]
        for pair in read:
            self.need("P10", max(pair) <= 1, "bounds", pair, "reach beyond 1")
        for piece in pieces:
            knots, minimizers = self.fields("P10", piece, "knots minimizers", "piece")
            self.need("P10", type(knots) is int and knots >= 0, "knots", knots, "is not a count")
            self.text("P10", minimizers, "infinite|0|[1-9][0-9]*", "minimizers")
        least = sum((len(run) + 1) // 2 for run in self.runs)
        good = type(fewest) is int and fewest == least
        self.need("P11", good, "fewest_knots", fewest, f"should be {least}")
        self.need("P12", len(breaks) == len(points), "number of breakpoints", len(breaks), f"should be {len(points)}")
        for (low, high), ((u, v), _) in zip(read[1:], points, strict=True):
            self.need("P12", low <= u and v <= high, "breakpoint", [low, high], f"does not enclose {show(u)}")
        for (_, high), (low, _) in pairwise(read[1:]):
            self.need("P12", high < low, "breakpoint", low, "is not after the one before")
        self.need("P13", len(pieces) == len(points) + 1, "number of pieces", len(pieces), "is not one more")
        found = self.pieces(points)
        for n, (piece, (knots, _)) in enumerate(zip(pieces, found, strict=True), 1):
            self.need("P13", piece["knots"] == knots, f"knots of piece {n}", piece["knots"], f"should be {knots}")
        self.enter("P14")
        for n, (piece, (_, text)) in enumerate(zip(pieces, found, strict=True), 1):
            good = piece["minimizers"] == text
            self.need("P14", good, f"minimizers of piece {n}", piece["minimizers"], f"should be {show(text)}")
        first = sorted(path.zeros[i] for path in self.paths for i in path.excess())
        first = [(u, v) for u, v in first if u <= first[0][1]] or [(Fraction(1), Fraction(1))]
        good = read[0][0] <= first[0][0] and max(v for _, v in first) <= read[0][1]
        good = good and (read[0] == first[0] or first[0][0] < 1)
        self.need("P15", good, "critical_exponent", critical, f"does not enclose {show(first[0][0])}")

    def pieces(self, points: list[tuple[Any, list[tuple[int, int]]]]) -> list[tuple[int, str]]:
        """Return, for each piece, how many knots its minimisers have, and how many minimisers there are."""
        cells = [0] * len(self.paths)
        found: list[tuple[int, str]] = []
        for _, where in [(None, list[tuple[int, int]]()), *points]:
            for r, i in where:
                cells[r] = i + 1
            here = [(path, path.signs[cell]) for path, cell in zip(self.paths, cells, strict=True)]
            self.charge(8 * sum(len(marks) + 1 for _, marks in here))
            ways = prod(_ways(marks, self) for _, marks in here)
            text = "infinite" if len(self.x) == 1 else f"{Decimal(ways):f}"
            found.append((sum(len(path.gaps) - len(path.matches(marks)) for path, marks in here), text))
        return found


def _ways(marks: str, work: Work) -> int:
    """Count the maximum-weight matchings of a run, see [C12]."""
    free, taken, must = 1, 0, False  # ways with the gap free, or taken by a match with the one before
    for mark in marks:
        work.charge(1 + free.bit_length() // 1024)
        free, taken = taken + (0 if must else free), 0 if mark == "-" else free
        must = mark == "+"
    return taken + (0 if must else free)


AUDITS: Audits = {FORMAT: (_Audit, CLAUSES, CLAIMS), PATH_FORMAT: (_PathAudit, PATH_CLAUSES, PATH_CLAIMS)}


def _verdict(source: Any, limit: int, audits: Audits, *, parse: bool) -> Verdict:
    (made, clauses, claims), audit = AUDITS[FORMAT], Work(limit)
    try:
        certificate = audit.json(source) if parse else source
        audit.plain(certificate, 0 if parse else 25)  # the text has paid already
        made, clauses, claims = audits[audit.format(certificate, audits)]
        left, audit = audit.left, made(limit)
        audit.left = left
        audit.check(certificate)
        verdict, reason = "undecided", "a clause was left out"
        if audit.entered == clauses:
            verdict, reason = "accept", "all clauses hold"  # (I1)
    except StopError as stop:
        verdict, reason = stop.args
    except Exception as fault:
        verdict, reason = "undecided", f"{type(fault).__name__} in the checker"
    # A clause was passed if one after it was entered; and none counts for a claim if one was left out.
    passed = clauses if verdict == "accept" else audit.entered[:-1]
    if audit.entered != clauses[: len(audit.entered)]:
        passed = []
    proved = sum(set(needed.split()) <= set(passed) for needed in claims.values())
    return Verdict(verdict, proved, audit.entered[-1], reason)


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
