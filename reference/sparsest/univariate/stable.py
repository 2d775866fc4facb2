"""Stable matchings of one run: counting and listing (Theorem F).

A run of n gaps is tiled by pairs and single gaps. The tiling is *stable* if no two single gaps are neighbours and each
is smaller than the pair, that is the sum of the two gaps, on either side of it; no p comes in. In this file gaps are
counted from 0 in their run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from flint import fmpq

from sparsest.univariate.matching import Matching

__all__ = ["count_stable_in_run", "stable_in_run"]

# Pairs from the last to the first: (left gap, those before).
_Chain: TypeAlias = "tuple[int, _Chain] | None"


def count_stable_in_run(sizes: Sequence[fmpq]) -> int:
    """Return the number of stable matchings of one run, by a recurrence in linear time.

    Parameters
    ----------
    sizes : sequence of fmpq, shape (n,)
        The |d_k| of the run, all > 0.

    Examples
    --------
    >>> count_stable_in_run([fmpq(1)] * 3), count_stable_in_run([fmpq(1), fmpq(2), fmpq(3)])
    (2, 1)
    """
    return deque(_ways_on(sizes), maxlen=1)[0][0]


def stable_in_run(sizes: Sequence[fmpq]) -> Iterator[Matching]:
    """Yield the stable matchings of one run, pairs as far left as can be first; no search ends in vain.

    Examples
    --------
    >>> list(stable_in_run([fmpq(1)] * 4))
    [(0, 2), (1,)]
    """
    n = len(sizes)
    # Whether there is a way to the end, by the first open gap: after a pair, and after a single gap.
    ends = [(pair > 0, single > 0) for pair, single in _ways_on(sizes)][::-1]
    # Each entry: the first open gap, whether the gap before it is single, and the pairs so far.
    stack: list[tuple[int, bool, _Chain]] = [(0, False, None)]
    while stack:
        k, single, chain = stack.pop()
        if k == n:
            yield _unlinked(chain)
            continue
        if not single and ends[k + 1][1] and _fits_after_a_pair(sizes, k):
            stack.append((k + 1, True, chain))
        if k + 2 <= n and ends[k + 2][0] and (not single or _fits_before_a_pair(sizes, k - 1)):
            stack.append((k + 2, False, (k, chain)))


def _ways_on(sizes: Sequence[fmpq]) -> Iterator[tuple[int, int]]:
    """Yield for k = n, ..., 0 in how many ways the gaps k to n-1 can be tiled: after a pair, after a single gap k-1.

    The start of the run is as after a pair that is larger than all gaps. Only three rows are kept: in a long run the
    counts have as many digits as a tenth of its gaps.
    """
    beyond, one, this = (0, 0), (0, 0), (1, 1)  # for k+2, k+1 and k
    yield this
    for k in range(len(sizes) - 1, -1, -1):
        beyond, one = one, this
        alone = one[1] if _fits_after_a_pair(sizes, k) else 0
        this = (beyond[0] + alone, beyond[0] if _fits_before_a_pair(sizes, k - 1) else 0)
        yield this


def _fits_after_a_pair(sizes: Sequence[fmpq], k: int) -> bool:
    """Return whether gap k may be single after the pair of the two gaps before it; at the start of the run it may."""
    return k == 0 or (k >= 2 and sizes[k] < sizes[k - 2] + sizes[k - 1])


def _fits_before_a_pair(sizes: Sequence[fmpq], k: int) -> bool:
    """Return whether there are two gaps after gap k that it may be single before, as a pair."""
    return 0 <= k < len(sizes) - 2 and sizes[k] < sizes[k + 1] + sizes[k + 2]


def _unlinked(chain: _Chain) -> Matching:
    found = []
    while chain is not None:
        k, chain = chain
        found.append(k)
    return tuple(reversed(found))
