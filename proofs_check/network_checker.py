"""Check a certificate of a fewest network: docs/network_certificate_v1.md, clause by clause, in their order.

``python -m proofs_check.network_checker FILE [--json] [--work N]``: like the checkers below it, whose formats it checks
too, and whose invariants (I1) to (I4) hold here; there is nothing but integers and fractions. It has in addition:

(I5) Kinds, rays and cells are made here, from the points; the file has no say in what there is to be excluded.
"""

import sys
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations, groupby
from math import lcm
from pathlib import Path
from typing import Any, NamedTuple

if not __package__:  # run as a file, which would end with 1, as if it rejected, if its neighbours were not found
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proofs_check import checker
from proofs_check.checker import Audits
from proofs_check.path_checker import PATH_AUDITS
from proofs_check.regions import chosen_points, need_regions
from proofs_check.spaces import Vector, dot, null_space, sign_of
from proofs_check.work import DATA_DIGITS, SPLINE_DIGITS, Work, show

Neurons = list[tuple[Fraction, list[Fraction]]]  # the output weight of each, and its weights, the bias last
Signs = tuple[int, ...]
Packing = tuple[int, list[tuple[int, int]]]  # its whole; the numbers of its cuts, each with its share

FORMAT = "sparsest/network-certificate/1"
CLAUSES = ["C01", *(f"N{number:02}" for number in (*range(2, 9), 16, 17, 18, *range(9, 16)))]
CLAIMS = {
    "the network interpolates": "N04 N05 N06 N07",
    "the least count is at most upper": "N08",
    "it is at least lower": "N16 N17 N18 N09 N10 N11 N12 N13 N14 N15",
}
OPTIONAL = ("packings", "subset", "regions")
COUNTS = ("parameters", "neurons", "knots")
MOST = 1_000_000  # what the shares of a packing and their whole may be


class NetworkData(NamedTuple):
    """Points of d inputs: rows with a 1 at the end, for the bias; and labels."""

    d: int
    rows: list[list[Fraction]]
    y: list[Fraction]


def read_network_points(work: Work, pairs: str, increasing: str, d: int, points: Any) -> NetworkData:
    """Read points whose inputs increase, by these two clauses."""
    rows, y = list[list[Fraction]](), list[Fraction]()
    for i, inputs, label in work.points(pairs, points):
        inputs = work.listed(pairs, inputs, f"point {i}", d)
        row = [work.rational(pairs, value, DATA_DIGITS, f"x of point {i}") for value in inputs]
        rows.append([*row, Fraction(1)])
        y.append(work.rational(pairs, label, DATA_DIGITS, f"y of point {i}"))
    work.enter(increasing)
    for i, row in enumerate(rows[1:], 2):
        good = rows[i - 2] < row
        work.need(increasing, good, f"x of point {i}", points[i - 1][0], "is not after the one before")
    return NetworkData(d, rows, y)


def read_neurons(work: Work, clause: str, d: int, neurons: Any) -> Neurons:
    """Read the weights of neurons of d inputs."""
    found: Neurons = []
    for k, neuron in enumerate(work.listed(clause, neurons, "neurons"), 1):
        v, inputs, bias = work.fields(clause, neuron, "output_weight input_weights bias", where := f"neuron {k}")
        w = [*_vector(work, clause, inputs, d, where), work.rational(clause, bias, SPLINE_DIGITS, where)]
        found.append((work.rational(clause, v, SPLINE_DIGITS, where), w))
    return found


def check_values(work: Work, clause: str, data: NetworkData, neurons: Neurons, affine: list[Fraction]) -> None:
    """Check the value of the network, with an affine part, at every point."""
    work.enter(clause)
    for i, (row, y) in enumerate(zip(data.rows, data.y, strict=True), 1):
        value = _product(work, affine, row)
        for v, w in neurons:
            height = _product(work, w, row)
            work.charge(8, 0, v, height, value)
            value += v * max(Fraction(0), height)
        work.need(clause, value == y, f"value at point {i}", value, f"should be {show(y)}")


def _vector(work: Work, clause: str, given: Any, length: int, where: str) -> list[Fraction]:
    listed = work.listed(clause, given, where, length)
    return [work.rational(clause, value, SPLINE_DIGITS, where) for value in listed]


def _product(work: Work, a: list[Fraction], b: list[Fraction]) -> Fraction:
    """Return the product of two vectors of fractions."""
    work.charge(2 * len(a) + 4)
    total = Fraction(0)
    for s, t in zip(a, b, strict=True):
        if s and t:
            work.charge(8, 0, s, t, total)  # denominators pile up
            total += s * t
    return total


def _check(work: Work, certificate: Any) -> None:
    """Check the clauses N02 to N18."""
    more = [name for name in OPTIONAL if isinstance(certificate, dict) and name in certificate]
    names = " ".join(["format problem claim network cuts tree", *more])
    form, problem, claim, network, cuts, tree, *values = work.fields("N02", certificate, names, "certificate")
    given = dict(zip(more, values, strict=True))
    work.need("N02", form == FORMAT, "format", form, "is not known")
    count, data = _problem(work, problem)
    neurons = _network(work, network, count, data)
    budget = _claim(work, claim, count, neurons)
    if "subset" in given:
        data = _part(data, chosen_points(work, "N16", given["subset"], len(data.rows), "subset"))
    work.enter("N16")
    if "regions" in given:
        alone = cuts == tree == [] and more == ["regions"]
        work.need("N17", alone, "regions", given["regions"], "stand beside cuts, packings, a tree or a subset")
        work.need("N17", count == "parameters", "count", count, "is not that of parameters")
        part = _part(data, chosen_points(work, "N17", given["regions"], len(data.rows), "regions"))
        need_regions(work, part.rows, part.y, budget + 1)
        budget = -1  # nothing is left for a tree to exclude
    else:
        work.enter("N17")
        work.enter("N18")
    multipliers = _cuts(work, cuts, count, data)
    packings = _packings(work, given.get("packings", []), len(multipliers))
    _tree(work, tree, multipliers, packings, budget, count, data)


def _part(data: NetworkData, numbers: list[int]) -> NetworkData:
    """Return some of the points: what interpolates all interpolates them."""
    return NetworkData(data.d, [data.rows[i] for i in numbers], [data.y[i] for i in numbers])


def _problem(work: Work, problem: Any) -> tuple[str, NetworkData]:
    d, p, count, points = work.fields("N03", problem, "dimension p count points", "problem")
    work.need("N03", type(d) is int and d >= 1, "dimension", d, "is not a positive integer")
    work.need("N03", p == "0", "p", p, 'is not "0"')
    good = isinstance(count, str) and count in COUNTS and (count != "knots" or d == 1)
    work.need("N03", good, "count", count, "is not known in this dimension")
    return count, read_network_points(work, "N04", "N05", d, points)


def _network(work: Work, network: Any, count: str, data: NetworkData) -> Neurons:
    listed, affine = work.fields("N06", network, "neurons affine", "network")
    neurons = read_neurons(work, "N06", data.d, listed)
    a = _vector(work, "N06", affine, data.d + 1, "affine")
    work.need("N06", count == "knots" or not any(a), "affine", affine, "is not 0")
    check_values(work, "N07", data, neurons, a)
    return neurons


def _claim(work: Work, claim: Any, count: str, neurons: Neurons) -> int:
    """Return the largest count that the tree has to exclude."""
    lower, upper = work.fields("N08", claim, "lower upper", "claim")
    work.count("N08", lower, "lower")
    work.count("N08", upper, "upper")
    work.need("N08", lower <= upper, "lower", lower, f"exceeds {show(upper)}")
    charged = [[a for a in w if v and a] for v, w in neurons]
    found = sum(map(len, charged)) if count == "parameters" else sum(map(bool, charged))
    work.need("N08", upper == found, "upper", upper, f"should be {found}")
    return int(lower) - 1


def _cuts(work: Work, cuts: Any, count: str, data: NetworkData) -> list[list[Fraction]]:
    multipliers = list[list[Fraction]]()
    for k, cut in enumerate(work.listed("N09", cuts, "cuts"), 1):
        values = _vector(work, "N09", cut, len(data.rows), f"cut {k}")
        work.need("N09", all(a.denominator == 1 for a in values), f"cut {k}", cut, "has a fraction")
        work.need("N09", _product(work, values, data.y) > 0, f"cut {k}", cut, "does not have lambda . y > 0")
        if count == "knots":
            for column in zip(*data.rows, strict=True):
                good = _product(work, values, list(column)) == 0
                work.need("N09", good, f"cut {k}", cut, "is not orthogonal to the affine functions")
        multipliers.append(values)
    return multipliers


def _packings(work: Work, packings: Any, cuts: int) -> list[Packing]:
    """Return the whole of each packing, and its cuts with their shares."""
    found = list[Packing]()
    for k, packing in enumerate(work.listed("N10", packings, "packings"), 1):
        values, where = work.listed("N10", packing, f"packing {k}"), f"packing {k}"
        work.charge(4 * len(values))
        good = len(values) % 2 == 1 and all(type(a) is int and 0 <= a <= MOST for a in values)
        work.need("N10", good, where, packing, f"is not an odd number of integers from 0 to {MOST}")
        whole, numbers, shares = values[0], values[1::2], values[2::2]
        work.need("N10", 0 not in (whole, *shares), where, packing, "has a whole or a share that is 0")
        good = all(a < b for a, b in zip([-1, *numbers], [*numbers, cuts], strict=True))
        work.need("N10", good, where, packing, "has not the numbers of some cuts, in increasing order")
        found.append((whole, list(zip(numbers, shares, strict=True))))
    return found


def _tree(
    work: Work,
    tree: Any,
    multipliers: list[list[Fraction]],
    packings: list[Packing],
    budget: int,
    count: str,
    data: NetworkData,
) -> None:
    for number in work.listed("N11", tree, "tree"):
        good = type(number) is int and 0 <= number < len(multipliers) + len(packings)
        work.need("N11", good, "tree", number, "is not the number of a cut or of a packing")
    work.need("N11", tree == [] or budget >= 0, "tree", tree, "is not empty, though lower is 0")
    work.enter("N12")
    visited = 0
    if budget >= 0:
        needed = {int(y < 0) for y in data.y if y} if count != "knots" else set[int]()
        kinds = _Kinds(work, count, data, budget - (len(needed) == 2))
        # Room for the sum of the shares of a packing, for the most that a kind may have of it, and for one bit more.
        largest = [max(sum(a for _, a in pairs), whole * (data.d + 1)) for whole, pairs in packings]
        kinds.lane = max(largest, default=0).bit_length() + 1
        visited = _walk(kinds, tree, [kinds.unblocked(values) for values in multipliers], packings, budget, needed)
    work.enter("N13")
    work.need("N14", visited >= len(tree), "tree", len(tree), f"goes on after its last node, number {visited}")
    work.need("N15", visited <= len(tree), "tree", len(tree), "ends before its last node")


def _walk(
    kinds: "_Kinds", tree: list[int], masks: list[int], packings: list[Packing], budget: int, needed: set[int]
) -> int:
    """Visit the tree in preorder; return how many nodes it has, at most one more than the list.

    Sets of signed kinds are integers with a lane of bits for each kind, in the order of the page, and its lowest bit
    set if the kind is in it; masks are those that a cut leaves unblocked, and needed are the signs of v without which
    there is no network.
    """
    # Each entry: chosen and barred kinds, those of the children to come, what is left, which signs of v are chosen.
    # Children are made one by one; a path has no cut twice [N12], so that the stack is not larger than the masks.
    stack = list[tuple[int, int, int, int, frozenset[int]]]()
    chosen, barred, left, signs, place = 0, 0, budget, frozenset[int](), 0
    while place < len(tree):
        number, place = tree[place], place + 1
        kinds.work.charge(16 + len(kinds.costs) * kinds.lane // 128)  # sets of so many lanes, some ten times
        rest = kinds.affordable(left, needed - signs) & ~barred
        if number < len(masks):
            good, clause, fault = not masks[number] & chosen, "N12", "leaves a chosen kind unblocked"
            rest &= masks[number]
        else:
            whole, pairs = packings[number - len(masks)]
            kinds.work.charge(len(pairs) * (1 + len(kinds.costs) * kinds.lane // 1024))
            good = kinds.is_packed(whole, [(masks[k], a) for k, a in pairs if not masks[k] & chosen], rest, left)
            rest, clause, fault = 0, "N13", "is not a packing of more than is left"
        if not good:  # else the clauses would be entered again and again
            kinds.work.need(clause, good, f"node {place}", number, fault)
        stack += [(chosen, barred, rest, left, signs)] if rest else []
        if not stack:
            return place
        chosen, barred, rest, left, signs = stack.pop()
        bit = rest & -rest
        kind, rest, barred = (bit.bit_length() - 1) // kinds.lane, rest ^ bit, barred | bit
        stack += [(chosen, barred, rest, left, signs)] if rest else []
        chosen, left, signs = chosen | bit, left - kinds.costs[kind // 2], signs | {kind % 2}
    return place + 1


class _Kinds:
    """The kinds that cost at most so much, with the rays of their cells (I5)."""

    def __init__(self, work: Work, count: str, data: NetworkData, most: int) -> None:
        self.work, self.count, self.width, self.most = work, count, data.d + 1, most
        self.scales, self.rows = list[int](), list[Vector]()
        for row in data.rows:
            self.scales.append(scale := self.multiple([a.denominator for a in row]))
            work.charge(4 * len(row), scale.bit_length())
            self.rows.append(tuple(a.numerator * (scale // a.denominator) for a in row))
        self.scale = self.multiple(self.scales)
        self.bits = max(abs(a) for row in self.rows for a in row).bit_length()
        self.costs, self.rays = list[int](), list[list[int]]()  # of each kind; rays by their numbers
        self.outputs = list[Vector]()  # of each ray, at the scaled rows
        self.names: dict[tuple[Vector, ...], int] = {}
        for support in self.supports():
            self.add(support)
        self.lane = 1  # how many bits a signed kind has in a set; what follows is made when it is known
        # In `affordable`, all signed kinds that cost at most c, by the sign of v.
        self.cheap: dict[tuple[int, int], int] = {}
        self.everything, self.prices = 0, 0  # in `is_packed`, all signed kinds, and the cost of each in its lane

    def multiple(self, numbers: list[int]) -> int:
        """Return the least common multiple, which may be long though none of the numbers is."""
        result = 1
        for n in numbers:
            self.work.charge(2, result.bit_length() + n.bit_length())
            result = lcm(result, n)
        return result

    def supports(self) -> Iterator[Vector]:
        """Yield the supports of the kinds."""
        width, n = self.width, len(self.rows)
        if self.count != "parameters":
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
        """Return the rank of the points in these coordinates."""
        return len(support) - len(
            null_space(self.work, [self.restricted(row, support) for row in self.rows], len(support), self.bits)
        )

    def restricted(self, row: Vector, support: Vector) -> Vector:
        """Return a row in these coordinates."""
        return tuple(row[k] for k in support)

    def add(self, support: Vector) -> None:
        """Add the kinds of one support: its rays from all sets of rows, its cells from its rays."""
        size, rows = len(support), [self.restricted(row, support) for row in self.rows]
        self.work.charge(60 + 4 * len(rows), self.bits)
        distinct = [row for row, _ in groupby(sorted(rows)) if any(row)]  # no set: files can forge hashes
        rays: dict[Vector, Vector] = {}  # with their products with the rows
        for subset in combinations(distinct, size - 1):
            basis = null_space(self.work, subset, size, self.bits)
            if len(basis) == 1:
                self.work.charge(40 + (6 + size) * len(rows), self.bits * size)
                ray = basis[0]
                rays[ray] = tuple(dot(row, ray) for row in rows)
                rays[tuple(-a for a in ray)] = tuple(-a for a in rays[ray])
        for signs, own in sorted(self.cells(rows, rays)):
            if any(s > 0 for s in signs):
                self.costs.append(size if self.count == "parameters" else 1)
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
            self.work.charge(20 + (3 + width) * len(own) + 2 * (4 + width) * i, self.bits * width)
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
        """Return the number of a ray, a new one if it was not seen."""
        key = tuple((k, a) for k, a in zip(support, ray, strict=True) if a)  # supports may share rays
        if key not in self.names:
            self.names[key] = len(self.outputs)
            self.outputs.append(tuple(max(0, a) for a in products))
        return self.names[key]

    def unblocked(self, values: list[Fraction]) -> int:
        """Return the signed kinds that the cut leaves unblocked."""
        self.work.charge(4 * len(values), self.scale.bit_length(), *values)
        whole = [int(a) * (self.scale // c) for a, c in zip(values, self.scales, strict=True)]
        bits = max(map(abs, whole)).bit_length() + self.bits
        self.work.charge(len(self.outputs) * (6 + len(whole)) + 4 * sum(len(own) + 1 for own in self.rays), bits)
        signs = [sign_of(dot(whole, output)) for output in self.outputs]
        found = [{signs[ray] for ray in own} for own in reversed(self.rays)]
        return self.set_of("01"[s in own] for own in found for s in (-1, 1))

    def affordable(self, left: int, missing: set[int]) -> int:
        """Return the signed kinds that may be chosen, with 1 kept for the signs of v that are still missing."""
        return self.within(left - (1 in missing), 0) | self.within(left - (0 in missing), 1)

    def within(self, cost: int, sign: int) -> int:
        """Return the set of the kinds of this sign that cost no more."""
        if (cost, sign) not in self.cheap:
            own = (("00", ("01", "10")[sign])[c <= cost] for c in reversed(self.costs))
            self.cheap[cost, sign] = self.set_of(digit for pair in own for digit in pair)
        return self.cheap[cost, sign]

    def set_of(self, digits: Iterable[str]) -> int:
        """Return the set with these binary digits, one for each signed kind, the last ones first, in linear time."""
        self.work.charge(4 * len(self.costs) + len(self.costs) * self.lane // 32)
        return int(("0" * (self.lane - 1)).join(["", *digits]) or "0", 2)

    def is_packed(self, whole: int, blocking: list[tuple[int, int]], rest: int, left: int) -> bool:
        """Return whether shares of these cuts exceed what is left, and for no kind of the rest its cost.

        Each lane adds up the shares of the cuts that leave its kind unblocked, below its highest bit; which, set in the
        minuend, is left by the subtraction if and only if the sum is no more than the kind may have.
        """
        self.work.charge(8 + len(blocking) * (2 + len(self.costs) * self.lane // 256))
        if not self.everything:
            most = max(self.costs, default=0)
            everything = self.within(most, 0) | self.within(most, 1)
            dearer = (everything & ~self.within(cost, 0) & ~self.within(cost, 1) for cost in range(most))
            self.everything, self.prices = everything, sum(dearer)
        held = sum(share * mask for mask, share in blocking)
        good = (self.everything << self.lane - 1) + whole * self.prices - held >> self.lane - 1
        return sum(share for _, share in blocking) > left * whole and not rest & ~good


NETWORK_AUDITS: Audits = {**PATH_AUDITS, FORMAT: (_check, CLAUSES, CLAIMS)}

if __name__ == "__main__":
    sys.exit(checker.main(audits=NETWORK_AUDITS))
