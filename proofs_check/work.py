"""What a checker may spend and what it reads: the budget, the clauses entered, and each kind of value of a file.

The invariants (I1) and (I4) of `checker.py` are kept here: the clauses are noted in the order in which they are
entered, and work is charged as it is done. Nothing here knows a format.
"""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from math import gcd
from reprlib import Repr
from typing import Any

MAX_BYTES, MAX_DEPTH, DATA_DIGITS, SPLINE_DIGITS = 64 * 2**20, 16, 1_000, 20_000
DEFAULT_WORK = 250_000_000  # steps of very roughly 0.2 microseconds


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
