"""Check a certificate of a fewest network: docs/network_certificate_v1.md, clause by clause, in their order.

``python -m proofs_check.network_checker FILE [--json] [--work N]``: like `checker.py`, whose formats it checks
too, and whose invariants (I1) to (I4) hold here; there is nothing but integers and fractions. It has in addition:

(I5) Kinds, rays and cells are made here, from the points; the file has no say in what there is to be excluded.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations, groupby
from math import gcd, lcm
from pathlib import Path
from typing import Any

if not __package__:  # run as a file, which would end with 1, as if it rejected, if its neighbours were not found
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proofs_check import checker
from proofs_check.checker import (
    AUDITS,
    DATA_DIGITS,
    SPLINE_DIGITS,
    Audits,
    Work,
    show,
)

Vector = tuple[int, ...]
Signs = tuple[int, ...]

FORMAT = "sparsest/network-certificate/1"
CLAUSES = ["C01"] + [f"N{number:02}" for number in range(2, 14)]
CLAIMS = {
    "the network interpolates": "N04 N05 N06 N07",
    "the least count is at most upper": "N08",
    "it is at least lower": "N09 N10 N11 N12 N13",
}
COUNTS = ("parameters", "neurons", "knots")


class NetworkWork(Work):
    """The reading of points and networks, whatever the clauses are called."""

    def read_points(self, pairs: str, increasing: str, d: int, points: Any) -> None:
        """Read d inputs and a label of every point; the inputs increase."""
        self.d = d
        self.need(pairs, isinstance(points, list) and points != [], "points", points, "is not a list of points")
        self.rows, self.y = list[list[Fraction]](), list[Fraction]()
        for i, point in enumerate(points, 1):
            self.need(pairs, isinstance(point, list) and len(point) == 2, f"point {i}", point, "is not a pair")
            good = isinstance(point[0], list) and len(point[0]) == d
            self.need(pairs, good, f"point {i}", point[0], f"is not a list of {show(d)}")
            row = [self.rational(pairs, value, DATA_DIGITS, f"x of point {i}") for value in point[0]]
            self.rows.append([*row, Fraction(1)])
            self.y.append(self.rational(pairs, point[1], DATA_DIGITS, f"y of point {i}"))
        self.enter(increasing)
        for i, row in enumerate(self.rows[1:], 2):
            good = self.rows[i - 2] < row
            self.need(increasing, good, f"x of point {i}", points[i - 1][0], "is not after the one before")

    def read_neurons(self, clause: str, neurons: Any) -> None:
        """Read the output weight and the weights of every neuron, the bias last."""
        self.need(clause, isinstance(neurons, list), "neurons", neurons, "is not a list")
        self.neurons = list[tuple[Fraction, list[Fraction]]]()
        for k, neuron in enumerate(neurons, 1):
            v, inputs, bias = self.fields(clause, neuron, "output_weight input_weights bias", where := f"neuron {k}")
            w = [*self.vector(clause, inputs, self.d, where), self.rational(clause, bias, SPLINE_DIGITS, where)]
            self.neurons.append((self.rational(clause, v, SPLINE_DIGITS, where), w))

    def interpolates(self, clause: str, affine: list[Fraction]) -> None:
        """Check the value of the network, with an affine part, at every point."""
        self.enter(clause)
        for i, (row, y) in enumerate(zip(self.rows, self.y, strict=True), 1):
            value = self.dot(affine, row)
            for v, w in self.neurons:
                height = self.dot(w, row)
                self.charge(8, 0, v, height, value)
                value += v * max(Fraction(0), height)
            self.need(clause, value == y, f"value at point {i}", value, f"should be {show(y)}")

    def vector(self, clause: str, given: Any, length: int, where: str) -> list[Fraction]:
        """Read a list of so many rationals."""
        self.need(clause, isinstance(given, list) and len(given) == length, where, given, f"is not a list of {length}")
        return [self.rational(clause, value, SPLINE_DIGITS, where) for value in given]

    def dot(self, a: list[Fraction], b: list[Fraction]) -> Fraction:
        """Return the product of two vectors."""
        self.charge(2 * len(a) + 4)
        total = Fraction(0)
        for s, t in zip(a, b, strict=True):
            if s and t:
                self.charge(8, 0, s, t, total)  # denominators pile up
                total += s * t
        return total


class _NetworkAudit(NetworkWork):
    """The clauses N02 to N13; each method leaves what the later ones need."""

    def check(self, certificate: Any) -> None:
        names = "format problem claim network cuts tree"
        form, problem, claim, network, cuts, tree = self.fields("N02", certificate, names, "certificate")
        self.need("N02", form == FORMAT, "format", form, "is not known")
        self.problem(problem)
        self.network(network)
        self.claim(claim)
        self.cuts(cuts)
        self.tree(tree)

    def problem(self, problem: Any) -> None:
        d, p, count, points = self.fields("N03", problem, "dimension p count points", "problem")
        self.need("N03", type(d) is int and d >= 1, "dimension", d, "is not a positive integer")
        self.need("N03", p == "0", "p", p, 'is not "0"')
        good = isinstance(count, str) and count in COUNTS and (count != "knots" or d == 1)
        self.need("N03", good, "count", count, "is not known in this dimension")
        self.count = count
        self.read_points("N04", "N05", d, points)

    def network(self, network: Any) -> None:
        neurons, affine = self.fields("N06", network, "neurons affine", "network")
        self.read_neurons("N06", neurons)
        a = self.vector("N06", affine, self.d + 1, "affine")
        self.need("N06", self.count == "knots" or not any(a), "affine", affine, "is not 0")
        self.interpolates("N07", a)

    def claim(self, claim: Any) -> None:
        lower, upper = self.fields("N08", claim, "lower upper", "claim")
        for name, count in ("lower", lower), ("upper", upper):
            self.need("N08", type(count) is int and count >= 0, name, count, "is not a count")
        self.need("N08", lower <= upper, "lower", lower, f"exceeds {show(upper)}")
        charged = [[a for a in w if v and a] for v, w in self.neurons]
        found = sum(map(len, charged)) if self.count == "parameters" else sum(map(bool, charged))
        self.need("N08", upper == found, "upper", upper, f"should be {found}")
        self.budget = lower - 1

    def cuts(self, cuts: Any) -> None:
        self.need("N09", isinstance(cuts, list), "cuts", cuts, "is not a list")
        self.multipliers = list[list[Fraction]]()
        for k, cut in enumerate(cuts, 1):
            values = self.vector("N09", cut, len(self.rows), f"cut {k}")
            self.need("N09", all(a.denominator == 1 for a in values), f"cut {k}", cut, "has a fraction")
            self.need("N09", self.dot(values, self.y) > 0, f"cut {k}", cut, "does not have lambda . y > 0")
            if self.count == "knots":
                for column in zip(*self.rows, strict=True):
                    good = self.dot(values, list(column)) == 0
                    self.need("N09", good, f"cut {k}", cut, "is not orthogonal to the affine functions")
            self.multipliers.append(values)

    def tree(self, tree: Any) -> None:
        self.need("N10", isinstance(tree, list), "tree", tree, "is not a list")
        for number in tree:
            good = type(number) is int and 0 <= number < len(self.multipliers)
            self.need("N10", good, "tree", number, "is not the number of a cut")
        self.need("N10", tree == [] or self.budget >= 0, "tree", tree, "is not empty, though lower is 0")
        self.enter("N11")
        visited = self.walk(tree) if self.budget >= 0 else 0
        self.need("N12", visited >= len(tree), "tree", len(tree), f"goes on after its last node, number {visited}")
        self.need("N13", visited <= len(tree), "tree", len(tree), "ends before its last node")

    def walk(self, tree: list[int]) -> int:
        """Visit the tree in preorder; return how many nodes it has, at most one more than the list.

        Sets of signed kinds are the bits of integers, in the order of the page.
        """
        needed = {int(y < 0) for y in self.y if y} if self.count != "knots" else set[int]()
        kinds = _Kinds(self, self.budget - (len(needed) == 2))
        masks = [kinds.unblocked(values) for values in self.multipliers]
        # Each entry: chosen and barred kinds, those of the children to come, what is left, which signs of v are chosen.
        # Children are made one by one; a path has no cut twice [N11], so that the stack is not larger than the masks.
        stack = list[tuple[int, int, int, int, frozenset[int]]]()
        chosen, barred, left, signs, place = 0, 0, self.budget, frozenset[int](), 0
        while place < len(tree):
            open_kinds, place = masks[tree[place]], place + 1
            self.charge(16 + len(kinds.costs) // 128)  # sets of so many bits, some ten times
            good = not open_kinds & chosen
            self.need("N11", good, f"node {place}", tree[place - 1], "leaves a chosen kind unblocked")
            rest = open_kinds & ~barred & kinds.affordable(left, needed - signs)
            stack += [(chosen, barred, rest, left, signs)] if rest else []
            if not stack:
                return place
            chosen, barred, rest, left, signs = stack.pop()
            bit = rest & -rest
            kind, rest, barred = bit.bit_length() - 1, rest ^ bit, barred | bit
            stack += [(chosen, barred, rest, left, signs)] if rest else []
            chosen, left, signs = chosen | bit, left - kinds.costs[kind // 2], signs | {kind % 2}
        return place + 1


class _Kinds:
    """The kinds that cost at most so much, with the rays of their cells (I5)."""

    def __init__(self, audit: _NetworkAudit, most: int) -> None:
        self.audit, self.most = audit, most
        self.scales, self.rows = list[int](), list[Vector]()
        for row in audit.rows:
            self.scales.append(scale := self.multiple([a.denominator for a in row]))
            audit.charge(4 * len(row), scale.bit_length())
            self.rows.append(tuple(a.numerator * (scale // a.denominator) for a in row))
        self.scale = self.multiple(self.scales)
        self.bits = max(abs(a) for row in self.rows for a in row).bit_length()
        self.costs, self.rays = list[int](), list[list[int]]()  # of each kind; rays by their numbers
        self.outputs = list[Vector]()  # of each ray, at the scaled rows
        self.names: dict[tuple[Vector, ...], int] = {}
        for support in self.supports():
            self.add(support)
        # In `affordable`, all signed kinds that cost at most c, by the sign of v.
        self.cheap: dict[tuple[int, int], int] = {}

    def multiple(self, numbers: list[int]) -> int:
        """Return the least common multiple, which may be long though none of the numbers is."""
        result = 1
        for n in numbers:
            self.audit.charge(2, result.bit_length() + n.bit_length())
            result = lcm(result, n)
        return result

    def supports(self) -> Iterator[Vector]:
        width, n = self.audit.d + 1, len(self.rows)
        if self.audit.count != "parameters":
            chosen: Vector = ()
            for k in range(width):
                chosen += (k,) if self.rank((*chosen, k)) > len(chosen) else ()
            yield chosen
            return
        for size in range(min(self.most, width, n), 0, -1):
            for support in combinations(range(width), size):
                if self.rank(support) == size:
                    yield support

    def rank(self, support: Vector) -> int:
        return len(support) - len(
            kernel(self.audit, [self.restricted(row, support) for row in self.rows], len(support), self.bits)
        )

    def restricted(self, row: Vector, support: Vector) -> Vector:
        return tuple(row[k] for k in support)

    def add(self, support: Vector) -> None:
        """Add the kinds of one support: its rays from all sets of rows, its cells from its rays."""
        size, rows = len(support), [self.restricted(row, support) for row in self.rows]
        self.audit.charge(60 + 4 * len(rows), self.bits)
        distinct = [row for row, _ in groupby(sorted(rows)) if any(row)]  # no set: files can forge hashes
        rays: dict[Vector, Vector] = {}  # with their products with the rows
        for subset in combinations(distinct, size - 1):
            basis = kernel(self.audit, subset, size, self.bits)
            if len(basis) == 1:
                self.audit.charge(40 + (6 + size) * len(rows), self.bits * size)
                ray = basis[0]
                rays[ray] = tuple(dot(row, ray) for row in rows)
                rays[tuple(-a for a in ray)] = tuple(-a for a in rays[ray])
        for signs, own in sorted(self.cells(rows, rays)):
            if any(s > 0 for s in signs):
                self.costs.append(size if self.audit.count == "parameters" else 1)
                self.rays.append([self.number(support, ray, rays[ray]) for ray in own])

    def cells(self, rows: list[Vector], rays: dict[Vector, Vector]) -> Iterator[tuple[Signs, list[Vector]]]:
        """Yield the cells with their rays: sign vectors, lengthened one by one.

        The closed cone of some first signs is a union of closed cells, so it is the hull of the rays in it, and it has
        inner points if and only if the sum of these rays is one.
        """
        stack: list[tuple[Signs, list[Vector]]] = [((), list(rays))]
        width = len(rows[0])
        while stack:
            signs, own = stack.pop()
            i = len(signs)
            if i == len(rows):
                yield signs, own
                continue
            self.audit.charge(20 + (3 + width) * len(own) + 2 * (4 + width) * i, self.bits * width)
            if not any(rows[i]):
                stack.append(((*signs, 0), own))
                continue
            for s in (1, -1):
                kept = [ray for ray in own if rays[ray][i] * s >= 0]
                centre = tuple(map(sum, zip(*kept, strict=True))) or (0,) * width
                longer = (*signs, s)
                if all(t == 0 or t * dot(row, centre) > 0 for t, row in zip(longer, rows, strict=False)):
                    stack.append((longer, kept))

    def number(self, support: Vector, ray: Vector, products: Vector) -> int:
        key = tuple((k, a) for k, a in zip(support, ray, strict=True) if a)  # supports may share rays
        if key not in self.names:
            self.names[key] = len(self.outputs)
            self.outputs.append(tuple(max(0, a) for a in products))
        return self.names[key]

    def unblocked(self, values: list[Fraction]) -> int:
        """Return the signed kinds that the cut leaves unblocked."""
        self.audit.charge(4 * len(values), self.scale.bit_length(), *values)
        whole = [int(a) * (self.scale // c) for a, c in zip(values, self.scales, strict=True)]
        bits = max(map(abs, whole)).bit_length() + self.bits
        self.audit.charge(len(self.outputs) * (6 + len(whole)) + 4 * sum(len(own) + 1 for own in self.rays), bits)
        signs = [sign_of(dot(whole, output)) for output in self.outputs]
        found = [{signs[ray] for ray in own} for own in reversed(self.rays)]
        return _set("01"[s in own] for own in found for s in (-1, 1))

    def affordable(self, left: int, missing: set[int]) -> int:
        """Return the signed kinds that may be chosen, with 1 kept for the signs of v that are still missing."""
        return self.within(left - (1 in missing), 0) | self.within(left - (0 in missing), 1)

    def within(self, cost: int, sign: int) -> int:
        if (cost, sign) not in self.cheap:
            self.audit.charge(4 * len(self.costs))
            own = (("00", ("01", "10")[sign])[c <= cost] for c in reversed(self.costs))
            self.cheap[cost, sign] = _set(own)
        return self.cheap[cost, sign]


def kernel(work: Work, rows: Sequence[Vector], width: int, bits: int) -> list[Vector]:
    """Return a basis of the kernel of rows with numbers of so many bits, primitive integral, by Gauss-Jordan."""
    work.charge(40 + 8 * len(rows) * width * width, bits * width)
    pivots: dict[int, list[Fraction]] = {}
    for row in rows:
        rest = [Fraction(a) for a in row]
        for k, pivot in pivots.items():
            rest = [a - rest[k] * b for a, b in zip(rest, pivot, strict=True)] if rest[k] else rest
        lead = next((k for k, a in enumerate(rest) if a), None)
        if lead is not None:
            rest = [a / rest[lead] for a in rest]
            for k, pivot in pivots.items():
                pivots[k] = [a - pivot[lead] * b for a, b in zip(pivot, rest, strict=True)]
            pivots[lead] = rest
    basis: list[Vector] = []
    for free in (k for k in range(width) if k not in pivots):
        vector = [-pivots[k][free] if k in pivots else Fraction(k == free) for k in range(width)]
        scale = lcm(*(a.denominator for a in vector))
        whole = [int(a * scale) for a in vector]
        common = gcd(*whole)
        basis.append(tuple(a // common for a in whole))
    return basis


def sign_of(a: int) -> int:
    """Return 1, 0 or -1."""
    return (a > 0) - (a < 0)


def _set(digits: Iterable[str]) -> int:
    """Return the set with these binary digits, the last kinds first, in linear time."""
    return int("".join(digits) or "0", 2)


def dot(a: Vector | list[int], b: Vector | list[int]) -> int:
    """Return the product of two integral vectors."""
    return sum(s * t for s, t in zip(a, b, strict=True) if t)


NETWORK_AUDITS: Audits = {**AUDITS, FORMAT: (_NetworkAudit, CLAUSES, CLAIMS)}


#: As in `checker.py`, for certificates of any format so far.
check_text = partial(checker.check_text, audits=NETWORK_AUDITS)
check_certificate = partial(checker.check_certificate, audits=NETWORK_AUDITS)
check_file = partial(checker.check_file, audits=NETWORK_AUDITS)

if __name__ == "__main__":
    sys.exit(checker.main(audits=NETWORK_AUDITS))
