"""The words of a verdict, and what stands behind each: residuals, the optimum, and where the network stands to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from flint import fmpq

from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.rationals import as_fraction, format_rational
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.solve import NetworkSolution
from sparsest.network import Network
from sparsest.univariate.solve import Solution

__all__ = ["DIGITS", "MOST_TERMS", "VERDICTS", "Better", "Comparison", "Residuals", "power_json", "verdict_of"]

#: The verdicts, with the exit code of each: 0 yes, 1 no, 3 undecided.
VERDICTS = {
    "proved minimal": 0,
    "within tolerance": 0,
    "not minimal": 1,
    "does not interpolate": 1,
    "undecided": 3,
}
#: Decimal places of enclosures in JSON, and how many powers a closed form there may have.
DIGITS, MOST_TERMS = 20, 200
AnyNetwork: TypeAlias = Network | MultivariateNetwork


@dataclass(frozen=True, repr=False)
class Residuals:
    """f(x_i) - y_i at every row of the data, exact.

    Parameters
    ----------
    values : sequence of fmpq, shape (n,)
        In the order in which the rows were given.
    places : sequence of str, shape (n,)
        Where each row stood.
    allowed : sequence of fmpq or None, shape (n,), or None
        The tolerance of each row, None for infinity; None where no tolerance was asked for.
    """

    values: Sequence[fmpq]
    places: Sequence[str]
    allowed: Sequence[fmpq | None] | None = None

    @cached_property
    def worst(self) -> int:
        """The row of the largest |f(x_i) - y_i|, the first one of several.

        Examples
        --------
        >>> Residuals([fmpq(1), fmpq(-2)], ["entry 0", "entry 1"]).worst
        1
        """
        sizes = list(map(abs, self.values))
        return sizes.index(max(sizes))

    @property
    def largest(self) -> Fraction:
        """The largest |f(x_i) - y_i|.

        Examples
        --------
        >>> Residuals([fmpq(1), fmpq(-2)], ["entry 0", "entry 1"]).largest
        Fraction(2, 1)
        """
        return as_fraction(abs(self.values[self.worst]))

    @cached_property
    def zeros(self) -> int:
        """At how many rows the network has the label, exactly.

        Examples
        --------
        >>> Residuals([fmpq(0), fmpq(-2)], ["entry 0", "entry 1"]).zeros
        1
        """
        return sum(r == 0 for r in self.values)

    @property
    def interpolates(self) -> bool:
        """Whether it has every label, exactly.

        Examples
        --------
        >>> Residuals([fmpq(0)], ["entry 0"]).interpolates
        True
        """
        return self.zeros == len(self.values)

    @cached_property
    def beyond(self) -> int | None:
        """How many rows are further off than their tolerance; None where none was asked for.

        Examples
        --------
        >>> Residuals([fmpq(1), fmpq(-2)], ["entry 0", "entry 1"], [fmpq(1), fmpq(1)]).beyond
        1
        """
        if self.allowed is None:
            return None
        pairs = zip(self.values, self.allowed, strict=True)
        return sum(most is not None and abs(r) > most for r, most in pairs)

    def to_json(self) -> dict[str, object]:
        """Return them as JSON-ready values: the largest with its row, and how many are zero; exact numbers as text.

        Examples
        --------
        >>> Residuals([fmpq(0), fmpq(-1, 2)], ["line 1", "line 2"]).to_json()
        {'largest': '1/2', 'at': 'line 2', 'zero': 1, 'points': 2, 'beyond_tolerance': None}
        """
        return {
            "largest": format_rational(abs(self.values[self.worst])),
            "at": self.places[self.worst],
            "zero": self.zeros,
            "points": len(self.values),
            "beyond_tolerance": self.beyond,
        }


@dataclass(frozen=True, repr=False)
class Comparison:
    """A network beside the optimum among all networks that have certain labels.

    Parameters
    ----------
    solution : Solution or NetworkSolution
        The optimum, or with several inputs what is known of it.
    minimal : bool or None
        Whether the network attains it, once neurons of one kink are added up: decided exactly. None if the network has
        not these labels, or if that is not known.
    cost : PowerSum
        What its function costs, as a function of p.
    """

    solution: Solution | NetworkSolution
    minimal: bool | None
    cost: PowerSum

    @cached_property
    def gap(self) -> PowerSum:
        """What its function costs more than the solution: negative where a network without these labels is cheaper.

        Examples
        --------
        >>> import sparsest
        >>> found = sparsest.solve(sparsest.Dataset([0, 1, 2], [0, 0, 4]), "1/2")
        >>> str(Comparison(found, False, PowerSum.of([(1, 9)])).gap.at("1/2"))
        '1'
        """
        return self.cost - self.solution.network.power_sum

    @property
    def is_certified(self) -> bool:
        """Whether the optimum is proved.

        Examples
        --------
        >>> import sparsest
        >>> Comparison(sparsest.solve(sparsest.Dataset([0, 1], [0, 1])), True, PowerSum.of([])).is_certified
        True
        """
        return isinstance(self.solution, Solution) or self.solution.optimal

    def to_json(self) -> dict[str, object]:
        """Return optimum and gap as JSON-ready values.

        Examples
        --------
        >>> import sparsest
        >>> data = sparsest.Dataset([0, 1, 2], [0, 0, 1])
        >>> Comparison(sparsest.solve(data, "1/2"), True, PowerSum.of([(1, 1)])).to_json()["gap"]
        {'exact': '0', 'enclosure': ['0', '0']}
        """
        found, p = self.solution, self.solution.p
        size: dict[str, object] = {"certified": self.is_certified}
        if isinstance(found, Solution):
            size |= {"knots": found.knots, "fewest_knots": found.fewest_knots, "unique": found.unique}
        else:
            size |= {"parameters": found.network.parameters, "neurons": len(found.network.neurons)}
            size |= {"lower": found.lower}
        objective = power_json(found.network.power_sum, p)
        return {"minimal": self.minimal, "optimum": {**size, "objective": objective}, "gap": power_json(self.gap, p)}


@dataclass(frozen=True)
class Better:
    """A network that is better than the one that was validated.

    Parameters
    ----------
    network : Network or MultivariateNetwork
        The network, exact.
    why : str
        In what it is better, in words.
    """

    network: AnyNetwork
    why: str

    def to_json(self) -> dict[str, object]:
        """Return it as JSON-ready values.

        Examples
        --------
        >>> Better(Network([], 1), "fewer knots").to_json()["why"]
        'fewer knots'
        """
        return {"why": self.why, "network": self.network.to_json()}


def power_json(power_sum: PowerSum, p: Exponent) -> dict[str, object] | None:
    """Return the value of a power sum for JSON; None at a limit, where it has none.

    The closed form is left out (None) where it has more than `MOST_TERMS` terms; the enclosure is always there.

    Examples
    --------
    >>> power_json(PowerSum.of([(1, 4)]), Exponent.read("1/2")), power_json(PowerSum.of([]), Exponent.read("0+"))
    ({'exact': '2', 'enclosure': ['2', '2']}, None)
    """
    if not p.is_rational and p.name != "0":
        return None
    value = power_sum.at(p)
    short = p.name == "0" or len(power_sum.terms) <= MOST_TERMS
    return {"exact": str(value) if short else None, "enclosure": list(value.decimals(DIGITS))}


def verdict_of(residuals: Residuals, minimal: bool | None) -> str:
    """Return the verdict on a network: one of `VERDICTS`.

    Parameters
    ----------
    residuals : Residuals
        With what is allowed, where a tolerance was asked for.
    minimal : bool or None
        Whether a network that interpolates is one of the best: proved, or None.

    Examples
    --------
    >>> exact, near = Residuals([fmpq(0)], [""]), Residuals([fmpq(1)], [""], [fmpq(1)])
    >>> [verdict_of(exact, minimal) for minimal in (True, False, None)]
    ['proved minimal', 'not minimal', 'undecided']
    >>> verdict_of(near, None), verdict_of(Residuals([fmpq(1)], [""]), None)
    ('within tolerance', 'does not interpolate')
    """
    if residuals.interpolates and minimal:
        return "proved minimal"
    if residuals.beyond is not None:
        return "does not interpolate" if residuals.beyond else "within tolerance"
    if not residuals.interpolates:
        return "does not interpolate"
    return "undecided" if minimal is None else "not minimal"
