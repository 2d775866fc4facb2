"""Inequality (76): the chain behind the threshold of Theorem 4.1's proof."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from proofs_check.answers import all_vertices, guarded
from proofs_check.cases import NetworkCase, line_cases, threshold_cases
from proofs_check.claim import Claim, Fault, Finding, holds, refute, undecided
from proofs_check.derivations.section_4 import THRESHOLD
from proofs_check.signs import enclose_ln
from proofs_check.unaided.compare import compare
from proofs_check.unaided.nets import Net, count, shown, weights
from proofs_check.unaided.thresholds import chain, few_vertices, nonzero_labels, rounded
from sparsest.exact.decimals import format_exponent
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import as_fraction

__all__ = ["CLAIM", "Sizes"]

_LEAST_SHARE = Fraction(1, 10**6)
_BITS = 128  # of the logarithms


class Sizes(NamedTuple):
    """What the threshold is made of, over all vertices of these data.

    Parameters
    ----------
    vertices : tuple of Net
        All candidates.
    fewest : int
        K0.
    best : Net
        A vertex of K0 parameters with the least product of weights.
    least, largest : Fraction
        r, the least weight of a vertex, and R, the largest of `best`.
    """

    vertices: tuple[Net, ...]
    fewest: int
    best: Net
    least: Fraction
    largest: Fraction


def _sizes(case: NetworkCase) -> Sizes:
    found = all_vertices(case.points)
    fewest = min(map(count, found))
    best = next(net for net in found if count(net) == fewest)
    for net in found:
        if count(net) == fewest and compare(weights(net), weights(best), Exponent.read("0+")) < 0:
            best = net
    least, largest = min(min(weights(net)) for net in found), max(weights(best))
    return Sizes(found, fewest, best, as_fraction(least), as_fraction(largest))


def _chain(sizes: Sizes, p: Fraction) -> int:
    return chain(sizes.fewest, sizes.least, sizes.largest, p)


def _threshold(sizes: Sizes) -> tuple[Fraction, Fraction] | None:
    """Enclose ln(1 + 1/K0) / ln(R/r), for R > r; by the checker's logarithms."""
    if sizes.least == sizes.largest:
        return None
    (top, above), (bottom, over) = (
        enclose_ln(a, _BITS) for a in (1 + Fraction(1, sizes.fewest), sizes.largest / sizes.least)
    )
    return Fraction(top, over), Fraction(above, bottom)


@guarded
def _check(case: NetworkCase) -> Finding:
    sizes = _sizes(case)
    ends = _threshold(sizes)
    if ends is not None and ends[1] < _LEAST_SHARE:
        undecided("the threshold is too small to compare prices there")
    highest = Fraction(99, 100)
    share = highest if ends is None else min(highest, rounded(ends[0], -1))
    for p in {share, share / 3, min(share, case.p.fraction)}:
        if _chain(sizes, p) <= 0:
            refute(f"K0 R^p < (K0+1) r^p fails at p = {p}", K0=sizes.fewest, p=str(p))
        _see_dearer(sizes, Exponent.read(p))
    if ends is not None and (above := rounded(ends[1], 1)) < 1 and _chain(sizes, above) >= 0:
        refute(f"K0 R^p < (K0+1) r^p still holds at p = {above}, above the threshold", K0=sizes.fewest)
    return holds(slack=sizes.largest / sizes.least, vertices=len(sizes.vertices), share=format_exponent(share))


def _see_dearer(sizes: Sizes, p: Exponent) -> None:
    """See that each vertex of more than K0 parameters is dearer at p than the best of K0."""
    for net in sizes.vertices:
        if count(net) > sizes.fewest and compare(weights(net), weights(sizes.best), p) <= 0:
            reason = f"a vertex of {count(net)} > {sizes.fewest} parameters costs no more at p = {p}"
            refute(reason, network=shown(net), best=shown(sizes.best), p=p.name)


def _beyond(case: NetworkCase) -> None:
    """Claim the chain for every p < 1."""
    sizes = _sizes(case)
    if _chain(sizes, Fraction(99, 100)) <= 0:
        refute("K0 R^p < (K0+1) r^p fails at p = 99/100", K0=sizes.fewest, r=str(sizes.least))


def _any_exponent(case: NetworkCase) -> None:
    """Claim that vertices of more than K0 parameters are dearer at p = 99/100 as well."""
    _see_dearer(_sizes(case), Exponent.read("99/100"))


def _own_least(case: NetworkCase) -> None:
    """Claim that r is the least weight of the best network alone: that no vertex has a smaller one."""
    sizes = _sizes(case)
    own = as_fraction(min(weights(sizes.best)))
    if own != sizes.least:
        refute(f"r = {sizes.least} < {own}", r=str(sizes.least), own=str(own))


CLAIM = Claim(
    id="inequality-76",
    number="Inequality (76)",
    title="below the threshold more weights cost more",
    statement="For p < 1 with p < ln(1 + 1/K0) / ln(R/r), and for any p < 1 if R = r, K0 R^p < (K0 + 1) r^p: a vertex "
    "with more than K0 weights, each at least r, costs more than the best network of K0 weights, each at most R.",
    hypotheses="Not all labels are 0; 0 < p < 1.",
    establishes="At p just below the threshold (0.99 if it is higher), at a third of that and at the case's p if that "
    "is lower, every vertex of these data with more than K0 weights is dearer than the best of K0. There the first "
    "inequality holds, and just above the threshold it fails, by the checker's arithmetic: that tests the closed form "
    "at these numbers; the derivation shows it for all.",
    leaves_open="Other data. The vertices are those of the enumeration. The display (76) could "
    "not be read: it is rebuilt from the text of A.2.3, which divides by ln(R/r) and lets every p < 1 pass if r = R.",
    scope="several inputs",
    check=_check,
    cases=threshold_cases,
    faults=(
        Fault("every p", "K0 R^p < (K0 + 1) r^p for every p < 1.", _beyond, line_cases),
        Fault(
            "dearer for every p",
            "Vertices of more than K0 weights are dearer for every p < 1.",
            _any_exponent,
            line_cases,
        ),
        Fault("r of the best network", "r is the least weight of the best network itself.", _own_least, line_cases),
    ),
    derivations=(THRESHOLD,),
    requires=(nonzero_labels, few_vertices),
    examples=25,
    per_exponent=False,
)
