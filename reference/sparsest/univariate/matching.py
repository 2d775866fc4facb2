"""Maximum-weight matchings of one run: the recurrence, ties, counting and enumerating (Theorem A).

A run of n gaps is a path of n nodes. Edge k joins the gaps k and k+1 and weighs

    g_k = |d_k|^p + |d_{k+1}|^p - |d_k + d_{k+1}|^p        (1 at p = 0),

the saving of one knot over two. The recurrence D_1 = 0, D_{k+1} = max(0, g_k - D_k) is an optimal dual solution. Its
*signs* sign(g_k - D_k), one for each edge, tell everything: an edge is tight (it may be matched) where the sign is not
negative, and node k+1 must be matched where the sign is positive. In this file nodes are counted from 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from flint import arb, ctx, fmpq

from sparsest.errors import SparsestError
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.sign import ball_sign, leading_ball, sign

__all__ = [
    "Matching", "count_matchings", "first_matching", "join", "matchings", "most_knots", "odometer", "recurrence_signs",
]  # fmt: skip

# Enough for nearly every decision on data of ordinary size; the others go to the sign oracle.
_FILTER_BITS = 96

#: A matching: the left nodes k of its edges (k, k+1), increasing.
Matching = tuple[int, ...]


def recurrence_signs(sizes: Sequence[fmpq], p: Exponent) -> list[int]:
    """Return the sign of g_k - D_k for each of the n-1 edges of a run, proved.

    Parameters
    ----------
    sizes : sequence of fmpq, shape (n,)
        The |d_k| of the run, all > 0.
    p : Exponent
        Rational, "0", "0+" or "1-".

    Returns
    -------
    list of int
        Each -1, 0 (a tie) or 1.

    Raises
    ------
    UndecidedError
        If a sign needs more precision than the cap.

    Examples
    --------
    >>> recurrence_signs([fmpq(1), fmpq(2), fmpq(1)], Exponent.read("1/2"))
    [1, 0]
    """
    if len(sizes) <= 2:  # the first edge always saves: a^p + b^p > (a + b)^p for 0 <= p < 1
        return [1] * (len(sizes) - 1)
    # An edge counts 1 in the leading integer part of a sum of g's where p is 0 or tends to 0.
    unit = 1 if p.name in ("0", "0+") else 0
    segment = _Segment(sizes, p)
    signs: list[int] = []
    with ctx.workprec(_FILTER_BITS + _cancelling_bits(p)):
        balls = [leading_ball(a, p) for a in sizes]
        whole, rest = 0, arb(0)  # D_k = whole + rest, in leading order
        for k, (a, b) in enumerate(pairwise(sizes)):
            whole, rest = unit - whole, balls[k] + balls[k + 1] - leading_ball(a + b, p) - rest
            decided = (1 if whole > 0 else -1) if whole else ball_sign(rest)
            signs.append(segment.sign(k) if decided is None else decided)
            if signs[-1] <= 0:
                whole, rest = 0, arb(0)
                segment.restart(k + 1)
    return signs


def _cancelling_bits(p: Exponent) -> int:
    """Return how many bits cancel in a sum of powers because p is near 0 or 1."""
    if p.value is None:
        return 0
    u, v = p.value.p, p.value.q
    return int(2 * (v.bit_length() - min(u, v - u).bit_length()))


class _Segment:
    """The exact power sum g_k - D_k = g_k - g_{k-1} + ... since D was last 0, built only when a filter fails."""

    def __init__(self, sizes: Sequence[fmpq], p: Exponent) -> None:
        self._sizes, self._p = sizes, p
        # By text, as in `PowerSum.of`.
        self._terms: dict[str, tuple[int, fmpq]] = {}
        self._start = self._stop = 0

    def restart(self, edge: int) -> None:
        """Forget everything before `edge`."""
        if self._terms:
            self._terms = {}
        self._start = self._stop = edge

    def sign(self, edge: int) -> int:
        """Return the sign of g_edge - D_edge."""
        for k in range(self._stop, edge + 1):
            self._add(k, -1 if (k - self._start) % 2 else 1)
        self._stop = edge + 1
        found = sign(PowerSum(tuple(self._terms.values())), self._p)
        return -found if (edge - self._start) % 2 else found

    def _add(self, k: int, factor: int) -> None:
        a, b = self._sizes[k], self._sizes[k + 1]
        for n, base in ((factor, a), (factor, b), (-factor, a + b)):
            key = str(base)
            total = self._terms.get(key, (0, base))[0] + n
            if total:
                self._terms[key] = (total, base)
            else:
                del self._terms[key]


def first_matching(signs: Sequence[int]) -> Matching:
    """Return the canonical maximum-weight matching: among those with the fewest knots, pairs as far left as can be.

    Examples
    --------
    >>> first_matching([1, 0])
    (0,)
    """
    most = _most_edges(signs, 1)
    edges = []
    k = len(signs) + 1
    while k >= 2:
        if signs[k - 2] <= 0 and most[k - 1] == most[k]:
            k -= 1
        else:
            edges.append(k - 2)
            k -= 2
    return tuple(reversed(edges))


def most_knots(signs: Sequence[int]) -> int:
    """Return the most knots that a maximum-weight matching leaves a run, which is not unique where there are ties.

    Examples
    --------
    >>> most_knots([0, 0]), most_knots([1, 0])
    (3, 2)
    """
    return len(signs) + 1 + (_most_edges(signs, -1)[-1] or 0)


def _most_edges(signs: Sequence[int], factor: int) -> list[int | None]:
    """Return for k = 0..n the most of factor * (number of edges) over the optimal matchings of the first k nodes."""
    most: list[int | None] = [0, 0]
    for k, s in enumerate(signs, start=2):
        alone = most[k - 1] if s <= 0 else None
        before = most[k - 2] if s >= 0 else None
        paired = None if before is None else before + factor
        most.append(max((m for m in (alone, paired) if m is not None), default=None))
    return most


def count_matchings(signs: Sequence[int]) -> int:
    """Return the number of maximum-weight matchings, exactly.

    Examples
    --------
    >>> count_matchings([0, 0, 0]), count_matchings([1, 0])
    (5, 2)
    """
    return _counts(signs)[-1]


def matchings(signs: Sequence[int]) -> Iterator[Matching]:
    """Yield every maximum-weight matching once, the canonical one first.

    Examples
    --------
    >>> list(matchings([1, 0]))
    [(0,), (1,)]
    """
    canonical = first_matching(signs)
    yield canonical
    counts = _counts(signs)
    # Each entry: how many nodes are still open, and the edges chosen to the right of them.
    stack: list[tuple[int, Matching]] = [(len(signs) + 1, ())]
    while stack:
        k, edges = stack.pop()
        if k < 2:
            if edges != canonical:
                yield edges
            continue
        s = signs[k - 2]
        if s >= 0 and counts[k - 2]:
            stack.append((k - 2, (k - 2, *edges)))
        if s <= 0 and counts[k - 1]:
            stack.append((k - 1, edges))


def _counts(signs: Sequence[int]) -> list[int]:
    """Return for k = 0..n the number of matchings of the first k nodes, tight edges only, all covered that must be."""
    counts = [1, 1]
    for k, s in enumerate(signs, start=2):
        counts.append((counts[k - 1] if s <= 0 else 0) + (counts[k - 2] if s >= 0 else 0))
    if counts[-1] == 0:
        raise SparsestError(f"the signs {list(signs)} leave no matching; please report this")
    return counts


def join(runs: Sequence[tuple[int, int]], by_run: Iterable[Matching]) -> Matching:
    """Return the matching of the whole data set from one matching for each run.

    Examples
    --------
    >>> join([(0, 2), (3, 6)], [(0,), (1,)])
    (0, 4)
    """
    return tuple(start + k for (start, _), run in zip(runs, by_run, strict=True) for k in run)


def odometer(runs: Sequence[tuple[int, int]], wheels: Sequence[Callable[[], Iterator[Matching]]]) -> Iterator[Matching]:
    """Yield the matchings of the whole data set, lazily, the last run turning fastest.

    Parameters
    ----------
    runs : sequence of (int, int)
        Half-open ranges of gaps.
    wheels : sequence of callable
        For each run what starts an iterator over its matchings, of which there is at least one.

    Examples
    --------
    >>> list(odometer([(0, 3), (4, 6)], [lambda: iter([(0,), (1,)]), lambda: iter([(0,), ()])]))
    [(0, 4), (0,), (1, 4), (1,)]
    """
    turning = [wheel() for wheel in wheels]
    shown = [next(wheel) for wheel in turning]
    while True:
        yield join(runs, shown)
        for run in reversed(range(len(wheels))):
            following = next(turning[run], None)
            if following is not None:
                shown[run] = following
                break
            turning[run] = wheels[run]()
            shown[run] = next(turning[run])
        else:
            return
