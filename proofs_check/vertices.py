"""All networks that have the least price at some p, or at none: the candidates of section 3 of two formats.

They are the sets of faces of the fan whose outputs are independent and reach the labels, with every neuron inside its
face: docs/price_certificate_v1.md, sections 2 and 3. They are the same for every p in (0, 1), and nothing is passed
over for its price here.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from proofs_check.fan import Fan
from proofs_check.spaces import Duals, Vector, dot, extended

__all__ = ["SortedWeights", "candidates"]

SortedWeights = tuple[Fraction, ...]  # of a network, without signs, the least first


class _Set(NamedTuple):
    """A set of faces with independent outputs, and functionals that are 0 on all of these, or on all but one."""

    chosen: tuple[int, ...]
    left: list[Vector]  # a basis of those that are 0 on all
    duals: Duals


def candidates(fan: Fan) -> Iterator[SortedWeights]:
    """Yield the weights of each candidate."""
    whole = [tuple(int(i == k) for i in range(fan.n)) for k in range(fan.n)]
    fan.work.charge(4 * fan.n * fan.n)
    stack = [iter([_Set((), whole, [])])]  # of sets one after the other, so that it stays small
    while stack:
        some = next(stack[-1], None)
        if some is None:
            stack.pop()
            continue
        fan.work.charge(4 + 2 * fan.n * len(some.left), fan.bits)
        if any(dot(z, fan.y) for z in some.left):
            stack.append(_larger(fan, some))
        else:
            # These faces reach the labels; in a larger set the others would have weight 0.
            weights = _weigh(fan, some)
            if weights is not None:
                yield weights


def _larger(fan: Fan, some: _Set) -> Iterator[_Set]:
    """Yield the sets with a later face as well."""
    for j in range(some.chosen[-1] + 1 if some.chosen else 0, len(fan.faces)):
        fan.work.charge(1)
        found = extended(fan.work, some.left, some.duals, fan.faces[j][2], fan.bits)
        if found is not None:
            yield _Set((*some.chosen, j), *found)


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
