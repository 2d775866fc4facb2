"""Remark 1 and definition (6): V_p is the p-variation of Df, and of D^2 f."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

from flint import fmpq

from proofs_check.answers import minimal_functions
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, least_points, refute
from proofs_check.derivations.powers import SUBADDITIVE, SUBADDITIVE_SIGNED
from proofs_check.unaided.compare import Compare, compare, compare_at_1
from proofs_check.unaided.functions import Function, function_of, values
from proofs_check.unaided.rivals import redundant_network, rival

__all__ = ["CLAIM", "derivative", "increments"]

_ZERO, _ONE, _HALF = fmpq(0), fmpq(1), fmpq(1, 2)
_MOST_KNOTS = 200  # of long functions the first


def derivative(function: Function, at: Sequence[fmpq], sides: Sequence[fmpq]) -> list[fmpq]:
    """Return Df at increasing places; at knot k the share `sides[k]` of the way from the left slope to the right one.

    Examples
    --------
    >>> f = Function(fmpq(0), fmpq(0), (fmpq(1),), (fmpq(2),))
    >>> derivative(f, [fmpq(0), fmpq(1), fmpq(2)], [fmpq(1, 2)])
    [0, 1, 2]
    """
    found, slope, k = [], function.slope, 0
    for t in at:
        while k < len(function.knots) and function.knots[k] < t:
            slope, k = slope + function.changes[k], k + 1
        here = k < len(function.knots) and function.knots[k] == t
        found.append(slope + sides[k] * function.changes[k] if here else slope)
    return found


def increments(function: Function, at: Sequence[fmpq], sides: Sequence[fmpq]) -> list[fmpq]:
    """Return the differences of Df along a partition, by the conventions `sides` at knots.

    Examples
    --------
    >>> f = Function(fmpq(0), fmpq(0), (fmpq(1),), (fmpq(2),))
    >>> at = [fmpq(0), fmpq(1), fmpq(2)]
    >>> increments(f, at, [fmpq(1)]), increments(f, at, [fmpq(1, 2)])
    ([2, 0], [1, 1])
    """
    return [b - a for a, b in pairwise(derivative(function, at, sides))]


def _function(case: SplineCase) -> Function:
    """Return a minimiser or another interpolant, with a limited number of knots."""
    function = minimal_functions(case)[0] if case.rng().random() < 0.5 else rival(case)
    return function._replace(knots=function.knots[:_MOST_KNOTS], changes=function.changes[:_MOST_KNOTS])


def _fine(function: Function) -> list[fmpq]:
    """Return all knots, with a place between each two and one beyond either end; one place if there is none."""
    knots = function.knots
    if not knots:
        return [_ZERO]
    between = [(a + b) / 2 for a, b in pairwise(knots)]
    return [knots[0] - 1, *(t for pair in zip(knots, [*between, knots[-1] + 1], strict=True) for t in pair)]


def _check(case: SplineCase) -> None:
    function, rng = _function(case), case.rng(2)
    for costs in (compare, compare_at_1):
        _see_partitions(case, function, rng, costs)
        _see_sets(case, function, rng, costs)
    if _measured_variation(function) != sum(map(abs, function.changes), _ZERO):
        refute("V_1 is not the total variation of Df", knots=function.shown)
    _see_path_norm(case, function, rng)


def _measured_variation(function: Function) -> fmpq:
    """Return the total variation of Df, measured: the slopes of the pieces are those between values of f."""
    at = _fine(function)
    slopes = [(d - b) / (c - a) for (a, b), (c, d) in pairwise(zip(at, values(function, at), strict=True))]
    return sum((abs(b - a) for a, b in pairwise(slopes)), _ZERO)


def _see_partitions(case: SplineCase, function: Function, rng: random.Random, costs: Compare) -> None:
    """See the first supremum, Df being continuous from one side or the other at each: reached, and never exceeded."""
    fine, sides = _fine(function), [rng.choice((_ZERO, _ONE)) for _ in function.knots]
    if costs(increments(function, fine, sides), function.changes, case.p) != 0:
        refute("the finest partition does not give V_p", knots=function.shown)
    some = [t for t in fine if rng.random() < 0.6]
    if costs(increments(function, some, sides), function.changes, case.p) > 0:
        refute("a partition exceeds V_p", at=list(map(str, some)))
    between = [rng.choice((fmpq(1, 3), _HALF)) for _ in function.knots]
    inside = costs(increments(function, fine, between), function.changes, case.p)
    if (inside > 0) != (costs is compare and bool(function.knots)):
        refute("a value between the two slopes at a knot", knots=function.shown)


def _see_sets(case: SplineCase, function: Function, rng: random.Random, costs: Compare) -> None:
    """See the second supremum: the knots are put into disjoint sets A, and D^2 f(A) is the sum of theirs."""
    masses = _masses(function, rng)
    if costs(masses, function.changes, case.p) > 0:
        refute("a partition into sets exceeds V_p", masses=list(map(str, masses)))
    so_far = list(accumulate(function.changes, initial=function.slope))
    if so_far != derivative(function, _fine(function)[::2], [_ONE] * len(function.knots)):
        refute("Df is not the sum of the masses of D^2 f so far", knots=function.shown)


def _masses(function: Function, rng: random.Random) -> list[fmpq]:
    """Return D^2 f(A) of random disjoint sets A, one of them often with all knots."""
    masses = [_ZERO] * (len(function.knots) + 1)
    most = rng.choice((1, len(masses)))
    for c in function.changes:
        masses[rng.randrange(most)] += c
    return masses


def _see_path_norm(case: SplineCase, function: Function, rng: random.Random) -> None:
    network = redundant_network(function, rng)
    active = [n for n in network.neurons if n.weight != 0]
    kinks = sorted(-n.bias / n.input_weight for n in active)
    own = function_of(network)
    same = compare([n.weight for n in active], own.changes, case.p) == 0
    if own != function or same != all(t != u for t, u in pairwise(kinks)):
        refute("the path norm is V_p, and not exactly where no kink is shared", network=network.to_json())


def _sees(is_right: Callable[[SplineCase, Function], bool]) -> Callable[[SplineCase], None]:
    """Return the check of a false statement about a function."""

    def check(case: SplineCase) -> None:
        function = _function(case)
        if not is_right(case, function):
            refute("it is not so", knots=function.shown)

    return check


def _any_value(case: SplineCase, function: Function) -> bool:
    return compare(increments(function, _fine(function), [_HALF] * len(function.knots)), function.changes, case.p) == 0


def _ends_suffice(case: SplineCase, function: Function) -> bool:
    return compare([sum(function.changes, _ZERO)], function.changes, case.p) == 0


def _any_sets(case: SplineCase, function: Function) -> bool:
    return compare(_masses(function, case.rng(2)), function.changes, case.p) == 0


def _every_network(case: SplineCase, function: Function) -> bool:
    network = redundant_network(function, case.rng(2))
    return compare([n.weight for n in network.neurons], function.changes, case.p) == 0


CLAIM = Claim(
    id="remark-1",
    number="Remark 1",
    title="V_p is the p-variation of the slope",
    statement="For 0 < p <= 1 and D^2 f = sum c_k delta_{u_k}: sum |c_k|^p is the supremum over finite partitions of "
    "sum |Df(t_{j+1}) - Df(t_j)|^p, if at each knot Df is continuous from the left or from the right, and that over "
    "partitions of the line into disjoint sets A of sum |D^2 f(A)|^p: definition (6). At p = 1 it is the total "
    "variation of Df. It is the path norm of a network of f in which no two neurons have one kink.",
    hypotheses="N >= 2, 0 < p <= 1.",
    establishes="For a minimiser or a random interpolant of these data, at p and at p = 1: the finest partition gives "
    "sum |c_k|^p, random coarser ones and random groups of knots no more; a value of Df strictly between the two "
    "slopes at a knot gives more for p < 1, and the same at p = 1; slopes measured between values of f vary by V_1; "
    "the path norm of a random network of f is V_p exactly if no two active neurons share a kink. Of more than 200 "
    "knots the first 200.",
    leaves_open="The displays (6) and (7) could not be read: they are rebuilt from the text, which names both suprema "
    "and what they range over. It does not say which value Df has at a knot; for p < 1 it must be one-sided.",
    scope="one input",
    requires=(least_points(2),),
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("any value at a knot", "Df may take the mean of the two slopes at a knot.", _sees(_any_value)),
        Fault("the ends suffice", "The coarsest partition gives V_p.", _sees(_ends_suffice)),
        Fault("any sets", "Every partition into disjoint sets A gives V_p.", _sees(_any_sets)),
        Fault("every network", "The path norm of every network of f is V_p(f).", _sees(_every_network)),
    ),
    derivations=(SUBADDITIVE_SIGNED, SUBADDITIVE),
)
