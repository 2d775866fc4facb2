"""Clauses N16 to N18 of docs/network_certificate_v1.md: bounds that rest on some of the points, and on regions.

What holds of the checkers beside it holds here: invariants (I1) to (I4), nothing but integers and fractions.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import comb, gcd, lcm
from typing import Any

from proofs_check.spaces import Vector, dot, null_space
from proofs_check.work import Work, show

__all__ = ["chosen_points", "need_regions"]


def chosen_points(work: Work, clause: str, given: Any, points: int, name: str) -> list[int]:
    """Return the numbers of some points, which increase, from 0 on."""
    numbers = work.listed(clause, given, name)
    work.charge(4 * len(numbers))
    good = all(type(i) is int for i in numbers) and all(
        a < b for a, b in zip([-1, *numbers], [*numbers, points], strict=True)
    )
    work.need(clause, bool(numbers) and good, name, given, "is not a list of increasing numbers of points")
    return list(numbers)


def need_regions(work: Work, rows: Sequence[Sequence[Fraction]], labels: Sequence[Fraction], lower: int) -> None:
    """Check that these points need a function of so many regions that no fewer weights have the folds for them."""
    d, count = len(rows[0]) - 1, len(rows)
    whole = [_scaled(work, [*row, y]) for row, y in zip(rows, labels, strict=True)]
    bits = max(abs(a) for row in whole for a in row).bit_length()
    spanned = not null_space(work, [row[: d + 1] for row in whole], d + 1, bits)
    work.need("N17", spanned, "regions", count, "are points in a hyperplane")
    work.enter("N18")
    piece = _largest_piece(work, whole, d, bits)
    regions = -(-count // piece)
    work.charge(200 * (lower + 2) ** 2 * (d + 2))
    good = lower == 0 or _most_regions(work, d, lower - 1) < regions
    work.need("N18", good, "lower", lower, f"has no need of {show(regions)} regions")


def _scaled(work: Work, row: list[Fraction]) -> Vector:
    """Return a row times the least common multiple of its denominators: the hyperplanes through it are the same."""
    scale = 1
    for a in row:
        work.charge(8, scale.bit_length() + a.denominator.bit_length())
        scale = lcm(scale, a.denominator)
    return tuple(a.numerator * (scale // a.denominator) for a in row)


def _largest_piece(work: Work, whole: list[Vector], d: int, bits: int) -> int:
    """Return how many points at most are on the graph of one affine function.

    It goes through d + 1 points with independent inputs, as others can be added to points with dependent ones. So it is
    found as a hyperplane through d independent points (x, 1, y): they have two normals, and each further point a ratio.
    """
    largest = 0
    for base in combinations(range(len(whole)), d):
        normals = null_space(work, [whole[i] for i in base], d + 2, bits)
        work.charge(len(whole) * (20 + 4 * d), bits * (d + 1))
        if len(normals) != 2:
            continue
        one, other = normals
        inside, groups = 0, dict[tuple[str, str], int]()
        for row in whole:
            a, b = dot(row, one), dot(row, other)
            if not a and not b:
                inside += 1
            elif b * one[-1] - a * other[-1]:  # not vertical
                common = gcd(a, b) if b > 0 or (not b and a > 0) else -gcd(a, b)
                key = f"{a // common:x}", f"{b // common:x}"  # text: files can forge the hashes of numbers
                groups[key] = groups.get(key, 0) + 1
        largest = max(largest, inside + max(groups.values(), default=0))
    return largest


def _most_regions(work: Work, d: int, weights: int) -> int:
    """Return a bound of the regions that folds of so many weights make, over all ways to spend them."""
    most = 1
    for axes in range(min(d, weights) + 1):
        for parallel in range((weights - axes) // 2 + 1):
            rest = weights - axes - 2 * parallel
            for central in range(rest // 2 + 1):
                general = (rest - 2 * central) // 3
                work.charge(8 * d * (d + central + general + 2))
                # Sets of hyperplanes by their size: of each family of parallel ones at most one.
                sets = [1, *[0] * d]
                of_family, more = divmod(axes + parallel, d)
                sizes = [of_family + 1] * more + [of_family] * (d - more) + [1] * (central + general)
                for size in sizes:
                    sets = [1, *(s + size * t for s, t in zip(sets[1:], sets, strict=False))]
                m = axes + central
                most = max(most, sum(sets) - (comb(m, d) - comb(m - 1, d - 1) if m else 0))
    return most
