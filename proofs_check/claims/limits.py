"""Theory, section 2 (ours): which minimisers remain as p tends to 0 and to 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.cases import MOST_MINIMIZERS, SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Finding, holds, not_met, refute, undecided
from proofs_check.claims.theorem_3_2_threshold import equal_sizes, two_runs
from proofs_check.derivations.powers import LIMITS
from proofs_check.unaided.compare import difference, exact_sign
from proofs_check.unaided.matchings import (
    LONGEST,
    Matching,
    best_matchings,
    changes_of,
    knot_lists,
    knots_of,
    matchings,
    sizes_of_runs,
    too_large_for_path,
)
from sparsest.exact.exponent import Exponent
from sparsest.univariate.path import Piece
from sparsest.univariate.solve import Solution, solve

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM", "near_one", "near_zero"]

_ZERO, _ONE = Exponent.read("0+"), Exponent.read("1-")

_Choose = Callable[[Sequence[fmpq]], list[Matching]]


def near_zero(sizes: Sequence[fmpq]) -> list[Matching]:
    """Return the matchings of a run with the fewest knots, of these those of least product of slope changes.

    Of equal products the sum of ln^2, then of ln^3, ... decides; equal multisets remain.

    Examples
    --------
    >>> near_zero([fmpq(2), fmpq(1), fmpq(1)]), near_zero([fmpq(1), fmpq(1), fmpq(1)])
    ([(0,)], [(0,), (1,)])
    """
    most = len(sizes) // 2
    if len(sizes) == 2 * most:  # one matching only
        return [tuple(range(0, len(sizes), 2))]
    return _least_product(sizes, [m for m in matchings(len(sizes)) if len(m) == most])


def _least_product(sizes: Sequence[fmpq], some: Sequence[Matching]) -> list[Matching]:
    products = [prod(changes_of(sizes, m), start=fmpq(1)) for m in some]
    least = min(products)
    best: list[Matching] = []
    for matching, value in zip(some, products, strict=True):
        if value == least:
            terms = difference(changes_of(sizes, matching), changes_of(sizes, best[0])) if best else {}
            sign = exact_sign(terms, _ZERO)
            best = [matching] if sign < 0 else [*best, matching] if sign == 0 else best
    return best


def near_one(sizes: Sequence[fmpq]) -> list[Matching]:
    """Return the matchings of a run of greatest sum |c| ln|c|, of these those of least sum |c| ln^2|c|, and so on.

    Examples
    --------
    >>> near_one([fmpq(1), fmpq(3), fmpq(4), fmpq(1)]), near_zero([fmpq(1), fmpq(3), fmpq(4), fmpq(1)])
    ([(1,)], [(0, 2)])
    """
    return best_matchings(sizes, _ONE)


def _check(case: SplineCase, at_0: _Choose = near_zero, at_1: _Choose = near_one) -> Finding:
    if len(case.data) < 2:
        not_met("a single point has no chord")
    if case.longest_run > LONGEST:
        undecided("a run is too long for all its matchings")
    if reason := too_large_for_path(case):
        undecided(reason)
    pieces = case.path.pieces
    for at, choose, piece, what in (
        (_ZERO, at_0, pieces[0], "as p -> 0+"),
        (_ONE, at_1, pieces[-1], "as p -> 1-"),
    ):
        expected = [choose(sizes) for sizes in sizes_of_runs(case)]
        found = _compare(case, expected, solve(case.data, at), piece)
        if found:
            refute(f"{what} {found}", expected=[[list(m) for m in some] for some in expected])
    return holds()


def _compare(case: SplineCase, expected: list[list[Matching]], solution: Solution, piece: Piece) -> str:
    """Return how what is expected differs from the solution at the limit or the outermost piece, "" if not at all."""
    count = prod(map(len, expected))
    if solution.minimizers != count:
        return f"there are {solution.minimizers} minimisers, not {count}"
    if piece.minimizers != count:
        return f"at p = {piece.inside()} there are {piece.minimizers} minimisers, not {count}"
    if count > MOST_MINIMIZERS:
        return ""
    if count == 1:
        starts = [start for start, _ in case.runs]
        only = tuple(start + k for start, some in zip(starts, expected, strict=True) for k in some[0])
        return "" if only == solution.matches == piece.matches else "the minimiser is another"
    splines = set(map(str, knot_lists(case, expected)))
    if splines != {str(knots_of(spline)) for spline in solution.splines()}:
        return "the minimisers are others"
    if str(knots_of(piece.spline)) not in splines:
        return f"at p = {piece.inside()} the minimiser is another"
    return ""


# --- false variants ---


def _greatest_product(sizes: Sequence[fmpq]) -> list[Matching]:
    some = [m for m in matchings(len(sizes)) if len(m) == len(sizes) // 2]
    products = [prod(changes_of(sizes, m), start=fmpq(1)) for m in some]
    return [m for m, value in zip(some, products, strict=True) if value == max(products)]


def _least_of_all(sizes: Sequence[fmpq]) -> list[Matching]:
    return _least_product(sizes, matchings(len(sizes)))


def _fewest(sizes: Sequence[fmpq]) -> list[Matching]:
    return [m for m in near_one(sizes) if len(m) == len(sizes) // 2]


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import exact_ties, near_ties

    limits = st.one_of(near_ties("0+"), near_ties("1-"), exact_ties())
    return st.one_of(spline_cases(), spline_cases(gaps=limits), st.one_of(equal_sizes(), two_runs()))


def _several_gaps() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import rationals, runs

    small, large = rationals(positive=True, max_exponent=3), st.integers(1, 200)
    between = st.builds(lambda a, b, u, v: (a, a * u, b * v, b), small, small, large, large)
    return spline_cases(gaps=st.one_of(between, runs(3), runs(4)))


CLAIM = Claim(
    id="limits",
    number="Theory, section 2, limits (ours)",
    title="the minimisers as p -> 0+ and p -> 1-",
    statement="For all small p the minimiser has the fewest knots and of these splines the least product of |slope "
    "changes|, ties broken by sum ln^2|c|, and so on; for all p near 1 it is, of all matchings, the one of greatest "
    "sum |c| ln|c|, ties broken by least sum |c| ln^2|c|, and so on.",
    hypotheses="N >= 2.",
    establishes="All matchings of each run (up to 10 gaps) chosen by these rules, products compared as rationals, are "
    "what `solve` returns at 0+ and 1-, and what the first and the last piece of (0, 1) have; if more than 50 "
    "minimisers tie, their number is compared.",
    leaves_open="How small p must be; see theorem-3.2-threshold. Longer runs, and data of more than 2000 points.",
    scope="one input",
    check=_check,
    cases=_cases,
    faults=(
        Fault(
            "greatest product",
            "As p -> 0+ it has the greatest product.",
            lambda case: _check(case, at_0=_greatest_product),
            _several_gaps,
        ),
        Fault(
            "product of all",
            "As p -> 0+ it has the least product of all matchings, whatever their number of knots.",
            lambda case: _check(case, at_0=_least_of_all),
            _several_gaps,
        ),
        Fault(
            "fewest near 1",
            "As p -> 1- it has the fewest knots.",
            lambda case: _check(case, at_1=_fewest),
            _several_gaps,
        ),
        Fault(
            "least product near 1",
            "As p -> 1- it is the same as for p -> 0+.",
            lambda case: _check(case, at_1=near_zero),
            _several_gaps,
        ),
    ),
    derivations=(LIMITS,),
    examples=100,
    per_exponent=False,
)
