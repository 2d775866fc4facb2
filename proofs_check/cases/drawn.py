"""Hypothesis strategies of cases: of one input, of several, and of few points on a line."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from proofs_check.cases.case import NetworkCase, SplineCase
from sparsest.data import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.points import Points

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from proofs_check.cases.strategies import XY, SlopeGaps

__all__ = [
    "LOTS", "equal_sizes", "four_gaps", "line_cases", "lots", "network_cases", "seeds", "spline_cases",
    "threshold_cases", "two_runs",
]  # fmt: skip

#: How many lots there are: a multiple of the usual shares of samples.
LOTS = 240

# Runs whose minimisers change without a change of their number of knots.
_EQUAL_SIZES = [
    (4, 8, 58, 22, 14),
    (1, 36, 57, 55, 3),
    (8, 39, 55, 31, 7),
    (9, 45, 17, 15, 6),
    (20, 29, 44, 9, 10),
    (14, 46, 56, 19, 7),
]


def spline_cases(
    data: SearchStrategy[XY] | None = None, *, gaps: SearchStrategy[SlopeGaps] | None = None, p: str | None = None
) -> SearchStrategy[SplineCase]:
    """Draw cases of one input: from given data sets, from given slope gaps, or of all kinds (2 to 9 points).

    Parameters
    ----------
    data : strategy, optional
        Draws data sets (x, y).
    gaps : strategy, optional
        Draws slope gaps, where no data sets are given.
    p : str, optional
        The exponent of all cases; drawn unless given.

    Examples
    --------
    >>> from proofs_check.cases.strategies import runs, simplest
    >>> simplest(spline_cases(gaps=runs(2))).to_json()
    {'x': ['0', '1', '2', '3'], 'y': ['0', '0', '1', '3'], 'p': '1/2', 'seed': 0, 'lot': 0}
    """
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets, data_sets_with_gaps

    if data is None:
        data = data_sets(2, 9) if gaps is None else data_sets_with_gaps(gaps)
    return st.builds(SplineCase, data.map(lambda xy: Dataset(*xy)), *_exponent_seed_and_lot(p))


def network_cases(
    dimensions: tuple[int, int] = (1, 2), most_points: tuple[int, int] = (4, 3)
) -> SearchStrategy[NetworkCase]:
    """Draw small cases of one to `dimensions[1]` inputs.

    Of those of more inputs than one, half are degenerate: points on a line, an input that repeats another, an input
    that is the same at all points, or few values for all entries.

    Parameters
    ----------
    dimensions : (int, int)
        Least and most number of inputs.
    most_points : (int, int)
        Most points for one input, and for more.

    Examples
    --------
    >>> from proofs_check.cases.strategies import simplest
    >>> simplest(network_cases()).to_json()
    {'x': [['1']], 'y': ['0'], 'p': '1/2', 'seed': 0, 'lot': 0}
    """
    from hypothesis import strategies as st

    number = st.integers(-3, 3) | st.builds(Fraction, st.integers(-9, 9), st.integers(1, 3))

    @st.composite
    def points(draw: DrawFn) -> Points:
        d = draw(st.integers(*dimensions))
        most = most_points[d > 1]
        degenerate = d > 1 and draw(st.booleans())
        rows = draw(_degenerate_rows(d)) if degenerate else st.tuples(*([number] * d))
        x = draw(st.lists(rows, min_size=min(3, most) if degenerate else 1, max_size=most, unique=True))
        return Points(x, draw(st.lists(number, min_size=len(x), max_size=len(x))))

    return st.builds(NetworkCase, points(), *_exponent_seed_and_lot())


def seeds() -> SearchStrategy[int]:
    """Draw seeds of cases.

    Examples
    --------
    >>> from proofs_check.cases.strategies import simplest
    >>> simplest(seeds())
    0
    """
    from hypothesis import strategies as st

    return st.integers(0, 2**32 - 1)


def lots() -> SearchStrategy[int]:
    """Draw lots of cases: every part that one in so many gets falls to its share of them.

    Examples
    --------
    >>> from proofs_check.cases.strategies import simplest
    >>> simplest(lots())
    0
    """
    from hypothesis import strategies as st

    return st.integers(0, LOTS - 1)


def _exponent_seed_and_lot(
    p: str | None = None,
) -> tuple[SearchStrategy[Exponent], SearchStrategy[int], SearchStrategy[int]]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import exponents

    return (exponents(limits=False) if p is None else st.just(p)).map(Exponent.read), seeds(), lots()


def _degenerate_rows(d: int) -> SearchStrategy[SearchStrategy[tuple[int, ...]]]:
    """Draw a strategy of inputs that are not in general position, or have many equal entries."""
    from hypothesis import strategies as st

    small = st.integers(-3, 3)
    vector = st.tuples(*([small] * d))

    def line(base: tuple[int, ...], along: tuple[int, ...]) -> SearchStrategy[tuple[int, ...]]:
        along = along if any(along) else (1,) * d
        return small.map(lambda t: tuple(a + t * b for a, b in zip(base, along, strict=True)))

    repeated = st.tuples(*([small] * (d - 1))).map(lambda row: (*row, row[0]))
    constant = small.map(lambda a: st.tuples(*([small] * (d - 1))).map(lambda row: (*row, a)))
    few = st.tuples(*([st.integers(0, 1)] * d))
    return st.builds(line, vector, vector) | st.just(repeated) | constant | st.just(few)


def line_cases(least: int = 3, most: int = 4, size: int = 9) -> SearchStrategy[NetworkCase]:
    """Draw cases of one input, with whole abscissae and labels up to `size`, no label 0.

    Examples
    --------
    >>> from proofs_check.cases.strategies import simplest
    >>> simplest(line_cases()).to_json()["y"]
    ['1', '1', '1']
    """
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import exponents

    def case(places: list[int], labels: list[int], p: str, seed: int, lot: int) -> NetworkCase:
        return NetworkCase(Points([[t] for t in places], labels[: len(places)]), Exponent.read(p), seed, lot)

    places = st.lists(st.integers(-size, size), min_size=least, max_size=most, unique=True)
    labels = st.lists(st.integers(1, size) | st.integers(-size, -1), min_size=most, max_size=most)
    return st.builds(case, places, labels, exponents(limits=False), seeds(), lots())


def four_gaps() -> SearchStrategy[SplineCase]:
    """Draw runs of four gaps, often two larger ones between smaller ones, where the fewest knots can be lost.

    Examples
    --------
    >>> from proofs_check.cases.strategies import simplest
    >>> simplest(four_gaps()).to_json()["y"]
    ['0', '0', '1', '3', '6', '10']
    """
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import rationals, runs

    small, large = rationals(positive=True, max_exponent=3), st.integers(1, 200)
    between = st.builds(lambda a, b, u, v: (a, a * u, b * v, b), small, small, large, large)
    return spline_cases(gaps=st.one_of(between, runs(4)))


def two_runs() -> SearchStrategy[SplineCase]:
    """Draw two runs of four gaps, two large ones between smaller ones: both lose the fewest knots at some p.

    Examples
    --------
    >>> from proofs_check.cases.strategies import simplest
    >>> simplest(two_runs()).runs
    ((0, 4), (5, 9))
    """
    from hypothesis import strategies as st

    small, large = st.integers(1, 9), st.integers(2, 200)
    run = st.builds(lambda a, b, u, v: (a, a * u, b * v, b), small, small, large, large)
    return spline_cases(gaps=st.builds(lambda a, b, turn: (*a, *_turned(b, turn)), run, run, st.booleans()))


def _turned(run: Sequence[int], turn: bool) -> tuple[Fraction, ...]:
    """Return the run with the other sign, or after a zero gap."""
    return tuple(Fraction(-d) for d in run) if turn else (Fraction(0), *map(Fraction, run))


def equal_sizes() -> SearchStrategy[SplineCase]:
    """Draw gaps near 4, 8, 58, 22, 14, or such that, where the minimiser changes and keeps its number of knots.

    Examples
    --------
    >>> from proofs_check.cases.strategies import simplest
    >>> [int(d) for d in simplest(equal_sizes()).gaps]
    [4, 8, 58, 22, 14]
    """
    from hypothesis import strategies as st

    unit = st.builds(Fraction, st.sampled_from([1, 2, 5, -1, -3]), st.integers(1, 9))
    more = st.lists(st.builds(Fraction, st.integers(-9, 9), st.just(100)), min_size=5, max_size=5)
    gaps = st.builds(
        lambda run, some, unit: tuple(unit * (d + e) for d, e in zip(run, some, strict=True)),
        st.sampled_from(_EQUAL_SIZES),
        more,
        unit,
    )
    return spline_cases(gaps=gaps)


def threshold_cases() -> SearchStrategy[NetworkCase]:
    """Draw cases small enough that all vertices can be followed through all p.

    Examples
    --------
    >>> from proofs_check.cases.strategies import simplest
    >>> simplest(threshold_cases()).to_json()["x"]
    [['1']]
    """
    return network_cases(most_points=(3, 2)) | line_cases(3, 3)
