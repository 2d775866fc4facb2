"""Theorem 3.1, item 2a: two neighbouring points of equal curvature have one knot together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.answers import MINIMIZERS_SEEN, minimal_functions
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, exists, refute
from proofs_check.unaided.compare import compare
from proofs_check.unaided.form import equal_neighbours, equal_pairs, require_one_knot
from proofs_check.unaided.functions import Function, knots_between, require_interpolation, through

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]

_SHARES = (fmpq(0), fmpq(1, 5), fmpq(1, 2), fmpq(2, 3))


def _check(case: SplineCase) -> None:
    for function in minimal_functions(case):
        require_one_knot(case, function, equal_pairs(case))
    rival = require_interpolation(case, _with_two_knots(case), "the rival")
    least = Function.of(case.solution.spline)
    if compare(rival.sizes, least.sizes, case.p) <= 0:
        refute("two knots in the place of one cost no more", knots=rival.shown)


def _with_two_knots(case: SplineCase) -> Function:
    """Return the minimiser with two knots instead of one on one of the pairs.

    A knot pays one gap whole and a share of the other, whose rest is paid at its own data point.
    """
    rng, x, gaps = case.rng(), case.data.flint.x, case.flint_gaps
    i, share = rng.choice(equal_pairs(case)), rng.choice(_SHARES)
    first, second = gaps[i - 1], gaps[i]
    if rng.random() < 0.5:
        left, right, rest = first, share * second, (x[i + 1], second - share * second)
    else:
        left, right, rest = share * first, second, (x[i], first - share * first)
    knots, changes = case.solution.spline.flint.knots, case.solution.spline.flint.changes
    kept = [(t, c) for t, c in zip(knots, changes, strict=True) if not x[i] <= t <= x[i + 1]]
    return through(case, [*kept, (x[i] + (x[i + 1] - x[i]) * right / (left + right), left + right), rest])


def _also_of_zero_curvature(case: SplineCase) -> list[int]:
    signs = case.curvature
    beside = [None, *signs, None]
    return [k + 1 for k in range(len(signs) - 1) if beside[k] != signs[k] == signs[k + 1] != beside[k + 3]]


def _zero_curvature_too(case: SplineCase) -> None:
    require_one_knot(case, Function.of(case.solution.spline), _also_of_zero_curvature(case))


def _whatever_is_beside(case: SplineCase) -> None:
    require_one_knot(case, Function.of(case.solution.spline), equal_neighbours(case))


def _in_the_middle(case: SplineCase) -> None:
    x, function = case.data.flint.x, Function.of(case.solution.spline)
    for i in equal_pairs(case):
        if [t for t, _ in knots_between(function, x[i], x[i + 1])] != [(x[i] + x[i + 1]) / 2]:
            refute(f"no knot in the middle between points {i + 1} and {i + 2}")


def _at_1(case: SplineCase) -> None:
    rival, least = _with_two_knots(case), Function.of(case.solution.spline)
    if rival.variation <= least.variation:
        refute("a function with two knots there has the same V_1", knots=rival.shown)


def _cases() -> SearchStrategy[SplineCase]:
    """Draw runs of two gaps, alone or beside others."""
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets_with_runs

    others = st.lists(st.integers(1, 4), max_size=1)
    lengths = st.builds(lambda a, b: [*a, 2, *b], others, others)
    return spline_cases(lengths.flatmap(data_sets_with_runs))


def _any_gaps() -> SearchStrategy[SplineCase]:
    from proofs_check.cases.strategies import gap_sequences

    return spline_cases(gaps=gap_sequences(2, 6))


def _longer_runs() -> SearchStrategy[SplineCase]:
    from proofs_check.cases.strategies import data_sets_with_runs

    return spline_cases(data_sets_with_runs([3]) | data_sets_with_runs([4]))


CLAIM = Claim(
    id="theorem-3.1-2a",
    number="Theorem 3.1, item 2a",
    title="two neighbours of equal curvature",
    statement="If x_i, x_{i+1} have the same nonzero curvature and their other neighbours (if any) another, then every "
    "minimiser of V_p has exactly one knot in [x_i, x_{i+1}], with the slope s_{i-1} at x_i and s_{i+1} at x_{i+1}: so "
    "where these chord lines meet, with slope change d_i + d_{i+1}.",
    hypotheses="0 < p < 1; a run of exactly two gaps. The paper does not say *nonzero*; without it the item is false, "
    "and contradicts item 1 (one of the faults shows it).",
    establishes="On every such pair of these data each minimiser has this one knot, and a function with two knots in "
    "its place (a random one) is strictly dearer. " + MINIMIZERS_SEEN,
    leaves_open="Other data and other p. The minimisers are those of `solve`; that there are no others is theorem-a.",
    scope="one input",
    requires=(
        exists(equal_pairs, "no two neighbouring points of one nonzero curvature whose other neighbours have another"),
    ),
    check=_check,
    cases=_cases,
    faults=(
        Fault(
            "zero curvature too",
            "The same for two neighbours of curvature 0.",
            _zero_curvature_too,
            _any_gaps,
            requires=(
                exists(
                    _also_of_zero_curvature,
                    "no two neighbouring points of one curvature whose other neighbours have another",
                ),
            ),
        ),
        Fault(
            "whatever is beside",
            "The same for any two neighbours of equal nonzero curvature.",
            _whatever_is_beside,
            _longer_runs,
            requires=(exists(equal_neighbours, "no two neighbouring points of one nonzero curvature"),),
        ),
        Fault("in the middle", "The knot is in the middle between x_i and x_{i+1}.", _in_the_middle),
        Fault("p = 1", "Every minimiser of V_1 has exactly one knot in [x_i, x_{i+1}].", _at_1),
    ),
)
