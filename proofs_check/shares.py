"""What the dearest neurons of a network leave to the others: bounds that rule out many sets of faces at once.

A network of price at most V is looked at with its neurons in the order of their prices, the dearest first. If the i-th
costs the share s_i of V, then `s_1 >= s_2 >= ...`, and all of them add up to at most 1; they are looked at in windows
of s_1 (section 3 of docs/price_certificate_v1.md has the proofs). Functionals z on the values at the points are
proposed by the simplex method, and rounded; what is concluded from one is exact, and holds for any functional at all.
Sets of rays are numbers here, as are those of faces: bit r stands for ray r.
"""

from collections import deque
from fractions import Fraction
from itertools import accumulate
from operator import mul
from typing import NamedTuple

from proofs_check.loads import Loads
from proofs_check.parts import BITS
from proofs_check.spaces import Vector, less
from proofs_check.windows import Powers, Window
from proofs_check.work import Work

ROUNDED, FINE = 32, 24  # bits of functionals; of the weights of vectors that are proposed
ROUNDS = 24  # functionals that are tried, unless one is so near the best, by 1 in 128, that none gets much better
KEPT = 16  # functionals that ruled out a sequence, and may rule out the next: the last ones of each length


class DualBasis(NamedTuple):
    """Vectors that are a basis, by number, and functionals: each is 0 on all but its own, with its value there."""

    names: list[int]
    rows: list[Vector]
    values: list[int]


class _Proposal(NamedTuple):
    """What is found of a functional z."""

    labels: list[int]  # of the functionals of the basis, on the labels
    sizes: list[int]  # of their values, times the tops
    unit: int  # what z is on each vector of the basis, times its top
    total: int  # what z is on the labels
    on_rays: list[int]  # what z is on each ray, times the largest multiple that it can have


class Shares:
    """The bounds for given tops: multiples at which a ray alone costs V, at least, in units of 2^-BITS.

    `around` are the rays around each face.
    """

    def __init__(
        self, work: Work, p: Fraction, tops: list[int], outputs: list[Vector], y: Vector, around: list[int], widest: int
    ) -> None:
        self.work, self.n, self.outputs = work, len(y), outputs
        n, shift = self.n, min(max(min(tops).bit_length() - ROUNDED, 0), BITS)
        work.charge(n * (2000 + n + 4 * len(tops)) + len(around) * len(tops), 4 * BITS)
        self.rays = [[r for r in range(len(tops)) if own >> r & 1] for own in around]
        self.widest = widest  # dimensions that a face has at most
        self.having = [sum(1 << j for j, own in enumerate(around) if own >> r & 1) for r in range(len(tops))]
        # Multiples and labels in units of 2^(shift - BITS), so that the numbers are short.
        self.tops, self.y = [-(-top >> shift) for top in tops], tuple(a << (BITS - shift) for a in y)
        self.loaded = [tuple(top * a for a in v) for top, v in zip(self.tops, outputs, strict=True)]
        self.bits = max(abs(a) for v in [*self.loaded, self.y] for a in v).bit_length()
        self.powers = Powers(work, p)
        self.roots = [0, *(self.powers.of(Fraction(1, j)) for j in range(1, n + 1))]  # j^(-1/p), from above
        # The multiple that a ray has at most, by its rank.
        self.caps = [[(top * root >> BITS) + 1 for top in tops] for root in self.roots]
        self.start = self._best()

    def enter(self, window: Window) -> None:
        """Take the dearest to have a share in this window from now on."""
        self.window = window
        # By k: what ruled out k dearest in their order, the last ones.
        self.kept: list[deque[Loads]] = [deque(maxlen=KEPT) for _ in range(self.n + 1)]

    def _best(self) -> DualBasis:
        """Return the best basis for all rays."""
        n = self.n
        basis = DualBasis([-1] * n, [tuple(int(i == k) for i in range(n)) for k in range(n)], [1] * n)
        for r, v in enumerate(self.outputs):
            products = self._on(basis, v)
            i = next((i for i, a in enumerate(products) if a and basis.names[i] < 0), None)
            basis = basis if i is None else self._changed(basis, products, i, r)
        for _ in range(ROUNDS):
            found = self._propose(basis, self.tops)
            sizes = list(map(abs, found.on_rays))
            most = max(sizes)
            if most <= found.unit * 129 >> 7:
                break
            r = sizes.index(most)
            products = self._on(basis, self.outputs[r])
            basis = self._changed(basis, products, self._leaving(found, products, self.tops[r]), r)
        return basis

    def helps(self) -> bool:
        """Return whether the best functional for all rays rules out that the last two do all."""
        found, few = self._propose(self.start, self.tops), max(self.n - 2, 0)
        most = max(map(abs, found.on_rays))
        return all((j - few) * most * self.roots[j] < found.total << BITS for j in range(few + 1, self.n + 1))

    def following(self, chosen: tuple[int, ...], left: int) -> list[int]:
        """Return, by the number of others, the faces that can be the next dearest, as far as is known.

        So many dimensions are left.
        """
        kept, masks = self.kept[len(chosen) + 1], [(1 << len(self.rays)) - 1] * left
        self.work.charge(20 + (20 + 8 * len(self.window.corners(self.n))) * len(kept))
        for loads in kept:
            self.narrow(masks, loads, chosen)
        return masks

    def narrow(self, masks: list[int], loads: Loads, chosen: tuple[int, ...]) -> None:
        """Leave those faces that a functional does not rule out after the chosen, in this order."""
        before = [max(map(loads.sizes.__getitem__, self.rays[j])) for j in chosen]
        others = range(max(len(masks) - self.widest, 0), len(masks))
        for m, faces in zip(others, loads.following(before, others, self.window), strict=False):
            masks[m] &= faces

    def _on(self, basis: DualBasis, vector: Vector) -> list[int]:
        """Return the functionals' values there."""
        self.work.charge(self.n * (self.n + 2), self.bits)
        return [sum(map(mul, row, vector)) for row in basis.rows]

    def _changed(self, basis: DualBasis, products: list[int], i: int, name: int) -> DualBasis:
        """Return the basis with another vector, on which the functionals have these values, in the i-th place."""
        bits = max(map(abs, [*products, *basis.rows[i]])).bit_length()
        self.work.charge(2 * self.n * self.n, bits)
        rows, values = list[Vector](), list[int]()
        for j, (row, value, a) in enumerate(zip(basis.rows, basis.values, products, strict=True)):
            longer, common = less(row, basis.rows[i], products[i], a) if a and j != i else (row, products[i])
            rows.append(longer)
            values.append(products[i] if j == i else value * products[i] // common)
        return DualBasis([*basis.names[:i], name, *basis.names[i + 1 :]], rows, values)

    def _propose(self, basis: DualBasis, tops: list[int]) -> _Proposal:
        """Return the functional that is as large on the basis as these tops allow, with the signs of the labels."""
        labels = [sum(map(mul, row, self.y)) for row in basis.rows]
        sizes = [abs(value) * tops[name] for name, value in zip(basis.names, basis.values, strict=True)]
        shift = max(sizes).bit_length() + ROUNDED
        self.work.charge((self.n * len(self.tops) >> 1) + 2 * self.n * self.n, shift)
        exact = [0] * self.n
        for row, label, size in zip(basis.rows, labels, sizes, strict=True):
            times = (1 << shift) // size if label > 0 else -((1 << shift) // size)
            exact = [a + times * b for a, b in zip(exact, row, strict=True)]
        drop = max(max(map(abs, exact)).bit_length() - ROUNDED, 0)
        z = [a >> drop for a in exact]
        on_rays = [sum(map(mul, z, v)) for v in self.loaded]
        return _Proposal(labels, sizes, (1 << shift) >> drop, sum(map(mul, z, self.y)), on_rays)

    def ruled_out(self, chosen: tuple[int, ...], m: int) -> Loads | None:
        """Look for a functional that rules out these as the dearest, in this order, with m others; keep it."""
        k, basis, name = len(chosen), self.start, len(self.tops)
        rays = [self.rays[j] for j in chosen]
        self.work.charge(2 * len(self.tops))
        own, others = self.window.weights(k, m)
        tops = [top * _short(others) for top in self.tops]
        for near, weight in zip(rays, own, strict=True):
            for r in near:
                tops[r] = max(tops[r], self.tops[r] * _short(weight))
        for _ in range(ROUNDS):
            found = self._propose(basis, tops)
            sizes = list(map(abs, found.on_rays))
            worst, tight = self._worst(sizes, rays, m)
            if found.total << BITS > worst:
                self.work.charge(2 * len(self.tops))
                loads = Loads(found.total, sizes, self.having)
                self.kept[k].append(loads)
                return loads
            if found.total << FINE <= found.unit or worst >> (BITS - FINE) <= found.unit * 129 >> 7:
                return None
            # What is worst for this functional is put into the basis.
            vector = [0] * self.n
            for r, power in tight:
                sign = _short(power) if found.on_rays[r] > 0 else -_short(power)
                vector = [a + sign * b for a, b in zip(vector, self.loaded[r], strict=True)]
            drop = max(max(map(abs, vector)).bit_length() - FINE, 0)
            tops.append(1 << drop)
            products = self._on(basis, tuple(a >> drop for a in vector))
            if not any(products):
                return None
            basis = self._changed(basis, products, self._leaving(found, products, tops[-1]), name)
            name += 1
        return None

    def _worst(self, sizes: list[int], rays: list[list[int]], m: int) -> tuple[int, list[tuple[int, int]]]:
        """Return the largest sum at a corner, in units of 2^-BITS, and what rays it is made of, with their powers."""
        tight = [max(own, key=sizes.__getitem__) for own in rays] + [sizes.index(max(sizes))] * m
        sums = [0, *accumulate(map(sizes.__getitem__, tight))]
        corners = self.window.corners(len(tight))
        worst, corner = max((c.more * sums[c.first] + c.less * sums[c.last], c) for c in corners)
        powers = [corner.less + corner.more * (i < corner.first) for i in range(corner.last)]
        return worst, list(zip(tight, powers, strict=False))

    def _leaving(self, found: _Proposal, products: list[int], top: int) -> int:
        """Return the place of what leaves the basis for a vector with these products: a weighted median of ratios."""
        shift = max(found.sizes).bit_length() + ROUNDED
        ratios = [
            ((label << 64) // a, (abs(a) << shift) // size, i)
            for i, (label, a, size) in enumerate(zip(found.labels, products, found.sizes, strict=True))
            if a
        ]
        ratios = sorted([*ratios, (0, (1 << shift) // top, -1)])
        half, best = sum(weight for _, weight, _ in ratios), -1
        for _, weight, i in ratios:
            half -= 2 * weight
            best = i if i >= 0 else best
            if half <= 0 and best >= 0:
                break
        return best


def _short(power: int) -> int:
    """Return a power in units of 2^-FINE, or a little more."""
    return (power >> (BITS - FINE)) + 1
