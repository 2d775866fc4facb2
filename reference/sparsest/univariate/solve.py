"""Problem (2)/(3): from data and p to the global minimisers (Theorem A, which contains the paper's Theorem 3.1)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import overload

from sparsest.certificate import certificate, format_count
from sparsest.data import Dataset
from sparsest.errors import UndecidedError, UsageError, short
from sparsest.exact.decimals import cut_text
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerValue
from sparsest.exact.rationals import RationalLike
from sparsest.network import Network
from sparsest.rounding import Noise, count_noise
from sparsest.spline import Spline
from sparsest.univariate.fewest import Ways, count_fewest
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.matching import (
    Matching,
    count_matchings,
    first_matching,
    join,
    matchings,
    odometer,
    recurrence_signs,
)
from sparsest.univariate.priced import PricedSolution, solve_priced
from sparsest.univariate.tolerance import GateBounds, Tolerance, ToleranceSolution, gates_of, solve_within

__all__ = ["Solution", "solve"]

#: Decimal places of the objective in JSON and certificates.
_DIGITS = 20


@dataclass(frozen=True, repr=False)
class Solution:
    """The global minimisers of V_p over all splines through the data. Made by `solve`; every statement is exact.

    Parameters
    ----------
    data : Dataset
        The points.
    p : Exponent
        The exponent.
    gaps : Gaps
        The slope gaps of the data and their runs.
    signs : tuple of tuple of int
        The dual solution: for each run the signs of g_k - D_k.
    """

    data: Dataset
    p: Exponent
    gaps: Gaps
    signs: tuple[tuple[int, ...], ...]

    def __repr__(self) -> str:
        count = cut_text(format_count(self.minimizers))
        found = f"{len(self.data)} points, {self.knots} knots, minimisers {count}"
        return f"<Solution at p = {cut_text(self.p.name)}: {found}>"

    @cached_property
    def matches(self) -> Matching:
        """The canonical minimiser's matched pairs, as left gap indices; gap k, from 0, belongs to point k+1.

        Examples
        --------
        >>> solve(Dataset([0, 1, 2, 3], [0, 0, 1, 3]), "1/2").matches
        (0,)
        """
        return join(self.gaps.runs, (first_matching(signs) for signs in self.signs))

    @cached_property
    def spline(self) -> Spline:
        """The canonical minimiser: of all minimisers one with the fewest knots, its pairs as far left as can be.

        Examples
        --------
        >>> solve(Dataset([0, 1, 2], [0, 0, 1])).spline.knots
        (Fraction(1, 1),)
        """
        return self.gaps.spline(self.matches)

    @cached_property
    def network(self) -> Network:
        """The canonical minimiser as an exact ReLU network with skip connection (paper, Proposition 3.1).

        Examples
        --------
        >>> solve(Dataset([0, 1, 2], [0, 0, 1])).network.neurons[0].bias
        -1
        """
        return Network.from_spline(self.spline)

    @property
    def knots(self) -> int:
        """Number of knots of the canonical minimiser.

        Examples
        --------
        >>> solve(Dataset([0, 1, 2], [0, 0, 1])).knots
        1
        """
        return len(self.spline.flint.knots)

    @property
    def fewest_knots(self) -> int:
        """Least number of knots of any spline through the data: the optimum of problem (3).

        Examples
        --------
        >>> solve(Dataset([0, 1, 2], [0, 0, 1]), "1/2").fewest_knots
        1
        """
        return self.gaps.fewest_knots

    @cached_property
    def objective(self) -> PowerValue | None:
        """The minimum of V_p, exact; None at "0+" and "1-", where V_p has no single value.

        Examples
        --------
        >>> solve(Dataset([0, 1, 2], [0, 0, 4]), "1/2").objective.rational
        Fraction(2, 1)
        """
        return self.spline.variation(self.p) if self.p.is_rational or self.p.name == "0" else None

    @cached_property
    def minimizers(self) -> Ways:
        """The exact number of minimisers: an int of any size, or `math.inf`.

        There are infinitely many for a single point (every line), and often at p = 0, where knots can be moved.

        Examples
        --------
        >>> [solve(Dataset([0, 1, 2], [0, 0, 1]), p).minimizers for p in ("1/2", "0")]
        [1, inf]
        """
        if len(self.data) == 1:
            return math.inf
        if self.p.name == "0":
            return count_fewest(self.gaps.gaps)[1]
        return math.prod(count_matchings(signs) for signs in self.signs)

    @property
    def unique(self) -> bool:
        """Whether there is exactly one minimiser.

        Examples
        --------
        >>> solve(Dataset.from_gaps([1, 2, 1]), "1/2").unique
        False
        """
        return self.minimizers == 1

    @cached_property
    def rounding_noise(self) -> Noise | None:
        """How many gaps the rounding of the labels alone could have made; None if not a good part of them.

        Examples
        --------
        >>> x = [k / 100 for k in range(101)]
        >>> line = solve(Dataset(x, [3 * t + 1 for t in x]))
        >>> line.knots > 50, line.rounding_noise.gaps == line.rounding_noise.nonzero
        (True, True)
        >>> solve(Dataset(x, [3 * t + 1 for t in x], decimals=9)).knots
        0
        """
        rounding = self.data.label_rounding
        return None if rounding is None else count_noise(*self.data.flint, self.gaps.gaps, rounding)

    def splines(self) -> Iterator[Spline]:
        """Yield the minimisers lazily, the canonical one first.

        Every minimiser once, except where `minimizers` is infinite: then the finitely many that are matchings (every
        knot at a data point or where two chords meet), which at p = 0 all have the fewest knots.

        Examples
        --------
        >>> tie = solve(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 4, 8]), "1/2")
        >>> [f.slope_changes for f in tie.splines()]
        [(Fraction(3, 1), Fraction(1, 1)), (Fraction(1, 1), Fraction(3, 1))]
        """
        return map(self.gaps.spline, self._matchings())

    def certificate(self) -> dict[str, object]:
        """Return the certificate of the canonical minimiser, JSON-ready: see `docs/certificate_v1.md`.

        Examples
        --------
        >>> solve(Dataset([0, 1, 2], [0, 0, 1]), "1/2").certificate()["dual"]
        ['']
        """
        return certificate(
            self.data,
            self.p.name,
            self.spline,
            self.signs,
            fewest_knots=self.fewest_knots,
            minimizers=self.minimizers,
            objective=None if self.objective is None else self.objective.decimals(_DIGITS),
        )

    def to_json(self) -> dict[str, object]:
        """Return the solution in the schema "sparsest/solution/1", JSON-ready, exact numbers as text.

        Examples
        --------
        >>> solve(Dataset([0, 1, 2], [0, 0, 1]), "1/2").to_json()["objective"]
        {'exact': '1', 'enclosure': ['1', '1']}
        """
        value = self.objective
        return {
            "schema": "sparsest/solution/1",
            "problem": {"dimension": 1, "points": len(self.data), "p": self.p.name, **self._remarks()},
            "spline": self.spline.to_json(),
            "knots": self.knots,
            "fewest_knots": self.fewest_knots,
            "unique": self.unique,
            "minimizers": format_count(self.minimizers),
            "objective": value and value.to_json(_DIGITS),
        }

    def _remarks(self) -> dict[str, object]:
        """Return what there is to say of the data, for JSON: only where there is something."""
        noise = self.rounding_noise
        found = {"gaps": noise.gaps, "nonzero": noise.nonzero} if noise else None
        remarks = {"notes": list(self.data.notes), "rounding_noise": found}
        return {name: value for name, value in remarks.items() if value}

    def _matchings(self) -> Iterator[Matching]:
        """Yield all minimising matchings, the last run turning fastest."""
        return odometer(self.gaps.runs, [partial(matchings, signs) for signs in self.signs])


@overload
def solve(
    data: Dataset, p: RationalLike | Exponent = "0+", *, progress: Callable[[int], object] | None = None
) -> Solution: ...
@overload
def solve(
    data: Dataset,
    p: RationalLike | Exponent | None = None,
    *,
    tolerance: Tolerance | None = None,
    lower: GateBounds | None = None,
    upper: GateBounds | None = None,
    fit: str | None = None,
    progress: Callable[[int], object] | None = None,
) -> Solution | ToleranceSolution | PricedSolution: ...
def solve(
    data: Dataset,
    p: RationalLike | Exponent | None = None,
    *,
    tolerance: Tolerance | None = None,
    lower: GateBounds | None = None,
    upper: GateBounds | None = None,
    fit: str | None = None,
    progress: Callable[[int], object] | None = None,
) -> Solution | ToleranceSolution | PricedSolution:
    """Return the global minimisers of problem (2), or (3) at p = 0, exactly; with a tolerance, the fewest knots within.

    Parameters
    ----------
    data : Dataset
        N >= 1 points.
    p : str, int, Fraction, Decimal, float or Exponent
        A rational in (0, 1); "0" for the fewest knots; "0+" (default) for the limit of the minimisers as p -> 0, which
        has the fewest knots too; "1-" for the limit as p -> 1. A float is the dyadic rational that it is. With a
        tolerance or bounds it is "0" unless told, and another is taken for at most 7 points.
    tolerance, lower, upper, fit
        Gates instead of points, problem (3): see `sparsest.univariate.tolerance.solve_within`; fit is "least" unless
        told.
    progress : callable, optional
        Called now and then with the number of gaps done since the last call.

    Returns
    -------
    Solution, or ToleranceSolution where there is a tolerance or bounds; PricedSolution if p is not "0" there
        Proved by Theorem A, or D (`docs/theory.md`); its `certificate` writes the proof down. A PricedSolution has
        none: all candidates were tried.

    Raises
    ------
    UsageError
        If p is out of range, or not "0" where there are a tolerance and more than 7 points; see its message.
    DataError
        If a tolerance or a bound is no such number, or two gates at one x do not meet.
    UndecidedError
        If a sign is not settled within the precision cap of `sparsest.exact.sign`: report the data, please.

    Examples
    --------
    >>> solution = solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), "1/2")
    >>> print(solution.objective, solution.unique, solution.spline.knots[1])
    2 + 2^(1/2) True 1/2
    >>> solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), tolerance="1/2").knots
    0
    """
    if tolerance is None and lower is None and upper is None:
        if fit is not None:
            raise UsageError(f"fit = {short(fit)} is for functions within a tolerance; give one, or leave fit out")
        return _interpolate(data, "0+" if p is None else p, progress)
    exponent = Exponent.read("0" if p is None else p)
    if exponent.name != "0":
        if fit is not None:
            raise UsageError(
                f"fit = {short(fit)} chooses among functions with the fewest knots, p = 0; leave p or fit out"
            )
        return solve_priced(gates_of(data, tolerance=tolerance, lower=lower, upper=upper), exponent, progress)
    return solve_within(
        data, tolerance=tolerance, lower=lower, upper=upper, fit="least" if fit is None else fit, progress=progress
    )


def _interpolate(data: Dataset, p: RationalLike | Exponent, progress: Callable[[int], object] | None) -> Solution:
    gaps = Gaps.of(data)
    exponent = Exponent.read(p)
    signs = []
    for run in gaps.runs:
        try:
            signs.append(tuple(recurrence_signs(gaps.sizes(run), exponent)))
        except UndecidedError as error:
            # Gap k belongs to point k+2, counted from 1.
            raise UndecidedError(f"points {run[0] + 2} to {run[1] + 1}: {error}") from None
        if progress is not None:
            progress(run[1] - run[0])
    return Solution(data, exponent, gaps, tuple(signs))
