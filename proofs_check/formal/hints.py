"""What helps Coq's kernel to check a certificate, and is not trusted: wrong hints are refused (`theories/Checker.v`).

At p = u/v: for each slope gap, each sum of two neighbours of one sign and each knot, an integer just below its power at
a scale; for each tie, roots that show that a sum of powers is 0; the same for a bound of the objective that is exact.
At the limits: of how many moments to ask, and to how many bits to enclose logarithms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, TypeVar

from proofs_check.formal.reading import Given
from proofs_check.signs import MAX_ORDER, enclose_term

__all__ = ["MOST_SCALE", "Hints", "Precision", "hints_for"]

#: Brackets are refined up to so many bits behind the binary point; what is not told then is not proved.
MOST_SCALE = 4096
_FIRST_SCALE, _SUSPECT_SCALE = 40, 160

_T = TypeVar("_T")
_Terms = list[tuple[Fraction | int, Fraction]]  # (n, a) for the sum of all n a^p


class Precision(NamedTuple):
    """The record `precision`: a number stands between two integers over 2^scale, `width` apart; bits of its powers."""

    scale: int = 0
    width: int = 0
    bits: int = 0


class Hints(NamedTuple):
    """The record `hints` of `Checker.v`."""

    signs: Precision = Precision()
    gaps: Sequence[int] = ()
    sums: Sequence[int] = ()
    ties: Sequence[Sequence[Fraction]] = ()
    objective: Precision = Precision()
    knots: Sequence[int] = ()
    low: Sequence[Fraction] = ()
    high: Sequence[Fraction] = ()
    order: int = MAX_ORDER + 1
    precisions: Sequence[int] = (32, 64, 128, 256, 512)


def hints_for(given: Given) -> Hints:
    """Return hints that suffice if the certificate is right, but for signs that 4,096 bits do not tell.

    Examples
    --------
    >>> from proofs_check.formal.reading import Given
    >>> points = [(Fraction(x), Fraction(y)) for x, y in ((0, 0), (1, 0), (2, 4))]
    >>> left, knots = (Fraction(0), Fraction(0)), [(Fraction(1), Fraction(4))]
    >>> hints_for(Given(Fraction(1, 2), points, left, knots, [""], 1, 1, 1, (Fraction(2), Fraction(2)))).low
    [Fraction(1, 1), Fraction(1, 2)]
    """
    if not isinstance(given.p, Fraction) or given.p == 0:
        return Hints()
    hints = _signs(given.p, _marked(_gaps(given), given.dual))
    return hints if given.objective is None else _objective(given, given.p, given.objective, hints)


class _Row(NamedTuple):
    """A gap, its sum with the gap before it if they have one sign (else 0), and the character of that edge."""

    gap: Fraction
    sum: Fraction
    mark: str


def _gaps(given: Given) -> list[Fraction]:
    if any(x >= after for (x, _), (after, _) in pairwise(given.points)):
        return []  # clause C05 fails
    slopes = [(b - y) / (a - x) for (x, y), (a, b) in pairwise(given.points)]
    return [after - slope for slope, after in pairwise(slopes)]


def _marked(gaps: Sequence[Fraction], dual: Sequence[str]) -> list[_Row]:
    """Return all gaps with the marks of the runs; "-" where a run starts, and where marks are missing."""
    rows, runs, run, before = list[_Row](), iter(dual), "", Fraction(0)
    for gap in gaps:
        if before * gap > 0:
            rows.append(_Row(gap, before + gap, run[:1] or "-"))
            run = run[1:]
        else:
            rows.append(_Row(gap, Fraction(0), "-"))
            run = next(runs, "") if gap else ""
        before = gap
    return rows


def _first(make: Callable[[int], _T], good: Callable[[_T], bool]) -> _T:
    """Return what is made at the first scale at which it is good, or at the last."""
    scale = _FIRST_SCALE
    while scale < MOST_SCALE:
        if good(made := make(scale)):
            return made
        scale += scale // 4
    return make(MOST_SCALE)


def _signs(p: Fraction, rows: Sequence[_Row]) -> Hints:
    """Return brackets of gaps and sums that tell all signs, if those of some scale do, and the ties."""
    ties = [_roots(_weight(segment), p) for segment in _segments(rows)]

    def at(scale: int) -> Hints:
        brackets = _Brackets(p, scale, [a for row in rows for a in (row.gap, row.sum)])
        return Hints(brackets.precision, brackets.lows[::2], brackets.lows[1::2], ties)

    return _first(at, lambda found: _tells(p, rows, found))


def _objective(given: Given, p: Fraction, bounds: tuple[Fraction, Fraction], hints: Hints) -> Hints:
    """Return the hints with brackets of the knots within the bounds, and roots where a bound is the price itself."""
    exact = [_is_exact(_less(given, bound), p) for bound in bounds]
    low, high = (_roots(_less(given, bound), p) if yes else [] for bound, yes in zip(bounds, exact, strict=True))
    changes = [c for _, c in given.knots]

    def within(found: _Brackets) -> bool:
        below, above = (bound * (1 << found.precision.scale) for bound in bounds)
        total, width = sum(found.lows), len(changes) * found.precision.width
        if below > total + width or above < total:  # a false bound
            return True
        return (exact[0] or below <= total) and (exact[1] or total + width <= above)

    found = _first(lambda scale: _Brackets(p, scale, changes), within)
    return hints._replace(objective=found.precision, knots=found.lows, low=low, high=high)


class _Brackets:
    """Integers below the powers of numbers, a unit or more from both ends; 0 for 0."""

    def __init__(self, p: Fraction, scale: int, numbers: Sequence[Fraction]) -> None:
        ends = [enclose_term(abs(a), p, 0, scale) if a else (1, -1) for a in numbers]
        self.lows = [max(low - 1, 0) for low, _ in ends]
        size = max((abs(_log2(a)) for a in numbers if a), default=0)
        # A unit of an end is then far more than what rounding does to its power.
        bits = scale + size + p.denominator.bit_length() + 24
        self.precision = Precision(scale, max((high - low + 2 for low, high in ends), default=2), bits)


def _less(given: Given, bound: Fraction | int) -> _Terms:
    """Return the terms of the price of the function, less a bound."""
    return [(-bound, Fraction(1)), *((1, abs(c)) for _, c in given.knots)]


def _is_exact(terms: _Terms, p: Fraction) -> bool:
    """Return whether the terms sum to 0, as the normal form shows it."""
    sums: dict[Fraction, Fraction] = {}
    for (n, a), r in zip(_collected(terms), _roots(terms, p), strict=True):
        # Long powers only of what is a power: r = 1 else.
        c, value = (a, Fraction(1)) if r == 1 else (a / r**p.denominator, r**p.numerator)
        sums[c] = sums.get(c, Fraction(0)) + n * value
    return not any(sums.values())


def _log2(a: Fraction) -> int:
    return a.numerator.bit_length() - a.denominator.bit_length()


def _tells(p: Fraction, rows: Sequence[_Row], hints: Hints) -> bool:
    """Return whether the brackets tell all signs, as `signs_between` goes by them, or that one is false."""
    width, before = hints.signs.width, 0
    dual = (0, 0)
    segment = [Fraction(0)]
    for row, own, both in zip(rows, hints.gaps, hints.sums, strict=True):
        low, high = before + own - (both + width) - dual[1], before + own + 2 * width - both - dual[0]
        if row.sum and row.mark != "0" and not (low > 0 if row.mark == "+" else high < 0):
            # Of another sign, or so near to 0 that it may be 0; else more bits tell.
            near = hints.signs.scale >= _SUSPECT_SCALE and _is_exact(_weight([row.gap, *segment]), p)
            return high < 0 or low > 0 or near
        runs_on = bool(row.sum) and row.mark == "+"
        before, dual = own, (low, high) if runs_on else (0, 0)
        segment = [row.gap, *segment] if runs_on else [row.gap]
    return True


def _segments(rows: Sequence[_Row]) -> Iterator[list[Fraction]]:
    """Yield the gaps of each tie: back to where D was 0, the last one first."""
    before: list[Fraction] = [Fraction(0)]
    for row in rows:
        if row.sum and row.mark == "0":
            yield [row.gap, *before]
        before = [row.gap, *before] if row.sum and row.mark == "+" else [row.gap]


def _weight(segment: Sequence[Fraction]) -> _Terms:
    """Return the terms of g_k - g_(k-1) + ..., in the order of `dual_sum`."""
    return [
        term
        for k, (d, e) in enumerate(pairwise(segment))
        for term in (((-1) ** k, abs(e)), ((-1) ** k, abs(d)), (-((-1) ** k), abs(e + d)))
    ]


def _collected(terms: Iterable[tuple[Fraction | int, Fraction]]) -> _Terms:
    """Add up equal bases, from the last term on, as `collect` does; leave out what cancels."""
    found: dict[Fraction, Fraction | int] = {}
    for n, a in reversed(list(terms)):
        found[a] = found.get(a, 0) + n
    return [(n, a) for a, n in found.items() if n != 0]


def _roots(terms: _Terms, p: Fraction) -> list[Fraction]:
    """Return r_j with a_j = r_j^v c_j, where c_j is the first base that differs from a_j by a v-th power."""
    classes, roots = list[Fraction](), list[Fraction]()
    for _, a in _collected(terms):
        found = ((c, _root(a / c, p.denominator)) for c in classes)
        root = next((r for _, r in found if r), None)
        if root is None:
            classes.append(a)
        roots.append(root or Fraction(1))
    return roots


def _root(a: Fraction, v: int) -> Fraction | None:
    """Return the v-th root of a > 0 if it is rational."""
    top, bottom = _whole_root(a.numerator, v), _whole_root(a.denominator, v)
    return Fraction(top, bottom) if top and bottom else None


def _whole_root(m: int, v: int) -> int | None:
    if m == 1:
        return 1
    if m.bit_length() <= v:  # between 1 and 2
        return None
    low, high = 1, 1 << -(-m.bit_length() // v)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**v <= m else (low, middle - 1)
    return low if low**v == m else None
