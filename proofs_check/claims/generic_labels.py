"""Ours: labels in general position need at least N parameters."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

from proofs_check.answers import guarded, proved_minimizers
from proofs_check.cases import NetworkCase, line_cases, lots, network_cases, seeds
from proofs_check.claim import Claim, Fault, not_met, refute, undecided
from proofs_check.unaided.nets import (
    Vector,
    count,
    entry_columns,
    in_span,
    lifted,
    random_interpolant,
    require_small,
    shown,
)
from sparsest.exact.exponent import Exponent
from sparsest.multivariate.patterns import cells
from sparsest.points import Points

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM", "generic_cases", "is_generic", "output_columns"]

_MOST_SUBSETS = 60_000


def generic_cases() -> SearchStrategy[NetworkCase]:
    """Draw small cases whose labels are large whole numbers, mostly generic, with exponents and seeds."""
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import exponents

    label = st.integers(10**3, 10**6) | st.integers(-(10**6), -(10**3))

    def case(inputs: list[tuple[int, int]], labels: list[int], d: int, p: str, seed: int, lot: int) -> NetworkCase:
        rows = [row[:d] for row in inputs][: 4 if d == 1 else 3]
        return NetworkCase(Points(rows, labels[: len(rows)]), Exponent.read(p), seed, lot)

    # Different first entries, so that the inputs are different for d = 1 as well.
    inputs = st.lists(
        st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=2, max_size=4, unique_by=lambda row: row[0]
    )
    labels = st.lists(label, min_size=4, max_size=4, unique=True)
    return st.builds(case, inputs, labels, st.integers(1, 2), exponents(limits=False), seeds(), lots())


def output_columns(points: Points) -> list[Vector]:
    """Return what one nonzero entry can add at the points, up to factors: the columns of all D_j Xbar.

    Examples
    --------
    >>> len(output_columns(Points([[1], [2]], [0, 0])))
    4
    """
    found: list[Vector] = []
    for cell in cells(points):
        for column in zip(*lifted(points), strict=True):
            values = [a if on else Fraction(0) for a, on in zip(column, cell.active, strict=True)]
            lead = next((a for a in values if a), None)
            if lead is not None:
                found.append(tuple(a / lead for a in values))
    return sorted(set(found))


def is_generic(points: Points, columns: list[Vector]) -> bool:
    """Return whether the labels are no combination of fewer than N of the columns.

    Examples
    --------
    >>> points = Points([[1], [2]], [1, 3])
    >>> is_generic(points, output_columns(points))
    True
    """
    size = min(len(points) - 1, len(columns))
    if not any(points.y):
        return False
    return not any(in_span(subset, points.y) for subset in combinations(columns, size))


@guarded
def _generic(case: NetworkCase) -> None:
    columns = output_columns(case.points)
    if comb(len(columns), len(case.points) - 1) > _MOST_SUBSETS:
        undecided(f"{len(columns)} columns have too many subsets to look for general position")
    if not is_generic(case.points, columns):
        not_met("the labels are a combination of fewer than N columns: not generic")


@guarded
def _check(case: NetworkCase) -> None:
    n = len(case.points)
    nets = [random_interpolant(case.points, case.rng(), k) for k in range(3)]
    for net in [*nets, *proved_minimizers(case), *proved_minimizers(case, "0+")]:
        if count(net) < n:
            refute(f"{count(net)} parameters for {n} generic labels", network=shown(net))
        if not in_span(entry_columns(case.points, net), case.points.y):
            refute("the labels are not in the span of a network's columns", network=shown(net))


def _see_need(case: NetworkCase, is_right: Callable[[int, int], bool], of: str) -> None:
    """Check a statement about K0 and N, false as it may be."""
    fewest = proved_minimizers(case, "0+")[0]
    if not is_right(count(fewest), len(case.points)):
        refute(f"{count(fewest)} parameters for {len(case.points)} {of}", network=shown(fewest))


def _exactly(case: NetworkCase) -> None:
    """Claim that generic labels need exactly N."""
    _see_need(case, int.__eq__, "generic labels")


def _any_labels(case: NetworkCase) -> None:
    """Claim that any labels need at least N."""
    _see_need(case, int.__ge__, "labels")


def _one_more(case: NetworkCase) -> None:
    """Claim that generic labels need at least N + 1."""
    _see_need(case, int.__gt__, "generic labels")


CLAIM = Claim(
    id="generic-labels",
    number="Generic labels (ours)",
    title="generic labels need N parameters",
    statement="Labels that are no combination of fewer than N of the columns of all D_j Xbar are met by no network of "
    "fewer than N parameters.",
    hypotheses="The labels are in that sense generic: outside finitely many subspaces of R^N.",
    establishes="These labels are generic (all sets of N - 1 columns tried); the fewest parameters, which an "
    "independent checker accepts, are at least N, as are those of the minimisers at this p and of random interpolants; "
    "the labels are a combination of each network's columns.",
    leaves_open="Other data. N need not be enough.",
    scope="several inputs",
    check=_check,
    cases=generic_cases,
    faults=(
        Fault("exactly N", "Generic labels need exactly N parameters.", _exactly, lambda: line_cases(4, 4, 40)),
        Fault(
            "any labels",
            "Any N labels need at least N parameters.",
            _any_labels,
            network_cases,
            requires=(require_small,),
        ),
        Fault("N + 1", "Generic labels need at least N + 1 parameters.", _one_more),
    ),
    requires=(require_small, _generic),
    examples=20,
    per_exponent=False,
)
