"""How much a functional is on the faces, at most: which of them can be the next dearest of a network of least price.

Section 3 of docs/price_certificate_v1.md has the bounds B. Sets of faces are numbers here: bit j stands for face j.
"""

from bisect import bisect_right
from itertools import accumulate
from operator import or_

from proofs_check.parts import BITS
from proofs_check.windows import Corner, Window


class Loads:
    """A functional z: what it is on the labels, and on each ray times the largest multiple that the ray can have.

    `having` are the faces with each ray around them.
    """

    def __init__(self, total: int, sizes: list[int], having: list[int]) -> None:
        order = sorted(range(len(sizes)), key=lambda r: -sizes[r])
        self.total, self.sizes, self.largest = total << BITS, sizes, sizes[order[0]]
        self.falling = [-sizes[r] for r in order]
        self.faces: list[int] = [0, *accumulate((having[r] for r in order), or_)]

    def meeting(self, least: int) -> int:
        """Return the faces on which z is at least so much."""
        return self.faces[bisect_right(self.falling, -least)]

    def following(self, before: list[int], others: range, window: Window) -> list[int]:
        """Return, for these numbers of others, the faces of which one has to be the next dearest.

        It is given what z is on those before. The list is shorter where z tells nothing.
        """
        k, sums, found = len(before) + 1, [0, *accumulate(before)], list[int]()
        for m in others:
            least = self._least(k, sums, window.corners(k + m))
            if least <= 0:
                break
            found.append(self.meeting(least))
        return found

    def _least(self, k: int, sums: list[int], corners: list[Corner]) -> int:
        """Return how much z has to be on the k-th dearest, at least: by the corner at which that is least."""
        least = self.largest + 1
        for first, last, more, less in corners:
            known = more * sums[min(first, k - 1)] + less * sums[min(last, k - 1)]
            rest = (more * max(first - k, 0) + less * max(last - k, 0)) * self.largest
            own = more * (first >= k) + less * (last >= k)
            if own:
                least = min(least, -((known + rest - self.total) // own))
            elif known >= self.total:
                return 0
        return least
