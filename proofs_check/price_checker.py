"""Check a certificate of a network of least l^p price: docs/price_certificate_v1.md, clause by clause, in their order.

``python -m proofs_check.price_checker FILE [--json] [--work N]``: like the checkers below it,
whose formats it checks too, and whose invariants hold here. The file has nothing but the claim; the proof is made here,
by going through all sets of faces of the fan that a network of least price can have (section 3 of that page). Besides:

(I6) A set is passed over only for a reason that the page gives: dependent outputs, labels out of reach, a weight of 0
     or outside its face, a price above that of the network. Prices are compared by `PowerSum.sign`, which is exact;
     before that by whole parts of the network's price, rounded so that no network at that price is lost.
"""

import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain, count
from math import ceil, gcd
from operator import mul
from pathlib import Path
from typing import Any, NamedTuple

if not __package__:  # run as a file, which would end with 1, as if it rejected, if its neighbours were not found
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proofs_check import checker
from proofs_check.checker import Audits
from proofs_check.fan import Fan
from proofs_check.network_checker import (
    NETWORK_AUDITS,
    NetworkData,
    check_values,
    read_network_points,
    read_neurons,
)
from proofs_check.signs import SUSPECT_BITS, Exponent, PowerSum, Terms, enclose_exp, enclose_ln, enclose_term
from proofs_check.spaces import Vector, dot
from proofs_check.work import DATA_DIGITS, Work, show

FORMAT = "sparsest/price-certificate/1"
CLAUSES = ["C01"] + [f"Q{number:02}" for number in range(2, 13)]
CLAIMS = {
    "the network interpolates": "Q04 Q05 Q06 Q07",
    "its parameters and its price": "Q09 Q10",
    "it is a minimiser": "Q11",
    "the number of minimisers": "Q12",
}
PARTS, BITS = 16, 256  # the network's price in parts; bits of the multiples at which a ray passes a part
Weights = list[Fraction]  # of a network, without signs


def _check(work: Work, certificate: Any) -> None:
    """Check the clauses Q02 to Q12."""
    form, problem, network, claim = work.fields("Q02", certificate, "format problem network claim", "certificate")
    work.need("Q02", form == FORMAT, "format", form, "is not known")
    d, text, points = work.fields("Q03", problem, "dimension p points", "problem")
    work.need("Q03", type(d) is int and d >= 1, "dimension", d, "is not a positive integer")
    p: Exponent = text if text == "0+" else work.rational("Q03", text, DATA_DIGITS, "p")
    work.need("Q03", p == "0+" or 0 < Fraction(p) < 1, "p", text, "is not in (0, 1)")
    data = read_network_points(work, "Q04", "Q05", d, points)
    (listed,) = work.fields("Q06", network, "neurons", "network")
    neurons = read_neurons(work, "Q06", d, listed)
    check_values(work, "Q07", data, neurons, [Fraction(0)] * (d + 1))
    weights = [abs(v * a) for v, w in neurons for a in w if v and a]
    minimizers = _claim(work, claim, p, weights)
    work.enter("Q11")
    cheaper, equal = _Walk(work, data, p, weights).count()
    fault = f"is dearer than one with the weights {show(cheaper)}"
    work.need("Q11", cheaper is None, "network", weights, fault)
    work.need("Q12", minimizers == f"{equal}", "minimizers", minimizers, f"should be {equal}")


def _claim(work: Work, claim: Any, p: Exponent, weights: Weights) -> str:
    """Check what is claimed of the network itself; return the number of minimisers, as it is written."""
    minimizers, parameters, objective = work.fields("Q08", claim, "minimizers parameters objective", "claim")
    work.text("Q08", minimizers, "[1-9][0-9]*", "minimizers")
    work.count("Q08", parameters, "parameters")
    work.need("Q08", (objective is None) == (p == "0+"), "objective", objective, f"does not go with p = {show(p)}")
    bounds = () if objective is None else work.bounds("Q08", objective, "objective")
    work.need("Q09", parameters == len(weights), "parameters", parameters, f"should be {len(weights)}")
    work.enter("Q10")
    for value, bound, side in zip(objective or [], bounds, (1, -1), strict=False):
        terms: Terms = [*((a, 1) for a in weights), (Fraction(1), -bound)]
        good = PowerSum(p, terms).sign(work, max(SUSPECT_BITS, 4 * len(value))) in (0, side)
        work.need("Q10", good, "objective", value, "is on the wrong side of the network's price")
    return str(minimizers)


def _dearer(work: Work, p: Exponent, weights: Weights, least: Weights) -> int:
    """Return the sign of the price of these weights less that of the network's, exactly."""
    if sorted(weights) == sorted(least):
        return 0
    terms: Terms = [*((a, 1) for a in weights), *((a, -1) for a in least)]
    return PowerSum(p, terms).sign(work)


class _Parts:
    """What a multiple of a ray, or a weight, costs at least, in parts of the network's price."""

    def __init__(self, work: Work, p: Exponent, weights: Weights) -> None:
        self.work, self.p, self.limit = work, p, PARTS
        if p == "0+":
            self.limit = len(weights) + 1
        else:
            # Above the price, in units of 2^-precision; there are as many bits more as 1/p has.
            self.precision = w = BITS + ceil(1 / Fraction(p)).bit_length()
            work.charge(w * len(weights), w)
            self.price = sum(enclose_term(a, p, 0, w)[1] for a in weights)
        self.single = self.thresholds((1,))

    def thresholds(self, ray: Vector) -> list[int]:
        """Return, for each part, a multiple of the ray in units of 2^-BITS that costs more than that many.

        The list is shorter where they are too large to tell; it is empty for a network without weights.
        """
        p, weights = self.p, [Fraction(abs(a)) for a in ray if a]
        if not isinstance(p, Fraction):
            return [0] * len(weights)
        w = self.precision
        self.work.charge(200 * PARTS + (PARTS + len(weights)) * w // 4, w)
        least = sum(enclose_term(a, p, 0, w)[0] for a in weights)
        found: list[int] = []
        for k in range(1, PARTS + 1 if self.price else 1):
            # x^(1/p) is exp(ln(x)/p); where that would be very small, something larger does.
            log = ceil(enclose_ln(Fraction(self.price * k, PARTS * least), w)[1] / (p * 2 ** (w - BITS)))
            if log > 1024 << BITS:
                break
            found.append(enclose_exp(max(log, -160 << BITS), BITS)[1] + 1)
        return found


class _Node(NamedTuple):
    """A set of faces, and functionals on the outputs that are 0 on those of its bases, all or all but one."""

    chosen: tuple[int, ...]
    start: int  # the first face that may follow
    left: list[Vector]  # 0 on all: modulo the chosen, the coordinates that are left
    duals: list[tuple[Vector, int]]  # for each column of the bases one that is 0 on the others, with its value there


class _Walk:
    """All sets of faces that a network of least price can have."""

    def __init__(self, work: Work, data: NetworkData, p: Exponent, weights: Weights) -> None:
        self.work, self.p, self.weights, self.fan = work, p, weights, Fan(work, data)
        self.n, self.y, self.bits, self.multiple = self.fan.n, self.fan.y, self.fan.bits, self.fan.multiple
        self.faces, self.inside, self.rays_from = self.fan.faces, self.fan.inside, self.fan.rays_from
        self.parts = _Parts(work, p, weights)
        self.thresholds = [self.parts.thresholds(basis[0]) for _, basis, _ in self.faces[self.rays_from :]]
        self.outputs = [outputs[0] for _, _, outputs in self.faces[self.rays_from :]]
        # A multiple from which on a ray costs too much alone; 0 if none is known.
        self.tops = [row[self.parts.limit - 1] if len(row) >= self.parts.limit else 0 for row in self.thresholds]

    def count(self) -> tuple[Weights | None, int]:
        """Return the weights of a cheaper network, if there is one, and the number of those at the same price."""
        self.work.charge(4 * self.n * self.n)
        whole = [tuple(int(i == k) for i in range(self.n)) for k in range(self.n)]
        stack, equal = [_Node((), 0, whole, [])], 0
        cheaper: Weights | None = None
        while stack and cheaper is None:
            node = stack.pop()
            ends: Iterable[Weights | None] = ()
            self.work.charge(4 + 2 * self.n * len(node.left))
            if not any(dot(z, self.y) for z in node.left):
                # These faces reach the labels; in a larger set the others would have weight 0.
                ends = [_End(self, node).finish((), 1)]
            elif node.start >= self.rays_from and len(node.left) == 2:
                ends = self.pairs(node)
            elif node.start >= self.rays_from and len(node.left) == 1:
                ends = self.singles(node)
            elif node.start < len(self.faces):
                # One child after the other, so that the stack stays small.
                stack.append(node._replace(start=node.start + 1))
                child = self.child(node)
                stack += [child] if child else []
            for weights in (some for some in ends if some is not None):
                side = _dearer(self.work, self.p, weights, self.weights)
                equal += side == 0
                cheaper = weights if side < 0 else cheaper
        return cheaper, equal

    def child(self, node: _Node) -> _Node | None:
        """Return the set with the next face as well; None if its outputs depend on those before."""
        left, duals, outputs = node.left, node.duals, self.faces[node.start][2]
        if len(outputs) > len(left):
            return None
        for column in outputs:
            products = [dot(z, column) for z in left]
            bits = max(abs(a) for z in left for a in z).bit_length() + self.bits
            self.work.charge(3 * self.n * len(left) + 10, bits)
            i = next((i for i, a in enumerate(products) if a), None)
            if i is None:
                return None
            self.work.charge(5 * self.n * (self.n + 1), bits)
            pivot, size = left[i], products[i]
            rest = [_less(z, pivot, size, a)[0] for j, (z, a) in enumerate(zip(left, products, strict=True)) if j != i]
            changed = []
            for z, own in duals:
                longer, common = _less(z, pivot, size, dot(z, column))
                changed.append((longer, own * size // common))
            left, duals = rest, [*changed, (pivot, size)]
        return _Node((*node.chosen, node.start), node.start + 1, left, duals)

    def singles(self, node: _Node) -> Iterator[Weights | None]:
        """Go through the rays that may be last where one dimension is left."""
        z, first = node.left[0], node.start - self.rays_from
        sizes, label = [dot(z, v) for v in self.outputs[first:]], dot(z, self.y)
        self.work.charge((5 * self.n + 10) * len(sizes), label.bit_length() + BITS)
        end, large = _End(self, node), abs(label) << BITS
        for r, size in enumerate(sizes, first):
            if size and not large >= self.tops[r] * abs(size) > 0:
                yield end.finish(((r, label),), size, bisect_right(self.thresholds[r], large // abs(size)))

    def pairs(self, node: _Node) -> Iterator[Weights | None]:
        """Go through the pairs of rays that may be last: modulo those chosen everything has two coordinates."""
        (one, two), first = node.left, node.start - self.rays_from
        flat = [(sum(map(mul, one, v)), sum(map(mul, two, v))) for v in self.outputs[first:]]
        y, z = dot(one, self.y), dot(two, self.y)
        labels = [a * z - b * y for a, b in flat]
        bits = max((abs(a) for a in labels), default=0).bit_length()
        self.work.charge(len(flat) * (10 * self.n + 10) + 5 * len(flat) ** 2, bits + BITS)
        end, large, limit = _End(self, node), [abs(a) << BITS for a in labels], self.parts.limit
        lasts = list(zip(count(first), flat, labels, large, self.tops[first:], self.thresholds[first:], strict=False))
        for k, (i, (a, b), own, own_large, own_top, own_parts) in enumerate(lasts):
            if own == 0:
                # This ray reaches the labels alone, or does nothing.
                if a or b:
                    yield end.finish(((i, y if a else z),), a or b)
                continue
            for j, (c, d), label, label_large, top, its_parts in lasts[k + 1 :]:
                bottom = abs(size := a * d - b * c)
                # With D = size: the multiple of ray i is -label / D, that of ray j is own / D.
                if size == 0 or label == 0 or own_large >= top * bottom > 0 or label_large >= own_top * bottom > 0:
                    continue
                spent = bisect_right(own_parts, label_large // bottom) + bisect_right(its_parts, own_large // bottom)
                if spent < limit:
                    yield end.finish(((i, -label), (j, own)), size, spent)

    def weigh(self, chosen: tuple[int, ...], multiples: list[int], bottom: int) -> Weights | None:
        """Return the weights of the network with these multiples of the bases, over `bottom`.

        None if a neuron is outside its face, or the network is known to be dearer.
        """
        weights: Weights = []
        place, spent = 0, 0
        for j in chosen:
            basis = self.faces[j][1]
            own = multiples[place : place + len(basis)]
            place += len(basis)
            vector = tuple(sum(map(mul, own, column)) for column in zip(*basis, strict=True))
            self.work.charge((5 + 3 * len(self.fan.normals)) * len(vector), bottom.bit_length())
            side = 0  # which the vector's signs are times those of the face; where these are 0 it is 0, as the basis is
            for row, s in self.inside[j]:
                product = s * dot(row, vector)
                if product == 0 or product * side < 0:
                    return None
                side = product
            for a in vector:
                spent += bisect_right(self.parts.single, (abs(a) << BITS) // abs(bottom)) if a else 0
            if spent >= self.parts.limit:
                return None
            self.work.charge(8 * len(vector), bottom.bit_length())
            weights += [abs(Fraction(a, bottom)) for a in vector if a]
        return weights


class _End:
    """The multiples of the chosen bases, as functions of those of the last rays."""

    def __init__(self, walk: _Walk, node: _Node) -> None:
        self.walk, self.chosen = walk, node.chosen
        self.scale = walk.multiple([own for _, own in node.duals])
        owners = (j for j in node.chosen[::-1] for _ in walk.faces[j][1])
        self.left = list(zip(owners, node.duals[::-1], strict=True))
        # For each column, the last first: which ray it is, if it is one, and what its dual gives the labels and rays.
        self.rows: list[tuple[int, int, list[int]]] = []

    def made(self) -> Iterator[tuple[int, int, list[int]]]:
        """Make the rows that are not there yet: most sets are ruled out by the first of them."""
        for j, (dual, own) in self.left[len(self.rows) :]:
            self.walk.work.charge(3 * self.walk.n * len(self.walk.outputs), self.scale.bit_length() + self.walk.bits)
            whole = [a * (self.scale // own) for a in dual]
            on_rays = [sum(map(mul, whole, v)) for v in self.walk.outputs]
            self.rows.append((j - self.walk.rays_from, dot(whole, self.walk.y), on_rays))
            yield self.rows[-1]

    def finish(self, last: tuple[tuple[int, int], ...], size: int, spent: int = 0) -> Weights | None:
        """Weigh the set with these rays as well, on which so much is spent; their multiples are given over `size`."""
        walk, bottom, limit, tops = self.walk, self.scale * size, self.walk.parts.limit, list[int]()
        walk.work.charge(8 + 6 * (len(self.left) + len(last)), bottom.bit_length())
        for ray, label, on_rays in chain(list(self.rows), self.made()):
            top = label * size
            for r, other in last:
                top -= on_rays[r] * other
            if ray >= 0:
                spent += bisect_right(walk.thresholds[ray], (abs(top) << BITS) // abs(bottom))
                if top == 0 or spent >= limit:
                    return None
            tops.append(top)
        multiples = [*tops[::-1], *(top * self.scale for _, top in last)]
        return walk.weigh((*self.chosen, *(r + walk.rays_from for r, _ in last)), multiples, bottom)


def _less(z: Vector, pivot: Vector, size: int, a: int) -> tuple[Vector, int]:
    """Return size z - a pivot as a primitive vector, and what it was divided by."""
    longer = [size * b - a * c for b, c in zip(z, pivot, strict=True)]
    common = gcd(*longer) or 1
    return tuple(b // common for b in longer), common


PRICE_AUDITS: Audits = {**NETWORK_AUDITS, FORMAT: (_check, CLAUSES, CLAIMS)}

if __name__ == "__main__":
    sys.exit(checker.main(audits=PRICE_AUDITS))
