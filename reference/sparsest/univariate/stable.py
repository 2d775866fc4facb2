"""Stable matchings: counted, listed, told from others, and found by descents (Theorem F).

A matching of neighbouring gaps of one run is *stable* if no two neighbours in a run are left unmatched and every
unmatched gap is smaller than each matched pair of its run beside it: |d_i| < |d_j + d_{j+1}|. At equality it is not
stable. A zero gap ends a run, so nothing beyond it counts. No p comes in.

A run of n gaps is tiled by pairs and single gaps; in the functions of one run, gaps are counted from 0 in it.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias

from flint import fmpq

from sparsest.errors import UsageError, short
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.matching import Matching, odometer

__all__ = [
    "Descent", "count_stable", "count_stable_in_run", "descend", "first_descent", "is_matching", "is_stable",
    "stable_in_run", "stable_matchings",
]  # fmt: skip

# Pairs from the last to the first: (left gap, those before).
_Chain: TypeAlias = "tuple[int, _Chain] | None"


class Descent(NamedTuple):
    """A step that lowers V_p for every 0 < p < 1, all along the slide of one knot into the place of another.

    The unmatched gap `gap` is matched with its neighbour: `match` is the left one of the two. Where the neighbour was
    matched, `broken` is the left gap of its pair, which is no larger than the gap, and which is given up.
    """

    gap: int
    match: int
    broken: int | None

    def applied(self, matching: Sequence[int]) -> Matching:
        """Return the matching after the step.

        Examples
        --------
        >>> Descent(2, 1, 0).applied([0, 5])
        (1, 5)
        """
        return tuple(sorted({*matching, self.match} - {self.broken}))


def count_stable(gaps: Gaps) -> int:
    """Return the number of stable matchings, exactly: a recurrence along each run, in linear time.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> count_stable(Gaps.of(Dataset.from_gaps([1, 1, 1, 0, 2, 3, 2])))
    4
    >>> count_stable(Gaps.of(Dataset.from_gaps([1, 2, 3])))  # 3 is as large as 1 + 2
    1
    """
    return math.prod(count_stable_in_run(gaps.sizes(run)) for run in gaps.runs)


def stable_matchings(gaps: Gaps) -> Iterator[Matching]:
    """Yield every stable matching once, lazily: pairs as far left as can be first, the last run changing fastest.

    Parameters
    ----------
    gaps : Gaps
        Those of the data.

    Yields
    ------
    tuple of int
        The left gaps of the matched pairs, counted from 0 over all runs, as `Solution.matches` has them.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> list(stable_matchings(Gaps.of(Dataset.from_gaps([1, 1, 1, -1, -1, -1]))))
    [(0, 3), (0, 4), (1, 3), (1, 4)]
    """
    return odometer(gaps.runs, [partial(stable_in_run, gaps.sizes(run)) for run in gaps.runs])


def is_stable(gaps: Gaps, matching: Sequence[int]) -> bool:
    """Return whether a matching is stable, so that its spline is a local minimiser for every 0 < p < 1.

    Raises
    ------
    UsageError
        If it is no matching of these gaps.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> gaps = Gaps.of(Dataset.from_gaps([1, 2, 3]))
    >>> [is_stable(gaps, matching) for matching in ((), (0,), (1,))]
    [False, False, True]
    """
    return first_descent(gaps, matching) is None


def first_descent(gaps: Gaps, matching: Sequence[int]) -> Descent | None:
    """Return the leftmost unmatched gap that makes a matching unstable, with the step that lowers V_p; None if stable.

    Raises
    ------
    UsageError
        If it is no matching of these gaps.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> first_descent(Gaps.of(Dataset.from_gaps([1, 2, 3])), [0])
    Descent(gap=2, match=1, broken=0)
    """
    left = _checked(gaps, matching)
    found = (_descent_at(gaps.gaps, left, k) for k in range(len(gaps.gaps)))
    return next((step for step in found if step is not None), None)


def descend(gaps: Gaps, matching: Sequence[int]) -> Matching:
    """Return the stable matching at which the leftmost descents end, one after another; V_p falls with each.

    The steps depend on the gaps alone and not on p.

    Raises
    ------
    UsageError
        If it is no matching of these gaps.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> descend(Gaps.of(Dataset.from_gaps([1, 2, 3, 9, 1])), [])
    (0, 2)
    >>> descend(Gaps.of(Dataset.from_gaps([1, 2, 3])), [0])
    (1,)
    """
    left, k = _checked(gaps, matching), 0
    while k < len(gaps.gaps):
        step = _descent_at(gaps.gaps, left, k)
        if step is None:
            k += 1
            continue
        first = step.match
        if step.broken is not None:
            left.remove(step.broken)
            first = min(first, step.broken)
        left.add(step.match)
        # Of the gaps before those of this step only the last one can have another neighbour now.
        k = max(first - 1, 0)
    return tuple(sorted(left))


def is_matching(gaps: Gaps, matching: Sequence[int]) -> bool:
    """Return whether these are the left gaps of disjoint pairs of neighbours, each of one run.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> gaps = Gaps.of(Dataset.from_gaps([1, 2, -3]))
    >>> [is_matching(gaps, left) for left in ((), (0,), (1,), (0, 1))]
    [True, True, False, False]
    """
    left, n = set(matching), len(gaps.gaps)
    return len(left) == len(matching) and all(
        0 <= k < n - 1 and k + 1 not in left and _one_sign(gaps.gaps[k], gaps.gaps[k + 1]) for k in left
    )


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


def _checked(gaps: Gaps, matching: Sequence[int]) -> set[int]:
    """Return the left gaps of the pairs of a matching."""
    if not is_matching(gaps, matching):
        raise UsageError(
            f"{short(list(matching))} is no matching of these {len(gaps.gaps)} gaps: give the left gaps k of disjoint "
            "pairs k, k+1 of one run, counted from 0"
        )
    return set(matching)


def _one_sign(a: fmpq, b: fmpq) -> bool:
    """Return whether two gaps are of one sign, and neither is 0: by numerators, which compare faster."""
    return (a.p > 0 and b.p > 0) or (a.p < 0 and b.p < 0)


def _descent_at(d: Sequence[fmpq], left: set[int], k: int) -> Descent | None:
    """Return the step that gap k allows: none if it is matched or 0, or smaller than the pairs beside it."""
    if k in left or k - 1 in left:
        return None
    for beside, match, pair in ((k - 1, k - 1, k - 2), (k + 1, k, k + 1)):
        if not (0 <= beside < len(d) and _one_sign(d[k], d[beside])):
            continue
        if pair not in left:
            return Descent(k, match, None)
        if abs(d[k]) >= abs(d[pair] + d[pair + 1]):
            return Descent(k, match, pair)
    return None
