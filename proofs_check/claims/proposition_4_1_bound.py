"""Proposition 4.1, third part: how many parameters always do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs_check.answers import guarded, proved_minimizers
from proofs_check.cases import NetworkCase, line_cases, network_cases
from proofs_check.claim import Claim, Fault, Finding, holds, not_met, refute, undecided
from proofs_check.derivations.section_4 import STRIP_COUNT
from proofs_check.unaided.nets import (
    charged,
    count,
    in_span,
    is_small,
    lifted,
    require_labels,
    require_small,
    shown,
)
from sparsest.multivariate.constructions import parameter_bound, upper_network
from sparsest.multivariate.patterns import in_general_position
from sparsest.points import Points

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM", "bound", "bound_cases"]

# General position takes as many ranks as there are subsets of d+1 points.
_MOST_POINTS, _MOST_INPUTS = 40, 3


def bound(points: int, inputs: int) -> int:
    """Return 2N for N <= d+1, else 4 (d+1) ceil(N/d).

    Examples
    --------
    >>> bound(4, 3), bound(5, 3), bound(4, 1)
    (8, 32, 32)
    """
    return 2 * points if points <= inputs + 1 else 4 * (inputs + 1) * -(-points // inputs)


def bound_cases() -> SearchStrategy[NetworkCase]:
    """Draw small cases, and some of more points in general position: on the curve (t, t^2, ...)."""
    from hypothesis import strategies as st

    def case(d: int, places: list[int], labels: list[int]) -> NetworkCase:
        return NetworkCase(Points([[t ** (k + 1) for k in range(d)] for t in places], labels[: len(places)]))

    places = st.lists(st.integers(-9, 9), min_size=4, max_size=9, unique=True)
    labels = st.lists(st.integers(-9, 9), min_size=9, max_size=9)
    return network_cases() | st.builds(case, st.integers(1, 3), places, labels)


@guarded
def _general_position(case: NetworkCase) -> None:
    n, d = len(case.points), case.points.dimension
    if n > _MOST_POINTS or (d > _MOST_INPUTS and not is_small(case.points)):
        undecided(f"{n} points of {d} inputs are too many to look for general position")
    if not in_general_position(case.points):
        not_met("not in general position")


@guarded
def _check(case: NetworkCase) -> Finding:
    n, d = len(case.points), case.points.dimension
    if parameter_bound(n, d) != bound(n, d):
        refute(f"parameter_bound says {parameter_bound(n, d)} where the formula has {bound(n, d)}")
    if n > d and (strips := 4 * (d + 1) * -(-n // d)) > 8 * n:
        refute(f"4 (d+1) ceil(N/d) = {strips} is more than 8 N")
    found = _built(case, bound(n, d))
    return _fewest(case, bound(n, d)) if is_small(case.points) else found


def _built(case: NetworkCase, most: int) -> Finding:
    """Claim that a network built for these data interpolates and has at most so many parameters."""
    net = charged(upper_network(case.points))
    require_labels(case.points, net, "the network built for these data does not interpolate")
    if count(net) > most:
        refute(f"the network built for these data has {count(net)} parameters, more than {most}")
    return holds(slack=most - count(net))


def _fewest(case: NetworkCase, most: int) -> Finding:
    """Claim that the fewest parameters are at most so many: as many as the minimisers have as p -> 0."""
    fewest = proved_minimizers(case, "0+")[0]
    if count(fewest) > most:
        refute(f"the fewest parameters are {count(fewest)}, more than {most}", network=shown(fewest))
    return holds(slack=most - count(fewest))


def _labels(case: NetworkCase) -> Finding:
    return _fewest(case, len(case.points))


def _two_for_each(case: NetworkCase) -> Finding:
    """Claim that the network of strips has 2N parameters at most, as for N <= d+1."""
    return _built(case, 2 * len(case.points))


def _affine_for_all(case: NetworkCase) -> None:
    """Claim that labels are affine for N <= d+2, not N <= d+1 only."""
    few = len(case.points) <= case.points.dimension + 2
    if few and not in_span(list(zip(*lifted(case.points), strict=True)), case.points.y):
        refute("the labels are not affine in the inputs")


CLAIM = Claim(
    id="proposition-4.1-bound",
    number="Proposition 4.1, number of parameters",
    title="8 N parameters always do",
    statement="In general position the fewest parameters are at most 2N if N <= d+1 (an affine function), and at most "
    "4 (d+1) ceil(N/d) <= 8 N < 8 (N+1) if N >= d+1 (strips).",
    hypotheses="Every d+1 of the points, or all of them if there are fewer, are affinely independent.",
    establishes="A network built for these data interpolates, evaluated in fractions, and has so few parameters; for "
    "few points the fewest parameters themselves, with a lower bound that the independent checker accepts. The "
    "package's own formula for the bound is this one. That 8 N bounds it is shown for all N and d.",
    leaves_open="Other data. The link 4 (N+1) + 4 (N+1)/d in the middle of the printed chain fails (N = 4, d = 3: "
    "32 > 80/3); its end holds. 2N needs affine weights of at most N entries, not of just N. The formulas are "
    "this project's reading of the proof; names may differ in print.",
    scope="several inputs",
    check=_check,
    cases=bound_cases,
    faults=(
        Fault(
            "N parameters",
            "The fewest parameters are at most N.",
            _labels,
            lambda: line_cases(4, 4),
            requires=(require_small,),
            examples=60,
        ),
        Fault("2N for strips", "The networks of the proof have at most 2N parameters for N >= d+1 too.", _two_for_each),
        Fault(
            "affine for d+2 points",
            "Any labels of d+2 points are affine in the inputs.",
            _affine_for_all,
            lambda: line_cases(3, 3),
            requires=(),
        ),
    ),
    derivations=(STRIP_COUNT,),
    requires=(_general_position,),
    examples=20,
    per_exponent=False,
)
