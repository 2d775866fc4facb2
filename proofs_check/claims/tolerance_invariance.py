"""Theory, section 7 (ours): the fewest knots through gates keep under affine maps and mirrors; the steps scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random
from typing import NamedTuple

from flint import fmpq

from proofs_check.answers import guarded, proved_within
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Sample, least_points, refute
from proofs_check.unaided.askings import MANY_TOLERANCES, askings, not_too_many
from proofs_check.unaided.functions import Function
from proofs_check.unaided.gates import End, PlainGates, fewest_blocks, require_passage
from sparsest.data import Dataset
from sparsest.univariate.staircase import staircase

__all__ = ["CLAIM"]

_MANY_POINTS, _FEW_STEPS = 200, 1

_STEPS = Sample("the steps are compared", 3)
_FACTORS = [fmpq(1), fmpq(-1), fmpq(3), fmpq(-7, 2), fmpq(10**20), fmpq(-1, 10**20), fmpq(1, 3)]
_SHIFTS = [fmpq(0), fmpq(5), fmpq(-1, 3), fmpq(10**20)]


class _Map(NamedTuple):
    """x -> a x + b and y -> c y + d x + e, with a and c not 0."""

    a: fmpq
    b: fmpq
    c: fmpq
    d: fmpq
    e: fmpq

    @classmethod
    def drawn(cls, rng: Random) -> _Map:
        """Return a map with factors and shifts of many sizes."""
        a, c = (rng.choice(_FACTORS) for _ in range(2))
        b, d, e = (rng.choice(_SHIFTS) for _ in range(3))
        return cls(a, b, c, d, e)

    def ends(self, x: tuple[fmpq, ...], y: tuple[End, ...]) -> list[End]:
        """Return the image of ends of gates at these places, in their order."""
        return [None if v is None else self.c * v + self.d * t + self.e for t, v in zip(x, y, strict=True)]


def _maps(case: SplineCase) -> Iterator[_Map]:
    """Yield both mirrors, and one that is drawn."""
    zero, one = fmpq(0), fmpq(1)
    yield _Map(-one, zero, one, zero, zero)
    yield _Map(one, zero, -one, zero, zero)
    yield _Map.drawn(case.rng(4))


def _image(case: SplineCase, to: _Map) -> SplineCase:
    x, y = case.data.flint
    labels = [to.c * v + to.d * t + to.e for t, v in zip(x, y, strict=True)]
    return SplineCase(Dataset([to.a * t + to.b for t in x], labels), case.p, case.seed, case.lot)


def _gates(gates: PlainGates, to: _Map) -> PlainGates:
    """Return the image of the gates, by increasing place: floors become ceilings if c < 0."""
    low, high = to.ends(gates.x, gates.low), to.ends(gates.x, gates.high)
    if to.c < 0:
        low, high = high, low
    way = -1 if to.a < 0 else 1
    return PlainGates(tuple(to.a * t + to.b for t in gates.x)[::way], tuple(low)[::way], tuple(high)[::way])


@guarded
def _check(case: SplineCase) -> None:
    images = [(to, _image(case, to)) for to in _maps(case)]
    for asked in askings(case):
        knots = proved_within(case, seen=False, fit="any", **asked.options).knots
        for to, image in images:
            gates = _gates(asked.gates, to)
            low, high = gates.low, gates.high
            # The image is given by bounds, in the order in which its points were given.
            way = -1 if to.a < 0 else 1
            found = proved_within(image, seen=False, fit="any", lower=low[::way], upper=high[::way])
            require_passage(gates, Function.of(found.spline))
            if not knots == found.knots == fewest_blocks(gates):
                refute(f"{asked.what}: {knots} knots, and {found.knots} of the image", map=_shown(to))
    if _STEPS.takes(case):
        for to, image in images:
            _see_steps(case, image, abs(to.c), to)


def _see_steps(case: SplineCase, image: SplineCase, factor: fmpq, to: _Map) -> None:
    by = Fraction(int(factor.p), int(factor.q))
    own, other = _steps(case), _steps(image)
    if [(by * tolerance, knots) for tolerance, knots in own] != other:
        refute(f"the steps of the image are not {by} times these", map=_shown(to), own=_text(own), image=_text(other))


def _steps(case: SplineCase) -> list[tuple[Fraction, int]]:
    return case.once(_found)


def _found(case: SplineCase) -> list[tuple[Fraction, int]]:
    most = _FEW_STEPS if case.size > _MANY_POINTS else None
    return [(tolerance, knots) for tolerance, knots in staircase(case.data, most=most).steps]


def _text(steps: list[tuple[Fraction, int]]) -> list[str]:
    return [f"{knots} from {tolerance} on" for tolerance, knots in steps]


def _shown(to: _Map) -> str:
    return f"x -> {to.a} x + {to.b}, y -> {to.c} y + {to.d} x + {to.e}"


def _factor(number: Callable[[_Map], fmpq]) -> Callable[[SplineCase], None]:
    """Return the check of a false statement about what the steps are multiplied by."""

    def check(case: SplineCase) -> None:
        to = _Map.drawn(case.rng(4))
        _see_steps(case, _image(case, to), number(to), to)

    return check


def _bent_places(case: SplineCase) -> None:
    """Claim that any increasing map of x keeps the fewest knots: here t^3, from the first point on."""
    x, y = case.data.flint
    image = SplineCase(Dataset([(t - x[0]) ** 3 for t in x], list(y)))
    for tolerance in {0, *(tolerance for tolerance, _ in _steps(case))}:
        knots, other = (proved_within(one, seen=False, tolerance=tolerance).knots for one in (case, image))
        if knots != other:
            refute(f"at tolerance {tolerance} {knots} knots, and {other} of the image")


def _bent_labels(case: SplineCase) -> None:
    """Claim that any increasing map of y does, applied to the ends of the gates: here t^3."""
    for asked in askings(case):
        x, *ends = asked.gates
        low, high = (tuple(None if v is None else v**3 for v in side) for side in ends)
        own, other = fewest_blocks(asked.gates), fewest_blocks(PlainGates(x, low, high))
        if own != other:
            refute(f"{asked.what}: {own} knots, and {other} of the image")


CLAIM = Claim(
    id="tolerance-invariance",
    number="Theory, section 7, invariance (ours)",
    title="affine maps and mirrors keep the fewest knots within a tolerance",
    statement="Under x -> a x + b, y -> c y + d x + e with a and c not 0, the mirrors among them, the fewest knots "
    "through the images of the gates are the same, and the tolerances at which they fall are multiplied by |c|.",
    hypotheses="N >= 2, a and c not 0; floors become ceilings where c < 0.",
    establishes="For the gates asked about as in `tolerance`, both mirrors and one random map: the functions that "
    "`solve` returns for the image pass it, and have as many knots as those for the data and as the blocks of the "
    f"image. The steps of both staircases (of more than {_MANY_POINTS} points the last one) have that ratio.",
    leaves_open="Other data and maps. A map takes a function with the fewest knots to one, but not the function that "
    "`solve` returns to that which it returns.",
    scope="one input",
    check=_check,
    cases=spline_cases,
    requires=(least_points(2), not_too_many),
    samples=(MANY_TOLERANCES, _STEPS),
    faults=(
        Fault(
            "the same steps", "The tolerances at which the fewest knots fall stay the same.", _factor(lambda _: fmpq(1))
        ),
        Fault("stretched with x", "They are multiplied by |a c|.", _factor(lambda to: abs(to.a * to.c))),
        Fault("any increasing map of x", "Every increasing map of x keeps the fewest knots.", _bent_places),
        Fault("any increasing map of y", "Every increasing map of y keeps it, too.", _bent_labels),
    ),
    examples=100,
    per_exponent=False,
)
