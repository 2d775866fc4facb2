"""Theorem 3.2: below some threshold p* every minimiser has the fewest knots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice, pairwise
from math import prod
from typing import TYPE_CHECKING

from flint import arb, ctx, fmpq

from proofs_check.cases import MOST_MINIMIZERS, SplineCase, equal_sizes, four_gaps, spline_cases, two_runs
from proofs_check.claim import Claim, Fault, Finding, Sample, holds, refute, undecided
from proofs_check.unaided.matchings import (
    LONGEST,
    best_matchings,
    changes_of,
    fewest_knots,
    matchings,
    multiset,
    path_in_reach,
    sizes_of_runs,
)
from sparsest.exact.exponent import Exponent
from sparsest.univariate.path import Breakpoint, critical_exponent, first_crossing
from sparsest.univariate.solve import solve

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]

# Runs up to this length have all their matchings compared; longer ones are left to the solver.
_SHORT = 7
# First crossings are computed for so many candidates at most: all pairs of cost curves are compared.
_CANDIDATES = 8
_DIGITS = 17
# What is tested just beside the threshold is off by this part of it, less than the width of its enclosure.
_FINE = 2**60
_BITS = 128
# Besides one p in each piece and one right below p*.
_ALL_FIVE = Sample("all of five p from 10^-6 p* to just below p* are looked at, and not two of them", 10)
# Runs of fewer gaps have the fewest knots at all p: Theorem B.
_LONG = 4
_ONE = Exponent.read("1-")


def _check(case: SplineCase) -> Finding:
    threshold, fewest = case.path.critical_exponent, fewest_knots(case)
    low, high = (Fraction(1), Fraction(1)) if threshold is None else threshold.enclosure(_DIGITS)
    if low <= 0:
        refute("the threshold is not shown to be positive", low=str(low))
    for p in _below(case, low):
        if (most := _knots(case, p)[1]) != fewest:
            refute(f"at p = {p} < p* a minimiser has {most} knots, not {fewest}", p=str(p))
    if threshold is not None:
        if not threshold.resolved:
            undecided("the threshold is a zero of even order, or one of several too close to tell apart")
        _see_bracket(case, low, high, fewest)
        _see_order(case, threshold)
    _see_without_path(case, threshold)
    _see_one_multiset(case)
    return holds(slack=low)


def _below(case: SplineCase, low: Fraction) -> Iterator[Exponent]:
    """Yield some p below the threshold: one inside each piece, two or all of five, and the last one there is.

    The last is "1-" where the threshold is 1, and less than 10^-18 below it elsewhere.
    """
    for piece in case.path.pieces:
        if (p := piece.inside()) < low:
            yield _exponent(p)
    yield from _five(low) if _ALL_FIVE.takes(case) else case.rng().sample(_five(low), 2)
    if low < 1:
        yield _exponent(low - low / _FINE)
    elif case.longest_run >= _LONG:
        yield _ONE


@lru_cache(maxsize=1)  # most thresholds are 1
def _five(low: Fraction) -> tuple[Exponent, ...]:
    return tuple(map(_exponent, [low - low / 2**30, low / 2, low / 10, low / 3, low / 10**6]))


@lru_cache(maxsize=64)
def _exponent(p: Fraction) -> Exponent:
    return Exponent.read(p)


def _knots(case: SplineCase, p: Exponent) -> tuple[int, int]:
    """Return the fewest and the most knots of a minimiser: by all matchings where runs are short, else by `solve`."""
    if case.longest_run < 2:  # one matching only
        return len(case.runs), len(case.runs)
    if case.longest_run <= _SHORT:
        by_run = [[len(sizes) - len(m) for m in best_matchings(sizes, p)] for sizes in sizes_of_runs(case)]
        return sum(map(min, by_run)), sum(map(max, by_run))
    found = [len(spline.knots) for spline in islice(solve(case.data, p).splines(), MOST_MINIMIZERS)]
    return min(found), max(found)


def _see_one_multiset(case: SplineCase) -> None:
    """See that below the first change of the minimisers all of them have the same |slope changes|, at each p.

    That is p* as the paper needs it; the minimisers can change without a change of their number of knots.
    """
    change = case.path.first_change
    low = Fraction(1) if change is None else change.enclosure()[0]
    found = {_multisets(case, _exponent(p)) for p in (low - low / 2**30, low / 3)}
    if len(found) > 1 or any(len(some) > 1 for by_run in found for some in by_run):
        refute(f"below p = {low} minimisers differ in their slope changes", multisets=str(sorted(map(str, found))))


def _multisets(case: SplineCase, p: Exponent) -> tuple[frozenset[tuple[str, ...]], ...]:
    """Return the multisets of |slope changes| of the minimisers: of each run where runs are short, else of all."""
    if case.longest_run <= _SHORT:
        return tuple(
            frozenset(multiset(changes_of(sizes, m)) for m in best_matchings(sizes, p)) for sizes in sizes_of_runs(case)
        )
    some = islice(solve(case.data, p).splines(), MOST_MINIMIZERS)
    return (frozenset(multiset(spline.flint.changes) for spline in some),)


def _see_bracket(case: SplineCase, low: Fraction, high: Fraction, fewest: int) -> None:
    """See that p* is in its bracket: costs are continuous, so a minimiser with more knots ties there with one without.

    It has more right of the bracket, or in it only; a bracket of no width is a rational p* and the tie is exact.
    """
    if not low <= high < 1 or high - low > low / 10**_DIGITS:
        refute(f"p* is not enclosed to {_DIGITS} digits", low=str(low), high=str(high))
    if low == high:
        least, most = _knots(case, _exponent(low))
        if not least == fewest < most:
            refute(f"at p* = {low} the minimisers have {least} to {most} knots", p=str(low), fewest=fewest)
        return
    p = high + min(high / _FINE, (1 - high) / 2)
    if _knots(case, _exponent(p))[1] > fewest:
        return
    if case.longest_run <= LONGEST and not any(_may_exceed(sizes, low, high) for sizes in sizes_of_runs(case)):
        refute(f"no minimiser has more than {fewest} knots where p* is said to be", low=str(low), high=str(high))
    undecided("more knots at the threshold only, and it is no rational number that is known")


def _may_exceed(sizes: Sequence[fmpq], low: Fraction, high: Fraction) -> bool:
    """Return False if for all low <= p <= high all cheapest matchings of the run have the fewest knots."""
    with ctx.workprec(_BITS):
        ends = [arb(fmpq(p.numerator, p.denominator)) for p in (low, high)]
        p = ends[0].union(ends[1])
        costs = {m: sum((arb(c) ** p for c in changes_of(sizes, m)), arb(0)) for m in matchings(len(sizes))}
        least = min(costs.values(), key=lambda cost: float(cost.mid()))
        return any(len(m) < len(sizes) // 2 and not cost > least for m, cost in costs.items())


def _see_without_path(case: SplineCase, threshold: Breakpoint | None) -> None:
    """Compare p* with what `critical_exponent` returns, which passes over short runs."""
    found = critical_exponent(case.data)
    if found is None or threshold is None:
        if found is not threshold:
            refute(f"`critical_exponent` returns {found!r}, the path {threshold!r}")
        return
    (a, b), (c, d) = found.enclosure(_DIGITS), threshold.enclosure(_DIGITS)
    if max(a, c) > min(b, d) or b - a > a / 10**_DIGITS:
        refute(f"`critical_exponent` returns {found!r}, the path {threshold!r}", low=str(a), high=str(b))


def _see_order(case: SplineCase, threshold: Breakpoint) -> None:
    """Compare the three thresholds: first crossing <= first change <= p*."""
    change = case.path.first_change
    if change is None or change.enclosure()[0] > threshold.enclosure()[1]:
        refute("the minimisers first change after p*", threshold=repr(threshold))
    if prod(len(matchings(min(b - a, _CANDIDATES))) for a, b in case.runs) > _CANDIDATES:
        return
    crossing = first_crossing(case.data)
    if crossing is None or crossing.enclosure()[0] > change.enclosure()[1]:
        refute("no two cost curves cross up to the first change", change=repr(change))


# --- false variants ---


def _half(case: SplineCase) -> None:
    threshold = case.path.critical_exponent
    if threshold is not None and threshold.enclosure()[1] < Fraction(1, 2):
        refute(f"p* is near {threshold!r}")


def _every_p(case: SplineCase) -> None:
    if (most := _knots(case, case.p)[1]) > fewest_knots(case):
        refute(f"a minimiser at p = {case.p} has {most} knots, not {fewest_knots(case)}")


def _monotone(case: SplineCase) -> None:
    knots = [piece.knots for piece in case.path.pieces]
    if any(after < before for before, after in pairwise(knots)):
        refute("the number of knots does not grow with p", knots=knots)


def _one_function(case: SplineCase) -> None:
    if (found := case.path.pieces[0].minimizers) > 1:
        refute(f"{found} minimisers for all small p")


def _unchanged(case: SplineCase) -> None:
    threshold = case.path.critical_exponent
    high = Fraction(1) if threshold is None else threshold.enclosure()[0]
    if len(found := {_multisets(case, _exponent(p)) for p in (high - high / 2**30, high / 10**6)}) > 1:
        refute("below the last p of fewest knots the slope changes change", multisets=str(sorted(map(str, found))))


def _crossing_is_threshold(case: SplineCase) -> None:
    crossing, threshold = first_crossing(case.data), case.path.critical_exponent
    if crossing is not None and (threshold is None or crossing.enclosure()[1] < threshold.enclosure()[0]):
        refute("cost curves cross before p*", crossing=repr(crossing), threshold=repr(threshold))


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    return st.one_of(spline_cases(), four_gaps(), _not_monotone(), two_runs(), equal_sizes(), _exact_ties())


def _exact_ties() -> SearchStrategy[SplineCase]:
    from proofs_check.cases.strategies import exact_ties

    return spline_cases(gaps=exact_ties())


def _not_monotone() -> SearchStrategy[SplineCase]:
    """Draw gaps in proportion to 1, 7, 29, 30, 16, 1, or nearly so: 3 knots, then 4, then 3 again as p grows."""
    from hypothesis import strategies as st

    gaps = st.builds(
        lambda unit, more: tuple(unit * (d + more * (d == 29)) for d in (1, 7, 29, 30, 16, 1)),
        st.builds(Fraction, st.integers(1, 50), st.integers(1, 9)),
        st.builds(Fraction, st.integers(-3, 3), st.just(10**4)),
    )
    return spline_cases(gaps=gaps)


def _crossing_early() -> SearchStrategy[SplineCase]:
    """Draw gaps in proportion to 2, 2, 1, k, where two candidates cross that are no minimisers, if k is 6 or more."""
    from hypothesis import strategies as st

    unit = st.builds(Fraction, st.integers(1, 50), st.integers(1, 9))
    gaps = st.builds(lambda a, k: (2 * a, 2 * a, a, k * a), unit, st.integers(3, 40))
    return spline_cases(gaps=gaps)


CLAIM = Claim(
    id="theorem-3.2-threshold",
    number="Theorem 3.2, threshold",
    title="the fewest knots for all small p",
    statement="There is p* > 0 such that for every 0 < p < p* the minimiser of V_p is unique, up to equal multisets of "
    "|slope changes|, and has the fewest knots. The p with fewest knots go on up to a critical exponent that is at "
    "least as large.",
    hypotheses="None.",
    establishes="Just below the first p at which the minimisers change, and at a third of it, they have one multiset, "
    "the same at both. The critical exponent (p* from here on) has a positive lower bound; at a rational p inside "
    "each piece below it, at two others down to 10^-6 p*, and right below p* (less than 10^-18 of it away; as p -> 1- "
    "where p* = 1 and a run has 4 gaps) all minimisers have the fewest knots (the sum of ceil(n/2) over the runs; all "
    "matchings compared for runs of up to 7 gaps, else the first 50 minimisers of `solve`); if p* < 1, it is enclosed "
    "to 17 digits, and some minimiser has more right of the bracket, or at p* itself where that is a known rational; "
    "`critical_exponent` encloses the same number; and first crossing <= first change <= p* where there are at most 8 "
    "candidates.",
    leaves_open="All other p below p*, which the path proves and its certificate shows. Where more knots are seen at "
    "an irrational p* only (no such data are known), the claim is left undecided. Data of more than 2000 points, or "
    "100 gaps of one sign in a row.",
    scope="one input",
    check=_check,
    cases=_cases,
    requires=(path_in_reach,),
    samples=(_ALL_FIVE,),
    examples=100,
    faults=(
        Fault("one half", "p* >= 1/2 for all data.", _half, four_gaps, examples=200),
        Fault(
            "every p", "Every minimiser for every 0 < p < 1 has the fewest knots.", _every_p, four_gaps, examples=200
        ),
        Fault("monotone", "Once it has more knots, it never has fewer again as p grows.", _monotone, _not_monotone),
        Fault("one function", "The minimiser is one function for all small p.", _one_function, _exact_ties),
        Fault(
            "one up to the critical exponent",
            "The |slope changes| are the same for all p below the critical exponent.",
            _unchanged,
            equal_sizes,
        ),
        Fault("first crossing", "No cost curves cross before p*.", _crossing_is_threshold, _crossing_early),
    ),
)
