"""Theorem 3.2: below some threshold p* every minimiser has the fewest knots."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, islice, pairwise
from math import prod

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from proofs_check.candidates import (
    best_matchings,
    fewest_knots,
    longest_run,
    matchings,
    sizes_of_runs,
    too_large_for_path,
)
from proofs_check.cases import MOST_MINIMIZERS, SplineCase, spline_cases
from proofs_check.claims.theorem_b import four_gaps
from proofs_check.registry import Claim, Fault, Finding, holds, refuted, undecided
from proofs_check.strategies import data_sets_with_gaps
from sparsest.data import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.univariate.path import Breakpoint, first_crossing
from sparsest.univariate.solve import solve

__all__ = ["CLAIM"]

# Runs up to this length have all their matchings compared; longer ones are left to the solver.
_SHORT = 7
# First crossings are computed for so many candidates at most: all pairs of cost curves are compared.
_CANDIDATES = 8
_DIGITS = 17


def _check(case: SplineCase) -> Finding:
    if reason := too_large_for_path(case):
        return undecided(reason)
    threshold, fewest = case.path.critical_exponent, fewest_knots(case)
    low, high = (Fraction(1), Fraction(1)) if threshold is None else threshold.enclosure(_DIGITS)
    if low <= 0:
        return refuted("the threshold is not shown to be positive", low=str(low))
    for p in _below(case, low):
        if (most := _most_knots(case, p)) != fewest:
            return refuted(f"at p = {p} < p* a minimiser has {most} knots, not {fewest}", p=str(p))
    if threshold is None:
        return holds(slack=1.0)
    if not threshold.resolved:
        return undecided("the threshold is a zero of even order, or one of several too close to tell apart")
    return _above(case, high, fewest) or _in_order(case, threshold) or holds(slack=float(low))


def _below(case: SplineCase, low: Fraction) -> Iterator[Fraction]:
    """Yield some p below the threshold: one inside each piece before it, and two others that the seed chooses."""
    for piece in case.path.pieces:
        if (p := piece.inside()) < low:
            yield p
    pairs = _pairs(low)
    yield from (p for p in pairs[case.seed % len(pairs)] if p < low)


@lru_cache(maxsize=1)  # most thresholds are 1
def _pairs(low: Fraction) -> list[tuple[Fraction, Fraction]]:
    return list(combinations([low - low / 2**30, low / 2, low / 10, low / 3, Fraction(1, 10**6)], 2))


@lru_cache(maxsize=64)
def _exponent(p: Fraction) -> Exponent:
    return Exponent.read(p)


def _most_knots(case: SplineCase, p: Fraction) -> int:
    """Return the most knots of a minimiser at p: by all matchings where runs are short, else by `solve`."""
    at = _exponent(p)
    if longest_run(case) <= _SHORT:
        return sum(
            max(len(sizes) - len(matching) for matching in best_matchings(sizes, at)) for sizes in sizes_of_runs(case)
        )
    return max(len(spline.knots) for spline in islice(solve(case.data, at).splines(), MOST_MINIMIZERS))


def _above(case: SplineCase, high: Fraction, fewest: int) -> Finding | None:
    """See a minimiser with more knots in the piece that begins at the threshold, or at the threshold itself."""
    piece = next((piece for piece in case.path.pieces if piece.low and piece.low.enclosure()[1] >= high), None)
    p = high if piece is None or piece.knots == fewest else piece.inside()
    if _most_knots(case, p) > fewest:
        return None
    if piece is None or piece.knots == fewest:
        return undecided("more knots at the threshold only, and it is no rational number that is known")
    return refuted(f"at p = {p}, in the piece right of p*, all minimisers have {fewest} knots", p=str(p))


def _in_order(case: SplineCase, threshold: Breakpoint) -> Finding | None:
    """Compare the three thresholds: first crossing <= first change <= p*."""
    change = case.path.first_change
    if change is None or change.enclosure()[0] > threshold.enclosure()[1]:
        return refuted("the minimisers first change after p*", threshold=repr(threshold))
    if prod(len(matchings(min(b - a, _CANDIDATES))) for a, b in case.runs) > _CANDIDATES:
        return None
    crossing = first_crossing(case.data)
    if crossing is None or crossing.enclosure()[0] > change.enclosure()[1]:
        return refuted("no two cost curves cross up to the first change", change=repr(change))
    return None


# --- false variants ---


def _half(case: SplineCase) -> Finding:
    threshold = case.path.critical_exponent
    if threshold is not None and threshold.enclosure()[1] < Fraction(1, 2):
        return refuted(f"p* is near {threshold!r}")
    return holds()


def _every_p(case: SplineCase) -> Finding:
    if (most := _most_knots(case, case.p.fraction)) > fewest_knots(case):
        return refuted(f"a minimiser at p = {case.p} has {most} knots, not {fewest_knots(case)}")
    return holds()


def _monotone(case: SplineCase) -> Finding:
    knots = [piece.knots for piece in case.path.pieces]
    if any(after < before for before, after in pairwise(knots)):
        return refuted("the number of knots does not grow with p", knots=knots)
    return holds()


def _crossing_is_threshold(case: SplineCase) -> Finding:
    crossing, threshold = first_crossing(case.data), case.path.critical_exponent
    if crossing is not None and (threshold is None or crossing.enclosure()[1] < threshold.enclosure()[0]):
        return refuted("cost curves cross before p*", crossing=repr(crossing), threshold=repr(threshold))
    return holds()


def _cases() -> SearchStrategy[SplineCase]:
    return st.one_of(spline_cases(), four_gaps(), not_monotone())


def not_monotone() -> SearchStrategy[SplineCase]:
    """Draw gaps in proportion to 1, 7, 29, 30, 16, 1, or nearly so: 3 knots, then 4, then 3 again as p grows."""
    gaps = st.builds(
        lambda unit, more: tuple(unit * (d + more * (d == 29)) for d in (1, 7, 29, 30, 16, 1)),
        st.builds(Fraction, st.integers(1, 50), st.integers(1, 9)),
        st.builds(Fraction, st.integers(-3, 3), st.just(10**4)),
    )
    data = data_sets_with_gaps(gaps).map(lambda xy: Dataset(*xy))
    exponents = st.sampled_from(["1/2", "4/5", "9/10"]).map(Exponent.read)
    return st.builds(SplineCase, data, exponents, st.integers(0, 2**32 - 1))


def crossing_early() -> SearchStrategy[SplineCase]:
    """Draw gaps in proportion to 2, 2, 1, k, where two candidates cross that are no minimisers, if k is 6 or more."""
    unit = st.builds(Fraction, st.integers(1, 50), st.integers(1, 9))
    gaps = st.builds(lambda a, k: (2 * a, 2 * a, a, k * a), unit, st.integers(3, 40))
    return spline_cases(gaps=gaps)


CLAIM = Claim(
    id="theorem-3.2-threshold",
    number="Theorem 3.2, threshold",
    title="the fewest knots for all small p",
    statement="There is p* > 0 such that for every 0 < p < p* every minimiser of V_p has the fewest knots.",
    hypotheses="None.",
    establishes="The critical exponent p* has a positive lower bound; at a rational p inside each piece below it and "
    "at two others, down to 10^-6, all minimisers have the fewest knots (the sum of ceil(n/2) over the runs; all "
    "matchings compared for runs of up to 7 gaps); if p* < 1, some minimiser right of it has more; and first crossing "
    "<= first change <= p* where there are at most 8 candidates.",
    leaves_open="All other p below p*, which the path proves and its certificate shows. Data of more than 2000 points, "
    "or 100 gaps of one sign in a row.",
    scope="one input",
    check=_check,
    cases=_cases,
    examples=100,
    faults=(
        Fault("one half", "p* >= 1/2 for all data.", _half, four_gaps),
        Fault("every p", "Every minimiser for every 0 < p < 1 has the fewest knots.", _every_p, four_gaps),
        Fault("monotone", "Once it has more knots, it never has fewer again as p grows.", _monotone, not_monotone),
        Fault("first crossing", "No cost curves cross before p*.", _crossing_is_threshold, crossing_early),
    ),
)
