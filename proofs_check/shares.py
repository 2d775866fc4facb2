"""What the dearest neurons of a network leave to the others: bounds that rule out many sets of faces at once.

A network of price at most V is looked at with its neurons in the order of their prices, the dearest first. If the i-th
costs the share s_i of V, then `s_1 >= s_2 >= ...`, and all of them add up to at most 1 (section 3 of
docs/price_certificate_v1.md has the proofs). Functionals z on the values at the points are proposed by the simplex
method, and rounded; what is concluded from one is exact, and holds for any functional at all. Sets of rays are numbers
here: bit r stands for ray r.
"""

from fractions import Fraction
from itertools import accumulate
from operator import mul
from typing import NamedTuple

from proofs_check.parts import BITS
from proofs_check.signs import enclose_exp, enclose_ln
from proofs_check.spaces import Vector, less
from proofs_check.work import Work

ROUNDED, UNIT, FINE = 32, 16, 24  # bits of functionals; of factors; of the weights of vectors that are proposed
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


class _Loads(NamedTuple):
    """What is needed of a functional z to rule out a sequence."""

    total: int  # what z is on the labels
    sizes: list[int]  # what z is at most on each ray, times the largest multiple that it can have
    most: int  # the ray on which that is the largest


class Shares:
    """The bounds for given tops: multiples at which a ray alone costs V, at least, in units of 2^-BITS."""

    def __init__(self, work: Work, p: Fraction, tops: list[int], outputs: list[Vector], y: Vector) -> None:
        self.work, self.n, self.outputs = work, len(y), outputs
        n, shift = self.n, min(max(min(tops).bit_length() - ROUNDED, 0), BITS)
        work.charge(n * (2000 + n + 4 * len(tops)), 4 * BITS)
        # Multiples and labels in units of 2^(shift - BITS), so that the numbers are short.
        self.tops, self.y = [-(-top >> shift) for top in tops], tuple(a << (BITS - shift) for a in y)
        self.loaded = [tuple(top * a for a in v) for top, v in zip(self.tops, outputs, strict=True)]
        self.bits = max(abs(a) for v in [*self.loaded, self.y] for a in v).bit_length()
        # j^(1/p) from below in units of 2^-UNIT, and its inverse from above in units of 2^-BITS.
        self.powers, self.roots = [0, 1 << UNIT], [0, 1 << BITS]
        for j in range(2, n + 1):
            log = enclose_ln(Fraction(j), BITS)[0] // p
            self.powers.append(enclose_exp(min(log, 1024 << BITS), BITS)[0] >> (BITS - UNIT))
            self.roots.append(enclose_exp(max(-log, -160 << BITS), BITS)[1] + 1)
        # After the k dearest, with m others at most: how much less than others a functional must be on the chosen.
        self.factors = [[0, *(self._factor(k, m) for m in range(1, n - k + 1))] for k in range(n + 1)]
        # The multiple that a ray has at most, by its rank.
        self.caps = [[(top * root >> BITS) + 1 for top in tops] for root in self.roots]
        # By k and m: sets of rays, of each of which the k dearest have one, if there are m others at most.
        self.hit: list[list[list[int]]] = [[[] for _ in range(n + 1)] for _ in range(n + 1)]
        # By k: what ruled out k dearest in their order, the last one first.
        self.kept: list[list[_Loads]] = [[] for _ in range(n + 1)]

    def _factor(self, k: int, m: int) -> int:
        """Return the least `(j^(1/p) - k) / (j - k)` for j from k + 1 to k + m, or less, in units of 2^-UNIT."""
        return min((self.powers[j] - (k << UNIT)) // (j - k) for j in range(k + 1, k + m + 1))

    def start(self) -> DualBasis | None:
        """Return the best basis for all rays; None if bounds from it are too weak for any set but the last."""
        n = self.n
        basis = DualBasis([-1] * n, [tuple(int(i == k) for i in range(n)) for k in range(n)], [1] * n)
        for r, v in enumerate(self.outputs):
            products = self._on(basis, v)
            i = next((i for i, a in enumerate(products) if a and basis.names[i] < 0), None)
            basis = basis if i is None else self._changed(basis, products, i, r)
        basis, _ = self.test(0, n, 0, basis)
        found = self._propose(basis, self.tops)
        few = max(n - 2, 0)
        return basis if found.total * self.factors[few][n - few] > max(map(abs, found.on_rays)) << UNIT else None

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

    def test(self, k: int, m: int, rays: int, basis: DualBasis) -> tuple[DualBasis, int | None]:
        """Look for a functional that rules out these rays as those of the k dearest, with at most m others.

        Return the last basis, and rays of which the k dearest have one, if these do not.
        """
        factor = self.factors[k][m]
        tops = [top * factor if rays >> r & 1 else top << UNIT for r, top in enumerate(self.tops)]
        for _ in range(ROUNDS):
            found = self._propose(basis, tops)
            loads = list(map(abs, found.on_rays))
            weighed = [load * factor if rays >> r & 1 else load << UNIT for r, load in enumerate(loads)]
            most = max(weighed)
            if found.total * factor > most:
                return basis, self._noted(k, found.total, loads)
            # No functional does it, as shown by multiples at which these rays reach the labels; or this is the best.
            if (k > 0 and found.total * factor <= found.unit) or most <= found.unit * 129 >> 7:
                break
            r = weighed.index(most)
            products = self._on(basis, self.outputs[r])
            basis = self._changed(basis, products, self._leaving(found, products, tops[r]), r)
        return basis, None

    def _noted(self, k: int, total: int, loads: list[int]) -> int:
        """Return the rays on which a functional is as much as on the labels; note them where one is needed."""
        hit, top = sum(1 << r for r, load in enumerate(loads) if load >= total), max(loads) << UNIT
        for m, sets in enumerate(self.hit[k][: self.n - k + 1]):
            if m == 0 or total * self.factors[k][m] > top:
                sets.append(hit)
        return hit

    def ordered(self, m: int, chosen: list[int], basis: DualBasis) -> bool:
        """Return whether a functional rules out the rays of these as the dearest, in this order, with m others."""
        k = len(chosen)
        rays = [[r for r in range(len(self.tops)) if own >> r & 1] for own in chosen]
        kept = self.kept[k]
        for place, loads in enumerate(kept):
            self.work.charge(2 * (k + m) + sum(map(len, rays)))
            if self._worst(loads, rays, m)[0] < loads.total << BITS:
                kept.insert(0, kept.pop(place))
                return True
        found = self._ordered(m, rays, basis)
        if found is not None:
            kept.insert(0, found)
            del kept[KEPT:]
        return found is not None

    def _worst(self, loads: _Loads, rays: list[list[int]], m: int) -> tuple[int, list[int]]:
        """Return the largest B_j, in units of 2^-BITS, and the rays that it is made of."""
        tight = [max(own, key=loads.sizes.__getitem__) for own in rays] + [loads.most] * m
        sums = accumulate(map(loads.sizes.__getitem__, tight))
        worst, at = max((load * root, j) for j, (load, root) in enumerate(zip(sums, self.roots[1:], strict=False), 1))
        return worst, tight[:at]

    def _ordered(self, m: int, rays: list[list[int]], basis: DualBasis) -> _Loads | None:
        """Look for a functional that rules out these rays, those of the dearest first, with m others."""
        k = len(rays)
        short = [(root >> (BITS - FINE)) + 1 for root in self.roots]
        others = max((j - k) * short[j] for j in range(k + 1, k + m + 1))
        tops, name = [top * others for top in self.tops], len(self.tops)
        for i, own in enumerate(rays, 1):
            for r in own:
                tops[r] = max(tops[r], self.tops[r] * short[i])
        for _ in range(ROUNDS):
            found = self._propose(basis, tops)
            sizes = [abs(a) for a in found.on_rays]
            loads = _Loads(found.total, sizes, sizes.index(max(sizes)))
            worst, tight = self._worst(loads, rays, m)
            if found.total << BITS > worst:
                return loads
            if found.total << FINE <= found.unit or worst >> (BITS - FINE) <= found.unit * 129 >> 7:
                return None
            # What is worst for this functional is put into the basis.
            vector, times = [0] * self.n, short[len(tight)]
            for r in tight:
                sign = times if found.on_rays[r] > 0 else -times
                vector = [a + sign * b for a, b in zip(vector, self.loaded[r], strict=True)]
            drop = max(max(map(abs, vector)).bit_length() - FINE, 0)
            tops.append(1 << drop)
            products = self._on(basis, tuple(a >> drop for a in vector))
            if not any(products):
                return None
            basis = self._changed(basis, products, self._leaving(found, products, tops[-1]), name)
            name += 1
        return None

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
