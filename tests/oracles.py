"""Slow, obviously right answers to compare the solver with; it shares no code with any solver.

A gap is numbered from 0 here: gap k belongs to the data point k + 1. A matching is a frozenset of the k such that the
gaps k and k + 1 have one knot together. p is a string: "0", "0+", "1-" or a fraction.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from itertools import combinations, combinations_with_replacement, count, pairwise, product
from typing import NamedTuple

import mpmath
import sympy

Matching = frozenset[int]
Changes = tuple[Fraction, ...]
Knots = tuple[tuple[Fraction, Fraction], ...]

ZERO = Fraction(0)
FIRST_DIGITS, MOST_DIGITS, GUARD = 120, 4000, 20


class Spline(NamedTuple):
    """The function left_slope * x + left_intercept left of all knots, whose slope grows at each (position, change)."""

    left_slope: Fraction
    left_intercept: Fraction
    knots: Knots

    @property
    def changes(self) -> Changes:
        return tuple(c for _, c in self.knots)


# --- splines ---------------------------------------------------------------------------------------------------------


def value(
    left_slope: Fraction, left_intercept: Fraction, knots: Iterable[tuple[Fraction, Fraction]], at: Fraction
) -> Fraction:
    return left_slope * at + left_intercept + sum((c * (at - t) for t, c in knots if t < at), ZERO)


def interpolates(
    left_slope: Fraction,
    left_intercept: Fraction,
    knots: Iterable[tuple[Fraction, Fraction]],
    x: Sequence[Fraction],
    y: Sequence[Fraction],
) -> bool:
    """Whether the spline has the value y_i at every x_i, by evaluation."""
    placed = list(knots)
    return all(value(left_slope, left_intercept, placed, a) == b for a, b in zip(x, y, strict=True))


def chord_slopes(x: Sequence[Fraction], y: Sequence[Fraction]) -> list[Fraction]:
    return [(y[i + 1] - y[i]) / (x[i + 1] - x[i]) for i in range(len(x) - 1)]


def slope_gaps(x: Sequence[Fraction], y: Sequence[Fraction]) -> list[Fraction]:
    return [after - before for before, after in pairwise(chord_slopes(x, y))]


def runs_of(gaps: Sequence[Fraction]) -> list[list[int]]:
    """The maximal stretches of consecutive gaps of one nonzero sign, as lists of their numbers."""
    runs: list[list[int]] = []
    for k, d in enumerate(gaps):
        if d == 0:
            continue
        if runs and runs[-1][-1] == k - 1 and gaps[k - 1] * d > 0:
            runs[-1].append(k)
        else:
            runs.append([k])
    return runs


def spline_of(x: Sequence[Fraction], y: Sequence[Fraction], matching: Matching) -> Spline:
    """The spline of a matching: the matched knots stand where the chord lines before and after them meet."""
    slopes, gaps = chord_slopes(x, y), slope_gaps(x, y)
    knots = []
    for k, d in enumerate(gaps):
        if k in matching:  # the lines through (x[k+1], y[k+1]) of slope s_k and (x[k+2], y[k+2]) of slope s_{k+2}
            t = (y[k + 2] - slopes[k + 2] * x[k + 2] - y[k + 1] + slopes[k] * x[k + 1]) / (slopes[k] - slopes[k + 2])
            knots.append((t, slopes[k + 2] - slopes[k]))
        elif k - 1 not in matching and d != 0:
            knots.append((x[k + 1], d))
    left = slopes[0] if slopes else ZERO
    return Spline(left, y[0] - left * x[0], tuple(knots))


# --- matchings -------------------------------------------------------------------------------------------------------


def matchings(n: int) -> list[Matching]:
    """All sets of k from 0 to n-2 without neighbours: the last gap is single, or matched with the one before."""
    if n <= 1:
        return [frozenset()]
    return matchings(n - 1) + [m | {n - 2} for m in matchings(n - 2)]


def slope_changes(gaps: Sequence[Fraction], matching: Matching) -> Changes:
    """The slope changes from left to right: d_k of a single gap, d_k + d_{k+1} of a match; ValueError if it is none."""
    for k in matching:
        if not (0 <= k < len(gaps) - 1 and gaps[k] * gaps[k + 1] > 0) or k + 1 in matching:
            raise ValueError(f"{sorted(matching)} is no matching of the gaps {list(map(str, gaps))}: see {k}")
    singles = [d if k not in matching else d + gaps[k + 1] for k, d in enumerate(gaps) if k - 1 not in matching]
    return tuple(c for c in singles if c != 0)


def objective(changes: Iterable[Fraction], p: Fraction | str, digits: int = 60) -> mpmath.mpf:
    """V_p of a spline with these slope changes, for a rational p >= 0, to the given number of digits."""
    with mpmath.workdps(digits + GUARD):
        total = mpmath.fsum(_power(abs(c), Fraction(p), digits + GUARD) for c in changes)
    with mpmath.workdps(digits):
        return +total


class RunAnswer(NamedTuple):
    """What is best for one run: its gaps, all minimising matchings, and the sorted sizes of their slope changes."""

    gaps: list[int]
    minimizers: list[Matching]
    slope_changes: list[Changes]
    fewest_knots: int


@dataclass(frozen=True)
class Answer:
    """What is best for a data set; the matchings and their sorted slope changes correspond, in any order.

    `count` is the number of minimisers for every p but "0", where it counts only those splines that are matchings.
    """

    runs: list[RunAnswer]
    minimizers: list[Matching]
    slope_changes: list[Changes]
    fewest_knots: int
    count: int | float


def brute_force(x: Sequence[Fraction], y: Sequence[Fraction], p: str) -> Answer:
    """All minimisers of V_p, by comparing all matchings of each run exactly."""
    gaps = slope_gaps(x, y)
    runs = [_best_of_run(gaps, run, p) for run in runs_of(gaps)]
    whole = [frozenset().union(*parts) for parts in product(*(run.minimizers for run in runs))]
    changes = [tuple(sorted(slope_changes(gaps, matching))) for matching in whole]
    number = len(whole) if len(x) > 1 else math.inf
    return Answer(runs, whole, changes, sum(run.fewest_knots for run in runs), number)


def _best_of_run(gaps: Sequence[Fraction], run: list[int], p: str) -> RunAnswer:
    sizes = [abs(gaps[k]) for k in run]
    candidates = [(m, tuple(sorted(slope_changes(sizes, m)))) for m in matchings(len(run))]
    best = candidates[:1]
    for candidate in candidates[1:]:
        sign = compare_costs(candidate[1], best[0][1], p)
        best = [candidate] if sign < 0 else best + [candidate] * (sign == 0)
    shifted = [frozenset(run[0] + k for k in m) for m, _ in best]
    return RunAnswer(run, shifted, [c for _, c in best], min(len(c) for _, c in candidates))


# --- exact comparison ------------------------------------------------------------------------------------------------


def compare_costs(a: Iterable[Fraction], b: Iterable[Fraction], p: str) -> int:
    """The sign of (sum of |c|^p over a) - (the same over b): exact; equal multisets are equal at once."""
    difference = Counter(abs(c) for c in a)
    difference.subtract(Counter(abs(c) for c in b))
    return sign_of_power_sum(difference, p)


def sign_of_power_sum(terms: Mapping[Fraction, int], p: str) -> int:
    """The sign of the sum of n a^p over the positive rationals a and integers n = terms[a], exactly.

    At "0+" and "1-" it is the sign for all p close enough to 0 and to 1: a^p is the sum over m of (p ln a)^m / m!, and
    of a (-(1-p) ln a)^m / m!, so the first m decides for which the sum of n ln^m a, or n a ln^m a, is not 0.
    """
    terms = {a: n for a, n in terms.items() if n}
    if p == "0":
        return _sign(sum(terms.values()))
    if p not in ("0+", "1-"):
        return _sign_at(terms, Fraction(p))
    near_one = p == "1-"
    weights = {a: n * a if near_one else Fraction(n) for a, n in terms.items()}
    # Powers 0..len-1 of distinct logarithms form a regular (Vandermonde) matrix: one of these sums is not 0.
    for m in range(len(terms)):
        if sign := _sign_of_log_sum(weights, m):
            return -sign if near_one and m % 2 else sign
    return 0


def _sign(number: Fraction | int) -> int:
    return (number > 0) - (number < 0)


def _number(a: Fraction) -> mpmath.mpf:
    return mpmath.mpf(a.numerator) / a.denominator


@lru_cache(maxsize=4096)
def _power(a: Fraction, p: Fraction, _digits: int) -> mpmath.mpf:
    """The power at the present precision, of so many digits: that of one slope change is asked for again and again."""
    return _number(a) ** _number(p)


def _clear_sign(summands: Iterable[mpmath.mpf], bound: mpmath.mpf, digits: int) -> int | None:
    """The sign of the sum, unless it is 0 to all but the guard digits of the bound that its errors scale with."""
    total = mpmath.fsum(summands)
    return None if abs(total) <= bound * mpmath.mpf(10) ** (GUARD - digits) else int(mpmath.sign(total))


def _sign_at(terms: Mapping[Fraction, int], p: Fraction) -> int:
    digits = FIRST_DIGITS
    while True:
        with mpmath.workdps(digits):
            parts = [n * _power(a, p, digits) for a, n in terms.items()]
            sign = _clear_sign(parts, max(map(abs, parts), default=mpmath.mpf(0)), digits)
        if sign is not None:
            return sign
        # Only what is not 0 needs more digits, and then a few more will do.
        if digits == FIRST_DIGITS and _is_zero(terms, p):
            return 0
        digits *= 2


def _is_zero(terms: Mapping[Fraction, int], p: Fraction) -> bool:
    """Whether the sum of n a^(u/v) is 0, by a theorem of Besicovitch (1940).

    Real v-th roots of positive rationals no two of which have a v-th power as ratio are linearly independent over the
    rationals. So the terms are sorted into classes of such ratios, and the coefficients of each class must sum to 0.
    """
    left = dict(terms)
    while left:
        representative, total = next(iter(left)), ZERO
        for a in list(left):
            root = rational_root(a / representative, p.denominator)
            if root is not None:
                total += left.pop(a) * root**p.numerator
        if total:
            return False
    return True


def rational_root(a: Fraction, v: int) -> Fraction | None:
    """The positive rational whose v-th power is a > 0, if there is one."""
    above, below = _integer_root(a.numerator, v), _integer_root(a.denominator, v)
    return None if above is None or below is None else Fraction(above, below)


def _integer_root(n: int, v: int) -> int | None:
    if n == 1:
        return 1
    low, high = 1, 1 << (n.bit_length() // v + 1)
    if n.bit_length() <= v:  # 1 < n < 2^v
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**v <= n else (low, middle)
    return low if low**v == n else None


def _sign_of_log_sum(weights: Mapping[Fraction, Fraction], m: int) -> int:
    """The sign of the sum of w ln^m a; it is 0 if it is so as a polynomial in independent logarithms."""
    if m == 0:
        return _sign(sum(weights.values(), ZERO))
    digits = FIRST_DIGITS
    while digits <= MOST_DIGITS:
        with mpmath.workdps(digits):
            logs = [(_number(w), mpmath.log(_number(a))) for a, w in weights.items()]
            bound = max(abs(w) * max(1, abs(log)) ** m for w, log in logs)
            sign = _clear_sign((w * log**m for w, log in logs), bound, digits)
        if sign is not None:
            return sign
        if digits == FIRST_DIGITS and _is_zero_polynomial(weights, m):
            return 0
        digits *= 2
    raise ArithmeticError(f"undecided with {MOST_DIGITS} digits: the sum of w ln^{m} a for {dict(weights)}")


def _is_zero_polynomial(weights: Mapping[Fraction, Fraction], m: int) -> bool:
    base = coprime_base([n for a in weights for n in a.as_integer_ratio()])
    logs = sympy.symbols(f"log:{len(base) or 1}")
    total = sympy.Integer(0)
    for a, w in weights.items():
        exponents = [_multiplicity(b, a.numerator) - _multiplicity(b, a.denominator) for b in base]
        linear = sum((e * log for e, log in zip(exponents, logs, strict=False)), sympy.Integer(0))
        total += sympy.Rational(w.numerator, w.denominator) * linear**m
    return bool(sympy.expand(total) == 0)


def coprime_base(numbers: Iterable[int]) -> list[int]:
    """Pairwise coprime integers > 1, so of independent logarithms, of which all the given ones are products."""
    base = set(numbers) - {1}
    while pair := next(((a, b) for a, b in combinations(sorted(base), 2) if math.gcd(a, b) > 1), None):
        a, b = pair
        g = math.gcd(a, b)
        base = (base - {a, b}) | ({g, a // g, b // g} - {1})
    return sorted(base)


def _multiplicity(b: int, n: int) -> int:
    return next(e for e in count() if n % b ** (e + 1))


# --- fewest knots, over all splines ----------------------------------------------------------------------------------


class _Atom(NamedTuple):
    """A knot by kind: its sign and the gaps that it pays, each by an amount of its own > 0; None is no gap.

    At the data point of gap k it pays (k,). Strictly between the points of gap k and gap k+1, at a share t in (0, 1) of
    the way and with slope change c, it pays |c|(1-t) to k and |c|t to k+1: any two amounts > 0, each pair once.
    """

    pays: tuple[int | None, ...]
    sign: int


@cache
def _configurations(n: int, knots: int) -> list[tuple[_Atom, ...]]:
    """All choices of so many atoms for n gaps: at most one at a data point, at most two in an open interval."""
    inside = [None, *range(n), None]
    places: list[tuple[tuple[int | None, ...], int]] = [((k,), 1) for k in range(n)] + [
        (p, 2) for p in pairwise(inside)
    ]
    most = dict(places)
    kinds = [_Atom(place, sign) for place, _ in places for sign in (1, -1)]
    chosen = combinations_with_replacement(kinds, knots)
    return [atoms for atoms in chosen if all(v <= most[k] for k, v in Counter(a.pays for a in atoms).items())]


def count_fewest_knots(x: Sequence[Fraction], y: Sequence[Fraction]) -> tuple[int, int | float]:
    """The least number of knots over all splines through the points, and how many splines have it (math.inf perhaps).

    More atoms than these need not be looked at: a knot outside the data can be left out, and of three in one open
    interval two have the same sign and can be merged, so neither is in a spline with the fewest knots.
    """
    gaps = slope_gaps(x, y)
    if len(x) == 1:
        return 0, math.inf
    only = [frozenset({_sign(d)} - {0}) for d in gaps]
    for knots in count():
        feasible = [
            dimension
            for paid, dimension in _dimensions(len(gaps), knots)
            if all(signs in (_BOTH, own) for signs, own in zip(paid, only, strict=True))
        ]
        if feasible:
            return knots, math.inf if any(feasible) else len(feasible)
    raise AssertionError


_BOTH = frozenset({1, -1})


@cache
def _dimensions(n: int, knots: int) -> list[tuple[tuple[frozenset[int], ...], int]]:
    """For each choice of atoms the signs with which each gap is paid, and the dimension of the set of its splines.

    Every amount stands in the equation of one gap (or of none), so the equations can be looked at one by one: a sum of
    amounts > 0 with given signs equals d. There are such amounts if both signs occur, or that of d alone; for d = 0
    also if there are none at all. The solutions are open in a hyperplane.
    """
    found = []
    for atoms in _configurations(n, knots):
        paid = [[atom.sign for atom in atoms if k in atom.pays] for k in range(n)]
        free = sum(1 for atom in atoms for k in atom.pays if k is None) + sum(max(len(s) - 1, 0) for s in paid)
        found.append((tuple(map(frozenset, paid)), free))
    return found


def fewest_knots_by_lp(x: Sequence[Fraction], y: Sequence[Fraction]) -> int:
    """The same least number, by deciding for each choice of atoms if a general linear system has a solution > 0."""
    gaps = slope_gaps(x, y)
    return next(
        knots for knots in count() if any(_has_spline(atoms, gaps) for atoms in _configurations(len(gaps), knots))
    )


def _has_spline(atoms: tuple[_Atom, ...], gaps: Sequence[Fraction]) -> bool:
    amounts = [(atom.sign, k) for atom in atoms for k in atom.pays]
    rows = [[Fraction(sign) if k == j else ZERO for sign, k in amounts] for j in range(len(gaps))]
    return has_positive_solution(rows, gaps)


def has_positive_solution(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> bool:
    """Whether rows * v = right has a solution with all v > 0, by Fourier-Motzkin elimination over the rationals."""
    if not rows:
        return True
    n = len(rows[0])
    # An inequality (b, a_1..a_n) says b + a_1 v_1 + ... > 0; an equation the same with = 0.
    equations = [[-b, *row] for row, b in zip(rows, right, strict=True)]
    inequalities = [[ZERO] + [Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    for k in range(1, n + 1):
        pivot = next((e for e in equations if e[k]), None)
        if pivot is not None:
            equations = [_without(e, pivot, k) for e in equations if e is not pivot]
            inequalities = [_without(e, pivot, k) for e in inequalities]
        else:
            lower = [e for e in inequalities if e[k] > 0]
            upper = [e for e in inequalities if e[k] < 0]
            both = [[a / e[k] - b / f[k] for a, b in zip(e, f, strict=True)] for e in lower for f in upper]
            inequalities = [e for e in inequalities if e[k] == 0] + both
    return all(e[0] == 0 for e in equations) and all(e[0] > 0 for e in inequalities)


def _without(e: list[Fraction], pivot: list[Fraction], k: int) -> list[Fraction]:
    return [a - e[k] / pivot[k] * b for a, b in zip(e, pivot, strict=True)]


# --- search for something better -------------------------------------------------------------------------------------


def random_search(x: Sequence[Fraction], y: Sequence[Fraction], p: str, tries: int, seed: int) -> mpmath.mpf:
    """The smallest V_p, to 60 digits, of the splines met on `tries` random walks among all splines through the points.

    p is "0" or a fraction. A walk starts at a random spline, built piece by piece without any theory. Its steps merge
    knots of one sign in one interval, shift payments to a gap between two knots, and add or take off opposite ones.
    """
    rng = random.Random(seed)
    found = []
    for _ in range(tries):
        spline = random_spline(x, y, rng)
        end = _walk(x, y, spline, float(Fraction(p)), rng)
        found += [objective(checked(s, x, y).changes, p) for s in (spline, end)]
    return min(found)


def checked(spline: Spline, x: Sequence[Fraction], y: Sequence[Fraction]) -> Spline:
    if not interpolates(*spline, x, y) or any(c == 0 for c in spline.changes):
        raise AssertionError(f"the oracle built a spline that does not count: {spline}")
    return spline


def random_spline(x: Sequence[Fraction], y: Sequence[Fraction], rng: random.Random) -> Spline:
    """A spline through the points: up to three knots in each interval, any slopes, the last one fixed by the label."""
    slopes = chord_slopes(x, y)
    scale = max(map(abs, slope_gaps(x, y)), default=ZERO) or Fraction(1)

    def some(near: Fraction) -> Fraction:
        return near + scale * Fraction(rng.randint(-6, 6), rng.randint(1, 6))

    slope = first = some(slopes[0]) if rng.random() < 0.3 else slopes[0]
    knots: list[tuple[Fraction, Fraction]] = []
    for j, chord in enumerate(slopes):
        cuts = sorted(rng.sample(range(1, 12), rng.choice([0, 0, 1, 1, 2, 3])))
        ends = [x[j] + (x[j + 1] - x[j]) * Fraction(k, 12) for k in (0, *cuts, 12)]
        free = [slope if i == 0 and rng.random() < 0.5 else some(chord) for i in range(len(cuts))]
        risen = sum((s * (b - a) for s, (a, b) in zip(free, pairwise(ends), strict=False)), ZERO)
        pieces = [*free, (y[j + 1] - y[j] - risen) / (ends[-1] - ends[-2])]
        knots += [(t, after - before) for t, before, after in zip(ends, [slope, *pieces], pieces, strict=False)]
        slope = pieces[-1]
    if rng.random() < 0.3:
        knots += [(x[-1] + rng.randint(0, 2), some(ZERO)), (x[0] - 1, after := some(ZERO))]
        first -= after
    left_intercept = y[0] - value(first, ZERO, knots, x[0])
    return Spline(first, left_intercept, tuple(sorted((t, c) for t, c in knots if c)))


Pay = dict[tuple[int, int, int], Fraction]  # (interval, sign of the knot, 0 for its left gap or 1) -> amount >= 0
Units = dict[tuple[int, int, int], int]  # the same in whole numbers of some unit


def _payments(x: Sequence[Fraction], spline: Spline, rng: random.Random) -> Pay:
    """What the knots of each sign pay in each interval together: this merges them. Knots outside are left out."""
    pay = {(j, sign, side): ZERO for j in range(len(x) - 1) for sign in (1, -1) for side in (0, 1)}
    for t, c in spline.knots:
        homes = [j for j in range(len(x) - 1) if x[j] <= t <= x[j + 1]]
        if homes:
            j = rng.choice(homes)
            share = (t - x[j]) / (x[j + 1] - x[j])
            pay[j, _sign(c), 0] += abs(c) * (1 - share)
            pay[j, _sign(c), 1] += abs(c) * share
    return pay


def _spline_from(x: Sequence[Fraction], y: Sequence[Fraction], pay: Pay) -> Spline:
    changes: defaultdict[Fraction, Fraction] = defaultdict(Fraction)
    for j, sign in product(range(len(x) - 1), (1, -1)):
        left, right = pay[j, sign, 0], pay[j, sign, 1]
        if left + right:
            changes[x[j] + (x[j + 1] - x[j]) * right / (left + right)] += sign * (left + right)
    knots = tuple(sorted((t, c) for t, c in changes.items() if c))
    bend = value(ZERO, ZERO, knots, x[1]) - value(ZERO, ZERO, knots, x[0])
    slope = (y[1] - y[0] - bend) / (x[1] - x[0])
    return Spline(slope, y[0] - value(slope, ZERO, knots, x[0]), knots)


def _walk(x: Sequence[Fraction], y: Sequence[Fraction], start: Spline, p: float, rng: random.Random) -> Spline:
    """Downhill steps in the payments, by cost in floats; a step that lowers nothing is taken back."""
    exact = _payments(x, start, rng)
    scale = max((abs(c) for c in start.changes), default=Fraction(1))
    # In whole numbers of a unit, for fractions are slow: so small that it matters to no cost.
    unit = math.lcm(scale.denominator, *(v.denominator for v in exact.values())) << 64
    pay, size = {place: int(v * unit) for place, v in exact.items()}, int(scale * unit)
    costs = _costs(pay, range(len(x) - 1), size, p)
    cost = math.fsum(costs.values())
    for _ in range(25 * len(x)):
        before, touched = dict(pay), set[int]()
        for _ in range(rng.choice([1, 1, 2, 3])):
            _step(pay, point := rng.randrange(len(x)), len(x), rng)
            touched |= {point - 1, point}
        changed = costs | _costs(pay, touched & set(range(len(x) - 1)), size, p)
        after = math.fsum(changed.values())
        if after <= cost:
            cost, costs = after, changed
        else:
            pay = before
    return _spline_from(x, y, {place: Fraction(v, unit) for place, v in pay.items()})


def _costs(pay: Units, intervals: Iterable[int], size: int, p: float) -> dict[tuple[int, int], float]:
    """What the knot of each sign in each of the intervals costs."""
    costs = {}
    for j in intervals:
        for sign in (1, -1):
            total = pay[j, sign, 0] + pay[j, sign, 1]
            costs[j, sign] = math.pow(total / size, p) if total else 0.0
    return costs


def _step(pay: Units, point: int, points: int, rng: random.Random) -> None:
    """Change what is paid at one data point, keeping the sum there; what is paid at the two ends is dropped."""
    keys = [(j, sign, side) for j, side in ((point - 1, 1), (point, 0)) for sign in (1, -1) if 0 <= j < points - 1]
    if point in (0, points - 1):
        pay.update(dict.fromkeys(keys, 0))
        return
    source, target = rng.sample(keys, 2)
    eighths = rng.choice([8, 8, rng.randint(1, 7)])
    if source[1] == target[1]:
        amount = pay[source] * eighths // 8
        pay[target] += amount
    else:
        amount = min(pay[source], pay[target]) * eighths // 8 * rng.choice([1, 1, -1])
        pay[target] -= amount
    pay[source] -= amount
