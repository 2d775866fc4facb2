"""Theorem 4.1: for small p every network of least l^p price has the fewest parameters."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from proofs_check.answers import all_vertices, guarded, proved_fewest, proved_minimizers
from proofs_check.cases import NetworkCase, line_cases, threshold_cases
from proofs_check.claim import Claim, Fault, Finding, Sample, holds, refute, undecided
from proofs_check.unaided.compare import compare
from proofs_check.unaided.nets import charged, count, shown, weights
from proofs_check.unaided.thresholds import chain, few_vertices, nonzero_labels, rounded
from sparsest.exact.decimals import format_exponent
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import as_fraction
from sparsest.multivariate.threshold import Thresholds, thresholds

__all__ = ["CLAIM", "below"]

_CUTS = Sample("that no network has fewer parameters is proved by cuts too, which the checker accepts", one_in=5)


def below(low: Fraction) -> Exponent:
    """Return 1/n for the least n >= 2 that makes it less than `low` > 0.

    Examples
    --------
    >>> below(Fraction(1)).name, below(Fraction(1, 4)).name, below(Fraction(2, 7)).name
    ('1/2', '1/5', '1/4')
    """
    return Exponent.read(Fraction(1, max(2, int(1 / low) + 1)))


@guarded
def _check(case: NetworkCase) -> Finding:
    best = proved_minimizers(case, "0+")[0]
    fewest = count(best)
    if _CUTS.takes(case) and count(proved_fewest(case)) != fewest:
        refute(f"the minimisers as p -> 0 have {fewest} parameters, a network with a proof by cuts has fewer")
    known = thresholds(case.points)
    if known.fewest_parameters != fewest:
        refute(f"the best vertices as p -> 0 have {known.fewest_parameters} parameters, K0 is {fewest}")
    low, high = known.proof
    for p in [below(low)] + [case.p] * (case.p.fraction < low):
        _see_fewest(case, p, fewest)
    _see_proof(case, known, max(weights(best)))
    _see_pieces(case, known)
    _see_critical(case, known)
    return _order(known, low, high)


def _see_proof(case: NetworkCase, known: Thresholds, most: fmpq) -> None:
    """Look at the threshold of the proof: r and R, and K0 R^p < (K0 + 1) r^p just below it and not above."""
    vertices = all_vertices(case.points)
    least, largest = as_fraction(min(min(weights(net)) for net in vertices)), as_fraction(most)
    fewest = known.fewest_parameters
    if (as_fraction(known.smallest), as_fraction(known.largest), known.vertices) != (least, largest, len(vertices)):
        refute(f"r, R = {known.smallest}, {known.largest}, but the weights say {least}, {largest}")
    low, high = known.proof
    if not 0 < low <= high <= 1 or high - low > low / 10**15:
        refute(f"the bounds {low}, {high} of the proof's threshold are no bounds, or too wide")
    if chain(fewest, least, largest, rounded(low, -1)) <= 0:
        refute(f"K0 R^p < (K0+1) r^p fails just below the threshold of the proof, {format_exponent(low)}")
    if high < 1 and chain(fewest, least, largest, rounded(high, 1)) >= 0:
        refute(f"K0 R^p < (K0+1) r^p holds just above the threshold of the proof, {format_exponent(high)}")


def _see_pieces(case: NetworkCase, known: Thresholds) -> None:
    """Compare the minimisers just inside both ends of each piece with those that the checker has counted."""
    inner = [piece.start.enclosure() for piece in known.pieces if piece.start is not None]
    ends = [(Fraction(0), Fraction(0)), *inner, (Fraction(1), Fraction(1))]
    for piece, (_, left), (right, _) in zip(known.pieces, ends[:-1], ends[1:], strict=True):
        expected = sorted(tuple(sorted(charged(network))) for network in piece.networks)
        for p in _inside(left, right):
            if sorted(tuple(sorted(net)) for net in proved_minimizers(case, Exponent.read(p))) != expected:
                refute(f"at p = {p} the minimisers are others than thresholds says", p=str(p))


def _inside(left: Fraction, right: Fraction) -> list[Fraction]:
    """Return rationals just inside both ends of an interval, 0 left out; none if it is too short."""
    found = [rounded(left, 1)] if left else []
    return [p for p in [*found, rounded(right, -1)] if left < p < right]


def _see_critical(case: NetworkCase, known: Thresholds) -> None:
    """See K0 parameters just below the critical exponent, and a minimiser of more just above it or at it."""
    fewest = known.fewest_parameters
    left, right = (Fraction(1), Fraction(1)) if known.critical is None else known.critical.enclosure()
    _see_fewest(case, Exponent.read(rounded(left, -1)), fewest)
    if known.critical is None:
        return
    if right - left > left / 10**15:
        undecided("the critical exponent is not known well enough")
    # Where prices meet at a rational exponent without crossing, more parameters are as good there only.
    at = ((left + right) / 2).limit_denominator(1000)
    for p in [rounded(right, 1)] + [at] * (left <= at <= right):
        if p < 1 and any(count(net) > fewest for net in proved_minimizers(case, Exponent.read(p))):
            return
    refute(
        f"just above p* = {format_exponent(left)} all minimisers have {fewest} parameters still",
        p=format_exponent(right),
    )


def _see_fewest(case: NetworkCase, p: Exponent, fewest: int) -> None:
    """Look at all minimisers at p, which an independent checker has counted."""
    for net in proved_minimizers(case, p):
        if count(net) != fewest:
            reason = f"a minimiser at p = {p} has {count(net)} parameters, K0 is {fewest}"
            refute(reason, p=p.name, network=shown(net), fewest=fewest)


def _order(known: Thresholds, low: Fraction, high: Fraction) -> Finding:
    """Compare the true critical exponent with the threshold of the proof."""
    if known.critical is None:
        return holds(slack=1 - high, critical="1")
    left, right = known.critical.enclosure()
    if right < low:
        refute(f"p* < {format_exponent(right)} is below the threshold of the proof, {format_exponent(low)}")
    if left < high:
        undecided("p* and the threshold of the proof are too close to tell apart")
    return holds(slack=left - high, critical=format_exponent(left))


def _for_all(case: NetworkCase) -> None:
    """Claim that every p in (0, 1) gives the fewest parameters: the case's p, and p close to 1."""
    fewest = count(proved_minimizers(case, "0+")[0])
    for p in (case.p, Exponent.read("9/10")):
        _see_fewest(case, p, fewest)


def _below_half(case: NetworkCase) -> None:
    """Claim that p <= 1/2 is small enough for all data."""
    _see_fewest(case, Exponent.read("1/2"), count(proved_minimizers(case, "0+")[0]))


def _converse(case: NetworkCase) -> None:
    """Claim that a network of fewest parameters is a minimiser of (8) for small p."""
    best = proved_minimizers(case, "0+")[0]
    for net in all_vertices(case.points):
        if count(net) == count(best) and compare(weights(net), weights(best), Exponent.read("0+")) > 0:
            refute("one of fewest parameters is dearer for small p", network=shown(net), best=shown(best))


CLAIM = Claim(
    id="theorem-4.1",
    number="Theorem 4.1",
    title="small p gives the fewest parameters",
    statement="There is p* > 0, depending on the data, such that for every 0 < p < p* every minimiser of (8) has the "
    "fewest parameters, so solves (9). By the argument of the proof any p < 1 with p < ln(1 + 1/K0) / ln(R/r) will do, "
    "and any p < 1 if R = r, with K0 the fewest parameters, r the least weight of a vertex and R the largest of a "
    "minimiser as p -> 0: sharper constants than the printed ones.",
    hypotheses="Not all labels are 0.",
    establishes="At a p below the threshold of the proof and at one just below the true critical exponent of these "
    "data every minimiser has K0 parameters, just above it (or at it) some minimiser has more; the minimisers and the "
    "bound K0 are accepted by an independent checker. All minimisers just inside both ends of every piece are those "
    "of thresholds(). r is the least weight of the candidates, R the largest of a minimiser as p -> 0, and the proof's "
    "inequality holds just below its threshold and fails just above it, by the checker's arithmetic. The critical "
    "exponent is not below that.",
    leaves_open="Other data; each p between. The printed R and r are taken over a larger set and other points: "
    "section-a.2.3 bounds the printed threshold. That p* can be found by going through all vertices is printed too; "
    "whether it can be found efficiently is open.",
    scope="several inputs",
    check=_check,
    cases=threshold_cases,
    faults=(
        Fault(
            "every p",
            "Every minimiser of (8) has the fewest parameters for every p in (0, 1).",
            _for_all,
            line_cases,
            examples=60,
        ),
        Fault("p = 1/2", "p = 1/2 is small enough for all data.", _below_half, lambda: line_cases(4, 4), examples=80),
        Fault(
            "converse",
            "Every network of fewest parameters has the least price for small p.",
            _converse,
            line_cases,
            examples=45,
        ),
    ),
    requires=(nonzero_labels, few_vertices),
    samples=(_CUTS,),
    examples=12,
)
