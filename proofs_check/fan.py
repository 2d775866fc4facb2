"""The fan of given points: the faces on which all signs are fixed, of a neuron's products and of its weights.

The hyperplanes `[x_i, 1] . w = 0` and `w_k = 0` cut the space of a neuron's weights w, the bias last, into cones
(section 2 of docs/price_certificate_v1.md). On the relative interior of each of them, its *face*, the outputs at the
points are linear in w. What a network costs is not known here.
"""

from collections.abc import Iterator
from itertools import combinations, groupby
from math import comb, lcm

from proofs_check.network_checker import NetworkData, Signs
from proofs_check.spaces import Vector, dot, null_space, sign_of
from proofs_check.work import Work

Face = tuple[Signs, list[Vector], list[Vector]]  # signs at rows and axes; a basis of rays; their outputs


class Fan:
    """The faces on which some point is active, in whole numbers; those of higher dimension first."""

    def __init__(self, work: Work, data: NetworkData) -> None:
        self.work, self.n = work, len(data.rows)
        self.width = width = data.d + 1
        many = self.n + width
        work.charge(comb(many, width - 1) * (20 + 8 * width * many))  # before anything of that size is made
        self.rows, labels = list[Vector](), list[int]()
        for row, y in zip(data.rows, data.y, strict=True):
            # A point times its own positive number: with its label, so that networks stay the same.
            scale = self.multiple([a.denominator for a in (*row, y)])
            work.charge(4 * width, scale.bit_length())
            self.rows.append(tuple(a.numerator * (scale // a.denominator) for a in row))
            labels.append(y.numerator * (scale // y.denominator))
        self.y = tuple(labels)
        self.bits = max(abs(a) for row in [*self.rows, self.y] for a in row).bit_length() * (width + 1)
        axes = [tuple(int(k == j) for k in range(width)) for j in range(width)]
        self.normals = [*self.rows, *axes]
        self.faces = sorted(self.make_faces(), key=lambda face: -len(face[1]))
        # What has to be positive within a face, or negative; all else is 0 on its basis.
        self.inside = [[(row, s) for row, s in zip(self.normals, f[0], strict=True) if s] for f in self.faces]
        self.rays_from = sum(len(face[1]) > 1 for face in self.faces)

    def multiple(self, numbers: list[int]) -> int:
        """Return the least common multiple."""
        result = 1
        for n in numbers:
            self.work.charge(6, result.bit_length() + n.bit_length())
            result = lcm(result, n)
        return result

    def make_faces(self) -> Iterator[Face]:
        """Yield the faces of the refined fan on which some point is active."""
        width, many = self.width, len(self.normals)
        distinct = [row for row, _ in groupby(sorted(self.normals))]  # no set: files can forge hashes
        found: list[Vector] = []
        for subset in combinations(distinct, width - 1):
            basis = null_space(self.work, subset, width, self.bits)
            found += [basis[0], tuple(-a for a in basis[0])] if len(basis) == 1 else []
        rays = [ray for ray, _ in groupby(sorted(found))]
        self.work.charge(2 * width * many * len(rays), self.bits)
        at = [tuple(sign_of(dot(row, ray)) for row in self.normals) for ray in rays]
        stack: list[tuple[Signs, list[int]]] = [((), list(range(len(rays))))]
        while stack:
            signs, own = stack.pop()
            i = len(signs)
            if i == many:
                if any(s > 0 for s in signs[: self.n]):
                    basis = self.independent([rays[r] for r in own])
                    on = [row if s > 0 else () for row, s in zip(self.rows, signs, strict=False)]
                    self.work.charge(3 * width * many, self.bits)
                    yield signs, basis, [tuple(dot(row, ray[: len(row)]) for row in on) for ray in basis]
                continue
            self.work.charge(8 * (len(own) + i + 1) * width, self.bits)
            for s in (1, 0, -1):
                kept = [r for r in own if at[r][i] in (0, s)]
                # A face is the sums of its rays with positive coefficients: it has these signs if one such sum has.
                longer = (*signs, s)
                if kept and all(t == 0 or any(at[r][k] for r in kept) for k, t in enumerate(longer)):
                    stack.append((longer, kept))

    def independent(self, rays: list[Vector]) -> list[Vector]:
        """Return rays that span all of them, each independent of those before."""
        basis: list[Vector] = []
        for ray in rays:
            if len(null_space(self.work, [*basis, ray], len(ray), self.bits)) == len(ray) - len(basis) - 1:
                basis.append(ray)
        return basis

    def around(self) -> list[int]:
        """Return for each face the active rays in its closure: bit r stands for the r-th of them."""
        rays = [signs for signs, _, _ in self.faces[self.rays_from :]]
        self.work.charge(len(self.faces) * (self.n + 2 * len(rays)))
        return [
            sum(1 << r for r, ray in enumerate(rays) if all(a in (0, b) for a, b in zip(ray, signs, strict=True)))
            for signs, _, _ in self.faces
        ]

    def planes(self) -> list[tuple[int, int, int]]:
        """Return the faces of dimension 2 whose two rays are active, with these, in the order of the basis."""
        number = self.numbers()
        self.work.charge(4 * self.rays_from)
        bases = [(j, basis) for j, (_, basis, _) in enumerate(self.faces) if len(basis) == 2]
        return [(j, number[a], number[b]) for j, (a, b) in bases if a in number and b in number]

    def numbers(self) -> dict[Vector, int]:
        """Return the numbers of the active rays, by their vectors."""
        return {basis[0]: r for r, (_, basis, _) in enumerate(self.faces[self.rays_from :])}
