"""All networks that have the least price at some p, or at none: the candidates of section 3 of two formats.

They are the sets of faces of the fan whose outputs are independent and reach the labels, with every neuron inside its
face: docs/price_certificate_v1.md, sections 2 and 3. They are the same for every p in (0, 1), and nothing is passed
over for its price here.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from proofs_check.fan import Fan
from proofs_check.spaces import Vector, dot, less

__all__ = ["SortedWeights", "candidates"]

SortedWeights = tuple[Fraction, ...]  # of a network, without signs, the least first


class _Set(NamedTuple):
    """A set of faces with independent outputs, and functionals that are 0 on all of these, or on all but one."""

    chosen: tuple[int, ...]
    start: int  # the first face that may follow
    left: list[Vector]  # a basis of those that are 0 on all
    duals: list[tuple[Vector, int]]  # for each column one that is 0 on the others, with its value there


def candidates(fan: Fan) -> Iterator[SortedWeights]:
    """Yield the weights of each candidate."""
    whole = [tuple(int(i == k) for i in range(fan.n)) for k in range(fan.n)]
    fan.work.charge(4 * fan.n * fan.n)
    stack = [_Set((), 0, whole, [])]
    while stack:
        some = stack.pop()
        fan.work.charge(4 + 2 * fan.n * len(some.left), fan.bits)
        if not any(dot(z, fan.y) for z in some.left):
            # These faces reach the labels; in a larger set the others would have weight 0.
            weights = _weigh(fan, some)
            if weights is not None:
                yield weights
        elif some.start < len(fan.faces):
            # One after the other, so that the stack stays small.
            stack.append(some._replace(start=some.start + 1))
            longer = _with_next(fan, some)
            stack += [longer] if longer else []


def _with_next(fan: Fan, some: _Set) -> _Set | None:
    """Return the set with the next face as well; None if its outputs depend on those before."""
    left, duals, outputs = some.left, some.duals, fan.faces[some.start][2]
    if len(outputs) > len(left):
        return None
    for column in outputs:
        bits = max(abs(a) for z in left for a in z).bit_length() + fan.bits
        fan.work.charge(3 * fan.n * len(left) + 10, bits)
        products = [dot(z, column) for z in left]
        i = next((i for i, a in enumerate(products) if a), None)
        if i is None:
            return None
        fan.work.charge(5 * fan.n * (fan.n + 1), bits)
        pivot, size = left[i], products[i]
        left = [less(z, pivot, size, a)[0] for j, (z, a) in enumerate(zip(left, products, strict=True)) if j != i]
        changed = []
        for z, own in duals:
            shorter, common = less(z, pivot, size, dot(z, column))
            changed.append((shorter, own * size // common))
        duals = [*changed, (pivot, size)]
    return _Set((*some.chosen, some.start), some.start + 1, left, duals)


def _weigh(fan: Fan, some: _Set) -> SortedWeights | None:
    """Return the weights of the one network of these faces; None if a neuron is outside its face."""
    bottom = fan.multiple([own for _, own in some.duals])
    fan.work.charge(4 * fan.n * len(some.duals) + 8, bottom.bit_length())
    multiples = iter([dot(z, fan.y) * (bottom // own) for z, own in some.duals])
    found = list[Fraction]()
    for j in some.chosen:
        own = [next(multiples) for _ in fan.faces[j][1]]
        vector = tuple(dot(own, column) for column in zip(*fan.faces[j][1], strict=True))
        fan.work.charge((5 + 3 * len(fan.normals)) * len(vector), bottom.bit_length())
        sides = [s * dot(row, vector) for row, s in fan.inside[j]]
        if not (all(side > 0 for side in sides) or all(side < 0 for side in sides)):
            return None
        fan.work.charge(8 * len(vector), bottom.bit_length())
        found += [abs(Fraction(a, bottom)) for a in vector if a]
    return tuple(sorted(found))
