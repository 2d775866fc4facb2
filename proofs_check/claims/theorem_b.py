"""Theorem B (ours): runs of at most three gaps have the fewest knots at every p."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs_check.cases import SplineCase, four_gaps, spline_cases
from proofs_check.claim import Claim, Fault, refute
from proofs_check.unaided.matchings import (
    MANY_POINTS,
    all_matchings_in_reach,
    best_at_p,
    fewest_knots,
    runs_up_to,
    sizes_of_runs,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]


def _check(case: SplineCase) -> None:
    _see_each_run(case)
    if case.size <= MANY_POINTS:
        _see_path_and_solver(case)


def _see_each_run(case: SplineCase) -> None:
    """Look at all matchings of each run at this p."""
    for sizes, best in zip(sizes_of_runs(case), best_at_p(case), strict=True):
        for matching in best:
            if len(sizes) - len(matching) > (len(sizes) + 1) // 2:
                refute(
                    f"a minimiser has {len(sizes) - len(matching)} knots on a run of {len(sizes)} gaps",
                    sizes=list(map(str, sizes)),
                )


def _see_path_and_solver(case: SplineCase) -> None:
    fewest = fewest_knots(case)
    for piece in case.path.pieces:
        if piece.knots != fewest:
            p = piece.inside()
            refute(f"at p = {p} the minimisers have {piece.knots} knots, not {fewest}", p=str(p))
    if (threshold := case.path.critical_exponent) is not None:
        refute(f"p* is not 1 but near {threshold!r}")
    for spline in case.splines:
        if len(spline.flint.knots) != fewest:
            refute(f"a minimiser has {len(spline.flint.knots)} knots, not {fewest}", spline=spline.to_json())


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets_with_runs, exact_ties, near_ties, runs

    lengths = st.lists(st.integers(1, 3), min_size=1, max_size=3)
    return st.one_of(
        spline_cases(lengths.flatmap(data_sets_with_runs)),
        spline_cases(gaps=st.one_of(runs(3), exact_ties().filter(lambda d: len(d) <= 3), near_ties("1/2"))),
    )


CLAIM = Claim(
    id="theorem-b",
    number="Theorem B (ours)",
    title="runs of at most three gaps",
    statement="If no run is longer than 3 gaps, every minimiser for every 0 < p < 1 has the fewest knots: p* = 1.",
    hypotheses="No four consecutive slope gaps of one nonzero sign.",
    establishes="All minimisers at this p, found among all matchings, have the fewest knots; so have those on all "
    "pieces of (0, 1) of the proved path.",
    leaves_open="Other data. Data of more than 2000 points are checked at the given p only, run by run.",
    scope="one input",
    check=_check,
    cases=_cases,
    examples=100,
    requires=(runs_up_to(3),),
    faults=(
        Fault("four gaps", "The same for runs of at most 4 gaps.", _check, four_gaps, (runs_up_to(4),), examples=200),
        Fault("no hypothesis", "p* = 1 for all data.", _check, four_gaps, (all_matchings_in_reach,), examples=200),
    ),
)
