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
    """Whether the minimisers of x_i, ..., x_{i+m}, m + 1 gaps, have at most m knots: m - 1 slopes between the ends'."""
    m = len(gaps) - 1
    return all((m + 2) // 2 <= knots <= m for knots in _knots(gaps))


def _covered(m: int, bases: frozenset[int]) -> bool:
    """Whether an induction with these bases reaches m, if its step for m uses m - 1 and m - 2."""
    return m in bases or (_covered(m - 1, bases) and _covered(m - 2, bases) if m > max(bases) else False)


def _listed(m: int) -> int:
    """Return how many points x_i, ..., x_{i+m} are."""
    return len(range(m + 1))


# --- E8: collinear points --------------------------------------------------------------------------------------------


def _signs(y: tuple[int, ...]) -> list[int]:
    slopes = [b - a for a, b in pairwise(y)]
    return [(b > a) - (b < a) for a, b in pairwise(slopes)]


def _is_lone(eps: list[int], k: int) -> bool:
    """Whether the points of curvature k and k + 1, from 0, have the same one, and no other neighbour has it."""
    return eps[k] == eps[k + 1] and eps[k] not in (*eps[max(0, k - 1) : k], *eps[k + 2 : k + 3])


def _lone_pairs(y: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return sgn(s_i - s_{i-1}) and sgn(s_{i+1} - s_i) for each pair as in item 2a, of nonzero curvature."""
    eps = _signs(y)
    return [(eps[k], eps[k + 1]) for k in range(len(eps) - 1) if eps[k] and _is_lone(eps, k)]


def _lone_pairs_have_one_knot(y: tuple[int, ...], *, zero_counts: bool) -> bool:
    """Whether each pair of neighbours of equal curvature, alone, has exactly one knot between them."""
    eps = _signs(y)
    minimizers = list(solve(_data(y), _HALF).splines())
    for k in range(len(eps) - 1):
        if _is_lone(eps, k) and (eps[k] or zero_counts):
            low, high = k + 1, k + 2
            if any(sum(low <= t <= high for t in f.knots) != 1 for f in minimizers):
                return False
    return True


# --- E9, E14: uniqueness ---------------------------------------------------------------------------------------------


def _always_one(gaps: tuple[int, ...]) -> bool:
    """Whether there is one minimiser for all but finitely many p."""
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
            len,
        ),
    ),
    Erratum(
        id="E2",
        where="Proof of Theorem 3.1, item 2b",
        printed="Induction over m for the points x_i, ..., x_{i+m} with base m = 2 and a step for m >= 4, which uses m "
        "- 1 and m - 2.",
        fails="m = 3, four points of one curvature, is neither the base nor reached by the step. And the step uses the "
        "statement for x_i, ..., x_{i+m-1}, which is no maximal set, and where f leaves x_{i+m-1} with some slope "
        "above s_{i+m-2}, not with that of a chord.",
        repair="Take item 2a, m = 1, as a base too: then the step covers m = 3. And state the induction for every "
        "outgoing slope above that of the last chord, as both bases allow. (Theorem A proves the bounds for every m in "
        "another way.)",
        theorem="Survives.",
        claims=("theorem-3.1-2b", "theorem-a"),
        search=ErratumSearch(
            "m = 2, ..., 5: whether base and step cover it, as printed; the repair: with m = 1 as a base, and the "
            "bounds for all runs of m + 1 gaps in {1, 2, 3} at p = 1/2, the last of which is that to the outgoing "
            "slope",
            lambda: range(2, 6),
            lambda m: m == 2 or m >= 4,
            lambda m: _covered(m, frozenset({1, 2})) and all(_bounds_hold(d) for d in _runs(range(m + 1, m + 2), 3)),
            lambda m: f"m = {m}",
            lambda m: m,
        ),
    ),
    Erratum(
        id="E3",
        where="Theorem 3.1, item 2",
        printed='A maximal set of "m consecutive" points x_i, ..., x_{i+m}.',
        fails="They are m + 1 points: only these words are off, and no bound.",
        repair="m + 1 consecutive points. On them at most m - 1 slopes besides the two of the ends, so at most m "
        "knots, as printed; n = m + 1 points of one nonzero curvature have at least ceil(n/2) and at most n - 1 knots, "
        "and both are reached.",
        theorem="Survives as it is.",
        withdrawn="An earlier form of this entry held a bound of m - 1 knots against the item. That was wrong: print "
        "bounds *slopes* by m - 1 and knots by m, and both are right for m + 1 points.",
        claims=("theorem-3.1-2a", "theorem-3.1-2b"),
        search=ErratumSearch(
            "m = 1, ..., 4: how many points are listed; the repair: m + 1, and the printed bounds for all runs of m + "
            "1 gaps in {1, 2, 3} at p = 1/2",
            lambda: range(1, 5),
            lambda m: _listed(m) == m,
            lambda m: _listed(m) == m + 1 and all(_bounds_hold(d) for d in _runs(range(m + 1, m + 2), 3)),
            lambda m: f"m = {m}: x_i, ..., x_{{i+{m}}} are {_listed(m)} points",
            lambda m: m,
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
            len,
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
            _always_one,
            _one_multiset,
            lambda d: f"{_gaps(d)}: {path(Dataset.from_gaps(d)).pieces[0].minimizers} minimisers at every p",
            len,
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
            len,
        ),
    ),
    Erratum(
        id="E14",
        where="Words before Theorem 3.1",
        printed="A minimiser is determined everywhere except around more than three consecutive points of one "
        "curvature.",
        fails="Three are enough for a choice: item 2b of the theorem itself starts at m = 2, which is three points.",
        repair="Three or more. Two consecutive points leave no choice (item 2a).",
        theorem="Survives: the theorem says it rightly.",
        claims=("theorem-3.1-2a", "theorem-3.1-2b", "theorem-c"),
        search=ErratumSearch(
            "runs of 1 to 5 gaps in {1, 2, 3}, as many points of one curvature, short ones and small sums first, all p "
            "in (0, 1)",
            lambda: _runs(range(1, 6), 3),
            lambda d: len(d) > 3 or _always_one(d),
            lambda d: len(d) > 2 or _always_one(d),
            lambda d: (
                f"{_gaps(d)}: three consecutive points of one curvature, and "
                f"{path(Dataset.from_gaps(d)).pieces[0].minimizers} minimisers at every p"
            ),
            len,
        ),
    ),
    Erratum(
        id="E18",
        where="Section A.1.3, proof of item 2a",
        printed="The single knot between two neighbours of one curvature follows from Lemma A.2. The proof as a whole "
        "says that it uses Theorem 3.1 and the two lemmas.",
        fails="Lemma A.2 is about different signs, and concludes that the function is linear there. And the theorem "
        "that is proved cannot be used.",
        repair="Lemma A.1; and Proposition 3.1 where the proof names the theorem. (Items that are proved earlier are "
        "used later, rightly.)",
        theorem="Survives.",
        claims=("theorem-3.1-2a", "lemma-a.1", "lemma-a.2"),
        search=ErratumSearch(
            "labels in {-1, 0, 1} on 0, 1, 2, ..., 2 to 6 points, small labels first: whether the signs at two lone "
            "neighbours of one nonzero curvature differ; the repair: they agree, and each minimiser at p = 1/2 has one "
            "knot there",
            lambda: _labels(range(2, 7), range(-1, 2)),
            lambda y: not _lone_pairs(y),
            lambda y: all(a == b != 0 for a, b in _lone_pairs(y)) and _lone_pairs_have_one_knot(y, zero_counts=False),
            lambda y: f"{_points(y)}: the curvatures of x_2 and x_3 are {' and '.join(map(str, _lone_pairs(y)[0]))}",
            len,
        ),
    ),
)
