"""Problem (3) with gates instead of points: the fewest knots of a function within a tolerance, exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias, TypeVar

from flint import fmpq

from sparsest.certificate import tolerance_certificate
from sparsest.data import Dataset
from sparsest.errors import UsageError, short
from sparsest.exact.decimals import format_short
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerValue
from sparsest.exact.rationals import RationalLike, as_fraction, format_rational
from sparsest.network import Network
from sparsest.spline import Spline
from sparsest.univariate.gates import Gates, GateWidth
from sparsest.univariate.scales import Critical, Scales
from sparsest.univariate.windows import Bend

__all__ = ["FIT_WITHIN", "GateBounds", "Tolerance", "ToleranceSolution", "gates_of", "solve_within"]

#: Which of the functions with the fewest knots: the one nearest to the labels, or the first that the windows give.
FIT_WITHIN = ("least", "any")
#: One tolerance, or one for each row; infinity is one too.
Tolerance: TypeAlias = RationalLike | Sequence[RationalLike | None]
#: Lower or upper bounds, one for each row; None is no bound.
GateBounds: TypeAlias = Sequence[RationalLike | None]

_Entry = TypeVar("_Entry", bound=GateWidth)
_DIGITS = 20


@dataclass(frozen=True, repr=False)
class ToleranceSolution:
    """A function with the fewest knots of all that pass the gates of the data. Made by `solve`; all is exact.

    Parameters
    ----------
    data : Dataset
        The points.
    gates : Gates
        What the function passes.
    fit : "least" or "any"
        Which function it is: see `solve_within`.
    spline : Spline
        The function.
    bends : tuple of Bend
        As many as knots, by rows of the gates: why fewer do not do.
    critical : Critical or None
        With fit "least" the least scale at which so many knots suffice, and why.

    Examples
    --------
    >>> solve_within(Dataset([0, 1, 2], [0, 3, 0]), tolerance=1)
    <ToleranceSolution: 3 points, 1 knots, largest residual 0>
    """

    data: Dataset
    gates: Gates
    fit: str
    spline: Spline
    bends: tuple[Bend, ...]
    critical: Critical | None

    def __repr__(self) -> str:
        residual = format_short(self._largest)
        return f"<ToleranceSolution: {len(self.data)} points, {self.knots} knots, largest residual {residual}>"

    @property
    def p(self) -> Exponent:
        """The exponent, "0".

        Examples
        --------
        >>> solve_within(Dataset([0], [0]), tolerance=1).p.name
        '0'
        """
        return Exponent.read("0")

    @property
    def knots(self) -> int:
        """Number of knots.

        Examples
        --------
        >>> solve_within(Dataset([0, 1, 2], [0, 3, 0]), tolerance=1).knots
        1
        """
        return len(self.bends)

    @property
    def fewest_knots(self) -> int:
        """The same number: no function passes the gates with fewer.

        Examples
        --------
        >>> solve_within(Dataset([0, 1, 2], [0, 3, 0]), tolerance="3/2").fewest_knots
        0
        """
        return len(self.bends)

    @property
    def unique(self) -> None:
        """None: how many functions have the fewest knots is not asked; where a gate is open there are mostly many.

        Examples
        --------
        >>> solve_within(Dataset([0], [0]), tolerance=1).unique
        """
        return

    @property
    def tolerance(self) -> Fraction | None:
        """The tolerance, if there is one for all rows and it is finite.

        Examples
        --------
        >>> solve_within(Dataset([0, 1], [0, 3]), tolerance="0.1").tolerance
        Fraction(1, 10)
        """
        scale = self.gates.scale
        return as_fraction(scale) if self.gates.kind == "tolerance" and scale is not None else None

    @property
    def tolerances(self) -> tuple[Fraction | None, ...] | None:
        """The tolerance of each row, in the order in which the points were given, None for infinity; None if not asked.

        Examples
        --------
        >>> solve_within(Dataset([1, 0], [0, 3]), tolerance=["inf", 2]).tolerances
        (None, Fraction(2, 1))
        """
        if self.gates.kind != "tolerances":
            return None
        return tuple(None if width is None else as_fraction(width) for width in self._given(self.gates.below))

    @cached_property
    def network(self) -> Network:
        """The function as an exact ReLU network with skip connection (paper, Proposition 3.1).

        Examples
        --------
        >>> solve_within(Dataset([0, 1, 2], [0, 3, 0]), tolerance=1).network.neurons[0].weight
        6
        """
        return Network.from_spline(self.spline)

    @cached_property
    def objective(self) -> PowerValue:
        """V_0 of the function, its number of knots.

        Examples
        --------
        >>> print(solve_within(Dataset([0, 1, 2], [0, 3, 0]), tolerance=1).objective)
        1
        """
        return self.spline.variation("0")

    @cached_property
    def residuals(self) -> tuple[Fraction, ...]:
        """f(x) - y for each row, in the order in which the points were given.

        Examples
        --------
        >>> solve_within(Dataset([0, 1, 2], [0, 3, 0]), tolerance="3/2").residuals
        (Fraction(3, 2), Fraction(-3, 2), Fraction(3, 2))
        """
        return tuple(map(as_fraction, self._given(self._residuals)))

    @property
    def largest_residual(self) -> Fraction:
        """The largest |f(x) - y|; with one tolerance and fit "least" the least that so few knots can have.

        Examples
        --------
        >>> solve_within(Dataset([0, 1, 2], [0, 3, 0]), tolerance=9).largest_residual
        Fraction(3, 2)
        """
        return as_fraction(self._largest)

    @property
    def factor(self) -> Fraction | None:
        """With fit "least" and gates of their own, the least factor for them all that needs no more knots; else None.

        Examples
        --------
        >>> solve_within(Dataset([0, 1, 2], [0, 3, 0]), tolerance=[2, 2, 2]).factor
        Fraction(3, 4)
        """
        return None if self.critical is None or self.gates.kind == "tolerance" else as_fraction(self.critical.scale)

    @cached_property
    def _residuals(self) -> list[fmpq]:
        values = self.spline.values_at(self.data.flint.x)
        return [values[point] - y for point, y in zip(self.gates.points, self.gates.labels, strict=True)]

    @cached_property
    def _largest(self) -> fmpq:
        return max(map(abs, self._residuals))

    def _given(self, column: Sequence[_Entry]) -> list[_Entry]:
        """Return a column of the gates in the order in which the points were given."""
        found = list(column)
        for row, value in zip(self.gates.order, column, strict=True):
            found[row] = value
        return found

    def certificate(self) -> dict[str, object]:
        """Return the proof, JSON-ready: see `docs/tolerance_certificate_v1.md`.

        Examples
        --------
        >>> solve_within(Dataset([0, 1, 2], [0, 3, 0]), tolerance=1).certificate()["bends"]
        [['-', 1, 2, 3]]
        """
        gates, critical = self.gates, self.critical
        points = [(self.data.flint.x[k], y) for k, y in zip(gates.points, gates.labels, strict=True)]
        rows = range(len(points))
        return tolerance_certificate(
            points,
            gates.scale if gates.kind == "tolerance" else [gates.bounds(row) for row in rows],
            self.spline,
            self.bends,
            largest_residual=self._largest,
            critical=None if critical is None else critical.scale,
            tighter=[] if critical is None else critical.bends,
            apart=None if critical is None else critical.apart,
        )

    def to_json(self) -> dict[str, object]:
        """Return the solution in the schema "sparsest/solution/1", JSON-ready, exact numbers as text.

        Examples
        --------
        >>> solve_within(Dataset([0, 1, 2], [0, 3, 0]), tolerance="1.5").to_json()["problem"]
        {'dimension': 1, 'points': 3, 'p': '0', 'tolerance': '3/2', 'fit': 'least'}
        """
        notes = {"notes": list(self.data.notes)} if self.data.notes else {}
        factor = {} if self.factor is None else {"factor": format_rational(self.factor)}
        return {
            "schema": "sparsest/solution/1",
            "problem": {
                "dimension": 1, "points": len(self.data), "p": "0", **self._asked(), "fit": self.fit, **notes
            },
            "spline": self.spline.to_json(),
            "knots": self.knots,
            "fewest_knots": self.fewest_knots,
            "largest_residual": format_rational(self._largest),
            **factor,
            "unique": None,
            "minimizers": None,
            "objective": self.objective.to_json(_DIGITS),
        }  # fmt: skip

    def _asked(self) -> dict[str, object]:
        """Return the tolerance, the tolerances or the bounds for JSON, in the order in which the points were given."""
        gates = self.gates
        if gates.kind == "tolerance":
            return {"tolerance": _text(gates.scale)}
        if gates.kind == "tolerances":
            return {"tolerance": None, "tolerances": [_text(width) for width in self._given(gates.below)]}
        low, high = zip(*map(gates.bounds, range(len(gates.labels))), strict=True)
        sides = {"lower": self._given(low), "upper": self._given(high)}
        found = {name: [None if end is None else format_rational(end) for end in ends] for name, ends in sides.items()}
        return {"tolerance": None, **found}


def _text(width: GateWidth) -> str:
    return "infinite" if width is None else format_rational(width)


def gates_of(
    data: Dataset, *, tolerance: Tolerance | None = None, lower: GateBounds | None, upper: GateBounds | None
) -> Gates:
    """Return the gates that were asked for; see `solve_within`.

    Examples
    --------
    >>> gates_of(Dataset([0], [1]), lower=[0], upper=None).bounds(0)
    (0, None)
    """
    if not isinstance(data, Dataset):
        raise UsageError(f"{type(data).__name__} is no data set; make one: sparsest.Dataset(x, y)")
    if (tolerance is None) == (lower is None and upper is None):
        raise UsageError("give a tolerance, or bounds (lower, upper or both), and not both kinds")
    return Gates.between(data, lower, upper) if tolerance is None else Gates.within(data, tolerance)


def solve_within(
    data: Dataset,
    *,
    tolerance: Tolerance | None = None,
    lower: GateBounds | None = None,
    upper: GateBounds | None = None,
    fit: str = "least",
    progress: Callable[[int], object] | None = None,
) -> ToleranceSolution:
    """Return a function with the fewest knots within a tolerance of the labels, or between bounds (Theorem D).

    This is problem (3) with gates instead of points, and the same at tolerance 0.

    Parameters
    ----------
    data : Dataset
        N >= 1 points; made with `ties="gates"`, several labels at one x are all to be met.
    tolerance : rational >= 0 or infinity, or a sequence of these
        |f(x_i) - y_i| <= tolerance: one for all rows, or one for each in the order in which the points were given.
    lower, upper : sequence of rational or None
        Instead of a tolerance: lower_i <= f(x_i) <= upper_i; None where there is no bound.
    fit : "least" or "any"
        With one tolerance "least" returns a function whose largest residual is the least of all with so few knots. With
        tolerances or bounds of their own it returns one for which the least factor does: all y_i - lower_i and
        upper_i - y_i that are finite, times that factor, still need no more knots. "any" returns the first function
        that the greedy gives, in linear time; "least" takes some 20 to 40 times as long.
    progress : callable, optional
        Called after each pass with the number of points.

    Raises
    ------
    DataError
        If a tolerance or bound is no such number, or two gates at one x do not meet; the message names both.
    UsageError
        If there is no such fit, or "least" is asked for where a label is outside its bounds.

    Examples
    --------
    >>> found = solve_within(Dataset([0, 1, 2, 3], [0, "1.1", "1.9", "3.05"]), tolerance="1/10")
    >>> found.knots, found.largest_residual
    (0, Fraction(7, 80))
    """
    gates = gates_of(data, tolerance=tolerance, lower=lower, upper=upper)
    if fit not in FIT_WITHIN:
        raise UsageError(f"fit = {short(fit)}: use one of {', '.join(FIT_WITHIN)}")
    if fit == "least" and not gates.hold_labels:
        raise UsageError(
            'fit = "least" shrinks all gates towards their labels, and a label is outside its bounds; use fit="any"'
        )
    walk, ends = gates.walk(gates.scale)
    bends = tuple(map(ends.rows, walk.bends))
    critical = None
    if fit == "least":
        # Where the tolerance is infinite, one is enough that the function 0 keeps to.
        high = max(map(abs, gates.labels)) if gates.scale is None else gates.scale
        critical = Scales(gates, progress).least(len(bends), high)
        walk, ends = gates.walk(critical.scale)
    elif progress is not None:
        progress(len(data))
    return ToleranceSolution(data, gates, fit, _spline(gates.pieces(walk, ends)), bends, critical)


def _spline(pieces: Sequence[tuple[fmpq, fmpq]]) -> Spline:
    """Return the function of these lines, each of which crosses the next."""
    knots, changes = list[fmpq](), list[fmpq]()
    for (s, b), (t, c) in pairwise(pieces):
        knots.append((b - c) / (t - s))
        changes.append(t - s)
    return Spline(*pieces[0], knots, changes)
