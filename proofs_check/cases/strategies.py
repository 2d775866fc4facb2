"""Hypothesis strategies for slope gaps, data sets, exponents, CSV texts and interpolating splines.

Everything drawn is a plain exact value: numbers are `fractions.Fraction`, gaps a tuple, a data set a pair `(x, y)` of
tuples with x strictly increasing, an exponent a string. So the strategies serve any implementation. Simple examples
come first when Hypothesis shrinks: few points, unit steps, small integers. Hypothesis must be installed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple, ParamSpec, TypeAlias, TypeVar, cast

from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from proofs_check.cases.ties import TRIPLES, SlopeGaps, product_tie, solved_tie, surd_tie

__all__ = [
    "XY", "Interpolant", "SlopeGaps", "collinear_stretches", "csv_texts", "data_from_gaps", "data_sets",
    "data_sets_with_gaps", "data_sets_with_runs", "exact_ties", "exponents", "float_data_sets", "gap_sequences",
    "interpolants", "near_ties", "rationals", "runs", "simplest", "wide_ratios",
]  # fmt: skip

_T = TypeVar("_T")
_P = ParamSpec("_P")
XY: TypeAlias = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
_Numbers: TypeAlias = SearchStrategy[Fraction]

_ZERO, _TEN = Fraction(0), Fraction(10)
_SIGNS = st.sampled_from([1, -1])
_SIZES = st.builds(Fraction, st.integers(1, 20), st.integers(1, 6))
_SIMPLE_EXPONENTS = ["1/2", "1/3", "2/3", "1/4", "3/4", "2/5", "7/10"]
_LITERAL = r"-?(0|[1-9][0-9]{0,3})((\.[0-9]{1,6})?([eE][+-]?[1-3]?[0-9])?|/[1-9][0-9]{0,2})"
_LITERALS = st.from_regex(_LITERAL, fullmatch=True)
_BLANKS = st.sampled_from(["", " ", "  "])
_HEADERS = st.sampled_from([(), ("x,y",), ("input, label",), ("year,flow",)])
_NONE_OR_EMPTY = st.sampled_from([(), (), (), ("",)])
_ENDS = st.sampled_from(["\n", "\r\n"])


class Interpolant(NamedTuple):
    """The spline `left_slope * x + left_intercept` left of all knots; its slope grows at each (position, change)."""

    left_slope: Fraction
    left_intercept: Fraction
    knots: tuple[tuple[Fraction, Fraction], ...]


def _once(build: Callable[_P, _T]) -> Callable[_P, _T]:
    """Build what is asked for again once only: Hypothesis looks a strategy through when it first draws from it."""
    return cast(Callable[_P, _T], lru_cache(maxsize=256)(build))


def simplest(strategy: SearchStrategy[_T]) -> _T:
    """Return the example that Hypothesis tries first: every choice at its simplest.

    Examples
    --------
    >>> simplest(rationals(positive=True))
    Fraction(1, 1)
    """
    return find(strategy, lambda _: True, settings=settings(max_examples=1, phases=[Phase.generate], database=None))


@_once
def rationals(*, positive: bool = False, max_exponent: int = 40) -> SearchStrategy[Fraction]:
    """Draw small integers, fractions, decimals, and huge and tiny numbers up to 99 * 10^max_exponent."""

    def numerators(limit: int) -> SearchStrategy[int]:
        return st.integers(1 if positive else -limit, limit)

    decimals = st.builds(lambda n, k: Fraction(n, 10**k), numerators(9999), st.integers(1, 4))
    fractions = st.builds(Fraction, numerators(99), st.integers(1, 99))
    extremes = st.builds(lambda n, k: n * _TEN**k, numerators(99), st.integers(-max_exponent, max_exponent))
    return st.one_of(st.builds(Fraction, numerators(9)), fractions, decimals, extremes)


@_once
def exponents(*, limits: bool = True) -> SearchStrategy[str]:
    """Draw "0", "0+", "1-" (unless limits is False), or a reduced fraction strictly between 0 and 1.

    The fractions are simple ones, ones within 10^-12 of 0 or 1, and binary floats with denominators up to 2^54.

    Examples
    --------
    >>> simplest(exponents()), simplest(exponents(limits=False))
    ('0', '1/2')
    """
    simple = st.builds(lambda u, v: Fraction(u, u + v), st.integers(1, 9), st.integers(1, 9))
    tiny = st.integers(1, 12).map(lambda k: Fraction(1, 10**k))
    floats = st.floats(0.25, 1, exclude_max=True).map(Fraction)
    fractions = st.one_of(simple, tiny, tiny.map(lambda a: 1 - a), floats).map(str)
    first = ["0", "0+", "1-", *_SIMPLE_EXPONENTS] if limits else _SIMPLE_EXPONENTS
    return st.one_of(st.sampled_from(first), fractions)


@_once
def gap_sequences(min_gaps: int = 0, max_gaps: int = 8, *, values: _Numbers | None = None) -> SearchStrategy[SlopeGaps]:
    """Draw slope gaps with zeros among them: of any signs, or of one sign, so that long runs are not rare.

    Examples
    --------
    >>> simplest(gap_sequences(2))
    (Fraction(0, 1), Fraction(0, 1))
    """
    value = st.one_of(st.builds(Fraction, st.integers(-2, 2)), rationals() if values is None else values)
    mixed = st.lists(value, min_size=min_gaps, max_size=max_gaps).map(tuple)
    return st.one_of(mixed, mixed.map(lambda d: tuple(map(abs, d))), mixed.map(lambda d: tuple(-abs(a) for a in d)))


def runs(length: int, sign: int | None = None, *, values: _Numbers | None = None) -> SearchStrategy[SlopeGaps]:
    """Draw one run: `length` gaps of the given sign (1, -1; None for either), whose sizes are drawn from `values`.

    Raises
    ------
    ValueError
        If the length is negative or the sign is none of these.

    Examples
    --------
    >>> simplest(runs(2, -1))
    (Fraction(-1, 1), Fraction(-1, 1))
    """
    if length < 0 or sign not in (None, 1, -1):
        raise ValueError(f"a run needs length >= 0 and sign 1, -1 or None, not length {length} and sign {sign}")
    sizes = st.lists(rationals(positive=True) if values is None else values, min_size=length, max_size=length)
    return st.builds(_times, sizes, st.sampled_from([1, -1] if sign is None else [sign]))


@_once
def exact_ties(p: str = "1/2") -> SearchStrategy[SlopeGaps]:
    """Draw runs with two or more minimisers at p.

    They are a, b, a and an odd number of equal gaps (equal multisets of slope changes: ties at every p) and, at 1/2,
    surd ties: four gaps a^2 m, b^2 m, ... with a minimiser of 2 knots and one of 3.

    Examples
    --------
    >>> simplest(exact_ties("1/3")) == (1, 1, 1)
    True
    """
    size = rationals(positive=True, max_exponent=20)
    palindromes = st.builds(lambda a, b: (a, b, a), size, size)
    repeats = st.builds(lambda a, n: (a,) * (2 * n + 1), size, st.integers(1, 4))
    return st.builds(_times, st.one_of([palindromes, repeats] + [_surd_ties()] * (p == "1/2")), _SIGNS)


@_once
def near_ties(p: str, *, min_digits: int = 1, max_digits: int = 20) -> SearchStrategy[SlopeGaps]:
    """Draw runs whose last decision, the sign of g_{n-1} - D_{n-1} in the dual recurrence, is not 0 but nearly so.

    The last gap is off that of a tie by a factor 1 + 10^-k or 1 - 10^-k with min_digits <= k <= max_digits. The tie is
    one of `exact_ties(p)` or solved for. At p = "0+" the decision may also be 0 to first, but not to second order in p.

    Raises
    ------
    ValueError
        If p is "0", where all g are 1 and no tie is near.

    Examples
    --------
    >>> simplest(near_ties("1/3")) == (1, 1, Fraction(11, 10))
    True
    """
    if p == "0":
        raise ValueError('p = "0" has no near ties, for every g is 1: draw from exact_ties("0") instead')
    solved = st.lists(_SIZES, min_size=3, max_size=5).map(lambda run: solved_tie(run, p))
    ties = exact_ties(p) if p == "0+" else st.one_of(exact_ties(p), solved)
    factors = st.builds(lambda k, sign: 1 + sign * _TEN**-k, st.integers(min_digits, max_digits), _SIGNS)
    nudged = st.builds(lambda tie, factor: (*tie[:-1], tie[-1] * factor), ties, factors)
    return st.one_of(nudged, st.builds(product_tie, _SIZES, _SIZES, _SIZES, _SIZES)) if p == "0+" else nudged


@_once
def wide_ratios(min_gaps: int = 2, max_gaps: int = 6, *, max_exponent: int = 300) -> SearchStrategy[SlopeGaps]:
    """Draw runs with at least one gap as small as 10^-max_exponent and one as large as 10^max_exponent.

    Examples
    --------
    >>> simplest(wide_ratios(max_exponent=2))
    (Fraction(1, 100), Fraction(100, 1))
    """
    powers = st.lists(st.integers(-max_exponent, max_exponent), min_size=min_gaps - 2, max_size=max_gaps - 2)
    orders = powers.flatmap(lambda e: st.permutations([-max_exponent, max_exponent, *e]))
    sizes = orders.flatmap(lambda e: st.tuples(*(st.integers(1, 9).map((_TEN**k).__mul__) for k in e)))
    return st.builds(_times, sizes, _SIGNS)


def data_from_gaps(
    gaps: Sequence[Fraction | int],
    spacing: Sequence[Fraction | int] | None = None,
    slope: Fraction | int = 0,
    intercept: Fraction | int = 0,
    start: Fraction | int = 0,
) -> XY:
    """Return the data set with these slope gaps, whose first two points lie on slope * x + intercept.

    Parameters
    ----------
    gaps
        The slope gaps d_2, ..., d_{N-1}.
    spacing
        The steps x_{i+1} - x_i > 0, one more than gaps; all 1 if left out.
    slope, intercept, start
        The first chord line and x_1.

    Raises
    ------
    ValueError
        If there is not one step more than gaps, or a step is not positive.

    Examples
    --------
    >>> x, y = data_from_gaps([1, -1, -1, 1], start=-2)
    >>> [int(a) for a in x], [int(b) for b in y]
    ([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])
    """
    steps = [Fraction(1)] * (len(gaps) + 1) if spacing is None else [Fraction(h) for h in spacing]
    if len(steps) != len(gaps) + 1 or min(steps) <= 0:
        raise ValueError(f"{len(gaps)} gaps need {len(gaps) + 1} positive steps, not [{', '.join(map(str, steps))}]")
    slopes = accumulate(map(Fraction, gaps), initial=Fraction(slope))
    rises = [h * s for h, s in zip(steps, slopes, strict=True)]
    x = accumulate(steps, initial=Fraction(start))
    return tuple(x), tuple(accumulate(rises, initial=Fraction(slope) * start + intercept))


@_once
def data_sets_with_gaps(gaps: SearchStrategy[SlopeGaps]) -> SearchStrategy[XY]:
    """Draw data sets with gaps from the given strategy, even or uneven steps and any affine part.

    Examples
    --------
    >>> [str(b) for b in simplest(data_sets_with_gaps(near_ties("1-", min_digits=3)))[1]]
    ['0', '0', '1', '3', '6001/1000']
    """
    return _data_sets(gaps, rationals(max_exponent=12), rationals(positive=True, max_exponent=12))


@_once
def data_sets(min_points: int = 1, max_points: int = 10) -> SearchStrategy[XY]:
    """Draw data sets of all kinds, with min_points to max_points points.

    Examples
    --------
    >>> simplest(data_sets(2))
    ((Fraction(0, 1), Fraction(1, 1)), (Fraction(0, 1), Fraction(0, 1)))
    """
    number = rationals()
    alone = st.builds(lambda a, b: ((a,), (b,)), number, number)
    more = data_sets_with_gaps(gap_sequences(max(min_points - 2, 0), max(max_points - 2, 0)))
    return st.one_of(([alone] if min_points <= 1 else []) + ([more] if max_points >= 2 else []))


def data_sets_with_runs(lengths: Sequence[int]) -> SearchStrategy[XY]:
    """Draw data sets whose runs have these lengths from left to right, with zero gaps before, between and after them.

    Examples
    --------
    >>> [str(b) for b in simplest(data_sets_with_runs([2, 1]))[1]]
    ['0', '0', '1', '3', '4']
    """
    return data_sets_with_gaps(_gaps_with_runs(tuple(lengths), least_zeros=0))


@_once
def collinear_stretches() -> SearchStrategy[XY]:
    """Draw data sets of one to three runs, often of one sign, with collinear points (zero gaps) after each."""
    lengths = st.lists(st.integers(1, 3), min_size=1, max_size=3)
    return data_sets_with_gaps(lengths.flatmap(lambda n: _gaps_with_runs(tuple(n), least_zeros=1)))


@_once
def float_data_sets(min_points: int = 1, max_points: int = 8, *, limit: float = 1e300) -> SearchStrategy[XY]:
    """Draw data sets of binary floats read exactly: any floats, or what floats make of numbers with one decimal."""
    number = st.one_of(st.integers(-999, 999).map(lambda n: n / 10), st.floats(-limit, limit)).map(Fraction)
    rows = st.lists(st.tuples(number, number), min_size=min_points, max_size=max_points, unique_by=lambda row: row[0])
    return rows.map(sorted).map(lambda data: (tuple(x for x, _ in data), tuple(y for _, y in data)))


def csv_texts(min_points: int = 1, max_points: int = 6) -> SearchStrategy[tuple[str, XY]]:
    r"""Draw pairs of a CSV text and the data set it stands for; the rows are in the order of x.

    Entries are integers, decimals, scientific notation or fractions (not always reduced), with blanks around them.
    There may be a header, empty lines, CRLF, and no line end after the last row. There are no comments.
    """
    return _csv_texts(min_points, max_points)


def interpolants(x: Sequence[Fraction], y: Sequence[Fraction]) -> SearchStrategy[Interpolant]:
    """Draw continuous piecewise-linear functions through all points, with knots anywhere.

    In each interval stand up to one positive and one negative knot (each perhaps split in two), whose payments to the
    gaps sum to each gap; knots outside the data pay nothing. The simplest has all knots at data points.

    Examples
    --------
    >>> simplest(interpolants(*data_from_gaps([2]))).knots
    ((Fraction(1, 1), Fraction(2, 1)),)
    """
    return _interpolants(tuple(x), tuple(y))


@_once
def _numbers_below(count: int) -> SearchStrategy[int]:
    return st.sampled_from(range(count))


def _times(sizes: Iterable[Fraction], factor: int) -> SlopeGaps:
    return tuple(a * factor for a in sizes)


def _surd_ties() -> SearchStrategy[SlopeGaps]:
    number = st.integers(1, 9)
    return st.builds(surd_tie, st.sampled_from(TRIPLES), number, number, rationals(positive=True, max_exponent=20))


@st.composite
def _data_sets(draw: DrawFn, gaps: SearchStrategy[SlopeGaps], number: _Numbers, step: _Numbers) -> XY:
    d = draw(gaps)
    steps = [draw(step) for _ in range(len(d) + 1)] if draw(st.booleans()) else None
    return data_from_gaps(d, steps, draw(number), draw(number), draw(number))


@_once
@st.composite
def _gaps_with_runs(draw: DrawFn, lengths: tuple[int, ...], least_zeros: int) -> SlopeGaps:
    gaps, sign, size = [_ZERO] * draw(st.integers(0, 2)), draw(_SIGNS), rationals(positive=True)
    for index, length in enumerate(lengths):
        gaps += [sign * draw(size) for _ in range(length)]
        turn = (1, -1)[draw(_numbers_below(2))] * (1 if least_zeros else -1)
        joins_next = turn == 1 and index < len(lengths) - 1  # two runs of one sign need a zero between them
        gaps += [_ZERO] * draw(st.integers(max(least_zeros, int(joins_next)), 3))
        sign *= turn
    return tuple(gaps)


@st.composite
def _csv_texts(draw: DrawFn, min_points: int, max_points: int) -> tuple[str, XY]:
    inputs = draw(st.lists(_LITERALS, min_size=min_points, max_size=max_points, unique_by=Fraction))
    rows = [(a, draw(_LITERALS)) for a in sorted(inputs, key=Fraction)]
    lines = draw(_HEADERS)
    for row in rows:
        lines = (*lines, *draw(_NONE_OR_EMPTY), ",".join(draw(_BLANKS) + cell + draw(_BLANKS) for cell in row))
    end = draw(_ENDS)
    text = end.join(lines) + ("", end)[draw(_numbers_below(2))]
    return text, (tuple(Fraction(a) for a, _ in rows), tuple(Fraction(b) for _, b in rows))


@st.composite
def _interpolants(draw: DrawFn, x: tuple[Fraction, ...], y: tuple[Fraction, ...]) -> Interpolant:
    slopes = [(y1 - y0) / (x1 - x0) for (x0, x1), (y0, y1) in zip(pairwise(x), pairwise(y), strict=True)]
    gaps = [after - before for before, after in pairwise(slopes)] + [_ZERO]
    positive, changes = rationals(positive=True, max_exponent=6), defaultdict[Fraction, Fraction](Fraction)

    def some(*usual: Fraction) -> Fraction:
        values = (_ZERO, _ZERO, _ZERO, *usual)
        k = draw(_numbers_below(len(values) + 1))
        return values[k] if k < len(values) else draw(positive)

    # An interval pays what the one before it left of the gap between them; at the two ends there is no gap to pay.
    paid = _ZERO
    for j, (low, high) in enumerate(pairwise(x)):
        rest, more = gaps[j - 1] - paid if j else some() - some(), some()
        up, down = (some(d, d / 2) if d > 0 else some() for d in (gaps[j], -gaps[j]))
        for sign, left, right in ((1, max(rest, _ZERO) + more, up), (-1, max(-rest, _ZERO) + more, down)):
            if total := left + right:
                at = low + (high - low) * right / total
                apart = min(at - low, high - at) / 2 if draw(st.booleans()) else _ZERO
                changes[at - apart] += sign * total / 2
                changes[at + apart] += sign * total / 2
        paid = up - down
    for outside in (x[0] - some(), x[-1] + some()):
        changes[outside] += some() - some()
    knots = tuple(sorted((t, c) for t, c in changes.items() if c))
    bends = [sum((c * max(at - t, _ZERO) for t, c in knots), _ZERO) for at in x[:2]]
    slope = slopes[0] - (bends[1] - bends[0]) / (x[1] - x[0]) if slopes else draw(rationals(max_exponent=6))
    return Interpolant(slope, y[0] - slope * x[0] - bends[0], knots)
