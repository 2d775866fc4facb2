"""Every minimiser for every p in (0, 1): pieces, certified breakpoints, and the critical exponents.

The paper (Theorem 3.2) proves that for all p below some threshold every minimiser has the fewest knots. Three
thresholds are kept apart here:

- *critical exponent* p*: the supremum of the q <= 1 such that for every 0 < p < q every minimiser has the fewest knots;
- *first change*: the first p at which the minimisers change at all; never beyond p* unless p* = 1;
- *first crossing*: the first p at which the cost curves of any two candidates (matchings) cross, the paper's own choice
  in its proof; never beyond the first change.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count, product

from flint import fmpq

from sparsest.certificate import format_count, path_certificate
from sparsest.data import Dataset
from sparsest.errors import UndecidedError, UsageError
from sparsest.exact.rationals import as_fraction
from sparsest.spline import Spline
from sparsest.univariate.brackets import kept_apart
from sparsest.univariate.breakpoint import STEP, Breakpoint, certified_decimals
from sparsest.univariate.fewest import Ways
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.matching import count_matchings, matchings
from sparsest.univariate.pieces import Curves, RunPath, in_order, run_path

__all__ = ["Breakpoint", "Path", "Piece", "critical_exponent", "first_crossing", "path"]

# Decimal digits of breakpoints unless told, and the most candidates that `first_crossing` compares pairwise.
_DIGITS = 17
_MOST_CANDIDATES = 200


@dataclass(frozen=True, repr=False)
class Piece:
    """A maximal interval of p with one set of minimisers. Made by `path`.

    Parameters
    ----------
    low, high : Breakpoint or None
        Its ends; None stands for 0 and for 1.
    gaps : Gaps
        The data.
    cells : tuple of (RunPath, int)
        For each run its path and the cell that this piece lies in.
    """

    low: Breakpoint | None
    high: Breakpoint | None
    gaps: Gaps
    cells: tuple[tuple[RunPath, int], ...]

    def __repr__(self) -> str:
        low = "0" if self.low is None else self.low.place.removeprefix("near ")
        high = "1" if self.high is None else self.high.place.removeprefix("near ")
        return f"<Piece from p = {low} to {high}: {self.knots} knots>"

    @property
    def matches(self) -> tuple[int, ...]:
        """The canonical minimiser's matched pairs, as left gap indices.

        Examples
        --------
        >>> path(Dataset([0, 1, 2, 3], [0, 0, 1, 3])).pieces[0].matches
        (0,)
        """
        starts = (start for start, _ in self.gaps.runs)
        return tuple(s + k for s, (run, cell) in zip(starts, self.cells, strict=True) for k in run.matchings[cell])

    @property
    def spline(self) -> Spline:
        """The canonical minimiser on this piece; the same as `solve` gives at any p inside.

        Examples
        --------
        >>> path(Dataset([0, 1, 2, 3], [0, 0, 1, 3])).pieces[0].spline.knots
        (Fraction(3, 2),)
        """
        return self.gaps.spline(self.matches)

    @property
    def knots(self) -> int:
        """Number of knots of the minimisers: all that tie on a whole interval have the same number.

        Examples
        --------
        >>> path(Dataset([0, 1, 2, 3], [0, 0, 1, 3])).pieces[0].knots
        1
        """
        gaps = sum(stop - start for start, stop in self.gaps.runs)
        return gaps - sum(len(run.matchings[cell]) for run, cell in self.cells)

    @property
    def minimizers(self) -> Ways:
        """The exact number of minimisers inside the piece; `math.inf` if the data are a single point.

        Examples
        --------
        >>> path(Dataset.from_gaps([1, 2, 1])).pieces[0].minimizers
        2
        """
        return (
            math.inf
            if len(self.gaps.x) == 1
            else math.prod(count_matchings(run.signs[cell]) for run, cell in self.cells)
        )

    def inside(self) -> Fraction:
        """Return a rational p strictly inside the piece, away from its ends where it is wide.

        Raises
        ------
        UndecidedError
            If an end is unresolved and its bracket reaches over the piece.

        Examples
        --------
        >>> path(Dataset([0, 1], [0, 1])).pieces[0].inside()
        Fraction(1, 2)
        >>> [float(piece.inside()) for piece in path(Dataset.from_gaps([1, 3, 4, 1])).pieces]
        [0.46875, 0.99609375]
        """
        ends = [end.zero for end in (self.low, self.high) if end is not None]
        for level in count(STEP, STEP):
            low = fmpq(0) if self.low is None else self.low.zero.cell(level)[1]
            high = fmpq(1) if self.high is None else self.high.zero.cell(level)[0]
            if low < high:
                return as_fraction((low + high) / 2)
            if all(zero.low == zero.high or not zero.resolved for zero in ends):
                break
        raise UndecidedError(f"no p is known to lie inside the piece next to the unresolved {ends[0]!r}")


@dataclass(frozen=True, repr=False)
class Path:
    """All minimisers for all p in (0, 1). Made by `path`; every statement is proved.

    Parameters
    ----------
    data : Dataset
        The points.
    gaps : Gaps
        Their slope gaps and runs.
    runs : tuple of RunPath
        The path of each run.
    breakpoints : tuple of Breakpoint
        Increasing.
    pieces : tuple of Piece
        One more than there are breakpoints; the first reaches to 0, the last to 1.
    """

    data: Dataset
    gaps: Gaps
    runs: tuple[RunPath, ...]
    breakpoints: tuple[Breakpoint, ...]
    pieces: tuple[Piece, ...]

    def __repr__(self) -> str:
        critical = self.critical_exponent
        shown = "p* = 1" if critical is None else f"p* {critical.place}"
        return f"<Path of {len(self.data)} points: {len(self.pieces)} pieces, {shown}>"

    @property
    def critical_exponent(self) -> Breakpoint | None:
        """The critical exponent p*; None stands for 1: every p in (0, 1) gives the fewest knots.

        Examples
        --------
        >>> path(Dataset.from_gaps([1, 100, 100, 1])).critical_exponent
        <Breakpoint near 0.1807173637058173>
        """
        return _first_excess(self.runs)

    @property
    def first_change(self) -> Breakpoint | None:
        """The first p at which the minimisers change at all; None if they never do.

        Examples
        --------
        >>> path(Dataset([0, 1, 2], [0, 0, 1])).first_change is None
        True
        """
        return self.breakpoints[0] if self.breakpoints else None

    def to_json(self, digits: int = _DIGITS) -> dict[str, object]:
        """Return the path in the schema "sparsest/path/1", JSON-ready, numbers as text.

        Examples
        --------
        >>> path(Dataset([0, 1, 2], [0, 0, 1])).to_json()["critical_exponent"]
        ['1', '1']
        """
        return {
            "schema": "sparsest/path/1",
            "fewest_knots": self.gaps.fewest_knots,
            "critical_exponent": _decimals(self.critical_exponent, digits),
            "first_change": _decimals(self.first_change, digits),
            "breakpoints": [_decimals(point, digits) for point in self.breakpoints],
            "resolved": all(zero.resolved for run in self.runs for zero in run.zeros),
            "pieces": [{**self._claim(piece), "spline": piece.spline.to_json()} for piece in self.pieces],
        }

    def certificate(self, digits: int = _DIGITS) -> dict[str, object]:
        """Return the certificate of the whole path, JSON-ready: see `docs/path_certificate_v1.md`.

        Raises
        ------
        UndecidedError
            If a zero is unresolved: then there is no proof to write down.
        UsageError
            If more than 60 digits are asked for.

        Examples
        --------
        >>> path(Dataset([0, 1, 2], [0, 0, 1])).certificate()["runs"]
        [{'zeros': [], 'signs': ['']}]
        """
        for zero in (zero for run in self.runs for zero in run.zeros):
            if not zero.resolved:
                raise UndecidedError(f"{zero!r} has no proof: a zero of even order, or zeros too close to tell apart")
        shown, digits = certified_decimals(self.breakpoints, digits)
        brackets = kept_apart(self.runs, [point.zeros for point in self.breakpoints], digits)
        claim = {
            "fewest_knots": self.gaps.fewest_knots,
            "critical_exponent": _decimals(self.critical_exponent, digits),
            "breakpoints": shown,
            "pieces": [self._claim(piece) for piece in self.pieces],
        }
        return path_certificate(self.data, (([brackets[z] for z in r.zeros], r.signs) for r in self.runs), claim)

    def _claim(self, piece: Piece) -> dict[str, object]:
        return {"knots": piece.knots, "minimizers": format_count(piece.minimizers)}


def path(data: Dataset, *, progress: Callable[[int], object] | None = None) -> Path:
    """Return the minimisers of problem (2) for every p in (0, 1) at once.

    Parameters
    ----------
    data : Dataset
        N >= 1 points.
    progress : callable, optional
        Called now and then with the number of gaps done since the last call.

    Returns
    -------
    Path
        Pieces, breakpoints, thresholds: proved by ball arithmetic over intervals of p, the ends at 0 and 1 by the
        expansions of the limits (`docs/theory.md`, section 5).

    Raises
    ------
    UndecidedError
        If a limit, or the order of two breakpoints, is not settled within the precision cap.

    Examples
    --------
    >>> found = path(Dataset([0, 1, 2, 3, 4, 5], [0, 0, "0.01", "1.02", "3.03", "5.05"]))
    >>> [piece.knots for piece in found.pieces], float(found.critical_exponent.enclosure()[0])
    ([2, 3], 0.1807173637058173)
    """
    gaps = Gaps.of(data)
    runs = tuple(_run_paths(gaps, progress))
    # A zero may belong to several runs of one shape.
    after: dict[int, list[tuple[int, int]]] = {}
    zeros = []
    for r, run in enumerate(runs):
        for k in run.changes():
            zeros.append(run.zeros[k])
            after.setdefault(id(run.zeros[k]), []).append((r, k + 1))
    groups = in_order(zeros)
    breakpoints = tuple(Breakpoint(group) for group in groups)
    cells = [0] * len(runs)
    pieces = []
    for low, high, group in zip((None, *breakpoints), (*breakpoints, None), ([], *groups), strict=True):
        for zero in group:
            for r, cell in after[id(zero)]:
                cells[r] = cell
        pieces.append(Piece(low, high, gaps, tuple(zip(runs, cells, strict=True))))
    return Path(data, gaps, runs, breakpoints, tuple(pieces))


def critical_exponent(data: Dataset) -> Breakpoint | None:
    """Return the critical exponent p*, or None where it is 1.

    p* is the supremum of the q <= 1 such that for every 0 < p < q every minimiser has the fewest knots. Faster than the
    whole path: runs of at most 3 gaps are passed over (Theorem B), and nothing is ordered or assembled.

    Raises
    ------
    UndecidedError
        As `path`.

    Examples
    --------
    >>> data = Dataset([0, 1, 2, 3, 4, 5], [0, 0, "0.01", "1.02", "3.03", "5.05"])
    >>> low, high = critical_exponent(data).enclosure(20)
    >>> float(low), critical_exponent(Dataset([0, 1, 2], [0, 0, 1]))
    (0.1807173637058173, None)
    """
    return _first_excess(list(_run_paths(Gaps.of(data), None, shortest=4)))


def first_crossing(data: Dataset) -> Breakpoint | None:
    """Return the first p in (0, 1) at which the cost curves of any two candidates cross or touch, or None.

    The candidates are all the splines of matchings, minimal or not: the threshold in the paper's proof of Theorem 3.2.

    Raises
    ------
    UsageError
        If there are more than 200 candidates: their number is a product of Fibonacci numbers of the run lengths.
    UndecidedError
        As `path`.

    Examples
    --------
    >>> first_crossing(Dataset([0, 1, 2, 3, 4, 5], [0, 0, "0.01", "1.02", "3.03", "5.05"]))
    <Breakpoint near 0.1807173637058173>
    """
    gaps = Gaps.of(data)
    every = [count_matchings([0] * (stop - start - 1)) for start, stop in gaps.runs]
    if math.prod(every) > _MOST_CANDIDATES:
        raise UsageError(f"{math.prod(every)} candidates; all pairs are compared only up to {_MOST_CANDIDATES}")
    wheels = [[tuple(start + k for k in m) for m in matchings([0] * (stop - start - 1))] for start, stop in gaps.runs]
    costs = {gaps.spline(sorted(k for m in chosen for k in m)).power_sum.terms for chosen in product(*wheels)}
    curves = Curves()
    zeros = [
        z for a, b in _pairs(sorted(costs, key=str)) for z in curves.pattern([*a, *((-n, base) for n, base in b)]).zeros
    ]
    groups = in_order(zeros)
    return Breakpoint(groups[0], threshold=True) if groups else None


def _run_paths(gaps: Gaps, progress: Callable[[int], object] | None, shortest: int = 1) -> Iterator[RunPath]:
    curves = Curves()
    for start, stop in gaps.runs:
        if stop - start >= shortest:
            yield run_path(gaps.sizes((start, stop)), curves)
        if progress is not None:
            progress(stop - start)


def _first_excess(runs: Sequence[RunPath]) -> Breakpoint | None:
    zeros = [run.zeros[k] for run in runs if (k := run.first_excess()) is not None]
    return Breakpoint(in_order(zeros)[0], threshold=True) if zeros else None


def _pairs(items: Sequence[tuple[tuple[int, fmpq], ...]]) -> Iterator[tuple[tuple[tuple[int, fmpq], ...], ...]]:
    return ((a, b) for k, a in enumerate(items) for b in items[:k])


def _decimals(point: Breakpoint | None, digits: int) -> list[str]:
    return ["1", "1"] if point is None else list(point.decimals(digits))
