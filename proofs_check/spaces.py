"""Vectors of integers: kernels, products and signs, for the checkers of networks."""

from collections.abc import Sequence
from math import gcd, lcm
from operator import mul

from proofs_check.work import Work

__all__ = ["Duals", "Vector", "dot", "extended", "less", "null_space", "sign_of"]

Vector = tuple[int, ...]
Duals = list[tuple[Vector, int]]  # for each of independent vectors a functional that is 0 on the others, and its value


def null_space(work: Work, rows: Sequence[Vector], width: int, bits: int) -> list[Vector]:
    """Return a basis of the kernel of rows with numbers of so many bits, primitive integral, by Gauss-Jordan."""
    work.charge(40 + 8 * len(rows) * width * width, bits * width)
    pivots: dict[int, Vector] = {}
    for row in rows:
        rest = tuple(row)
        for k, pivot in pivots.items():
            rest = less(rest, pivot, pivot[k], rest[k])[0] if rest[k] else rest
        lead = next((k for k, a in enumerate(rest) if a), None)
        if lead is not None:
            for k, pivot in pivots.items():
                pivots[k] = less(pivot, rest, rest[lead], pivot[lead])[0] if pivot[lead] else pivot
            pivots[lead] = rest
    basis: list[Vector] = []
    scale = lcm(*(pivot[k] for k, pivot in pivots.items()))
    for free in (k for k in range(width) if k not in pivots):
        sizes = {k: -(scale // pivot[k]) * pivot[free] for k, pivot in pivots.items()}
        whole = [sizes.get(k, scale * (k == free)) for k in range(width)]
        common = gcd(*whole)
        basis.append(tuple(a // common for a in whole))
    return basis


def sign_of(a: int) -> int:
    """Return 1, 0 or -1."""
    return (a > 0) - (a < 0)


def dot(a: Vector | list[int], b: Vector | list[int]) -> int:
    """Return the product of two integral vectors."""
    return sum(s * t for s, t in zip(a, b, strict=True) if t)


def less(z: Vector, pivot: Vector, size: int, a: int) -> tuple[Vector, int]:
    """Return size z - a pivot as a primitive vector, and what it was divided by."""
    longer = [size * b - a * c for b, c in zip(z, pivot, strict=True)]
    common = gcd(*longer) or 1
    return tuple(b // common for b in longer), common


def extended(
    work: Work, left: list[Vector], duals: Duals, vectors: Sequence[Vector], bits: int
) -> tuple[list[Vector], Duals] | None:
    """Return what is left and the duals when independent vectors become more; None if they are dependent then.

    Left is a basis of the functionals that are 0 on all of them; the numbers of the new ones have so many bits.
    """
    if len(vectors) > len(left):
        return None
    n = len(vectors[0])
    for vector in vectors:
        products = [sum(map(mul, z, vector)) for z in left]
        long = max(abs(a) for z in left for a in z).bit_length() + bits
        work.charge(2 * n * len(left) + 10, long)
        i = next((i for i, a in enumerate(products) if a), None)
        if i is None:
            return None
        work.charge(3 * n * (n + 1), long)
        pivot, size = left[i], products[i]
        rest = [
            less(z, pivot, size, a)[0] if a else z
            for j, (z, a) in enumerate(zip(left, products, strict=True))
            if j != i
        ]
        changed = []
        for z, own in duals:
            a = sum(map(mul, z, vector))
            longer, common = less(z, pivot, size, a) if a else (z, size)
            changed.append((longer, own * size // common))
        left, duals = rest, [*changed, (pivot, size)]
    return left, duals
