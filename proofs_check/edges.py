"""Which pairs of rays can be the last two of a network of least price: an edge of a polygon rules out many.

Where two dimensions are left, a functional that is 0 on all chosen faces is one of two coordinates. It is proposed by
the polygon of all rays, each with the multiple that it has at most: the edge that the labels point to. What is
concluded holds for any functional, by the bounds of `shares.py` with nothing on the chosen faces (section 3 (e) of
docs/price_certificate_v1.md).
"""

from bisect import bisect_right

from proofs_check.parts import BITS
from proofs_check.work import Work

EDGES = 32  # edges that are tried, each further out than the one before
Planar = tuple[int, int]


class Reach:
    """What a functional is on each ray at most, and how large that has to be on two.

    The rays and the labels are given by two coordinates, `tops` by multiples at which a ray costs V, at least; `roots`
    are `j^(-1/p)` for the ranks of the last two, at least; both in units of 2^-BITS.
    """

    def __init__(self, work: Work, rays: list[Planar], labels: Planar, tops: list[int], roots: list[int]) -> None:
        longest = [(top * a, top * b) for top, (a, b) in zip(tops, rays, strict=True)]
        f, g = edge(work, longest, labels)
        work.charge(4 * len(rays), max(abs(f), abs(g)).bit_length())
        self.sizes = [abs(f * a + g * b) for a, b in longest]
        total = abs(f * labels[0] + g * labels[1]) << 2 * BITS
        self.alone, self.both = (-(-total // root) for root in roots)
        self.falling = sorted(-size for size in self.sizes)

    def seconds(self, ray: int) -> int:
        """Return how many rays, those of the largest sizes, may be last after this one."""
        own = self.sizes[ray]
        return len(self.sizes) if own >= self.alone else bisect_right(self.falling, own - self.both)


def edge(work: Work, vectors: list[Planar], labels: Planar) -> Planar:
    """Return a functional that is large on the labels, compared with its largest value on these vectors.

    It is 0 along the edge that the labels point to, of the polygon of all vectors and their opposites; or 0 where the
    vectors are on one line.
    """
    first = next((v for v in vectors if any(v)), (0, 0))
    second = next((v for v in vectors if det(first, v)), None)
    if second is None:
        return 0, 0
    f, g, bits = 0, 0, max(abs(a) for v in vectors for a in v).bit_length()
    for _ in range(EDGES):
        work.charge(4 * len(vectors), bits)
        # The signs with which the labels are a sum of multiples of both that are not negative.
        (a, b), (c, d) = map(_signed, (first, second), _multiples(labels, first, second))
        f, g = _signed((d - b, a - c), a * d - b * c)
        values = [f * x + g * y for x, y in vectors]
        sizes = list(map(abs, values))
        far = sizes.index(max(sizes))
        if sizes[far] <= f * a + g * b:
            break
        corner = _signed(vectors[far], values[far])
        inside, beside = _multiples(labels, corner, (c, d)), _multiples(labels, (a, b), corner)
        stays = min(inside) <= 0 and min(beside) >= 0 and any(beside)
        first, second = ((a, b), corner) if stays else (corner, (c, d))
    return f, g


def det(one: Planar, two: Planar) -> int:
    """Return the determinant of two vectors of the plane."""
    return one[0] * two[1] - one[1] * two[0]


def _multiples(labels: Planar, one: Planar, two: Planar) -> Planar:
    """Return the multiples of two vectors that make the labels, both times the square of their determinant."""
    size = det(one, two)
    return det(labels, two) * size, det(one, labels) * size


def _signed(one: Planar, sign: int) -> Planar:
    return (-one[0], -one[1]) if sign < 0 else one
