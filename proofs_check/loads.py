"""How much a functional is on the faces, at most: which of them can be the next dearest of a network of least price.

Section 3 of docs/price_certificate_v1.md has the bounds B_j. Sets of faces are numbers here: bit j stands for face j.
"""

from bisect import bisect_right
from itertools import accumulate
from operator import or_

from proofs_check.parts import BITS


class Loads:
    """A functional z: what it is on the labels, and on each ray times the largest multiple that the ray can have.

    `having` are the faces with each ray around them, `roots` are `j^(-1/p)` by j, at least, in units of 2^-BITS.
    """

    def __init__(self, total: int, sizes: list[int], having: list[int], roots: list[int]) -> None:
        order = sorted(range(len(sizes)), key=lambda r: -sizes[r])
        self.sizes, self.largest = sizes, sizes[order[0]]
        self.falling = [-sizes[r] for r in order]
        self.faces: list[int] = [0, *accumulate((having[r] for r in order), or_)]
        # B_j is less than z is on the labels if the sum of loads in it is less than this.
        self.room = [0, *(-(-(total << BITS) // root) for root in roots[1:])]

    def meeting(self, least: int) -> int:
        """Return the faces on which z is at least so much."""
        return self.faces[bisect_right(self.falling, -least)]

    def following(self, before: list[int], most: int) -> list[int]:
        """Return, by the number of others, the faces of which one has to be the next dearest.

        It is given what z is on those before; the others are 0, 1, ..., `most` in number. The list is shorter where z
        tells nothing.
        """
        spent, k, found = 0, len(before) + 1, list[int]()
        for load, room in zip(before, self.room[1:], strict=False):
            spent += load
            if spent >= room:
                return []
        least = self.room[k] - spent
        for m in range(most + 1):
            least = min(least, self.room[k + m] - spent - m * self.largest)
            if least <= 0:
                break
            found.append(self.meeting(least))
        return found
