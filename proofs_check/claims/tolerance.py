"""Theorem D (ours): the fewest knots through gates are the most forced bends of which no two of one sign overlap."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from proofs_check.answers import guarded, proved_within
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Sample, least_points, refute
from proofs_check.unaided.askings import MANY_TOLERANCES, Asked, askings, not_too_many
from proofs_check.unaided.functions import Function
from proofs_check.unaided.gates import (
    fewest_blocks,
    fewest_lines,
    line_passes,
    most_bends,
    require_passage,
    shown_gates,
)
from proofs_check.unaided.signs import MOST_BY_SIGNS, at_points, fewest_by_signs
from proofs_check.unaided.tunnel import least_in_tunnel

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]

_ALL_BENDS = 12

_BY_SIGNS = Sample(f"all signs of the slope gaps are tried, of up to {MOST_BY_SIGNS} points", 12)
_CERTIFICATES = Sample("the independent checker is asked for the certificates", 6)


@guarded
def _check(case: SplineCase) -> None:
    for asked in askings(case):
        _see(case, asked)


def _see(case: SplineCase, asked: Asked) -> None:
    """Look at the function for these gates, and count the fewest knots in every way that there is."""
    found = proved_within(case, seen=_CERTIFICATES.takes(case), fit="any", **asked.options)
    function = Function.of(found.spline)
    require_passage(asked.gates, function)
    counts = {"the solver's function": len(function.knots), "its bends": len(found.bends), **_counted(case, asked)}
    if len(set(counts.values())) > 1:
        refute(
            f"{asked.what}: the fewest knots are {', '.join(f'{k} by {what}' for what, k in counts.items())}",
            gates=shown_gates(asked.gates),
        )
    if None not in (*asked.gates.low, *asked.gates.high) and case.size <= _ALL_BENDS:
        tunnel = least_in_tunnel(asked.gates)
        if tunnel < len(function.knots):
            refute(f"{tunnel} bends in the tunnel, where the gates alone force {len(function.knots)}")


def _counted(case: SplineCase, asked: Asked) -> dict[str, int]:
    gates = asked.gates
    found = {"blocks": fewest_blocks(gates)}
    if case.size <= _ALL_BENDS:
        found["all bends"] = most_bends(gates)
    if case.size <= MOST_BY_SIGNS and _BY_SIGNS.takes(case):
        found["all signs"] = fewest_by_signs(gates)
    return found


def _counts(number: Callable[[Asked], int], most: int = _ALL_BENDS) -> Callable[[SplineCase], None]:
    """Return the check of a false statement about the fewest knots."""

    def check(case: SplineCase) -> None:
        if case.size > most:
            return
        for asked in askings(case):
            if None in (*asked.gates.low, *asked.gates.high):
                continue
            if (wrong := number(asked)) != (fewest := fewest_blocks(asked.gates)):
                refute(f"{asked.what}: {fewest} knots are the fewest, not {wrong}", gates=shown_gates(asked.gates))

    return check


def _both_ends(case: SplineCase) -> None:
    """Claim that every link keeps to both ends of all gates from the one that its window begins with."""
    for asked in askings(case):
        bends = proved_within(case, seen=False, fit="any", **asked.options).bends
        for one, start, stop in zip(bends, [0, *(b.b for b in bends)], [b.c for b in bends], strict=False):
            if not line_passes(asked.gates, start, stop):
                refute(f"{asked.what}: no line passes gates {start + 1} to {stop}", bend=str(one))


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import collinear_stretches, data_sets, runs

    return st.one_of(
        spline_cases(), spline_cases(data_sets(3, 7)), spline_cases(gaps=runs(4)), spline_cases(collinear_stretches())
    )


CLAIM = Claim(
    id="tolerance",
    number="Theorem D (ours)",
    title="the fewest knots within a tolerance",
    statement="The fewest knots of a continuous piecewise linear function with l_i <= f(x_i) <= u_i, where ends may be "
    "missing, are the most forced bends of which no two of one sign overlap, or: the fewest blocks that a convex "
    "function passes each, and a concave one, less 1 each.",
    hypotheses="l_i <= u_i.",
    establishes="For the gates asked about (one tolerance, among them those where ends of three gates are in line; "
    "tolerances of their own; bounds; infinite ends) the function that `solve` returns passes and has as many knots as "
    f"are counted without the solver: by blocks, of up to {_ALL_BENDS} points by all bends, and of up to "
    f"{MOST_BY_SIGNS} by an exact linear program for each assignment of signs to the gaps. The independent checker "
    "accepts the certificates. In the tunnel of Imai and Iri (1986), between the broken lines through the floors and "
    "through the ceilings, no fewer bends are forced.",
    leaves_open="Other data and gates; the proof is in docs/theory.md, section 7.",
    scope="one input",
    check=_check,
    cases=_cases,
    requires=(least_points(2), not_too_many),
    samples=(MANY_TOLERANCES, _BY_SIGNS, _CERTIFICATES),
    faults=(
        Fault(
            "strict instead of weak",
            "A bend is forced where the three ends are in line, too.",
            _counts(lambda asked: fewest_blocks(asked.gates, strict=True)),
        ),
        Fault(
            "overlapping bends",
            "Every forced bend needs a knot of its own.",
            _counts(lambda asked: most_bends(asked.gates, overlapping=True)),
        ),
        Fault(
            "ends of the unused part",
            "Each line keeps to both ends of all gates from the one on that the line before touches last.",
            _both_ends,
        ),
        Fault(
            "pieces that need not meet",
            "The fewest knots are the fewest blocks of gates that a line passes each, less 1.",
            _counts(lambda asked: fewest_lines(asked.gates)),
        ),
        Fault(
            "knots at data points",
            "The fewest knots can all be at data points.",
            _counts(lambda asked: fewest_by_signs(asked.gates, at_points), 6),
        ),
        Fault(
            "the tunnel",
            "A function with the fewest knots can stay in the tunnel of Imai and Iri (1986): between the broken line "
            "through the floors and that through the ceilings, at every x.",
            _counts(lambda asked: least_in_tunnel(asked.gates)),
        ),
    ),
    examples=120,
    per_exponent=False,
)
