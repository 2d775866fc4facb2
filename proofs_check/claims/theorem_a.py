"""Theorem A (ours): the minimisers are the matchings of greatest weight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod
from random import Random
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.answers import MINIMIZERS_SEEN, most_looked_at, some_minimizers
from proofs_check.cases import SplineCase, four_gaps, spline_cases
from proofs_check.claim import Claim, Fault, Sample, least_points, not_met, refute, undecided
from proofs_check.derivations import polyhedron, powers, small_data
from proofs_check.unaided.compare import compare
from proofs_check.unaided.functions import Atom, Function, misses, through
from proofs_check.unaided.matchings import (
    LONGEST,
    Matching,
    all_matchings_in_reach,
    best_at_p,
    changes_of,
    fewest_knots,
    knot_lists,
    knots_by_run,
    knots_of,
    matchings,
    sizes_of_runs,
)
from proofs_check.verify import check_certificate

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from proofs_check.cases.strategies import SlopeGaps

__all__ = ["CLAIM"]

# It takes longer than all the rest.
_CERTIFICATE = Sample("the checker is asked whether it accepts the certificate, of short runs too", 16)

# What a random spline lets an interval pay to a gap, as a multiple of the gap.
_SHARES = [fmpq(0), fmpq(0), fmpq(1), fmpq(1), fmpq(1, 2), fmpq(3, 2), fmpq(-1, 2), fmpq(999, 1000)]

_SHORT = (least_points(2), all_matchings_in_reach)
# At p = 1/2 the weights are 1, 2, 1, since 3^2 + 4^2 = 5^2 and so on: minimisers of 2 knots and of 3.
_SURD_TIE = (Fraction(25, 16), Fraction(9), Fraction(16), Fraction(49, 36))

_Knots = tuple[Atom, ...]


def _check(case: SplineCase) -> None:
    if (fewest := fewest_knots(case)) != case.solution.fewest_knots:
        refute(f"the fewest knots of any spline are {fewest}, not {case.solution.fewest_knots}")
    short = case.longest_run <= LONGEST
    for spline in some_minimizers(case) if short else [case.solution.spline]:
        if misses(case, Function.of(spline)) is not None:
            refute("a minimiser does not pass through the points", spline=spline.to_json())
    if short:
        _see_all_matchings(case)
    _see_a_competitor(case)
    if not short or _CERTIFICATE.takes(case):
        _ask_the_checker(case)


def _ask_the_checker(case: SplineCase) -> None:
    verdict = check_certificate(case.solution.certificate())
    if verdict.verdict == "reject":
        refute(f"the checker rejects the certificate: {verdict.clause} {verdict.reason}")
    if verdict.verdict != "accept":
        undecided(f"the checker is undecided: {verdict.clause} {verdict.reason}")


def _see_all_matchings(case: SplineCase) -> None:
    best = best_at_p(case)
    count = prod(map(len, best))
    if count != case.solution.minimizers:
        refute(f"{count} matchings are cheapest, not {case.solution.minimizers}", matchings=str(best))
    if knots_of(case.solution.spline) != next(knot_lists(case, [[_canonical(some)] for some in best])):
        refute("the canonical minimiser has not the fewest knots, pairs as far left as can be")
    looked = [knots_of(spline) for spline in some_minimizers(case)]
    if len(looked) != min(count, most_looked_at(case)):
        refute(f"not all of {count} minimisers, or more than there are", number=len(looked))
    if looked[0] != knots_of(case.solution.spline):
        refute("the canonical minimiser is not the first")
    if count == 1:
        return
    allowed = knots_by_run(case, best)
    for knots in looked:
        if not _consists_of(knots, allowed):
            refute("other splines than the cheapest matchings", knots=str(knots), cheapest=str(best))
    if len(set(map(str, looked))) != len(looked):
        refute("a minimiser comes twice", minimizers=list(map(str, looked)))


def _consists_of(knots: _Knots, allowed: Sequence[Sequence[_Knots]]) -> bool:
    """Return whether the knots are one of those allowed in each run, run after run.

    What is left of a run decides: two lists that pay the same gaps by slope changes of one sign do not begin alike with
    one of them ending first.
    """
    at = 0
    for some in allowed:
        found = next((one for one in some if knots[at : at + len(one)] == one), None)
        if found is None:
            return False
        at += len(found)
    return at == len(knots)


def _canonical(best: Sequence[Matching]) -> Matching:
    """Return of the matchings with the most pairs that whose last pair is leftmost, then the last but one, and so on.

    Every pair is as far left as in any of them then: of two matchings of greatest weight with equally many pairs, the
    one of the left k-th pairs and the one of the right k-th pairs are matchings and weigh as much together.
    """
    most = max(map(len, best))
    return min((m for m in best if len(m) == most), key=lambda m: m[::-1])


def _see_a_competitor(case: SplineCase) -> None:
    """Compare the minimum with a random spline through the points, knots anywhere: it is not cheaper, nor ties."""
    knots, best = _random_knots(case, case.rng()), case.solution.spline.flint.changes
    if misses(case, through(case, knots)) is not None:
        refute("a spline that solves the equations (*) does not interpolate", knots=str(knots))
    sign = compare([c for _, c in knots], best, case.p)
    if sign < 0:
        refute("a random spline is cheaper", knots=str(knots))
    if sign > 0 or case.solution.minimizers > most_looked_at(case):
        return
    if all(knots != knots_of(spline) for spline in some_minimizers(case)):
        refute("a random spline ties and is not among the minimisers", knots=str(knots))


def _random_knots(case: SplineCase, rng: Random) -> _Knots:
    """Return the knots of a random spline: intervals pay random shares of their gaps, data points pay what is left.

    By the equations (*), an atom of slope change c at the relative position tau of [x_k, x_k+1] pays c(1 - tau) and
    c tau to the gaps at its ends. Some pay whole gaps, which makes matchings of any signs; some overshoot.
    """
    x = case.data.flint.x
    gaps = [fmpq(0), *case.flint_gaps, fmpq(0)]
    rest = list(gaps)
    atoms: list[tuple[fmpq, fmpq]] = []
    for k in range(len(x) - 1):
        left, right = _SHARES[int(rng.random() * 8)] * rest[k], _SHARES[int(rng.random() * 8)] * gaps[k + 1]
        if left * right > 0:  # strictly between the points, so no two knots coincide
            atoms.append((x[k] + (x[k + 1] - x[k]) * right / (left + right), left + right))
            rest[k] -= left
            rest[k + 1] -= right
    atoms += [(t, c) for t, c in zip(x, rest, strict=True) if c != 0]
    return tuple(sorted(atoms))


# --- false variants ---


def _gaps_to_pair(case: SplineCase) -> None:
    if not 2 <= len(case.flint_gaps) <= LONGEST:
        not_met(f"not 2 to {LONGEST} gaps")


def _any_signs(case: SplineCase) -> None:
    """Claim that the minimum is the least cost over pairings of all neighbouring gaps, of equal signs or not."""
    d, best = case.flint_gaps, case.splines[0].flint.changes
    for matching in matchings(len(d)):
        changes = [c for c in changes_of(d, matching) if c != 0]
        if compare(changes, best, case.p) < 0:
            refute("a pairing across signs costs less than the minimum", matching=list(matching))


def _all_best(case: SplineCase, pick: Callable[[int], Matching], what: str) -> None:
    """Claim that a particular matching of each run is a minimiser, told by the number of its gaps."""
    for sizes, best in zip(sizes_of_runs(case), best_at_p(case), strict=True):
        if compare(changes_of(sizes, pick(len(sizes))), changes_of(sizes, best[0]), case.p) > 0:
            refute(f"{what} is no minimiser", sizes=list(map(str, sizes)))


def _greedy(case: SplineCase) -> None:
    _all_best(case, lambda n: tuple(range(0, n - 1, 2)), "the matching from the left")


def _empty(case: SplineCase) -> None:
    _all_best(case, lambda _: (), "the spline with a knot at every data point")


def _most_pairs(case: SplineCase) -> None:
    for sizes, best in zip(sizes_of_runs(case), best_at_p(case), strict=True):
        if all(len(m) < len(sizes) // 2 for m in best):
            refute("no matching with the most pairs is of greatest weight", best=list(map(list, best)))


def _at_one(case: SplineCase) -> None:
    """Claim that pairs are saved at p = 1 too, where g_i = |d_i| + |d_i+1| - |d_i + d_i+1|."""
    for sizes in sizes_of_runs(case):
        if len(sizes) > 1 and sizes[0] + sizes[1] - abs(sizes[0] + sizes[1]) <= 0:
            refute("at p = 1 a matched pair saves nothing", sizes=list(map(str, sizes)))


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import exact_ties, near_ties, rationals

    at_half = [
        st.one_of(exact_ties(), near_ties("1/2")),
        st.builds(_beside, exact_ties(), exact_ties(), st.booleans()),
        st.builds(lambda m: tuple(m * d for d in _SURD_TIE), rationals().filter(bool)),
    ]
    ties = [spline_cases(gaps=gaps, p="1/2") for gaps in at_half]
    return st.one_of([spline_cases(), spline_cases(gaps=exact_ties()), *ties])


def _beside(left: SlopeGaps, right: SlopeGaps, zero: bool) -> SlopeGaps:
    """Return the gaps of two runs: with a gap of 0 between them, or the second of the other sign."""
    if zero:
        return (*left, Fraction(0), *right)
    sign = -1 if left[0] * right[0] > 0 else 1
    return (*left, *(sign * d for d in right))


def _long_runs() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import runs

    size = st.integers(1, 60).map(Fraction)
    return spline_cases(gaps=st.one_of(runs(4, values=size), runs(5, values=size)))


CLAIM = Claim(
    id="theorem-a",
    number="Theorem A (ours)",
    title="minimisers are matchings",
    statement="min V_p = sum |d_i|^p less the greatest weight of a matching of neighbouring gaps of equal sign with "
    "the weights g_i = |d_i|^p + |d_(i+1)|^p - |d_i + d_(i+1)|^p, and the minimisers are exactly the matchings of "
    "greatest weight.",
    hypotheses="0 < p < 1, N >= 2.",
    establishes="`solve` returns every cheapest matching once and nothing else, and counts them (all matchings of runs "
    "of up to 10 gaps compared exactly; longer runs: the independent checker accepts the certificate). "
    + MINIMIZERS_SEEN
    + " They are different and among the cheapest. For runs of up to 10 gaps the first one has the fewest knots of all "
    "minimisers, with its pairs as far left as can be. The splines interpolate, and no random spline through the "
    "points is cheaper or ties without being one of them.",
    leaves_open="That no other spline whatever is cheaper: that is the proof, whose polyhedron is checked exhaustively "
    "for up to 7 gaps by the derivations.",
    scope="one input",
    check=_check,
    cases=_cases,
    requires=(least_points(2),),
    samples=(_CERTIFICATE,),
    faults=(
        Fault(
            "pairs of any signs",
            "Gaps of opposite sign can be paired too.",
            _any_signs,
            requires=(_gaps_to_pair,),
            examples=400,
        ),
        Fault("greedy from the left", "Pairing gaps from the left is a minimiser.", _greedy, _long_runs, _SHORT),
        Fault("most pairs", "Some matching with the most pairs is a minimiser.", _most_pairs, four_gaps, _SHORT),
        Fault("knots at data points", "A knot at every data point, no pairs, is a minimiser.", _empty, requires=_SHORT),
        Fault("p = 1", "g_i > 0 at p = 1 too.", _at_one),
    ),
    derivations=(
        powers.INCREASING,
        powers.SUBADDITIVE,
        powers.MERGING,
        powers.EXCHANGE,
        powers.OPPOSITE,
        *polyhedron.DERIVATIONS,
        small_data.SUBADDITIVE_Z3,
        small_data.EXCHANGE_Z3,
        small_data.OPPOSITE_Z3,
        small_data.FOUR_POINTS,
        small_data.MORE_POINTS,
    ),
)
