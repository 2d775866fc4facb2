"""Cases: data, an exponent and a seed, with what several checks need of them, computed once.

A case is immutable and compares by identity; its lazily computed parts are exact.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar, cast

from flint import fmpq

from sparsest.data import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import as_fraction
from sparsest.multivariate.solve import NetworkSolution, solve_network
from sparsest.points import Points
from sparsest.spline import Spline
from sparsest.univariate.path import Path, path
from sparsest.univariate.solve import Solution, solve

__all__ = ["MOST_MINIMIZERS", "NetworkCase", "SplineCase"]

#: A check looks at so many of the minimisers of a case at most.
MOST_MINIMIZERS = 50

_Shared = TypeVar("_Shared")


@dataclass(frozen=True, eq=False)
class SplineCase:
    """A data set of one input, for problems (2) and (3).

    Parameters
    ----------
    data : Dataset
        The points.
    p : Exponent
        A rational in (0, 1).
    seed : int
        For what a check draws itself: competitors above all. It has no say in how much is checked.
    lot : int
        Which of the parts that only some drawn cases get this one gets: see `Sample`. With lot 0, which all given data
        have, it gets all of them.

    Examples
    --------
    >>> case = SplineCase(Dataset([0, 1, 2], [0, 0, 1]), Exponent.read("1/2"))
    >>> case.x, case.slopes, case.gaps
    ((Fraction(0, 1), Fraction(1, 1), Fraction(2, 1)), (Fraction(0, 1), Fraction(1, 1)), (Fraction(1, 1),))
    """

    data: Dataset
    p: Exponent = field(default_factory=lambda: Exponent.read("1/2"))
    seed: int = 0
    lot: int = 0

    @property
    def size(self) -> int:
        """The number of points N."""
        return len(self.data)

    @cached_property
    def x(self) -> tuple[Fraction, ...]:
        """The abscissae x_1 < ... < x_N."""
        return self.data.x

    @cached_property
    def y(self) -> tuple[Fraction, ...]:
        """The labels."""
        return self.data.y

    @cached_property
    def slopes(self) -> tuple[Fraction, ...]:
        """The chord slopes; entry k, from 0, is that of [x[k], x[k+1]]. Computed here, not by the solver."""
        return tuple(map(as_fraction, self.flint_slopes))

    @cached_property
    def gaps(self) -> tuple[Fraction, ...]:
        """The slope gaps; entry k belongs to the interior point x[k+1]. Computed here, not by the solver."""
        return tuple(map(as_fraction, self.flint_gaps))

    @cached_property
    def flint_slopes(self) -> tuple[fmpq, ...]:
        """The same slopes in flint's rationals, which are much faster."""
        x, y = self.data.flint
        return tuple((y[k + 1] - y[k]) / (x[k + 1] - x[k]) for k in range(len(x) - 1))

    @cached_property
    def flint_gaps(self) -> tuple[fmpq, ...]:
        """The same gaps in flint's rationals."""
        slopes = self.flint_slopes
        return tuple(slopes[k + 1] - slopes[k] for k in range(len(slopes) - 1))

    @cached_property
    def curvature(self) -> tuple[int, ...]:
        """The signs of the gaps: the paper's eps_i. Computed here, not by the solver."""
        tops = [d.p for d in self.flint_gaps]
        return tuple((top > 0) - (top < 0) for top in tops)

    @cached_property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """The maximal stretches [start, stop) of gaps of one nonzero sign. Computed here, not by the solver."""
        found: list[tuple[int, int]] = []
        before = 0
        for k, sign in enumerate(self.curvature):
            if sign and sign == before:
                found[-1] = (found[-1][0], k + 1)
            elif sign:
                found.append((k, k + 1))
            before = sign
        return tuple(found)

    @cached_property
    def longest_run(self) -> int:
        """The number of gaps of the longest run, 0 if there is none."""
        return max((stop - start for start, stop in self.runs), default=0)

    @cached_property
    def solution(self) -> Solution:
        """What `sparsest.solve` returns at p."""
        return solve(self.data, self.p)

    @cached_property
    def splines(self) -> tuple[Spline, ...]:
        """The minimisers at p, the first `MOST_MINIMIZERS` of them."""
        return tuple(islice(self.solution.splines(), MOST_MINIMIZERS))

    @cached_property
    def fewest(self) -> Solution:
        """What `sparsest.solve` returns at p = 0."""
        return solve(self.data, "0")

    @cached_property
    def path(self) -> Path:
        """All minimisers over 0 < p < 1."""
        return path(self.data)

    @cached_property
    def _shared(self) -> dict[Callable[..., Any], Any]:
        return {}

    def once(self, compute: Callable[[SplineCase], _Shared]) -> _Shared:
        """Return `compute(case)`, computed once for this case: what several checks need and only they know of.

        Examples
        --------
        >>> case = SplineCase(Dataset([0, 1], [0, 1]))
        >>> case.once(lambda case: len(case.x)), case.once(SplineCase.to_json) is case.once(SplineCase.to_json)
        (2, True)
        """
        shared = self._shared
        if compute not in shared:
            shared[compute] = compute(self)
        return cast("_Shared", shared[compute])

    def rng(self, stream: int = 0) -> random.Random:
        """Return a fresh generator that depends on the seed only, and on the stream, for draws of their own.

        Examples
        --------
        >>> case = SplineCase(Dataset([0, 1], [0, 1]), seed=7)
        >>> case.rng().random() == case.rng().random()
        True
        """
        return random.Random(self.seed + (stream << 32))  # noqa: S311 - competitors, not secrets

    def to_json(self) -> dict[str, object]:
        """Return what replays the case, JSON-ready.

        Examples
        --------
        >>> SplineCase(Dataset([0, 1], [0, "1/3"])).to_json()
        {'x': ['0', '1'], 'y': ['0', '1/3'], 'p': '1/2', 'seed': 0, 'lot': 0}
        """
        x, y = ([str(v) for v in column] for column in (self.x, self.y))
        return {"x": x, "y": y, "p": self.p.name, "seed": self.seed, "lot": self.lot}

    def __repr__(self) -> str:
        return f"<SplineCase: {self.to_json()}>"


@dataclass(frozen=True, eq=False)
class NetworkCase:
    """Points with one or more inputs, for problems (8) and (9).

    Parameters
    ----------
    points : Points
        The data: small, since everything about them is enumerated.
    p : Exponent
        A rational in (0, 1).
    seed : int
        For what a check draws itself. It has no say in how much is checked.
    lot : int
        As that of a `SplineCase`.

    Examples
    --------
    >>> NetworkCase(Points([[0], [1]], [0, 1])).to_json()
    {'x': [['0'], ['1']], 'y': ['0', '1'], 'p': '1/2', 'seed': 0, 'lot': 0}
    """

    points: Points
    p: Exponent = field(default_factory=lambda: Exponent.read("1/2"))
    seed: int = 0
    lot: int = 0

    @property
    def size(self) -> int:
        """The number of points N."""
        return len(self.points)

    @cached_property
    def solution(self) -> NetworkSolution:
        """All networks of least price at p: `sparsest.multivariate.solve.solve_network`."""
        return solve_network(self.points, self.p)

    @cached_property
    def fewest(self) -> NetworkSolution:
        """A network of fewest parameters, with its proof."""
        return solve_network(self.points, "0")

    def rng(self) -> random.Random:
        """Return a fresh generator that depends on the seed only."""
        return random.Random(self.seed)  # noqa: S311 - competitors, not secrets

    def to_json(self) -> dict[str, object]:
        """Return what replays the case, JSON-ready."""
        x = [[str(v) for v in row] for row in self.points.x]
        y = [str(v) for v in self.points.y]
        return {"x": x, "y": y, "p": self.p.name, "seed": self.seed, "lot": self.lot}

    def __repr__(self) -> str:
        return f"<NetworkCase: {self.to_json()}>"
