"""Theorem B (ours): runs of at most three gaps have the fewest knots at every p."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Finding, holds, not_met, refute, undecided
from proofs_check.unaided.matchings import LONGEST, best_at_p, fewest_knots, sizes_of_runs

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]

# The path of data of more points is not computed: their runs are still looked at, one by one.
_MANY_POINTS = 2_000


def _check(case: SplineCase, longest: int = 3) -> Finding:
    if case.longest_run > longest:
        not_met(f"a run of more than {longest} gaps")
    fewest = fewest_knots(case)
    # Each run by itself: all its matchings at this p.
    if case.longest_run > LONGEST:
        undecided(f"a run of {case.longest_run} gaps is too long for all its matchings")
    for sizes, best in zip(sizes_of_runs(case), best_at_p(case), strict=True):
        for matching in best:
            if len(sizes) - len(matching) > (len(sizes) + 1) // 2:
                refute(
                    f"a minimiser has {len(sizes) - len(matching)} knots on a run of {len(sizes)} gaps",
                    sizes=list(map(str, sizes)),
                )
    if len(case.data) > _MANY_POINTS:
        return holds()
    for piece in case.path.pieces:
        if piece.knots != fewest:
            p = piece.inside()
            refute(f"at p = {p} the minimisers have {piece.knots} knots, not {fewest}", p=str(p))
    if (threshold := case.path.critical_exponent) is not None:
        refute(f"p* is not 1 but near {threshold!r}")
    for spline in case.minimizers:
        if len(spline.flint.knots) != fewest:
            refute(f"a minimiser has {len(spline.flint.knots)} knots, not {fewest}", spline=spline.to_json())
    return holds()


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets_with_runs, exact_ties, near_ties, runs

    lengths = st.lists(st.integers(1, 3), min_size=1, max_size=3)
    return st.one_of(
        spline_cases(lengths.flatmap(data_sets_with_runs)),
        spline_cases(gaps=st.one_of(runs(3), exact_ties().filter(lambda d: len(d) <= 3), near_ties("1/2"))),
    )


def four_gaps() -> SearchStrategy[SplineCase]:
    """Draw runs of four gaps, often two larger ones between smaller ones, where the fewest knots can be lost."""
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import rationals, runs

    small, large = rationals(positive=True, max_exponent=3), st.integers(1, 200)
    between = st.builds(lambda a, b, u, v: (a, a * u, b * v, b), small, small, large, large)
    return spline_cases(gaps=st.one_of(between, runs(4)))


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
    faults=(
        Fault("four gaps", "The same for runs of at most 4 gaps.", lambda case: _check(case, 4), four_gaps),
        Fault("no hypothesis", "p* = 1 for all data.", lambda case: _check(case, len(case.data)), four_gaps),
    ),
)
