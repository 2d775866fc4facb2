"""The finite program (10) of the paper, and Lemma 4.1: networks become its feasible points and come back.

Columns: for every pattern j the d+1 entries of nu_j, then those of omega_j. Patterns active nowhere are left out: their
neurons do nothing at the points. Signs: +1 is nu (output weight > 0), -1 is omega.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from flint import fmpq

from sparsest.errors import UsageError
from sparsest.exact.powersum import PowerSum
from sparsest.linear.program import LinearProgram
from sparsest.multivariate.arrangement import Signs, Vector, signs_at
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.patterns import Pattern, cells, facets
from sparsest.points import Points

__all__ = ["Column", "Program"]

_ZERO = fmpq(0)


class Column(NamedTuple):
    """What a column of the program stands for.

    Parameters
    ----------
    pattern : int
        j.
    sign : int
        +1 for nu_j, -1 for omega_j.
    coordinate : int
        Which input weight; d is the bias.
    """

    pattern: int
    sign: int
    coordinate: int


class Program:
    """sum_j D_j Xbar (nu_j - om_j) = y with (2 D_j - I) Xbar nu_j >= 0 and the same for om_j.

    Parameters
    ----------
    points : Points
        The data.
    patterns : sequence of Pattern, optional
        Which patterns to take; all unless told, and then implied cone rows are left out.

    Examples
    --------
    >>> program = Program(Points([[0], [1]], [0, 1]))
    >>> program
    <Program: 3 patterns, 12 columns, 2 equalities, 12 cone rows>
    >>> program.column(2, -1, 1), program.meaning(11)
    (11, Column(pattern=2, sign=-1, coordinate=1))
    >>> best = program.split().minimize([1] * 24)
    >>> best.value, program.to_network(program.join(best.point)).parameters
    (1, 1)
    """

    __slots__ = ("__dict__", "_index", "facets", "patterns", "points", "width")

    def __init__(self, points: Points, patterns: Sequence[Pattern] | None = None) -> None:
        self.points, self.width = points, points.dimension + 1
        if patterns is None:
            found = cells(points)
            needed = list(zip(found, facets(found), strict=True))
        else:
            needed = [(pattern, tuple(range(len(points)))) for pattern in patterns]
        self.patterns = tuple(pattern for pattern, _ in needed if any(pattern.active))
        self._index = {pattern.active: j for j, pattern in enumerate(self.patterns)}
        #: For each pattern the points whose cone rows are stated; those of the other points follow from them.
        self.facets = tuple(rows for pattern, rows in needed if any(pattern.active))

    @property
    def columns(self) -> int:
        """Number of columns, 2 J (d+1)."""
        return 2 * len(self.patterns) * self.width

    def column(self, pattern: int, sign: int, coordinate: int) -> int:
        """Return the index of a column."""
        return (2 * pattern + (sign < 0)) * self.width + coordinate

    def meaning(self, column: int) -> Column:
        """Return what the column of this index stands for."""
        block, coordinate = divmod(column, self.width)
        return Column(block // 2, -1 if block % 2 else 1, coordinate)

    def blocks(self) -> Iterator[tuple[int, int, int]]:
        """Yield (pattern, sign, first column) of every nu_j and omega_j."""
        for j in range(len(self.patterns)):
            for sign in (1, -1):
                yield j, sign, self.column(j, sign, 0)

    @cached_property
    def equalities(self) -> tuple[tuple[dict[int, fmpq], fmpq], ...]:
        """For each point its row of sum_j D_j Xbar (nu_j - om_j), and its label."""
        rows: list[dict[int, fmpq]] = [{} for _ in self.points.lifted]
        for j, sign, first in self.blocks():
            for i, on in enumerate(self.patterns[j].active):
                if on:
                    rows[i] |= {first + k: sign * a for k, a in enumerate(self.points.lifted[i]) if a != 0}
        return tuple(zip(rows, self.points.flint.y, strict=True))

    @cached_property
    def cone_rows(self) -> tuple[tuple[dict[int, fmpq], fmpq], ...]:
        """The rows of (2 D_j - I) Xbar nu_j >= 0, block by block, for the points in `facets`; each with its 0."""
        rows = []
        for j, _, first in self.blocks():
            for i in self.facets[j]:
                sign = 1 if self.patterns[j].active[i] else -1
                rows.append(({first + k: sign * a for k, a in enumerate(self.points.lifted[i]) if a != 0}, _ZERO))
        return tuple(rows)

    def linear_program(self, allowed: Iterable[int] | None = None) -> LinearProgram:
        """Return the feasible set; with `allowed`, the part of it where all other columns are 0.

        Where that part is empty, the Farkas certificate's `combination` is a cut: some column outside `allowed` with a
        nonzero entry must be nonzero in every feasible point.

        Examples
        --------
        >>> program = Program(Points([[1]], [2]))
        >>> program.linear_program([2, 3]).feasible().combination
        (1, 1, 0, 0)
        """
        if allowed is None:
            return LinearProgram(self.columns, self.equalities, self.cone_rows)
        free = set(allowed)
        shut = {k: 0 for k in range(self.columns) if k not in free}
        return LinearProgram(self.columns, self.equalities, self.cone_rows, lower=shut, upper=shut)

    def split(self) -> LinearProgram:
        """Return the feasible set in the parts z = z+ - z- >= 0: columns 2k and 2k+1 are those of column k.

        Costs on the parts are convex in z; boxes on them are what branch and bound divides.
        """
        parts = [
            [({2 * k + s: -a if s else a for k, a in row.items() for s in (0, 1)}, side) for row, side in rows]
            for rows in (self.equalities, self.cone_rows)
        ]
        return LinearProgram(2 * self.columns, *parts, lower=0)

    def join(self, parts: Sequence[fmpq]) -> tuple[fmpq, ...]:
        """Return z of its positive and negative parts.

        Examples
        --------
        >>> Program(Points([[1]], [2])).join([fmpq(a) for a in (1, 0, 0, 2, 0, 0, 0, 0)])
        (1, -2, 0, 0)
        """
        return tuple(parts[2 * k] - parts[2 * k + 1] for k in range(self.columns))

    def fault(self, z: Sequence[fmpq]) -> str | None:
        """Return how z fails to be feasible, all cone rows looked at, not the facets only; None if it is feasible.

        Examples
        --------
        >>> program = Program(Points([[1]], [2]))
        >>> program.fault([fmpq(0)] * 4), program.fault([fmpq(0), fmpq(2), fmpq(0), fmpq(0)])
        ('point 0: 0 instead of 2', None)
        """
        if len(z) != self.columns:
            return f"{len(z)} coordinates instead of {self.columns}"
        totals = [_ZERO] * len(self.points)
        for j, sign, first in self.blocks():
            for i, (xbar, on) in enumerate(zip(self.points.lifted, self.patterns[j].active, strict=True)):
                product = sum((a * z[first + k] for k, a in enumerate(xbar)), _ZERO)
                if (product < 0) if on else (product > 0):
                    return f"pattern {j}, {'nu' if sign > 0 else 'omega'}, point {i}: {product} has the wrong sign"
                totals[i] += sign * product if on else 0
        for i, (total, y) in enumerate(zip(totals, self.points.flint.y, strict=True)):
            if total != y:
                return f"point {i}: {total} instead of {y}"
        return None

    def power_sum(self, z: Sequence[fmpq]) -> PowerSum:
        """Return the objective as a function of p: the multiset of the nonzero |z_i|; at p = 0 their number."""
        return PowerSum.of((1, abs(a)) for a in z if a != 0)

    def to_network(self, z: Sequence[fmpq]) -> MultivariateNetwork:
        """Return the network of a feasible point, at the same price: a neuron for each nu_j and omega_j that is not 0.

        Raises
        ------
        UsageError
            If z is not feasible.

        Examples
        --------
        >>> program = Program(Points([[1]], [2]))
        >>> program.to_network([fmpq(0), fmpq(2), fmpq(0), fmpq(0)]).neurons
        (MultivariateNeuron(output_weight=1, weights=(0, 2)),)
        """
        if (fault := self.fault(z)) is not None:
            raise UsageError(f"the point of program (10) is not feasible: {fault}")
        vectors = ((sign, tuple(z[first : first + self.width])) for _, sign, first in self.blocks())
        neurons = (MultivariateNeuron(fmpq(sign), w) for sign, w in vectors if any(w))
        return MultivariateNetwork(neurons, self.points.dimension)

    def from_network(self, network: MultivariateNetwork) -> tuple[fmpq, ...]:
        """Return the feasible point of an interpolating network, never at a higher price.

        Neurons that share a pattern and the sign of v are merged, and those active at no point are dropped.

        Raises
        ------
        UsageError
            If the network does not interpolate the points, or a neuron's pattern is not in the program.

        Examples
        --------
        >>> program = Program(Points([[1]], [2]))
        >>> program.from_network(MultivariateNetwork([MultivariateNeuron.of(1, [3], -1)], 1))
        (3, -1, 0, 0)
        """
        if not network.interpolates(self.points):
            raise UsageError(
                f"{network!r} does not interpolate {self.points!r}; only interpolants are feasible in (10)"
            )
        z = [_ZERO] * self.columns
        for neuron in network.neurons:
            signs = signs_at(self.points.lifted, neuron.weights)
            if neuron.output_weight == 0 or not any(s > 0 for s in signs):
                continue
            first = self.column(self._pattern_of(signs, neuron.weights), 1 if neuron.output_weight > 0 else -1, 0)
            for k, w in enumerate(neuron.weights):
                z[first + k] += abs(neuron.output_weight) * w
        return tuple(z)

    def _pattern_of(self, signs: Signs, weights: Vector) -> int:
        """Return the pattern 1[Xbar w >= 0] of the weights, or another whose closed cone holds them."""
        if (own := self._index.get(tuple(s >= 0 for s in signs))) is not None:
            return own
        for j, pattern in enumerate(self.patterns):
            if all(s == 0 or (s > 0) == on for s, on in zip(signs, pattern.active, strict=True)):
                return j
        raise UsageError(
            f"no pattern of the program has the weights {weights} in its cone; give the program all patterns"
        )

    def __repr__(self) -> str:
        rows = f"{len(self.points)} equalities, {len(self.cone_rows)} cone rows"
        return f"<Program: {len(self.patterns)} patterns, {self.columns} columns, {rows}>"
