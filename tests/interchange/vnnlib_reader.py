"""A reader of VNN-LIB 2.0, by the published grammar, for what the package writes: no code of the package's."""

import re
from fractions import Fraction

_TOKEN = re.compile(r"\s+|;[^\n]*|<\d+\.\d+>|[()\[\],]|-?\d+(?:\.\d+)?|[A-Za-z][A-Za-z0-9_-]*|<=|>=|==|!=|[<>+*-]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_COMPARE = {
    ">": lambda a, b: a > b, "<": lambda a, b: a < b, ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
}  # fmt: skip


class Query:
    """A query: its version, networks {name: {variable: shape}} and assertions, each a function of an assignment."""

    def __init__(self, text):
        self.tokens = list(tokens(text))
        self.take("(", "vnnlib-version")
        self.version = self.tokens.pop(0)
        self.take(")")
        self.networks, self.shapes, self.assertions = {}, {}, []
        while self.tokens[:2] == ["(", "declare-network"]:
            self.network()
        while self.tokens:
            self.take("(", "assert")
            self.assertions.append(self.formula())
            self.take(")")
        if not (self.networks and self.assertions):
            raise ValueError("a query has a network and an assertion")

    def holds(self, **values):
        return all(one(values) for one in self.assertions)

    def take(self, *wanted):
        for token in wanted:
            found = self.tokens.pop(0)
            if found != token:
                raise ValueError(f"{found!r} in place of {token!r}")

    def network(self):
        self.take("(", "declare-network")
        name = self.tokens.pop(0)
        self.networks[name] = {}
        for kind in ("declare-input", "declare-output"):
            self.take("(", kind)
            variable, element = self.tokens.pop(0), self.tokens.pop(0)
            if element not in ("Real", "float32", "float64", "float16"):
                raise ValueError(f"{element} is no element type")
            self.networks[name][variable] = self.shapes[variable] = self.numbers()
            self.take(")")
        self.take(")")

    def numbers(self):
        self.take("[")
        found = [int(self.tokens.pop(0))]
        while self.tokens[0] == ",":
            self.take(",")
            found.append(int(self.tokens.pop(0)))
        self.take("]")
        return found

    def formula(self):
        self.take("(")
        head = self.tokens.pop(0)
        if head in ("and", "or"):
            parts = []
            while self.tokens[0] != ")":
                parts.append(self.formula())
            every = all if head == "and" else any
            self.take(")")
            if not parts:
                raise ValueError("and, or need a part")
            return lambda values: every(part(values) for part in parts)
        compare, left, right = _COMPARE[head], self.term(), self.term()
        self.take(")")
        return lambda values: compare(left(values), right(values))

    def term(self):
        first = self.tokens.pop(0)
        if _NUMBER.fullmatch(first):
            return lambda _: Fraction(first)
        if first in self.shapes:
            index, shape = self.numbers(), self.shapes[first]
            if len(index) != len(shape) or not all(0 <= i < n for i, n in zip(index, shape, strict=True)):
                raise ValueError(f"{first}{index} is outside of its shape")
            return lambda values: values[first]
        if first != "(":
            raise ValueError(f"{first!r} is no term")
        sign, parts = self.tokens.pop(0), []
        while self.tokens[0] != ")":
            parts.append(self.term())
        self.take(")")
        if sign not in "+*" or not parts:
            raise ValueError(f"{sign!r} is no operation that is read here")

        def value(values):
            numbers = [part(values) for part in parts]
            total = numbers[0]
            for number in numbers[1:]:
                total = total + number if sign == "+" else total * number
            return total

        return value


def tokens(text):
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise ValueError(f"{text[place : place + 20]!r} is no token")
        place = match.end()
        if match[0].strip() and not match[0].startswith(";"):
            yield match[0]
