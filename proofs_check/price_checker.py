"""Check a certificate of a network of least l^p price: docs/price_certificate_v1.md, clause by clause, in their order.

``python -m proofs_check.price_checker FILE [--json]``: like `checker.py` and `network_checker.py`, whose formats it
checks too, and whose invariants hold here. The file has nothing but the claim; the proof is made here, by going through
all sets of faces of the fan that a network of least price can have (section 3 of that page). In addition:

(I6) A set is passed over only for a reason that the page gives: dependent outputs, labels out of reach, a weight of 0
or
     outside its face, a price above that of the network. Prices are compared by `PowerSum.sign`, which is exact; before
     that by whole parts of the network's price, each of which is rounded so that no network at that price is lost.
"""

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import comb, gcd, lcm
from operator import mul
from pathlib import Path
from typing import Any

from proofs_check.checker import (
    DATA_DIGITS,
    DEFAULT_WORK,
    MAX_BYTES,
    SPLINE_DIGITS,
    SUSPECT_BITS,
    Audits,
    Exponent,
    PowerSum,
    Terms,
    Verdict,
    enclose_term,
    verdict_of,
)
from proofs_check.checker import main as main_of
from proofs_check.network_checker import NETWORK_AUDITS, NetworkWork, Signs, Vector, dot, kernel, sign_of

FORMAT = "sparsest/price-certificate/1"
CLAUSES = ["C01"] + [f"Q{number:02}" for number in range(2, 13)]
PARTS, BITS = 16, 128  # the network's price in parts; bits of the multiples at which a ray passes a part
Face = tuple[Signs, list[Vector], list[Vector]]  # signs at rows and axes; a basis of rays; their outputs


class _PriceAudit(NetworkWork):
    """The clauses Q02 to Q12."""

    def check(self, certificate: Any) -> None:
        names = "format problem network claim"
        form, problem, network, claim = self.fields("Q02", certificate, names, "certificate")
        self.need("Q02", form == FORMAT, "format", form, "is not known")
        d, p, points = self.fields("Q03", problem, "dimension p points", "problem")
        self.need("Q03", type(d) is int and d >= 1, "dimension", d, "is not a positive integer")
        self.p: Exponent = p if p == "0+" else self.rational("Q03", p, DATA_DIGITS, "p")
        self.need("Q03", p == "0+" or 0 < Fraction(self.p) < 1, "p", p, "is not in (0, 1)")
        self.read_points("Q04", "Q05", d, points)
        (neurons,) = self.fields("Q06", network, "neurons", "network")
        self.read_neurons("Q06", neurons)
        self.interpolates("Q07", [Fraction(0)] * (d + 1))
        self.claims(claim)

    def claims(self, claim: Any) -> None:
        minimizers, parameters, objective = self.fields("Q08", claim, "minimizers parameters objective", "claim")
        self.text("Q08", minimizers, "[1-9][0-9]*", "minimizers")
        self.need("Q08", type(parameters) is int and parameters >= 0, "parameters", parameters, "is not a count")
        pair = objective if isinstance(objective, list) else []
        good = len(pair) == 2 if self.p != "0+" else objective is None
        self.need("Q08", good, "objective", objective, f"does not go with p = {self.p}")
        for value in pair:
            self.text("Q08", value, "(0|[1-9][0-9]*)([.][0-9]+)?", "objective")
            self.need("Q08", len(value) <= SPLINE_DIGITS, "objective", value, "is too long")
        self.weights = [abs(v * a) for v, w in self.neurons for a in w if v and a]
        self.need("Q09", parameters == len(self.weights), "parameters", parameters, f"should be {len(self.weights)}")
        self.enter("Q10")
        for value, side in zip(pair, (1, -1), strict=False):
            terms: Terms = [*((a, 1) for a in self.weights), (Fraction(1), -Fraction(Decimal(value)))]
            good = PowerSum(self.p, terms).sign(self, max(SUSPECT_BITS, 4 * len(value))) in (0, side)
            self.need("Q10", good, "objective", value, "is on the wrong side of the network's price")
        self.enter("Q11")
        walk = _Walk(self)
        cheaper, equal = walk.count()
        self.need("Q11", cheaper is None, "network", self.weights, f"is dearer than one with the weights {cheaper}")
        self.need("Q12", minimizers == f"{equal}", "minimizers", minimizers, f"should be {equal}")

    def dearer(self, weights: list[Fraction]) -> int:
        """Return the sign of the price of these weights less that of the network, exactly."""
        terms: Terms = [*((a, 1) for a in weights), *((a, -1) for a in self.weights)]
        return PowerSum(self.p, terms).sign(self)


class _Parts:
    """What a multiple of a ray, or a weight, costs at least, in parts of the network's price."""

    def __init__(self, audit: _PriceAudit) -> None:
        self.audit, self.limit = audit, PARTS
        if audit.p == "0+":
            self.limit = len(audit.weights) + 1
        else:
            # Above the price, in units of 2^-BITS.
            self.price = sum(enclose_term(a, audit.p, 0, BITS)[1] for a in audit.weights)
        self.single = self.thresholds((1,))

    def thresholds(self, ray: Vector) -> list[int]:
        """Return, for each part, a multiple of the ray in units of 2^-BITS that costs more than that many."""
        p, weights = self.audit.p, [Fraction(abs(a)) for a in ray if a]
        self.audit.charge(4 * PARTS * BITS * len(weights), BITS)
        if not isinstance(p, Fraction):
            return [0] * len(weights)
        least = sum(enclose_term(a, p, 0, BITS)[0] for a in weights)
        shares = [Fraction(self.price * k, PARTS * least) for k in range(1, PARTS + 1)]
        return [enclose_term(share, 1 / p, 0, BITS)[1] + 1 for share in shares]

    def of(self, thresholds: list[int], top: int, bottom: int) -> int:
        """Return the parts that top / bottom costs at least."""
        return bisect_right(thresholds, (abs(top) << BITS) // abs(bottom))


class _Walk:
    """All sets of faces that a network of least price can have."""

    def __init__(self, audit: _PriceAudit) -> None:
        self.audit, self.n = audit, len(audit.rows)
        scales = [lcm(y.denominator, *(a.denominator for a in row)) for row, y in zip(audit.rows, audit.y, strict=True)]
        self.rows = [tuple(int(a * c) for a in row) for row, c in zip(audit.rows, scales, strict=True)]
        self.y = tuple(int(y * c) for y, c in zip(audit.y, scales, strict=True))
        self.bits = max(abs(a) for row in [*self.rows, self.y] for a in row).bit_length() * (audit.d + 2)
        axes = [tuple(int(k == j) for k in range(audit.d + 1)) for j in range(audit.d + 1)]
        self.normals = [*self.rows, *axes]
        self.faces = sorted(self.make_faces(), key=lambda face: -len(face[1]))
        self.rays_from = sum(len(face[1]) > 1 for face in self.faces)
        self.outputs = [outputs[0] for _, _, outputs in self.faces[self.rays_from :]]
        self.parts = _Parts(audit)
        self.thresholds = [self.parts.thresholds(basis[0]) for _, basis, _ in self.faces[self.rays_from :]]
        self.cheaper: list[Fraction] | None = None
        self.equal = 0

    def make_faces(self) -> Iterator[Face]:
        """Yield the faces of the refined fan on which some point is active."""
        width = self.audit.d + 1
        self.audit.charge(comb(len(self.normals), width - 1) * (20 + 8 * width**3), self.bits)
        rays: dict[Vector, Signs] = {}
        for subset in combinations(sorted(set(self.normals)), width - 1):
            basis = kernel(self.audit, subset, width, self.bits)
            if len(basis) == 1:
                for ray in (basis[0], tuple(-a for a in basis[0])):
                    rays[ray] = tuple(sign_of(dot(row, ray)) for row in self.normals)
        stack: list[tuple[Signs, list[Vector]]] = [((), list(rays))]
        while stack:
            signs, own = stack.pop()
            i = len(signs)
            if i == len(self.normals):
                if any(s > 0 for s in signs[: self.n]):
                    basis = self.independent(own)
                    yield signs, basis, [self.output(signs, ray) for ray in basis]
                continue
            self.audit.charge(8 * (len(own) + i + 1) * width, self.bits)
            for s in (1, 0, -1):
                kept = [ray for ray in own if rays[ray][i] in (0, s)] if s else [r for r in own if rays[r][i] == 0]
                # A face is the sums of its rays with positive coefficients: it has these signs if one such sum has.
                centre = tuple(map(sum, zip(*kept, strict=True))) or (0,) * width
                longer = (*signs, s)
                if kept and all(t == sign_of(dot(row, centre)) for t, row in zip(longer, self.normals, strict=False)):
                    stack.append((longer, kept))

    def independent(self, rays: list[Vector]) -> list[Vector]:
        """Return rays that span all of them, each independent of those before."""
        basis: list[Vector] = []
        for ray in rays:
            if len(kernel(self.audit, [*basis, ray], len(ray), self.bits)) == len(ray) - len(basis) - 1:
                basis.append(ray)
        return basis

    def output(self, signs: Signs, w: Vector) -> Vector:
        return tuple(dot(row, w) if s > 0 else 0 for row, s in zip(self.rows, signs, strict=False))

    def count(self) -> tuple[list[Fraction] | None, int]:
        """Return the weights of a cheaper network, if there is one, and the number of those at the same price."""
        whole = [tuple(int(i == k) for i in range(self.n)) for k in range(self.n)]
        stack: list[tuple[tuple[int, ...], int, list[Vector]]] = [((), 0, whole)]
        while stack and self.cheaper is None:
            chosen, start, left = stack.pop()
            self.audit.charge(8 * (self.n + 1) * (len(left) + 1), self.bits)
            if not any(dot(z, self.y) for z in left):
                # These faces reach the labels; in a larger set the others would have weight 0.
                self.solve(chosen)
            elif start >= self.rays_from and len(left) == 2:
                self.pairs(chosen, start, left)
            elif start >= self.rays_from and len(left) == 1:
                self.singles(chosen, start, left[0])
            elif left:
                for j in range(start, len(self.faces)):
                    rest = self.reduced(left, self.faces[j][2])
                    if rest is not None:
                        stack.append(((*chosen, j), j + 1, rest))
        return self.cheaper, self.equal

    def reduced(self, left: list[Vector], outputs: list[Vector]) -> list[Vector] | None:
        """Return what of a basis is left orthogonal to these outputs as well; None if they depend on those before."""
        for column in outputs:
            self.audit.charge(12 * self.n * len(left), self.bits * self.n)
            products = [dot(z, column) for z in left]
            i = next((i for i, a in enumerate(products) if a), None)
            if i is None:
                return None
            rest = []
            for j, z in enumerate(left):
                if j != i:
                    longer = [products[i] * a - products[j] * b for a, b in zip(z, left[i], strict=True)]
                    common = gcd(*longer) or 1
                    rest.append(tuple(a // common for a in longer))
            left = rest
        return left

    def singles(self, chosen: tuple[int, ...], start: int, z: Vector) -> None:
        label = dot(z, self.y)
        self.audit.charge(4 * self.n * (len(self.faces) - start), self.bits * self.n)
        for j in range(start, len(self.faces)):
            size = dot(z, self.outputs[j - self.rays_from])
            if size and self.parts.of(self.thresholds[j - self.rays_from], label, size) < self.parts.limit:
                self.solve((*chosen, j))

    def pairs(self, chosen: tuple[int, ...], start: int, left: list[Vector]) -> None:
        """Go through the pairs of rays that may be last: modulo those chosen everything has two coordinates."""
        first = start - self.rays_from
        self.audit.charge((len(self.faces) - start) * (8 * self.n + 4 * (len(self.faces) - start)), self.bits * self.n)
        flat = [(dot(left[0], v), dot(left[1], v)) for v in self.outputs[first:]]
        y, z = dot(left[0], self.y), dot(left[1], self.y)
        labels = [a * z - b * y for a, b in flat]
        inverse: _Inverse | None = None
        for i, (a, b) in enumerate(flat):
            if labels[i] == 0 and (a or b):
                self.solve((*chosen, start + i))
            for j in range(i + 1, len(flat) if labels[i] else 0):
                size = a * flat[j][1] - b * flat[j][0]
                # With D = size: the multiple of ray i is -labels[j] / D, that of ray j is labels[i] / D.
                if size and labels[j]:
                    spent = self.parts.of(self.thresholds[first + j], labels[i], size)
                    if spent < self.parts.limit:
                        spent += self.parts.of(self.thresholds[first + i], labels[j], size)
                    if spent < self.parts.limit:
                        inverse = inverse or _Inverse(self, chosen)
                        inverse.finish(spent, (first + i, -labels[j]), (first + j, labels[i]), size)

    def solve(self, chosen: tuple[int, ...]) -> None:
        """Weigh independent faces that reach the labels."""
        columns = [column for j in chosen for column in self.faces[j][2]]
        table = [(*row, y) for row, y in zip(zip(*columns, strict=True), self.y, strict=True)] if columns else []
        relation = kernel(self.audit, table, len(columns) + 1, self.bits)[0]
        self.weigh(chosen, [Fraction(-a, relation[-1]) for a in relation[:-1]])

    def weigh(self, chosen: tuple[int, ...], multiples: Sequence[Fraction]) -> None:
        """Compare the network with these multiples of the bases, if its neurons lie inside their faces."""
        weights: list[Fraction] = []
        self.audit.charge(40 * self.n * (self.audit.d + 1), self.bits * self.n)
        place, spent = 0, 0
        for j in chosen:
            signs, basis, _ = self.faces[j]
            own = multiples[place : place + len(basis)]
            place += len(basis)
            common = lcm(*(m.denominator for m in own))
            whole = [int(m * common) for m in own]
            vector = tuple(sum(map(mul, whole, column)) for column in zip(*basis, strict=True))
            found = tuple(sign_of(dot(row, vector)) for row in self.normals)
            if found not in (signs, tuple(-s for s in signs)):
                return
            for a in vector:
                spent += self.parts.of(self.parts.single, a, common) if a else 0
            if spent >= self.parts.limit:
                return
            weights += [Fraction(abs(a), common) for a in vector if a]
        side = self.audit.dearer(weights)
        self.equal += side == 0
        if side < 0:
            self.cheaper = weights


class _Inverse:
    """The multiples of the chosen bases, as functions of those of the last two rays."""

    def __init__(self, walk: _Walk, chosen: tuple[int, ...]) -> None:
        self.walk, self.chosen = walk, chosen
        columns = [column for j in chosen for column in walk.faces[j][2]]
        self.rows = []  # for each column: what a functional that is 0 on the others gives rays, labels and itself
        for k, own in enumerate(columns):
            others = [*columns[:k], *columns[k + 1 :]]
            functional = next(g for g in kernel(walk.audit, others, walk.n, walk.bits) if dot(g, own))
            walk.audit.charge(2 * walk.n * len(walk.outputs), walk.bits * walk.n)
            on_rays = [dot(functional, v) for v in walk.outputs]
            self.rows.append((on_rays, dot(functional, walk.y), dot(functional, own)))

    def finish(self, spent: int, one: tuple[int, int], two: tuple[int, int], size: int) -> None:
        walk, multiples = self.walk, []
        walk.audit.charge(8 * len(self.rows), walk.bits * walk.n)
        for on_rays, label, own in self.rows:
            multiples.append((label * size - on_rays[one[0]] * one[1] - on_rays[two[0]] * two[1], own * size))
        place = 0
        for j in self.chosen:
            if j >= walk.rays_from:
                top, bottom = multiples[place]
                spent += walk.parts.of(walk.thresholds[j - walk.rays_from], top, bottom)
                if top == 0 or spent >= walk.parts.limit:
                    return
            place += len(walk.faces[j][1])
        last = [Fraction(one[1], size), Fraction(two[1], size)]
        chosen = (*self.chosen, one[0] + walk.rays_from, two[0] + walk.rays_from)
        walk.weigh(chosen, [*(Fraction(*pair) for pair in multiples), *last])


PRICE_AUDITS: Audits = {**NETWORK_AUDITS, FORMAT: (_PriceAudit, CLAUSES, ["Q08", "Q11", "Q12"])}


def check_text(text: str | bytes, *, work: int = DEFAULT_WORK) -> Verdict:
    """Return the exact verdict on the text of a certificate of any format; never raise.

    Examples
    --------
    >>> check_text('{"format": "sparsest/price-certificate/1"}').clause
    'Q02'
    """
    return verdict_of(text, work, PRICE_AUDITS, parse=True)


def check_certificate(obj: object, *, work: int = DEFAULT_WORK) -> Verdict:
    """Return the verdict on a certificate that was read as JSON already.

    Examples
    --------
    >>> check_certificate([]).verdict
    'reject'
    """
    return verdict_of(obj, work, PRICE_AUDITS, parse=False)


def check_file(path: str | Path, *, work: int = DEFAULT_WORK) -> Verdict:
    """Return the verdict on a file like `check_text`; raise OSError if it cannot be read."""
    with Path(path).open("rb") as file:
        return check_text(file.read(MAX_BYTES + 1), work=work)


if __name__ == "__main__":
    sys.exit(main_of(check=check_file))
