"""Theorem E (ours): the fewest knots fall as the tolerance grows, at half the distances of points from chords."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.answers import guarded, proved_within
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Sample, least_points, refute
from proofs_check.unaided.askings import not_too_many
from proofs_check.unaided.bounds import least_knots
from proofs_check.unaided.functions import Function
from proofs_check.unaided.gates import band, chebyshev_error, fewest_blocks, limits, require_passage, steps_by_triples
from sparsest.exact.rationals import as_fraction
from sparsest.univariate.staircase import Step, staircase

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]

# All tolerances where ends of three gates are in line: of so many points. Of many points few steps.
_ALL_LIMITS = 9
_MANY_POINTS, _FEW_STEPS = 200, 3
_CLOSE = fmpq(1, 10**60)

_ALL_STEPS = Sample(f"the whole staircase is found again from all triples of up to {_ALL_LIMITS} points", 3)
_CERTIFICATES = Sample("the independent checker is asked why fewer knots do not do below each step", 6)


def _steps(case: SplineCase) -> Sequence[Step]:
    """Return the solver's steps: all of them, or the last ones of many points."""
    return case.once(_found)


def _found(case: SplineCase) -> Sequence[Step]:
    return staircase(case.data, most=_FEW_STEPS if case.size > _MANY_POINTS else None).steps


@guarded
def _check(case: SplineCase) -> None:
    steps = _steps(case)
    for one, two in pairwise(steps):
        if not (one.tolerance < two.tolerance and one.knots > two.knots):
            refute(f"{one.knots} knots at {one.tolerance} are followed by {two.knots} at {two.tolerance}")
    _see_ends(case, steps)
    for step in steps:
        _see_step(case, step)
    if case.size <= _ALL_LIMITS and _ALL_STEPS.takes(case):
        expected = steps_by_triples(case)
        if [*map(tuple, steps)] != expected:
            refute("the steps are others, by all triples", steps=_shown(steps), by_triples=_shown(expected))


def _see_ends(case: SplineCase, steps: Sequence[Step]) -> None:
    """Look at the first step, of Theorem 3.1 at p = 0, and at the last, of the best line."""
    best = as_fraction(chebyshev_error(case))
    if steps[-1] != (best, 0):
        refute(f"the last step is {steps[-1]}, where a line has the error {best}")
    if case.size > _MANY_POINTS and steps[0].tolerance != 0:
        first = proved_within(case, seen=False, tolerance=0, fit="any").knots
    else:
        first = steps[0].knots
        if steps[0].tolerance != 0:
            refute(f"the first step is at {steps[0].tolerance}")
    if not first == least_knots(case) == case.fewest.fewest_knots == len(case.fewest.spline.flint.knots):
        refute(f"{first} knots at tolerance 0, {case.fewest.fewest_knots} at p = 0, where {least_knots(case)} do")


def _see_step(case: SplineCase, step: Step) -> None:
    """Count at the step and just below it; let the checker see that no scale below does with so few knots."""
    at = fmpq(step.tolerance.numerator, step.tolerance.denominator)
    if (fewest := fewest_blocks(band(case, at))) != step.knots:
        refute(f"{step.knots} knots are said to do at {at}, and {fewest} do")
    if at != 0 and (below := fewest_blocks(band(case, at - at * _CLOSE))) <= step.knots:
        refute(f"{below} knots do just below {at}, where {step.knots} are said to do no sooner")
    if at == 0 or not _CERTIFICATES.takes(case):
        return
    found = proved_within(case, tolerance=at)
    if found.critical is None or (found.critical.scale, found.knots) != (at, step.knots):
        refute(f"{step} is not where the solver says that {found.knots} knots begin to do")
    require_passage(band(case, at), Function.of(found.spline))
    if found.largest_residual != step.tolerance:
        refute(f"with {found.knots} knots the largest residual is {found.largest_residual}, not {at}")


def _shown(steps: Sequence[tuple[Fraction, int]]) -> list[str]:
    return [f"{knots} from {tolerance} on" for tolerance, knots in steps]


def _after_the_step(case: SplineCase) -> None:
    for one, two in pairwise(_steps(case)):
        at = fmpq(two.tolerance.numerator, two.tolerance.denominator)
        if (fewest := fewest_blocks(band(case, at))) != one.knots:
            refute(f"at {at} itself {fewest} knots do, not only {one.knots}")


def _one_by_one(case: SplineCase) -> None:
    for one, two in pairwise(_steps(case)):
        if one.knots - two.knots != 1:
            refute(f"from {one.knots} to {two.knots} knots in one step, at {two.tolerance}")


def _among(places: Callable[[SplineCase], Sequence[fmpq]]) -> Callable[[SplineCase], None]:
    """Return the check of a false statement about where the steps are."""

    def check(case: SplineCase) -> None:
        if case.size > _ALL_LIMITS:
            return
        known = set(map(as_fraction, places(case)))
        for step in _steps(case)[1:]:
            if step.tolerance not in known:
                refute(f"a step at {step.tolerance}", places=list(map(str, places(case))))

    return check


def _neighbours(case: SplineCase) -> Sequence[fmpq]:
    return limits(case, ((k, k + 1, k + 2) for k in range(case.size - 2)))


def _whole_distances(case: SplineCase) -> Sequence[fmpq]:
    return [2 * half for half in limits(case)]


def _least_squares(case: SplineCase) -> None:
    x, y = case.data.flint
    n = case.size
    middle_x, middle_y = sum(x, fmpq(0)) / n, sum(y, fmpq(0)) / n
    products = sum(((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True)), fmpq(0))
    slope = products / sum(((a - middle_x) ** 2 for a in x), fmpq(0))
    error = max(abs(b - middle_y - slope * (a - middle_x)) for a, b in zip(x, y, strict=True))
    if (last := _steps(case)[-1].tolerance) != as_fraction(error):
        refute(f"the line of least squares has the error {error}, and a line does from {last} on")


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets, exact_ties

    return st.one_of(
        spline_cases(), spline_cases(data_sets(3, 7)), spline_cases(gaps=exact_ties()), spline_cases(_zigzags())
    )


def _zigzags() -> SearchStrategy[tuple[tuple[Fraction, ...], tuple[Fraction, ...]]]:
    """Draw labels that repeat themselves: several bends have one limit."""
    from hypothesis import strategies as st

    labels = st.lists(st.integers(0, 3).map(Fraction), min_size=2, max_size=3)
    return st.builds(lambda some, times: (tuple(map(Fraction, range(len(some) * times))), tuple(some * times)),
                     labels, st.integers(2, 3))  # fmt: skip


CLAIM = Claim(
    id="tolerance-staircase",
    number="Theorem E (ours)",
    title="the fewest knots against the tolerance",
    statement="The fewest knots fall as the tolerance grows: from the number of Theorem 3.1 at p = 0 for tolerance 0 "
    "to 0 at the error of the best line (Chebyshev). Each tolerance at which they fall is half the vertical distance "
    "of a point from the line through two others, and there the smaller number holds.",
    hypotheses="N >= 2.",
    establishes="The steps of `sparsest tolerance` for these data increase and fall. At each of them the fewest blocks "
    f"(Theorem D) give its number of knots, and more at 1 - 10^-60 of it. Of up to {_ALL_LIMITS} points the whole "
    "staircase is that of all triples, counted at each of their limits and between. The function that `solve` returns "
    "there has that tolerance as its largest residual, and the independent checker accepts that below it more knots "
    "are needed. The last step is the error of the best line, read off the hull of the points; the first has as many "
    f"knots as `solve` at p = 0 and disjoint intervals. Of more than {_MANY_POINTS} points: tolerance 0, and the last "
    f"{_FEW_STEPS} steps.",
    leaves_open="Other data; the proof is in docs/theory.md, section 7.",
    scope="one input",
    check=_check,
    cases=_cases,
    requires=(least_points(2), not_too_many),
    samples=(_ALL_STEPS, _CERTIFICATES),
    faults=(
        Fault("only beyond the step", "At a step itself the larger number still holds.", _after_the_step),
        Fault("one at a time", "Every step saves one knot.", _one_by_one),
        Fault("neighbours", "Every step is half the distance of a point from the chord of its two neighbours.",
              _among(_neighbours)),
        Fault("not the half", "Every step is the vertical distance of a point from the line through two others.",
              _among(_whole_distances)),
        Fault("least squares", "The last step is the largest residual of the line of least squares.", _least_squares),
    ),
    per_exponent=False,
)  # fmt: skip
