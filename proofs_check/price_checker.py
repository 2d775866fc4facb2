"""Check a certificate of a network of least l^p price: docs/price_certificate_v1.md, clause by clause, in their order.

``python -m proofs_check.price_checker FILE [--json] [--work N]``: like the checkers below it,
whose formats it checks too, and whose invariants hold here. The file has nothing but the claim; the proof is made here,
by going through all sets of faces of the fan that a network of least price can have (section 3 of that page). Besides:

(I6) A set is passed over only for a reason that the page gives: dependent outputs, labels out of reach, a weight of 0
     or outside its face, a price above that of the network, a bound of `shares.py`. Prices are compared
     by `PowerSum.sign`, which is exact; before that by parts of the network's price (`parts.py`), rounded so that no
     network at that price is lost.
"""

import sys
from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
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
from proofs_check.parts import BITS, PriceParts
from proofs_check.shares import Shares
from proofs_check.signs import SUSPECT_BITS, Exponent, PowerSum, Terms
from proofs_check.spaces import Duals, Vector, dot, extended
from proofs_check.work import DATA_DIGITS, Work, show

FORMAT = "sparsest/price-certificate/1"
CLAUSES = ["C01"] + [f"Q{number:02}" for number in range(2, 13)]
CLAIMS = {
    "the network interpolates": "Q04 Q05 Q06 Q07",
    "its parameters and its price": "Q09 Q10",
    "it is a minimiser": "Q11",
    "the number of minimisers": "Q12",
}
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


class _Node(NamedTuple):
    """A set of faces, and functionals on the outputs that are 0 on those of its bases, all or all but one."""

    chosen: tuple[int, ...]
    start: int  # the first face that may follow, where they are taken in their order
    left: list[Vector]  # 0 on all: modulo the chosen, the coordinates that are left
    duals: Duals  # for the columns of the bases
    spent: int = 0  # at "0+": parts that the chosen cost


class _Walk:
    """All sets of faces that a network of least price can have."""

    def __init__(self, work: Work, data: NetworkData, p: Exponent, weights: Weights) -> None:
        self.work, self.p, self.weights, self.fan = work, p, weights, Fan(work, data)
        self.n, self.y, self.bits, self.multiple = self.fan.n, self.fan.y, self.fan.bits, self.fan.multiple
        self.faces, self.inside, self.rays_from = self.fan.faces, self.fan.inside, self.fan.rays_from
        self.parts, rays = PriceParts(work, p, weights), self.faces[self.rays_from :]
        self.thresholds = [self.parts.thresholds(basis[0]) for _, basis, _ in rays]
        self.outputs = [outputs[0] for _, _, outputs in rays]
        # A multiple from which on a ray costs too much alone; 0 if none is known.
        self.tops = [row[self.parts.limit - 1] if len(row) >= self.parts.limit else 0 for row in self.thresholds]
        # Parts that a face costs at least, whatever its vector is.
        self.fixed = [sum(map(abs, face[0][self.n :])) if p == "0+" else 0 for face in self.faces]
        self.number, self.planes = self.fan.numbers(), self.fan.planes()
        # Where bounds help, sets are made from the dearest face on.
        bounded = isinstance(p, Fraction) and all(self.tops)
        known = (self.tops, self.outputs, self.y, self.fan.around(), self.fan.width)
        shares = Shares(work, Fraction(p), *known) if bounded else None
        self.shares = shares if shares and shares.helps() else None
        self.ended = set[tuple[int, ...]]()  # sets that need not be looked at in another order

    def count(self) -> tuple[Weights | None, int]:
        """Return the weights of a cheaper network, if there is one, and the number of those at the same price."""
        self.work.charge(4 * self.n * self.n)
        stack: list[Iterator[_Node]] = [self.roots()]
        equal = 0
        seen = set[tuple[int, ...]]()
        while stack:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
                continue
            self.work.charge(4 + self.n * len(node.left))
            if not any(dot(z, self.y) for z in node.left):
                # These faces reach the labels; in a larger set the others would have weight 0.
                ends = iter([(node.chosen, _End(self, node).finish((), 1))])
            elif len(node.left) > 2:
                stack.append(self.ranked(node) if self.shares else self.children(node))
                continue
            else:
                ends = self.last(node)
            for faces, weights in ends:
                if weights is None or (key := tuple(sorted(faces))) in seen:
                    continue
                seen.add(key)
                side = _dearer(self.work, self.p, weights, self.weights)
                equal += side == 0
                if side < 0:
                    return weights, equal
        return None, equal

    def roots(self) -> Iterator[_Node]:
        """Yield the set of no faces: once for each window of what the dearest costs, where there are bounds."""
        root = _Node((), 0, [tuple(int(i == k) for i in range(self.n)) for k in range(self.n)], [])
        if self.shares is None:
            yield root
            return
        for window in self.shares.powers.windows(self.n):
            self.shares.enter(window)
            yield root

    def children(self, node: _Node) -> Iterator[_Node]:
        """Yield the sets with a later face as well."""
        for j in range(node.start, len(self.faces)):
            self.work.charge(1)
            if node.spent + self.fixed[j] < self.parts.limit:
                child = self.child(node, j)
                if child is not None:
                    yield child

    def ranked(self, node: _Node) -> Iterator[_Node]:
        """Yield the sets with a face as well that can be the next dearest."""
        shares, left = self.shares, len(node.left)
        if shares is None:
            return
        self.work.charge(len(self.faces))
        masks = shares.following(node.chosen, left)
        for j in reversed(range(len(self.faces))):
            m = left - len(self.faces[j][1])
            if m < 0 or not masks[m] >> j & 1 or j in node.chosen:
                continue
            chosen = (*node.chosen, j)
            key = tuple(sorted(chosen))
            if key in self.ended:
                continue
            if m >= 2 and (loads := shares.ruled_out(chosen, m)) is not None:
                shares.narrow(masks, loads, node.chosen)
                continue
            child = self.child(node, j)
            if child is None or m <= 2:
                self.ended.add(key)  # what follows is the same in each order
            if child is not None:
                yield child

    def child(self, node: _Node, number: int) -> _Node | None:
        """Return the set with this face as well; None if its outputs depend on those before."""
        found = extended(self.work, node.left, node.duals, self.faces[number][2], self.bits)
        if found is None:
            return None
        return _Node((*node.chosen, number), number + 1, *found, node.spent + self.fixed[number])

    def last(self, node: _Node) -> Iterator[tuple[tuple[int, ...], Weights | None]]:
        """Go through the faces that may be last where one dimension is left, or two."""
        end, k = _End(self, node), len(node.chosen)
        if len(node.left) == 1:
            yield from self.singles(node, end, self.shares.caps[k + 1] if self.shares else self.tops)
            return
        one, two = node.left
        self.work.charge(len(self.outputs) * (self.n + 5), end.scale.bit_length() + self.bits)
        flat = [(sum(map(mul, one, v)), sum(map(mul, two, v))) for v in self.outputs]
        y, z = dot(one, self.y), dot(two, self.y)
        for r in range(max(node.start - self.rays_from, 0) if self.shares is None else 0, len(flat)):
            a, b = flat[r]
            if (a or b) and a * z == b * y:
                # This ray reaches the labels alone.
                yield (*node.chosen, r + self.rays_from), end.finish(((r, y if a else z),), a or b)
        labels = [a * z - b * y for a, b in flat]
        yield from self.pairs(node, end, flat, labels)
        caps = self.shares.caps[k + 1] if self.shares else self.tops
        self.work.charge(4 * len(self.planes), labels[0].bit_length() + BITS + end.scale.bit_length())
        for j, r, s in self.planes:
            up, down, (a, b), (c, d) = -labels[s], labels[r], flat[r], flat[s]
            bottom = abs(size := a * d - b * c)
            if size == 0 or up * down <= 0 or (self.shares is None and j < node.start) or j in node.chosen:
                continue
            if not (abs(up) << BITS >= caps[r] * bottom > 0 or abs(down) << BITS >= caps[s] * bottom > 0):
                yield (*node.chosen, j), end.finish(((r, up), (s, down)), size, 0, 0, (j,))

    def singles(self, node: _Node, end: "_End", caps: list[int]) -> Iterator[tuple[tuple[int, ...], Weights | None]]:
        """Go through the rays that may be last where one dimension is left."""
        (z,), others = node.left, len(node.chosen) if self.shares else 0
        label = dot(z, self.y)
        self.work.charge((self.n + 8) * len(self.outputs) >> 1, label.bit_length() + BITS + end.scale.bit_length())
        large = abs(label) << BITS
        for r in range(0 if self.shares else max(node.start - self.rays_from, 0), len(self.outputs)):
            size = sum(map(mul, z, self.outputs[r]))
            if size and not large >= caps[r] * abs(size) > 0:
                own = bisect_right(self.thresholds[r], large // abs(size))
                spent, floor = own * (1 + others), own if others else 0
                if spent < self.parts.limit and (weights := end.finish(((r, label),), size, spent, floor)):
                    yield (*node.chosen, r + self.rays_from), weights

    def pairs(
        self, node: _Node, end: "_End", flat: list[tuple[int, int]], labels: list[int]
    ) -> Iterator[tuple[tuple[int, ...], Weights | None]]:
        """Go through the pairs of rays that may be last: modulo those chosen everything has two coordinates."""
        k, limit, shares, first = len(node.chosen), self.parts.limit, self.shares, self.rays_from
        caps, finish = shares.caps[k + 1] if shares else self.tops, end.finish
        many, begin = len(flat), 0 if shares else max(node.start - first, 0)
        large, fixed = [abs(a) << BITS for a in labels], self.fixed[first:]
        lasts = list(zip(range(many), flat, labels, large, caps, self.thresholds, fixed, strict=True))
        bits = max(a.bit_length() for a in large) + end.scale.bit_length()
        for i in range(begin, many):
            own, room = labels[i], limit - node.spent - fixed[i]
            if own == 0:
                continue
            (a, b), own_large, own_top, own_parts = flat[i], large[i], caps[i], self.thresholds[i]
            self.work.charge(4 + 4 * (many - i), bits)
            for j, (c, d), label, label_large, top, its_parts, least in lasts[i + 1 :]:
                bottom = abs(size := a * d - b * c)
                # With D = size: the multiple of ray i is -label / D, that of ray j is own / D.
                if size == 0 or label == 0 or own_large >= top * bottom > 0 or label_large >= own_top * bottom > 0:
                    continue
                one, two = bisect_right(own_parts, label_large // bottom), bisect_right(its_parts, own_large // bottom)
                floor = max(one, two) if shares else 0
                spent = one + two + k * floor
                if least < room and spent < limit and (weights := finish(((i, -label), (j, own)), size, spent, floor)):
                    yield (*node.chosen, i + first, j + first), weights

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
                product = s * sum(map(mul, row, vector))
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


class _Column(NamedTuple):
    """A column of the chosen bases, and its dual, which gives its multiple."""

    place: int
    kind: int  # 1: a ray; 2: the first of a face of dimension 2, and 0 the second; 3: another
    ray: int  # which it is, if it is active
    label: int  # the dual on the labels
    dual: list[int]
    known: dict[int, int]  # the dual on rays, as far as known


class _End:
    """The multiples of the chosen bases, as functions of those of the last rays."""

    def __init__(self, walk: _Walk, node: _Node) -> None:
        self.walk, self.chosen = walk, node.chosen
        self.scale = walk.multiple([own for _, own in node.duals])
        found: list[tuple[int, _Column]] = []
        walk.work.charge((6 * walk.n + 40) * len(node.duals), self.scale.bit_length() + walk.bits)
        for j in node.chosen:
            basis = walk.faces[j][1]
            for c, ray in enumerate(basis):
                place, kind = len(found), 2 - 2 * c if len(basis) == 2 else min(len(basis), 3)
                dual, own = node.duals[place]
                whole, r = [a * (self.scale // own) for a in dual], walk.number.get(ray, -1)
                label = sum(map(mul, whole, walk.y))
                # The dearest ray first, as it seems; then faces in their order.
                guess = (abs(label) << BITS) // (abs(self.scale) * (walk.tops[r] + 1) >> 20 or 1) if kind == 1 else -1
                found.append((-guess, _Column(place, kind, r, label, whole, {})))
        self.columns = [column for _, column in sorted(found, key=lambda one: (one[0], one[1].place))]

    def finish(
        self, last: tuple[tuple[int, int], ...], size: int, spent: int = 0, floor: int = 0, faces: tuple[int, ...] = ()
    ) -> Weights | None:
        """Weigh the set with these rays as well, or with faces made of them; multiples are given over `size`.

        So much is spent if each of the chosen costs the floor, which it does at least.
        """
        walk, bottom, limit, tops = self.walk, self.scale * size, self.walk.parts.limit, [0] * len(self.columns)
        large, side, own = abs(bottom), 0, 0
        for place, kind, ray, label, dual, known in self.columns:
            top = label * size
            for r, other in last:
                if r not in known:
                    known[r] = sum(map(mul, dual, walk.outputs[r]))
                top -= known[r] * other
            tops[place] = top
            if kind == 3:
                continue
            # Within a face of dimension 2 both multiples have one sign, and the vector costs more than each of them.
            if top == 0 or (kind == 0 and (top > 0) != (side > 0)):
                return None
            before, side = own if kind == 0 else floor, top
            own = bisect_right(walk.thresholds[ray], (abs(top) << BITS) // large) if ray >= 0 else 0
            own = max(own, before)
            spent += own - before
            if spent >= limit:
                return None
        multiples = [*tops, *(top * self.scale for _, top in last)]
        return walk.weigh((*self.chosen, *(faces or (r + walk.rays_from for r, _ in last))), multiples, bottom)


PRICE_AUDITS: Audits = {**NETWORK_AUDITS, FORMAT: (_check, CLAUSES, CLAIMS)}

if __name__ == "__main__":
    sys.exit(checker.main(audits=PRICE_AUDITS))
