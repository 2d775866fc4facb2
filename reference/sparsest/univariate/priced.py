"""Problem (2) with gates instead of points, for few points: the least V_p of a function within a tolerance.

Given the values z at the data's x, Theorem A says what the least V_p is: the least over matchings of a sum of p-th
powers, each of a linear function of z that is >= 0 where the slope gaps of z keep their signs. So it is concave on the
polyhedron of those z inside all gates, and is least at a vertex: N of the equations "z_i is an end of its gate" and
"the slope gap at x_k is 0" hold there. There are finitely many, whatever the signs; all of them are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product

from flint import fmpq, fmpq_mat

from sparsest.data import Dataset
from sparsest.errors import UsageError
from sparsest.exact.decimals import cut_text
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerValue
from sparsest.exact.rationals import as_fraction
from sparsest.exact.sign import sign
from sparsest.network import Network
from sparsest.spline import Spline
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.gates import Gates
from sparsest.univariate.matching import first_matching, recurrence_signs

__all__ = ["MOST_PRICED", "PricedSolution", "solve_priced"]

#: Points up to which all vertices are tried: 16,000 systems of equations, seconds; each point more, six times that.
MOST_PRICED = 7


@dataclass(frozen=True, repr=False)
class PricedSolution:
    """The functions of least V_p within gates, by their values at the data's x. Made by `solve`; all is exact.

    Parameters
    ----------
    data : Dataset
        The points.
    gates : Gates
        What the functions pass.
    p : Exponent
        The exponent; not "0".
    splines : tuple of Spline
        For each vertex at which V_p is least the canonical minimiser through it.
    candidates : int
        How many vertices there are.

    Examples
    --------
    >>> solve_priced(Gates.within(Dataset([0, 1, 2, 3], [0, 0, 1, 3]), "1/10"), Exponent.read("1/2"))
    <PricedSolution at p = 1/2: 4 points, 1 knots, best of 16 vertices>
    """

    data: Dataset
    gates: Gates
    p: Exponent
    splines: tuple[Spline, ...]
    candidates: int

    def __repr__(self) -> str:
        found = f"{len(self.data)} points, {self.knots} knots, best of {self.candidates} vertices"
        return f"<PricedSolution at p = {cut_text(self.p.name)}: {found}>"

    @property
    def spline(self) -> Spline:
        """A function of least V_p: the first one.

        Examples
        --------
        >>> solve_priced(Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1), Exponent.read("1/2")).spline.slope_changes
        (Fraction(-2, 1),)
        """
        return self.splines[0]

    @property
    def knots(self) -> int:
        """Number of its knots.

        Examples
        --------
        >>> solve_priced(Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1), Exponent.read("1/2")).knots
        1
        """
        return len(self.spline.flint.knots)

    @cached_property
    def network(self) -> Network:
        """It as an exact ReLU network with skip connection (paper, Proposition 3.1).

        Examples
        --------
        >>> len(solve_priced(Gates.within(Dataset([0, 1], [0, 3]), 1), Exponent.read("1/2")).network.neurons)
        0
        """
        return Network.from_spline(self.spline)

    @property
    def objective(self) -> PowerValue | None:
        """The least V_p, exact; None at "0+" and "1-".

        Examples
        --------
        >>> print(solve_priced(Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1), Exponent.read("1/2")).objective)
        2^(1/2)
        """
        return self.spline.variation(self.p) if self.p.is_rational else None

    @property
    def largest_residual(self) -> Fraction:
        """The largest |f(x) - y| over all rows.

        Examples
        --------
        >>> solve_priced(Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1), Exponent.read("1/2")).largest_residual
        Fraction(1, 1)
        """
        x, gates = self.data.flint.x, self.gates
        rows = zip(gates.points, gates.labels, strict=True)
        return as_fraction(max(abs(self.spline.value(x[k]) - y) for k, y in rows))


def solve_priced(gates: Gates, p: Exponent, progress: Callable[[int], object] | None = None) -> PricedSolution:
    """Return the functions of least V_p that pass gates, by trying all vertices.

    Parameters
    ----------
    gates : Gates
        At most `MOST_PRICED` different x, every gate with both ends.
    p : Exponent
        Not "0".
    progress : callable, optional
        Called now and then with the number of vertices tried since the last call.

    Raises
    ------
    UsageError
        If there are more points, or a gate lacks an end: leave p out, the fewest knots are found for any.
    UndecidedError
        If a sign is not settled within the precision cap of `sparsest.exact.sign`.

    Examples
    --------
    >>> found = solve_priced(Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1), Exponent.read("1/2"))
    >>> [found.spline(x) for x in (0, 1, 2)]
    [Fraction(1, 1), Fraction(2, 1), Fraction(1, 1)]
    """
    x = gates.data.flint.x
    if len(x) > MOST_PRICED:
        raise UsageError(
            f"p = {p} with a tolerance: all candidates are tried, for at most {MOST_PRICED} points, and there are "
            f"{len(x)}; leave p out: the fewest knots, p = 0, are found for any number"
        )
    ends = gates.at(gates.scale)
    if any(end is None for end in (*ends.low, *ends.high)):
        raise UsageError(
            f"p = {p} with a tolerance: every gate needs both ends; leave p out, or give finite tolerances"
        )
    low, high = ([fmpq(end) * ends.unit for end in side if end is not None] for side in (ends.low, ends.high))
    best, tried = list[Spline](), 0
    for values in _vertices(x, low, high):
        spline = _canonical(Dataset(x, values), p)
        order = sign(spline.power_sum - best[0].power_sum, p) if best else -1
        best = [spline] if order < 0 else [*best, spline] if order == 0 else best
        tried += 1
        if progress is not None:
            progress(1)
    return PricedSolution(gates.data, gates, p, tuple(best), tried)


def _canonical(data: Dataset, p: Exponent) -> Spline:
    """Return the canonical minimiser through points."""
    gaps = Gaps.of(data)
    matched = [run[0] + k for run in gaps.runs for k in first_matching(tuple(recurrence_signs(gaps.sizes(run), p)))]
    return gaps.spline(tuple(matched))


def _vertices(x: Sequence[fmpq], low: Sequence[fmpq], high: Sequence[fmpq]) -> Iterator[tuple[fmpq, ...]]:
    """Yield the vertices, each once: values inside the gates at which N independent equations hold."""
    n, seen = len(x), set[tuple[fmpq, ...]]()
    for bends in range(max(n - 1, 1)):
        for straight, fixed in product(combinations(range(1, n - 1), bends), combinations(range(n), n - bends)):
            inverse = _inverse(x, straight, fixed)
            if inverse is None:
                continue
            for chosen in product((low, high), repeat=len(fixed)):
                sides = [side[i] for side, i in zip(chosen, fixed, strict=True)]
                found = inverse * fmpq_mat(n, 1, [fmpq(0)] * len(straight) + sides)
                values = tuple(found[k, 0] for k in range(n))
                if values in seen:
                    continue
                seen.add(values)
                if all(a <= v <= b for a, v, b in zip(low, values, high, strict=True)):
                    yield values


def _inverse(x: Sequence[fmpq], straight: Sequence[int], fixed: Sequence[int]) -> fmpq_mat | None:
    """Return the inverse of the equations: slope gap 0 at some x, given values at others; None if it has none."""
    n, rows = len(x), list[list[fmpq]]()
    for k in straight:
        left, right = 1 / (x[k] - x[k - 1]), 1 / (x[k + 1] - x[k])
        row = [fmpq(0)] * n
        row[k - 1 : k + 2] = [left, -left - right, right]
        rows.append(row)
    rows += [[fmpq(i == k) for i in range(n)] for k in fixed]
    matrix = fmpq_mat(n, n, [entry for row in rows for entry in row])
    return matrix.inv() if matrix.rank() == n else None
