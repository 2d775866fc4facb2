"""Slips in section 3 and its proofs (one input), each with the search for its smallest example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product

from proofs_check.errata.erratum import Erratum, ErratumSearch
from sparsest.data import Dataset
from sparsest.spline import Spline
from sparsest.univariate.path import path
from sparsest.univariate.solve import solve

__all__ = ["ERRATA"]

_HALF = "1/2"
_ZERO = Fraction(0)


def _labels(sizes: range, values: range) -> Iterator[tuple[int, ...]]:
    """Yield label sequences on the abscissae 0, 1, 2, ...: few points first, then small labels."""
    for n in sizes:
        yield from sorted(product(values, repeat=n), key=lambda y: (sum(map(abs, y)), y))


def _runs(lengths: range, largest: int) -> Iterator[tuple[int, ...]]:
    """Yield runs of positive integer gaps: short ones first, then of small sum."""
    for n in lengths:
        yield from sorted(product(range(1, largest + 1), repeat=n), key=lambda d: (sum(d), d))


def _data(y: tuple[int, ...]) -> Dataset:
    return Dataset(list(range(len(y))), list(y))


def _points(y: tuple[int, ...]) -> str:
    return "points " + ", ".join(f"({k},{v})" for k, v in enumerate(y))


def _gaps(d: tuple[int, ...]) -> str:
    return f"slope gaps ({', '.join(map(str, d))})"


def _knots(gaps: tuple[int, ...]) -> list[int]:
    return [len(f.knots) for f in solve(Dataset.from_gaps(gaps), _HALF).splines()]


# --- E1: which interval is the last one without a knot ---------------------------------------------------------------


def _one_late_knot() -> Iterator[tuple[int, int]]:
    """Yield (s, t) for points (0,0), (1,0), (2,s) and a spline that is 0 up to a knot at 1 + t/4 and meets the rest."""
    yield from product((1, 2, -1, -2), (0, 1, 2, 3))


def _late_spline(candidate: tuple[int, int]) -> Spline:
    rise, quarter = candidate
    t = 1 + Fraction(quarter, 4)
    return Spline(0, 0, [t], [Fraction(rise) / (2 - t)])


def _printed_excludes_late_knots(candidate: tuple[int, int]) -> bool:
    """Whether: linear before x_2 and after x_N, as printed, implies linear after x_{N-1}, as proved."""
    t = _late_spline(candidate).knots[0]
    linear_as_printed = not (t < 1 or t > 2)
    return not linear_as_printed or t <= 1


def _late_knots_are_not_minimal(candidate: tuple[int, int]) -> bool:
    minimizers = list(solve(Dataset([0, 1, 2], [0, 0, candidate[0]]), _HALF).splines())
    return all(t <= 1 for f in minimizers for t in f.knots)


# --- E2, E3: the induction and the count of points -------------------------------------------------------------------


def _bounds_hold(gaps: tuple[int, ...]) -> bool:
    n = len(gaps)
    return all((n + 1) // 2 <= knots <= n - 1 for knots in _knots(gaps))


def _few_knots_as_counted(gaps: tuple[int, ...]) -> bool:
    """Whether a run x_i, ..., x_{i+m}, of m + 1 points, has the at most m - 1 knots that m points would have."""
    m = len(gaps) - 1
    return m < 2 or all(knots <= m - 1 for knots in _knots(gaps))


# --- E8: collinear points --------------------------------------------------------------------------------------------


def _signs(y: tuple[int, ...]) -> list[int]:
    slopes = [b - a for a, b in pairwise(y)]
    return [(b > a) - (b < a) for a, b in pairwise(slopes)]


def _lone_pairs_have_one_knot(y: tuple[int, ...], *, zero_counts: bool) -> bool:
    """Whether each pair of neighbours of equal curvature, alone, has exactly one knot between them."""
    eps = _signs(y)
    minimizers = list(solve(_data(y), _HALF).splines())
    for k in range(len(eps) - 1):
        alone = eps[k] == eps[k + 1] and eps[k] not in (*eps[max(0, k - 1) : k], *eps[k + 2 : k + 3])
        if alone and (eps[k] or zero_counts):
            low, high = k + 1, k + 2
            if any(sum(low <= t <= high for t in f.knots) != 1 for f in minimizers):
                return False
    return True


# --- E9: uniqueness --------------------------------------------------------------------------------------------------


def _unique_but_for_finitely_many(gaps: tuple[int, ...]) -> bool:
    return all(piece.minimizers == 1 for piece in path(Dataset.from_gaps(gaps)).pieces)


def _one_multiset(gaps: tuple[int, ...]) -> bool:
    data = Dataset.from_gaps(gaps)
    for piece in path(data).pieces:
        ties = solve(data, piece.inside()).splines()
        if len({frozenset(Counter(map(abs, f.slope_changes)).items()) for f in ties}) != 1:
            return False
    return True


# --- E11: the published code for the sparsest interpolant ------------------------------------------------------------


def _published_knots(y: tuple[int, ...]) -> int:
    import numpy as np
    from splineops.adaptive_regression_splines.sparsification import sparsest_interpolant

    knots, *_ = sparsest_interpolant(np.arange(float(len(y))), np.array(y, float))
    return len(knots)


def _published_is_fewest(y: tuple[int, ...]) -> bool:
    return _published_knots(y) == solve(_data(y), "0").fewest_knots


def _second_differences() -> Iterator[tuple[int, ...]]:
    """Yield the labels of all second differences in {-1, 0, 1}: short ones first, then few nonzero ones."""
    for n in range(1, 7):
        for d in sorted(product((1, 0, -1), repeat=n), key=lambda d: sum(map(abs, d))):
            y, slope = [0, 0], 0
            for change in d:
                slope += change
                y.append(y[-1] + slope)
            yield tuple(y)


def _ours_is_reached(y: tuple[int, ...]) -> bool:
    data = _data(y)
    solution = solve(data, "0")
    f = solution.spline
    return len(f.knots) == solution.fewest_knots and all(f(k) == v for k, v in enumerate(y))


ERRATA = (
    Erratum(
        id="E1",
        where="Theorem 3.1, item 1",
        printed="A minimiser is linear before x_2 and after x_N.",
        fails="The two ends are not alike; the proof and the figure give the last interval too. As printed the item "
        "does not exclude a knot strictly between x_{N-1} and x_N.",
        repair="Linear before x_2 and after x_{N-1}.",
        theorem="Survives; the printed item is true, only weaker than what is proved.",
        claims=("theorem-3.1-1",),
        search=ErratumSearch(
            "points (0,0), (1,0), (2,s), s = 1, 2, -1, -2, and splines with one knot at 1, 5/4, 3/2, 7/4",
            _one_late_knot,
            _printed_excludes_late_knots,
            _late_knots_are_not_minimal,
            lambda c: (
                f"points (0,0), (1,0), (2,{c[0]}): the interpolant with one knot at {_late_spline(c).knots[0]} and "
                f"slope change {_late_spline(c).slope_changes[0]} is linear before x_2 and after x_N, and no "
                "minimiser has a knot there"
            ),
        ),
    ),
    Erratum(
        id="E2",
        where="Proof of Theorem 3.1, item 2b",
        printed="Induction with base m = 2 and a step for m >= 4.",
        fails="m = 3 is neither the base nor reached by the step.",
        repair="The bounds hold for every m (Theorem A), so also for the case that is left out.",
        theorem="Survives.",
        claims=("theorem-3.1-2b", "theorem-a"),
        search=ErratumSearch(
            "m = 2, ..., 6: which of them the base or the step covers, as printed; the repair: all runs of m gaps in "
            "{1, 2, 3} at p = 1/2",
            lambda: range(2, 7),
            lambda m: m == 2 or m >= 4,
            lambda m: all(_bounds_hold(d) for d in _runs(range(m, m + 1), 3)),
            lambda m: f"m = {m}",
        ),
    ),
    Erratum(
        id="E3",
        where="Theorem 3.1, item 2",
        printed='"m consecutive points x_i, ..., x_{i+m}".',
        fails="x_i, ..., x_{i+m} are m + 1 points. A bound for the number of knots that is counted for m points is "
        "off by one for m + 1 of them.",
        repair="n points of equal nonzero curvature (n gaps), n >= 2: at least ceil(n/2) and at most n - 1 knots; both "
        "are reached.",
        theorem="Survives with the count mended.",
        claims=("theorem-3.1-2a", "theorem-3.1-2b"),
        search=ErratumSearch(
            "runs of 2 to 5 gaps in {1, 2, 3} at p = 1/2, short ones and small sums first",
            lambda: _runs(range(2, 6), 3),
            _few_knots_as_counted,
            _bounds_hold,
            lambda d: f"{_gaps(d)}: m = {len(d) - 1}, and a minimiser has {max(_knots(d))} knots, more than m - 1",
        ),
    ),
    Erratum(
        id="E8",
        where="Theorem 3.1, item 2; easy condition of Theorem 3.2",
        printed="Both speak of points of equal curvature and do not ask for nonzero curvature.",
        fails="Read literally, collinear points have equal curvature 0, and a pair of them would need a knot, against "
        "item 1. In the easy condition the same reading only excludes data needlessly.",
        repair="Points of equal *nonzero* curvature.",
        theorem="Survives.",
        claims=("theorem-3.1-2a", "theorem-3.2-easy"),
        search=ErratumSearch(
            "labels in {-1, 0, 1} on 0, 1, 2, ..., 2 to 6 points, small labels first, p = 1/2",
            lambda: _labels(range(2, 7), range(-1, 2)),
            lambda y: _lone_pairs_have_one_knot(y, zero_counts=True),
            lambda y: _lone_pairs_have_one_knot(y, zero_counts=False),
            lambda y: (
                f"{_points(y)}: x_2 and x_3 have curvature 0, and the only minimiser has "
                f"{solve(_data(y), _HALF).knots} knots"
            ),
        ),
    ),
    Erratum(
        id="E9",
        where="Theorem 3.2, uniqueness",
        printed="For all but finitely many p the minimiser is unique.",
        fails="Different functions can have equal multisets of slope changes, and then they tie at every p (the "
        "paper's footnote 5 says so).",
        repair="Unique up to equal multisets of slope changes; all ties are returned.",
        theorem="Survives in the sense of footnote 5.",
        claims=("theorem-3.2-unique",),
        search=ErratumSearch(
            "runs of 1 to 4 gaps in {1, ..., 4}, short ones and small sums first, all p in (0, 1)",
            lambda: _runs(range(1, 5), 4),
            _unique_but_for_finitely_many,
            _one_multiset,
            lambda d: f"{_gaps(d)}: {path(Dataset.from_gaps(d)).pieces[0].minimizers} minimisers at every p",
        ),
    ),
    Erratum(
        id="E11",
        where="Published code for the sparsest interpolant of Debarre et al. (2022), on which section 3 builds",
        printed="The algorithm returns an interpolant with the fewest knots.",
        fails="The code pairs points of equal curvature across collinear points, where no knot can serve both.",
        repair="Runs end at collinear points: the sum of ceil(n/2) over the runs of n gaps.",
        theorem="Not concerned; the algorithm as published in print was not examined.",
        claims=("theorem-3.1-p0",),
        needs="splineops",
        search=ErratumSearch(
            "labels on 0, 1, 2, ... with second differences in {-1, 0, 1}, 1 to 6 of them, few nonzero ones first; the "
            "package splineops",
            _second_differences,
            _published_is_fewest,
            _ours_is_reached,
            lambda y: (
                f"{_points(y)}, second differences {tuple(_signs(y))}: {_published_knots(y)} knots, and "
                f"{solve(_data(y), '0').fewest_knots} do"
            ),
        ),
    ),
)
