"""Theorem F (ours): the local minimisers are the stable matchings, whatever p."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from flint import fmpq

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Sample, least_points, refute, undecided
from proofs_check.derivations import powers
from proofs_check.unaided.compare import compare, compare_at_1
from proofs_check.unaided.descents import pairs_beside, payers, random_change, small_changes
from proofs_check.unaided.functions import Atom, Function, require_interpolation, through
from proofs_check.unaided.matchings import Matching, all_matchings_in_reach, changes_of, knot_lists, matchings
from proofs_check.unaided.rivals import random_function
from sparsest.exact.exponent import Exponent
from sparsest.spline import Spline
from sparsest.univariate.local import LocalMinimizers, descend, first_descent, local_minimizers

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from proofs_check.cases.strategies import SlopeGaps

__all__ = ["CLAIM"]

_ALL = Sample("all matchings are searched for descents, and not three of them", 4)
_FEW = 3
# Of longer data three matchings are searched; beyond the second number nothing is.
_ALL_POINTS, _MOST_POINTS = 40, 150
# All matchings of the data are looked at if they are no more than these, else those of each run, one run at a time.
_MOST_MATCHINGS = 60
_MOST_RANKED = 30
# How small the changes are, as parts of the least gap.
_SCALES = (fmpq(1, 4), fmpq(1, 2**10), fmpq(1, 2**30))
_RANDOM_CHANGES = 4
_OTHER_EXPONENTS = tuple(map(Exponent.read, ("1/10", "9/10")))
_SMOOTHING = fmpq(1)

#: The sign of a price of the first function less that of the second.
_Price: TypeAlias = Callable[[Function, Function], int]
#: A matching of the whole data set: the left gaps of its pairs.
_Whole: TypeAlias = tuple[int, ...]


def _check(case: SplineCase) -> None:
    local = local_minimizers(case.data)
    looked_at = list(_looked_at(case))
    if not _ALL.takes(case) or case.size > _ALL_POINTS:
        looked_at = case.rng(1).sample(looked_at, min(_FEW, len(looked_at)))
    for whole, function in looked_at:
        stable = _is_stable(case.flint_gaps, whole)
        if stable:
            _see_no_descent(case, whole, function)
        else:
            _see_one_descent_for_all(case, function)
        _see_what_is_said(case, local, whole, function, stable)
    _see_others(case, local, looked_at[0][1])
    _see_counts(case, local)
    _see_ranks(case, local)
    for spline in islice(case.solution.splines(), 5):
        if not local.contains(spline):
            refute("a global minimiser is not among the local ones", knots=list(map(str, spline.knots)))


# --- the statement ---


def _is_stable(d: Sequence[fmpq], whole: _Whole) -> bool:
    """Return whether unmatched gaps have no unmatched neighbour of their sign, and only larger pairs of it."""
    return all(size < pair for size, pair in pairs_beside(d, whole))


def _looked_at(case: SplineCase) -> Iterator[tuple[_Whole, Function]]:
    """Yield matchings of the whole data with their splines: all, or all of each run beside the first of the others."""
    every = [matchings(stop - start) for start, stop in case.runs]
    if prod(map(len, every)) <= _MOST_MATCHINGS:
        chosen = [every]
    else:
        first = [some[-1:] for some in every]
        chosen = [[*first[:run], some, *first[run + 1 :]] for run, some in enumerate(every)]
    for some in chosen:
        for parts, knots in zip(product(*some), knot_lists(case, some), strict=True):
            whole = tuple(start + k for (start, _), part in zip(case.runs, parts, strict=True) for k in part)
            yield whole, require_interpolation(case, through(case, knots), "the spline of a matching")


def _prices(p: Exponent) -> list[_Price]:
    """Return V_p at p and at two other exponents, and at p smoothed by eps = 1: sum (|c| + eps)^p - eps^p."""
    plain = [partial(_compared, p=q) for q in (p, *_OTHER_EXPONENTS)]
    return [*plain, lambda f, g: compare(_smoothed(f, g), _smoothed(g, f), p)]


def _compared(f: Function, g: Function, p: Exponent) -> int:
    return compare(f.sizes, g.sizes, p)


def _smoothed(one: Function, other: Function) -> list[fmpq]:
    return [*(c + _SMOOTHING for c in one.sizes), *([_SMOOTHING] * len(other.sizes))]


# --- the search ---


def _small(case: SplineCase) -> fmpq:
    return min((abs(d) for d in case.flint_gaps if d != 0), default=fmpq(1))


def _changed(case: SplineCase, function: Function, e: fmpq) -> Iterator[Function]:
    """Yield the splines that differ from this one by a payment e passed from hand to hand."""
    for atoms in small_changes(case, _of(function), e):
        changed = through(case, atoms)
        if changed.knots != function.knots or changed.changes != function.changes:
            yield changed


def _see_no_descent(case: SplineCase, whole: _Whole, function: Function) -> None:
    """See that no change, and no several ones at random, within half the least margin keeps or lowers a price."""
    margins = [pair - size for size, pair in pairs_beside(case.flint_gaps, whole)]
    most = min([_small(case), *margins]) / 2
    prices, rng = _prices(case.p), case.rng()
    several = [through(case, random_change(case, _of(function), most / 2, rng)) for _ in range(_RANDOM_CHANGES)]
    for changed in several:
        require_interpolation(case, changed, "a changed spline")
    for changed in [*several, *_changed(case, function, most)]:
        if (changed.knots, changed.changes) == (function.knots, function.changes):
            continue
        if any(price(changed, function) <= 0 for price in prices):
            refute("a stable matching has a descent", matching=list(whole), knots=changed.shown)


def _see_one_descent_for_all(case: SplineCase, function: Function) -> None:
    """See that at every scale some change lowers all prices at once."""
    prices = _prices(case.p)
    for scale in _SCALES:
        lower = (g for g in _changed(case, function, scale * _small(case)) if all(f(g, function) < 0 for f in prices))
        if (found := next(lower, None)) is None:
            refute(f"a matching that is not stable has no descent of size {scale}", knots=function.shown)
        require_interpolation(case, found, "a descent")


def _see_others(case: SplineCase, local: LocalMinimizers, near: Function) -> None:
    """See that a random spline, and one near that of a matching, are local minimisers if no change lowers V_p."""
    rng, (first, *_, last) = case.rng(2), case.data.flint.x
    for knots in (_of(random_function(case, rng)), random_change(case, _of(near), _small(case) / 2, rng)):
        inside = through(case, [(t, c) for t, c in knots if first < t < last])
        require_interpolation(case, inside, "a random spline")
        e = min((abs(a) for payer in payers(case, _of(inside)) for a in payer[1:] if a != 0), default=fmpq(1))
        stays = all(compare(g.sizes, inside.sizes, case.p) >= 0 for g in _changed(case, inside, e))
        if stays and not local.contains(_spline(inside)):
            refute("no change lowers V_p, and it is none of the local minimisers", knots=inside.shown)


def _of(function: Function) -> list[Atom]:
    return list(zip(function.knots, function.changes, strict=True))


def _spline(function: Function) -> Spline:
    return Spline(function.slope, function.intercept, function.knots, function.changes)


# --- what the package says ---


def _see_what_is_said(
    case: SplineCase, local: LocalMinimizers, whole: _Whole, function: Function, stable: bool
) -> None:
    step = first_descent(local.gaps, whole)
    if (step is None) != stable or local.contains(_spline(function)) != stable:
        refute(f"stable: {stable}, and the package says otherwise", matching=list(whole))
    ended = descend(local.gaps, whole)
    if not _is_stable(case.flint_gaps, ended) or (stable and ended != whole):
        refute("a descent does not end at a stable matching", matching=list(whole), end=list(ended))
    if step is not None:
        sizes = [changes_of(case.flint_gaps, some) for some in (step.applied(whole), whole, ended)]
        if compare(sizes[0], sizes[1], case.p) >= 0 or compare(sizes[2], sizes[0], case.p) > 0:
            refute("a step of a descent does not lower V_p", matching=list(whole), end=list(ended))


def _stable_by_run(case: SplineCase) -> list[list[Matching]]:
    return [
        [m for m in matchings(stop - start) if _is_stable(case.flint_gaps[start:stop], m)] for start, stop in case.runs
    ]


def _see_counts(case: SplineCase, local: LocalMinimizers) -> None:
    by_run = _stable_by_run(case)
    count = prod(map(len, by_run))
    if count != local.count:
        refute(f"{count} matchings are stable, not {local.count}")
    listed = [matching for matching, _ in islice(local, 2 * _MOST_MATCHINGS)]
    if len(set(listed)) != min(count, 2 * _MOST_MATCHINGS) or len(set(listed)) != len(listed):
        refute(f"not all of {count} local minimisers once", listed=len(listed))
    for matching in listed:
        parts = [tuple(k - start for k in matching if start <= k < stop) for start, stop in case.runs]
        if any(part not in some for part, some in zip(parts, by_run, strict=True)):
            refute("what is listed is not stable", matching=list(matching))


def _see_ranks(case: SplineCase, local: LocalMinimizers) -> None:
    """See that the ranks are 1 + the number of those that cost less, all pairs compared."""
    if local.count > _MOST_RANKED:
        return
    changes = {matching: spline.flint.changes for matching, spline in local}
    ranking = {matching: rank for rank, matching in local.ranking(case.p) or ()}
    for matching, own in changes.items():
        rank = 1 + sum(compare(other, own, case.p) < 0 for other in changes.values())
        if ranking.get(matching) != rank:
            refute(f"its rank is {rank}, not {ranking.get(matching)}", matching=list(matching))


def _in_reach(case: SplineCase) -> None:
    if case.size > _MOST_POINTS:
        undecided(f"{case.size} points are too many for all changes of a matching")


# --- false variants ---


def _variant(is_stable: Callable[[SplineCase, _Whole], bool]) -> Callable[[SplineCase], None]:
    """Return the check of a false answer to which matchings are local minimisers."""

    def check(case: SplineCase) -> None:
        for whole, function in _looked_at(case):
            claimed = is_stable(case, whole)
            least = min((abs(a - b) for a, b in pairs_beside(case.flint_gaps, whole) if a != b), default=_small(case))
            e = min(least, _small(case)) / 4
            lower = (g for g in _changed(case, function, e) if compare(g.sizes, function.sizes, case.p) < 0)
            if (next(lower, None) is None) != claimed:
                refute(f"a local minimiser: {not claimed}", matching=list(whole))

    return check


def _or_as_large(case: SplineCase, whole: _Whole) -> bool:
    return all(size <= pair for size, pair in pairs_beside(case.flint_gaps, whole))


def _maximal(case: SplineCase, whole: _Whole) -> bool:
    return all(pair != 0 for _, pair in pairs_beside(case.flint_gaps, whole))


def _neighbour_alone(case: SplineCase, whole: _Whole) -> bool:
    """Compare an unmatched gap with the gap beside it and not with the pair."""
    d, taken = case.flint_gaps, {gap for k in whole for gap in (k, k + 1)}
    return all(
        k + side in taken and abs(d[k]) < abs(d[k + side])
        for k in set(range(len(d))) - taken
        for side in (-1, 1)
        if 0 <= k + side < len(d) and d[k] * d[k + side] > 0
    )


def _across_runs(case: SplineCase, whole: _Whole) -> bool:
    """Let gaps of the other sign, and those beyond a zero, count as neighbours too."""
    places = [k for k, d in enumerate(case.flint_gaps) if d != 0]
    sizes = [abs(case.flint_gaps[k]) for k in places]
    return _is_stable(sizes, tuple(places.index(k) for k in whole))


def _no_swap_pays(case: SplineCase, whole: _Whole) -> bool:
    """Ask whether at this p a whole pair more, or another one beside an unmatched gap, costs less."""
    d = case.flint_gaps
    for k in range(len(d) - 1):
        swapped = tuple(sorted({m for m in whole if abs(m - k) > 1} | {k}))
        near = sum(abs(m - k) == 1 for m in whole)
        if k in whole or d[k] * d[k + 1] <= 0 or near > 1:
            continue
        if compare(changes_of(d, swapped), changes_of(d, whole), case.p) < 0:
            return False
    return True


def _at_one(case: SplineCase) -> None:
    """Claim that a stable matching is a strict local minimiser of V_1 too."""
    for whole, function in _looked_at(case):
        if _is_stable(case.flint_gaps, whole):
            for changed in _changed(case, function, _small(case) / 4):
                if compare_at_1(changed.sizes, function.sizes, case.p) <= 0:
                    refute("V_1 stays or falls", matching=list(whole), knots=changed.shown)


def _at_zero(case: SplineCase) -> None:
    """Claim that what is not stable can be left at p = 0 too: that a small change has fewer knots."""
    for whole, function in _looked_at(case):
        if _is_stable(case.flint_gaps, whole):
            continue
        if all(len(g.sizes) >= len(function.sizes) for g in _changed(case, function, _small(case) / 4)):
            refute("no small change has fewer knots", matching=list(whole))


def _fixed_knots(case: SplineCase) -> None:
    """Claim that V_p can be lowered with all knots in their places, by their slope changes and by new knots."""
    for whole, function in _looked_at(case):
        near = [g for g in _changed(case, function, _small(case) / 4) if set(function.knots) <= set(g.knots)]
        if not _is_stable(case.flint_gaps, whole) and all(compare(g.sizes, function.sizes, case.p) >= 0 for g in near):
            refute("only by moving a knot", matching=list(whole))


def _global(case: SplineCase) -> None:
    if len({tuple(sorted(map(str, f.sizes))) for w, f in _looked_at(case) if _is_stable(case.flint_gaps, w)}) > 1:
        refute("two local minimisers of different slope changes")


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import gap_sequences, runs

    few = st.builds(Fraction, st.integers(1, 4))
    lists = [gap_sequences(1, 7), gap_sequences(3, 7, values=few), *(runs(n, values=few) for n in (3, 4, 5)), _edges()]
    return spline_cases(gaps=st.one_of(lists))


def _edges() -> SearchStrategy[SlopeGaps]:
    """Draw a gap that is as large as the pair beside it, or nearly so, with more gaps around it."""
    from hypothesis import strategies as st

    size = st.builds(Fraction, st.integers(1, 6))
    off = st.sampled_from([Fraction(0), Fraction(0), Fraction(1, 10**6), Fraction(-1, 10**6)])
    sides = st.lists(st.builds(Fraction, st.integers(-1, 6)), max_size=2)
    turn = st.sampled_from([1, -1])
    return st.builds(
        lambda a, b, e, u, v, s: tuple(s * d for d in (*u, a, b, a + b + e, *v)), size, size, off, sides, sides, turn
    )


def _ties() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    size, turn = st.builds(Fraction, st.integers(1, 6)), st.sampled_from([1, -1])
    return spline_cases(gaps=st.builds(lambda a, b, s: (s * a, s * b, s * (a + b)), size, size, turn))


def _two_runs() -> SearchStrategy[SplineCase]:
    """Draw one or two gaps, and of the other sign or after a zero gap one to three more."""
    from hypothesis import strategies as st

    size = st.builds(Fraction, st.integers(1, 6))
    one, other = (st.lists(size, min_size=1, max_size=most) for most in (2, 3))
    beside = st.one_of(other.map(lambda some: [-d for d in some]), other.map(lambda some: [Fraction(0), *some]))
    return spline_cases(gaps=st.builds(lambda a, b: (*a, *b), one, beside))


CLAIM = Claim(
    id="theorem-f",
    number="Theorem F (ours)",
    title="local minimisers are the stable matchings",
    statement="For every 0 < p < 1 a spline through the points is a local minimiser of V_p if and only if it is that "
    "of a stable matching: no two neighbouring gaps of a run are unmatched, and each unmatched gap d_i has |d_i| < "
    "|d_j + d_(j+1)| for every matched pair of its run beside it. All local minimisers are strict, and they are the "
    "same for all p, and for V_p smoothed to sum (|c| + eps)^p - eps^p. Near means near in the maximum norm on "
    "[x_1, x_N], or in any finer sense in which a spline is the limit of those whose knots and slope changes tend to "
    "its own.",
    hypotheses="0 < p < 1, N >= 2.",
    establishes="For all matchings (of each run one after the other, where there are more than 60; for three of them "
    "beyond 40 points), by exact search: "
    "of a stable one every payment passed from one knot to another or to a new one, inside or outside, and several at "
    "random, within half the least margin, raise V_p at the given p, at 1/10 and at 9/10, and the smoothed price. Of "
    "one that is not stable some such payment lowers all of these at once, at three scales down to 2^-30 of the least "
    "gap; and some lowers V_p from a random spline, and from one near a stable matching, unless it is one. "
    "`local_minimizers` counts and lists the stable ones, tells them from the others and ranks them by V_p, and "
    "`descend` ends at one, lower at each step; the global minimisers are among them.",
    leaves_open="That payments one at a time decide is a step of the proof (docs/theory.md, section 8), by concavity "
    "(derivation exchange). Networks: the proof carries over to the parameters of (2), not to networks without skip "
    "connection.",
    scope="one input",
    check=_check,
    cases=_cases,
    requires=(least_points(2), _in_reach, all_matchings_in_reach),
    samples=(_ALL,),
    faults=(
        Fault("or as large", "An unmatched gap may be as large as the pair beside it.", _variant(_or_as_large), _ties),
        Fault("maximal", "Every maximal matching is a local minimiser.", _variant(_maximal)),
        Fault(
            "the gap beside it",
            "An unmatched gap has to be smaller than the gap beside it.",
            _variant(_neighbour_alone),
        ),
        Fault("across runs", "Signs do not matter, nor do zero gaps between.", _variant(_across_runs), _two_runs),
        Fault(
            "depends on p",
            "It is one if and only if at this p no other pair beside costs less.",
            _variant(_no_swap_pays),
        ),
        Fault("p = 1", "Stable matchings are strict local minimisers of V_1 too.", _at_one),
        Fault("p = 0", "At p = 0 no other matchings are local minimisers.", _at_zero),
        Fault("fixed knots", "V_p falls from all others with the knots kept in their places.", _fixed_knots),
        Fault("one only", "All local minimisers of the same data have the same slope changes.", _global),
    ),
    derivations=(powers.INCREASING, powers.SUBADDITIVE, powers.MERGING, powers.EXCHANGE, powers.OPPOSITE),
    examples=60,
)
