"""A.2.3: the constants R and r of Theorem 4.1's proof as they are printed, beside the sharper ones of this project."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from proofs_check.answers import all_vertices, guarded, proved_minimizers
from proofs_check.cases import NetworkCase, line_cases, network_cases
from proofs_check.claim import Claim, Fault, Finding, holds, refute
from proofs_check.derivations.section_4 import CONCAVITY
from proofs_check.signs import enclose_ln
from proofs_check.unaided.candidates import are_few_candidates, full_column_rank, largest_candidate
from proofs_check.unaided.compare import sign_of_powers
from proofs_check.unaided.nets import Net, active_at, count, lifted, merged, net_of, random_interpolant, shown
from proofs_check.unaided.nets import weights as weights_of
from proofs_check.unaided.thresholds import few_vertices, nonzero_labels
from sparsest.exact.decimals import format_exponent
from sparsest.exact.rationals import as_fraction
from sparsest.linear.program import LinearProgram, Optimum
from sparsest.multivariate.patterns import cells
from sparsest.points import Points

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM", "PrintedConstants", "is_extreme", "printed_constants"]

_BITS = 128
_MOST_SEEN = 60


class PrintedConstants(NamedTuple):
    """What A.2.3 has for the threshold, as far as it can be computed.

    Parameters
    ----------
    fewest : int
        K0 = ||z_0||_0.
    largest : Fraction
        C, the largest entry in Z, or of a vertex where Z is too large to be listed; the printed R is at least this.
    least : Fraction
        The least weight of a candidate that is an extreme point of Omega'; the printed r is at most this.

    Examples
    --------
    >>> printed_constants(Points([[-3], [4], [5]], [2, -2, 3]))
    PrintedConstants(fewest=3, largest=Fraction(270, 1), least=Fraction(1, 4))
    """

    fewest: int
    largest: Fraction
    least: Fraction

    @property
    def threshold(self) -> Fraction:
        """An upper bound of the printed threshold ln(1 + 1/K0) / ln(R/r), at most 1.

        Examples
        --------
        >>> round(float(printed_constants(Points([[-3], [4], [5]], [2, -2, 3])).threshold), 4)
        0.0412
        """
        if self.largest <= self.least:
            return Fraction(1)
        _, above = enclose_ln(1 + Fraction(1, self.fewest), _BITS)
        bottom, _ = enclose_ln(self.largest / self.least, _BITS)
        return min(Fraction(1), Fraction(above, bottom))


def printed_constants(points: Points) -> PrintedConstants:
    """Return K0, C and a bound of r for few points, not all labels 0."""
    vertices = all_vertices(points)
    by_size = sorted(vertices, key=lambda net: min(weights_of(net)))
    least = next(as_fraction(min(weights_of(net))) for net in by_size if is_extreme(points, net))
    largest = as_fraction(max(max(weights_of(net)) for net in vertices))  # vertices lie in Z
    if are_few_candidates(points):
        largest = max(largest, largest_candidate(points, [cell.active for cell in cells(points)]))
    return PrintedConstants(min(map(count, vertices)), largest, least)


def is_extreme(points: Points, net: Net) -> bool:
    """Return whether |z| is an extreme point of {z' : |z| <= z' for some feasible z}, for the z of a merged network.

    It is none where |z| is the middle of |z| + e and |z| - e, each above some feasible point; entries that are 0 stay.
    The box ||z||_inf <= R leaves fewer points to be the middle of, so extreme points stay extreme.

    Examples
    --------
    >>> points = Points([[1]], [3])
    >>> steep, both = (Fraction(3), Fraction(0)), (Fraction(2), Fraction(1))
    >>> is_extreme(points, ((1, steep),)), is_extreme(points, ((1, both),))
    (True, False)
    """
    sizes = [abs(a) for _, w in net for a in w if a]
    n = len(sizes)
    # Columns: the entries of one feasible point, those of the other, and e.
    outputs, cones = _rows(points, net)
    equal = [({k + half: a for k, a in row.items()}, y) for row, y in outputs for half in (0, n)]
    above = [({k + half: a for k, a in row.items()}, Fraction(0)) for row in cones for half in (0, n)]
    for k, size in enumerate(sizes):
        for half, side in ((0, 1), (n, -1)):
            above += [({k + half: Fraction(sign), 2 * n + k: Fraction(side)}, -size) for sign in (1, -1)]
    program = LinearProgram(3 * n, equal, above)
    for k in range(n):
        best = program.minimize({2 * n + k: -1})
        if not isinstance(best, Optimum) or best.value != 0:
            return False
    return True


def _rows(points: Points, net: Net) -> tuple[list[tuple[dict[int, Fraction], Fraction]], list[dict[int, Fraction]]]:
    """Return the equalities and the cone rows of (10) for the entries of a network that are not 0."""
    equal: list[tuple[dict[int, Fraction], Fraction]] = [({}, y) for y in points.y]
    cones: list[dict[int, Fraction]] = []
    place = 0
    for s, w in net:
        support = [k for k, a in enumerate(w) if a]
        for i, (row, active) in enumerate(zip(lifted(points), active_at(points, w), strict=True)):
            entries = {place + j: row[k] for j, k in enumerate(support) if row[k]}
            cones.append({c: a if active else -a for c, a in entries.items()})
            equal[i][0].update({c: s * a for c, a in entries.items() if active})
        place += len(support)
    return equal, cones


@guarded
def _check(case: NetworkCase) -> Finding:
    points = case.points
    printed = printed_constants(points)
    for net in map(net_of, (merged(points, net) for net in proved_minimizers(case))):
        if not full_column_rank(points, net):
            refute("[A_S; G_{I,S}] of a minimiser has not full column rank", network=shown(net))
        if not is_extreme(points, net):
            refute("|z_p| is no extreme point of Omega'", network=shown(net))
        sizes = [as_fraction(a) for a in weights_of(net)]
        if max(sizes) > printed.largest or min(sizes) < printed.least:
            refute("a minimiser has a weight outside [r, R]", network=shown(net), R=str(printed.largest))
        # ||z_p||_0 r^p <= K0 R^p
        chain = [(Fraction(printed.fewest), printed.largest), (Fraction(-len(sizes)), printed.least)]
        if sign_of_powers(chain, case.p) < 0:
            refute("||z_p||_0 > (R/r)^p ||z_0||_0", network=shown(net))
    _see_rank(case)
    return holds(threshold_at_most=format_exponent(printed.threshold), R=str(printed.largest), r=str(printed.least))


def _see_rank(case: NetworkCase) -> None:
    """See that a random interpolant whose matrix has not full column rank is no extreme point, so no minimiser."""
    net = net_of(merged(case.points, random_interpolant(case.points, case.rng(), case.size + 1)))
    if not full_column_rank(case.points, net) and is_extreme(case.points, net):
        refute("an extreme point of Omega' without full column rank", network=shown(net))


# --- false variants ---


def _three_points() -> SearchStrategy[NetworkCase]:
    return line_cases(3, 3)


def _largest_of_minimizers(case: NetworkCase) -> None:
    """Claim that R is the largest weight of a minimiser: that Z has no larger entry."""
    printed = printed_constants(case.points)
    own = max(as_fraction(max(weights_of(net))) for net in proved_minimizers(case, "0+"))
    if own < printed.largest:
        refute(f"the largest weight of a minimiser is {own}, that in Z {printed.largest}")


def _all_extreme(case: NetworkCase) -> None:
    """Claim that every vertex of the feasible set is an extreme point of Omega'."""
    for net in islice(all_vertices(case.points), _MOST_SEEN):
        if not is_extreme(case.points, net):
            refute("a vertex that is no extreme point of Omega'", network=shown(net))


def _columns_of_a(case: NetworkCase) -> None:
    """Claim that the columns A_S alone are independent: that a minimiser has N entries at most."""
    for net in proved_minimizers(case):
        if count(net) > case.size:
            refute(f"{count(net)} entries that are not 0", network=shown(net))


def _equal_counts(case: NetworkCase) -> None:
    """Claim ||z_p||_0 <= ||z_0||_0 for every p."""
    fewest = count(proved_minimizers(case, "0+")[0])
    for net in proved_minimizers(case):
        if count(net) > fewest:
            refute(f"{count(net)} > {fewest} entries", network=shown(net))


CLAIM = Claim(
    id="section-a.2.3",
    number="Section A.2.3",
    title="the printed constants R and r",
    statement="For a minimiser z_p of (58) the matrix [A_S; G_{I,S}] has full column rank (S the entries that are "
    "not 0, I the cone rows that are 0), so it lies in a finite set Z that is the same for all p. |z_p| is an extreme "
    "point of Omega', the z' above some feasible |z|, ||z||_inf <= R. With R = max(max_Z ||z||_inf, ||z_0||_inf) and r "
    "the least coordinate of an extreme point of Omega' that is not 0, ||z_p||_0 <= (R/r)^p ||z_0||_0.",
    hypotheses="Not all labels are 0; 0 < p < 1.",
    establishes="All minimisers of these data at p, of a number that the independent checker confirms, have full "
    "column rank and are extreme, by linear programs in fractions; the chain holds with C = max_Z ||z||_inf, from an "
    "own list of Z (of more than 3 points, or 2 of two inputs, from the vertices, which lie in Z), and the least "
    "weight of an extreme candidate. That bounds the printed threshold from above.",
    leaves_open="Other data. R may be larger, for z_0 is any solution of (59), and r smaller, for Omega' has extreme "
    "points with coordinates at R. The displays of Z, Omega' and (74)-(76) were not in the text that was read: Z is "
    "rebuilt without the sign conditions of the cone rows, since the text says that it depends on A, G and y only.",
    scope="several inputs",
    check=_check,
    cases=lambda: network_cases(most_points=(3, 2)) | line_cases(3, 3),
    faults=(
        Fault("R of a minimiser", "No z in Z has a larger entry than the minimisers.", _largest_of_minimizers),
        Fault("all vertices", "Every vertex is an extreme point of Omega'.", _all_extreme, _three_points),
        Fault("columns of A", "A_S alone has full column rank.", _columns_of_a, _three_points, examples=80),
        Fault("equal counts", "||z_p||_0 <= ||z_0||_0 for every p.", _equal_counts, _three_points, examples=80),
    ),
    derivations=(CONCAVITY,),
    requires=(nonzero_labels, few_vertices),
    examples=15,
)
