"""A named data set, and the cases that claims are checked on there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from proofs_check.cases import NetworkCase, SplineCase
from proofs_check.cases.exponents import GIVEN_EXPONENTS
from proofs_check.claim import Scope
from sparsest.data import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.points import Points

__all__ = ["DataSet"]


@cache
def _given() -> tuple[Exponent, ...]:
    return tuple(map(Exponent.read, GIVEN_EXPONENTS))


@dataclass(frozen=True)
class DataSet:
    """A named data set.

    Parameters
    ----------
    name : str
        Short.
    about : str
        A few words.
    points : Dataset or Points
        Of one input, or of several.
    exponents : sequence of Exponent, optional
        Where statements that depend on p are checked: `GIVEN_EXPONENTS` unless given.
    scopes : sequence of str, optional
        Which claims are checked on it: those that say something of data like these, unless given.

    Examples
    --------
    >>> one = DataSet("tent", "three points", Dataset([0, 1, 2], [0, 1, 0]))
    >>> one.scope, [p.name for p in one.exponents], [case.p.name for case in one.cases("one input", 0)][:2]
    ('one input', ['1/10', '1/3', '1/2', '2/3', '9/10'], ['1/10', '1/3'])
    """

    name: str
    about: str
    points: Dataset | Points
    exponents: Sequence[Exponent] = ()
    scopes: Sequence[Scope] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "exponents", tuple(self.exponents) or _given())
        object.__setattr__(self, "scopes", tuple(self.scopes) or (self.scope,))

    @property
    def scope(self) -> Scope:
        """Whether the points have one input or several."""
        return "one input" if isinstance(self.points, Dataset) else "several inputs"

    @property
    def inputs(self) -> int:
        """The number of inputs."""
        return self.points.dimension if isinstance(self.points, Points) else 1

    def cases(self, scope: Scope, seed: int) -> Sequence[SplineCase] | Sequence[NetworkCase]:
        """Return the cases of this scope, one for each exponent: none of one input where the points have several.

        Examples
        --------
        >>> plane = DataSet("plane", "three points", Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0]))
        >>> len(plane.cases("several inputs", 0)), plane.cases("one input", 0)
        (5, [])
        """
        points = self.points
        if scope == "one input":
            return [SplineCase(points, p, seed) for p in self.exponents] if isinstance(points, Dataset) else []
        several = points if isinstance(points, Points) else Points([[x] for x in points.x], points.y)
        return [NetworkCase(several, p, seed) for p in self.exponents]

    def to_json(self) -> dict[str, Any]:
        """Return name, description and size, JSON-ready.

        Examples
        --------
        >>> DataSet("tent", "three points", Dataset([0, 1, 2], [0, 1, 0])).to_json()["points"]
        3
        """
        return {
            "name": self.name, "about": self.about, "scope": self.scope, "points": len(self.points),
            "inputs": self.inputs, "exponents": [p.name for p in self.exponents],
        }  # fmt: skip
