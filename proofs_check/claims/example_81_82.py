"""The peak and plateau of equations 81 and 82: a minimiser for every 0 < p <= 1, the only one for p < 1."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, exists, refute, undecided
from proofs_check.derivations.equation_82 import EQUATION_82
from proofs_check.unaided.bounds import least_variation
from proofs_check.unaided.compare import compare
from proofs_check.unaided.functions import Function, connecting_the_dots, require_interpolation, through
from proofs_check.unaided.rivals import random_function
from proofs_check.verify import check_certificate

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from proofs_check.cases.strategies import XY

__all__ = ["CLAIM", "scale"]

_PATTERN = (1, -1, -1, 1)


def scale(case: SplineCase) -> fmpq:
    """Return lambda if the data are the example up to affine changes of x, a factor lambda and an affine part of y.

    That is: six points in equal steps with the gaps lambda, -lambda, -lambda, lambda, not 0. 0 if they are not.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> scale(SplineCase(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]))), scale(SplineCase(Dataset([0, 1], [0, 0])))
    (1, 0)
    """
    x, gaps = case.data.flint.x, case.flint_gaps
    if case.size != 6 or any(x[k + 1] - x[k] != x[1] - x[0] for k in range(5)):
        return fmpq(0)
    return gaps[0] if gaps == tuple(gaps[0] * c for c in _PATTERN) else fmpq(0)


def _published(case: SplineCase) -> Function:
    """Return the image of equation 82: knots at x_2, in the middle between x_3 and x_4, and at x_5."""
    x, size = case.data.flint.x, scale(case)
    return through(case, [(x[1], size), ((x[2] + x[3]) / 2, -2 * size), (x[4], size)])


def _check(case: SplineCase) -> None:
    size = abs(scale(case))
    function = require_interpolation(case, _published(case), "equation 82")
    found = [Function.of(spline) for spline in case.splines]
    if found != [function] or not case.solution.unique:
        refute("other minimisers than equation 82", knots=[f.shown for f in found])
    if compare(function.sizes, [size, size, 2 * size], case.p) != 0:
        refute("the least V_p is not |lambda|^p (2 + 2^p)")
    if function.variation != least_variation(case):
        refute("equation 82 does not minimise V_1", variation=str(function.variation))
    _see_others(case, function)
    verdict = check_certificate(case.solution.certificate())
    if verdict.verdict == "undecided":
        undecided(f"the checker: {verdict.reason}")
    if verdict.verdict != "accept":
        refute(f"the checker, {verdict.clause}: {verdict.reason}")


def _see_others(case: SplineCase, function: Function) -> None:
    rng = case.rng()
    for other in (connecting_the_dots(case), *(random_function(case, rng) for _ in range(3))):
        require_interpolation(case, other, "the rival")
        if other != function and compare(other.sizes, function.sizes, case.p) <= 0:
            refute("another interpolant costs no more", knots=other.shown)


def _as_sparse(case: SplineCase) -> Function:
    """Return another interpolant of three knots, of a family that has one for every -1 < u < 0; here u = -1/2.

    On the example: knots u, 1/(1 + s), 2 with slope changes s, -1 - s, 1, where s = -1/u = 2.
    """
    x, size = case.data.flint.x, scale(case)
    step = x[1] - x[0]
    knots = (fmpq(-1, 2), 2 * size), (fmpq(1, 3), -3 * size), (fmpq(2), size)
    return require_interpolation(case, through(case, [(x[2] + t * step, c) for t, c in knots]), "the other one")


def _only_sparsest(case: SplineCase) -> None:
    if (other := _as_sparse(case)) != _published(case) and len(other.knots) == 3:
        refute("another interpolant of three knots", knots=other.shown)


def _at_1(case: SplineCase) -> None:
    dots, function = connecting_the_dots(case), _published(case)
    if dots != function and dots.variation <= function.variation:
        refute("the connected dots have the same V_1", knots=dots.shown)


def _dots(case: SplineCase) -> None:
    if Function.of(case.solution.spline) != connecting_the_dots(case):
        refute("the minimiser is not the connected dots")


def _has_its_signs(case: SplineCase) -> bool:
    return case.curvature in (_PATTERN, tuple(-sign for sign in _PATTERN))


def _any_sizes(case: SplineCase) -> None:
    """Take the knots of equation 82 for gaps of the same signs but any sizes."""
    x, function = case.data.flint.x, Function.of(case.solution.spline)
    if function.knots != (x[1], (x[2] + x[3]) / 2, x[4]):
        refute("the knot in the plateau is not in its middle", knots=function.shown)


def _price_4(case: SplineCase) -> None:
    if compare(Function.of(case.solution.spline).sizes, [scale(case)] * 4, case.p) != 0:
        refute("the least V_p is not 4 |lambda|^p")


def _images() -> SearchStrategy[SplineCase]:
    """Draw images of the example."""
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_from_gaps, rationals

    number, step = rationals(max_exponent=12), rationals(positive=True, max_exponent=12)

    def image(size: Fraction, h: Fraction, slope: Fraction, intercept: Fraction, start: Fraction) -> XY:
        return data_from_gaps([size * c for c in _PATTERN], [h] * 5, slope, intercept, start)

    size = st.builds(lambda a, sign: a * sign, step, st.sampled_from([1, -1]))
    return spline_cases(st.builds(image, size, step, number, number, number))


def _same_signs() -> SearchStrategy[SplineCase]:
    """Draw gaps of the example's signs and any sizes."""
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import rationals

    size = rationals(positive=True)
    return spline_cases(gaps=st.tuples(size, size, size, size).map(lambda d: (d[0], -d[1], -d[2], d[3])))


CLAIM = Claim(
    id="example-81-82",
    number="Equations 81 and 82",
    title="the peak and plateau",
    statement="For the points (-2, 0), (-1, 0), (0, 1), (1, 1), (2, 0), (3, 0) and every 0 < p < 1 the only minimiser "
    "has the knots -1, 1/2, 2 with slope changes 1, -2, 1, and V_p = 2 + 2^p; it minimises V_1 too. Changing x "
    "affinely, multiplying y and adding an affine function to it maps data and minimiser, and then V_p = |lambda|^p "
    "(2 + 2^p).",
    hypotheses="0 < p <= 1; the data are the example or such an image: six points in equal steps whose gaps are "
    "lambda (1, -1, -1, 1).",
    establishes="The minimiser of these data is the image of equation 82, and the only one; its V_p is |lambda|^p (2 "
    "+ 2^p), lambda the first gap, and its V_1 the least, sum |d_i|; the independent checker accepts its certificate; "
    "the connected dots and random interpolants are dearer. The derivation settles all p at once.",
    leaves_open="That a minimiser pays each gap whole by one interval, on which the derivation rests, is theorem-a.",
    scope="one input",
    requires=(exists(scale, "not the example, up to affine changes of x and a factor and an affine part of y"),),
    check=_check,
    cases=_images,
    faults=(
        Fault("connected dots", "The minimiser is the connected dots.", _dots),
        Fault("least V_p = 4", "The least V_p is 4 |lambda|^p.", _price_4),
        Fault("p = 1", "For p = 1 too it is the only minimiser.", _at_1),
        Fault("the only sparsest", "No other interpolant has three knots (as printed).", _only_sparsest),
        Fault(
            "any sizes",
            "The same knots for gaps of these signs and any sizes.",
            _any_sizes,
            _same_signs,
            requires=(exists(_has_its_signs, "not four gaps of these signs"),),
        ),
    ),
    derivations=(EQUATION_82,),
    examples=100,
)
