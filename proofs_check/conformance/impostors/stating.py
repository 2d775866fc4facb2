"""Impostors whose functions are right, and what they say beside them is not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from proofs_check.conformance.impostors.parts import SOLVE, Case, Found, Impostor, answer_exactly, gaps_of

__all__ = ["IMPOSTORS"]


def _counted(equal: Callable[[float, float], bool]) -> Callable[[Case], Found]:
    """Return the solver that counts minimisers by prices in floats."""

    def answer(case: Case) -> Found:
        result, gaps, count = answer_exactly(case), gaps_of(case), 1
        for run in gaps.runs:
            sizes = [float(Fraction(int(size.p), int(size.q))) for size in gaps.sizes(run)]
            count *= _ways(sizes, float(Fraction(case["p"])), equal)
        return {**result, "minimizers": str(count)} if len(gaps.x) > 1 else result

    return answer


def _ways(sizes: list[float], p: float, equal: Callable[[float, float], bool]) -> int:
    prices, ways = [0.0], [1]
    for k, size in enumerate(sizes):
        alone = prices[k] + size**p
        joint = prices[k - 1] + (sizes[k - 1] + size) ** p if k else float("inf")
        prices.append(min(alone, joint))
        tie = equal(alone, joint)
        ways.append(ways[k] * (tie or alone < joint) + (ways[k - 1] if k else 0) * (tie or joint < alone))
    return ways[-1]


def _only_one(case: Case) -> Found:
    return {**answer_exactly(case), "minimizers": "1"}


def _numbers_of_dots(case: Case) -> Found:
    """Give numbers only: as many knots as the joined dots have."""
    return {"knots": sum(d != 0 for d in gaps_of(case).gaps)}


#: Those that misstate.
IMPOSTORS = (
    Impostor(
        "ties by noise",
        "decides ties of prices by their rounding",
        ("Tie",),
        _counted(lambda a, b: a == b),
        ("solve:p",),
    ),
    Impostor(
        "ties within 1e-12",
        "takes prices that differ in the twelfth digit for equal",
        ("NearTie",),
        _counted(lambda a, b: abs(a - b) <= 1e-12 * min(a, b)),
        ("solve:p",),
    ),
    Impostor("always unique", "says that there is one minimiser, always", ("Tie",), _only_one, SOLVE[1:]),
    Impostor(
        "counts dots", "gives the number of knots only, and that of the joined dots", ("JoinDots",), _numbers_of_dots
    ),
)
