"""Theory, section 2 (ours): which minimisers remain as p tends to 0 and to 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import TYPE_CHECKING, NoReturn

from flint import fmpq

from proofs_check.cases import MOST_MINIMIZERS, SplineCase, equal_sizes, four_gaps, spline_cases, two_runs
from proofs_check.claim import Claim, Fault, least_points, refute
from proofs_check.derivations.powers import LIMITS
from proofs_check.unaided.compare import difference, exact_sign
from proofs_check.unaided.matchings import (
    Matching,
    all_matchings_in_reach,
    best_matchings,
    changes_of,
    knot_lists,
    knots_of,
    matchings,
    path_in_reach,
    sizes_of_runs,
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


def _check(case: SplineCase, at_0: _Choose = near_zero, at_1: _Choose = near_one) -> None:
    first, last = case.path.pieces[0], case.path.pieces[-1]
    for at, choose, piece, where in ((_ZERO, at_0, first, "as p -> 0+"), (_ONE, at_1, last, "as p -> 1-")):
        _see_minimizers(case, [choose(sizes) for sizes in sizes_of_runs(case)], solve(case.data, at), piece, where)


def _see_minimizers(
    case: SplineCase, expected: list[list[Matching]], solution: Solution, piece: Piece, where: str
) -> None:
    """See that the matchings expected of each run are what the solution at the limit and the outermost piece have."""

    def wrong(what: str) -> NoReturn:
        refute(f"{where} {what}", expected=[[list(m) for m in some] for some in expected])

    count = prod(map(len, expected))
    if solution.minimizers != count:
        wrong(f"there are {solution.minimizers} minimisers, not {count}")
    if piece.minimizers != count:
        wrong(f"at p = {piece.inside()} there are {piece.minimizers} minimisers, not {count}")
    if count > MOST_MINIMIZERS:
        return
    if count == 1:
        starts = [start for start, _ in case.runs]
        only = tuple(start + k for start, some in zip(starts, expected, strict=True) for k in some[0])
        if not only == solution.matches == piece.matches:
            wrong("the minimiser is another")
        return
    splines = set(map(str, knot_lists(case, expected)))
    if splines != {str(knots_of(spline)) for spline in solution.splines()}:
        wrong("the minimisers are others")
    if str(knots_of(piece.spline)) not in splines:
        wrong(f"at p = {piece.inside()} the minimiser is another")


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

    from proofs_check.cases.strategies import runs

    return st.one_of(four_gaps(), spline_cases(gaps=runs(3)))


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
    requires=(least_points(2), all_matchings_in_reach, path_in_reach),
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
